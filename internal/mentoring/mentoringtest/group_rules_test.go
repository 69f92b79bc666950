package mentoringtest

import (
	"strings"
	"testing"

	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/mentoring"
	"talim/internal/mentoring/group"
	"talim/internal/mentoring/match"
	"talim/internal/mentoring/pairing"
	"talim/internal/timetable"
	"talim/internal/timetable/lessonimport"
)

// teaches gives somebody a lesson more at a time of the week.
func (w *world) teaches(staff string, at timetable.WeekSlot) {
	w.T.Helper()
	diff, err := lessonimport.New(w.timetable).Apply(ctx, w.as("deputy"), lessonimport.Import{From: "2013-09-01", Rows: []lessonimport.Row{
		{Line: 1, Teacher: staff, Class: "9Z", Subject: "Math", Room: "1", Weekday: at.Weekday, StartsAt: at.StartsAt, EndsAt: at.EndsAt},
	}})
	w.OK(err)
	if len(diff.Refused) > 0 {
		w.T.Fatalf("the lesson is refused: %v", diff.Refused)
	}
}

// hour is the hour of the week at which the group was proposed to meet.
func (w *world) hour(g group.Group) timetable.WeekSlot {
	w.T.Helper()
	slot, ok := g.Slot()
	if !ok {
		w.T.Fatalf("the group meets at %q", g.Hour)
	}
	return slot
}

// Who is moved into a group by hand keeps to what matching keeps to: the hour, the size,
// the rules of pairs. A refused move leaves her where she was.
func TestMoveToGroupKeepsTheRules(t *testing.T) {
	each(t, func(w *world) {
		p := w.circleOf()
		made, g := w.draftGroups(p)
		deputy := w.as("deputy")
		w.OK(w.Groups.MoveToGroup(ctx, deputy, made.ID, "e6", ""))
		w.Exec(`UPDATE programme_policy SET group_max = 5 WHERE programme_id = $1`, p.ID)
		w.Refused(w.Groups.MoveToGroup(ctx, deputy, made.ID, "e6", g.ID), fault.KindInvalid) // full
		w.Exec(`UPDATE programme_policy SET group_max = 10 WHERE programme_id = $1`, p.ID)
		w.teaches("e6", w.hour(g.Group))
		w.Refused(w.Groups.MoveToGroup(ctx, deputy, made.ID, "e6", g.ID), fault.KindInvalid) // has a lesson then
		w.Refused(w.Groups.MoveToGroup(ctx, deputy, made.ID, "m3", g.ID), fault.KindInvalid) // no mentee of the programme
		w.Refused(w.Groups.MoveToGroup(ctx, deputy, made.ID, "e5", "nowhere"), fault.KindNotFound)
		w.Refused(w.Groups.MoveToGroup(ctx, w.as("m1"), made.ID, "e5", ""), fault.KindForbidden)
		_, groups, err := w.Groups.GroupProposal(ctx, deputy, made.ID)
		w.OK(err)
		var members []string
		for _, m := range groups[0].Members {
			members = append(members, m.ID)
		}
		if got := strings.Join(members, " "); got != "e1 e2 e3 e4 e5" {
			w.T.Errorf("in the group: %s", got)
		}
		again, other := w.Groups.ProposeGroups(ctx, deputy, p.ID) // takes the place of the first
		w.OK(other)
		_, groups, err = w.Groups.GroupProposal(ctx, deputy, again.ID)
		w.OK(err)
		w.Refused(w.Groups.MoveToGroup(ctx, deputy, again.ID, "e1", g.ID), fault.KindNotFound) // of the proposal before
		if len(groups) != 1 || groups[0].ID == g.ID || groups[0].Number != 2 {
			w.T.Errorf("proposed again: %+v", groups)
		}
	})
}

// A group is proposed of those who need one in a programme of groups: of no other kind,
// and not where too few are there.
func TestGroupsAreProposedWhereThereCanBeSome(t *testing.T) {
	each(t, func(w *world) {
		pairs := w.opened()
		_, err := w.Groups.ProposeGroups(ctx, w.as("deputy"), pairs.ID)
		w.Refused(err, fault.KindConflict)
		p := w.circleOf()
		w.Exec(`UPDATE programme_policy SET group_min = 7 WHERE programme_id = $1`, p.ID)
		_, err = w.Groups.ProposeGroups(ctx, w.as("deputy"), p.ID)
		w.Refused(err, fault.KindConflict)
		w.Exec(`UPDATE programme_policy SET group_min = 5 WHERE programme_id = $1`, p.ID)
		made, g := w.draftGroups(p)
		for _, mentee := range []string{"e1", "e2", "e3", "e4", "e5", "e6"} {
			w.OK(w.Groups.MoveToGroup(ctx, w.as("deputy"), made.ID, mentee, ""))
		}
		w.Refused(w.Groups.SendGroups(ctx, w.as("deputy"), made.ID), fault.KindConflict) // nobody left to ask
		if n := w.Count(`SELECT count(*) FROM mentoring_group WHERE id = $1 AND state = 'draft'`, g.ID); n != 1 {
			w.T.Error("a refused sending took the group away")
		}
	})
}

// Somebody who has a lesson at the hour of the group cannot be its second mentor.
func TestSecondMentorHasTheHourFree(t *testing.T) {
	each(t, func(w *world) {
		_, g := w.draftGroups(w.circleOf())
		w.OK(w.Groups.SetSecond(ctx, w.as("deputy"), g.ID, ""))
		w.teaches(g.Second.ID, w.hour(g.Group))
		w.Refused(w.Groups.SetSecond(ctx, w.as("deputy"), g.ID, g.Second.ID), fault.KindInvalid)
		w.Refused(w.Groups.SetSecond(ctx, w.as(g.Mentor), g.ID, ""), fault.KindForbidden)
	})
}

// The mentor's no ends the group that was proposed, when the days to answer are over:
// before, it would be seen whose no it was. Nobody is asked about it any more then, and
// who took part may be proposed again.
func TestMentorsNoEndsTheGroup(t *testing.T) {
	each(t, func(w *world) {
		p := w.circleOf()
		made, g := w.draftGroups(p)
		w.OK(w.Groups.SendGroups(ctx, w.as("deputy"), made.ID))
		w.OK(w.Groups.AnswerGroup(ctx, w.as("e1"), g.ID, true))
		w.OK(w.Groups.AnswerGroup(ctx, w.as(g.Mentor), g.ID, false))
		w.OK(w.Groups.AnswerGroup(ctx, w.as("e3"), g.ID, true))
		w.answersAreDue()
		for _, staff := range []string{"e1", "e2", "e6", g.Mentor, g.Second.ID} {
			if got := w.reminders(staff); strings.Contains(got, "group_asked") {
				w.T.Errorf("%s is still asked: %s", staff, got)
			}
		}
		for _, staff := range []string{"e2", g.Second.ID} {
			w.Refused(w.Groups.AnswerGroup(ctx, w.as(staff), g.ID, true), fault.KindForbidden)
		}
		if n := w.Count(`SELECT count(*) FROM proposal_pair WHERE state IN ('asked', 'agreed')`); n != 0 {
			w.T.Errorf("%d places are still held", n)
		}
		again, err := w.Groups.ProposeGroups(ctx, w.as("deputy"), p.ID)
		w.OK(err)
		_, groups, err := w.Groups.GroupProposal(ctx, w.as("deputy"), again.ID)
		w.OK(err)
		if len(groups) != 1 || groups[0].Mentor == g.Mentor && len(groups[0].Members) != 6 {
			w.T.Errorf("proposed again: %+v", groups)
		}
	})
}

// groupTime is a free time of the group, every other week from its first day.
func (w *world) groupTime(g group.GroupView) group.NewGroupTime {
	w.T.Helper()
	_, weekly, _, err := w.Groups.GroupTimes(ctx, w.as(g.Mentor), g.ID)
	w.OK(err)
	if len(weekly) == 0 {
		w.T.Fatal("no time that all have")
	}
	return group.NewGroupTime{From: "2013-09-09", Weekday: weekly[0].Weekday, StartsAt: weekly[0].StartsAt, EndsAt: weekly[0].EndsAt, Place: "library", Repeat: true}
}

// A time of a group is refused where it is none of theirs.
func TestBookGroupRefuses(t *testing.T) {
	each(t, func(w *world) {
		_, g := w.runningGroup()
		w.Clock.Set("2013-10-01T09:00")
		good := w.groupTime(g)
		good.From, good.Repeat = "2013-10-02", false
		for what, wrong := range map[string]func(n *group.NewGroupTime){
			"no day":                   func(n *group.NewGroupTime) { n.From = "" },
			"a day that is none":       func(n *group.NewGroupTime) { n.From = "2013-02-30" },
			"after the group":          func(n *group.NewGroupTime) { n.From = "2014-05-21" },
			"yesterday":                func(n *group.NewGroupTime) { n.From = "2013-09-30" },
			"no beginning":             func(n *group.NewGroupTime) { n.StartsAt = "" },
			"no end":                   func(n *group.NewGroupTime) { n.EndsAt = "" },
			"as long as no time":       func(n *group.NewGroupTime) { n.EndsAt = n.StartsAt },
			"a place beyond the bound": func(n *group.NewGroupTime) { n.Place = strings.Repeat("ә", mentoring.MaxPlace+1) },
		} {
			in := good
			wrong(&in)
			if _, err := w.Groups.BookGroup(ctx, w.as(g.Mentor), g.ID, in); !fault.Is(err, fault.KindInvalid) {
				w.T.Errorf("%s: %v", what, err)
			}
		}
		if n := w.Count(`SELECT count(*) FROM group_meeting`) + w.booked(); n != 0 {
			w.T.Errorf("%d times were kept", n)
		}
		good.Place = strings.Repeat("ә", mentoring.MaxPlace)
		for range 7 { // to a day of theirs
			if day := good.From; day.Weekday() != good.Weekday {
				good.From = day.AddDays(1)
			}
		}
		made, err := w.Groups.BookGroup(ctx, w.as(g.Mentor), g.ID, good)
		if err != nil || made.Made != 1 {
			w.T.Errorf("the same without a fault: %+v, %v", made, err)
		}
		_, err = w.Groups.BookGroup(ctx, w.as(g.Second.ID), g.ID, good)
		w.Refused(err, fault.KindConflict) // they meet then already
	})
}

// Of a repeated time holidays are left out, and the days on which somebody has something
// else; both are named. Where nothing is left, nothing is booked.
func TestBookGroupNamesTheDaysLeftOut(t *testing.T) {
	each(t, func(w *world) {
		_, g := w.runningGroup()
		in := w.groupTime(g)
		first := in.From.Monday().AddDays(int(in.Weekday) - 1)
		third := first.AddDays(14)
		_, err := w.timetable.AddHoliday(ctx, w.as("deputy"), timetable.HolidayFacts{
			Name: i18n.Text{KK: "мереке", RU: "праздник", EN: "feast"}, Period: calendar.Period{Starts: first, Ends: first},
		})
		w.OK(err)
		in.From, in.Repeat = third, false
		_, err = w.Groups.BookGroup(ctx, w.as(g.Second.ID), g.ID, in)
		w.OK(err)
		in.From, in.Repeat = "2013-09-09", true
		made, err := w.Groups.BookGroup(ctx, w.as(g.Mentor), g.ID, in)
		w.OK(err)
		if len(made.Off) != 1 || made.Off[0] != first || len(made.Collided) != 1 || made.Collided[0].Date != third || made.Made < 10 {
			w.T.Errorf("off %v, collided %+v, made %d", made.Off, made.Collided, made.Made)
		}
		before := w.booked()
		_, err = w.Groups.BookGroup(ctx, w.as(g.Mentor), g.ID, in)
		w.Refused(err, fault.KindConflict)
		if w.booked() != before {
			w.T.Error("a refused booking takes time")
		}
	})
}

// The day after a meeting of the group its mentor is asked whether it took place, and
// nobody else; a meeting that is recorded or off is asked about no more.
func TestReminderOfAGroupMeeting(t *testing.T) {
	each(t, func(w *world) {
		_, g := w.runningGroup()
		_, err := w.Groups.BookGroup(ctx, w.as(g.Mentor), g.ID, w.groupTime(g))
		w.OK(err)
		meetings := w.groupFor("e1", g.ID).Meetings
		day := func(i int) string { return string(meetings[i].Date) + "T20:00" }
		next := func(i int) string { return string(meetings[i].Date.AddDays(1)) + "T07:00" }
		asked := func(when, staff string, want bool) {
			w.T.Helper()
			w.Clock.Set(when)
			w.runJobs()
			if got := strings.Contains(w.reminders(staff), "unrecorded"); got != want {
				w.T.Errorf("%s: %s is asked %v, want %v", when, staff, got, want)
			}
		}
		asked(day(0), g.Mentor, false)
		asked(next(0), g.Mentor, true)
		asked(next(0), g.Second.ID, false)
		asked(next(0), "e1", false)
		w.OK(w.Groups.HoldGroupMeeting(ctx, w.as(g.Second.ID), meetings[0].ID, pairing.NewNotes{}))
		asked(next(0), g.Mentor, false)
		w.OK(w.Groups.CancelGroupMeeting(ctx, w.as(g.Mentor), meetings[1].ID, "excursion"))
		asked(next(1), g.Mentor, false)
	})
}

// A cancelled meeting is told to all but who cancelled it, frees the time of all, and
// takes no notes.
func TestCancelGroupMeetingTellsTheOthers(t *testing.T) {
	each(t, func(w *world) {
		_, g := w.runningGroup()
		_, err := w.Groups.BookGroup(ctx, w.as(g.Mentor), g.ID, w.groupTime(g))
		w.OK(err)
		m := w.groupFor("e1", g.ID).Meetings[0]
		busy := func() int { return w.Count(`SELECT count(DISTINCT staff_id) FROM busy WHERE date = $1`, m.Date) }
		before := busy()
		w.Refused(w.Groups.CancelGroupMeeting(ctx, w.as("e1"), m.ID, "excursion"), fault.KindForbidden)
		w.Refused(w.Groups.CancelGroupMeeting(ctx, w.as("deputy"), m.ID, "excursion"), fault.KindForbidden)
		w.OK(w.Groups.CancelGroupMeeting(ctx, w.as(g.Mentor), m.ID, "excursion"))
		if freed := before - busy(); freed != 8 {
			w.T.Errorf("%d people have the time back, want 8", freed)
		}
		for staff, want := range map[string]bool{"e1": true, "e6": true, g.Second.ID: true, g.Mentor: false, "deputy": false, "m3": false} {
			if got := strings.Contains(w.reminders(staff), "group_off"); got != want {
				w.T.Errorf("%s is told %v, want %v", staff, got, want)
			}
		}
		w.Refused(w.Groups.CancelGroupMeeting(ctx, w.as(g.Mentor), m.ID, "again"), fault.KindConflict)
		w.Clock.Set(string(m.Date) + "T20:00")
		w.Refused(w.Groups.HoldGroupMeeting(ctx, w.as(g.Mentor), m.ID, pairing.NewNotes{}), fault.KindConflict)
	})
}

// Notes of a meeting: within their bounds, one's own private ones, and no shared one over
// one that the writer has not seen.
func TestNotesOfAGroupMeeting(t *testing.T) {
	each(t, func(w *world) {
		_, g := w.runningGroup()
		_, err := w.Groups.BookGroup(ctx, w.as(g.Mentor), g.ID, w.groupTime(g))
		w.OK(err)
		m := w.groupFor("e1", g.ID).Meetings[0]
		w.Clock.Set(string(m.Date) + "T20:00")
		hold := func(staff string, in pairing.NewNotes) error {
			return w.Groups.HoldGroupMeeting(ctx, w.as(staff), m.ID, in)
		}
		notes := func(staff string) group.GroupNotes {
			w.T.Helper()
			page, err := w.Groups.GroupMeeting(ctx, w.as(staff), m.ID)
			w.OK(err)
			return page.Notes
		}
		w.Refused(hold(g.Mentor, pairing.NewNotes{Shared: strings.Repeat("ә", mentoring.MaxText+1)}), fault.KindInvalid)
		w.Refused(hold(g.Mentor, pairing.NewNotes{Private: strings.Repeat("ә", mentoring.MaxText+1)}), fault.KindInvalid)
		w.OK(hold(g.Mentor, pairing.NewNotes{Shared: strings.Repeat("ә", mentoring.MaxText)}))
		seen := notes("e1").Shared.Number
		w.OK(hold("e2", pairing.NewNotes{Shared: "what e2 heard", Private: "mine", Version: seen}))
		w.Refused(hold("e1", pairing.NewNotes{Shared: "what e1 heard", Version: seen}), fault.KindConflict)
		w.OK(hold("e1", pairing.NewNotes{Shared: "what e2 and e1 heard", Private: "e1's", Version: notes("e1").Shared.Number}))
		w.OK(hold("e1", pairing.NewNotes{Shared: " what e2 and e1 heard ", Private: "e1's", Version: notes("e1").Shared.Number})) // nothing new
		if n := w.Count(`SELECT count(*) FROM group_note`); n != 5 {
			w.T.Errorf("%d notes are kept, want 5", n)
		}
		for staff, private := range map[string]string{"e1": "e1's", "e2": "mine", g.Mentor: ""} {
			if got := notes(staff); got.Shared.Text != "what e2 and e1 heard" || got.Private.Text != private {
				w.T.Errorf("%s reads %q and %q", staff, got.Shared.Text, got.Private.Text)
			}
		}
		w.Refused(hold("m3", pairing.NewNotes{Shared: "x"}), fault.KindForbidden)
	})
}

// When the last member leaves, what the group had planned is off and nobody is busy.
func TestLastMemberLeavesTheGroup(t *testing.T) {
	each(t, func(w *world) {
		p, g := w.runningGroup()
		_, err := w.Groups.BookGroup(ctx, w.as(g.Mentor), g.ID, w.groupTime(g))
		w.OK(err)
		for _, mentee := range []string{"e1", "e2", "e3", "e4", "e5", "e6"} {
			w.OK(w.Matches.AskChange(ctx, w.as(mentee), w.pairingOf(mentee).ID))
		}
		if n := w.Count(`SELECT count(*) FROM busy`) + w.Count(`SELECT count(*) FROM group_meeting WHERE state = 'planned'`); n != 0 {
			w.T.Errorf("%d times are still held", n)
		}
		w.Refused(w.Groups.WriteClosing(ctx, w.as(g.Mentor), g.ID, 0, "over"), fault.KindConflict)
		_, err = w.Groups.BookGroup(ctx, w.as(g.Mentor), g.ID, group.NewGroupTime{From: "2013-09-09", StartsAt: "10:15", EndsAt: "11:00"})
		w.Refused(err, fault.KindConflict)
		if _, err := match.ProposalByID(ctx, w.D.Read(), school, g.Proposal); err != nil || p.ID != g.Programme {
			w.T.Errorf("the proposal is gone: %v", err)
		}
	})
}
