package accountsweb

import (
	"context"
	"errors"
	"net/http"

	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/people/accounts"
	"talim/internal/web"
	"talim/internal/web/link"
)

func (p *Pages) factorRoutes() []web.Route {
	routes := []web.Route{
		{Pattern: "GET /sign-in/code", Permission: accounts.MaySignIn, Handle: p.askCode},
		{Pattern: "POST /sign-in/code", Permission: accounts.MaySignIn, Handle: p.giveCode},
		{Pattern: "GET /my-sign-ins/app", Permission: accounts.MayKeepOwn, Handle: p.factor},
		{Pattern: "POST /my-sign-ins/app", Permission: accounts.MayKeepOwn, Handle: p.beginFactor},
		{Pattern: "GET /my-sign-ins/app/code", Permission: accounts.MayKeepOwn, Handle: beginAgain},
		{Pattern: "POST /my-sign-ins/app/code", Permission: accounts.MayKeepOwn, Handle: p.makeFactor},
		{Pattern: "GET /my-sign-ins/app/spare", Permission: accounts.MayKeepOwn, Handle: p.spare},
		{Pattern: "POST /my-sign-ins/app/spare", Permission: accounts.MayKeepOwn, Handle: p.renewSpare},
	}
	return append(routes, p.removingFactor().Routes()...)
}

// goIn answers somebody whose password was right: with the page of the code where the
// account has a second factor, else by signing in.
func (p *Pages) goIn(w http.ResponseWriter, r *http.Request, e accounts.Entry, who string, stay bool) error {
	switch {
	case e.Code:
		if err := web.GoHalf(w, r, web.Half{Account: e.Account, Proof: e.Proof, Who: who, Stay: stay}); err != nil {
			return err
		}
		return p.showCode(w, r, http.StatusOK, web.NewForm())
	case e.Must:
		return web.SignInFirst(w, r, e.Account, stay, link.SecondFactor())
	}
	return web.SignInFor(w, r, e.Account, stay)
}

// askCode shows the page of the code again, such as in another language.
func (p *Pages) askCode(w http.ResponseWriter, r *http.Request) error {
	if _, half := web.HalfOf(r); !half {
		return web.SeeOther(w, r, link.SignIn(""), "")
	}
	return p.showCode(w, r, http.StatusOK, web.NewForm())
}

func (p *Pages) giveCode(w http.ResponseWriter, r *http.Request) error {
	half, is := web.HalfOf(r)
	if !is {
		return web.SeeOther(w, r, link.SignIn(""), "people.factor.again")
	}
	form := web.ReadForm(r)
	err := web.Try(r, "code of "+half.Account, func() error {
		_, err := p.Accounts.GiveCode(r.Context(), accounts.Entry{Account: half.Account, Proof: half.Proof}, form.Value("code"), web.Now(r.Context()))
		return err
	})
	if form.Take(err) {
		return p.showCode(w, r, http.StatusUnprocessableEntity, form)
	}
	if fault.Is(err, fault.KindConflict) {
		return web.SeeOther(w, r, link.SignIn(""), "people.factor.again")
	}
	if err != nil {
		return err
	}
	return web.SignInHalf(w, r, half)
}

func (p *Pages) showCode(w http.ResponseWriter, r *http.Request, status int, form web.Form) error {
	ctx := r.Context()
	return web.Show(w, r, status, web.Page{
		Title: i18n.T(ctx, "people.factor.ask"), Narrow: true, Here: link.SignInCode(), Body: codePage(form, web.ReturnOf(r)),
		Back: web.Link{Text: i18n.T(ctx, "people.signin.title"), URL: link.SignIn("")},
	})
}

// factor asks for the password before a second factor is set up: whoever sits at a session
// that was left open does not lock its owner out.
func (p *Pages) factor(w http.ResponseWriter, r *http.Request) error {
	return p.showFactor(w, r, http.StatusOK, web.NewForm())
}

func (p *Pages) showFactor(w http.ResponseWriter, r *http.Request, status int, form web.Form) error {
	page := fromSignIns(r.Context(), "people.factor.title")
	page.Body = factorPage(form)
	return web.Show(w, r, status, page)
}

func (p *Pages) beginFactor(w http.ResponseWriter, r *http.Request) error {
	form := web.ReadForm(r)
	var b accounts.Begun
	err := tryPassword(r, func() (err error) {
		b, err = p.Accounts.BeginFactor(r.Context(), actorOf(r), form.Raw("password"), web.Now(r.Context()))
		return err
	})
	if form.Take(err) {
		return p.showFactor(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	return showBegun(w, r, http.StatusOK, web.NewForm(), b)
}

func showBegun(w http.ResponseWriter, r *http.Request, status int, form web.Form, b accounts.Begun) error {
	page := fromSignIns(r.Context(), "people.factor.title")
	page.Body, page.Here = begunPage(form, b), link.SecondFactorDo("code")
	return web.Show(w, r, status, page)
}

func beginAgain(w http.ResponseWriter, r *http.Request) error {
	return web.SeeOther(w, r, link.SecondFactor(), "people.factor.begin_again")
}

// makeFactor shows the spare codes on the answer itself: they are kept nowhere to be shown again.
func (p *Pages) makeFactor(w http.ResponseWriter, r *http.Request) error {
	ctx, form := r.Context(), web.ReadForm(r)
	spare, err := p.Accounts.MakeFactor(ctx, actorOf(r), form.Value("begun"), form.Value("code"), web.Now(ctx))
	if form.Take(err) {
		b, begun := p.Accounts.FactorBegun(ctx, actorOf(r), form.Value("begun"), web.Now(ctx))
		if begun != nil {
			return errors.Join(err, begun)
		}
		return showBegun(w, r, http.StatusUnprocessableEntity, form, b)
	}
	if fault.Is(err, fault.KindConflict) {
		return beginAgain(w, r)
	}
	if err != nil {
		return err
	}
	if err := web.Answered(r); err != nil {
		return err
	}
	return showSpare(w, r, spare)
}

func showSpare(w http.ResponseWriter, r *http.Request, codes []string) error {
	page := fromSignIns(r.Context(), "people.factor.spare")
	page.Body, page.Here = sparePage(codes), link.MySignIns()
	return web.Show(w, r, http.StatusOK, page)
}

// spare asks for the password before other spare codes are made.
func (p *Pages) spare(w http.ResponseWriter, r *http.Request) error {
	return p.askForSpare(w, r, http.StatusOK, web.NewForm())
}

func (p *Pages) askForSpare(w http.ResponseWriter, r *http.Request, status int, form web.Form) error {
	page := fromSignIns(r.Context(), "people.factor.spare_anew")
	page.Body, page.Here = renewingPage(form), link.SecondFactorDo("spare")
	return web.Show(w, r, status, page)
}

func (p *Pages) renewSpare(w http.ResponseWriter, r *http.Request) error {
	form := web.ReadForm(r)
	var codes []string
	err := tryPassword(r, func() (err error) {
		codes, err = p.Accounts.RenewSpare(r.Context(), actorOf(r), form.Raw("password"))
		return err
	})
	if form.Take(err) {
		return p.askForSpare(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	return showSpare(w, r, codes)
}

// removingFactor is the page that takes the second factor away.
func (p *Pages) removingFactor() web.FormOf[string] {
	return web.FormOf[string]{
		At: "/my-sign-ins/app/remove", Permission: accounts.MayKeepOwn,
		Show: func(r *http.Request, f *web.Form) (web.Page, error) {
			page := fromSignIns(r.Context(), "people.factor.remove")
			page.Body = removingPage(f)
			return page, nil
		},
		Read: func(f *web.Form) string { return f.Raw("password") },
		Do: func(r *http.Request, typed string) (web.Done, error) {
			err := tryPassword(r, func() error { return p.Accounts.RemoveFactor(r.Context(), actorOf(r), typed) })
			return web.Next(link.MySignIns(), "people.factor.removed"), err
		},
	}
}

func spareText(ctx context.Context, v signInsView) string {
	return i18n.T(ctx, "people.factor.left", "Count", v.SpareLeft())
}
