package timetable

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
)

// loads lays lessons and counts the workload of a day.
func (w world) loads(on calendar.Date, rows ...lessonRow) Workload {
	w.T.Helper()
	w.lessons(rows...)
	load, err := w.WorkloadOn(ctx, w.deputy, on)
	w.OK(err)
	return load
}

// Two groups of a class are two hours, of one teacher or of two; two classes that one
// teacher has together are one hour, and the hour is of the first of them.
func TestWorkloadCountsGroupsAndJointClasses(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "gym", "en1", "en2")
		w.bells()
		group := func(n int, r lessonRow) lessonRow { r.Group = n; return r }
		load := w.loads("2013-10-01",
			row(1, "gym", "5А", "sport", calendar.Monday, 1), row(2, "gym", "6А", "sport", calendar.Monday, 1), // together
			row(3, "gym", "5А", "sport", calendar.Tuesday, 1),
			group(1, row(4, "en1", "5А", "english", calendar.Monday, 2)), group(2, row(5, "en2", "5А", "english", calendar.Monday, 2)),
			row(6, "en1", "6А", "english", calendar.Monday, 3),
		)
		want := map[string]float64{"gym": 2, "en1": 2, "en2": 1}
		got := map[string]float64{}
		for _, p := range load.People {
			got[p.Staff] += p.Hours
		}
		if diff := cmp.Diff(want, got); diff != "" || load.Hours != 5 {
			t.Errorf("%g hours: %s", load.Hours, diff)
		}
		for _, s := range load.Subjects {
			want := SubjectLoad{Subject: s.Subject, Classes: []string{"5А", "6А"}, Hours: 3, Teachers: []string{"en1", "en2"}}
			if s.Subject.EN != "English" {
				want.Hours, want.Teachers = 2, []string{"gym"}
			}
			if diff := cmp.Diff(want, s); diff != "" {
				t.Error(diff)
			}
		}
	})
}

// A lesson counts from its first day to its last, both included.
func TestWorkloadIsOfTheDay(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "one")
		w.bells()
		w.lessons(row(1, "one", "5А", "maths", calendar.Monday, 1))
		w.Exec(`UPDATE lesson SET ends = '2013-12-28'`)
		w.OK(w.layLessons("2013-12-01", row(2, "one", "6А", "maths", calendar.Monday, 2)))
		for on, want := range map[calendar.Date]float64{
			"2013-09-01": 0, "2013-09-02": 1, "2013-11-30": 1, "2013-12-01": 2, "2013-12-28": 2, "2013-12-29": 1,
		} {
			load, err := w.WorkloadOn(ctx, w.deputy, on)
			w.OK(err)
			if load.Hours != want || load.On != on {
				t.Errorf("%s: %g hours, want %g", on, load.Hours, want)
			}
		}
	})
}

// Two teachers of one name are two people, each with all of their hours.
func TestWorkloadTellsNamesakesApart(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "one", "two")
		w.bells()
		w.Exec(`UPDATE staff SET family_name = 'Ахметова', given_name = 'Айгүл', sort_key = 'same' WHERE id IN ('one', 'two')`)
		load := w.loads("2013-10-01",
			row(1, "one", "5А", "maths", calendar.Monday, 1), row(2, "two", "6А", "maths", calendar.Monday, 1),
			row(3, "one", "7А", "maths", calendar.Monday, 2), row(4, "two", "8А", "maths", calendar.Monday, 2),
		)
		want := []PersonLoad{{"one", "Ахметова А.", 2}, {"two", "Ахметова А.", 2}}
		if diff := cmp.Diff(want, load.People); diff != "" {
			t.Error(diff)
		}
	})
}

// Without a rule for the stavka nothing is divided by it.
func TestStavkas(t *testing.T) {
	for _, c := range []struct {
		stavka, hours int
		want          float64
	}{{18, 18, 1}, {18, 27, 1.5}, {24, 18, 0.75}, {0, 18, 0}, {18, 0, 0}} {
		if got := (Workload{StavkaHours: c.stavka}).Stavkas(float64(c.hours)); got != c.want {
			t.Errorf("%d hours of %d are %v stavkas, want %v", c.hours, c.stavka, got, c.want)
		}
	}
}

// A lesson that is over takes no hour away from the one that came in its place.
func TestWorkloadForgetsLessonsThatAreOver(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "one")
		w.bells()
		w.lessons(row(1, "one", "5А", "maths", calendar.Monday, 1))
		w.Exec(`UPDATE lesson SET id = '0', ends = '2013-09-30'`)
		load := w.loads("2013-10-01", row(2, "one", "6А", "maths", calendar.Monday, 1))
		if load.Hours != 1 || len(load.People) != 1 || load.People[0].Hours != 1 {
			t.Errorf("%g hours, %+v", load.Hours, load.People)
		}
	})
}
