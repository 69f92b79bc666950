package mentoringtest

import (
	"errors"
	"strings"
	"testing"

	"talim/internal/fault"
	"talim/internal/matching"
	"talim/internal/mentoring"
	"talim/internal/mentoring/match"
	"talim/internal/mentoring/pairing"
)

// Nobody gets more mentees than she offered, nor than the policy allows.
func TestMentorsHaveTheirPlaces(t *testing.T) {
	for _, c := range []struct {
		name             string
		capacity, policy int
		want             int
	}{{"offered one", 1, 2, 1}, {"policy allows one", 3, 1, 1}, {"both allow two", 2, 2, 2}, {"both allow three", 3, 3, 3}} {
		t.Run(c.name, func(t *testing.T) {
			each(t, func(w *world) {
				p := w.opened()
				policy := mentoring.DefaultPolicy()
				policy.MenteesPerMentor = max(c.capacity, c.policy)
				w.OK(w.Programmes.SetPolicy(ctx, w.as("deputy"), p.ID, 1, policy))
				w.joined(p, mentoring.Mentor, c.capacity, "m1")
				policy.MenteesPerMentor = c.policy // after she offered her places
				w.OK(w.Programmes.SetPolicy(ctx, w.as("deputy"), p.ID, 2, policy))
				w.joined(p, mentoring.Mentee, 0, "e1", "e2", "e3")
				made, err := w.Matches.Propose(ctx, w.as("deputy"), p.ID)
				w.OK(err)
				_, pairs, err := w.Matches.Proposal(ctx, w.as("deputy"), made.ID)
				w.OK(err)
				left, err := made.Left()
				w.OK(err)
				if len(pairs) != c.want || len(left) != 3-c.want {
					t.Fatalf("%d pairs, %d left", len(pairs), len(left))
				}
				for _, u := range left {
					err := w.setPair(w.as("deputy"), made.ID, u.Mentee, "m1")
					if e, ok := fault.As(err); !ok || e.Kind != fault.KindInvalid || e.Fields[0].Key != "mentoring.proposal.no_place" {
						t.Errorf("one more by hand: %v", err)
					}
				}
			})
		})
	}
}

// Places that are asked about or agreed are taken, also for the next proposal.
func TestAskedPlacesAreTaken(t *testing.T) {
	each(t, func(w *world) {
		p := w.opened()
		w.joined(p, mentoring.Mentor, 1, "m1")
		w.joined(p, mentoring.Mentee, 0, "e1")
		w.proposed(p)
		w.joined(p, mentoring.Mentee, 0, "e2")
		made, err := w.Matches.Propose(ctx, w.as("deputy"), p.ID)
		w.OK(err)
		if got := w.of(made.ID); got != "" {
			w.T.Errorf("proposed %s beside a place that is asked about", got)
		}
	})
}

// By hand only a mentee who waits gets a mentor who takes part.
func TestSetPairByHand(t *testing.T) {
	each(t, func(w *world) {
		p := w.opened()
		w.joined(p, mentoring.Mentor, 2, "m1", "m2")
		w.joined(p, mentoring.Mentee, 0, "e1")
		w.proposed(p) // e1 is asked
		w.joined(p, mentoring.Mentee, 0, "e2")
		made, err := w.Matches.Propose(ctx, w.as("deputy"), p.ID)
		w.OK(err)
		for name, c := range map[string][2]string{
			"a mentee who is asked already": {"e1", "m2"}, "a mentor as a mentee": {"m1", "m2"}, "a mentee as a mentor": {"e2", "e1"},
			"herself": {"e2", "e2"}, "somebody who does not take part": {"e3", "m2"}, "the director": {"e2", "director"},
		} {
			if err := w.setPair(w.as("deputy"), made.ID, c[0], c[1]); !fault.Is(err, fault.KindInvalid) {
				w.T.Errorf("%s: %v", name, err)
			}
		}
		for _, mentor := range []string{"m2", "m2", "m1"} { // the second changes nothing
			w.OK(w.setPair(w.as("deputy"), made.ID, "e2", mentor))
			if got := w.of(made.ID); got != "e2+"+mentor+" draft" {
				w.T.Errorf("set %s, and there is %s", mentor, got)
			}
		}
		w.OK(w.setPair(w.as("deputy"), made.ID, "e2", ""))
		w.OK(w.setPair(w.as("deputy"), made.ID, "e2", ""))
		now, _, err := w.Matches.Proposal(ctx, w.as("deputy"), made.ID)
		w.OK(err)
		left, err := now.Left()
		w.OK(err)
		if len(left) != 1 || left[0].Mentee != "e2" || !left[0].Why.SeenBy("deputy", true) {
			w.T.Errorf("left without a mentor: %+v", left)
		}
		w.Refused(w.Matches.Send(ctx, w.as("deputy"), made.ID), fault.KindConflict) // no pair to send
	})
}

// Who steps back, leaves the school or goes on long leave is in no pair.
func TestWhoIsNotThereIsNotPaired(t *testing.T) {
	each(t, func(w *world) {
		p := w.opened()
		w.joined(p, mentoring.Mentor, 2, "m1", "m2")
		w.joined(p, mentoring.Mentee, 0, "e1", "e2", "e3")
		w.OK(w.Programmes.Withdraw(ctx, w.as("e1"), w.invitationOf("e1").ID))
		w.Refused(w.Programmes.Withdraw(ctx, w.as("e1"), w.invitationOf("e1").ID), fault.KindConflict)
		w.Refused(w.Programmes.SaveProfile(ctx, w.as("e1"), w.invitationOf("e1").ID, profile(1)), fault.KindConflict)
		w.Exec(`UPDATE post SET ends = '2013-09-01' WHERE school_id = $1 AND staff_id IN ('m2', 'e2')`, school)
		made, err := w.Matches.Propose(ctx, w.as("deputy"), p.ID)
		w.OK(err)
		if got := w.of(made.ID); got != "e3+m1 draft" {
			w.T.Errorf("proposed %s", got)
		}
		w.Exec(`INSERT INTO staffing_state (school_id, id, staff_id, state, starts, ends) VALUES ($1, 's', 'e3', 'maternity_leave', '2013-09-01', '9999-12-31')`, school)
		w.Refused(w.Matches.Send(ctx, w.as("deputy"), made.ID), fault.KindConflict)
		_, err = w.Matches.Propose(ctx, w.as("deputy"), p.ID)
		w.Refused(err, fault.KindConflict) // nobody waits for a mentor
	})
}

// Stepping back ends a pair that was asked or agreed, and its order waits for a new draft.
func TestSteppingBackEndsTheProposedPair(t *testing.T) {
	each(t, func(w *world) {
		p := w.opened()
		w.joined(p, mentoring.Mentor, 1, "m1", "m2")
		w.joined(p, mentoring.Mentee, 0, "e1", "e2")
		proposal, pairs := w.proposed(p)
		w.agreed(pairs)
		order, err := w.Matches.PrepareOrder(ctx, w.as("deputy"), p.ID)
		w.OK(err)
		w.OK(w.Programmes.Withdraw(ctx, w.as("e1"), w.invitationOf("e1").ID))
		if got := w.of(proposal.ID); !strings.Contains(got, "e1+"+pairs[0].Mentor+" not_agreed") || !strings.Contains(got, "agreed") {
			w.T.Errorf("after stepping back: %s", got)
		}
		signature := match.Signature{Number: "17", Date: "2013-09-05", Starts: "2013-09-09", Ends: "2014-05-20"}
		w.Refused(w.Matches.SignOrder(ctx, w.as("director"), order.ID, signature), fault.KindConflict)
		if n := w.Count(`SELECT count(*) FROM pairing WHERE school_id = $1`, school); n != 0 {
			w.T.Errorf("%d pairings of an order that was refused", n)
		}
		w.OK(w.Matches.WithdrawOrder(ctx, w.as("deputy"), order.ID))
		w.signed(p)
		if g := w.pairingOf("e2"); g.State != pairing.Running {
			w.T.Errorf("pairing %+v", g)
		}
	})
}

// Matching that worked on what no longer holds is not kept.
func TestProposalOfOldFactsIsNotKept(t *testing.T) {
	each(t, func(w *world) {
		p := w.matchable()
		outside := w.Look(ctx, w.as("deputy"))
		_, in, err := w.Matches.ToMatch(outside, p.ID, "")
		w.OK(err)
		result, err := matching.Match(ctx, in.Instance)
		w.OK(err)
		found := match.Outcome{Pairs: result.Pairs, Left: result.Unmatched}
		w.saves("e1", func(in *mentoring.NewProfile) { in.Vetoes = []string{"m1"} })
		written := w.journalled(func() {
			if _, err := w.Matches.KeepProposal(ctx, w.as("deputy"), p.ID, "", in, found); !errors.Is(err, match.ErrFactsChanged) {
				w.T.Errorf("kept: %v", err)
			}
		})
		if n := w.Count(`SELECT count(*) FROM proposal WHERE school_id = $1`, school); n != 0 || len(written) != 0 {
			w.T.Errorf("%d proposals, %d entries", n, len(written))
		}
	})
}
