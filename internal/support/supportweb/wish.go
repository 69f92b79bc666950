package supportweb

import (
	"net/http"

	"talim/internal/support"
	"talim/internal/web"
	"talim/internal/web/link"
)

type wishPage struct {
	support.WishPage
	Form web.Form
	Self string
}

// unseen says whether the mentor has something new to read.
func (g wishPage) unseen() bool { return len(g.Wishes) > 0 && g.Wishes[0].SeenAt == "" }

// ideas are what a mentor can do about a wish: "support.idea.<direction>.<idea>".
var ideas = []string{"a", "b", "c"}

func (p *Pages) wish(w http.ResponseWriter, r *http.Request) error {
	return p.showWish(w, r, http.StatusOK, web.NewForm())
}

func (p *Pages) showWish(w http.ResponseWriter, r *http.Request, status int, f web.Form) error {
	ctx := r.Context()
	who := actor(ctx)
	read, err := p.support.Wishes(ctx, who, r.PathValue("id"))
	if err != nil {
		return err
	}
	g := wishPage{WishPage: read, Form: f, Self: who.Staff}
	page := web.Page{Title: t(ctx, "support.wish.title"), Narrow: true, Back: toPairing(ctx, g.ID), Sees: t(ctx, "support.wish.sees"), Here: link.GuidanceWish(g.ID)}
	page.Body = wishBody(g)
	if who.Staff == g.Mentor {
		page.Body = wishForMentor(g)
	}
	return web.Show(w, r, status, page)
}

func (p *Pages) sayWish(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := web.ReadForm(r)
	id := r.PathValue("id")
	in := support.Guidance{Step: f.Int("step"), Text: f.Value("text")}
	err := f.Err()
	if err == nil {
		err = p.support.SayWish(ctx, actor(ctx), id, in)
	}
	if status := web.Refused(&f, err); status != 0 {
		return p.showWish(w, r, status, f)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.GuidanceWish(id), "support.wish.said")
}

func (p *Pages) seenWish(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id := r.PathValue("id")
	if err := p.support.SeenWish(ctx, actor(ctx), id); err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Pairing(id), "support.wish.read")
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
