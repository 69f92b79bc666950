package demo_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"sync"
	"testing"
	"time"

	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/demo"
	"talim/internal/people"
	"talim/internal/people/accounts"
	"talim/internal/people/tree"
	"talim/internal/timetable"
)

func newWorld(t *testing.T, d *db.DB) demo.World {
	t.Helper()
	c := openClock(t, d, apptest.ClockAt("2026-11-21T12:00").Now)
	staff := people.New(d, c.Now)
	return demo.World{
		DB: d, Clock: c, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Services: demo.Services{Tree: tree.New(d, c.Now), People: staff, Accounts: accounts.New(staff), Timetable: timetable.New(d, c.Now)},
	}
}

func count(t *testing.T, d *db.DB, query string, args ...any) int {
	t.Helper()
	n, err := db.One[int](ctx, d.Read(), query, args...)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// The figures are those of internal/casestudy/README.md.
func TestLoad(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		for range 2 { // a second start changes nothing
			if err := demo.Load(ctx, w); err != nil {
				t.Fatal(err)
			}
		}
		for code, want := range map[string]struct{ staff, classes, lessons int }{
			"A": {43, 13, 409}, "B": {119, 39, 1434}, "C": {102, 32, 1592}, "RAIONO": {1, 0, 0},
		} {
			for table, n := range map[string]int{"staff": want.staff, "class_group": want.classes, "lesson": want.lessons} {
				got := count(t, d, `SELECT count(*) FROM `+table+` x JOIN organisation o ON o.id = x.school_id WHERE o.code = $1`, code)
				if got != n {
					t.Errorf("%s has %d of %s, want %d", code, got, table, n)
				}
			}
		}
		heads := count(t, d, `SELECT count(*) FROM post p JOIN organisation o ON o.id = p.school_id WHERE o.code = 'A' AND p.role = 'smu_head'`)
		if heads < 4 {
			t.Errorf("%d heads of units in Auyl", heads)
		}
		personas, err := demo.Personas(ctx, d.Read())
		if err != nil || len(personas) != 17 {
			t.Errorf("%d personas, %v", len(personas), err)
		}
		for _, p := range personas {
			if actor, _, err := w.Accounts.ActorOf(ctx, p.Account); err != nil || len(actor.Roles) == 0 {
				t.Errorf("%s has no role: %+v, %v", p.Code, actor, err)
			}
		}
		if state, err := demo.StateOf(ctx, d); err != nil || state != demo.Whole {
			t.Errorf("state %v, %v", state, err)
		}
	})
}

func TestLoadRefusesARealSchoolAndAHalfLoadedDemo(t *testing.T) {
	d := apptest.Database(t)
	w := newWorld(t, d)
	exec := func(query string) {
		t.Helper()
		if _, err := db.Exec(ctx, d.Write(), query); err != nil {
			t.Fatal(err)
		}
	}
	exec(`INSERT INTO organisation (id, parent_id, kind, code, name_kk, name_ru, name_en, address_kk, address_ru, timezone, languages, created_at)
		VALUES ('x', '', 'school', 'x', 'x', 'x', 'x', '', '', 'Asia/Almaty', 'kk', '')`)
	if err := demo.Load(ctx, w); !errors.Is(err, demo.ErrRealData) {
		t.Errorf("into a real school: %v", err)
	}
	exec(`INSERT INTO setting (school_id, name, value) VALUES ('', 'demo-begun', 'yes')`)
	if err := demo.Load(ctx, w); !errors.Is(err, demo.ErrHalf) {
		t.Errorf("after an interruption: %v", err)
	}
}

func TestLoadByTwoCopiesAtOnce(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		var wg sync.WaitGroup
		for range 2 {
			w := newWorld(t, d)
			w.Patience = time.Minute
			wg.Go(func() {
				if err := demo.Load(ctx, w); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if n := count(t, d, `SELECT count(*) FROM organisation WHERE code = 'A'`); n != 1 {
			t.Errorf("%d times Auyl", n)
		}
	})
}

// A copy that was killed while it loaded leaves a claim that runs out.
func TestLoadAgainAfterAKill(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		real := apptest.ClockAt("2026-11-21T12:00")
		w := newWorld(t, d)
		w.Clock = openClock(t, d, real.Now)
		killed, kill := context.WithCancel(ctx)
		go func() {
			defer kill()
			for staff := 0; staff < 50; {
				staff, _ = db.One[int](ctx, d.Read(), `SELECT count(*) FROM staff`)
			}
		}()
		if err := demo.Load(killed, w); err == nil {
			t.Fatal("it came to its end")
		}
		if err := demo.Load(ctx, w); !errors.Is(err, demo.ErrHalf) {
			t.Errorf("beside one that may still be loading: %v", err)
		}
		real.Add(time.Minute)
		if err := demo.Load(ctx, w); err != nil {
			t.Fatal(err)
		}
		if n := count(t, d, `SELECT count(*) FROM staff`); n != 43+119+102+1+1 { // and the administrator of the ministry
			t.Errorf("%d people", n)
		}
	})
}
