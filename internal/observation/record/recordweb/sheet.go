package recordweb

import (
	"context"
	"net/http"
	"strings"

	"talim/internal/document"
	"talim/internal/observation/record"
	"talim/internal/people/letterhead"
	"talim/internal/web"
)

// sheetRows are the empty lines of the sheet: two pages.
const sheetRows = 24

// sheet is an empty sheet to record on by hand (R229), with the school's tags.
func (p *Pages) sheet(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	who := actor(ctx)
	tags, err := p.records.Tags(ctx, who, r.PathValue("kind"))
	if err != nil {
		return err
	}
	head, err := letterhead.Of(ctx, p.records.Runner.Read(), who.School, p.records.Today())
	if err != nil {
		return err
	}
	return web.Paper(w, r, r.PathValue("format"), "lesson-sheet", sheetDocument(web.PaperLanguage(r), tags, head))
}

// blanksOf are the facts to fill in on an empty sheet.
func blanksOf(kind string) []string {
	if kind == record.OfLesson {
		return []string{"record.sheet.date", "record.sheet.class", "record.teacher", "record.observer", "record.pupils_count", "record.resources", "record.seating"}
	}
	return []string{"record.sheet.date", "record.meeting.title", "record.observer"}
}

// leads and follows are what the two columns of a record hold: the teacher and the pupils,
// or who leads and who is there.
func leads(kind string) string {
	if kind == record.OfLesson {
		return "record.teacher_does"
	}
	return "record.leader_does"
}

func follows(kind string) string {
	if kind == record.OfLesson {
		return "record.pupils_do"
	}
	return "record.members_do"
}

func sheetDocument(ctx context.Context, tags record.Template, head letterhead.Head) document.Document {
	var blank [][2]string
	for _, key := range blanksOf(tags.Kind) {
		blank = append(blank, [2]string{t(ctx, key), strings.Repeat("_", 30)})
	}
	table := document.Table{
		Head:   []string{t(ctx, "record.time"), t(ctx, leads(tags.Kind)), t(ctx, follows(tags.Kind)), t(ctx, "record.note")},
		Widths: []float64{1, 4, 4, 2},
	}
	for range sheetRows {
		table.Rows = append(table.Rows, []string{"\u00a0\n\u00a0", "", "", ""})
	}
	body := []document.Block{document.Facts{Pairs: blank}, table, document.Heading{Level: 2, Text: t(ctx, "record.sheet.tags")}}
	for _, g := range tags.Groups {
		var names []string
		for _, tag := range g.Tags {
			names = append(names, tag.Name.In(ctx))
		}
		body = append(body, document.Paragraph{Lead: g.Name.In(ctx) + ":", Text: strings.Join(names, ", ")})
	}
	return document.Plan{School: head.School.In(ctx), Title: t(ctx, "record.sheet.title."+tags.Kind), Body: body}.Document(ctx)
}
