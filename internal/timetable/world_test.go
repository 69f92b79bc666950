package timetable

import (
	"context"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/casestudy"
	"talim/internal/db"
	"talim/internal/i18n"
	"talim/internal/verb"
)

var ctx = context.Background()

// world is a school with staff whose id is their code in lower case.
type world struct {
	*Service
	t      *testing.T
	d      *db.DB
	clock  *apptest.Clock
	deputy access.Actor
}

const school = "auyl"

func newWorld(t *testing.T, d *db.DB, staff ...string) world {
	t.Helper()
	clock := apptest.ClockAt("2013-09-02T09:00")
	w := world{
		Service: New(d, clock.Now), t: t, d: d, clock: clock,
		deputy: access.Actor{Account: "a", School: school, Staff: "deputy", Name: "Deputy", Roles: []access.Role{access.Deputy}},
	}
	w.organisation(school)
	for _, code := range append(staff, "deputy") {
		w.person(school, code)
	}
	return w
}

func (w world) organisation(id string) {
	w.t.Helper()
	w.exec(`INSERT INTO organisation (id, parent_id, kind, code, name_kk, name_ru, name_en, address_kk, address_ru, timezone, languages, created_at)
VALUES ($1, '', 'school', $1, $1, $1, $1, '', '', 'Asia/Almaty', 'kk', '')`, id)
}

func (w world) person(school, code string) {
	w.t.Helper()
	w.exec(`INSERT INTO staff (school_id, id, code, family_name, given_name, patronymic, name_fold, sort_key, phone, email, created_at)
VALUES ($1, $2, $2, '', '', '', $2, $3, '', '', '')`, school, code, i18n.SortKey(code))
}

func (w world) exec(query string, args ...any) {
	w.t.Helper()
	if err := w.d.Tx(ctx, func(tx db.Conn) error { _, err := db.Exec(ctx, tx, query, args...); return err }); err != nil {
		w.t.Fatal(err)
	}
}

func (w world) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func actorOf(staff string, roles ...access.Role) access.Actor {
	return access.Actor{Account: "of " + staff, School: school, Staff: staff, Name: staff, Roles: roles}
}

// bells rings two short shifts that overlap at 13:20, as in Audan.
func (w world) bells() {
	w.t.Helper()
	w.ok(w.SaveBells(ctx, w.deputy, "2013-09-01", []BellFacts{
		{1, 1, "08:50", "09:35"},
		{1, 2, "09:55", "10:40"},
		{1, 3, "13:20", "14:05"},
		{2, 1, "13:20", "14:05"},
		{2, 2, "14:15", "15:00"},
	}))
}

// year is 2013-2014 with two terms and a holiday inside the second.
func (w world) year() {
	w.t.Helper()
	_, err := w.SaveYear(ctx, w.deputy, YearFacts{
		Label: "2013-2014", Period: calendar.Period{Starts: "2013-09-01", Ends: "2014-05-25"},
		Terms: []calendar.Period{{Starts: "2013-09-01", Ends: "2013-11-03"}, {Starts: "2013-11-11", Ends: "2013-12-29"}},
	})
	w.ok(err)
	_, err = w.AddHoliday(ctx, w.deputy, HolidayFacts{calendar.Period{Starts: "2013-12-16", Ends: "2013-12-17"}, i18n.Text{KK: "Тәуелсіздік күні"}})
	w.ok(err)
}

func row(line int, teacher, class, subject string, day calendar.Weekday, number int) LessonRow {
	return LessonRow{Line: line, Teacher: teacher, Class: class, Subject: subject, Weekday: day, Shift: 1, Number: number, Room: "r"}
}

// lessons imports rows from 2 September.
func (w world) lessons(rows ...LessonRow) LessonDiff {
	w.t.Helper()
	d, err := w.ApplyLessons(ctx, w.deputy, LessonImport{Rows: rows, From: "2013-09-02"})
	w.ok(err)
	for _, r := range d.Refused {
		w.t.Errorf("line %d refused: %s %v", r.Line, r.Key, r.Args)
	}
	return d
}

// book books as one transaction.
func (w world) book(actor access.Actor, in NewBooking) (Booking, error) {
	var b Booking
	err := w.Do(ctx, actor, func(v verb.Work) (err error) {
		b, err = w.Book(v, in)
		return err
	})
	return b, err
}

func (w world) count(query string, args ...any) int {
	w.t.Helper()
	n, err := db.One[int](ctx, w.d.Read(), query, args...)
	w.ok(err)
	return n
}

// caseSchool lays staff, bells, classes and subjects of a school of the case
// studies; its lessons are returned as rows.
func (w world) caseSchool(code string) []LessonRow {
	w.t.Helper()
	s, err := casestudy.Load(code)
	w.ok(err)
	for _, p := range s.Staff {
		w.person(school, p.Code)
	}
	var bells []BellFacts
	for _, b := range s.Bells {
		bells = append(bells, BellFacts{b.Shift, b.Period, b.Starts, b.Ends})
	}
	w.ok(w.SaveBells(ctx, w.deputy, "2013-09-01", bells))
	var classes []ClassFacts
	for _, c := range s.Classes {
		classes = append(classes, ClassFacts{c.Name, c.Grade, c.Shift, c.Language, c.Students})
	}
	w.ok(w.SaveClasses(ctx, w.deputy, classes))
	var subjects []SubjectFacts
	for _, x := range s.Subjects {
		subjects = append(subjects, SubjectFacts{x.Code, x.Name})
	}
	w.ok(w.SaveSubjects(ctx, w.deputy, subjects))
	return caseRows(s)
}

func caseRows(s casestudy.School) []LessonRow {
	rows := make([]LessonRow, len(s.Lessons))
	for i, l := range s.Lessons {
		rows[i] = LessonRow{
			Line: i + 2, Teacher: l.Staff, Class: l.Class, Subject: l.Subject, Room: l.Room.KK, Weekday: l.Weekday,
			Shift: l.Shift, Number: l.Period, StartsAt: l.Starts, EndsAt: l.Ends, Group: l.Group,
		}
	}
	return rows
}
