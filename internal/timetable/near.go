package timetable

import (
	"context"
	"slices"

	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/people"
	"talim/internal/rule"
)

// Hours in common that count. A village school rings two shifts, and somebody of the
// first is "free" all afternoon; that is true, and of no use. An hour counts for
// several people when each of them teaches on that day, and either it is near the
// lessons of all (at most so many minutes before the first or after the last, which
// is a dated rule: NearMinutes) or it lies within the working day of one of
// them, so that the others wait at school for no more than a lesson or two. Hours that
// do not count may still be booked: people decide. Who gives no lessons at all, as
// some psychologists, is at school all day and stands in nobody's way here.

// workday is when lessons begin and end on a day.
type workday struct {
	first, last calendar.Clock
	teaches     bool
}

func (d *workday) add(starts, ends calendar.Clock) {
	if !d.teaches || starts < d.first {
		d.first = starts
	}
	d.last = max(d.last, ends)
	d.teaches = true
}

// gap is how many minutes lie between the hour and the lessons, 0 within them.
func (d workday) gap(starts, ends calendar.Clock) int {
	return max(0, d.first.Minutes()-ends.Minutes(), starts.Minutes()-d.last.Minutes())
}

func (d workday) holds(starts, ends calendar.Clock) bool { return d.first <= starts && ends <= d.last }

// counts says whether an hour counts for people with these working days.
func counts(days []workday, starts, ends calendar.Clock, near int) bool {
	if len(days) == 0 {
		return true
	}
	if slices.ContainsFunc(days, func(d workday) bool { return !d.teaches }) {
		return false
	}
	within := slices.ContainsFunc(days, func(d workday) bool { return d.holds(starts, ends) })
	return within || !slices.ContainsFunc(days, func(d workday) bool { return d.gap(starts, ends) > near })
}

// Counted gives the slots that none of the loads touches and that count as time in
// common in a usual week.
func Counted(slots []WeekSlot, near int, loads ...[]WeekSlot) []WeekSlot {
	return slices.DeleteFunc(Free(slots, loads...), func(s WeekSlot) bool {
		var days []workday
		for _, load := range loads {
			if len(load) > 0 {
				days = append(days, workdayOf(load, s.Weekday))
			}
		}
		return len(loads) == 0 || !counts(days, s.StartsAt, s.EndsAt, near)
	})
}

func workdayOf(load []WeekSlot, w calendar.Weekday) workday {
	var d workday
	for _, l := range load {
		if l.Weekday == w {
			d.add(l.StartsAt, l.EndsAt)
		}
	}
	return d
}

// NearMinutes is how long before the first or after the last lesson of somebody an
// hour still counts as time in common (R100).
var NearMinutes = rule.Rule{Name: "timetable.near_minutes", Default: 60, Min: 0, Max: 600}

// DatedRules are the numbers of the area that orders change.
var DatedRules = []rule.Rule{NearMinutes}

// NearMinutesOn is the rule that holds on a day.
func NearMinutesOn(ctx context.Context, c db.Conn, school string, on calendar.Date) (int, error) {
	return people.RuleOn(ctx, c, school, NearMinutes, on)
}

// SharedSlot is an hour of several people: who of them is not free, and whether it
// counts.
type SharedSlot struct {
	Slot
	Busy  []string
	Away  bool // one of them is absent
	Count bool
}

// together lists every hour of a time for several people.
func (p plan) together(staff []string, from, to calendar.Date, near int) []SharedSlot {
	var out []SharedSlot
	for d := range (calendar.Period{Starts: from, Ends: to}).Days() {
		if !p.days.Teaches(d) {
			continue
		}
		days := p.workdays(staff, d)
		for _, s := range p.days.slots(d) {
			x := SharedSlot{Slot: s, Count: counts(days, s.StartsAt, s.EndsAt, near)}
			for _, id := range staff {
				if !p.free(id, s) {
					x.Busy = append(x.Busy, id)
				}
				x.Away = x.Away || p.awayAt(id, s)
			}
			out = append(out, x)
		}
	}
	return out
}

// workdays are those of the people who teach at all.
func (p plan) workdays(staff []string, day calendar.Date) []workday {
	var out []workday
	for _, id := range staff {
		if !slices.ContainsFunc(p.entries, func(e Entry) bool { return e.Staff == id && !e.IsBooking() }) {
			continue
		}
		var d workday
		for _, e := range p.on(id, day) {
			if !e.IsBooking() {
				d.add(e.StartsAt, e.EndsAt)
			}
		}
		out = append(out, d)
	}
	return out
}
