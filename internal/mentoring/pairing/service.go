// Package pairing is the work of a mentor and a mentee through their year: plan,
// meetings, visits, next steps, what they share, the report and the letters at its end.
package pairing

import (
	"context"
	"time"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/jobs"
	"talim/internal/mentoring"
	"talim/internal/observation"
	"talim/internal/secret"
	"talim/internal/timetable"
	"talim/internal/verb"
)

// Service has the verbs and questions of the package.
type Service struct {
	verb.Runner

	timetable *timetable.Service
	visits    *observation.Service
	keeper    *secret.Keeper

	programmes *mentoring.Service
	onEnd      []func(verb.Work, Pairing) error
	style      string // SQL: how a pair wants to talk (StyleFrom)
	counts     string // SQL: the work of a pair in figures (GroupsFrom)
}

// New makes the service; now gives the time in the schools' time zone.
func New(d *db.DB, p *mentoring.Service, t *timetable.Service, v *observation.Service, keeper *secret.Keeper, now func() time.Time) *Service {
	p.PairsFrom(mentoring.Pairs{Of: selectRunning, Led: selectLed, With: selectWith})
	return &Service{Runner: verb.NewRunner(d, now), programmes: p, timetable: t, visits: v, keeper: keeper, counts: Groups{}.columns()}
}

// OnEnd has fn do its part in the transaction in which a pairing ends, however it does.
// The services say so when they are made.
func (s *Service) OnEnd(fn func(verb.Work, Pairing) error) { s.onEnd = append(s.onEnd, fn) }

// Jobs gives the work of the package to the worker.
func (s *Service) Jobs(w *jobs.Worker) {
	w.Handle(JobUnrecorded, s.remindUnrecorded)
	w.Handle(JobTrial, s.remindTrial)
}

// seal closes the text of a row for its readers before it is written.
func (s *Service) seal(c secret.Column, id string, readers []string, text string) string {
	return s.keeper.SealFor(c.Of(id), readers, text)
}

// unseal opens the text of a row for a page that only shows it.
func (s *Service) unseal(ctx context.Context, c secret.Column, id, sealed string) string {
	return s.keeper.Show(ctx, c.Of(id), sealed)
}

// unsealField opens a text that a form may show, too: the fields of those that
// cannot be opened are noted.
func (s *Service) unsealField(ctx context.Context, c secret.Column, id, sealed string, unreadable *[]string, field string) string {
	text, ok := s.keeper.Reveal(ctx, c.Of(id), sealed)
	if !ok {
		*unreadable = append(*unreadable, field)
	}
	return text
}

// Sealed lists the columns of private texts.
var Sealed = []secret.Column{
	sealedNote, sealedReason, sealedStep, sealedPlan, sealedTitle, sealedPlace, sealedWhy, sealedDone, sealedLearned, sealedAdvice, sealedReply, sealedStance,
}

// Rules are who reads and writes each kind of record of this package.
var Rules = []access.Rule{privateNoteRule, sharedNoteRule, CountsRule, draftRule, sharedRule, countedRule, replyRule}

// work is what a verb does inside its one transaction.
type work struct {
	verb.Work
	*Service
}

// do runs one verb as one transaction with one now.
func (s *Service) do(ctx context.Context, actor access.Actor, fn func(w work) error) error {
	return s.Do(ctx, actor, func(w verb.Work) error { return fn(work{w, s}) })
}
