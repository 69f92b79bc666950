package mentoringtest

import (
	"testing"

	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/mentoring"
	"talim/internal/mentoring/pairing"
)

// A meeting every other week is expected every other week, and a pair that meets
// rarely is not called quiet for it.
func TestCountsFollowTheRhythm(t *testing.T) {
	c := pairing.Counts{EveryWeeks: 2, MeetingsPerWeek: 1, VisitsByMentee: 1}
	if m, a, b := c.Expected(7); m != 3 || a != 0 || b != 3 {
		t.Errorf("expected %d %d %d", m, a, b)
	}
	c.Pairing = pairing.Pairing{State: pairing.Running, Period: calendar.Period{Starts: "2013-09-02"}}
	if c.Quiet("2013-09-28") {
		t.Error("quiet too early for every other week")
	}
	if !c.Quiet("2013-10-01") {
		t.Error("not quiet at all")
	}
}

// Programmes of different kinds stand side by side, and one person may be in
// several of them: the indexes hold within each programme.
func TestProgrammesSideBySide(t *testing.T) {
	each(t, func(w *world) {
		open := func(s mentoring.Shape) (mentoring.Programme, error) {
			return w.Programmes.Open(ctx, w.as("deputy"), mentoring.NewProgramme{
				Shape: s, Year: w.year.ID, Starts: "2013-09-02", Ends: "2014-05-25", Policy: mentoring.DefaultFor(s, "2013-09-02"),
			})
		}
		pairs, err := open(mentoring.Shape{})
		w.OK(err)
		peers, err := open(mentoring.Shape{Kind: mentoring.KindPeer, Track: mentoring.TrackStandard})
		w.OK(err)
		_, err = open(mentoring.Shape{Kind: mentoring.KindPeer, Track: mentoring.TrackStandard})
		w.Refused(err, fault.KindConflict)
		_, err = open(mentoring.Shape{Kind: mentoring.KindGroup, Track: mentoring.TrackReturn})
		w.Refused(err, fault.KindInvalid)
		w.joined(pairs, mentoring.Mentor, 2, "m1")
		w.joined(pairs, mentoring.Mentee, 0, "e1")
		_, asked := w.proposed(pairs)
		w.agreed(asked)
		w.signed(pairs)
		// The mentor of one programme takes part in the other with her own mentor there.
		for side, staff := range map[mentoring.Side]string{mentoring.Mentor: "m2", mentoring.Mentee: "m1"} {
			_, err = w.Programmes.Invite(ctx, w.as("deputy"), peers.ID, side, []string{staff})
			w.OK(err)
			_, err = w.Programmes.Invite(ctx, w.as("deputy"), peers.ID, side, []string{staff})
			w.OK(err)
		}
		for _, staff := range []string{"m1", "m2"} {
			mine, err := w.Programmes.Mine(ctx, w.as(staff))
			w.OK(err)
			w.OK(w.Programmes.SaveProfile(ctx, w.as(staff), mine[len(mine)-1].ID, mentoring.NewProfile{Topics: []string{"methods"}, Languages: []string{"kk"}, Capacity: 1}))
		}
		_, asked = w.proposed(peers)
		w.agreed(asked)
		w.signed(peers)
		counts, err := w.Pairings.MyCounts(ctx, w.as("m1"))
		w.OK(err)
		shapes := map[string]bool{}
		for _, c := range counts {
			shapes[c.Shape().Key()] = c.State == pairing.Running
		}
		if len(counts) != 2 || !shapes["one_to_one.standard"] || !shapes["peer.standard"] {
			t := w.T
			t.Errorf("m1 is in %v", shapes)
		}
	})
}

// A school's own numbers come before the usual ones (product promise 8).
func TestASchoolStartsFromItsLastNumbers(t *testing.T) {
	each(t, func(w *world) {
		shape := mentoring.Shape{Kind: mentoring.KindOneToOne, Track: mentoring.TrackLight}
		p, err := w.Programmes.StartingPolicy(ctx, w.as("deputy"), shape)
		w.OK(err)
		if p != mentoring.DefaultFor(shape, "2013-09-02") {
			w.T.Errorf("starts from %+v", p)
		}
		p.EveryWeeks, p.TrialWeeks = 3, 1
		made, err := w.Programmes.Open(ctx, w.as("deputy"), mentoring.NewProgramme{Shape: shape, Year: w.year.ID, Starts: "2013-09-02", Ends: "2014-05-25", Policy: p})
		w.OK(err)
		again, err := w.Programmes.StartingPolicy(ctx, w.as("deputy"), shape)
		w.OK(err)
		if again.EveryWeeks != 3 || again.TrialWeeks != 1 || again.Version != 0 {
			w.T.Errorf("forgets the numbers of %s: %+v", made.ID, again)
		}
		_, err = w.Programmes.StartingPolicy(ctx, w.as("m1"), shape)
		w.Refused(err, fault.KindForbidden)
	})
}
