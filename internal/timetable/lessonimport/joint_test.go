package lessonimport

import (
	"fmt"
	"testing"

	"talim/internal/calendar"
	"talim/internal/timetable"
)

// Lessons of several classes are said, also those that stand already; two lessons of
// one class or at other hours are not.
func TestJointLessonsAreSaid(t *testing.T) {
	c := &comparison{schoolNow: schoolNow{names: map[string]string{"a": "A", "b": "B"}, byID: map[string]timetable.Class{"5": {Name: "5А"}, "6": {Name: "6А"}, "7": {Name: "7А"}}}}
	for i, x := range []struct {
		staff, class string
		day          calendar.Weekday
		starts       calendar.Clock
	}{{"a", "5", 1, "08:00"}, {"a", "6", 1, "08:00"}, {"a", "7", 1, "08:00"}, {"a", "5", 2, "08:00"}, {"b", "5", 1, "08:00"}, {"b", "5", 1, "08:00"}, {"b", "6", 1, "08:50"}} {
		c.rows = append(c.rows, placed{i, i + 2, "", timetable.Content{Staff: x.staff, Class: x.class, Weekday: x.day, StartsAt: x.starts, EndsAt: "09:00"}})
	}
	if got := fmt.Sprint(c.joint(map[int]refusal{2: {}})); got != "[{2 A [5А 6А] 08:00 09:00}]" {
		t.Error(got)
	}
}
