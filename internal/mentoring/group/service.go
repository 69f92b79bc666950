// Package group is mentoring in a group: one mentor, perhaps a second, and the mentees
// who meet together (R079).
package group

import (
	"context"
	"time"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/jobs"
	"talim/internal/mentoring/match"
	"talim/internal/mentoring/pairing"
	"talim/internal/secret"
	"talim/internal/timetable"
	"talim/internal/verb"
)

// Service has the verbs and questions of the package.
type Service struct {
	verb.Runner

	timetable *timetable.Service
	keeper    *secret.Keeper

	pairings *pairing.Service
	matches  *match.Service
}

// New makes the service; now gives the time in the schools' time zone.
func New(d *db.DB, p *pairing.Service, m *match.Service, t *timetable.Service, keeper *secret.Keeper, now func() time.Time) *Service {
	s := &Service{Runner: verb.NewRunner(d, now), pairings: p, matches: m, timetable: t, keeper: keeper}
	p.GroupsFrom(pairing.Groups{Meetings: meetingsOf, Of: selectGroupOf})
	m.GroupsFrom(match.Groups{Join: leftJoinGroup, Number: "COALESCE(leads.number, 0)", Second: "second.staff_id"})
	p.OnEnd(func(w verb.Work, p pairing.Pairing) error { return work{w, s}.leaveGroup(p) })
	return s
}

// Jobs gives the work of the package to the worker.
func (s *Service) Jobs(w *jobs.Worker) {
	w.Handle(jobGroupUnrecorded, s.remindGroupUnrecorded)
	w.Handle(jobAnswersDue, s.answersDue)
}

// Sealed lists the columns of private texts.
var Sealed = []secret.Column{sealedGroupNote, sealedGroupReason}

// Rules are who reads and writes each kind of record of this package.
var Rules = []access.Rule{groupNoteRule, groupPrivateRule}

// work is what a verb does inside its one transaction.
type work struct {
	verb.Work
	*Service
}

// do runs one verb as one transaction with one now.
func (s *Service) do(ctx context.Context, actor access.Actor, fn func(w work) error) error {
	return s.Do(ctx, actor, func(w verb.Work) error { return fn(work{w, s}) })
}
