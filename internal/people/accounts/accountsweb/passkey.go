package accountsweb

import (
	"net/http"

	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/people/accounts"
	"talim/internal/web"
	"talim/internal/web/link"
)

func (p *Pages) passkeyRoutes() []web.Route {
	return []web.Route{
		{Pattern: "POST /sign-in/passkey", Permission: accounts.MaySignIn, Handle: p.enterByPasskey},
		{Pattern: "GET /my-sign-ins/passkeys", Permission: accounts.MayKeepOwn, Handle: p.passkeys},
		{Pattern: "POST /my-sign-ins/passkeys", Permission: accounts.MayKeepOwn, Handle: p.beginPasskey},
		{Pattern: "POST /my-sign-ins/passkeys/made", Permission: accounts.MayKeepOwn, Handle: p.addPasskey},
		{Pattern: "POST /my-sign-ins/passkeys/end", Permission: accounts.MayKeepOwn, Handle: web.Act(p.endPasskey)},
	}
}

// passkeysView is the page of one's passkeys.
type passkeysView struct {
	form web.Form
	all  []accounts.Passkey
	here bool // this address has passkeys
}

func (p *Pages) passkeys(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	return p.showPasskeys(w, r, http.StatusOK, web.NewForm("name", i18n.T(ctx, "web.device."+web.DeviceOf(r))))
}

func (p *Pages) showPasskeys(w http.ResponseWriter, r *http.Request, status int, form web.Form) error {
	ctx := r.Context()
	v := passkeysView{form: form, here: accounts.PasskeysAt(web.Address(r))}
	var err error
	if v.all, err = p.Accounts.Passkeys(ctx, actorOf(r)); err != nil {
		return err
	}
	page := fromSignIns(ctx, "people.passkey.title")
	page.Body = passkeysPage(v)
	return web.Show(w, r, status, page)
}

func (p *Pages) beginPasskey(w http.ResponseWriter, r *http.Request) error {
	ctx, form := r.Context(), web.ReadForm(r)
	var q accounts.Question
	err := tryPassword(r, func() (err error) {
		q, err = p.Accounts.BeginPasskey(ctx, actorOf(r), form.Raw("password"), form.Value("name"), web.Address(r), web.Now(ctx))
		return err
	})
	if form.Take(err) {
		return p.showPasskeys(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	page := fromSignIns(ctx, "people.passkey.title")
	page.Body, page.Here = makePasskeyPage(q), link.Passkeys()
	return web.Show(w, r, http.StatusOK, page)
}

func (p *Pages) addPasskey(w http.ResponseWriter, r *http.Request) error {
	ctx, form := r.Context(), web.ReadForm(r)
	err := p.Accounts.AddPasskey(ctx, actorOf(r), form.Value("asked"), form.Raw("answer"), web.Address(r), web.Now(ctx))
	if fault.Is(err, fault.KindConflict) {
		return web.SeeOther(w, r, link.Passkeys(), "people.passkey.not_made")
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Passkeys(), "people.passkey.made")
}

func (p *Pages) endPasskey(r *http.Request, f *web.Form) (web.Done, error) {
	return web.Next(link.Passkeys(), "people.passkey.ended"), p.Accounts.EndPasskey(r.Context(), actorOf(r), f.Value("passkey"))
}

func (p *Pages) enterByPasskey(w http.ResponseWriter, r *http.Request) error {
	ctx, form := r.Context(), web.ReadForm(r)
	e, err := p.Accounts.ByPasskey(ctx, form.Value("asked"), form.Raw("answer"), web.Address(r), web.Now(ctx))
	if form.Take(err) {
		return p.showSignIn(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	return web.SignInHalf(w, r, web.Half{Account: e.Account, Who: e.Login, Stay: form.Value("stay") != ""})
}
