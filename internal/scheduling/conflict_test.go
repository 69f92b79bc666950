package scheduling

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// crowdedWeek has more meetings than a tiny week has room for.
func crowdedWeek(seed uint64) Week {
	r := rand.New(rand.NewPCG(seed, 7))
	w := Week{Grid: tinyGrid(1 + r.IntN(2)), MaxPerDay: 1 + r.IntN(2)}
	w.People = tinySchool(r, w.Grid, 4)
	for k := range 4 {
		m := Meeting{ID: string(rune('A' + k)), Members: []string{"T0", w.People[1+r.IntN(3)].ID}, PerWeek: 1}
		if r.IntN(4) == 0 {
			m.PerWeek = 2
		}
		w.Meetings = append(w.Meetings, m)
	}
	return w
}

// allPlaced says by brute force whether the meetings can all be.
func allPlaced(w Week, keep func(Meeting) bool) bool {
	w.Meetings = slices.DeleteFunc(slices.Clone(w.Meetings), func(m Meeting) bool { return !keep(m) })
	wanted := 0
	for _, m := range w.Meetings {
		wanted += max(1, m.PerWeek)
	}
	placed, _ := bestMeetings(w)
	return placed == wanted
}

func TestCollidingMeetingsAreTheFewest(t *testing.T) {
	sizes, helped := map[int]int{}, 0
	for seed := range uint64(150) {
		w := crowdedWeek(seed)
		plan, err := WeeklyMeetings(w)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range plan.Missed {
			helped += len(m.Helps)
			if len(m.Collides) == 0 {
				continue // no shared hour at all
			}
			sizes[len(m.Collides)]++
			in := func(o Meeting) bool { return slices.Contains(m.Collides, o.ID) }
			if allPlaced(w, in) || !slices.Contains(m.Collides, m.Meeting) {
				t.Fatalf("seed %d: %+v can all be", seed, m)
			}
			for _, id := range m.Collides {
				if twice := slices.ContainsFunc(w.Meetings, func(o Meeting) bool { return in(o) && o.PerWeek > 1 }); !twice &&
					!allPlaced(w, func(o Meeting) bool { return in(o) && o.ID != id }) {
					t.Fatalf("seed %d: %v still collide without %s", seed, m.Collides, id)
				}
			}
			if len(m.Rules) == 0 && !twice(w, m.Meeting) {
				t.Fatalf("seed %d: no rule: %+v", seed, m)
			}
			checkHelps(t, w, m, lackingOf(plan))
		}
	}
	if sizes[1] == 0 || sizes[2] == 0 || helped < 20 {
		t.Errorf("sizes %v, %d helps", sizes, helped)
	}
}

func twice(w Week, id string) bool {
	return w.Meetings[slices.IndexFunc(w.Meetings, func(m Meeting) bool { return m.ID == id })].PerWeek > 1
}

func lackingOf(p WeekPlan) int {
	n := 0
	for _, m := range p.Missed {
		n += m.Lacking
	}
	return n
}

// checkHelps applies each change offered and plans again.
func checkHelps(t *testing.T, w Week, m Missed, lacking int) {
	t.Helper()
	for _, r := range m.Helps {
		changed := w
		switch r.Key {
		case keyMorePerDay:
			changed.MaxPerDay++
		case keyLessOften:
			changed.Meetings = slices.DeleteFunc(slices.Clone(w.Meetings), func(o Meeting) bool {
				return o.ID == r.Args["Meeting"] && o.PerWeek <= 1
			})
			for k := range changed.Meetings {
				if changed.Meetings[k].ID == r.Args["Meeting"] {
					changed.Meetings[k].PerWeek--
				}
			}
		}
		plan, err := WeeklyMeetings(changed)
		if err != nil || lackingOf(plan) >= lacking {
			t.Fatalf("%+v does not help: %v, %d of %d lack", r, err, lackingOf(plan), lacking)
		}
	}
}

func TestCollidingVisitsAreTheFewest(t *testing.T) {
	found := 0
	for seed := range uint64(400) {
		h := tinyHorizon(seed)
		h.MaxPerDay = 1
		h.Pairs = []VisitPair{{"P0", "T0", "T1", 1, 1}, {"P1", "T0", "T2", 1, 1}, {"P2", "T1", "T2", 1, 0}}
		h.Period.Ends = "2013-09-08"
		plan, err := Visits(h)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range plan.Missed {
			if m.Why.Key != keyFull {
				continue
			}
			found++
			some := h
			some.Pairs = slices.DeleteFunc(slices.Clone(h.Pairs), func(p VisitPair) bool { return !slices.Contains(m.Collides, p.ID) })
			if again, err := Visits(some); err != nil || len(again.Missed) == 0 || len(m.Rules) == 0 {
				t.Fatalf("seed %d: %v %v do not collide: %v", seed, m.Collides, m.Rules, err)
			}
		}
	}
	if found < 20 {
		t.Errorf("only %d were full", found)
	}
}

func TestNoCommonHourNamesTheFewest(t *testing.T) {
	big := 0
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 8))
		g := tinyGrid(1)
		w := Week{Grid: g, People: tinySchool(r, g, 5)}
		for k := range w.People {
			w.People[k].Lessons = slices.DeleteFunc(w.People[k].Lessons, func(Lesson) bool { return r.IntN(3) == 0 })
		}
		w.Meetings = []Meeting{{ID: "M", Members: []string{"T0", "T1", "T2", "T3", "T4"}}}
		plan, err := WeeklyMeetings(w)
		if err != nil {
			t.Fatal(err)
		}
		if len(plan.Missed) == 0 || plan.Missed[0].Why.Key != keyNoShared {
			continue
		}
		names, _ := plan.Missed[0].Why.Args["Members"].([]string)
		all, err := peopleOf(w.People)
		if err != nil {
			t.Fatal(err)
		}
		if len(Shared(g, all.all(names)...)) > 0 {
			t.Fatalf("seed %d: %v share an hour", seed, names)
		}
		for set := range 1 << 5 { // no smaller set does
			var fewer []Person
			for k := range 5 {
				if set>>k&1 == 1 {
					fewer = append(fewer, w.People[k])
				}
			}
			if len(fewer) > 0 && len(fewer) < len(names) && len(Shared(g, fewer...)) == 0 {
				t.Fatalf("seed %d: %v is not the smallest set", seed, names)
			}
		}
		big = max(big, len(names))
	}
	if big < 3 {
		t.Errorf("the largest set has %d", big)
	}
}
