package app_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/app"
	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/journal"
	"talim/internal/people"
	"talim/internal/people/tree"
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
	for _, v := range app.Vouched() {
		if v.Table == s.Table {
			values := make([]string, len(v.Over))
			for i, c := range v.Over {
				values[i], _ = named[c].(string)
			}
			seal, _ := named[v.Name].(string)
			named[v.Name] = a.Mover(nil).Keeper.Vouches(seal, v.Table, v.Values(values...)...)
			if named[v.Name] != true {
				t.Errorf("nobody vouches for %v of %s", named["id"], s.Table)
			}
		}
	}
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
	left := leaves(t, from, school, path, words)
	before := everything(t, from, school)
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
	same(t, before, everything(t, to, school))
	if broken, err := journal.Check(ctx, to.DB().Read(), to.DB().Voucher()); err != nil || len(broken) > 0 {
		t.Errorf("of the journal does not hold: %v, %v", broken, err)
	}
}

// leaves holds a school and writes it into a file.
func leaves(t *testing.T, from *app.App, school, path, words string) transfer.Report {
	t.Helper()
	if err := from.Services().Schools.Depart(ctx, access.System("", "test"), school); err != nil {
		t.Fatal(err)
	}
	left, err := from.Mover(nil).Out(ctx, school, path, words)
	if err != nil {
		t.Fatal(err)
	}
	return left
}

// same compares all records of a school that left with those that came: there is one more,
// the entry of the journal that it came.
func same(t *testing.T, left, came map[string][]string) {
	t.Helper()
	arrived := 0
	came["journal_entry"] = slices.DeleteFunc(came["journal_entry"], func(entry string) bool {
		is := strings.Contains(entry, `"schools.arrived"`) && !slices.Contains(left["journal_entry"], entry)
		if is {
			arrived++
		}
		return is
	})
	if arrived != 1 || !strings.Contains(strings.Join(left["journal_entry"], ""), `"schools.departed"`) {
		t.Errorf("%d entries of the journal that the school came", arrived)
	}
	for table := range came {
		if !slices.Equal(left[table], came[table]) {
			t.Errorf("%s differs: %d records came, %d left", table, len(came[table]), len(left[table]))
		}
	}
}

// TestSchoolMovesThereAndBack holds that a school with nearly every kind of record moves
// from SQLite into the other kind of database and back, equal record by record, with the
// private texts sealed by each database's own keys.
func TestSchoolMovesThereAndBack(t *testing.T) {
	everywhere(t, func(t *testing.T, address string) {
		keys := filepath.Join(t.TempDir(), "old.keys") // a file that took over a database takes over no second one
		if err := os.WriteFile(keys, []byte(read(t, firstKeys)), 0o600); err != nil {
			t.Fatal(err)
		}
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
				if table != "journal_entry" && !slices.Equal(records, after[table]) {
					t.Errorf("%s: %s differs: %d records, %d before", name, table, len(after[table]), len(records))
				}
			}
			if _, err := tree.ByID(ctx, a.DB().Read(), school); err != nil {
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
	school, err := tree.ByCode(ctx, d.app.DB().Read(), "s1")
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

// TestSchoolThatLeftSaysWhereItIs holds that a closed school which left for good is not
// shown as being moved for ever: its pages and those of the district say where it works and
// since when, both journals tell of it, and it can still come back.
func TestSchoolThatLeftSaysWhereItIs(t *testing.T) {
	everywhere(t, func(t *testing.T, address string) {
		d := firstRun(t, address)
		page, admin := d.school("s1")
		school, err := tree.ByCode(ctx, d.app.DB().Read(), "s1")
		if err != nil {
			t.Fatal(err)
		}
		if status, text := d.boss.asks(http.MethodPost, page+"/left", "place", "x"); status != http.StatusConflict || !strings.Contains(text, "not being moved") {
			t.Errorf("a school that is here has left: %d", status)
		}
		d.boss.sends(page+"/close", "last_day", "2026-09-01")
		own := start(t, app.Config{Database: apptest.SQLite(t), Now: apptest.ClockAt("2026-09-02T09:00").Now})
		moves(t, d.app, own, school.ID)
		d.boss.look(page)
		if status, text := d.boss.asks(http.MethodPost, page+"/left", "place", " "); status != http.StatusUnprocessableEntity || !strings.Contains(text, "say where the school works") {
			t.Errorf("no place: %d", status)
		}
		d.boss.sends(page+"/left", "place", "https://s1.example")
		for who, at := range map[*visitor][]string{d.boss: {"/schools", page, "/people/journal"}, admin: {"/", "/people/journal"}} {
			for _, at := range at {
				_, text := who.asks(http.MethodGet, at)
				if !strings.Contains(text, "1 September 2026") || strings.Contains(text, "being moved") || !strings.Contains(text, "s1.example") && at != "/schools" {
					t.Errorf("%s asks for %s:\n%s", who.who, at, text)
				}
				who.look(at)
			}
		}
		if status, _ := d.boss.asks(http.MethodPost, "/people/organisation/"+school.ID, "code", "s1", "name_ru", "Другая", "timezone", "Asia/Almaty", "languages", "kk", "_version", "1"); status != http.StatusConflict {
			t.Errorf("the copy that stayed is changed: %d", status)
		}
		if status, text := admin.asks(http.MethodPost, "/people/staff/new", "code", "T-1", "role", "teacher", "starts", "2026-09-01"); status != http.StatusConflict || !strings.Contains(text, "works elsewhere") {
			t.Errorf("the copy that stayed takes changes: %d", status)
		}
		if err := d.app.Services().Schools.Depart(ctx, access.System("", "test"), school.ID); !fault.Is(err, fault.KindConflict) {
			t.Errorf("a copy leaves: %v", err)
		}
		folder, words := t.TempDir(), transfer.Words()
		leaves(t, own, school.ID, filepath.Join(folder, "back"), words)
		if _, err := d.app.Mover(nil).Replace(ctx, filepath.Join(folder, "back"), words, filepath.Join(folder, "kept")); err != nil {
			t.Error(err)
		}
	})
}

// TestSchoolComesBack holds that a school which left the district and worked in a database
// of its own takes the place of the copy that stayed: with what it did meanwhile, where it
// stood in the tree, with the accounts that people joined, and the old copy kept beside.
func TestSchoolComesBack(t *testing.T) {
	everywhere(t, func(t *testing.T, address string) {
		d := firstRun(t, address)
		v, _ := methodologist(d)
		v.sends("/my-schools", "login", "m-s1", "password", schoolPassword+"s1")
		school, err := tree.ByCode(ctx, d.app.DB().Read(), "s1")
		if err != nil {
			t.Fatal(err)
		}
		d.boss.sends("/schools/"+school.ID+"/close", "last_day", "2026-12-31")
		own := start(t, app.Config{Database: apptest.SQLite(t), Now: apptest.ClockAt("2026-09-02T09:00").Now})
		moves(t, d.app, own, school.ID)
		admin := (&district{T: t, app: own}).visitor("s1")
		admin.sends("/sign-in", "login", "s1.admin", "password", schoolPassword)
		admin.sends("/people/staff/new", "code", "T-7", "role", "teacher", "starts", "2026-09-02")

		folder, words := t.TempDir(), transfer.Words()
		file := func(name string) string { return filepath.Join(folder, name) }
		leave := func(a *app.App, name string) {
			t.Helper()
			leaves(t, a, school.ID, file(name), words)
		}
		leave(own, "back")
		refused := func(a *app.App, name string, want error) {
			t.Helper()
			if _, err := a.Mover(nil).Replace(ctx, file(name), words, file("no")); !errors.Is(err, want) {
				t.Errorf("%v, want %v", err, want)
			}
			if _, err := os.Stat(file("no")); !os.IsNotExist(err) {
				t.Errorf("a copy of what was not replaced: %v", err)
			}
		}
		refused(start(t, app.Config{Database: apptest.SQLite(t)}), "back", transfer.ErrNoCopy)
		if err := d.app.Services().Schools.Stay(ctx, access.System("", "test"), school.ID); err != nil {
			t.Fatal(err)
		}
		refused(d.app, "back", transfer.ErrWorks)
		leave(d.app, "old")
		refused(own, "old", transfer.ErrOlder)

		before := everything(t, own, school.ID)
		came, err := d.app.Mover(nil).Replace(ctx, file("back"), words, file("kept"))
		if err != nil || came.Rows() == 0 {
			t.Fatalf("%+v, %v", came, err)
		}
		same(t, before, everything(t, d.app, school.ID))
		if now, err := tree.ByCode(ctx, d.app.DB().Read(), "s1"); err != nil || now.ParentID != school.ParentID {
			t.Errorf("it stands under %q, stood under %q, %v", now.ParentID, school.ParentID, err)
		}
		if _, page := v.asks(http.MethodGet, "/my-schools"); !strings.Contains(page, "Школа s1") {
			t.Error("the accounts are joined no more")
		}
		if _, page := d.boss.asks(http.MethodGet, "/schools"); strings.Contains(page, "being moved") || !strings.Contains(page, "31 December 2026") {
			t.Errorf("the list says\n%s", page)
		}
		again := d.visitor("s1")
		again.sends("/sign-in", "login", "s1.admin", "password", schoolPassword)
		again.sends("/people/staff/new", "code", "T-8", "role", "teacher", "starts", "2026-09-01")

		other := start(t, app.Config{Database: apptest.SQLite(t)})
		if old, err := other.Mover(nil).In(ctx, file("kept"), words, ""); err != nil || old.Rows() >= came.Rows() {
			t.Errorf("the copy that was kept: %d records of %d, %v", old.Rows(), came.Rows(), err)
		}
	})
}
