package mentoringtest

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/jobs"
	"talim/internal/mentoring"
	"talim/internal/mentoring/match"
	"talim/internal/mentoring/pairing"
	"talim/internal/mentoring/pairpage"
	"talim/internal/reminder"
	"talim/internal/verb"
	"talim/internal/waiting"
)

// today lists the kinds of what waits for somebody, in alphabetical order.
func (w *world) today(staff string) string {
	w.T.Helper()
	items, _, err := waiting.Find(ctx, w.D.Read(), []waiting.Source{pairpage.Waiting}, nil, w.as(staff), w.Today())
	w.OK(err)
	var kinds []string
	for _, i := range items {
		if kind := strings.TrimPrefix(i.Title.Key, "mentoring.waiting."); !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
		if i.Target.Kind == "" || i.Button.Key == "" {
			w.T.Errorf("no way to %+v", i)
		}
	}
	slices.Sort(kinds)
	return strings.Join(kinds, " ")
}

// wantToday compares what waits for everybody; whom the map does not name has nothing.
func (w *world) wantToday(when string, want map[string]string) {
	w.T.Helper()
	for _, staff := range []string{"director", "deputy", "m1", "m2", "m3", "e1", "e2", "e3"} {
		if got := w.today(staff); got != want[staff] {
			w.T.Errorf("%s: for %s waits %q, want %q", when, staff, got, want[staff])
		}
	}
}

// What waits for each person at each point of the year.
func TestWaitingThroughTheYear(t *testing.T) {
	each(t, func(w *world) {
		w.wantToday("before", map[string]string{"director": "open", "deputy": "open"})
		p := w.opened()
		w.wantToday("opened", nil)
		_, err := w.Programmes.Invite(ctx, w.as("deputy"), p.ID, mentoring.Mentor, []string{"m1"})
		w.OK(err)
		_, err = w.Programmes.Invite(ctx, w.as("deputy"), p.ID, mentoring.Mentee, []string{"e1", "e2"})
		w.OK(err)
		w.wantToday("invited", map[string]string{"m1": "invitation", "e1": "invitation", "e2": "invitation"})
		w.OK(w.Programmes.AnswerInvitation(ctx, w.as("e2"), w.invitationOf("e2").ID, false))
		w.OK(w.Programmes.AnswerInvitation(ctx, w.as("e1"), w.invitationOf("e1").ID, true))
		w.wantToday("answered", map[string]string{"m1": "invitation", "e1": "profile", "director": "propose", "deputy": "propose"})
		w.joined(p, mentoring.Mentor, 2, "m1")
		w.joined(p, mentoring.Mentee, 0, "e1")
		made, err := w.Matches.Propose(ctx, w.as("deputy"), p.ID)
		w.OK(err)
		w.wantToday("proposed", map[string]string{"director": "send", "deputy": "send"})
		w.OK(w.Matches.Send(ctx, w.as("deputy"), made.ID))
		w.wantToday("sent", map[string]string{"m1": "pair", "e1": "pair"})
		_, pairs, err := w.Matches.Proposal(ctx, w.as("deputy"), made.ID)
		w.OK(err)
		w.OK(second(w.Matches.AnswerPair(ctx, w.as("m1"), pairs[0].ID, true)))
		w.wantToday("one yes", map[string]string{"e1": "pair"})
		w.OK(second(w.Matches.AnswerPair(ctx, w.as("e1"), pairs[0].ID, true)))
		w.wantToday("agreed", map[string]string{"director": "order", "deputy": "order"})
		order, err := w.Matches.PrepareOrder(ctx, w.as("deputy"), p.ID)
		w.OK(err)
		w.wantToday("prepared", map[string]string{"director": "sign"})
		w.OK(w.Matches.SignOrder(ctx, w.as("director"), order.ID, match.Signature{Number: "1", Date: "2013-09-05", Starts: "2013-09-09", Ends: "2014-05-20"}))
		w.worksThroughTheYear(w.pairingOf("e1"))
	})
}

func (w *world) worksThroughTheYear(g pairing.Pairing) {
	w.T.Helper()
	w.Clock.Set("2013-09-09T07:00")
	w.wantToday("signed", map[string]string{"m1": "meetings plan", "e1": "meetings plan"})
	w.OK(w.Pairings.SavePlan(ctx, w.as("m1"), g.ID, 0, pairing.PlanContent{Goals: []string{"one"}}))
	w.wantToday("planned", map[string]string{"m1": "meetings", "e1": "meetings plan_agree"})
	w.OK(w.Pairings.AgreePlan(ctx, w.as("e1"), g.ID, 1))
	meeting, err := w.Pairings.BookMeeting(ctx, w.as("m1"), g.ID, w.freeTime(g))
	w.OK(err)
	visit := w.visitBy(g, "m1")
	w.wantToday("booked", map[string]string{"m1": "meeting visit", "e1": "meeting visit"})
	w.Clock.Set("2013-09-16T07:00")
	w.wantToday("unrecorded", map[string]string{"m1": "meetings visit", "e1": "meetings visit"})
	w.OK(w.Pairings.Hold(ctx, w.as("m1"), meeting.ID, pairing.HoldMeeting{Steps: []pairing.NewStep{{Text: "read", Owner: "e1", Due: "2013-09-20"}}}))
	w.OK(w.Pairings.HoldVisit(ctx, w.as("m1"), visit.ID, "", nil))
	w.wantToday("held", map[string]string{"m1": "meetings", "e1": "meetings step"})
	w.Clock.Set("2014-05-01T07:00")
	w.wantToday("at the end", map[string]string{"m1": "report", "e1": "step"})
	w.OK(w.Pairings.SaveReport(ctx, w.as("m1"), g.ID, pairing.NewReport{Done: "met"}))
	w.wantToday("a draft", map[string]string{"m1": "report", "e1": "step"})
	w.OK(w.Pairings.SaveReport(ctx, w.as("m1"), g.ID, pairing.NewReport{Version: 1, Done: "met", Share: true}))
	w.wantToday("shared", map[string]string{"e1": "reply step"})
	w.OK(w.Pairings.ReplyToReport(ctx, w.as("e1"), g.ID, pairing.Agree, ""))
	w.wantToday("replied", map[string]string{"e1": "step", "director": "close", "deputy": "close"})
	w.OK(w.Pairings.Complete(ctx, w.as("deputy"), g.ID))
	w.wantToday("completed", nil)
}

// A mentee for whom matching found nobody waits, also when an older draft had somebody.
func TestWaitingForThoseWithoutAMentor(t *testing.T) {
	each(t, func(w *world) {
		p := w.matchable()
		_, err := w.Matches.Propose(ctx, w.as("deputy"), p.ID)
		w.OK(err)
		w.saves("m1", func(in *mentoring.NewProfile) { in.Capacity = 1 })
		again, err := w.Matches.Propose(ctx, w.as("deputy"), p.ID)
		w.OK(err)
		w.OK(w.Matches.Send(ctx, w.as("deputy"), again.ID))
		if got := w.today("deputy"); got != "propose" {
			w.T.Errorf("for the deputy waits %q", got)
		}
	})
}

// Today costs one question, whoever asks.
func TestWaitingIsOneQuery(t *testing.T) {
	each(t, func(w *world) {
		w.everything()
		for _, staff := range []string{"director", "deputy", "m1", "e3"} {
			counted, n := db.Counted(context.Background())
			_, _, err := waiting.Find(counted, w.D.Read(), []waiting.Source{pairpage.Waiting}, nil, w.as(staff), w.Today())
			w.OK(err)
			if n.N() != 1 {
				w.T.Errorf("%d queries for %s", n.N(), staff)
			}
		}
	})
}

// runJobs does what is due.
func (w *world) runJobs() {
	w.T.Helper()
	worker := jobs.NewWorker(w.D, w.Now, slog.New(slog.DiscardHandler))
	for _, declare := range []func(*jobs.Worker){w.Programmes.Jobs, w.Pairings.Jobs, w.Groups.Jobs, w.Help.Jobs, w.Handovers.Jobs} {
		declare(worker)
	}
	for {
		n, err := worker.RunDue(ctx)
		w.OK(err)
		if n == 0 {
			break
		}
	}
	if dead, err := jobs.ListFailed(ctx, w.D.Read(), 10); err != nil || len(dead) > 0 {
		w.T.Fatalf("jobs that failed: %+v, %v", dead, err)
	}
	if n := w.Count(`SELECT count(*) FROM job WHERE school_id = $1 AND error <> '' AND state <> 'done'`, school); n > 0 {
		w.T.Fatalf("%d jobs fail", n)
	}
}

// reminders lists the keys open for somebody.
func (w *world) reminders(staff string) string {
	w.T.Helper()
	open, err := reminder.OpenFor(ctx, w.D.Read(), school, staff)
	w.OK(err)
	var keys []string
	for _, r := range open {
		keys = append(keys, strings.TrimPrefix(r.Key, "mentoring.remind."))
	}
	return strings.Join(keys, " ")
}

func TestReminderOfAnInvitation(t *testing.T) {
	each(t, func(w *world) {
		p := w.opened()
		_, err := w.Programmes.Invite(ctx, w.as("deputy"), p.ID, mentoring.Mentee, []string{"e1", "e2", "e3"})
		w.OK(err)
		w.OK(w.Programmes.AnswerInvitation(ctx, w.as("e1"), w.invitationOf("e1").ID, true))
		w.Clock.Set("2013-09-05T08:59")
		w.runJobs()
		if got := w.reminders("e2"); got != "" {
			w.T.Errorf("too early: %s", got)
		}
		w.Clock.Set("2013-09-05T09:00")
		w.runJobs()
		if w.reminders("e1") != "" || w.reminders("e2") != "profile" || w.reminders("e3") != "profile" {
			w.T.Errorf("after three days: %q %q %q", w.reminders("e1"), w.reminders("e2"), w.reminders("e3"))
		}
		w.OK(w.Programmes.AnswerInvitation(ctx, w.as("e2"), w.invitationOf("e2").ID, false))
		w.joined(p, mentoring.Mentee, 0, "e3")
		if w.reminders("e2") != "" || w.reminders("e3") != "" {
			w.T.Errorf("after the answers: %q %q", w.reminders("e2"), w.reminders("e3"))
		}
	})
}

func TestReminderOfAnUnrecordedMeeting(t *testing.T) {
	each(t, func(w *world) {
		g := w.works()
		book := func() pairing.Meeting {
			m, err := w.Pairings.BookMeeting(ctx, w.as("m1"), g.ID, w.freeTime(g))
			w.OK(err)
			return m
		}
		first, off, moved := book(), book(), book()
		w.OK(w.Pairings.Cancel(ctx, w.as("m1"), off.ID, "ill"))
		later, err := w.Pairings.Move(ctx, w.as("m1"), moved.ID, "ill", pairing.NewMeeting{Date: "2013-11-04", StartsAt: "14:00", EndsAt: "14:45"})
		w.OK(err)
		w.Clock.Set(string(first.Date) + "T23:00")
		w.runJobs()
		if got := w.reminders("m1"); got != "" {
			w.T.Errorf("on the day: %s", got)
		}
		w.Clock.Set("2013-10-01T07:00")
		w.runJobs()
		// The mentee was also told what the mentor cancelled and moved.
		for staff, want := range map[string]string{"m1": "unrecorded", "e1": "cancelled moved unrecorded"} {
			if got := w.reminders(staff); got != want {
				w.T.Errorf("%s the day after: %q, want %q", staff, got, want)
			}
		}
		w.OK(w.Pairings.Hold(ctx, w.as("e1"), first.ID, pairing.HoldMeeting{}))
		for staff, want := range map[string]string{"m1": "", "e1": "cancelled moved"} {
			if got := w.reminders(staff); got != want {
				w.T.Errorf("%s after it was recorded: %q, want %q", staff, got, want)
			}
		}
		w.Clock.Set("2013-11-05T07:00")
		w.runJobs()
		if got := w.reminders("e1"); !strings.Contains(got, "unrecorded") {
			w.T.Errorf("the day after the moved one: %q", got)
		}
		w.OK(w.Pairings.Cancel(ctx, w.as("e1"), later.ID, "was not there"))
		if got := w.reminders("e1"); strings.Contains(got, "unrecorded") {
			w.T.Errorf("after it was called off: %q", got)
		}
	})
}

func TestReminderOfTheTrial(t *testing.T) {
	each(t, func(w *world) {
		_, g := w.paired()
		w.Clock.Set(string(g.TrialEnds.AddDays(-8)) + "T23:00")
		w.runJobs()
		if got := w.reminders("m1"); got != "" {
			w.T.Errorf("too early: %s", got)
		}
		w.Clock.Set(string(g.TrialEnds.AddDays(-7)) + "T07:00")
		w.runJobs()
		if w.reminders("m1") != "trial" || w.reminders("e1") != "trial" {
			w.T.Errorf("a week before: %q %q", w.reminders("m1"), w.reminders("e1"))
		}
		w.OK(w.Matches.AskChange(ctx, w.as("e1"), g.ID))
		if got := w.reminders("m1") + " " + w.reminders("e1"); got != "ended ended" {
			w.T.Errorf("after the end: %s", got)
		}
	})
}

// A computer that was off during the holidays does not remind of a trial that is over.
func TestNoReminderOfATrialThatIsOver(t *testing.T) {
	each(t, func(w *world) {
		_, g := w.paired()
		w.Clock.Set(string(g.TrialEnds.AddDays(1)) + "T07:00")
		w.runJobs()
		if got := w.reminders("m1"); got != "" {
			w.T.Errorf("reminded of %s", got)
		}
	})
}

// Jobs about records that are not there end in peace.
func TestJobsOfWhatIsGone(t *testing.T) {
	each(t, func(w *world) {
		w.OK(w.Do(ctx, w.as("deputy"), func(in verb.Work) error {
			for _, kind := range []string{mentoring.JobProfile, pairing.JobUnrecorded, pairing.JobTrial} {
				if err := mentoring.Later(in, kind, "gone", in.At); err != nil {
					return err
				}
			}
			return nil
		}))
		w.runJobs()
	})
}

func TestSchoolWeeks(t *testing.T) {
	each(t, func(w *world) {
		_, g := w.paired()
		page, err := w.Pages.PairPage(ctx, w.as("m1"), g.ID)
		w.OK(err)
		for _, c := range []struct {
			starts, ends, today calendar.Date
			want                int
		}{
			{"2013-09-09", "2013-09-13", "2014-01-01", 1},
			{"2013-09-13", "2013-09-16", "2014-01-01", 2}, // Friday and Monday
			{"2013-09-14", "2013-09-15", "2014-01-01", 0}, // a weekend
			{"2013-09-10", "2013-09-10", "2014-01-01", 0}, // a Tuesday, on which nobody teaches
			{"2013-09-09", "2014-05-20", "2013-09-23", 3}, // up to today
			{"2013-09-09", "2014-05-20", "2013-09-08", 0}, // not begun
		} {
			if got := pairing.SchoolWeeks(page.Days, calendar.Period{Starts: c.starts, Ends: c.ends}, c.today); got != c.want {
				w.T.Errorf("%s to %s on %s: %d weeks, want %d", c.starts, c.ends, c.today, got, c.want)
			}
		}
	})
}
