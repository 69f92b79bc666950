package lessonimport

import (
	"context"
	"testing"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/casestudy"
	"talim/internal/db"
	"talim/internal/schooltest"
	"talim/internal/timetable/timetabletest"
)

var ctx = context.Background()

const school = schooltest.ID

// world is a school with staff whose id is their code.
type world struct {
	timetabletest.School
	*Service
	deputy access.Actor
}

func newWorld(t *testing.T, d *db.DB, staff ...string) world {
	t.Helper()
	s := timetabletest.New(t, d, staff...)
	return world{School: s, Service: New(s.Times), deputy: s.Deputy}
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
