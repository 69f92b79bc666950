package intake

import (
	"cmp"
	"slices"

	"talim/internal/calendar"
	"talim/internal/i18n"
	"talim/internal/timetable"
	"talim/internal/timetable/lessonimport"
)

// Week is a timetable as the file has it, before anything is brought in: for somebody who
// knows the school to see whether it was read right.
type Week struct {
	Lessons      []WeekLesson `json:"l,omitempty"`
	Divided      int          `json:"d,omitempty"` // lessons of a class with several teachers or groups
	TeacherTwice int          `json:"t,omitempty"` // a teacher in two places at one time
	Turns        int          `json:"e,omitempty"` // lessons of every other week
	RoomTwice    int          `json:"r,omitempty"` // a room with two teachers at one time
}

// WeekLesson is one lesson as it stands in the file; the names are short as it is kept
// for each look.
type WeekLesson struct {
	Line    int              `json:"n"`
	Class   string           `json:"c"`
	Subject string           `json:"s"`
	Teacher string           `json:"t"`
	Room    string           `json:"r,omitempty"`
	Weekday calendar.Weekday `json:"w"`
	Shift   int              `json:"f,omitempty"`
	Number  int              `json:"p,omitempty"`
	Starts  calendar.Clock   `json:"b,omitempty"`
	Group   int              `json:"g,omitempty"`
	Turn    timetable.Turn   `json:"e,omitempty"`
}

// mostOfWeek is how many lessons are kept to be shown: more than any school has.
const mostOfWeek = 5000

func weekOf(rows []lessonimport.Row) Week {
	var w Week
	for _, r := range rows[:min(len(rows), mostOfWeek)] {
		if r.Weekday < calendar.Monday || r.Weekday > calendar.Sunday {
			continue
		}
		w.Lessons = append(w.Lessons, WeekLesson{
			Line: r.Line, Class: r.Class, Subject: r.Subject, Teacher: r.Teacher, Room: r.Room,
			Weekday: r.Weekday, Shift: r.Shift, Number: r.Number, Starts: r.StartsAt, Group: r.Group, Turn: r.Turn,
		})
	}
	w.count()
	return w
}

// at is the time of a lesson: its number where the file has no clock.
type at struct {
	day    calendar.Weekday
	shift  int
	number int
	starts calendar.Clock
	what   string
}

func (l WeekLesson) at(what string) at {
	if l.Starts != "" {
		return at{day: l.Weekday, starts: l.Starts, what: what}
	}
	return at{day: l.Weekday, shift: l.Shift, number: l.Number, what: what}
}

// count says what stands at the same time: of a teacher, of a class, of a room.
func (w *Week) count() {
	teachers, classes, rooms := map[at][]WeekLesson{}, map[at][]WeekLesson{}, map[at][]WeekLesson{}
	for _, l := range w.Lessons {
		if l.Turn != timetable.EveryWeek {
			w.Turns++
		}
		put(teachers, l, i18n.Fold(l.Teacher))
		put(classes, l, timetable.ClassKey(l.Class))
		put(rooms, l, i18n.Fold(l.Room))
	}
	for _, same := range teachers {
		classes := differ(same, func(l WeekLesson) string { return timetable.ClassKey(l.Class) })
		if classes && differ(same, func(l WeekLesson) string { return i18n.Fold(l.Subject) }) {
			w.TeacherTwice++ // of one subject it is a lesson of several classes, which the comparison names
		}
	}
	for _, same := range classes {
		if differ(same, func(l WeekLesson) string { return i18n.Fold(l.Teacher) }) {
			w.Divided++
		}
	}
	for _, same := range rooms {
		if differ(same, func(l WeekLesson) string { return i18n.Fold(l.Teacher) }) {
			w.RoomTwice++
		}
	}
}

func put(m map[at][]WeekLesson, l WeekLesson, what string) {
	if what != "" {
		when := l.at(what)
		m[when] = append(m[when], l)
	}
}

// differ says whether lessons that share a week differ in something.
func differ(lessons []WeekLesson, of func(WeekLesson) string) bool {
	type one struct {
		turn timetable.Turn
		what string
	}
	var seen []one // few, since those of one turn that differ end the search
	for _, l := range lessons {
		now := one{l.Turn, of(l)}
		if slices.ContainsFunc(seen, func(m one) bool { return now.turn.Meets(m.turn) && now.what != m.what }) {
			return true
		}
		if !slices.Contains(seen, now) {
			seen = append(seen, now)
		}
	}
	return false
}

// Classes of the week, by grade and name.
func (w Week) Classes() []string {
	names := map[string]string{}
	for _, l := range w.Lessons {
		if key := timetable.ClassKey(l.Class); names[key] == "" {
			names[key] = l.Class
		}
	}
	var out []string
	for _, name := range names {
		out = append(out, name)
	}
	slices.SortFunc(out, func(a, b string) int {
		return cmp.Or(cmp.Compare(timetable.GradeOf(a), timetable.GradeOf(b)), cmp.Compare(a, b))
	})
	return out
}

// Of is the week of one class, in its order.
func (w Week) Of(class string) []WeekLesson {
	var out []WeekLesson
	for _, l := range w.Lessons {
		if timetable.ClassKey(l.Class) == timetable.ClassKey(class) {
			out = append(out, l)
		}
	}
	slices.SortStableFunc(out, func(a, b WeekLesson) int {
		return cmp.Or(cmp.Compare(a.Weekday, b.Weekday), a.Before(b), cmp.Compare(a.Turn, b.Turn), cmp.Compare(a.Group, b.Group))
	})
	return out
}

// Before compares the times of two lessons of a day.
func (l WeekLesson) Before(m WeekLesson) int {
	if l.Starts != "" && m.Starts != "" {
		return cmp.Compare(l.Starts, m.Starts)
	}
	return cmp.Or(cmp.Compare(l.Shift, m.Shift), cmp.Compare(l.Number, m.Number), cmp.Compare(l.Starts, m.Starts))
}
