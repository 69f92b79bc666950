// Package pairpage has the reads that show everything of a pair at once, and what of
// mentoring waits for somebody.
package pairpage

import (
	"time"

	"talim/internal/db"
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
	return &Service{Runner: verb.NewRunner(d, now), pairings: p}
}
