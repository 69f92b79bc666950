package pairingweb

import (
	"context"
	"net/http"

	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/mentoring"
	"talim/internal/mentoring/pairing"
	"talim/internal/mentoring/wording"
	"talim/internal/observation"
	"talim/internal/web"
	"talim/internal/web/link"
)

type visitPage struct {
	pairing.VisitPage
	Self  string
	Today calendar.Date
	Begun bool
	Form  web.Form
}

func (g visitPage) running() bool { return g.Pairing.State == pairing.Running }

// writable says whether it may be recorded, or noted again.
func (g visitPage) writable() bool {
	return g.running() && g.Begun && g.Visit.State != observation.Cancelled
}

func (g visitPage) person(staff string) mentoring.Person {
	if staff == g.Pairing.Mentor {
		return g.Mentor
	}
	return g.Mentee
}

// mine is the note that the reader wrote; others are the partner's.
func (g visitPage) mine() observation.Note {
	for _, n := range g.Notes {
		if n.Author == g.Self {
			return n
		}
	}
	return observation.Note{}
}

func (g visitPage) asPair() pairPage {
	out := pairPage{Self: g.Self, Today: g.Today}
	out.Pairing, out.MentorPerson, out.MenteePerson = g.Pairing, g.Mentor, g.Mentee
	return out
}

func (p *Pages) visit(w http.ResponseWriter, r *http.Request) error {
	return p.showVisit(w, r, http.StatusOK, nil)
}

func (p *Pages) showVisit(w http.ResponseWriter, r *http.Request, status int, typed *web.Form) error {
	ctx := r.Context()
	who := actor(ctx)
	read, err := p.mentoring.Pairings.Visit(ctx, who, r.PathValue("id"))
	if err != nil {
		return err
	}
	g := visitPage{VisitPage: read, Self: who.Staff, Today: p.mentoring.Today(), Begun: p.mentoring.Pairings.VisitBegun(read.Visit)}
	g.Form = web.NewForm("note", g.mine().Text)
	if g.mine().Unreadable {
		g.Form.LeaveOut("note")
	}
	if typed != nil {
		g.Form = *typed
	}
	defaults(&g.Form, "1", g.Visit.Teacher, g.Today.AddDays(7))
	v := g.Visit
	return web.Show(w, r, status, web.Page{
		Title: wording.When(ctx, v.Date, v.StartsAt, v.EndsAt), Kicker: visitWords(ctx, g),
		Back: wording.ToPairing(ctx, g.Pairing.ID), Body: visitBody(g), Narrow: true, Sees: t(ctx, "mentoring.visit.sees"), Here: link.Visit(v.ID),
	})
}

func visitWords(ctx context.Context, g visitPage) string {
	return t(ctx, "mentoring.visit.by", "Who", person(ctx, g.person(g.Visit.Observer)), "Class", g.Visit.Class)
}

func (p *Pages) holdVisit(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := web.ReadForm(r)
	id := r.PathValue("id")
	err := p.mentoring.Pairings.HoldVisit(ctx, actor(ctx), id, f.Value("note"), readSteps(f)[:1])
	if status := web.Refused(&f, err); status != 0 {
		return p.showVisit(w, r, status, &f)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Visit(id), "mentoring.visit.recorded")
}

func (p *Pages) visitOff(w http.ResponseWriter, r *http.Request) error {
	return p.showVisitOff(w, r, http.StatusOK, web.NewForm())
}

func (p *Pages) showVisitOff(w http.ResponseWriter, r *http.Request, status int, f web.Form) error {
	ctx := r.Context()
	read, err := p.mentoring.Pairings.Visit(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return err
	}
	v := read.Visit
	if v.State != observation.Planned {
		return fault.Conflict("observation.visit.not_planned")
	}
	return web.Show(w, r, status, web.Page{
		Title: t(ctx, "mentoring.visit.cancel"), Kicker: wording.When(ctx, v.Date, v.StartsAt, v.EndsAt), Narrow: true,
		Back: web.Link{Text: t(ctx, "mentoring.visit.back"), URL: link.Visit(v.ID)},
		Body: cancelBody(f, link.CancelVisit(v.ID), link.Visit(v.ID), "mentoring.visit.cancel", false),
		Sees: t(ctx, "mentoring.meeting.sees_reason"), Here: link.CancelVisit(v.ID),
	})
}

func (p *Pages) cancelVisit(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := web.ReadForm(r)
	id := r.PathValue("id")
	err := p.mentoring.Pairings.CancelVisit(ctx, actor(ctx), id, f.Value("reason"))
	if f.Take(err) {
		return p.showVisitOff(w, r, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Visit(id), "mentoring.visit.is_cancelled")
}
