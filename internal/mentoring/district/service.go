// Package district finds a mentor at another school of the district, where both schools
// and the two agree (R062).
package district

import (
	"context"
	"time"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/verb"
)

// Service has the verbs and questions of the package.
type Service struct {
	verb.Runner
}

// New makes the service; now gives the time in the schools' time zone.
func New(d *db.DB, now func() time.Time) *Service {
	return &Service{Runner: verb.NewRunner(d, now)}
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
