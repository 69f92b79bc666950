package scheduling

import (
	"cmp"
	"slices"

	"talim/internal/calendar"
)

// What an inconvenience costs. Being between one's lessons costs nothing;
// coming to school for it alone costs most (R063: short, inside working hours).
const (
	costExtraTrip  = 100
	costWaiting    = 20 // plus a fifth of the minutes waited
	costBeside     = 5  // right before the first or after the last lesson
	costOtherShift = 15
	costLate       = 30
	costSaturday   = 5
	costLastHour   = 40 // the last hour of the week's last day
	beside         = 30 // minutes that still count as right before or after
)

// convenience of a slot for all who must come.
func convenience(g Grid, s Slot, persons []Person) (int, []Reason) {
	cost, reasons := hourCost(g, s)
	besides := 0
	for _, p := range persons {
		c, r := presence(g, s, p)
		cost += c
		if r.Key != "" {
			reasons = append(reasons, r)
		}
		if c <= costBeside {
			besides++
		}
	}
	if besides == len(persons) {
		reasons = append(reasons, Reason{Key: keyNoExtraTrip})
	}
	return cost, reasons
}

// hourCost is what the hour itself costs, whoever comes.
func hourCost(g Grid, s Slot) (int, []Reason) {
	cost, reasons := 0, []Reason(nil)
	if s.Ends > g.lateAfter() {
		cost += costLate
		reasons = append(reasons, Reason{Key: keyLate, Against: true})
	}
	if s.Weekday != calendar.Saturday {
		return cost, reasons
	}
	cost += costSaturday
	if slots := g.Slots(); len(slots) > 0 && s == slots[len(slots)-1] {
		cost += costLastHour
		reasons = append(reasons, Reason{Key: keyLastHour, Against: true})
	}
	return cost, reasons
}

// presence is what it costs a person to be at school at the slot, seen from the
// lessons of that weekday.
func presence(g Grid, s Slot, p Person) (int, Reason) {
	first, last, teaches := p.day(s.Weekday)
	if !teaches {
		return costExtraTrip, Reason{Key: keyExtraTrip, Args: Args{"Person": p.ID, "Weekday": s.Weekday}, Against: true}
	}
	var wait int
	switch {
	case s.Ends <= first:
		wait = first.Minutes() - s.Ends.Minutes()
	case s.Starts >= last:
		wait = s.Starts.Minutes() - last.Minutes()
	default:
		return 0, Reason{}
	}
	cost := costBeside
	if here := g.shiftsAt(s); len(here) > 0 && !slices.ContainsFunc(here, func(shift int) bool { return slices.Contains(g.shiftsOf(p, s.Weekday), shift) }) {
		cost += costOtherShift
	}
	if wait <= beside {
		return cost, Reason{}
	}
	return cost + costWaiting + wait/5, waits(p.ID, wait)
}

// waits says how long somebody would wait, in hours above one.
func waits(person string, minutes int) Reason {
	r := Reason{Key: keyWaits, Args: Args{"Person": person, "Count": minutes}, Against: true}
	if minutes > 60 {
		r.Key, r.Args["Hours"], r.Args["Minutes"] = keyWaitsLong, minutes/60, minutes%60
	}
	return r
}

// day is when the person's lessons begin and end on a weekday.
func (p Person) day(d calendar.Weekday) (first, last calendar.Clock, teaches bool) {
	for _, l := range p.Lessons {
		if l.Weekday != d {
			continue
		}
		if !teaches || l.Starts < first {
			first = l.Starts
		}
		last = max(last, l.Ends)
		teaches = true
	}
	return first, last, teaches
}

func (g Grid) shiftsOf(p Person, d calendar.Weekday) []int {
	var out []int
	for _, l := range p.Lessons {
		if l.Weekday == d {
			out = append(out, g.shiftsAt(l.Slot)...)
		}
	}
	return out
}

// people finds persons by id, after checking them all.
type people map[string]Person

func peopleOf(list []Person) (people, error) {
	out := people{}
	for _, p := range list {
		if err := p.validate(); err != nil {
			return nil, err
		}
		if _, twice := out[p.ID]; twice {
			return nil, errorf("person %s stands twice", p.ID)
		}
		p.Lessons = slices.SortedFunc(slices.Values(p.Lessons), func(a, b Lesson) int {
			return cmp.Or(compareSlots(a.Slot, b.Slot), cmp.Compare(a.Class, b.Class), cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Room, b.Room))
		})
		out[p.ID] = p
	}
	return out, nil
}

func (p people) all(ids []string) []Person {
	out := make([]Person, len(ids))
	for i, id := range ids {
		out[i] = p[id]
	}
	return out
}
