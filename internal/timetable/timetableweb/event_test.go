package timetableweb

import (
	"testing"

	"talim/internal/timetable"
)

// A lesson keeps its name in calendars when it moves to another room; another hour, day or
// class is another event.
func TestEventsKeepTheirNames(t *testing.T) {
	one := timetable.Entry{Staff: "T-A2", Lesson: "old", ClassID: "5", Group: 1, Room: "7", Date: "2013-10-01", StartsAt: "08:30"}
	moved := one
	moved.Lesson, moved.Room = "new", "8"
	if eventID(one) != eventID(moved) {
		t.Error("another room makes another event")
	}
	for i, change := range []func(*timetable.Entry){
		func(e *timetable.Entry) { e.Staff = "T-A3" }, func(e *timetable.Entry) { e.ClassID = "6" }, func(e *timetable.Entry) { e.Group = 2 },
		func(e *timetable.Entry) { e.Date = "2013-10-08" }, func(e *timetable.Entry) { e.StartsAt = "09:25" },
	} {
		other := one
		if change(&other); eventID(other) == eventID(one) {
			t.Errorf("change %d makes no other event", i)
		}
	}
}
