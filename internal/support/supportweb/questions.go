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
	Form      web.Form
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

func (p *Pages) questions(w http.ResponseWriter, r *http.Request) error {
	return p.showQuestions(w, r, http.StatusOK, web.ReadForm(r))
}

func (p *Pages) showQuestions(w http.ResponseWriter, r *http.Request, status int, f web.Form) error {
	ctx := r.Context()
	who := actor(ctx)
	pairs, err := p.support.MyPairs(ctx, who)
	if err != nil {
		return err
	}
	helpers, err := p.support.Helpers(ctx, who)
	if err != nil {
		return err
	}
	g := questionsPage{Form: f, Self: who.Staff, To: askable(pairs, helpers, who.Staff)}
	if g.Questions, err = p.support.Questions(ctx, who); err != nil {
		return err
	}
	if len(g.To) == 1 && g.Form.Value("to") == "" {
		g.Form.Set("to", g.To[0].Value)
	}
	return web.Show(w, r, status, web.Page{
		Title: t(ctx, "support.question.title"), Back: toSupport(ctx), Narrow: true, Body: questionsBody(g),
		Sees: t(ctx, "support.question.sees"), Here: link.SupportQuestions(),
	})
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

func (p *Pages) ask(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := web.ReadForm(r)
	id, err := p.support.Ask(ctx, actor(ctx), support.NewQuestion{To: f.Value("to"), Text: f.Value("text")})
	if f.Take(err) {
		return p.showQuestions(w, r, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.SupportQuestion(id), "support.question.asked")
}

type questionPage struct {
	support.NamedQuestion
	Said []support.SaidAnswer
	Form web.Form
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

func (p *Pages) question(w http.ResponseWriter, r *http.Request) error {
	return p.showQuestion(w, r, http.StatusOK, web.NewForm())
}

func (p *Pages) showQuestion(w http.ResponseWriter, r *http.Request, status int, f web.Form) error {
	ctx := r.Context()
	who := actor(ctx)
	q, said, err := p.support.Question(ctx, who, r.PathValue("id"))
	if err != nil {
		return err
	}
	g := questionPage{NamedQuestion: q, Said: said, Form: f, Self: who.Staff}
	key := "support.question.from"
	args := []any{"Who", q.By.Name()}
	if g.mine() {
		key, args = "support.question.to_who", []any{"Who", q.AskedName()}
	}
	return web.Show(w, r, status, web.Page{
		Title: t(ctx, key, args...), Narrow: true, Body: questionBody(g), Sees: t(ctx, "support.question.sees"),
		Back: web.Link{Text: t(ctx, "support.question.all"), URL: link.SupportQuestions()}, Here: link.SupportQuestion(q.ID),
	})
}

func (p *Pages) reply(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := web.ReadForm(r)
	err := p.support.Reply(ctx, actor(ctx), r.PathValue("id"), f.Value("text"))
	if f.Take(err) {
		return p.showQuestion(w, r, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.SupportQuestion(r.PathValue("id")), "support.question.said")
}

func (p *Pages) closeQuestion(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := p.support.CloseQuestion(ctx, actor(ctx), r.PathValue("id")); err != nil {
		return err
	}
	return web.SeeOther(w, r, link.SupportQuestions(), "support.question.closed")
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
