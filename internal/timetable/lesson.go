package timetable

import (
	"context"
	"slices"

	"talim/internal/calendar"
	"talim/internal/db"
)

// Lesson is one weekly lesson of one teacher, or one of every other week, in force for a period. Two lessons
// of one class at one time are two groups, or two teachers of one lesson.
type Lesson struct {
	School   string           `db:"school_id"`
	ID       string           `db:"id"`
	Staff    string           `db:"staff_id"`
	Class    string           `db:"class_id"`
	Subject  string           `db:"subject_id"`
	Room     string           `db:"room"`
	Weekday  calendar.Weekday `db:"weekday"`
	Shift    int              `db:"shift"`
	Number   int              `db:"period"`
	StartsAt calendar.Clock   `db:"starts_at"`
	EndsAt   calendar.Clock   `db:"ends_at"`
	Group    int              `db:"group_no"` // 0: the whole class
	Turn     Turn             `db:"week"`
	calendar.Period
}

// Content is what makes two lessons the same apart from id and period.
type Content struct {
	Staff, Class, Subject, Room string
	Weekday                     calendar.Weekday
	Shift, Number               int
	StartsAt, EndsAt            calendar.Clock
	Group                       int
	Turn                        Turn
}

// Content of the lesson.
func (l Lesson) Content() Content {
	return Content{l.Staff, l.Class, l.Subject, l.Room, l.Weekday, l.Shift, l.Number, l.StartsAt, l.EndsAt, l.Group, l.Turn}
}

// Lesson is a new lesson of the content, from a day on.
func (k Content) Lesson(school string, from calendar.Date) Lesson {
	return Lesson{
		School: school, ID: db.NewID(), Staff: k.Staff, Class: k.Class, Subject: k.Subject, Room: k.Room, Weekday: k.Weekday,
		Shift: k.Shift, Number: k.Number, StartsAt: k.StartsAt, EndsAt: k.EndsAt, Group: k.Group, Turn: k.Turn, Period: calendar.From(from),
	}
}

func (k Content) meets(o Content) bool {
	return k.Weekday == o.Weekday && k.Turn.Meets(o.Turn) && k.StartsAt < o.EndsAt && o.StartsAt < k.EndsAt
}

// joint says whether two lessons are one: the same teacher, subject, room and time
// with two classes, or two groups, together.
func (k Content) joint(o Content) bool {
	if k.Class == o.Class && (k.Group == o.Group || k.Group == 0 || o.Group == 0) {
		return false
	}
	o.Class, o.Group, o.Shift, o.Number = k.Class, k.Group, k.Shift, k.Number
	return k == o
}

// divided says whether two teachers have the parts of a class at one time in one
// subject: a list without groups shows a divided class so.
func (k Content) divided(o Content) bool {
	return k.Staff != o.Staff && k.Subject == o.Subject && k.Group == 0 && o.Group == 0 && k.StartsAt == o.StartsAt && k.EndsAt == o.EndsAt
}

// Clashes says what two lessons cannot share. Two teachers of one lesson (same subject
// and room, or time) are team teaching or a divided class and no clash, and so are two classes
// that one teacher has together.
func (k Content) Clashes(o Content) (what string, clash bool) {
	switch {
	case !k.meets(o):
		return "", false
	case k.Staff == o.Staff && !k.joint(o):
		return "staff", true
	case k.Class == o.Class && (k.Group == o.Group || k.Group == 0 || o.Group == 0) && (k.Subject != o.Subject || k.Room != o.Room) && !k.divided(o):
		return "class", true
	}
	return "", false
}

// LessonsInForce lists the lessons that hold on the day or begin later.
func LessonsInForce(ctx context.Context, c db.Conn, school string, from calendar.Date) ([]Lesson, error) {
	return db.All[Lesson](ctx, c, `
SELECT `+db.Columns[Lesson]("")+` FROM lesson WHERE school_id = $1 AND ends >= $2 AND ends >= starts ORDER BY weekday, starts_at, id`, school, from)
}

// LessonWrites is what a new timetable writes.
type LessonWrites struct {
	Classes  []Class
	Subjects []Subject
	Ended    []Lesson // each with its last day
	Begun    []Lesson
}

// Empty says whether no lesson ends or begins.
func (w LessonWrites) Empty() bool { return len(w.Ended) == 0 && len(w.Begun) == 0 }

// Write writes them in a transaction of the caller.
func (w LessonWrites) Write(ctx context.Context, tx db.Conn, school string) error {
	if err := db.InsertAll(ctx, tx, "class_group", w.Classes); err != nil {
		return err
	}
	if err := db.InsertAll(ctx, tx, "subject", w.Subjects); err != nil {
		return err
	}
	byEnd := map[calendar.Date][]string{}
	for _, l := range w.Ended {
		byEnd[l.Ends] = append(byEnd[l.Ends], l.ID)
	}
	for ends, ids := range byEnd {
		for chunk := range slices.Chunk(ids, 500) {
			list, args := db.In(3, chunk)
			_, err := db.Exec(ctx, tx, `UPDATE lesson SET ends = $2 WHERE school_id = $1 AND id IN (`+list+`)`, append([]any{school, ends}, args...)...)
			if err != nil {
				return err
			}
		}
	}
	return db.InsertAll(ctx, tx, "lesson", w.Begun)
}

// EndBefore closes a lesson on the day before from. One that was to begin later
// gets the day before its own start: it never took place.
func (l Lesson) EndBefore(from calendar.Date) Lesson {
	l.Ends = max(from, l.Starts).AddDays(-1)
	return l
}

// WeekSlot is a time that comes back every week.
type WeekSlot struct {
	Weekday  calendar.Weekday `db:"weekday"`
	StartsAt calendar.Clock   `db:"starts_at"`
	EndsAt   calendar.Clock   `db:"ends_at"`
}

// Overlaps compares weekday and clock.
func (s WeekSlot) Overlaps(o WeekSlot) bool {
	return s.Weekday == o.Weekday && s.StartsAt < o.EndsAt && o.StartsAt < s.EndsAt
}

// WeeklyLoad gives the lesson times in a week of everybody who teaches, in one
// query: what matching needs for many pairs at once. A lesson of every other week takes
// its hour of a usual week as well: what is free here is free in all weeks.
func WeeklyLoad(ctx context.Context, c db.Conn, school string, on calendar.Date) (map[string][]WeekSlot, error) {
	type row struct {
		Staff string `db:"staff_id"`
		WeekSlot
	}
	rows, err := db.All[row](ctx, c, `
SELECT DISTINCT staff_id, weekday, starts_at, ends_at FROM lesson WHERE school_id = $1 AND starts <= $2 AND ends >= $2
ORDER BY staff_id, weekday, starts_at`, school, on)
	load := map[string][]WeekSlot{}
	for _, r := range rows {
		load[r.Staff] = append(load[r.Staff], r.WeekSlot)
	}
	return load, err
}

// WeekSlots lists the slots of a usual week: the bells of all shifts on every
// weekday that has lessons (Monday to Friday where there are none yet).
func WeekSlots(ctx context.Context, c db.Conn, school string, on calendar.Date) ([]WeekSlot, error) {
	days, err := DaysOf(ctx, c, school, on, on)
	if err != nil {
		return nil, err
	}
	var out []WeekSlot
	for w := calendar.Monday; w <= calendar.Saturday; w++ {
		if days.dayOff(w) || len(days.weekdays) == 0 && w == calendar.Saturday {
			continue
		}
		for _, s := range days.slots(on) {
			out = append(out, WeekSlot{Weekday: w, StartsAt: s.StartsAt, EndsAt: s.EndsAt})
		}
	}
	return out, nil
}

// Free gives the slots that none of the loads touches: what several people share
// in a usual week.
func Free(slots []WeekSlot, loads ...[]WeekSlot) []WeekSlot {
	var out []WeekSlot
	for _, s := range slots {
		if !taken(s, loads) {
			out = append(out, s)
		}
	}
	return out
}

func taken(s WeekSlot, loads [][]WeekSlot) bool {
	for _, load := range loads {
		for _, o := range load {
			if s.Overlaps(o) {
				return true
			}
		}
	}
	return false
}
