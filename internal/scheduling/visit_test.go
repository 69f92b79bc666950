package scheduling

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"talim/internal/calendar"
)

// judgeVisits counts a plan apart from the solver: nothing when a rule is broken.
func judgeVisits(h Horizon, visits []Visit) (cost int, ok bool) {
	find := func(id string) Person {
		return h.People[slices.IndexFunc(h.People, func(p Person) bool { return p.ID == id })]
	}
	repeats, perDay := map[string]int{}, map[string]int{}
	for i, v := range visits {
		observer, teacher := find(v.Observer), find(v.Teacher)
		given := slices.ContainsFunc(teacher.Lessons, func(l Lesson) bool { return reflect.DeepEqual(l, v.Lesson) })
		if !given || !v.Lesson.HeldOn(v.Date) || !h.Period.Contains(v.Date) {
			return 0, false
		}
		if !observer.FreeOn(v.Date, v.Lesson.Slot) || teacher.busyOn(v.Date, v.Lesson.Slot) {
			return 0, false
		}
		if slices.ContainsFunc(h.Holidays, func(p calendar.Period) bool { return p.Contains(v.Date) }) {
			return 0, false
		}
		for _, o := range visits[:i] {
			if v.Date != o.Date {
				continue
			}
			shared := v.Observer == o.Observer || v.Observer == o.Teacher || v.Teacher == o.Observer || v.Teacher == o.Teacher
			if v.Pair == o.Pair || shared && v.Lesson.Overlaps(o.Lesson.Slot) {
				return 0, false
			}
		}
		for _, id := range []string{v.Observer, v.Teacher} {
			key := id + string(v.Date)
			if perDay[key]++; perDay[key] > h.maxPerDay() {
				return 0, false
			}
		}
		way := v.Pair + v.Observer
		cost += 6*repeats[way+"class"+v.Lesson.Class] + 3*repeats[way+fmt.Sprint(v.Lesson.Weekday)]
		repeats[way+"class"+v.Lesson.Class]++
		repeats[way+fmt.Sprint(v.Lesson.Weekday)]++
		hour, _ := hourCost(h.Grid, v.Lesson.Slot)
		come, _ := presence(h.Grid, v.Lesson.Slot, observer)
		cost += hour + come
	}
	return cost, true
}

// bestVisits tries every choice of at most perWeek lessons a week for each way.
func bestVisits(h Horizon) (found, cost int) {
	type slot struct {
		w      way
		monday calendar.Date
	}
	var tasks []slot
	for _, w := range h.ways() {
		for monday := h.Period.Starts.Monday(); monday <= h.Period.Ends; monday = monday.AddDays(7) {
			for range w.perWeek {
				tasks = append(tasks, slot{w, monday})
			}
		}
	}
	found = -1
	var try func(k int, so []Visit)
	try = func(k int, so []Visit) {
		c, ok := judgeVisits(h, so)
		if !ok {
			return
		}
		if k == len(tasks) {
			if len(so) > found || len(so) == found && c < cost {
				found, cost = len(so), c
			}
			return
		}
		try(k+1, so)
		s := tasks[k]
		at := slices.IndexFunc(h.People, func(p Person) bool { return p.ID == s.w.teacher })
		for _, l := range h.People[at].Lessons {
			v := Visit{s.w.pair, s.w.observer, s.w.teacher, s.monday.AddDays(int(l.Weekday) - 1), l, ""}
			try(k+1, append(slices.Clone(so), v))
		}
	}
	try(0, nil)
	return found, cost
}

func tinyHorizon(seed uint64) Horizon {
	r := rand.New(rand.NewPCG(seed, 2))
	weeks := 1 + r.IntN(2)
	h := Horizon{
		Grid: tinyGrid(1 + r.IntN(2)), MaxPerDay: r.IntN(3),
		Period: calendar.Period{Starts: "2013-09-04", Ends: calendar.Date("2013-09-08").AddDays(7 * (weeks - 1))},
	}
	h.People = tinySchool(r, h.Grid, 3)
	if r.IntN(3) == 0 {
		h.Holidays = []calendar.Period{{Starts: "2013-09-13", Ends: "2013-09-13"}}
	}
	if r.IntN(3) == 0 {
		h.People[0].Busy = []Dated{{"2013-09-07", "08:00", "09:30"}}
	}
	h.Pairs = []VisitPair{{"P0", "T0", "T1", r.IntN(3), r.IntN(2)}}
	if weeks == 1 {
		h.Pairs = append(h.Pairs, VisitPair{"P1", "T0", "T2", r.IntN(2), r.IntN(2)})
	}
	return h
}

func TestVisitsEqualBruteForce(t *testing.T) {
	for seed := range uint64(1000) {
		h := tinyHorizon(seed)
		plan, err := Visits(h)
		if err != nil {
			t.Fatal(err)
		}
		cost, ok := judgeVisits(h, plan.Visits)
		wantFound, wantCost := bestVisits(h)
		if !ok || !plan.Proved || len(plan.Visits) != wantFound || cost != wantCost || plan.Cost != cost {
			t.Fatalf("seed %d: rules kept %v; %d visits for %d (says %d), best is %d for %d\n%+v\n%+v",
				seed, ok, len(plan.Visits), cost, plan.Cost, wantFound, wantCost, h, plan)
		}
		for _, m := range plan.Missed {
			if m.Why.Key == "" || m.Count == 0 || len(m.Weeks) == 0 {
				t.Fatalf("seed %d: missed without a reason: %+v", seed, m)
			}
		}
	}
}

func TestVisitsAreIndependentOfOrder(t *testing.T) {
	for seed := range uint64(200) {
		h := tinyHorizon(seed)
		a, err := Visits(h)
		if err != nil {
			t.Fatal(err)
		}
		slices.Reverse(h.People)
		slices.Reverse(h.Pairs)
		for k := range h.People {
			slices.Reverse(h.People[k].Lessons)
		}
		b, err := Visits(h)
		if err != nil || !reflect.DeepEqual(a, b) {
			t.Fatalf("seed %d: the order of the input changed the plan (%v)\n%+v\n%+v", seed, err, a, b)
		}
	}
}

func TestImpossibleVisits(t *testing.T) {
	g := Grid{Days: []calendar.Weekday{1, 2}, Bells: []Bell{{1, 1, "08:30", "09:15"}, {1, 2, "09:20", "10:05"}}}
	mondayFirst := Lesson{Slot: Slot{1, "08:30", "09:15"}, Class: "7"}
	week := calendar.Period{Starts: "2013-09-02", Ends: "2013-09-08"}
	tests := []struct {
		name     string
		observer Person
		teacher  Person
		holidays []calendar.Period
		want     string
		changes  int
	}{
		{"the teacher has no lessons", Person{ID: "O"}, Person{ID: "T"}, nil, keyNothingToVisit, 0},
		{"both teach at the same time", Person{ID: "O", Lessons: []Lesson{mondayFirst}}, Person{ID: "T", Lessons: []Lesson{mondayFirst}}, nil, keyNeverFree, 1},
		{
			"the only lesson falls on a holiday",
			Person{ID: "O"},
			Person{ID: "T", Lessons: []Lesson{mondayFirst}},
			[]calendar.Period{{Starts: "2013-09-02", Ends: "2013-09-02"}},
			keyHolidays, 0,
		},
		{"the observer is busy that day", Person{ID: "O", Busy: []Dated{{"2013-09-02", "08:00", "12:00"}}}, Person{ID: "T", Lessons: []Lesson{mondayFirst}}, nil, keyBusy, 0},
		{"the teacher is absent that day", Person{ID: "O"}, Person{ID: "T", Lessons: []Lesson{mondayFirst}, Busy: []Dated{{"2013-09-02", "08:00", "12:00"}}}, nil, keyBusy, 0},
	}
	for _, tt := range tests {
		plan, err := Visits(Horizon{
			Grid: g, People: []Person{tt.observer, tt.teacher}, Period: week, Holidays: tt.holidays,
			Pairs: []VisitPair{{ID: "P", Mentor: "O", Mentee: "T", MentorPerWeek: 1}},
		})
		if err != nil || len(plan.Visits) != 0 || len(plan.Missed) != 1 {
			t.Errorf("%s: %v %+v", tt.name, err, plan)
			continue
		}
		if m := plan.Missed[0]; m.Why.Key != tt.want || len(m.Changes) != tt.changes {
			t.Errorf("%s: %+v", tt.name, m)
		}
	}
}

func TestVisitsSpreadOverClasses(t *testing.T) {
	g := Grid{Days: []calendar.Weekday{1, 2, 3}, Bells: []Bell{{1, 1, "08:30", "09:15"}}}
	var teacher Person
	teacher.ID = "T"
	for d := calendar.Monday; d <= calendar.Wednesday; d++ {
		teacher.Lessons = append(teacher.Lessons, Lesson{Slot: Slot{d, "08:30", "09:15"}, Class: fmt.Sprint("Grade ", d)})
	}
	plan, err := Visits(Horizon{
		Grid: g, People: []Person{{ID: "O"}, teacher}, Period: calendar.Period{Starts: "2013-09-02", Ends: "2013-09-22"},
		Pairs: []VisitPair{{ID: "P", Mentor: "O", Mentee: "T", MentorPerWeek: 1}},
	})
	seen := map[string]bool{}
	for _, v := range plan.Visits {
		seen[v.Lesson.Class] = true
	}
	if err != nil || len(seen) != 3 {
		t.Errorf("%v: three weeks saw the classes %v", err, seen)
	}
}

func TestBadHorizons(t *testing.T) {
	g, week := tinyGrid(1), calendar.Period{Starts: "2013-09-02", Ends: "2013-09-08"}
	two := []Person{{ID: "A"}, {ID: "B"}}
	tests := map[string]Horizon{
		"no period":      {Grid: g},
		"endless":        {Grid: g, Period: calendar.From("2013-09-02")},
		"unknown person": {Grid: g, Period: week, People: two, Pairs: []VisitPair{{ID: "P", Mentor: "A", Mentee: "C"}}},
		"herself":        {Grid: g, Period: week, People: two, Pairs: []VisitPair{{ID: "P", Mentor: "A", Mentee: "A"}}},
		"pair twice":     {Grid: g, Period: week, People: two, Pairs: []VisitPair{{ID: "P", Mentor: "A", Mentee: "B"}, {ID: "P", Mentor: "A", Mentee: "B"}}},
		"too many":       {Grid: g, Period: week, People: two, Pairs: []VisitPair{{ID: "P", Mentor: "A", Mentee: "B", MentorPerWeek: 8}}},
		"busy no day":    {Grid: g, Period: week, People: []Person{{ID: "A", Busy: []Dated{{"2013-02-30", "08:00", "09:00"}}}}},
	}
	for name, h := range tests {
		if _, err := Visits(h); !errors.Is(err, ErrInput) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
