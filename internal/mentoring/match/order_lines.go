package match

import (
	"context"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/mentoring"
	"talim/internal/mentoring/pairing"
	"talim/internal/people"
)

type orderPair struct {
	School   string `db:"school_id"`
	Order    string `db:"order_id"`
	Pair     string `db:"pair_id"`
	Position int    `db:"position"`
	Former   string `db:"former"` // the pairing before, or the one that ended; "" none
}

// agreedPair is a pair that both said yes to, with the pairing its mentee had before.
type agreedPair struct {
	Pair
	Former string `db:"former"`
	For    string `db:"for_mentee"` // of a re-match, whose pairs begin together
}

// splitAgreed takes the pairs that are new, or where there is none those that change.
func splitAgreed(agreed []agreedPair) (OrderKind, []orderPair) {
	var fresh, changed []orderPair
	for _, q := range agreed {
		if q.Former == "" && q.For == "" {
			fresh = append(fresh, orderPair{Pair: q.ID})
		} else {
			changed = append(changed, orderPair{Pair: q.ID, Former: q.Former})
		}
	}
	if len(fresh) > 0 {
		return OrderNew, fresh
	}
	return OrderChanged, changed
}

// AsAWhole leaves out the pairs q of a re-match r of which others still wait for an answer.
const AsAWhole = `
		AND (r.for_mentee = '' OR NOT EXISTS (SELECT 1 FROM proposal_pair z
			WHERE z.school_id = q.school_id AND z.proposal_id = q.proposal_id AND z.state = 'asked'))`

// agreedPairs are the pairs of the programme that both said yes to and no signed
// order names yet. Those of a re-match wait until all of it is agreed. The
// pairing before is one that still runs, or the last that ended early and that no order has named.
func agreedPairs(ctx context.Context, c db.Conn, p mentoring.Programme) ([]agreedPair, error) {
	return db.All[agreedPair](ctx, c, `SELECT `+db.Columns[Pair]("q")+`, COALESCE((SELECT max(g.id) FROM pairing g
			WHERE g.school_id = q.school_id AND g.programme_id = r.programme_id AND g.mentee_id = q.mentee_id
			AND g.state IN ('running', 'left', 'changed') AND NOT EXISTS (SELECT 1 FROM mentoring_order_pair x
				JOIN mentoring_order o ON o.school_id = x.school_id AND o.id = x.order_id
				WHERE x.school_id = g.school_id AND x.former = g.id AND o.state <> 'withdrawn')), '') AS former, r.for_mentee
		FROM proposal_pair q
		JOIN proposal r ON r.school_id = q.school_id AND r.id = q.proposal_id
		`+people.JoinStaff("s", "q.school_id", "q.mentee_id")+`
		WHERE q.school_id = $1 AND r.programme_id = $2 AND q.state = 'agreed'`+AsAWhole+`
		ORDER BY s.sort_key, q.id`, p.School, p.ID)
}

// PrepareEnding puts the pairs that have ended, and that no order names as ended
// or changed yet, into a draft order. One whose change is on its way is not among them.
func (s *Service) PrepareEnding(ctx context.Context, actor access.Actor, programme string) (Order, error) {
	return s.prepare(ctx, actor, programme, func(w work, p mentoring.Programme) (OrderKind, []orderPair, error) {
		ended, err := db.All[pairing.Pairing](w.Ctx, w.Tx, `SELECT `+db.Columns[pairing.Pairing]("g")+` FROM pairing g
			`+people.JoinStaff("s", "g.school_id", "g.mentee_id")+`
			WHERE g.school_id = $1 AND g.programme_id = $2 AND `+endedAndUnnamed+` ORDER BY s.sort_key, g.id`, p.School, p.ID)
		lines := make([]orderPair, len(ended))
		for i, g := range ended {
			lines[i] = orderPair{Pair: g.Pair, Former: g.ID}
		}
		return OrderEnded, lines, err
	})
}

// endedAndUnnamed are the pairings g that ended and stand in no order as such.
const endedAndUnnamed = `g.state <> 'running'
	AND NOT EXISTS (SELECT 1 FROM mentoring_order_pair x JOIN mentoring_order o ON o.school_id = x.school_id AND o.id = x.order_id
		WHERE x.school_id = g.school_id AND x.former = g.id AND o.state <> 'withdrawn')
	AND NOT EXISTS (SELECT 1 FROM proposal_pair q JOIN proposal r ON r.school_id = q.school_id AND r.id = q.proposal_id
		WHERE q.school_id = g.school_id AND r.programme_id = g.programme_id AND q.mentee_id = g.mentee_id AND q.state IN ('asked', 'agreed'))`
