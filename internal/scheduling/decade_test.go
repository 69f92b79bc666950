package scheduling

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os/exec"
	"reflect"
	"slices"
	"testing"

	"talim/internal/calendar"
)

// kazakhYear is a school year with its holidays.
func kazakhYear(seed uint64, units int) Year {
	r := rand.New(rand.NewPCG(seed, 4))
	y := Year{
		Period: calendar.Period{Starts: "2013-09-02", Ends: "2014-05-25"},
		Holidays: []calendar.Period{
			{Starts: "2013-10-15", Ends: "2013-10-15"},
			{Starts: "2013-11-04", Ends: "2013-11-10"},
			{Starts: "2013-12-16", Ends: "2013-12-17"},
			{Starts: "2013-12-30", Ends: "2014-01-12"},
			{Starts: "2014-03-08", Ends: "2014-03-08"},
			{Starts: "2014-03-20", Ends: "2014-03-31"},
			{Starts: "2014-05-01", Ends: "2014-05-01"},
			{Starts: "2014-05-07", Ends: "2014-05-09"},
		},
	}
	for k := range units {
		u := DecadeUnit{ID: fmt.Sprintf("SMU-%02d", k)}
		for range r.IntN(3) {
			from := y.Period.Starts.AddDays(7 * r.IntN(34))
			u.Wishes = append(u.Wishes, calendar.Period{Starts: from, Ends: from.AddDays(13)})
		}
		if r.IntN(2) == 0 {
			from := y.Period.Starts.AddDays(r.IntN(200))
			u.Not = append(u.Not, calendar.Period{Starts: from, Ends: from.AddDays(30)})
		}
		y.Units = append(y.Units, u)
	}
	return y
}

// judgeDecades counts a plan apart from the solver.
func judgeDecades(y Year, plan []Decade) (cost int, kept bool) {
	weeks, months := map[calendar.Date]bool{}, map[calendar.Date]int{}
	for _, d := range plan {
		days := d.Period.Starts.DaysUntil(d.Period.Ends) + 1
		u := y.Units[slices.IndexFunc(y.Units, func(u DecadeUnit) bool { return u.ID == d.Unit })]
		for day := d.Period.Starts; day <= d.Period.Ends; day = day.AddDays(1) {
			for _, p := range slices.Concat(y.Holidays, u.Not) {
				if p.Contains(day) {
					return 0, false
				}
			}
		}
		if days < 7 || days > 10 || !y.Period.Contains(d.Period.Starts) || !y.Period.Contains(d.Period.Ends) {
			return 0, false
		}
		for monday := d.Period.Starts.Monday(); monday <= d.Period.Ends; monday = monday.AddDays(7) {
			if weeks[monday] {
				return 0, false
			}
			weeks[monday] = true
		}
		cost += d.Cost + sameMonth[min(months[d.Period.Starts[:7]], 5)]
		months[d.Period.Starts[:7]]++
	}
	return cost, true
}

func TestDecadesOfAYear(t *testing.T) {
	for seed := range uint64(10) {
		y := kazakhYear(seed, 10)
		plan, err := Decades(y)
		if err != nil {
			t.Fatal(err)
		}
		cost, kept := judgeDecades(y, plan.Decades)
		if !kept || cost != plan.Cost || len(plan.Decades)+len(plan.Missed) != 10 || !plan.Proved {
			t.Errorf("seed %d: rules kept %v, cost %d, says %+v", seed, kept, cost, plan)
		}
		if _, missing := exec.LookPath("glpsol"); missing == nil && seed < 3 {
			checked, _, l, _ := decadePuzzle(y)
			if v := int(math.Round(glpk(t, l.puzzle))); v != plan.Cost+lpAbsent*len(plan.Missed) {
				t.Errorf("seed %d: GLPK has %d for %d units, we %d", seed, v, len(checked.Units), plan.Cost)
			}
		}
		slices.Reverse(y.Units)
		slices.Reverse(y.Holidays)
		if again, err := Decades(y); err != nil || !reflect.DeepEqual(plan, again) {
			t.Errorf("seed %d: the order of the input changed the plan", seed)
		}
	}
}

// bestDecades tries everything.
func bestDecades(y Year, units []DecadeUnit, so []Decade) (found, cost int) {
	c, kept := judgeDecades(y, so)
	if !kept {
		return -1, 0
	}
	if len(units) == 0 {
		return len(so), c
	}
	found, cost = bestDecades(y, units[1:], so)
	for _, d := range y.choices(units[0]) {
		f, c := bestDecades(y, units[1:], append(slices.Clone(so), d))
		if f > found || f == found && c < cost {
			found, cost = f, c
		}
	}
	return found, cost
}

func TestDecadesEqualBruteForce(t *testing.T) {
	missed, helped := 0, 0
	for seed := range uint64(60) {
		y := kazakhYear(seed, 2+int(seed%3))
		y.Period = calendar.Period{Starts: "2013-10-07", Ends: calendar.Date("2013-11-10").AddDays(int(seed % 10))}
		plan, err := Decades(y)
		if err != nil {
			t.Fatal(err)
		}
		checked, err := y.checked()
		if err != nil {
			t.Fatal(err)
		}
		found, cost := bestDecades(checked, checked.Units, nil)
		if len(plan.Decades) != found || plan.Cost != cost || !plan.Proved {
			t.Fatalf("seed %d: %d decades for %d, best is %d for %d\n%+v", seed, len(plan.Decades), plan.Cost, found, cost, plan)
		}
		for _, m := range plan.Missed {
			missed++
			judgeMissedDecade(t, checked, m)
			helped += judgeDecadeChanges(t, checked, m, found)
		}
	}
	if missed < 4 || helped < 4 {
		t.Errorf("only %d decades were impossible, %d changes offered", missed, helped)
	}
}

// judgeDecadeChanges: whatever is offered gives one more unit its decade.
func judgeDecadeChanges(t *testing.T, y Year, m MissedDecade, found int) int {
	t.Helper()
	for _, c := range m.Changes {
		other := y
		other.Units = slices.Clone(y.Units)
		for k, u := range other.Units {
			if u.ID == c.Args["Unit"] {
				other.Units[k].Not = slices.DeleteFunc(slices.Clone(u.Not), func(p calendar.Period) bool {
					return c.Key == keyDecadeFewerNots || c.Args["Day"] == p.Starts && c.Args["Until"] == p.Ends
				})
			}
		}
		if n, _ := bestDecades(other, other.Units, nil); n <= found {
			t.Errorf("%+v does not help", c)
		}
	}
	return len(m.Changes)
}

// A calendar made again after a holiday was announced, or a unit ruled out its
// time, moves as few decades as it can.
func TestDecadesAgainMoveAsFewAsPossible(t *testing.T) {
	moved, lost := 0, 0
	for seed := range uint64(60) {
		y := kazakhYear(seed, 2+int(seed%2))
		y.Period = calendar.Period{Starts: "2013-10-07", Ends: calendar.Date("2013-11-06").AddDays(int(seed % 15))}
		before, err := Decades(y)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range before.Decades {
			y.Keep = append(y.Keep, HeldDecade{d.Unit, d.Period})
		}
		if again, err := Decades(y); err != nil || len(again.Moved) != 0 || again.Cost != before.Cost {
			t.Fatalf("seed %d: nothing changed, yet %v %+v", seed, err, again.Moved)
		}
		if len(y.Keep) == 0 {
			continue
		}
		day := y.Keep[int(seed)%len(y.Keep)].Period.Starts.AddDays(2)
		y.Holidays = append(y.Holidays, calendar.Period{Starts: day, Ends: day})
		plan, err := Decades(y)
		if err != nil {
			t.Fatal(err)
		}
		cost, kept := judgeDecades(y, plan.Decades)
		checked, err := y.checked()
		if err != nil {
			t.Fatal(err)
		}
		found, fresh, least := fewestDecadeMoves(checked, checked.Units, nil)
		if !kept || cost != plan.Cost || cost != least || len(plan.Decades) != found || outside(y, plan.Decades) != fresh || !plan.Proved {
			t.Fatalf("seed %d: %d decades, %d new, cost %d; best %d, %d, %d", seed, len(plan.Decades), outside(y, plan.Decades), cost, found, fresh, least)
		}
		for _, m := range plan.Moved {
			if moved++; m.To == nil {
				lost++
			}
		}
	}
	if moved < 40 || lost == 0 {
		t.Errorf("only %d decades moved, %d found no other time", moved, lost)
	}
}

func outside(y Year, decades []Decade) int {
	n := 0
	for _, d := range decades {
		n += y.moving(d) / costMoved
	}
	return n
}

// fewestDecadeMoves tries everything: most decades, then fewest outside the
// present calendar, then the least cost.
func fewestDecadeMoves(y Year, units []DecadeUnit, so []Decade) (found, fresh, cost int) {
	c, kept := judgeDecades(y, so)
	if !kept {
		return -1, 0, 0
	}
	if len(units) == 0 {
		return len(so), outside(y, so), c
	}
	found, fresh, cost = fewestDecadeMoves(y, units[1:], so)
	for _, d := range y.choices(units[0]) {
		f, n, c := fewestDecadeMoves(y, units[1:], append(slices.Clone(so), d))
		if f > found || f == found && (n < fresh || n == fresh && c < cost) {
			found, fresh, cost = f, n, c
		}
	}
	return found, fresh, cost
}

// judgeMissedDecade: the unit and the others cannot all have one, but without
// any one of them the rest can.
func judgeMissedDecade(t *testing.T, y Year, m MissedDecade) {
	t.Helper()
	var group []DecadeUnit
	others, _ := m.Why.Args["Others"].([]string)
	for _, u := range y.Units {
		if u.ID == m.Unit || slices.Contains(others, u.ID) {
			group = append(group, u)
		}
	}
	if found, _ := bestDecades(y, group, nil); found == len(group) {
		t.Errorf("%+v: they can all have one", m)
	}
	for k := range group {
		rest := slices.Delete(slices.Clone(group), k, k+1)
		if found, _ := bestDecades(y, rest, nil); found != len(rest) {
			t.Errorf("%+v: not the smallest set, %d of %d", m, found, len(rest))
		}
	}
}

func TestBadYears(t *testing.T) {
	year := calendar.Period{Starts: "2013-09-02", Ends: "2014-05-25"}
	for name, y := range map[string]Year{
		"no year":      {},
		"endless":      {Period: calendar.From("2013-09-02")},
		"unit twice":   {Period: year, Units: []DecadeUnit{{ID: "A"}, {ID: "A"}}},
		"no name":      {Period: year, Units: []DecadeUnit{{}}},
		"bad wish":     {Period: year, Units: []DecadeUnit{{ID: "A", Wishes: []calendar.Period{{Starts: "2014-01-02", Ends: "2014-01-01"}}}}},
		"bad holiday":  {Period: year, Holidays: []calendar.Period{{Starts: "x"}}, Units: []DecadeUnit{{ID: "A"}}},
		"lengths":      {Period: year, MinDays: 11},
		"keeps nobody": {Period: year, Keep: []HeldDecade{{"A", year}}},
	} {
		if _, err := Decades(y); !errors.Is(err, ErrInput) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func BenchmarkDecades(b *testing.B) {
	y := kazakhYear(1, 10)
	for b.Loop() {
		plan, err := Decades(y)
		if err != nil {
			b.Fatal(err)
		}
		reportProof(b, plan.Proved)
	}
}
