package groupweb

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

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

// groupName names a group by its number and what it meets around.
func groupName(ctx context.Context, g group.GroupView) string {
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

func (p *Pages) proposeGroups(w http.ResponseWriter, r *http.Request) error {
	made, err := p.mentoring.Groups.ProposeGroups(r.Context(), actor(r.Context()), r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.GroupProposal(made.ID), "mentoring.group.proposed")
}

type groupProposalPage struct {
	Proposal match.Proposal
	Groups   []group.GroupView
	Names    mentoring.Names
	Left     []leftOut
	Form     web.Form
}

// leftOut is somebody in no group, and why.
type leftOut struct {
	Mentee mentoring.Person
	Why    string
}

func (p *Pages) groupProposal(w http.ResponseWriter, r *http.Request) error {
	return p.showGroupProposal(w, r, http.StatusOK, web.NewForm())
}

func (p *Pages) showGroupProposal(w http.ResponseWriter, r *http.Request, status int, f web.Form) error {
	ctx := r.Context()
	page := groupProposalPage{Form: f}
	var err error
	if page.Proposal, page.Groups, err = p.mentoring.Groups.GroupProposal(ctx, actor(ctx), r.PathValue("id")); err != nil {
		return err
	}
	if page.Names, err = p.mentoring.Programmes.NamesOf(ctx, actor(ctx), page.Proposal.Programme); err != nil {
		return err
	}
	if page.Left, err = page.left(ctx); err != nil {
		return err
	}
	shown := web.Page{
		Title: t(ctx, "mentoring.group.proposal", "Number", page.Proposal.Number), Kicker: t(ctx, "mentoring.proposal.state."+string(page.Proposal.State)),
		Back: web.Link{Text: t(ctx, "mentoring.programme.back"), URL: link.Programme(page.Proposal.Programme)},
		Sees: t(ctx, "mentoring.sees.proposal"), Body: groupProposalBody(page),
	}
	if page.draft() && len(page.Groups) > 0 {
		shown.Action = component.PostButton(component.Button{Text: t(ctx, "mentoring.proposal.send"), Action: link.SendGroups(page.Proposal.ID), Primary: true})
	}
	return web.Show(w, r, status, shown)
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
func (g groupProposalPage) formFor(name, value string, more ...string) web.Form {
	if g.Form.Value(name) == value {
		return g.Form
	}
	return web.NewForm(append(more, name, value)...)
}

func (p *Pages) moveToGroup(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := web.ReadForm(r)
	id := r.PathValue("id")
	err := p.mentoring.Groups.MoveToGroup(ctx, actor(ctx), id, f.Value("mentee"), f.Value("group"))
	if f.Take(err) {
		return p.showGroupProposal(w, r, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.GroupProposal(id), "mentoring.proposal.changed")
}

func (p *Pages) setSecond(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := web.ReadForm(r)
	err := p.mentoring.Groups.SetSecond(ctx, actor(ctx), f.Value("of"), f.Value("second"))
	if f.Take(err) {
		return p.showGroupProposal(w, r, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.GroupProposal(r.PathValue("id")), "mentoring.proposal.changed")
}

func (p *Pages) sendGroups(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	if err := p.mentoring.Groups.SendGroups(r.Context(), actor(r.Context()), id); err != nil {
		return err
	}
	return web.SeeOther(w, r, link.GroupProposal(id), "mentoring.proposal.sent")
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
func (g groupPage) names() string {
	var out []string
	for _, m := range g.Members {
		if g.Keeper || m.Pairing != "" || m.ID == g.Self || g.Self == g.Mentor {
			out = append(out, m.Name())
		}
	}
	return strings.Join(out, ", ")
}

// mentors are the one or two who lead it.
func mentorsOf(g group.GroupView) string {
	names := []string{g.MentorPerson.Name()}
	if g.SecondState == group.SecondAgreed {
		names = append(names, g.Second.Name())
	}
	return strings.Join(names, ", ")
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

func (p *Pages) answerGroup(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, answer, key := r.PathValue("id"), web.ReadForm(r).Value("answer"), "mentoring.consent.no"
	switch answer {
	case "yes":
		key = "mentoring.consent.yes"
	case "no":
	default: // an empty form ends nothing
		return fault.Invalid("answer", "mentoring.policy.choose")
	}
	if err := p.mentoring.Groups.AnswerGroup(ctx, actor(ctx), id, answer == "yes"); err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Mentoring(), key)
}

type groupTimesPage struct {
	group.GroupView
	Weekly []timetable.WeeklyOption
	Single []timetable.Slot
	Form   web.Form
}

func (p *Pages) groupTimes(w http.ResponseWriter, r *http.Request) error {
	return p.showGroupTimes(w, r, http.StatusOK, nil)
}

// firstGroupTimes is how many times of each sort are offered at once.
const firstGroupTimes = 6

func (p *Pages) showGroupTimes(w http.ResponseWriter, r *http.Request, status int, typed *web.Form) error {
	ctx := r.Context()
	var page groupTimesPage
	var err error
	if page.GroupView, page.Weekly, page.Single, err = p.mentoring.Groups.GroupTimes(ctx, actor(ctx), r.PathValue("id")); err != nil {
		return err
	}
	page.Weekly = page.Weekly[:min(firstGroupTimes, len(page.Weekly))]
	page.Single = page.Single[:min(firstGroupTimes, len(page.Single))]
	page.Form = web.NewForm("from", string(max(page.Period().Starts, p.mentoring.Today())))
	if typed != nil {
		page.Form = *typed
	}
	return web.Show(w, r, status, web.Page{
		Title: t(ctx, "mentoring.group.find_time"), Narrow: true, Body: groupTimesBody(page), Here: link.GroupTimes(page.ID),
		Back: web.Link{Text: groupName(ctx, page.GroupView), URL: link.MentoringGroup(page.ID)},
	})
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
func readGroupTime(f web.Form) group.NewGroupTime {
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

func (p *Pages) bookGroup(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := web.ReadForm(r)
	id := r.PathValue("id")
	made, err := p.mentoring.Groups.BookGroup(ctx, actor(ctx), id, readGroupTime(f))
	if f.Take(err) {
		return p.showGroupTimes(w, r, http.StatusUnprocessableEntity, &f)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.MentoringGroup(id), "mentoring.group.booked", "Count", made.Made, "Left", strconv.Itoa(len(made.Collided)))
}

func (p *Pages) groupClosing(w http.ResponseWriter, r *http.Request) error {
	return p.showGroupClosing(w, r, http.StatusOK, nil)
}

func (p *Pages) showGroupClosing(w http.ResponseWriter, r *http.Request, status int, typed *web.Form) error {
	ctx := r.Context()
	g, err := p.mentoring.Groups.GroupPage(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return err
	}
	if !g.Leads(actor(ctx).Staff) {
		return fault.Forbidden("mentoring.group.leaders_only")
	}
	f := web.NewForm("closing", g.Closing)
	if typed != nil {
		f = *typed
	}
	return web.Show(w, r, status, web.Page{
		Title: t(ctx, "mentoring.group.closing"), Narrow: true, Body: groupClosingBody(g.GroupView, f), Sees: t(ctx, "mentoring.sees.group_closing"),
		Back: web.Link{Text: groupName(ctx, g.GroupView), URL: link.MentoringGroup(g.ID)},
	})
}

func (p *Pages) writeClosing(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := web.ReadForm(r)
	id := r.PathValue("id")
	err := p.mentoring.Groups.WriteClosing(ctx, actor(ctx), id, f.Value("closing"))
	if f.Take(err) {
		return p.showGroupClosing(w, r, http.StatusUnprocessableEntity, &f)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.MentoringGroup(id), "mentoring.group.closing_kept")
}

func (p *Pages) closeGroup(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	if err := p.mentoring.Groups.CloseGroup(r.Context(), actor(r.Context()), id); err != nil {
		return err
	}
	return web.SeeOther(w, r, link.MentoringGroup(id), "mentoring.group.closed")
}
