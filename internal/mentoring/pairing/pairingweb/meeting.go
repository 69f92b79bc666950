package pairingweb

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"talim/internal/i18n"

	"github.com/a-h/templ"

	"talim/internal/calendar"
	"talim/internal/mentoring"
	"talim/internal/mentoring/pairing"
	"talim/internal/mentoring/wording"
	"talim/internal/practice"
	"talim/internal/timetable"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

// stepRows is how many next steps a form takes at once.
const stepRows = 3

type meetingPage struct {
	pairing.MeetingPage
	Today calendar.Date
	Begun bool
	Form  *web.Form

	Prompts []practice.Prompt // with which the talk can begin, in the style of the pair
	Others  int               // number of the page with other prompts
}

// style is that of the prompts.
func (g meetingPage) style() practice.Style { return practice.Known(g.Style) }

// due says whether all that is left to say is that the meeting took place.
func (g meetingPage) due() bool {
	return g.running() && g.Begun && g.Meeting.State == pairing.MeetingPlanned
}

// action is the one tap with which a meeting is recorded; nil before its time
// and afterwards.
func (g meetingPage) action(ctx context.Context) templ.Component {
	if !g.due() {
		return nil
	}
	return component.PostButton(component.Button{Text: t(ctx, "mentoring.meeting.took_place"), Action: link.HoldMeeting(g.Meeting.ID), Primary: true})
}

func (g meetingPage) running() bool { return g.Pairing.State == pairing.Running }

// writable says whether notes may be written: not for what did not take place.
func (g meetingPage) writable() bool {
	return g.running() && (g.Meeting.State == pairing.MeetingPlanned || g.Meeting.State == pairing.MeetingHeld)
}

// before are the open steps that were agreed at other times, here those agreed at this meeting.
func (g meetingPage) before() []pairing.Step { return g.stepsWhere(false) }

func (g meetingPage) here() []pairing.Step { return g.stepsWhere(true) }

func (g meetingPage) stepsWhere(here bool) []pairing.Step {
	var out []pairing.Step
	for _, s := range g.Steps {
		if (s.SourceID == g.Meeting.ID) == here {
			out = append(out, s)
		}
	}
	return out
}

// asPair lets the lines of steps be shown as on the page of the pair.
func (g meetingPage) asPair() pairPage {
	out := pairPage{Self: g.Self.ID, Today: g.Today}
	out.Pairing = g.Pairing
	out.MentorPerson, out.MenteePerson = g.Self, g.Partner
	if g.Self.ID == g.Pairing.Mentee {
		out.MentorPerson, out.MenteePerson = g.Partner, g.Self
	}
	return out
}

// record is what one of the two writes about a meeting; Held records that it took place.
type record struct {
	pairing.HoldMeeting
	Held bool
}

// meeting shows a meeting; its notes are kept at an address of their own.
func (p *Pages) meeting() web.FormOf[record] {
	return web.FormOf[record]{
		At: "/mentoring/meetings/{id}/notes", Permission: mentoring.Take, Show: p.meetingPage,
		Read: func(f *web.Form) record {
			return record{pairing.HoldMeeting{
				Shared: f.Value("shared"), Private: f.Value("private"), Version: f.Version(), LeftOut: f.LeftOut(),
				Topics: f.Values("topics"), TopicsSeen: strings.Split(f.Value("topics_seen"), ","), Steps: readSteps(f),
			}, f.Checked("held")}
		},
		Do: func(r *http.Request, in record) (web.Done, error) {
			ctx, id := r.Context(), r.PathValue("id")
			if in.Held {
				return web.Next(link.Meeting(id), "mentoring.meeting.recorded"), p.mentoring.Pairings.Hold(ctx, actor(ctx), id, in.HoldMeeting)
			}
			return web.Next(link.Meeting(id), "mentoring.meeting.noted"), p.mentoring.Pairings.Prepare(ctx, actor(ctx), id, pairing.NewNotes{
				Shared: in.Shared, Private: in.Private, Version: in.Version, LeftOut: in.LeftOut,
			})
		},
	}
}

func (p *Pages) meetingPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	read, err := p.mentoring.Pairings.Meeting(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	g := meetingPage{MeetingPage: read, Today: p.mentoring.Today(), Begun: p.mentoring.Pairings.Begun(read.Meeting), Form: f}
	g.fill()
	shown, _ := strconv.Atoi(r.URL.Query().Get("prompts"))
	g.Prompts, g.Others = practice.Prompts(g.style(), shown)
	m := g.Meeting
	return web.Page{
		Title: i18n.When(ctx, m.Date, m.StartsAt, m.EndsAt), Kicker: t(ctx, "mentoring.meeting.with", "Who", g.Partner.Name()),
		Back: wording.ToPairing(ctx, g.Pairing.ID), Body: meetingBody(g), Narrow: true, Action: g.action(ctx),
		Sees: t(ctx, "mentoring.meeting.sees"), Here: link.Meeting(m.ID),
	}, nil
}

// fill puts into the form what stands so far.
func (g meetingPage) fill() {
	f, notes := g.Form, g.Notes
	for i := 1; i <= stepRows; i++ {
		defaults(f, strconv.Itoa(i), g.Pairing.Mentee, g.Today.AddDays(7))
	}
	var topics []string
	f.Stands(notes.Shared.Number, "shared", notes.Shared.Text, "private", notes.Private.Text)
	for _, topic := range g.Meeting.TopicList() {
		topics = append(topics, "topics", topic)
	}
	f.Begin(topics...)
	f.LeaveOut(notes.Unreadable()...)
	if f.Version() == notes.Shared.Number {
		f.Set("topics_seen", g.Meeting.Topics)
	}
}

// defaults fill a row of a next step that nobody typed in yet.
func defaults(f *web.Form, n, owner string, due calendar.Date) {
	if f.Value("step_"+n)+f.Value("stood_"+n) != "" {
		return
	}
	if f.Value("owner_"+n) == "" {
		f.Set("owner_"+n, owner)
	}
	if f.Value("due_"+n) == "" {
		f.Set("due_"+n, string(due))
	}
	f.Set("stood_"+n, f.Value("owner_"+n)+" "+f.Value("due_"+n))
}

// readSteps reads the rows of next steps. One in which nobody typed is empty, whatever
// stood there to begin with.
func readSteps(f *web.Form) []pairing.NewStep {
	var out []pairing.NewStep
	for i := 1; i <= stepRows; i++ {
		n := strconv.Itoa(i)
		if f.Value("step_"+n) == "" && f.Value("owner_"+n)+" "+f.Value("due_"+n) == f.Value("stood_"+n) {
			out = append(out, pairing.NewStep{})
			continue
		}
		out = append(out, pairing.NewStep{Text: f.Value("step_" + n), Owner: f.Value("owner_" + n), Due: f.Date("due_" + n)})
	}
	return out
}

// held records with one tap that the meeting took place.
func (p *Pages) held(r *http.Request, _ *web.Form) (web.Done, error) {
	id := r.PathValue("id")
	return web.Next(link.Meeting(id), "mentoring.meeting.recorded"), p.mentoring.Pairings.HoldAsPlanned(r.Context(), actor(r.Context()), id)
}

type movePage struct {
	meetingPage
	Slots []timetable.Slot
}

// newTime is where a meeting is moved to, and why.
type newTime struct {
	pairing.NewMeeting
	Reason string
}

// move offers other times for a meeting.
func (p *Pages) move() web.FormOf[newTime] {
	return web.FormOf[newTime]{
		At: "/mentoring/meetings/{id}/move", Permission: mentoring.Take, Show: p.movePage,
		Read: func(f *web.Form) newTime { return newTime{chosen(f), f.Value("reason")} },
		Do: func(r *http.Request, in newTime) (web.Done, error) {
			if in.Date == "" {
				return web.Done{}, noneChosen("slot")
			}
			ctx := r.Context()
			made, err := p.mentoring.Pairings.Move(ctx, actor(ctx), r.PathValue("id"), in.Reason, in.NewMeeting)
			return web.Next(link.Meeting(made.ID), "mentoring.meeting.moved_to", "When", i18n.When(ctx, made.Date, made.StartsAt, made.EndsAt)), err
		},
	}
}

func (p *Pages) movePage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	read, err := p.mentoring.Pairings.MeetingToMove(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	m := read.Meeting
	g := movePage{meetingPage: meetingPage{MeetingPage: read, Today: p.mentoring.Today(), Form: f}}
	g.Slots, err = p.mentoring.Pairings.SharedTimes(ctx, actor(ctx), g.Pairing)
	f.Begin("place", m.Place)
	return web.Page{
		Title: t(ctx, "mentoring.meeting.move"), Kicker: i18n.When(ctx, m.Date, m.StartsAt, m.EndsAt), Narrow: true,
		Back: web.Link{Text: t(ctx, "mentoring.meeting.back"), URL: link.Meeting(m.ID)}, Body: moveBody(g),
		Sees: t(ctx, "mentoring.meeting.sees_reason"), Here: link.MoveMeeting(m.ID),
	}, err
}

// cancel takes a meeting back, with a reason.
func (p *Pages) cancel() web.FormOf[string] {
	return web.FormOf[string]{
		At: "/mentoring/meetings/{id}/cancel", Permission: mentoring.Take, Show: p.cancelPage, Read: readReason,
		Do: web.OnThe(p.mentoring.Pairings.Cancel, link.Meeting, "mentoring.meeting.is_cancelled"),
	}
}

func readReason(f *web.Form) string { return f.Value("reason") }

func (p *Pages) cancelPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	read, err := p.mentoring.Pairings.MeetingToMove(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	m := read.Meeting
	return web.Page{
		Title: t(ctx, "mentoring.meeting.cancel"), Kicker: i18n.When(ctx, m.Date, m.StartsAt, m.EndsAt), Narrow: true,
		Back: web.Link{Text: t(ctx, "mentoring.meeting.back"), URL: link.Meeting(m.ID)},
		Body: cancelBody(f, link.CancelMeeting(m.ID), link.Meeting(m.ID), "mentoring.meeting.cancel", true),
		Sees: t(ctx, "mentoring.meeting.sees_reason"), Here: link.CancelMeeting(m.ID),
	}, nil
}
