package handoverweb

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"talim/internal/calendar"
	"talim/internal/i18n"
	"talim/internal/mentoring"
	"talim/internal/mentoring/handover"
	"talim/internal/mentoring/match"
	"talim/internal/mentoring/wording"
	"talim/internal/timetable"
	"talim/internal/web"
	"talim/internal/web/ask"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

type handoversPage struct {
	Leaving   []handover.Leaving
	Handovers []handover.NamedHandover
	Subjects  map[string]i18n.Text
	Decides   bool
}

func (p *Pages) handovers(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	who := actor(ctx)
	page := handoversPage{Decides: mentoring.Decide.Allows(who)}
	var err error
	if page.Leaving, err = p.mentoring.Handovers.Leaving(ctx, who); err != nil {
		return err
	}
	if page.Handovers, err = p.mentoring.Handovers.Handovers(ctx, who); err != nil {
		return err
	}
	if page.Subjects, err = timetable.SubjectNames(ctx, p.db.Read(), who.School); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, web.Page{
		Title: t(ctx, "mentoring.handover.title"), Back: wording.ToMentoring(ctx), Body: handoversBody(page), Sees: t(ctx, "mentoring.sees.leaving"),
	})
}

// subjectsOf are the names of what nobody else teaches.
func (g handoversPage) subjectsOf(ctx context.Context, l handover.Leaving) string {
	return wording.Subjects(ctx, l.Subjects(), g.Subjects)
}

// when says when somebody is expected to leave.
func when(ctx context.Context, l handover.Leaving) string {
	switch {
	case l.LeavesOn != "":
		return i18n.Date(ctx, l.LeavesOn)
	case l.Retires > 0:
		return t(ctx, "mentoring.handover.retires", "Year", strconv.Itoa(l.Retires))
	}
	return ""
}

// expectLeave is where the day is written down on which somebody is expected to go.
func (p *Pages) expectLeave() web.FormOf[handover.NewLeave] {
	return web.FormOf[handover.NewLeave]{
		At: "/mentoring/handovers/leaving", Permission: mentoring.Decide, Show: p.leavingPage,
		Fields: func(in *handover.NewLeave) []web.Field {
			return []web.Field{
				ask.Select(&in.Staff, "staff", "mentoring.handover.who", nil),
				ask.Date(&in.LeavesOn, "leaves_on", "mentoring.handover.leaves_on"),
				ask.Date(&in.ToldOn, "told_on", "mentoring.handover.told_on", ask.Hint("mentoring.handover.told_hint")),
				ask.Version(&in.Version),
			}
		},
		Do: web.On(p.mentoring.Handovers.ExpectLeave, link.Handovers(), "mentoring.handover.leave_kept"),
	}
}

func (p *Pages) leavingPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	now, err := p.mentoring.Handovers.Expected(ctx, actor(ctx), f.Value("staff"))
	if err != nil {
		return web.Page{}, err
	}
	f.Begin("told_on", string(p.mentoring.Today()))
	f.Stands(now.Version, "leaves_on", string(now.LeavesOn))
	staff, err := p.mentoring.Programmes.Colleagues(ctx, actor(ctx))
	f.Choose("staff", colleagues(ctx, staff))
	return f.Page(web.Plain{
		Title: t(ctx, "mentoring.handover.leave"), Lead: t(ctx, "mentoring.handover.leave_lead"), Button: t(ctx, "mentoring.save"),
		Sees: t(ctx, "mentoring.sees.leaving"), Back: toHandovers(ctx),
	}), err
}

func colleagues(ctx context.Context, staff []mentoring.Person) []component.Choice {
	return wording.Staff(staff, t(ctx, "mentoring.deal.choose"))
}

func toHandovers(ctx context.Context) web.Link {
	return web.Link{Text: t(ctx, "mentoring.handover.title"), URL: link.Handovers()}
}

func (p *Pages) endLeave(r *http.Request, _ *web.Form) (web.Done, error) {
	return web.Next(link.Handovers(), "mentoring.handover.leave_ended"), p.mentoring.Handovers.EndLeave(r.Context(), actor(r.Context()), r.PathValue("id"))
}

// newHandover is where a handover is planned, from the steps of the template.
func (p *Pages) newHandover() web.FormOf[handover.NewHandover] {
	return web.FormOf[handover.NewHandover]{
		At: "/mentoring/handovers/new", Permission: mentoring.Decide, Show: p.newHandoverPage,
		Fields: func(in *handover.NewHandover) []web.Field {
			return []web.Field{
				ask.Select(&in.Leaver, "leaver", "mentoring.handover.leaver", nil),
				ask.Select(&in.Successor, "successor", "mentoring.handover.successor", nil),
				ask.Line(&in.What, "what", "mentoring.handover.what", ask.Hint("mentoring.handover.what_hint"), ask.Max(120)),
				ask.Date(&in.LeavesOn, "leaves_on", "mentoring.handover.leaves_on"),
				ask.Area(&in.Steps, "steps", "mentoring.handover.steps", ask.Hint("mentoring.handover.steps_hint"), ask.Rows(7), ask.Optional),
			}
		},
		Do: func(r *http.Request, in handover.NewHandover) (web.Done, error) {
			made, err := p.mentoring.Handovers.PlanHandover(r.Context(), actor(r.Context()), in)
			return web.Next(link.Handover(made.ID), "mentoring.handover.planned"), err
		},
	}
}

func (p *Pages) newHandoverPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	staff, err := p.mentoring.Programmes.Colleagues(ctx, actor(ctx))
	if err != nil {
		return web.Page{}, err
	}
	leaving, err := p.mentoring.Handovers.Leaving(ctx, actor(ctx))
	var steps []string
	for _, key := range handover.HandoverKeys {
		steps = append(steps, t(ctx, "mentoring.handover.template."+key))
	}
	f.Begin("steps", strings.Join(steps, "\n"), "leaves_on", string(leavesOn(leaving, f.Value("leaver"))))
	f.Choose("leaver", colleagues(ctx, staff))
	f.Choose("successor", colleagues(ctx, staff))
	return f.Page(web.Plain{
		Title: t(ctx, "mentoring.handover.plan"), Lead: t(ctx, "mentoring.handover.plan_lead"), Button: t(ctx, "mentoring.handover.plan"),
		Sees: t(ctx, "mentoring.sees.handover"), Back: toHandovers(ctx),
	}), err
}

// leavesOn is when somebody is expected to leave, "" not known.
func leavesOn(all []handover.Leaving, staff string) calendar.Date {
	for _, l := range all {
		if l.ID == staff {
			return l.LeavesOn
		}
	}
	return ""
}

type handoverPage struct {
	handover.NamedHandover
	Steps   []handover.HandoverStep
	Decides bool
	Self    string
	Today   calendar.Date
	Form    *web.Form
}

// step is something to hand on.
type step struct {
	Text, Material string
	Due            calendar.Date
}

// handover shows one with its steps, and the form of another step.
func (p *Pages) handover() web.FormOf[step] {
	return web.FormOf[step]{
		At: "/mentoring/handovers/{id}", Permission: mentoring.Take, Show: p.handoverPage,
		Read: func(f *web.Form) step { return step{f.Value("text"), f.Value("material"), f.Date("due")} },
		Do: func(r *http.Request, in step) (web.Done, error) {
			id := r.PathValue("id")
			err := p.mentoring.Handovers.AddHandoverStep(r.Context(), actor(r.Context()), id, in.Text, in.Material, in.Due)
			return web.Next(link.Handover(id), "mentoring.handover.step_kept"), err
		},
	}
}

func (p *Pages) handoverPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	who := actor(ctx)
	page := handoverPage{Decides: mentoring.Decide.Allows(who), Self: who.Staff, Today: p.mentoring.Today(), Form: f}
	var err error
	if page.NamedHandover, page.Steps, err = p.mentoring.Handovers.HandoverPage(ctx, who, r.PathValue("id")); err != nil {
		return web.Page{}, err
	}
	return web.Page{
		Title:  t(ctx, "mentoring.handover.named", "What", page.What),
		Kicker: t(ctx, "mentoring.handover.state."+string(page.State)), Body: handoverBody(page), Sees: t(ctx, "mentoring.sees.handover"), Back: toHandovers(ctx),
	}, nil
}

// asked says whether the reader's answer to the pair is open.
func (g handoverPage) asked() bool {
	return g.PairState == match.PairAsked && (g.Self == g.Leaver || g.Self == g.Successor)
}

func (p *Pages) finishStep(r *http.Request, _ *web.Form) (web.Done, error) {
	h, err := p.mentoring.Handovers.FinishHandoverStep(r.Context(), actor(r.Context()), r.PathValue("id"))
	return web.Next(link.Handover(h.ID), "mentoring.handover.step_done"), err
}

func (p *Pages) closeHandover(r *http.Request, f *web.Form) (web.Done, error) {
	id := r.PathValue("id")
	return web.Next(link.Handover(id), "mentoring.handover.closed"), p.mentoring.Handovers.CloseHandover(r.Context(), actor(r.Context()), id, f.Value("how") == "done")
}
