// Package agreement keeps what director and teacher agreed on hours (R117). It knows no
// pair.
package agreement

import (
	"context"
	"time"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/secret"
	"talim/internal/verb"
)

// Service has the verbs and questions of the package.
type Service struct {
	verb.Runner

	keeper *secret.Keeper
}

// New makes the service; now gives the time in the schools' time zone.
func New(d *db.DB, keeper *secret.Keeper, now func() time.Time) *Service {
	return &Service{Runner: verb.NewRunner(d, now), keeper: keeper}
}

// Sealed lists the columns of private texts.
var Sealed = []secret.Column{sealedHours}

// Rules are who reads and writes each kind of record of this package.
var Rules = []access.Rule{hoursRule}

// work is what a verb does inside its one transaction.
type work struct {
	verb.Work
	*Service
}

// do runs one verb as one transaction with one now.
func (s *Service) do(ctx context.Context, actor access.Actor, fn func(w work) error) error {
	return s.Do(ctx, actor, func(w verb.Work) error { return fn(work{w, s}) })
}
