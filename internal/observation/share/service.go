package share

import (
	"context"
	"time"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/journal"
	"talim/internal/observation"
	"talim/internal/secret"
	"talim/internal/verb"
)

// Service has the verbs and questions of the area.
type Service struct {
	verb.Runner

	keeper *secret.Keeper
}

// New makes the service; what is shared are lessons that were visited, and the keeper
// vouches for each share.
func New(d *db.DB, _ *observation.Service, keeper *secret.Keeper, now func() time.Time) *Service {
	return &Service{Runner: verb.NewRunner(d, now), keeper: keeper}
}

type work struct {
	verb.Work
	*Service
}

func (s *Service) do(ctx context.Context, actor access.Actor, fn func(w work) error) error {
	return s.Do(ctx, actor, func(w verb.Work) error { return fn(work{w, s}) })
}

// The journal's event of the area. It says nothing of anybody.
const eventPrivate journal.Event = "share.private.kept"
