package pairingweb

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/mentoring"
	"talim/internal/mentoring/pairing"
	"talim/internal/mentoring/pairpage"
	"talim/internal/mentoring/wording"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

type pairPage struct {
	pairpage.PairPage
	Self  string // staff id of the reader
	Today calendar.Date
	Clock calendar.Clock
}

// Mine says whether the reader is one of the two.
func (g pairPage) Mine() bool { return g.Has(g.Self) }

// Partner is the other of the two.
func (g pairPage) Partner() mentoring.Person { return g.person(g.Other(g.Self)) }

func (g pairPage) person(staff string) mentoring.Person {
	if staff == g.Mentor {
		return g.MentorPerson
	}
	return g.MenteePerson
}

func (g pairPage) running() bool { return g.State == pairing.Running }

// toCome says whether an event is planned and not over yet.
func (g pairPage) toCome(e pairing.Event) bool {
	return e.State == "planned" && (e.Date > g.Today || e.Date == g.Today && e.EndsAt > g.Clock)
}

// ahead are the meetings and visits still to come; past is the rest, newest first.
func (g pairPage) ahead() []pairing.Event {
	var out []pairing.Event
	for _, e := range g.Events {
		if g.toCome(e) {
			out = append(out, e)
		}
	}
	return out
}

func (g pairPage) past() []pairing.Event {
	var out []pairing.Event
	for i := len(g.Events) - 1; i >= 0; i-- {
		if e := g.Events[i]; !g.toCome(e) {
			out = append(out, e)
		}
	}
	return out
}

// unrecorded is the first meeting or visit that is over and has no record.
func (g pairPage) unrecorded() (pairing.Event, bool) {
	for _, e := range g.Events {
		if e.State == "planned" && !g.toCome(e) {
			return e, true
		}
	}
	return pairing.Event{}, false
}

func (g pairPage) steps(open bool) []pairing.Step {
	var out []pairing.Step
	for _, s := range g.Steps {
		if s.Open() == open {
			out = append(out, s)
		}
	}
	return out
}

// reportTime is how long before the end the report is asked for, in days.
const reportTime = 21

func (g pairPage) atTheEnd() bool { return g.Today.DaysUntil(g.Ends) <= reportTime }

// next is the one thing to do now; nil when there is nothing.
func (g pairPage) next(ctx context.Context) templ.Component {
	if !g.Mine() || !g.running() {
		return nil
	}
	key, url := g.nextStep()
	if key == "" {
		return nil
	}
	return component.Primary(t(ctx, "mentoring.pairing.next."+key), url)
}

func (g pairPage) nextStep() (key, url string) {
	late, isLate := g.unrecorded()
	ahead := g.ahead()
	mentor := g.Self == g.Mentor
	switch {
	case g.PlanVersion == 0:
		return "plan", link.EditMentoringPlan(g.ID)
	case !g.AgreedToPlan(g.Self):
		return "agree", link.MentoringPlan(g.ID)
	case isLate && late.What == "meeting":
		return "record", link.Meeting(late.ID)
	case isLate:
		return "record_visit", link.Visit(late.ID)
	case g.atTheEnd() && mentor && !g.ReportShared:
		return "report", link.MentoringReport(g.ID)
	case g.ReportShared && !mentor && !g.Replied:
		return "reply", link.MentoringReport(g.ID)
	case !slices.ContainsFunc(ahead, isMeeting) && !g.atTheEnd():
		return "times", link.NewMeetings(g.ID)
	case len(ahead) > 0:
		return "meeting", eventURL(ahead[0])
	}
	return "", ""
}

func isMeeting(e pairing.Event) bool { return e.What == "meeting" }

func eventURL(e pairing.Event) string {
	switch e.What {
	case "visit":
		return link.Visit(e.ID)
	case "group_meeting":
		return link.GroupMeeting(e.ID)
	}
	return link.Meeting(e.ID)
}

// bars are planned against held (R055, R094).
func bars(ctx context.Context, c pairing.Counts, weeks int) []component.Bar {
	meetings, byMentor, byMentee := c.Expected(weeks)
	return []component.Bar{
		bar(t(ctx, "mentoring.pairing.meetings"), c.MeetingsHeld, meetings),
		bar(t(ctx, "mentoring.pairing.by_mentor"), c.ByMentorHeld, byMentor),
		bar(t(ctx, "mentoring.pairing.by_mentee"), c.ByMenteeHeld, byMentee),
	}
}

func bar(label string, held, expected int) component.Bar {
	return component.Bar{Label: label, Value: float64(held), Of: float64(expected), Text: of(held, expected)}
}

// of is held against expected: "3 / 5".
func of(held, expected int) string { return strconv.Itoa(held) + " / " + strconv.Itoa(expected) }

func (p *Pages) pairing(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	who := actor(ctx)
	read, err := p.mentoring.Pages.PairPage(ctx, who, r.PathValue("id"))
	if err != nil {
		return err
	}
	g := pairPage{PairPage: read, Self: who.Staff, Today: p.mentoring.Today(), Clock: p.mentoring.Clock()}
	page := web.Page{
		Title: t(ctx, "mentoring.pairing.of", "Mentor", g.MentorPerson.Name(), "Mentee", g.MenteePerson.Name()),
		Back:  toProgramme(ctx, g.Programme), Body: keeperBody(g), Sees: t(ctx, "mentoring.pairing.sees.keeper"),
	}
	if g.Mine() {
		page.Title = t(ctx, "mentoring.pairing.with."+string(g.SideOf(g.Other(who.Staff))), "Who", g.Partner().Name())
		page.Back = web.Link{Text: t(ctx, "mentoring.pairing.all"), URL: link.Mentoring()}
		page.Body, page.Sees, page.Action = pairBody(g), t(ctx, "mentoring.pairing.sees.pair"), g.next(ctx)
	}
	return web.Show(w, r, http.StatusOK, page)
}

// leaving says what happens when one leaves, and asks nothing.
func (p *Pages) leaving(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	who := actor(ctx)
	g, err := p.mentoring.Pairings.Pairing(ctx, who, r.PathValue("id"))
	switch {
	case err != nil:
		return err
	case !g.Has(who.Staff) && !mentoring.Keep.Allows(who):
		return fault.Forbidden("mentoring.access.pair")
	case g.State != pairing.Running:
		return web.SeeOther(w, r, link.Pairing(g.ID), "mentoring.pairing.is_closed")
	}
	return web.Show(w, r, http.StatusOK, web.Page{
		Title: t(ctx, "mentoring.pairing.leave.title"), Narrow: true, Back: wording.ToPairing(ctx, g.ID), Body: leaveBody(g.ID),
		Sees: t(ctx, "mentoring.pairing.leave.sees"),
	})
}

func (p *Pages) leave(r *http.Request, _ *web.Form) (web.Done, error) {
	return web.Next(link.Mentoring(), "mentoring.pairing.leave.done"), p.mentoring.Matches.AskChange(r.Context(), actor(r.Context()), r.PathValue("id"))
}

// finishStep marks a step as done and leads back to where it was pressed.
func (p *Pages) finishStep(r *http.Request, f *web.Form) (web.Done, error) {
	step, err := p.mentoring.Pairings.FinishStep(r.Context(), actor(r.Context()), r.PathValue("id"))
	to := link.Pairing(step.Pairing)
	if meeting := f.Value("meeting"); calledID(meeting) {
		to = link.Meeting(meeting)
	}
	return web.Next(to, "mentoring.step.finished"), err
}

// calledID says whether the text has the shape of an id, so that a form leads nowhere else.
func calledID(text string) bool {
	for _, c := range text {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	return text != ""
}

// booking leads from an entry of somebody's week to its meeting or visit.
func (p *Pages) booking(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	what, id, err := p.mentoring.Pages.WhatBooking(ctx, actor(ctx), r.PathValue("booking"))
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, eventURL(pairing.Event{What: what, ID: id}), "")
}

// eventTag is the colour and the word of a state.
func eventTag(ctx context.Context, e pairing.Event, over bool) (kind, text string) {
	switch {
	case e.State == "planned" && over:
		return component.Wait, t(ctx, "mentoring.meeting.state.due")
	case e.State == "held":
		return component.OK, t(ctx, "mentoring.meeting.state.held")
	}
	return component.Plain, t(ctx, "mentoring.meeting.state."+e.State)
}

// eventTitle says what it is: a meeting, or who visits whom in which class.
func (g pairPage) eventTitle(ctx context.Context, e pairing.Event) string {
	switch {
	case e.What == "meeting":
		return t(ctx, "mentoring.meeting.one")
	case e.Class == "": // those who keep the programme do not read which
		return t(ctx, "mentoring.visit.of", "Who", g.person(e.Observer).Name())
	}
	return t(ctx, "mentoring.visit.by", "Who", person(ctx, g.person(e.Observer)), "Class", e.Class)
}
