package mentoringweb

import (
	"cmp"
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

// policyValues hold a policy.
func policyValues(p mentoring.Policy) []string {
	pairs := []string{"eligibility", string(p.Eligibility), "final_talk", p.FinalTalk}
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
	return append(pairs, weighingPairs(p.Weighing)...)
}

func categoryChoices(ctx context.Context) []component.Choice {
	return choicesOf(ctx, "mentoring.category.", mentoring.MentorCategories)
}

// newProgramme opens a programme, in the school year that runs or begins next.
func (p *Pages) newProgramme() web.FormOf[mentoring.NewProgramme] {
	return web.FormOf[mentoring.NewProgramme]{
		At: "/mentoring/programmes/new", Permission: mentoring.Keep, Show: p.newProgrammePage,
		Read: func(f *web.Form) mentoring.NewProgramme {
			return mentoring.NewProgramme{
				Shape: shapeOf(f.Value("kind"), f.Value("track")), Year: f.Value("year"), Starts: f.Date("starts"), Ends: f.Date("ends"), Policy: readPolicy(f),
			}
		},
		Do: func(r *http.Request, in mentoring.NewProgramme) (web.Done, error) {
			made, err := p.mentoring.Programmes.Open(r.Context(), actor(r.Context()), in)
			return web.Next(link.Programme(made.ID), "mentoring.programme.opened"), err
		},
	}
}

func (p *Pages) newProgrammePage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	years, err := timetable.Years(ctx, p.db.Read(), actor(ctx).School)
	if err != nil {
		return web.Page{}, err
	}
	shape := shapeOf(f.Value("kind"), f.Value("track"))
	policy, err := p.mentoring.Programmes.StartingPolicy(ctx, actor(ctx), shape)
	policy.FinalTalk = cmp.Or(policy.FinalTalk, t(ctx, "mentoring.policy.final_talk_default"))
	f.Begin(append(policyValues(policy), "kind", string(shape.Kind), "track", string(shape.Track))...)
	if y, ok := comingYear(years, p.mentoring.Today()); ok {
		f.Begin("year", y.ID, "starts", string(max(y.Starts, p.mentoring.Today())), "ends", string(y.Ends))
	}
	return web.Page{
		Title: t(ctx, "mentoring.programme.open"), Back: wording.ToMentoring(ctx), Narrow: true, Body: newProgrammeBody(f, shape, years),
	}, err
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

// newRules are the rules of a programme as the keeper typed them.
type newRules struct {
	mentoring.Policy
	Version int
}

// policy is where the rules of a programme are set.
func (p *Pages) policy() web.FormOf[newRules] {
	return web.FormOf[newRules]{
		At: "/mentoring/programmes/{id}/policy", Permission: mentoring.Keep, Show: p.policyPage,
		Read: func(f *web.Form) newRules { return newRules{readPolicy(f), f.Version()} },
		Do: func(r *http.Request, in newRules) (web.Done, error) {
			id := r.PathValue("id")
			return web.Next(link.Programme(id), "mentoring.policy.saved"), p.mentoring.Programmes.SetPolicy(r.Context(), actor(r.Context()), id, in.Version, in.Policy)
		},
	}
}

func (p *Pages) policyPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	g, policy, err := p.mentoring.Programmes.ProgrammeAndPolicy(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	f.Stands(policy.Version, policyValues(policy)...)
	return web.Page{Title: t(ctx, "mentoring.policy.title"), Narrow: true, Back: wording.ToProgramme(ctx, g), Body: policyBody(g, f)}, nil
}
