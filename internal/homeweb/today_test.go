package homeweb_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/homeweb"
	"talim/internal/i18n"
	"talim/internal/mentoring/pairing/pairingweb"
	"talim/internal/people"
	"talim/internal/people/accounts"
	"talim/internal/people/tree"
	"talim/internal/reminder"
	"talim/internal/timetable"
	"talim/internal/verb"
	"talim/internal/waiting"
	"talim/internal/web"
	"talim/internal/web/webtest"
)

// world is a school with the administrator and two teachers, who teach and meet.
type world struct {
	*webtest.Site
	t      *testing.T
	db     *db.DB
	clock  *apptest.Clock
	actors map[string]access.Actor // account -> who
	school string
	people map[string]string // code -> staff id
	items  []waiting.Item    // what the one area of this world has waiting
	broken bool              // what that area asks is no SQL
	pages  *homeweb.Pages
}

func newWorld(t *testing.T, d *db.DB) *world {
	w := &world{t: t, db: d, clock: apptest.ClockAt("2013-09-02T09:00"), actors: map[string]access.Actor{}, people: map[string]string{}}
	w.settle()
	w.pages = homeweb.New(homeweb.Config{
		DB: d, Now: w.clock.Now, Timetable: timetable.New(d, w.clock.Now), Import: "/people/import",
		Areas: []web.Area{
			{Waiting: w.source()},
			{Nav: []web.NavItem{{Key: "web.role.teacher", About: "home.area.people", URL: "/people", Permission: access.Permission{Name: "a"}}}},
			{Nav: []web.NavItem{
				{Key: "web.role.deputy", About: "home.area.mentoring", URL: "/secret", Permission: access.Permission{Name: "b", Roles: []access.Role{access.Deputy}}},
				{Key: "web.role.teacher", URL: "/no-way-in", Permission: access.Permission{Name: "a"}},
			}},
		},
		BookingURL: func(e timetable.Entry) string { return "/booked/" + e.About },
	})
	w.Site = webtest.New(t, webtest.Config{
		DB: d, Who: func(account string) access.Actor { return w.actors[account] }, Wall: w.clock.Now, Routes: w.pages.Routes(),
		Messages: []fs.FS{homeweb.Messages(), pairingweb.Messages(), areaMessages()}, // pairs book weeks
	})
	return w
}

// source finds the items of the world by their places, those of each half by itself.
func (w *world) source() waiting.Source {
	return waiting.Source{
		SQL: func(access.Actor) string {
			if w.broken {
				return "SELECT what FROM nowhere"
			}
			parts := make([]string, len(w.items))
			for i, item := range w.items {
				parts[i] = fmt.Sprintf(`SELECT '%d' AS what, $1 AS id, '%s' AS due, 0 AS n, `, i, item.Due) + people.NobodyAs("p")
			}
			return strings.Join(parts, " UNION ALL ")
		},
		Item: func(r waiting.Row) waiting.Item {
			i, err := strconv.Atoi(r.What)
			w.must(err)
			return w.items[i]
		},
	}
}

// areaMessages is the catalogue of an invented area, alike in each language.
func areaMessages() fs.FS {
	text := []byte(`{"sample.signed": "The order of {{.Date}} is signed", "sample.answer": "Answer the proposal", "sample.button": "Answer",
		"sample.plan": "Write the plan", "sample.with": "with {{.Name}}", "sample.far": "Write the report"}`)
	return fstest.MapFS{"kk.json": {Data: text}, "ru.json": {Data: text}, "en.json": {Data: text}}
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// settle makes the school and its people.
func (w *world) settle() {
	s := people.New(w.db, w.clock.Now)
	made, err := accounts.New(s).CreateSchool(w.t.Context(), access.Actor{}, accounts.NewSchool{
		NewSchool: people.NewSchool{
			Kind: tree.School, Facts: tree.Facts{Code: "A", Name: i18n.Text{KK: "Ауыл мектебі"}, Timezone: "Asia/Almaty"},
			Administrator: people.NewStaff{StaffFacts: people.StaffFacts{Code: "Z-A1"}},
		},
		Login: "admin", Password: "a long password 1",
	})
	w.must(err)
	w.school = made.School.ID
	w.enter("Z-A1", made.Staff.ID, access.Administrator)
	for _, code := range []string{"T-A2", "T-A14"} {
		p, err := s.AddStaff(w.t.Context(), w.actors["Z-A1"], people.NewStaff{StaffFacts: people.StaffFacts{Code: code}, Role: access.Teacher, Starts: "2013-09-01"})
		w.must(err)
		w.enter(code, p.ID, access.Teacher)
	}
}

func (w *world) enter(code, staff string, role access.Role) {
	w.people[code] = staff
	w.actors[code] = access.Actor{Account: code, School: w.school, Staff: staff, Name: code, Roles: []access.Role{role}}
}

// teach gives T-A2 a lesson on Monday at 08:30 and the two a meeting on Wednesday.
func (w *world) teach() {
	class := timetable.Class{School: w.school, ID: db.NewID(), Name: "7 «Ә»", Fold: "7ә", SortKey: "7", Ended: calendar.Forever}
	subject := timetable.Subject{School: w.school, ID: db.NewID(), Code: "MATH", NameKK: "Математика", NameRU: "Математика", NameEN: "Mathematics"}
	lesson := timetable.Lesson{
		School: w.school, ID: db.NewID(), Staff: w.people["T-A2"], Class: class.ID, Subject: subject.ID, Room: "12", Weekday: calendar.Monday,
		Shift: 1, Number: 1, StartsAt: "08:30", EndsAt: "09:15", Group: 2, Period: calendar.From("2013-09-01"),
	}
	wednesday := lesson
	wednesday.ID, wednesday.Weekday, wednesday.Group = db.NewID(), calendar.Wednesday, 0
	table := timetable.New(w.db, w.clock.Now)
	w.must(w.db.Tx(w.t.Context(), func(ctx context.Context, tx db.Conn) error {
		return errors.Join(
			db.Insert(ctx, tx, "class_group", class), db.Insert(ctx, tx, "subject", subject),
			db.Insert(ctx, tx, "lesson", lesson), db.Insert(ctx, tx, "lesson", wednesday),
		)
	}))
	both := []timetable.Person{{Staff: w.people["T-A2"], Part: timetable.Member}, {Staff: w.people["T-A14"], Part: timetable.Member}}
	watched := []timetable.Person{{Staff: w.people["T-A2"], Part: timetable.Visited}, {Staff: w.people["T-A14"], Part: timetable.Observer}}
	w.must(table.Do(w.t.Context(), w.actors["T-A2"], func(v verb.Work) error {
		_, err := table.Book(v, timetable.NewBooking{
			Date: "2013-09-04", StartsAt: "11:00", EndsAt: "11:45", Kind: "mentoring.meeting", About: "m1", People: both,
		})
		if err != nil {
			return err
		}
		_, err = table.Book(v, timetable.NewBooking{
			Date: "2013-09-04", StartsAt: "08:30", EndsAt: "09:15", Kind: "mentoring.visit", About: "v1", People: watched,
		})
		return err
	}))
}

func (w *world) remind(code, about string, due calendar.Date) {
	w.must(w.db.Tx(w.t.Context(), func(ctx context.Context, tx db.Conn) error {
		return reminder.Add(ctx, tx, reminder.Reminder{
			School: w.school, Staff: w.people[code], Key: "sample.signed", Args: db.Texts{"Date": "2013-09-05"}, URL: "/orders/" + about, About: about,
			DueOn: due, CreatedAt: calendar.InstantOf(w.clock.Now()),
		})
	}))
}

func eachWorld(t *testing.T, fn func(t *testing.T, w *world)) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) { fn(t, newWorld(t, d)) })
}

func TestTodayInOrderOfDates(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.items = []waiting.Item{
			{Due: "2013-09-06", Title: fault.Say("sample.answer"), Button: fault.Say("sample.button"), URL: "/pairs/1"},
			{Due: "2013-08-30", Title: fault.Say("sample.plan"), Note: fault.Say("sample.with", "Name", "T-A14"), URL: "/plans/1"},
			{Due: "2013-12-20", Title: fault.Say("sample.far"), URL: "/far"},
		}
		w.remind("T-A2", "o1", "2013-09-03")
		teacher := w.As("T-A2")
		page := teacher.Shows("/?lang=en", []string{
			"Monday, 2 September", "only you.", "Was due: Friday, 30 August", "Due: tomorrow", "Due: Friday, 6 September",
			"The order of 5 September 2013 is signed", "with T-A14", "Later: 1 thing", "/pairs/1", "Got it",
		}, "Nothing waits")
		at := func(s string) int { return strings.Index(page, s) }
		if at("/plans/1") > at("/orders/o1") || at("/orders/o1") > at("/pairs/1") || at("/pairs/1") > at("/far") {
			t.Error("items are not in order of their dates")
		}
		if n := strings.Count(page, "btn primary"); n != 1 {
			t.Errorf("%d coloured buttons, want one", n)
		}
		if teacher.Queries == 0 || teacher.Queries > 4 { // session, reminders, all areas, week; the actor of a real site is one more
			t.Errorf("%d queries", teacher.Queries)
		}
	})
}

func TestReminderIsPutAwayByItsReaderOnly(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.remind("T-A2", "o1", "2013-09-03")
		open, err := reminder.OpenFor(t.Context(), w.db.Read(), w.school, w.people["T-A2"])
		w.must(err)
		path := "/reminders/" + open[0].ID + "/dismiss"
		other, own := w.As("T-A14"), w.As("T-A2")
		other.Post(path, nil)
		own.Shows("/", []string{"/orders/o1"})
		if status, page := own.Post(path, nil); status != http.StatusOK || !strings.Contains(page, "Еске салу бетіңізден алынды") {
			t.Errorf("dismissing answers %d", status)
		}
		own.Shows("/", nil, "/orders/o1")
		if status, _ := own.Post(path, nil); status != http.StatusOK {
			t.Errorf("a second click answers %d", status)
		}
	})
}

func TestWeek(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.teach()
		teacher, observer := w.As("T-A2"), w.As("T-A14")
		teacher.Shows("/?lang=ru", []string{"Математика", "7 «Ә», группа 2, каб. 12", "08:30–09:15", "Встреча по наставничеству", "/booked/m1", "Ваш урок посещают", "/booked/v1"},
			"Вы посещаете урок", "На этой неделе у Вас нет", "Эта неделя")
		observer.Shows("/?lang=en", []string{"You visit a lesson", "/booked/v1", "Mentoring meeting"}, "Mathematics")
		teacher.Shows("/?week=2013-09-11&lang=ru", []string{"Математика", "9–15 сентября 2013 г.", "Эта неделя"}, "Встреча по наставничеству")
		observer.Shows("/?week=2013-09-09", []string{"You have no lessons, meetings or lesson visits this week"})
		teacher.Shows("/?week=nonsense", []string{"2–8 сентября 2013 г."})
		if teacher.Queries == 0 || teacher.Queries > 3 { // the actor of a real site is one more
			t.Errorf("%d queries", teacher.Queries)
		}
	})
}

func TestHolidayStandsInTheWeek(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.teach()
		_, err := timetable.New(w.db, w.clock.Now).AddHoliday(t.Context(), access.System(w.school, "test"), timetable.HolidayFacts{
			Period: calendar.Period{Starts: "2013-09-02", Ends: "2013-09-02"}, Name: i18n.Text{KK: "Демалыс", RU: "Праздник", EN: "Feast"},
		})
		w.must(err)
		w.As("T-A2").Shows("/?lang=en", []string{"Feast"}, "group 2")
	})
}

func TestNothingWaits(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.As("T-A14").Shows("/?lang=ru", []string{"Сегодня ничего не ждёт", "Сейчас делать ничего не нужно", `href="/people"`}, "/people/import", "/secret")
		w.As("Z-A1").Shows("/?lang=kk", []string{"Бүгін Сізді күтіп тұрған іс жоқ", "/people/import"}, "/secret")
	})
}

func TestNobodySeesTodayUnknown(t *testing.T) {
	w := newWorld(t, apptest.Database(t))
	stranger := w.Nobody()
	stranger.Client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	if status, page := stranger.Get("/"); status == http.StatusOK || strings.Contains(page, "home.") {
		t.Errorf("a stranger gets %d", status)
	}
	if status, _ := stranger.Post("/reminders/x/dismiss", nil); status == http.StatusOK {
		t.Error("a stranger may dismiss")
	}
}

func TestFailingSourceIsAnErrorPage(t *testing.T) {
	w := newWorld(t, apptest.Database(t))
	w.broken = true
	status, page := w.As("T-A2").Get("/")
	if status != http.StatusInternalServerError || strings.Contains(page, "nowhere") {
		t.Errorf("answers %d", status)
	}
}

func TestHelp(t *testing.T) {
	w := newWorld(t, apptest.Database(t))
	texts := map[string][]string{
		"kk": {"Ортақ компьютерден шығу", "Кім нені көреді", "«Шығу» түймесін"},
		"ru": {"Выход на общем компьютере", "Кто что видит", "«Выйти»"},
		"en": {"Signing out on a shared computer", "Who sees what", "Sign out"},
	}
	for lang, want := range texts {
		w.Nobody().Shows("/help?lang="+lang, want, "home.help")
		w.As("T-A2").Shows("/help?lang="+lang, want, "home.help")
	}
}
