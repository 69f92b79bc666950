package mentoring

import (
	"context"
	"strings"

	"talim/internal/db"
	"talim/internal/people"
	"talim/internal/verb"
)

// Person is a member of staff as lists and papers of the area name her.
type Person struct {
	ID         string `db:"id"`
	Code       string `db:"code"`
	FamilyName string `db:"family_name"`
	GivenName  string `db:"given_name"`
	Patronymic string `db:"patronymic"`
	SortKey    string `db:"sort_key"`
}

// Name is the full name, or the code where the school keeps none (R012).
func (p Person) Name() string {
	return people.Staff{Code: p.Code, FamilyName: p.FamilyName, GivenName: p.GivenName, Patronymic: p.Patronymic}.Name()
}

const PersonColumns = `id, code, family_name, given_name, patronymic, sort_key`

// PeopleByID names the staff with the given ids in one query.
func PeopleByID(ctx context.Context, c db.Conn, school string, ids ...string) (map[string]Person, error) {
	if ids = distinct(ids); len(ids) == 0 {
		return nil, nil
	}
	in, args := db.In(2, ids)
	rows, err := db.All[Person](ctx, c, `SELECT `+PersonColumns+` FROM staff WHERE school_id = $1 AND id IN (`+in+`)`,
		append([]any{school}, args...)...)
	named := make(map[string]Person, len(rows))
	for _, p := range rows {
		named[p.ID] = p
	}
	return named, err
}

// People names the staff with the given ids.
func (s *Service) People(ctx context.Context, school string, ids ...string) (map[string]Person, error) {
	return PeopleByID(ctx, s.Read(), school, ids...)
}

// PersonAs selects the columns of a joined staff row for a field with the tag `db:"name_"`.
func PersonAs(table, name string) string { return ColumnsAs(PersonColumns, table, name) }

func ColumnsAs(list, table, name string) string {
	columns := strings.Split(list, ",")
	for i, c := range columns {
		c = strings.TrimSpace(c)
		columns[i] = table + "." + c + " AS " + name + "_" + c
	}
	return strings.Join(columns, ", ")
}

// Prefixed puts a table's name before each column of a list.
func Prefixed(table, columns string) string {
	names := strings.Split(columns, ",")
	for i, n := range names {
		names[i] = table + strings.TrimSpace(n)
	}
	return strings.Join(names, ", ")
}

func PersonByID(ctx context.Context, c db.Conn, school, id string) (Person, error) {
	p, err := db.One[Person](ctx, c, `SELECT `+PersonColumns+` FROM staff WHERE school_id = $1 AND id = $2`, school, id)
	return p, verb.Missing(err, "mentoring.staff.missing")
}
