package mentoringtest

import (
	"testing"

	"talim/internal/fault"
	"talim/internal/mentoring"
	"talim/internal/reminder"
)

// Who has not answered is reminded once a day, by one entry in the journal; who has
// answered is not, and nobody is told the same twice.
func TestWhoHasNotAnsweredIsRemindedOnceADay(t *testing.T) {
	each(t, func(w *world) {
		p := w.opened()
		deputy := w.as("deputy")
		n, err := w.Programmes.InviteAll(ctx, deputy, p.ID, mentoring.Invitation{mentoring.Mentee: {"e1", "e2"}, mentoring.Mentor: {"m1"}})
		w.OK(err)
		if n != 3 {
			t.Fatalf("%d invited", n)
		}
		w.OK(w.Programmes.AnswerInvitation(ctx, w.as("e2"), w.invitationOf("e2").ID, true))
		remind := func(staff ...string) (n int) {
			made := w.journalled(func() { n, err = w.Programmes.Remind(ctx, deputy, p.ID, staff) })
			if len(made) != min(n, 1) {
				t.Errorf("%d reminded, %d entries", n, len(made))
			}
			return n
		}
		open := func(staff string) int {
			all, err := reminder.OpenFor(ctx, w.D.Read(), school, staff)
			w.OK(err)
			return len(all)
		}
		if n := remind("e1"); n != 1 || err != nil || open("e1") != 1 || open("m1") != 0 {
			t.Errorf("one: %d, %v", n, err)
		}
		if n := remind(); n != 1 || open("m1") != 1 || open("e2") != 0 {
			t.Errorf("all others: %d, %v", n, err)
		}
		if n := remind(); n != 0 || !fault.Is(err, fault.KindConflict) {
			t.Errorf("twice a day: %d, %v", n, err)
		}
		w.Clock.Add(24 * 60 * 60 * 1e9)
		if n := remind(); n != 2 || open("e1") != 1 {
			t.Errorf("a day later: %d, %v", n, err)
		}
		if _, err := w.Programmes.Remind(ctx, w.as("m1"), p.ID, nil); !fault.Is(err, fault.KindForbidden) {
			t.Errorf("a teacher: %v", err)
		}
		w.OK(w.Programmes.AnswerInvitation(ctx, w.as("e1"), w.invitationOf("e1").ID, false))
		if open("e1") != 0 {
			t.Error("still reminded after the answer")
		}
	})
}
