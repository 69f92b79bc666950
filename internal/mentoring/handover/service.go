// Package handover is the work of somebody who leaves, handed over to a successor in
// good time (R120, R121).
package handover

import (
	"context"
	"time"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/jobs"
	"talim/internal/mentoring"
	"talim/internal/verb"
)

// Service has the verbs and questions of the package.
type Service struct {
	verb.Runner

	programmes *mentoring.Service
}

// New makes the service; now gives the time in the schools' time zone.
func New(d *db.DB, p *mentoring.Service, now func() time.Time) *Service {
	return &Service{Runner: verb.NewRunner(d, now), programmes: p}
}

// Jobs gives the work of the package to the worker.
func (s *Service) Jobs(w *jobs.Worker) {
	w.Handle(jobHandoverStep, s.remindHandoverStep)
	w.Handle(jobLeaving, s.remindLeaving)
}

// Rules are who reads and writes each kind of record of this package.
var Rules = []access.Rule{leavingRule, handoverRule}

// work is what a verb does inside its one transaction.
type work struct {
	verb.Work
	*Service
}

// do runs one verb as one transaction with one now.
func (s *Service) do(ctx context.Context, actor access.Actor, fn func(w work) error) error {
	return s.Do(ctx, actor, func(w verb.Work) error { return fn(work{w, s}) })
}
