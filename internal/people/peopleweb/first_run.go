package peopleweb

import (
	"cmp"
	"context"
	"net/http"
	"strings"

	"talim/internal/access"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/people/accounts"
	"talim/internal/people/tree"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

// firstCode is the code of the first person, who may leave it empty.
const firstCode = "ADM-1"

func (p *Pages) firstRun(w http.ResponseWriter, r *http.Request) error {
	first, err := people.FirstRun(r.Context(), p.DB.Read())
	if err != nil {
		return err
	}
	if !first {
		return web.SeeOther(w, r, link.SignIn(""), "")
	}
	form := web.NewForm("kind", string(tree.School), "code", "school", "timezone", "Asia/Almaty", "languages", "kk", "admin_code", firstCode)
	return p.showFirstRun(w, r, http.StatusOK, form)
}

func (p *Pages) createSchool(w http.ResponseWriter, r *http.Request) error {
	form := web.ReadForm(r)
	in := accounts.NewSchool{
		NewSchool: people.NewSchool{
			Kind: tree.Kind(form.Value("kind")), Facts: readOrganisation(form),
			Administrator: people.NewStaff{StaffFacts: people.StaffFacts{
				Code: cmp.Or(form.Value("admin_code"), firstCode), FamilyName: form.Value("admin_family_name"), GivenName: form.Value("admin_given_name"),
			}},
		},
		Login: form.Value("login"), Password: form.Raw("password"),
	}
	var made accounts.MadeSchool
	err := checkFirst(in, form.Raw("repeat"))
	if err == nil {
		made, err = p.Accounts.CreateSchool(r.Context(), access.Actor{}, in)
	}
	if form.Take(err) {
		return p.showFirstRun(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	return web.SignIn(w, r, made.Account)
}

// checkFirst says all that is wrong with the first run at once. Its person has a name,
// since others are to know who keeps their accounts; and nobody is there yet who could
// give a new code for a password that was mistyped.
func checkFirst(in accounts.NewSchool, repeat string) error {
	var faults fault.Fields
	if f, is := fault.As(accounts.CheckNewSchool(in)); is {
		faults = f.Fields
	}
	faults.When(in.Administrator.FamilyName == "" && in.Administrator.GivenName == "", "admin_family_name", "people.firstrun.name_needed")
	if in.Password == "" {
		faults.Add("password", "people.password.too_short", "Count", 8)
	}
	faults.When(in.Password != repeat, "repeat", "people.password.differs")
	return faults.Err()
}

func (p *Pages) showFirstRun(w http.ResponseWriter, r *http.Request, status int, form web.Form) error {
	return web.Show(w, r, status, web.Page{Title: i18n.T(r.Context(), "people.firstrun.title"), Narrow: true, Body: firstRunPage(form)})
}

// zones are those of the country; one since March 2024, two before.
var zones = []string{"Asia/Almaty", "Asia/Qyzylorda", "Asia/Aqtobe", "Asia/Aqtau", "Asia/Atyrau", "Asia/Oral", "Asia/Qostanay"}

// zoneChoices name the zones by the cities that keep them.
func zoneChoices(ctx context.Context) []component.Choice {
	var out []component.Choice
	for _, z := range zones {
		city := strings.ToLower(strings.TrimPrefix(z, "Asia/"))
		out = append(out, component.Choice{Value: z, Label: i18n.T(ctx, "people.organisation.zone."+city)})
	}
	return out
}
