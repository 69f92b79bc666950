package mentoringtest

import (
	"fmt"
	"sync"
	"testing"

	"talim/internal/fault"
	"talim/internal/mentoring"
	"talim/internal/mentoring/match"
	"talim/internal/mentoring/pairing"
	"talim/internal/verb"
)

// atOnce runs the functions at the same moment and counts those that succeeded;
// the others must have been refused in words.
func (w *world) atOnce(fns ...func() error) (succeeded int) {
	w.T.Helper()
	errs := make([]error, len(fns))
	start := make(chan struct{})
	var all sync.WaitGroup
	for i, fn := range fns {
		all.Go(func() {
			<-start
			errs[i] = fn()
		})
	}
	close(start)
	all.Wait()
	for _, err := range errs {
		switch {
		case err == nil:
			succeeded++
		case !fault.Is(err, fault.KindConflict) && !fault.Is(err, fault.KindInvalid):
			w.T.Errorf("refused with %v", err)
		}
	}
	return succeeded
}

// times gives a function n times.
func times(n int, fn func() error) []func() error {
	out := make([]func() error, n)
	for i := range out {
		out[i] = fn
	}
	return out
}

func TestRaceForAMentorsLastPlace(t *testing.T) {
	each(t, func(w *world) {
		p := w.opened()
		w.joined(p, mentoring.Mentor, 1, "m1")
		w.joined(p, mentoring.Mentor, 2, "m2")
		w.joined(p, mentoring.Mentee, 0, "e1", "e2", "e3")
		made, err := w.Matches.Propose(ctx, w.as("deputy"), p.ID)
		w.OK(err)
		for _, e := range []string{"e1", "e2", "e3"} {
			w.OK(w.setPair(w.as("deputy"), made.ID, e, ""))
		}
		set := func(mentee, by string) func() error {
			return func() error { return w.setPair(w.as(by), made.ID, mentee, "m1") }
		}
		n := w.atOnce(set("e1", "deputy"), set("e2", "director"), set("e3", "deputy"))
		held := w.Count(`SELECT count(*) FROM proposal_pair WHERE school_id = $1 AND mentor_id = 'm1' AND state = 'draft'`, school)
		if n != 1 || held != 1 {
			w.T.Errorf("%d took the last place, %d pairs hold it", n, held)
		}
	})
}

// Should two orders ever name the same place, the database gives it once.
func TestRaceOfTwoPairsForOnePlace(t *testing.T) {
	each(t, func(w *world) {
		p := w.opened()
		w.joined(p, mentoring.Mentor, 2, "m1")
		w.joined(p, mentoring.Mentee, 0, "e1", "e2")
		_, pairs := w.proposed(p)
		w.agreed(pairs)
		o, err := w.Matches.PrepareOrder(ctx, w.as("deputy"), p.ID)
		w.OK(err)
		policy := mentoring.DefaultPolicy()
		policy.MenteesPerMentor = 1
		begin := func(q match.Pair) func() error {
			q.State = match.PairAgreed
			return func() error {
				return w.Do(ctx, w.as("director"), func(in verb.Work) error {
					return w.Matches.BeginPairing(in, p, policy, o, q)
				})
			}
		}
		policy.ID = w.text(`SELECT id FROM programme_policy WHERE school_id = $1`, school)
		n := w.atOnce(begin(pairs[0].Pair), begin(pairs[1].Pair), begin(pairs[0].Pair), begin(pairs[1].Pair))
		if held := w.Count(`SELECT count(*) FROM pairing WHERE school_id = $1 AND state = 'running'`, school); n != 1 || held != 1 {
			w.T.Errorf("%d began, %d run", n, held)
		}
	})
}

// A mentor with two mentees, each of whom books the same hour.
func TestRaceForOneHourOfAMentor(t *testing.T) {
	each(t, func(w *world) {
		p := w.opened()
		w.joined(p, mentoring.Mentor, 2, "m1")
		w.joined(p, mentoring.Mentee, 0, "e1", "e2")
		_, pairs := w.proposed(p)
		w.agreed(pairs)
		w.signed(p)
		w.Clock.Set("2013-09-09T07:00")
		one, two := w.pairingOf("e1"), w.pairingOf("e2")
		at := w.freeTime(one)
		book := func(who string, g pairing.Pairing, at pairing.NewMeeting) func() error {
			return func() error { return second(w.Pairings.BookMeeting(ctx, w.as(who), g.ID, at)) }
		}
		if !w.isFree(two, at) {
			w.T.Fatalf("%+v is not free for both pairs", at)
		}
		n := w.atOnce(book("e1", one, at), book("e2", two, at), book("m1", one, at), book("m1", two, at))
		if n != 1 || w.booked() != 1 {
			w.T.Errorf("%d booked, %d bookings", n, w.booked())
		}
		ticks := w.Count(`SELECT count(*) FROM (SELECT staff_id, date, tick FROM busy WHERE school_id = $1 GROUP BY staff_id, date, tick HAVING count(*) > 1) x`, school)
		if ticks != 0 {
			w.T.Errorf("%d steps of time are taken twice", ticks)
		}
	})
}

func (w *world) isFree(g pairing.Pairing, at pairing.NewMeeting) bool {
	w.T.Helper()
	slots, err := w.Pairings.SharedTimes(ctx, w.as(g.Mentor), g)
	w.OK(err)
	for _, s := range slots {
		if s.Date == at.Date && s.StartsAt == at.StartsAt {
			return true
		}
	}
	return false
}

// Two weekly times of the same mentor share no hour.
func TestRaceOfWeeklyTimes(t *testing.T) {
	each(t, func(w *world) {
		p := w.opened()
		w.joined(p, mentoring.Mentor, 2, "m1")
		w.joined(p, mentoring.Mentee, 0, "e1", "e2")
		_, pairs := w.proposed(p)
		w.agreed(pairs)
		w.signed(p)
		w.Clock.Set("2013-09-09T07:00")
		one, two := w.pairingOf("e1"), w.pairingOf("e2")
		weekly := w.weekly(one)
		w.atOnce(
			func() error { return second(w.Pairings.BookWeekly(ctx, w.as("e1"), one.ID, weekly)) },
			func() error { return second(w.Pairings.BookWeekly(ctx, w.as("e2"), two.ID, weekly)) },
		)
		if n := w.Count(`SELECT count(*) FROM meeting WHERE school_id = $1`, school); n != w.booked() || n == 0 {
			w.T.Errorf("%d meetings, %d bookings", n, w.booked())
		}
	})
}

func TestRaceOfTwoAnswers(t *testing.T) {
	for name, c := range map[string]struct {
		mentor, mentee bool
		want           match.PairState
	}{"yes and yes": {true, true, match.PairAgreed}, "yes and no": {true, false, match.PairNotAgreed}, "no and no": {false, false, match.PairNotAgreed}} {
		t.Run(name, func(t *testing.T) {
			each(t, func(w *world) {
				p := w.opened()
				w.joined(p, mentoring.Mentor, 1, "m1")
				w.joined(p, mentoring.Mentee, 0, "e1")
				proposal, pairs := w.proposed(p)
				answer := func(who string, yes bool) func() error {
					return func() error { return second(w.Matches.AnswerPair(ctx, w.as(who), pairs[0].ID, yes)) }
				}
				w.atOnce(answer("m1", c.mentor), answer("e1", c.mentee), answer("m1", c.mentor), answer("e1", c.mentee))
				if got := w.of(proposal.ID); got != "e1+m1 "+string(c.want) {
					t.Errorf("after %s: %s", name, got)
				}
			})
		})
	}
}

func TestRaceOfTwoDeputies(t *testing.T) {
	each(t, func(w *world) {
		p := w.opened()
		change := func(weeks int) func() error {
			return func() error {
				policy := mentoring.DefaultPolicy()
				policy.TrialWeeks = weeks
				return w.Programmes.SetPolicy(ctx, w.as("deputy"), p.ID, 1, policy)
			}
		}
		if n := w.atOnce(change(1), change(2), change(3), change(4)); n != 1 {
			w.T.Errorf("%d changes of one version", n)
		}
		if n := w.Count(`SELECT max(version) FROM programme_policy WHERE school_id = $1`, school); n != 2 {
			w.T.Errorf("version %d", n)
		}
	})
}

func TestRaceOfTwoPlans(t *testing.T) {
	each(t, func(w *world) {
		_, g := w.paired()
		save := func(who string) func() error {
			return func() error {
				return w.Pairings.SavePlan(ctx, w.as(who), g.ID, 0, pairing.PlanContent{Goals: []string{"of " + who}})
			}
		}
		if n := w.atOnce(save("m1"), save("e1"), save("m1"), save("e1")); n != 1 {
			w.T.Errorf("%d saved the first version", n)
		}
		n := w.atOnce(func() error { return w.Pairings.AgreePlan(ctx, w.as("m1"), g.ID, 1) }, func() error { return w.Pairings.AgreePlan(ctx, w.as("e1"), g.ID, 1) })
		plan, err := w.Pairings.Plan(ctx, w.as("m1"), g)
		w.OK(err)
		if n != 2 || !plan.Counts() {
			w.T.Errorf("%d agreed, plan %+v", n, plan)
		}
	})
}

func TestRaceOfTwoSignatures(t *testing.T) {
	each(t, func(w *world) {
		p := w.opened()
		w.joined(p, mentoring.Mentor, 2, "m1")
		w.joined(p, mentoring.Mentee, 0, "e1", "e2")
		_, pairs := w.proposed(p)
		w.agreed(pairs)
		prepared := w.atOnce(times(3, func() error { return second(w.Matches.PrepareOrder(ctx, w.as("deputy"), p.ID)) })...)
		id := w.text(`SELECT id FROM mentoring_order WHERE school_id = $1`, school)
		n := w.atOnce(times(3, func() error {
			return w.Matches.SignOrder(ctx, w.as("director"), id, match.Signature{Number: "17", Date: "2013-09-05", Starts: "2013-09-09", Ends: "2014-05-20"})
		})...)
		pairings := w.Count(`SELECT count(*) FROM pairing WHERE school_id = $1`, school)
		signed := w.Count(`SELECT count(*) FROM journal_entry WHERE school_id = $1 AND event = $2`, school, match.EventOrderSigned)
		if prepared != 1 || n != 1 || pairings != 2 || signed != 1 {
			w.T.Errorf("prepared %d times, signed %d times, %d pairings, %d entries", prepared, n, pairings, signed)
		}
	})
}

// While matching works, others save their profiles: what is kept was made of what held.
func TestRaceOfMatchingAndAnswers(t *testing.T) {
	each(t, func(w *world) {
		p := w.matchable()
		var fns []func() error
		for _, staff := range []string{"e1", "e2", "m1"} {
			fns = append(fns, func() error {
				mine, old, _, err := w.Programmes.MyProfile(ctx, w.as(staff), w.invitationOf(staff).ID)
				if err != nil {
					return err
				}
				return w.Programmes.SaveProfile(ctx, w.as(staff), mine.ID, profile(old.Version))
			})
		}
		for range 3 {
			fns = append(fns, func() error { return second(w.Matches.Propose(ctx, w.as("deputy"), p.ID)) })
		}
		if n := w.atOnce(fns...); n < 4 {
			w.T.Errorf("%d of %d succeeded", n, len(fns))
		}
		drafts := w.Count(`SELECT count(*) FROM proposal WHERE school_id = $1 AND state = 'draft'`, school)
		made := w.Count(`SELECT count(*) FROM proposal WHERE school_id = $1`, school)
		written := w.Count(`SELECT count(*) FROM journal_entry WHERE school_id = $1 AND event = $2`, school, match.EventProposed)
		if drafts != 1 || made != written {
			w.T.Errorf("%d drafts, %d proposals, %d entries", drafts, made, written)
		}
	})
}

func TestRaceOfInvitations(t *testing.T) {
	each(t, func(w *world) {
		p := w.opened()
		w.atOnce(times(4, func() error {
			return second(w.Programmes.Invite(ctx, w.as("deputy"), p.ID, mentoring.Mentee, []string{"e1", "e2"}))
		})...)
		if n := w.Count(`SELECT count(*) FROM participant WHERE school_id = $1`, school); n != 2 {
			w.T.Errorf("%d invitations", n)
		}
	})
}

func TestRaceOfLetters(t *testing.T) {
	each(t, func(w *world) {
		p, g := w.paired()
		w.Exec(`UPDATE pairing SET state = 'completed' WHERE school_id = $1 AND id = $2`, school, g.ID)
		n := w.atOnce(times(4, func() error { return second(w.Pairings.Appreciate(ctx, w.as("deputy"), p.ID, mentoring.Mentor, "")) })...)
		if letters := w.Count(`SELECT count(*) FROM appreciation WHERE school_id = $1`, school); n != 1 || letters != 1 {
			w.T.Errorf("issued %d times, %s", n, fmt.Sprint(letters))
		}
	})
}

func TestRaceOfReplyAndEnd(t *testing.T) {
	each(t, func(w *world) {
		_, g := w.paired()
		w.Clock.Set("2014-05-12T10:00")
		w.OK(w.Pairings.SaveReport(ctx, w.as("m1"), g.ID, pairing.NewReport{Done: "met", Share: true}))
		n := w.atOnce(times(3, func() error { return w.Pairings.ReplyToReport(ctx, w.as("e1"), g.ID, pairing.Agree, "") })...)
		if n != 1 {
			w.T.Errorf("replied %d times", n)
		}
		n = w.atOnce(func() error { return w.Pairings.Complete(ctx, w.as("deputy"), g.ID) }, func() error { return w.Matches.AskChange(ctx, w.as("e1"), g.ID) })
		if n != 1 {
			w.T.Errorf("ended %d times", n)
		}
	})
}
