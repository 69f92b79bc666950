package letter

import (
	"context"
	"time"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/journal"
	"talim/internal/observation"
	"talim/internal/reminder"
	"talim/internal/secret"
	"talim/internal/verb"
)

// Service has the verbs and questions of the area.
type Service struct {
	verb.Runner

	visits *observation.Service
	keeper *secret.Keeper
}

// New makes the service; visits are what letters are about, the keeper seals what the two
// write.
func New(d *db.DB, visits *observation.Service, keeper *secret.Keeper, now func() time.Time) *Service {
	return &Service{Runner: verb.NewRunner(d, now), visits: visits, keeper: keeper}
}

type work struct {
	verb.Work
	*Service
}

func (s *Service) do(ctx context.Context, actor access.Actor, fn func(w work) error) error {
	return s.Do(ctx, actor, func(w verb.Work) error { return fn(work{w, s}) })
}

// The journal's event of the area. It carries no text of anybody.
const eventPrivate journal.Event = "letter.private.kept"

// tell puts something on the Today of the other of the two.
func (w work) tell(l Letter, key string) error {
	to := l.Teacher
	if to == w.Actor.Staff {
		to = l.Writer
	}
	return w.Notify(reminder.Reminder{Staff: to, Key: key, Args: db.Texts{"Who": w.Actor.Name}, Target: reminder.To(Target, l.ID), About: l.ID})
}
