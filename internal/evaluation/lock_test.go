package evaluation

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"talim/internal/apptest"
	"talim/internal/db"
)

// state is a survey as its rows lay between two answers.
type state struct {
	by     string
	sealed []box
}

func (w *world) stateOf(v Survey) state {
	w.T.Helper()
	all, err := db.All[box](ctx, w.D.Read(), `SELECT `+db.Columns[box]("")+` FROM survey_sheet WHERE survey_id = $1 ORDER BY id`, v.ID)
	w.OK(err)
	return state{w.lockNow(v).By, all}
}

// Whoever has the log of PostgreSQL, which keeps each commit, and every file of keys as it is
// now, opens the last state of the sheets and none before: what was locked by a key that is gone
// is locked for good, and no such key stands in the log or in the files of the tables.
func TestLogOfPostgreSQLOpensOneState(t *testing.T) {
	if os.Getenv("TALIM_TEST_POSTGRES") == "" {
		t.Skip("no PostgreSQL")
	}
	d, err := db.Open(ctx, apptest.Postgres(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	w := newWorld(t, d, 4)
	v := w.opened("p2013")
	var states []state
	for i, staff := range []string{"m1", "e1", "m2", "e2", "m3", "e3"} {
		w.OK(w.says(v, staff, 1+i%5, fmt.Sprint("words of ", staff)))
		states = append(states, w.stateOf(v))
	}
	now := states[len(states)-1]
	for i, s := range states { // the attack: the seal opens, the lock inside of it does not
		opened := 0
		for _, b := range s.sealed {
			if _, ok := w.open(lock{Survey: v.ID, By: now.by}, b); ok {
				opened++
			}
		}
		if want := map[bool]int{true: len(s.sealed)}[i == len(states)-1]; opened != want {
			t.Errorf("of the state after %d answers %d sheets open, want %d", i+1, opened, want)
		}
	}
	disk := diskOf(t, d)
	if !disk(now.by) || !disk(states[2].sealed[0].Sealed[1000:1060]) {
		t.Fatal("the files do not hold what they must: the key of now, and older sheets in the log")
	}
	for i, s := range states[:len(states)-1] {
		if disk(s.by) {
			t.Errorf("the key after %d answers stands in the files of the server", i+1)
		}
	}
	w.OK(w.Close(ctx, who("deputy"), v.ID))
	if p, err := w.Page(ctx, who("deputy"), "p2013"); err != nil || p.Lost != 0 || w.lockNow(v).By != "" {
		t.Errorf("after the end: %d lost, %v", p.Lost, err)
	}
}

// diskOf says whether the server has a text anywhere in its files: tables and log.
func diskOf(t *testing.T, d *db.DB) func(text string) bool {
	t.Helper()
	folder, err := db.One[string](ctx, d.Read(), `SELECT current_setting('data_directory')`)
	if err != nil {
		t.Fatal(err)
	}
	server, err := sql.Open("pgx", os.Getenv("TALIM_TEST_POSTGRES"))
	if err == nil {
		_, err = server.ExecContext(ctx, `CHECKPOINT`) // what lies in memory goes to the files
		err = errors.Join(err, server.Close())
	}
	var all [][]byte
	for _, part := range []string{"base", "pg_wal"} {
		err = errors.Join(err, filepath.WalkDir(filepath.Join(folder, part), func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			content, err := os.ReadFile(path)
			if errors.Is(err, fs.ErrNotExist) { // another test's
				return nil
			}
			all = append(all, content)
			return err
		}))
	}
	if errors.Is(err, fs.ErrPermission) {
		t.Skip("the files of the server are not this user's to read")
	}
	if err != nil {
		t.Fatal(err)
	}
	return func(text string) bool {
		for _, content := range all {
			if bytes.Contains(content, []byte(text)) {
				return true
			}
		}
		return false
	}
}

// A server that stopped without warning has no key any more: all are asked once more, by
// the program, with days to answer, and what was answered before counts for nothing.
func TestLostLockAsksAgain(t *testing.T) {
	for name, notice := range map[string]func(w *world, v Survey){
		"by the job":            func(w *world, v Survey) { w.OK(w.FindLost(ctx)) },
		"by the next answer":    func(w *world, v Survey) { w.OK(w.says(v, "e2", 2, "x")) },
		"at the end of its day": func(w *world, v Survey) { w.Clock.Set("2014-05-16T09:00"); w.run() },
	} {
		t.Run(name, func(t *testing.T) {
			apptest.Databases(t, func(t *testing.T, d *db.DB) {
				w := newWorld(t, d, 4)
				v := w.opened("p2013")
				for _, staff := range []string{"m1", "e1", "m2"} {
					w.OK(w.says(v, staff, 3, "words"))
				}
				w.Exec(`DELETE FROM survey_key`)
				notice(w, v)
				after, err := w.Survey(ctx, who("deputy"), v.ID)
				w.OK(err)
				if after.AskedAgain != w.Today() || after.State != Open || after.Closes < w.Today().AddDays(daysToAnswerAgain) {
					t.Errorf("%+v on %s", after, w.Today())
				}
				for _, staff := range []string{"m1", "e1", "m2"} {
					w.OK(w.says(v, staff, 5, "once more"))
				}
				w.OK(w.says(v, "e3", 5, "x"))
				w.OK(w.says(v, "m3", 5, "x"))
				w.Clock.Set(string(after.Closes.AddDays(1)) + "T09:00")
				w.run()
				p, err := w.Page(ctx, who("deputy"), "p2013")
				w.OK(err)
				if p.Lost != 0 || p.Survey.State != Closed || len(p.Results) == 0 {
					t.Errorf("lost %d, %s", p.Lost, p.Survey.State)
				}
			})
		})
	}
}

// A survey that is over by its day and not closed yet shows its figures as well.
func TestFiguresBeforeTheEndIsWritten(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 4)
		v := w.opened("p2013")
		for _, staff := range []string{"m1", "e1", "m2", "e2", "m3", "e3"} {
			w.OK(w.says(v, staff, 3, "words"))
		}
		w.Clock.Set("2014-05-20T08:00")
		p, err := w.Page(ctx, who("deputy"), "p2013")
		if err != nil || p.Lost != 0 || len(p.Results) == 0 {
			t.Errorf("lost %d, %v", p.Lost, err)
		}
	})
}
