package supportweb_test

import (
	"context"
	"io/fs"
	"os"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/document"
	"talim/internal/mentoring/assembly"
	"talim/internal/observation"
	"talim/internal/schooltest"
	"talim/internal/support"
	"talim/internal/support/supportweb"
	"talim/internal/timetable"
	"talim/internal/web/webtest"
)

var ctx = context.Background()

const (
	school  = schooltest.ID
	pairing = "pm1e1"
)

// world is a school with a running pair of m1 and e1, and the pages of support.
type world struct {
	*schooltest.School
	*webtest.Site
	s *support.Service
}

var hired = schooltest.People{
	"director": {access.Director}, "coordinator": {access.Coordinator}, "psy": {access.Psychologist}, "admin": {access.Administrator},
	"m1": {access.Teacher}, "e1": {access.Teacher}, "t3": {access.Teacher},
}

var who = hired.Who

func newWorld(t *testing.T, d *db.DB) *world {
	t.Helper()
	s := schooltest.New(t, d, "2013-09-09T09:00")
	s.Hire(hired)
	during := calendar.Period{Starts: "2013-09-09", Ends: "2014-05-20"}
	s.Open(schooltest.Programme{
		ID: "p", Year: "2013-2014", InYear: calendar.Period{Starts: "2013-09-01", Ends: "2014-05-25"},
		Runs: calendar.Period{Starts: "2013-09-02", Ends: "2014-05-25"}, Pairs: during, TrialWeeks: 6, FinalTalk: "аяғында не қаралады",
	})
	s.Pair("p", "m1", "e1", "running", during)
	keeper, times := apptest.Keeper(t), timetable.New(d, s.Clock.Now)
	m := assembly.New(d, times, observation.New(d, times, keeper, s.Clock.Now), keeper, s.Clock.Now)
	service := support.New(d, m, keeper, s.Clock.Now)
	return &world{s, webtest.New(t, webtest.Config{
		DB: d, Who: who, Routes: supportweb.New(d, service, m).Routes(),
		Messages: []fs.FS{supportweb.Messages(), document.Messages(), os.DirFS("../../mentoring/mentoringweb/messages")}, // its refusals
	}), service}
}

func each(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	apptest.Databases(t, func(t *testing.T, d *db.DB) { fn(t, newWorld(t, d)) })
}
