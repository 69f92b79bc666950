package lessonimport

import (
	"slices"
	"testing"

	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/timetable"
)

func at(shift, number int, starts, ends calendar.Clock) timetable.BellFacts {
	return timetable.BellFacts{Shift: shift, Number: number, StartsAt: starts, EndsAt: ends}
}

// rowsAt are rows that give these times, each as often as it stands there.
func rowsAt(times ...timetable.BellFacts) []Row {
	var rows []Row
	for i, b := range times {
		rows = append(rows, Row{Line: i + 2, Shift: b.Shift, Number: b.Number, StartsAt: b.StartsAt, EndsAt: b.EndsAt})
	}
	return rows
}

func TestBellsOfRows(t *testing.T) {
	first, second, third := at(1, 1, "08:00", "08:45"), at(1, 2, "08:50", "09:35"), at(1, 3, "09:40", "10:25")
	open := func(b timetable.BellFacts) timetable.BellFacts { b.Shift = 0; return b }
	bare := func(b timetable.BellFacts) timetable.BellFacts { b.Shift, b.Number = 0, 0; return b }
	for name, test := range map[string]struct {
		times []timetable.BellFacts
		want  []timetable.BellFacts
	}{
		"numbers and times":                   {[]timetable.BellFacts{open(second), open(first), open(second)}, []timetable.BellFacts{first, second}},
		"times alone are numbered in order":   {[]timetable.BellFacts{bare(third), bare(first), bare(second)}, []timetable.BellFacts{first, second, third}},
		"the most frequent time counts":       {[]timetable.BellFacts{open(first), at(0, 1, "08:00", "08:35"), open(first)}, []timetable.BellFacts{first}},
		"a short Saturday is no other shift":  {[]timetable.BellFacts{open(third), open(third), at(0, 3, "09:20", "09:55")}, []timetable.BellFacts{third}},
		"the same number in the afternoon is": {[]timetable.BellFacts{open(first), at(0, 1, "13:20", "14:05")}, []timetable.BellFacts{first, at(2, 1, "13:20", "14:05")}},
		"shifts of the file stand":            {[]timetable.BellFacts{first, at(2, 1, "08:20", "09:05")}, []timetable.BellFacts{first, at(2, 1, "08:20", "09:05")}},
		"no overlap in a shift":               {[]timetable.BellFacts{open(first), open(first), at(0, 2, "08:40", "09:25")}, []timetable.BellFacts{first}},
		"no disorder in a shift":              {[]timetable.BellFacts{open(second), open(second), at(0, 3, "08:00", "08:45")}, []timetable.BellFacts{second}},
		"nothing but whole times":             {[]timetable.BellFacts{at(0, 1, "08:00", ""), at(0, 2, "09:35", "08:50"), at(0, 3, "", "10:00")}, nil},
		"nothing beyond what a day holds":     {[]timetable.BellFacts{open(first), at(0, 13, "20:00", "20:45"), at(4, 2, "08:50", "09:35")}, []timetable.BellFacts{first}},
	} {
		if got := bellsOf(rowsAt(test.times...)); !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}

// A school that enters nothing by hand has bells after its first timetable, and so
// free hours; its own bells are never touched.
func TestImportBringsFirstBells(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "T-1")
		in := Import{From: "2013-09-02", Rows: []Row{
			{Line: 2, Teacher: "T-1", Class: "5А", Subject: "Физика", Weekday: calendar.Monday, StartsAt: "08:00", EndsAt: "08:45"},
			{Line: 3, Teacher: "T-1", Class: "6А", Subject: "Физика", Weekday: calendar.Monday, StartsAt: "08:55", EndsAt: "09:40"},
		}}
		shown, err := w.Compare(ctx, w.deputy, in)
		w.OK(err)
		want := []timetable.BellFacts{at(1, 1, "08:00", "08:45"), at(1, 2, "08:55", "09:40")}
		if !slices.Equal(shown.Bells, want) || shown.Silent || len(w.ring("2013-09-02")) != 0 {
			t.Fatalf("shown %v, silent %v", shown.Bells, shown.Silent)
		}
		in.Expect = shown.Fingerprint()
		_, err = w.Apply(ctx, w.deputy, in)
		w.OK(err)
		if got := w.ring("2013-09-02"); !slices.Equal(got, want) {
			t.Errorf("bells %v, want %v", got, want)
		}
		lessons, err := timetable.LessonsInForce(ctx, w.timetable.Read(), school, in.From)
		w.OK(err)
		if len(lessons) != 2 || lessons[1].Number != 2 || lessons[1].Shift != 1 {
			t.Errorf("the lessons are numbered by the bells: %+v", lessons)
		}
		in.Expect, in.Rows[1].StartsAt, in.Rows[1].EndsAt = "", "09:00", "09:45"
		again, err := w.Apply(ctx, w.deputy, in)
		w.OK(err)
		if got := w.ring("2013-09-02"); len(again.Bells) != 0 || !slices.Equal(got, want) {
			t.Errorf("the bells of the school changed to %v", got)
		}
	})
}

// Bells that begin later are bells; a file without times, or of which nothing is taken, gives none.
func TestImportLeavesBellsAlone(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "T-1")
		row := Row{Line: 2, Teacher: "nobody", Class: "5А", Subject: "Физика", Weekday: calendar.Monday, StartsAt: "08:00", EndsAt: "08:45"}
		diff, err := w.Apply(ctx, w.deputy, Import{From: "2013-09-02", Rows: []Row{row}})
		w.OK(err)
		if len(diff.Bells) != 0 || !diff.Silent || len(w.ring("2013-09-02")) != 0 {
			t.Errorf("bells of a file of which nothing is taken: %v", diff.Bells)
		}
		w.OK(w.timetable.SaveBells(ctx, w.deputy, timetable.BellChange{From: "2013-10-01", Bells: []timetable.BellFacts{at(1, 1, "09:00", "09:45")}}))
		row.Teacher = "T-1"
		diff, err = w.Apply(ctx, w.deputy, Import{From: "2013-09-02", Rows: []Row{row}})
		w.OK(err)
		if len(diff.Bells) != 0 || diff.Silent || len(w.ring("2013-09-02")) != 0 {
			t.Errorf("bells beside those that begin later: %v", diff.Bells)
		}
	})
}

// ring gives the bells in force on a day.
func (w world) ring(on calendar.Date) []timetable.BellFacts {
	w.T.Helper()
	bells, err := timetable.Bells(ctx, w.timetable.Read(), school, on)
	w.OK(err)
	var facts []timetable.BellFacts
	for _, b := range bells {
		facts = append(facts, timetable.BellFacts{Shift: b.Shift, Number: b.Number, StartsAt: b.StartsAt, EndsAt: b.EndsAt})
	}
	return facts
}
