package match

import (
	"context"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/mentoring"
	"talim/internal/people"
	"talim/internal/verb"
)

// Consent is one answer to a proposed pair. It stands apart from the pair, so
// that no list of pairs can show who said no (R075, R076).
type Consent struct {
	School     string           `db:"school_id"`
	ID         string           `db:"id"`
	Pair       string           `db:"pair_id"`
	Staff      string           `db:"staff_id"`
	Answer     string           `db:"answer"` // "yes" or "no"
	AnsweredAt calendar.Instant `db:"answered_at"`
}

// AnswerPair says yes or no to a proposed pair, for oneself and in private. Two
// yeses make it agreed; one no ends it, and the pair does not say whose it was.
func (s *Service) AnswerPair(ctx context.Context, actor access.Actor, pair string, yes bool) (PairState, error) {
	var state PairState
	err := s.do(ctx, actor, func(w work) error {
		q, err := pairByID(w.Ctx, w.Tx, actor.School, pair)
		if err != nil {
			return err
		}
		if !q.Has(actor.Staff) {
			return fault.Forbidden("mentoring.access.own")
		}
		if q.State != PairAsked {
			return fault.Conflict("mentoring.consent.over")
		}
		if state, err = w.consent(q, yes); err != nil {
			return err
		}
		return w.RecordPrivate(EventPairAnswered)
	})
	return state, err
}

// consent keeps the actor's answer to a pair, and what follows from it.
func (w work) consent(q Pair, yes bool) (PairState, error) {
	c := Consent{School: q.School, ID: db.NewID(), Pair: q.ID, Staff: w.Actor.Staff, Answer: "no", AnsweredAt: w.Instant()}
	if yes {
		c.Answer = "yes"
	}
	if err := verb.Duplicate(db.Insert(w.Ctx, w.Tx, "consent", c), "mentoring.consent.answered"); err != nil {
		return q.State, err
	}
	return w.settle(q, yes)
}

// SettleTogether gives a pair of a group the state that follows from the answers of all:
// the two have agreed, or there is no pair. Who of them it was is not kept.
func (s *Service) SettleTogether(change verb.Work, q Pair, agreed bool) error {
	w := work{change, s}
	if !agreed {
		_, err := w.settle(q, false)
		return err
	}
	for _, staff := range []string{q.Mentor, q.Mentee} {
		c := Consent{School: q.School, ID: db.NewID(), Pair: q.ID, Staff: staff, Answer: "yes", AnsweredAt: w.Instant()}
		if err := verb.Duplicate(db.Insert(w.Ctx, w.Tx, "consent", c), "mentoring.consent.answered"); err != nil {
			return err
		}
	}
	_, err := w.settle(q, true)
	return err
}

// settle gives the pair the state that follows from the answers so far.
func (w work) settle(q Pair, yes bool) (PairState, error) {
	state := PairNotAgreed
	if yes {
		yeses, err := db.One[int](w.Ctx, w.Tx, `SELECT count(*) FROM consent
			WHERE school_id = $1 AND pair_id = $2 AND answer = 'yes'`, q.School, q.ID)
		if err != nil {
			return q.State, err
		}
		if yeses < 2 {
			return PairAsked, nil
		}
		state = PairAgreed
	}
	if _, err := db.Exec(w.Ctx, w.Tx, `UPDATE proposal_pair SET state = $3 WHERE school_id = $1 AND id = $2`, q.School, q.ID, state); err != nil || yes {
		return state, err
	}
	made, err := ProposalByID(w.Ctx, w.Tx, q.School, q.Proposal)
	if err != nil {
		return state, err
	}
	return state, w.fallTogether(made.Programme)
}

func pairByID(ctx context.Context, c db.Conn, school, id string) (Pair, error) {
	q, err := db.One[Pair](ctx, c, `SELECT `+db.Columns[Pair]("")+` FROM proposal_pair WHERE school_id = $1 AND id = $2`, school, id)
	return q, verb.Missing(err, "mentoring.pair.missing")
}

// ProposedPair is a proposed pair as one of the two sees it: both names, and
// the own answer alone.
type ProposedPair struct {
	Pair
	Programme    string           `db:"programme_id"`
	Answer       string           `db:"answer"`     // the reader's own, "" none yet
	RatherNot    bool             `db:"rather_not"` // what the reader herself said of the other
	MentorPerson mentoring.Person `db:"mentor_person_"`
	MenteePerson mentoring.Person `db:"mentee_person_"`
}

// MyPair reads a proposed pair for one of the two.
func (s *Service) MyPair(ctx context.Context, actor access.Actor, id string) (ProposedPair, error) {
	row, err := db.One[ProposedPair](ctx, s.Read(), `SELECT `+db.Columns[Pair]("q")+`, r.programme_id,
		COALESCE(a.answer, '') AS answer,
		`+mentoring.RatherNot("$1", "r.programme_id", "$3", "= CASE WHEN q.mentor_id = $3 THEN q.mentee_id ELSE q.mentor_id END")+` AS rather_not,
		`+people.PersonAs("o", "mentor_person")+`, `+people.PersonAs("e", "mentee_person")+`
		FROM proposal_pair q JOIN proposal r ON r.school_id = q.school_id AND r.id = q.proposal_id
		`+people.JoinStaff("o", "q.school_id", "q.mentor_id")+`
		`+people.JoinStaff("e", "q.school_id", "q.mentee_id")+`
		LEFT JOIN consent a ON a.school_id = q.school_id AND a.pair_id = q.id AND a.staff_id = $3
		WHERE q.school_id = $1 AND q.id = $2 AND q.state NOT IN ('draft', 'removed')`, actor.School, id, actor.Staff)
	if err != nil {
		return ProposedPair{}, verb.Missing(err, "mentoring.pair.missing")
	}
	return row, access.Must(row.Has(actor.Staff), "mentoring.access.own")
}
