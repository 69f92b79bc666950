package mentoringtest

import (
	"context"
	"testing"

	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/mentoring"
	"talim/internal/mentoring/match"
	"talim/internal/mentoring/pairing"
)

// tight is a school with one place at m1, where e1 works, and one at m3: e2 can be
// served only by m1, e1 by both.
func (w *world) tight() (mentoring.Programme, pairing.Pairing) {
	w.T.Helper()
	p := w.opened()
	w.joined(p, mentoring.Mentor, 1, "m1")
	w.joined(p, mentoring.Mentee, 0, "e1")
	_, pairs := w.proposed(p)
	w.agreed(pairs)
	w.signed(p)
	w.joined(p, mentoring.Mentor, 1, "m3")
	w.joined(p, mentoring.Mentee, 0, "e2")
	w.saves("e2", func(in *mentoring.NewProfile) { in.Vetoes = []string{"m3"} })
	return p, w.pairingOf("e1")
}

// A re-match moves one other where that gives everybody a mentor: all say yes, the
// old pairing ends as changed with the order, and the history stays.
func TestRematchMovesTheFewest(t *testing.T) {
	each(t, func(w *world) {
		p, _ := w.tight()
		made, err := w.Matches.Rematch(ctx, w.as("deputy"), p.ID, "e2")
		w.OK(err)
		if got := w.of(made.ID); got != "e1+m3 draft, e2+m1 draft" {
			w.T.Fatalf("proposed %s", got)
		}
		w.OK(w.Matches.Send(ctx, w.as("deputy"), made.ID))
		_, pairs, err := w.Matches.Proposal(ctx, w.as("deputy"), made.ID)
		w.OK(err)
		if g := w.pairingOf("e1"); g.State != pairing.Running || pairs[0].Instead != g.ID || pairs[1].Instead != "" {
			w.T.Errorf("before the answers: %+v, %+v", g, pairs)
		}
		_, err = w.Matches.AnswerPair(ctx, w.as("e2"), pairs[1].ID, true)
		w.OK(err)
		_, err = w.Matches.AnswerPair(ctx, w.as("m1"), pairs[1].ID, true)
		w.OK(err)
		_, err = w.Matches.PrepareOrder(ctx, w.as("deputy"), p.ID)
		w.Refused(err, fault.KindConflict) // the place is not free yet
		s, err := w.Matches.Summary(ctx, w.as("deputy"), p.ID)
		w.OK(err)
		if s.Agreed != 0 {
			w.T.Errorf("%d pairs wait for an order that cannot be", s.Agreed)
		}
	})
}

func (w *world) signature(number string) match.Signature {
	day := calendar.DateOf(w.Now())
	return match.Signature{Number: number, Date: day, Starts: day, Ends: "2014-05-20"}
}

// All pairs of a re-match begin with one order.
func TestRematchBeginsAsAWhole(t *testing.T) {
	each(t, func(w *world) {
		p, old := w.tight()
		w.Clock.Set("2013-10-07T09:00")
		made, err := w.Matches.Rematch(ctx, w.as("deputy"), p.ID, "e2")
		w.OK(err)
		w.OK(w.Matches.Send(ctx, w.as("deputy"), made.ID))
		_, pairs, err := w.Matches.Proposal(ctx, w.as("deputy"), made.ID)
		w.OK(err)
		w.agreed(pairs)
		o, err := w.Matches.PrepareOrder(ctx, w.as("deputy"), p.ID)
		w.OK(err)
		w.OK(w.Matches.SignOrder(ctx, w.as("director"), o.ID, w.signature("18")))
		_, lines, err := w.Matches.Order(ctx, w.as("e3"), o.ID)
		w.OK(err)
		if o.Kind != match.OrderChanged || len(lines) != 2 || lines[0].Former.ID != "m1" || lines[0].Mentor.ID != "m3" || lines[1].Former.ID != "" {
			w.T.Errorf("order %+v of %+v", o, lines)
		}
		was, err := pairing.ByID(ctx, w.D.Read(), school, old.ID)
		w.OK(err)
		if now := w.pairingOf("e1"); was.State != pairing.Changed || was.Ends != "2013-10-07" || now.Mentor != "m3" || now.State != pairing.Running {
			w.T.Errorf("was %+v, is %+v", was, now)
		}
		if g := w.pairingOf("e2"); g.Mentor != "m1" || g.Place != 1 {
			w.T.Errorf("e2: %+v", g)
		}
		_, err = w.Matches.PrepareEnding(ctx, w.as("deputy"), p.ID)
		w.Refused(err, fault.KindConflict) // the change is named in its order
	})
}

// One no takes the whole re-match back, and whoever was to be moved stays.
func TestAnswerPairNoTakesTheRematchBack(t *testing.T) {
	for _, who := range []string{"e1", "m3", "e2", "m1"} {
		t.Run(who, func(t *testing.T) {
			each(t, func(w *world) {
				p, old := w.tight()
				made, err := w.Matches.Rematch(ctx, w.as("deputy"), p.ID, "e2")
				w.OK(err)
				w.OK(w.Matches.Send(ctx, w.as("deputy"), made.ID))
				_, pairs, err := w.Matches.Proposal(ctx, w.as("deputy"), made.ID)
				w.OK(err)
				for _, q := range pairs {
					if q.Has(who) {
						_, err = w.Matches.AnswerPair(ctx, w.as(who), q.ID, false)
						w.OK(err)
					}
				}
				if n := w.Count(`SELECT count(*) FROM proposal_pair WHERE proposal_id = $1 AND state IN ('asked', 'agreed')`, made.ID); n != 0 {
					w.T.Errorf("%d pairs still asked", n)
				}
				if g := w.pairingOf("e1"); g.ID != old.ID || g.State != pairing.Running {
					w.T.Errorf("e1 works in %+v", g)
				}
				waits, err := w.Matches.WaitForRematch(ctx, w.as("deputy"), p.ID)
				w.OK(err)
				if len(waits) != 1 || waits[0].ID != "e2" || waits[0].Had {
					w.T.Errorf("waits: %+v", waits)
				}
			})
		})
	}
}

// A change that was asked for leads to a new mentor, never the same; the order
// names the change, and the pages of the old pair stay.
func TestChangeAskedForByWhomever(t *testing.T) {
	for _, who := range []string{"m1", "e1", "deputy", "in confidence"} {
		t.Run(who, func(t *testing.T) {
			each(t, func(w *world) {
				p, g := w.paired()
				w.joined(p, mentoring.Mentor, 1, "m2", "m3")
				w.Clock.Set("2013-10-07T09:00")
				said := w.journalled(func() {
					if who == "in confidence" {
						w.OK(w.D.Tx(ctx, func(ctx context.Context, tx db.Conn) error {
							return w.Matches.ChangeInConfidence(ctx, tx, w.Clock.Now(), school, g.ID)
						}))
					} else {
						w.OK(w.Matches.AskChange(ctx, w.as(who), g.ID))
					}
				})
				if len(said) != 1 || said[0].Event != string(match.EventChanged) || said[0].Staff != "" || said[0].Actor != "mentoring" {
					w.T.Errorf("the journal says %+v", said)
				}
				w.Refused(w.Matches.AskChange(ctx, w.as("m1"), g.ID), fault.KindConflict)
				made, err := w.Matches.Rematch(ctx, w.as("deputy"), p.ID, "e1")
				w.OK(err)
				if d := w.drafted(made.ID); len(d.Pairs) != 1 || d.Pairs[0].Mentor == "m1" {
					w.T.Errorf("proposed %s", w.of(made.ID))
				}
			})
		})
	}
}

// Ended pairs stand in one order that ends them.
func TestOrderThatEnds(t *testing.T) {
	each(t, func(w *world) {
		p, g := w.paired()
		_, err := w.Matches.PrepareEnding(ctx, w.as("deputy"), p.ID)
		w.Refused(err, fault.KindConflict)
		w.Clock.Set("2013-10-07T09:00")
		w.OK(w.Matches.AskChange(ctx, w.as("e1"), g.ID))
		o, err := w.Matches.PrepareEnding(ctx, w.as("deputy"), p.ID)
		w.OK(err)
		w.OK(w.Matches.SignOrder(ctx, w.as("director"), o.ID, match.Signature{Number: "21", Date: "2013-10-07"}))
		read, lines, err := w.Matches.Order(ctx, w.as("m3"), o.ID)
		w.OK(err)
		if read.Kind != match.OrderEnded || len(lines) != 1 || lines[0].Mentor.ID != "m1" || lines[0].Ended != "2013-10-07" {
			w.T.Errorf("order %+v of %+v", read, lines)
		}
		if n := w.Count(`SELECT count(*) FROM pairing WHERE school_id = $1 AND state = 'running'`, school); n != 0 {
			w.T.Errorf("%d pairings run", n)
		}
		_, err = w.Matches.PrepareEnding(ctx, w.as("deputy"), p.ID)
		w.Refused(err, fault.KindConflict)
	})
}

// Both ask at once, with the deputy: the pairing changes once.
func TestRaceOfChanges(t *testing.T) {
	each(t, func(w *world) {
		_, g := w.paired()
		ask := func(who string) func() error {
			return func() error { return w.Matches.AskChange(ctx, w.as(who), g.ID) }
		}
		if n := w.atOnce(ask("m1"), ask("e1"), ask("deputy"), ask("m1"), ask("e1")); n != 1 {
			w.T.Errorf("changed %d times", n)
		}
		if n := w.Count(`SELECT count(*) FROM journal_entry WHERE school_id = $1 AND event = $2`, school, string(match.EventChanged)); n != 1 {
			w.T.Errorf("%d entries", n)
		}
	})
}

// While the director signs, one of those to be moved leaves: either the change is
// signed or it is not, and nobody has two mentors.
func TestRaceOfSigningAndLeaving(t *testing.T) {
	each(t, func(w *world) {
		p, old := w.tight()
		made, err := w.Matches.Rematch(ctx, w.as("deputy"), p.ID, "e2")
		w.OK(err)
		w.OK(w.Matches.Send(ctx, w.as("deputy"), made.ID))
		_, pairs, err := w.Matches.Proposal(ctx, w.as("deputy"), made.ID)
		w.OK(err)
		w.agreed(pairs)
		o, err := w.Matches.PrepareOrder(ctx, w.as("deputy"), p.ID)
		w.OK(err)
		w.atOnce(func() error { return w.Matches.SignOrder(ctx, w.as("director"), o.ID, w.signature("18")) },
			func() error { return w.Matches.AskChange(ctx, w.as("e1"), old.ID) },
			func() error { return second(w.Matches.Rematch(context.Background(), w.as("deputy"), p.ID, "e2")) })
		if n := w.Count(`SELECT count(*) FROM pairing WHERE school_id = $1 AND mentee_id = 'e1' AND state = 'running'`, school); n != 1 {
			w.T.Errorf("e1 runs in %d pairings", n)
		}
	})
}
