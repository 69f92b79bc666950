package mentoring

import (
	"context"
	"strings"

	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/people"
	"talim/internal/verb"
)

// Person is a member of staff as lists and papers of the area name her.
type Person = people.Person

// PeopleByID names the staff with the given ids in one query.
func PeopleByID(ctx context.Context, c db.Conn, school string, ids ...string) (map[string]Person, error) {
	return people.PersonsByID(ctx, c, school, ids...)
}

// People names the staff with the given ids.
func (s *Service) People(ctx context.Context, school string, ids ...string) (map[string]Person, error) {
	return PeopleByID(ctx, s.Read(), school, ids...)
}

// ColumnsAs selects the columns of T, a joined row, for a field with the tag `db:"name_"`.
func ColumnsAs[T any](table, name string) string {
	columns := strings.Split(db.Columns[T](""), ", ")
	for i, c := range columns {
		columns[i] = table + "." + c + " AS " + name + "_" + c
	}
	return strings.Join(columns, ", ")
}

// PersonByID names one member of staff.
func PersonByID(ctx context.Context, c db.Conn, school, id string) (Person, error) {
	p, err := people.PersonByID(ctx, c, school, id)
	if fault.Is(err, fault.KindNotFound) {
		return p, fault.NotFound("mentoring.staff.missing")
	}
	return p, err
}

// MustBeStaff refuses, at the field, whoever is not on the staff of the actor's school.
func MustBeStaff(w verb.Work, field, id string) error {
	_, err := people.PersonByID(w.Ctx, w.Tx, w.Actor.School, id)
	if fault.Is(err, fault.KindNotFound) {
		return fault.Invalid(field, "mentoring.staff.missing")
	}
	return err
}
