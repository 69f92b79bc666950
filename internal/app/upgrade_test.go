package app_test

import (
	"compress/gzip"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pressly/goose/v3"

	"talim/internal/app"
	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/demo"
	"talim/internal/i18n"
	"talim/internal/jobs"
	"talim/internal/secret"
)

// The first schema that schools have, and a demo that lived in it: the database of
// TestConfidence at 990c45d, so that nearly every kind of record is there, with a
// made-up row where a table had none.
const (
	firstSchema = 65
	firstDemo   = "testdata/upgrade/990c45d.db.gz"
	firstKeys   = "testdata/upgrade/990c45d.keys"
)

// Where a migration moves or changes what was written, it says so here, with the
// new name or the reason; everything else must be there after it as it was.
var (
	movedTables    = map[string]string{}
	privateActs    = "0084: acts in private are recorded as the program's, on the day"
	changedColumns = map[string]string{
		"journal_entry.staff_id": privateActs, "journal_entry.actor": privateActs, "journal_entry.record_kind": privateActs, "journal_entry.record_id": privateActs,
		"journal_entry.details": privateActs, "journal_entry.at": privateActs, "journal_entry.event": privateActs,
		"mismatch.outcome": "0105: it follows from what was taken",
	}
)

// upgrade runs fn with a database of each engine that stands at the first schema
// and holds the demo.
func upgrade(t *testing.T, fn func(t *testing.T, address string)) {
	t.Run("sqlite", func(t *testing.T) { fn(t, "sqlite:"+oldFile(t)+"?synchronous=off") })
	if os.Getenv("TALIM_TEST_POSTGRES") != "" {
		t.Run("postgres", func(t *testing.T) { fn(t, oldPostgres(t)) })
	}
}

func oldFile(t *testing.T) string {
	t.Helper()
	packed, err := os.Open(firstDemo)
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	content, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "old.db")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(f, content); err != nil { //nolint:gosec // our own file
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// oldPostgres makes the old schema with the old migrations, which never change, and
// copies the rows.
func oldPostgres(t *testing.T) string {
	t.Helper()
	address := apptest.EmptyPostgres(t)
	to := openSQL(t, "pgx", address)
	to.SetMaxOpenConns(1) // the references are not asked for on this connection alone
	migrations, err := goose.NewProvider(goose.DialectPostgres, to, db.Migrations())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := migrations.UpTo(ctx, firstSchema); err != nil {
		t.Fatal(err)
	}
	if _, err := to.ExecContext(ctx, `SET session_replication_role = replica`); err != nil {
		t.Fatal(err)
	}
	yesNo := map[string]bool{}
	for _, r := range readAll(t, to, `SELECT table_name, column_name FROM information_schema.columns WHERE data_type = 'boolean'`).values {
		yesNo[fmt.Sprint(r[0], ".", r[1])] = true
	}
	from := openSQL(t, "sqlite", oldFile(t))
	for _, table := range tablesOf(t, from) {
		copyRows(t, from, to, table, yesNo)
	}
	return address
}

func openSQL(t *testing.T, driver, name string) *sql.DB {
	t.Helper()
	pool, err := sql.Open(driver, name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pool.Close() })
	return pool
}

func tablesOf(t *testing.T, from *sql.DB) []string {
	t.Helper()
	rows := readAll(t, from, `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> 'goose_db_version'`)
	var out []string
	for _, r := range rows.values {
		out = append(out, fmt.Sprint(r[0]))
	}
	return out
}

// grid is the answer to a query.
type grid struct {
	columns []string
	values  [][]any
}

func readAll(t *testing.T, from *sql.DB, query string) (out grid) {
	t.Helper()
	rows, err := from.QueryContext(ctx, query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	if out.columns, err = rows.Columns(); err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		row := make([]any, len(out.columns))
		into := make([]any, len(row))
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		out.values = append(out.values, row)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

func copyRows(t *testing.T, from, to *sql.DB, table string, yesNo map[string]bool) {
	t.Helper()
	all := readAll(t, from, `SELECT * FROM "`+table+`"`)
	for rows := range slices.Chunk(all.values, 200) {
		var text strings.Builder
		var args []any
		fmt.Fprintf(&text, `INSERT INTO "%s" ("%s") VALUES `, table, strings.Join(all.columns, `", "`))
		for i, row := range rows {
			if i > 0 {
				text.WriteString(", ")
			}
			text.WriteString("(")
			for j, v := range row {
				if j > 0 {
					text.WriteString(", ")
				}
				if yesNo[table+"."+all.columns[j]] {
					v = v == int64(1) || v == true
				}
				args = append(args, v)
				fmt.Fprintf(&text, "$%d", len(args))
			}
			text.WriteString(")")
		}
		if _, err := to.ExecContext(ctx, text.String(), args...); err != nil {
			t.Fatalf("%s: %v", table, err)
		}
	}
}

// told is what stands in a table, a line a row, in the columns asked for.
func told(t *testing.T, pool *sql.DB, table string, columns []string) []string {
	t.Helper()
	all := readAll(t, pool, `SELECT "`+strings.Join(columns, `", "`)+`" FROM "`+table+`"`)
	out := make([]string, 0, len(all.values))
	for _, row := range all.values {
		out = append(out, fmt.Sprint(row...))
	}
	slices.Sort(out)
	return out
}

// pool opens what address names, behind the back of the program.
func pool(t *testing.T, address string) *sql.DB {
	t.Helper()
	if path := db.SQLitePath(address); path != "" {
		return openSQL(t, "sqlite", path)
	}
	return openSQL(t, "pgx", address)
}

// oldColumns are those of the first schema that must come through unchanged.
func oldColumns(t *testing.T, old *sql.DB, table string) []string {
	t.Helper()
	var out []string
	for _, column := range readAll(t, old, `SELECT * FROM "`+table+`" LIMIT 1`).columns {
		if changedColumns[table+"."+column] == "" {
			out = append(out, column)
		}
	}
	return out
}

func migrate(t *testing.T, address string) {
	t.Helper()
	d, err := db.Open(ctx, address)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if err := d.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
}

// Every row that a school has comes through all migrations since.
func TestUpgradeKeepsEveryRow(t *testing.T) {
	upgrade(t, func(t *testing.T, address string) {
		tables := tablesOf(t, openSQL(t, "sqlite", oldFile(t)))
		if len(tables) < 100 {
			t.Fatalf("%d tables", len(tables))
		}
		old, before := pool(t, address), map[string][]string{}
		for _, table := range tables {
			before[table] = told(t, old, table, oldColumns(t, old, table))
		}
		columns := map[string][]string{}
		for _, table := range tables {
			columns[table] = oldColumns(t, old, table)
		}
		old.Close()
		migrate(t, address)
		after := pool(t, address)
		for _, table := range tables {
			now := table
			if moved := movedTables[table]; moved != "" {
				now = moved
			}
			if rows := told(t, after, now, columns[table]); !slices.Equal(rows, before[table]) {
				t.Errorf("%s: %d rows before, %d after, or they differ", table, len(before[table]), len(rows))
			}
		}
	})
}

// The program goes on with a database of the first schema: it opens every private
// text, does its jobs, and shows its pages.
func TestUpgradedDatabaseServes(t *testing.T) {
	upgrade(t, func(t *testing.T, address string) {
		keys := filepath.Join(t.TempDir(), "old.keys")
		if err := os.WriteFile(keys, []byte(read(t, firstKeys)), 0o600); err != nil {
			t.Fatal(err)
		}
		a := start(t, app.Config{Database: address, Keys: keys, Demo: true, Now: apptest.ClockAt("2026-11-21T12:00").Now})
		plain, err := secret.FindPlain(ctx, a.DB(), app.Sealed())
		stances, err2 := db.One[int](ctx, a.DB().Read(), `SELECT count(*) FROM mentoring_report_reply WHERE stance LIKE 'sealed:%'`)
		if err := errors.Join(err, err2); err != nil || len(plain) > 0 || stances == 0 {
			t.Errorf("open: %v; %d stances are sealed (%v)", plain, stances, err)
		}
		if _, err := a.Jobs().RunDue(ctx); err != nil {
			t.Fatal(err)
		}
		dead, err := jobs.ListFailed(ctx, a.DB().Read(), 10)
		if err != nil || len(dead) > 0 {
			t.Errorf("dead jobs: %v, %v", dead, err)
		}
		for _, code := range []string{"DD-A2", "DIR-A", "T-A2", "T-A14"} {
			glance(t, a, code)
		}
	})
}

// glance opens the first page of a persona and every page that it leads to.
func glance(t *testing.T, a *app.App, code string) {
	t.Helper()
	personas, err := demo.Personas(ctx, a.DB().Read())
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(personas, func(p demo.Persona) bool { return p.Code == code })
	v := enter(t, a, personas[at], i18n.Russian)
	seen := map[string]bool{}
	for _, first := range []string{"/", "/mentoring"} {
		for _, m := range hrefs.FindAllStringSubmatch(unpacked(t, v.request(http.MethodGet, first, nil)), -1) {
			path, isPage := pathOf(m[1])
			if !isPage || seen[path] {
				continue
			}
			seen[path] = true
			if w := v.request(http.MethodGet, path, nil); w.Code >= http.StatusInternalServerError {
				t.Errorf("%s: %s: %d", code, path, w.Code)
			}
		}
	}
	if len(seen) < 8 {
		t.Errorf("%s saw %d pages", code, len(seen))
	}
}

// An older copy of the program goes on while a newer one has brought the database
// up to date: what it does not know, it does not read and does not have to write.
func TestOlderCopyGoesOnBesideAddedColumns(t *testing.T) {
	if len(starsLeft) > 0 {
		return // TestTablesAreReadByNamedColumns names the queries in its way
	}
	everywhere(t, func(t *testing.T, address string) {
		y := newYear(t, address)
		addColumns(t, y.DB())
		y.tells("january")
		for _, code := range []string{"DD-A2", "DIR-A", "T-A2"} {
			glance(t, y.App, code)
		}
		dead, err := jobs.ListFailed(ctx, y.DB().Read(), 10)
		if err != nil || len(dead) > 0 {
			t.Errorf("dead jobs: %v, %v", dead, err)
		}
	})
}

// addColumns does to every table what the next version may do.
func addColumns(t *testing.T, d *db.DB) {
	t.Helper()
	columns, err := d.Columns(ctx)
	if err != nil {
		t.Fatal(err)
	}
	done := map[string]bool{}
	for _, c := range columns {
		if done[c.Table] {
			continue
		}
		done[c.Table] = true
		if _, err := db.Exec(ctx, d.Write(), `ALTER TABLE "`+c.Table+`" ADD COLUMN of_tomorrow TEXT NOT NULL DEFAULT 'x'`); err != nil {
			t.Fatal(err)
		}
	}
}
