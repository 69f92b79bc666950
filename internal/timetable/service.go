package timetable

import (
	"context"
	"errors"
	"time"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/journal"
)

// Service holds the verbs of the area.
type Service struct {
	db  *db.DB
	now func() time.Time
}

// New makes the service. The clock gives the time in the zone of the
// installation; business dates are its days.
func New(d *db.DB, now func() time.Time) *Service { return &Service{db: d, now: now} }

// Today is the business date.
func (s *Service) Today() calendar.Date { return calendar.DateOf(s.now()) }

// The events of the area; their texts are "journal." + event.
const (
	EventYearSaved       journal.Event = "timetable.year.saved"
	EventHolidayAdded    journal.Event = "timetable.holiday.added"
	EventHolidayRemoved  journal.Event = "timetable.holiday.removed"
	EventBellsSaved      journal.Event = "timetable.bells.saved"
	EventClassesSaved    journal.Event = "timetable.classes.saved"
	EventSubjectsSaved   journal.Event = "timetable.subjects.saved"
	EventLessonsImported journal.Event = "timetable.lessons.imported"
	EventAbsenceRecorded journal.Event = "timetable.absence.recorded"
	EventAbsenceEnded    journal.Event = "timetable.absence.ended"
	EventCoverGiven      journal.Event = "timetable.cover.given"
	EventCoverTakenBack  journal.Event = "timetable.cover.taken_back"
)

// The kinds of record the journal points to.
const (
	KindOfYear    = "school_year"
	KindOfHoliday = "holiday"
	KindOfBells   = "bells"
	KindOfClasses = "classes"
	KindOfSubject = "subjects"
	KindOfLessons = "lessons"
	KindOfAbsence = "absence"
	KindOfCover   = "cover"
)

// change is one verb of somebody who keeps the timetable: permission,
// transaction, and whatever fn does with its journal entry.
func (s *Service) change(ctx context.Context, actor access.Actor, fn func(tx db.Conn, now time.Time) error) error {
	if err := require(actor, MayKeep); err != nil {
		return err
	}
	now := s.now()
	return s.db.Tx(ctx, func(tx db.Conn) error { return fn(tx, now) })
}

func orNotFound(err error, key string) error {
	if errors.Is(err, db.ErrNotFound) {
		return fault.NotFound(key).Because(err)
	}
	return err
}
