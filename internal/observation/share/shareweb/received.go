package shareweb

import (
	"context"
	"net/http"

	"talim/internal/observation/share"
	"talim/internal/people"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

// pageOf is how many lessons stand on a page.
const pageOf = 30

type receivedPage struct {
	Lessons     []share.Received
	Givers      []people.Person
	Form        web.Form
	first, next string
}

// filtered says whether the reader looks for something.
func (g receivedPage) filtered() bool { return g.Form.Value("teacher") != "" }

// received lists what is shared with the reader.
func (p *Pages) received(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	who := actor(ctx)
	g := receivedPage{Form: web.ReadForm(r)}
	by := share.Filter{Teacher: g.Form.Value("teacher"), After: g.Form.Value("after"), Limit: pageOf + 1}
	var err error
	if g.Lessons, err = p.shares.SharedWithMe(ctx, who, by); err != nil {
		return err
	}
	if g.Givers, err = p.shares.Givers(ctx, who); err != nil {
		return err
	}
	g.turn(link.With(link.SharedLessons(), "teacher", by.Teacher))
	return web.Show(w, r, http.StatusOK, web.Page{
		Title: t(ctx, "share.received.title"), Back: web.Link{Text: t(ctx, "share.to_visits"), URL: link.Observation()},
		Narrow: true, Body: receivedBody(g), Sees: t(ctx, "share.received.sees"),
	})
}

// turn cuts the list to a page, and finds the ways on and back. What nobody vouches for has
// its place in the order, and is not shown.
func (g *receivedPage) turn(here string) {
	if g.Form.Value("after") != "" {
		g.first = here
	}
	if len(g.Lessons) > pageOf {
		g.Lessons = g.Lessons[:pageOf]
		g.next = link.With(here, "after", g.Lessons[pageOf-1].Key())
	}
	var shown []share.Received
	for _, x := range g.Lessons {
		if x.Level != share.None {
			shown = append(shown, x)
		}
	}
	g.Lessons = shown
}

func giverChoices(ctx context.Context, g receivedPage) []component.Choice {
	out := []component.Choice{{Value: "", Label: t(ctx, "share.received.any")}}
	for _, x := range g.Givers {
		out = append(out, component.Choice{Value: x.ID, Label: x.Name()})
	}
	return out
}
