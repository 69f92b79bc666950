package mentoringtest

import (
	"sync"
	"testing"
	"time"

	"talim/internal/access"
	"talim/internal/fault"
	"talim/internal/mentoring/help"
	"talim/internal/reminder"
)

// headOf is the head of the unit of m1.
func (w *world) headOf() access.Actor {
	w.Exec(`INSERT INTO unit (school_id, id, code, name_kk, name_ru, name_en, sort_key, starts, ends)
VALUES ($1, 'math', 'math', 'Математика', 'Математика', 'Mathematics', '', '2012-09-01', '9999-12-31')`, school)
	w.Exec(`INSERT INTO unit_member (school_id, id, unit_id, staff_id, starts, ends) VALUES ($1, 'u1', 'math', 'm1', '2012-09-01', '9999-12-31')`, school)
	return access.Actor{Account: "m2", School: school, Staff: "m2", Roles: []access.Role{access.SMUHead}, Heads: []string{"math"}}
}

func (w *world) onToday(staff string) map[string]int {
	w.T.Helper()
	list, err := reminder.OpenFor(ctx, w.D.Read(), school, staff)
	w.OK(err)
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
		w.Clock.Set("2013-09-20T09:00")
		quiet, err := w.Help.QuietPairs(ctx, deputy)
		w.OK(err)
		if len(quiet) != 0 {
			w.T.Errorf("quiet after two weeks: %+v", quiet)
		}
		w.Clock.Set("2013-10-07T09:00")
		quiet, err = w.Help.QuietPairs(ctx, deputy)
		w.OK(err)
		if len(quiet) != 1 || quiet[0].ID != g.ID {
			w.T.Fatalf("quiet after four weeks: %+v", quiet)
		}
		h, err := w.Help.OfferHelp(ctx, deputy, g.ID, help.NewHelp{Offer: help.HelpTalk, Words: "tea on Friday?"})
		w.OK(err)
		w.Refused(second(w.Help.OfferHelp(ctx, deputy, g.ID, help.NewHelp{Offer: help.HelpTalk})), fault.KindConflict)
		w.Refused(second(w.Help.OfferHelp(ctx, deputy, g.ID, help.NewHelp{Offer: "scolding"})), fault.KindInvalid)
		for _, staff := range []string{"m1", "e1"} {
			if w.onToday(staff)["mentoring.remind.help.talk"] != 1 {
				w.T.Errorf("%s is told %v", staff, w.onToday(staff))
			}
		}
		h, err = w.Help.AnswerHelp(ctx, w.as("m1"), h.ID, false)
		w.OK(err)
		if h.State != help.HelpOpen || w.onToday("m1")["mentoring.remind.help.talk"] != 0 || w.onToday("e1")["mentoring.remind.help.talk"] != 1 {
			w.T.Errorf("after one no: %s", h.State)
		}
		w.Refused(second(w.Help.AnswerHelp(ctx, w.as("m1"), h.ID, true)), fault.KindConflict)
		h, err = w.Help.AnswerHelp(ctx, w.as("e1"), h.ID, true)
		w.OK(err)
		if h.State != help.HelpAccepted || w.onToday("deputy")["mentoring.remind.help_accepted"] != 1 || w.onToday("e1")["mentoring.remind.help.talk"] != 0 {
			w.T.Errorf("after a yes: %s, deputy %v", h.State, w.onToday("deputy"))
		}
		if n := w.Count(`SELECT count(*) FROM journal_entry WHERE school_id = $1 AND event = 'mentoring.help.answered' AND staff_id <> ''`, school); n != 0 {
			w.T.Error("the journal says who answered")
		}
		page, err := w.Help.PairHelp(ctx, deputy, g.ID)
		w.OK(err)
		if len(page.Offers) != 1 || page.Offers[0].By.Code != "deputy" || page.Offers[0].Words != "tea on Friday?" {
			w.T.Errorf("history %+v", page.Offers)
		}
	})
}

func TestHelpIsOfferedByKeepersAndHeadsOnly(t *testing.T) {
	each(t, func(w *world) {
		_, g := w.paired()
		head := w.headOf()
		stranger := head
		stranger.Heads = []string{"hist"}
		w.Exec(`INSERT INTO unit (school_id, id, code, name_kk, name_ru, name_en, sort_key, starts, ends)
VALUES ($1, 'hist', 'hist', 'h', 'h', 'h', '', '2012-09-01', '9999-12-31')`, school)
		for _, a := range []access.Actor{w.as("e1"), w.as("m1"), w.as("m3"), stranger} {
			w.Refused(second(w.Help.OfferHelp(ctx, a, g.ID, help.NewHelp{Offer: help.HelpTalk})), fault.KindForbidden)
			_, err := w.Help.PairHelp(ctx, a, g.ID)
			w.Refused(err, fault.KindForbidden)
		}
		other := access.Actor{Account: "x", School: "audan", Staff: "x", Roles: []access.Role{access.Deputy}}
		w.Refused(second(w.Help.OfferHelp(ctx, other, g.ID, help.NewHelp{Offer: help.HelpTalk})), fault.KindNotFound)
		pairs, err := w.Help.UnitPairs(ctx, head) // R091
		w.OK(err)
		if len(pairs) != 1 || pairs[0].ID != g.ID {
			w.T.Errorf("pairs of the unit: %+v", pairs)
		}
		pairs, err = w.Help.UnitPairs(ctx, stranger)
		w.OK(err)
		if len(pairs) != 0 {
			w.T.Errorf("pairs of another unit: %+v", pairs)
		}
		_, err = w.Help.UnitPairs(ctx, w.as("e1"))
		w.Refused(err, fault.KindForbidden)
		_, err = w.Help.QuietPairs(ctx, head)
		w.Refused(err, fault.KindForbidden)
		h, err := w.Help.OfferHelp(ctx, head, g.ID, help.NewHelp{Offer: help.HelpOtherTime})
		w.OK(err)
		for _, a := range []access.Actor{w.as("deputy"), head, w.as("m3")} {
			_, err := w.Help.HelpOffer(ctx, a, h.ID) // the page with one's own answer is for the two
			w.Refused(err, fault.KindForbidden)
			w.Refused(second(w.Help.AnswerHelp(ctx, a, h.ID, true)), fault.KindForbidden)
		}
		w.Refused(second(w.Help.WithdrawHelp(ctx, w.as("e1"), h.ID)), fault.KindForbidden)
		_, err = w.Help.WithdrawHelp(ctx, head, h.ID)
		w.OK(err)
		w.Refused(second(w.Help.AnswerHelp(ctx, w.as("e1"), h.ID, true)), fault.KindConflict)
		_, err = w.Help.OfferHelp(ctx, head, g.ID, help.NewHelp{Offer: help.HelpRematch})
		w.OK(err)
		w.OK(w.Matches.AskChange(ctx, w.as("m1"), g.ID)) // what is still offered goes with the pair
		if w.onToday("e1")["mentoring.remind.help.rematch"] != 0 {
			w.T.Error("an offer to a pair that is over")
		}
	})
}

// Both may answer at the same moment. Two noes look like silence, until the days to
// answer are over.
func TestAnswerHelpByBothAtOnce(t *testing.T) {
	each(t, func(w *world) {
		_, g := w.paired()
		h, err := w.Help.OfferHelp(ctx, w.as("deputy"), g.ID, help.NewHelp{Offer: help.HelpMoreTime})
		w.OK(err)
		var wait sync.WaitGroup
		for _, staff := range []string{"m1", "e1"} {
			wait.Add(1)
			go func() {
				defer wait.Done()
				_, err := w.Help.AnswerHelp(ctx, w.as(staff), h.ID, false)
				if err != nil {
					w.T.Error(err)
				}
			}()
		}
		wait.Wait()
		if n := w.Count(`SELECT count(*) FROM help_offer WHERE school_id = $1 AND state = 'open'`, school); n != 1 {
			w.T.Error("that both said no is shown at once")
		}
		w.Clock.Add(9 * 24 * time.Hour)
		w.runJobs()
		if n := w.Count(`SELECT count(*) FROM help_offer WHERE school_id = $1 AND state = 'declined'`, school); n != 1 {
			w.T.Error("the offer is still open after its days")
		}
	})
}
