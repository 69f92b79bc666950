package mentoringtest

import (
	"testing"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/mentoring"
	"talim/internal/mentoring/handover"

	"github.com/google/go-cmp/cmp"
)

// R121: expected retirements and single-teacher subjects on one page, under the
// rule of private facts.
func TestLeavingIsSeenTogether(t *testing.T) {
	each(t, func(w *world) {
		w.person("chem", 38, "highest", access.Teacher, "Chem")
		w.Exec(`UPDATE staff_private SET birth_year = 1951, gender = 'm' WHERE staff_id = 'chem'`)
		w.Exec(`UPDATE staff_private SET birth_year = 1956, gender = 'f' WHERE staff_id = 'm1'`)
		w.Refused(w.Handovers.ExpectLeave(ctx, w.as("m1"), handover.NewLeave{Staff: "e2", LeavesOn: "2014-05-31", ToldOn: "2013-09-01"}), fault.KindForbidden)
		w.Refused(w.Handovers.ExpectLeave(ctx, w.as("deputy"), handover.NewLeave{Staff: "e2", LeavesOn: "2014-05-31", ToldOn: ""}), fault.KindInvalid) // not without her knowing
		w.Refused(w.Handovers.ExpectLeave(ctx, w.as("deputy"), handover.NewLeave{Staff: "e2", LeavesOn: "2013-09-02", ToldOn: "2013-09-01"}), fault.KindInvalid)
		w.OK(w.Handovers.ExpectLeave(ctx, w.as("deputy"), handover.NewLeave{Staff: "e2", LeavesOn: "2014-05-31", ToldOn: "2013-09-01"}))
		w.OK(w.Handovers.ExpectLeave(ctx, w.as("deputy"), handover.NewLeave{Version: 1, Staff: "e2", LeavesOn: "2014-04-30", ToldOn: "2013-09-02"})) // another day takes its place
		all, err := w.Handovers.Leaving(ctx, w.as("director"))
		w.OK(err)
		type row struct {
			ID, Alone string
			Retires   int
			LeavesOn  calendar.Date
		}
		var got []row
		for _, l := range all {
			got = append(got, row{l.ID, l.Alone, l.Retires, l.LeavesOn})
		}
		want := []row{{"chem", "Chem", 2014, ""}, {"e2", "", 0, "2014-04-30"}, {"m1", "", 2014, ""}}
		if diff := cmp.Diff(want, got); diff != "" {
			w.T.Error(diff)
		}
		for reader, n := range map[string]int{"e2": 1, "m1": 0, "chem": 0} {
			own, err := w.Handovers.Leaving(ctx, w.as(reader))
			w.OK(err)
			if len(own) != n {
				w.T.Errorf("%s reads %v", reader, own)
			}
		}
		w.OK(w.Handovers.EndLeave(ctx, w.as("deputy"), all[1].Leave))
		if all, err = w.Handovers.Leaving(ctx, w.as("deputy")); err != nil || len(all) != 2 {
			w.T.Errorf("still %v (%v)", all, err)
		}
	})
}

// R120: planned before the leave date, asked as a pair, in steps with dates and materials.
func TestHandover(t *testing.T) {
	each(t, func(w *world) {
		deputy := w.as("deputy")
		in := handover.NewHandover{Leaver: "m1", Successor: "e1", What: "Mathematics", LeavesOn: "2014-05-20", Steps: "plan\nmaterials"}
		_, err := w.Handovers.PlanHandover(ctx, w.as("m1"), in)
		w.Refused(err, fault.KindForbidden)
		for _, wrong := range []handover.NewHandover{
			{Leaver: "m1", Successor: "m1", What: "x", LeavesOn: in.LeavesOn},
			{Leaver: "m1", Successor: "e1", LeavesOn: in.LeavesOn},
			{Leaver: "m1", Successor: "e1", What: "x", LeavesOn: "2013-09-02"},
		} {
			_, err := w.Handovers.PlanHandover(ctx, deputy, wrong)
			w.Refused(err, fault.KindInvalid)
		}
		h, err := w.Handovers.PlanHandover(ctx, deputy, in)
		w.OK(err)
		_, err = w.Handovers.PlanHandover(ctx, deputy, in)
		w.Refused(err, fault.KindConflict)
		for _, staff := range []string{"m1", "e1"} {
			_, err := w.Matches.AnswerPair(ctx, w.as(staff), h.Pair, true)
			w.OK(err)
		}
		w.signed(mentoring.Programme{ID: h.Programme})
		_, _, err = w.Handovers.HandoverPage(ctx, w.as("m2"), h.ID)
		w.Refused(err, fault.KindForbidden)
		w.Refused(w.Handovers.AddHandoverStep(ctx, w.as("m2"), h.ID, "x", "", "2013-10-01"), fault.KindForbidden)
		w.Refused(w.Handovers.AddHandoverStep(ctx, w.as("e1"), h.ID, "x", "", "2014-06-01"), fault.KindInvalid)
		w.OK(w.Handovers.AddHandoverStep(ctx, w.as("m1"), h.ID, "workbooks", "room 12, shelf 3", "2013-10-01"))
		page, steps, err := w.Handovers.HandoverPage(ctx, w.as("e1"), h.ID)
		w.OK(err)
		if len(steps) != 3 || page.Pairing == "" || steps[0].Material != "room 12, shelf 3" {
			w.T.Fatalf("page %+v, steps %v", page, steps)
		}
		_, err = w.Handovers.FinishHandoverStep(ctx, w.as("e1"), steps[0].ID)
		w.OK(err)
		w.Refused(w.Handovers.CloseHandover(ctx, w.as("e1"), h.ID, true), fault.KindForbidden)
		w.OK(w.Handovers.CloseHandover(ctx, deputy, h.ID, true))
		w.Refused(w.Handovers.AddHandoverStep(ctx, w.as("m1"), h.ID, "x", "", "2013-10-01"), fault.KindConflict)
	})
}
