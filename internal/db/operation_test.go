package db_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"talim/internal/apptest"
	"talim/internal/db"
)

// Several copies of the program start on an empty database at the same moment.
func TestMigrateRace(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { migrateRace(t, "sqlite:"+filepath.Join(t.TempDir(), "new.db")) })
	if os.Getenv("TALIM_TEST_POSTGRES") != "" {
		t.Run("postgres", func(t *testing.T) { migrateRace(t, apptest.EmptyPostgres(t)) })
	}
}

func migrateRace(t *testing.T, address string) {
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			d, err := db.Open(ctx, address)
			if err != nil {
				t.Error(err)
				return
			}
			defer d.Close()
			if err := d.Migrate(ctx); err != nil {
				t.Error(err)
			}
			if pending, err := d.Pending(ctx); err != nil || pending {
				t.Errorf("pending %v, %v", pending, err)
			}
		})
	}
	wg.Wait()
	d, err := db.Open(ctx, address)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	twice, err := db.All[int](ctx, d.Read(), `SELECT version_id FROM goose_db_version GROUP BY version_id HAVING count(*) > 1`)
	if err != nil || len(twice) > 0 {
		t.Fatalf("applied twice: %v, %v", twice, err)
	}
}

func TestPendingBeforeMigration(t *testing.T) {
	d, err := db.Open(ctx, "sqlite:"+filepath.Join(t.TempDir(), "new.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if pending, err := d.Pending(ctx); err != nil || !pending {
		t.Fatalf("pending %v, %v", pending, err)
	}
}

// The schema is one text; this looks at what the two databases made of it.
func TestBothDatabasesHaveTheSameColumns(t *testing.T) {
	seen := map[string][]db.Column{}
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		columns, err := d.Columns(ctx)
		if err != nil || len(columns) < 40 {
			t.Fatalf("%d columns, %v", len(columns), err)
		}
		seen[t.Name()] = columns
		for _, c := range columns {
			if !c.NotNull {
				t.Errorf("%s.%s may be NULL", c.Table, c.Name)
			}
		}
	})
	var first []db.Column
	for name, columns := range seen {
		if first == nil {
			first = columns
		}
		if !reflect.DeepEqual(first, columns) {
			t.Errorf("%s differs:\n%v\n%v", name, first, columns)
		}
	}
}

func TestSlowQueryIsLoggedWithoutItsArguments(t *testing.T) {
	d := apptest.Database(t)
	var out bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&out, nil)))
	defer slog.SetDefault(before)
	slowQuery(t, d)
	got := out.String()
	if !strings.Contains(got, "slow query") || !strings.Contains(got, "db_test.slowQuery") || strings.Contains(got, "secret") {
		t.Fatalf("logged: %s", got)
	}
}

func slowQuery(t *testing.T, d *db.DB) {
	_, err := db.One[int](ctx, d.Read(), `WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 1500000)
		SELECT count(*) FROM c WHERE CAST(n AS TEXT) <> $1`, "secret")
	if err != nil {
		t.Fatal(err)
	}
}

func put(t *testing.T, d *db.DB, name, value string) {
	t.Helper()
	exec(t, d, `INSERT INTO setting (school_id, name, value) VALUES ('', $1, $2) ON CONFLICT (school_id, name) DO UPDATE SET value = $2`, name, value)
}

func get(t *testing.T, address string) string {
	t.Helper()
	d, err := db.Open(ctx, address)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	value, err := db.One[string](ctx, d.Read(), `SELECT value FROM setting WHERE name = 'n'`)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func TestBackupAndRestore(t *testing.T) {
	address := apptest.SQLite(t)
	d, err := db.Open(ctx, address)
	if err != nil {
		t.Fatal(err)
	}
	put(t, d, "n", "before")
	file := filepath.Join(t.TempDir(), "it's a copy.db")
	if err := db.BackupOf(ctx, address, file); err != nil {
		t.Fatal(err)
	}
	if err := db.BackupOf(ctx, address, file); !errors.Is(err, os.ErrExist) {
		t.Fatalf("over an old one: %v", err)
	}
	put(t, d, "n", "after")
	if _, err := db.Restore(ctx, file, address); !errors.Is(err, db.ErrInUse) {
		t.Fatalf("while in use: %v", err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	kept, err := db.Restore(ctx, file, address)
	if err != nil {
		t.Fatal(err)
	}
	if now, old := get(t, address), get(t, "sqlite:"+kept); now != "before" || old != "after" {
		t.Fatalf("now %q, kept %q", now, old)
	}
}

func TestBackupWhileWriting(t *testing.T) {
	d := apptest.Database(t)
	exec(t, d, `CREATE TABLE pair (a BIGINT NOT NULL, b BIGINT NOT NULL)`)
	exec(t, d, `INSERT INTO pair (a, b) VALUES (0, 0)`)
	writing, stop := context.WithTimeout(ctx, 300*time.Millisecond)
	defer stop()
	var wg sync.WaitGroup
	wg.Go(func() {
		for writing.Err() == nil {
			err := d.Tx(ctx, func(ctx context.Context, tx db.Conn) error {
				if _, err := db.Exec(ctx, tx, `UPDATE pair SET a = a + 1`); err != nil {
					return err
				}
				_, err := db.Exec(ctx, tx, `UPDATE pair SET b = b + 1`)
				return err
			})
			if err != nil {
				t.Error(err)
			}
		}
	})
	time.Sleep(50 * time.Millisecond)
	file := filepath.Join(t.TempDir(), "copy.db")
	if err := d.Backup(ctx, file); err != nil {
		t.Fatal(err)
	}
	wg.Wait()
	copied, err := db.Open(ctx, "sqlite:"+file)
	if err != nil {
		t.Fatal(err)
	}
	defer copied.Close()
	if n, err := db.One[int](ctx, copied.Read(), `SELECT count(*) FROM pair WHERE a = b AND a > 0`); err != nil || n != 1 {
		t.Fatalf("the copy is torn: %d, %v", n, err)
	}
}

func TestRestoreRefusesDamage(t *testing.T) {
	address := "sqlite:" + filepath.Join(t.TempDir(), "target.db")
	whole, err := os.ReadFile(db.SQLitePath(apptest.SQLite(t)))
	if err != nil {
		t.Fatal(err)
	}
	half := bytes.Clone(whole[:len(whole)/2])
	for name, content := range map[string][]byte{"text": []byte("this is a letter, not a database, and long enough to be looked at"), "half": half, "empty": nil} {
		file := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(file, content, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := db.Restore(ctx, file, address); !errors.Is(err, db.ErrDamage) {
			t.Errorf("%s: %v", name, err)
		}
	}
	newer := apptest.SQLite(t)
	d, err := db.Open(ctx, newer)
	if err != nil {
		t.Fatal(err)
	}
	exec(t, d, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, true)`)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Restore(ctx, db.SQLitePath(newer), address); !errors.Is(err, db.ErrDamage) {
		t.Errorf("newer: %v", err)
	}
	if _, err := db.Restore(ctx, "/none", address); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("missing: %v", err)
	}
	left, err := os.ReadDir(filepath.Dir(db.SQLitePath(address)))
	if err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	if _, err := db.Restore(ctx, "/none", "postgres://x"); !errors.Is(err, db.ErrBackup) {
		t.Errorf("postgres: %v", err)
	}
	if err := db.BackupOf(ctx, address, filepath.Join(t.TempDir(), "x")); !errors.Is(err, db.ErrUnavailable) {
		t.Errorf("backup of nothing: %v", err)
	}
}

// A connection that is lost in the middle of a change is said to be that, and the
// next change finds another.
func TestConnectionLost(t *testing.T) {
	if os.Getenv("TALIM_TEST_POSTGRES") == "" {
		return // SQLite has no connection to lose
	}
	d, err := db.Open(ctx, apptest.Postgres(t))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if err := one(d, `SELECT pg_terminate_backend(pg_backend_pid())`); !errors.Is(err, db.ErrUnavailable) {
		t.Errorf("lost: %v", err)
	}
	put(t, d, "n", "after")
}
