// Package match brings pairs about: the proposal that matching made and the deputy may
// change, the answers of the two, the order of the director, and a re-match.
package match

import (
	"context"
	"time"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/mentoring"
	"talim/internal/mentoring/pairing"
	"talim/internal/verb"
)

// Service has the verbs and questions of the package.
type Service struct {
	verb.Runner

	programmes *mentoring.Service
	pairings   *pairing.Service
}

// New makes the service; now gives the time in the schools' time zone.
func New(d *db.DB, m *mentoring.Service, p *pairing.Service, now func() time.Time) *Service {
	s := &Service{Runner: verb.NewRunner(d, now), programmes: m, pairings: p}
	m.OnWithdraw(s.endPairsOf)
	return s
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
