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
	groups     Groups
}

// Groups is how a package above says which group a pair of an order belongs to: SQL
// (GroupsFrom).
type Groups struct {
	Join   func(school, pair string) string // LEFT JOIN of what the others are of
	Number string                           // of the group, 0 none
	Second string                           // its second mentor, none: NULL
}

// noGroups is a program without groups.
var noGroups = Groups{Join: func(_, _ string) string { return "" }, Number: "0", Second: "NULL"}

// GroupsFrom hands in how an order names groups.
func (s *Service) GroupsFrom(g Groups) { s.groups = g }

// New makes the service; now gives the time in the schools' time zone.
func New(d *db.DB, m *mentoring.Service, p *pairing.Service, now func() time.Time) *Service {
	s := &Service{Runner: verb.NewRunner(d, now), programmes: m, pairings: p, groups: noGroups}
	m.OnWithdraw(s.endPairsOf)
	m.OnClose(takeBackOpen)
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
