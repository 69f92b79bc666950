package evaluationweb

import (
	"context"
	"net/http"
	"strconv"

	"talim/internal/document"
	"talim/internal/evaluation"
	"talim/internal/i18n"
	"talim/internal/people/letterhead"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

// line is a row of the report: this year and the year before.
type line struct {
	Key       string // of the message
	Now, Last string
	value     float64
	of        float64 // what was planned; zero: nothing to draw
}

// before gives the work of the year before, none where there was no programme.
func before(r evaluation.Report) evaluation.Work {
	if r.Last == nil {
		return evaluation.Work{}
	}
	return r.Last.Work
}

// linesOf are the counts of the report in their order.
func linesOf(ctx context.Context, r evaluation.Report) (pairs, work []line) {
	now, last := r.Work, before(r)
	count := func(key string, a, b int) line {
		return line{Key: key, Now: strconv.Itoa(a), Last: strconv.Itoa(b)}
	}
	held := func(key string, a, planned, b, plannedLast int) line {
		return line{
			Key: key, Now: heldOf(ctx, a, planned), Last: heldOf(ctx, b, plannedLast), value: float64(a), of: float64(planned),
		}
	}
	pairs = []line{
		count("evaluation.report.pairs", now.Pairs, last.Pairs),
		count("evaluation.report.completed", now.Completed, last.Completed),
		count("evaluation.report.running", now.Running, last.Running),
		count("evaluation.report.changed", now.Changed, last.Changed),
		count("evaluation.report.ended", now.Ended, last.Ended),
	}
	work = []line{
		held("evaluation.report.meetings", now.MeetingsHeld, now.MeetingsPlanned, last.MeetingsHeld, last.MeetingsPlanned),
		held("evaluation.report.by_mentor", now.ByMentorHeld, now.ByMentorPlanned, last.ByMentorHeld, last.ByMentorPlanned),
		held("evaluation.report.by_mentee", now.ByMenteeHeld, now.ByMenteePlanned, last.ByMenteeHeld, last.ByMenteePlanned),
		{Key: "evaluation.report.hours", Now: i18n.Number(ctx, now.Hours()), Last: i18n.Number(ctx, last.Hours())},
	}
	if r.Last == nil {
		for _, lines := range [][]line{pairs, work} {
			for i := range lines {
				lines[i].Last = ""
			}
		}
	}
	return pairs, work
}

func heldOf(ctx context.Context, held, planned int) string {
	return t(ctx, "evaluation.report.held_of", "Held", strconv.Itoa(held), "Planned", strconv.Itoa(planned))
}

// workBars draw what was held against what was booked.
func workBars(ctx context.Context, lines []line) []component.Bar {
	var out []component.Bar
	for _, l := range lines {
		if l.of > 0 {
			out = append(out, component.Bar{Label: t(ctx, l.Key), Value: l.value, Of: l.of, Text: l.Now})
		}
	}
	return out
}

func (p *Pages) report(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	read, err := p.evaluation.Report(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, web.Page{
		Title: t(ctx, "evaluation.report.title"), Kicker: t(ctx, "evaluation.programme", "Years", years(read.Period)),
		Back: toProgramme(ctx, read.Programme), Body: reportBody(read), Sees: t(ctx, "evaluation.report.sees"),
		Here: link.EvaluationReport(read.Programme),
	})
}

func (p *Pages) reportPaper(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	read, err := p.evaluation.Report(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return err
	}
	head, err := letterhead.Of(ctx, p.db.Read(), actor(ctx).School, read.Today)
	if err != nil {
		return err
	}
	return web.Paper(w, r, r.PathValue("format"), "mentoring-report", reportDocument(web.PaperLanguage(r), read, head))
}

func reportDocument(ctx context.Context, r evaluation.Report, head letterhead.Head) document.Document {
	pairs, work := linesOf(ctx, r)
	body := []document.Block{
		document.Heading{Level: 3, Text: t(ctx, "evaluation.report.pairs_title")},
		lineTable(ctx, r, pairs),
		document.Heading{Level: 3, Text: t(ctx, "evaluation.report.work_title")},
		lineTable(ctx, r, work),
		document.Heading{Level: 3, Text: t(ctx, "evaluation.report.survey_title")},
	}
	if table := surveyTable(ctx, r); len(table.Rows) > 0 {
		body = append(body, document.Body(t(ctx, "evaluation.report.scale", "Least", evaluation.Least)), table)
	} else {
		body = append(body, document.Body(t(ctx, surveyWord(r))))
	}
	return document.Plan{
		Letterhead: head.Letterhead, School: head.School.In(ctx), Date: r.Today,
		Approver: document.Signature{Role: t(ctx, "evaluation.report.director"), Name: head.Director},
		Title:    t(ctx, "evaluation.report.paper_title"), About: t(ctx, "evaluation.report.paper_about", "Years", years(r.Period)), Body: body,
		Signers: []document.Signature{{Role: t(ctx, "evaluation.report.signer")}},
	}.Document(ctx)
}

// surveyWord says why there are no figures.
func surveyWord(r evaluation.Report) string {
	if r.Survey.Over(r.Today) {
		return "evaluation.report.survey_few"
	}
	return "evaluation.report.survey_none"
}

// heads are the heads of a table; the year before has no column where there was no programme.
func heads(ctx context.Context, r evaluation.Report, first string) []string {
	out := []string{t(ctx, first), years(r.Period)}
	if r.Last != nil {
		out = append(out, years(r.Last.Period))
	}
	return out
}

func lineTable(ctx context.Context, r evaluation.Report, lines []line) document.Table {
	out := document.Table{Head: heads(ctx, r, "evaluation.report.what"), Widths: []float64{5, 2, 2}[:len(heads(ctx, r, "evaluation.report.what"))]}
	for _, l := range lines {
		row := []string{t(ctx, l.Key), l.Now}
		if r.Last != nil {
			row = append(row, l.Last)
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// surveyTable has a row for every figure that is shown.
func surveyTable(ctx context.Context, r evaluation.Report) document.Table {
	out := document.Table{Head: surveyHeads(ctx, r)}
	out.Widths = []float64{6, 3, 3, 3}[:len(out.Head)]
	for _, q := range r.Results {
		for _, f := range q.Figures {
			row := []string{q.Text().In(ctx), t(ctx, "evaluation.group."+string(f.Group)), figureText(ctx, f)}
			if r.Last != nil {
				row = append(row, lastText(ctx, q, f.Group))
			}
			out.Rows = append(out.Rows, row)
		}
	}
	return out
}

// surveyHeads are the heads of the figures, with what more there is beside last year's.
func surveyHeads(ctx context.Context, r evaluation.Report, more ...string) []string {
	out := []string{t(ctx, "evaluation.report.question"), t(ctx, "evaluation.results.group"), years(r.Period)}
	if r.Last == nil {
		return out
	}
	return append(append(out, t(ctx, "evaluation.report.before")), more...)
}

// lastText is last year's figure with the change; "–" where there is none.
func lastText(ctx context.Context, q evaluation.Result, group evaluation.Side) string {
	last, ok := evaluation.Of(q.Last, group)
	if !ok {
		return "–"
	}
	return figureText(ctx, last)
}

// changeText is by how much the mean rose or fell.
func changeText(ctx context.Context, q evaluation.Result, group evaluation.Side) string {
	by, ok := q.Change(group)
	switch {
	case !ok:
		return "–"
	case by >= 0.05:
		return "+" + mean(ctx, by)
	case by <= -0.05:
		return "−" + mean(ctx, -by)
	}
	return t(ctx, "evaluation.report.same")
}
