package supportweb

import (
	"net/http"

	"talim/internal/support"
	"talim/internal/web"
	"talim/internal/web/link"
)

type wishPage struct {
	support.WishPage
	Form *web.Form
	Self string
}

// unseen says whether the mentor has something new to read.
func (g wishPage) unseen() bool { return len(g.Wishes) > 0 && g.Wishes[0].SeenAt == "" }

// ideas are what a mentor can do about a wish: "support.idea.<direction>.<idea>".
var ideas = []string{"a", "b", "c"}

// wish is where a mentee says how much guidance she wishes, and the mentor reads it.
func (p *Pages) wish() web.FormOf[support.Guidance] {
	return web.FormOf[support.Guidance]{
		At: "/support/pairings/{id}/wish", Permission: support.Take, Show: p.wishPage,
		Read: func(f *web.Form) support.Guidance {
			return support.Guidance{Step: f.Int("step"), Text: f.Value("text")}
		},
		Do: web.OnThe(p.support.SayWish, link.GuidanceWish, "support.wish.said"),
	}
}

func (p *Pages) wishPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	who := actor(ctx)
	read, err := p.support.Wishes(ctx, who, r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	g := wishPage{WishPage: read, Form: f, Self: who.Staff}
	page := web.Page{Title: t(ctx, "support.wish.title"), Narrow: true, Back: toPairing(ctx, g.ID), Sees: t(ctx, "support.wish.sees"), Here: link.GuidanceWish(g.ID)}
	page.Body = wishBody(g)
	if who.Staff == g.Mentor {
		page.Body = wishForMentor(g)
	}
	return page, nil
}

func (p *Pages) seenWish(r *http.Request, _ *web.Form) (web.Done, error) {
	id := r.PathValue("id")
	return web.Next(link.Pairing(id), "support.wish.read"), p.support.SeenWish(r.Context(), actor(r.Context()), id)
}

// direction is where a wish points: to freedom, to guidance, or nowhere.
func direction(step int) string {
	switch {
	case step < 3:
		return "freedom"
	case step > 3:
		return "guidance"
	}
	return "same"
}
