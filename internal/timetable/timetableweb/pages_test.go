package timetableweb_test

import (
	"io/fs"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/casestudy"
	"talim/internal/document"
	"talim/internal/i18n"
	"talim/internal/scheduling"
	"talim/internal/schooltest"
	"talim/internal/timetable"
	"talim/internal/timetable/cover"
	"talim/internal/timetable/lessonimport"
	"talim/internal/timetable/timetableweb"
	"talim/internal/verb"
	"talim/internal/web/htmlcheck"
	"talim/internal/web/link"
	"talim/internal/web/webtest"
)

const school = schooltest.ID

// world is Auyl with its real timetable; an account is the code of its person.
type world struct {
	*schooltest.School
	*webtest.Site
	table *timetable.Service
	roles map[string][]access.Role
}

func (w *world) actor(code string) access.Actor {
	if code == "other" {
		return schooltest.Actor(schooltest.Other, code, access.Deputy)
	}
	if w.roles[code] == nil {
		return access.Actor{}
	}
	return access.Actor{Account: code, School: school, Staff: code, Name: code, Roles: w.roles[code]}
}

func newWorld(t *testing.T) *world {
	t.Helper()
	d := apptest.Database(t)
	auyl := schooltest.New(t, d, "2013-10-01T09:00")
	clock := auyl.Clock
	w := &world{School: auyl, table: timetable.New(d, clock.Now), roles: map[string][]access.Role{
		"T-A2": {access.Teacher}, "T-A14": {access.Teacher}, "T-A13": {access.Teacher}, "SMU-A3": {access.SMUHead}, "DD-A2": {access.Deputy}, "DIR-A": {access.Director},
	}}
	w.auyl()
	w.Site = webtest.New(t, webtest.Config{
		DB: d, Who: w.actor, Wall: clock.Now, Messages: []fs.FS{timetableweb.Messages(), scheduling.Messages, document.Messages(), kinds()},
		Routes: timetableweb.New(timetableweb.Config{
			DB: d, Timetable: w.table, Cover: cover.New(d, w.table, apptest.Keeper(t)), BookingURL: func(e timetable.Entry) string { return "/booked/" + e.About },
		}).Routes(),
	})
	t.Cleanup(func() {
		for _, key := range w.Bundle.Lacking() {
			t.Errorf("message lacking: %s", key)
		}
	})
	return w
}

// auyl brings the school in: staff, bells, lessons, a year, and a meeting of the
// mentor T-A2 with T-A14.
func (w *world) auyl() {
	w.T.Helper()
	s, err := casestudy.Load("A")
	w.OK(err)
	system := access.System(school, "test")
	teachers := schooltest.People{}
	for _, p := range s.Staff {
		teachers[p.Code] = []access.Role{access.Teacher}
	}
	w.Hire(teachers)
	var bells []timetable.BellFacts
	for _, b := range s.Bells {
		bells = append(bells, timetable.BellFacts{Shift: b.Shift, Number: b.Period, StartsAt: b.Starts, EndsAt: b.Ends})
	}
	w.OK(w.table.SaveBells(w.T.Context(), system, timetable.BellChange{From: "2013-09-01", Bells: bells}))
	_, err = w.table.SaveYear(w.T.Context(), system, timetable.YearFacts{
		Label: "2013–2014", Period: calendar.Period{Starts: "2013-09-01", Ends: "2014-05-25"},
		Terms: []calendar.Period{{Starts: "2013-09-01", Ends: "2013-11-03"}, {Starts: "2013-11-11", Ends: "2013-12-29"}},
	})
	w.OK(err)
	var rows []lessonimport.Row
	for i, l := range s.Lessons {
		rows = append(rows, lessonimport.Row{
			Line: i + 2, Teacher: l.Staff, Class: l.Class, Subject: l.Subject, Room: l.Room.KK, Weekday: l.Weekday, Shift: l.Shift, Number: l.Period,
			StartsAt: l.Starts, EndsAt: l.Ends, Group: l.Group,
		})
	}
	_, err = lessonimport.New(w.table).Apply(w.T.Context(), system, lessonimport.Import{Rows: rows, From: "2013-09-01"})
	w.OK(err)
	w.OK(w.table.Do(w.T.Context(), system, func(v verb.Work) error {
		free, err := w.table.SharedSlots(v.Ctx, v.Tx, school, []string{"T-A2", "T-A14"}, "2013-10-01", "2013-10-05")
		if err != nil {
			return err
		}
		_, err = w.table.Book(v, timetable.NewBooking{
			Date: free[0].Date, StartsAt: free[0].StartsAt, EndsAt: free[0].EndsAt, Kind: "mentoring.meeting", About: "secret", Protected: true,
			People: []timetable.Person{{Staff: "T-A2", Part: timetable.Member}, {Staff: "T-A14", Part: timetable.Member}},
		})
		return err
	}))
}

// kinds are the words of an area that books.
func kinds() fs.FS {
	say := func(name string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte(`{"timetable.kind.mentoring.meeting": "` + name + `"}`)}
	}
	return fstest.MapFS{"kk.json": say("Тәлімгерлік кездесуі"), "ru.json": say("Встреча наставника и подопечного"), "en.json": say("Mentoring meeting")}
}

// visitor is somebody who has signed in.
type visitor struct {
	*world
	*webtest.Visitor
	lang i18n.Language
}

func (w *world) as(account string, lang i18n.Language) visitor {
	w.T.Helper()
	return visitor{w, w.Visit(account, lang), lang}
}

// get fetches a page and its number of queries; status 0 is any.
func (v visitor) get(address string, status int) (body string, queries int) {
	v.T.Helper()
	res := v.Send(http.MethodGet, address)
	if status != 0 && res.Code != status {
		v.T.Errorf("%s: %d, want %d", address, res.Code, status)
	}
	queries, _ = strconv.Atoi(res.Header().Get("X-Talim-Queries"))
	return res.Body.String(), queries
}

func (v visitor) post(address string, pairs ...string) (status int, body, to string) {
	v.T.Helper()
	res := v.Send(http.MethodPost, address, pairs...)
	return res.Code, res.Body.String(), res.Header().Get("Location")
}

func TestEveryPageInEveryLanguageForEveryRole(t *testing.T) {
	w := newWorld(t)
	classes, err := timetable.Classes(t.Context(), w.D.Read(), school)
	w.OK(err)
	year, err := timetable.YearOn(t.Context(), w.D.Read(), school, "2013-10-01")
	w.OK(err)
	everybody := []string{
		link.Timetable(""), link.Timetable("2013-11-05"), link.StaffWeek("T-A2", ""), link.ClassWeek(classes[4].ID, ""), link.ClassWeek(classes[4].ID, "2013-07-01"),
		link.RoomWeek("8", ""), link.Whose(), link.FreeTime(""), link.FreeTime("2013-10-07", "T-A2", "T-A14", "SMU-A3"), link.SchoolYear(),
	}
	planners := []string{link.Protected(""), link.Protected("2013-12-01")}
	keepers := []string{link.NewYear(), link.EditYear(year.ID), link.NewHoliday(), link.EditBells(), link.Workload(), link.WorkloadPaper("html")}
	for _, lang := range i18n.Languages {
		for _, who := range []string{"T-A2", "SMU-A3", "DD-A2"} {
			v := w.as(who, lang)
			for _, address := range append(append(append([]string{}, everybody...), planners...), keepers...) {
				want := http.StatusOK
				if who != "DD-A2" && !contains(everybody, address) {
					want = http.StatusForbidden
				}
				body, queries := v.get(address, want)
				if queries > 4 { // the actor is one more in the whole program
					t.Errorf("%s: %d queries", address, queries)
				}
				if !strings.Contains(body, `lang="`+string(lang)) {
					t.Errorf("%s is not in %s", address, lang)
				}
			}
		}
	}
}

func contains(all []string, x string) bool {
	for _, y := range all {
		if x == y {
			return true
		}
	}
	return false
}

func TestUnknownThingsAreNotFound(t *testing.T) {
	v := newWorld(t).as("DD-A2", i18n.English)
	for _, address := range []string{
		link.StaffWeek("nobody", ""), link.ClassWeek("none", ""), "/timetable/room", link.EditYear("none"), "/timetable/workload/paper.exe", "/timetable/workload/other",
	} {
		v.get(address, http.StatusNotFound)
	}
	for _, address := range []string{"/timetable?week=tomorrow", "/timetable?week=0001-01-01", link.FreeTime("x", "nobody")} {
		v.get(address, http.StatusOK)
	}
}

// What a meeting is about is for the two; others see busy, the deputy the kind.
func TestWhoSeesAMeeting(t *testing.T) {
	w := newWorld(t)
	for who, want := range map[string]string{"T-A2": "Mentoring meeting", "T-A14": "Mentoring meeting", "T-A13": "Busy", "SMU-A3": "Busy", "DD-A2": "Mentoring meeting", "DIR-A": "Mentoring meeting"} {
		body, _ := w.as(who, i18n.English).get(link.StaffWeek("T-A2", ""), http.StatusOK)
		in := who == "T-A2" || who == "T-A14"
		if !strings.Contains(body, want) || strings.Contains(body, "secret") != in || !strings.Contains(body, "Who can see this") {
			t.Errorf("%s: sees the meeting as %q: %v, its page: %v", who, want, strings.Contains(body, want), strings.Contains(body, "secret"))
		}
		if want == "Busy" && (strings.Contains(body, "Mentoring meeting") || strings.Contains(body, "T-A14")) {
			t.Errorf("%s learns whom T-A2 meets", who)
		}
	}
}

func TestTheFinderOfSharedTime(t *testing.T) {
	v := newWorld(t).as("T-A2", i18n.Russian)
	body, _ := v.get(link.FreeTime("2013-10-07", "T-A2", "T-A14"), http.StatusOK)
	htmlcheck.Page(t, body,
		htmlcheck.In("h1", htmlcheck.HasText("Общее свободное время")),
		htmlcheck.Has("li.item.free"), htmlcheck.Count("input[name=with]", 2), htmlcheck.Not("option[value=T-A2]"), htmlcheck.Has("option[value=SMU-A3]"),
	)
	none, _ := v.get(link.FreeTime("2013-11-05", "T-A2", "T-A14"), http.StatusOK)
	htmlcheck.Page(t, none, htmlcheck.Not("li.item.free"), htmlcheck.In("div.empty", htmlcheck.HasText("общего свободного времени нет")))
	many := []string{"DD-A1", "DD-A2", "DD-A3", "SMU-A1", "SMU-A2", "SMU-A3", "SMU-A4", "T-A1", "T-A2", "T-A3"}
	v.get(link.FreeTime("2013-10-07", many...), http.StatusOK)
}

func TestTheSchoolYearIsKept(t *testing.T) {
	w := newWorld(t)
	v := w.as("DD-A2", i18n.Kazakh)
	status, body, _ := v.post(link.NewYear(), "label", "2014–2015", "starts", "01.09.2014", "ends", "", "term_starts_1", "2014-09-01", "term_ends_1", "2014-08-01")
	if status != http.StatusUnprocessableEntity {
		t.Errorf("status %d", status)
	}
	htmlcheck.Page(t, body,
		htmlcheck.Has("input[name=label][value=2014–2015]"), htmlcheck.Has("input[name=ends][aria-invalid=true]"), htmlcheck.Has("input[name=term_ends_1][aria-invalid=true]"),
	)
	if status, _, to := v.post(link.NewYear(), "label", "2014–2015", "starts", "01.09.2014", "ends", "25.05.2015"); status != http.StatusSeeOther || to != link.SchoolYear() {
		t.Errorf("%d to %s", status, to)
	}
	if status, _, _ := v.post(link.NewHoliday(), "starts", "2014-03-21", "name_kk", "Наурыз"); status != http.StatusSeeOther {
		t.Errorf("holiday of one day: %d", status)
	}
	if status, body, _ := v.post(link.NewHoliday(), "starts", "2014-03-21"); status != http.StatusUnprocessableEntity || !strings.Contains(body, "2014-03-21") {
		t.Errorf("holiday without a name: %d", status)
	}
	page, _ := v.get(link.SchoolYear(), http.StatusOK)
	htmlcheck.Page(t, page, htmlcheck.In("main", htmlcheck.HasText("Наурыз"), htmlcheck.HasText("1-тоқсан"), htmlcheck.HasText("2-ауысым")))
	remove := htmlcheck.Attr(page, "form.one", "action")
	if status, _, _ := w.as("T-A2", i18n.Kazakh).post(remove); status != http.StatusForbidden {
		t.Errorf("a teacher removes a holiday: %d", status)
	}
	if status, _, _ := v.post(remove); status != http.StatusSeeOther {
		t.Errorf("removed: %d", status)
	}
	if status, _, _ := v.post(remove); status != http.StatusNotFound {
		t.Errorf("removed twice: %d", status)
	}
}

func TestTheBellsAreKept(t *testing.T) {
	w := newWorld(t)
	v := w.as("DIR-A", i18n.English)
	page, _ := v.get(link.EditBells(), http.StatusOK)
	htmlcheck.Page(t, page, htmlcheck.Has("input[name=bell_1_1][value=08:30]"), htmlcheck.Has("input[name=bell_2_3_end][value=16:30]"))
	status, body, _ := v.post(link.EditBells(), "from", "2014-01-13", "bell_1_1", "08:30", "bell_1_1_end", "09:15", "bell_1_2", "09:00", "bell_1_2_end", "9:45")
	if status != http.StatusUnprocessableEntity {
		t.Errorf("overlapping bells: %d", status)
	}
	htmlcheck.Page(t, body, htmlcheck.Has("input[name=bell_1_2][aria-invalid=true]"), htmlcheck.Has("input[name=bell_1_2][value=09:00]"))
	if status, _, _ := v.post(link.EditBells(), "version", "1", "from", "2014-01-13", "bell_1_1", "8:30", "bell_1_1_end", "09:15"); status != http.StatusSeeOther {
		t.Errorf("bells: %d", status)
	}
	bells, err := timetable.Bells(t.Context(), w.D.Read(), school, "2014-01-13")
	if err != nil || len(bells) != 1 {
		t.Errorf("%d bells, %v", len(bells), err)
	}
}

func TestTheWorkloadLeavesAsPaperAndSheet(t *testing.T) {
	v := newWorld(t).as("DIR-A", i18n.Kazakh)
	page, _ := v.get(link.Workload(), http.StatusOK)
	htmlcheck.Page(t, page, htmlcheck.In("main", htmlcheck.HasText("409"), htmlcheck.HasText("Ағылшын тілі"), htmlcheck.HasText("22,72")))
	for format, begins := range map[string]string{"pdf": "%PDF", "docx": "PK", "xlsx": "PK"} {
		body, _ := v.get(link.WorkloadPaper(format), http.StatusOK)
		if !strings.HasPrefix(body, begins) {
			t.Errorf("%s begins with %.10q", format, body)
		}
	}
	russian, _ := v.get(link.With(link.WorkloadPaper("html"), "in", "ru"), http.StatusOK)
	if !strings.Contains(russian, "Учебная нагрузка") || !strings.Contains(russian, "Аульская школа") {
		t.Error("the paper is not in the language asked for")
	}
}
