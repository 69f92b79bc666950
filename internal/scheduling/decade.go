package scheduling

import (
	"cmp"
	"slices"

	"talim/internal/calendar"
)

// DecadeUnit is a unit that holds its decade once a year.
type DecadeUnit struct {
	ID     string
	Wishes []calendar.Period // times it would like, the best first
	Not    []calendar.Period // times it cannot: examinations, olympiads
}

// Year is a school year in which every unit holds a decade.
type Year struct {
	Period   calendar.Period
	Days     []calendar.Weekday // school days; none means Monday to Saturday
	Holidays []calendar.Period
	Units    []DecadeUnit
	// MinDays and MaxDays of a decade, from its first day to its last; 0 means 7 and 10.
	MinDays, MaxDays int
	// Keep is the present calendar: as few decades of it as possible move.
	Keep []HeldDecade
}

// HeldDecade is a decade of the present calendar.
type HeldDecade struct {
	Unit   string
	Period calendar.Period
}

// Decade is the time that a unit got.
type Decade struct {
	Unit    string
	Period  calendar.Period
	Cost    int
	Reasons []Reason
}

// MissedDecade is a unit for which there was no time, with the units it collides
// with: the fewest that cannot all have their decade. Every change was tried and
// leaves fewer units without.
type MissedDecade struct {
	Unit    string
	Why     Reason
	Rules   []Reason
	Changes []Reason
}

// YearPlan is the answer to a year.
type YearPlan struct {
	Decades []Decade // by date
	Missed  []MissedDecade
	Moved   []DecadeMove // of the calendar to keep
	Cost    int
	Proved  bool // no other plan has more decades, or as many at less cost
}

// What a decade costs beside its wishes.
const (
	costNoWish    = 30 // there were wishes and none is kept,
	costFromWish  = 2  // and for each week away from the nearest
	costNextWish  = 6  // for each wish that stood before the one kept
	costShortDay  = 2  // for each day less than the longest
	costNotMonday = 1
)

// sameMonth spreads the decades over the year.
var sameMonth = []int{0, 3, 6, 9, 12, 15}

const maxUnits = 60

// Decades gives every unit its decade: seven to ten days without a holiday, no
// two in one week, wishes kept as far as possible, spread over the months (R123).
func Decades(y Year) (YearPlan, error) {
	y, choices, l, err := decadePuzzle(y)
	if err != nil {
		return YearPlan{}, err
	}
	return y.plan(choices, l), nil
}

// decadePuzzle has a task for each unit, in order, with the choices it has.
func decadePuzzle(y Year) (Year, [][]Decade, *ledger, error) {
	y, err := y.checked()
	if err != nil {
		return y, nil, nil, err
	}
	l := &ledger{byName: map[about]int{}}
	choices := make([][]Decade, len(y.Units))
	for k, u := range y.Units {
		choices[k] = y.choices(u)
		l.puzzle.tasks = append(l.puzzle.tasks, task{0, l.decadeOptions(y, choices[k])})
	}
	return y, choices, l, nil
}

func (l *ledger) decadeOptions(y Year, choices []Decade) []option {
	out := make([]option, len(choices))
	for k, d := range choices {
		var uses []int
		for monday := range d.Period.Weeks() {
			uses = append(uses, l.counter(about{rule: keyRuleWeek, day: string(monday)}, 1))
		}
		uses = append(uses, l.counter(about{rule: "month", day: string(d.Period.Starts[:7])}, maxUnits, sameMonth...))
		out[k] = option{d.Cost + y.moving(d), uses}
	}
	return out
}

// choices of a unit: for each week, or two, the best days within.
func (y Year) choices(u DecadeUnit) []Decade {
	best := map[[2]calendar.Date]Decade{}
	for d := range y.Period.Days() {
		for days := y.MinDays; days <= y.MaxDays; days++ {
			p := calendar.Period{Starts: d, Ends: d.AddDays(days - 1)}
			if !y.possible(u, p) {
				continue
			}
			made := y.decade(u, p)
			weeks := [2]calendar.Date{p.Starts.Monday(), p.Ends.Monday()}
			if old, known := best[weeks]; !known || made.Cost+y.moving(made) < old.Cost+y.moving(old) {
				best[weeks] = made
			}
		}
	}
	var out []Decade
	for _, d := range best {
		out = append(out, d)
	}
	slices.SortFunc(out, func(a, b Decade) int {
		return cmp.Or(cmp.Compare(a.Period.Starts, b.Period.Starts), cmp.Compare(a.Period.Ends, b.Period.Ends))
	})
	return out
}

// possible: it begins and ends on school days or with the week, inside the year, and holds no holiday.
func (y Year) possible(u DecadeUnit, p calendar.Period) bool {
	overlaps := func(o calendar.Period) bool { return o.Overlaps(p) }
	return p.Ends <= y.Period.Ends && slices.Contains(y.Days, p.Starts.Weekday()) &&
		(p.Ends.Weekday() == calendar.Sunday || slices.Contains(y.Days, p.Ends.Weekday())) &&
		!slices.ContainsFunc(y.Holidays, overlaps) && !slices.ContainsFunc(u.Not, overlaps)
}

func (y Year) decade(u DecadeUnit, p calendar.Period) Decade {
	d := Decade{Unit: u.ID, Period: p}
	days := p.Starts.DaysUntil(p.Ends) + 1
	d.Cost = costShortDay * (y.MaxDays - days)
	if p.Starts.Weekday() != calendar.Monday {
		d.Cost += costNotMonday
	}
	if len(u.Wishes) == 0 {
		return d
	}
	for k, w := range u.Wishes {
		if w.Contains(p.Starts) && w.Contains(p.Ends) {
			d.Cost += k * costNextWish
			d.Reasons = append(d.Reasons, Reason{Key: keyWishKept, Args: Args{"Unit": u.ID, "Count": k + 1}})
			return d
		}
	}
	weeks := weeksFrom(u.Wishes, p)
	d.Cost += costNoWish + costFromWish*weeks
	d.Reasons = append(d.Reasons, Reason{Key: keyWishMissed, Args: Args{"Unit": u.ID, "Count": weeks}, Against: true})
	return d
}

// weeksFrom the nearest wish.
func weeksFrom(wishes []calendar.Period, p calendar.Period) int {
	nearest := 60
	for _, w := range wishes {
		days := max(w.Starts.DaysUntil(p.Starts), p.Starts.DaysUntil(w.Starts))
		nearest = min(nearest, (days+6)/7)
	}
	return nearest
}

func (y Year) checked() (Year, error) {
	y.MinDays, y.MaxDays = cmp.Or(y.MinDays, shortestDecade), cmp.Or(y.MaxDays, 10)
	if len(y.Days) == 0 {
		y.Days = []calendar.Weekday{1, 2, 3, 4, 5, 6}
	}
	if len(y.Units) > maxUnits || y.MinDays < 1 || y.MaxDays < y.MinDays || y.MaxDays > 14 {
		return y, errorf("more than %d units, or a decade that is not 1 to 14 days long", maxUnits)
	}
	if !y.Period.Valid() || y.Period.Starts.DaysUntil(y.Period.Ends) > maxWeeks*7 {
		return y, errorf("the year %s to %s is not one, or longer than %d weeks", y.Period.Starts, y.Period.Ends, maxWeeks)
	}
	y.Units = slices.SortedFunc(slices.Values(y.Units), func(a, b DecadeUnit) int { return cmp.Compare(a.ID, b.ID) })
	for k, u := range y.Units {
		if u.ID == "" || k > 0 && y.Units[k-1].ID == u.ID {
			return y, errorf("unit %q has no name or stands twice", u.ID)
		}
		for _, p := range slices.Concat(u.Wishes, u.Not, y.Holidays) {
			if !p.Valid() {
				return y, errorf("unit %s: %s to %s is not a period", u.ID, p.Starts, p.Ends)
			}
		}
	}
	seen := map[string]bool{}
	for _, k := range y.Keep {
		known := slices.ContainsFunc(y.Units, func(u DecadeUnit) bool { return u.ID == k.Unit })
		if !known || seen[k.Unit] || !k.Period.Valid() {
			return y, errorf("the present calendar has a decade of unit %q from %s to %s, which is not one", k.Unit, k.Period.Starts, k.Period.Ends)
		}
		seen[k.Unit] = true
	}
	return y, nil
}

func (y Year) plan(choices [][]Decade, l *ledger) YearPlan {
	a := l.puzzle.solve()
	plan := YearPlan{Cost: a.inconvenience(), Proved: a.proved}
	for k, pick := range a.pick {
		if pick != leftOut {
			plan.Cost -= y.moving(choices[k][pick])
			plan.Decades = append(plan.Decades, choices[k][pick])
			continue
		}
		plan.Missed = append(plan.Missed, y.missed(k, a.missed(), l))
	}
	slices.SortFunc(plan.Decades, func(a, b Decade) int { return cmp.Compare(a.Period.Starts, b.Period.Starts) })
	plan.Moved = y.moves(plan.Decades)
	return plan
}

// missed says with whom a unit collides and what would help.
func (y Year) missed(k, lacking int, l *ledger) MissedDecade {
	u := y.Units[k]
	if len(l.puzzle.tasks[k].options) == 0 {
		why := Reason{Key: keyDecadeNever, Args: Args{"Unit": u.ID, "Count": y.MinDays}, Against: true}
		return MissedDecade{Unit: u.ID, Why: why, Changes: y.changes([]int{k}, lacking)}
	}
	var others []string
	c := l.puzzle.conflict(k, l.puzzle.near(k))
	for _, t := range c.tasks {
		if t != k {
			others = append(others, y.Units[t].ID)
		}
	}
	return MissedDecade{
		Unit: u.ID, Why: Reason{Key: keyDecadeFull, Args: Args{"Unit": u.ID, "Others": others}, Against: true},
		Rules: l.rules(c), Changes: y.changes(c.tasks, lacking),
	}
}
