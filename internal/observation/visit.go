package observation

import (
	"context"
	"slices"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/timetable"
	"talim/internal/verb"
)

// Visit is a lesson that a colleague visits.
type Visit struct {
	School     string `db:"school_id"`
	ID         string `db:"id"`
	Teacher    string `db:"teacher_id"`
	Observer   string `db:"observer_id"`
	Purpose    string `db:"purpose"`     // of the area that planned it: Purpose.Name
	About      string `db:"about"`       // the record it serves, e.g. a pairing
	OccasionID string `db:"occasion_id"` // read with Occasion
	Taught
	Booking    string           `db:"booking_id"`
	State      State            `db:"state"`
	Reason     string           `db:"reason"`
	PlannedBy  string           `db:"planned_by"`
	RecordedAt calendar.Instant `db:"recorded_at"`
}

// Has says whether the staff member teaches or observes.
func (v Visit) Has(staff string) bool {
	return staff != "" && (staff == v.Teacher || staff == v.Observer)
}

// Purpose is what visits serve (R130). The area that plans them has its own, and
// keeps to it: names stand in the database.
type Purpose struct {
	Name      string // "mentoring"
	Booking   string // kind of the bookings of such visits: "mentoring.visit"
	Protected bool   // the time is not to be taken for other things (R099)
}

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
	Number    int              `db:"number"` // among the notes of the visit: the greatest is the newest

	Unreadable bool `db:"-"` // the text cannot be opened, and says so
}

const (
	maxNote   = 8000 // characters: some four pages
	maxReason = 500
)

// NewVisit is the input of Plan: a lesson of the timetable on a day.
type NewVisit struct {
	For               Purpose
	About             string // the record of that area
	Teacher, Observer string
	Lesson            timetable.Entry // of the teacher, on its date
	Held              bool            // it was: nobody's time is booked any more
}

// Plan books the lesson for the observer and keeps the visit, inside the
// caller's transaction. The database refuses a second booking of the observer's time.
func (s *Service) Plan(w verb.Work, in NewVisit) (Visit, error) {
	l := in.Lesson
	v := Visit{
		School: w.Actor.School, ID: db.NewID(), Teacher: in.Teacher, Observer: in.Observer, Purpose: in.For.Name,
		About: in.About, OccasionID: in.About, Taught: taughtIn(l), State: Planned, PlannedBy: w.Actor.Staff,
	}
	if in.For.Booking != BookingKind {
		v.OccasionID = v.ID
	}
	if in.Held {
		v.State, v.RecordedAt = Held, w.Instant()
		if err := s.insert(w, v); err != nil {
			return v, err
		}
		return v, call(w, v, s.held)
	}
	booked, err := s.timetable.Book(w, timetable.NewBooking{
		Date: l.Date, StartsAt: l.StartsAt, EndsAt: l.EndsAt, Kind: in.For.Booking, About: in.About, Protected: in.For.Protected,
		People: []timetable.Person{{Staff: in.Observer, Part: timetable.Observer}, {Staff: in.Teacher, Part: timetable.Visited}},
	})
	if err != nil {
		return v, err
	}
	v.Booking = booked.ID
	return v, s.insert(w, v)
}

func (s *Service) insert(w verb.Work, v Visit) error {
	if err := db.Insert(w.Ctx, w.Tx, "visit", v); err != nil {
		return verb.Duplicate(err, "observation.visit.twice")
	}
	return call(w, v, s.planned)
}

// ownVisit is a visit of which the actor is one of the two.
func ownVisit(w verb.Work, id string) (Visit, error) {
	v, err := ByID(w.Ctx, w.Tx, w.Actor.School, id)
	if err != nil {
		return v, err
	}
	return v, mayTouch(w.Actor, v)
}

// Hold records that a visit took place, with the actor's note, which may be empty.
func (s *Service) Hold(w verb.Work, id, note string) (Visit, error) {
	v, err := ownVisit(w, id)
	if err != nil {
		return v, err
	}
	switch {
	case v.State == Cancelled:
		return v, fault.Conflict("observation.visit.is_cancelled")
	case !v.BegunBy(w.Date(), w.Clock()):
		return v, fault.Conflict("observation.visit.not_yet")
	}
	if err := s.writeNote(w, v, note); err != nil || v.State == Held {
		return v, err
	}
	v.State = Held
	if err := setState(w, v); err != nil {
		return v, err
	}
	if err := w.CloseReminders(v.About, "observation.remind.joined"); err != nil { // who came is known now
		return v, err
	}
	return v, call(w, v, s.held)
}

// Cancel takes a planned visit back and frees the time.
func (s *Service) Cancel(w verb.Work, id, why string) (Visit, error) {
	v, err := ownVisit(w, id)
	if err != nil {
		return v, err
	}
	if v.State != Planned {
		return v, fault.Conflict("observation.visit.not_planned")
	}
	text := strings.TrimSpace(why)
	var f fault.Fields
	f.Text("reason", text, false, maxReason)
	if err := f.Err(); err != nil {
		return v, err
	}
	if err := s.timetable.Release(w, v.Booking); err != nil {
		return v, err
	}
	v.State, v.Reason = Cancelled, s.keeper.SealFor(reason.Of(v.ID), v.readers(), text)
	return v, setState(w, v)
}

// CancelPlanned takes back every visit of a record that is planned on or after a day.
func (s *Service) CancelPlanned(w verb.Work, about string, from calendar.Date) error {
	open, err := db.All[Visit](w.Ctx, w.Tx, `SELECT `+db.Columns[Visit]("")+` FROM visit
		WHERE school_id = $1 AND about = $2 AND state = 'planned' AND date >= $3`, w.Actor.School, about, from)
	if err != nil {
		return err
	}
	for _, v := range open {
		if err := s.timetable.Release(w, v.Booking); err != nil {
			return err
		}
		v.State = Cancelled
		if err := setState(w, v); err != nil {
			return err
		}
	}
	return nil
}

func setState(w verb.Work, v Visit) error {
	_, err := db.Exec(w.Ctx, w.Tx, `UPDATE visit SET state = $3, reason = $4, recorded_at = $5 WHERE school_id = $1 AND id = $2`,
		v.School, v.ID, v.State, v.Reason, w.Instant())
	return err
}

func (s *Service) writeNote(w verb.Work, v Visit, text string) error {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil
	}
	var f fault.Fields
	f.Text("note", text, false, maxNote)
	if err := f.Err(); err != nil {
		return err
	}
	if same, err := s.written(w, v, text); err != nil || same {
		return err
	}
	number, err := db.One[int](w.Ctx, w.Tx, `SELECT COALESCE(max(number), 0) + 1 FROM visit_note WHERE school_id = $1 AND visit_id = $2`, v.School, v.ID)
	if err != nil {
		return err
	}
	n := Note{School: v.School, ID: db.NewID(), Visit: v.ID, Author: w.Actor.Staff, WrittenAt: w.Instant(), Number: number}
	n.Text = s.keeper.SealFor(noteText.Of(n.ID), append(v.readers(), n.Author), text)
	return db.Insert(w.Ctx, w.Tx, "visit_note", n)
}

// written says whether the text is the newest note of the actor already: a second
// click adds nothing.
func (s *Service) written(w verb.Work, v Visit, text string) (bool, error) {
	notes, err := s.Notes(w.Ctx, w.Tx, w.Actor, v)
	return slices.ContainsFunc(notes, func(n Note) bool { return n.Author == w.Actor.Staff && n.Text == text }), err
}

// ColumnsAs selects the columns of a joined visit for a field with the tag `db:"name_"`.
func ColumnsAs(table, name string) string {
	list := strings.Split(db.Columns[Visit](""), ", ")
	for i, c := range list {
		list[i] = table + "." + c + " AS " + name + "_" + c
	}
	return strings.Join(list, ", ")
}

// ByID finds a visit of the school.
func ByID(ctx context.Context, c db.Conn, school, id string) (Visit, error) {
	v, err := db.One[Visit](ctx, c, `SELECT `+db.Columns[Visit]("")+` FROM visit WHERE school_id = $1 AND id = $2`, school, id)
	return v, verb.Missing(err, "observation.visit.missing")
}

// Notes are the newest note of each author; for the two people of the visit alone.
func (s *Service) Notes(ctx context.Context, c db.Conn, actor access.Actor, v Visit) ([]Note, error) {
	if err := mayTouch(actor, v); err != nil {
		return nil, err
	}
	notes, err := db.All[Note](ctx, c, `SELECT `+db.Columns[Note]("n")+` FROM visit_note n
		WHERE n.school_id = $1 AND n.visit_id = $2 AND NOT EXISTS (SELECT 1 FROM visit_note m
			WHERE m.school_id = $1 AND m.visit_id = $2 AND m.author_id = n.author_id AND (m.number > n.number OR m.number = n.number AND m.id > n.id))
		ORDER BY n.number, n.id`, actor.School, v.ID)
	return s.open(ctx, notes), err
}
