package timetable

import (
	"context"

	"talim/internal/calendar"
	"talim/internal/db"
)

// plan is what some people have to do in a span: their lessons, their bookings,
// and the days they fall on. It is read in two queries, however many people.
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
		case e.IsBooking() && e.Date == day:
			out = append(out, e)
		case !e.IsBooking() && teaches && e.weekday == day.Weekday() && e.period.Contains(day):
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

// bookingAt finds a booking that takes the person's time; a visit to their own
// lesson does not.
func (p plan) bookingAt(staff string, s Slot) (Entry, bool) {
	for _, e := range p.on(staff, s.Date) {
		if e.IsBooking() && e.Part.mustBeFree() && s.Overlaps(e.StartsAt, e.EndsAt) {
			return e, true
		}
	}
	return Entry{}, false
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

func planOf(ctx context.Context, c db.Conn, school string, staff []string, from, to calendar.Date) (plan, error) {
	days, err := DaysOf(ctx, c, school, from, to)
	if err != nil {
		return plan{}, err
	}
	rows, err := entriesOf(ctx, c, school, staff, from, to)
	return plan{days: days, entries: rows}, err
}
