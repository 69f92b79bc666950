package timetable

import (
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/people"
	"talim/internal/rule"
)

func weekly(day calendar.Weekday, starts, ends calendar.Clock) WeekSlot {
	return WeekSlot{day, starts, ends}
}

// Which hours count as time in common: near the lessons of all, or within the day of one.
func TestCountedHours(t *testing.T) {
	const mon, tue = calendar.Monday, calendar.Tuesday
	morning := []WeekSlot{weekly(mon, "08:30", "09:15"), weekly(mon, "11:10", "11:55")}
	noon := []WeekSlot{weekly(mon, "12:05", "12:50")}
	evening := []WeekSlot{weekly(mon, "17:00", "17:45")}
	tests := map[string]struct {
		slot  WeekSlot
		loads [][]WeekSlot
		near  int
		want  int
	}{
		"within the day of one":                    {weekly(mon, "09:20", "10:05"), [][]WeekSlot{morning, evening}, 60, 1},
		"near the lessons of both":                 {weekly(mon, "13:00", "13:45"), [][]WeekSlot{morning, noon}, 75, 1},
		"too far for one of them":                  {weekly(mon, "13:00", "13:45"), [][]WeekSlot{morning, noon}, 60, 0},
		"far from both":                            {weekly(mon, "15:00", "15:45"), [][]WeekSlot{morning, noon}, 60, 0},
		"a day on which one does not teach":        {weekly(tue, "09:20", "10:05"), [][]WeekSlot{append(morning, weekly(tue, "08:30", "09:15")), noon}, 60, 0},
		"taken by a lesson":                        {weekly(mon, "08:30", "09:15"), [][]WeekSlot{morning, noon}, 60, 0},
		"one person, right after the last lesson":  {weekly(mon, "12:00", "12:45"), [][]WeekSlot{morning}, 60, 1},
		"one person, long after the last lesson":   {weekly(mon, "14:00", "14:45"), [][]WeekSlot{morning}, 60, 0},
		"right before the first, as near as it is": {weekly(mon, "07:30", "08:15"), [][]WeekSlot{morning, morning}, 15, 1},
		"one who gives no lessons at all":          {weekly(mon, "12:00", "12:45"), [][]WeekSlot{morning, nil}, 60, 1},
		"nobody":                                   {weekly(mon, "09:20", "10:05"), nil, 60, 0},
	}
	for name, tt := range tests {
		if got := Counted([]WeekSlot{tt.slot}, tt.near, tt.loads...); len(got) != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// A time is nearly free when one thing of one person is in the way: neither nothing nor two.
func TestOnlyObstacleIsOfOnePerson(t *testing.T) {
	slot := Slot{Date: monday, StartsAt: "09:00", EndsAt: "09:45"}
	lesson := func(staff string) Entry {
		return Entry{Staff: staff, Lesson: "l", StartsAt: "09:00", EndsAt: "09:45", weekday: calendar.Monday, period: calendar.From(monday)}
	}
	booked := Entry{Staff: "two", Date: monday, StartsAt: "09:00", EndsAt: "09:45", Booking: "b", Part: Member}
	for name, tt := range map[string]struct {
		entries []Entry
		want    NearlyFree
	}{
		"nobody":            {nil, NearlyFree{}},
		"a lesson of one":   {[]Entry{lesson("one")}, NearlyFree{slot, "one", WithLesson}},
		"a booking of one":  {[]Entry{booked}, NearlyFree{slot, "two", WithBooking}},
		"a lesson of each":  {[]Entry{lesson("one"), lesson("two")}, NearlyFree{}},
		"a lesson, booking": {[]Entry{lesson("one"), booked}, NearlyFree{}},
	} {
		got, is := plan{entries: tt.entries}.onlyObstacle([]string{"one", "two"}, slot)
		if got != tt.want || is != (tt.want != NearlyFree{}) {
			t.Errorf("%s: %+v, %v", name, got, is)
		}
	}
}

// The finder says which hours count; the number behind it is a dated rule.
func TestFinderCountsByTheRule(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "one", "two")
		w.bells()
		w.year()
		w.lessons(row(1, "one", "7A", "maths", calendar.Monday, 1), row(2, "two", "8A", "maths", calendar.Monday, 2))
		found := func() (counted, free int) {
			got, _, err := w.FindTime(ctx, d.Read(), school, []string{"one", "two"}, "2013-09-09", "2013-09-15")
			w.OK(err)
			return got.Counted(), len(got.Free)
		}
		if counted, free := found(); counted != 0 || free != 2 {
			t.Errorf("by default %d of %d", counted, free)
		}
		director := access.Actor{Account: "d", School: school, Staff: "deputy", Roles: []access.Role{access.Director}}
		_, err := people.New(d, w.Clock.Now).SetRule(ctx, director, NearMinutes, rule.New{Value: "240", Starts: "2013-09-05", Source: "order 1"})
		w.OK(err)
		if counted, free := found(); counted != 1 || free != 2 {
			t.Errorf("by the rule %d of %d", counted, free)
		}
	})
}
