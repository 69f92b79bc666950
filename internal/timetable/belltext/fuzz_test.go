package belltext

import (
	"testing"

	"talim/internal/fault"
	"talim/internal/timetable"
)

// Whatever somebody pastes for bells, it is refused at its field or gives lessons of a day.
func FuzzRead(f *testing.F) {
	for _, text := range []string{
		"1 8:00-8:45\n2 8:50-9:35", "8:00, 45 мин, перемены 5, 10, 15", "II смена\n1. 14.00 – 14.45", "8:00 99999999999999999999 мин перемены 1", "1 8:00-8:45 1 14:00-14:45 1 19:00-19:45 1 20:00-20:45",
		"23:59, 1 min, breaks 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0", "8:00 45 мин 2000000 уроков перемены 1",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		bells, err := Read("text", text)
		if _, known := fault.As(err); err != nil && !known {
			t.Fatal(err)
		}
		for _, b := range bells {
			if b.Number < 1 || b.Number > timetable.MaxLessonsOfDay || b.Shift < 1 || b.Shift > timetable.MaxShift || b.EndsAt <= b.StartsAt || len(b.EndsAt) != 5 {
				t.Errorf("%q: %+v", text, b)
			}
		}
	})
}
