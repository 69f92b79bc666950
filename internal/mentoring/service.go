package mentoring

import (
	"context"
	"time"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/secret"
	"talim/internal/verb"
)

// Service has the verbs and questions of programmes and of those who take part.
type Service struct {
	verb.Runner

	keeper     *secret.Keeper
	onWithdraw []func(verb.Work, Participant) error
	onClose    []func(verb.Work, Programme) error
	pairs      Pairs
}

// Pairs is how the package above counts the pairs at work in a programme: SQL of its
// arguments, which are SQL themselves (PairsFrom).
type Pairs struct {
	Of   func(school, programme string) string
	Led  func(school, programme, staff string) string // by this mentor
	With func(school, programme, staff string) string // of which this is one of the two
}

// noPairs is a program without pairs.
var noPairs = Pairs{
	Of:   func(_, _ string) string { return "0" },
	Led:  func(_, _, _ string) string { return "0" },
	With: func(_, _, _ string) string { return "0" },
}

// PairsFrom hands in how pairs are counted.
func (s *Service) PairsFrom(p Pairs) { s.pairs = p }

// New makes the service; keeper seals the private texts, and now gives the time in
// the schools' time zone.
func New(d *db.DB, keeper *secret.Keeper, now func() time.Time) *Service {
	return &Service{Runner: verb.NewRunner(d, now), keeper: keeper, pairs: noPairs}
}

// OnWithdraw has fn do its part in the transaction in which somebody steps back from
// a programme. The services say so when the program is put together.
func (s *Service) OnWithdraw(fn func(verb.Work, Participant) error) {
	s.onWithdraw = append(s.onWithdraw, fn)
}

// OnClose has fn do its part in the transaction in which a programme closes: what was
// proposed or prepared in it and came to nothing is taken back.
func (s *Service) OnClose(fn func(verb.Work, Programme) error) { s.onClose = append(s.onClose, fn) }

// work is what a verb does inside its one transaction.
type work struct {
	verb.Work
	*Service
}

// do runs one verb as one transaction with one now.
func (s *Service) do(ctx context.Context, actor access.Actor, fn func(w work) error) error {
	return s.Do(ctx, actor, func(w verb.Work) error { return fn(work{w, s}) })
}
