package groupweb

import (
	"net/http"

	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/mentoring"
	"talim/internal/mentoring/group"
	"talim/internal/mentoring/pairing"
	"talim/internal/web"
	"talim/internal/web/ask"
	"talim/internal/web/link"
)

type groupMeetingPage struct {
	group.GroupMeetingPage
	Self string
	Form *web.Form
}

// groupMeeting shows a meeting of the group with its notes, and takes them.
func (p *Pages) groupMeeting() web.FormOf[pairing.NewNotes] {
	return web.FormOf[pairing.NewNotes]{
		At: "/mentoring/group-meetings/{id}", Permission: mentoring.Take, Show: p.groupMeetingPage,
		Read: func(f *web.Form) pairing.NewNotes {
			return pairing.NewNotes{Shared: f.Value("shared"), Private: f.Value("private"), Version: f.Version(), LeftOut: f.LeftOut()}
		},
		Do: web.OnThe(p.mentoring.Groups.HoldGroupMeeting, link.GroupMeeting, "mentoring.group.held"),
	}
}

func (p *Pages) groupMeetingPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	got, err := p.mentoring.Groups.GroupMeeting(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	page := groupMeetingPage{GroupMeetingPage: got, Self: actor(ctx).Staff, Form: f}
	f.Stands(got.Notes.Shared.Number, "shared", got.Notes.Shared.Text, "private", got.Notes.Private.Text)
	f.LeaveOut(got.Notes.Unreadable()...)
	return web.Page{
		Title: t(ctx, "mentoring.group.meeting", "Date", i18n.DateWeekday(ctx, got.Meeting.Date)), Narrow: true,
		Kicker: t(ctx, "mentoring.group.meeting_state."+string(got.Meeting.State)), Body: groupMeetingBody(page), Sees: t(ctx, "mentoring.sees.group_note"),
		Back: toGroup(ctx, got.Group),
	}, nil
}

// writes says whether the reader may write here now: the mentors record, all add notes after.
func (g groupMeetingPage) writes() bool {
	return g.Begun && g.Meeting.State != pairing.MeetingCancelled && len(g.Group.Running()) > 0 &&
		(g.Meeting.State == pairing.MeetingHeld || g.Group.Leads(g.Self))
}

// cancelGroupMeeting takes a meeting of the group back, with a reason.
func (p *Pages) cancelGroupMeeting() web.FormOf[string] {
	return web.FormOf[string]{
		At: "/mentoring/group-meetings/{id}/cancel", Permission: mentoring.Take, Show: p.cancelGroupPage,
		Fields: func(in *string) []web.Field {
			return []web.Field{ask.Area(in, "reason", "mentoring.group.reason", ask.Hint("mentoring.group.reason_hint"), ask.Rows(2))}
		},
		Do: web.OnThe(p.mentoring.Groups.CancelGroupMeeting, link.GroupMeeting, "mentoring.group.cancelled"),
	}
}

func (p *Pages) cancelGroupPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	got, err := p.mentoring.Groups.GroupMeeting(ctx, actor(ctx), r.PathValue("id"))
	switch {
	case err != nil:
		return web.Page{}, err
	case !got.Group.Leads(actor(ctx).Staff):
		return web.Page{}, fault.Forbidden("mentoring.group.leaders_only")
	case got.Meeting.State != pairing.MeetingPlanned:
		return web.Page{}, fault.Conflict("mentoring.meeting.not_planned")
	}
	said := t(ctx, "mentoring.group.cancel")
	return f.Page(web.Plain{Title: said, Button: said, Back: toGroup(ctx, got.Group)}), nil
}
