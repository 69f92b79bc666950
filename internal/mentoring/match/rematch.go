package match

import (
	"context"
	"slices"
	"time"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/journal"
	"talim/internal/matching"
	"talim/internal/mentoring"
	"talim/internal/mentoring/pairing"
	"talim/internal/people"
	"talim/internal/verb"
)

// EventChanged says that a pairing was changed: by the program, whoever asked.
const EventChanged journal.Event = "mentoring.pairing.changed"

// AskChange ends a pairing because a change is asked for: by either of the two,
// or by those who keep the programme. No reason is asked and none is kept, and
// nothing that is written tells who asked; both are told in the same words (R078).
func (s *Service) AskChange(ctx context.Context, actor access.Actor, pairingID string) error {
	return s.do(ctx, actor, func(w work) error {
		p, err := pairing.ByID(w.Ctx, w.Tx, actor.School, pairingID)
		if err != nil {
			return err
		}
		if err := access.Must(p.Has(actor.Staff) || mentoring.Keep.Allows(actor), "mentoring.access.pair"); err != nil {
			return err
		}
		return w.change(p)
	})
}

// ChangeInConfidence does the same inside a transaction of an area above, to
// which somebody said in confidence that a pair does not work. That area decides who may ask.
func (s *Service) ChangeInConfidence(ctx context.Context, tx db.Conn, at time.Time, school, pairingID string) error {
	w := work{verb.Work{Ctx: ctx, Tx: tx, Actor: access.System(school, "mentoring"), At: at, Voucher: s.Voucher()}, s}
	p, err := pairing.ByID(ctx, tx, school, pairingID)
	if err != nil {
		return err
	}
	return w.change(p)
}

// change ends the pairing. From here on the program acts: nothing that is
// written may tell who asked.
func (w work) change(p pairing.Pairing) error {
	w.Actor = access.System(p.School, "mentoring")
	if err := w.pairings.End(w.Work, p, pairing.Changed); err != nil {
		return err
	}
	if err := w.pairings.NotifyEnded(w.Work, p); err != nil {
		return err
	}
	return w.Record(EventChanged, p.Ref())
}

// Rematch proposes a mentor for one mentee who waits for one, while other pairs
// run: it moves the fewest others, and nobody else loses a mentor. Whoever is
// moved keeps the present mentor until the order, and if anybody says no (R078).
func (s *Service) Rematch(ctx context.Context, actor access.Actor, programme, mentee string) (Proposal, error) {
	return s.propose(ctx, actor, programme, mentee, func(in Instance) (Outcome, error) {
		r, err := matching.Rematch(ctx, in.Instance, matching.Request{Mentee: mentee})
		if err != nil {
			return Outcome{}, err
		}
		return in.rematched(r, mentee)
	})
}

// rematched is what a re-match changes, as a proposal keeps it.
func (in Instance) rematched(r matching.Rematched, mentee string) (Outcome, error) {
	found := Outcome{blocking: -1}
	for _, c := range r.Changes {
		at := slices.IndexFunc(r.Pairs, func(p matching.Pair) bool { return p.Mentee == c.Mentee })
		if c.To != "" && at >= 0 {
			found.Pairs = append(found.Pairs, r.Pairs[at])
		} else if c.Mentee == mentee {
			found.Left = append(found.Left, matching.Unmatched{Mentee: mentee, Why: c.Why})
		}
	}
	couples := make([]matching.Couple, len(found.Pairs))
	for i, p := range found.Pairs {
		couples[i] = p.Couple()
	}
	review, err := matching.Check(in.Open(found.Pairs, mentee), nil, couples)
	found.Fit = review.After.TotalFit - review.After.Penalty
	return found, err
}

// fallTogether takes back what a re-match proposed when one pair of it was not
// agreed: each of the others needs the place of another. Who said no stays unsaid.
func (w work) fallTogether(programme string) error {
	_, err := db.Exec(w.Ctx, w.Tx, `UPDATE proposal_pair SET state = 'removed'
		WHERE school_id = $1 AND state IN ('asked', 'agreed') AND proposal_id IN (
			SELECT r.id FROM proposal r JOIN proposal_pair x ON x.school_id = r.school_id AND x.proposal_id = r.id AND x.state = 'not_agreed'
			WHERE r.school_id = $1 AND r.programme_id = $2 AND r.state = 'sent' AND r.for_mentee <> '')`, w.Actor.School, programme)
	return err
}

// EndedUnnamed counts the pairs of a programme that ended and that no order names so.
func (s *Service) EndedUnnamed(ctx context.Context, actor access.Actor, programme string) (int, error) {
	if err := mentoring.MayKeep(actor); err != nil {
		return 0, err
	}
	return db.One[int](ctx, s.Read(), `SELECT count(*) FROM pairing g WHERE g.school_id = $1 AND g.programme_id = $2 AND `+endedAndUnnamed,
		actor.School, programme)
}

// WaitsForMentor is a mentee who takes part, has no mentor and is not being
// asked about one, while pairs of the programme run.
type WaitsForMentor struct {
	mentoring.Person
	Had bool `db:"had"` // worked with a mentor of the programme before
}

// WaitForRematch lists the mentees for whom a re-match can be asked.
func (s *Service) WaitForRematch(ctx context.Context, actor access.Actor, programme string) ([]WaitsForMentor, error) {
	if err := mentoring.MayKeep(actor); err != nil {
		return nil, err
	}
	return db.All[WaitsForMentor](ctx, s.Read(), `SELECT `+people.PersonColumns("s")+`,
		EXISTS (SELECT 1 FROM pairing f WHERE f.school_id = x.school_id AND f.programme_id = x.programme_id AND f.mentee_id = x.staff_id) AS had
		FROM participant x `+people.JoinStaff("s", "x.school_id", "x.staff_id")+`
		WHERE x.school_id = $1 AND x.programme_id = $2 AND x.side = 'mentee' AND x.state = 'accepted'
		AND NOT EXISTS (SELECT 1 FROM pairing g WHERE g.school_id = $1 AND g.programme_id = $2 AND g.mentee_id = x.staff_id
			AND g.state IN ('running', 'completed'))
		AND NOT EXISTS (SELECT 1 FROM proposal_pair q JOIN proposal r ON r.school_id = q.school_id AND r.id = q.proposal_id
			WHERE q.school_id = $1 AND r.programme_id = $2 AND q.mentee_id = x.staff_id AND q.state IN ('asked', 'agreed'))
		AND EXISTS (SELECT 1 FROM pairing n WHERE n.school_id = $1 AND n.programme_id = $2 AND n.state = 'running')
		ORDER BY s.sort_key, s.id`, actor.School, programme)
}
