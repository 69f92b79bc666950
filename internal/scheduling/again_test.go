package scheduling

import (
	"math/rand/v2"
	"slices"
	"testing"

	"talim/internal/calendar"
)

// fewestMoves tries every choice: most visits, then fewest outside the present
// plan, then the least cost.
func fewestMoves(h Horizon) (found, moved, cost int) {
	type slot struct {
		w      way
		monday calendar.Date
	}
	var tasks []slot
	for _, w := range h.ways() {
		for _, monday := range h.weeks() {
			for range w.perWeek {
				tasks = append(tasks, slot{w, monday})
			}
		}
	}
	found = -1
	var try func(k int, so []Visit, new int)
	try = func(k int, so []Visit, new int) {
		c, ok := judgeVisits(h, so)
		if !ok {
			return
		}
		if k == len(tasks) {
			if len(so) > found || len(so) == found && (new < moved || new == moved && c < cost) {
				found, moved, cost = len(so), new, c
			}
			return
		}
		try(k+1, so, new)
		s := tasks[k]
		at := slices.IndexFunc(h.People, func(p Person) bool { return p.ID == s.w.teacher })
		for _, l := range h.People[at].Lessons {
			v := Visit{s.w.pair, s.w.observer, s.w.teacher, s.monday.AddDays(int(l.Weekday) - 1), l, ""}
			n := new
			if !h.holds(s.w, v.Date, l.Slot) {
				n++
			}
			try(k+1, append(slices.Clone(so), v), n)
		}
	}
	try(0, nil, 0)
	return found, moved, cost
}

// disturb lets a lesson move, somebody fall ill, or a holiday be announced.
func disturb(r *rand.Rand, h Horizon) Horizon {
	h.People = slices.Clone(h.People)
	p := &h.People[r.IntN(len(h.People))]
	day := h.Period.Starts.AddDays(r.IntN(h.Period.Starts.DaysUntil(h.Period.Ends) + 1))
	switch r.IntN(3) {
	case 0:
		h.Holidays = append(slices.Clone(h.Holidays), calendar.Period{Starts: day, Ends: day})
	case 1:
		p.Busy = append(slices.Clone(p.Busy), Dated{day, "08:00", "20:00"})
	default:
		if len(p.Lessons) > 0 {
			p.Lessons = slices.Clone(p.Lessons)
			if s := h.Grid.Slots()[r.IntN(len(h.Grid.Slots()))]; p.FreeAt(s) {
				p.Lessons[r.IntN(len(p.Lessons))].Slot = s
			}
		}
	}
	return h
}

func TestVisitsAgainMoveAsFewAsPossible(t *testing.T) {
	moves := 0
	for seed := range uint64(400) {
		h := tinyHorizon(seed)
		before, err := Visits(h)
		if err != nil {
			t.Fatal(err)
		}
		if len(before.Visits) == 0 {
			continue
		}
		h = disturb(rand.New(rand.NewPCG(seed, 6)), h)
		h.Keep = before.Visits
		plan, err := Visits(h)
		if err != nil {
			t.Fatal(err)
		}
		cost, ok := judgeVisits(h, plan.Visits)
		fresh := 0
		for _, v := range plan.Visits {
			if !slices.ContainsFunc(h.Keep, func(k Visit) bool {
				return k.Pair == v.Pair && k.Observer == v.Observer && k.Date == v.Date && k.Lesson.Slot == v.Lesson.Slot
			}) {
				fresh++
			}
		}
		found, moved, want := fewestMoves(h)
		if !ok || !plan.Proved || len(plan.Visits) != found || fresh != moved || cost != want || plan.Cost != cost {
			t.Fatalf("seed %d: rules kept %v, %d visits, %d new, cost %d (says %d); best %d, %d, %d",
				seed, ok, len(plan.Visits), fresh, cost, plan.Cost, found, moved, want)
		}
		if kept := len(plan.Visits) - fresh; kept+len(plan.Moved) != len(before.Visits) {
			t.Fatalf("seed %d: of %d visits %d stay and %+v move", seed, len(before.Visits), kept, plan.Moved)
		}
		moves += len(plan.Moved)
	}
	if moves < 40 {
		t.Errorf("only %d moves were made", moves)
	}
}

func TestMeetingsAgainMoveOnlyWhatMust(t *testing.T) {
	g, persons, pairs := bigSchool(3)
	w := Week{Grid: g, People: persons}
	for _, p := range pairs {
		w.Meetings = append(w.Meetings, Meeting{ID: p.ID, Members: []string{p.Mentor, p.Mentee}})
	}
	before, err := WeeklyMeetings(w)
	if err != nil {
		t.Fatal(err)
	}
	w.Keep = before.Placed
	same, err := WeeklyMeetings(w)
	if err != nil || len(same.Moved) != 0 || same.Cost != before.Cost {
		t.Fatalf("nothing changed, yet: %v %+v", err, same.Moved)
	}
	at := slices.IndexFunc(w.People, func(p Person) bool { return p.ID == pairs[4].Mentee })
	w.People[at].Away = append(w.People[at].Away, w.Keep[slices.IndexFunc(w.Keep, func(p Placed) bool { return p.Meeting == pairs[4].ID })].Slot)
	plan, err := WeeklyMeetings(w)
	if err != nil || !plan.Proved || len(plan.Moved) != 1 || plan.Moved[0].Meeting != pairs[4].ID || plan.Moved[0].To == nil {
		t.Errorf("%v %+v", err, plan.Moved)
	}
	if _, ok := judgeMeetings(w, plan.Placed); !ok {
		t.Error("a rule is broken")
	}
}

func BenchmarkVisitsAgain(b *testing.B) {
	h := plainSchool(1, 120, 15)
	before, err := Visits(h)
	if err != nil {
		b.Fatal(err)
	}
	h.Keep = before.Visits
	h.People = slices.Clone(h.People)
	h.People[0].Busy = []Dated{{"2013-09-10", "08:00", "20:00"}}
	for b.Loop() {
		plan, err := Visits(h)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(plan.Moved)), "moved")
		reportProof(b, plan.Proved)
	}
}
