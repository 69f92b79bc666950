package timetable

import (
	"context"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/scheduling"
)

// MeetingTime are the hours of a usual week for a meeting of many, the best first:
// those at which no member teaches or is booked, then those that cost the fewest
// lessons (R023).
type MeetingTime struct {
	Hours    []scheduling.MeetingTime
	Days     Days
	Subjects map[string]i18n.Text
}

// FindMeetingTime ranks the hours of the week of a Monday for the members.
func (s *Service) FindMeetingTime(ctx context.Context, c db.Conn, school string, members []string, monday calendar.Date) (MeetingTime, error) {
	h, err := s.HoursOf(ctx, c, school, monday, monday.AddDays(6))
	if err != nil {
		return MeetingTime{}, err
	}
	var people []scheduling.Person
	for _, id := range members {
		people = append(people, h.member(id))
	}
	hours, err := scheduling.FindMeetingTime(h.Grid, people)
	return MeetingTime{Hours: hours, Days: h.Days, Subjects: h.Subjects}, err
}

// member is somebody with the bookings of the week as time that is taken.
func (h Hours) member(id string) scheduling.Person {
	out := scheduling.Person{ID: id}
	for _, p := range h.people {
		if p.ID == id {
			out.Lessons = p.Lessons
		}
	}
	for _, b := range h.Bookings {
		if b.Staff == id && b.Part.mustBeFree() {
			out.Away = append(out.Away, scheduling.Slot{Weekday: b.Date.Weekday(), Starts: b.StartsAt, Ends: b.EndsAt})
		}
	}
	return out
}

// Leaders are the members of the director's meeting: the director, the deputies and
// the heads of units on a day.
func Leaders(ctx context.Context, c db.Conn, school string, on calendar.Date) ([]string, error) {
	return people.IDsWithRole(ctx, c, school, on, access.Director, access.Deputy, access.SMUHead)
}
