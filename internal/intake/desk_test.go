package intake

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/verb"
)

func keyOf(err error) string {
	f, ok := fault.As(err)
	if !ok {
		return ""
	}
	return f.Says.Key
}

func (w world) at(staff string) access.Actor {
	return access.Actor{Account: staff, School: school, Staff: staff, Name: staff, Roles: []access.Role{access.Deputy}}
}

// One file at a time: the desk holds one of those who come at the same moment.
func TestAloneLetsOneIn(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.Patience = time.Minute
		var within, most atomic.Int32
		var wg sync.WaitGroup
		for range 6 {
			wg.Go(func() {
				err := w.alone(ctx, w.deputy, func(desk) error {
					if n := within.Add(1); n > most.Load() {
						most.Store(n)
					}
					time.Sleep(20 * time.Millisecond)
					within.Add(-1)
					return nil
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if most.Load() != 1 || w.count(`SELECT COUNT(*) FROM import_desk`) != 0 {
			t.Errorf("%d at once", most.Load())
		}
	})
}

// Who comes while somebody is at work is told who; nothing is kept of the file.
func TestBeginTellsWhoIsAtWork(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.two()
		w.exec(`UPDATE staff SET family_name = 'Омарова', given_name = 'Әсел' WHERE code = 'T-1'`)
		id, err := db.One[string](ctx, d.Read(), `SELECT id FROM staff WHERE code = 'T-1'`)
		w.ok(err)
		w.Patience = 0
		before := w.count(`SELECT COUNT(*) FROM import_run`)
		w.ok(w.alone(ctx, w.at(id), func(desk) error {
			for actor, want := range map[string]string{"somebody": "intake.busy.other", id: "intake.busy.yourself"} {
				_, err := w.Begin(ctx, w.at(actor), Timetable, "f", []byte(small))
				f, _ := fault.As(err)
				if keyOf(err) != want || actor == "somebody" && !strings.Contains(f.Says.Args["Name"].(string), "Омарова") {
					t.Errorf("%s: %v", actor, err)
				}
			}
			return nil
		}))
		if n := w.count(`SELECT COUNT(*) FROM import_run`); n != before {
			t.Errorf("%d are kept", n-before)
		}
		if _, err := w.Begin(ctx, w.deputy, Timetable, "f", []byte(small)); err != nil {
			t.Errorf("afterwards: %v", err)
		}
	})
}

// The desk of a program that ended in the middle becomes free, also after the clock was set back.
func TestAloneTakesAnAbandonedDesk(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.Patience = 0
		nothing := func(desk) error { return nil }
		leave := func() {
			w.exec(`DELETE FROM import_desk`)
			w.exec(`INSERT INTO import_desk (school_id, holder, staff_id, begun_at, held_until) VALUES ($1, 'x', '', '2013-09-02T03:00:00.000Z', '2013-09-02T03:05:00.000Z')`, school)
		}
		for at, want := range map[string]string{"2013-09-02T09:01": "intake.busy.yourself", "2013-09-02T09:06": "", "2013-09-01T09:00": ""} {
			w.clock.Set(at)
			leave()
			if err := w.alone(ctx, w.deputy, nothing); keyOf(err) != want || want == "" && err != nil {
				t.Errorf("at %s: %v, now %s", at, err, w.Instant())
			}
		}
	})
}

// Whoever lost the desk writes nothing any more.
func TestOvertakenWritesNothing(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		err := w.alone(ctx, w.deputy, func(k desk) error {
			w.exec(`UPDATE import_desk SET holder = 'another'`)
			return k.do(func(verb.Work) error { t.Error("it writes"); return nil })
		})
		if keyOf(err) != "intake.busy.overtaken" || w.count(`SELECT COUNT(*) FROM import_desk WHERE holder = 'another'`) != 1 {
			t.Error(err)
		}
	})
}

// A file is read once for each request and outside of transactions: others can save
// meanwhile.
func TestFilesAreReadOnceAndOutsideOfTransactions(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.two()
		reads := 0
		w.read = func(ctx context.Context, kind Kind, content []byte) (source, error) {
			reads++
			w.exec(`UPDATE organisation SET code = code`) // refused inside of a transaction
			return readSource(ctx, kind, content)
		}
		once := func(what string, err error) {
			t.Helper()
			if reads != 1 || err != nil {
				t.Errorf("%s: read %d times, %v", what, reads, err)
			}
			reads = 0
		}
		p, err := w.Begin(ctx, w.deputy, Timetable, "f", []byte(small))
		once("begin", err)
		p, err = w.SetColumns(ctx, w.deputy, p.ID, Chosen{Columns: TakenFor(p.Columns().Columns), Starts: p.Starts, Version: p.Version})
		once("columns", err)
		p, err = w.Preview(ctx, w.deputy, p.ID, Choice{EndMissing: true})
		once("preview", err)
		_, err = w.Apply(ctx, w.deputy, p.ID, Confirmation{Choice: Choice{EndMissing: true}, Expect: "nothing"})
		if !Changed(err) {
			t.Errorf("not shown: %v", err)
		}
		once("refused", nil)
		_, err = w.Apply(ctx, w.deputy, p.ID, Confirmation{Choice: Choice{EndMissing: true}, Expect: p.Expect})
		once("apply", err)
	})
}

// Two look at one import; the columns of the one who saves first stay until the other
// has seen them, and nobody confirms what the other changed while the file was read.
func TestSetColumnsRefusesAnOlderVersion(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.two()
		p, err := w.Begin(ctx, w.deputy, Timetable, "f", []byte(small))
		w.ok(err)
		mine := Chosen{Columns: TakenFor(p.Columns().Columns), Starts: "2013-10-01", Version: p.Version}
		changed, err := w.SetColumns(ctx, w.deputy, p.ID, mine)
		w.ok(err)
		if changed.Version != 2 || changed.Starts != "2013-10-01" {
			t.Errorf("%+v", changed.Import)
		}
		theirs := mine
		theirs.Starts = "2013-11-01"
		now, err := w.SetColumns(ctx, w.deputy, p.ID, theirs)
		if !fault.Is(err, fault.KindConflict) || now.Starts != "2013-10-01" || now.Version != 2 {
			t.Errorf("an older form: %v, %+v", err, now.Import)
		}
		theirs.Version = now.Version
		if _, err := w.SetColumns(ctx, w.deputy, p.ID, theirs); err != nil {
			t.Error(err)
		}
		w.read = func(ctx context.Context, kind Kind, content []byte) (source, error) {
			w.exec(`UPDATE import_run SET version = version + 1`)
			return readSource(ctx, kind, content)
		}
		if _, err := w.Apply(ctx, w.deputy, p.ID, Confirmation{}); keyOf(err) != "intake.import.changed_meanwhile" || w.count(`SELECT COUNT(*) FROM lesson`) != 0 {
			t.Errorf("changed while the file was read: %v", err)
		}
	})
}

func TestBeginEndsWithTheRequest(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ended, end := context.WithCancel(ctx)
		w.read = func(ctx context.Context, kind Kind, content []byte) (source, error) {
			end()
			return readSource(ctx, kind, content)
		}
		if _, err := w.Begin(ended, w.deputy, Timetable, "f", []byte(small)); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		if w.count(`SELECT COUNT(*) FROM import_desk`)+w.count(`SELECT COUNT(*) FROM import_run`) != 0 {
			t.Error("the desk is not free, or something is kept")
		}
	})
}

// Files with private facts do not stay for ever: neither may what was shown of them.
func TestDropOldForgetsWhatWasShown(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		list := []byte("код,фамилия,имя,должность,возраст,категория\nT-1,Тайнова,Анна,учитель,57,высшая\n")
		old, err := w.Begin(ctx, w.deputy, Staff, "f", list)
		w.ok(err)
		w.clock.Add(15 * 24 * time.Hour)
		fresh, err := w.Begin(ctx, w.deputy, Staff, "f", list)
		w.ok(err)
		w.ok(w.DropOld(ctx))
		for id, want := range map[string]string{old.ID: "dropped ", fresh.ID: "previewed {"} {
			text, err := db.One[string](ctx, d.Read(), `SELECT state || ' ' || result FROM import_run WHERE id = $1`, id)
			w.ok(err)
			if !strings.HasPrefix(text, want) || id == old.ID && text != want {
				t.Errorf("%.300s", text)
			}
		}
	})
}

// An installation from before keeps nothing of what was put away then.
func TestMigrationForgetsWhatWasShown(t *testing.T) {
	files, err := fs.Glob(db.Migrations(), "*_import_desk.sql")
	if err != nil || len(files) != 1 {
		t.Fatalf("%v, %v", files, err)
	}
	text, err := fs.ReadFile(db.Migrations(), files[0])
	if err != nil {
		t.Fatal(err)
	}
	_, update, found := strings.Cut(string(text), "UPDATE ")
	if !found {
		t.Fatal("it clears nothing")
	}
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		for _, state := range []string{"dropped", "applied", "previewed"} {
			w.exec(`INSERT INTO import_run (school_id, id, kind, state, file_name, content, mapping, starts, created_by, created_at, result)
VALUES ($1, $2, 'staff', $2, '', $3, '', '', '', '', 'Тайнова, 57')`, school, state, []byte{})
		}
		w.exec("UPDATE " + strings.TrimSuffix(strings.TrimSpace(update), ";"))
		if w.count(`SELECT COUNT(*) FROM import_run WHERE result = ''`) != 1 || w.count(`SELECT COUNT(*) FROM import_run WHERE state = 'dropped' AND result = ''`) != 1 {
			t.Error("what was put away is kept, or more is forgotten")
		}
	})
}
