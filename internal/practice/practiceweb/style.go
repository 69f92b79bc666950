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
	Form *web.Form
}

// style is where a pair chooses its style.
func (p *Pages) style() web.FormOf[practice.Style] {
	return web.FormOf[practice.Style]{
		At: "/mentoring/pairings/{id}/style", Permission: practice.Take, Show: p.stylePage,
		Read: func(f *web.Form) practice.Style { return practice.Style(f.Value("style")) },
		Do:   web.OnThe(p.practice.SetStyle, link.Pairing, "practice.style.set"),
	}
}

func (p *Pages) stylePage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	read, err := p.practice.StylePage(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	f.Begin("style", string(read.Style))
	return web.Page{
		Title: t(ctx, "practice.style.title"), Kicker: read.Partner(actor(ctx).Staff).Name(), Narrow: true, Back: toPairing(ctx, read.ID),
		Body: styleBody(stylePage{read, f}), Sees: t(ctx, "practice.style.sees"), Here: link.PairStyle(read.ID),
	}, nil
}

// styleChoices are the seven styles, each with what it means.
func styleChoices(say func(key string) string) []component.Choice {
	out := make([]component.Choice, len(practice.Styles))
	for i, s := range practice.Styles {
		out[i] = component.Choice{Value: string(s), Label: say("practice.style." + string(s)), Hint: say("practice.style_about." + string(s))}
	}
	return out
}
