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

	planned, held []func(verb.Work, Visit) error // see OnPlan and OnHeld
}

// New makes the service; the timetable books its visits, the keeper seals what is
// written about them.
func New(d *db.DB, t *timetable.Service, keeper *secret.Keeper, now func() time.Time) *Service {
	return &Service{Runner: verb.NewRunner(d, now), timetable: t, keeper: keeper}
}

// OnPlan lets an area above do its part when a visit is planned, or is said to have been,
// in the transaction that does it.
func (s *Service) OnPlan(fn func(verb.Work, Visit) error) { s.planned = append(s.planned, fn) }

// OnHeld is OnPlan for a visit that is recorded as held.
func (s *Service) OnHeld(fn func(verb.Work, Visit) error) { s.held = append(s.held, fn) }

func call(w verb.Work, v Visit, hooks []func(verb.Work, Visit) error) error {
	for _, fn := range hooks {
		if err := fn(w, v); err != nil {
			return err
		}
	}
	return nil
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
