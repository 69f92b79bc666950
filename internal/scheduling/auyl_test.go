package scheduling

import (
	"slices"
	"testing"
	"time"

	"talim/internal/calendar"
)

// auylPairs: mentors and mentees of the example school.
var auylPairs = []VisitPair{
	{"T-A2 T-A14", "T-A2", "T-A14", 1, 1},
	{"T-A2 T-A16", "T-A2", "T-A16", 1, 1},
	{"T-A1 T-A13", "T-A1", "T-A13", 1, 1},
}

func TestFreeTimeOfAuyl(t *testing.T) {
	g, persons := auyl(t)
	if len(g.Bells) != 12 || len(g.Slots()) != 72 {
		t.Fatalf("%d bells, %d slots", len(g.Bells), len(g.Slots()))
	}
	for _, p := range persons {
		free := Free(p, g)
		times := map[Slot]bool{}
		for _, l := range p.Lessons {
			times[l.Slot] = true
		}
		if len(free)+len(times) != 72 {
			t.Errorf("%s: %d free and %d taught of 72", p.ID, len(free), len(times))
		}
	}
}

func TestSharedTimeOfAuylIsRankedForPeople(t *testing.T) {
	g, list := auyl(t)
	persons, err := peopleOf(list)
	if err != nil {
		t.Fatal(err)
	}
	offers := Shared(g, persons.all([]string{"T-A2", "T-A14"})...)
	if len(offers) == 0 {
		t.Fatal("no shared hour")
	}
	if !slices.IsSortedFunc(offers, func(a, b Offer) int { return a.Cost - b.Cost }) {
		t.Error("offers are not in order of convenience")
	}
	for _, o := range offers {
		if !persons["T-A2"].FreeAt(o.Slot) || !persons["T-A14"].FreeAt(o.Slot) {
			t.Errorf("%v is not free", o.Slot)
		}
	}
	if last := offers[len(offers)-1]; offers[0].Cost >= last.Cost {
		t.Errorf("the best offer %v is no better than the last %v", offers[0], last)
	}
}

func TestWeekOfAuyl(t *testing.T) {
	g, persons := auyl(t)
	w := Week{Grid: g, People: persons}
	for _, p := range auylPairs {
		w.Meetings = append(w.Meetings, Meeting{ID: p.ID, Members: []string{p.Mentor, p.Mentee}})
	}
	plan, err := WeeklyMeetings(w)
	if err != nil || len(plan.Placed) != len(auylPairs) || !plan.Proved {
		t.Fatalf("%v %+v", err, plan)
	}
	if _, ok := judgeMeetings(w, plan.Placed); !ok {
		t.Errorf("a rule is broken: %+v", plan.Placed)
	}
}

func TestVisitsOfAuyl(t *testing.T) {
	g, persons := auyl(t)
	h := Horizon{
		Grid: g, People: persons, Pairs: auylPairs,
		Period:   calendar.Period{Starts: "2013-09-16", Ends: "2013-12-28"},
		Holidays: []calendar.Period{{Starts: "2013-11-04", Ends: "2013-11-10"}},
	}
	start := time.Now()
	plan, err := Visits(h)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d visits, proved %v, %v", len(plan.Visits), plan.Proved, time.Since(start))
	if _, ok := judgeVisits(h, plan.Visits); !ok {
		t.Error("a rule is broken")
	}
	if weeks := len(h.weeks()); weeks != 14 || len(plan.Visits) != weeks*2*len(auylPairs) {
		t.Errorf("%d weeks, %d visits, missed %+v", weeks, len(plan.Visits), plan.Missed)
	}
}
