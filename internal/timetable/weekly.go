package timetable

import (
	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/verb"
)

// WeeklyBooking is a time that people take every week: that of Each, whose date
// is not used, on a weekday from a day to a day.
type WeeklyBooking struct {
	Each     NewBooking
	Weekday  calendar.Weekday
	From, To calendar.Date
}

// maxWeeks is a school year and a bit.
const maxWeeks = 60

func (w WeeklyBooking) check() error {
	var faults fault.Fields
	CheckPeriod(&faults, calendar.Period{Starts: w.From, Ends: w.To}, "from", "to")
	if len(faults) == 0 && w.From.DaysUntil(w.To) > maxWeeks*7 {
		faults.Add("to", "timetable.weekly.long")
	}
	if w.Weekday < calendar.Monday || w.Weekday > calendar.Sunday {
		faults.Add("weekday", "timetable.weekly.weekday")
	}
	if err := faults.Err(); err != nil {
		return err
	}
	each := w.Each
	each.Date = w.From
	return each.check()
}

// dates lists the days of the weekday in the span.
func (w WeeklyBooking) dates() []calendar.Date {
	span := calendar.Period{Starts: w.From, Ends: w.To}
	var out []calendar.Date
	for monday := range span.Weeks() {
		if d := monday.AddDays(int(w.Weekday) - 1); span.Contains(d) {
			out = append(out, d)
		}
	}
	return out
}

// split sorts the dates into those that can be booked, those on which the school
// does not teach, and those where something is in the way. A date that is booked
// for the same record already belongs to none: a second click books nothing twice.
func (w WeeklyBooking) split(p plan) (free []NewBooking, off []calendar.Date, taken []Collision) {
	for _, d := range w.dates() {
		n := w.Each
		n.Date = d
		if !p.days.Teaches(d) {
			off = append(off, d)
			continue
		}
		if p.has(n) {
			continue
		}
		if c := n.collision(p); c != nil {
			taken = append(taken, *c)
			continue
		}
		free = append(free, n)
	}
	return free, off, taken
}

// Weekly is what became of a weekly booking.
type Weekly struct {
	Made     []Booking
	Off      []calendar.Date // holidays and days off: skipped
	Collided []Collision     // dates on which somebody is not free: not booked
}

// BookWeekly books every date it can, inside the transaction of the area that
// asks, and says which dates it could not and why. It is no error that some
// collide; the caller decides whether that is good enough.
func (s *Service) BookWeekly(w verb.Work, in WeeklyBooking) (Weekly, error) {
	if err := require(w.Actor, MaySee); err != nil {
		return Weekly{}, err
	}
	if err := in.check(); err != nil {
		return Weekly{}, err
	}
	plan, err := s.planOf(w.Ctx, w.Tx, w.Actor.School, in.Each.staff(), in.From, in.To)
	if err != nil {
		return Weekly{}, err
	}
	free, off, taken := in.split(plan)
	out := Weekly{Off: off, Collided: taken}
	for _, n := range free {
		made, err := insertBooking(w, n)
		if err != nil {
			return Weekly{}, err
		}
		out.Made = append(out.Made, made)
	}
	return out, nil
}

// ReleaseAbout gives back all time booked for a record from a day on, and says
// how much: a pairing that ends frees its meetings to come.
func (s *Service) ReleaseAbout(w verb.Work, about string, from calendar.Date) (int, error) {
	all, err := BookingsAbout(w.Ctx, w.Tx, w.Actor.School, about)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, b := range all {
		if b.State == Released || b.Date < from {
			continue
		}
		if err := release(w, b); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}
