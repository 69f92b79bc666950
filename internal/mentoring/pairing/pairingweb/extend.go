package pairingweb

import (
	"net/http"

	"talim/internal/fault"
	"talim/internal/mentoring"
	"talim/internal/mentoring/pairing"
	"talim/internal/web"
	"talim/internal/web/link"
)

// extendForm is where a pairing goes on longer (R082).
func (p *Pages) extendForm() web.FormOf[pairing.NewExtension] {
	return web.FormOf[pairing.NewExtension]{
		At: "/mentoring/pairings/{id}/extend", Permission: mentoring.Sign, Show: p.extendPage,
		Read: func(f *web.Form) pairing.NewExtension {
			return pairing.NewExtension{Ends: f.Date("ends"), Number: f.Value("number"), Date: f.Date("date")}
		},
		Do: func(r *http.Request, in pairing.NewExtension) (web.Done, error) {
			id := r.PathValue("id")
			return web.Next(link.Pairing(id), "mentoring.extend.done"), p.mentoring.Pairings.Extend(r.Context(), actor(r.Context()), id, in)
		},
	}
}

func (p *Pages) extendPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	g, err := p.mentoring.Pairings.Pairing(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	if g.State != pairing.Running {
		return web.Page{}, fault.Conflict("mentoring.pairing.is_closed")
	}
	lines, err := p.mentoring.Pairings.Extensions(ctx, actor(ctx), g.Pairing)
	f.Begin("date", string(p.mentoring.Today()))
	back := web.Link{Text: t(ctx, "mentoring.pairing.show"), URL: link.Pairing(g.ID)}
	return web.Page{Title: t(ctx, "mentoring.extend.title"), Narrow: true, Body: extendBody(g, lines, f), Back: back}, err
}
