package pairingweb

import (
	"net/http"

	"talim/internal/mentoring/pairing"
	"talim/internal/mentoring/wording"
	"talim/internal/web"
	"talim/internal/web/link"
)

type resourcePage struct {
	pairing.NamedPairing
	Reader    string // staff id
	Resources []pairing.Resource
	Form      web.Form
}

func (g resourcePage) running() bool { return g.State == pairing.Running }

// resources shows what the two share with one another (R097).
func (p *Pages) resources(w http.ResponseWriter, r *http.Request) error {
	return p.showResources(w, r, http.StatusOK, web.NewForm())
}

func (p *Pages) showResources(w http.ResponseWriter, r *http.Request, status int, f web.Form) error {
	ctx := r.Context()
	who := actor(ctx)
	g := resourcePage{Reader: who.Staff, Form: f}
	var err error
	if g.NamedPairing, err = p.mentoring.Pairings.Pairing(ctx, who, r.PathValue("id")); err != nil {
		return err
	}
	if g.Resources, err = p.mentoring.Pairings.Resources(ctx, who, g.Pairing); err != nil {
		return err
	}
	return web.Show(w, r, status, web.Page{
		Title: t(ctx, "mentoring.resource.title"), Back: wording.ToPairing(ctx, g.ID), Narrow: true, Body: resourceBody(g),
		Sees: t(ctx, "mentoring.resource.sees"), Here: link.SharedResources(g.ID),
	})
}

func (p *Pages) share(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := web.ReadForm(r)
	id := r.PathValue("id")
	err := p.mentoring.Pairings.Share(ctx, actor(ctx), id, pairing.NewResource{Title: f.Value("title"), Place: f.Value("place"), Why: f.Value("why")})
	if f.Take(err) {
		return p.showResources(w, r, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.SharedResources(id), "mentoring.resource.kept")
}

func (p *Pages) takeBack(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id := r.PathValue("id")
	if err := p.mentoring.Pairings.Unshare(ctx, actor(ctx), id, r.PathValue("resource")); err != nil {
		return err
	}
	return web.SeeOther(w, r, link.SharedResources(id), "mentoring.resource.taken_back")
}
