package db_test

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"talim/internal/apptest"
	"talim/internal/db"
)

var renew = flag.Bool("update", false, "write the golden files anew")

// lastByArea is the greatest number from the time when each area had tens of its
// own. Since then one running number serves all: a database that stands at 65 takes
// nothing below it.
const lastByArea = 65

var migrationName = regexp.MustCompile(`^(\d{4})_[a-z0-9_]+\.sql$`)

// released is the golden list of the migrations that schools have run, by name.
func released(t *testing.T) map[string]string {
	t.Helper()
	content, err := os.ReadFile("testdata/released.txt")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for line := range strings.Lines(string(content)) {
		sum, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
		out[name] = sum
	}
	return out
}

func migrationSums(t *testing.T) (names []string, sums map[string]string) {
	t.Helper()
	sums = map[string]string{}
	entries, err := fs.ReadDir(db.Migrations(), ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries { // in the order of their names
		content, err := fs.ReadFile(db.Migrations(), e.Name())
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(content)
		names, sums[e.Name()] = append(names, e.Name()), hex.EncodeToString(sum[:])
	}
	return names, sums
}

// A migration that a school has run is never changed: its database would differ
// from a new one for good. After a release, -update adds the new ones to the list.
func TestReleasedMigrationsNeverChange(t *testing.T) {
	names, sums := migrationSums(t)
	if *renew {
		var out strings.Builder
		for _, name := range names {
			fmt.Fprintf(&out, "%s  %s\n", sums[name], name)
		}
		if err := os.WriteFile("testdata/released.txt", []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	list := released(t)
	if len(list) < 13 {
		t.Fatalf("%d released migrations", len(list))
	}
	for name, sum := range list {
		if sums[name] != sum {
			t.Errorf("%s was changed or removed; schools have run it: make a new migration instead", name)
		}
	}
}

// One running number for all areas. A number below the last one stops every
// installation at its next start, a number given twice stops the program.
func TestMigrationsHaveOneRunningNumber(t *testing.T) {
	names, _ := migrationSums(t)
	list, before := released(t), int64(0)
	for _, name := range names {
		match := migrationName.FindStringSubmatch(name)
		if match == nil {
			t.Errorf("%s: a migration is called NNNN_what.sql", name)
			continue
		}
		number, err := strconv.ParseInt(match[1], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		want := before + 1
		if number <= lastByArea && list[name] != "" {
			want = number // from the time of the areas, with gaps
		} else if before < lastByArea {
			want = lastByArea + 1
		}
		if number != want || number == before {
			t.Errorf("%s: the next number is %04d", name, max(want, lastByArea+1))
		}
		before = number
	}
}

// newer gives a migrated database of each engine in which a migration of the
// future is recorded.
func newer(t *testing.T, fn func(t *testing.T, d *db.DB)) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		exec(t, d, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, TRUE)`)
		fn(t, d)
	})
}

// Yesterday's program does not write into tomorrow's schema.
func TestMigrateRefusesANewerDatabase(t *testing.T) {
	newer(t, func(t *testing.T, d *db.DB) {
		err := d.Migrate(ctx)
		if !errors.Is(err, db.ErrNewer) || !strings.Contains(err.Error(), "9999") || !strings.Contains(err.Error(), "start the newer version") {
			t.Errorf("got %v", err)
		}
	})
}

func TestMigrateRefusesTheFileOfAnotherProgram(t *testing.T) {
	path := filepath.Join(t.TempDir(), "notes.db")
	other, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.Exec(`CREATE TABLE note (text TEXT)`); err != nil {
		t.Fatal(err)
	}
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	d := openDB(t, "sqlite:"+path)
	if err := d.Migrate(ctx); !errors.Is(err, db.ErrForeign) || !strings.Contains(err.Error(), path) {
		t.Errorf("got %v", err)
	}
	if columns, err := d.Columns(ctx); err != nil || len(columns) != 1 {
		t.Errorf("the file has %d columns now, %v", len(columns), err)
	}
}
