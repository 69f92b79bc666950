package accountsweb

import (
	"context"
	"net/http"
	"slices"

	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/people/accounts"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

func (p *Pages) guardRoutes() []web.Route {
	routes := []web.Route{
		{Pattern: "GET /my-sign-ins", Permission: accounts.MayKeepOwn, Handle: p.mySignIns},
		{Pattern: "POST /my-sign-ins/end-one", Permission: accounts.MayKeepOwn, Handle: web.Act(endOne)},
		{Pattern: "GET /my-sign-ins/stay", Permission: accounts.MayKeepOwn, Handle: p.staying},
		{Pattern: "POST /my-sign-ins/stay", Permission: accounts.MayKeepOwn, Handle: p.stay},
		{Pattern: "POST /my-sign-ins/leave", Permission: accounts.MayKeepOwn, Handle: leave},
		{Pattern: "POST /my-sign-ins/shared", Permission: accounts.MayKeepOwn, Handle: markOwn},
		{Pattern: "POST /sign-in/shared", Permission: accounts.MaySignIn, Handle: markShared},
		{Pattern: "POST /my-sign-ins/end", Permission: accounts.MayKeepOwn, Handle: web.Act(endOthers)},
		{Pattern: "POST /my-sign-ins/refuse", Permission: accounts.MayKeepOwn, Handle: web.Act(p.refuseCode)},
		{Pattern: "POST /my-sign-ins/confirm", Permission: accounts.MayKeepOwn, Handle: web.Act(p.confirm)},
		{Pattern: "GET /my-sign-ins/words", Permission: accounts.MayKeepOwn, Handle: p.words},
		{Pattern: "POST /my-sign-ins/words", Permission: accounts.MayKeepOwn, Handle: p.makeWords},
		{Pattern: "GET /sign-in/words", Permission: accounts.MaySignIn, Handle: p.recovery},
		{Pattern: "POST /sign-in/words", Permission: accounts.MaySignIn, Handle: p.recover},
	}
	routes = append(routes, p.opening().Routes()...)
	return slices.Concat(routes, p.confirmer().Routes(), p.factorRoutes(), p.passkeyRoutes(),
		[]web.Route{{Pattern: "POST /my-sign-ins/directory", Permission: accounts.MayKeepOwn, Handle: web.Act(p.unlinkDirectory)}})
}

// signInsView is what the page of one's sign-ins shows.
type signInsView struct {
	accounts.Standing
	open  []web.OpenSession
	asked []accounts.Asked
	here  here
}

func (p *Pages) mySignIns(w http.ResponseWriter, r *http.Request) error {
	ctx, actor := r.Context(), actorOf(r)
	v := signInsView{here: hereOf(r)}
	var err error
	if v.Standing, err = p.Accounts.StandingOf(ctx, actor); err != nil {
		return err
	}
	if v.open, err = web.OpenSessions(ctx); err != nil {
		return err
	}
	if v.asked, err = p.Accounts.AskedOf(ctx, actor); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, web.Page{Title: i18n.T(ctx, "people.signins.title"), Body: signInsPage(v), Narrow: true, Sees: i18n.T(ctx, "people.signins.sees")})
}

func endOthers(r *http.Request, _ *web.Form) (web.Done, error) {
	return web.Next(link.MySignIns(), "people.signins.ended"), web.EndSessions(r.Context(), actorOf(r).Account)
}

func (p *Pages) refuseCode(r *http.Request, _ *web.Form) (web.Done, error) {
	return web.Next(link.MySignIns(), "people.reset.refused"), p.Accounts.RefuseCode(r.Context(), actorOf(r))
}

func (p *Pages) confirm(r *http.Request, f *web.Form) (web.Done, error) {
	return web.Next(link.MySignIns(), "people.reset.confirmed"), p.Accounts.Confirm(r.Context(), actorOf(r), f.Value("account"))
}

// fromSignIns is a page that stands behind that of one's sign-ins.
func fromSignIns(ctx context.Context, title string) web.Page {
	return web.Page{Title: i18n.T(ctx, title), Narrow: true, Back: web.Link{Text: i18n.T(ctx, "people.signins.title"), URL: link.MySignIns()}}
}

// opening is the form that opens private texts with the recovery words.
func (p *Pages) opening() web.FormOf[string] {
	return web.FormOf[string]{
		At: "/my-sign-ins/open", Permission: accounts.MayKeepOwn,
		Show: func(r *http.Request, f *web.Form) (web.Page, error) {
			page := fromSignIns(r.Context(), "people.reset.by_words")
			page.Body = openingPage(f)
			return page, nil
		},
		Read: func(f *web.Form) string { return f.Value("words") },
		Do: func(r *http.Request, words string) (web.Done, error) {
			err := web.Try(r, "words of "+actorOf(r).Account, func() error {
				return p.Accounts.GiveWords(r.Context(), actorOf(r), words)
			})
			return web.Next(link.MySignIns(), "people.reset.opened"), err
		},
	}
}

func (p *Pages) words(w http.ResponseWriter, r *http.Request) error {
	return p.showWords(w, r, http.StatusOK, web.NewForm(), "")
}

// makeWords shows the words on the answer itself: they are kept nowhere to be shown again.
func (p *Pages) makeWords(w http.ResponseWriter, r *http.Request) error {
	form := web.ReadForm(r)
	var words string
	err := tryPassword(r, func() (err error) {
		words, err = p.Accounts.MakeWords(r.Context(), actorOf(r), form.Raw("password"))
		return err
	})
	if form.Take(err) {
		return p.showWords(w, r, http.StatusUnprocessableEntity, form, "")
	}
	if err != nil {
		return err
	}
	return p.showWords(w, r, http.StatusOK, web.NewForm(), words)
}

func (p *Pages) showWords(w http.ResponseWriter, r *http.Request, status int, form web.Form, words string) error {
	page := fromSignIns(r.Context(), "people.words.title")
	page.Body = wordsPage(form, words)
	return web.Show(w, r, status, page)
}

// named is the colleague whom somebody names, and the password that proves who it is.
type named struct{ password, staff string }

func (p *Pages) confirmer() web.FormOf[named] {
	return web.FormOf[named]{
		At: "/my-sign-ins/confirmer", Permission: accounts.MayKeepOwn, Show: p.confirmerPage,
		Read: func(f *web.Form) named { return named{f.Raw("password"), f.Value("confirmer")} },
		Do: func(r *http.Request, in named) (web.Done, error) {
			err := tryPassword(r, func() error {
				return p.Accounts.NameConfirmer(r.Context(), actorOf(r), in.password, in.staff)
			})
			return web.Next(link.MySignIns(), "people.confirmer.saved"), err
		},
	}
}

func (p *Pages) confirmerPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	standing, err := p.Accounts.StandingOf(ctx, actorOf(r))
	if err != nil {
		return web.Page{}, err
	}
	all, err := p.Accounts.Confirmers(ctx, actorOf(r))
	f.Begin("confirmer", standing.Confirmer)
	page := fromSignIns(ctx, "people.confirmer.title")
	page.Body = confirmerForm(f, colleagues(ctx, all))
	return page, err
}

func colleagues(ctx context.Context, all []people.Person) []component.Choice {
	out := []component.Choice{{Value: "", Label: i18n.T(ctx, "people.confirmer.nobody")}}
	for _, p := range all {
		out = append(out, component.Choice{Value: p.ID, Label: p.Name()})
	}
	return out
}

func (p *Pages) recovery(w http.ResponseWriter, r *http.Request) error {
	return p.showRecovery(w, r, http.StatusOK, web.NewForm())
}

func (p *Pages) recover(w http.ResponseWriter, r *http.Request) error {
	form := web.ReadForm(r)
	var account string
	err := web.Try(r, accounts.LoginOf(form.Value("login")), func() (err error) {
		account, err = p.Accounts.Recover(r.Context(), accounts.Recovery{
			Login: form.Value("login"), Words: form.Value("words"), Password: form.Raw("password"), Repeat: form.Raw("repeat"), Code: form.Value("code"),
		}, web.Now(r.Context()))
		return err
	})
	if form.Take(err) {
		return p.showRecovery(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	if err := web.EndSessions(r.Context(), account); err != nil {
		return err
	}
	return web.SignIn(w, r, account)
}

func (p *Pages) showRecovery(w http.ResponseWriter, r *http.Request, status int, form web.Form) error {
	ctx := r.Context()
	return web.Show(w, r, status, web.Page{
		Title: i18n.T(ctx, "people.recover.title"), Narrow: true, Body: recoveryPage(form),
		Back: web.Link{Text: i18n.T(ctx, "people.signin.title"), URL: link.SignIn("")},
	})
}
