package cover

import (
	"context"
	"strconv"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/journal"
	"talim/internal/reminder"
	"talim/internal/timetable"
	"talim/internal/verb"
)

// Cover is a lesson of somebody absent that a colleague gives (R173).
type Cover struct {
	School   string           `db:"school_id"`
	ID       string           `db:"id"`
	Absence  string           `db:"absence_id"`
	Absent   string           `db:"absent_id"`
	Staff    string           `db:"staff_id"` // who covers
	Booking  string           `db:"booking_id"`
	Date     calendar.Date    `db:"date"`
	StartsAt calendar.Clock   `db:"starts_at"`
	EndsAt   calendar.Clock   `db:"ends_at"`
	Class    string           `db:"class_name"`
	Subject  string           `db:"subject_id"`
	Room     string           `db:"room"`
	State    CoverState       `db:"state"`
	GivenBy  string           `db:"given_by"`
	GivenAt  calendar.Instant `db:"given_at"`
}

// CoverState says whether a cover holds.
type CoverState string

// The states.
const (
	Given     CoverState = "given"
	TakenBack CoverState = "taken_back"
)

// Choice is who shall give a lesson of somebody absent.
type Choice struct {
	Absence  string
	StartsAt calendar.Clock
	Staff    string
}

func (c Cover) ref() journal.Ref { return journal.Ref{Kind: kindOfCover, ID: c.ID} }

func (c Cover) words() db.Texts {
	return db.Texts{"Date": string(c.Date), "Starts": string(c.StartsAt), "Class": c.Class}
}

// Give gives lessons of a day to colleagues, all of them or none: each is
// notified and has the lesson in the week. The database keeps one person from two
// lessons at once, and one lesson from two people.
func (s *Service) Give(ctx context.Context, actor access.Actor, day calendar.Date, choices []Choice) ([]Cover, error) {
	var made []Cover
	err := s.do(ctx, actor, func(w work) error {
		made = nil
		if len(choices) == 0 {
			return fault.Conflict("timetable.cover.nothing")
		}
		state, err := w.readDay(w.Ctx, w.Tx, actor.School, day)
		if err != nil {
			return err
		}
		for _, c := range choices {
			one, err := w.giveOne(state, c)
			if err != nil {
				return err
			}
			made = append(made, one)
		}
		return w.Record(eventGiven, made[0].ref(), "Date", string(day), "Count", strconv.Itoa(len(made)))
	})
	return made, err
}

func (w work) giveOne(d Day, choice Choice) (Cover, error) {
	need, there := d.need(choice)
	if !there {
		return Cover{}, fault.Conflict("timetable.cover.changed")
	}
	if choice.Staff == "" || choice.Staff == need.Absent {
		return Cover{}, fault.Conflict("timetable.cover.choose")
	}
	c := Cover{
		School: w.Actor.School, ID: db.NewID(), Absence: need.Absence, Absent: need.Absent, Staff: choice.Staff, Date: d.Date,
		StartsAt: need.Lesson.StartsAt, EndsAt: need.Lesson.EndsAt, Class: need.Lesson.Class, Subject: need.Lesson.SubjectID, Room: need.Lesson.Room,
		State: Given, GivenBy: w.Actor.Staff, GivenAt: w.Instant(),
	}
	booked, err := w.timetable.Book(w.Work, timetable.NewBooking{
		Date: c.Date, StartsAt: c.StartsAt, EndsAt: c.EndsAt, Kind: timetable.KindCover, About: c.ID,
		People: []timetable.Person{{Staff: c.Staff, Part: timetable.Member}, {Staff: c.Absent, Part: timetable.Visited}},
	})
	if err != nil {
		return c, err
	}
	c.Booking = booked.ID
	// A duplicate: another deputy was quicker.
	if err := verb.Duplicate(db.Insert(w.Ctx, w.Tx, "cover", c), "timetable.cover.changed"); err != nil {
		return c, err
	}
	return c, w.notifyCover(c, "timetable.remind.cover")
}

// TakeBack frees a colleague of a lesson, who is notified.
func (s *Service) TakeBack(ctx context.Context, actor access.Actor, id string) (Cover, error) {
	var c Cover
	err := s.do(ctx, actor, func(w work) (err error) {
		if c, err = w.cover(id); err != nil || c.State == TakenBack {
			return err
		}
		if err := w.takeBack(c); err != nil {
			return err
		}
		return w.Record(eventTakenBack, c.ref(), "Date", string(c.Date))
	})
	return c, err
}

func (w work) takeBackAll(given []Cover) error {
	for _, c := range given {
		if err := w.takeBack(c); err != nil {
			return err
		}
	}
	return nil
}

func (w work) takeBack(c Cover) error {
	if err := w.timetable.Release(w.Work, c.Booking); err != nil {
		return err
	}
	c.State = TakenBack
	if err := db.Update(w.Ctx, w.Tx, "cover", c, "school_id", "id"); err != nil {
		return err
	}
	if err := w.CloseReminders(c.ID); err != nil {
		return err
	}
	return w.notifyCover(c, "timetable.remind.cover_off")
}

// notifyCover leads who covers to the week of the lesson.
func (w work) notifyCover(c Cover, key string) error {
	return w.Notify(reminder.Reminder{
		Staff: c.Staff, Key: key, Args: c.words(), About: c.ID, DueOn: c.Date,
		Target: reminder.Target{Kind: timetable.TargetWeek, ID: string(c.Date.Monday())},
	})
}

func (w work) cover(id string) (Cover, error) {
	out, err := db.One[Cover](w.Ctx, w.Tx, `SELECT `+db.Columns[Cover]("")+` FROM cover WHERE school_id = $1 AND id = $2`, w.Actor.School, id)
	return out, verb.Missing(err, "timetable.cover.not_found")
}
