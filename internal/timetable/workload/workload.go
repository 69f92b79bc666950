// Package workload counts from the lessons who teaches how much: the hours of subjects and
// of people a week, and how many stavkas that is.
package workload

import (
	"cmp"
	"context"
	"slices"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/timetable"
)

// MaySee is asked for everybody's hours. Hours are pay, so only those who keep the
// timetable see them; a teacher sees their own.
var MaySee = access.Permission{Name: "timetable.workload.see", Roles: timetable.MayKeep.Roles}

// Table is the table that the pedagogical council approves in August (R168):
// which subject is taught in which classes, how many hours a week, how many
// stavkas that is, and by whom. It is counted from the lessons, never typed.
type Table struct {
	On          calendar.Date
	StavkaHours int
	Subjects    []Subject
	People      []Person
	Hours       float64 // a lesson of every other week is half an hour
}

// Subject is one row of the table.
type Subject struct {
	Subject  i18n.Text
	Classes  []string
	Hours    float64
	Teachers []string // names
}

// Person is the hours of one teacher.
type Person struct {
	Staff string
	Name  string
	Hours float64
}

// Stavkas of so many hours.
func (t Table) Stavkas(hours float64) float64 {
	if t.StavkaHours == 0 {
		return 0
	}
	return hours / float64(t.StavkaHours)
}

// row counts the weekly hours of one teacher in one class and subject.
type row struct {
	Staff     string `db:"staff_id"`
	Code      string `db:"staff_code"`
	Family    string `db:"family_name"`
	Given     string `db:"given_name"`
	Sort      string `db:"staff_sort"`
	Class     string `db:"class"`
	ClassSort string `db:"class_sort"`
	SubjectID string `db:"subject_id"`
	KK        string `db:"name_kk"`
	RU        string `db:"name_ru"`
	EN        string `db:"name_en"`
	Halves    int    `db:"halves"` // of hours
}

func (r row) subject() i18n.Text { return i18n.Text{KK: r.KK, RU: r.RU, EN: r.EN} }

func (r row) hours() float64 { return float64(r.Halves) / 2 }

func (r row) name() string {
	if r.Family == "" {
		return r.Code
	}
	return r.Family + " " + initial(r.Given)
}

// initial of a name, with its dot.
func initial(name string) string {
	for _, r := range name {
		return string(r) + "."
	}
	return ""
}

// Each lesson counts once for its teacher. Two groups are two hours, as in the
// printed table of Auyl (Appendix N: 44 hours of English for 22 of the plan). Two
// classes that one teacher has together are one hour: it counts with the first.
var rowsSQL = `
SELECT l.staff_id, p.code AS staff_code, p.family_name, p.given_name, p.sort_key AS staff_sort,
    c.name AS class, c.sort_key AS class_sort, s.id AS subject_id, s.name_kk, s.name_ru, s.name_en, 
    SUM(CASE WHEN EXISTS (SELECT 1 FROM lesson o WHERE o.school_id = l.school_id AND o.staff_id = l.staff_id AND o.weekday = l.weekday
        AND o.starts_at = l.starts_at AND (o.week = 0 OR l.week = 0 OR o.week = l.week) AND o.starts <= $2 AND o.ends >= $2 AND o.id < l.id)
        THEN 0 WHEN l.week = 0 THEN 2 ELSE 1 END) AS halves
FROM lesson l
` + people.JoinStaff("p", "l.school_id", "l.staff_id") + `
JOIN class_group c ON c.school_id = l.school_id AND c.id = l.class_id
JOIN subject s ON s.school_id = l.school_id AND s.id = l.subject_id
WHERE l.school_id = $1 AND l.starts <= $2 AND l.ends >= $2
GROUP BY l.staff_id, p.code, p.family_name, p.given_name, p.sort_key, c.name, c.sort_key, s.id, s.name_kk, s.name_ru, s.name_en
ORDER BY p.sort_key, l.staff_id, c.sort_key, s.id`

// On counts the workload of a day, for those who may see everybody's hours.
func On(ctx context.Context, c db.Conn, actor access.Actor, on calendar.Date) (Table, error) {
	if err := access.Must(MaySee.Allows(actor), "timetable.forbidden"); err != nil {
		return Table{}, err
	}
	stavka, err := people.StavkaHoursOn(ctx, c, actor.School, on)
	if err != nil {
		return Table{}, err
	}
	rows, err := db.All[row](ctx, c, rowsSQL, actor.School, on)
	if err != nil {
		return Table{}, err
	}
	t := sumUp(rows)
	t.On, t.StavkaHours = on, stavka
	return t, nil
}

// sumUp is pure: the table from its counts, which come teacher by teacher.
func sumUp(rows []row) Table {
	var t Table
	subjects := map[string]int{}
	classOrder := map[string]string{}
	for _, r := range rows {
		t.Hours += r.hours()
		classOrder[r.Class] = r.ClassSort
		if n := len(t.People); n == 0 || t.People[n-1].Staff != r.Staff {
			t.People = append(t.People, Person{Staff: r.Staff, Name: r.name()})
		}
		t.People[len(t.People)-1].Hours += r.hours()
		i, known := subjects[r.SubjectID]
		if !known {
			i = len(t.Subjects)
			subjects[r.SubjectID] = i
			t.Subjects = append(t.Subjects, Subject{Subject: r.subject()})
		}
		t.Subjects[i].add(r)
	}
	for i := range t.Subjects {
		slices.SortFunc(t.Subjects[i].Classes, func(a, b string) int { return cmp.Compare(classOrder[a], classOrder[b]) })
	}
	return t
}

func (s *Subject) add(r row) {
	s.Hours += r.hours()
	if !slices.Contains(s.Classes, r.Class) {
		s.Classes = append(s.Classes, r.Class)
	}
	if !slices.Contains(s.Teachers, r.name()) {
		s.Teachers = append(s.Teachers, r.name())
	}
}
