package workplanweb

import (
	"context"
	"net/http"

	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/unit/workplan"
	"talim/internal/web"
	"talim/internal/web/ask"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

// itemFields are what a form says of an item.
func itemFields(in *workplan.Facts) []web.Field {
	return []web.Field{
		ask.Version(&in.Version),
		ask.Area(&in.Text, "text", "workplan.text", ask.Max(500), ask.Rows(2)),
		ask.Select(&in.Kind, "kind", "workplan.kind", kinds),
		ask.Row(ask.Select(&in.Span, "span", "workplan.span", spans), ask.Date(&in.Day, "day", "workplan.day", ask.Hint("workplan.day.hint"))),
		ask.Select(&in.Owner, "owner", "workplan.owner", nil, ask.Optional),
		ask.Area(&in.Goal, "goal", "workplan.goal", ask.Hint("workplan.goal.hint"), ask.Max(1000), ask.Rows(2), ask.Optional),
	}
}

func kinds(ctx context.Context) []component.Choice {
	var out []component.Choice
	for _, kind := range workplan.Kinds {
		out = append(out, component.Choice{Value: kind, Label: t(ctx, "workplan.kind."+kind)})
	}
	return out
}

func spans(ctx context.Context) []component.Choice {
	var out []component.Choice
	for _, span := range workplan.Spans {
		out = append(out, component.Choice{Value: string(span), Label: t(ctx, "workplan.span."+string(span))})
	}
	return out
}

// owners are the members of the unit, and who has the item already.
func owners(ctx context.Context, members []people.MemberLine, now people.Person) []component.Choice {
	out := []component.Choice{{Value: "", Label: t(ctx, "workplan.the_unit")}}
	found := now.ID == ""
	for _, m := range members {
		found = found || m.StaffID == now.ID
		out = append(out, component.Choice{Value: m.StaffID, Label: m.Name})
	}
	if !found {
		out = append(out, component.Choice{Value: now.ID, Label: now.Name()})
	}
	return out
}

// newItem is where something is planned.
func (p *Pages) newItem() web.FormOf[workplan.Facts] {
	return web.FormOf[workplan.Facts]{
		At: "/units/{id}/plan/new", Permission: workplan.See, Show: p.newPage, Fields: itemFields,
		Do: func(r *http.Request, in workplan.Facts) (web.Done, error) {
			unit := r.PathValue("id")
			return web.Next(link.UnitPlan(unit, string(workplan.Month), string(in.Day)), "workplan.kept"), p.plans.Add(r.Context(), actor(r.Context()), unit, in)
		},
	}
}

func (p *Pages) newPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	unit, members, err := p.plans.ToPlan(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	f.Choose("owner", owners(ctx, members, people.Person{}))
	f.Begin("day", string(p.plans.Today()), "span", string(workplan.Day), "kind", workplan.Kinds[0])
	page := f.Page(web.Plain{
		Title: t(ctx, "workplan.new"), Button: t(ctx, "web.save"), Sees: t(ctx, "workplan.sees"),
		Back: web.Link{Text: t(ctx, "workplan.title"), URL: link.UnitPlan(unit.ID, "", f.Value("day"))},
	})
	page.Kicker, page.Here = unit.Name().In(ctx), link.NewPlanItem(unit.ID)
	return page, nil
}

// editItem is where an item is said anew.
func (p *Pages) editItem() web.FormOf[workplan.Facts] {
	return web.FormOf[workplan.Facts]{
		At: "/units/plan/items/{id}/edit", Permission: workplan.See, Show: p.editPage, Fields: itemFields,
		Do: web.OnThe(p.plans.Change, link.PlanItem, "workplan.kept"),
	}
}

func (p *Pages) editPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	g, err := p.plans.ToChange(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	f.Choose("owner", owners(ctx, g.Members, g.Who))
	f.Stands(g.Version, "text", g.Text, "kind", g.Kind, "span", string(g.Span), "day", string(g.Starts), "owner", g.Owner, "goal", g.Goal)
	return p.about(ctx, f, g, "workplan.edit", "web.save", link.EditPlanItem(g.ID)), nil
}

// about is the page of a form about an item.
func (p *Pages) about(ctx context.Context, f *web.Form, g workplan.Opened, title, button, here string) web.Page {
	page := f.Page(web.Plain{
		Title: t(ctx, title), Button: t(ctx, button), Sees: t(ctx, "workplan.sees"), Back: web.Link{Text: g.Text, URL: link.PlanItem(g.ID)},
	})
	page.Kicker, page.Here = g.Text, here
	return page
}

// held is where one says that an item was held.
func (p *Pages) held() web.FormOf[workplan.Settlement] {
	return web.FormOf[workplan.Settlement]{
		At: "/units/plan/items/{id}/held", Permission: workplan.See,
		Fields: func(in *workplan.Settlement) []web.Field {
			return []web.Field{
				ask.Version(&in.Version), ask.Date(&in.On, "on", "workplan.held_on"),
				ask.Area(&in.Text, "text", "workplan.outcome", ask.Hint("workplan.outcome.hint"), ask.Max(1000), ask.Rows(4), ask.Optional),
			}
		},
		Show: func(r *http.Request, f *web.Form) (web.Page, error) {
			ctx := r.Context()
			g, err := p.plans.ToSettle(ctx, actor(ctx), r.PathValue("id"))
			if err != nil {
				return web.Page{}, err
			}
			f.Stands(g.Version, "on", string(p.plans.Today()))
			return p.about(ctx, f, g, "workplan.held.do", "web.save", link.HoldPlanItem(g.ID)), nil
		},
		Do: web.OnThe(p.plans.Hold, link.PlanItem, "workplan.held.done"),
	}
}

// dropped is where one lets an item go.
func (p *Pages) dropped() web.FormOf[workplan.Settlement] {
	return web.FormOf[workplan.Settlement]{
		At: "/units/plan/items/{id}/dropped", Permission: workplan.See,
		Fields: func(in *workplan.Settlement) []web.Field {
			return []web.Field{
				ask.Version(&in.Version),
				ask.Area(&in.Text, "text", "workplan.why", ask.Hint("workplan.why.hint"), ask.Max(1000), ask.Rows(3), ask.Optional),
			}
		},
		Show: func(r *http.Request, f *web.Form) (web.Page, error) {
			ctx := r.Context()
			g, err := p.plans.ToSettle(ctx, actor(ctx), r.PathValue("id"))
			if err != nil {
				return web.Page{}, err
			}
			f.Stands(g.Version)
			return p.about(ctx, f, g, "workplan.drop.do", "workplan.drop.do", link.DropPlanItem(g.ID)), nil
		},
		Do: web.OnThe(p.plans.Drop, link.PlanItem, "workplan.drop.done"),
	}
}

// heldOn is the day on which an item was held; "" of one that was not.
func heldOn(ctx context.Context, x workplan.Item) string {
	if x.HeldOn == "" {
		return ""
	}
	return i18n.Date(ctx, x.HeldOn)
}

// outcomeKey is what the words of a settled item are called.
func outcomeKey(state workplan.State) string {
	if state == workplan.Dropped {
		return "workplan.why"
	}
	return "workplan.outcome"
}

// noneKey is what an empty plan says.
func noneKey(g workplan.Plan) string {
	if g.May {
		return "workplan.none_do"
	}
	return "workplan.none_read"
}
