package mentoringtest

import (
	"testing"

	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/mentoring"
)

// TestSetStagesRefusesAnOlderVersion has two deputies with the stages open: the list of
// one does not take the other's away, nor bring back a stage that was evaluated.
func TestSetStagesRefusesAnOlderVersion(t *testing.T) {
	each(t, func(w *world) {
		p := w.opened()
		deputy := w.as("deputy")
		two := []mentoring.NewStage{{Name: "meet", Starts: "2013-09-02", Ends: "2013-09-30"}, {Name: "work", Starts: "2013-10-01", Ends: "2014-05-20"}}
		set := func(from int, in []mentoring.NewStage) func() error {
			return func() error { return w.Programmes.SetStages(ctx, deputy, p.ID, from, in) }
		}
		if n := w.atOnce(set(0, two), set(0, two[:1])); n != 1 {
			w.T.Errorf("of two at once %d set the stages", n)
		}
		w.Refused(set(0, two)(), fault.KindConflict)
		w.OK(set(1, two)())
		stages, err := w.Programmes.Stages(ctx, deputy, p.ID)
		w.OK(err)
		_, err = w.Programmes.NoteStage(ctx, deputy, stages[0].ID, 0, "pairs met")
		w.OK(err)
		w.Refused(set(2, two)(), fault.KindConflict) // "meet" is evaluated meanwhile
		now, _, err := w.Programmes.ProgrammeAndPolicy(ctx, deputy, p.ID)
		w.OK(err)
		_, err = w.Programmes.NoteStage(ctx, deputy, stages[0].ID, 1, "all pairs met") // the list of the form stays as it is
		w.OK(err)
		w.OK(set(now.StagesVersion, two[1:])())
		if n := w.Count(`SELECT count(*) FROM programme_stage WHERE school_id = $1 AND removed_at = ''`, school); n != 2 {
			w.T.Errorf("%d stages", n)
		}
	})
}

func TestNoteStageRefusesAnOlderVersion(t *testing.T) {
	each(t, func(w *world) {
		p := w.opened()
		w.OK(w.Programmes.SetStages(ctx, w.as("deputy"), p.ID, 0, []mentoring.NewStage{{Name: "meet", Starts: "2013-09-02", Ends: "2013-09-30"}}))
		stages, err := w.Programmes.Stages(ctx, w.as("deputy"), p.ID)
		w.OK(err)
		note := func(from int, text string) func() error {
			return func() error {
				_, err := w.Programmes.NoteStage(ctx, w.as("deputy"), stages[0].ID, from, text)
				return err
			}
		}
		if n := w.atOnce(note(0, "mine"), note(0, "yours")); n != 1 {
			w.T.Errorf("of two at once %d evaluated", n)
		}
		w.Refused(note(0, "late")(), fault.KindConflict)
		w.OK(note(1, "both")())
	})
}

// TestWriteClosingRefusesAnOlderVersion has both mentors of a group write what it did.
func TestWriteClosingRefusesAnOlderVersion(t *testing.T) {
	each(t, func(w *world) {
		_, g := w.runningGroup()
		write := func(who string, from int, text string) func() error {
			return func() error { return w.Groups.WriteClosing(ctx, w.as(who), g.ID, from, text) }
		}
		if n := w.atOnce(write(g.Mentor, 0, "twelve plans"), write(g.Second.ID, 0, "many lessons")); n != 1 {
			w.T.Errorf("of two at once %d wrote", n)
		}
		w.Refused(write(g.Mentor, 0, "late")(), fault.KindConflict)
		w.OK(write(g.Mentor, 1, "twelve plans, many lessons")())
		if now := w.groupFor("deputy", g.ID); now.Closing != "twelve plans, many lessons" || now.Version != 2 {
			w.T.Errorf("%q of version %d", now.Closing, now.Version)
		}
	})
}

func TestStartPolicyTextOfTwoAtOnce(t *testing.T) {
	each(t, func(w *world) {
		words := mentoring.PolicyWords{"aims": "to help"}
		start := func() error {
			_, err := w.Programmes.StartPolicyText(ctx, w.as("deputy"), i18n.Kazakh, words)
			return err
		}
		if n := w.atOnce(times(3, start)...); n != 1 {
			w.T.Errorf("%d drafts begun", n)
		}
		if n := w.Count(`SELECT count(*) FROM mentoring_policy WHERE school_id = $1 AND version = 1`, school); n != 1 {
			w.T.Errorf("%d first versions", n)
		}
	})
}
