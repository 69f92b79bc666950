package pairingweb

import (
	"net/http"

	"talim/internal/mentoring"
	"talim/internal/mentoring/pairing"
	"talim/internal/mentoring/wording"
	"talim/internal/web"
	"talim/internal/web/ask"
	"talim/internal/web/link"
)

// extendForm is where a pairing goes on longer (R082).
func (p *Pages) extendForm() web.FormOf[pairing.NewExtension] {
	return web.FormOf[pairing.NewExtension]{
		At: "/mentoring/pairings/{id}/extend", Permission: mentoring.Sign, Show: p.extendPage,
		Fields: func(in *pairing.NewExtension) []web.Field {
			return []web.Field{
				ask.Date(&in.Ends, "ends", "mentoring.extend.ends"),
				ask.Line(&in.Number, "number", "mentoring.order.number", ask.Max(mentoring.MaxNumber)),
				ask.Date(&in.Date, "date", "mentoring.order.date"),
			}
		},
		Do: web.OnThe(p.mentoring.Pairings.Extend, link.Pairing, "mentoring.extend.done"),
	}
}

func (p *Pages) extendPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	g, lines, err := p.mentoring.Pairings.Extensions(ctx, actor(ctx), r.PathValue("id"))
	f.Begin("date", string(p.mentoring.Today()))
	return f.Page(web.Plain{
		Title: t(ctx, "mentoring.extend.title"), Button: t(ctx, "mentoring.extend.do"), Back: wording.ToPairing(ctx, g.ID),
		Lead: t(ctx, "mentoring.extend.lead", "Mentor", g.MentorPerson.Name(), "Mentee", g.MenteePerson.Name(), "Date", g.Ends),
		Hints: web.Each(lines, func(x pairing.Extension) string {
			return t(ctx, "mentoring.extend.line", "Number", x.Number, "Date", x.Date, "From", x.OldEnds, "To", x.Ends)
		}),
	}), err
}
