package lessonimport

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/exchange/grid"
	"talim/internal/timetable/timetabletest"
)

// dividing is a school of two mathematicians, a physicist and somebody of two subjects,
// whose fifth class is taught already.
func divided(t *testing.T) world {
	t.Helper()
	w := newWorld(t, apptest.Database(t), "T-1", "T-2", "T-3", "T-4")
	for code, name := range map[string][2]string{"T-1": {"Ким", "Вера"}, "T-2": {"Оспанова", "Айгүл"}, "T-3": {"Ли", "Олег"}, "T-4": {"Ахметов", "Нұрлан"}} {
		w.Exec(`UPDATE staff SET family_name = $2, given_name = $3 WHERE id = $1`, code, name[0], name[1])
	}
	for i, teaches := range [][2]string{{"T-1", "Math"}, {"T-2", "Math"}, {"T-3", "Phys"}, {"T-4", "Chem"}, {"T-4", "Bio"}} {
		w.Exec(`INSERT INTO teaches (school_id, id, staff_id, subject_code, starts, ends) VALUES ($1, $2, $3, $4, '2012-09-01', '9999-12-31')`, school, fmt.Sprint(i), teaches[0], teaches[1])
	}
	w.Bells()
	w.Lessons("2013-09-02", timetabletest.Lesson("T-1", "5A", "Math", calendar.Monday, 1), timetabletest.Lesson("T-4", "6A", "Chem", calendar.Monday, 1), timetabletest.Lesson("T-3", "5A", "Phys", calendar.Monday, 2))
	return w
}

// words are the rows of a division with what was said of its cells.
func words(d Divided) string {
	var out []string
	for _, r := range d.Rows {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%d %s|%s|%s|%s", r.Line, r.Teacher, r.Class, r.Subject, r.Room)))
	}
	for kind, all := range map[string][]Refusal{"refused": d.Refused, "noted": d.Noted} {
		for _, x := range all {
			out = append(out, kind+" "+strings.TrimPrefix(x.Key, "timetable.import."))
		}
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

// A cell that does not name the teacher or the subject has that of the lessons in force, or
// the only one of the school; where there are several, the cell is refused and says so.
func TestDivideCompletesCellsFromWhatTheSchoolKnows(t *testing.T) {
	w := divided(t)
	of := func(whose grid.Whose, name string, lines ...string) grid.Cell {
		return grid.Cell{Place: "sheet B2", Of: whose, Name: name, Lines: lines, Weekday: calendar.Tuesday, Shift: 1, Number: 2}
	}
	for name, c := range map[string]struct {
		cell grid.Cell
		want string
	}{
		"teacher of the class":         {of(grid.Class, "5A", "Математика"), "2 Ким Вера|5A|Математика|, noted teacher_found"},
		"two could teach it":           {of(grid.Class, "6A", "Математика"), "refused teacher_missing"},
		"the only one of the school":   {of(grid.Class, "6A", "Физика"), "2 Ли Олег|6A|Физика|, noted teacher_found"},
		"nobody teaches it":            {of(grid.Class, "6A", "Музыка"), "refused teacher_missing"},
		"named in the cell":            {of(grid.Class, "6A", "Математика", "Оспанова А."), "2 Оспанова А.|6A|Математика|"},
		"subject of the teacher":       {of(grid.Teacher, "Ли Олег", "6A"), "2 Ли Олег|6A|Phys|, noted subject_found"},
		"subject of the class":         {of(grid.Teacher, "Ахметов Нұрлан", "6A"), "2 Ахметов Нұрлан|6A|Chem|, noted subject_found"},
		"two subjects, another class":  {of(grid.Teacher, "Ахметов Нұрлан", "5A"), "refused subject_missing"},
		"who is unknown is said later": {of(grid.Teacher, "Смит Джон", "5A"), "2 Смит Джон|5A||"},
	} {
		d, err := Divide(ctx, w.D.Read(), school, "2013-09-02", []grid.Cell{c.cell})
		if w.OK(err); words(d) != c.want {
			t.Errorf("%s: %s, want %s", name, words(d), c.want)
		}
	}
}

// Each row says from which cell it is and where that lies in the week; a cell whose place
// is not certain is refused.
func TestDivideKeepsThePlaceOfACell(t *testing.T) {
	w := divided(t)
	lost := grid.Cell{Place: "sheet C3", Of: grid.Class, Name: "5A", Lines: []string{"Математика"}}
	lost.Wrong.Key = "exchange.grid.no_day"
	d, err := Divide(ctx, w.D.Read(), school, "2013-09-02", []grid.Cell{
		lost,
		{Place: "sheet B2", Of: grid.Class, Name: "5A", Lines: []string{"Физика"}, Weekday: calendar.Friday, Shift: 2, Number: -1, StartsAt: "14:15", EndsAt: "15:00", Week: 2},
	})
	w.OK(err)
	if len(d.Refused) != 1 || d.Refused[0].Line != 2 || d.Refused[0].Key != "exchange.grid.no_day" {
		t.Errorf("refused %+v", d.Refused)
	}
	want := Row{Line: 3, Place: "sheet B2", Teacher: "Ли Олег", Class: "5A", Subject: "Физика", Weekday: calendar.Friday, Shift: 2, Number: 0, StartsAt: "14:15", EndsAt: "15:00", Turn: 2}
	if len(d.Rows) != 1 || d.Rows[0] != want {
		t.Errorf("%+v, want %+v", d.Rows, want)
	}
	if none, err := Divide(ctx, w.D.Read(), "audan", "2013-09-02", []grid.Cell{{Of: grid.Class, Name: "5A", Lines: []string{"Физика"}}}); err != nil || len(none.Rows) != 0 || len(none.Refused) != 1 {
		t.Errorf("another school takes a teacher from this one: %+v, %v", none, err)
	}
}
