package timetable

import (
	"context"
	"slices"

	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/i18n"
	"talim/internal/scheduling"
)

// Hours is a school as scheduling sees it, from a day to a day.
type Hours struct {
	calendar.Period
	Days     Days
	Grid     scheduling.Grid
	Bookings []Entry // once for each of their people
	Subjects map[string]i18n.Text

	people []scheduling.Person
	plans  map[string]plan // by person
}

// HoursOf reads the hours of a school in one query.
func (s *Service) HoursOf(ctx context.Context, c db.Conn, school string, from, to calendar.Date) (Hours, error) {
	p, err := s.planOfAll(ctx, c, school, from, to)
	if err != nil {
		return Hours{}, err
	}
	h := Hours{Period: calendar.Period{Starts: from, Ends: to}, Days: p.days, plans: p.byPerson(), Subjects: map[string]i18n.Text{}}
	first := h.firstDay()
	h.Grid = p.days.Grid(first)
	at := map[string]int{}
	for _, e := range p.entries {
		i, known := at[e.Staff]
		if !known {
			i = len(h.people)
			at[e.Staff] = i
			h.people = append(h.people, scheduling.Person{ID: e.Staff})
		}
		switch {
		case e.Part == Away:
			h.people[i].Busy = append(h.people[i].Busy, h.awayDays(e)...)
		case e.IsBooking():
			h.Bookings = append(h.Bookings, e)
		case e.period.Contains(first):
			h.addLesson(i, e)
		}
	}
	slices.SortFunc(h.Bookings, ByTime)
	return h, nil
}

// addLesson gives a person a lesson; one of every other week with the weeks of the time in
// which it is held, and none where there are no such weeks.
func (h Hours) addLesson(person int, e Entry) {
	l := scheduling.Lesson{
		Slot:  scheduling.Slot{Weekday: e.weekday, Starts: e.StartsAt, Ends: e.EndsAt},
		Class: e.Class, Subject: e.SubjectID, Room: e.Room,
	}
	if e.Turn != EveryWeek {
		if l.Weeks = h.Days.mondaysOf(e.Turn, h.Period); len(l.Weeks) == 0 {
			return
		}
	}
	h.people[person].Lessons = append(h.people[person].Lessons, l)
	h.Subjects[e.SubjectID] = e.Subject
}

// firstDay is the first day of the time on which the school teaches, whose lessons
// and bells are taken for all of it.
func (h Hours) firstDay() calendar.Date {
	for d := range h.Period.Days() {
		if h.Days.Teaches(d) {
			return d
		}
	}
	return h.Starts
}

func (h Hours) awayDays(e Entry) []scheduling.Dated {
	var out []scheduling.Dated
	away := calendar.Period{Starts: max(h.Starts, e.period.Starts), Ends: min(h.Ends, e.period.Ends)}
	for d := range away.Days() {
		out = append(out, scheduling.Dated{Date: d, Starts: e.StartsAt, Ends: e.EndsAt})
	}
	return out
}

// People are all who teach or are booked, with what takes their time: lessons,
// absences, and the bookings that keep says stay.
func (h Hours) People(keep func(Entry) bool) []scheduling.Person {
	out := make([]scheduling.Person, len(h.people))
	for i, p := range h.people {
		p.Busy = slices.Clone(p.Busy)
		for _, b := range h.Bookings {
			if b.Staff == p.ID && b.Part.mustBeFree() && keep(b) {
				p.Busy = append(p.Busy, scheduling.Dated{Date: b.Date, Starts: b.StartsAt, Ends: b.EndsAt})
			}
		}
		out[i] = p
	}
	return out
}

// Off are the days of the time on which the school does not teach, as scheduling
// takes them.
func (h Hours) Off() []calendar.Period {
	var out []calendar.Period
	for d := range h.Period.Days() {
		if !h.Days.Teaches(d) {
			out = append(out, calendar.Period{Starts: d, Ends: d})
		}
	}
	return out
}

// On lists what somebody has on a day, by the clock: lessons, bookings, absences.
func (h Hours) On(staff string, day calendar.Date) []Entry {
	return h.plans[staff].week(staff, day, day)
}

// FreeAt says whether somebody has neither lesson nor booking then.
func (h Hours) FreeAt(staff string, s Slot) bool { return h.plans[staff].free(staff, s) }

// LessonAt is the lesson that somebody gives at a time of a day.
func (h Hours) LessonAt(staff string, day calendar.Date, starts calendar.Clock) (Entry, bool) {
	for _, e := range h.plans[staff].on(staff, day) {
		if !e.IsBooking() && e.StartsAt == starts {
			return e, true
		}
	}
	return Entry{}, false
}
