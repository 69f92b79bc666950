package help

import (
	"context"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/mentoring"
	"talim/internal/mentoring/pairing"
	"talim/internal/people"
	"talim/internal/verb"
)

// helpOfferRule: what was offered to a pair, and whether it was accepted, is read
// by the two, by those who keep the programme and by the heads of their units;
// all but the two may offer (R089, R091).
var helpOfferRule = access.Rule{
	Kind:  "mentoring.help_offer",
	Read:  []access.Relation{access.Self, access.Partner, access.AsCoordinator, access.AsSMUHead, access.AsDeputy, access.AsDirector},
	Write: []access.Relation{access.AsCoordinator, access.AsSMUHead, access.AsDeputy, access.AsDirector},
}

// helpAnswerRule: who of the two said yes or no is read by that one alone.
var helpAnswerRule = access.Rule{
	Kind: "mentoring.help_answer", Read: []access.Relation{access.Self}, Write: []access.Relation{access.Self},
}

// Lead is to see that the pairs of one's own unit meet and visit (R091).
var Lead = access.Permission{Name: "mentoring.lead_unit", Roles: []access.Role{access.SMUHead}}

// OfferHelpTo is to open the page on which help is offered; which pairs one may
// help is decided with the pair at hand.
var OfferHelpTo = access.Permission{
	Name: "mentoring.help", Roles: []access.Role{access.Director, access.Deputy, access.Coordinator, access.SMUHead},
}

// helpRelations are the actor's relations to a pairing, that of a head of a unit of
// one of the two among them.
func helpRelations(ctx context.Context, c db.Conn, a access.Actor, p pairing.Pairing, today calendar.Date) ([]access.Relation, error) {
	r := p.Record("")
	if of := access.Of(a, r); len(of) == 0 || len(a.Heads) == 0 { // nothing to do with this school, or head of no unit
		return of, nil
	}
	in, args := db.In(5, a.Heads)
	own, err := db.One[bool](ctx, c, `SELECT `+people.WhereInUnit("$1", "$2", "$4", in)+` OR `+people.WhereInUnit("$1", "$3", "$4", in),
		append([]any{p.School, p.Mentor, p.Mentee, today}, args...)...)
	r.OfOwnUnit = own
	return access.Of(a, r), err
}

// OfferLine is an offer with the name of who made it.
type OfferLine struct {
	HelpOffer
	By mentoring.Person `db:"by_"`
}

// HelpedPair is a pair with what was offered to it, the newest first.
type HelpedPair struct {
	pairing.Counts
	Offers []OfferLine
}

// QuietPairs are the running pairs in which nothing has happened for weeks, in
// alphabetical order of the mentees, for those who keep the programme (R089).
func (s *Service) QuietPairs(ctx context.Context, actor access.Actor) ([]HelpedPair, error) {
	if err := mentoring.MayKeep(actor); err != nil {
		return nil, err
	}
	all, err := s.pairings.CountsWhere(ctx, actor.School, `g.state = $3 ORDER BY e.sort_key, g.id`, string(pairing.Running))
	if err != nil {
		return nil, err
	}
	var quiet []pairing.Counts
	for _, c := range all {
		if c.Quiet(s.Today()) {
			quiet = append(quiet, c)
		}
	}
	return s.withOffers(ctx, actor.School, quiet)
}

// UnitPairs are the running pairs of the units that the actor heads: that they
// meet and visit, in dates and counts (R091).
func (s *Service) UnitPairs(ctx context.Context, actor access.Actor) ([]HelpedPair, error) {
	heads := []access.Relation{access.AsSMUHead}
	if err := access.Must(Lead.Allows(actor) && pairing.CountsRule.Reads(heads), "mentoring.access.keep"); err != nil || len(actor.Heads) == 0 {
		return nil, err
	}
	in, args := db.In(4, actor.Heads)
	rows, err := db.All[pairing.Counts](ctx, s.Read(), s.pairings.CountsQuery(``)+`g.state = $3 AND (`+
		people.WhereInUnit("g.school_id", "g.mentor_id", "$2", in)+` OR `+people.WhereInUnit("g.school_id", "g.mentee_id", "$2", in)+`) ORDER BY e.sort_key, g.id`, append([]any{actor.School, s.Today(), string(pairing.Running)}, args...)...)
	if err != nil {
		return nil, err
	}
	return s.withOffers(ctx, actor.School, rows)
}

func (s *Service) withOffers(ctx context.Context, school string, pairs []pairing.Counts) ([]HelpedPair, error) {
	out := make([]HelpedPair, len(pairs))
	ids, place := make([]string, len(pairs)), map[string]int{}
	for i, c := range pairs {
		out[i].Counts, ids[i], place[c.ID] = c, c.ID, i
	}
	if len(ids) == 0 {
		return out, nil
	}
	in, args := db.In(2, ids)
	offers, err := s.offers(ctx, school, `h.pairing_id IN (`+in+`)`, args...)
	for _, h := range offers {
		i := place[h.Pairing]
		out[i].Offers = append(out[i].Offers, h)
	}
	return out, err
}

func (s *Service) offers(ctx context.Context, school, where string, args ...any) ([]OfferLine, error) {
	rows, err := db.All[OfferLine](ctx, s.Read(), `SELECT `+db.Columns[HelpOffer]("h")+`, `+people.PersonAs("b", "by")+`
		FROM help_offer h `+people.JoinStaff("b", "h.school_id", "h.offered_by")+`
		WHERE h.school_id = $1 AND `+where+` ORDER BY h.id DESC`, append([]any{school}, args...)...)
	for i := range rows {
		rows[i].HelpOffer = s.opened(ctx, rows[i].HelpOffer)
	}
	return rows, err
}

// PairHelp is a pair with what was offered to it, for those who may offer more.
func (s *Service) PairHelp(ctx context.Context, actor access.Actor, pairing string) (HelpedPair, error) {
	rows, err := s.pairings.CountsWhere(ctx, actor.School, `g.id = $3`, pairing)
	if err == nil && len(rows) == 0 {
		err = verb.Missing(db.ErrNotFound, "mentoring.pairing.missing")
	}
	if err != nil {
		return HelpedPair{}, err
	}
	of, err := helpRelations(ctx, s.Read(), actor, rows[0].Pairing, s.Today())
	if err != nil {
		return HelpedPair{}, err
	}
	if err := access.Must(helpOfferRule.Writes(of), "mentoring.access.keep"); err != nil {
		return HelpedPair{}, err
	}
	all, err := s.withOffers(ctx, actor.School, rows)
	if err != nil {
		return HelpedPair{}, err
	}
	return all[0], nil
}

// OfferPage is an offer as one of the two sees it.
type OfferPage struct {
	OfferLine
	Running bool            `db:"running"` // whether the pair still works together
	Answer  string          `db:"answer"`  // the reader's own, "" none
	Pair    pairing.Pairing `db:"g_"`
}

// HelpOffer reads an offer for one of the two.
func (s *Service) HelpOffer(ctx context.Context, actor access.Actor, id string) (OfferPage, error) {
	page, err := db.One[OfferPage](ctx, s.Read(), `SELECT `+db.Columns[HelpOffer]("h")+`, `+people.PersonAs("b", "by")+`, `+pairing.ColumnsAs("g", "g")+`,
		g.state = 'running' AS running, COALESCE((SELECT a.answer FROM help_answer a
			WHERE a.school_id = h.school_id AND a.offer_id = h.id AND a.staff_id = $3), '') AS answer
		FROM help_offer h `+people.JoinStaff("b", "h.school_id", "h.offered_by")+`
		JOIN pairing g ON g.school_id = h.school_id AND g.id = h.pairing_id WHERE h.school_id = $1 AND h.id = $2`,
		actor.School, id, actor.Staff)
	if err != nil {
		return page, verb.Missing(err, "mentoring.help.missing")
	}
	if err := pairing.MayOpen(actor, page.Pair); err != nil {
		return page, err
	}
	page.HelpOffer = s.opened(ctx, page.HelpOffer)
	return page, nil
}
