package recognitionweb_test

import (
	"context"
	"io/fs"
	"os"
	"testing"

	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/document"
	"talim/internal/mentoring/assembly"
	"talim/internal/observation"
	"talim/internal/recognition"
	"talim/internal/recognition/recognitionweb"
	"talim/internal/schooltest"
	"talim/internal/timetable"
	"talim/internal/web/webtest"
)

var ctx = context.Background()

const (
	school    = schooltest.ID
	programme = "p2013"
)

// world is a school with a programme whose pairs are m1-e1, m2-e2 and so on, and the
// pages of recognition.
type world struct {
	*schooltest.School
	*webtest.Site
}

func newWorld(t *testing.T, d *db.DB, pairs int) *world {
	t.Helper()
	s := schooltest.New(t, d, "2014-05-05T09:00")
	s.Staff("director", "deputy", "teacher")
	s.OpenYear(programme, "2013", pairs)
	keeper, times := apptest.Keeper(t), timetable.New(d, s.Clock.Now)
	m := assembly.New(d, times, observation.New(d, times, keeper, s.Clock.Now), keeper, s.Clock.Now)
	return &world{s, webtest.New(t, webtest.Config{
		DB: d, Who: schooltest.Who, Routes: recognitionweb.New(d, recognition.New(d, m, keeper, s.Clock.Now), m).Routes(),
		Messages: []fs.FS{recognitionweb.Messages(), document.Messages(), os.DirFS("../../mentoring/mentoringweb/messages")}, // words of papers
	})}
}
