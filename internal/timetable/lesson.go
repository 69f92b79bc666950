package timetable

import (
	"context"
	"regexp"

	"talim/internal/calendar"
	"talim/internal/db"
)

// Lesson is one weekly lesson of one teacher, in force for a period. Two lessons
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
	calendar.Period
}

// content is what makes two lessons the same apart from id and period.
type content struct {
	Staff, Class, Subject, Room string
	Weekday                     calendar.Weekday
	Shift, Number               int
	StartsAt, EndsAt            calendar.Clock
	Group                       int
}

func (l Lesson) content() content {
	return content{l.Staff, l.Class, l.Subject, l.Room, l.Weekday, l.Shift, l.Number, l.StartsAt, l.EndsAt, l.Group}
}

func (k content) lesson(school string, from calendar.Date) Lesson {
	return Lesson{
		School: school, ID: db.NewID(), Staff: k.Staff, Class: k.Class, Subject: k.Subject, Room: k.Room, Weekday: k.Weekday,
		Shift: k.Shift, Number: k.Number, StartsAt: k.StartsAt, EndsAt: k.EndsAt, Group: k.Group, Period: calendar.From(from),
	}
}

func (k content) meets(o content) bool {
	return k.Weekday == o.Weekday && k.StartsAt < o.EndsAt && o.StartsAt < k.EndsAt
}

// joint says whether two lessons are one: the same teacher, subject, room and time
// with two classes together. Where no room is said it is a mistake until one is.
func (k content) joint(o content) bool {
	o.Class, o.Group, o.Shift, o.Number = k.Class, k.Group, k.Shift, k.Number
	return k == o && k.Room != ""
}

// clashes says what two lessons cannot share. Two teachers of one lesson (same
// subject and room) are team teaching and no clash, and so are two classes that one
// teacher has together.
func (k content) clashes(o content) (what string, clash bool) {
	switch {
	case !k.meets(o):
		return "", false
	case k.Staff == o.Staff && (k.Class == o.Class || !k.joint(o)):
		return "staff", true
	case k.Class == o.Class && (k.Group == o.Group || k.Group == 0 || o.Group == 0) && (k.Subject != o.Subject || k.Room != o.Room):
		return "class", true
	}
	return "", false
}

// numberedRoom is a number with a word for room before or after it.
var numberedRoom = regexp.MustCompile(`(?i)^(?:room|кабинет|каб\.?|аудитория|ауд\.?|бөлме|№)?\s*№?\s*(\d+\p{L}?)\s*[-–]?\s*(?:кабинет|каб\.?|бөлме|кабинеті)?$`)

// roomNumber is the number of a room that has one: "Room 7", "7-кабинет" and "каб. 7"
// are room 7 in any language. Other rooms keep their name.
func roomNumber(text string) string {
	if m := numberedRoom.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return text
}

// inForce lists the lessons that hold on the day or begin later.
func inForce(ctx context.Context, c db.Conn, school string, from calendar.Date) ([]Lesson, error) {
	return db.All[Lesson](ctx, c, `
SELECT * FROM lesson WHERE school_id = $1 AND ends >= $2 AND ends >= starts ORDER BY weekday, starts_at, id`, school, from)
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
// query: what matching needs for many pairs at once.
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
