package practiceweb

import (
	"context"
	"net/http"

	"talim/internal/mentoring"
	"talim/internal/practice"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

type incentivePage struct {
	Given  []practice.NamedIncentive
	Staff  []mentoring.Person
	Reward bool // whether the reader may record
	Form   web.Form
}

func (p *Pages) incentives(w http.ResponseWriter, r *http.Request) error {
	return p.showIncentives(w, r, http.StatusOK, web.NewForm("starts", string(p.mentoring.Today())))
}

func (p *Pages) showIncentives(w http.ResponseWriter, r *http.Request, status int, f web.Form) error {
	ctx := r.Context()
	who := actor(ctx)
	g := incentivePage{Form: f, Reward: practice.Reward.Allows(who)}
	var err error
	if g.Given, err = p.practice.Incentives(ctx, who); err != nil {
		return err
	}
	if g.Reward {
		if g.Staff, err = p.practice.Staff(ctx, who); err != nil {
			return err
		}
	}
	return web.Show(w, r, status, web.Page{
		Title: t(ctx, "practice.incentive.title"), Back: toPractice(ctx), Narrow: true, Body: incentiveBody(g),
		Sees: t(ctx, "practice.incentive.sees"), Here: link.Incentives(),
	})
}

func (p *Pages) give(w http.ResponseWriter, r *http.Request) error {
	ctx, f := r.Context(), web.ReadForm(r)
	_, err := p.practice.Give(ctx, actor(ctx), practice.NewIncentive{
		Staff: f.Value("staff"), Kind: practice.IncentiveKind(f.Value("kind")), Starts: f.Date("starts"), Ends: f.Date("ends"),
		Words: f.Value("words"), Document: f.Value("document"),
	})
	if f.Take(err) {
		return p.showIncentives(w, r, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Incentives(), "practice.incentive.kept")
}

func (p *Pages) takeBackIncentive(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := p.practice.TakeBackIncentive(ctx, actor(ctx), r.PathValue("id")); err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Incentives(), "practice.incentive.is_back")
}

// staffChoices are people to choose one from.
func staffChoices(ctx context.Context, list []mentoring.Person) []component.Choice {
	out := []component.Choice{choose(ctx, "practice.staff.choose")}
	for _, s := range list {
		out = append(out, component.Choice{Value: s.ID, Label: s.Name()})
	}
	return out
}

func kindChoices(ctx context.Context) []component.Choice {
	out := []component.Choice{choose(ctx, "practice.incentive.choose")}
	for _, k := range practice.IncentiveKinds {
		out = append(out, component.Choice{Value: string(k), Label: t(ctx, "practice.incentive.kind."+string(k))})
	}
	return out
}
