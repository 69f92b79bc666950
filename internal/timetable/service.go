package timetable

import (
	"context"
	"time"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/journal"
	"talim/internal/verb"
)

// Service holds the verbs of the area.
type Service struct {
	verb.Runner
	hasPage func(kind string) bool
	changed []func(verb.Work, Change) error
	overlay Overlay
}

// LeadTo says whether the area that booked shows its bookings of a kind on a page; those
// without one are shown in the week. Called while the program is put together.
func (s *Service) LeadTo(hasPage func(kind string) bool) { s.hasPage = hasPage }

// New makes the service. The clock gives the time in the zone of the
// installation; business dates are its days.
func New(d *db.DB, now func() time.Time) *Service {
	s := &Service{Runner: verb.NewRunner(d, now), hasPage: func(string) bool { return false }}
	s.OnChange(func(w verb.Work, _ Change) error { return s.NotifyClashes(w) })
	return s
}

// Change says from which day on people of a school may be somewhere else than they
// were: lessons, bells, terms, holidays or absences are no longer what they were.
type Change struct{ From calendar.Date }

// OnChange registers what must happen inside the transaction in which the timetable
// changes. Called while the program is put together; the clashes of bookings are
// found this way.
func (s *Service) OnChange(fn func(verb.Work, Change) error) { s.changed = append(s.changed, fn) }

// Changed runs what is registered. Whoever changes a timetable calls it once, after
// the change is written.
func (s *Service) Changed(w verb.Work, c Change) error {
	for _, fn := range s.changed {
		if err := fn(w, c); err != nil {
			return err
		}
	}
	return nil
}

// work is what a verb of this area does inside its one transaction.
type work struct {
	verb.Work
	*Service
}

// The events of the area; their texts are "journal." + event.
const (
	EventYearSaved       journal.Event = "timetable.year.saved"
	EventYearConfirmed   journal.Event = "timetable.year.confirmed"
	EventHolidayAdded    journal.Event = "timetable.holiday.added"
	EventHolidayRemoved  journal.Event = "timetable.holiday.removed"
	EventBellsSaved      journal.Event = "timetable.bells.saved"
	EventClassesSaved    journal.Event = "timetable.classes.saved"
	EventSubjectsSaved   journal.Event = "timetable.subjects.saved"
	EventLessonsImported journal.Event = "timetable.lessons.imported"
)

// The kinds of record the journal points to.
const (
	KindOfYear    = "school_year"
	KindOfHoliday = "holiday"
	KindOfBells   = "bells"
	KindOfClasses = "classes"
	KindOfSubject = "subjects"
	KindOfLessons = "lessons"
)

// do runs one verb of an actor who has the permission as one transaction with one now.
func (s *Service) do(ctx context.Context, actor access.Actor, p access.Permission, fn func(w work) error) error {
	if err := require(actor, p); err != nil {
		return err
	}
	return s.Do(ctx, actor, func(w verb.Work) error { return fn(work{w, s}) })
}
