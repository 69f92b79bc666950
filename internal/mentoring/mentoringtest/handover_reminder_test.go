package mentoringtest

import (
	"testing"

	"talim/internal/fault"
	"talim/internal/mentoring"
	"talim/internal/mentoring/handover"
)

// planned plans that m1 hands Mathematics over to e1 by 20 May in the steps.
func (w *world) planned(steps string) (handover.Handover, []handover.HandoverStep) {
	w.T.Helper()
	h, err := w.Handovers.PlanHandover(ctx, w.as("deputy"), handover.NewHandover{
		Leaver: "m1", Successor: "e1", What: "Mathematics", LeavesOn: "2014-05-20", Steps: steps,
	})
	w.OK(err)
	_, made, err := w.Handovers.HandoverPage(ctx, w.as("m1"), h.ID)
	w.OK(err)
	return h, made
}

// wantReminders expects what is open for each on a day, once its jobs have run.
func (w *world) wantReminders(when string, want map[string]string) {
	w.T.Helper()
	w.Clock.Set(when)
	w.runJobs()
	for staff, keys := range want {
		if got := w.reminders(staff); got != keys {
			w.T.Errorf("%s: open for %s is %q, want %q", when, staff, got, keys)
		}
	}
}

// A week before a step is due both are told; who finished it is told no more, and
// nobody is told of a step that was finished before.
func TestReminderOfAHandoverStep(t *testing.T) {
	each(t, func(w *world) {
		_, steps := w.planned("plan\nmaterials")
		if steps[1].Due != "2014-05-20" || steps[0].Due <= "2013-12-01" || steps[0].Due >= "2014-02-28" {
			w.T.Fatalf("steps are due %s and %s", steps[0].Due, steps[1].Due)
		}
		w.wantReminders(string(steps[0].Due.AddDays(-8))+"T23:00", map[string]string{"m1": "handover", "e1": "handover"})
		w.wantReminders(string(steps[0].Due.AddDays(-7))+"T07:00", map[string]string{
			"m1": "handover handover_step", "e1": "handover handover_step", "e2": "", "deputy": "",
		})
		_, err := w.Handovers.FinishHandoverStep(ctx, w.as("e2"), steps[0].ID)
		w.Refused(err, fault.KindForbidden)
		for _, step := range steps {
			_, err := w.Handovers.FinishHandoverStep(ctx, w.as("e1"), step.ID)
			w.OK(err)
		}
		w.wantReminders("2014-05-14T07:00", map[string]string{"m1": "handover", "e1": "handover"})
	})
}

// Once a handover is closed nothing of it is asked for any more: neither what was asked
// already nor what comes due later.
func TestClosedHandoverAsksForNothing(t *testing.T) {
	each(t, func(w *world) {
		h, steps := w.planned("plan\nmaterials")
		w.wantReminders(string(steps[0].Due)+"T07:00", map[string]string{"m1": "handover handover_step"})
		w.OK(w.Handovers.CloseHandover(ctx, w.as("deputy"), h.ID, false))
		w.wantReminders(string(steps[0].Due)+"T08:00", map[string]string{"m1": "", "e1": ""})
		w.wantReminders("2014-05-20T07:00", map[string]string{"m1": "", "e1": ""})
		_, err := w.Handovers.FinishHandoverStep(ctx, w.as("m1"), steps[0].ID)
		w.Refused(err, fault.KindConflict)
	})
}

// Four months before somebody leaves director and deputies are asked for a handover;
// they are asked no more once it is planned.
func TestReminderOfALeave(t *testing.T) {
	each(t, func(w *world) {
		w.OK(w.Handovers.ExpectLeave(ctx, w.as("director"), handover.NewLeave{Staff: "m1", LeavesOn: "2014-05-20", ToldOn: "2013-09-01"}))
		w.wantReminders("2014-01-19T23:00", map[string]string{"m1": "leaving_kept", "deputy": ""})
		asked := map[string]string{"m1": "leaving_kept", "deputy": "leaving", "director": "leaving", "m2": ""}
		w.wantReminders("2014-01-20T07:00", asked)
		w.OK(w.Handovers.ExpectLeave(ctx, w.as("director"), handover.NewLeave{Version: 1, Staff: "m1", LeavesOn: "2014-05-21", ToldOn: "2014-01-20"})) // a day later: asked about that day alone
		w.wantReminders("2014-01-21T07:00", asked)
		w.planned("plan")
		w.wantReminders("2014-01-21T08:00", map[string]string{"m1": "leaving_kept handover", "deputy": "", "director": ""})
	})
}

// Nobody is asked for a handover that is planned already, or of somebody who stays.
func TestNoReminderOfALeaveThatIsSettled(t *testing.T) {
	each(t, func(w *world) {
		w.OK(w.Handovers.ExpectLeave(ctx, w.as("director"), handover.NewLeave{Staff: "m1", LeavesOn: "2014-05-20", ToldOn: "2013-09-01"}))
		w.OK(w.Handovers.ExpectLeave(ctx, w.as("director"), handover.NewLeave{Staff: "m2", LeavesOn: "2014-05-20", ToldOn: "2013-09-01"}))
		w.planned("plan")
		stays := w.text(`SELECT id FROM expected_leave WHERE staff_id = 'm2'`)
		w.Refused(w.Handovers.EndLeave(ctx, w.as("m2"), stays), fault.KindForbidden)
		w.OK(w.Handovers.EndLeave(ctx, w.as("deputy"), stays))
		w.OK(w.Handovers.EndLeave(ctx, w.as("deputy"), stays)) // again: nothing
		if n := w.Count(`SELECT count(*) FROM journal_entry WHERE event = 'mentoring.leaving.ended'`); n != 1 {
			w.T.Errorf("the end stands %d times in the journal", n)
		}
		w.wantReminders("2014-01-20T07:00", map[string]string{"m2": "", "deputy": "", "director": ""})
	})
}

// The day after a stage those who keep the programme are asked how it went; a stage that
// was evaluated before, or taken away, is asked about by nobody.
func TestReminderOfAStage(t *testing.T) {
	each(t, func(w *world) {
		p := w.opened()
		set := func(in ...mentoring.NewStage) []mentoring.Stage {
			w.T.Helper()
			now, _, err := w.Programmes.ProgrammeAndPolicy(ctx, w.as("deputy"), p.ID)
			w.OK(err)
			w.OK(w.Programmes.SetStages(ctx, w.as("deputy"), p.ID, now.StagesVersion, in))
			stages, err := w.Programmes.Stages(ctx, w.as("deputy"), p.ID)
			w.OK(err)
			return stages
		}
		meet := mentoring.NewStage{Name: "meet", Starts: "2013-09-02", Ends: "2013-09-30"}
		work := mentoring.NewStage{Name: "work", Starts: "2013-10-01", Ends: "2013-12-20"}
		set(meet, work)
		w.wantReminders("2013-09-30T23:00", map[string]string{"deputy": ""})
		w.wantReminders("2013-10-01T07:00", map[string]string{"deputy": "stage", "director": "", "m1": ""})
		meet.Ends = "2013-10-05" // it takes longer: asked again, after its new end
		stages := set(meet, work)
		w.wantReminders("2013-10-05T23:00", map[string]string{"deputy": ""})
		w.wantReminders("2013-10-06T07:00", map[string]string{"deputy": "stage"})
		for _, s := range stages {
			_, err := w.Programmes.NoteStage(ctx, w.as("deputy"), s.ID, 0, "the pairs met")
			w.OK(err)
		}
		w.wantReminders("2013-12-21T07:00", map[string]string{"deputy": ""})
	})
}
