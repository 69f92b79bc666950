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
	Form *web.Form
}

// taken says whether the actor has answered already.
func (g surveyPage) taken() bool { return g.IAnswered }

func (p *Pages) survey(w http.ResponseWriter, r *http.Request) error {
	page, err := p.surveyPage(r, &web.Form{}, r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, page)
}

func (p *Pages) surveyPage(r *http.Request, f *web.Form, programme string) (web.Page, error) {
	ctx := r.Context()
	read, err := p.evaluation.Page(ctx, actor(ctx), programme)
	if err != nil {
		return web.Page{}, err
	}
	f.Begin("opens", string(read.Today), "closes", string(closesOf(read)))
	g := surveyPage{read, f}
	return web.Page{
		Title: t(ctx, "evaluation.survey.title"), Kicker: t(ctx, "evaluation.programme", "Years", years(read.Period)),
		Back: toProgramme(ctx, programme), Body: surveyBody(g), Action: answerAction(ctx, g), Sees: t(ctx, "evaluation.survey.sees"),
		Here: link.Evaluation(programme),
	}, nil
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

func (p *Pages) prepare(r *http.Request, _ *web.Form) (web.Done, error) {
	programme := r.PathValue("id")
	_, err := p.evaluation.Prepare(r.Context(), actor(r.Context()), programme)
	return web.Next(link.Evaluation(programme), "evaluation.survey.prepared"), err
}

// announce gives a survey its days.
func (p *Pages) announce() web.FormOf[calendar.Period] {
	return web.FormOf[calendar.Period]{
		At: "/evaluation/surveys/{id}/announce", Permission: evaluation.Keep, Show: p.daysPage,
		Read: func(f *web.Form) calendar.Period {
			return calendar.Period{Starts: f.Date("opens"), Ends: f.Date("closes")}
		},
		Do: func(r *http.Request, days calendar.Period) (web.Done, error) {
			return p.change(r, "evaluation.survey.announced", func(ctx context.Context, id string) error {
				return p.evaluation.Announce(ctx, actor(ctx), id, days)
			})
		},
	}
}

// extend gives a survey another last day.
func (p *Pages) extend() web.FormOf[calendar.Date] {
	return web.FormOf[calendar.Date]{
		At: "/evaluation/surveys/{id}/extend", Permission: evaluation.Keep, Show: p.daysPage,
		Read: func(f *web.Form) calendar.Date { return f.Date("closes") },
		Do: func(r *http.Request, closes calendar.Date) (web.Done, error) {
			return p.change(r, "evaluation.survey.extended", func(ctx context.Context, id string) error {
				return p.evaluation.Extend(ctx, actor(ctx), id, closes)
			})
		},
	}
}

// daysPage is the page of the survey, on which the forms of its days stand.
func (p *Pages) daysPage(r *http.Request, f *web.Form) (web.Page, error) {
	v, err := p.evaluation.Survey(r.Context(), actor(r.Context()), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	return p.surveyPage(r, f, v.Programme)
}

func (p *Pages) close(r *http.Request, _ *web.Form) (web.Done, error) {
	return p.change(r, "evaluation.survey.was_closed", func(ctx context.Context, id string) error {
		return p.evaluation.Close(ctx, actor(ctx), id)
	})
}

// change does something with a survey and leads back to it.
func (p *Pages) change(r *http.Request, done string, verb func(ctx context.Context, id string) error) (web.Done, error) {
	ctx, id := r.Context(), r.PathValue("id")
	v, err := p.evaluation.Survey(ctx, actor(ctx), id)
	if err != nil {
		return web.Done{}, err
	}
	return web.Next(link.Evaluation(v.Programme), done), verb(ctx, id)
}

type questionPage struct {
	Survey   evaluation.Survey
	Question evaluation.Question
	Form     *web.Form
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

// question is where a question is added or changed.
func (p *Pages) question() web.FormOf[evaluation.NewQuestion] {
	return web.FormOf[evaluation.NewQuestion]{
		At: "/evaluation/surveys/{id}/questions/{question}", Permission: evaluation.Keep, Show: p.questionPage,
		Read: func(f *web.Form) evaluation.NewQuestion {
			return evaluation.NewQuestion{
				Version: f.Version(), Kind: evaluation.Kind(f.Value("kind")), Side: evaluation.Side(f.Value("side")), KK: f.Value("kk"), RU: f.Value("ru"), EN: f.Value("en"),
			}
		},
		Do: func(r *http.Request, in evaluation.NewQuestion) (web.Done, error) {
			return p.change(r, "evaluation.question.saved", func(ctx context.Context, id string) error {
				if question := questionOf(r); question != "" {
					return p.evaluation.ChangeQuestion(ctx, actor(ctx), id, question, in)
				}
				return p.evaluation.AddQuestion(ctx, actor(ctx), id, in)
			})
		},
	}
}

func (p *Pages) questionPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	v, q, err := p.evaluation.Question(ctx, actor(ctx), r.PathValue("id"), questionOf(r))
	f.Stands(q.Version, "kk", q.KK, "ru", q.RU, "en", q.EN, "kind", string(q.Kind), "side", string(q.Side))
	g := questionPage{Survey: v, Question: q, Form: f}
	title := "evaluation.question.change"
	if g.isNew() {
		title = "evaluation.question.add"
	}
	return web.Page{Title: t(ctx, title), Back: toSurvey(ctx, v.Programme), Body: questionBody(g), Narrow: true, Here: g.action()}, err
}

func (p *Pages) dropQuestion(r *http.Request, _ *web.Form) (web.Done, error) {
	return p.change(r, "evaluation.question.dropped", func(ctx context.Context, id string) error {
		return p.evaluation.DropQuestion(ctx, actor(ctx), id, r.PathValue("question"))
	})
}

type answerPage struct {
	evaluation.Form
	Typed *web.Form
}

// answer is where a survey is answered. Which fields there are, its questions say: so
// the form is read when they are at hand.
func (p *Pages) answer() web.FormOf[*web.Form] {
	return web.FormOf[*web.Form]{
		At: "/evaluation/surveys/{id}/answer", Permission: evaluation.Take, Show: p.answerPage,
		Read: func(f *web.Form) *web.Form { return f },
		Do: func(r *http.Request, f *web.Form) (web.Done, error) {
			ctx := r.Context()
			read, err := p.evaluation.Form(ctx, actor(ctx), r.PathValue("id"))
			if err != nil {
				return web.Done{}, err
			}
			err = p.evaluation.Answer(ctx, actor(ctx), read.Survey.ID, answersOf(f, read.Questions))
			return web.Next(link.Evaluation(read.Programme), "evaluation.answer.thanks"), err
		},
	}
}

func (p *Pages) answerPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	read, err := p.evaluation.Form(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	return web.Page{
		Title: t(ctx, "evaluation.answer.title"), Kicker: t(ctx, "evaluation.programme", "Years", years(read.Period)),
		Back: toSurvey(ctx, read.Programme), Body: answerBody(answerPage{Form: read, Typed: f}), Narrow: true,
		Sees: t(ctx, "evaluation.answer.sees", "Least", evaluation.Least), Here: link.EvaluationAnswer(read.Survey.ID),
	}, nil
}

// answersOf reads what was filled in; a step that is no number is none.
func answersOf(f *web.Form, asked []evaluation.Question) evaluation.Answers {
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
