package scheduling

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"talim/internal/calendar"
)

// threeWeeks is a small horizon in which whole weeks are lost.
func threeWeeks(seed uint64) Horizon {
	h := tinyHorizon(seed)
	h.Grid = tinyGrid(2)
	h.People = tinySchool(rand.New(rand.NewPCG(seed, 12)), h.Grid, 3)
	h.Period, h.MakeUpWeeks = calendar.Period{Starts: "2013-09-02", Ends: "2013-09-22"}, 1+int(seed%2)
	lost := calendar.Date("2013-09-02").AddDays(7 * int(seed%3))
	if seed%4 == 0 {
		h.Holidays = []calendar.Period{{Starts: lost, Ends: lost.AddDays(5)}}
	}
	h.People[1].Busy = nil
	for d := range 6 {
		h.People[1].Busy = append(h.People[1].Busy, Dated{lost.AddDays(d), "08:00", "20:00"})
	}
	h.Pairs = []VisitPair{{"P0", "T0", "T1", 1, int(seed % 2)}}
	return h
}

// bestMadeUp tries every choice: most visits, then the fewest weeks away, then
// the least cost; a week holds at most one visit of a way beside its own.
func bestMadeUp(h Horizon) (found, away, cost int) {
	var tasks []visitTask
	for _, w := range h.ways() {
		for _, monday := range h.weeks() {
			for range w.perWeek {
				tasks = append(tasks, visitTask{way: w, monday: monday})
			}
		}
	}
	found = -1
	var try func(k, gone int, so []Visit)
	try = func(k, gone int, so []Visit) {
		c, ok := judgeVisits(h, so)
		if !ok || !weeksHold(h, so) {
			return
		}
		if k == len(tasks) {
			if len(so) > found || len(so) == found && (gone < away || gone == away && c < cost) {
				found, away, cost = len(so), gone, c
			}
			return
		}
		try(k+1, gone, so)
		t := tasks[k]
		at := slices.IndexFunc(h.People, func(p Person) bool { return p.ID == t.teacher })
		for far := -h.MakeUpWeeks; far <= h.MakeUpWeeks; far++ {
			for _, l := range h.People[at].Lessons {
				v := Visit{t.pair, t.observer, t.teacher, t.monday.AddDays(7*far + int(l.Weekday) - 1), l, ""}
				try(k+1, gone+max(far, -far), append(slices.Clone(so), v))
			}
		}
	}
	try(0, 0, nil)
	return found, away, cost
}

func weeksHold(h Horizon, visits []Visit) bool {
	for _, w := range h.ways() {
		in := map[calendar.Date]int{}
		for _, v := range visits {
			if w.has(v) {
				if in[v.Date.Monday()]++; in[v.Date.Monday()] > w.perWeek+1 {
					return false
				}
			}
		}
	}
	return true
}

func TestMadeUpVisitsEqualBruteForce(t *testing.T) {
	madeUp, helped := 0, 0
	for seed := range uint64(150) {
		h := threeWeeks(seed)
		plan, err := Visits(h)
		if err != nil {
			t.Fatal(err)
		}
		away := 0
		for _, v := range plan.Visits {
			far := weeksApart(v.week(), v.Date.Monday())
			if away += far; far > h.MakeUpWeeks || far == 0 != (v.Instead == "") {
				t.Fatalf("seed %d: %+v", seed, v)
			}
			madeUp += min(1, far)
		}
		cost, ok := judgeVisits(h, plan.Visits)
		wantFound, wantAway, wantCost := bestMadeUp(h)
		if !ok || !weeksHold(h, plan.Visits) || !plan.Proved || len(plan.Visits) != wantFound || away != wantAway || cost != wantCost || plan.Cost != cost {
			t.Fatalf("seed %d: rules kept %v; %d visits, %d weeks away, cost %d (says %d); best %d, %d, %d",
				seed, ok, len(plan.Visits), away, cost, plan.Cost, wantFound, wantAway, wantCost)
		}
		lost := 0
		for _, m := range plan.Missed {
			lost += m.Count
		}
		if lost+len(plan.Visits) != h.wanted() {
			t.Fatalf("seed %d: %d lost and %d found of %d", seed, lost, len(plan.Visits), h.wanted())
		}
		h.MakeUpWeeks = 0
		if only, err := Visits(h); err != nil {
			t.Fatal(err)
		} else if len(only.Visits) < len(plan.Visits) {
			helped++
		}
	}
	if madeUp < 20 || helped < 15 {
		t.Errorf("only %d visits were made up, in %d horizons", madeUp, helped)
	}
}

// A week in which the mentor is ill, or that turned into a holiday, moves to its
// neighbours; everything else stays.
func TestVisitsMoveAWeekThatIsLost(t *testing.T) {
	h := plainSchool(2, 120, 15)
	before, err := Visits(h)
	if err != nil {
		t.Fatal(err)
	}
	h.Keep, h.MakeUpWeeks = before.Visits, 2
	week := calendar.Period{Starts: "2013-09-09", Ends: "2013-09-14"}
	ill := h
	ill.People = slices.Clone(h.People)
	for d := week.Starts; d <= week.Ends; d = d.AddDays(1) {
		ill.People[0].Busy = append(ill.People[0].Busy, Dated{d, "08:00", "20:00"})
	}
	off := h
	off.Holidays = []calendar.Period{week}
	for name, tt := range map[string]struct {
		h    Horizon
		lost func(Visit) bool
	}{
		"ill":     {ill, func(v Visit) bool { return v.Observer == "T000" || v.Teacher == "T000" }},
		"holiday": {off, func(Visit) bool { return true }},
	} {
		plan, err := Visits(tt.h)
		if err != nil {
			t.Fatal(err)
		}
		lost := 0
		for _, v := range before.Visits {
			if week.Contains(v.Date) && tt.lost(v) {
				lost++
			}
		}
		if _, ok := judgeVisits(tt.h, plan.Visits); !ok || lost == 0 || len(plan.Visits) != len(before.Visits) || len(plan.Moved) != lost || !plan.Proved {
			t.Errorf("%s: %v, %d of %d visits, %d lost and %d moved, proved %v", name, ok, len(plan.Visits), len(before.Visits), lost, len(plan.Moved), plan.Proved)
		}
		for _, m := range plan.Moved {
			if m.To == nil || m.To.Instead != week.Starts || !week.Contains(m.From.Date) {
				t.Errorf("%s: %+v", name, m)
			}
		}
		tt.h.Keep = plan.Visits
		if again, err := Visits(tt.h); err != nil || len(again.Moved) != 0 {
			t.Errorf("%s: the new plan does not stay: %v, %d moved", name, err, len(again.Moved))
		}
	}
	h.MakeUpWeeks = 9
	if _, err := Visits(h); !errors.Is(err, ErrInput) {
		t.Error(err)
	}
}

func BenchmarkVisitsMadeUp(b *testing.B) {
	h := crowdedSchool(1, 120, 15)
	h.MakeUpWeeks = 1
	for b.Loop() {
		plan, err := Visits(h)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(plan.Visits)), "visits")
		reportProof(b, plan.Proved)
	}
}
