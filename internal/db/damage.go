package db

import "context"

// Damage asks the database whether its file is sound, and gives what it finds; a PostgreSQL
// server looks after its own files, and answers.
func (d *DB) Damage(ctx context.Context) ([]string, error) {
	if d.dialect == dialectPostgres {
		return nil, d.Ping(ctx)
	}
	found, err := All[string](ctx, d.Read(), `PRAGMA quick_check(20)`)
	if len(found) == 1 && found[0] == "ok" {
		found = nil
	}
	return found, err
}

// Latest is the number of the last migration that the program knows.
func (d *DB) Latest() (int64, error) {
	p, err := d.goose()
	if err != nil {
		return 0, err
	}
	sources := p.ListSources()
	return sources[len(sources)-1].Version, nil
}
