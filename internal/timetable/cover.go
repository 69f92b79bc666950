package timetable

import (
	"context"
	"errors"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/journal"
	"talim/internal/reminder"
	"talim/internal/web/link"
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

// KindCover is the kind of the booking of a cover.
const KindCover = "timetable.cover"

// Choice is who shall give a lesson of somebody absent.
type Choice struct {
	Absence  string
	StartsAt calendar.Clock
	Staff    string
}

func (c Cover) ref() journal.Ref { return journal.Ref{Kind: KindOfCover, ID: c.ID} }

func (c Cover) words() db.Texts {
	return db.Texts{"Date": string(c.Date), "Starts": string(c.StartsAt), "Class": c.Class}
}

// GiveCover gives lessons of a day to colleagues, all of them or none: each is told
// and has the lesson in the week. The database keeps one person from two lessons
// at once, and one lesson from two people.
func (s *Service) GiveCover(ctx context.Context, actor access.Actor, day calendar.Date, choices []Choice) ([]Cover, error) {
	if err := require(actor, MayCover); err != nil {
		return nil, err
	}
	if len(choices) == 0 {
		return nil, fault.Conflict("timetable.cover.nothing")
	}
	var made []Cover
	err := s.db.Tx(ctx, func(tx db.Conn) error {
		made = nil
		state, err := readCoverDay(ctx, tx, actor.School, day)
		if err != nil {
			return err
		}
		for _, c := range choices {
			one, err := s.giveOne(ctx, tx, actor, state, c)
			if err != nil {
				return err
			}
			made = append(made, one)
		}
		return journal.Record(ctx, tx, actor, s.now(), EventCoverGiven, made[0].ref(), "Date", string(day), "Count", count(len(made)))
	})
	return made, err
}

func (s *Service) giveOne(ctx context.Context, tx db.Conn, actor access.Actor, d CoverDay, choice Choice) (Cover, error) {
	need, there := d.need(choice)
	if !there {
		return Cover{}, fault.Conflict("timetable.cover.changed")
	}
	if choice.Staff == "" || choice.Staff == need.Absent {
		return Cover{}, fault.Conflict("timetable.cover.choose")
	}
	c := Cover{
		School: actor.School, ID: db.NewID(), Absence: need.Absence, Absent: need.Absent, Staff: choice.Staff, Date: d.Date,
		StartsAt: need.Lesson.StartsAt, EndsAt: need.Lesson.EndsAt, Class: need.Lesson.Class, Subject: need.Lesson.SubjectID, Room: need.Lesson.Room,
		State: Given, GivenBy: actor.Staff, GivenAt: calendar.InstantOf(s.now()),
	}
	booked, err := s.Book(ctx, tx, actor, NewBooking{
		Date: c.Date, StartsAt: c.StartsAt, EndsAt: c.EndsAt, Kind: KindCover, About: c.ID,
		People: []Person{{c.Staff, Member}, {c.Absent, Visited}},
	})
	if err != nil {
		return c, err
	}
	c.Booking = booked.ID
	err = db.Insert(ctx, tx, "cover", c)
	if errors.Is(err, db.ErrDuplicate) { // another deputy was quicker
		return c, fault.Conflict("timetable.cover.changed").Because(err)
	}
	if err != nil {
		return c, err
	}
	return c, s.tell(ctx, tx, c.School, c.Staff, "timetable.remind.cover", c.ID, link.Timetable(string(c.Date.Monday())), c.Date, c.words())
}

// TakeBackCover frees a colleague of a lesson, who is told.
func (s *Service) TakeBackCover(ctx context.Context, actor access.Actor, id string) (Cover, error) {
	var c Cover
	if err := require(actor, MayCover); err != nil {
		return c, err
	}
	err := s.db.Tx(ctx, func(tx db.Conn) (err error) {
		if c, err = coverByID(ctx, tx, actor.School, id); err != nil || c.State == TakenBack {
			return err
		}
		if err := s.takeBack(ctx, tx, actor, c); err != nil {
			return err
		}
		return journal.Record(ctx, tx, actor, s.now(), EventCoverTakenBack, c.ref(), "Date", string(c.Date))
	})
	return c, err
}

func (s *Service) takeBackAll(ctx context.Context, tx db.Conn, actor access.Actor, given []Cover) error {
	for _, c := range given {
		if err := s.takeBack(ctx, tx, actor, c); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) takeBack(ctx context.Context, tx db.Conn, actor access.Actor, c Cover) error {
	if err := s.Release(ctx, tx, actor, c.Booking); err != nil {
		return err
	}
	c.State = TakenBack
	if err := db.Update(ctx, tx, "cover", c, "school_id", "id"); err != nil {
		return err
	}
	if err := reminder.Close(ctx, tx, s.now(), c.School, c.ID, ""); err != nil {
		return err
	}
	return s.tell(ctx, tx, c.School, c.Staff, "timetable.remind.cover_off", c.ID, link.Timetable(string(c.Date.Monday())), c.Date, c.words())
}

func coverByID(ctx context.Context, c db.Conn, school, id string) (Cover, error) {
	out, err := db.One[Cover](ctx, c, `SELECT * FROM cover WHERE school_id = $1 AND id = $2`, school, id)
	return out, orNotFound(err, "timetable.cover.not_found")
}
