package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// The ways a backup or its way back can fail.
var (
	ErrBackup = errors.New("db: PostgreSQL has its own tools for backups: pg_dump and pg_restore")
	ErrInUse  = errors.New("db: the database is in use; stop the program first")
	ErrDamage = errors.New("db: the file is no sound database of this program")
)

// Backup writes a copy of the SQLite database to a new file while others go on
// working. The copy is the state of one moment, and stands under its name only
// when it is whole.
func (d *DB) Backup(ctx context.Context, path string) error {
	if d.dialect != dialectSQLite {
		return ErrBackup
	}
	if _, err := os.Stat(path); err == nil {
		return fmt.Errorf("backup: %w: %s", os.ErrExist, path)
	}
	part := path + ".part"
	if err := remove(part); err != nil {
		return err
	}
	if err := d.vacuumInto(ctx, part); err != nil {
		return errors.Join(err, remove(part))
	}
	if err := syncFile(part); err != nil { // SQLite leaves that to the caller
		return err
	}
	return os.Rename(part, path)
}

// vacuumInto has a connection of its own: the readers may not write, not even
// another file, and the writer must stay free for the others.
func (d *DB) vacuumInto(ctx context.Context, path string) error {
	own, err := sql.Open("sqlite", d.path+"?_pragma=busy_timeout(5000)")
	if err != nil {
		return translate(err)
	}
	_, err = own.ExecContext(ctx, "VACUUM INTO $1", path)
	return errors.Join(translate(err), own.Close())
}

// BackupOf makes a backup of the database at an address, which must be there.
func BackupOf(ctx context.Context, address, path string) (err error) {
	if from := SQLitePath(address); from != "" {
		if _, err := os.Stat(from); err != nil { // Open would make it
			return fmt.Errorf("%w: %w", ErrUnavailable, err)
		}
	}
	d, err := Open(ctx, address)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	return d.Backup(ctx, path)
}

// SQLitePath is the file of a SQLite address, empty for any other.
func SQLitePath(address string) string {
	path, is := strings.CutPrefix(address, "sqlite:")
	if !is {
		return ""
	}
	path, _, _ = strings.Cut(path, "?")
	return path
}

// Restore puts a backup in the place of the SQLite database at an address. It
// looks the file over first, refuses while the program runs on the database, and
// keeps what was there under another name, which it returns ("" for nothing).
func Restore(ctx context.Context, file, address string) (kept string, err error) {
	path := SQLitePath(address)
	if path == "" {
		return "", ErrBackup
	}
	copied := path + ".restore"
	defer func() { err = errors.Join(err, removeAll(copied)) }()
	if err := copyFile(file, copied); err != nil {
		return "", err
	}
	if err := sound(ctx, copied); err != nil {
		return "", err
	}
	if kept, err = setAside(ctx, path); err != nil {
		return "", err
	}
	return kept, os.Rename(copied, path)
}

// setAside renames the database, after making sure that nobody has it open.
func setAside(ctx context.Context, path string) (string, error) {
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return "", nil
	}
	if err := alone(ctx, path); err != nil {
		return "", err
	}
	kept := path + ".before-" + NewID()
	return kept, os.Rename(path, kept)
}

// alone leaves the write-ahead log, for which SQLite wants to be the only one that
// has the file open; the log's own files go with it.
func alone(ctx context.Context, path string) error {
	d, err := openSQLite(path)
	if err != nil {
		return err
	}
	_, err = d.write.ExecContext(ctx, "PRAGMA busy_timeout = 500; PRAGMA journal_mode = delete")
	if errors.Is(translate(err), errAgain) {
		err = ErrInUse
	}
	return errors.Join(translate(err), d.Close())
}

// sound checks every page of the file, every reference, and that its schema is
// not newer than this program.
func sound(ctx context.Context, path string) (err error) {
	d, err := openSQLite(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	faults, err := All[string](ctx, d.Write(), `SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'
		UNION ALL SELECT "table" FROM pragma_foreign_key_check`)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamage, err)
	}
	if len(faults) > 0 {
		return fmt.Errorf("%w: %s", ErrDamage, strings.Join(faults[:min(len(faults), 3)], "; "))
	}
	version, err := d.version(ctx)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamage, err)
	}
	p, err := d.goose()
	if err != nil {
		return err
	}
	if err := known(p, version); err != nil {
		return fmt.Errorf("%w: %w", ErrDamage, err)
	}
	return nil
}

func copyFile(from, to string) (err error) {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, source.Close()) }()
	target, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, target.Close()) }()
	if _, err := io.Copy(target, source); err != nil {
		return err
	}
	return target.Sync()
}

func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

func removeAll(path string) error {
	return errors.Join(remove(path), remove(path+"-wal"), remove(path+"-shm"), remove(path+"-journal"))
}

func remove(path string) error {
	if err := os.Remove(path); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}
