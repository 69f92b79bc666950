package feedbackweb

import (
	"context"
	"net/http"

	"talim/internal/observation/feedback"
	"talim/internal/web"
	"talim/internal/web/ask"
	"talim/internal/web/component"
	"talim/internal/web/component/field"
	"talim/internal/web/link"
)

// askOptions are how a question of the protocol is asked.
func askOptions(ctx context.Context, p feedback.Protocol, code string) []field.Option {
	options := []field.Option{field.Max(4000), field.Rows(4)}
	if p.Ask(code).Own.In(ctx) == "" {
		options = append(options, field.Hint(t(ctx, "feedback.ask."+code+".hint")))
	}
	if p.Order == feedback.None || p.Ask(code).Need != feedback.Required {
		options = append(options, field.Optional)
	}
	return options
}

// newStep is where one of the two proposes a next step.
func (p *Pages) newStep() web.FormOf[feedback.NewStep] {
	return web.FormOf[feedback.NewStep]{
		At: "/observation/occasions/{id}/step", Permission: take, Show: p.newStepPage,
		Fields: func(in *feedback.NewStep) []web.Field {
			return []web.Field{
				ask.Select(&in.Observer, "observer", "feedback.step.whom", nil),
				ask.Area(&in.Text, "text", "feedback.step.text", ask.Hint("feedback.step.hint"), ask.Max(500), ask.Rows(3)),
				ask.Date(&in.DueOn, "due_on", "feedback.step.due_on"),
			}
		},
		Do: web.OnThe(p.feedback.ProposeStep, link.Occasion, "feedback.step.sent"),
	}
}

func (p *Pages) newStepPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	g, err := p.feedback.Lesson(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	choices := partners(g)
	if with := r.URL.Query().Get("with"); shown(choices, with) {
		f.Begin("observer", with)
	}
	f.Choose("observer", choices)
	f.Begin("due_on", string(p.feedback.Today().AddDays(14)))
	page := f.Page(web.Plain{
		Title: t(ctx, "feedback.step.propose"), Button: t(ctx, "feedback.step.propose_do"), Lead: t(ctx, "feedback.step.lead"), Sees: t(ctx, "feedback.step.sees"),
		Back: toOccasion(ctx, g.ID),
	})
	page.Kicker, page.Here = g.InWords(ctx), link.NewNextStep(g.ID)
	return page, nil
}

// step is a next step, which the other of the two agrees to or not.
func (p *Pages) step() web.FormOf[bool] {
	return web.FormOf[bool]{
		At: "/observation/steps/{id}", Permission: take, Show: p.stepPage,
		Read: func(f *web.Form) bool {
			yes, err := f.Answer("answer")
			f.Take(err)
			return yes
		},
		Do: web.OnThe(p.feedback.AnswerStep, link.NextStep, "feedback.step.answer_sent"),
	}
}

func (p *Pages) stepPage(r *http.Request, _ *web.Form) (web.Page, error) {
	ctx := r.Context()
	x, err := p.feedback.StepByID(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	page := web.Page{
		Title: t(ctx, "feedback.next_step"), Back: toOccasion(ctx, x.Occasion), Narrow: true, Body: stepBody(x, actor(ctx).Staff),
		Sees: t(ctx, "feedback.step.sees"), Here: link.NextStep(x.ID),
	}
	if x.State == feedback.Agreed {
		page.Action = component.Primary(t(ctx, "feedback.waiting.due.do"), link.FinishNextStep(x.ID))
	}
	return page, nil
}

// outcome is where one of the two says what came of a step.
func (p *Pages) outcome() web.FormOf[string] {
	return web.FormOf[string]{
		At: "/observation/steps/{id}/outcome", Permission: take, Show: p.outcomePage,
		Fields: func(in *string) []web.Field {
			return []web.Field{ask.Area(in, "outcome", "feedback.step.outcome", ask.Hint("feedback.step.outcome_hint"), ask.Max(4000), ask.Rows(6))}
		},
		Do: web.OnThe(p.feedback.FinishStep, link.NextStep, "feedback.step.done"),
	}
}

func (p *Pages) outcomePage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	x, err := p.feedback.StepByID(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	page := f.Page(web.Plain{
		Title: t(ctx, "feedback.waiting.due.do"), Button: t(ctx, "feedback.step.finish"), Lead: x.Text, Sees: t(ctx, "feedback.step.sees"),
		Back: web.Link{Text: t(ctx, "feedback.next_step"), URL: link.NextStep(x.ID)},
	})
	page.Here = link.FinishNextStep(x.ID)
	return page, nil
}

func (p *Pages) endStep(r *http.Request, _ *web.Form) (web.Done, error) {
	id := r.PathValue("id")
	return web.Next(link.NextStep(id), "feedback.step.ended"), p.feedback.EndStep(r.Context(), actor(r.Context()), id)
}
