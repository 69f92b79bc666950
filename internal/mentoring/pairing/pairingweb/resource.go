package pairingweb

import (
	"net/http"

	"talim/internal/mentoring"
	"talim/internal/mentoring/pairing"
	"talim/internal/mentoring/wording"
	"talim/internal/web"
	"talim/internal/web/link"
)

type resourcePage struct {
	pairing.NamedPairing
	Reader    string // staff id
	Resources []pairing.Resource
	Form      *web.Form
}

func (g resourcePage) running() bool { return g.State == pairing.Running }

// resources shows what the two share with one another (R097), and takes more.
func (p *Pages) resources() web.FormOf[pairing.NewResource] {
	return web.FormOf[pairing.NewResource]{
		At: "/mentoring/pairings/{id}/resources", Permission: mentoring.Take, Show: p.resourcesPage,
		Read: func(f *web.Form) pairing.NewResource {
			return pairing.NewResource{Title: f.Value("title"), Place: f.Value("place"), Why: f.Value("why")}
		},
		Do: web.OnThe(p.mentoring.Pairings.Share, link.SharedResources, "mentoring.resource.kept"),
	}
}

func (p *Pages) resourcesPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	who := actor(ctx)
	g := resourcePage{Reader: who.Staff, Form: f}
	var err error
	if g.NamedPairing, err = p.mentoring.Pairings.Pairing(ctx, who, r.PathValue("id")); err != nil {
		return web.Page{}, err
	}
	g.Resources, err = p.mentoring.Pairings.Resources(ctx, who, g.Pairing)
	return web.Page{
		Title: t(ctx, "mentoring.resource.title"), Back: wording.ToPairing(ctx, g.ID), Narrow: true, Body: resourceBody(g),
		Sees: t(ctx, "mentoring.resource.sees"), Here: link.SharedResources(g.ID),
	}, err
}

func (p *Pages) takeBack(r *http.Request, _ *web.Form) (web.Done, error) {
	id := r.PathValue("id")
	return web.Next(link.SharedResources(id), "mentoring.resource.taken_back"), p.mentoring.Pairings.Unshare(r.Context(), actor(r.Context()), id, r.PathValue("resource"))
}
