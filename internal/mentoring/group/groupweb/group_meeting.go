package groupweb

import (
	"cmp"
	"net/http"

	"talim/internal/i18n"
	"talim/internal/mentoring/group"
	"talim/internal/mentoring/pairing"
	"talim/internal/web"
	"talim/internal/web/link"
)

type groupMeetingPage struct {
	group.GroupMeetingPage
	Self string
	Form web.Form
}

func (p *Pages) groupMeeting(w http.ResponseWriter, r *http.Request) error {
	return p.showGroupMeeting(w, r, http.StatusOK, nil)
}

func (p *Pages) showGroupMeeting(w http.ResponseWriter, r *http.Request, status int, typed *web.Form) error {
	ctx := r.Context()
	got, err := p.mentoring.Groups.GroupMeeting(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return err
	}
	page := groupMeetingPage{GroupMeetingPage: got, Self: actor(ctx).Staff}
	page.Form = web.NewForm("shared", got.Notes.Shared.Text, "private", got.Notes.Private.Text, "seen", cmp.Or(got.Notes.Shared.ID, pairing.NothingSeen))
	page.Form.LeaveOut(got.Notes.Unreadable()...)
	if typed != nil {
		page.Form = *typed
	}
	return web.Show(w, r, status, web.Page{
		Title: t(ctx, "mentoring.group.meeting", "Date", i18n.DateWeekday(ctx, got.Meeting.Date)), Narrow: true,
		Kicker: t(ctx, "mentoring.group.meeting_state."+string(got.Meeting.State)), Body: groupMeetingBody(page), Sees: t(ctx, "mentoring.sees.group_note"),
		Back: web.Link{Text: groupName(ctx, got.Group), URL: link.MentoringGroup(got.Group.ID)},
	})
}

// writes says whether the reader may write here now: the mentors record, all add notes after.
func (g groupMeetingPage) writes() bool {
	return g.Begun && g.Meeting.State != pairing.MeetingCancelled && len(g.Group.Running()) > 0 &&
		(g.Meeting.State == pairing.MeetingHeld || g.Group.Leads(g.Self))
}

func (p *Pages) holdGroupMeeting(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := web.ReadForm(r)
	id := r.PathValue("id")
	err := p.mentoring.Groups.HoldGroupMeeting(ctx, actor(ctx), id, pairing.NewNotes{Shared: f.Value("shared"), Private: f.Value("private"), Seen: f.Value("seen"), LeftOut: f.LeftOut()})
	if f.Take(err) {
		return p.showGroupMeeting(w, r, http.StatusUnprocessableEntity, &f)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.GroupMeeting(id), "mentoring.group.held")
}

func (p *Pages) cancelGroupForm(w http.ResponseWriter, r *http.Request) error {
	return p.showCancelGroup(w, r, http.StatusOK, web.NewForm())
}

func (p *Pages) showCancelGroup(w http.ResponseWriter, r *http.Request, status int, f web.Form) error {
	ctx := r.Context()
	got, err := p.mentoring.Groups.GroupMeeting(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.Show(w, r, status, web.Page{
		Title: t(ctx, "mentoring.group.cancel"), Narrow: true, Body: cancelGroupBody(got, f),
		Back: web.Link{Text: groupName(ctx, got.Group), URL: link.MentoringGroup(got.Group.ID)},
	})
}

func (p *Pages) cancelGroupMeeting(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := web.ReadForm(r)
	id := r.PathValue("id")
	err := p.mentoring.Groups.CancelGroupMeeting(ctx, actor(ctx), id, f.Value("reason"))
	if f.Take(err) {
		return p.showCancelGroup(w, r, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.GroupMeeting(id), "mentoring.group.cancelled")
}
