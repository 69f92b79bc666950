package db

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"talim/internal/durable"
)

// The ways a backup or its way back can fail.
var (
	ErrBackup = errors.New("db: PostgreSQL has its own tools for backups: pg_dump and pg_restore")
	ErrInUse  = errors.New("db: the database is in use; stop the program first")
	ErrDamage = errors.New("db: the file is no sound database of this program")
)

// Backup writes a copy of the SQLite database to a new file while others go on
// working. The copy is the state of one moment, stands under its name only when it
// is whole, and is for its owner only. Beside it stands its checksum, as sha256sum
// writes it.
func (d *DB) Backup(ctx context.Context, path string) error {
	if d.dialect != dialectSQLite {
		return ErrBackup
	}
	if _, err := os.Stat(path); err == nil {
		return fmt.Errorf("backup: %w: %s", os.ErrExist, path)
	}
	f, err := durable.Beside(path)
	if err != nil {
		return full(err)
	}
	part := f.Name()
	if err := f.Close(); err != nil {
		return err
	}
	if err := errors.Join(d.vacuumInto(ctx, part), writeSum(part, path)); err != nil {
		return full(errors.Join(err, removeAll(part)))
	}
	return durable.Replace(part, path)
}

// sumOf is the name of the file with the checksum of a backup.
func sumOf(path string) string { return path + ".sha256" }

// writeSum leaves the checksum of a finished copy under the name it will have.
func writeSum(part, path string) error {
	sum, err := sha256Of(part)
	if err != nil {
		return err
	}
	return durable.WriteFile(sumOf(path), 0o600, []byte(sum+"  "+filepath.Base(path)+"\n"))
}

func sha256Of(path string) (string, error) {
	f, err := os.Open(path) //nolint:gosec // the path is the operator's own
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	_, err = io.Copy(sum, f)
	return hex.EncodeToString(sum.Sum(nil)), errors.Join(err, f.Close())
}

// full gives a full disk its kind, where the system says it and not SQLite.
func full(err error) error {
	if errors.Is(err, syscall.ENOSPC) {
		return fmt.Errorf("%w: %w", ErrFull, err)
	}
	return err
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
	if err := Exists(address); err != nil {
		return err
	}
	d, err := Open(ctx, address)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	return d.Backup(ctx, path)
}

// Exists refuses the address of a SQLite file that is not there, which Open would make:
// for whoever works with what a database holds. Of PostgreSQL, Open says it.
func Exists(address string) error {
	path := SQLitePath(address)
	if path == "" {
		return nil
	}
	_, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("%w: there is no database %s", ErrUnavailable, path)
	}
	return err
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
// compares the checksum where one lies beside the backup, reads the whole file, and
// refuses while the program runs on the database. What was there is kept under another
// name, which it returns ("" for nothing), also when it is damaged.
//
// A kill or a power cut at any point leaves the old database or the new one in place.
func Restore(ctx context.Context, file, address string) (kept string, err error) {
	path := SQLitePath(address)
	if path == "" {
		return "", ErrBackup
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	copied := path + ".restore"
	defer func() { err = full(errors.Join(err, removeAll(copied))) }()
	if err := removeAll(copied); err != nil { // its journal, left by a kill, would be played into the copy
		return "", err
	}
	durable.Step("copy")
	if err := copyFile(file, copied); err != nil {
		return "", err
	}
	if err := errors.Join(sameSum(file, copied), sound(ctx, copied)); err != nil {
		return "", err
	}
	durable.Step("set aside")
	if kept, err = setAside(ctx, path, copied); err != nil {
		return "", err
	}
	if err := durable.Replace(copied, path); err != nil {
		return kept, err
	}
	if err := opens(ctx, path); err != nil {
		return kept, fmt.Errorf("the backup stands in place, and cannot be opened: %w", err)
	}
	return kept, nil
}

// sameSum compares the copy with the checksum beside the backup; a backup of an older
// version has none.
func sameSum(file, copied string) error {
	line, err := os.ReadFile(sumOf(file))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	got, err := sha256Of(copied)
	if want, _, _ := strings.Cut(string(line), " "); err == nil && got != strings.TrimSpace(want) {
		err = fmt.Errorf("%w: its content differs from the checksum in %s", ErrDamage, sumOf(file))
	}
	return err
}

// logs are the files that SQLite keeps beside a database. Those of another database
// of the same name would be played into the new one.
var logs = []string{"-wal", "-shm", "-journal"}

// setAside keeps the database under another name, after making sure that nobody has
// it open, and removes its logs. The database itself stays until the copy takes its
// place; the copy gets its owner and mode.
func setAside(ctx context.Context, path, copied string) (string, error) {
	old, err := os.Stat(path)
	switch {
	case err == nil:
		err = errors.Join(alone(ctx, path), durable.GiveTo(copied, old), os.Chmod(copied, old.Mode().Perm()))
	case errors.Is(err, os.ErrNotExist): // a lost disk: it belongs to whoever its folder is for
		err = giveToFolder(copied)
	}
	if err != nil {
		return "", err
	}
	kept, some := path+".before-"+NewID(), false
	for _, suffix := range append([]string{""}, logs...) {
		there, err := keep(path+suffix, kept+suffix)
		if err != nil {
			return "", err
		}
		some = some || there
	}
	durable.Step("kept")
	for _, suffix := range logs {
		if err := remove(path + suffix); err != nil {
			return "", err
		}
	}
	if !some {
		kept = ""
	}
	return kept, durable.FlushFolder(path)
}

func giveToFolder(path string) error {
	folder, err := os.Stat(filepath.Dir(path))
	if err != nil {
		return err
	}
	return durable.GiveTo(path, folder)
}

// keep gives a file a second name, or a copy where the disk knows no second names.
func keep(path, as string) (there bool, err error) {
	err = os.Link(path, as)
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		err = copyFile(path, as)
	}
	return true, errors.Join(err, durable.FlushFolder(path))
}

// alone leaves the write-ahead log, for which SQLite wants to be the only one that
// has the file open; the log's own files go with it. A damaged database is nobody's:
// that it cannot be opened is why a backup comes back.
func alone(ctx context.Context, path string) error {
	d, err := openSQLite(path)
	if err != nil {
		return err
	}
	_, err = d.write.ExecContext(ctx, "PRAGMA busy_timeout = 500; PRAGMA journal_mode = delete")
	var lite *sqlite.Error
	switch {
	case errors.Is(translate(err), errAgain):
		err = ErrInUse
	case errors.As(err, &lite) && (lite.Code()&0xff == sqlite3.SQLITE_NOTADB || lite.Code()&0xff == sqlite3.SQLITE_CORRUPT):
		err = nil
	}
	return errors.Join(translate(err), d.Close())
}

// opens says whether the database in place can be opened and read.
func opens(ctx context.Context, path string) error {
	d, err := openSQLite(path)
	if err != nil {
		return err
	}
	_, err = d.version(ctx)
	return errors.Join(err, d.Close())
}

// sound checks every page of the file, every reference, and that its schema is
// not newer than this program.
func sound(ctx context.Context, path string) (err error) {
	d, err := openSQLite(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	faults, err := All[string](unwatched(ctx), d.Write(), `SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'
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

func removeAll(path string) error {
	faults := []error{remove(path)}
	for _, suffix := range logs {
		faults = append(faults, remove(path+suffix))
	}
	return errors.Join(faults...)
}

func remove(path string) error {
	if err := os.Remove(path); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}
