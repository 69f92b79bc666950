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
	Name   web.Form
	Rhythm web.Form
	Keeps  bool
	Self   string
}

func (p *Pages) arrangement(w http.ResponseWriter, r *http.Request) error {
	return p.showArrangement(w, r, http.StatusOK, web.NewForm(), web.NewForm())
}

func (p *Pages) showArrangement(w http.ResponseWriter, r *http.Request, status int, name, rhythm web.Form) error {
	ctx := r.Context()
	who := actor(ctx)
	read, err := p.support.Arrangement(ctx, who, r.PathValue("id"))
	if err != nil {
		return err
	}
	g := arrangementPage{Arrangement: read, Name: name, Rhythm: rhythm, Self: who.Staff, Keeps: support.Keep.Allows(who) && read.Open()}
	if rhythm.Value("weeks") == "" {
		g.Rhythm.Set("weeks", strconv.Itoa(g.Weeks))
	}
	if g.Keeps {
		if g.Staff, err = p.support.Staff(ctx, who); err != nil {
			return err
		}
	}
	return web.Show(w, r, status, web.Page{
		Title: t(ctx, "support.trust.title"), Narrow: true, Body: arrangementBody(g), Here: link.SupportArrangement(g.Programme),
		Back: web.Link{Text: t(ctx, "support.to_programme"), URL: link.Programme(g.Programme)},
	})
}

func (p *Pages) nameTrust(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := web.ReadForm(r)
	err := p.support.NameTrust(ctx, actor(ctx), r.PathValue("id"), f.Value("staff"))
	if status := web.Refused(&f, err); status != 0 {
		return p.showArrangement(w, r, status, f, web.NewForm())
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.SupportArrangement(r.PathValue("id")), "support.helper.asked")
}

func (p *Pages) setRhythm(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := web.ReadForm(r)
	weeks, version := f.Int("weeks"), f.Int("version")
	err := f.Err()
	if err == nil {
		err = p.support.SetRhythm(ctx, actor(ctx), r.PathValue("id"), version, weeks)
	}
	if status := web.Refused(&f, err); status != 0 {
		return p.showArrangement(w, r, status, web.NewForm(), f)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.SupportArrangement(r.PathValue("id")), "support.kept")
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

func (p *Pages) answerTrust(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := web.ReadForm(r)
	yes, err := f.Answer("answer")
	if err != nil {
		return err
	}
	if err := p.support.AnswerTrust(ctx, actor(ctx), r.PathValue("id"), yes); err != nil {
		return err
	}
	if yes {
		return web.SeeOther(w, r, link.TrustPerson(r.PathValue("id")), "support.helper.thanks")
	}
	return web.SeeOther(w, r, link.Support(), "support.helper.ended")
}

func (p *Pages) endTrust(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := p.support.EndTrust(ctx, actor(ctx), r.PathValue("id")); err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Support(), "support.helper.ended")
}
