package pairingweb

import (
	"context"
	"net/http"

	"talim/internal/calendar"
	"talim/internal/document"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/people/letterhead"
	"talim/internal/web"
)

// planPaper gives the plan as a paper for the two; nobody approves it, because
// nobody else reads it (R069).
func (p *Pages) planPaper(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	g, err := p.readPlanPage(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	if g.Plan.Version == 0 {
		return fault.Conflict("mentoring.plan.empty")
	}
	head, err := letterhead.Of(ctx, p.db.Read(), g.School, p.mentoring.Today())
	if err != nil {
		return err
	}
	return web.Paper(w, r, r.PathValue("format"), "mentoring-plan", planDocument(web.PaperLanguage(r), g, head))
}

func planDocument(ctx context.Context, g planPage, head letterhead.Head) document.Document {
	body := []document.Block{
		document.Facts{Pairs: [][2]string{
			{t(ctx, "mentoring.side.mentor"), g.MentorPerson.Name()},
			{t(ctx, "mentoring.side.mentee"), g.MenteePerson.Name()},
			{t(ctx, "mentoring.pairing.period"), formally(ctx, g.Period)},
			{t(ctx, "mentoring.plan.state"), t(ctx, agreedKey(g.Plan.Counts()))},
		}},
	}
	body = append(body, chapter(t(ctx, "mentoring.plan.strong"), g.Content.Strong)...)
	body = append(body, chapter(t(ctx, "mentoring.plan.weak"), g.Content.Weak)...)
	body = append(body, document.Heading{Level: 3, Text: t(ctx, "mentoring.plan.goals")}, document.Points(g.Content.Goals...))
	if len(g.Content.Steps) > 0 {
		body = append(body, document.Heading{Level: 3, Text: t(ctx, "mentoring.plan.steps")}, planTable(ctx, g))
	}
	return document.Plan{
		Letterhead: head.Letterhead, School: head.School.In(ctx), Date: web.DateOf(ctx, g.Plan.SavedAt),
		Title: t(ctx, "mentoring.paper.plan.title"), About: t(ctx, "mentoring.paper.plan.about", "Years", years(g.Period)), Body: body,
		Signers: []document.Signature{
			{Role: t(ctx, "mentoring.side.mentor"), Name: g.MentorPerson.Name()},
			{Role: t(ctx, "mentoring.side.mentee"), Name: g.MenteePerson.Name()},
		},
	}.Document(ctx)
}

func planTable(ctx context.Context, g planPage) document.Table {
	out := document.Table{
		Head: []string{
			t(ctx, "mentoring.plan.month_name"), t(ctx, "mentoring.plan.step"), t(ctx, "mentoring.plan.who_does"), t(ctx, "mentoring.plan.state"),
		},
		Widths: []float64{2, 5, 2, 2},
	}
	for _, s := range g.Content.Steps {
		done := ""
		if s.Done {
			done = t(ctx, "mentoring.plan.done")
		}
		out.Rows = append(out.Rows, []string{month(ctx, s.Month), s.Text, g.who(ctx, s.Who), done})
	}
	return out
}

func agreedKey(both bool) string {
	if both {
		return "mentoring.plan.state.agreed"
	}
	return "mentoring.plan.state.waits"
}

// chapter is a heading with a text below it; none without text.
func chapter(title, text string) []document.Block {
	if text == "" {
		return nil
	}
	out := []document.Block{document.Heading{Level: 3, Text: title}}
	for _, line := range i18n.Lines(text) {
		out = append(out, document.Body(line))
	}
	return out
}

// formally is a period as papers write it.
func formally(ctx context.Context, p calendar.Period) string {
	return i18n.DateFormal(ctx, p.Starts) + " – " + i18n.DateFormal(ctx, p.Ends)
}

// years are those of a school year: "2013–2014".
func years(p calendar.Period) string {
	from, to := string(p.Starts)[:4], string(p.Ends)[:4]
	if from == to {
		return from
	}
	return from + "–" + to
}
