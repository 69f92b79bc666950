package people

import (
	"context"

	"talim/internal/db"
)

// Borne is a name that somebody of the school bears or bore.
type Borne struct {
	Code       string `db:"code"`
	FamilyName string `db:"family_name"`
	GivenName  string `db:"given_name"`
	Patronymic string `db:"patronymic"`
}

// NamesBorne lists the names of all who ever worked in the school, each with the code
// that may stand in its place (R012).
func NamesBorne(ctx context.Context, c db.Conn, school string) ([]Borne, error) {
	return db.All[Borne](ctx, c, `
SELECT s.code, s.family_name, s.given_name, s.patronymic FROM staff s WHERE s.school_id = $1
UNION SELECT s.code, e.family_name, e.given_name, e.patronymic FROM staff_earlier e JOIN staff s ON s.school_id = e.school_id AND s.id = e.staff_id
 WHERE e.school_id = $1`, school)
}
