package timetable

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/i18n"
	"talim/internal/people"
)

// TableRow is a weekly lesson as a table to take home has it.
type TableRow struct {
	Code     string           `db:"code"`
	Family   string           `db:"family_name"`
	Given    string           `db:"given_name"`
	Middle   string           `db:"patronymic"`
	Sort     string           `db:"class_sort"`
	Class    string           `db:"class"`
	Room     string           `db:"room"`
	Weekday  calendar.Weekday `db:"weekday"`
	Shift    int              `db:"shift"`
	Number   int              `db:"period"`
	StartsAt calendar.Clock   `db:"starts_at"`
	EndsAt   calendar.Clock   `db:"ends_at"`
	Group    int              `db:"group_no"`
	Turn     Turn             `db:"week"`
	nameColumns
}

// Teacher is the name of the teacher, "" for somebody known by a code only.
func (r TableRow) Teacher() string {
	return strings.Join(strings.Fields(r.Family+" "+r.Given+" "+r.Middle), " ")
}

// Subject in the three languages.
func (r TableRow) Subject() i18n.Text { return r.text() }

// Of chooses the lessons of a table: those of a person, a class or a room; the zero
// value is the whole school.
type Of struct{ Staff, Class, Room string }

// Table lists the lessons of a week that are in force on a day, class by class in the
// order of the week. Lessons are no secret (see access.go).
func Table(ctx context.Context, c db.Conn, school string, of Of, on calendar.Date) ([]TableRow, error) {
	w := db.From(school, on)
	w.And("l.school_id = $1 AND l.starts <= $2 AND l.ends >= $2")
	if of.Staff != "" {
		w.And("l.staff_id = ?", of.Staff)
	}
	if of.Class != "" {
		w.And("l.class_id = ?", of.Class)
	}
	if of.Room != "" {
		w.And("l.room = ?", of.Room)
	}
	rows, err := db.All[TableRow](ctx, c, `
SELECT p.code, p.family_name, p.given_name, p.patronymic, c.sort_key AS class_sort, c.name AS class, l.room, l.weekday, l.shift, l.period, l.starts_at, l.ends_at,
    l.group_no, l.week, s.name_kk, s.name_ru, s.name_en
FROM lesson l
`+people.JoinStaff("p", "l.school_id", "l.staff_id")+`
JOIN class_group c ON c.school_id = l.school_id AND c.id = l.class_id
JOIN subject s ON s.school_id = l.school_id AND s.id = l.subject_id`+w.SQL(), w.Args()...)
	slices.SortFunc(rows, func(a, b TableRow) int {
		return cmp.Or(cmp.Compare(a.Sort, b.Sort), cmp.Compare(a.Weekday, b.Weekday), cmp.Compare(a.StartsAt, b.StartsAt), cmp.Compare(a.Group, b.Group), cmp.Compare(a.Turn, b.Turn), cmp.Compare(a.Code, b.Code))
	})
	return rows, err
}
