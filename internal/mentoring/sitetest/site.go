// Package sitetest asks the pages of mentoring as a browser does, for tests: Site is the
// whole program with a small school, Pair a pair at work with the pages of mentoring.
package sitetest

import (
	"context"
	"testing"

	"talim/internal/access"
	"talim/internal/app"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/i18n"
	"talim/internal/timetable"
	"talim/internal/timetable/lessonimport"
	"talim/internal/web/webtest"
)

var ctx = context.Background()

// Site is the whole program with a small school on 2 September 2013, and a
// deputy of another school. The id of each person is the code, that of the
// account "of CODE"; the page of the demo signs them in.
type Site struct {
	*testing.T
	App  *app.App
	Year string // id of the school year
}

// NewSite opens it.
func NewSite(t *testing.T) *Site {
	t.Helper()
	a, err := app.New(ctx, app.Config{Database: apptest.SQLite(t), Demo: true, Debug: true, Now: apptest.ClockAt("2026-11-21T12:00").Now})
	if err != nil {
		t.Fatal(err)
	}
	w := &Site{T: t, App: a}
	t.Cleanup(func() {
		for _, key := range a.Lacking() {
			t.Errorf("message lacking: %s", key)
		}
		w.OK(a.Close())
	})
	w.School("A")
	w.School("B")
	w.Person("A", "DIR-A", access.Director, 15, "highest")
	w.Person("A", "DD-A2", access.Deputy, 10, "first")
	w.Person("A", "SMU-A3", access.SMUHead, 20, "second")
	w.Person("A", "T-A2", access.Teacher, 29, "first")
	w.Person("A", "T-A14", access.Teacher, 2, "none")
	w.Person("A", "T-A16", access.Teacher, 0, "none")
	w.Person("A", "T-A13", access.Teacher, 8, "second")
	w.Person("B", "DD-B1", access.Deputy, 10, "first")
	w.week()
	return w
}

// OK wants no error.
func (w *Site) OK(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// Exec changes the database behind the back of the program.
func (w *Site) Exec(query string, args ...any) {
	w.Helper()
	w.OK(w.App.DB().Tx(ctx, func(ctx context.Context, tx db.Conn) error { _, err := db.Exec(ctx, tx, query, args...); return err }))
}

// School opens a school.
func (w *Site) School(code string) {
	w.Helper()
	w.Exec(`INSERT INTO organisation (id, parent_id, kind, code, name_kk, name_ru, name_en, address_kk, address_ru, timezone, languages, created_at)
VALUES ($1, '', 'school', $1, 'Ауыл мектебі', 'Школа Ауыл', 'Auyl School', '', '', 'Asia/Almaty', 'kk', '')`, code)
}

// Person gives a school somebody with a post and an account.
func (w *Site) Person(school, code string, role access.Role, years int, category string) {
	w.Helper()
	w.Exec(`INSERT INTO staff (school_id, id, code, family_name, given_name, patronymic, name_fold, sort_key, phone, email, created_at)
VALUES ($1, $2, $2, '', '', '', $2, $3, '', '', '')`, school, code, i18n.SortKey(code))
	unit := map[bool]string{true: "unit"}[role == access.SMUHead]
	w.Exec(`INSERT INTO post (school_id, id, staff_id, role, unit_id, area_kk, area_ru, area_en, starts, ends, order_no, order_date)
VALUES ($1, $2, $2, $3, $4, '', '', '', '2012-09-01', '9999-12-31', '', '')`, school, code, role, unit)
	w.Exec(`INSERT INTO staff_private (school_id, id, staff_id, study_route, birth_year, age_recorded, years_experience, months_taught,
coe_level, category, gender, recorded_on, starts, ends)
VALUES ($1, $2, $2, '', -1, -1, $3, -1, '', $4, '', '2013-09-01', '2012-09-01', '9999-12-31')`, school, code, years, category)
	w.Exec(`INSERT INTO account (school_id, id, staff_id, login, password_hash, code_hash, code_expires, language, theme, disabled_at, last_sign_in, created_at)
VALUES ($1, $2, $3, $3, '', '', '', '', '', '', '', '')`, school, "of "+code, code)
	_, err := w.App.Accept(ctx)
	w.OK(err)
}

// week gives the school a year, four bells and some lessons.
func (w *Site) week() {
	w.Helper()
	system, table := access.System("A", "test"), w.App.Services().Timetable
	year, err := table.SaveYear(ctx, system, timetable.YearFacts{Label: "2013-2014", Period: calendar.Period{Starts: "2013-09-01", Ends: "2014-05-25"}})
	w.OK(err)
	w.Year = year.ID
	w.OK(table.SaveBells(ctx, system, timetable.BellChange{From: "2013-09-01", Bells: []timetable.BellFacts{
		{Shift: 1, Number: 1, StartsAt: "08:30", EndsAt: "09:15"},
		{Shift: 1, Number: 2, StartsAt: "09:20", EndsAt: "10:05"},
		{Shift: 1, Number: 3, StartsAt: "10:15", EndsAt: "11:00"},
		{Shift: 1, Number: 4, StartsAt: "11:05", EndsAt: "11:50"},
	}}))
	var rows []lessonimport.Row
	for i, staff := range []string{"T-A2", "T-A14", "T-A16"} {
		for _, day := range []calendar.Weekday{calendar.Monday, calendar.Wednesday, calendar.Friday} {
			rows = append(rows, lessonimport.Row{
				Line: len(rows) + 1, Teacher: staff, Class: "5" + string(rune('A'+i)), Subject: "Math", Room: "1", Weekday: day, Shift: 1, Number: i + 1,
			})
		}
	}
	_, err = lessonimport.New(table).Apply(ctx, system, lessonimport.Import{Rows: rows, From: "2013-09-01"})
	w.OK(err)
}

// Text reads one text of the database.
func (w *Site) Text(query string, args ...any) string {
	w.Helper()
	s, err := db.One[string](ctx, w.App.DB().Read(), query, args...)
	w.OK(err)
	return s
}

// Visitor is somebody at the computer, who reads in a language.
type Visitor struct {
	*Site
	*webtest.Visitor
}

// maxQueries is what a page of the whole program may ask.
const maxQueries = 5

// As signs somebody in; "" is a stranger.
func (w *Site) As(code string, lang i18n.Language) *Visitor {
	w.Helper()
	v := &Visitor{w, webtest.Visit(w.T, w.App.Handler(), lang)}
	v.MaxQueries = maxQueries
	if code != "" {
		v.Do("/demo", "account", "of "+code)
	}
	return v
}

// Attacker asks the pages as those who are named, who have signed in before.
func (w *Site) Attacker(codes ...string) webtest.Attacker {
	w.Helper()
	there := map[string]*webtest.Visitor{}
	for _, code := range codes {
		for _, lang := range i18n.Languages {
			there[code+string(lang)] = w.As(code, lang).Visitor
		}
	}
	return webtest.Attacker{T: w.T, D: w.App.DB(), Visit: func(code string, lang i18n.Language) *webtest.Visitor { return there[code+string(lang)] }}
}
