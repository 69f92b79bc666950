// Package help is help that is offered to a pair that has become quiet (R089, R091).
package help

import (
	"context"
	"time"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/jobs"
	"talim/internal/mentoring/pairing"
	"talim/internal/secret"
	"talim/internal/verb"
)

// Service has the verbs and questions of the package.
type Service struct {
	verb.Runner

	pairings *pairing.Service
	keeper   *secret.Keeper
}

// sealedWords are what was said with an offer: to the two, and to all who offer help.
var sealedWords = secret.Column{Table: "help_offer", Name: "words", Since: secret.TakenChoices, Readers: `
	SELECT g.mentor_id FROM help_offer h ` + pairOf + ` UNION ALL SELECT g.mentee_id FROM help_offer h ` + pairOf + `
	UNION ALL SELECT k.role FROM help_offer h JOIN (` + secret.SelectRoles(OfferHelpTo.Roles...) + `) k ON h.school_id = $1 AND h.id = $2`}

var pairOf = pairing.JoinPairing("g", "h.school_id", "h.pairing_id") + ` WHERE h.school_id = $1 AND h.id = $2`

// Sealed lists the columns of private texts of the package.
var Sealed = []secret.Column{sealedWords}

// seal seals the words of an offer to a pair.
func (s *Service) seal(h HelpOffer, p pairing.Pairing) string {
	readers := []string{p.Mentor, p.Mentee}
	for _, role := range OfferHelpTo.Roles {
		readers = append(readers, secret.Role(role))
	}
	return s.keeper.SealFor(sealedWords.Of(h.ID), readers, h.Words)
}

// opened is the offer with its words for whoever may read them.
func (s *Service) opened(ctx context.Context, h HelpOffer) HelpOffer {
	h.Words = s.keeper.Show(ctx, sealedWords.Of(h.ID), h.Words)
	return h
}

// New makes the service; now gives the time in the schools' time zone.
func New(d *db.DB, p *pairing.Service, keeper *secret.Keeper, now func() time.Time) *Service {
	s := &Service{Runner: verb.NewRunner(d, now), pairings: p, keeper: keeper}
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
