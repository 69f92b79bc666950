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
	Form   *web.Form
}

// incentives shows what mentors were given, with the form to record more.
func (p *Pages) incentives() web.FormOf[practice.NewIncentive] {
	return web.FormOf[practice.NewIncentive]{
		At: "/mentoring/practice/incentives", Permission: practice.Reward, Show: p.incentivesPage,
		Read: func(f *web.Form) practice.NewIncentive {
			return practice.NewIncentive{
				Staff: f.Value("staff"), Kind: practice.IncentiveKind(f.Value("kind")), Starts: f.Date("starts"), Ends: f.Date("ends"),
				Words: f.Value("words"), Document: f.Value("document"),
			}
		},
		Do: func(r *http.Request, in practice.NewIncentive) (web.Done, error) {
			_, err := p.practice.Give(r.Context(), actor(r.Context()), in)
			return web.Next(link.Incentives(), "practice.incentive.kept"), err
		},
	}
}

func (p *Pages) incentivesPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	who := actor(ctx)
	g := incentivePage{Form: f, Reward: practice.Reward.Allows(who)}
	var err error
	if g.Given, err = p.practice.Incentives(ctx, who); err != nil {
		return web.Page{}, err
	}
	if g.Reward {
		g.Staff, err = p.practice.Staff(ctx, who)
	}
	f.Begin("starts", string(p.mentoring.Today()))
	return web.Page{
		Title: t(ctx, "practice.incentive.title"), Back: toPractice(ctx), Narrow: true, Body: incentiveBody(g),
		Sees: t(ctx, "practice.incentive.sees"), Here: link.Incentives(),
	}, err
}

func (p *Pages) takeBackIncentive(r *http.Request, _ *web.Form) (web.Done, error) {
	return web.Next(link.Incentives(), "practice.incentive.is_back"), p.practice.TakeBackIncentive(r.Context(), actor(r.Context()), r.PathValue("id"))
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
