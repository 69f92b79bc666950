package intake

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/exchange/grid"
)

const eight = `Фамилия;Имя;Отчество;Должность
Ахметова;Гүлнар;Серікқызы;Учитель
Иванова;Анна;Павловна;Учитель
Семёнов;Пётр;Алексеевич;Учитель
Ким;Вера;Николаевна;Учитель
Нұрланов;Асқар;Бекұлы;Учитель
Юсупова;Лейла;;Учитель
`

// Timetables as schools write them by hand, each of one peculiarity: how many lessons
// are taken, and what one of them is.
func TestTimetablesAsPeopleWriteThem(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.bring(Staff, []byte(eight))
		for i, from := range []string{"08:00-08:45", "08:50-09:35", "09:40-10:25", "10:35-11:20"} {
			starts, ends, _ := strings.Cut(from, "-")
			w.exec(`INSERT INTO bell (school_id, id, shift, period, starts_at, ends_at, starts, ends) VALUES ($1, $2, 1, $3, $4, $5, '2013-09-01', '9999-12-31')`,
				school, from, i+1, starts, ends)
		}
		for file, want := range map[string]struct {
			lessons int
			like    string // of one lesson: family name, class, weekday, beginning
		}{
			"timetable_class_word.csv":        {3, "Иванова 5А 3 08:00"},
			"timetable_fill_down.csv":         {2, "Иванова 6А 1 08:50"},
			"timetable_groups_words.csv":      {2, "Ким 5А 1 08:50"},
			"timetable_names_dots.csv":        {4, "Юсупова 8А 1 10:35"},
			"timetable_split_no_group.csv":    {2, "Иванова 5А 1 08:00"},
			"timetable_subject_short.csv":     {2, "Ким 6А 1 08:00"},
			"timetable_times_am_pm.csv":       {2, "Ким 6А 2 13:30"},
			"timetable_two_classes_cell.csv":  {2, "Нұрланов 7Б 4 09:40"},
			"timetable_two_teachers_cell.csv": {2, "Семёнов 5А 1 08:00"},
			"timetable_words.csv":             {4, "Иванова 8А 5 10:35"},
			"timetable_time_range.xlsx":       {2, "Иванова 6А 2 08:50"},
			"timetable_datetime_times.xlsx":   {1, "Иванова 5А 1 08:00"},
		} {
			content, err := os.ReadFile(filepath.Join("testdata", file))
			w.ok(err)
			r := w.bring(Timetable, content)
			found := w.count(`SELECT COUNT(*) FROM lesson l JOIN staff s ON s.school_id = l.school_id AND s.id = l.staff_id
JOIN class_group c ON c.school_id = l.school_id AND c.id = l.class_id
WHERE s.family_name || ' ' || c.name || ' ' || l.weekday || ' ' || l.starts_at = $1`, want.like)
			if r.Added != want.lessons || len(r.Refused) > 0 || found != 1 {
				t.Errorf("%s: added %d, refused %v, %d lessons %q", file, r.Added, r.Refused, found, want.like)
			}
			w.exec(`DELETE FROM lesson`)
		}
	})
}

// Grids give the lessons that stand in their cells.
func TestGridsAreRead(t *testing.T) {
	for file, want := range map[string]struct {
		cells int
		first string
	}{
		"grid_classes_in_columns.xlsx": {20, "Sheet!C5"},
		"grid_teachers_in_rows.xlsx":   {5, "Sheet!B4"},
	} {
		content, err := os.ReadFile(filepath.Join("testdata", file))
		if err != nil {
			t.Fatal(err)
		}
		read, err := readSource(t.Context(), Timetable, content)
		if err != nil || len(read.grid) != want.cells || !slices.ContainsFunc(read.grid, func(c grid.Cell) bool { return c.Place == want.first }) {
			t.Errorf("%s: %+v, %v", file, read.grid, err)
		}
	}
}

// Neither a vacancy nor somebody of whose lessons none is taken joins the staff.
func TestWhoDoesNotJoin(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		for _, file := range []string{"asc_add_vacancy.xml", "fet_join_no_bells.fet"} {
			path := filepath.Join("..", "exchange", "testdata", "cases", file)
			r, err := Run(ctx, w.Service, Timetable, "A", path, RunOptions{Apply: true, Choice: Choice{AddTeachers: true}})
			w.ok(err)
			if r.Joined != 0 || w.count(`SELECT COUNT(*) FROM staff`) != 0 {
				t.Errorf("%s: %+v", file, r)
			}
		}
		r, err := Run(ctx, w.Service, Timetable, "A", "../exchange/testdata/cases/asc_add_capitals.xml", RunOptions{Apply: true, Choice: Choice{AddTeachers: true}})
		w.ok(err)
		if r.Joined != 1 || r.Added != 1 || w.count(`SELECT COUNT(*) FROM staff WHERE family_name = 'Садыкова-Пак'`) != 1 {
			t.Errorf("%+v", r)
		}
	})
}
