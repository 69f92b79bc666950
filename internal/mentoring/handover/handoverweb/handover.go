package handoverweb

import (
	"context"
	"net/http"
	"slices"
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
	var out []string
	for _, code := range l.Subjects() {
		name := code
		if text, ok := g.Subjects[code]; ok {
			name = text.In(ctx)
		}
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return strings.Join(out, ", ")
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

func (p *Pages) leaving(w http.ResponseWriter, r *http.Request) error {
	return p.showLeaving(w, r, http.StatusOK, web.NewForm("staff", r.URL.Query().Get("staff"), "told_on", string(p.mentoring.Today())))
}

func (p *Pages) showLeaving(w http.ResponseWriter, r *http.Request, status int, f web.Form) error {
	ctx := r.Context()
	staff, err := p.mentoring.Programmes.Colleagues(ctx, actor(ctx))
	if err != nil {
		return err
	}
	return web.Show(w, r, status, web.Page{
		Title: t(ctx, "mentoring.handover.leave"), Narrow: true, Body: leavingBody(f, staff), Sees: t(ctx, "mentoring.sees.leaving"),
		Back: web.Link{Text: t(ctx, "mentoring.handover.title"), URL: link.Handovers()},
	})
}

func (p *Pages) expectLeave(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := web.ReadForm(r)
	err := p.mentoring.Handovers.ExpectLeave(ctx, actor(ctx), f.Value("staff"), f.Date("leaves_on"), f.Date("told_on"))
	if f.Take(err) {
		return p.showLeaving(w, r, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Handovers(), "mentoring.handover.leave_kept")
}

func (p *Pages) endLeave(w http.ResponseWriter, r *http.Request) error {
	if err := p.mentoring.Handovers.EndLeave(r.Context(), actor(r.Context()), r.PathValue("id")); err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Handovers(), "mentoring.handover.leave_ended")
}

func (p *Pages) newHandover(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var steps []string
	for _, key := range handover.HandoverKeys {
		steps = append(steps, t(ctx, "mentoring.handover.template."+key))
	}
	f := web.NewForm("leaver", r.URL.Query().Get("leaver"), "steps", strings.Join(steps, "\n"))
	all, err := p.mentoring.Handovers.Leaving(ctx, actor(ctx))
	if err != nil {
		return err
	}
	for _, l := range all {
		if l.ID == f.Value("leaver") {
			f.Set("leaves_on", string(l.LeavesOn))
		}
	}
	return p.showNewHandover(w, r, http.StatusOK, f)
}

func (p *Pages) showNewHandover(w http.ResponseWriter, r *http.Request, status int, f web.Form) error {
	ctx := r.Context()
	staff, err := p.mentoring.Programmes.Colleagues(ctx, actor(ctx))
	if err != nil {
		return err
	}
	return web.Show(w, r, status, web.Page{
		Title: t(ctx, "mentoring.handover.plan"), Narrow: true, Body: newHandoverBody(f, staff), Sees: t(ctx, "mentoring.sees.handover"),
		Back: web.Link{Text: t(ctx, "mentoring.handover.title"), URL: link.Handovers()},
	})
}

func (p *Pages) planHandover(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := web.ReadForm(r)
	made, err := p.mentoring.Handovers.PlanHandover(ctx, actor(ctx), handover.NewHandover{
		Leaver: f.Value("leaver"), Successor: f.Value("successor"), What: f.Value("what"), LeavesOn: f.Date("leaves_on"), Steps: f.Value("steps"),
	})
	if f.Take(err) {
		return p.showNewHandover(w, r, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Handover(made.ID), "mentoring.handover.planned")
}

type handoverPage struct {
	handover.NamedHandover
	Steps   []handover.HandoverStep
	Decides bool
	Self    string
	Today   calendar.Date
	Form    web.Form
}

func (p *Pages) handover(w http.ResponseWriter, r *http.Request) error {
	return p.showHandover(w, r, http.StatusOK, web.NewForm())
}

func (p *Pages) showHandover(w http.ResponseWriter, r *http.Request, status int, f web.Form) error {
	ctx := r.Context()
	who := actor(ctx)
	page := handoverPage{Decides: mentoring.Decide.Allows(who), Self: who.Staff, Today: p.mentoring.Today(), Form: f}
	var err error
	if page.NamedHandover, page.Steps, err = p.mentoring.Handovers.HandoverPage(ctx, who, r.PathValue("id")); err != nil {
		return err
	}
	return web.Show(w, r, status, web.Page{
		Title:  t(ctx, "mentoring.handover.named", "What", page.What),
		Kicker: t(ctx, "mentoring.handover.state."+string(page.State)), Body: handoverBody(page), Sees: t(ctx, "mentoring.sees.handover"),
		Back: web.Link{Text: t(ctx, "mentoring.handover.title"), URL: link.Handovers()},
	})
}

// asked says whether the reader's answer to the pair is open.
func (g handoverPage) asked() bool {
	return g.PairState == match.PairAsked && (g.Self == g.Leaver || g.Self == g.Successor)
}

func (p *Pages) addHandoverStep(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := web.ReadForm(r)
	id := r.PathValue("id")
	err := p.mentoring.Handovers.AddHandoverStep(ctx, actor(ctx), id, f.Value("text"), f.Value("material"), f.Date("due"))
	if f.Take(err) {
		return p.showHandover(w, r, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Handover(id), "mentoring.handover.step_kept")
}

func (p *Pages) finishHandoverStep(w http.ResponseWriter, r *http.Request) error {
	h, err := p.mentoring.Handovers.FinishHandoverStep(r.Context(), actor(r.Context()), r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Handover(h.ID), "mentoring.handover.step_done")
}

func (p *Pages) closeHandover(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	if err := p.mentoring.Handovers.CloseHandover(r.Context(), actor(r.Context()), id, web.ReadForm(r).Value("how") == "done"); err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Handover(id), "mentoring.handover.closed")
}
