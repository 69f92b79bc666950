package pairing

import (
	"context"
	"strconv"
	"strings"
	"time"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/mentoring"
	"talim/internal/observation"
	"talim/internal/timetable"
	"talim/internal/verb"
)

// The kinds of the bookings that pairs make in the timetable.
const (
	BookingKind = "mentoring.meeting"
	VisitKind   = "mentoring.visit"
)

// VisitPurpose is what the visits of a pair serve.
var VisitPurpose = observation.Purpose{Name: "mentoring", Booking: VisitKind, Protected: true}

// NewMeeting is one time for a meeting.
type NewMeeting struct {
	Date     calendar.Date
	StartsAt calendar.Clock
	EndsAt   calendar.Clock
	Place    string
}

// Check says what is wrong with the time.
func (n NewMeeting) Check(p Pairing, now time.Time) error {
	var f fault.Fields
	if f.Day("date", n.Date) {
		f.When(!p.Contains(n.Date), "date", "mentoring.meeting.outside", "Starts", p.Starts, "Ends", p.Ends)
		f.When(p.Contains(n.Date) && n.Date < calendar.DateOf(now), "date", "mentoring.meeting.past")
	}
	if n.StartsAt == "" || n.EndsAt == "" || n.StartsAt >= n.EndsAt {
		f.Add("starts_at", "mentoring.meeting.time")
	}
	f.Text("place", n.Place, false, mentoring.MaxPlace)
	return f.Err()
}

// BookMeeting books one meeting where both are free.
func (s *Service) BookMeeting(ctx context.Context, actor access.Actor, pairing string, in NewMeeting) (Meeting, error) {
	var made Meeting
	err := s.do(ctx, actor, func(w work) error {
		p, err := Own(w.Work, pairing)
		if err != nil {
			return err
		}
		if made, err = w.Book(w.Work, p, in); err != nil {
			return err
		}
		return w.Record(EventMeetingsBooked, p.Ref(), "date", string(made.Date), "count", "1")
	})
	return made, err
}

// Book books one meeting in the time of both.
func (s *Service) Book(change verb.Work, p Pairing, in NewMeeting) (Meeting, error) {
	w := work{change, s}
	in.Place = strings.TrimSpace(in.Place)
	if err := in.Check(p, w.At); err != nil {
		return Meeting{}, err
	}
	m := Meeting{
		School: p.School, ID: db.NewID(), Pairing: p.ID, Date: in.Date, StartsAt: in.StartsAt, EndsAt: in.EndsAt,
		Place: in.Place, State: MeetingPlanned,
	}
	booked, err := w.timetable.Book(w.Work, bookingOf(p, m))
	if err != nil {
		return m, err
	}
	m.Booking = booked.ID
	return m, w.insertMeeting(m)
}

// bookingOf is the time that a meeting takes of both.
func bookingOf(p Pairing, m Meeting) timetable.NewBooking {
	return timetable.NewBooking{
		Date: m.Date, StartsAt: m.StartsAt, EndsAt: m.EndsAt, Kind: BookingKind, About: p.ID, Protected: true,
		People: []timetable.Person{{Staff: p.Mentor, Part: timetable.Member}, {Staff: p.Mentee, Part: timetable.Member}},
	}
}

// NewWeekly is a time of the week for all meetings from a day on.
type NewWeekly struct {
	Weekday  calendar.Weekday
	StartsAt calendar.Clock
	EndsAt   calendar.Clock
	From     calendar.Date
	Place    string
}

// Booked is what became of a weekly time.
type Booked struct {
	Made     int
	Off      []calendar.Date       // holidays and days off
	Collided []timetable.Collision // days on which one of the two is not free
}

// check says what is wrong with the first day and the place; without a day it is from now on.
func (n NewWeekly) check(p Pairing) error {
	var f fault.Fields
	f.Text("place", n.Place, false, mentoring.MaxPlace)
	if n.From != "" && f.Day("from", n.From) {
		f.When(n.From > p.Ends, "from", "mentoring.meeting.outside", "Starts", p.Starts, "Ends", p.Ends)
	}
	return f.Err()
}

// BookWeekly books the same time of every school week until the pairing ends.
// Days that cannot be had are left out and named.
func (s *Service) BookWeekly(ctx context.Context, actor access.Actor, pairing string, in NewWeekly) (Booked, error) {
	var out Booked
	err := s.do(ctx, actor, func(w work) error {
		p, err := Own(w.Work, pairing)
		if err != nil {
			return err
		}
		made, weekly, err := w.BookEvery(w.Work, p, in)
		if err != nil {
			return err
		}
		out = Booked{Made: len(made), Off: weekly.Off, Collided: weekly.Collided}
		if out.Made == 0 {
			return fault.Conflict("mentoring.meeting.none_booked")
		}
		return w.Record(EventMeetingsBooked, p.Ref(), "count", strconv.Itoa(out.Made))
	})
	return out, err
}

// BookEvery books a weekly time until the pairing ends, where both are free.
func (s *Service) BookEvery(change verb.Work, p Pairing, in NewWeekly) ([]Meeting, timetable.Weekly, error) {
	w := work{change, s}
	if err := in.check(p); err != nil {
		return nil, timetable.Weekly{}, err
	}
	from := max(in.From, p.Starts, w.Date())
	if from == w.Date() && in.StartsAt <= w.Clock() { // today's time is over
		from = from.AddDays(1)
	}
	weekly, err := w.timetable.BookWeekly(w.Work, timetable.WeeklyBooking{
		Each: bookingOf(p, Meeting{StartsAt: in.StartsAt, EndsAt: in.EndsAt}), Weekday: in.Weekday, From: from, To: p.Ends,
	})
	if err != nil {
		return nil, weekly, err
	}
	var made []Meeting
	for _, b := range weekly.Made {
		m := Meeting{
			School: p.School, ID: db.NewID(), Pairing: p.ID, Booking: b.ID, Date: b.Date, StartsAt: b.StartsAt,
			EndsAt: b.EndsAt, Place: strings.TrimSpace(in.Place), State: MeetingPlanned,
		}
		if err := w.insertMeeting(m); err != nil {
			return nil, weekly, err
		}
		made = append(made, m)
	}
	return made, weekly, nil
}

// insertMeeting keeps the meeting and asks for its record the day after.
func (w work) insertMeeting(m Meeting) error {
	if err := verb.Duplicate(db.Insert(w.Ctx, w.Tx, "meeting", m), "mentoring.meeting.twice"); err != nil {
		return err
	}
	return mentoring.Later(w.Work, JobUnrecorded, m.ID, mentoring.MorningOf(w.Work, m.Date.AddDays(1)))
}
