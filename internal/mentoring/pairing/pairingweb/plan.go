package pairingweb

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"talim/internal/fault"
	"talim/internal/mentoring"
	"talim/internal/mentoring/pairing"
	"talim/internal/mentoring/wording"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

// Rows that the form offers beyond those that are filled.
const (
	emptyGoals = 2
	emptySteps = 3
	mostGoals  = 10
	mostSteps  = 60
)

type planPage struct {
	pairing.NamedPairing
	Self    string
	Plan    pairing.Plan
	Content pairing.PlanContent
	Form    *web.Form
	Newer   bool // the form shows text typed over an older version
}

func (g planPage) running() bool { return g.State == pairing.Running }

// person of the pair by id.
func (g planPage) person(staff string) mentoring.Person { return g.NamedPairing.Self(staff) }

// goals and steps are how many rows the form shows.
func (g planPage) goals() int { return rows(g.Form, "goal_", emptyGoals, mostGoals) }

func (g planPage) steps() int { return rows(g.Form, "text_", emptySteps, mostSteps) }

func rows(f *web.Form, name string, empty, most int) int {
	last := 0
	for i := 1; i <= most; i++ {
		if f.Value(name+strconv.Itoa(i)) != "" {
			last = i
		}
	}
	return min(last+empty, most)
}

// readPlanPage reads the pair and its plan in two queries.
func (p *Pages) readPlanPage(ctx context.Context, id string) (planPage, error) {
	who := actor(ctx)
	g := planPage{Self: who.Staff}
	var err error
	if g.NamedPairing, err = p.mentoring.Pairings.Pairing(ctx, who, id); err != nil {
		return g, err
	}
	if g.Plan, err = p.mentoring.Pairings.Plan(ctx, who, g.Pairing); err != nil {
		return g, err
	}
	g.Content, err = g.Plan.Read()
	return g, err
}

// plan shows the plan to read; the one next action is to write it or to agree.
func (p *Pages) plan(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	g, err := p.readPlanPage(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	page := web.Page{
		Title: t(ctx, "mentoring.plan.title"), Back: wording.ToPairing(ctx, g.ID), Body: planBody(g), Sees: t(ctx, "mentoring.plan.sees"),
		Kicker: t(ctx, "mentoring.pairing.of", "Mentor", g.MentorPerson.Name(), "Mentee", g.MenteePerson.Name()),
	}
	if g.running() && g.Plan.Version > 0 && !g.Plan.Agreed(g.Self) {
		page.Action = component.PostButton(component.Button{
			Text: t(ctx, "mentoring.plan.agree"), Action: link.AgreeMentoringPlan(g.ID), Primary: true,
			Fields: []string{"version", strconv.Itoa(g.Plan.Version)},
		})
	}
	return web.Show(w, r, http.StatusOK, page)
}

// newPlan is a plan as it was typed.
type newPlan struct {
	pairing.PlanContent
	Version int
}

// editPlan is where the plan is written.
func (p *Pages) editPlan() web.FormOf[newPlan] {
	return web.FormOf[newPlan]{
		At: "/mentoring/pairings/{id}/plan/edit", Permission: mentoring.Take, Show: p.editPlanPage,
		Read: func(f *web.Form) newPlan { return newPlan{readPlan(f), f.Version()} },
		Do: func(r *http.Request, in newPlan) (web.Done, error) {
			id := r.PathValue("id")
			return web.Next(link.MentoringPlan(id), "mentoring.plan.kept"), p.mentoring.Pairings.SavePlan(r.Context(), actor(r.Context()), id, in.Version, in.PlanContent)
		},
	}
}

// editPlanPage shows the form. Text typed over an older version stays, and the form
// then counts as made from the newer one, whose text stands above: sending it again
// is a choice, not an accident.
func (p *Pages) editPlanPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	g, err := p.readPlanPage(ctx, r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	if !g.running() {
		return web.Page{}, fault.Conflict("mentoring.pairing.is_closed")
	}
	g.Form, g.Newer = f, f.Outdated()
	content := g.Content
	switch {
	case g.Plan.Version == 0:
		content, err = p.template(ctx, g)
	case g.Plan.Unreadable: // nobody's words: the form begins empty
		content = pairing.PlanContent{}
	}
	f.Begin(planValues(content)...)
	f.MadeFrom(g.Plan.Version)
	return web.Page{
		Title: t(ctx, "mentoring.plan.edit"), Back: web.Link{Text: t(ctx, "mentoring.plan.title"), URL: link.MentoringPlan(g.ID)},
		Narrow: true, Body: planForms(g), Sees: t(ctx, "mentoring.plan.sees"), Here: link.EditMentoringPlan(g.ID),
	}, err
}

func planValues(c pairing.PlanContent) []string {
	pairs := []string{"strong", c.Strong, "weak", c.Weak}
	for i, goal := range c.Goals {
		pairs = append(pairs, "goal_"+strconv.Itoa(i+1), goal)
	}
	for i, s := range c.Steps {
		n := strconv.Itoa(i + 1)
		pairs = append(pairs, "month_"+n, s.Month, "text_"+n, s.Text, "who_"+n, string(s.Who))
		if s.Done {
			pairs = append(pairs, "done_"+n, "1")
		}
	}
	return pairs
}

func readPlan(f *web.Form) pairing.PlanContent {
	c := pairing.PlanContent{Strong: f.Value("strong"), Weak: f.Value("weak")}
	for i := 1; i <= mostGoals; i++ {
		c.Goals = append(c.Goals, f.Value("goal_"+strconv.Itoa(i)))
	}
	for i := 1; i <= mostSteps; i++ {
		n := strconv.Itoa(i)
		c.Steps = append(c.Steps, pairing.PlanStep{
			Month: f.Value("month_" + n), Text: f.Value("text_" + n), Who: mentoring.Side(f.Value("who_" + n)), Done: f.Checked("done_" + n),
		})
	}
	return c
}

// template is the plan before anybody wrote: what both said in their profiles,
// goals from the topics of the mentee, and a step a month that fits most pairs.
func (p *Pages) template(ctx context.Context, g planPage) (pairing.PlanContent, error) {
	mentor, mentee, err := p.mentoring.Pairings.Profiles(ctx, actor(ctx), g.Pairing)
	if err != nil {
		return pairing.PlanContent{}, err
	}
	mentor, mentee = readable(mentor), readable(mentee)
	c := pairing.PlanContent{
		Strong: lines(said(ctx, g.MentorPerson, mentor.TopicList(), mentor.Strengths), said(ctx, g.MenteePerson, nil, mentee.Strengths)),
		Weak:   lines(said(ctx, g.MenteePerson, mentee.TopicList(), mentee.Needs), said(ctx, g.MentorPerson, nil, mentor.Needs)),
	}
	for _, topic := range mentee.TopicList() {
		if len(c.Goals) < 3 && slices.Contains(mentoring.Topics, topic) {
			c.Goals = append(c.Goals, t(ctx, "mentoring.plan.goal."+topic))
		}
	}
	for i, m := range pairing.Months(g.Period) {
		c.Steps = append(c.Steps, suggested(ctx, i, len(pairing.Months(g.Period)), m))
	}
	return c, nil
}

// readable leaves out what could not be opened.
func readable(f mentoring.Profile) mentoring.Profile {
	for field, text := range map[string]*string{"strengths": &f.Strengths, "needs": &f.Needs, "hopes": &f.Hopes} {
		if slices.Contains(f.Unreadable, field) {
			*text = ""
		}
	}
	return f
}

// said is what somebody said of herself: "T-A2: lesson planning, methods. Text".
func said(ctx context.Context, who mentoring.Person, topics []string, text string) string {
	parts := slices.DeleteFunc([]string{topicWords(ctx, topics), text}, func(s string) bool { return s == "" })
	if len(parts) == 0 {
		return ""
	}
	return who.Name() + ": " + strings.Join(parts, ". ")
}

func lines(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "\n")
}

// suggestions between the first month and the last.
const suggestions = 7

func suggested(ctx context.Context, i, months int, m string) pairing.PlanStep {
	switch i {
	case 0:
		return pairing.PlanStep{Month: m, Text: t(ctx, "mentoring.plan.suggest.first")}
	case months - 1:
		return pairing.PlanStep{Month: m, Text: t(ctx, "mentoring.plan.suggest.last")}
	}
	return pairing.PlanStep{Month: m, Text: t(ctx, "mentoring.plan.suggest."+strconv.Itoa((i-1)%suggestions+1))}
}

// monthChoices are the months of the pairing.
func (g planPage) monthChoices(ctx context.Context) []component.Choice {
	out := []component.Choice{{Value: "", Label: "–"}}
	for _, m := range pairing.Months(g.Period) {
		out = append(out, component.Choice{Value: m, Label: month(ctx, m)})
	}
	return out
}

// sideChoices are who does a step.
func (g planPage) sideChoices(ctx context.Context) []component.Choice {
	return []component.Choice{
		{Value: "", Label: t(ctx, "mentoring.plan.who_both")},
		{Value: string(mentoring.Mentor), Label: person(ctx, g.MentorPerson)},
		{Value: string(mentoring.Mentee), Label: person(ctx, g.MenteePerson)},
	}
}

// who does a step, in words.
func (g planPage) who(ctx context.Context, side mentoring.Side) string {
	switch side {
	case mentoring.Mentor:
		return g.MentorPerson.Name()
	case mentoring.Mentee:
		return g.MenteePerson.Name()
	}
	return t(ctx, "mentoring.plan.who_both")
}
