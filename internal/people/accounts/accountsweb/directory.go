package accountsweb

import (
	"errors"
	"net/http"
	"time"

	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/oidc"
	"talim/internal/people/accounts"
	"talim/internal/web"
	"talim/internal/web/link"
)

const (
	directoryCookie = "directory"
	directoryLife   = 10 * time.Minute
)

// askedOf is what is remembered while the browser is with the directory.
type askedOf struct {
	oidc.Asked
	To string // where the person wanted to go
}

func (p *Pages) directoryRoutes() []web.Route {
	return []web.Route{
		{Pattern: "GET /sign-in/directory", Permission: accounts.MaySignIn, Handle: p.toDirectory},
		{Pattern: "GET /sign-in/directory/back", Permission: accounts.MaySignIn, Handle: p.fromDirectory},
		{Pattern: "GET /sign-in/directory/first", Permission: accounts.MaySignIn, Handle: toSignIn},
		{Pattern: "POST /sign-in/directory/first", Permission: accounts.MaySignIn, Handle: p.linkDirectory},
		{Pattern: "GET /sign-in/directory/out", Permission: accounts.MaySignIn, Handle: p.outOfDirectory},
	}
}

func (p *Pages) directoryName() string {
	if p.Directory == nil {
		return ""
	}
	return p.Directory.Name
}

func backOf(r *http.Request) string { return web.Address(r) + link.SignInByDirectory("back") }

func toSignIn(w http.ResponseWriter, r *http.Request) error {
	return web.SeeOther(w, r, link.SignIn(""), "")
}

// toDirectory sends the browser to the directory. On a computer that several use it asks
// for the password again, whoever is signed in there.
func (p *Pages) toDirectory(w http.ResponseWriter, r *http.Request) error {
	address, asked, err := p.Directory.Ask(r.Context(), backOf(r), web.IsShared(r))
	if err != nil {
		return fault.Conflict("people.directory.away", "Name", p.Directory.Name).Because(err)
	}
	if err := web.Remember(w, r, directoryCookie, askedOf{Asked: asked, To: web.ReturnOf(r).To}, directoryLife); err != nil {
		return err
	}
	return web.SeeOther(w, r, address, "")
}

// fromDirectory takes the answer: whoever is known comes in, whoever is not says whose
// account it is.
func (p *Pages) fromDirectory(w http.ResponseWriter, r *http.Request) error {
	var asked askedOf
	if !web.Recall(w, r, directoryCookie, &asked) {
		return web.SeeOther(w, r, link.SignIn(""), "people.directory.again")
	}
	named, err := p.Directory.Answer(r.Context(), backOf(r), asked.Asked, r.URL.Query().Get("state"), r.URL.Query().Get("code"))
	if errors.Is(err, oidc.ErrAnswer) {
		return web.SeeOther(w, r, link.SignIn(asked.To), "people.directory.again")
	}
	if err != nil {
		return fault.Conflict("people.directory.away", "Name", p.Directory.Name).Because(err)
	}
	n := accounts.Named{Issuer: p.Directory.Issuer, Name: named}
	e, err := p.Accounts.ByDirectory(r.Context(), n)
	form := web.NewForm()
	if form.Take(err) {
		return p.showSignIn(w, r, http.StatusUnprocessableEntity, form)
	}
	switch {
	case err != nil:
		return err
	case e.Account == "":
		return p.askWhose(w, r, n)
	}
	return p.goIn(w, web.Towards(r, asked.To), e, e.Login, false)
}

func (p *Pages) askWhose(w http.ResponseWriter, r *http.Request, n accounts.Named) error {
	sealed, err := web.SealFor(r, directoryCookie, n, directoryLife)
	if err != nil {
		return err
	}
	return p.showWhose(w, r, http.StatusOK, web.NewForm("named", sealed))
}

func (p *Pages) showWhose(w http.ResponseWriter, r *http.Request, status int, form web.Form) error {
	ctx := r.Context()
	return web.Show(w, r, status, web.Page{
		Title: i18n.T(ctx, "people.directory.first"), Narrow: true, Here: link.SignInByDirectory("first"), Body: whosePage(form, p.Directory.Name),
		Back: web.Link{Text: i18n.T(ctx, "people.signin.title"), URL: link.SignIn("")},
	})
}

func (p *Pages) linkDirectory(w http.ResponseWriter, r *http.Request) error {
	form := web.ReadForm(r)
	var n accounts.Named
	if !web.Unseal(r, directoryCookie, form.Value("named"), &n) {
		return web.SeeOther(w, r, link.SignIn(""), "people.directory.again")
	}
	var e accounts.Entry
	err := web.Try(r, accounts.LoginOf(form.Value("login")), func() (err error) {
		e, err = p.Accounts.LinkDirectory(r.Context(), n, accounts.Proof{Login: form.Value("login"), Password: form.Raw("password"), Code: form.Value("code")}, web.Now(r.Context()))
		return err
	})
	if form.Take(err) {
		return p.showWhose(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	return web.SignIn(w, r, e.Account)
}

// outOfDirectory ends the session that the directory keeps in this browser.
func (p *Pages) outOfDirectory(w http.ResponseWriter, r *http.Request) error {
	address, err := p.Directory.SignOut(r.Context(), backOf(r), web.Address(r)+link.SignIn(""))
	if err != nil || address == "" {
		return fault.Conflict("people.directory.away", "Name", p.Directory.Name).Because(err)
	}
	return web.SeeOther(w, r, address, "")
}

func (p *Pages) unlinkDirectory(r *http.Request, _ *web.Form) (web.Done, error) {
	return web.Next(link.MySignIns(), "people.directory.unlinked"), p.Accounts.UnlinkDirectory(r.Context(), actorOf(r))
}
