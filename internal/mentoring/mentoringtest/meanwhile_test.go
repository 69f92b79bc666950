package mentoringtest

import (
	"strings"
	"testing"

	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/mentoring/group"
	"talim/internal/mentoring/pairing"
)

// Both have the page of a meeting open. The mentor records it with its topics; the mentee
// then adds a private note on the page she opened before.
func TestHoldKeepsTopicsThatThePartnerRecorded(t *testing.T) {
	each(t, func(w *world) {
		_, g := w.paired()
		m := w.firstMeeting(g)
		w.Clock.Set("2013-12-20T18:00")
		hold := func(who string, in pairing.HoldMeeting) error {
			return w.Pairings.Hold(ctx, w.as(who), m.ID, in)
		}
		topics := func() string {
			page, err := w.Pairings.Meeting(ctx, w.as("m1"), m.ID)
			w.OK(err)
			return page.Meeting.Topics
		}
		w.OK(hold("m1", pairing.HoldMeeting{Topics: []string{"subject", "classroom"}}))
		w.OK(hold("e1", pairing.HoldMeeting{Private: "mine"}))
		if got := topics(); got != "subject,classroom" {
			w.T.Errorf("a form that chose nothing leaves %q", got)
		}
		w.Refused(hold("e1", pairing.HoldMeeting{Topics: []string{"parents"}}), fault.KindConflict)
		w.OK(hold("e1", pairing.HoldMeeting{Topics: []string{"subject"}, TopicsSeen: []string{"subject", "classroom"}}))
		if got := topics(); got != "subject" {
			w.T.Errorf("a form that saw what stood leaves %q", got)
		}
	})
}

// The clock of the computer was ahead once: what is written later is the newest.
func TestPrepareAfterANoteOfAClockThatWasAhead(t *testing.T) {
	each(t, func(w *world) {
		_, g := w.paired()
		m := w.firstMeeting(g)
		w.OK(w.Pairings.Prepare(ctx, w.as("m1"), m.ID, pairing.NewNotes{Shared: "the first words"}))
		page, err := w.Pairings.Meeting(ctx, w.as("m1"), m.ID)
		w.OK(err)
		ahead := "7" + db.NewID()[1:] // what NewID gives on a later day; its text cannot be opened any more
		w.Exec(`UPDATE meeting_note SET id = $2 WHERE id = $1`, page.Notes.Shared.ID, ahead)
		w.OK(w.Pairings.Prepare(ctx, w.as("m1"), m.ID, pairing.NewNotes{Shared: "the second words", Version: page.Notes.Shared.Number}))
		moved, err := w.Pairings.Move(ctx, w.as("m1"), m.ID, "ill", w.freeTime(g))
		w.OK(err)
		for _, id := range []string{m.ID, moved.ID} {
			if page, err = w.Pairings.Meeting(ctx, w.as("e1"), id); err != nil || page.Notes.Shared.Text != "the second words" {
				w.T.Errorf("saved, and the page shows %q, %v", page.Notes.Shared.Text, err)
			}
		}
	})
}

// Why a meeting was taken back is sealed for a group as for a pair, and read by its members.
func TestCancelGroupMeetingSealsTheReason(t *testing.T) {
	each(t, func(w *world) {
		_, g := w.runningGroup()
		w.Clock.Set("2013-09-10T07:00")
		_, _, single, err := w.Groups.GroupTimes(ctx, w.as(g.Mentor), g.ID)
		w.OK(err)
		if len(single) == 0 {
			w.T.Fatal("no time")
		}
		_, err = w.Groups.BookGroup(ctx, w.as(g.Mentor), g.ID, group.NewGroupTime{From: single[0].Date, StartsAt: single[0].StartsAt, EndsAt: single[0].EndsAt})
		w.OK(err)
		id := w.text(`SELECT min(id) FROM group_meeting WHERE state = 'planned'`)
		w.OK(w.Groups.CancelGroupMeeting(ctx, w.as(g.Mentor), id, "my child is ill"))
		if got := w.text(`SELECT reason FROM group_meeting WHERE id = $1`, id); !strings.HasPrefix(got, "sealed:") {
			w.T.Errorf("group_meeting.reason stands open: %s", got)
		}
		page, err := w.Groups.GroupMeeting(ctx, w.as(g.Mentor), id)
		w.OK(err)
		if page.Meeting.Reason != "my child is ill" {
			w.T.Errorf("its members read %q", page.Meeting.Reason)
		}
	})
}

// A meeting is asked about in the first minute of the next day at the school.
func TestBookMeetingRemindsOnTheMorningAfter(t *testing.T) {
	each(t, func(w *world) {
		_, g := w.paired()
		m := w.firstMeeting(g)
		next := m.Date.AddDays(1)
		want := calendar.InstantOf(apptest.ClockAt(string(next) + "T00:00").Now())
		if got := w.text(`SELECT run_at FROM job WHERE unique_key = $1`, pairing.JobUnrecorded+":"+m.ID); got != string(want) {
			w.T.Errorf("due %s, want %s", got, want)
		}
	})
}
