package mentoringtest

import (
	"testing"

	"talim/internal/fault"
	"talim/internal/mentoring/pairing"
	"talim/internal/reminder"
)

// firstMeeting books weekly meetings of a pair and gives the first.
func (w *world) firstMeeting(g pairing.Pairing) pairing.Meeting {
	w.T.Helper()
	w.Clock.Set("2013-09-09T07:00")
	return w.meetsWeekly(g)
}

// told says whether a reminder of the key waits for somebody.
func (w *world) told(staff, key string) bool {
	w.T.Helper()
	open, err := reminder.OpenFor(ctx, w.D.Read(), school, staff)
	w.OK(err)
	for _, r := range open {
		if r.Key == key {
			return true
		}
	}
	return false
}

func TestMoveTellsThePartnerAndTakesTheNotesAlong(t *testing.T) {
	each(t, func(w *world) {
		_, g := w.paired()
		m := w.firstMeeting(g)
		w.OK(w.Pairings.Prepare(ctx, w.as("m1"), m.ID, pairing.NewNotes{Shared: "the plan", Private: "mine"}))
		w.OK(w.Pairings.Prepare(ctx, w.as("e1"), m.ID, pairing.NewNotes{Shared: "the plan", Private: "hers"}))
		free, err := w.Pairings.MeetingTimes(ctx, w.as("m1"), g)
		w.OK(err)
		to := pairing.NewMeeting{Date: m.Date.AddDays(1), StartsAt: free[0].StartsAt, EndsAt: free[0].EndsAt}
		made, err := w.Pairings.Move(ctx, w.as("e1"), m.ID, "Olympiad", to)
		w.OK(err)
		mine, err := w.Pairings.Meeting(ctx, w.as("m1"), made.ID)
		w.OK(err)
		if mine.Notes.Shared.Text != "the plan" || mine.Notes.Private.Text != "mine" {
			t.Errorf("the notes stayed behind: %+v", mine.Notes)
		}
		if !w.told("m1", "mentoring.remind.moved") || w.told("e1", "mentoring.remind.moved") {
			t.Error("the mentor should be told, and the mentee, who moved it, should not")
		}
	})
}

func TestCancelTellsThePartner(t *testing.T) {
	each(t, func(w *world) {
		_, g := w.paired()
		m := w.firstMeeting(g)
		w.OK(w.Pairings.Cancel(ctx, w.as("m1"), m.ID, "ill"))
		if !w.told("e1", "mentoring.remind.cancelled") || w.told("m1", "mentoring.remind.cancelled") {
			t.Error("the mentee should be told, and the mentor, who cancelled, should not")
		}
	})
}

func TestPairOfSomebodyGoneIsEndedByTheDeputy(t *testing.T) {
	each(t, func(w *world) {
		p, g := w.paired()
		w.Refused(w.Pairings.EndForGone(ctx, w.as("deputy"), g.ID), fault.KindConflict) // both are here
		w.Exec(`UPDATE post SET ends = '2013-10-01' WHERE school_id = $1 AND staff_id = 'm1'`, school)
		w.Clock.Set("2013-10-02T09:00")
		counts, err := w.Pairings.Counts(ctx, w.as("deputy"), p.ID)
		w.OK(err)
		if len(counts) != 1 || !counts[0].Gone {
			t.Errorf("the mentor is gone: %+v", counts)
		}
		w.Refused(w.Pairings.EndForGone(ctx, w.as("e1"), g.ID), fault.KindForbidden)
		w.OK(w.Pairings.EndForGone(ctx, w.as("deputy"), g.ID))
		if got := w.pairingOf("e1"); got.State != pairing.Left {
			t.Errorf("state %s", got.State)
		}
	})
}
