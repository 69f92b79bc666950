package accountsweb

import (
	"net/http"

	"talim/internal/i18n"
	"talim/internal/people/accounts"
	"talim/internal/web"
	"talim/internal/web/link"
)

// joinMySchool is the page of one's schools, with the form that takes another.
func (p *Pages) joinMySchool() web.FormOf[accounts.Proof] {
	return web.FormOf[accounts.Proof]{
		At: "/my-schools", Permission: accounts.MayKeepOwn,
		Show: func(r *http.Request, f *web.Form) (web.Page, error) {
			ctx := r.Context()
			all, err := p.Accounts.Workplaces(ctx, actorOf(r))
			return web.Page{Title: i18n.T(ctx, "people.several.title"), Narrow: true, Body: mySchoolsPage(f, all), Sees: i18n.T(ctx, "people.several.sees")}, err
		},
		Read: func(f *web.Form) accounts.Proof {
			return accounts.Proof{Login: f.Value("login"), Password: f.Raw("password"), Code: f.Value("code")}
		},
		Do: func(r *http.Request, in accounts.Proof) (web.Done, error) {
			err := web.Try(r, accounts.LoginOf(in.Login), func() error {
				return p.Accounts.Join(r.Context(), actorOf(r), in, web.Now(r.Context()))
			})
			return web.Next(link.MySchools(), "people.several.joined"), err
		},
	}
}

// openMySchool goes on in another school: the session is that of the account there.
func (p *Pages) openMySchool(w http.ResponseWriter, r *http.Request) error {
	e, err := p.Accounts.OpenWorkplace(r.Context(), actorOf(r), web.ReadForm(r).Value("account"))
	if err != nil {
		return err
	}
	return p.goIn(w, r, e, "", false)
}

func (p *Pages) partMySchool(r *http.Request, _ *web.Form) (web.Done, error) {
	return web.Next(link.MySchools(), "people.several.parted"), p.Accounts.Part(r.Context(), actorOf(r))
}
