package apptest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"talim/internal/db"
)

// Snapshot is a database with something in it that several tests of a package begin
// with: it is filled once for each engine, and copied for each test.
type Snapshot struct {
	sqlite   func() ([]byte, error)
	postgres func() (string, error)
	made     string // the database on the server, "" none
}

// NewSnapshot takes what fills the database at an address, and closes it.
func NewSnapshot(fill func(address string) error) *Snapshot {
	s := new(Snapshot)
	s.sqlite = sync.OnceValues(func() ([]byte, error) { return filledSQLite(fill) })
	s.postgres = sync.OnceValues(func() (string, error) {
		template, err := postgresTemplate()
		if err != nil {
			return "", err
		}
		name := "talim_snapshot_" + db.NewID()
		if err := onServer(createFrom(name, template)); err != nil {
			return "", err
		}
		s.made = name
		return name, fill(addressOf(name))
	})
	return s
}

func filledSQLite(fill func(address string) error) (content []byte, err error) {
	folder, err := os.MkdirTemp("", "talim-snapshot-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	address, err := newSQLite(folder)
	if err != nil {
		return nil, err
	}
	if err := fill(address); err != nil {
		return nil, err
	}
	if info, err := os.Stat(filepath.Join(folder, "test.db-wal")); err == nil && info.Size() > 0 {
		return nil, fmt.Errorf("apptest: the snapshot was not closed: %d bytes of its log are left", info.Size())
	}
	return os.ReadFile(filepath.Join(folder, "test.db"))
}

// SQLite is the address of a copy in a new file.
func (s *Snapshot) SQLite(t *testing.T) string {
	t.Helper()
	content, err := s.sqlite()
	if err != nil {
		t.Fatal(err)
	}
	address := SQLite(t)
	path, _, _ := strings.Cut(strings.TrimPrefix(address, "sqlite:"), "?")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return address
}

// Postgres is the address of a copy on the server, dropped after the test.
func (s *Snapshot) Postgres(t *testing.T) string {
	t.Helper()
	name, err := s.postgres()
	if err != nil {
		t.Fatal(err)
	}
	return create(t, name)
}

// Drop removes what the server keeps of it, when all tests of the package are done.
func (s *Snapshot) Drop() error {
	if s.made == "" {
		return nil
	}
	return onServer("DROP DATABASE " + s.made + " WITH (FORCE)")
}
