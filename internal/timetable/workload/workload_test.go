package workload

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/schooltest"
	"talim/internal/timetable"
	"talim/internal/timetable/timetabletest"
)

var ctx = context.Background()

// on counts the workload of a day as the deputy does.
func on(s timetabletest.School, day calendar.Date) Table {
	s.T.Helper()
	load, err := On(ctx, s.D.Read(), s.Deputy, day)
	s.OK(err)
	return load
}

// Two groups of a class are two hours, of one teacher or of two; two classes that one
// teacher has together are one hour, and the hour is of the first of them.
func TestWorkloadCountsGroupsAndJointClasses(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := timetabletest.New(t, d, "gym", "en1", "en2")
		w.Bells()
		group := func(n int, r timetable.Content) timetable.Content { r.Group = n; return r }
		w.Lessons("2013-09-02",
			timetabletest.Lesson("gym", "5А", "sport", calendar.Monday, 1), timetabletest.Lesson("gym", "6А", "sport", calendar.Monday, 1), // together
			timetabletest.Lesson("gym", "5А", "sport", calendar.Tuesday, 1),
			group(1, timetabletest.Lesson("en1", "5А", "english", calendar.Monday, 2)), group(2, timetabletest.Lesson("en2", "5А", "english", calendar.Monday, 2)),
			timetabletest.Lesson("en1", "6А", "english", calendar.Monday, 3),
		)
		load := on(w, "2013-10-01")
		want := map[string]float64{"gym": 2, "en1": 2, "en2": 1}
		got := map[string]float64{}
		for _, p := range load.People {
			got[p.Staff] += p.Hours
		}
		if diff := cmp.Diff(want, got); diff != "" || load.Hours != 5 {
			t.Errorf("%g hours: %s", load.Hours, diff)
		}
		for _, s := range load.Subjects {
			want := Subject{Subject: s.Subject, Classes: []string{"5А", "6А"}, Hours: 3, Teachers: []string{"en1", "en2"}}
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
		w := timetabletest.New(t, d, "one")
		w.Bells()
		w.Lessons("2013-09-02", timetabletest.Lesson("one", "5А", "maths", calendar.Monday, 1))
		w.Exec(`UPDATE lesson SET ends = '2013-12-28'`)
		w.Lessons("2013-12-01", timetabletest.Lesson("one", "6А", "maths", calendar.Monday, 2))
		for day, want := range map[calendar.Date]float64{
			"2013-09-01": 0, "2013-09-02": 1, "2013-11-30": 1, "2013-12-01": 2, "2013-12-28": 2, "2013-12-29": 1,
		} {
			load := on(w, day)
			if load.Hours != want || load.On != day {
				t.Errorf("%s: %g hours, want %g", day, load.Hours, want)
			}
		}
	})
}

// Two teachers of one name are two people, each with all of their hours.
func TestWorkloadTellsNamesakesApart(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := timetabletest.New(t, d, "one", "two")
		w.Bells()
		w.Exec(`UPDATE staff SET family_name = 'Ахметова', given_name = 'Айгүл', sort_key = 'same' WHERE id IN ('one', 'two')`)
		w.Lessons("2013-09-02",
			timetabletest.Lesson("one", "5А", "maths", calendar.Monday, 1), timetabletest.Lesson("two", "6А", "maths", calendar.Monday, 1),
			timetabletest.Lesson("one", "7А", "maths", calendar.Monday, 2), timetabletest.Lesson("two", "8А", "maths", calendar.Monday, 2),
		)
		load := on(w, "2013-10-01")
		want := []Person{{"one", "Ахметова А.", 2}, {"two", "Ахметова А.", 2}}
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
		if got := (Table{StavkaHours: c.stavka}).Stavkas(float64(c.hours)); got != c.want {
			t.Errorf("%d hours of %d are %v stavkas, want %v", c.hours, c.stavka, got, c.want)
		}
	}
}

// A lesson that is over takes no hour away from the one that came in its place.
func TestWorkloadForgetsLessonsThatAreOver(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := timetabletest.New(t, d, "one")
		w.Bells()
		w.Lessons("2013-09-02", timetabletest.Lesson("one", "5А", "maths", calendar.Monday, 1))
		w.Exec(`UPDATE lesson SET id = '0', ends = '2013-09-30'`)
		w.Lessons("2013-09-02", timetabletest.Lesson("one", "6А", "maths", calendar.Monday, 1))
		load := on(w, "2013-10-01")
		if load.Hours != 1 || len(load.People) != 1 || load.People[0].Hours != 1 {
			t.Errorf("%g hours, %+v", load.Hours, load.People)
		}
	})
}

// The printed table of Auyl (Appendix N) says 35 hours of mathematics in grades 5
// to 11; ours also counts the primary classes.
func TestWorkloadOfAuyl(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := timetabletest.New(t, d)
		w.Lessons("2013-09-02", timetabletest.Taught(w.Study("A"))...)
		load := on(w, "2013-10-01")
		if load.Hours != 409 || load.StavkaHours != 18 || len(load.People) != 39 || load.Stavkas(9) != 0.5 {
			t.Errorf("%g hours, stavka of %d, %d people", load.Hours, load.StavkaHours, len(load.People))
		}
		for _, s := range load.Subjects {
			if s.Subject.EN == "English" {
				want := Subject{
					Subject: s.Subject, Classes: []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"}, Hours: 44,
					Teachers: []string{"Auyl-English-1", "T-A15"},
				}
				if diff := cmp.Diff(want, s); diff != "" {
					t.Error(diff)
				}
			}
		}
		for _, actor := range []access.Actor{schooltest.Actor(schooltest.ID, "T-A15", access.Teacher), schooltest.Actor(schooltest.ID, "SMU-A3", access.SMUHead), schooltest.Actor(schooltest.ID, "x", access.Coordinator)} {
			if _, err := On(ctx, d.Read(), actor, "2013-10-01"); !fault.Is(err, fault.KindForbidden) {
				t.Errorf("%v saw everybody's hours: %v", actor.Roles, err)
			}
		}
	})
}

// A lesson of every other week is half an hour.
func TestWorkloadHeedsTurns(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := timetabletest.New(t, d, "one", "two", "three")
		w.Bells()
		w.Year()
		first, second := timetabletest.Lesson("one", "5А", "maths", calendar.Monday, 1), timetabletest.Lesson("two", "5А", "physics", calendar.Monday, 1)
		first.Turn, second.Turn = timetable.FirstWeek, timetable.SecondWeek
		w.Lessons("2013-09-02", first, second, timetabletest.Lesson("three", "6А", "maths", calendar.Monday, 2))
		if load := on(w, "2013-10-01"); load.Hours != 2 {
			t.Errorf("%g hours, want 2", load.Hours)
		}
	})
}
