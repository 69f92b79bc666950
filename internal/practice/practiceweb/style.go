package practiceweb

import (
	"net/http"

	"talim/internal/practice"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

type stylePage struct {
	practice.StylePage
	Form web.Form
}

func (p *Pages) style(w http.ResponseWriter, r *http.Request) error {
	return p.showStyle(w, r, http.StatusOK, nil)
}

func (p *Pages) showStyle(w http.ResponseWriter, r *http.Request, status int, typed *web.Form) error {
	ctx := r.Context()
	read, err := p.practice.StylePage(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return err
	}
	g := stylePage{StylePage: read, Form: web.NewForm("style", string(read.Style))}
	if typed != nil {
		g.Form = *typed
	}
	return web.Show(w, r, status, web.Page{
		Title: t(ctx, "practice.style.title"), Kicker: read.Partner(actor(ctx).Staff).Name(), Narrow: true, Back: toPairing(ctx, read.ID),
		Body: styleBody(g), Sees: t(ctx, "practice.style.sees"), Here: link.PairStyle(read.ID),
	})
}

func (p *Pages) setStyle(w http.ResponseWriter, r *http.Request) error {
	ctx, f := r.Context(), web.ReadForm(r)
	id := r.PathValue("id")
	err := p.practice.SetStyle(ctx, actor(ctx), id, practice.Style(f.Value("style")))
	if f.Take(err) {
		return p.showStyle(w, r, http.StatusUnprocessableEntity, &f)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Pairing(id), "practice.style.set")
}

// styleChoices are the seven styles, each with what it means.
func styleChoices(say func(key string) string) []component.Choice {
	out := make([]component.Choice, len(practice.Styles))
	for i, s := range practice.Styles {
		out[i] = component.Choice{Value: string(s), Label: say("practice.style." + string(s)), Hint: say("practice.style_about." + string(s))}
	}
	return out
}
