package timetable

import (
	"context"

	"talim/internal/calendar"
	"talim/internal/db"
)

// Other areas ask for years, subjects and lessons in the middle of their own SQL, with
// these fragments. Arguments are aliases, columns or placeholders, and never what
// somebody typed.

// FromYears begins with the school years of all schools; the condition names the school.
func FromYears(alias string) string { return "FROM school_year " + alias }

// JoinYear joins the school year with the id as alias.
func JoinYear(alias, school, id string) string {
	return "JOIN school_year " + alias + " ON " + alias + ".school_id = " + school + " AND " + alias + ".id = " + id
}

// SelectYearBefore is the last day of the school year before that of alias. Where no year
// before is known it is the last of May: whoever comes for a year comes after that.
func SelectYearBefore(alias string) string {
	return "COALESCE((SELECT MAX(earlier.ends) FROM school_year earlier WHERE earlier.school_id = " + alias + ".school_id AND earlier.ends < " + alias + ".starts), substr(" + alias + ".starts, 1, 4) || '-05-31')"
}

// FromSubjects begins with the subjects of all schools.
func FromSubjects(alias string) string { return "FROM subject " + alias }

// FromLessons begins with the lessons of the week of all schools, each for its time.
func FromLessons(alias string) string { return "FROM lesson " + alias }

// LessonsOf counts the lessons of the week of each of the schools on the day; a school
// without a timetable is not among them.
func LessonsOf(ctx context.Context, c db.Conn, day calendar.Date, schools []string) (map[string]int, error) {
	in, args := db.In(2, schools)
	rows, err := db.All[struct {
		School string `db:"school_id"`
		N      int    `db:"n"`
	}](ctx, c, `SELECT school_id, count(*) AS n FROM lesson WHERE starts <= $1 AND ends >= $1 AND school_id IN (`+in+`) GROUP BY school_id`,
		append([]any{day}, args...)...)
	out := make(map[string]int, len(rows))
	for _, r := range rows {
		out[r.School] = r.N
	}
	return out, err
}
