package practice

import (
	"context"

	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/jobs"
	"talim/internal/mentoring/pairing"
)

// jobArgs are those of mentoring's jobs.
type jobArgs struct {
	About string `json:"about"` // id of the pairing
}

// Jobs gives the area's work to the worker.
func (s *Service) Jobs(w *jobs.Worker) { w.Handle(pairing.JobMet, s.met) }

// met looks at the pace of the mentor after a meeting was held, moved or
// cancelled, so that the hint comes by itself to who never asks for it (R104).
func (s *Service) met(ctx context.Context, tx db.Conn, j jobs.Taken) error {
	var args jobArgs
	if err := j.Args(&args); err != nil {
		return err
	}
	w := work{s.Job(ctx, tx, j), s}
	p, err := pairing.ByID(ctx, tx, j.School, args.About)
	switch {
	case fault.Is(err, fault.KindNotFound):
		return nil
	case err != nil || p.State != pairing.Running:
		return err
	}
	return w.hintPace(p)
}
