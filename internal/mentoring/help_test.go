package mentoring

import (
	"sync"
	"testing"

	"talim/internal/access"
	"talim/internal/fault"
	"talim/internal/reminder"
)

func TestHelpAfterAnswers(t *testing.T) {
	for _, c := range []struct {
		yes, no int
		want    HelpState
	}{{0, 0, HelpOpen}, {0, 1, HelpOpen}, {0, 2, HelpDeclined}, {1, 0, HelpAccepted}, {1, 1, HelpAccepted}} {
		if got := (HelpOffer{}).after(c.yes, c.no); got != c.want {
			t.Errorf("%d yes, %d no: %s", c.yes, c.no, got)
		}
	}
}

// headOf is the head of the unit of m1.
func (w *world) headOf() access.Actor {
	w.exec(`INSERT INTO unit (school_id, id, code, name_kk, name_ru, name_en, sort_key, starts, ends)
VALUES ($1, 'math', 'math', 'Математика', 'Математика', 'Mathematics', '', '2012-09-01', '9999-12-31')`, school)
	w.exec(`INSERT INTO unit_member (school_id, id, unit_id, staff_id, starts, ends) VALUES ($1, 'u1', 'math', 'm1', '2012-09-01', '9999-12-31')`, school)
	return access.Actor{Account: "m2", School: school, Staff: "m2", Roles: []access.Role{access.SMUHead}, Heads: []string{"math"}}
}

func (w *world) onToday(staff string) map[string]int {
	w.t.Helper()
	list, err := reminder.OpenFor(ctx, w.d.Read(), school, staff)
	w.ok(err)
	out := map[string]int{}
	for _, r := range list {
		out[r.Key]++
	}
	return out
}

// R089: a pair without activity for weeks is offered help, which it accepts or
// declines; nobody reads who of the two said what.
func TestQuietPairIsHelped(t *testing.T) {
	each(t, func(w *world) {
		_, g := w.paired()
		deputy := w.as("deputy")
		w.clock.Set("2013-09-20T09:00")
		quiet, err := w.QuietPairs(ctx, deputy)
		w.ok(err)
		if len(quiet) != 0 {
			w.t.Errorf("quiet after two weeks: %+v", quiet)
		}
		w.clock.Set("2013-10-07T09:00")
		quiet, err = w.QuietPairs(ctx, deputy)
		w.ok(err)
		if len(quiet) != 1 || quiet[0].ID != g.ID {
			w.t.Fatalf("quiet after four weeks: %+v", quiet)
		}
		h, err := w.OfferHelp(ctx, deputy, g.ID, NewHelp{Offer: HelpTalk, Words: "tea on Friday?"})
		w.ok(err)
		w.want(second(w.OfferHelp(ctx, deputy, g.ID, NewHelp{Offer: HelpTalk})), fault.KindConflict)
		w.want(second(w.OfferHelp(ctx, deputy, g.ID, NewHelp{Offer: "scolding"})), fault.KindInvalid)
		for _, staff := range []string{"m1", "e1"} {
			if w.onToday(staff)["mentoring.remind.help.talk"] != 1 {
				w.t.Errorf("%s is told %v", staff, w.onToday(staff))
			}
		}
		h, err = w.AnswerHelp(ctx, w.as("m1"), h.ID, false)
		w.ok(err)
		if h.State != HelpOpen || w.onToday("m1")["mentoring.remind.help.talk"] != 0 || w.onToday("e1")["mentoring.remind.help.talk"] != 1 {
			w.t.Errorf("after one no: %s", h.State)
		}
		w.want(second(w.AnswerHelp(ctx, w.as("m1"), h.ID, true)), fault.KindConflict)
		h, err = w.AnswerHelp(ctx, w.as("e1"), h.ID, true)
		w.ok(err)
		if h.State != HelpAccepted || w.onToday("deputy")["mentoring.remind.help_accepted"] != 1 || w.onToday("e1")["mentoring.remind.help.talk"] != 0 {
			w.t.Errorf("after a yes: %s, deputy %v", h.State, w.onToday("deputy"))
		}
		if n := w.count(`SELECT count(*) FROM journal_entry WHERE school_id = $1 AND event = 'mentoring.help.answered' AND staff_id <> ''`, school); n != 0 {
			w.t.Error("the journal says who answered")
		}
		page, err := w.PairHelp(ctx, deputy, g.ID)
		w.ok(err)
		if len(page.Offers) != 1 || page.Offers[0].By.Code != "deputy" || page.Offers[0].Words != "tea on Friday?" {
			w.t.Errorf("history %+v", page.Offers)
		}
	})
}

func TestHelpIsOfferedByKeepersAndHeadsOnly(t *testing.T) {
	each(t, func(w *world) {
		_, g := w.paired()
		head := w.headOf()
		stranger := head
		stranger.Heads = []string{"hist"}
		w.exec(`INSERT INTO unit (school_id, id, code, name_kk, name_ru, name_en, sort_key, starts, ends)
VALUES ($1, 'hist', 'hist', 'h', 'h', 'h', '', '2012-09-01', '9999-12-31')`, school)
		for _, a := range []access.Actor{w.as("e1"), w.as("m1"), w.as("m3"), stranger} {
			w.want(second(w.OfferHelp(ctx, a, g.ID, NewHelp{Offer: HelpTalk})), fault.KindForbidden)
			_, err := w.PairHelp(ctx, a, g.ID)
			w.want(err, fault.KindForbidden)
		}
		other := access.Actor{Account: "x", School: "audan", Staff: "x", Roles: []access.Role{access.Deputy}}
		w.want(second(w.OfferHelp(ctx, other, g.ID, NewHelp{Offer: HelpTalk})), fault.KindNotFound)
		pairs, err := w.UnitPairs(ctx, head) // R091
		w.ok(err)
		if len(pairs) != 1 || pairs[0].ID != g.ID {
			w.t.Errorf("pairs of the unit: %+v", pairs)
		}
		pairs, err = w.UnitPairs(ctx, stranger)
		w.ok(err)
		if len(pairs) != 0 {
			w.t.Errorf("pairs of another unit: %+v", pairs)
		}
		_, err = w.UnitPairs(ctx, w.as("e1"))
		w.want(err, fault.KindForbidden)
		_, err = w.QuietPairs(ctx, head)
		w.want(err, fault.KindForbidden)
		h, err := w.OfferHelp(ctx, head, g.ID, NewHelp{Offer: HelpOtherTime})
		w.ok(err)
		for _, a := range []access.Actor{w.as("deputy"), head, w.as("m3")} {
			_, err := w.HelpOffer(ctx, a, h.ID) // the page with one's own answer is for the two
			w.want(err, fault.KindForbidden)
			w.want(second(w.AnswerHelp(ctx, a, h.ID, true)), fault.KindForbidden)
		}
		w.want(second(w.WithdrawHelp(ctx, w.as("e1"), h.ID)), fault.KindForbidden)
		_, err = w.WithdrawHelp(ctx, head, h.ID)
		w.ok(err)
		w.want(second(w.AnswerHelp(ctx, w.as("e1"), h.ID, true)), fault.KindConflict)
		_, err = w.OfferHelp(ctx, head, g.ID, NewHelp{Offer: HelpRematch})
		w.ok(err)
		w.ok(w.AskChange(ctx, w.as("m1"), g.ID)) // what is still offered goes with the pair
		if w.onToday("e1")["mentoring.remind.help.rematch"] != 0 {
			w.t.Error("an offer to a pair that is over")
		}
	})
}

// Both may answer at the same moment: the offer ends in one state.
func TestBothAnswerAtOnce(t *testing.T) {
	each(t, func(w *world) {
		_, g := w.paired()
		h, err := w.OfferHelp(ctx, w.as("deputy"), g.ID, NewHelp{Offer: HelpMoreTime})
		w.ok(err)
		var wait sync.WaitGroup
		for _, staff := range []string{"m1", "e1"} {
			wait.Add(1)
			go func() {
				defer wait.Done()
				_, err := w.AnswerHelp(ctx, w.as(staff), h.ID, false)
				if err != nil {
					w.t.Error(err)
				}
			}()
		}
		wait.Wait()
		if n := w.count(`SELECT count(*) FROM help_offer WHERE school_id = $1 AND state = 'declined'`, school); n != 1 {
			w.t.Error("two noes at once did not decline the offer")
		}
	})
}
