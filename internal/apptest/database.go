package apptest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"talim/internal/db"
)

// Databases runs fn once for each engine, with a migrated, empty database that no
// other test sees: SQLite always, PostgreSQL when TALIM_TEST_POSTGRES holds the
// address of a server where databases may be made (make test starts one).
func Databases(t *testing.T, fn func(t *testing.T, d *db.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { fn(t, openFor(t, SQLite(t))) })
	if os.Getenv("TALIM_TEST_POSTGRES") != "" {
		t.Run("postgres", func(t *testing.T) { fn(t, openSpare(t)) })
	}
}

// Database is one database of the quickest engine, for tests that look at no SQL.
func Database(t *testing.T) *db.DB {
	t.Helper()
	return openFor(t, SQLite(t))
}

func openFor(t *testing.T, address string) *db.DB {
	t.Helper()
	d, err := db.Open(context.Background(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

// SQLite is the address of a new migrated file.
func SQLite(t *testing.T) string {
	t.Helper()
	address, err := newSQLite(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return address
}

func newSQLite(folder string) (address string, err error) {
	template, err := sqliteTemplate()
	if err != nil {
		return "", err
	}
	content, err := os.ReadFile(template)
	if err != nil {
		return "", err
	}
	path := filepath.Join(folder, "test.db")
	return "sqlite:" + path + "?synchronous=off", os.WriteFile(path, content, 0o600)
}

// sqliteTemplate migrates one file for all tests of a process and of those after
// it; its name holds the schema, so that a changed schema makes a new one.
var sqliteTemplate = sync.OnceValues(func() (string, error) {
	version, err := schemaVersion()
	if err != nil {
		return "", err
	}
	final := filepath.Join(os.TempDir(), "talim-template-"+version+".db")
	if _, err := os.Stat(final); err == nil {
		return final, nil
	}
	making := filepath.Join(os.TempDir(), "talim-making-"+db.NewID()+".db")
	if err := migrated(context.Background(), "sqlite:"+making+"?synchronous=off"); err != nil {
		return "", err
	}
	return final, os.Rename(making, final) // at once, also when two tests make it
})

func migrated(ctx context.Context, address string) error {
	d, err := db.Open(ctx, address)
	if err != nil {
		return err
	}
	if err := d.Migrate(ctx); err != nil {
		_ = d.Close()
		return err
	}
	return d.Close()
}

// schemaVersion is a hash of all migrations.
func schemaVersion() (string, error) {
	hash := sha256.New()
	err := fs.WalkDir(db.Migrations(), ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		content, err := fs.ReadFile(db.Migrations(), path)
		hash.Write([]byte(path))
		hash.Write(content)
		return err
	})
	return hex.EncodeToString(hash.Sum(nil))[:16], err
}
