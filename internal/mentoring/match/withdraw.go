package match

import (
	"talim/internal/db"
	"talim/internal/mentoring"
	"talim/internal/verb"
)

// endPairsOf ends the proposed pairs of somebody who steps back. One that nobody
// was asked about yet is simply removed.
func (s *Service) endPairsOf(change verb.Work, p mentoring.Participant) error {
	w := work{change, s}
	_, err := db.Exec(w.Ctx, w.Tx, `UPDATE proposal_pair SET state = CASE state WHEN 'draft' THEN 'removed' ELSE 'not_agreed' END
		WHERE school_id = $1 AND (mentor_id = $3 OR mentee_id = $3) AND state IN ('draft', 'asked', 'agreed')
		AND proposal_id IN (SELECT id FROM proposal WHERE school_id = $1 AND programme_id = $2)`, p.School, p.Programme, p.Staff)
	if err != nil {
		return err
	}
	return w.fallTogether(p.Programme)
}

// takeBackOpen ends the proposals, pairs and drafts of an order that still wait for
// somebody when their programme closes.
func takeBackOpen(w verb.Work, p mentoring.Programme) error {
	for _, change := range []string{
		`UPDATE proposal_pair SET state = 'removed' WHERE school_id = $1 AND state IN ('draft', 'asked', 'agreed')
			AND proposal_id IN (SELECT id FROM proposal WHERE school_id = $1 AND programme_id = $2)`,
		`UPDATE proposal SET state = 'replaced' WHERE school_id = $1 AND programme_id = $2 AND state = 'draft'`,
		`UPDATE mentoring_order SET state = 'withdrawn' WHERE school_id = $1 AND programme_id = $2 AND state = 'draft'`,
	} {
		if _, err := db.Exec(w.Ctx, w.Tx, change, p.School, p.ID); err != nil {
			return err
		}
	}
	return nil
}
