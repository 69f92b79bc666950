package supportweb

import (
	"net/http"
	"strconv"

	"talim/internal/mentoring"
	"talim/internal/support"
	"talim/internal/web"
	"talim/internal/web/link"
)

type arrangementPage struct {
	support.Arrangement
	Staff  []mentoring.Person
	Name   *web.Form
	Rhythm *web.Form
	Keeps  bool
	Self   string
}

// arrangement shows whom a programme trusts, with the form that names another.
func (p *Pages) arrangement() web.FormOf[string] {
	return web.FormOf[string]{
		At: "/support/programmes/{id}", Permission: support.Keep,
		Show: func(r *http.Request, f *web.Form) (web.Page, error) { return p.arrangementPage(r, f, &web.Form{}) },
		Read: func(f *web.Form) string { return f.Value("staff") },
		Do:   web.OnThe(p.support.NameTrust, link.SupportArrangement, "support.helper.asked"),
	}
}

// rhythm is after how many weeks mentees are asked, and the version it changes.
type rhythm struct{ Version, Weeks int }

// setRhythm stands on the page of the arrangement.
func (p *Pages) setRhythm() web.FormOf[rhythm] {
	return web.FormOf[rhythm]{
		At: "/support/programmes/{id}/rhythm", Permission: support.Keep,
		Show: func(r *http.Request, f *web.Form) (web.Page, error) { return p.arrangementPage(r, &web.Form{}, f) },
		Read: func(f *web.Form) rhythm { return rhythm{f.Version(), f.Int("weeks")} },
		Do: func(r *http.Request, in rhythm) (web.Done, error) {
			id := r.PathValue("id")
			err := p.support.SetRhythm(r.Context(), actor(r.Context()), id, in.Version, in.Weeks)
			return web.Next(link.SupportArrangement(id), "support.kept"), err
		},
	}
}

func (p *Pages) arrangementPage(r *http.Request, name, rhythm *web.Form) (web.Page, error) {
	ctx := r.Context()
	who := actor(ctx)
	read, err := p.support.Arrangement(ctx, who, r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	g := arrangementPage{Arrangement: read, Name: name, Rhythm: rhythm, Self: who.Staff, Keeps: support.Keep.Allows(who) && read.Open()}
	rhythm.Stands(g.Version, "weeks", strconv.Itoa(g.Weeks))
	if g.Keeps {
		g.Staff, err = p.support.Staff(ctx, who)
	}
	return web.Page{
		Title: t(ctx, "support.trust.title"), Narrow: true, Body: arrangementBody(g), Here: link.SupportArrangement(g.Programme),
		Back: web.Link{Text: t(ctx, "support.to_programme"), URL: link.Programme(g.Programme)},
	}, err
}

func (p *Pages) trust(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	x, err := p.support.Trust(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return err
	}
	if x.Staff != actor(ctx).Staff {
		return web.SeeOther(w, r, link.SupportArrangement(x.Programme), "")
	}
	return web.Show(w, r, http.StatusOK, web.Page{
		Title: t(ctx, "support.trust.request"), Narrow: true, Back: toSupport(ctx), Body: trustBody(x), Sees: t(ctx, "support.trust.sees"),
	})
}

func (p *Pages) answerTrust(r *http.Request, f *web.Form) (web.Done, error) {
	id := r.PathValue("id")
	yes, err := f.Answer("answer")
	if err != nil {
		return web.Done{}, err
	}
	return thanked(yes, link.TrustPerson(id)), p.support.AnswerTrust(r.Context(), actor(r.Context()), id, yes)
}

// thanked leads on from the answer of somebody who was asked.
func thanked(yes bool, to string) web.Done {
	if yes {
		return web.Next(to, "support.helper.thanks")
	}
	return helpEnded
}

var helpEnded = web.Next(link.Support(), "support.helper.ended")

func (p *Pages) endTrust(r *http.Request, _ *web.Form) (web.Done, error) {
	return helpEnded, p.support.EndTrust(r.Context(), actor(r.Context()), r.PathValue("id"))
}
