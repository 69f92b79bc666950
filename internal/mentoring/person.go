package mentoring

import (
	"context"
	"strings"

	"talim/internal/db"
	"talim/internal/people"
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

const personColumns = `id, code, family_name, given_name, patronymic, sort_key`

// peopleByID names the staff with the given ids in one query.
func peopleByID(ctx context.Context, c db.Conn, school string, ids ...string) (map[string]Person, error) {
	if ids = distinct(ids); len(ids) == 0 {
		return nil, nil
	}
	in, args := db.In(2, ids)
	rows, err := db.All[Person](ctx, c, `SELECT `+personColumns+` FROM staff WHERE school_id = $1 AND id IN (`+in+`)`,
		append([]any{school}, args...)...)
	named := make(map[string]Person, len(rows))
	for _, p := range rows {
		named[p.ID] = p
	}
	return named, err
}

// People names the staff with the given ids.
func (s *Service) People(ctx context.Context, school string, ids ...string) (map[string]Person, error) {
	return peopleByID(ctx, s.Read(), school, ids...)
}

// personAs selects the columns of a joined staff row for a field with the tag `db:"name_"`.
func personAs(table, name string) string { return columnsAs(personColumns, table, name) }

// pairingAs does the same for a joined pairing.
func pairingAs(table, name string) string { return columnsAs(pairingColumns, table, name) }

func columnsAs(list, table, name string) string {
	columns := strings.Split(list, ",")
	for i, c := range columns {
		c = strings.TrimSpace(c)
		columns[i] = table + "." + c + " AS " + name + "_" + c
	}
	return strings.Join(columns, ", ")
}

// prefixed puts a table's name before each column of a list.
func prefixed(table, columns string) string {
	names := strings.Split(columns, ",")
	for i, n := range names {
		names[i] = table + strings.TrimSpace(n)
	}
	return strings.Join(names, ", ")
}
