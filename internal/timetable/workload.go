package timetable

import (
	"cmp"
	"context"
	"slices"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/i18n"
	"talim/internal/people"
)

// Workload is the table that the pedagogical council approves in August (R168):
// which subject is taught in which classes, how many hours a week, how many
// stavkas that is, and by whom. It is counted from the lessons, never typed.
type Workload struct {
	On          calendar.Date
	StavkaHours int
	Subjects    []SubjectLoad
	People      []PersonLoad
	Hours       float64 // a lesson of every other week is half an hour
}

// SubjectLoad is one row of the table.
type SubjectLoad struct {
	Subject  i18n.Text
	Classes  []string
	Hours    float64
	Teachers []string // names
}

// PersonLoad is the hours of one teacher.
type PersonLoad struct {
	Staff string
	Name  string
	Hours float64
}

// Stavkas of so many hours.
func (w Workload) Stavkas(hours float64) float64 {
	if w.StavkaHours == 0 {
		return 0
	}
	return hours / float64(w.StavkaHours)
}

// loadRow counts the weekly hours of one teacher in one class and subject.
type loadRow struct {
	Staff     string `db:"staff_id"`
	Code      string `db:"staff_code"`
	Family    string `db:"family_name"`
	Given     string `db:"given_name"`
	Sort      string `db:"staff_sort"`
	Class     string `db:"class"`
	ClassSort string `db:"class_sort"`
	Subject   string `db:"subject_id"`
	nameColumns
	Halves int `db:"halves"` // of hours
}

func (r loadRow) hours() float64 { return float64(r.Halves) / 2 }

func (r loadRow) name() string {
	if r.Family == "" {
		return r.Code
	}
	return r.Family + " " + Initial(r.Given)
}

// Initial of a name, with its dot.
func Initial(name string) string {
	for _, r := range name {
		return string(r) + "."
	}
	return ""
}

// Each lesson counts once for its teacher. Two groups are two hours, as in the
// printed table of Auyl (Appendix N: 44 hours of English for 22 of the plan). Two
// classes that one teacher has together are one hour: it counts with the first.
var loadSQL = `
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

// WorkloadOn counts the workload of a day, for those who may see everybody's hours.
func (s *Service) WorkloadOn(ctx context.Context, actor access.Actor, on calendar.Date) (Workload, error) {
	if err := require(actor, MaySeeWorkload); err != nil {
		return Workload{}, err
	}
	c := s.Read()
	stavka, err := people.StavkaHoursOn(ctx, c, actor.School, on)
	if err != nil {
		return Workload{}, err
	}
	rows, err := db.All[loadRow](ctx, c, loadSQL, actor.School, on)
	if err != nil {
		return Workload{}, err
	}
	w := sumUp(rows)
	w.On, w.StavkaHours = on, stavka
	return w, nil
}

// sumUp is pure: the table from its counts, which come teacher by teacher.
func sumUp(rows []loadRow) Workload {
	var w Workload
	subjects := map[string]int{}
	classOrder := map[string]string{}
	for _, r := range rows {
		w.Hours += r.hours()
		classOrder[r.Class] = r.ClassSort
		if n := len(w.People); n == 0 || w.People[n-1].Staff != r.Staff {
			w.People = append(w.People, PersonLoad{Staff: r.Staff, Name: r.name()})
		}
		w.People[len(w.People)-1].Hours += r.hours()
		i, known := subjects[r.Subject]
		if !known {
			i = len(w.Subjects)
			subjects[r.Subject] = i
			w.Subjects = append(w.Subjects, SubjectLoad{Subject: r.text()})
		}
		w.Subjects[i].add(r)
	}
	for i := range w.Subjects {
		slices.SortFunc(w.Subjects[i].Classes, func(a, b string) int { return cmp.Compare(classOrder[a], classOrder[b]) })
	}
	return w
}

func (l *SubjectLoad) add(r loadRow) {
	l.Hours += r.hours()
	if !slices.Contains(l.Classes, r.Class) {
		l.Classes = append(l.Classes, r.Class)
	}
	if !slices.Contains(l.Teachers, r.name()) {
		l.Teachers = append(l.Teachers, r.name())
	}
}
