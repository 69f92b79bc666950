package mentoringtest

import (
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/fault"
	"talim/internal/journal"
	"talim/internal/mentoring"
	"talim/internal/mentoring/match"
	"talim/internal/mentoring/pairing"
	"talim/internal/observation"
	"talim/internal/timetable"
)

// booked counts the bookings that take time now.
func (w *world) booked() int {
	return w.Count(`SELECT count(*) FROM booking WHERE school_id = $1 AND state = $2`, school, timetable.Booked)
}

// works is a running pairing on its first morning.
func (w *world) works() pairing.Pairing {
	w.T.Helper()
	_, g := w.paired()
	w.Clock.Set("2013-09-09T07:00")
	return g
}

// wantEntries runs a verb and wants the one entry that it writes.
func (w *world) wantEntry(event journal.Event, who string, fn func()) {
	w.T.Helper()
	written := w.journalled(fn)
	if len(written) != 1 || written[0].Event != string(event) || written[0].Staff != who {
		w.T.Errorf("entries %+v, want one %s of %q", written, event, who)
	}
}

// Every verb of a pair writes exactly one entry, and no contents.
func TestOneEntryForEachVerb(t *testing.T) {
	each(t, func(w *world) {
		g := w.works()
		m1, e1 := w.as("m1"), w.as("e1")
		var meeting pairing.Meeting
		var visit observation.Visit
		var err error
		w.wantEntry(pairing.EventPlanSaved, "m1", func() { w.OK(w.Pairings.SavePlan(ctx, m1, g.ID, 0, pairing.PlanContent{Goals: []string{"secret"}})) })
		w.wantEntry(pairing.EventPlanAgreed, "e1", func() { w.OK(w.Pairings.AgreePlan(ctx, e1, g.ID, 1)) })
		w.wantEntry(pairing.EventMeetingsBooked, "m1", func() {
			meeting, err = w.Pairings.BookMeeting(ctx, m1, g.ID, w.freeTime(g))
			w.OK(err)
		})
		w.wantEntry(pairing.EventNoteWritten, "", func() { w.OK(w.Pairings.Prepare(ctx, e1, meeting.ID, pairing.NewNotes{Shared: "secret"})) })
		w.wantEntry(pairing.EventMeetingMoved, "e1", func() {
			meeting, err = w.Pairings.Move(ctx, e1, meeting.ID, "secret", w.freeTime(g))
			w.OK(err)
		})
		w.wantEntry(pairing.EventMeetingOff, "m1", func() { w.OK(w.Pairings.Cancel(ctx, m1, meeting.ID, "secret")) })
		w.wantEntry(pairing.EventMeetingsBooked, "e1", func() { w.OK(second(w.Pairings.BookWeekly(ctx, e1, g.ID, w.weekly(g)))) })
		w.wantEntry(pairing.EventVisitPlanned, "e1", func() { visit = w.visitBy(g, "e1") })
		w.wantEntry(pairing.EventVisitOff, "m1", func() { w.OK(w.Pairings.CancelVisit(ctx, m1, visit.ID, "secret")) })
		w.wantEntry(pairing.EventVisitPlanned, "e1", func() { visit = w.visitBy(g, "e1") })
		w.Clock.Set("2013-09-23T15:00")
		w.wantEntry(pairing.EventVisitHeld, "e1", func() {
			w.OK(w.Pairings.HoldVisit(ctx, e1, visit.ID, "secret", []pairing.NewStep{{Text: "secret", Owner: "e1", Due: "2013-09-30"}}))
		})
		first := w.text(`SELECT min(id) FROM meeting WHERE school_id = $1 AND state = 'planned' AND date < '2013-09-20'`, school)
		w.wantEntry(pairing.EventMeetingHeld, "m1", func() { w.OK(w.Pairings.Hold(ctx, m1, first, pairing.HoldMeeting{Shared: "secret"})) })
		w.wantEntry(pairing.EventStepDone, "m1", func() {
			w.OK(second(w.Pairings.FinishStep(ctx, m1, w.text(`SELECT id FROM next_step WHERE school_id = $1`, school))))
		})
		w.wantEntry(pairing.EventReportSaved, "", func() { w.OK(w.Pairings.SaveReport(ctx, m1, g.ID, pairing.NewReport{Done: "secret"})) })
		w.wantEntry(pairing.EventReportShared, "m1", func() {
			w.OK(w.Pairings.SaveReport(ctx, m1, g.ID, pairing.NewReport{Version: 1, Done: "secret", Share: true}))
		})
		w.wantEntry(pairing.EventReportReplied, "e1", func() { w.OK(w.Pairings.ReplyToReport(ctx, e1, g.ID, pairing.Disagree, "secret")) })
		w.wantEntry(pairing.EventCompleted, "deputy", func() { w.OK(w.Pairings.Complete(ctx, w.as("deputy"), g.ID)) })
		for _, e := range w.entries() {
			for _, value := range e.Details {
				if strings.Contains(value, "secret") {
					w.T.Errorf("the journal tells %+v", e)
				}
			}
		}
	})
}

// weekly is the first weekly time that both have.
func (w *world) weekly(g pairing.Pairing) pairing.NewWeekly {
	w.T.Helper()
	times, err := w.Pairings.MeetingTimes(ctx, w.as(g.Mentor), g)
	w.OK(err)
	if len(times) == 0 {
		w.T.Fatal("no weekly time in common")
	}
	return pairing.NewWeekly{Weekday: times[0].Weekday, StartsAt: times[0].StartsAt, EndsAt: times[0].EndsAt}
}

func TestLeaving(t *testing.T) {
	for _, who := range []string{"m1", "e1"} {
		t.Run(who, func(t *testing.T) {
			each(t, func(w *world) {
				g := w.works()
				w.OK(second(w.Pairings.BookWeekly(ctx, w.as("m1"), g.ID, w.weekly(g))))
				w.visitBy(g, "m1")
				w.Clock.Set("2013-10-01T12:00")
				w.runJobs() // reminders of the meetings that nobody recorded
				w.wantEntry(match.EventChanged, "", func() { w.OK(w.Matches.AskChange(ctx, w.as(who), g.ID)) })
				for _, e := range w.entries() {
					if e.At >= "2013-10-01" && (e.Staff != "" || e.Actor != "mentoring") {
						w.T.Errorf("the journal names %s: %+v", who, e)
					}
				}
				after := w.pairingOf("e1")
				if after.State != pairing.Changed || after.Ends != "2013-10-01" || after.Place != g.Place {
					w.T.Errorf("pairing %+v", after)
				}
				if n := w.Count(`SELECT count(*) FROM booking WHERE school_id = $1 AND state = $2 AND date >= '2013-10-01'`, school, timetable.Booked); n != 0 {
					w.T.Errorf("%d bookings still take time", n)
				}
				if n := w.Count(`SELECT count(*) FROM meeting WHERE school_id = $1 AND state = 'cancelled' AND reason <> ''`, school); n != 0 {
					w.T.Errorf("%d meetings give a reason", n)
				}
				for _, reader := range []string{"m1", "e1"} {
					if waits, told := w.today(reader), w.reminders(reader); waits != "" || told != "ended" {
						w.T.Errorf("%s still has %q, and is told %q", reader, waits, told)
					}
				}
				w.Refused(w.Matches.AskChange(ctx, w.as(who), g.ID), fault.KindConflict)
			})
		})
	}
}

// After somebody left, the mentee waits again and the mentor has the place again.
func TestANewPairAfterLeaving(t *testing.T) {
	each(t, func(w *world) {
		p, g := w.paired()
		w.joined(p, mentoring.Mentor, 1, "m2")
		w.OK(w.Matches.AskChange(ctx, w.as("m1"), g.ID))
		summary, err := w.Matches.Summary(ctx, w.as("deputy"), p.ID)
		w.OK(err)
		if summary.Without != 1 || summary.Finished != 1 || summary.Running != 0 {
			w.T.Errorf("summary %+v", summary)
		}
		if got := w.today("deputy"); got != "propose" {
			w.T.Errorf("for the deputy waits %q", got)
		}
		_, pairs := w.proposed(p)
		w.agreed(pairs)
		o, err := w.Matches.PrepareOrder(ctx, w.as("deputy"), p.ID)
		w.OK(err)
		again := match.Signature{Number: "17", Date: "2013-10-05", Starts: "2013-10-07", Ends: "2014-05-20"}
		w.Refused(w.Matches.SignOrder(ctx, w.as("director"), o.ID, again), fault.KindInvalid) // the number of the first order
		again.Number = "18"
		w.OK(w.Matches.SignOrder(ctx, w.as("director"), o.ID, again))
		if g := w.pairingOf("e1"); g.Mentor != "m2" || g.State != pairing.Running {
			w.T.Errorf("pairing %+v", g)
		}
	})
}

// The report counts with the reply, or when the days for it are over (R114).
func TestCompleting(t *testing.T) {
	each(t, func(w *world) {
		p, g := w.paired()
		w.Clock.Set("2014-05-12T10:00")
		deputy := w.as("deputy")
		w.Refused(w.Pairings.Complete(ctx, deputy, g.ID), fault.KindConflict)
		w.OK(w.Pairings.SaveReport(ctx, w.as("m1"), g.ID, pairing.NewReport{Done: "met"}))
		w.Refused(w.Pairings.ReplyToReport(ctx, w.as("e1"), g.ID, pairing.Agree, ""), fault.KindConflict) // a draft
		w.Refused(w.Pairings.Complete(ctx, deputy, g.ID), fault.KindConflict)
		w.Refused(w.Pairings.SaveReport(ctx, w.as("m1"), g.ID, pairing.NewReport{Done: "met"}), fault.KindConflict) // made from an older version
		w.OK(w.Pairings.SaveReport(ctx, w.as("m1"), g.ID, pairing.NewReport{Version: 1, Done: "met", Share: true}))
		w.Refused(w.Pairings.SaveReport(ctx, w.as("m1"), g.ID, pairing.NewReport{Version: 2, Done: "changed"}), fault.KindConflict) // shared
		w.Clock.Set("2014-05-19T10:00")                                                                                             // the last day for the reply
		w.Refused(w.Pairings.Complete(ctx, deputy, g.ID), fault.KindConflict)
		w.Refused(second(w.Pairings.Report(ctx, deputy, g)), fault.KindForbidden)
		w.Clock.Set("2014-05-20T10:00")
		w.OK(second(w.Pairings.Report(ctx, deputy, g)))
		w.Refused(w.Programmes.CloseProgramme(ctx, deputy, p.ID), fault.KindConflict) // still running
		w.OK(w.Pairings.Complete(ctx, deputy, g.ID))
		w.Refused(w.Pairings.Complete(ctx, deputy, g.ID), fault.KindConflict)
		_, err := w.Matches.Propose(ctx, deputy, p.ID)
		w.Refused(err, fault.KindConflict) // she had her mentor
		for _, side := range []mentoring.Side{mentoring.Mentor, mentoring.Mentee} {
			if n, err := w.Pairings.Appreciate(ctx, deputy, p.ID, side, "thank you"); err != nil || n != 1 {
				w.T.Errorf("%d letters to the %s: %v", n, side, err)
			}
			_, err := w.Pairings.Appreciate(ctx, deputy, p.ID, side, "thank you")
			w.Refused(err, fault.KindConflict)
		}
		letters, err := w.Pairings.Letters(ctx, deputy, p.ID)
		w.OK(err)
		if len(letters) != 2 || letters[0].Person().ID != "m1" || letters[1].Person().ID != "e1" || letters[1].Number != 2 || letters[1].Partner().ID != "m1" {
			w.T.Errorf("letters %+v", letters)
		}
	})
}

// Whoever left gets no letter for that pairing.
func TestNoLetterForWhatWasLeft(t *testing.T) {
	each(t, func(w *world) {
		p, g := w.paired()
		w.OK(w.Matches.AskChange(ctx, w.as("e1"), g.ID))
		w.Refused(second(w.Pairings.Appreciate(ctx, w.as("deputy"), p.ID, mentoring.Mentor, "")), fault.KindConflict)
	})
}

func TestSecondClicksOfAPair(t *testing.T) {
	each(t, func(w *world) {
		g := w.works()
		m1, e1 := w.as("m1"), w.as("e1")
		at := w.freeTime(g)
		meeting, err := w.Pairings.BookMeeting(ctx, m1, g.ID, at)
		w.OK(err)
		w.Refused(second(w.Pairings.BookMeeting(ctx, e1, g.ID, at)), fault.KindConflict)
		if w.booked() != 1 {
			w.T.Errorf("%d bookings", w.booked())
		}
		weekly := w.weekly(g)
		w.OK(second(w.Pairings.BookWeekly(ctx, m1, g.ID, weekly)))
		all := w.booked()
		w.Refused(second(w.Pairings.BookWeekly(ctx, m1, g.ID, weekly)), fault.KindConflict)
		visit := w.visitBy(g, "e1")
		w.Refused(second(w.Pairings.PlanVisit(ctx, e1, g.ID, pairing.NewVisit{Observer: "e1", Lesson: visit.Lesson, Date: visit.Date})), fault.KindInvalid)
		if w.booked() != all+1 {
			w.T.Errorf("%d bookings, want %d", w.booked(), all+1)
		}
		w.Refused(w.Pairings.Hold(ctx, m1, meeting.ID, pairing.HoldMeeting{Shared: "too early"}), fault.KindConflict)
		w.Clock.Set("2013-09-23T15:00")
		held := pairing.HoldMeeting{Shared: "we agreed", Private: "mine", Steps: []pairing.NewStep{{Text: "read", Owner: "e1", Due: "2013-09-30"}}}
		visited := []pairing.NewStep{{Text: "try it", Owner: "m1", Due: "2013-09-30"}}
		for range 2 {
			w.OK(w.Pairings.Hold(ctx, m1, meeting.ID, held))
			w.OK(w.Pairings.HoldVisit(ctx, e1, visit.ID, "group work", visited))
		}
		if steps, notes := w.Count(`SELECT count(*) FROM next_step`), w.Count(`SELECT count(*) FROM meeting_note`); steps != 2 || notes != 2 {
			w.T.Errorf("%d steps, %d notes", steps, notes)
		}
		if n := w.Count(`SELECT count(*) FROM visit_note`); n != 1 {
			w.T.Errorf("%d notes of the visit", n)
		}
		step := w.text(`SELECT min(id) FROM next_step`)
		for range 2 {
			w.OK(second(w.Pairings.FinishStep(ctx, e1, step)))
		}
		w.OK(w.Pairings.SavePlan(ctx, m1, g.ID, 0, pairing.PlanContent{Goals: []string{"one"}}))
		w.Refused(w.Pairings.SavePlan(ctx, m1, g.ID, 0, pairing.PlanContent{Goals: []string{"one"}}), fault.KindConflict)
		for range 2 {
			w.OK(w.Pairings.AgreePlan(ctx, e1, g.ID, 1))
		}
		if n := w.Count(`SELECT count(*) FROM journal_entry WHERE event = $1`, pairing.EventPlanAgreed); n != 1 {
			w.T.Errorf("agreed %d times", n)
		}
		w.Refused(w.Pairings.AgreePlan(ctx, e1, g.ID, 2), fault.KindConflict)
	})
}

func TestMovingAndCancelling(t *testing.T) {
	each(t, func(w *world) {
		g := w.works()
		m1 := w.as("m1")
		meeting, err := w.Pairings.BookMeeting(ctx, m1, g.ID, w.freeTime(g))
		w.OK(err)
		w.Refused(second(w.Pairings.Move(ctx, m1, meeting.ID, " ", w.freeTime(g))), fault.KindInvalid)
		w.Refused(w.Pairings.Cancel(ctx, m1, meeting.ID, ""), fault.KindInvalid)
		// where somebody teaches: nothing moves
		taught := pairing.NewMeeting{Date: "2013-09-09", StartsAt: "08:30", EndsAt: "11:50"}
		w.Refused(second(w.Pairings.Move(ctx, m1, meeting.ID, "ill", taught)), fault.KindConflict)
		if same, err := pairing.MeetingByID(ctx, w.D.Read(), school, meeting.ID); err != nil || same != meeting || w.booked() != 1 {
			w.T.Errorf("after a refused move: %+v, %v", same, err)
		}
		// shorter, at its own time
		shorter := pairing.NewMeeting{Date: meeting.Date, StartsAt: meeting.StartsAt, EndsAt: meeting.StartsAt[:3] + "50"}
		if shorter.EndsAt <= shorter.StartsAt {
			shorter.EndsAt = meeting.EndsAt
		}
		moved, err := w.Pairings.Move(ctx, m1, meeting.ID, "short of time", shorter)
		w.OK(err)
		page, err := w.Pairings.Meeting(ctx, m1, meeting.ID)
		w.OK(err)
		old := page.Meeting
		if old.State != pairing.MeetingMoved || old.MovedTo != moved.ID || old.Reason != "short of time" || w.booked() != 1 {
			w.T.Errorf("old %+v, new %+v, %d bookings", old, moved, w.booked())
		}
		w.Refused(second(w.Pairings.Move(ctx, m1, meeting.ID, "again", shorter)), fault.KindConflict)
		w.Refused(w.Pairings.Prepare(ctx, m1, meeting.ID, pairing.NewNotes{Shared: "x"}), fault.KindConflict)
		w.Refused(w.Pairings.Hold(ctx, m1, meeting.ID, pairing.HoldMeeting{}), fault.KindConflict)
		w.OK(w.Pairings.Cancel(ctx, w.as("e1"), moved.ID, "ill"))
		w.Refused(w.Pairings.Cancel(ctx, w.as("e1"), moved.ID, "ill"), fault.KindConflict)
		if w.booked() != 0 {
			w.T.Errorf("%d bookings after cancelling", w.booked())
		}
	})
}

// A weekly time whose hour is over today begins next week.
func TestWeeklyTimeBeginsAhead(t *testing.T) {
	each(t, func(w *world) {
		g := w.works()
		weekly := w.weekly(g)
		w.Clock.Set("2013-09-" + map[bool]string{true: "16", false: "18"}[weekly.Weekday == 1] + "T18:00")
		booked, err := w.Pairings.BookWeekly(ctx, w.as("m1"), g.ID, weekly)
		w.OK(err)
		first := w.text(`SELECT min(date) FROM meeting WHERE school_id = $1`, school)
		if booked.Made == 0 || first <= string(w.Today()) {
			w.T.Errorf("the first of %d is on %s", booked.Made, first)
		}
	})
}

// Where the partner wrote meanwhile, a note does not take the place of hers.
func TestNotesDoNotOverwriteEachOther(t *testing.T) {
	each(t, func(w *world) {
		g := w.works()
		m, err := w.Pairings.BookMeeting(ctx, w.as("m1"), g.ID, w.freeTime(g))
		w.OK(err)
		w.OK(w.Pairings.Prepare(ctx, w.as("m1"), m.ID, pairing.NewNotes{Shared: "from the mentor"}))
		w.Refused(w.Pairings.Prepare(ctx, w.as("e1"), m.ID, pairing.NewNotes{Shared: "from the mentee"}), fault.KindConflict)
		page, err := w.Pairings.Meeting(ctx, w.as("e1"), m.ID)
		w.OK(err)
		w.OK(w.Pairings.Prepare(ctx, w.as("e1"), m.ID, pairing.NewNotes{Shared: "from both", Version: page.Notes.Shared.Number}))
		w.OK(w.Pairings.Prepare(ctx, w.as("e1"), m.ID, pairing.NewNotes{Shared: "from both", Private: "mine", Version: page.Notes.Shared.Number})) // a second click
		if n := w.Count(`SELECT count(*) FROM meeting_note WHERE audience = 'pair'`); n != 2 {
			w.T.Errorf("%d shared notes", n)
		}
	})
}

// A report that disagrees is read beside the mentor's, by all who may read the report.
func TestDisagreementStandsBesideTheReport(t *testing.T) {
	each(t, func(w *world) {
		_, g := w.paired()
		w.Clock.Set("2014-05-12T10:00")
		w.OK(w.Pairings.SaveReport(ctx, w.as("m1"), g.ID, pairing.NewReport{Done: "met", Share: true}))
		w.OK(w.Pairings.ReplyToReport(ctx, w.as("e1"), g.ID, pairing.Disagree, "we met twice"))
		for _, a := range []access.Actor{w.as("m1"), w.as("e1"), w.as("deputy"), w.as("director")} {
			if r, err := w.Pairings.Report(ctx, a, g); err != nil || r.Stance != pairing.Disagree || r.Reply != "we met twice" || r.Done != "met" {
				w.T.Errorf("%s reads %+v, %v", a.Staff, r, err)
			}
		}
	})
}
