package observation

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/secret"
	"talim/internal/timetable"
)

// Visit is a lesson that a colleague visits.
type Visit struct {
	School     string           `db:"school_id"`
	ID         string           `db:"id"`
	Teacher    string           `db:"teacher_id"`
	Observer   string           `db:"observer_id"`
	Purpose    Purpose          `db:"purpose"`
	About      string           `db:"about"` // the record it serves, e.g. a pairing
	Lesson     string           `db:"lesson_id"`
	Class      string           `db:"class_name"`
	SubjectKK  string           `db:"subject_kk"`
	SubjectRU  string           `db:"subject_ru"`
	SubjectEN  string           `db:"subject_en"`
	Room       string           `db:"room"`
	Date       calendar.Date    `db:"date"`
	StartsAt   calendar.Clock   `db:"starts_at"`
	EndsAt     calendar.Clock   `db:"ends_at"`
	Booking    string           `db:"booking_id"`
	State      State            `db:"state"`
	Reason     string           `db:"reason"`
	PlannedBy  string           `db:"planned_by"`
	RecordedAt calendar.Instant `db:"recorded_at"`
}

// Subject of the lesson in the three languages.
func (v Visit) Subject() i18n.Text {
	return i18n.Text{KK: v.SubjectKK, RU: v.SubjectRU, EN: v.SubjectEN}
}

// Has says whether the staff member teaches or observes.
func (v Visit) Has(staff string) bool {
	return staff != "" && (staff == v.Teacher || staff == v.Observer)
}

// Purpose is what a visit serves (R130).
type Purpose string

// ForMentoring is the purpose of the visits of a pair.
const ForMentoring Purpose = "mentoring"

// State is where a visit stands.
type State string

// The states of a visit.
const (
	Planned   State = "planned"
	Held      State = "held"
	Cancelled State = "cancelled"
)

// Note is what one of the two wrote about a visit.
type Note struct {
	School    string           `db:"school_id"`
	ID        string           `db:"id"`
	Visit     string           `db:"visit_id"`
	Author    string           `db:"author_id"`
	Text      string           `db:"text"`
	WrittenAt calendar.Instant `db:"written_at"`

	Unreadable bool `db:"-"` // the text cannot be opened, and says so
}

// BookingKind marks the bookings of visits in the timetable.
const BookingKind = "mentoring.visit"

const (
	maxNote   = 8000 // characters: some four pages
	maxReason = 500
)

// NewVisit is the input of Plan: a lesson of the timetable on a day.
type NewVisit struct {
	Teacher, Observer string
	About             string
	Lesson            timetable.Entry // of the teacher, on its date
}

// Service plans and records visits.
type Service struct {
	timetable *timetable.Service
	keeper    *secret.Keeper
}

// New makes the service; the timetable books its visits, the keeper seals what is
// written about them.
func New(t *timetable.Service, keeper *secret.Keeper) *Service {
	return &Service{timetable: t, keeper: keeper}
}

// Plan books the lesson for the observer and keeps the visit, inside the
// caller's transaction. The database refuses a second booking of the observer's time.
func (s *Service) Plan(ctx context.Context, tx db.Conn, actor access.Actor, now time.Time, in NewVisit) (Visit, error) {
	l := in.Lesson
	v := Visit{
		School: actor.School, ID: db.NewID(), Teacher: in.Teacher, Observer: in.Observer, Purpose: ForMentoring,
		About: in.About, Lesson: l.Lesson, Class: l.Class, SubjectKK: l.Subject.KK, SubjectRU: l.Subject.RU,
		SubjectEN: l.Subject.EN, Room: l.Room, Date: l.Date,
		StartsAt: l.StartsAt, EndsAt: l.EndsAt, State: Planned, PlannedBy: actor.Staff,
	}
	booked, err := s.timetable.Book(ctx, tx, actor, timetable.NewBooking{
		Date: l.Date, StartsAt: l.StartsAt, EndsAt: l.EndsAt, Kind: BookingKind, About: in.About, Protected: true,
		People: []timetable.Person{{Staff: in.Observer, Part: timetable.Observer}, {Staff: in.Teacher, Part: timetable.Visited}},
	})
	if err != nil {
		return v, err
	}
	v.Booking = booked.ID
	err = db.Insert(ctx, tx, "visit", v)
	if errors.Is(err, db.ErrDuplicate) {
		return v, fault.Conflict("observation.visit.twice")
	}
	return v, err
}

// Hold records that a visit took place, with the actor's note, which may be empty.
func (s *Service) Hold(ctx context.Context, tx db.Conn, actor access.Actor, now time.Time, id, note string) (Visit, error) {
	v, err := ByID(ctx, tx, actor.School, id)
	if err != nil {
		return v, err
	}
	if err := mayTouch(actor, v); err != nil {
		return v, err
	}
	switch today := calendar.DateOf(now); {
	case v.State == Cancelled:
		return v, fault.Conflict("observation.visit.is_cancelled")
	case v.Date > today, v.Date == today && v.StartsAt > calendar.ClockOf(now):
		return v, fault.Conflict("observation.visit.not_yet")
	}
	if err := s.writeNote(ctx, tx, actor, now, v, note); err != nil || v.State == Held {
		return v, err
	}
	v.State = Held
	return v, setState(ctx, tx, now, v)
}

// Cancel takes a planned visit back and frees the time.
func (s *Service) Cancel(ctx context.Context, tx db.Conn, actor access.Actor, now time.Time, id, why string) (Visit, error) {
	v, err := ByID(ctx, tx, actor.School, id)
	if err != nil {
		return v, err
	}
	if err := mayTouch(actor, v); err != nil {
		return v, err
	}
	if v.State != Planned {
		return v, fault.Conflict("observation.visit.not_planned")
	}
	text := strings.TrimSpace(why)
	if len([]rune(text)) > maxReason {
		return v, fault.Invalid("reason", "mentoring.text.too_long", "Max", maxReason)
	}
	if err := s.timetable.Release(ctx, tx, actor, v.Booking); err != nil {
		return v, err
	}
	v.State, v.Reason = Cancelled, s.keeper.Seal(reason.Of(v.ID), text)
	return v, setState(ctx, tx, now, v)
}

// CancelPlanned takes back every visit of a record that is planned on or after a day.
func (s *Service) CancelPlanned(ctx context.Context, tx db.Conn, actor access.Actor, now time.Time, about string, from calendar.Date) error {
	open, err := db.All[Visit](ctx, tx, `SELECT `+columns+` FROM visit
		WHERE school_id = $1 AND about = $2 AND state = 'planned' AND date >= $3`, actor.School, about, from)
	if err != nil {
		return err
	}
	for _, v := range open {
		if err := s.timetable.Release(ctx, tx, actor, v.Booking); err != nil {
			return err
		}
		v.State = Cancelled
		if err := setState(ctx, tx, now, v); err != nil {
			return err
		}
	}
	return nil
}

func setState(ctx context.Context, tx db.Conn, now time.Time, v Visit) error {
	_, err := db.Exec(ctx, tx, `UPDATE visit SET state = $3, reason = $4, recorded_at = $5 WHERE school_id = $1 AND id = $2`,
		v.School, v.ID, v.State, v.Reason, calendar.InstantOf(now))
	return err
}

func (s *Service) writeNote(ctx context.Context, tx db.Conn, actor access.Actor, now time.Time, v Visit, text string) error {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil
	}
	if len([]rune(text)) > maxNote {
		return fault.Invalid("note", "mentoring.text.too_long", "Max", maxNote)
	}
	if same, err := s.written(ctx, tx, actor, v, text); err != nil || same {
		return err
	}
	n := Note{School: v.School, ID: db.NewID(), Visit: v.ID, Author: actor.Staff, WrittenAt: calendar.InstantOf(now)}
	n.Text = s.keeper.Seal(noteText.Of(n.ID), text)
	return db.Insert(ctx, tx, "visit_note", n)
}

// written says whether the text is the newest note of the actor already: a second
// click adds nothing.
func (s *Service) written(ctx context.Context, tx db.Conn, actor access.Actor, v Visit, text string) (bool, error) {
	notes, err := s.Notes(ctx, tx, actor, v)
	return slices.ContainsFunc(notes, func(n Note) bool { return n.Author == actor.Staff && n.Text == text }), err
}

const columns = `school_id, id, teacher_id, observer_id, purpose, about, lesson_id, class_name, subject_kk, subject_ru, subject_en, room, date,
	starts_at, ends_at, booking_id, state, reason, planned_by, recorded_at`

// ColumnsAs selects the columns of a joined visit for a field with the tag `db:"name_"`.
func ColumnsAs(table, name string) string {
	list := strings.Split(columns, ",")
	for i, c := range list {
		c = strings.TrimSpace(c)
		list[i] = table + "." + c + " AS " + name + "_" + c
	}
	return strings.Join(list, ", ")
}

// ByID finds a visit of the school.
func ByID(ctx context.Context, c db.Conn, school, id string) (Visit, error) {
	v, err := db.One[Visit](ctx, c, `SELECT `+columns+` FROM visit WHERE school_id = $1 AND id = $2`, school, id)
	if errors.Is(err, db.ErrNotFound) {
		return v, fault.NotFound("observation.visit.missing")
	}
	return v, err
}

// Notes are the newest note of each author; for the two people of the visit alone.
func (s *Service) Notes(ctx context.Context, c db.Conn, actor access.Actor, v Visit) ([]Note, error) {
	if err := mayTouch(actor, v); err != nil {
		return nil, err
	}
	notes, err := db.All[Note](ctx, c, `SELECT school_id, id, visit_id, author_id, text, written_at FROM visit_note n
		WHERE school_id = $1 AND visit_id = $2 AND id = (SELECT max(m.id) FROM visit_note m
			WHERE m.school_id = $1 AND m.visit_id = $2 AND m.author_id = n.author_id) ORDER BY id`, actor.School, v.ID)
	return s.open(ctx, notes), err
}
