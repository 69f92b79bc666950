package intake

import (
	"strings"
	"testing"

	"talim/internal/apptest"
	"talim/internal/db"
)

// A timetable is shown as its file has it: by class, with what stands at one time counted.
func TestWeekOfATimetable(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.two()
		content := strings.Join([]string{
			"учитель,класс,предмет,день,урок,начало,конец,каб",
			"T-1,10А,Физика,вт,2,09:25,10:10,7", "T-1,5А,Физика,пн,1,08:30,09:15,7", "T-1,5 б,Физика,пн,1,08:30,09:15,7",
			"T-2,5А,Химия,пн,1,08:30,09:15,7", "T-2,6А,Химия,пн,2,09:25,10:10,9", "T-2,7А,Труд,пн,2,09:25,10:10,9", "T-2,7А,Труд,нет,2,09:25,10:10,9",
		}, "\n")
		p, err := w.Begin(ctx, w.deputy, Timetable, "f", []byte(content))
		w.ok(err)
		p, err = w.Show(ctx, w.deputy, p.ID)
		w.ok(err)
		if got := strings.Join(p.Week.Classes(), " "); got != "5 б 5А 6А 7А 10А" && got != "5А 5 б 6А 7А 10А" {
			t.Errorf("classes %s", got)
		}
		if p.Week.Divided != 1 || p.Week.TeacherTwice != 1 || p.Week.RoomTwice != 1 || len(p.Week.Lessons) != 6 {
			t.Errorf("%+v", p.Week)
		}
		of := p.Week.Of("5 а")
		if len(of) != 2 || of[0].Subject != "Физика" || of[1].Teacher != "T-2" {
			t.Errorf("%+v", of)
		}
	})
}
