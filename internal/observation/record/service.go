package record

import (
	"context"
	"time"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/journal"
	"talim/internal/observation"
	"talim/internal/observation/share"
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

// New makes the service; visits are what is recorded, shares say who else reads it, the
// keeper seals what is written.
func New(d *db.DB, visits *observation.Service, shares *share.Service, keeper *secret.Keeper, now func() time.Time) *Service {
	return &Service{Runner: verb.NewRunner(d, now), visits: visits, shares: shares, keeper: keeper}
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
	eventPrivate journal.Event = "record.private.kept"
	eventTags    journal.Event = "record.tags.changed"
)
