package mentoring

import (
	"testing"

	"talim/internal/calendar"
	"talim/internal/fault"
)

// Every shape has numbers that its own form takes (R079, R115, R116, R066, R120).
func TestEveryShapeHasNumbers(t *testing.T) {
	for _, shape := range Shapes {
		p := DefaultFor(shape, "2013-09-02")
		var f fault.Fields
		p.check(&f)
		if len(f) > 0 {
			t.Errorf("%s: %v", shape.Key(), f)
		}
	}
	for shape, want := range map[Shape]func(p Policy) bool{
		{KindOneToOne, TrackStandard}:      func(p Policy) bool { return p == DefaultPolicy() },
		{KindOneToOne, TrackLight}:         func(p Policy) bool { return p.EveryWeeks == 2 && p.VisitsByMentor == 0 && p.NewcomerYears == 0 },
		{KindOneToOne, TrackReturn}:        func(p Policy) bool { return p.AfterLeave && !p.FirstYearHere && p.NewcomerYears == 0 },
		{KindOneToOne, TrackInternational}: func(p Policy) bool { return p.International && p.Eligibility == AnyWilling },
		{KindGroup, TrackStandard}:         func(p Policy) bool { return p.GroupMin == 5 && p.GroupMax == 10 && p.MenteesPerMentor == 10 },
	} {
		if !want(DefaultFor(shape, "2013-09-02")) {
			t.Errorf("%s starts from the wrong numbers: %+v", shape.Key(), DefaultFor(shape, "2013-09-02"))
		}
	}
}

// A meeting every other week is expected every other week, and a pair that meets
// rarely is not called quiet for it.
func TestCountsFollowTheRhythm(t *testing.T) {
	c := Counts{EveryWeeks: 2, MeetingsPerWeek: 1, VisitsByMentee: 1}
	if m, a, b := c.Expected(7); m != 3 || a != 0 || b != 3 {
		t.Errorf("expected %d %d %d", m, a, b)
	}
	c.Pairing = Pairing{State: Running, Period: calendar.Period{Starts: "2013-09-02"}}
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
		open := func(s Shape) (Programme, error) {
			return w.Open(ctx, w.as("deputy"), NewProgramme{
				Shape: s, Year: w.year.ID, Starts: "2013-09-02", Ends: "2014-05-25", Policy: DefaultFor(s, "2013-09-02"),
			})
		}
		pairs, err := open(Shape{})
		w.ok(err)
		peers, err := open(Shape{KindPeer, TrackStandard})
		w.ok(err)
		_, err = open(Shape{KindPeer, TrackStandard})
		w.want(err, fault.KindConflict)
		_, err = open(Shape{KindGroup, TrackReturn})
		w.want(err, fault.KindInvalid)
		w.joined(pairs, Mentor, 2, "m1")
		w.joined(pairs, Mentee, 0, "e1")
		_, asked := w.proposed(pairs)
		w.agreed(asked)
		w.signed(pairs)
		// The mentor of one programme takes part in the other with her own mentor there.
		for side, staff := range map[Side]string{Mentor: "m2", Mentee: "m1"} {
			_, err = w.Invite(ctx, w.as("deputy"), peers.ID, side, []string{staff})
			w.ok(err)
			_, err = w.Invite(ctx, w.as("deputy"), peers.ID, side, []string{staff})
			w.ok(err)
		}
		for _, staff := range []string{"m1", "m2"} {
			mine, err := w.Mine(ctx, w.as(staff))
			w.ok(err)
			w.ok(w.SaveProfile(ctx, w.as(staff), mine[len(mine)-1].ID, NewProfile{Topics: []string{"methods"}, Languages: []string{"kk"}, Capacity: 1}))
		}
		_, asked = w.proposed(peers)
		w.agreed(asked)
		w.signed(peers)
		counts, err := w.MyCounts(ctx, w.as("m1"))
		w.ok(err)
		shapes := map[string]bool{}
		for _, c := range counts {
			shapes[c.Shape().Key()] = c.State == Running
		}
		if len(counts) != 2 || !shapes["one_to_one.standard"] || !shapes["peer.standard"] {
			t := w.t
			t.Errorf("m1 is in %v", shapes)
		}
	})
}

// A school's own numbers come before the usual ones (product promise 8).
func TestASchoolStartsFromItsLastNumbers(t *testing.T) {
	each(t, func(w *world) {
		shape := Shape{KindOneToOne, TrackLight}
		p, err := w.StartingPolicy(ctx, w.as("deputy"), shape)
		w.ok(err)
		if p != DefaultFor(shape, "2013-09-02") {
			w.t.Errorf("starts from %+v", p)
		}
		p.EveryWeeks, p.TrialWeeks = 3, 1
		made, err := w.Open(ctx, w.as("deputy"), NewProgramme{Shape: shape, Year: w.year.ID, Starts: "2013-09-02", Ends: "2014-05-25", Policy: p})
		w.ok(err)
		again, err := w.StartingPolicy(ctx, w.as("deputy"), shape)
		w.ok(err)
		if again.EveryWeeks != 3 || again.TrialWeeks != 1 || again.Version != 0 {
			w.t.Errorf("forgets the numbers of %s: %+v", made.ID, again)
		}
		_, err = w.StartingPolicy(ctx, w.as("m1"), shape)
		w.want(err, fault.KindForbidden)
	})
}
