package record

import (
	"context"
	"slices"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/observation"
	"talim/internal/secret"
	"talim/internal/verb"
)

// What is observed, each with tags of its own (R203).
const (
	OfLesson    = "lesson"
	OfMeeting   = "meeting"
	OfStaffroom = "staffroom"
)

// Observed lists what is observed.
var Observed = []string{OfLesson, OfMeeting, OfStaffroom}

// Meeting is a meeting, or a time in the staffroom, that somebody observes for herself:
// its record is read by her alone.
type Meeting struct {
	School   string           `db:"school_id"`
	ID       string           `db:"id"`
	Observer string           `db:"observer_id"`
	Kind     string           `db:"kind"`  // OfMeeting or OfStaffroom
	Title    string           `db:"title"` // sealed for her
	Date     calendar.Date    `db:"date"`
	StartsAt calendar.Clock   `db:"starts_at"`
	EndsAt   calendar.Clock   `db:"ends_at"`
	MadeAt   calendar.Instant `db:"made_at"`
}

// NewMeeting is the input of ObserveMeeting.
type NewMeeting struct {
	Kind     string
	Title    string
	Date     calendar.Date
	StartsAt calendar.Clock
	EndsAt   calendar.Clock
}

// MaxTitle is how many characters of a title fit.
const MaxTitle = 200

// around are the days on which a meeting may be that is recorded now: before, where it was
// written on paper, and ahead.
func around(today calendar.Date) calendar.Period {
	return calendar.Period{Starts: today.AddDays(-60), Ends: today.AddDays(60)}
}

func (n NewMeeting) check(today calendar.Date) error {
	var f fault.Fields
	f.When(n.Kind == OfLesson || !slices.Contains(Observed, n.Kind), "kind", "record.meeting.kind_missing")
	f.Text("title", n.Title, true, MaxTitle)
	f.DayWithin("date", n.Date, around(today))
	for name, at := range map[string]calendar.Clock{"starts": n.StartsAt, "ends": n.EndsAt} {
		_, err := calendar.ParseClock(string(at))
		f.When(err != nil, name, "record.typed.time_wrong")
	}
	f.When(n.EndsAt <= n.StartsAt, "ends", "record.meeting.ends_before")
	return f.Err()
}

// visit is the meeting as records know what they are of: nobody teaches.
func (m Meeting) visit() observation.Visit {
	v := observation.Visit{School: m.School, ID: m.ID, Observer: m.Observer, State: observation.Planned}
	v.SubjectKK, v.SubjectRU, v.SubjectEN = m.Title, m.Title, m.Title
	v.Date, v.StartsAt, v.EndsAt = m.Date, m.StartsAt, m.EndsAt
	return v
}

// ofMeeting says whether what is recorded is no lesson.
func ofMeeting(v observation.Visit) bool { return v.Teacher == "" }

// ObserveMeeting keeps what somebody observes; its record is made as that of a lesson.
func (s *Service) ObserveMeeting(ctx context.Context, actor access.Actor, in NewMeeting) (string, error) {
	in.Title = strings.TrimSpace(in.Title)
	id := db.NewID()
	return id, s.do(ctx, actor, func(w work) error {
		if err := access.Must(actor.Staff != "", "observation.visit.missing"); err != nil {
			return err
		}
		if err := in.check(w.Date()); err != nil {
			return err
		}
		m := Meeting{
			School: actor.School, ID: id, Observer: actor.Staff, Kind: in.Kind, Date: in.Date, StartsAt: in.StartsAt, EndsAt: in.EndsAt, MadeAt: w.Instant(),
		}
		m.Title = w.keeper.SealFor(title.Of(m.ID), []string{m.Observer}, in.Title)
		if err := db.Insert(w.Ctx, w.Tx, "observed_meeting", m); err != nil {
			return err
		}
		return w.RecordPrivate(eventPrivate)
	})
}

// Meetings lists what the actor observed, the last first; after is the id of the last one of
// the page before.
func (s *Service) Meetings(ctx context.Context, actor access.Actor, after string, limit int) ([]Meeting, error) {
	q := db.From(actor.School, actor.Staff)
	q.And("school_id = $1 AND observer_id = $2")
	if after != "" {
		q.And("id < ?", after)
	}
	n := q.Next(limit)
	list, err := db.All[Meeting](ctx, s.Runner.Read(), `SELECT `+db.Columns[Meeting]("")+` FROM observed_meeting`+q.SQL()+` ORDER BY id DESC LIMIT `+n, q.Args()...)
	for i, m := range list {
		list[i].Title = s.keeper.Show(ctx, title.Of(m.ID), m.Title)
	}
	return list, err
}

// meetingByID finds a meeting of the school.
func (s *Service) meetingByID(ctx context.Context, c db.Conn, school, id string) (Meeting, error) {
	m, err := db.One[Meeting](ctx, c, `SELECT `+db.Columns[Meeting]("")+` FROM observed_meeting WHERE school_id = $1 AND id = $2`, school, id)
	if err != nil {
		return m, verb.Missing(err, "observation.visit.missing")
	}
	m.Title = s.keeper.Show(ctx, title.Of(m.ID), m.Title)
	return m, nil
}

var title = secret.Column{Table: "observed_meeting", Name: "title", Readers: `SELECT m.observer_id FROM observed_meeting m WHERE m.school_id = $1 AND m.id = $2`}
