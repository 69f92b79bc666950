package mentoringweb

import (
	"net/http"

	"talim/internal/fault"
	"talim/internal/mentoring"
	"talim/internal/web"
	"talim/internal/web/link"
)

// extendRoutes are the addresses at which a pairing goes on longer (R082).
func (p *Pages) extendRoutes() []web.Route {
	return []web.Route{
		{Pattern: "GET /mentoring/pairings/{id}/extend", Permission: mentoring.Sign, Handle: p.extendForm},
		{Pattern: "POST /mentoring/pairings/{id}/extend", Permission: mentoring.Sign, Handle: p.extend},
	}
}

func (p *Pages) extendForm(w http.ResponseWriter, r *http.Request) error {
	return p.showExtend(w, r, http.StatusOK, web.NewForm("date", string(p.mentoring.Today())))
}

func (p *Pages) showExtend(w http.ResponseWriter, r *http.Request, status int, f web.Form) error {
	ctx := r.Context()
	g, err := p.mentoring.Pairing(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return err
	}
	if g.State != mentoring.Running {
		return fault.Conflict("mentoring.pairing.is_closed")
	}
	lines, err := p.mentoring.Extensions(ctx, actor(ctx), g.Pairing)
	if err != nil {
		return err
	}
	return web.Show(w, r, status, web.Page{
		Title: t(ctx, "mentoring.extend.title"), Narrow: true, Body: extendBody(g, lines, f),
		Back: web.Link{Text: t(ctx, "mentoring.pairing.show"), URL: link.Pairing(g.ID)},
	})
}

func (p *Pages) extend(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := web.ReadForm(r)
	id := r.PathValue("id")
	err := p.mentoring.Extend(ctx, actor(ctx), id, mentoring.NewExtension{Ends: f.Date("ends"), Number: f.Value("number"), Date: f.Date("date")})
	if f.Take(err) {
		return p.showExtend(w, r, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Pairing(id), "mentoring.extend.done")
}
