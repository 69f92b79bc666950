package workplanweb

import (
	"context"
	"net/http"

	"talim/internal/calendar"
	"talim/internal/document"
	"talim/internal/i18n"
	"talim/internal/people/letterhead"
	"talim/internal/unit/workplan"
	"talim/internal/web"
)

// paper is the plan as it is approved and filed: what, when, who, what for, and what was held.
func (p *Pages) paper(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := web.ReadForm(r)
	g, err := p.plans.PlanDuring(ctx, actor(ctx), r.PathValue("id"), workplan.Span(f.Value("view")), calendar.Period{Starts: f.Date("from"), Ends: f.Date("to")})
	if err != nil {
		return err
	}
	head, err := letterhead.Of(ctx, p.db.Read(), g.SchoolID, p.plans.Today())
	if err != nil {
		return err
	}
	return web.Paper(w, r, r.PathValue("format"), "plan-"+string(g.During.Starts), planDocument(web.PaperLanguage(r), g, head))
}

func planDocument(ctx context.Context, g workplan.Plan, head letterhead.Head) document.Document {
	table := document.Table{Numbered: true, Head: []string{
		t(ctx, "workplan.text"), t(ctx, "workplan.when"), t(ctx, "workplan.owner"), t(ctx, "workplan.goal"), t(ctx, "workplan.paper.held"),
	}}
	for _, x := range g.Items {
		table.Rows = append(table.Rows, []string{x.Text, when(ctx, x.Item), whoOf(ctx, x), x.Goal, became(ctx, x.Item)})
	}
	plan := document.Plan{
		School: head.School.In(ctx), Date: g.Today, Title: t(ctx, "workplan.paper.title."+string(g.View)), About: g.Name().In(ctx) + ", " + duringText(ctx, g),
		Approver: document.Signature{Role: t(ctx, "workplan.paper.director"), Name: head.Director}, Body: []document.Block{table}, Landscape: true,
		Signers: []document.Signature{{Role: t(ctx, "workplan.paper.head"), Date: t(ctx, "document.blank.date")}},
	}
	return plan.Document(ctx)
}

// became is what became of an item, as a paper says it.
func became(ctx context.Context, x workplan.Item) string {
	switch x.State {
	case workplan.Held:
		return i18n.DateFormal(ctx, x.HeldOn)
	case workplan.Dropped:
		return t(ctx, "workplan.state.dropped")
	}
	return ""
}
