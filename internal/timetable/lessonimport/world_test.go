package lessonimport

import (
	"context"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/casestudy"
	"talim/internal/db"
	"talim/internal/i18n"
	"talim/internal/timetable"
)

var ctx = context.Background()

const school = "auyl"

// world is a school with staff whose id is their code.
type world struct {
	*Service
	t      *testing.T
	d      *db.DB
	deputy access.Actor
}

func newWorld(t *testing.T, d *db.DB, staff ...string) world {
	t.Helper()
	clock := apptest.ClockAt("2013-09-02T09:00")
	w := world{Service: New(timetable.New(d, clock.Now)), t: t, d: d, deputy: actorOf("deputy", access.Deputy)}
	w.exec(`INSERT INTO organisation (id, parent_id, kind, code, name_kk, name_ru, name_en, address_kk, address_ru, timezone, languages, created_at)
VALUES ($1, '', 'school', $1, $1, $1, $1, '', '', 'Asia/Almaty', 'kk', '')`, school)
	for _, code := range append(staff, "deputy") {
		w.person(code)
	}
	return w
}

func actorOf(staff string, roles ...access.Role) access.Actor {
	return access.Actor{Account: "of " + staff, School: school, Staff: staff, Name: staff, Roles: roles}
}

func (w world) person(code string) {
	w.t.Helper()
	w.exec(`INSERT INTO staff (school_id, id, code, family_name, given_name, patronymic, name_fold, sort_key, phone, email, created_at)
VALUES ($1, $2, $2, '', '', '', $2, $3, '', '', '')`, school, code, i18n.SortKey(code))
}

func (w world) exec(query string, args ...any) {
	w.t.Helper()
	w.ok(w.d.Tx(ctx, func(ctx context.Context, tx db.Conn) error { _, err := db.Exec(ctx, tx, query, args...); return err }))
}

func (w world) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w world) count(query string, args ...any) int {
	w.t.Helper()
	n, err := db.One[int](ctx, w.d.Read(), query, args...)
	w.ok(err)
	return n
}

// bells rings two short shifts that overlap at 13:20, as in Audan.
func (w world) bells() {
	w.t.Helper()
	w.ok(w.timetable.SaveBells(ctx, w.deputy, "2013-09-01", []timetable.BellFacts{
		{Shift: 1, Number: 1, StartsAt: "08:50", EndsAt: "09:35"},
		{Shift: 1, Number: 2, StartsAt: "09:55", EndsAt: "10:40"},
		{Shift: 1, Number: 3, StartsAt: "13:20", EndsAt: "14:05"},
		{Shift: 2, Number: 1, StartsAt: "13:20", EndsAt: "14:05"},
		{Shift: 2, Number: 2, StartsAt: "14:15", EndsAt: "15:00"},
	}))
}

func row(line int, teacher, class, subject string, day calendar.Weekday, number int) Row {
	return Row{Line: line, Teacher: teacher, Class: class, Subject: subject, Weekday: day, Shift: 1, Number: number, Room: "r"}
}

// lessons imports rows from 2 September.
func (w world) lessons(rows ...Row) Diff {
	w.t.Helper()
	d, err := w.Apply(ctx, w.deputy, Import{Rows: rows, From: "2013-09-02"})
	w.ok(err)
	for _, r := range d.Refused {
		w.t.Errorf("line %d refused: %s %v", r.Line, r.Key, r.Args)
	}
	return d
}

// caseSchool lays staff, bells, classes and subjects of a school of the case
// studies; its lessons are returned as rows.
func (w world) caseSchool(code string) []Row {
	w.t.Helper()
	s, err := casestudy.Load(code)
	w.ok(err)
	for _, p := range s.Staff {
		w.person(p.Code)
	}
	var bells []timetable.BellFacts
	for _, b := range s.Bells {
		bells = append(bells, timetable.BellFacts{Shift: b.Shift, Number: b.Period, StartsAt: b.Starts, EndsAt: b.Ends})
	}
	w.ok(w.timetable.SaveBells(ctx, w.deputy, "2013-09-01", bells))
	var classes []timetable.ClassFacts
	for _, c := range s.Classes {
		classes = append(classes, timetable.ClassFacts{Name: c.Name, Grade: c.Grade, Shift: c.Shift, Language: c.Language, Students: c.Students})
	}
	w.ok(w.timetable.SaveClasses(ctx, w.deputy, classes))
	var subjects []timetable.SubjectFacts
	for _, x := range s.Subjects {
		subjects = append(subjects, timetable.SubjectFacts{Code: x.Code, Name: x.Name})
	}
	w.ok(w.timetable.SaveSubjects(ctx, w.deputy, subjects))
	return caseRows(s)
}

func caseRows(s casestudy.School) []Row {
	rows := make([]Row, len(s.Lessons))
	for i, l := range s.Lessons {
		rows[i] = Row{
			Line: i + 2, Teacher: l.Staff, Class: l.Class, Subject: l.Subject, Room: l.Room.KK, Weekday: l.Weekday,
			Shift: l.Shift, Number: l.Period, StartsAt: l.Starts, EndsAt: l.Ends, Group: l.Group,
		}
	}
	return rows
}
