// Package help is help that is offered to a pair that has become quiet (R089, R091).
package help

import (
	"context"
	"time"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/jobs"
	"talim/internal/mentoring/pairing"
	"talim/internal/verb"
)

// Service has the verbs and questions of the package.
type Service struct {
	verb.Runner

	pairings *pairing.Service
}

// New makes the service; now gives the time in the schools' time zone.
func New(d *db.DB, p *pairing.Service, now func() time.Time) *Service {
	s := &Service{Runner: verb.NewRunner(d, now), pairings: p}
	p.OnEnd(func(w verb.Work, p pairing.Pairing) error { return work{w, s}.dropHelp(p) })
	return s
}

// Jobs gives the work of the package to the worker.
func (s *Service) Jobs(w *jobs.Worker) { w.Handle(jobHelpDue, s.helpDue) }

// Rules are who reads and writes each kind of record of this package.
var Rules = []access.Rule{helpOfferRule, helpAnswerRule}

// work is what a verb does inside its one transaction.
type work struct {
	verb.Work
	*Service
}

// do runs one verb as one transaction with one now.
func (s *Service) do(ctx context.Context, actor access.Actor, fn func(w work) error) error {
	return s.Do(ctx, actor, func(w verb.Work) error { return fn(work{w, s}) })
}
