package peopleweb

import (
	"cmp"
	"net/http"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

// signIn shows the form; an empty database leads to the first run instead. It
// also answers a form whose session ended, whose fields are not its own.
func (p *Pages) signIn(w http.ResponseWriter, r *http.Request) error {
	first, err := people.FirstRun(r.Context(), p.DB.Read())
	if err != nil {
		return err
	}
	if first && r.Method == http.MethodGet {
		return web.SeeOther(w, r, link.FirstRun(), "")
	}
	return p.showSignIn(w, r, http.StatusOK, web.NewForm())
}

func (p *Pages) enter(w http.ResponseWriter, r *http.Request) error {
	form := web.ReadForm(r)
	err := web.Attempt(r, people.LoginOf(form.Value("login")))
	var account string
	if err == nil {
		account, err = p.People.SignIn(r.Context(), form.Value("login"), form.Raw("password"))
	}
	if form.Take(err) {
		return p.showSignIn(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	return web.SignIn(w, r, account)
}

func (p *Pages) showSignIn(w http.ResponseWriter, r *http.Request, status int, form web.Form) error {
	ctx := r.Context()
	return web.Show(w, r, status, web.Page{
		Title: i18n.T(ctx, "people.signin.title"), Narrow: true, Here: link.SignIn(""),
		Body: signInPage(form, web.ReturnOf(r), p.Personas != nil),
	})
}

func (p *Pages) first(w http.ResponseWriter, r *http.Request) error {
	return p.showFirst(w, r, http.StatusOK, web.NewForm("login", web.ReadForm(r).Value("login")))
}

func (p *Pages) open(w http.ResponseWriter, r *http.Request) error {
	form := web.ReadForm(r)
	err := web.Attempt(r, people.LoginOf(form.Value("login")))
	var account string
	if err == nil {
		account, err = p.People.Open(r.Context(), people.FirstSignIn{
			Login: form.Value("login"), Code: form.Value("code"), Password: form.Raw("password"), Repeat: form.Raw("repeat"),
		})
	}
	if form.Take(err) {
		return p.showFirst(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	if err := web.EndSessions(r.Context(), account); err != nil {
		return err
	}
	return web.SignIn(w, r, account)
}

func (p *Pages) showFirst(w http.ResponseWriter, r *http.Request, status int, form web.Form) error {
	ctx := r.Context()
	return web.Show(w, r, status, web.Page{
		Title: i18n.T(ctx, "people.first.title"), Narrow: true, Body: firstPage(form),
		Back: web.Link{Text: i18n.T(ctx, "people.signin.title"), URL: link.SignIn("")},
	})
}

func (p *Pages) password(w http.ResponseWriter, r *http.Request) error {
	return p.showPassword(w, r, http.StatusOK, web.NewForm())
}

func (p *Pages) changePassword(w http.ResponseWriter, r *http.Request) error {
	form := web.ReadForm(r)
	err := web.Attempt(r, "password of "+actorOf(r).Account) // whoever sits at an open session could try
	if err == nil {
		err = p.People.ChangePassword(r.Context(), actorOf(r), people.NewPassword{
			Old: form.Raw("old"), Password: form.Raw("password"), Repeat: form.Raw("repeat"),
		})
	}
	if form.Take(err) {
		return p.showPassword(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	if err := web.EndSessions(r.Context(), actorOf(r).Account); err != nil {
		return err
	}
	if err := web.Proved(r); err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Staff(actorOf(r).Staff), "people.password.done")
}

func (p *Pages) showPassword(w http.ResponseWriter, r *http.Request, status int, form web.Form) error {
	ctx := r.Context()
	return web.Show(w, r, status, web.Page{
		Title: i18n.T(ctx, "people.password.title"), Narrow: true, Body: passwordPage(form, link.Staff(actorOf(r).Staff)),
	})
}

// personas lists whom a visitor of the demo may be.
func (p *Pages) personas(w http.ResponseWriter, r *http.Request) error {
	all, err := p.Personas(r.Context())
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, web.Page{
		Title: i18n.T(r.Context(), "people.demo.title"), Kicker: i18n.Date(r.Context(), p.today()), Body: personasPage(all),
	})
}

// become signs a visitor in as one of the personas, and as nobody else.
func (p *Pages) become(w http.ResponseWriter, r *http.Request) error {
	all, err := p.Personas(r.Context())
	if err != nil {
		return err
	}
	account := web.ReadForm(r).Value("account")
	for _, persona := range all {
		if persona.Account == account {
			return web.SignIn(w, r, account)
		}
	}
	return fault.NotFound("people.account.not_found")
}

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
	form := web.NewForm("kind", string(people.School), "code", "school", "timezone", "Asia/Almaty", "languages", "kk", "admin_code", firstCode)
	return p.showFirstRun(w, r, http.StatusOK, form)
}

func (p *Pages) createSchool(w http.ResponseWriter, r *http.Request) error {
	form := web.ReadForm(r)
	in := people.NewSchool{
		Kind: people.Kind(form.Value("kind")), OrganisationFacts: readOrganisation(form), Login: form.Value("login"), Password: form.Raw("password"),
		Administrator: people.NewStaff{StaffFacts: people.StaffFacts{
			Code: cmp.Or(form.Value("admin_code"), firstCode), FamilyName: form.Value("admin_family_name"), GivenName: form.Value("admin_given_name"),
		}},
	}
	var made people.MadeSchool
	err := checkFirst(in, form.Raw("repeat"))
	if err == nil {
		made, err = p.People.CreateSchool(r.Context(), access.Actor{}, in)
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
func checkFirst(in people.NewSchool, repeat string) error {
	var faults fault.Fields
	if f, is := fault.As(people.CheckNewSchool(in)); is {
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

func zoneChoices() []component.Choice {
	var out []component.Choice
	for _, z := range zones {
		out = append(out, component.Choice{Value: z, Label: z})
	}
	return out
}

// state of an account, for the list.
func accountState(l people.AccountLine, now calendar.Instant) (kind, key string) {
	switch {
	case l.DisabledAt != "":
		return component.Late, "people.account.state.disabled"
	case l.CodeUntil > now:
		return component.Wait, "people.account.state.code"
	case l.HasPass:
		return component.OK, "people.account.state.used"
	case l.AccountID != "":
		return component.Wait, "people.account.state.expired"
	}
	return component.Plain, "people.account.state.none"
}
