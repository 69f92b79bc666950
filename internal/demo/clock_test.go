package demo_test

import (
	"context"
	"testing"
	"time"

	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/demo"
)

var ctx = context.Background()

func openClock(t *testing.T, d *db.DB, real func() time.Time) *demo.Clock {
	t.Helper()
	c, err := demo.OpenClock(ctx, d, real, apptest.Zone)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func wantTime(t *testing.T, c *demo.Clock, want string) {
	t.Helper()
	if got := c.Now().Format("2006-01-02 15:04 -0700"); got != want {
		t.Fatalf("it is %s, want %s", got, want)
	}
}

func TestClockStartsGoesOnAndIsSet(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		real := apptest.ClockAt("2026-11-21T12:00")
		c := openClock(t, d, real.Now)
		wantTime(t, c, "2013-09-02 09:00 +0600")
		real.Add(90 * time.Minute)
		wantTime(t, c, "2013-09-02 10:30 +0600")
		wantTime(t, openClock(t, d, real.Now), "2013-09-02 10:30 +0600") // a second start goes on
		if err := c.Set(ctx, c.Now().AddDate(0, 8, 0)); err != nil {
			t.Fatal(err)
		}
		wantTime(t, c, "2014-05-02 10:30 +0600")
	})
}

func TestClockIsSharedByCopies(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		real := apptest.ClockAt("2026-11-21T12:00")
		one, other := openClock(t, d, real.Now), openClock(t, d, real.Now)
		following, stop := context.WithTimeout(ctx, 1500*time.Millisecond)
		defer stop()
		if err := one.Set(ctx, one.Now().AddDate(0, 1, 0)); err != nil {
			t.Fatal(err)
		}
		other.Follow(following)
		wantTime(t, other, "2013-10-02 09:00 +0600")
	})
}
