package scheduling

import (
	"cmp"
	"slices"

	"talim/internal/calendar"
)

// missed says why a meeting found no (more) time, with whom it collides, and
// what would help.
func (w Week) missed(m Meeting, lacking, task int, tasks []weeklyTask, l *ledger, a answer, plan WeekPlan, persons people) Missed {
	members := persons.all(m.Members)
	out := Missed{Meeting: m.ID, Lacking: lacking, Changes: w.lessonsToMove(members, persons, w.takenBy(m, plan))}
	offers := tasks[task].offers
	if len(offers) == 0 {
		out.Why = w.nothingShared(members, len(out.Changes) > 0)
		return out
	}
	c := l.puzzle.conflict(task, l.puzzle.near(task))
	out.Rules = l.rules(c)
	for _, t := range c.tasks {
		if id := tasks[t].meeting.ID; !slices.Contains(out.Collides, id) {
			out.Collides = append(out.Collides, id)
		}
	}
	others := slices.DeleteFunc(slices.Clone(out.Collides), func(id string) bool { return id == m.ID })
	out.Why = Reason{Key: keyTaken, Args: Args{"Members": m.Members, "Count": len(offers), "Others": others}, Against: true}
	if len(others) == 0 {
		out.Why = Reason{Key: keyDays, Args: Args{"Members": m.Members, "Count": daysOf(offers)}, Against: true}
	}
	out.Helps = w.helps(out, a.missed(), persons)
	return out
}

// helps tries the changes that are not lessons: one more a day, where that is
// what collides, and each of the colliding meetings once less a week.
func (w Week) helps(m Missed, lacking int, persons people) []Reason {
	var out []Reason
	if slices.ContainsFunc(m.Rules, func(r Reason) bool { return r.Key == keyRulePerDay }) {
		more := w
		more.MaxPerDay = w.maxPerDay() + 1
		if more.lacking(persons) < lacking {
			out = append(out, Reason{Key: keyMorePerDay, Args: Args{"Count": more.MaxPerDay}})
		}
	}
	for _, id := range m.Collides {
		if id == m.Meeting {
			continue
		}
		less := w
		less.Meetings = slices.Clone(w.Meetings)
		at := slices.IndexFunc(less.Meetings, func(o Meeting) bool { return o.ID == id })
		if less.Meetings[at].PerWeek--; less.Meetings[at].PerWeek < 1 {
			less.Meetings = slices.Delete(less.Meetings, at, at+1)
			less.Keep = slices.DeleteFunc(slices.Clone(w.Keep), func(p Placed) bool { return p.Meeting == id })
		}
		if less.lacking(persons) < lacking {
			out = append(out, Reason{Key: keyLessOften, Args: Args{"Meeting": id}})
		}
	}
	return out
}

// lacking is how many meetings a week find no time.
func (w Week) lacking(persons people) int {
	_, l := w.puzzle(persons)
	return l.puzzle.solve().missed()
}

// nothingShared names the fewest members who have no hour in common.
func (w Week) nothingShared(members []Person, movable bool) Reason {
	busiest := slices.SortedStableFunc(slices.Values(members), func(a, b Person) int {
		return cmp.Or(cmp.Compare(len(b.Lessons), len(a.Lessons)), cmp.Compare(a.ID, b.ID))
	})
	for _, p := range busiest {
		if w.alone(p, members) {
			return Reason{Key: keyTeachesAlways, Args: Args{"Person": p.ID}, Against: true}
		}
	}
	fewest := w.fewestApart(members)
	for _, p := range fewest {
		if len(p.Away) > 0 && !movable {
			return Reason{Key: keyAway, Args: Args{"Person": p.ID}, Against: true}
		}
	}
	var names []string
	for _, p := range fewest {
		names = append(names, p.ID)
	}
	return Reason{Key: keyNoShared, Args: Args{"Members": names}, Against: true}
}

// fewestApart are the fewest members without a common hour: sets of two and
// three are tried, beyond that members are dropped as long as the rest has none.
func (w Week) fewestApart(members []Person) []Person {
	for size := 1; size <= maxTogether; size++ {
		if found := w.apart(nil, members, size); found != nil {
			return found
		}
	}
	rest := slices.Clone(members)
	for k := len(rest) - 1; k >= 0; k-- {
		if fewer := slices.Delete(slices.Clone(rest), k, k+1); len(Shared(w.Grid, fewer...)) == 0 {
			rest = fewer
		}
	}
	return rest
}

func (w Week) apart(with, from []Person, more int) []Person {
	if more == 0 {
		if len(Shared(w.Grid, with...)) == 0 {
			return with
		}
		return nil
	}
	for k, p := range from {
		if found := w.apart(append(slices.Clone(with), p), from[k+1:], more-1); found != nil {
			return found
		}
	}
	return nil
}

// alone says whether p's lessons, and nothing else, fill every hour that all others share.
func (w Week) alone(p Person, members []Person) bool {
	others := slices.DeleteFunc(slices.Clone(members), func(o Person) bool { return o.ID == p.ID })
	offers := Shared(w.Grid, others...)
	return len(offers) > 0 && !slices.ContainsFunc(offers, func(o Offer) bool { return p.awayAt(o.Slot) })
}

// takenBy are the slots that other meetings of the members hold.
func (w Week) takenBy(m Meeting, plan WeekPlan) []Slot {
	var out []Slot
	for _, p := range plan.Placed {
		if p.Meeting == m.ID || w.shareMember(m, p.Meeting) {
			out = append(out, p.Slot)
		}
	}
	return out
}

func (w Week) shareMember(m Meeting, other string) bool {
	at := slices.IndexFunc(w.Meetings, func(o Meeting) bool { return o.ID == other })
	return slices.ContainsFunc(w.Meetings[at].Members, func(id string) bool { return slices.Contains(m.Members, id) })
}

func daysOf(offers []Offer) int {
	days := map[calendar.Weekday]bool{}
	for _, o := range offers {
		days[o.Slot.Weekday] = true
	}
	return len(days)
}
