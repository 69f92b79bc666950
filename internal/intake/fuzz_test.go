package intake

import (
	"testing"

	"talim/internal/calendar"
	"talim/internal/tabular"
	"talim/internal/timetable"
)

// Whatever stands in a row of a timetable, it is read or refused with its word, and what is
// read is a place in a week.
func FuzzLessonRow(f *testing.F) {
	for _, s := range [][4]string{
		{"пн", "1 урок", "8:00-8:45", "1"}, {"7", "-3", "25:61", "Б"}, {"Понедельник нед. 2", "99999999999999999999", "0.354166", "числитель"}, {"", "", "", ""},
	} {
		f.Add(s[0], s[1], s[2], s[3], "Ахметова/Ким", "7А, 7Б и 8-«Б»", "Физика (чёт.)")
	}
	columns := tabular.Mapping{"day": 0, "period": 1, "start": 2, "week": 3, "teacher": 4, "class": 5, "subject": 6}
	f.Fuzz(func(t *testing.T, day, period, start, week, teacher, class, subject string) {
		row, wrong := lessonRow(tabular.Row{Line: 2, Cells: []string{day, period, start, week, teacher, class, subject}}, columns)
		if wrong != nil {
			return
		}
		if row.Weekday < 0 || row.Weekday > calendar.Sunday || row.Number < 0 || row.Number > 20 || row.Turn < timetable.EveryWeek || row.Turn > timetable.SecondWeek {
			t.Errorf("%+v", row)
		}
		if n := len(lessonsOf(row)); n == 0 || n > (len(teacher)+1)*(len(class)+1) {
			t.Errorf("%d lessons of %q and %q", n, teacher, class)
		}
	})
}
