package people

import (
	"context"
	"slices"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/verb"
)

// Person is a member of staff as the lists and papers of other areas name her: a
// column with the tag `db:"mentor_"` takes what PersonAs("o", "mentor") selects.
type Person struct {
	ID         string `db:"id"`
	Code       string `db:"code"`
	FamilyName string `db:"family_name"`
	GivenName  string `db:"given_name"`
	Patronymic string `db:"patronymic"`
	SortKey    string `db:"sort_key"`
}

// Name is the full name, or the code where the school keeps none (R012).
func (p Person) Name() string { return fullName(p.FamilyName, p.GivenName, p.Patronymic, p.Code) }

// PersonByID names one member of staff of the school.
func PersonByID(ctx context.Context, c db.Conn, school, id string) (Person, error) {
	p, err := db.One[Person](ctx, c, `SELECT `+PersonColumns("s")+` FROM staff s WHERE s.school_id = $1 AND s.id = $2`, school, id)
	return p, verb.Missing(err, "people.staff.not_found")
}

// PersonsByID names the staff with the ids, whatever the day; an id that is none of
// the school's is left out.
func PersonsByID(ctx context.Context, c db.Conn, school string, ids ...string) (map[string]Person, error) {
	if ids = unique(ids); len(ids) == 0 {
		return nil, nil
	}
	in, args := db.In(2, ids)
	rows, err := db.All[Person](ctx, c, `SELECT `+PersonColumns("s")+` FROM staff s WHERE s.school_id = $1 AND s.id IN (`+in+`)`,
		append([]any{school}, args...)...)
	named := make(map[string]Person, len(rows))
	for _, p := range rows {
		named[p.ID] = p
	}
	return named, err
}

// Persons lists everybody whom the school ever had, by code.
func Persons(ctx context.Context, c db.Conn, school string) ([]Person, error) {
	return db.All[Person](ctx, c, `SELECT `+PersonColumns("s")+` FROM staff s WHERE s.school_id = $1 ORDER BY s.code`, school)
}

// PersonsAtWork lists who works in the school on the day, in alphabetical order.
func PersonsAtWork(ctx context.Context, c db.Conn, school string, on calendar.Date) ([]Person, error) {
	return db.All[Person](ctx, c, `SELECT `+PersonColumns("s")+` FROM staff s WHERE s.school_id = $1 AND `+
		WhereAtWork("s.school_id", "s.id", "$2")+` ORDER BY s.sort_key, s.id`, school, on)
}

// MustBeStaff refuses, at the field of a form, whoever is no member of the school's
// staff.
func MustBeStaff(ctx context.Context, c db.Conn, school, field, id string) error {
	n, err := db.One[int](ctx, c, `SELECT count(*) FROM staff WHERE school_id = $1 AND id = $2`, school, id)
	if err == nil && n == 0 {
		return fault.Invalid(field, "people.staff.not_found")
	}
	return err
}

// AtWork counts which of the staff work in the school on the day.
func AtWork(ctx context.Context, c db.Conn, school string, on calendar.Date, staff ...string) (int, error) {
	in, args := db.In(3, unique(staff))
	return db.One[int](ctx, c, `SELECT count(DISTINCT staff_id) FROM post
 WHERE school_id = $1 AND starts <= $2 AND ends >= $2 AND staff_id IN (`+in+`)`, append([]any{school, on}, args...)...)
}

// IDsWithRole lists the staff who hold one of the roles on the day, in order of ids;
// without roles whoever holds any post.
func IDsWithRole(ctx context.Context, c db.Conn, school string, on calendar.Date, roles ...access.Role) ([]string, error) {
	query, args := `SELECT DISTINCT staff_id FROM post WHERE school_id = $1 AND starts <= $2 AND ends >= $2`, []any{school, on}
	if len(roles) > 0 {
		in, more := db.In(3, roles)
		query, args = query+` AND role IN (`+in+`)`, append(args, more...)
	}
	return db.All[string](ctx, c, query+` ORDER BY staff_id`, args...)
}

func unique(ids []string) []string { return slices.Compact(slices.Sorted(slices.Values(ids))) }
