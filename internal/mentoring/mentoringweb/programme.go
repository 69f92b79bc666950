package mentoringweb

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"talim/internal/calendar"
	"talim/internal/mentoring"
	"talim/internal/mentoring/match"
	"talim/internal/mentoring/wording"
	"talim/internal/timetable"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

// numbers are the whole-number fields of the policy form, in its order.
var numbers = []struct {
	name string
	of   func(*mentoring.Policy) *int
}{
	{"newcomer_years", func(p *mentoring.Policy) *int { return &p.NewcomerYears }},
	{"after_leave_months", func(p *mentoring.Policy) *int { return &p.AfterLeaveMonths }},
	{"mentor_min_years", func(p *mentoring.Policy) *int { return &p.MentorMinYears }},
	{"mentees_per_mentor", func(p *mentoring.Policy) *int { return &p.MenteesPerMentor }},
	{"min_shared_hours", func(p *mentoring.Policy) *int { return &p.MinSharedHours }},
	{"every_weeks", func(p *mentoring.Policy) *int { return &p.EveryWeeks }},
	{"group_min", func(p *mentoring.Policy) *int { return &p.GroupMin }},
	{"group_max", func(p *mentoring.Policy) *int { return &p.GroupMax }},
	{"meetings_per_week", func(p *mentoring.Policy) *int { return &p.MeetingsPerWeek }},
	{"meeting_minutes", func(p *mentoring.Policy) *int { return &p.MeetingMinutes }},
	{"visits_by_mentor", func(p *mentoring.Policy) *int { return &p.VisitsByMentor }},
	{"visits_by_mentee", func(p *mentoring.Policy) *int { return &p.VisitsByMentee }},
	{"trial_weeks", func(p *mentoring.Policy) *int { return &p.TrialWeeks }},
	{"reply_days", func(p *mentoring.Policy) *int { return &p.ReplyDays }},
}

// notAlways are the numbers that a form may leave out: then the usual holds.
var notAlways = []string{"every_weeks", "group_min", "group_max"}

// readPolicy reads the policy's part of a form.
func readPolicy(f *web.Form) mentoring.Policy {
	p := mentoring.Policy{
		Eligibility: mentoring.Eligibility(f.Value("eligibility")), Categories: strings.Join(f.Values("categories"), ","),
		FirstYearHere: f.Checked("first_year_here"), AfterLeave: f.Checked("after_leave"), International: f.Checked("international"),
		FinalTalk: f.Value("final_talk"),
	}
	for _, n := range numbers {
		if f.Value(n.name) != "" || !slices.Contains(notAlways, n.name) {
			*n.of(&p) = f.Int(n.name)
		}
	}
	p.Weighing = readWeighing(f)
	return p
}

// policyForm fills a form with a policy.
func policyForm(p mentoring.Policy) web.Form {
	pairs := []string{"eligibility", string(p.Eligibility), "final_talk", p.FinalTalk, "version", strconv.Itoa(p.Version)}
	for _, c := range p.CategoryList() {
		pairs = append(pairs, "categories", c)
	}
	if p.FirstYearHere {
		pairs = append(pairs, "first_year_here", "yes")
	}
	if p.AfterLeave {
		pairs = append(pairs, "after_leave", "yes")
	}
	if p.International {
		pairs = append(pairs, "international", "yes")
	}
	for _, n := range numbers {
		pairs = append(pairs, n.name, strconv.Itoa(*n.of(&p)))
	}
	return web.NewForm(append(pairs, weighingPairs(p.Weighing)...)...)
}

func categoryChoices(ctx context.Context) []component.Choice {
	return choicesOf(ctx, "mentoring.category.", mentoring.MentorCategories)
}

// newProgramme shows the form with the school year that runs or begins next.
func (p *Pages) newProgramme(w http.ResponseWriter, r *http.Request) error {
	years, err := timetable.Years(r.Context(), p.db.Read(), actor(r.Context()).School)
	if err != nil {
		return err
	}
	shape := shapeOf(r.URL.Query().Get("kind"), r.URL.Query().Get("track"))
	policy, err := p.mentoring.Programmes.StartingPolicy(r.Context(), actor(r.Context()), shape)
	if err != nil {
		return err
	}
	f := policyForm(policy)
	f.Set("kind", string(shape.Kind))
	f.Set("track", string(shape.Track))
	if policy.FinalTalk == "" {
		f.Set("final_talk", t(r.Context(), "mentoring.policy.final_talk_default"))
	}
	if y, ok := comingYear(years, p.mentoring.Today()); ok {
		f.Set("year", y.ID)
		f.Set("starts", string(max(y.Starts, p.mentoring.Today())))
		f.Set("ends", string(y.Ends))
	}
	return p.showNewProgramme(w, r, http.StatusOK, f, years)
}

// shapeOf is the shape asked for; an unknown one is the programme of every school.
func shapeOf(kind, track string) mentoring.Shape {
	shape := mentoring.Shape{Kind: mentoring.Kind(kind), Track: mentoring.Track(track)}
	if !shape.Known() {
		return mentoring.Shapes[0]
	}
	return shape
}

// shapes are the tabs above the form: what else could be opened.
func shapes(ctx context.Context, here mentoring.Shape) []component.Tab {
	out := make([]component.Tab, len(mentoring.Shapes))
	for i, s := range mentoring.Shapes {
		out[i] = component.Tab{Text: wording.Shape(ctx, s), URL: link.NewProgrammeOf(string(s.Kind), string(s.Track)), Current: s == here}
	}
	return out
}

func comingYear(years []timetable.SchoolYear, today calendar.Date) (timetable.SchoolYear, bool) {
	var found timetable.SchoolYear
	for _, y := range years {
		if y.Ends >= today && (found.ID == "" || y.Starts < found.Starts) {
			found = y
		}
	}
	return found, found.ID != ""
}

func (p *Pages) showNewProgramme(w http.ResponseWriter, r *http.Request, status int, f web.Form, years []timetable.SchoolYear) error {
	ctx := r.Context()
	return web.Show(w, r, status, web.Page{
		Title: t(ctx, "mentoring.programme.open"), Back: wording.ToMentoring(ctx), Narrow: true, Body: newProgrammeBody(f, shapeOf(f.Value("kind"), f.Value("track")), years),
	})
}

func (p *Pages) openProgramme(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := web.ReadForm(r)
	in := mentoring.NewProgramme{Shape: shapeOf(f.Value("kind"), f.Value("track")), Year: f.Value("year"), Starts: f.Date("starts"), Ends: f.Date("ends"), Policy: readPolicy(&f)}
	err := f.Err()
	if err == nil {
		var made mentoring.Programme
		if made, err = p.mentoring.Programmes.Open(ctx, actor(ctx), in); err == nil {
			return web.SeeOther(w, r, link.Programme(made.ID), "mentoring.programme.opened")
		}
	}
	if !f.Take(err) {
		return err
	}
	years, err := timetable.Years(ctx, p.db.Read(), actor(ctx).School)
	if err != nil {
		return err
	}
	return p.showNewProgramme(w, r, http.StatusUnprocessableEntity, f, years)
}

type programmePage struct {
	Programme mentoring.Programme
	Policy    mentoring.Policy
	Summary   match.Summary
	Keeper    bool
	Signer    bool
}

// proposal is the address of a proposal of the programme's kind.
func (p programmePage) proposal(id string) string {
	if p.Programme.Kind == mentoring.KindGroup {
		return link.GroupProposal(id)
	}
	return link.Proposal(id)
}

// propose is where a proposal of the programme's kind is made.
func (p programmePage) propose() string {
	if p.Programme.Kind == mentoring.KindGroup {
		return link.ProposeGroups(p.Programme.ID)
	}
	return link.Programme(p.Programme.ID) + "/propose"
}

// ofGroups ends the key of a message that speaks of groups in place of pairs.
func (p programmePage) ofGroups() string {
	if p.Programme.Kind == mentoring.KindGroup {
		return ".groups"
	}
	return ""
}

// programme shows where the programme stands and its rules: to everybody the
// rules, to those who keep it also the figures and the next step.
func (p *Pages) programme(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	who := actor(ctx)
	page := programmePage{Keeper: mentoring.Keep.Allows(who), Signer: mentoring.Sign.Allows(who)}
	var err error
	if page.Programme, page.Policy, err = p.mentoring.Programmes.ProgrammeAndPolicy(ctx, who, r.PathValue("id")); err != nil {
		return err
	}
	if page.Keeper {
		if page.Summary, err = p.mentoring.Matches.Summary(ctx, who, page.Programme.ID); err != nil {
			return err
		}
	}
	shown := web.Page{
		Title: wording.Title(ctx, page.Programme), Back: wording.ToMentoring(ctx),
		Kicker: t(ctx, "mentoring.programme.state."+string(page.Programme.State)), Body: programmeBody(page),
	}
	if page.Keeper {
		shown.Action = nextStep(page)
	}
	return web.Show(w, r, http.StatusOK, shown)
}

func (p *Pages) policy(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	g, policy, err := p.mentoring.Programmes.ProgrammeAndPolicy(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return err
	}
	return p.showPolicy(w, r, http.StatusOK, g, policyForm(policy))
}

func (p *Pages) showPolicy(w http.ResponseWriter, r *http.Request, status int, g mentoring.Programme, f web.Form) error {
	ctx := r.Context()
	return web.Show(w, r, status, web.Page{
		Title: t(ctx, "mentoring.policy.title"), Narrow: true,
		Back: wording.ToProgramme(ctx, g), Body: policyBody(g, f),
	})
}

func (p *Pages) setPolicy(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := web.ReadForm(r)
	id := r.PathValue("id")
	in, version := readPolicy(&f), f.Int("version")
	err := f.Err()
	if err == nil {
		if err = p.mentoring.Programmes.SetPolicy(ctx, actor(ctx), id, version, in); err == nil {
			return web.SeeOther(w, r, link.Programme(id), "mentoring.policy.saved")
		}
	}
	if !f.Take(err) {
		return err
	}
	g, _, err := p.mentoring.Programmes.ProgrammeAndPolicy(ctx, actor(ctx), id)
	if err != nil {
		return err
	}
	return p.showPolicy(w, r, http.StatusUnprocessableEntity, g, f)
}
