package feedbackweb

import (
	"context"
	"net/http"

	"talim/internal/document"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/observation/feedback"
	"talim/internal/web"
	"talim/internal/web/ask"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

type learningPage struct {
	feedback.Learning
	first, next string
}

func toLearning(ctx context.Context) web.Link {
	return web.Link{Text: t(ctx, "feedback.learning.title"), URL: link.Learning()}
}

// learning is what the reader learned from visits, for herself.
func (p *Pages) learning(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := web.ReadForm(r)
	read, err := p.feedback.Learning(ctx, actor(ctx), f.Value("before"))
	if err != nil {
		return err
	}
	g := learningPage{Learning: read}
	if f.Value("before") != "" {
		g.first = link.Learning()
	}
	if read.More {
		g.next = link.With(link.Learning(), "before", read.Learned[len(read.Learned)-1].LearnedKey())
	}
	return web.Show(w, r, http.StatusOK, web.Page{
		Title: t(ctx, "feedback.learning.title"), Back: toObservation(ctx), Narrow: true, Body: learningBody(g, actor(ctx).Staff), Sees: t(ctx, "feedback.learning.sees"),
	})
}

// try is where one notes what one tried of a lesson.
func (p *Pages) try() web.FormOf[feedback.NewNote] {
	return web.FormOf[feedback.NewNote]{
		At: "/observation/learning/{id}", Permission: take,
		Fields: func(in *feedback.NewNote) []web.Field {
			return []web.Field{
				ask.Area(&in.Text, "text", "feedback.try.text", ask.Hint("feedback.try.hint"), ask.Max(4000), ask.Rows(5)),
				ask.Date(&in.On, "tried_on", "feedback.try.on"),
			}
		},
		Show: func(r *http.Request, f *web.Form) (web.Page, error) {
			ctx := r.Context()
			x, err := p.feedback.LearnedIn(ctx, actor(ctx), r.PathValue("id"))
			if err != nil {
				return web.Page{}, err
			}
			f.Begin("tried_on", string(p.feedback.Today()))
			page := f.Page(web.Plain{
				Title: t(ctx, "feedback.try.do"), Button: t(ctx, "web.save"), Lead: x.Learned, Sees: t(ctx, "feedback.learning.sees"), Back: toLearning(ctx),
			})
			page.Kicker, page.Here = x.InWords(ctx), link.NewTry(x.ID)
			return page, nil
		},
		Do: func(r *http.Request, in feedback.NewNote) (web.Done, error) {
			return web.Next(link.Learning(), "feedback.try.kept"), p.feedback.Note(r.Context(), actor(r.Context()), r.PathValue("id"), in)
		},
	}
}

// learningPaper is what the reader learned in a year, for her portfolio.
func (p *Pages) learningPaper(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	who := actor(ctx)
	g, err := p.feedback.WholeLearning(ctx, who)
	if err != nil {
		return err
	}
	if len(g.Learned)+len(g.Steps) == 0 {
		return fault.Conflict("feedback.learning.none")
	}
	in := web.PaperLanguage(r)
	title := t(in, "feedback.learning.title")
	blocks := []document.Block{
		document.Heading{Level: 1, Text: title},
		document.Facts{Pairs: [][2]string{{t(in, "feedback.learning.whose"), who.Name}}},
	}
	for _, x := range g.Learned {
		blocks = append(blocks, learnedBlocks(in, x)...)
	}
	return web.Paper(w, r, r.PathValue("format"), "learning", document.Document{
		Language: i18n.From(in).Language(), Title: title + " " + who.Name, Author: who.Name, Date: p.feedback.Today(),
		Blocks: append(blocks, stepBlocks(in, g.Steps)...),
	})
}

func learnedBlocks(ctx context.Context, x feedback.Learned) []document.Block {
	out := []document.Block{
		document.Heading{Level: 2, Text: x.InWords(ctx)},
		document.Body(t(ctx, "feedback.teacher") + ": " + x.Who.Name()),
		document.Body(t(ctx, "feedback.ask.learned") + " " + x.Learned),
	}
	for i := range x.Notes {
		n := x.Notes[len(x.Notes)-1-i]
		out = append(out, document.Body(t(ctx, "feedback.try.tried", "Date", i18n.DateFormal(ctx, n.TriedOn))+" "+n.Text))
	}
	return out
}

func stepBlocks(ctx context.Context, steps []feedback.NamedStep) []document.Block {
	if len(steps) == 0 {
		return nil
	}
	table := document.Table{Numbered: true, Head: []string{
		t(ctx, "feedback.step.text"), t(ctx, "feedback.step.due_on"), t(ctx, "feedback.step.state"), t(ctx, "feedback.step.outcome"),
	}}
	for _, x := range steps {
		table.Rows = append(table.Rows, []string{x.Text, i18n.DateFormal(ctx, x.DueOn), t(ctx, "feedback.step.state."+string(x.State)), x.Outcome})
	}
	return []document.Block{document.Heading{Level: 2, Text: t(ctx, "feedback.learning.steps")}, table}
}

// endKey is what ending a step is called: taking back what was only proposed.
func endKey(state feedback.StepState) string {
	if state == feedback.Proposed {
		return "feedback.step.take_back"
	}
	return "feedback.step.end"
}

// otherOf is the other of the two of a step.
func otherOf(x feedback.NamedStep, self string) component.Named {
	if x.Who.ID == self {
		return component.Named{ID: x.By.ID, Name: x.By.Name()}
	}
	return component.Named{ID: x.Who.ID, Name: x.Who.Name()}
}
