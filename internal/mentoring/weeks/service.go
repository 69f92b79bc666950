// Package weeks finds times for all pairs of a programme at once, and asks each of the
// two whether they suit (R100, R109).
package weeks

import (
	"context"
	"time"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/mentoring/pairing"
	"talim/internal/observation"
	"talim/internal/timetable"
	"talim/internal/verb"
)

// Service has the verbs and questions of the package.
type Service struct {
	verb.Runner

	timetable *timetable.Service
	visits    *observation.Service

	pairings *pairing.Service
}

// New makes the service; now gives the time in the schools' time zone.
func New(d *db.DB, p *pairing.Service, t *timetable.Service, v *observation.Service, now func() time.Time) *Service {
	s := &Service{Runner: verb.NewRunner(d, now), pairings: p, timetable: t, visits: v}
	p.OnEnd(func(w verb.Work, p pairing.Pairing) error { return work{w, s}.dropOffers(p) })
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
