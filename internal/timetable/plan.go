package timetable

import (
	"context"
	"slices"

	"talim/internal/calendar"
	"talim/internal/db"
)

// plan is what some people have to do in a span: their lessons, their bookings,
// and the days they fall on. It is read in one query, however many people.
type plan struct {
	days    Days
	entries []Entry // bookings have a date, lessons a weekday and a period
}

// at lists the entries of a person that fall on a day.
func (p plan) on(staff string, day calendar.Date) []Entry {
	var out []Entry
	teaches := p.days.Teaches(day)
	for _, e := range p.entries {
		switch {
		case e.Staff != staff:
		case e.Part == Away:
			if e.period.Contains(day) && day.Weekday() != calendar.Sunday {
				e.Date = day
				out = append(out, e)
			}
		case e.IsBooking() && e.Date == day:
			out = append(out, e)
		case !e.IsBooking() && teaches && e.weekday == day.Weekday() && e.period.Contains(day) && p.days.holds(e.Turn, day):
			e.Date = day
			out = append(out, e)
		}
	}
	return out
}

func (p plan) lessonAt(staff string, s Slot) (Entry, bool) {
	for _, e := range p.on(staff, s.Date) {
		if !e.IsBooking() && s.Overlaps(e.StartsAt, e.EndsAt) {
			return e, true
		}
	}
	return Entry{}, false
}

// bookingAt finds a booking that takes the person's time, or an absence; a visit
// to their own lesson does not.
func (p plan) bookingAt(staff string, s Slot) (Entry, bool) {
	for _, e := range p.on(staff, s.Date) {
		if e.IsBooking() && e.Part.takesTime() && s.Overlaps(e.StartsAt, e.EndsAt) {
			return e, true
		}
	}
	return Entry{}, false
}

func (p plan) awayAt(staff string, s Slot) bool {
	return slices.ContainsFunc(p.on(staff, s.Date), func(e Entry) bool { return e.Part == Away && s.Overlaps(e.StartsAt, e.EndsAt) })
}

func (p plan) free(staff string, s Slot) bool {
	_, teaching := p.lessonAt(staff, s)
	_, booked := p.bookingAt(staff, s)
	return !teaching && !booked
}

// has says whether the booking is there already, for all its people.
func (p plan) has(n NewBooking) bool {
	for _, person := range n.People {
		found := false
		for _, e := range p.on(person.Staff, n.Date) {
			if e.IsBooking() && e.About == n.About && e.Kind == n.Kind && e.StartsAt == n.StartsAt && e.EndsAt == n.EndsAt {
				found = true
			}
		}
		if !found {
			return false
		}
	}
	return true
}

// planOf reads the plan: lessons, bookings and days together in one query.
func (s *Service) planOf(ctx context.Context, c db.Conn, school string, staff []string, from, to calendar.Date) (plan, error) {
	list, args := db.In(4, staff)
	return s.readPlan(ctx, c, school, list, args, from, to)
}

// planOfAll reads the plan of the whole school.
func (s *Service) planOfAll(ctx context.Context, c db.Conn, school string, from, to calendar.Date) (plan, error) {
	return s.readPlan(ctx, c, school, "", nil, from, to)
}

// byPerson parts a plan into those of its people, in one pass: a large school has
// ten thousand entries.
func (p plan) byPerson() map[string]plan {
	out := map[string]plan{}
	for _, e := range p.entries {
		mine := out[e.Staff]
		mine.days = p.days
		mine.entries = append(mine.entries, e)
		out[e.Staff] = mine
	}
	return out
}

// only is the plan of some people: asking it is quick in a large school.
func (p plan) only(staff ...string) plan {
	p.entries = slices.DeleteFunc(slices.Clone(p.entries), func(e Entry) bool { return !slices.Contains(staff, e.Staff) })
	return p
}

func (s *Service) readPlan(ctx context.Context, c db.Conn, school, list string, args []any, from, to calendar.Date) (plan, error) {
	rows, err := db.All[entryRow](ctx, c, s.entriesSQL(list)+"\nUNION ALL\n"+daysAsEntriesSQL, append([]any{school, from, to}, args...)...)
	if err != nil {
		return plan{}, err
	}
	var days []dayRow
	entries := slices.DeleteFunc(rows, func(r entryRow) bool {
		if r.Staff == "" {
			days = append(days, r.day())
		}
		return r.Staff == ""
	})
	return plan{days: daysFrom(school, days), entries: joined(entries)}, nil
}
