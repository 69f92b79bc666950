package scheduling

import (
	"cmp"
	"slices"

	"talim/internal/calendar"
)

// VisitPair wants lesson visits: so many a week in each direction.
type VisitPair struct {
	ID            string
	Mentor        string
	Mentee        string
	MentorPerWeek int // lessons of the mentee that the mentor visits
	MenteePerWeek int // lessons of the mentor that the mentee visits
}

// Horizon is the time for which visits are planned.
type Horizon struct {
	Grid     Grid
	People   []Person
	Pairs    []VisitPair
	Period   calendar.Period
	Holidays []calendar.Period
	// MaxPerDay is how many visits, given or received, a person may have on one day; 0 means 2.
	MaxPerDay int
	// MakeUpWeeks is how many weeks away a visit may be made up for which its own
	// week has no room, one beside those of that week; 0: it is only reported.
	MakeUpWeeks int
	// Keep is the present plan: as few of it as possible moves.
	Keep []Visit
}

// Visit is a dated lesson that the observer is free to visit.
type Visit struct {
	Pair     string
	Observer string
	Teacher  string
	Date     calendar.Date
	Lesson   Lesson
	Instead  calendar.Date // Monday of the week that it makes up for; "" in its own
}

// MissedVisits are visits of one direction that found no lesson, in which weeks, why,
// and what would help.
type MissedVisits struct {
	Pair     string
	Observer string
	Teacher  string
	Weeks    []calendar.Date // Mondays
	Count    int
	Why      Reason
	// Collides are the fewest pairs whose visits of the first such week cannot all
	// be, and Rules those at which they collide.
	Collides []string
	Rules    []Reason
	Changes  []Change
}

// VisitPlan is the answer to a horizon.
type VisitPlan struct {
	Visits []Visit // by date
	Missed []MissedVisits
	Moved  []VisitMove // of the plan to keep
	Cost   int
	// Proved: no other plan has more visits, or as many at less cost.
	Proved bool
}

// Repeating a class or a weekday costs more each time, so visits spread.
var (
	sameClass   = []int{0, 6, 12, 18, 24, 30, 36, 42, 48}
	sameWeekday = []int{0, 3, 6, 9, 12, 15, 18, 21, 24}
)

const maxWeeks, maxVisits = 60, 20_000

// Visits finds concrete lessons both ways for every week of the horizon: the
// observer free while the other teaches, no holidays or taken times, one visit
// a day for a pair, one observer in a lesson, spread over classes and weekdays
// (R093, R094, R109).
func Visits(h Horizon) (VisitPlan, error) {
	persons, err := h.check()
	if err != nil {
		return VisitPlan{}, err
	}
	tasks, l := h.puzzle(persons)
	return h.plan(tasks, l, persons), nil
}

// puzzle of a horizon: a task for each visit of a week in one direction.
func (h Horizon) puzzle(persons people) ([]visitTask, *ledger) {
	h.Pairs = slices.SortedFunc(slices.Values(h.Pairs), func(a, b VisitPair) int { return cmp.Compare(a.ID, b.ID) })
	l := newLedger(h.Grid, persons)
	var tasks []visitTask
	for _, way := range h.ways() {
		for _, monday := range h.weeks() {
			t := visitTask{way, monday, len(tasks) + 1, h.chances(way, monday, persons)}
			options := l.visitOptions(t, h, persons)
			for range way.perWeek {
				tasks = append(tasks, t)
				l.puzzle.tasks = append(l.puzzle.tasks, task{t.group, options})
			}
		}
	}
	return tasks, l
}

// way is one direction of a pair.
type way struct {
	pair              string
	observer, teacher string
	perWeek           int
}

type visitTask struct {
	way
	monday  calendar.Date
	group   int
	chances []chance
}

// chance is a lesson that could be visited, so many weeks from the visit's own.
type chance struct {
	date   calendar.Date
	lesson Lesson
	away   int
}

func (h Horizon) ways() []way {
	var out []way
	for _, p := range h.Pairs {
		out = append(out, way{p.ID, p.Mentor, p.Mentee, p.MentorPerWeek}, way{p.ID, p.Mentee, p.Mentor, p.MenteePerWeek})
	}
	return out
}

// weeks of the horizon that ask for visits, as Mondays: those with a school day,
// and those that had visits before all their days went.
func (h Horizon) weeks() []calendar.Date {
	var out []calendar.Date
	for monday := range h.Period.Weeks() {
		held := slices.ContainsFunc(h.Grid.Days, func(d calendar.Weekday) bool { return h.schoolDay(monday.AddDays(int(d) - 1)) })
		if held || h.MakeUpWeeks > 0 && slices.ContainsFunc(h.Keep, func(v Visit) bool { return v.week() == monday }) {
			out = append(out, monday)
		}
	}
	return out
}

// week for which the visit counts.
func (v Visit) week() calendar.Date { return cmp.Or(v.Instead, v.Date.Monday()) }

func (h Horizon) schoolDay(d calendar.Date) bool {
	return h.Period.Contains(d) && !slices.ContainsFunc(h.Holidays, func(p calendar.Period) bool { return p.Contains(d) })
}

// chances of a way in a week: lessons held while the observer is free.
func (h Horizon) chances(w way, monday calendar.Date, persons people) []chance {
	var out []chance
	for _, l := range persons[w.teacher].Lessons {
		date := monday.AddDays(int(l.Weekday) - 1)
		held := l.HeldOn(date) && h.schoolDay(date) && !persons[w.teacher].busyOn(date, l.Slot)
		if held && persons[w.observer].FreeOn(date, l.Slot) {
			out = append(out, chance{date, l, 0})
		}
	}
	return out
}

func (l *ledger) visitOptions(t visitTask, h Horizon, persons people) []option {
	out := make([]option, len(t.chances))
	for k, c := range t.chances {
		day := string(c.date)
		hour, _ := hourCost(h.Grid, c.lesson.Slot)
		come, _ := presence(h.Grid, c.lesson.Slot, persons[t.observer])
		uses := append(l.time(t.observer, day, c.lesson.Slot), l.time(t.teacher, day, c.lesson.Slot)...)
		uses = append(uses,
			l.counter(about{rule: keyRuleOnceADay, who: t.pair, day: day}, 1),
			l.counter(about{rule: keyRulePerDay, who: t.observer, day: day}, h.maxPerDay()),
			l.counter(about{rule: keyRulePerDay, who: t.teacher, day: day}, h.maxPerDay()),
			l.counter(about{"class", t.pair, t.observer, c.lesson.Class}, maxWeeks*7, sameClass...),
			l.counter(about{"weekday", t.pair, t.observer, weekdayName(c.lesson.Weekday)}, maxWeeks*7, sameWeekday...),
		)
		if h.MakeUpWeeks > 0 {
			uses = append(uses, l.counter(about{"week", t.pair, string(c.date.Monday()), t.observer}, t.perWeek+1))
		}
		out[k] = option{hour + come + h.detour(t.way, c), uses}
	}
	return out
}

// detour is what it costs to leave the present plan, or the visit's own week.
func (h Horizon) detour(w way, c chance) int {
	if len(h.Keep) == 0 || h.holds(w, c.date, c.lesson.Slot) {
		return c.away * costOtherWeek
	}
	return c.away*costOtherWeek + costMoved
}

// wanted is how many visits the horizon asks for.
func (h Horizon) wanted() int {
	n, weeks := 0, len(h.weeks())
	for _, w := range h.ways() {
		n += w.perWeek * weeks
	}
	return n
}

func (h Horizon) maxPerDay() int { return cmp.Or(h.MaxPerDay, 2) }

func (h Horizon) check() (people, error) {
	if h.MakeUpWeeks < 0 || h.MakeUpWeeks > mostMakeUpWeeks {
		return nil, errorf("visits are made up 0 to %d weeks away, not %d", mostMakeUpWeeks, h.MakeUpWeeks)
	}
	if len(h.People) > maxPeople || len(h.Pairs) > maxMeetings || h.MaxPerDay < 0 {
		return nil, errorf("more than %d people or %d pairs", maxPeople, maxMeetings)
	}
	if !h.Period.Valid() || h.Period.Starts.DaysUntil(h.Period.Ends) > maxWeeks*7 {
		return nil, errorf("the period %s to %s is not one, or longer than %d weeks", h.Period.Starts, h.Period.Ends, maxWeeks)
	}
	if err := h.Grid.validate(); err != nil {
		return nil, err
	}
	persons, err := peopleOf(h.People)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, p := range h.Pairs {
		_, mentor := persons[p.Mentor]
		_, mentee := persons[p.Mentee]
		if seen[p.ID] || !mentor || !mentee || p.Mentor == p.Mentee {
			return nil, errorf("pair %s stands twice or names somebody unknown", p.ID)
		}
		if min(p.MentorPerWeek, p.MenteePerWeek) < 0 || max(p.MentorPerWeek, p.MenteePerWeek) > 7 {
			return nil, errorf("pair %s: 0 to 7 visits a week", p.ID)
		}
		seen[p.ID] = true
	}
	if n := h.wanted(); n > maxVisits {
		return nil, errorf("%d visits are more than %d", n, maxVisits)
	}
	for _, v := range h.Keep {
		if err := v.Lesson.validate(); err != nil || !seen[v.Pair] || !v.Date.Valid() || v.Instead != "" && !v.Instead.Valid() {
			return nil, errorf("the present plan has a visit of pair %q on %q, which is not one", v.Pair, v.Date)
		}
	}
	return persons, nil
}

func (h Horizon) plan(tasks []visitTask, l *ledger, persons people) VisitPlan {
	a, wide := l.puzzle.solve(), tasks
	if a.cost >= absent && h.MakeUpWeeks > 0 {
		wide, a = h.makeUp(tasks, a, persons)
	}
	plan := VisitPlan{Proved: a.proved, Cost: a.inconvenience()}
	for t, pick := range a.pick {
		if pick != leftOut {
			c := wide[t].chances[pick]
			plan.Cost -= h.detour(wide[t].way, c)
			plan.Visits = append(plan.Visits, wide[t].visit(c))
			continue
		}
		plan.Missed = h.miss(plan.Missed, t, tasks, l, persons)
	}
	slices.SortStableFunc(plan.Visits, func(a, b Visit) int {
		return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.Lesson.Starts, b.Lesson.Starts))
	})
	h.sameWeeks(plan.Visits)
	plan.Moved = h.moves(plan.Visits)
	return plan
}

func (t visitTask) visit(c chance) Visit {
	v := Visit{Pair: t.pair, Observer: t.observer, Teacher: t.teacher, Date: c.date, Lesson: c.lesson}
	v.countFor(t.monday)
	return v
}

// miss notes a visit not found beside earlier ones with the same reason.
func (h Horizon) miss(missed []MissedVisits, k int, tasks []visitTask, l *ledger, persons people) []MissedVisits {
	t := tasks[k]
	why, changes := h.impossible(t, persons)
	at := slices.IndexFunc(missed, func(m MissedVisits) bool {
		return m.Pair == t.pair && m.Observer == t.observer && m.Why.Key == why.Key
	})
	if at < 0 {
		at = len(missed)
		missed = append(missed, MissedVisits{Pair: t.pair, Observer: t.observer, Teacher: t.teacher, Why: why, Changes: changes})
		if why.Key == keyFull {
			missed[at].Collides, missed[at].Rules = h.collides(k, tasks, l)
		}
	}
	m := &missed[at]
	m.Count++
	if !slices.Contains(m.Weeks, t.monday) {
		m.Weeks = append(m.Weeks, t.monday)
	}
	return missed
}

// collides finds the fewest pairs and the rules that stand in the way of a visit:
// within its week, as nothing else is limited.
func (h Horizon) collides(k int, tasks []visitTask, l *ledger) (pairs []string, rules []Reason) {
	near := slices.DeleteFunc(l.puzzle.near(k), func(o int) bool { return tasks[o].monday != tasks[k].monday })
	c := l.puzzle.conflict(k, near)
	for _, t := range c.tasks {
		if id := tasks[t].pair; !slices.Contains(pairs, id) {
			pairs = append(pairs, id)
		}
	}
	return pairs, l.rules(c)
}

// impossible says why a way found no lesson in a week.
func (h Horizon) impossible(t visitTask, persons people) (Reason, []Change) {
	observer, teacher := persons[t.observer], persons[t.teacher]
	args := Args{"Observer": t.observer, "Teacher": t.teacher, "Week": t.monday}
	because := func(key string) Reason { return Reason{Key: key, Args: args, Against: true} }
	if len(t.chances) > 0 {
		return because(keyFull), nil
	}
	if len(teacher.Lessons) == 0 {
		return because(keyNothingToVisit), nil
	}
	if !slices.ContainsFunc(teacher.Lessons, func(l Lesson) bool { return observer.FreeAt(l.Slot) }) {
		return because(keyNeverFree), h.moveForVisit(observer, teacher, persons)
	}
	if !slices.ContainsFunc(teacher.Lessons, func(l Lesson) bool {
		return h.schoolDay(t.monday.AddDays(int(l.Weekday)-1)) && observer.FreeAt(l.Slot)
	}) {
		return because(keyHolidays), nil
	}
	return because(keyBusy), nil
}

// moveForVisit finds single lessons of the observer that, moved, would free her
// for a lesson of the teacher.
func (h Horizon) moveForVisit(observer, teacher Person, persons people) []Change {
	var out []Change
	for _, visited := range teacher.Lessons {
		if len(out) == maxChanges || observer.awayAt(visited.Slot) {
			continue
		}
		at := slices.DeleteFunc(slices.Clone(observer.Lessons), func(l Lesson) bool { return !l.Overlaps(visited.Slot) })
		if len(at) != 1 {
			continue
		}
		c := Change{Person: observer.ID, Lesson: at[0]}
		if c.To = h.Grid.elsewhere(c, persons, visited.Slot); len(c.To) == 0 {
			continue
		}
		c.Says = Reason{Key: keyMoveForVisit, Args: Args{
			"Person": observer.ID, "Class": at[0].Class, "Teacher": teacher.ID, "TeacherClass": visited.Class,
			"Weekday": at[0].Weekday, "Starts": at[0].Starts,
		}}
		out = append(out, c)
	}
	return out
}
