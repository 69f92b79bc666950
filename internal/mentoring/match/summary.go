package match

import (
	"context"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/mentoring"
)

// Summary is where a programme stands, in figures for those who keep it.
type Summary struct {
	MenteesInvited  int    `db:"mentees_invited"`
	MenteesAccepted int    `db:"mentees_accepted"`
	MentorsInvited  int    `db:"mentors_invited"`
	MentorsAccepted int    `db:"mentors_accepted"`
	Agreed          int    `db:"agreed"`         // pairs that both said yes to and no order names yet
	Asked           int    `db:"asked"`          // pairs that wait for an answer
	Running         int    `db:"running"`        // pairings
	Finished        int    `db:"finished"`       // pairings completed or left
	Without         int    `db:"without"`        // mentees who accepted, have no pairing and are in no pair that waits
	DraftProposal   string `db:"draft_proposal"` // its id, "" none
	LastProposal    string `db:"last_proposal"`
	DraftOrder      string `db:"draft_order"`
}

// Summary counts the programme in one query.
func (s *Service) Summary(ctx context.Context, actor access.Actor, programme string) (Summary, error) {
	if err := mentoring.MayKeep(actor); err != nil {
		return Summary{}, err
	}
	return db.One[Summary](ctx, s.Read(), `SELECT
	(SELECT count(*) FROM participant x WHERE x.school_id = $1 AND x.programme_id = $2 AND x.side = 'mentee' AND x.state = 'invited') AS mentees_invited,
	(SELECT count(*) FROM participant x WHERE x.school_id = $1 AND x.programme_id = $2 AND x.side = 'mentee' AND x.state = 'accepted') AS mentees_accepted,
	(SELECT count(*) FROM participant x WHERE x.school_id = $1 AND x.programme_id = $2 AND x.side = 'mentor' AND x.state = 'invited') AS mentors_invited,
	(SELECT count(*) FROM participant x WHERE x.school_id = $1 AND x.programme_id = $2 AND x.side = 'mentor' AND x.state = 'accepted') AS mentors_accepted,
	(SELECT count(*) FROM proposal_pair q JOIN proposal r ON r.school_id = q.school_id AND r.id = q.proposal_id
		WHERE q.school_id = $1 AND r.programme_id = $2 AND q.state = 'agreed'`+AsAWhole+`) AS agreed,
	(SELECT count(*) FROM proposal_pair q JOIN proposal r ON r.school_id = q.school_id AND r.id = q.proposal_id
		WHERE q.school_id = $1 AND r.programme_id = $2 AND q.state = 'asked') AS asked,
	(SELECT count(*) FROM pairing g WHERE g.school_id = $1 AND g.programme_id = $2 AND g.state = 'running') AS running,
	(SELECT count(*) FROM pairing g WHERE g.school_id = $1 AND g.programme_id = $2 AND g.state <> 'running') AS finished,
	(SELECT count(*) FROM participant x WHERE x.school_id = $1 AND x.programme_id = $2 AND x.side = 'mentee' AND x.state = 'accepted'
		AND NOT EXISTS (SELECT 1 FROM pairing g WHERE g.school_id = $1 AND g.programme_id = $2 AND g.mentee_id = x.staff_id AND g.state NOT IN ('left', 'changed'))
		AND NOT EXISTS (SELECT 1 FROM proposal_pair q JOIN proposal r ON r.school_id = q.school_id AND r.id = q.proposal_id
			WHERE q.school_id = $1 AND r.programme_id = $2 AND q.mentee_id = x.staff_id AND q.state IN ('asked', 'agreed'))) AS without,
	COALESCE((SELECT max(r.id) FROM proposal r WHERE r.school_id = $1 AND r.programme_id = $2 AND r.state = 'draft'), '') AS draft_proposal,
	COALESCE((SELECT max(r.id) FROM proposal r WHERE r.school_id = $1 AND r.programme_id = $2 AND r.state = 'sent'), '') AS last_proposal,
	COALESCE((SELECT max(o.id) FROM mentoring_order o WHERE o.school_id = $1 AND o.programme_id = $2 AND o.state = 'draft'), '') AS draft_order`,
		actor.School, programme)
}
