package mentoringtest

import (
	"strings"
	"testing"

	"talim/internal/fault"
	"talim/internal/mentoring"
	"talim/internal/mentoring/agreement"
)

// R070: the director says it before the year; what comes too late does not count.
// R069: the talk is recorded for the person, the director and the deputies alone.
func TestTalk(t *testing.T) {
	each(t, func(w *world) {
		director, deputy := w.as("director"), w.as("deputy")
		w.Refused(w.Programmes.Announce(ctx, deputy, w.year.ID, "learning"), fault.KindForbidden)
		w.Refused(w.Programmes.Announce(ctx, director, w.year.ID, " \n "), fault.KindInvalid)
		w.Refused(w.Programmes.Announce(ctx, director, w.year.ID, strings.Repeat("x\n", mentoring.MaxJudges+1)), fault.KindInvalid)
		w.OK(w.Programmes.Announce(ctx, director, w.year.ID, "how pupils learn\nthe agreed plan"))
		if n := w.Count(`SELECT count(*) FROM reminder WHERE message_key = 'mentoring.remind.talk'`); n != 7 {
			w.T.Errorf("%d were told, want all 7 others", n)
		}
		w.Refused(w.Programmes.RecordTalk(ctx, director, "e1", "2013-09-02", "to go on"), fault.KindConflict) // nobody could prepare
		w.Clock.Set("2014-04-10T10:00")
		w.OK(w.Programmes.Announce(ctx, director, w.year.ID, "something new"))
		w.Refused(w.Programmes.RecordTalk(ctx, w.as("m1"), "e1", "2014-04-10", "to go on"), fault.KindForbidden)
		w.Refused(w.Programmes.RecordTalk(ctx, deputy, "deputy", "2014-04-10", "to go on"), fault.KindForbidden)
		w.Refused(w.Programmes.RecordTalk(ctx, deputy, "e1", "2014-04-11", "to go on"), fault.KindInvalid)
		w.Refused(w.Programmes.RecordTalk(ctx, deputy, "e1", "2014-04-10", " "), fault.KindInvalid)
		w.OK(w.Programmes.RecordTalk(ctx, deputy, "e1", "2014-04-10", "to go on"))
		for _, reader := range []string{"e1", "deputy", "director"} {
			page, err := w.Programmes.TalkPage(ctx, w.as(reader), "e1")
			w.OK(err)
			if got := page.Said.Lines(); len(got) != 2 || len(page.Talks) != 1 || page.Talks[0].Agreed != "to go on" {
				w.T.Errorf("%s reads %v and %v", reader, got, page.Talks)
			}
		}
		_, err := w.Programmes.TalkPage(ctx, w.as("m1"), "e1")
		w.Refused(err, fault.KindForbidden)
		w.Refused(w.Programmes.MentoringForTalk(director, "e1"), fault.KindForbidden)
		if n := w.Count(`SELECT count(*) FROM final_talk WHERE agreed LIKE '%go on%'`); n != 0 {
			w.T.Error("what was agreed lies open in the database")
		}
	})
}

// R117: recorded with dates, confirmed by the teacher, read by the two and the deputies.
func TestRecordHoursIsConfirmedByTheTeacher(t *testing.T) {
	each(t, func(w *world) {
		in := agreement.NewHours{Staff: "e1", Text: "no first lesson on Monday", AgreedOn: "2013-09-01", Starts: "2013-09-02", Ends: "2013-12-31"}
		w.Refused(w.Hours.RecordHours(ctx, w.as("deputy"), in), fault.KindForbidden)
		for _, wrong := range []agreement.NewHours{
			{Staff: "nobody", Text: "x", AgreedOn: in.AgreedOn, Starts: in.Starts, Ends: in.Ends},
			{Staff: "e1", AgreedOn: in.AgreedOn, Starts: in.Starts, Ends: in.Ends},
			{Staff: "e1", Text: "x", AgreedOn: "2013-09-03", Starts: in.Starts, Ends: in.Ends},
			{Staff: "e1", Text: "x", AgreedOn: in.AgreedOn, Starts: in.Ends, Ends: in.Starts},
			{Staff: "e1", Text: "x", AgreedOn: in.AgreedOn, Starts: in.Starts},
		} {
			w.Refused(w.Hours.RecordHours(ctx, w.as("director"), wrong), fault.KindInvalid)
		}
		w.OK(w.Hours.RecordHours(ctx, w.as("director"), in))
		for reader, want := range map[string]int{"director": 1, "deputy": 1, "e1": 1, "m1": 0} {
			got, err := w.Hours.Agreements(ctx, w.as(reader))
			w.OK(err)
			if len(got) != want || want == 1 && got[0].Text != in.Text {
				w.T.Errorf("%s reads %v", reader, got)
			}
		}
		all, err := w.Hours.AgreementsNow(ctx, w.as("e1"))
		w.OK(err)
		w.Refused(w.Hours.ConfirmHours(ctx, w.as("director"), all[0].ID), fault.KindForbidden)
		w.OK(w.Hours.ConfirmHours(ctx, w.as("e1"), all[0].ID))
		w.Refused(w.Hours.ConfirmHours(ctx, w.as("e1"), all[0].ID), fault.KindConflict)
		w.Refused(w.Hours.EndHours(ctx, w.as("deputy"), all[0].ID), fault.KindForbidden)
		w.OK(w.Hours.EndHours(ctx, w.as("e1"), all[0].ID))
		if all, err = w.Hours.AgreementsNow(ctx, w.as("e1")); err != nil || len(all) != 0 {
			w.T.Errorf("still holds: %v (%v)", all, err)
		}
	})
}

// R083: set from the template, evaluated after each, asked for on Today.
func TestStages(t *testing.T) {
	each(t, func(w *world) {
		p := w.opened()
		deputy := w.as("deputy")
		in := []mentoring.NewStage{{Name: "meet", Starts: "2013-09-02", Ends: "2013-09-30"}, {}, {Name: "work", Starts: "2013-10-01", Ends: "2014-05-20"}}
		w.Refused(w.Programmes.SetStages(ctx, w.as("m1"), p.ID, 0, in), fault.KindForbidden)
		w.Refused(w.Programmes.SetStages(ctx, deputy, p.ID, 0, nil), fault.KindInvalid)
		w.Refused(w.Programmes.SetStages(ctx, deputy, p.ID, 0, []mentoring.NewStage{{Name: "x", Starts: "2013-08-01", Ends: "2013-09-30"}}), fault.KindInvalid)
		w.Refused(w.Programmes.SetStages(ctx, deputy, p.ID, 0, []mentoring.NewStage{{Name: "x", Starts: "2013-09-10", Ends: "2013-09-03"}}), fault.KindInvalid)
		w.OK(w.Programmes.SetStages(ctx, deputy, p.ID, 0, in))
		stages, err := w.Programmes.Stages(ctx, deputy, p.ID)
		w.OK(err)
		_, err = w.Programmes.NoteStage(ctx, deputy, stages[1].ID, 0, "too early")
		w.Refused(err, fault.KindConflict)
		_, err = w.Programmes.NoteStage(ctx, w.as("m1"), stages[0].ID, 0, "well")
		w.Refused(err, fault.KindForbidden)
		_, err = w.Programmes.NoteStage(ctx, deputy, stages[0].ID, 0, "pairs met")
		w.OK(err)
		w.OK(w.Programmes.SetStages(ctx, deputy, p.ID, 2, in[2:])) // the evaluated one stays
		if stages, err = w.Programmes.Stages(ctx, w.as("e1"), p.ID); err != nil || len(stages) != 2 || stages[0].Note != "" {
			w.T.Errorf("e1 reads %v (%v)", stages, err)
		}
		if stages, err = w.Programmes.Stages(ctx, w.as("director"), p.ID); err != nil || stages[0].Note != "pairs met" {
			w.T.Errorf("the director reads %v (%v)", stages, err)
		}
	})
}
