package observationweb

import (
	"net/http"

	"talim/internal/observation"
	"talim/internal/web"
	"talim/internal/web/link"
)

// pageOf is how many lessons a list shows at once.
const pageOf = 30

type homePage struct {
	Self  string
	Asked []observation.NamedRequest // of the reader, and by her
	Lines []observation.Line
}

// home is what one shows and visits from today on, and what waits for an answer.
func (p *Pages) home(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	who := actor(ctx)
	g := homePage{Self: who.Staff}
	var err error
	if g.Asked, err = p.visits.OpenRequests(ctx, who); err != nil {
		return err
	}
	if g.Lines, err = p.visits.OwnLessons(ctx, who, false, observation.Filter{Limit: 100}); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, web.Page{
		Title: t(ctx, "observation.title"), Action: openAction(), Body: homeBody(g), Sees: t(ctx, "observation.home.sees"),
	})
}

type pastPage struct {
	Self        string
	Lines       []observation.Line
	first, next string
}

// past are the lessons and visits that were, the last first.
func (p *Pages) past(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	who := actor(ctx)
	f := web.ReadForm(r)
	lines, err := p.visits.OwnLessons(ctx, who, true, observation.Filter{After: f.Value("after"), Limit: pageOf + 1})
	if err != nil {
		return err
	}
	g := pastPage{Self: who.Staff}
	g.Lines, g.first, g.next = turn(lines, f, link.PastLessons())
	return web.Show(w, r, http.StatusOK, web.Page{
		Title: t(ctx, "observation.past.title"), Back: toArea(ctx), Body: pastBody(g), Sees: t(ctx, "observation.home.sees"),
	})
}

// turn cuts a list to a page, and finds the ways on and back.
func turn(lines []observation.Line, f web.Form, here string) (page []observation.Line, first, next string) {
	if f.Value("after") != "" {
		first = here
	}
	if len(lines) > pageOf {
		lines = lines[:pageOf]
		next = link.With(here, "after", lines[pageOf-1].Key())
	}
	return lines, first, next
}
