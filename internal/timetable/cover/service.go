package cover

import (
	"context"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/journal"
	"talim/internal/timetable"
	"talim/internal/verb"
)

// Service has the verbs and questions of absences and cover.
type Service struct {
	verb.Runner
	timetable *timetable.Service
}

// New makes the service on top of the timetable, which books the lessons covered and
// shows absences and cover in its weeks.
func New(d *db.DB, t *timetable.Service) *Service {
	t.LayOver(timetable.Overlay{Away: fromAway, Given: leftJoinGiven})
	return &Service{Runner: verb.NewRunner(d, t.Now), timetable: t}
}

// work is what a verb does inside its one transaction.
type work struct {
	verb.Work
	*Service
}

// do runs one verb of somebody who arranges cover as one transaction with one now.
func (s *Service) do(ctx context.Context, actor access.Actor, fn func(w work) error) error {
	if err := access.Must(MayCover.Allows(actor), "timetable.forbidden"); err != nil {
		return err
	}
	return s.Do(ctx, actor, func(w verb.Work) error { return fn(work{w, s}) })
}

// The events; their texts are "journal." + event.
const (
	eventAbsenceRecorded journal.Event = "timetable.absence.recorded"
	eventAbsenceEnded    journal.Event = "timetable.absence.ended"
	eventGiven           journal.Event = "timetable.cover.given"
	eventTakenBack       journal.Event = "timetable.cover.taken_back"
)

// The kinds of record the journal points to.
const (
	kindOfAbsence = "absence"
	kindOfCover   = "cover"
)
