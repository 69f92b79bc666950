package timetable

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/verb"
)

// A term begins with a first week, whatever came before it; a year without terms, and a
// school without a year, count from the beginning of the school year.
func TestTurnOfADay(t *testing.T) {
	year := SchoolYear{ID: "y", Period: calendar.Period{Starts: "2013-09-01", Ends: "2014-05-25"}}
	terms := []Term{
		{Year: "y", Period: calendar.Period{Starts: "2013-09-02", Ends: "2013-11-03"}}, {Year: "y", Period: calendar.Period{Starts: "2013-11-13", Ends: "2013-12-29"}},
	}
	for _, c := range []struct {
		days Days
		want string // of the days below
	}{
		{Days{years: []SchoolYear{year}, terms: terms}, "1 1 2 1 1 1 2"},
		{Days{years: []SchoolYear{year}}, "2 2 1 2 2 2 1"},
		{Days{}, "2 2 1 2 2 2 1"},
	} {
		var got []string
		for _, day := range []calendar.Date{"2013-09-02", "2013-09-08", "2013-09-09", "2013-10-28", "2013-11-13", "2013-11-16", "2013-11-18"} {
			got = append(got, fmt.Sprint(int(c.days.Turn(day))))
		}
		if all := strings.Join(got, " "); all != c.want {
			t.Errorf("%d years, %d terms: %s, want %s", len(c.days.years), len(c.days.terms), all, c.want)
		}
	}
}

// Two lessons of one hour that take turns are no clash; one of every week is, with both.
func TestLessonsThatTakeTurnsDoNotClash(t *testing.T) {
	at := func(staff, class string, turn Turn) Content {
		return Content{Staff: staff, Class: class, Subject: "s" + class, Weekday: 1, StartsAt: "08:00", EndsAt: "08:45", Turn: turn}
	}
	for _, c := range []struct {
		a, b Content
		want bool
	}{
		{at("a", "5", FirstWeek), at("a", "6", SecondWeek), false},
		{at("a", "5", FirstWeek), at("a", "6", FirstWeek), true},
		{at("a", "5", EveryWeek), at("a", "6", SecondWeek), true},
		{at("a", "5", FirstWeek), at("b", "5", SecondWeek), false},
	} {
		if _, clash := c.a.Clashes(c.b); clash != c.want {
			t.Errorf("%+v and %+v: %v", c.a, c.b, clash)
		}
	}
}

// alternating is a school in which "one" teaches on Mondays of the first weeks, and "two"
// at the same hour in the second; the terms begin on 1 September and 11 November.
func alternating(t *testing.T, d *db.DB) world {
	t.Helper()
	w := newWorld(t, d, "one", "two", "three")
	w.bells()
	w.year()
	turn := func(turn Turn, r lessonRow) lessonRow { r.Turn = turn; return r }
	w.lessons(
		turn(FirstWeek, row(1, "one", "5А", "maths", calendar.Monday, 1)), turn(SecondWeek, row(2, "two", "5А", "physics", calendar.Monday, 1)),
		row(3, "three", "6А", "maths", calendar.Monday, 2),
	)
	return w
}

// Mondays from 9 September: the term begins on Sunday the first, so the ninth is of a first week.
var alternatingMondays = map[calendar.Date]bool{"2013-09-09": true, "2013-09-16": false, "2013-09-23": true, "2013-11-11": true, "2013-11-18": false}

// Week, free hours, class and room have a lesson of every other week where it is held.
func TestLessonsOfEveryOtherWeek(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := alternating(t, d)
		class, err := ClassesByKey(ctx, d.Read(), school)
		w.OK(err)
		for monday, first := range alternatingMondays {
			teaches, subject := "one", "maths"
			if !first {
				teaches, subject = "two", "physics"
			}
			for _, staff := range []string{"one", "two"} {
				week, err := w.WeekOf(ctx, d.Read(), school, staff, monday)
				w.OK(err)
				free, err := w.FreeSlots(ctx, d.Read(), school, staff, monday)
				w.OK(err)
				isFree := slices.ContainsFunc(free, func(s Slot) bool { return s.Date == monday && s.StartsAt == "08:50" })
				if (len(week) == 1) != (staff == teaches) || isFree != (staff != teaches) {
					t.Errorf("%s, %s: %d lessons, free %v", monday, staff, len(week), isFree)
				}
			}
			of5, days, err := ClassWeek(ctx, d.Read(), school, class[ClassKey("5А")].ID, monday)
			w.OK(err)
			if len(of5) != 1 || of5[0].Staff != teaches || !days.TakeTurns() {
				t.Errorf("%s: the class has %+v, want %s", monday, of5, subject)
			}
			room, _, err := RoomWeek(ctx, d.Read(), school, "r", monday)
			w.OK(err)
			if len(room) != 2 {
				t.Errorf("%s: the room has %d lessons, want 2", monday, len(room))
			}
		}
	})
}

// A meeting is booked over the hour of a lesson in the weeks without it, and in no other.
func TestBookingsHeedTurns(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := alternating(t, d)
		for monday, first := range alternatingMondays {
			in := meeting("of one", monday, "08:50", "09:35")
			in.People = []Person{{"one", Member}, {"three", Member}}
			if _, err := w.book(actorOf("one"), in); (err != nil) != first {
				t.Errorf("%s: %v", monday, err)
			}
		}
		options, err := w.WeeklyShared(ctx, d.Read(), school, []string{"two", "three"}, "2013-09-09", "2013-10-06")
		w.OK(err)
		at := slices.IndexFunc(options, func(o WeeklyOption) bool { return o.Weekday == calendar.Monday && o.StartsAt == "08:50" })
		if at < 0 || options[at].Free != 2 || options[at].Days != 4 {
			t.Errorf("half of the weeks are free: %+v", options)
		}
		var made Weekly
		w.OK(w.Do(ctx, actorOf("two"), func(v verb.Work) (err error) {
			each := meeting("weekly", "", "08:50", "09:35")
			each.People = []Person{{"two", Member}, {"three", Member}}
			made, err = w.BookWeekly(v, WeeklyBooking{Each: each, Weekday: calendar.Monday, From: "2013-11-11", To: "2013-12-08"})
			return err
		}))
		if len(made.Made) != 2 || len(made.Collided) != 2 || made.Made[0].Date != "2013-11-11" {
			t.Errorf("weekly: %d booked, %d in the way of lessons", len(made.Made), len(made.Collided))
		}
	})
}

// The planner gets the weeks in which a lesson is held; a lesson of every other week
// takes its hour of the usual week.
func TestHoursHeedTurns(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := alternating(t, d)
		for span, want := range map[calendar.Period]string{
			{Starts: "2013-09-09", Ends: "2013-09-09"}: "one [2013-09-09], three []", {Starts: "2013-09-16", Ends: "2013-09-16"}: "two [2013-09-16], three []",
			{Starts: "2013-10-28", Ends: "2013-11-24"}: "one [2013-11-11], two [2013-10-28 2013-11-18], three []",
		} {
			h, err := w.HoursOf(ctx, d.Read(), school, span.Starts, span.Ends)
			w.OK(err)
			var got []string
			for _, p := range h.People(stays) {
				for _, l := range p.Lessons {
					got = append(got, fmt.Sprint(p.ID, " ", l.Weeks))
				}
			}
			slices.SortFunc(got, func(a, b string) int { return strings.Index(want, a) - strings.Index(want, b) })
			if all := strings.Join(got, ", "); all != want {
				t.Errorf("%v: %s, want %s", span, all, want)
			}
		}
		weekly, err := WeeklyLoad(ctx, d.Read(), school, "2013-10-01")
		w.OK(err)
		if len(weekly["one"]) != 1 || len(weekly["two"]) != 1 {
			t.Errorf("the usual week: %v", weekly)
		}
	})
}
