package transfer

import (
	"context"
	"slices"
	"strings"

	"talim/internal/db"
	"talim/internal/hold"
	"talim/internal/journal"
)

// Replace brings a school back into a database that it left: what came back takes the
// place of the copy that stayed, which takes no changes since then. That copy is written
// into the file keep before, sealed with the same words. Where the school stood in the
// tree, its requests to other schools and the accounts that people joined stay.
func (m Mover) Replace(ctx context.Context, path, words, keep string) (Report, error) {
	first, err := firstLine(path, words)
	if err != nil {
		return Report{}, err
	}
	shapes, err := m.DB.Shapes(ctx)
	if err != nil {
		return Report{}, err
	}
	if _, err := m.mayReplace(ctx, m.DB.Read(), shapes, first); err != nil {
		return Report{}, err
	}
	quiet := m
	quiet.Progress = nil
	if _, err := quiet.Out(ctx, first.School, keep, words); err != nil {
		return Report{}, err
	}
	return m.in(ctx, path, words, arrival{replace: true})
}

// mayReplace refuses to replace a school that works here, or a copy that is newer. It
// gives the organisation above it.
func (m Mover) mayReplace(ctx context.Context, c db.Conn, shapes []db.Shape, first begin) (above string, err error) {
	node := shapes[slices.IndexFunc(shapes, func(s db.Shape) bool { return s.Table == organisation })]
	query, args := page(node, first.School, nil)
	there, err := db.Cells(ctx, c, query, args...)
	if err != nil {
		return "", err
	}
	if len(there) == 0 {
		return "", ErrNoCopy
	}
	above, _ = there[0][slices.Index(node.Columns, parent)].(string)
	holds, err := hold.Of(ctx, c, first.School)
	if err != nil {
		return "", err
	}
	if !slices.ContainsFunc(holds, hold.Hold.Gone) {
		return "", ErrWorks
	}
	last, err := journal.Last(ctx, c, first.School, m.Ways...)
	if err == nil && last > first.Last {
		err = ErrOlder
	}
	return above, err
}

// stays are the tables of which nothing travels and whose rows of a school that comes
// back are kept, with the columns that name a school.
var stays = map[string][]string{
	"organisation_place": {"school_id"},
	"district_request":   {"school_id", "to_school_id"},
	"district_ask":       {"school_id", "office_id", "to_school_id"},
	"account_person":     {"school_id"},
}

// stayed are rows that go for a moment, since others refer to what is replaced.
type stayed struct {
	db.Shape
	rows [][]any
}

// clear takes the old copy away, with whatever refers to it, and gives what is put back.
func (a *arrival) clear() (back []stayed, err error) {
	school := a.report.School
	for _, s := range slices.Backward(a.all) {
		owners, kept := stays[s.Table]
		if !kept {
			owners = []string{owner(s)}
		}
		if !s.Has(owners[0]) {
			continue // of the whole program
		}
		of := " FROM " + s.Table + " WHERE " + strings.Join(owners, " = $1 OR ") + " = $1"
		if kept {
			rows, err := db.Cells(a.ctx, a.tx, "SELECT "+strings.Join(s.Columns, ", ")+of, school)
			if err != nil {
				return nil, err
			}
			back = append(back, stayed{s, rows})
		}
		if _, err := db.Exec(a.ctx, a.tx, "DELETE"+of, school); err != nil {
			return nil, err
		}
	}
	return back, nil
}

// putBack writes the rows that stayed.
func (a *arrival) putBack(back []stayed) error {
	for _, s := range slices.Backward(back) {
		if err := db.InsertCells(a.ctx, a.tx, s.Table, s.Columns, s.rows); err != nil {
			return err
		}
	}
	return nil
}
