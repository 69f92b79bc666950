package supportweb

import (
	"net/http"

	"talim/internal/support"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

type questionsPage struct {
	Questions []support.NamedQuestion
	To        []component.Choice
	Form      *web.Form
	Self      string
}

// of are the questions that the reader asked, or was asked; open ones or the others.
func (g questionsPage) of(mine, open bool) []support.NamedQuestion {
	var out []support.NamedQuestion
	for _, q := range g.Questions {
		if (q.Asker == g.Self) == mine && (q.State == support.QuestionOpen) == open {
			out = append(out, q)
		}
	}
	return out
}

// done are the questions, of either side, that wait for nobody.
func (g questionsPage) done() []support.NamedQuestion {
	return append(g.of(true, false), g.of(false, false)...)
}

// questions shows those that were asked, with the form of another.
func (p *Pages) questions() web.FormOf[support.NewQuestion] {
	return web.FormOf[support.NewQuestion]{
		At: "/support/questions", Permission: support.Take, Show: p.questionsPage,
		Read: func(f *web.Form) support.NewQuestion {
			return support.NewQuestion{To: f.Value("to"), Text: f.Value("text")}
		},
		Do: func(r *http.Request, in support.NewQuestion) (web.Done, error) {
			id, err := p.support.Ask(r.Context(), actor(r.Context()), in)
			return web.Next(link.SupportQuestion(id), "support.question.asked"), err
		},
	}
}

func (p *Pages) questionsPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	who := actor(ctx)
	pairs, err := p.support.MyPairs(ctx, who)
	if err != nil {
		return web.Page{}, err
	}
	helpers, err := p.support.Helpers(ctx, who)
	if err != nil {
		return web.Page{}, err
	}
	g := questionsPage{Form: f, Self: who.Staff, To: askable(pairs, helpers, who.Staff)}
	g.Questions, err = p.support.Questions(ctx, who)
	if len(g.To) == 1 && f.Value("to") == "" {
		f.Set("to", g.To[0].Value)
	}
	return web.Page{
		Title: t(ctx, "support.question.title"), Back: toSupport(ctx), Narrow: true, Body: questionsBody(g),
		Sees: t(ctx, "support.question.sees"), Here: link.SupportQuestions(),
	}, err
}

// askable is whom the reader may ask: partners, and helpers who agreed.
func askable(pairs []support.MyPair, helpers []support.NamedHelper, self string) []component.Choice {
	var out []component.Choice
	for _, p := range pairs {
		out = append(out, component.Choice{Value: p.Partner.ID, Label: p.Partner.Name()})
	}
	for _, h := range helpers {
		if h.Person == self && h.Purpose == support.ForQuestions && h.State == support.HelperAgreed && h.Name() != "" {
			out = append(out, component.Choice{Value: h.ID, Label: h.Name()})
		}
	}
	return out
}

type questionPage struct {
	support.NamedQuestion
	Said []support.SaidAnswer
	Form *web.Form
	Self string
}

// calm says that nobody waits for a word of the reader: then the form steps back.
func (g questionPage) calm() bool {
	waits := g.mine() && g.State == support.QuestionOpen && g.Asked == "" || !g.mine() && g.State == support.QuestionOpen
	return !waits && len(g.Form.Faults()) == 0
}

// mine says whether the reader asked.
func (g questionPage) mine() bool { return g.Asker == g.Self }

// by is who wrote an answer; the helper outside is quoted by the asker.
func (g questionPage) by(a support.SaidAnswer) string {
	switch {
	case a.Author != g.Asker:
		return g.AskedName()
	}
	return g.By.Name()
}

// question shows one with what was said, and the form of a further word.
func (p *Pages) question() web.FormOf[string] {
	return web.FormOf[string]{
		At: "/support/questions/{id}", Permission: support.Take, Show: p.questionPage,
		Read: func(f *web.Form) string { return f.Value("text") },
		Do:   web.OnThe(p.support.Reply, link.SupportQuestion, "support.question.said"),
	}
}

func (p *Pages) questionPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	who := actor(ctx)
	q, said, err := p.support.Question(ctx, who, r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	g := questionPage{NamedQuestion: q, Said: said, Form: f, Self: who.Staff}
	key := "support.question.from"
	args := []any{"Who", q.By.Name()}
	if g.mine() {
		key, args = "support.question.to_who", []any{"Who", q.AskedName()}
	}
	return web.Page{
		Title: t(ctx, key, args...), Narrow: true, Body: questionBody(g), Sees: t(ctx, "support.question.sees"),
		Back: web.Link{Text: t(ctx, "support.question.all"), URL: link.SupportQuestions()}, Here: link.SupportQuestion(q.ID),
	}, nil
}

func (p *Pages) closeQuestion(r *http.Request, _ *web.Form) (web.Done, error) {
	err := p.support.CloseQuestion(r.Context(), actor(r.Context()), r.PathValue("id"))
	return web.Next(link.SupportQuestions(), "support.question.closed"), err
}

// replyKey is the label of the field: an answer, a further word, or what a helper
// outside the school said.
func (g questionPage) replyKey() string {
	switch {
	case !g.mine():
		return "answer"
	case g.Asked == "":
		return "note_answer"
	}
	return "add"
}

func questionTag(s support.QuestionState) string {
	return map[support.QuestionState]string{support.QuestionOpen: component.Wait, support.QuestionAnswered: component.OK}[s]
}

// shortest is how much of a question a list shows, in characters.
const shortest = 90

func short(text string) string {
	if r := []rune(text); len(r) > shortest {
		return string(r[:shortest]) + "…"
	}
	return text
}
