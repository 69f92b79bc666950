package feedbackweb

import (
	"context"
	"net/http"
	"slices"

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
	blocks := []document.Block{
		document.Heading{Level: 1, Text: title},
		document.Facts{Pairs: [][2]string{{t(ctx, "feedback.lesson"), g.OnPaper(ctx)}, {t(ctx, "feedback.teacher"), g.Who.Name()}}},
	}
	if g.Reflection.Version > 0 {
		blocks = append(blocks, document.Heading{Level: 2, Text: t(ctx, "feedback.reflection")})
		blocks = append(blocks, document.Paragraphs(g.Reflection.Text)...)
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
			out = append(out, document.Paragraphs(text)...)
		}
	}
	if x.Reply.Version > 0 {
		out = append(out, document.Heading{Level: 3, Text: t(ctx, "feedback.reply.of", "Who", g.Who.Name())})
		out = append(out, document.Paragraphs(x.Reply.Text)...)
	}
	return out
}

// anySaid says whether there is something for a paper.
func anySaid(g feedback.Page) bool {
	return g.Reflection.Version > 0 || slices.ContainsFunc(g.Said, func(x feedback.Said) bool { return x.Version > 0 })
}
