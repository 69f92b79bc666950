package letterweb_test

import (
	"context"
	"io/fs"
	"net/http"
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/document"
	"talim/internal/observation"
	"talim/internal/observation/letter"
	"talim/internal/observation/letter/letterweb"
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
// pages of letters.
type world struct {
	timetabletest.School
	*webtest.Site
	letters *letter.Service
	visit   string
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
		w := &world{School: at, letters: letter.New(d, visits, keeper, at.Clock.Now)}
		w.Site = webtest.New(t, webtest.Config{
			DB: d, Who: hired.Who, Routes: letterweb.New(d, w.letters).Routes(),
			Messages: []fs.FS{letterweb.Messages(), letter.Messages(), observation.Messages(), document.Messages()},
		})
		week, err := visits.OwnWeek(ctx, hired.Who("teacher"), "2013-09-09")
		w.OK(err)
		lesson, err := visits.OpenLesson(ctx, hired.Who("teacher"), observation.NewOpenLesson{
			LessonChoice: observation.LessonChoice{Date: week[0].Date, Lesson: week[0].Lesson}, Serves: observation.Serves{Purpose: "attestation"}, Audience: observation.ForAll, Places: 5,
		})
		w.OK(err)
		w.OK(visits.JoinLesson(ctx, hired.Who("observer"), lesson))
		w.visit, err = db.One[string](ctx, d.Read(), `SELECT id FROM visit`)
		w.OK(err)
		at.Clock.Set("2013-09-09T12:00")
		w.OK(visits.HoldVisit(ctx, hired.Who("observer"), w.visit, ""))
		fn(t, w)
	})
}

// asked is the address of a letter that the teacher asks the deputy for, in the browser.
func (w *world) asked() string {
	w.T.Helper()
	b := w.As("teacher")
	b.Sends(link.NewLetter(), http.StatusOK, "writer", "deputy", "visits", w.visit, "words", "Наурызда аттестаттау")
	return b.At
}

func TestLetterThroughThePages(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.As("teacher").ShowsInEach(link.ObservationLetters(), nil)
		w.As("other").ShowsInEach(link.NewLetter(), nil, `name="visits"`) // nobody visited a lesson of hers
		w.As("teacher").ShowsInEach(link.NewLetter(), []string{"3А"})
		at := w.asked()
		w.As("deputy").ShowsInEach(at, []string{"Наурызда аттестаттау", "3А", at + `"`})
		w.As("deputy").Sends(at, http.StatusOK, "answer", "yes")
		w.As("deputy").ShowsInEach(at+"/conclusion", []string{"3А"})
		w.As("teacher").Answers(at+"/paper/pdf", http.StatusConflict)
		w.As("deputy").Sends(at+"/conclusion", http.StatusOK, "version", "1", "conclusion", "Жұптық жұмыс", "show", "on")
		w.As("teacher").ShowsInEach(at+"/reply", []string{"Жұптық жұмыс"})
		w.As("teacher").Sends(at+"/reply", http.StatusOK, "version", "2", "reply", "Сынып екі топта.")
		w.As("deputy").ShowsInEach(at, []string{"Жұптық жұмыс", "Сынып екі топта.", at + "/issue"})
		w.As("deputy").Sends(at+"/issue", http.StatusConflict, "version", "2")
		w.As("deputy").Sends(at+"/issue", http.StatusOK, "version", "3")
		for _, code := range []string{"teacher", "deputy"} {
			w.As(code).ShowsInEach(at+"/paper/html", []string{"Жұптық жұмыс", "Сынып екі топта.", "3А"}, "Наурызда")
			w.As(code).ShowsInEach(link.ObservationLetters(), []string{at})
			for _, format := range []string{"docx", "pdf"} {
				w.As(code).Answers(at+"/paper/"+format, http.StatusOK)
			}
			w.As(code).Answers(at+"/paper/exe", http.StatusNotFound)
		}
		for _, code := range []string{"director", "observer", "other"} {
			for _, page := range []string{"", "/conclusion", "/reply", "/paper/pdf", "/paper/html"} {
				w.As(code).Answers(at+page, http.StatusNotFound)
			}
			w.As(code).Shows(link.ObservationLetters(), nil, at)
		}
	})
}

// Every form: what is wrong is said at its field and kept, and who has no part in it may
// neither read nor send it.
func TestFormsOfLetters(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		long := func(n int) string { return strings.Repeat("ө", n+1) }
		at := w.asked()
		w.As("deputy").Sends(at, http.StatusOK, "answer", "yes")
		attack := w.Attacker(w.D)
		attack.All(
			webtest.Form{
				At: link.NewLetter(), By: "teacher", Good: []string{"writer", "observer", "visits", w.visit, "words", "Мамырда"},
				Wrong: []webtest.Wrong{webtest.At("writer", "writer", ""), webtest.Forged("writer", "writer", "other"), webtest.Forged("visits", "visits", "none"), webtest.At("words", "words", long(1000))},
			},
			webtest.Form{
				At: at + "/conclusion", By: "deputy", MayNot: []string{"teacher"}, Good: []string{"conclusion", "Топтық жұмыс", "show", "1"},
				Others: []string{"conclusion", "Жеке жұмыс"}, Leads: at,
				Wrong: []webtest.Wrong{webtest.At("conclusion", "conclusion", ""), webtest.At("conclusion", "conclusion", long(8000))},
			},
			webtest.Form{
				At: at + "/reply", By: "teacher", MayNot: []string{"deputy"}, Good: []string{"reply", "Келісемін."},
				Others: []string{"reply", "Келіспеймін."}, Leads: at, Wrong: []webtest.Wrong{webtest.At("reply", "reply", long(3000))},
			},
		)
	})
}
