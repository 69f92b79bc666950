package lessonimport

import (
	"context"
	"testing"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/casestudy"
	"talim/internal/db"
	"talim/internal/schooltest"
	"talim/internal/timetable"
)

var ctx = context.Background()

const school = schooltest.ID

// world is a school with staff whose id is their code.
type world struct {
	*schooltest.School
	*Service
	deputy access.Actor
}

func newWorld(t *testing.T, d *db.DB, staff ...string) world {
	t.Helper()
	s := schooltest.New(t, d, "2013-09-02T09:00")
	s.Staff(append(staff, "deputy")...)
	return world{School: s, Service: New(timetable.New(d, s.Clock.Now)), deputy: actorOf("deputy", access.Deputy)}
}

func actorOf(staff string, roles ...access.Role) access.Actor {
	return access.Actor{Account: "of " + staff, School: school, Staff: staff, Name: staff, Roles: roles}
}

// bells rings two short shifts that overlap at 13:20, as in Audan.
func (w world) bells() {
	w.T.Helper()
	w.OK(w.timetable.SaveBells(ctx, w.deputy, timetable.BellChange{From: "2013-09-01", Bells: []timetable.BellFacts{
		{Shift: 1, Number: 1, StartsAt: "08:50", EndsAt: "09:35"},
		{Shift: 1, Number: 2, StartsAt: "09:55", EndsAt: "10:40"},
		{Shift: 1, Number: 3, StartsAt: "13:20", EndsAt: "14:05"},
		{Shift: 2, Number: 1, StartsAt: "13:20", EndsAt: "14:05"},
		{Shift: 2, Number: 2, StartsAt: "14:15", EndsAt: "15:00"},
	}}))
}

func row(line int, teacher, class, subject string, day calendar.Weekday, number int) Row {
	return Row{Line: line, Teacher: teacher, Class: class, Subject: subject, Weekday: day, Shift: 1, Number: number, Room: "r"}
}

// lessons imports rows from 2 September.
func (w world) lessons(rows ...Row) Diff {
	w.T.Helper()
	d, err := w.Apply(ctx, w.deputy, Import{Rows: rows, From: "2013-09-02"})
	w.OK(err)
	for _, r := range d.Refused {
		w.T.Errorf("line %d refused: %s %v", r.Line, r.Key, r.Args)
	}
	return d
}

// caseSchool lays staff, bells, classes and subjects of a school of the case
// studies; its lessons are returned as rows.
func (w world) caseSchool(code string) []Row {
	w.T.Helper()
	s, err := casestudy.Load(code)
	w.OK(err)
	for _, p := range s.Staff {
		w.Staff(p.Code)
	}
	var bells []timetable.BellFacts
	for _, b := range s.Bells {
		bells = append(bells, timetable.BellFacts{Shift: b.Shift, Number: b.Period, StartsAt: b.Starts, EndsAt: b.Ends})
	}
	w.OK(w.timetable.SaveBells(ctx, w.deputy, timetable.BellChange{From: "2013-09-01", Bells: bells}))
	var classes []timetable.ClassFacts
	for _, c := range s.Classes {
		classes = append(classes, timetable.ClassFacts{Name: c.Name, Grade: c.Grade, Shift: c.Shift, Language: c.Language, Students: c.Students})
	}
	w.OK(w.timetable.SaveClasses(ctx, w.deputy, classes))
	var subjects []timetable.SubjectFacts
	for _, x := range s.Subjects {
		subjects = append(subjects, timetable.SubjectFacts{Code: x.Code, Name: x.Name})
	}
	w.OK(w.timetable.SaveSubjects(ctx, w.deputy, subjects))
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
