package people

import (
	"cmp"
	"context"
	"slices"

	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/verb"
)

// What a person was called and how they were reached before a change stays, with the
// days on which it held. Whoever may see the row of today may see it.

// formerStaff is a row of staff_earlier: what the version before a change said.
type formerStaff struct {
	SchoolID   string `db:"school_id"`
	StaffID    string `db:"staff_id"`
	Version    int    `db:"version"`
	Code       string `db:"code"`
	FamilyName string `db:"family_name"`
	GivenName  string `db:"given_name"`
	Patronymic string `db:"patronymic"`
	Phone      string `db:"phone"`
	Email      string `db:"email"`
	calendar.Period
}

// keepFormer keeps what old said until the day on which made takes its place.
func keepFormer(ctx context.Context, tx db.Conn, day calendar.Date, old, made Staff) error {
	if old.Facts() == made.Facts() {
		return nil
	}
	before, err := db.All[calendar.Date](ctx, tx, `SELECT ends FROM staff_earlier WHERE school_id = $1 AND staff_id = $2 ORDER BY version DESC LIMIT 1`,
		old.SchoolID, old.ID)
	if err != nil {
		return err
	}
	starts := calendar.DateOf(old.CreatedAt.Time())
	if len(before) > 0 {
		starts = before[0].AddDays(1)
	}
	starts = min(starts, day) // several changes on one day, or a clock that was ahead
	return db.Insert(ctx, tx, "staff_earlier", formerStaff{
		SchoolID: old.SchoolID, StaffID: old.ID, Version: old.Version, Code: old.Code, FamilyName: old.FamilyName, GivenName: old.GivenName,
		Patronymic: old.Patronymic, Phone: old.Phone, Email: old.Email, Period: calendar.Period{Starts: starts, Ends: max(starts, day.AddDays(-1))},
	})
}

// changeStaff writes another state of a person as the next version, for a list that
// was compared with the whole school.
func changeStaff(ctx context.Context, tx db.Conn, day calendar.Date, made Staff) error {
	old, err := StaffByID(ctx, tx, made.SchoolID, made.ID)
	if err != nil {
		return err
	}
	made.Version, made.SubjectsVersion = old.Version+1, old.SubjectsVersion
	if err := db.Update(ctx, tx, "staff", made, "school_id", "id"); err != nil {
		return err
	}
	return keepFormer(ctx, tx, day, old, made)
}

// Former is what one fact of a person was for a period.
type Former struct {
	Field string // "name", "code", "phone", "email"
	Value string
	calendar.Period
}

// Card is a person with what was before.
type Card struct {
	Staff
	Former []Former // the latest first
}

// stated is what a version of a person says, and when.
type stated struct {
	Staff
	calendar.Period
}

// The facts that a card tells the history of.
var former = []struct {
	field string
	value func(Staff) string
}{
	{"name", Staff.Name},
	{"code", func(p Staff) string { return p.Code }},
	{"phone", func(p Staff) string { return p.Phone }},
	{"email", func(p Staff) string { return p.Email }},
}

// formerOf tells what one fact was before it was what it is; versions are the latest
// first. Versions in which it did not change make one period.
func formerOf(field string, value func(Staff) string, versions []stated) []Former {
	var out []Former
	for i, v := range versions[1:] {
		was, after := value(v.Staff), value(versions[i].Staff)
		switch {
		case was != after:
			out = append(out, Former{field, was, v.Period})
		case len(out) > 0:
			out[len(out)-1].Starts = v.Starts
		}
	}
	return slices.DeleteFunc(out, func(f Former) bool { return f.Value == "" })
}

// CardOf reads a person of the school, with former names and contacts, in one query.
func CardOf(ctx context.Context, c db.Conn, school, id string) (Card, error) {
	rows, err := db.All[stated](ctx, c, `
SELECT `+db.Columns[Staff]("")+`, '' AS starts, '9999-12-31' AS ends FROM staff WHERE school_id = $1 AND id = $2
UNION ALL
SELECT school_id, staff_id, code, family_name, given_name, patronymic, '', '', phone, email, '', FALSE, version, 0, starts, ends
  FROM staff_earlier WHERE school_id = $1 AND staff_id = $2
ORDER BY version DESC`, school, id)
	if err == nil && len(rows) == 0 {
		err = db.ErrNotFound
	}
	if err != nil {
		return Card{}, verb.Missing(err, "people.staff.not_found")
	}
	card := Card{Staff: rows[0].Staff}
	for _, f := range former {
		card.Former = append(card.Former, formerOf(f.field, f.value, rows)...)
	}
	slices.SortStableFunc(card.Former, func(a, b Former) int { return cmp.Compare(b.Ends, a.Ends) })
	return card, nil
}

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
