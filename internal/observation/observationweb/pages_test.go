package observationweb_test

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
	"talim/internal/observation"
	"talim/internal/observation/observationweb"
	"talim/internal/schooltest"
	"talim/internal/timetable/timetabletest"
	"talim/internal/web/link"
	"talim/internal/web/webtest"
)

var ctx = context.Background()

// world is a school with lessons on Monday, and the pages of visits.
type world struct {
	timetabletest.School
	*webtest.Site
	visits *observation.Service
	week   []string // the lessons of the teacher, as a form names them
}

var hired = schooltest.People{
	"teacher": {access.Teacher}, "free": {access.Teacher}, "guest": {access.Teacher}, "director": {access.Director}, "other": {access.Teacher},
}

func newWorld(t *testing.T, d *db.DB) *world {
	t.Helper()
	at := timetabletest.New(t, d)
	at.Hire(hired)
	at.Bells()
	at.Year()
	at.Lessons("2013-09-02",
		timetabletest.Lesson("teacher", "7А", "Физика", calendar.Monday, 1), timetabletest.Lesson("teacher", "8А", "Физика", calendar.Monday, 2),
		timetabletest.Lesson("teacher", "9А", "Физика", calendar.Tuesday, 1))
	visits := observation.New(d, at.Times, apptest.Keeper(t), at.Clock.Now)
	w := &world{School: at, visits: visits, Site: webtest.New(t, webtest.Config{
		DB: d, Who: hired.Who, Routes: observationweb.New(d, visits).Routes(), Messages: []fs.FS{observationweb.Messages(), observation.Messages()},
	})}
	week, err := visits.OwnWeek(ctx, hired.Who("teacher"), "2013-09-09")
	w.OK(err)
	for _, l := range week {
		w.week = append(w.week, string(l.Date)+" "+l.Lesson)
	}
	return w
}

func each(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	apptest.Databases(t, func(t *testing.T, d *db.DB) { fn(t, newWorld(t, d)) })
}

// opens opens a lesson of the week in the browser, to all unless it says to whom, and gives
// its address.
func (w *world) opens(n int, to ...string) string {
	w.T.Helper()
	if to == nil {
		to = []string{"audience", "all", "places", "2"}
	}
	b := w.As("teacher")
	b.Sends(link.NewOpenLesson(""), http.StatusOK, append([]string{
		"week", "2013-09-09", "lesson", w.week[n], "purpose", "sharing", "kind", "daily", "focus", "Кім сөйлейді?",
	}, to...)...)
	return b.At
}

// Every form: what is wrong is said at its field and kept, and who has no part in it may
// neither read nor send it.
func TestFormsOfVisits(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		long := strings.Repeat("ө", 501)
		lesson := w.opens(1)
		w.OK(w.visits.NameFriend(ctx, hired.Who("teacher"), "other"))
		w.Attacker(w.D).All(
			webtest.Form{
				At: link.NewOpenLesson(""), Page: link.NewOpenLesson("2013-09-09"), By: "teacher",
				Good: []string{"week", "2013-09-09", "lesson", w.week[0], "purpose", "help", "kind", "open", "focus", "Неге үнсіз?", "audience", "all", "places", "3"},
				Wrong: []webtest.Wrong{
					webtest.At("lesson", "lesson", ""), webtest.At("focus", "focus", long), webtest.At("places", "places", "0"), webtest.At("places", "places", "көп"),
					webtest.At("guests", "audience", "named"), webtest.Forged("purpose", "purpose", "inspection"), webtest.Forged("audience", "audience", "world"),
				},
			},
			webtest.Form{
				At: lesson + "/edit", By: "teacher", MayNot: []string{"free", "director"}, Good: []string{"purpose", "attestation", "kind", "open", "focus", "Кім сұрайды?"},
				Others: []string{"purpose", "seminar"}, Leads: lesson, Wrong: []webtest.Wrong{webtest.At("focus", "focus", long)},
			},
			webtest.Form{
				At: link.AskToVisit("", ""), Page: link.AskToVisit("teacher", "2013-09-09"), By: "free",
				Good:  []string{"week", "2013-09-09", "teacher", "teacher", "lesson", w.week[2], "purpose", "help", "words", "Топтық жұмыс"},
				Wrong: []webtest.Wrong{webtest.At("lesson", "lesson", ""), webtest.At("words", "words", long)},
			},
			webtest.Form{
				At: link.CriticalFriends(), By: "teacher", Good: []string{"friend", "free"}, Leads: link.CriticalFriends(),
				Wrong: []webtest.Wrong{webtest.At("friend", "friend", "")},
			},
		)
	})
}

func TestPagesOfALesson(t *testing.T) {
	each(t, func(_ *testing.T, w *world) {
		w.As("free").ShowsInEach(link.LessonsToVisit(), nil)
		w.As("teacher").ShowsInEach(link.Observation(), nil)
		w.As("teacher").ShowsInEach(link.PastLessons(), nil)
		lesson := w.opens(0)
		w.As("free").Shows(link.LessonsToVisit(), []string{"Кім сөйлейді?", "7А"})
		w.As("free").Shows(link.LessonsToVisit()+"?class=8А", nil, "Кім сөйлейді?")
		w.As("free").Sends(lesson+"/join", http.StatusOK)
		w.As("teacher").Shows(lesson, []string{"free"})
		w.As("guest").Shows(lesson, []string{"Кім сөйлейді?"}, ">free<") // who comes is not shown to others
		w.As("guest").Sends(lesson+"/join", http.StatusOK)
		w.As("director").Sends(lesson+"/join", http.StatusConflict)
		w.As("guest").Sends(lesson+"/leave", http.StatusOK)
		for _, code := range []string{"free", "director"} {
			w.As(code).Sends(lesson+"/withdraw", http.StatusForbidden)
		}
		w.School.Clock.Set("2013-09-09T12:00")
		visit, err := db.One[string](ctx, w.D.Read(), `SELECT id FROM visit WHERE observer_id = 'free'`)
		w.OK(err)
		w.As("free").Sends(link.LessonVisit(visit), http.StatusOK, "note", "Жұптық жұмыс")
		w.As("teacher").ShowsInEach(link.LessonVisit(visit), []string{"Жұптық жұмыс"})
		for _, code := range []string{"guest", "director"} {
			w.As(code).Answers(link.LessonVisit(visit), http.StatusForbidden)
		}
		booking, err := db.One[string](ctx, w.D.Read(), `SELECT booking_id FROM visit WHERE observer_id = 'free'`)
		w.OK(err)
		w.As("free").Shows(link.ObservationBooking(booking), []string{"Кім сөйлейді?"})
		w.As("guest").Answers(link.ObservationBooking(booking), http.StatusForbidden)
		w.As("guest").Answers(link.ObservationBooking("none"), http.StatusNotFound)
	})
}

// Who may not know of a lesson, a request or a friend gets the page of what is not there.
func TestPagesOfTwo(t *testing.T) {
	each(t, func(_ *testing.T, w *world) {
		named := w.opens(0, "audience", "named", "guests", "guest")
		w.As("guest").Shows(named, []string{"Кім сөйлейді?"})
		b := w.As("free")
		b.Sends(link.AskToVisit("", ""), http.StatusOK, "week", "2013-09-09", "teacher", "teacher", "lesson", w.week[1], "purpose", "help", "words", "Топтық жұмыс")
		request := b.At
		w.OK(w.visits.NameFriend(ctx, hired.Who("teacher"), "free"))
		friend, err := db.One[string](ctx, w.D.Read(), `SELECT id FROM critical_friend`)
		w.OK(err)
		for _, address := range []string{named, request, link.CriticalFriend(friend), link.OpenLesson("none"), link.VisitRequest("none"), link.LessonVisit("none")} {
			for _, code := range []string{"other", "director"} {
				w.As(code).Answers(address, http.StatusNotFound)
			}
		}
		w.As("teacher").ShowsInEach(request, []string{"Топтық жұмыс"})
		w.As("teacher").Sends(request, http.StatusUnprocessableEntity) // an empty form is no answer
		w.As("teacher").Sends(request, http.StatusOK, "answer", "yes")
		w.As("free").ShowsInEach(request, nil)
		w.As("free").ShowsInEach(link.CriticalFriend(friend), nil)
		w.As("free").Sends(link.CriticalFriend(friend), http.StatusOK, "answer", "yes")
		w.As("teacher").Sends(link.EndFriend(friend), http.StatusOK)
		w.As("teacher").Sends(link.EndFriend(friend), http.StatusOK) // ended already: there is nothing more to do
	})
}
