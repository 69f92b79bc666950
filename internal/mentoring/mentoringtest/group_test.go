package mentoringtest

import (
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/fault"
	"talim/internal/mentoring"
	"talim/internal/mentoring/agreement"
	"talim/internal/mentoring/group"
	"talim/internal/mentoring/match"
	"talim/internal/mentoring/pairing"
	"talim/internal/timetable"
)

// circleOf opens a group programme and lets six teachers and two mentors take part.
func (w *world) circleOf() mentoring.Programme {
	w.T.Helper()
	for _, code := range []string{"e4", "e5", "e6"} {
		w.person(code, 1, "none", access.Teacher, "Math")
	}
	shape := mentoring.Shape{Kind: mentoring.KindGroup, Track: mentoring.TrackStandard}
	p, err := w.Programmes.Open(ctx, w.as("deputy"), mentoring.NewProgramme{
		Shape: shape, Year: w.year.ID, Starts: "2013-09-02", Ends: "2014-05-25", Policy: mentoring.DefaultFor(shape, "2013-09-02"),
	})
	w.OK(err)
	w.joined(p, mentoring.Mentor, 2, "m1", "m2")
	w.joined(p, mentoring.Mentee, 0, "e1", "e2", "e3", "e4", "e5", "e6")
	return p
}

func (w *world) draftGroups(p mentoring.Programme) (match.Proposal, group.GroupView) {
	w.T.Helper()
	made, err := w.Groups.ProposeGroups(ctx, w.as("deputy"), p.ID)
	w.OK(err)
	_, groups, err := w.Groups.GroupProposal(ctx, w.as("deputy"), made.ID)
	w.OK(err)
	if len(groups) != 1 || len(groups[0].Members) != 6 || groups[0].Second.ID == "" || groups[0].Need != "subject" {
		w.T.Fatalf("groups %+v", groups)
	}
	return made, groups[0]
}

// runningGroup goes the whole way: asked, agreed by all, ordered.
func (w *world) runningGroup() (mentoring.Programme, group.GroupView) {
	w.T.Helper()
	p := w.circleOf()
	made, g := w.draftGroups(p)
	w.OK(w.Groups.SendGroups(ctx, w.as("deputy"), made.ID))
	for _, staff := range []string{g.Mentor, g.Second.ID, "e1", "e2", "e3", "e4", "e5", "e6"} {
		w.OK(w.Groups.AnswerGroup(ctx, w.as(staff), g.ID, true))
	}
	w.signed(p)
	return p, w.groupFor("deputy", g.ID).GroupView
}

func (w *world) groupFor(reader, id string) group.GroupPage {
	w.T.Helper()
	page, err := w.Groups.GroupPage(ctx, w.as(reader), id)
	w.OK(err)
	return page
}

// R079: five to ten mentees with one or two mentors, around what they need, in
// an hour that all have; changed by hand under the same rules.
func TestGroupsAreProposedAndChanged(t *testing.T) {
	each(t, func(w *world) {
		p := w.circleOf()
		_, err := w.Groups.ProposeGroups(ctx, w.as("m1"), p.ID)
		w.Refused(err, fault.KindForbidden)
		_, err = w.Matches.Propose(ctx, w.as("deputy"), p.ID)
		w.Refused(err, fault.KindConflict)
		made, g := w.draftGroups(p)
		deputy := w.as("deputy")
		w.OK(w.Groups.MoveToGroup(ctx, deputy, made.ID, "e6", ""))
		_, groups, err := w.Groups.GroupProposal(ctx, deputy, made.ID)
		w.OK(err)
		if len(groups[0].Members) != 5 {
			w.T.Errorf("%d members after one left", len(groups[0].Members))
		}
		w.OK(w.Groups.MoveToGroup(ctx, deputy, made.ID, "e6", g.ID))
		w.OK(w.Groups.SetSecond(ctx, deputy, g.ID, ""))
		w.Refused(w.Groups.SetSecond(ctx, deputy, g.ID, g.Mentor), fault.KindInvalid)
		w.Refused(w.Groups.SetSecond(ctx, deputy, g.ID, "m3"), fault.KindInvalid)
		w.OK(w.Groups.SetSecond(ctx, deputy, g.ID, g.Second.ID))
		for _, mentee := range []string{"e5", "e6"} {
			w.OK(w.Groups.MoveToGroup(ctx, deputy, made.ID, mentee, ""))
		}
		w.Refused(w.Groups.SendGroups(ctx, deputy, made.ID), fault.KindConflict) // four are no group
		w.OK(w.Groups.MoveToGroup(ctx, deputy, made.ID, "e5", g.ID))
		w.OK(w.Groups.SendGroups(ctx, deputy, made.ID))
		w.Refused(w.Groups.MoveToGroup(ctx, deputy, made.ID, "e6", g.ID), fault.KindConflict)
	})
}

// A no ends one's own place only and is shown to nobody; the second mentor may
// decline without an end of the group.
func TestGroupConsents(t *testing.T) {
	each(t, func(w *world) {
		p := w.circleOf()
		made, g := w.draftGroups(p)
		w.OK(w.Groups.SendGroups(ctx, w.as("deputy"), made.ID))
		w.Refused(w.Groups.AnswerGroup(ctx, w.as("m3"), g.ID, true), fault.KindForbidden)
		w.OK(w.Groups.AnswerGroup(ctx, w.as("e1"), g.ID, false))
		w.Refused(w.Groups.AnswerGroup(ctx, w.as("e1"), g.ID, true), fault.KindForbidden)
		w.OK(w.Groups.AnswerGroup(ctx, w.as(g.Second.ID), g.ID, false))
		for _, staff := range []string{g.Mentor, "e2", "e3", "e4", "e5", "e6"} {
			w.OK(w.Groups.AnswerGroup(ctx, w.as(staff), g.ID, true))
		}
		w.answersAreDue()
		page := w.groupFor("deputy", g.ID)
		if len(page.Members) != 5 || page.Second.ID != "" {
			w.T.Errorf("members %d, second %q", len(page.Members), page.Second.ID)
		}
		if n := w.Count(`SELECT count(*) FROM journal_entry WHERE event = 'mentoring.pair.answered' AND staff_id <> ''`); n != 0 {
			w.T.Errorf("the journal names who answered %d times", n)
		}
		w.signed(p)
		if n := w.Count(`SELECT count(*) FROM pairing WHERE mentor_id = $1 AND state = 'running'`, g.Mentor); n != 5 {
			w.T.Errorf("%d pairings begun, want 5", n)
		}
	})
}

// One booking for all, at the rhythm of the policy; recorded once, counted for each.
func TestGroupMeetings(t *testing.T) {
	each(t, func(w *world) {
		p, g := w.runningGroup()
		_, _, _, err := w.Groups.GroupTimes(ctx, w.as("e1"), g.ID)
		w.Refused(err, fault.KindForbidden)
		_, weekly, _, err := w.Groups.GroupTimes(ctx, w.as(g.Mentor), g.ID)
		w.OK(err)
		if len(weekly) == 0 {
			w.T.Fatal("no time that all have")
		}
		in := group.NewGroupTime{From: "2013-09-09", Weekday: weekly[0].Weekday, StartsAt: weekly[0].StartsAt, EndsAt: weekly[0].EndsAt, Repeat: true}
		_, err = w.Groups.BookGroup(ctx, w.as("e1"), g.ID, in)
		w.Refused(err, fault.KindForbidden)
		booked, err := w.Groups.BookGroup(ctx, w.as(g.Mentor), g.ID, in)
		w.OK(err)
		if booked.Made < 10 || booked.Made > 20 {
			w.T.Errorf("%d meetings, want one every other week", booked.Made)
		}
		people, err := timetable.PeopleOf(ctx, w.D.Read(), school, w.groupFor("deputy", g.ID).Meetings[0].Booking)
		w.OK(err)
		if len(people) != 8 {
			w.T.Errorf("a meeting takes the time of %d people, want 8", len(people))
		}
		first := w.groupFor("e1", g.ID).Meetings[0]
		w.Refused(w.Groups.HoldGroupMeeting(ctx, w.as(g.Mentor), first.ID, pairing.NewNotes{}), fault.KindConflict) // not yet
		w.Clock.Set(string(first.Date) + "T18:00")
		w.Refused(w.Groups.HoldGroupMeeting(ctx, w.as("e1"), first.ID, pairing.NewNotes{}), fault.KindForbidden)
		w.OK(w.Groups.HoldGroupMeeting(ctx, w.as(g.Mentor), first.ID, pairing.NewNotes{Shared: "we read lesson plans", Private: "e1 is tired"}))
		w.OK(w.Groups.HoldGroupMeeting(ctx, w.as("e1"), first.ID, pairing.NewNotes{Shared: "we read lesson plans; I bring mine", Version: 1}))
		for _, reader := range []string{"deputy", "director", "m3"} {
			_, err := w.Groups.GroupMeeting(ctx, w.as(reader), first.ID)
			w.Refused(err, fault.KindForbidden)
		}
		mine, err := w.Groups.GroupMeeting(ctx, w.as("e2"), first.ID)
		w.OK(err)
		if mine.Notes.Shared.Text != "we read lesson plans; I bring mine" || mine.Notes.Private.Text != "" {
			w.T.Errorf("e2 reads %+v", mine.Notes)
		}
		if n := w.Count(`SELECT count(*) FROM group_note WHERE text LIKE '%lesson%'`); n != 0 {
			w.T.Error("a note lies open in the database")
		}
		counts, err := w.Pairings.Counts(ctx, w.as("deputy"), p.ID)
		w.OK(err)
		for _, c := range counts {
			if c.MeetingsHeld != 1 || c.MeetingsAhead != booked.Made-1 || c.LastHeld != first.Date {
				w.T.Errorf("%s: %d held, %d ahead, last %s", c.Mentee, c.MeetingsHeld, c.MeetingsAhead, c.LastHeld)
			}
		}
		second := w.groupFor("e1", g.ID).Meetings[1]
		w.Refused(w.Groups.CancelGroupMeeting(ctx, w.as(g.Mentor), second.ID, ""), fault.KindInvalid)
		w.OK(w.Groups.CancelGroupMeeting(ctx, w.as(g.Second.ID), second.ID, "excursion"))
		if reason := w.groupFor("deputy", g.ID).Meetings[1].Reason; reason != "" {
			w.T.Errorf("those who keep the programme read the reason %q", reason)
		}
	})
}

// Who leaves a group gets her time back; the others keep theirs.
func TestWhoLeavesAGroupIsFree(t *testing.T) {
	each(t, func(w *world) {
		_, g := w.runningGroup()
		_, weekly, _, err := w.Groups.GroupTimes(ctx, w.as(g.Mentor), g.ID)
		w.OK(err)
		_, err = w.Groups.BookGroup(ctx, w.as(g.Mentor), g.ID, group.NewGroupTime{
			From: "2013-09-09", Weekday: weekly[0].Weekday, StartsAt: weekly[0].StartsAt, EndsAt: weekly[0].EndsAt, Repeat: true,
		})
		w.OK(err)
		before := w.Count(`SELECT count(*) FROM busy WHERE staff_id = 'e2'`)
		w.OK(w.Matches.AskChange(ctx, w.as("e1"), w.pairingOf("e1").ID))
		if left, stay := w.Count(`SELECT count(*) FROM busy WHERE staff_id = 'e1'`), w.Count(`SELECT count(*) FROM busy WHERE staff_id = 'e2'`); left != 0 || stay != before {
			w.T.Errorf("e1 is still busy %d times; e2 %d times, was %d", left, stay, before)
		}
		if page := w.groupFor("deputy", g.ID); len(page.Running()) != 5 {
			w.T.Errorf("%d run, want 5", len(page.Running()))
		}
	})
}

// The group is closed when its mentor has said what it did.
func TestGroupIsClosed(t *testing.T) {
	each(t, func(w *world) {
		p, g := w.runningGroup()
		w.Refused(w.Groups.CloseGroup(ctx, w.as("deputy"), g.ID), fault.KindConflict)
		w.Refused(w.Groups.WriteClosing(ctx, w.as("e1"), g.ID, 0, "much"), fault.KindForbidden)
		w.Refused(w.Groups.WriteClosing(ctx, w.as(g.Mentor), g.ID, 0, strings.Repeat("x", mentoring.MaxComment+1)), fault.KindInvalid)
		w.OK(w.Groups.WriteClosing(ctx, w.as(g.Mentor), g.ID, 0, "We wrote twelve lesson plans."))
		w.Refused(w.Groups.CloseGroup(ctx, w.as(g.Mentor), g.ID), fault.KindForbidden)
		w.OK(w.Groups.CloseGroup(ctx, w.as("deputy"), g.ID))
		if page := w.groupFor("e1", g.ID); page.State != group.GroupClosed || len(page.Running()) != 0 {
			w.T.Errorf("group %s, %d run", page.State, len(page.Running()))
		}
		w.OK(w.Programmes.CloseProgramme(ctx, w.as("deputy"), p.ID))
	})
}

// writtenInGroups writes the private texts of a group, of a talk and of an agreement.
func (w *world) writtenInGroups() {
	w.T.Helper()
	w.Clock.Set("2013-09-02T09:00")
	_, g := w.runningGroup()
	_, weekly, _, err := w.Groups.GroupTimes(ctx, w.as(g.Mentor), g.ID)
	w.OK(err)
	_, err = w.Groups.BookGroup(ctx, w.as(g.Mentor), g.ID, group.NewGroupTime{
		From: "2013-10-01", Weekday: weekly[0].Weekday, StartsAt: weekly[0].StartsAt, EndsAt: weekly[0].EndsAt, Repeat: true,
	})
	w.OK(err)
	meeting := w.groupFor(g.Mentor, g.ID).Meetings[0]
	w.OK(w.Programmes.Announce(ctx, w.as("director"), w.year.ID, "learning"))
	w.OK(w.Hours.RecordHours(ctx, w.as("director"), agreement.NewHours{Staff: "e1", Text: "private: no Monday", AgreedOn: "2013-09-02", Starts: "2013-09-02", Ends: "2013-12-30"}))
	w.Clock.Set("2014-01-15T18:00")
	w.OK(w.Groups.HoldGroupMeeting(ctx, w.as(g.Mentor), meeting.ID, pairing.NewNotes{Shared: "private: shared", Private: "private: own"}))
	w.OK(w.Programmes.RecordTalk(ctx, w.as("director"), "e1", "2014-01-15", "private: a course"))
	off := w.text(`SELECT max(id) FROM group_meeting WHERE state = 'planned' AND group_id = $1`, g.ID)
	w.OK(w.Groups.CancelGroupMeeting(ctx, w.as(g.Mentor), off, "ill"))
}
