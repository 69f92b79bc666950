package accountsweb

import (
	"net/http"

	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/people/accounts"
	"talim/internal/web"
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
	who := accounts.LoginOf(form.Value("login"))
	var e accounts.Entry
	err := web.Try(r, who, func() (err error) {
		e, err = p.Accounts.SignIn(r.Context(), form.Value("login"), form.Raw("password"))
		return err
	})
	if form.Take(err) {
		return p.showSignIn(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	return p.goIn(w, r, e, who, form.Value("stay") != "")
}

func (p *Pages) showSignIn(w http.ResponseWriter, r *http.Request, status int, form web.Form) error {
	ctx := r.Context()
	q, err := p.Accounts.AskPasskey(web.Address(r), web.Now(ctx))
	if err != nil {
		return err
	}
	return web.Show(w, r, status, web.Page{
		Title: i18n.T(ctx, "people.signin.title"), Narrow: true, Here: link.SignIn(""),
		Body: signInPage(form, web.ReturnOf(r), p.Personas != nil, hereOf(r), q, p.directoryName()),
	})
}

func (p *Pages) first(w http.ResponseWriter, r *http.Request) error {
	return p.showFirst(w, r, http.StatusOK, web.NewForm("login", web.ReadForm(r).Value("login")))
}

func (p *Pages) open(w http.ResponseWriter, r *http.Request) error {
	form := web.ReadForm(r)
	var account string
	err := web.Try(r, accounts.LoginOf(form.Value("login")), func() (err error) {
		account, err = p.Accounts.Open(r.Context(), accounts.FirstSignIn{
			Login: form.Value("login"), Code: form.Value("code"), Password: form.Raw("password"), Repeat: form.Raw("repeat"),
		})
		return err
	})
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
	err := tryPassword(r, func() error {
		return p.Accounts.ChangePassword(r.Context(), actorOf(r), accounts.NewPassword{
			Old: form.Raw("old"), Password: form.Raw("password"), Repeat: form.Raw("repeat"),
		})
	})
	if form.Take(err) {
		return p.showPassword(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	if err := web.EndSessions(r.Context(), actorOf(r).Account); err != nil {
		return err
	}
	if err := web.Renew(w, r); err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Staff(actorOf(r).Staff), "people.password.done")
}

// tryPassword counts wrong passwords in a session: whoever sits at one that was left open
// could try.
func tryPassword(r *http.Request, prove func() error) error {
	return web.Try(r, "password of "+actorOf(r).Account, prove)
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
