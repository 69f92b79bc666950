package letterweb

import (
	"context"
	"net/http"
	"strconv"

	"talim/internal/document"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/observation/letter"
	"talim/internal/people/letterhead"
	"talim/internal/web"
)

// paper gives an issued letter, with the reply of the teacher beside the conclusion.
func (p *Pages) paper(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	g, err := p.letters.Letter(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return err
	}
	if g.Number == 0 {
		return fault.Conflict("letter.not_issued")
	}
	head, err := letterhead.Of(ctx, p.db.Read(), g.School, g.IssuedOn)
	if err != nil {
		return err
	}
	return web.Paper(w, r, r.PathValue("format"), "letter-"+strconv.Itoa(g.Year)+"-"+strconv.Itoa(g.Number), letterDocument(web.PaperLanguage(r), g, head))
}

func letterDocument(ctx context.Context, g letter.Page, head letterhead.Head) document.Document {
	title := t(ctx, "letter.paper.title")
	blocks := []document.Block{
		document.Heading{Level: 1, Text: title},
		document.Registration{
			Date: i18n.DateFormal(ctx, g.IssuedOn), Place: head.Place.In(ctx), Number: t(ctx, "document.order.number", "Number", strconv.Itoa(g.Number)),
		},
		document.Heading{Level: 2, Text: t(ctx, "letter.paper.about")},
		document.Facts{Pairs: [][2]string{{t(ctx, "letter.paper.teacher"), g.Who.Name()}, {t(ctx, "letter.paper.school"), head.School.In(ctx)}}},
		document.Body(t(ctx, "letter.paper.why")),
		visitTable(ctx, g.Visits),
	}
	blocks = append(blocks, chapter(t(ctx, "letter.conclusion"), g.Conclusion)...)
	answer := g.Reply
	if answer == "" {
		answer = t(ctx, "letter.paper.no_reply")
	}
	blocks = append(blocks, chapter(t(ctx, "letter.paper.reply"), answer)...)
	if g.InPlaceOf > 0 {
		blocks = append(blocks, document.Body(t(ctx, "letter.paper.in_place_of", "Number", g.InPlaceOf)))
	}
	if g.ReplacedBy > 0 {
		blocks = append(blocks, document.Body(t(ctx, "letter.paper.replaced", "Number", g.ReplacedBy)))
	}
	return document.Document{
		Language: i18n.From(ctx).Language(), Title: title + " " + g.Who.Name(), Author: head.School.In(ctx), Date: g.IssuedOn,
		Letterhead: head.Letterhead, Blocks: append(blocks, signatures(ctx, g, head)...),
	}
}

// visitTable lists the visits that the teacher chose.
func visitTable(ctx context.Context, visits []letter.NamedVisit) document.Table {
	table := document.Table{
		Numbered: true,
		Head: []string{
			t(ctx, "letter.paper.date"), t(ctx, "letter.paper.class"), t(ctx, "letter.paper.subject"), t(ctx, "letter.paper.purpose"), t(ctx, "letter.paper.observer"),
		},
	}
	for _, v := range visits {
		table.Rows = append(table.Rows, []string{
			i18n.DateFormal(ctx, v.Date), v.Class, v.Subject().In(ctx), t(ctx, "observation.purpose."+v.Purpose), v.By.Name(),
		})
	}
	return table
}

// signatures are those of the writer, of the director where that is another, and of the
// teacher who knows the letter.
func signatures(ctx context.Context, g letter.Page, head letterhead.Head) []document.Block {
	role := "letter.paper.writer"
	if g.WriterRole != "" {
		role += "." + string(g.WriterRole)
	}
	blank := t(ctx, "document.blank.date")
	signs := []document.Block{document.Signature{Role: t(ctx, role), Name: g.By.Name(), Date: blank}}
	if head.Director != g.By.Name() {
		signs = append(signs, document.Signature{
			Role: t(ctx, "letter.paper.writer.director"), Name: head.Director, Date: blank, Seal: t(ctx, "document.signature.seal"),
		})
	}
	return append(signs, document.Acquainted{Lead: t(ctx, "letter.paper.acquainted"), Names: []string{g.Who.Name()}, Date: blank})
}

func chapter(title, text string) []document.Block {
	return append([]document.Block{document.Heading{Level: 3, Text: title}}, document.Paragraphs(text)...)
}
