package people

import (
	"context"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/journal"
)

// LogFilter narrows the journal of a school.
type LogFilter struct {
	Area   string // "people", "mentoring"; "" for all
	Staff  string // who acted
	Before string // id of the last entry of the page before
	Limit  int
}

// Log lists the journal of the actor's school, the newest first (R238).
func (s *Service) Log(ctx context.Context, actor access.Actor, f LogFilter) ([]journal.Entry, error) {
	if err := require(actor, MayReadJournal); err != nil {
		return nil, err
	}
	w := db.From(actor.School)
	w.And("school_id = $1")
	if f.Area != "" {
		w.And(`event LIKE ? ESCAPE '\'`, likeSafe.Replace(f.Area)+".%")
	}
	if f.Staff != "" {
		w.And("staff_id = ?", f.Staff)
	}
	if f.Before != "" {
		w.And("id < ?", f.Before)
	}
	return db.All[journal.Entry](ctx, s.Read(), `SELECT `+db.Columns[journal.Entry]("")+` FROM journal_entry`+w.SQL()+` ORDER BY id DESC LIMIT `+w.Next(f.Limit), w.Args()...)
}

// LogOf lists what happened to one record.
func (s *Service) LogOf(ctx context.Context, actor access.Actor, ref journal.Ref) ([]journal.Entry, error) {
	if err := require(actor, MayReadJournal); err != nil {
		return nil, err
	}
	return journal.OfRecord(ctx, s.Read(), actor.School, ref, 200)
}
