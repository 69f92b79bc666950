// Package workplanweb has the pages of the plans of units: the plan of a year, a term, a
// month or a week, its items, and its paper. Who may do what is decided in
// internal/unit/workplan.
package workplanweb

import (
	"context"
	"embed"
	"io/fs"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/i18n"
	"talim/internal/unit/workplan"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

//go:embed messages/*.json
var messages embed.FS

// Messages is the catalogue of these pages.
func Messages() fs.FS {
	sub, err := fs.Sub(messages, "messages")
	if err != nil { // only for an invalid path
		return messages
	}
	return sub
}

// Pages holds the handlers.
type Pages struct {
	db    *db.DB
	plans *workplan.Service
}

// New makes the pages.
func New(d *db.DB, s *workplan.Service) *Pages { return &Pages{d, s} }

// Routes lists the addresses of the pages. The domain asks again with the record at hand.
func (p *Pages) Routes() []web.Route {
	return slices.Concat(
		p.newItem().Routes(), p.editItem().Routes(), p.held().Routes(), p.dropped().Routes(),
		[]web.Route{
			{Pattern: "GET /units/{id}/plan", Permission: workplan.See, Handle: p.plan},
			{Pattern: "POST /units/{id}/plan/begin", Permission: workplan.See, Handle: web.Act(p.begin)},
			{Pattern: "GET /units/{id}/plan/paper/{format}", Permission: workplan.See, Handle: p.paper},
			{Pattern: "GET /units/plan/items/{id}", Permission: workplan.See, Handle: p.item},
			{Pattern: "POST /units/plan/items/{id}/again", Permission: workplan.See, Handle: web.ActOnVersion(p.plans.PlanAgain, link.PlanItem, "workplan.again.done")},
			{Pattern: "POST /units/plan/items/{id}/move", Permission: workplan.See, Handle: web.Act(p.move)},
		})
}

// actor is who asks.
func actor(ctx context.Context) access.Actor { return access.ActorFrom(ctx) }

// t is a message in the reader's language.
func t(ctx context.Context, key string, args ...any) string { return i18n.T(ctx, key, args...) }

// asked is of what time a plan is asked for.
func (p *Pages) asked(r *http.Request) (workplan.Span, calendar.Date) {
	f := web.ReadForm(r)
	on, err := calendar.Within(p.plans.Today(), f.Value("on"))
	if err != nil {
		on = p.plans.Today()
	}
	return workplan.Span(f.Value("view")), on
}

// plan shows what a unit plans for some time.
func (p *Pages) plan(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	view, on := p.asked(r)
	g, err := p.plans.Plan(ctx, actor(ctx), r.PathValue("id"), view, on)
	if err != nil {
		return err
	}
	page := web.Page{
		Title: t(ctx, "workplan.title"), Kicker: g.Name().In(ctx), Back: web.Link{Text: g.Name().In(ctx), URL: link.UnitWork(g.ID)}, Body: planBody(g),
		Sees: t(ctx, "workplan.sees"),
	}
	if g.May {
		page.Action = component.Primary(t(ctx, "workplan.new"), link.With(link.NewPlanItem(g.ID), "day", string(beginning(g)), "span", string(spanIn(g.View))))
	}
	return web.Show(w, r, http.StatusOK, page)
}

// beginning is the day that a new item in the plan begins with.
func beginning(g workplan.Plan) calendar.Date {
	if g.During.Contains(g.Today) {
		return g.Today
	}
	return g.During.Starts
}

// spanIn is how exact a new item is in a view: a day in that of a week, else a month.
func spanIn(view workplan.Span) workplan.Span {
	if view == workplan.Week {
		return workplan.Day
	}
	return workplan.Month
}

// viewTabs are the times of which the plan is shown.
func viewTabs(ctx context.Context, g workplan.Plan) []component.Tab {
	var out []component.Tab
	for _, v := range workplan.Views {
		out = append(out, component.Tab{Text: t(ctx, "workplan.view."+string(v)), URL: link.UnitPlan(g.ID, string(v), string(beginning(g))), Current: v == g.View})
	}
	return out
}

// duringText names the time of the plan.
func duringText(ctx context.Context, g workplan.Plan) string {
	if g.View == workplan.Month {
		return i18n.Capital(i18n.MonthName(ctx, int(g.During.Starts.Time().Month()))) + " " + strconv.Itoa(g.During.Starts.Time().Year())
	}
	return i18n.Period(ctx, g.During)
}

// when is the time of an item: a day, a month, a period.
func when(ctx context.Context, x workplan.Item) string {
	switch x.Span {
	case workplan.Day:
		return i18n.Date(ctx, x.Starts)
	case workplan.Month:
		return i18n.Capital(i18n.MonthName(ctx, int(x.Starts.Time().Month())))
	case workplan.Year:
		return t(ctx, "workplan.span.year")
	}
	return i18n.Period(ctx, x.Period)
}

// whoOf is who does an item.
func whoOf(ctx context.Context, x workplan.Named) string {
	if x.Who.ID == "" {
		return t(ctx, "workplan.the_unit")
	}
	return x.Who.Name()
}

// bars draw for each month what was planned and what was held.
func bars(ctx context.Context, g workplan.Plan) []component.Bar {
	var out []component.Bar
	for _, month := range g.Months() {
		c := g.CountOf(month)
		if c.Whole() == 0 {
			continue
		}
		out = append(out, component.Bar{
			Label: i18n.Capital(i18n.MonthName(ctx, int(month.Starts.Time().Month()))), Value: float64(c.Held), Of: float64(c.Whole()),
			Text: t(ctx, "workplan.held_of", "Held", c.Held, "Count", c.Whole()),
		})
	}
	return out
}

// stateTag says what became of an item; nothing of one that is ahead.
func stateTag(ctx context.Context, x workplan.Item, today calendar.Date) templ.Component {
	switch {
	case x.State == workplan.Held:
		return component.Tag(component.OK, t(ctx, "workplan.state.held"))
	case x.State == workplan.Dropped:
		return component.Tag(component.Plain, t(ctx, "workplan.state.dropped"))
	case x.Late(today):
		return component.Tag(component.Wait, t(ctx, "workplan.state.late"))
	}
	return templ.NopComponent
}

// begin takes over the year before, or what units usually do.
func (p *Pages) begin(r *http.Request, f *web.Form) (web.Done, error) {
	ctx := r.Context()
	unit, on := r.PathValue("id"), f.Date("on")
	n, err := p.plans.BeginPlan(ctx, actor(ctx), unit, workplan.Begin{FromYear: f.Value("from") == "year", Day: on, Language: i18n.From(ctx).Language()})
	return web.Next(link.UnitPlan(unit, string(workplan.Year), string(on)), "workplan.begun", "Count", n), err
}

// item is one thing that is planned, with what it was.
func (p *Pages) item(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	g, err := p.plans.Item(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, web.Page{
		Title: g.Text, Kicker: t(ctx, "workplan.kind."+g.Kind), Narrow: true, Body: itemBody(g, p.plans.Today()), Sees: t(ctx, "workplan.sees"),
		Back: web.Link{Text: t(ctx, "workplan.title"), URL: link.UnitPlan(g.Unit, string(workplan.Month), string(g.Starts))},
	})
}

func (p *Pages) move(r *http.Request, f *web.Form) (web.Done, error) {
	id, in := r.PathValue("id"), workplan.Move{Version: f.Version(), Later: f.Value("to") == "later"}
	if err := f.Err(); err != nil {
		return web.Done{}, err
	}
	return web.Next(link.PlanItem(id), "workplan.moved"), p.plans.Move(r.Context(), actor(r.Context()), id, in)
}

// about is the lower line of an item in a list: who does it, and what for.
func about(ctx context.Context, x workplan.Named) string {
	return strings.Join([]string{t(ctx, "workplan.kind."+x.Kind), whoOf(ctx, x)}, " · ")
}
