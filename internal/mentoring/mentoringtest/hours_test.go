package mentoringtest

import (
	"strings"
	"testing"

	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/mentoring/agreement"
	"talim/internal/mentoring/handover"
)

// ofMonday is an agreement with e1 that the director records.
var ofMonday = agreement.NewHours{Staff: "e1", Text: "no lessons on Monday", AgreedOn: "2013-09-02", Starts: "2013-09-09", Ends: "2013-12-27"}

// recorded is the only agreement there is, as the director reads it.
func (w *world) recorded() agreement.NamedHours {
	w.T.Helper()
	all, err := w.Hours.Agreements(ctx, w.as("director"))
	w.OK(err)
	if len(all) != 1 {
		w.T.Fatalf("%d agreements", len(all))
	}
	return all[0]
}

// R117: who is concerned and those who decide read it, and in the database it is sealed.
func TestRecordHoursIsReadByTheTwoAndTheDeputies(t *testing.T) {
	each(t, func(w *world) {
		w.wantEntry("mentoring.deal.recorded", "director", func() { w.OK(w.Hours.RecordHours(ctx, w.as("director"), ofMonday)) })
		for who, want := range map[string]int{"director": 1, "deputy": 1, "e1": 1, "e2": 0, "m1": 0} {
			all, err := w.Hours.Agreements(ctx, w.as(who))
			if err != nil || len(all) != want || want == 1 && (all[0].Text != ofMonday.Text || all[0].Person.ID != "e1") {
				t.Errorf("%s reads %+v, %v", who, all, err)
			}
		}
		if stands := w.text(`SELECT text FROM timetable_deal`); strings.Contains(stands, "Monday") {
			t.Errorf("in the database stands %q", stands)
		}
		if !w.told("e1", "mentoring.remind.deal") || w.told("director", "mentoring.remind.deal") {
			t.Error("the teacher should be asked to confirm, and nobody else")
		}
	})
}

func TestRecordHoursRefuses(t *testing.T) {
	each(t, func(w *world) {
		for who, kind := range map[string]fault.Kind{"deputy": fault.KindForbidden, "e1": fault.KindForbidden, "m1": fault.KindForbidden} {
			w.Refused(w.Hours.RecordHours(ctx, w.as(who), ofMonday), kind)
		}
		self := ofMonday
		self.Staff = "director"
		w.Refused(w.Hours.RecordHours(ctx, w.as("director"), self), fault.KindForbidden) // nobody agrees with oneself
		for field, change := range map[string]func(*agreement.NewHours){
			"staff":     func(in *agreement.NewHours) { in.Staff = "nobody" },
			"text":      func(in *agreement.NewHours) { in.Text = "  " },
			"agreed_on": func(in *agreement.NewHours) { in.AgreedOn = "2013-09-03" }, // tomorrow
			"starts":    func(in *agreement.NewHours) { in.Starts = "soon" },
			"ends":      func(in *agreement.NewHours) { in.Ends = "2013-09-08" },
		} {
			in := ofMonday
			change(&in)
			err := w.Hours.RecordHours(ctx, w.as("director"), in)
			f, is := fault.As(err)
			if !is || f.Kind != fault.KindInvalid || len(f.Fields) != 1 || f.Fields[0].Name != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		if n := w.Count(`SELECT count(*) FROM timetable_deal`); n != 0 || w.told("e1", "mentoring.remind.deal") {
			t.Errorf("%d agreements that were refused", n)
		}
	})
}

// An agreement is confirmed once, by the teacher alone, and ended once, by either.
func TestConfirmAndEndHoursOnce(t *testing.T) {
	each(t, func(w *world) {
		for _, ender := range []string{"e1", "director"} {
			w.Exec(`DELETE FROM timetable_deal`)
			w.OK(w.Hours.RecordHours(ctx, w.as("director"), ofMonday))
			id := w.recorded().HoursAgreement.ID
			for _, other := range []string{"director", "deputy", "m1"} {
				w.Refused(w.Hours.ConfirmHours(ctx, w.as(other), id), fault.KindForbidden)
			}
			w.wantEntry("mentoring.deal.confirmed", "e1", func() { w.OK(w.Hours.ConfirmHours(ctx, w.as("e1"), id)) })
			w.Refused(w.Hours.ConfirmHours(ctx, w.as("e1"), id), fault.KindConflict)
			if w.told("e1", "mentoring.remind.deal") {
				t.Error("who has confirmed is still asked")
			}
			for _, other := range []string{"deputy", "m1"} {
				w.Refused(w.Hours.EndHours(ctx, w.as(other), id), fault.KindForbidden)
			}
			w.wantEntry("mentoring.deal.ended", ender, func() { w.OK(w.Hours.EndHours(ctx, w.as(ender), id)) })
			w.Refused(w.Hours.EndHours(ctx, w.as(ender), id), fault.KindConflict)
			w.Refused(w.Hours.ConfirmHours(ctx, w.as("e1"), id), fault.KindConflict)
			w.Refused(w.Hours.EndHours(ctx, w.as(ender), "none"), fault.KindNotFound)
		}
	})
}

func TestHoursHoldInTheirPeriodUntilTheyAreEnded(t *testing.T) {
	each(t, func(w *world) {
		w.OK(w.Hours.RecordHours(ctx, w.as("director"), ofMonday))
		d := w.recorded().HoursAgreement
		for day, want := range map[calendar.Date]bool{"2013-09-08": false, "2013-09-09": true, "2013-12-27": true, "2013-12-28": false} {
			if d.Holds(day) != want {
				t.Errorf("on %s holds %v, want %v", day, d.Holds(day), want)
			}
		}
		w.OK(w.Hours.EndHours(ctx, w.as("e1"), d.ID))
		if w.recorded().Holds("2013-09-09") {
			t.Error("holds after it was ended")
		}
	})
}

// Both may end it at once: one does, and the journal has one entry.
func TestEndHoursAtOnce(t *testing.T) {
	each(t, func(w *world) {
		w.OK(w.Hours.RecordHours(ctx, w.as("director"), ofMonday))
		id := w.recorded().HoursAgreement.ID
		if n := w.atOnce(
			func() error { return w.Hours.EndHours(ctx, w.as("e1"), id) },
			func() error { return w.Hours.EndHours(ctx, w.as("director"), id) },
		); n != 1 || w.Count(`SELECT count(*) FROM journal_entry WHERE event = 'mentoring.deal.ended'`) != 1 {
			t.Errorf("%d of two ended it", n)
		}
	})
}

// A colleague who is not there is told at the field; a database that fails is not taken
// for one.
func TestMustBeStaffTellsAFaultOfTheDatabaseApart(t *testing.T) {
	w := newWorld(t, apptest.Database(t))
	leave := handover.NewLeave{Staff: "e1", LeavesOn: "2014-05-20", ToldOn: "2013-09-01"}
	verbs := map[string]func(staff string) error{
		"hours": func(staff string) error {
			in := ofMonday
			in.Staff = staff
			return w.Hours.RecordHours(ctx, w.as("director"), in)
		},
		"leave": func(staff string) error {
			in := leave
			in.Staff = staff
			return w.Handovers.ExpectLeave(ctx, w.as("director"), in)
		},
	}
	for name, do := range verbs {
		if got := apptest.Says(do("nobody")); got != "staff:mentoring.staff.missing" {
			t.Errorf("%s of nobody: %q", name, got)
		}
	}
	w.Exec(`ALTER TABLE staff RENAME TO staff_gone`)
	for name, do := range verbs {
		if err := do("e1"); err == nil || fault.Is(err, fault.KindInvalid) {
			t.Errorf("%s of a database that fails: %v", name, err)
		}
	}
}
