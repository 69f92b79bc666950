package doctor

import (
	"context"
	"slices"

	"talim/internal/db"
	"talim/internal/journal"
	"talim/internal/secret"
)

// Found is what was written into a database without its file of keys.
type Found struct {
	Open    []Record // texts that stand open where they are sealed
	Rows    []Record // accounts, posts, pairs and so on that were changed or written
	Texts   []Record // texts whose record names somebody for whom they were not sealed
	Journal []Record // entries that were changed, or are gone
}

// Count is how many they are.
func (f Found) Count() int { return len(f.Open) + len(f.Rows) + len(f.Texts) + len(f.Journal) }

// Written lists what was written without the file of keys.
func Written(ctx context.Context, p Patient, d *db.DB, keeper *secret.Keeper) (Found, error) {
	var f Found
	open, err := secret.FindPlain(ctx, d, p.Sealed)
	if err != nil {
		return f, err
	}
	for _, x := range open {
		f.Open = append(f.Open, Record{Table: x.Column.Table, Column: x.Column.Name, School: x.School, ID: x.ID})
	}
	if f.Rows, err = p.rows(ctx, d, keeper); err != nil {
		return f, err
	}
	strays, err := keeper.FindStrays(ctx, d, p.Sealed)
	if err != nil {
		return f, err
	}
	for _, x := range strays {
		f.Texts = append(f.Texts, Record{Table: x.Column.Table, Column: x.Column.Name, School: x.School, ID: x.ID})
	}
	broken, err := journal.Check(ctx, d.Read(), keeper)
	for _, x := range broken {
		f.Journal = append(f.Journal, Record{Table: journal.Table, School: x.School, ID: x.Entry, Place: x.Place, What: x.What})
	}
	return f, err
}

// rows are those that nobody vouches for; of the journal it is asked apart.
func (p Patient) rows(ctx context.Context, d *db.DB, keeper *secret.Keeper) ([]Record, error) {
	asked := slices.DeleteFunc(slices.Clone(p.Vouched), func(v secret.Vouched) bool { return journal.Has(v.Table) })
	changed, err := keeper.FindChanged(ctx, d, asked)
	if err != nil {
		return nil, err
	}
	var out []Record
	for _, x := range changed {
		whose, err := p.Whose(ctx, d.Read(), x.Table, x.School, x.ID)
		if err != nil {
			return nil, err
		}
		out = append(out, Record{Table: x.Table, School: x.School, ID: x.ID, Person: whose})
	}
	return out, nil
}
