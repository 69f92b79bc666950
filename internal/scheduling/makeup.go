package scheduling

import (
	"slices"

	"talim/internal/calendar"
)

// costOtherWeek is what a visit costs for each week that it is from its own: more
// than convenience can win, less than moving something of the present plan.
const costOtherWeek, mostMakeUpWeeks = 1_000, 8

// makeUp solves again where visits found no room: whoever shares a person with
// them, over any number of pairs, may go to other weeks too. Everybody else stays.
func (h Horizon) makeUp(tasks []visitTask, a answer, persons people) ([]visitTask, answer) {
	near := h.nearLost(tasks, a)
	l := newLedger(h.Grid, persons)
	wide := slices.Clone(tasks)
	for k := range wide {
		t := &wide[k]
		group := t.group
		switch {
		case near[t.pair]:
			t.chances = h.chancesAround(*t, persons)
		case a.pick[k] == leftOut:
			group, t.chances = 0, nil
		default:
			group, t.chances = 0, t.chances[a.pick[k]:a.pick[k]+1]
		}
		l.puzzle.tasks = append(l.puzzle.tasks, task{group, l.visitOptions(*t, h, persons)})
	}
	return wide, l.puzzle.solve()
}

// nearLost are the pairs with a visit that found no room, and all pairs that
// share a person with such a pair.
func (h Horizon) nearLost(tasks []visitTask, a answer) map[string]bool {
	touched := map[string]bool{}
	for k, t := range tasks {
		if a.pick[k] == leftOut {
			touched[t.observer], touched[t.teacher] = true, true
		}
	}
	near := map[string]bool{}
	for before := -1; before < len(near); {
		before = len(near)
		for _, p := range h.Pairs {
			if touched[p.Mentor] || touched[p.Mentee] {
				near[p.ID], touched[p.Mentor], touched[p.Mentee] = true, true, true
			}
		}
	}
	return near
}

// chancesAround are those of the visit's own week, then those of the others.
func (h Horizon) chancesAround(t visitTask, persons people) []chance {
	out := slices.Clone(t.chances)
	for monday := range h.Period.Weeks() {
		away := weeksApart(monday, t.monday)
		if away == 0 || away > h.MakeUpWeeks {
			continue
		}
		for _, c := range h.chances(t.way, monday, persons) {
			c.away = away
			out = append(out, c)
		}
	}
	return out
}

// sameWeeks lets visits of the present plan count for the week they counted for,
// where another visit of the same way now does: the two change places.
func (h Horizon) sameWeeks(visits []Visit) {
	for _, k := range h.Keep {
		at := slices.IndexFunc(visits, func(v Visit) bool { return v.Date == k.Date && v.Lesson.Slot == k.Lesson.Slot && sameWay(v, k) })
		if at < 0 || visits[at].week() == k.week() {
			continue
		}
		other := slices.IndexFunc(visits, func(v Visit) bool { return v.week() == k.week() && sameWay(v, k) && !h.kept(v) })
		if other < 0 || weeksApart(visits[other].Date.Monday(), visits[at].week()) > h.MakeUpWeeks {
			continue
		}
		was := visits[at].week()
		visits[at].countFor(k.week())
		visits[other].countFor(was)
	}
}

func sameWay(a, b Visit) bool {
	return a.Pair == b.Pair && a.Observer == b.Observer && a.Teacher == b.Teacher
}

func (h Horizon) kept(v Visit) bool {
	return slices.ContainsFunc(h.Keep, func(k Visit) bool { return v.Date == k.Date && v.Lesson.Slot == k.Lesson.Slot && sameWay(v, k) })
}

// countFor makes the visit one of that week.
func (v *Visit) countFor(monday calendar.Date) {
	if v.Instead = monday; monday == v.Date.Monday() {
		v.Instead = ""
	}
}

func weeksApart(a, b calendar.Date) int { return max(a.DaysUntil(b), b.DaysUntil(a)) / 7 }
