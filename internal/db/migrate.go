package db

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the numbered files of the schema, in one folder.
func Migrations() fs.FS {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return migrations // cannot be: the folder is embedded
	}
	return sub
}

// Migrate brings the schema up to date. Copies of the program that start at the
// same time take turns: PostgreSQL by an advisory lock, SQLite by its one writer;
// there the loser of the race finds the migration done (its version is recorded
// once, see 0001) and looks again.
func (d *DB) Migrate(ctx context.Context) error {
	p, err := d.goose()
	if err != nil {
		return err
	}
	for try := range tries {
		if _, err = p.Up(ctx); err == nil {
			return nil
		}
		if d.dialect == dialectPostgres || !raced(ctx, p, err, try) {
			break
		}
		if stop := pause(ctx, try); stop != nil {
			return stop
		}
	}
	return fmt.Errorf("migrate: %w", translate(err))
}

// raced says whether another process was faster: what failed here is done by now.
func raced(ctx context.Context, p *goose.Provider, err error, try int) bool {
	var partial *goose.PartialError
	if !errors.As(err, &partial) { // busy, or both made the table of versions
		return errors.Is(translate(err), errAgain) || try < 3
	}
	version, err := p.GetDBVersion(ctx)
	return err == nil && version >= partial.Failed.Source.Version
}

// Pending says whether the schema is older than the program.
func (d *DB) Pending(ctx context.Context) (bool, error) {
	p, err := d.goose()
	if err != nil {
		return false, err
	}
	pending, err := p.HasPending(ctx)
	return pending, translate(err)
}

func (d *DB) goose() (*goose.Provider, error) {
	if d.dialect == dialectSQLite {
		return goose.NewProvider(goose.DialectSQLite3, d.write, Migrations())
	}
	return d.goosePostgres()
}

func (d *DB) goosePostgres() (*goose.Provider, error) {
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 120))
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectPostgres, d.write, Migrations(), goose.WithSessionLocker(locker))
}

// Column is a column of the schema as both databases tell it.
type Column struct {
	Table   string `db:"table_name"`
	Name    string `db:"column_name"`
	NotNull bool   `db:"not_null"`
}

// Columns lists the schema, for the test that compares the two databases.
func (d *DB) Columns(ctx context.Context) ([]Column, error) {
	if d.dialect == dialectPostgres {
		return All[Column](ctx, d.Read(), `SELECT table_name, column_name, is_nullable = 'NO' AS not_null FROM information_schema.columns
			WHERE table_schema = current_schema() AND table_name <> 'goose_db_version' ORDER BY table_name COLLATE "C", column_name COLLATE "C"`)
	}
	return All[Column](ctx, d.Read(), `SELECT m.name AS table_name, c.name AS column_name, c."notnull" AS not_null
		FROM sqlite_schema m JOIN pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\_%' ESCAPE '\' AND m.name <> 'goose_db_version' ORDER BY 1, 2`)
}
