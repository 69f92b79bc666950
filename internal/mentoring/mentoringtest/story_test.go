package mentoringtest

import (
	"slices"
	"testing"

	"talim/internal/fault"
	"talim/internal/mentoring"
	"talim/internal/mentoring/pairing"
	"talim/internal/timetable"
)

// TestYear walks through a whole year of one pair.
func TestYear(t *testing.T) {
	each(t, func(w *world) {
		p, g := w.paired()
		if g.Mentor != "m1" || g.Place != 1 || g.Starts != "2013-09-09" || g.TrialEnds != "2013-10-21" {
			t.Errorf("pairing %+v", g)
		}
		w.plansTogether(g)
		m := w.meetsWeekly(g)
		w.visits(g)
		w.recordsMeeting(m)
		w.closesYear(p, g)
	})
}

func (w *world) plansTogether(g pairing.Pairing) {
	w.T.Helper()
	content := pairing.PlanContent{Strong: "subject", Goals: []string{"clear goals in each lesson", ""}, Steps: []pairing.PlanStep{
		{Month: "2013-11", Text: "open lesson"}, {Month: "2013-10", Text: "plan a week together", Who: mentoring.Mentor},
	}}
	w.OK(w.Pairings.SavePlan(ctx, w.as("m1"), g.ID, 0, content))
	w.Refused(w.Pairings.SavePlan(ctx, w.as("e1"), g.ID, 0, content), fault.KindConflict) // made from an older version
	w.OK(w.Pairings.AgreePlan(ctx, w.as("e1"), g.ID, 1))
	plan, err := w.Pairings.Plan(ctx, w.as("e1"), g)
	w.OK(err)
	read, err := plan.Read()
	w.OK(err)
	if !plan.Counts() || len(read.Goals) != 1 || read.Steps[0].Month != "2013-10" {
		w.T.Errorf("plan %+v %+v", plan, read)
	}
}

func (w *world) meetsWeekly(g pairing.Pairing) pairing.Meeting {
	w.T.Helper()
	w.Clock.Set("2013-09-09T07:00")
	times, err := w.Pairings.MeetingTimes(ctx, w.as("m1"), g)
	w.OK(err)
	if len(times) == 0 {
		w.T.Fatal("no time in common")
	}
	first := times[0]
	if _, trip := first.Offer.Waiting(); trip {
		w.T.Errorf("the first time offered, %+v, is on a day off although others are near", first)
	}
	booked, err := w.Pairings.BookWeekly(ctx, w.as("m1"), g.ID, pairing.NewWeekly{
		Weekday: first.Weekday, StartsAt: first.StartsAt, EndsAt: first.EndsAt, From: "2013-09-09", Place: "room 3",
	})
	w.OK(err)
	if booked.Made < 30 {
		w.T.Errorf("%d meetings booked", booked.Made)
	}
	events, err := w.Pairings.Events(ctx, w.as("e1"), g)
	w.OK(err)
	m, err := pairing.MeetingByID(ctx, w.D.Read(), school, events[0].ID)
	w.OK(err)
	return m
}

func (w *world) visits(g pairing.Pairing) {
	w.T.Helper()
	for _, observer := range []string{"m1", "e1"} {
		offered, err := w.Pairings.Visitable(ctx, w.as("e1"), g, observer, "2013-09-09")
		w.OK(err)
		if len(offered) == 0 {
			w.T.Fatalf("nothing to visit for %s", observer)
		}
		v, err := w.Pairings.PlanVisit(ctx, w.as("e1"), g.ID, pairing.NewVisit{Observer: observer, Lesson: offered[0].Lesson, Date: offered[0].Date})
		w.OK(err)
		w.Refused(w.Pairings.HoldVisit(ctx, w.as(observer), v.ID, "early", nil), fault.KindConflict)
	}
	w.Refused(second(w.Pairings.PlanVisit(ctx, w.as("e1"), g.ID, pairing.NewVisit{Observer: "m2", Lesson: "x", Date: "2013-09-10"})), fault.KindInvalid)
	w.Clock.Set("2013-09-16T15:00")
	events, err := w.Pairings.Events(ctx, w.as("m1"), g)
	w.OK(err)
	for _, e := range events {
		if e.What == "visit" {
			w.OK(w.Pairings.HoldVisit(ctx, w.as(e.Observer), e.ID, "saw group work", []pairing.NewStep{{Text: "try it in 5A", Owner: "e1", Due: "2013-09-20"}}))
		}
	}
}

func (w *world) recordsMeeting(m pairing.Meeting) {
	w.T.Helper()
	w.OK(w.Pairings.Hold(ctx, w.as("m1"), m.ID, pairing.HoldMeeting{
		Shared: "we agreed", Private: "only for me", Steps: []pairing.NewStep{{Text: "write the plan", Owner: "e1", Due: "2013-09-25"}},
	}))
	mine, err := w.Pairings.Meeting(ctx, w.as("m1"), m.ID)
	w.OK(err)
	hers, err := w.Pairings.Meeting(ctx, w.as("e1"), m.ID)
	w.OK(err)
	if mine.Notes.Private.Text != "only for me" || hers.Notes.Private.Text != "" || hers.Notes.Shared.Text != "we agreed" {
		w.T.Errorf("notes: mine %+v, hers %+v", mine.Notes, hers.Notes)
	}
	if _, err := w.Pairings.Meeting(ctx, w.as("deputy"), m.ID); !fault.Is(err, fault.KindForbidden) {
		w.T.Errorf("the deputy reads a meeting: %v", err)
	}
	if i := slices.IndexFunc(hers.Steps, func(s pairing.Step) bool { return s.Text == "write the plan" }); i < 0 {
		w.T.Errorf("steps %+v", hers.Steps)
	} else {
		_, err := w.Pairings.FinishStep(ctx, w.as("e1"), hers.Steps[i].ID)
		w.OK(err)
	}
}

func (w *world) closesYear(p mentoring.Programme, g pairing.Pairing) {
	w.T.Helper()
	w.Clock.Set("2014-05-12T10:00")
	counts, err := w.Pairings.CountsOf(ctx, w.as("deputy"), g.ID)
	w.OK(err)
	if counts.MeetingsHeld != 1 || counts.ByMentorHeld != 1 || counts.ByMenteeHeld != 1 || counts.StepsDone != 1 || !counts.PlanAgreed {
		w.T.Errorf("counts %+v", counts)
	}
	w.Refused(w.Pairings.Complete(ctx, w.as("deputy"), g.ID), fault.KindConflict) // no report yet
	w.OK(w.Pairings.SaveReport(ctx, w.as("m1"), g.ID, pairing.NewReport{Done: "met weekly"}))
	hidden, err := w.Pairings.Report(ctx, w.as("e1"), g)
	w.OK(err)
	if hidden.Done != "" {
		w.T.Error("the mentee reads a draft")
	}
	w.OK(w.Pairings.SaveReport(ctx, w.as("m1"), g.ID, pairing.NewReport{Version: 1, Done: "met weekly", Share: true}))
	w.Refused(w.Pairings.Complete(ctx, w.as("deputy"), g.ID), fault.KindConflict) // R114: not before the reply
	if _, err := w.Pairings.Report(ctx, w.as("deputy"), g); !fault.Is(err, fault.KindForbidden) {
		w.T.Errorf("the deputy reads a report that does not count: %v", err)
	}
	w.OK(w.Pairings.ReplyToReport(ctx, w.as("e1"), g.ID, pairing.Add, "and lesson plans"))
	w.Refused(w.Pairings.ReplyToReport(ctx, w.as("e1"), g.ID, pairing.Agree, ""), fault.KindConflict)
	w.OK(w.Pairings.Complete(ctx, w.as("deputy"), g.ID))
	n, err := w.Pairings.Appreciate(ctx, w.as("director"), p.ID, mentoring.Mentor, "")
	w.OK(err)
	letters, err := w.Pairings.MyLetters(ctx, w.as("m1"))
	w.OK(err)
	if n != 1 || len(letters) != 1 || letters[0].Partner().Code != "e1" {
		w.T.Errorf("letters %+v", letters)
	}
	w.Refused(second(w.Pairings.Appreciate(ctx, w.as("director"), p.ID, mentoring.Mentor, "")), fault.KindConflict)
	w.OK(w.Programmes.CloseProgramme(ctx, w.as("deputy"), p.ID))
	if left := w.Count(`SELECT count(*) FROM booking WHERE school_id = $1 AND state = $2 AND date > '2014-05-12'`, school, timetable.Booked); left != 0 {
		w.T.Errorf("%d bookings still take time after the end", left)
	}
}

func second[T any](_ T, err error) error { return err }
