package pairingweb

import (
	"context"
	"net/http"

	"talim/internal/i18n"

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
	Form  *web.Form
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

// visitRecord is what was seen, and the next step that was agreed.
type visitRecord struct {
	Note  string
	Steps []pairing.NewStep
}

// visit shows a visit; it is recorded at an address of its own.
func (p *Pages) visit() web.FormOf[visitRecord] {
	return web.FormOf[visitRecord]{
		At: "/mentoring/visits/{id}/hold", Permission: mentoring.Take, Show: p.visitPage,
		Read: func(f *web.Form) visitRecord { return visitRecord{f.Value("note"), readSteps(f)[:1]} },
		Do: func(r *http.Request, in visitRecord) (web.Done, error) {
			id := r.PathValue("id")
			return web.Next(link.Visit(id), "mentoring.visit.recorded"), p.mentoring.Pairings.HoldVisit(r.Context(), actor(r.Context()), id, in.Note, in.Steps)
		},
	}
}

func (p *Pages) visitPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	who := actor(ctx)
	read, err := p.mentoring.Pairings.Visit(ctx, who, r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	g := visitPage{VisitPage: read, Self: who.Staff, Today: p.mentoring.Today(), Begun: p.mentoring.Pairings.VisitBegun(read.Visit), Form: f}
	f.Begin("note", g.mine().Text)
	if g.mine().Unreadable {
		f.LeaveOut("note")
	}
	defaults(f, "1", g.Visit.Teacher, g.Today.AddDays(7))
	v := g.Visit
	return web.Page{
		Title: i18n.When(ctx, v.Date, v.StartsAt, v.EndsAt), Kicker: visitWords(ctx, g),
		Back: wording.ToPairing(ctx, g.Pairing.ID), Body: visitBody(g), Narrow: true, Sees: t(ctx, "mentoring.visit.sees"), Here: link.Visit(v.ID),
	}, nil
}

func visitWords(ctx context.Context, g visitPage) string {
	return t(ctx, "mentoring.visit.by", "Who", person(ctx, g.person(g.Visit.Observer)), "Class", g.Visit.Class)
}

// cancelVisit takes a planned visit back.
func (p *Pages) cancelVisit() web.FormOf[string] {
	return web.FormOf[string]{
		At: "/mentoring/visits/{id}/cancel", Permission: mentoring.Take, Show: p.cancelVisitPage, Read: readReason,
		Do: web.OnThe(p.mentoring.Pairings.CancelVisit, link.Visit, "mentoring.visit.is_cancelled"),
	}
}

func (p *Pages) cancelVisitPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	read, err := p.mentoring.Pairings.Visit(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	v := read.Visit
	if v.State != observation.Planned {
		return web.Page{}, fault.Conflict("observation.visit.not_planned")
	}
	return web.Page{
		Title: t(ctx, "mentoring.visit.cancel"), Kicker: i18n.When(ctx, v.Date, v.StartsAt, v.EndsAt), Narrow: true,
		Back: web.Link{Text: t(ctx, "mentoring.visit.back"), URL: link.Visit(v.ID)},
		Body: cancelBody(f, link.CancelVisit(v.ID), link.Visit(v.ID), "mentoring.visit.cancel", false),
		Sees: t(ctx, "mentoring.meeting.sees_reason"), Here: link.CancelVisit(v.ID),
	}, nil
}
