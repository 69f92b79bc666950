package recognition

import (
	"context"
	"errors"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/journal"
	"talim/internal/mentoring"
	"talim/internal/mentoring/pairing"
	"talim/internal/reminder"
	"talim/internal/verb"
)

// The journal's events of the area. None carries words of a story or a nomination.
const (
	eventForum         journal.Event = "recognition.forum.set"
	eventStorySaved    journal.Event = "recognition.story.saved"
	eventStoryAgreed   journal.Event = "recognition.story.agreed"
	eventStoryTaken    journal.Event = "recognition.story.taken_back"
	eventNominated     journal.Event = "recognition.nomination.made"
	eventNominationOff journal.Event = "recognition.nomination.taken_back"
	eventThanked       journal.Event = "recognition.thanks.said"
	eventThanksOff     journal.Event = "recognition.thanks.taken_back"
	eventIssued        journal.Event = "recognition.certificate.issued"
	eventRevoked       journal.Event = "recognition.certificate.revoked"
)

// Forum is the meeting at the end of the year (R085).
type Forum struct {
	School        string           `db:"school_id"`
	ID            string           `db:"id"`
	Programme     string           `db:"programme_id"`
	Version       int              `db:"version"` // 0: none announced yet
	Date          calendar.Date    `db:"date"`
	StartsAt      calendar.Clock   `db:"starts_at"`
	Place         string           `db:"place"`
	Points        string           `db:"points"` // a point a line
	NominateUntil calendar.Date    `db:"nominate_until"`
	SetBy         string           `db:"set_by"`
	SetAt         calendar.Instant `db:"set_at"`
}

// TargetRecognition is what a programme thanks for, by the programme.
const TargetRecognition = "recognition.programme"

// PointList is the programme of the forum, point by point.
func (f Forum) PointList() []string { return i18n.Lines(f.Points) }

// Nominating says whether mentees may nominate today.
func (f Forum) Nominating(today calendar.Date) bool { return f.Version > 0 && today <= f.NominateUntil }

// NominationsClosed says whether those who keep the programme may read the nominations.
func (f Forum) NominationsClosed(today calendar.Date) bool {
	return f.Version > 0 && today > f.NominateUntil
}

// NewForum is what those who keep the programme enter.
type NewForum struct {
	Version       int // the version the form was made from
	Date          calendar.Date
	StartsAt      calendar.Clock
	Place         string
	Points        string
	NominateUntil calendar.Date
}

const (
	maxPlace  = 200
	maxPoints = 4000
	maxTitle  = 120
	maxStory  = 1500
	maxWords  = 1000
	maxThanks = 500
)

func (n NewForum) check(old Forum, today calendar.Date) error {
	var f fault.Fields
	f.When(f.Day("date", n.Date) && n.Date < today && n.Date != old.Date, "date", "recognition.date.past")
	_, err := calendar.ParseClock(string(n.StartsAt))
	f.When(err != nil, "starts_at", "recognition.forum.time_missing")
	f.Text("place", n.Place, true, maxPlace)
	f.Text("points", n.Points, false, maxPoints)
	switch {
	case !f.Day("nominate_until", n.NominateUntil):
	case n.NominateUntil > n.Date:
		f.Add("nominate_until", "recognition.forum.nominate_order")
	case old.NominationsClosed(today) && n.NominateUntil != old.NominateUntil:
		f.Add("nominate_until", "recognition.forum.nominate_over") // who nominated is known already
	}
	return f.Err()
}

// The reminders on Today.
const (
	remindForum    = "recognition.remind.forum"
	remindStory    = "recognition.remind.story"
	remindThanks   = "recognition.remind.thanks"
	remindBadge    = "recognition.remind.certificate"
	remindNominate = "recognition.remind.nominate"
)

// SetForum announces the forum, or changes what was announced. The pairs of the
// programme find it on Today, mentees also that they may nominate.
func (s *Service) SetForum(ctx context.Context, actor access.Actor, programme string, in NewForum) error {
	in.Place, in.Points = strings.TrimSpace(in.Place), strings.TrimSpace(in.Points)
	return s.do(ctx, actor, func(w work) error {
		if err := mayKeep(actor); err != nil {
			return err
		}
		p, err := mentoring.ProgrammeByID(w.Ctx, w.Tx, actor.School, programme)
		if err != nil {
			return err
		}
		old, err := forumOf(w.Ctx, w.Tx, p.School, p.ID)
		if err != nil {
			return err
		}
		if old.Version != in.Version {
			return fault.Changed()
		}
		if err := in.check(old, w.Date()); err != nil {
			return err
		}
		row := Forum{
			School: p.School, ID: db.NewID(), Programme: p.ID, Version: old.Version + 1, Date: in.Date, StartsAt: in.StartsAt,
			Place: in.Place, Points: in.Points, NominateUntil: in.NominateUntil, SetBy: actor.Staff, SetAt: w.Instant(),
		}
		if err := verb.Duplicate(db.Insert(w.Ctx, w.Tx, "forum", row), "recognition.changed_meanwhile"); err != nil {
			return err
		}
		if err := w.invite(row); err != nil {
			return err
		}
		return w.Record(eventForum, journal.Ref{Kind: "programme", ID: p.ID}, "version", number(row.Version))
	})
}

// invite puts the forum on Today of everybody in the programme, anew when it was changed.
func (w work) invite(f Forum) error {
	if err := reminder.Close(w.Ctx, w.Tx, w.At, f.School, f.Programme+"/forum", ""); err != nil {
		return err
	}
	rows, err := pairing.OfProgramme(w.Ctx, w.Tx, f.School, f.Programme)
	if err != nil {
		return err
	}
	args := db.Texts{"Date": string(f.Date), "Place": f.Place, "Until": string(f.NominateUntil)}
	for _, p := range rows {
		for _, staff := range []string{p.Mentor, p.Mentee} {
			if err := w.remind(staff, remindForum, f.Programme+"/forum", reminder.To(TargetRecognition, f.Programme), f.Date, args); err != nil {
				return err
			}
		}
		if f.Nominating(w.Date()) {
			if err := w.remind(p.Mentee, remindNominate, f.Programme+"/forum", reminder.To(TargetNomination, p.ID), f.NominateUntil, args); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w work) remind(staff, key, about string, page reminder.Target, due calendar.Date, args db.Texts) error {
	return w.Notify(reminder.Reminder{Staff: staff, Key: key, Args: args, Target: page, DueOn: due, About: about})
}

const forumColumns = `school_id, id, programme_id, version, date, starts_at, place, points, nominate_until, set_by, set_at`

// forumOf is the forum as it was announced last; version 0 where none was.
func forumOf(ctx context.Context, c db.Conn, school, programme string) (Forum, error) {
	f, err := db.One[Forum](ctx, c, `SELECT `+forumColumns+` FROM forum WHERE school_id = $1 AND programme_id = $2
		ORDER BY version DESC LIMIT 1`, school, programme)
	if errors.Is(err, db.ErrNotFound) {
		return Forum{School: school, Programme: programme}, nil
	}
	return f, err
}
