package app

import (
	"context"

	"talim/internal/db"
	"talim/internal/people/schools"
	"talim/internal/transfer"
)

// Mover moves schools out of the database of the program, or into it.
func (a *App) Mover(progress func(table string, rows int)) transfer.Mover {
	return transfer.Mover{
		DB: a.db, Keeper: a.keeper, Sealed: a.sealed, Vouched: Vouched(), Progress: progress, Ways: schools.Ways, Arrived: func(ctx context.Context, tx db.Conn, r transfer.Report) error {
			return a.Services().Schools.Arrived(ctx, tx, r.School, r.Rows())
		},
	}
}
