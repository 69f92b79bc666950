package shareweb_test

import (
	"context"
	"io/fs"
	"net/http"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/observation"
	"talim/internal/observation/share"
	"talim/internal/observation/share/shareweb"
	"talim/internal/schooltest"
	"talim/internal/timetable/timetabletest"
	"talim/internal/web/link"
	"talim/internal/web/webtest"
)

var ctx = context.Background()

var hired = schooltest.People{
	"teacher": {access.Teacher}, "observer": {access.Teacher}, "other": {access.Teacher}, "director": {access.Director}, "deputy": {access.Deputy},
}

// world is a school in which the observer has visited a lesson of the teacher, and the
// pages of its sharing.
type world struct {
	timetabletest.School
	*webtest.Site
	lesson, visit string
}

func each(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		at := timetabletest.New(t, d)
		at.Hire(hired)
		at.Bells()
		at.Year()
		at.Lessons("2013-09-02", timetabletest.Lesson("teacher", "3А", "Қазақ тілі", calendar.Monday, 1))
		keeper := apptest.Keeper(t)
		visits := observation.New(d, at.Times, keeper, at.Clock.Now)
		w := &world{School: at}
		w.Site = webtest.New(t, webtest.Config{
			DB: d, Who: hired.Who, Routes: shareweb.New(share.New(d, visits, keeper, at.Clock.Now)).Routes(),
			Messages: []fs.FS{shareweb.Messages(), share.Messages(), observation.Messages()},
		})
		week, err := visits.OwnWeek(ctx, hired.Who("teacher"), "2013-09-09")
		w.OK(err)
		w.lesson, err = visits.OpenLesson(ctx, hired.Who("teacher"), observation.NewOpenLesson{
			LessonChoice: observation.LessonChoice{Date: week[0].Date, Lesson: week[0].Lesson}, Serves: observation.Serves{Purpose: "decade"}, Audience: observation.ForAll, Places: 5,
		})
		w.OK(err)
		w.OK(visits.JoinLesson(ctx, hired.Who("observer"), w.lesson))
		w.visit, err = db.One[string](ctx, d.Read(), `SELECT id FROM visit`)
		w.OK(err)
		at.Clock.Set("2013-09-09T12:00")
		w.As("teacher").ShowsInEach(link.LessonShares(w.lesson), nil, `name="level"`) // nobody has visited it
		w.OK(visits.HoldVisit(ctx, hired.Who("observer"), w.visit, ""))
		fn(t, w)
	})
}

func TestALessonIsSharedThroughThePages(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		page, list, record, discussed := link.LessonShares(w.lesson), link.SharedLessons(), link.LessonRecord(w.visit), link.Occasion(w.lesson)
		w.As("other").ShowsInEach(list, nil, "3А")
		w.As("teacher").ShowsInEach(page, []string{"3А", `name="level"`}, "/end")
		w.As("teacher").Sends(page, http.StatusOK, "staff", "other", "level", "happened")
		w.As("other").ShowsInEach(list, []string{"3А", "teacher"}, discussed, record, "director")
		w.As("teacher").Sends(page, http.StatusOK, "staff", "other", "level", "feedback")
		w.As("other").ShowsInEach(list, []string{discussed}, record)
		w.As("teacher").Sends(page, http.StatusOK, "staff", "*", "level", "whole")
		for _, code := range []string{"other", "director", "deputy", "observer"} {
			w.As(code).ShowsInEach(list, []string{"3А", record})
			w.As(code).Shows(list+"?teacher=teacher", []string{record})
			w.As(code).Shows(list+"?teacher=director", nil, record)
			w.As(code).Answers(page, http.StatusNotFound)
		}
		w.As("teacher").ShowsInEach(list, nil, "3А")
		for range 2 {
			w.takesBack()
		}
		w.As("teacher").ShowsInEach(page, []string{"<details"}, "/end")
		for _, code := range []string{"other", "director"} {
			w.As(code).ShowsInEach(list, nil, "3А")
		}
	})
}

// takesBack ends one of the shares that stand.
func (w *world) takesBack() {
	w.T.Helper()
	id, err := db.One[string](ctx, w.D.Read(), `SELECT min(id) FROM lesson_share WHERE ended_at = ''`)
	w.OK(err)
	w.As("director").Sends(link.TakeBackShare(id), http.StatusNotFound)
	w.As("teacher").Sends(link.TakeBackShare(id), http.StatusOK)
	w.As("teacher").Sends(link.TakeBackShare(id), http.StatusOK) // a second click
}

func TestFormOfShares(t *testing.T) {
	each(t, func(_ *testing.T, w *world) {
		w.Attacker(w.D).All(webtest.Form{
			At: link.LessonShares(w.lesson), By: "teacher", Nobody: []string{"observer", "director"}, Good: []string{"staff", "other", "level", "whole"},
			Wrong: []webtest.Wrong{
				webtest.At("staff", "staff", ""), webtest.Forged("staff", "staff", "nobody"), webtest.Forged("staff", "staff", "teacher"), webtest.Forged("level", "level", "all"),
			},
		})
	})
}
