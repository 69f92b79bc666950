package feedback

import (
	"context"
	"time"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/journal"
	"talim/internal/observation"
	"talim/internal/observation/share"
	"talim/internal/reminder"
	"talim/internal/secret"
	"talim/internal/verb"
)

// Service has the verbs and questions of the area.
type Service struct {
	verb.Runner

	visits *observation.Service
	shares *share.Service
	keeper *secret.Keeper
}

// New makes the service; visits are what is spoken of, shares say who else reads it, the
// keeper seals what is said.
func New(d *db.DB, visits *observation.Service, shares *share.Service, keeper *secret.Keeper, now func() time.Time) *Service {
	s := &Service{Runner: verb.NewRunner(d, now), visits: visits, shares: shares, keeper: keeper}
	visits.OnPlan(s.admit)
	visits.OnHeld(s.remind)
	return s
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
	eventPrivate  journal.Event = "feedback.private.kept"
	eventProtocol journal.Event = "feedback.protocol.changed"
)

// Target is what is said about a lesson, by the id of the occasion.
const Target = "feedback.lesson"

// tell puts something on somebody's Today.
func (w work) tell(staff, key string, o observation.Occasion) error {
	if staff == w.Actor.Staff {
		return nil
	}
	return w.Notify(reminder.Reminder{
		Staff: staff, Key: key, Args: db.Texts{"Who": w.Actor.Name, "Date": string(o.Date)}, Target: reminder.To(Target, o.ID), About: o.ID,
	})
}

// occasion is a visited lesson of which the actor is one, and which has begun.
func (w work) occasion(id string) (observation.Occasion, error) {
	o, err := observation.OccasionByID(w.Ctx, w.Tx, w.Actor.School, id)
	if err != nil {
		return o, err
	}
	if err := mayRead(w.Actor, o); err != nil {
		return o, err
	}
	return o, notYet(o, w.Work)
}
