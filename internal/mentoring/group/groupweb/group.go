package groupweb

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/mentoring"
	"talim/internal/mentoring/group"
	"talim/internal/mentoring/match"
	"talim/internal/mentoring/pairing"
	"talim/internal/mentoring/wording"
	"talim/internal/timetable"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

// groupName names a group by its number, and to its own people by what it meets
// around: that tells what each of them finds hard.
func groupName(ctx context.Context, g group.GroupView) string {
	if !g.Concerns(access.ActorFrom(ctx).Staff) {
		return t(ctx, "mentoring.group.numbered", "Number", strconv.Itoa(g.Number))
	}
	return t(ctx, "mentoring.group.named", "Number", strconv.Itoa(g.Number), "Need", t(ctx, "mentoring.topic."+g.Need))
}

func hourOf(ctx context.Context, g group.GroupView) string {
	slot, ok := g.Slot()
	if !ok {
		return ""
	}
	return wording.Hour(ctx, slot)
}

type groupsPage struct {
	Programme string
	Groups    []group.GroupView
	Keeper    bool
}

func (p *Pages) groups(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	page := groupsPage{Programme: r.PathValue("id"), Keeper: mentoring.Keep.Allows(actor(ctx))}
	g, _, err := p.mentoring.Programmes.ProgrammeAndPolicy(ctx, actor(ctx), page.Programme)
	if err != nil {
		return err
	}
	if page.Groups, err = p.mentoring.Groups.GroupsOf(ctx, actor(ctx), page.Programme); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, web.Page{Title: t(ctx, "mentoring.group.all"), Back: wording.ToProgramme(ctx, g), Body: groupsBody(page)})
}

func (p *Pages) proposeGroups(r *http.Request, _ *web.Form) (web.Done, error) {
	made, err := p.mentoring.Groups.ProposeGroups(r.Context(), actor(r.Context()), r.PathValue("id"))
	return web.Next(link.GroupProposal(made.ID), "mentoring.group.proposed"), err
}

type groupProposalPage struct {
	Proposal match.Proposal
	Groups   []group.GroupView
	Names    mentoring.Names
	Left     []leftOut
	Form     *web.Form
}

// leftOut is somebody in no group, and why.
type leftOut struct {
	Mentee mentoring.Person
	Why    string
}

// move puts somebody into another group of the draft; Group "" is none.
type move struct{ Mentee, Group string }

// groupProposal shows a proposal of groups, which the keeper changes by hand.
func (p *Pages) groupProposal() web.FormOf[move] {
	return web.FormOf[move]{
		At: "/mentoring/group-proposals/{id}", Permission: mentoring.Keep, Show: p.groupProposalPage,
		Read: func(f *web.Form) move { return move{f.Value("mentee"), f.Value("group")} },
		Do: func(r *http.Request, in move) (web.Done, error) {
			id := r.PathValue("id")
			return web.Next(link.GroupProposal(id), "mentoring.proposal.changed"), p.mentoring.Groups.MoveToGroup(r.Context(), actor(r.Context()), id, in.Mentee, in.Group)
		},
	}
}

// second is who leads a group beside its mentor; "" nobody.
type second struct{ Of, Second string }

// setSecond stands on the same page.
func (p *Pages) setSecond() web.FormOf[second] {
	return web.FormOf[second]{
		At: "/mentoring/group-proposals/{id}/second", Permission: mentoring.Keep, Show: p.groupProposalPage,
		Read: func(f *web.Form) second { return second{f.Value("of"), f.Value("second")} },
		Do: func(r *http.Request, in second) (web.Done, error) {
			err := p.mentoring.Groups.SetSecond(r.Context(), actor(r.Context()), in.Of, in.Second)
			return web.Next(link.GroupProposal(r.PathValue("id")), "mentoring.proposal.changed"), err
		},
	}
}

func (p *Pages) groupProposalPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	page := groupProposalPage{Form: f}
	var err error
	if page.Proposal, page.Groups, err = p.mentoring.Groups.GroupProposal(ctx, actor(ctx), r.PathValue("id")); err != nil {
		return web.Page{}, err
	}
	if page.Names, err = p.mentoring.Programmes.NamesOf(ctx, actor(ctx), page.Proposal.Programme); err != nil {
		return web.Page{}, err
	}
	page.Left, err = page.left(ctx)
	shown := web.Page{
		Title: t(ctx, "mentoring.group.proposal", "Number", page.Proposal.Number), Kicker: t(ctx, "mentoring.proposal.state."+string(page.Proposal.State)),
		Back: web.Link{Text: t(ctx, "mentoring.programme.back"), URL: link.Programme(page.Proposal.Programme)},
		Sees: t(ctx, "mentoring.sees.proposal"), Body: groupProposalBody(page),
	}
	if page.draft() && len(page.Groups) > 0 {
		shown.Action = component.PostButton(component.Button{Text: t(ctx, "mentoring.proposal.send"), Action: link.SendGroups(page.Proposal.ID), Primary: true})
	}
	return shown, err
}

func (g groupProposalPage) draft() bool { return g.Proposal.State == match.ProposalDraft }

// left lists who is in no group now.
func (g groupProposalPage) left(ctx context.Context) ([]leftOut, error) {
	unmatched, err := g.Proposal.Left()
	var out []leftOut
	for _, u := range unmatched {
		in := func(v group.GroupView) bool {
			return slices.ContainsFunc(v.Members, func(m group.GroupMember) bool { return m.ID == u.Mentee })
		}
		if !slices.ContainsFunc(g.Groups, in) {
			out = append(out, leftOut{g.Names.People[u.Mentee], wording.Say(ctx, u.Why, g.Names)})
		}
	}
	return out, err
}

// why are the words of what spoke for a group.
func (g groupProposalPage) why(ctx context.Context, v group.GroupView) wording.Reasons {
	all, err := v.Why()
	if err != nil { // written by the program itself
		return wording.Reasons{}
	}
	return wording.ReasonsFor(ctx, all, g.Names)
}

func (g groupProposalPage) groupChoices(ctx context.Context) []component.Choice {
	out := []component.Choice{{Label: t(ctx, "mentoring.group.in_none")}}
	for _, v := range g.Groups {
		out = append(out, component.Choice{Value: v.ID, Label: groupName(ctx, v)})
	}
	return out
}

// secondChoices are the mentors who lead no group of the draft.
func (g groupProposalPage) secondChoices(ctx context.Context) []component.Choice {
	out := []component.Choice{{Label: t(ctx, "mentoring.group.no_second")}}
	for _, m := range g.Names.Mentors {
		if !slices.ContainsFunc(g.Groups, func(v group.GroupView) bool { return v.Mentor == m.ID }) {
			out = append(out, component.Choice{Value: m.ID, Label: m.Name()})
		}
	}
	return out
}

// formFor is one of the little forms: as typed when it was refused.
func (g groupProposalPage) formFor(name, value string, more ...string) *web.Form {
	if g.Form.Value(name) == value {
		return g.Form
	}
	f := web.NewForm(append(more, name, value)...)
	return &f
}

func (p *Pages) sendGroups(r *http.Request, _ *web.Form) (web.Done, error) {
	id := r.PathValue("id")
	return web.Next(link.GroupProposal(id), "mentoring.proposal.sent"), p.mentoring.Groups.SendGroups(r.Context(), actor(r.Context()), id)
}

type groupPage struct {
	group.GroupPage
	Self   string
	Keeper bool
	Today  calendar.Date
}

func (p *Pages) group(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	who := actor(ctx)
	got, err := p.mentoring.Groups.GroupPage(ctx, who, r.PathValue("id"))
	if err != nil {
		return err
	}
	page := groupPage{GroupPage: got, Self: who.Staff, Keeper: mentoring.Keep.Allows(who), Today: p.mentoring.Today()}
	shown := web.Page{
		Title: groupName(ctx, page.GroupView), Kicker: page.stands(ctx), Body: groupBody(page), Sees: t(ctx, "mentoring.sees.group"),
		Back: web.Link{Text: t(ctx, "mentoring.programme.back"), URL: link.Programme(page.Programme)},
	}
	if page.leadsNow() {
		shown.Action = component.Primary(t(ctx, "mentoring.group.find_time"), link.GroupTimes(page.ID))
	}
	return web.Show(w, r, http.StatusOK, shown)
}

func (g groupPage) leadsNow() bool { return g.Leads(g.Self) && len(g.Running()) > 0 }

// stands says where the group stands.
func (g groupPage) stands(ctx context.Context) string {
	switch {
	case g.State == group.GroupClosed:
		return t(ctx, "mentoring.group.state.closed")
	case len(g.Running()) > 0:
		return t(ctx, "mentoring.group.state.running")
	case g.State == group.GroupDraft, g.State == group.GroupRemoved:
		return t(ctx, "mentoring.group.state."+string(g.State))
	}
	return t(ctx, "mentoring.group.state.asked")
}

// names are those of the members, shown to who belongs to it or keeps the programme.
func (g groupPage) names() []component.Named {
	var out []component.Named
	for _, m := range g.Members {
		if g.Keeper || m.Pairing != "" || m.ID == g.Self || g.Self == g.Mentor {
			out = append(out, component.Named{ID: m.ID, Name: m.Name()})
		}
	}
	return out
}

// mentors are the one or two who lead it.
func mentorsOf(g group.GroupView) []component.Named {
	names := []component.Named{{ID: g.Mentor, Name: g.MentorPerson.Name()}}
	if g.SecondState == group.SecondAgreed {
		names = append(names, component.Named{ID: g.Second.ID, Name: g.Second.Name()})
	}
	return names
}

func (g groupPage) held() int {
	n := 0
	for _, m := range g.Meetings {
		if m.State == pairing.MeetingHeld {
			n++
		}
	}
	return n
}

func (p *Pages) answerGroup(r *http.Request, f *web.Form) (web.Done, error) {
	yes, err := f.Answer("answer")
	if err != nil { // an empty form ends nothing
		return web.Done{}, err
	}
	key := map[bool]string{true: "mentoring.consent.yes", false: "mentoring.consent.no"}[yes]
	return web.Next(link.Mentoring(), key), p.mentoring.Groups.AnswerGroup(r.Context(), actor(r.Context()), r.PathValue("id"), yes)
}

type groupTimesPage struct {
	group.GroupView
	Weekly []timetable.WeeklyOption
	Single []timetable.Slot
	Form   *web.Form
}

// groupTimes offers times in which the group can meet, and books one for all.
func (p *Pages) groupTimes() web.FormOf[group.NewGroupTime] {
	return web.FormOf[group.NewGroupTime]{
		At: "/mentoring/groups/{id}/times", Permission: mentoring.Take, Show: p.groupTimesPage, Read: readGroupTime,
		Do: func(r *http.Request, in group.NewGroupTime) (web.Done, error) {
			id := r.PathValue("id")
			made, err := p.mentoring.Groups.BookGroup(r.Context(), actor(r.Context()), id, in)
			return web.Next(link.MentoringGroup(id), "mentoring.group.booked", "Count", made.Made, "Left", strconv.Itoa(len(made.Collided))), err
		},
	}
}

// firstGroupTimes is how many times of each sort are offered at once.
const firstGroupTimes = 6

func (p *Pages) groupTimesPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	page := groupTimesPage{Form: f}
	var err error
	if page.GroupView, page.Weekly, page.Single, err = p.mentoring.Groups.GroupTimes(ctx, actor(ctx), r.PathValue("id")); err != nil {
		return web.Page{}, err
	}
	page.Weekly = page.Weekly[:min(firstGroupTimes, len(page.Weekly))]
	page.Single = page.Single[:min(firstGroupTimes, len(page.Single))]
	f.Begin("from", string(max(page.Period().Starts, p.mentoring.Today())))
	return web.Page{
		Title: t(ctx, "mentoring.group.find_time"), Narrow: true, Body: groupTimesBody(page), Here: link.GroupTimes(page.ID), Back: toGroup(ctx, page.GroupView),
	}, nil
}

func toGroup(ctx context.Context, g group.GroupView) web.Link {
	return web.Link{Text: groupName(ctx, g), URL: link.MentoringGroup(g.ID)}
}

// timeChoices offers repeated times ("w 1 10:15 11:00") and single ones ("d 2013-09-09 10:15 11:00").
func (g groupTimesPage) timeChoices(ctx context.Context) []component.Choice {
	var out []component.Choice
	for _, o := range g.Weekly {
		out = append(out, component.Choice{
			Value: "w " + strconv.Itoa(int(o.Weekday)) + " " + string(o.StartsAt) + " " + string(o.EndsAt),
			Label: wording.Hour(ctx, o.WeekSlot), Hint: t(ctx, "mentoring.group.free_on", "Count", o.Free, "Days", strconv.Itoa(o.Days)),
		})
	}
	for _, s := range g.Single {
		out = append(out, component.Choice{
			Value: "d " + string(s.Date) + " " + string(s.StartsAt) + " " + string(s.EndsAt),
			Label: i18n.DateWeekday(ctx, s.Date) + ", " + string(s.StartsAt) + "–" + string(s.EndsAt), Hint: t(ctx, "mentoring.group.once"),
		})
	}
	return out
}

// readGroupTime reads the chosen time.
func readGroupTime(f *web.Form) group.NewGroupTime {
	in := group.NewGroupTime{From: f.Date("from"), Place: f.Value("place")}
	part := strings.Fields(f.Value("time"))
	if len(part) != 4 {
		return in
	}
	in.StartsAt, in.EndsAt, in.Repeat = calendar.Clock(part[2]), calendar.Clock(part[3]), part[0] == "w"
	if in.Repeat {
		day, _ := strconv.Atoi(part[1]) // 0 is no weekday: no day is found then
		in.Weekday = calendar.Weekday(day)
	} else {
		in.From = calendar.Date(part[1])
	}
	return in
}

// closing is what a group did, over the version that the form was made from.
type closing struct {
	Version int
	Text    string
}

// groupClosing is where the mentors write how the year of the group was.
func (p *Pages) groupClosing() web.FormOf[closing] {
	return web.FormOf[closing]{
		At: "/mentoring/groups/{id}/closing", Permission: mentoring.Take, Show: p.groupClosingPage,
		Read: func(f *web.Form) closing { return closing{f.Version(), f.Value("closing")} },
		Do: func(r *http.Request, in closing) (web.Done, error) {
			id := r.PathValue("id")
			err := p.mentoring.Groups.WriteClosing(r.Context(), actor(r.Context()), id, in.Version, in.Text)
			return web.Next(link.MentoringGroup(id), "mentoring.group.closing_kept"), err
		},
	}
}

func (p *Pages) groupClosingPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	g, err := p.mentoring.Groups.GroupPage(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	if !g.Leads(actor(ctx).Staff) {
		return web.Page{}, fault.Forbidden("mentoring.group.leaders_only")
	}
	f.Stands(g.Version, "closing", g.Closing)
	return web.Page{
		Title: t(ctx, "mentoring.group.closing"), Narrow: true, Body: groupClosingBody(g.GroupView, f), Sees: t(ctx, "mentoring.sees.group_closing"), Back: toGroup(ctx, g.GroupView),
	}, nil
}

func (p *Pages) closeGroup(r *http.Request, _ *web.Form) (web.Done, error) {
	id := r.PathValue("id")
	return web.Next(link.MentoringGroup(id), "mentoring.group.closed"), p.mentoring.Groups.CloseGroup(r.Context(), actor(r.Context()), id)
}
