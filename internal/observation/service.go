package observation

import (
	"context"
	"time"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/journal"
	"talim/internal/reminder"
	"talim/internal/secret"
	"talim/internal/timetable"
	"talim/internal/verb"
)

// Service has the verbs and questions of the area; other areas plan and record their
// visits with it.
type Service struct {
	verb.Runner

	timetable *timetable.Service
	keeper    *secret.Keeper
}

// New makes the service; the timetable books its visits, the keeper seals what is
// written about them.
func New(d *db.DB, t *timetable.Service, keeper *secret.Keeper, now func() time.Time) *Service {
	return &Service{Runner: verb.NewRunner(d, now), timetable: t, keeper: keeper}
}

type work struct {
	verb.Work
	*Service
}

func (s *Service) do(ctx context.Context, actor access.Actor, fn func(w work) error) error {
	return s.Do(ctx, actor, func(w verb.Work) error { return fn(work{w, s}) })
}

// The journal's events of the area. None carries a text of anybody.
const (
	eventOpened    journal.Event = "observation.lesson.opened"
	eventChanged   journal.Event = "observation.lesson.changed"
	eventWithdrawn journal.Event = "observation.lesson.withdrawn"
	eventPrivate   journal.Event = "observation.private.kept"
)

// recordPrivate notes that something between two people was kept, and not by whom.
func (w work) recordPrivate() error { return w.RecordPrivate(eventPrivate) }

// tell puts something on somebody's Today, who is told by whom.
func (w work) tell(staff, key, about string, page reminder.Target, args db.Texts) error {
	if staff == w.Actor.Staff {
		return nil
	}
	if args == nil {
		args = db.Texts{}
	}
	args["Who"] = w.Actor.Name
	return w.Notify(reminder.Reminder{Staff: staff, Key: key, Args: args, Target: page, About: about, DueOn: w.Date()})
}
