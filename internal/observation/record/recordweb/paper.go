package recordweb

import (
	"context"
	"net/http"
	"strings"

	"talim/internal/document"
	"talim/internal/i18n"
	"talim/internal/observation/record"
	"talim/internal/web"
)

// paper is the record as a document, for whoever reads it: the header, the lesson line by
// line, and how long each answer held.
func (p *Pages) paper(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	g, err := p.records.Read(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.Paper(w, r, r.PathValue("format"), "record-"+string(g.Date), recordDocument(web.PaperLanguage(r), g))
}

func recordDocument(ctx context.Context, g record.Page) document.Document {
	title := t(ctx, "record.title."+g.Kind)
	facts := [][2]string{{t(ctx, "record.lesson"), g.OnPaper(ctx)}, {t(ctx, "record.teacher"), g.Who.Name()}, {t(ctx, "record.observer"), g.By.Name()}}
	facts = append(facts, [2]string{t(ctx, "record.pupils_count"), pupilsText(g)}, [2]string{t(ctx, "record.resources"), g.Head.Resources},
		[2]string{t(ctx, "record.plan"), g.Head.Plan}, [2]string{t(ctx, "record.seating"), record.FormatSeating(g.Head.Seating)})
	blocks := []document.Block{document.Heading{Level: 1, Text: title}, document.Facts{Pairs: filledFacts(facts)}, linesOnPaper(ctx, g)}
	for _, s := range g.Stripes() {
		blocks = append(blocks, document.Heading{Level: 2, Text: s.Group.Name.In(ctx)}, heldOnPaper(ctx, s))
	}
	return document.Document{
		Language: i18n.From(ctx).Language(), Title: title + " " + string(g.Date), Author: g.By.Name(), Date: g.Date, Blocks: blocks,
	}
}

// filledFacts leaves out what nobody said.
func filledFacts(facts [][2]string) [][2]string {
	var out [][2]string
	for _, f := range facts {
		if f[1] != "" {
			out = append(out, f)
		}
	}
	return out
}

func linesOnPaper(ctx context.Context, g record.Page) document.Table {
	table := document.Table{
		Head:   []string{t(ctx, "record.time"), t(ctx, "record.held"), t(ctx, leads(g.Kind)), t(ctx, follows(g.Kind)), t(ctx, "record.note")},
		Widths: []float64{0.1, 0.15, 0.27, 0.26, 0.22},
	}
	for _, l := range g.Lines {
		note := strings.Trim(strings.Join(append([]string{l.Note}, tagNames(ctx, g, l.Kept)...), "; "), " ;")
		teacher := l.Teacher
		if l.Unreadable {
			teacher = t(ctx, "i18n.secret.unreadable")
		}
		table.Rows = append(table.Rows, []string{clocks(ctx, l.Kept), minutes(ctx, l.Duration), teacher, l.Pupils, note})
	}
	return table
}

func heldOnPaper(ctx context.Context, s record.Stripe) document.Table {
	table := document.Table{Head: []string{s.Group.Name.In(ctx), t(ctx, "record.held")}}
	for _, total := range s.Totals() {
		table.Rows = append(table.Rows, []string{total.Tag.Name.In(ctx), minutes(ctx, total.Held)})
	}
	return table
}
