package mentoringtest

import (
	"slices"
	"testing"

	"talim/internal/mentoring"
	"talim/internal/mentoring/assembly"
	"talim/internal/mentoring/group"
	"talim/internal/mentoring/pairing"

	"talim/internal/apptest"
	"talim/internal/observation"
	"talim/internal/secret"
)

// with is the area with other keys over the same database.
func (w *world) with(k *secret.Keeper) *assembly.Services {
	return assembly.New(w.D, w.timetable, observation.New(w.D, w.timetable, k, w.Clock.Now), k, w.Clock.Now)
}

// The key of a text is lost; what cannot be read is left out of the form, is never
// kept as somebody's own words, and is there again when the key is found.
func TestSaveProfileKeepsWhatCannotBeRead(t *testing.T) {
	each(t, func(w *world) {
		r := w.written()
		before, lost, found := apptest.LostKey(w.T)
		save := func(k *secret.Keeper, change func(in *mentoring.NewProfile, now mentoring.Profile)) {
			w.T.Helper()
			_, now, _, err := w.with(k).Programmes.MyProfile(ctx, w.as("m1"), r.mentor)
			w.OK(err)
			in := mentoring.NewProfile{Version: now.Version, Topics: []string{"subject"}, Languages: []string{"kk"}, Capacity: 2}
			change(&in, now)
			w.OK(w.with(k).Programmes.SaveProfile(ctx, w.as("m1"), r.mentor, in))
		}
		save(before, func(in *mentoring.NewProfile, _ mentoring.Profile) {
			in.Strengths, in.Needs, in.Hopes = "strong", "need", "hope"
		})
		save(lost, func(in *mentoring.NewProfile, now mentoring.Profile) {
			if !slices.Equal(now.Unreadable, []string{"strengths", "needs", "hopes"}) || now.Strengths != secret.Unread(ctx) {
				w.T.Errorf("not said to be unreadable: %v, %q", now.Unreadable, now.Strengths)
			}
			in.LeftOut, in.Hopes = now.Unreadable, "hope again"
		})
		_, now, _, err := w.with(found).Programmes.MyProfile(ctx, w.as("m1"), r.mentor)
		w.OK(err)
		if now.Strengths != "strong" || now.Needs != "need" || now.Hopes != "hope again" || now.Capacity != 2 || now.Unreadable != nil {
			w.T.Errorf("with the found key the newest profile says %q, %q, %q", now.Strengths, now.Needs, now.Hopes)
		}
		save(found, func(in *mentoring.NewProfile, _ mentoring.Profile) { in.LeftOut = []string{"needs"} }) // a form from before the key was found
		if _, now, _, err = w.with(found).Programmes.MyProfile(ctx, w.as("m1"), r.mentor); now.Needs != "need" || now.Strengths != "" {
			w.T.Errorf("an old form wipes %q, %q, %v", now.Needs, now.Strengths, err)
		}
	})
}

func TestSaveReportKeepsWhatCannotBeRead(t *testing.T) {
	each(t, func(w *world) {
		_, g := w.paired()
		before, lost, found := apptest.LostKey(w.T)
		w.OK(w.with(before).Pairings.SaveReport(ctx, w.as("m1"), g.ID, pairing.NewReport{Done: "done", Learned: "learned"}))
		now, err := w.with(lost).Pairings.Report(ctx, w.as("m1"), g)
		w.OK(err)
		if !slices.Equal(now.Unreadable, []string{"done", "learned"}) {
			w.T.Errorf("unreadable: %v", now.Unreadable)
		}
		if err := w.with(lost).Pairings.SaveReport(ctx, w.as("m1"), g.ID, pairing.NewReport{Version: 1, LeftOut: now.Unreadable, Share: true}); err == nil {
			w.T.Error("a report that its author cannot read is given to the mentee")
		}
		w.OK(w.with(lost).Pairings.SaveReport(ctx, w.as("m1"), g.ID, pairing.NewReport{Version: 1, Advice: "advice", LeftOut: now.Unreadable}))
		now, err = w.with(found).Pairings.Report(ctx, w.as("m1"), g)
		w.OK(err)
		if now.Done != "done" || now.Learned != "learned" || now.Advice != "advice" || now.Version != 2 {
			w.T.Errorf("with the found key: %+v", now)
		}
	})
}

func TestPlanThatCannotBeReadIsNobodysWords(t *testing.T) {
	each(t, func(w *world) {
		_, g := w.paired()
		before, lost, found := apptest.LostKey(w.T)
		w.OK(w.with(before).Pairings.SavePlan(ctx, w.as("m1"), g.ID, 0, pairing.PlanContent{Strong: "strong", Goals: []string{"a goal"}}))
		plan, err := w.with(lost).Pairings.Plan(ctx, w.as("e1"), g)
		w.OK(err)
		if !plan.Unreadable || plan.Version != 1 {
			w.T.Errorf("%+v", plan)
		}
		page, err := w.with(lost).Pages.ReportPage(ctx, w.as("m1"), g.ID)
		w.OK(err)
		if len(page.Draft.Goals)+len(page.Draft.Steps) != 0 {
			w.T.Errorf("a report is drafted from what cannot be read: %+v", page.Draft)
		}
		plan, err = w.with(found).Pairings.Plan(ctx, w.as("e1"), g)
		w.OK(err)
		if content, err := plan.Read(); err != nil || content.Strong != "strong" || plan.Unreadable {
			w.T.Errorf("with the found key: %+v, %v", content, err)
		}
	})
}

// A form that left a note out wipes nothing, and a meeting that moves takes it along.
func TestPrepareKeepsNotesThatCannotBeRead(t *testing.T) {
	each(t, func(w *world) {
		_, g := w.paired()
		before, lost, found := apptest.LostKey(w.T)
		m := w.firstMeeting(g)
		w.OK(w.with(before).Pairings.Prepare(ctx, w.as("m1"), m.ID, pairing.NewNotes{Shared: "shared", Private: "own"}))
		page, err := w.with(lost).Pairings.Meeting(ctx, w.as("m1"), m.ID)
		w.OK(err)
		if got := page.Notes.Unreadable(); !slices.Equal(got, []string{"shared", "private"}) {
			w.T.Errorf("unreadable: %v", got)
		}
		empty := pairing.NewNotes{Version: page.Notes.Shared.Number, LeftOut: page.Notes.Unreadable()}
		w.OK(w.with(lost).Pairings.Prepare(ctx, w.as("m1"), m.ID, empty))
		w.OK(w.with(found).Pairings.Prepare(ctx, w.as("m1"), m.ID, empty)) // the form of before
		moved, err := w.with(lost).Pairings.Move(ctx, w.as("m1"), m.ID, "ill", w.freeTime(g))
		w.OK(err)
		page, err = w.with(found).Pairings.Meeting(ctx, w.as("m1"), moved.ID)
		w.OK(err)
		if page.Notes.Shared.Text != "shared" || page.Notes.Private.Text != "own" {
			w.T.Errorf("with the found key: %+v", page.Notes)
		}
	})
}

func TestHoldGroupMeetingKeepsNotesThatCannotBeRead(t *testing.T) {
	each(t, func(w *world) {
		w.writtenInGroups()
		before, lost, found := apptest.LostKey(w.T)
		id := w.text(`SELECT min(meeting_id) FROM group_note`)
		mentor := w.as(w.text(`SELECT min(author_id) FROM group_note`))
		notes := func(k *secret.Keeper) group.GroupNotes {
			page, err := w.with(k).Groups.GroupMeeting(ctx, mentor, id)
			w.OK(err)
			return page.Notes
		}
		w.OK(w.with(before).Groups.HoldGroupMeeting(ctx, mentor, id, pairing.NewNotes{Version: 1, Shared: "shared", Private: "own"}))
		empty := pairing.NewNotes{Version: notes(lost).Shared.Number, LeftOut: notes(lost).Unreadable()}
		if len(empty.LeftOut) != 2 {
			w.T.Errorf("unreadable: %v", empty.LeftOut)
		}
		w.OK(w.with(lost).Groups.HoldGroupMeeting(ctx, mentor, id, empty))
		w.OK(w.with(found).Groups.HoldGroupMeeting(ctx, mentor, id, empty))
		if n := notes(found); n.Shared.Text != "shared" || n.Private.Text != "own" {
			w.T.Errorf("with the found key: %+v", n)
		}
	})
}
