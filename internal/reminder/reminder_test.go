package reminder_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/reminder"
)

var (
	ctx   = context.Background()
	clock = apptest.ClockAt("2013-09-02T09:00")
)

func make1(staff, key, about string, due calendar.Date) reminder.Reminder {
	return reminder.Reminder{
		School: "auyl", Staff: staff, Key: key, Args: db.Texts{"Who": "T-A2"}, URL: "/x", DueOn: due,
		About: about, CreatedAt: calendar.InstantOf(clock.Now()),
	}
}

func do(t *testing.T, d *db.DB, fn func(ctx context.Context, tx db.Conn) error) {
	t.Helper()
	if err := d.Tx(ctx, fn); err != nil {
		t.Fatal(err)
	}
}

func add(t *testing.T, d *db.DB, r reminder.Reminder) {
	t.Helper()
	do(t, d, func(ctx context.Context, tx db.Conn) error { return reminder.Add(ctx, tx, r) })
}

func open(t *testing.T, d *db.DB, staff string) string {
	t.Helper()
	list, err := reminder.OpenFor(ctx, d.Read(), "auyl", staff)
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, r := range list {
		keys = append(keys, r.Key+"/"+r.About)
	}
	return fmt.Sprint(keys)
}

func TestAddAndClose(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		add(t, d, make1("s1", "late", "p1", "2013-09-09"))
		add(t, d, make1("s1", "soon", "p1", "2013-09-03"))
		add(t, d, make1("s1", "soon", "p2", "2013-09-10"))
		add(t, d, make1("s2", "soon", "p1", "2013-09-03"))
		add(t, d, make1("s1", "soon", "p1", "2013-12-31")) // the same again
		if got := open(t, d, "s1"); got != "[soon/p1 late/p1 soon/p2]" {
			t.Fatalf("open: %s", got)
		}
		do(t, d, func(ctx context.Context, tx db.Conn) error {
			return reminder.Close(ctx, tx, clock.Now(), "auyl", "p1", "soon")
		})
		if got := open(t, d, "s1") + open(t, d, "s2"); got != "[late/p1 soon/p2][]" {
			t.Fatalf("after closing one key: %s", got)
		}
		add(t, d, make1("s1", "soon", "p1", "2013-09-20")) // a closed one may come again
		do(t, d, func(ctx context.Context, tx db.Conn) error {
			return reminder.Close(ctx, tx, clock.Now(), "auyl", "p1", "")
		})
		if got := open(t, d, "s1"); got != "[soon/p2]" {
			t.Fatalf("after closing the record: %s", got)
		}
	})
}

func TestDismissOnlyOnesOwn(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		add(t, d, make1("s1", "soon", "p1", "2013-09-03"))
		list, err := reminder.OpenFor(ctx, d.Read(), "auyl", "s1")
		if err != nil || len(list) != 1 || list[0].Args["Who"] != "T-A2" {
			t.Fatalf("%v, %v", list, err)
		}
		dismiss := func(school, staff string) error {
			return d.Tx(ctx, func(ctx context.Context, tx db.Conn) error {
				return reminder.Dismiss(ctx, tx, clock.Now(), school, staff, list[0].ID)
			})
		}
		for _, c := range []struct {
			school, staff string
			want          error
		}{{"auyl", "s2", db.ErrNotFound}, {"audan", "s1", db.ErrNotFound}, {"auyl", "s1", nil}, {"auyl", "s1", db.ErrNotFound}} {
			if err := dismiss(c.school, c.staff); !errors.Is(err, c.want) {
				t.Errorf("%+v: %v", c, err)
			}
		}
	})
}

func TestAddedOnceByRacers(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		var wg sync.WaitGroup
		for range 10 {
			wg.Go(func() { add(t, d, make1("s1", "soon", "p1", "2013-09-03")) })
		}
		wg.Wait()
		if got := open(t, d, "s1"); got != "[soon/p1]" {
			t.Fatalf("open: %s", got)
		}
	})
}
