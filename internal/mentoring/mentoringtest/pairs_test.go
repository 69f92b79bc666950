package mentoringtest

import (
	"slices"
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/journal"
	"talim/internal/mentoring"
	"talim/internal/mentoring/match"
)

// entries are the journal of the school, the oldest first.
func (w *world) entries() []journal.Entry {
	w.T.Helper()
	all, err := journal.Find(ctx, w.D.Read(), school, journal.Filter{Limit: 1000})
	w.OK(err)
	slices.Reverse(all)
	return all
}

// journalled runs fn and gives the entries that it wrote.
func (w *world) journalled(fn func()) []journal.Entry {
	w.T.Helper()
	before := w.entries()
	fn()
	return slices.DeleteFunc(w.entries(), func(e journal.Entry) bool {
		return slices.ContainsFunc(before, func(old journal.Entry) bool { return old.ID == e.ID })
	})
}

// saves changes the profile of somebody who takes part.
func (w *world) saves(staff string, change func(*mentoring.NewProfile)) {
	w.T.Helper()
	mine, old, _, err := w.Programmes.MyProfile(ctx, w.as(staff), w.invitationOf(staff).ID)
	w.OK(err)
	in := mentoring.NewProfile{Version: old.Version, Topics: []string{"subject"}, Languages: []string{"kk"}, Capacity: max(1, old.Capacity)}
	change(&in)
	w.OK(w.Programmes.SaveProfile(ctx, w.as(staff), mine.ID, in))
}

// of lists the pairs as "e1+m1 asked".
func (w *world) of(proposal string) string {
	w.T.Helper()
	_, pairs, err := w.Matches.Proposal(ctx, w.as("deputy"), proposal)
	w.OK(err)
	var out []string
	for _, q := range pairs {
		out = append(out, q.Mentee+"+"+q.Mentor+" "+string(q.State))
	}
	return strings.Join(out, ", ")
}

// Each verb of the way to an order writes one entry, and a second click changes
// nothing, or is told so.
func TestSecondClicksOnTheWayToAnOrder(t *testing.T) {
	each(t, func(w *world) {
		p := w.opened()
		deputy := w.as("deputy")
		_, err := w.Programmes.Open(ctx, deputy, mentoring.NewProgramme{Year: w.year.ID, Starts: "2013-09-02", Ends: "2014-05-25", Policy: mentoring.DefaultPolicy()})
		w.Refused(err, fault.KindConflict)
		for i, want := range []int{2, 0} {
			if n, err := w.Programmes.Invite(ctx, deputy, p.ID, mentoring.Mentee, []string{"e1", "e2", "e1", ""}); err != nil || n != want {
				w.T.Errorf("invitation %d asks %d: %v", i+1, n, err)
			}
		}
		w.joined(p, mentoring.Mentor, 2, "m1")
		w.joined(p, mentoring.Mentee, 0, "e1", "e2")
		first, err := w.Matches.Propose(ctx, deputy, p.ID)
		w.OK(err)
		second, err := w.Matches.Propose(ctx, deputy, p.ID)
		w.OK(err)
		w.Refused(w.Matches.Send(ctx, deputy, first.ID), fault.KindConflict) // replaced
		w.OK(w.Matches.Send(ctx, deputy, second.ID))
		w.Refused(w.Matches.Send(ctx, deputy, second.ID), fault.KindConflict)
		w.Refused(w.setPair(deputy, second.ID, "e1", ""), fault.KindConflict)
		_, err = w.Matches.Propose(ctx, deputy, p.ID)
		w.Refused(err, fault.KindConflict) // all are being asked
		_, pairs, err := w.Matches.Proposal(ctx, deputy, second.ID)
		w.OK(err)
		w.agreed(pairs)
		_, err = w.Matches.AnswerPair(ctx, w.as("m1"), pairs[0].ID, true)
		w.Refused(err, fault.KindConflict)
		order, err := w.Matches.PrepareOrder(ctx, deputy, p.ID)
		w.OK(err)
		_, err = w.Matches.PrepareOrder(ctx, deputy, p.ID)
		w.Refused(err, fault.KindConflict)
		signature := match.Signature{Number: "17", Date: "2013-09-05", Starts: "2013-09-09", Ends: "2014-05-20"}
		w.OK(w.Matches.SignOrder(ctx, w.as("director"), order.ID, signature))
		w.Refused(w.Matches.SignOrder(ctx, w.as("director"), order.ID, signature), fault.KindConflict)
		w.Refused(w.Matches.WithdrawOrder(ctx, deputy, order.ID), fault.KindConflict)
		if n := w.Count(`SELECT count(*) FROM pairing WHERE school_id = $1`, school); n != 2 {
			w.T.Errorf("%d pairings", n)
		}
		for event, want := range map[journal.Event]int{
			mentoring.EventOpened: 1, match.EventProposed: 2, match.EventProposalSent: 1, match.EventPairAnswered: 4, match.EventOrderPrepared: 1, match.EventOrderSigned: 1,
		} {
			if n := w.Count(`SELECT count(*) FROM journal_entry WHERE school_id = $1 AND event = $2`, school, event); n != want {
				w.T.Errorf("%d entries %s, want %d", n, event, want)
			}
		}
	})
}

// A no ends the pair. Nobody else can find out whose it was: the journal, the
// proposal and both partners read the same in both cases.
func TestNobodyLearnsWhoSaidNo(t *testing.T) {
	each(t, func(w *world) {
		p := w.opened()
		w.joined(p, mentoring.Mentor, 2, "m1")
		w.joined(p, mentoring.Mentee, 0, "e1", "e2")
		proposal, pairs := w.proposed(p)
		written := w.journalled(func() {
			for i, no := range []string{"m1", pairs[1].Mentee} { // of one pair the mentor, of the other the mentee
				state, err := w.Matches.AnswerPair(ctx, w.as(no), pairs[i].ID, false)
				w.OK(err)
				if state != match.PairNotAgreed {
					w.T.Errorf("after a no the pair is %s", state)
				}
				_, err = w.Matches.AnswerPair(ctx, w.as(pairs[i].Mentee), pairs[i].ID, true)
				w.Refused(err, fault.KindConflict)
			}
		})
		if len(written) != 2 {
			w.T.Errorf("%d entries", len(written))
		}
		for _, e := range written {
			if e.Staff != "" || e.Actor != "mentoring" || e.RecordID != "" || len(e.Details) != 0 {
				w.T.Errorf("the journal tells too much: %+v", e)
			}
		}
		_, after, err := w.Matches.Proposal(ctx, w.as("deputy"), proposal.ID)
		w.OK(err)
		for i, q := range after {
			want := pairs[i]
			if want.State = match.PairNotAgreed; q != want {
				w.T.Errorf("the deputy reads %+v, want %+v", q, want)
			}
		}
		partner, err := w.Matches.MyPair(ctx, w.as(pairs[0].Mentee), pairs[0].ID)
		w.OK(err)
		if partner.Answer != "" || partner.State != match.PairNotAgreed {
			w.T.Errorf("the partner reads %+v", partner)
		}
	})
}

// The own answer is shown to its author alone.
func TestAnswerIsReadByItsAuthorAlone(t *testing.T) {
	each(t, func(w *world) {
		p := w.opened()
		w.joined(p, mentoring.Mentor, 2, "m1")
		w.joined(p, mentoring.Mentee, 0, "e1")
		_, pairs := w.proposed(p)
		w.OK(second(w.Matches.AnswerPair(ctx, w.as("m1"), pairs[0].ID, true)))
		for who, want := range map[string]string{"m1": "yes", "e1": ""} {
			if mine, err := w.Matches.MyPair(ctx, w.as(who), pairs[0].ID); err != nil || mine.Answer != want || mine.State != match.PairAsked {
				w.T.Errorf("%s reads %q, %s: %v", who, mine.Answer, mine.State, err)
			}
		}
		for _, a := range []access.Actor{w.as("deputy"), w.as("director"), w.as("e2")} {
			w.Refused(second(w.Matches.MyPair(ctx, a, pairs[0].ID)), fault.KindForbidden)
		}
	})
}

// What ended with a no, or was left, is not proposed again, also not by hand.
func TestSamePairIsNotProposedAgain(t *testing.T) {
	each(t, func(w *world) {
		p := w.opened()
		w.joined(p, mentoring.Mentor, 2, "m1", "m2")
		w.joined(p, mentoring.Mentee, 0, "e1")
		_, pairs := w.proposed(p)
		once := pairs[0].Mentor
		w.OK(second(w.Matches.AnswerPair(ctx, w.as(once), pairs[0].ID, false)))
		again, err := w.Matches.Propose(ctx, w.as("deputy"), p.ID)
		w.OK(err)
		other := map[string]string{"m1": "m2", "m2": "m1"}[once]
		if got := w.of(again.ID); got != "e1+"+other+" draft" {
			w.T.Errorf("proposed %s", got)
		}
		w.Refused(w.setPair(w.as("deputy"), again.ID, "e1", once), fault.KindInvalid)
		w.OK(w.Matches.Send(ctx, w.as("deputy"), again.ID))
		_, pairs, err = w.Matches.Proposal(ctx, w.as("deputy"), again.ID)
		w.OK(err)
		w.agreed(pairs)
		w.signed(p)
		w.OK(w.Matches.AskChange(ctx, w.as("e1"), w.pairingOf("e1").ID))
		third, err := w.Matches.Propose(ctx, w.as("deputy"), p.ID)
		w.OK(err)
		if left, err := third.Left(); w.of(third.ID) != "" || err != nil || len(left) != 1 {
			w.T.Errorf("proposed %q, left %+v, %v", w.of(third.ID), left, err)
		}
	})
}

// A veto of either side keeps two apart, and no word of it is in anything that
// somebody else reads.
func TestVetoIsSilent(t *testing.T) {
	each(t, func(w *world) {
		for _, c := range []struct{ by, against string }{{"e1", "m1"}, {"m1", "e2"}} {
			p := w.matchable()
			w.saves(c.by, func(in *mentoring.NewProfile) { in.Vetoes = []string{c.against} })
			made, err := w.Matches.Propose(ctx, w.as("deputy"), p.ID)
			w.OK(err)
			for _, pair := range []string{"e1+m1", "e2+m1"} {
				if strings.Contains(pair, c.by) && strings.Contains(pair, c.against) && strings.Contains(w.of(made.ID), pair) {
					w.T.Errorf("%s refuses %s and gets %s", c.by, c.against, w.of(made.ID))
				}
			}
			told := made.Unmatched + w.text(`SELECT COALESCE(string_agg(reasons, ' '), '') FROM proposal_pair WHERE school_id = $1`, school)
			if strings.Contains(strings.ToLower(told), "veto") || strings.Contains(told, `"private"`) {
				w.T.Errorf("told: %s", told)
			}
		}
		for _, e := range w.entries() {
			if e.Event == string(mentoring.EventProfileSaved) && len(e.Details) != 0 {
				w.T.Errorf("the journal tells of a profile: %+v", e)
			}
		}
	})
}

// matchable is the programme with m1 as the only mentor of e1 and e2.
func (w *world) matchable() mentoring.Programme {
	w.T.Helper()
	all, err := w.Programmes.Programmes(ctx, w.as("deputy"))
	w.OK(err)
	if len(all) > 0 {
		return all[0]
	}
	p := w.opened()
	w.joined(p, mentoring.Mentor, 2, "m1")
	w.joined(p, mentoring.Mentee, 0, "e1", "e2")
	return p
}

// A wish is told to the one who wished, and to nobody else.
func TestWishIsPrivate(t *testing.T) {
	each(t, func(w *world) {
		p := w.opened()
		w.joined(p, mentoring.Mentor, 2, "m1", "m2")
		w.joined(p, mentoring.Mentee, 0, "e1")
		w.saves("e1", func(in *mentoring.NewProfile) { in.Wishes = []string{"m2"} })
		_, pairs := w.proposed(p)
		if pairs[0].Mentor != "m2" {
			w.T.Errorf("the wish for m2 was not heard: %s", pairs[0].Mentor)
		}
		why, err := pairs[0].Why()
		w.OK(err)
		for _, r := range why {
			if strings.Contains(r.Key, "wish") && (r.SeenBy("deputy", true) || r.SeenBy("m2", false) || !r.SeenBy("e1", false)) {
				w.T.Errorf("a wish is told: %+v", r)
			}
		}
	})
}

// The profile keeps what was said of somebody who declined.
func TestVetoOutlivesADecline(t *testing.T) {
	each(t, func(w *world) {
		p := w.matchable()
		w.saves("e1", func(in *mentoring.NewProfile) { in.Vetoes = []string{"m1"} })
		w.Exec(`UPDATE participant SET state = 'declined' WHERE school_id = $1 AND staff_id = 'm1'`, school)
		_, _, choices, err := w.Programmes.MyProfile(ctx, w.as("e1"), w.invitationOf("e1").ID)
		w.OK(err)
		if len(choices) != 1 || choices[0].ID != "m1" || choices[0].Kind != "veto" {
			w.T.Errorf("choices of %s: %+v", p.ID, choices)
		}
		w.saves("e1", func(in *mentoring.NewProfile) { in.Wishes = []string{"m1"} })
		if rows, err := db.All[string](ctx, w.D.Read(), `SELECT kind FROM preference WHERE school_id = $1 AND ended_at = ''`, school); err != nil || !slices.Equal(rows, []string{"wish"}) {
			w.T.Errorf("said now: %v, %v", rows, err)
		}
	})
}
