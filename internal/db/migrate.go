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

// Migrate refuses a database that is not for this program to change: ErrNewer where
// a newer version has been at work, since old rows do not belong into a new schema,
// and ErrForeign for the file of another program.
var (
	ErrNewer   = errors.New("db: the database belongs to a newer version of the program")
	ErrForeign = errors.New("db: the file is the database of another program")
)

// versionTable is where goose records which migrations were applied.
const versionTable = "goose_db_version"

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
		if err := d.ours(ctx, p); err != nil {
			return err
		}
		if _, err = p.Up(ctx); err == nil {
			return d.keepOutOfLog(ctx)
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

// ours says whether the database is one that this program may change.
func (d *DB) ours(ctx context.Context, p *goose.Provider) error {
	version, err := d.version(ctx)
	if errors.Is(err, ErrNotFound) {
		return d.vacant(ctx)
	}
	if err != nil {
		return err
	}
	return known(p, version)
}

// known refuses a schema that came after this program.
func known(p *goose.Provider, version int64) error {
	sources := p.ListSources()
	if last := sources[len(sources)-1].Version; version > last {
		return fmt.Errorf("%w: its schema is %d, and this program knows %d; start the newer version again, or restore a backup from before it",
			ErrNewer, version, last)
	}
	return nil
}

// version is the number of the last migration, ErrNotFound in an empty database.
func (d *DB) version(ctx context.Context) (int64, error) {
	exists := `SELECT count(*) FROM sqlite_schema WHERE name = $1`
	if d.dialect == dialectPostgres {
		exists = `SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = $1`
	}
	n, err := One[int](ctx, d.Write(), exists, versionTable)
	if err != nil {
		return 0, err
	}
	if n == 0 {
		return 0, ErrNotFound
	}
	return One[int64](ctx, d.Write(), `SELECT COALESCE(max(version_id), 0) FROM `+versionTable)
}

// Begun says whether the program has made its tables here: an empty database has none.
func (d *DB) Begun(ctx context.Context) (bool, error) {
	_, err := d.version(ctx)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// vacant refuses a file that holds the tables of somebody else. A database of
// PostgreSQL may be shared: extensions keep tables there.
func (d *DB) vacant(ctx context.Context) error {
	if d.dialect == dialectPostgres {
		return nil
	}
	n, err := One[int](ctx, d.Write(), `SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'
		AND NOT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = $1)`, versionTable) // another copy may just have made it
	if err == nil && n > 0 {
		err = fmt.Errorf("%w: %s", ErrForeign, d.path)
	}
	return err
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
	YesNo   bool   `db:"yes_no"` // BOOLEAN
}

// Columns lists the schema, for the test that compares the two databases.
func (d *DB) Columns(ctx context.Context) ([]Column, error) {
	if d.dialect == dialectPostgres {
		return All[Column](ctx, d.Read(), `SELECT table_name, column_name, is_nullable = 'NO' AS not_null, data_type = 'boolean' AS yes_no FROM information_schema.columns
			WHERE table_schema = current_schema() AND table_name <> 'goose_db_version' ORDER BY table_name COLLATE "C", column_name COLLATE "C"`)
	}
	return All[Column](ctx, d.Read(), `SELECT m.name AS table_name, c.name AS column_name, c."notnull" AS not_null, upper(c.type) = 'BOOLEAN' AS yes_no
		FROM sqlite_schema m JOIN pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\_%' ESCAPE '\' AND m.name <> 'goose_db_version' ORDER BY 1, 2`)
}
