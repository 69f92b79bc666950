package demo

import (
	"context"

	"talim/internal/db"
	"talim/internal/people"
	"talim/internal/people/accounts"
	"talim/internal/people/tree"
)

// Persona is somebody whom a visitor of the demo can be, with one click.
type Persona struct {
	Part    string // in the story: "director", "mentor"; its text is the message "demo.persona." + Part
	School  string // code of the organisation
	Code    string // of the person
	Account string
}

// cast are the personas in the order in which the page shows them. Who is who
// stands in internal/casestudy/README.md.
var cast = []Persona{
	{Part: "deputy", School: "A", Code: "DD-A2"},
	{Part: "director", School: "A", Code: "DIR-A"},
	{Part: "smu_head", School: "A", Code: "SMU-A3"},
	{Part: "mentor", School: "A", Code: "T-A2"},
	{Part: "mentor_languages", School: "A", Code: "SMU-A4"},
	{Part: "mentor_next", School: "A", Code: "T-A1"},
	{Part: "shows_lesson", School: "A", Code: "T-A3"},
	{Part: "mentee", School: "A", Code: "T-A14"},
	{Part: "mentee_first", School: "A", Code: "T-A16"},
	{Part: "mentee_biology", School: "A", Code: "T-A12"},
	{Part: "mentee_english", School: "A", Code: "T-A15"},
	{Part: "after_leave", School: "A", Code: "T-A13"},
	{Part: "secretary", School: "A", Code: "Auyl-History-4"},
	{Part: "deputy_audan", School: "B", Code: "DD-B1"},
	{Part: "director_aimak", School: "C", Code: "DIR-C"},
	{Part: "methodologist", School: "RAIONO", Code: "RAIONO-1"},
	{Part: "administrator", School: "MINISTRY", Code: "ADMIN"},
}

// Personas lists whom a visitor can be.
func Personas(ctx context.Context, c db.Conn) ([]Persona, error) {
	type row struct {
		School  string `db:"school"`
		Code    string `db:"code"`
		Account string `db:"account"`
	}
	rows, err := db.All[row](ctx, c, `SELECT o.code AS school, s.code, a.id AS account
		`+accounts.From("a", "s")+` `+people.JoinOrganisation("o", "a.school_id"))
	if err != nil {
		return nil, err
	}
	opened := map[[2]string]string{}
	for _, r := range rows {
		opened[[2]string{r.School, r.Code}] = r.Account
	}
	var out []Persona
	for _, p := range cast {
		if p.Account = opened[[2]string{p.School, p.Code}]; p.Account != "" {
			out = append(out, p)
		}
	}
	return out, nil
}

// openAccounts opens an account for everybody, so that the story can go on with
// anybody; nobody knows the codes, and the demo needs none.
func openAccounts(ctx context.Context, w World) error {
	schools, err := db.All[tree.Organisation](ctx, w.DB.Read(), `SELECT `+db.Columns[tree.Organisation]("o")+` `+people.FromOrganisations("o")+` ORDER BY o.code`)
	if err != nil {
		return err
	}
	for _, o := range schools {
		s, err := w.school(ctx, o.Code)
		if err != nil {
			return err
		}
		staff, err := db.All[string](ctx, w.DB.Read(), `SELECT s.id `+people.FromStaff("s")+` WHERE s.school_id = $1 ORDER BY s.sort_key`, o.ID)
		if err != nil {
			return err
		}
		if len(staff) == 0 {
			continue
		}
		if _, err := s.Accounts.IssueCodes(ctx, s.as, staff); err != nil {
			return err
		}
	}
	return nil
}
