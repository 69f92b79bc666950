package pairingweb

import (
	"context"
	"net/http"
	"strconv"

	"talim/internal/i18n"

	"talim/internal/calendar"
	"talim/internal/mentoring"
	"talim/internal/mentoring/pairing"
	"talim/internal/mentoring/weeks"
	"talim/internal/mentoring/wording"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

// Who visits whom, as it stands in an address.
const (
	byMe      = "me"
	byPartner = "partner"
)

type visitsPage struct {
	pairing.Counts
	Self    string
	By      string
	Monday  calendar.Date
	Today   calendar.Date
	Lessons []pairing.VisitableLesson
	Planned int // visits of that week in that direction, planned or held
	Why     weeks.NoVisits
}

// observer is who would visit.
func (g visitsPage) observer() string {
	if g.By == byPartner {
		return g.Other(g.Self)
	}
	return g.Self
}

// rule is how many visits a week the policy asks of the observer.
func (g visitsPage) rule() int {
	if g.observer() == g.Mentor {
		return g.VisitsByMentor
	}
	return g.VisitsByMentee
}

func (g visitsPage) partner() mentoring.Person {
	if g.Self == g.Mentor {
		return g.MenteePerson
	}
	return g.MentorPerson
}

// byDay are the lessons, a group a day.
func (g visitsPage) byDay() [][]pairing.VisitableLesson {
	var out [][]pairing.VisitableLesson
	for i, l := range g.Lessons {
		if i == 0 || l.Date != g.Lessons[i-1].Date {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], l)
	}
	return out
}

// visits offers the lessons of a week that one of the two can visit.
func (p *Pages) visits(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	who := actor(ctx)
	f := web.ReadForm(r)
	g := visitsPage{Self: who.Staff, By: byMe, Today: p.mentoring.Today()}
	if f.Value("by") == byPartner {
		g.By = byPartner
	}
	pair, err := p.mentoring.Pairings.CountsOf(ctx, who, r.PathValue("id"))
	if err != nil {
		return err
	}
	g.Counts = pair
	g.Monday = max(g.Starts, g.Today).Monday()
	if d := f.Date("week"); d.Valid() && d.Monday() > g.Monday {
		g.Monday = d.Monday()
	}
	if g.Lessons, err = p.mentoring.Pairings.Visitable(ctx, who, g.Pairing, g.observer(), g.Monday); err != nil {
		return err
	}
	if err := p.countVisits(ctx, &g); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, web.Page{
		Title: t(ctx, "mentoring.visit.find"), Back: wording.ToPairing(ctx, g.ID), Body: visitsBody(g), Sees: t(ctx, "mentoring.visit.sees_time"),
	})
}

// countVisits finds how many visits of the week stand; where there is no lesson to
// visit, also why.
func (p *Pages) countVisits(ctx context.Context, g *visitsPage) (err error) {
	if len(g.Lessons) == 0 {
		pair := pairing.NamedPairing{Pairing: g.Pairing, MentorPerson: g.MentorPerson, MenteePerson: g.MenteePerson}
		g.Why, err = p.mentoring.Weeks.WhyNoVisits(ctx, actor(ctx), pair, g.observer(), g.Monday)
		g.Planned = g.Why.Planned
		return err
	}
	events, err := p.mentoring.Pairings.Events(ctx, actor(ctx), g.Pairing)
	g.Planned = visitsIn(events, g.observer(), g.Monday)
	return err
}

// visitsIn counts the visits of an observer in a week that are planned or held.
func visitsIn(events []pairing.Event, observer string, monday calendar.Date) int {
	n := 0
	for _, e := range events {
		if e.What == "visit" && e.Observer == observer && e.Date.Monday() == monday && (e.State == "planned" || e.State == "held") {
			n++
		}
	}
	return n
}

func (p *Pages) planVisit(r *http.Request, f *web.Form) (web.Done, error) {
	ctx, id := r.Context(), r.PathValue("id")
	made, err := p.mentoring.Pairings.PlanVisit(ctx, actor(ctx), id, pairing.NewVisit{
		Observer: f.Value("observer"), Lesson: f.Value("lesson"), Date: f.Date("date"),
	})
	by := byPartner
	if made.Observer == actor(ctx).Staff {
		by = byMe
	}
	return web.Next(link.VisitsOf(id, by, string(made.Date)), "mentoring.visit.is_planned", "When", i18n.When(ctx, made.Date, made.StartsAt, made.EndsAt)), err
}

// weekTabs lead to this week and the next ones, as far as the pairing runs.
func (g visitsPage) weekTabs(ctx context.Context) []component.Tab {
	var out []component.Tab
	first := max(g.Starts, g.Today).Monday()
	for i := range 4 {
		monday := first.AddDays(7 * i)
		if monday > g.Ends {
			break
		}
		out = append(out, component.Tab{
			Text: i18n.SchoolWeek(ctx, monday), URL: link.VisitsOf(g.ID, g.By, string(monday)), Current: monday == g.Monday,
		})
	}
	return out
}

func (g visitsPage) directionTabs(ctx context.Context) []component.Tab {
	return []component.Tab{
		{Text: t(ctx, "mentoring.visit.i_visit", "Who", g.partner().Name()), URL: link.VisitsOf(g.ID, byMe, string(g.Monday)), Current: g.By == byMe},
		{Text: t(ctx, "mentoring.visit.visits_me", "Who", g.partner().Name()), URL: link.VisitsOf(g.ID, byPartner, string(g.Monday)), Current: g.By == byPartner},
	}
}

// counted says how many visits of the week there are against the rule.
func (g visitsPage) counted(ctx context.Context) string {
	return t(ctx, "mentoring.visit.counted", "Planned", strconv.Itoa(g.Planned), "Rule", strconv.Itoa(g.rule()))
}
