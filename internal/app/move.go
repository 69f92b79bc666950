package app

import "talim/internal/transfer"

// Mover moves schools out of the database of the program, or into it.
func (a *App) Mover(progress func(table string, rows int)) transfer.Mover {
	return transfer.Mover{DB: a.db, Keeper: a.keeper, Sealed: a.sealed, Progress: progress}
}
