package app_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"talim/internal/app"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/people"
	"talim/internal/transfer"
)

// TestEveryTableTravelsOrSaysWhyNot holds that a new table is not forgotten: it belongs
// to a school and travels with it, or transfer.Stays names it with its reason.
func TestEveryTableTravelsOrSaysWhyNot(t *testing.T) {
	a := start(t, app.Config{Database: apptest.SQLite(t)})
	shapes, err := a.DB().Shapes(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var there []string
	for _, s := range shapes {
		there = append(there, s.Table)
		if _, stays := transfer.Stays[s.Table]; !stays && !transfer.Belongs(s) {
			t.Errorf("%s: neither of a school nor named in transfer.Stays", s.Table)
		}
		if transfer.Belongs(s) && len(s.Key) == 0 {
			t.Errorf("%s has no primary key to be read by", s.Table)
		}
	}
	for table, why := range transfer.Stays {
		if !slices.Contains(there, table) || why == "" {
			t.Errorf("transfer.Stays names %s (%q), which is no table or has no reason", table, why)
		}
	}
	for _, c := range app.Sealed() {
		i := slices.IndexFunc(shapes, func(s db.Shape) bool { return s.Table == c.Table })
		if i < 0 || !shapes[i].Has(c.Name) || !shapes[i].Has("id") {
			t.Errorf("the private texts of %s.%s would not be sealed anew", c.Table, c.Name)
		}
	}
}

// everything is what the database holds of the school: all records of all tables that
// travel, with private texts opened, in one order on both databases.
func everything(t *testing.T, a *app.App, school string) map[string][]string {
	t.Helper()
	shapes, err := a.DB().Shapes(ctx)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]string{}
	for _, s := range shapes {
		if !transfer.Belongs(s) {
			continue
		}
		owner := "school_id"
		if s.Table == "organisation" {
			owner = "id"
		}
		rows, err := db.Cells(ctx, a.DB().Read(), "SELECT "+strings.Join(s.Columns, ", ")+" FROM "+s.Table+" WHERE "+owner+" = $1", school)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			out[s.Table] = append(out[s.Table], recordOf(t, a, s, row))
		}
		slices.Sort(out[s.Table])
	}
	return out
}

func recordOf(t *testing.T, a *app.App, s db.Shape, row []any) string {
	t.Helper()
	s.Alike(row)
	named := map[string]any{}
	for i, c := range s.Columns {
		named[c] = row[i]
	}
	delete(named, "parent_id")
	for _, c := range app.Sealed() {
		if c.Table == s.Table {
			sealed, _ := named[c.Name].(string)
			text, err := a.Mover(nil).Keeper.Open(c.Of(named["id"].(string)), sealed)
			if err != nil {
				t.Errorf("%s.%s of %v cannot be read: %v", c.Table, c.Name, named["id"], err)
			}
			named[c.Name] = text
		}
	}
	text, err := json.Marshal(named)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// moves takes a school from one program to another by a file.
func moves(t *testing.T, from, to *app.App, school string) {
	t.Helper()
	path, words := filepath.Join(t.TempDir(), "school"), transfer.Words()
	mover := from.Mover(nil)
	if err := mover.Hold(ctx, school, calendar.DateOf(from.Now())); err != nil {
		t.Fatal(err)
	}
	left, err := mover.Out(ctx, school, path, words)
	if err != nil {
		t.Fatal(err)
	}
	if content, err := os.ReadFile(path); err != nil || strings.Contains(string(content), school) {
		t.Errorf("the file can be read without words, %v", err)
	}
	if _, err := to.Mover(nil).In(ctx, path, transfer.Words(), ""); !errors.Is(err, transfer.ErrWords) {
		t.Errorf("other words open it: %v", err)
	}
	came, err := to.Mover(nil).In(ctx, path, words, "")
	if err != nil {
		t.Fatal(err)
	}
	if left.Rows() != came.Rows() || left.Rows() == 0 || left.Unreadable+came.Unreadable > 0 {
		t.Errorf("%d records left, %d came; unreadable %d and %d", left.Rows(), came.Rows(), left.Unreadable, came.Unreadable)
	}
}

// TestSchoolMovesThereAndBack holds that a school with nearly every kind of record moves
// from SQLite into the other kind of database and back, equal record by record, with the
// private texts sealed by each database's own keys.
func TestSchoolMovesThereAndBack(t *testing.T) {
	keys := filepath.Join(t.TempDir(), "old.keys")
	if err := os.WriteFile(keys, []byte(read(t, firstKeys)), 0o600); err != nil {
		t.Fatal(err)
	}
	everywhere(t, func(t *testing.T, address string) {
		now := apptest.ClockAt("2026-11-21T12:00").Now
		from := start(t, app.Config{Database: "sqlite:" + oldFile(t) + "?synchronous=off", Keys: keys, Demo: true, Now: now})
		between := start(t, app.Config{Database: address, Keys: filepath.Join(t.TempDir(), "between.keys"), Now: now})
		back := start(t, app.Config{Database: apptest.SQLite(t), Keys: filepath.Join(t.TempDir(), "back.keys"), Now: now})
		school, err := db.One[string](ctx, from.DB().Read(), `SELECT school_id FROM staff GROUP BY school_id ORDER BY count(*) DESC, school_id LIMIT 1`)
		if err != nil {
			t.Fatal(err)
		}
		before := everything(t, from, school)
		moves(t, from, between, school)
		moves(t, between, back, school)
		for name, a := range map[string]*app.App{"there": between, "back": back} {
			after := everything(t, a, school)
			for table, records := range before {
				if !slices.Equal(records, after[table]) {
					t.Errorf("%s: %s differs: %d records, %d before", name, table, len(after[table]), len(records))
				}
			}
			if _, err := people.OrganisationByID(ctx, a.DB().Read(), school); err != nil {
				t.Error(err)
			}
		}
		t.Logf("%d tables with records", len(before))
	})
}

// TestInRefusesWhatIsNotWhole holds that a file that was cut or changed, of another
// version, or of a school that is there leaves the database as it was.
func TestInRefusesWhatIsNotWhole(t *testing.T) {
	d := firstRun(t, apptest.SQLite(t))
	d.school("s1")
	school, err := people.OrganisationByCode(ctx, d.app.DB().Read(), "s1")
	if err != nil {
		t.Fatal(err)
	}
	path, words := filepath.Join(t.TempDir(), "school"), transfer.Words()
	mover := d.app.Mover(nil)
	if _, err := mover.Out(ctx, school.ID, path, words); err != nil {
		t.Fatal(err)
	}
	if _, err := mover.In(ctx, path, words, ""); !errors.Is(err, transfer.ErrThere) {
		t.Errorf("a school that is there: %v", err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	other := start(t, app.Config{Database: apptest.SQLite(t)})
	for name, c := range map[string]struct {
		content []byte
		want    error
	}{
		"cut":             {whole[:len(whole)-10], transfer.ErrFile},
		"changed":         {append(slices.Clone(whole[:len(whole)-1]), whole[len(whole)-1]^1), transfer.ErrWords},
		"a newer version": {[]byte(strings.Replace(string(whole), `"schema":`, `"schema":9`, 1)), transfer.ErrSchema},
		"another file":    {[]byte("code;name\n"), transfer.ErrFile},
		"an empty file":   {nil, transfer.ErrFile},
	} {
		if err := os.WriteFile(path, c.content, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := other.Mover(nil).In(ctx, path, words, ""); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if first, err := people.FirstRun(ctx, other.DB().Read()); err != nil || !first {
		t.Errorf("something was left behind: %v", err)
	}
}
