package support

import (
	"context"
	"log/slog"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/jobs"
	"talim/internal/journal"
	"talim/internal/mentoring/assembly"
	"talim/internal/observation"
	"talim/internal/reminder"
	"talim/internal/schooltest"
	"talim/internal/secret"
	"talim/internal/timetable"
)

var ctx = context.Background()

const (
	school    = schooltest.ID
	firstPair = "pm1e1"
)

// world is a school with a running pair of m1 and e1, a second one of m2 and e2,
// a coordinator, a psychologist and the managers.
type world struct {
	*schooltest.School
	*Service
	worker *jobs.Worker
	sealer *secret.Keeper
}

var hired = schooltest.People{
	"director": {access.Director}, "deputy": {access.Deputy}, "coordinator": {access.Coordinator}, "psy": {access.Psychologist},
	"head": {access.SMUHead}, "secretary": {access.Secretary}, "admin": {access.Administrator},
	"m1": {access.Teacher}, "e1": {access.Teacher}, "m2": {access.Teacher}, "e2": {access.Teacher}, "t3": {access.Teacher},
}

func newWorld(t *testing.T, d *db.DB) *world {
	t.Helper()
	s := schooltest.New(t, d, "2013-09-09T09:00")
	s.Hire(hired)
	during := calendar.Period{Starts: "2013-09-09", Ends: "2014-05-20"}
	s.Open(schooltest.Programme{
		ID: "p", Year: "y", InYear: calendar.Period{Starts: "2013-09-01", Ends: "2014-05-25"},
		Runs: calendar.Period{Starts: "2013-09-02", Ends: "2014-05-25"}, Pairs: during, TrialWeeks: 6,
	})
	s.Pair("p", "m1", "e1", "running", during)
	s.Pair("p", "m2", "e2", "running", during)
	keeper, times := apptest.Keeper(t), timetable.New(d, s.Clock.Now)
	m := assembly.New(d, times, observation.New(d, times, keeper, s.Clock.Now), keeper, s.Clock.Now)
	w := &world{s, New(d, m, keeper, s.Clock.Now), jobs.NewWorker(d, s.Clock.Now, slog.New(slog.DiscardHandler)), keeper}
	w.Jobs(w.worker)
	return w
}

// who is the actor of a code; "stranger" works at another school.
func who(code string) access.Actor {
	if code == "stranger" {
		return schooltest.Actor(schooltest.Other, code, access.Deputy, access.Coordinator)
	}
	return hired.Who(code)
}

// others are all of the school but those named, and somebody of another school.
func others(but ...string) []string {
	out := []string{"stranger"}
	for code := range hired {
		named := false
		for _, b := range but {
			named = named || b == code
		}
		if !named {
			out = append(out, code)
		}
	}
	return out
}

// told says whether a reminder of the key waits for somebody.
func (w *world) told(staff, key string) bool {
	w.T.Helper()
	open, err := reminder.OpenFor(ctx, w.D.Read(), school, staff)
	w.OK(err)
	for _, r := range open {
		if r.Key == key {
			return true
		}
	}
	return false
}

// tells expects who of all is told of something.
func (w *world) tells(key string, staff ...string) {
	w.T.Helper()
	want := map[string]bool{}
	for _, s := range staff {
		want[s] = true
	}
	for code := range hired {
		if w.told(code, key) != want[code] {
			w.T.Errorf("%s is told %s: %v", code, key, !want[code])
		}
	}
}

// quiet expects that the journal tells nobody's name and no record of what was private.
func (w *world) quiet() {
	w.T.Helper()
	entries, err := journal.Find(ctx, w.D.Read(), school, journal.Filter{Limit: 100})
	w.OK(err)
	if len(entries) == 0 {
		w.T.Error("nothing was recorded")
	}
	for _, e := range entries {
		if e.Event == string(eventPrivate) && (e.Staff != "" || e.RecordID != "" || len(e.Details) > 0 || e.Actor != "support") {
			w.T.Errorf("the journal tells of something private: %+v", e)
		}
	}
}

// plain expects that the text stands nowhere in the table.
func (w *world) plain(table, column, text string) {
	w.T.Helper()
	n, err := db.One[int](ctx, w.D.Read(), `SELECT count(*) FROM `+table+` WHERE `+column+` LIKE '%' || $1 || '%'`, text)
	w.OK(err)
	if n > 0 {
		w.T.Errorf("%s.%s holds the text in plain", table, column)
	}
}

// each runs a test on both databases with a fresh world.
func each(t *testing.T, fn func(w *world)) {
	t.Helper()
	t.Parallel()
	apptest.Databases(t, func(t *testing.T, d *db.DB) { fn(newWorld(t, d)) })
}
