package mentoring

import (
	"context"

	"talim/internal/db"
)

// What the areas built on mentoring read inside their own transactions: support,
// practice, recognition, evaluation. They decide about access themselves.

// PairingByID reads a pairing of the school.
func PairingByID(ctx context.Context, c db.Conn, school, id string) (Pairing, error) {
	return pairingByID(ctx, c, school, id)
}

// PairingsOf reads the pairings of a member of staff on either side, the newest first.
func PairingsOf(ctx context.Context, c db.Conn, school, staff string) ([]Pairing, error) {
	return db.All[Pairing](ctx, c, `SELECT `+pairingColumns+` FROM pairing WHERE school_id = $1
		AND (mentor_id = $2 OR mentee_id = $2) ORDER BY starts DESC, id DESC`, school, staff)
}

// ProgrammeByID reads a programme of the school.
func ProgrammeByID(ctx context.Context, c db.Conn, school, id string) (Programme, error) {
	return programmeByID(ctx, c, school, id)
}
