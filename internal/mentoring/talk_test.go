package mentoring

import (
	"strings"
	"testing"

	"talim/internal/calendar"
	"talim/internal/fault"
)

func TestAnnouncedInTime(t *testing.T) {
	all := []Announcement{
		{ID: "late", AnnouncedOn: "2014-03-20", AnnouncedAt: "2014-03-20T05:00:00.000Z"},
		{ID: "second", AnnouncedOn: "2013-12-01", AnnouncedAt: "2013-12-01T05:00:00.000Z"},
		{ID: "first", AnnouncedOn: "2013-09-02", AnnouncedAt: "2013-09-02T05:00:00.000Z"},
	}
	for day, want := range map[calendar.Date]string{"2013-10-01": "", "2013-11-02": "first", "2014-01-30": "second", "2014-04-20": "second", "2014-06-01": "late"} {
		if got := InTime(all, day); got.ID != want {
			t.Errorf("%s: %q, want %q", day, got.ID, want)
		}
	}
}

// R070: the director says it before the year; what comes too late does not count.
// R069: the talk is recorded for the person, the director and the deputies alone.
func TestTalk(t *testing.T) {
	each(t, func(w *world) {
		director, deputy := w.as("director"), w.as("deputy")
		w.want(w.Announce(ctx, deputy, w.year.ID, "learning"), fault.KindForbidden)
		w.want(w.Announce(ctx, director, w.year.ID, " \n "), fault.KindInvalid)
		w.want(w.Announce(ctx, director, w.year.ID, strings.Repeat("x\n", maxJudges+1)), fault.KindInvalid)
		w.ok(w.Announce(ctx, director, w.year.ID, "how pupils learn\nthe agreed plan"))
		if n := w.count(`SELECT count(*) FROM reminder WHERE message_key = 'mentoring.remind.talk'`); n != 7 {
			w.t.Errorf("%d were told, want all 7 others", n)
		}
		w.want(w.RecordTalk(ctx, director, "e1", "2013-09-02", "to go on"), fault.KindConflict) // nobody could prepare
		w.clock.Set("2014-04-10T10:00")
		w.ok(w.Announce(ctx, director, w.year.ID, "something new"))
		w.want(w.RecordTalk(ctx, w.as("m1"), "e1", "2014-04-10", "to go on"), fault.KindForbidden)
		w.want(w.RecordTalk(ctx, deputy, "deputy", "2014-04-10", "to go on"), fault.KindForbidden)
		w.want(w.RecordTalk(ctx, deputy, "e1", "2014-04-11", "to go on"), fault.KindInvalid)
		w.want(w.RecordTalk(ctx, deputy, "e1", "2014-04-10", " "), fault.KindInvalid)
		w.ok(w.RecordTalk(ctx, deputy, "e1", "2014-04-10", "to go on"))
		for _, reader := range []string{"e1", "deputy", "director"} {
			page, err := w.TalkPage(ctx, w.as(reader), "e1")
			w.ok(err)
			if got := page.Said.Lines(); len(got) != 2 || len(page.Talks) != 1 || page.Talks[0].Agreed != "to go on" {
				w.t.Errorf("%s reads %v and %v", reader, got, page.Talks)
			}
		}
		_, err := w.TalkPage(ctx, w.as("m1"), "e1")
		w.want(err, fault.KindForbidden)
		w.want(w.MentoringForTalk(director, "e1"), fault.KindForbidden)
		if n := w.count(`SELECT count(*) FROM final_talk WHERE agreed LIKE '%go on%'`); n != 0 {
			w.t.Error("what was agreed lies open in the database")
		}
	})
}

// R117: recorded with dates, confirmed by the teacher, read by the two and the deputies.
func TestDeals(t *testing.T) {
	each(t, func(w *world) {
		in := NewDeal{Staff: "e1", Text: "no first lesson on Monday", AgreedOn: "2013-09-01", Starts: "2013-09-02", Ends: "2013-12-31"}
		w.want(w.RecordDeal(ctx, w.as("deputy"), in), fault.KindForbidden)
		for _, wrong := range []NewDeal{
			{Staff: "nobody", Text: "x", AgreedOn: in.AgreedOn, Starts: in.Starts, Ends: in.Ends},
			{Staff: "e1", AgreedOn: in.AgreedOn, Starts: in.Starts, Ends: in.Ends},
			{Staff: "e1", Text: "x", AgreedOn: "2013-09-03", Starts: in.Starts, Ends: in.Ends},
			{Staff: "e1", Text: "x", AgreedOn: in.AgreedOn, Starts: in.Ends, Ends: in.Starts},
			{Staff: "e1", Text: "x", AgreedOn: in.AgreedOn, Starts: in.Starts},
		} {
			w.want(w.RecordDeal(ctx, w.as("director"), wrong), fault.KindInvalid)
		}
		w.ok(w.RecordDeal(ctx, w.as("director"), in))
		for reader, want := range map[string]int{"director": 1, "deputy": 1, "e1": 1, "m1": 0} {
			got, err := w.Deals(ctx, w.as(reader))
			w.ok(err)
			if len(got) != want || want == 1 && got[0].Text != in.Text {
				w.t.Errorf("%s reads %v", reader, got)
			}
		}
		all, err := w.DealsNow(ctx, w.as("e1"))
		w.ok(err)
		w.want(w.ConfirmDeal(ctx, w.as("director"), all[0].ID), fault.KindForbidden)
		w.ok(w.ConfirmDeal(ctx, w.as("e1"), all[0].ID))
		w.want(w.ConfirmDeal(ctx, w.as("e1"), all[0].ID), fault.KindConflict)
		w.want(w.EndDeal(ctx, w.as("deputy"), all[0].ID), fault.KindForbidden)
		w.ok(w.EndDeal(ctx, w.as("e1"), all[0].ID))
		if all, err = w.DealsNow(ctx, w.as("e1")); err != nil || len(all) != 0 {
			w.t.Errorf("still holds: %v (%v)", all, err)
		}
	})
}

func TestStageTemplateFillsTheProgramme(t *testing.T) {
	got := StageTemplate(calendar.Period{Starts: "2013-09-02", Ends: "2014-05-25"})
	if len(got) != len(StageKeys) || got[0].Starts != "2013-09-02" || got[len(got)-1].Ends != "2014-05-25" {
		t.Fatalf("template %v", got)
	}
	for i := 1; i < len(got); i++ {
		if got[i].Starts != got[i-1].Ends.AddDays(1) || !got[i].Valid() {
			t.Errorf("stage %d: %v after %v", i, got[i], got[i-1])
		}
	}
}

// R083: set from the template, evaluated after each, asked for on Today.
func TestStages(t *testing.T) {
	each(t, func(w *world) {
		p := w.opened()
		deputy := w.as("deputy")
		in := []NewStage{{Name: "meet", Starts: "2013-09-02", Ends: "2013-09-30"}, {}, {Name: "work", Starts: "2013-10-01", Ends: "2014-05-20"}}
		w.want(w.SetStages(ctx, w.as("m1"), p.ID, in), fault.KindForbidden)
		w.want(w.SetStages(ctx, deputy, p.ID, nil), fault.KindInvalid)
		w.want(w.SetStages(ctx, deputy, p.ID, []NewStage{{Name: "x", Starts: "2013-08-01", Ends: "2013-09-30"}}), fault.KindInvalid)
		w.want(w.SetStages(ctx, deputy, p.ID, []NewStage{{Name: "x", Starts: "2013-09-10", Ends: "2013-09-03"}}), fault.KindInvalid)
		w.ok(w.SetStages(ctx, deputy, p.ID, in))
		stages, err := w.Stages(ctx, deputy, p.ID)
		w.ok(err)
		_, err = w.NoteStage(ctx, deputy, stages[1].ID, "too early")
		w.want(err, fault.KindConflict)
		_, err = w.NoteStage(ctx, w.as("m1"), stages[0].ID, "well")
		w.want(err, fault.KindForbidden)
		_, err = w.NoteStage(ctx, deputy, stages[0].ID, "pairs met")
		w.ok(err)
		w.ok(w.SetStages(ctx, deputy, p.ID, in[2:])) // the evaluated one stays
		if stages, err = w.Stages(ctx, w.as("e1"), p.ID); err != nil || len(stages) != 2 || stages[0].Note != "" {
			w.t.Errorf("e1 reads %v (%v)", stages, err)
		}
		if stages, err = w.Stages(ctx, w.as("director"), p.ID); err != nil || stages[0].Note != "pairs met" {
			w.t.Errorf("the director reads %v (%v)", stages, err)
		}
	})
}
