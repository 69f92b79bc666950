package app

import (
	"context"

	"talim/internal/db"
	"talim/internal/doctor"
	"talim/internal/people"
	"talim/internal/people/accounts"
)

// Patient is what the doctor has to know of the areas: where private texts stand, and what
// is vouched for. Nothing of it needs an open program.
func Patient() doctor.Patient {
	return doctor.Patient{Sealed: Sealed(), Vouched: Vouched(), Whose: whose}
}

// whose is whose an account or a post is; of others, such as a pair, it is nobody's business.
func whose(ctx context.Context, c db.Conn, table, school, id string) (string, error) {
	if login, err := accounts.OwnerOf(ctx, c, table, school, id); err != nil || login != "" {
		return login, err
	}
	return people.HolderOf(ctx, c, table, school, id)
}
