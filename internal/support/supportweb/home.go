package supportweb

import (
	"net/http"

	"talim/internal/support"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

type homePage struct {
	support.Home
	Self string
}

// mentee says whether the reader has a pairing as mentee: then check-ins are hers.
func (g homePage) mentee() bool {
	for _, p := range g.Pairs {
		if p.Mentee() {
			return true
		}
	}
	return false
}

// named are the choices that others made of the reader.
func (g homePage) named() []support.NamedHelper {
	var out []support.NamedHelper
	for _, h := range g.Helpers {
		if h.Helper.Helper == g.Self {
			out = append(out, h)
		}
	}
	return out
}

// whereNamed is where the reader answers and ends what she was chosen for.
func whereNamed(h support.NamedHelper) string {
	if h.Purpose == support.ForTrust {
		return link.TrustPerson(h.ID)
	}
	return link.SupportHelper(h.ID)
}

func (p *Pages) home(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	who := actor(ctx)
	read, err := p.support.Home(ctx, who)
	if err != nil {
		return err
	}
	g := homePage{Home: read, Self: who.Staff}
	page := web.Page{Title: t(ctx, "support.title"), Back: web.Link{Text: t(ctx, "support.to_mentoring"), URL: link.Mentoring()}, Body: homeBody(g), Sees: t(ctx, "support.sees")}
	if len(g.Pairs) > 0 || len(g.Helpers) > len(g.named()) {
		page.Action = component.Primary(t(ctx, "support.question.ask"), link.SupportQuestions())
	}
	return web.Show(w, r, http.StatusOK, page)
}
