package pairingweb

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"talim/internal/calendar"
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
	Form  web.Form
	Newer bool // the partner wrote a shared note meanwhile

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

// seen is the shared note that the form shows.
func (g meetingPage) seen() string {
	if g.Notes.Shared.ID == "" {
		return pairing.NothingSeen
	}
	return g.Notes.Shared.ID
}

func (p *Pages) meeting(w http.ResponseWriter, r *http.Request) error {
	return p.showMeeting(w, r, http.StatusOK, nil)
}

func (p *Pages) showMeeting(w http.ResponseWriter, r *http.Request, status int, typed *web.Form) error {
	ctx := r.Context()
	read, err := p.mentoring.Pairings.Meeting(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return err
	}
	g := meetingPage{MeetingPage: read, Today: p.mentoring.Today(), Begun: p.mentoring.Pairings.Begun(read.Meeting)}
	g.Form = noteFields(g.MeetingPage)
	if typed != nil {
		g.Form, g.Newer = *typed, status == http.StatusConflict
	}
	g.Form.Set("seen", g.seen())
	g.Form.Set("topics_seen", g.Meeting.Topics)
	shown, _ := strconv.Atoi(r.URL.Query().Get("prompts"))
	g.Prompts, g.Others = practice.Prompts(g.style(), shown)
	for i := 1; i <= stepRows; i++ {
		defaults(&g.Form, strconv.Itoa(i), g.Pairing.Mentee, p.mentoring.Today().AddDays(7))
	}
	m := g.Meeting
	return web.Show(w, r, status, web.Page{
		Title: wording.When(ctx, m.Date, m.StartsAt, m.EndsAt), Kicker: t(ctx, "mentoring.meeting.with", "Who", g.Partner.Name()),
		Back: wording.ToPairing(ctx, g.Pairing.ID), Body: meetingBody(g), Narrow: true, Action: g.action(ctx),
		Sees: t(ctx, "mentoring.meeting.sees"), Here: link.Meeting(m.ID),
	})
}

// noteFields is the form of what stands so far.
func noteFields(g pairing.MeetingPage) web.Form {
	pairs := []string{"shared", g.Notes.Shared.Text, "private", g.Notes.Private.Text}
	for _, topic := range g.Meeting.TopicList() {
		pairs = append(pairs, "topics", topic)
	}
	f := web.NewForm(pairs...)
	f.LeaveOut(g.Notes.Unreadable()...)
	return f
}

// defaults fill a row of a next step that nobody typed in yet.
func defaults(f *web.Form, n, owner string, due calendar.Date) {
	if f.Value("step_"+n) != "" {
		return
	}
	if f.Value("owner_"+n) == "" {
		f.Set("owner_"+n, owner)
	}
	if f.Value("due_"+n) == "" {
		f.Set("due_"+n, string(due))
	}
}

func readSteps(f web.Form) []pairing.NewStep {
	var out []pairing.NewStep
	for i := 1; i <= stepRows; i++ {
		n := strconv.Itoa(i)
		out = append(out, pairing.NewStep{Text: f.Value("step_" + n), Owner: f.Value("owner_" + n), Due: f.Date("due_" + n)})
	}
	return out
}

// keepNotes keeps the notes of a meeting; with "held" it also records that the
// meeting took place, with the steps agreed.
func (p *Pages) keepNotes(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := web.ReadForm(r)
	id, done := r.PathValue("id"), "mentoring.meeting.noted"
	var err error
	if f.Checked("held") {
		done = "mentoring.meeting.recorded"
		err = p.mentoring.Pairings.Hold(ctx, actor(ctx), id, pairing.HoldMeeting{
			Shared: f.Value("shared"), Private: f.Value("private"), Seen: f.Value("seen"), LeftOut: f.LeftOut(), Topics: f.Values("topics"), TopicsSeen: strings.Split(f.Value("topics_seen"), ","), Steps: readSteps(f),
		})
	} else {
		err = p.mentoring.Pairings.Prepare(ctx, actor(ctx), id, pairing.NewNotes{
			Shared: f.Value("shared"), Private: f.Value("private"), Seen: f.Value("seen"), LeftOut: f.LeftOut(),
		})
	}
	if status := web.Refused(&f, err); status != 0 {
		return p.showMeeting(w, r, status, &f)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Meeting(id), done)
}

// held records with one tap that the meeting took place.
func (p *Pages) held(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id := r.PathValue("id")
	if err := p.mentoring.Pairings.HoldAsPlanned(ctx, actor(ctx), id); err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Meeting(id), "mentoring.meeting.recorded")
}

type movePage struct {
	meetingPage
	Slots []timetable.Slot
}

func (p *Pages) moving(w http.ResponseWriter, r *http.Request) error {
	return p.showMove(w, r, http.StatusOK, nil)
}

func (p *Pages) showMove(w http.ResponseWriter, r *http.Request, status int, typed *web.Form) error {
	ctx := r.Context()
	read, err := p.mentoring.Pairings.MeetingToMove(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return err
	}
	g := movePage{meetingPage: meetingPage{MeetingPage: read, Today: p.mentoring.Today()}}
	if g.Slots, err = p.mentoring.Pairings.SharedTimes(ctx, actor(ctx), g.Pairing); err != nil {
		return err
	}
	g.Form = web.NewForm("place", g.Meeting.Place)
	if typed != nil {
		g.Form = *typed
	}
	m := g.Meeting
	return web.Show(w, r, status, web.Page{
		Title: t(ctx, "mentoring.meeting.move"), Kicker: wording.When(ctx, m.Date, m.StartsAt, m.EndsAt), Narrow: true,
		Back: web.Link{Text: t(ctx, "mentoring.meeting.back"), URL: link.Meeting(m.ID)}, Body: moveBody(g),
		Sees: t(ctx, "mentoring.meeting.sees_reason"), Here: link.MoveMeeting(m.ID),
	})
}

func (p *Pages) move(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := web.ReadForm(r)
	to, err := chosen(f)
	var made pairing.Meeting
	if err == nil {
		made, err = p.mentoring.Pairings.Move(ctx, actor(ctx), r.PathValue("id"), f.Value("reason"), to)
	}
	if status := web.Refused(&f, err); status != 0 {
		return p.showMove(w, r, status, &f)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Meeting(made.ID), "mentoring.meeting.moved_to", "When", wording.When(ctx, made.Date, made.StartsAt, made.EndsAt))
}

func (p *Pages) cancelling(w http.ResponseWriter, r *http.Request) error {
	return p.showCancel(w, r, http.StatusOK, web.NewForm())
}

func (p *Pages) showCancel(w http.ResponseWriter, r *http.Request, status int, f web.Form) error {
	ctx := r.Context()
	read, err := p.mentoring.Pairings.MeetingToMove(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return err
	}
	m := read.Meeting
	return web.Show(w, r, status, web.Page{
		Title: t(ctx, "mentoring.meeting.cancel"), Kicker: wording.When(ctx, m.Date, m.StartsAt, m.EndsAt), Narrow: true,
		Back: web.Link{Text: t(ctx, "mentoring.meeting.back"), URL: link.Meeting(m.ID)},
		Body: cancelBody(f, link.CancelMeeting(m.ID), link.Meeting(m.ID), "mentoring.meeting.cancel", true),
		Sees: t(ctx, "mentoring.meeting.sees_reason"), Here: link.CancelMeeting(m.ID),
	})
}

func (p *Pages) cancel(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := web.ReadForm(r)
	id := r.PathValue("id")
	err := p.mentoring.Pairings.Cancel(ctx, actor(ctx), id, f.Value("reason"))
	if f.Take(err) {
		return p.showCancel(w, r, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Meeting(id), "mentoring.meeting.is_cancelled")
}
