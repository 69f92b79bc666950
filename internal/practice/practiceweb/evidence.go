package practiceweb

import (
	"context"
	"net/http"
	"strconv"

	"talim/internal/calendar"
	"talim/internal/document"
	"talim/internal/i18n"
	"talim/internal/people/letterhead"
	"talim/internal/practice"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

type evidencePage struct {
	practice.Evidence
	Form web.Form // the days between which it is collected
}

// asked are the days of the filter; without them everything there is.
func asked(f web.Form) calendar.Period {
	p := calendar.Period{Starts: f.Date("from"), Ends: f.Date("to")}
	if !p.Starts.Valid() {
		p.Starts = "1900-01-01"
	}
	if !p.Ends.Valid() {
		p.Ends = calendar.Forever
	}
	return p
}

func (p *Pages) evidence(w http.ResponseWriter, r *http.Request) error {
	ctx, f := r.Context(), web.ReadForm(r)
	g := evidencePage{Form: f}
	var err error
	if g.Evidence, err = p.practice.Evidence(ctx, actor(ctx), asked(f)); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, web.Page{
		Title: t(ctx, "practice.evidence.title"), Back: toPractice(ctx), Body: evidenceBody(g), Sees: t(ctx, "practice.evidence.sees"),
	})
}

// paperOf is the address of the paper for the days that the page shows.
func (g evidencePage) paperOf(format string) string {
	return link.With(link.EvidencePaper(format), "from", g.Form.Value("from"), "to", g.Form.Value("to"))
}

// evidencePaper gives the list as a paper for the file of attestation.
func (p *Pages) evidencePaper(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	who := actor(ctx)
	e, err := p.practice.Evidence(ctx, who, asked(web.ReadForm(r)))
	if err != nil {
		return err
	}
	head, err := letterhead.Of(ctx, p.db.Read(), who.School, p.mentoring.Today())
	if err != nil {
		return err
	}
	in := web.PaperLanguage(r)
	return web.Paper(w, r, r.PathValue("format"), "mentoring-evidence", evidenceDocument(in, e, head, who.Name, p.mentoring.Today()))
}

func evidenceDocument(ctx context.Context, e practice.Evidence, head letterhead.Head, name string, today calendar.Date) document.Document {
	facts := document.Facts{Pairs: [][2]string{
		{t(ctx, "practice.evidence.mentor"), name},
		{t(ctx, "practice.evidence.hours"), i18n.Number(ctx, e.Hours())},
		{t(ctx, "practice.evidence.meetings"), strconv.Itoa(e.Meetings())},
		{t(ctx, "practice.evidence.visits"), strconv.Itoa(e.Visits())},
		{t(ctx, "practice.evidence.resources"), strconv.Itoa(e.Resources())},
	}}
	body := []document.Block{facts}
	if len(e.Pairs) > 0 {
		body = append(body, document.Heading{Level: 3, Text: t(ctx, "practice.evidence.pairs")}, pairsTable(ctx, e))
	}
	body = append(body, points(t(ctx, "practice.evidence.letters"), letterLines(ctx, e))...)
	body = append(body, points(t(ctx, "practice.evidence.courses"), courseLines(ctx, e))...)
	body = append(body, points(t(ctx, "practice.evidence.incentives"), incentiveLines(ctx, e))...)
	return document.Plan{
		Letterhead: head.Letterhead, School: head.School.In(ctx), Date: today, Title: t(ctx, "practice.paper.evidence"), About: name, Body: body,
		Signers: []document.Signature{{Role: t(ctx, "practice.paper.director"), Name: head.Director}, {Role: t(ctx, "practice.evidence.mentor"), Name: name}},
	}.Document(ctx)
}

func pairsTable(ctx context.Context, e practice.Evidence) document.Table {
	out := document.Table{Head: evidenceHead(ctx), Widths: []float64{3, 4, 2, 2, 2, 2}}
	for _, g := range e.Pairs {
		out.Rows = append(out.Rows, append([]string{g.Mentee.Name(), period(ctx, g.Period)}, evidenceCells(ctx, g)...))
	}
	return out
}

func evidenceHead(ctx context.Context) []string {
	return []string{
		t(ctx, "practice.evidence.mentee"), t(ctx, "practice.evidence.period"), t(ctx, "practice.evidence.hours"),
		t(ctx, "practice.evidence.meetings"), t(ctx, "practice.evidence.visits_short"), t(ctx, "practice.evidence.resources_short"),
	}
}

func evidenceCells(ctx context.Context, g practice.EvidencePair) []string {
	return []string{i18n.Number(ctx, g.Hours()), strconv.Itoa(g.Meetings), of2(g.Visits, g.Received), strconv.Itoa(g.Resources)}
}

// of2 are two figures of visits: by the mentor, by the mentee.
func of2(a, b int) string { return strconv.Itoa(a) + " + " + strconv.Itoa(b) }

func letterLines(ctx context.Context, e practice.Evidence) []string {
	out := make([]string, len(e.Letters))
	for i, l := range e.Letters {
		out[i] = t(ctx, "practice.evidence.letter", "Number", l.Number, "Date", l.Date)
	}
	return out
}

func courseLines(ctx context.Context, e practice.Evidence) []string {
	out := make([]string, len(e.Courses))
	for i, c := range e.Courses {
		out[i] = t(ctx, "practice.evidence.course", "Title", c.Title, "Count", c.Hours, "Date", c.DoneOn)
		if c.SharedOn != "" {
			out[i] += "; " + t(ctx, "practice.evidence.shared", "Date", c.SharedOn)
		}
	}
	return out
}

func incentiveLines(ctx context.Context, e practice.Evidence) []string {
	out := make([]string, len(e.Incentives))
	for i, x := range e.Incentives {
		out[i] = t(ctx, "practice.incentive.kind."+string(x.Kind)) + ": " + x.Words + " (" + period(ctx, x.Period) + ")"
		if x.Document != "" {
			out[i] += ", " + x.Document
		}
	}
	return out
}

// period is a time in words; of one day, the day.
func period(ctx context.Context, p calendar.Period) string {
	if p.Starts == p.Ends {
		return i18n.Date(ctx, p.Starts)
	}
	return i18n.Period(ctx, p)
}

// points are lines under a heading; none without lines.
func points(title string, lines []string) []document.Block {
	if len(lines) == 0 {
		return nil
	}
	return []document.Block{document.Heading{Level: 3, Text: title}, document.Points(lines...)}
}

// figures are the whole in four numbers.
func (g evidencePage) figures(ctx context.Context) [][2]string {
	return [][2]string{
		{i18n.Number(ctx, g.Hours()), t(ctx, "practice.evidence.hours")},
		{strconv.Itoa(g.Meetings()), t(ctx, "practice.evidence.meetings")},
		{strconv.Itoa(g.Visits()), t(ctx, "practice.evidence.visits")},
		{strconv.Itoa(len(g.Letters)), t(ctx, "practice.evidence.letters")},
	}
}

func choose(ctx context.Context, key string) component.Choice {
	return component.Choice{Label: t(ctx, key)}
}
