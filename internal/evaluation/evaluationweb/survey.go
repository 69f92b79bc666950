package evaluationweb

import (
	"context"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"talim/internal/calendar"
	"talim/internal/evaluation"
	"talim/internal/i18n"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

// proposedDays is how long a survey is open unless somebody says otherwise.
const proposedDays = 10

type surveyPage struct {
	evaluation.Page
	Form web.Form
}

// taken says whether the actor has answered already.
func (g surveyPage) taken() bool { return g.IAnswered }

func (p *Pages) survey(w http.ResponseWriter, r *http.Request) error {
	return p.showSurvey(w, r, http.StatusOK, r.PathValue("id"), nil)
}

func (p *Pages) showSurvey(w http.ResponseWriter, r *http.Request, status int, programme string, typed *web.Form) error {
	ctx := r.Context()
	read, err := p.evaluation.Page(ctx, actor(ctx), programme)
	if err != nil {
		return err
	}
	g := surveyPage{Page: read, Form: web.NewForm("opens", string(read.Today), "closes", string(closesOf(read)))}
	if typed != nil {
		g.Form = *typed
	}
	return web.Show(w, r, status, web.Page{
		Title: t(ctx, "evaluation.survey.title"), Kicker: t(ctx, "evaluation.programme", "Years", years(read.Period)),
		Back: toProgramme(ctx, programme), Body: surveyBody(g), Action: answerAction(ctx, g), Sees: t(ctx, "evaluation.survey.sees"),
		Here: link.Evaluation(programme),
	})
}

// closesOf is the last day that stands in the form.
func closesOf(p evaluation.Page) calendar.Date {
	if p.Survey.Closes != "" {
		return p.Survey.Closes
	}
	return p.Today.AddDays(proposedDays)
}

func answerAction(ctx context.Context, g surveyPage) templ.Component {
	if !g.Mine(g.Today) {
		return nil
	}
	return component.Primary(t(ctx, "evaluation.answer.begin"), link.EvaluationAnswer(g.Survey.ID))
}

func (p *Pages) prepare(w http.ResponseWriter, r *http.Request) error {
	ctx, programme := r.Context(), r.PathValue("id")
	if _, err := p.evaluation.Prepare(ctx, actor(ctx), programme); err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Evaluation(programme), "evaluation.survey.prepared")
}

func (p *Pages) announce(w http.ResponseWriter, r *http.Request) error {
	return p.change(w, r, "evaluation.survey.announced", func(ctx context.Context, f web.Form, id string) error {
		return p.evaluation.Announce(ctx, actor(ctx), id, calendar.Period{Starts: f.Date("opens"), Ends: f.Date("closes")})
	})
}

func (p *Pages) extend(w http.ResponseWriter, r *http.Request) error {
	return p.change(w, r, "evaluation.survey.extended", func(ctx context.Context, f web.Form, id string) error {
		return p.evaluation.Extend(ctx, actor(ctx), id, f.Date("closes"))
	})
}

func (p *Pages) close(w http.ResponseWriter, r *http.Request) error {
	return p.change(w, r, "evaluation.survey.was_closed", func(ctx context.Context, _ web.Form, id string) error {
		return p.evaluation.Close(ctx, actor(ctx), id)
	})
}

// change does something with the days of a survey and leads back to it.
func (p *Pages) change(w http.ResponseWriter, r *http.Request, done string, verb func(ctx context.Context, f web.Form, id string) error) error {
	ctx, id, f := r.Context(), r.PathValue("id"), web.ReadForm(r)
	v, err := p.evaluation.Survey(ctx, actor(ctx), id)
	if err != nil {
		return err
	}
	err = verb(ctx, f, id)
	if status := web.Refused(&f, err); status != 0 {
		return p.showSurvey(w, r, status, v.Programme, &f)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Evaluation(v.Programme), done)
}

type questionPage struct {
	Survey   evaluation.Survey
	Question evaluation.Question
	Form     web.Form
}

// isNew says whether the question is only being added.
func (g questionPage) isNew() bool { return g.Question.ID == "" }

func (g questionPage) action() string {
	if g.isNew() {
		return link.NewSurveyQuestion(g.Survey.ID)
	}
	return link.SurveyQuestion(g.Survey.ID, g.Question.ID)
}

// newQuestion stands in the address in the place of an id.
const newQuestion = "new"

func questionOf(r *http.Request) string {
	if id := r.PathValue("question"); id != newQuestion {
		return id
	}
	return ""
}

func (p *Pages) question(w http.ResponseWriter, r *http.Request) error {
	return p.showQuestion(w, r, http.StatusOK, nil)
}

func (p *Pages) showQuestion(w http.ResponseWriter, r *http.Request, status int, typed *web.Form) error {
	ctx := r.Context()
	v, q, err := p.evaluation.Question(ctx, actor(ctx), r.PathValue("id"), questionOf(r))
	if err != nil {
		return err
	}
	g := questionPage{Survey: v, Question: q, Form: web.NewForm("kk", q.KK, "ru", q.RU, "en", q.EN, "kind", string(q.Kind), "side", string(q.Side))}
	if typed != nil {
		g.Form = *typed
	}
	title := "evaluation.question.change"
	if g.isNew() {
		title = "evaluation.question.add"
	}
	return web.Show(w, r, status, web.Page{
		Title: t(ctx, title), Back: toSurvey(ctx, v.Programme), Body: questionBody(g), Narrow: true, Here: g.action(),
	})
}

func (p *Pages) saveQuestion(w http.ResponseWriter, r *http.Request) error {
	ctx, id, question, f := r.Context(), r.PathValue("id"), questionOf(r), web.ReadForm(r)
	v, err := p.evaluation.Survey(ctx, actor(ctx), id)
	if err != nil {
		return err
	}
	in := evaluation.NewQuestion{
		Kind: evaluation.Kind(f.Value("kind")), Side: evaluation.Side(f.Value("side")), KK: f.Value("kk"), RU: f.Value("ru"), EN: f.Value("en"),
	}
	if question == "" {
		err = p.evaluation.AddQuestion(ctx, actor(ctx), id, in)
	} else {
		err = p.evaluation.ChangeQuestion(ctx, actor(ctx), id, question, in)
	}
	if status := web.Refused(&f, err); status != 0 {
		return p.showQuestion(w, r, status, &f)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Evaluation(v.Programme), "evaluation.question.saved")
}

func (p *Pages) dropQuestion(w http.ResponseWriter, r *http.Request) error {
	return p.change(w, r, "evaluation.question.dropped", func(ctx context.Context, _ web.Form, id string) error {
		return p.evaluation.DropQuestion(ctx, actor(ctx), id, r.PathValue("question"))
	})
}

type answerPage struct {
	evaluation.Form
	Typed web.Form
}

func (p *Pages) form(w http.ResponseWriter, r *http.Request) error {
	return p.showForm(w, r, http.StatusOK, web.NewForm())
}

func (p *Pages) showForm(w http.ResponseWriter, r *http.Request, status int, typed web.Form) error {
	ctx := r.Context()
	read, err := p.evaluation.Form(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.Show(w, r, status, web.Page{
		Title: t(ctx, "evaluation.answer.title"), Kicker: t(ctx, "evaluation.programme", "Years", years(read.Period)),
		Back: toSurvey(ctx, read.Programme), Body: answerBody(answerPage{Form: read, Typed: typed}), Narrow: true,
		Sees: t(ctx, "evaluation.answer.sees", "Least", evaluation.Least), Here: link.EvaluationAnswer(read.Survey.ID),
	})
}

func (p *Pages) answer(w http.ResponseWriter, r *http.Request) error {
	ctx, f := r.Context(), web.ReadForm(r)
	read, err := p.evaluation.Form(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return err
	}
	err = p.evaluation.Answer(ctx, actor(ctx), read.Survey.ID, answersOf(f, read.Questions))
	if status := web.Refused(&f, err); status != 0 {
		return p.showForm(w, r, status, f)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Evaluation(read.Programme), "evaluation.answer.thanks")
}

// answersOf reads what was filled in; a step that is no number is none.
func answersOf(f web.Form, asked []evaluation.Question) evaluation.Answers {
	in := evaluation.Answers{Steps: map[string]int{}, Texts: map[string]string{}}
	for _, q := range asked {
		if q.Kind == evaluation.Text {
			in.Texts[q.ID] = f.Value(q.ID)
		} else if step, err := strconv.Atoi(f.Value(q.ID)); err == nil {
			in.Steps[q.ID] = step
		}
	}
	return in
}

// stepsOf are the choices of a scale.
func stepsOf(ctx context.Context) []component.Choice {
	out := make([]component.Choice, 0, 5)
	for _, step := range []string{"5", "4", "3", "2", "1"} {
		out = append(out, component.Choice{Value: step, Label: t(ctx, "evaluation.step."+step)})
	}
	return out
}

// choicesOf are the words of values.
func choicesOf(ctx context.Context, prefix string, values ...string) []component.Choice {
	out := make([]component.Choice, len(values))
	for i, v := range values {
		out[i] = component.Choice{Value: v, Label: t(ctx, prefix+v)}
	}
	return out
}

// draftName keeps what is typed apart by person: on a shared computer the next one
// finds nothing of it.
func draftName(ctx context.Context, g answerPage) string {
	return "survey-" + g.Survey.ID + "-" + actor(ctx).Staff
}

// barsOf are the figures of a question: each group this year, then last year.
func barsOf(ctx context.Context, r evaluation.Result) []component.Bar {
	var out []component.Bar
	for _, f := range r.Figures {
		bar := component.Bar{Label: t(ctx, "evaluation.group."+string(f.Group)), Value: f.Mean, Text: figureText(ctx, f), Of: 5}
		out = append(out, bar)
		if last, ok := evaluation.Of(r.Last, f.Group); ok {
			out = append(out, component.Bar{
				Label: t(ctx, "evaluation.group.last", "Group", t(ctx, "evaluation.group."+string(f.Group))),
				Value: last.Mean, Text: figureText(ctx, last), Of: 5,
			})
		}
	}
	return out
}

// figureText is a mean with how many said it.
func figureText(ctx context.Context, f evaluation.Figure) string {
	text := mean(ctx, f.Mean)
	switch f.Edge {
	case evaluation.AtMost:
		text = t(ctx, "evaluation.mean.at_most", "Mean", text)
	case evaluation.AtLeast:
		text = t(ctx, "evaluation.mean.at_least", "Mean", text)
	case evaluation.Within:
	}
	return t(ctx, "evaluation.figure", "Mean", text, "Count", f.N)
}

// mean is to a tenth: more would be less than it says.
func mean(ctx context.Context, m float64) string {
	return i18n.Number(ctx, float64(int(m*10+0.5))/10)
}
