package groupweb

import (
	"cmp"
	"net/http"

	"talim/internal/i18n"
	"talim/internal/mentoring"
	"talim/internal/mentoring/group"
	"talim/internal/mentoring/pairing"
	"talim/internal/web"
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
			return pairing.NewNotes{Shared: f.Value("shared"), Private: f.Value("private"), Seen: f.Value("seen"), LeftOut: f.LeftOut()}
		},
		Do: func(r *http.Request, in pairing.NewNotes) (web.Done, error) {
			id := r.PathValue("id")
			return web.Next(link.GroupMeeting(id), "mentoring.group.held"), p.mentoring.Groups.HoldGroupMeeting(r.Context(), actor(r.Context()), id, in)
		},
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
	if f.Version() == got.Notes.Shared.Number {
		f.Set("seen", cmp.Or(got.Notes.Shared.ID, pairing.NothingSeen))
	}
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
		Read: func(f *web.Form) string { return f.Value("reason") },
		Do: func(r *http.Request, reason string) (web.Done, error) {
			id := r.PathValue("id")
			return web.Next(link.GroupMeeting(id), "mentoring.group.cancelled"), p.mentoring.Groups.CancelGroupMeeting(r.Context(), actor(r.Context()), id, reason)
		},
	}
}

func (p *Pages) cancelGroupPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	got, err := p.mentoring.Groups.GroupMeeting(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	return web.Page{Title: t(ctx, "mentoring.group.cancel"), Narrow: true, Body: cancelGroupBody(got, f), Back: toGroup(ctx, got.Group)}, nil
}
