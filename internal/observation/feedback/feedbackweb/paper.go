package feedbackweb

import (
	"context"
	"net/http"
	"strings"

	"talim/internal/document"
	"talim/internal/i18n"
	"talim/internal/observation/feedback"
	"talim/internal/web"
)

// paper is what is said about a lesson as a document, as far as the reader reads it; a
// reply stands below the words that it answers.
func (p *Pages) paper(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	g, err := p.feedback.Discussion(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.Paper(w, r, r.PathValue("format"), "discussion-"+string(g.Date), discussionDocument(web.PaperLanguage(r), g))
}

func discussionDocument(ctx context.Context, g feedback.Page) document.Document {
	title := t(ctx, "feedback.title")
	lesson := strings.Trim(i18n.DateFormal(ctx, g.Date)+", "+i18n.Hours(g.StartsAt, g.EndsAt)+", "+g.Class+", "+g.Subject().In(ctx), " ,")
	blocks := []document.Block{
		document.Heading{Level: 1, Text: title},
		document.Facts{Pairs: [][2]string{{t(ctx, "feedback.lesson"), lesson}, {t(ctx, "feedback.teacher"), g.Who.Name()}}},
	}
	if g.Reflection.Version > 0 {
		blocks = append(blocks, document.Heading{Level: 2, Text: t(ctx, "feedback.reflection")})
		blocks = append(blocks, lines(g.Reflection.Text)...)
	}
	for _, x := range g.Said {
		if x.Version > 0 {
			blocks = append(blocks, saidOnPaper(ctx, g, x)...)
		}
	}
	return document.Document{
		Language: i18n.From(ctx).Language(), Title: title + " " + string(g.Date), Author: g.Who.Name(), Date: g.Date, Blocks: blocks,
	}
}

func saidOnPaper(ctx context.Context, g feedback.Page, x feedback.Said) []document.Block {
	out := []document.Block{document.Heading{Level: 2, Text: x.By.Name()}}
	if x.Unreadable {
		out = append(out, document.Body(t(ctx, "feedback.unreadable")))
	}
	for _, code := range feedback.Asked {
		if text := x.Words.Of(code); text != "" {
			out = append(out, document.Heading{Level: 3, Text: askText(ctx, g.Protocol, code)})
			out = append(out, lines(text)...)
		}
	}
	if x.Reply.Version > 0 {
		out = append(out, document.Heading{Level: 3, Text: t(ctx, "feedback.reply.of", "Who", g.Who.Name())})
		out = append(out, lines(x.Reply.Text)...)
	}
	return out
}

// lines are the paragraphs of a text.
func lines(text string) []document.Block {
	var out []document.Block
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, document.Body(line))
		}
	}
	return out
}

// anySaid says whether there is something for a paper.
func anySaid(g feedback.Page) bool {
	said := g.Reflection.Version > 0
	for _, x := range g.Said {
		said = said || x.Version > 0
	}
	return said
}
