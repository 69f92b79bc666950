package evaluation

import (
	"context"
	"time"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/mentoring/assembly"
	"talim/internal/secret"
	"talim/internal/verb"
)

// Service has the verbs and questions of the area.
type Service struct {
	verb.Runner

	eraseLog  func(ctx context.Context) error // of the database, after an answer
	mentoring *assembly.Services
	keeper    *secret.Keeper
}

// New makes the service; keeper seals the private texts.
func New(d *db.DB, m *assembly.Services, keeper *secret.Keeper, now func() time.Time) *Service {
	return &Service{Runner: verb.NewRunner(d, now), eraseLog: d.EraseLog, mentoring: m, keeper: keeper}
}

// work is what a verb does inside its one transaction.
type work struct {
	verb.Work
	*Service
}

// do runs one verb as one transaction with one now.
func (s *Service) do(ctx context.Context, actor access.Actor, fn func(w work) error) error {
	return s.Do(ctx, actor, func(w verb.Work) error { return fn(work{w, s}) })
}
