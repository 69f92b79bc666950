package timetable

import (
	"context"
	"time"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/journal"
	"talim/internal/verb"
)

// Service holds the verbs of the area.
type Service struct {
	verb.Runner
	page func(kind, booking string) string
}

// LeadTo says where the area that booked shows a booking, by its kind: "" where it has
// no page. Called while the program is put together.
func (s *Service) LeadTo(page func(kind, booking string) string) { s.page = page }

// New makes the service. The clock gives the time in the zone of the
// installation; business dates are its days.
func New(d *db.DB, now func() time.Time) *Service {
	return &Service{Runner: verb.NewRunner(d, now), page: func(string, string) string { return "" }}
}

// work is what a verb of this area does inside its one transaction.
type work struct {
	verb.Work
	*Service
}

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

// do runs one verb of an actor who has the permission as one transaction with one now.
func (s *Service) do(ctx context.Context, actor access.Actor, p access.Permission, fn func(w work) error) error {
	if err := require(actor, p); err != nil {
		return err
	}
	return s.Do(ctx, actor, func(w verb.Work) error { return fn(work{w, s}) })
}
