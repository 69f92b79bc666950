package mentoringtest

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/mentoring"
	"talim/internal/mentoring/pairing"
	"talim/internal/mentoring/weeks"
	"talim/internal/reminder"
	"talim/internal/timetable"
	"talim/internal/timetable/cover"
	"talim/internal/timetable/lessonimport"
)

// two runs two pairs: m1 with e1 and m2 with e2.
func (w *world) two() mentoring.Programme {
	w.T.Helper()
	p := w.opened()
	w.joined(p, mentoring.Mentor, 1, "m1", "m2")
	w.joined(p, mentoring.Mentee, 0, "e1", "e2")
	_, pairs := w.proposed(p)
	w.agreed(pairs)
	w.signed(p)
	return p
}

func (w *world) todayOf(staff string) string {
	w.T.Helper()
	list, err := reminder.OpenFor(ctx, w.D.Read(), school, staff)
	w.OK(err)
	var keys []string
	for _, r := range list {
		if !strings.HasSuffix(r.Key, ".profile") {
			keys = append(keys, strings.TrimPrefix(strings.TrimPrefix(r.Key, "mentoring.remind."), "timetable.remind."))
		}
	}
	return strings.Join(keys, " ")
}

func (w *world) openOffer(pairing string) weeks.TimeOffer {
	w.T.Helper()
	return w.offerWhere(`pairing_id = '` + pairing + `' AND state = 'asked'`)
}

// The deputy plans the weeks of all pairs and sends them; nothing is booked until
// both have said yes, and then all of it is.
func TestWeeksOfAllPairs(t *testing.T) {
	each(t, func(w *world) {
		p := w.two()
		w.Clock.Set("2013-09-05T09:00")
		plan, err := w.Weeks.PlanWeeks(ctx, w.as("deputy"), p.ID)
		w.OK(err)
		if len(plan.Pairs) != 2 || plan.News() != 2 || plan.Starts != "2013-09-09" || !plan.Proved {
			w.T.Fatalf("plan %+v", plan)
		}
		busy := map[string]bool{}
		for _, pair := range plan.Pairs {
			if len(pair.Times) != 1 || len(pair.Now) != 0 || len(pair.Visits) != 4 {
				w.T.Errorf("%s: %d times, %d visits", pair.ID, len(pair.Times), len(pair.Visits))
			}
			for _, v := range pair.Visits {
				key := v.Observer + string(v.Date) + string(v.StartsAt)
				if busy[key] || !pair.Has(v.Observer) {
					w.T.Errorf("%s twice", key)
				}
				busy[key] = true
			}
		}
		n, err := w.Weeks.SendWeeks(ctx, w.as("deputy"), p.ID)
		if err != nil || n != 2 || w.Count(`SELECT count(*) FROM meeting`)+w.Count(`SELECT count(*) FROM visit`) != 0 {
			w.T.Fatalf("sent %d, %v", n, err)
		}
		pairing := w.pairingOf("e1")
		o := w.openOffer(pairing.ID)
		if w.todayOf("e1") != "time_offer" || w.todayOf(pairing.Mentor) != "time_offer" {
			w.T.Errorf("told: %q %q", w.todayOf("e1"), w.todayOf(pairing.Mentor))
		}
		first, err := w.Weeks.AnswerTimes(ctx, w.as("e1"), o.ID, true)
		if err != nil || first.State != weeks.OfferAsked || w.Count(`SELECT count(*) FROM meeting`) != 0 || w.todayOf("e1") != "" || w.todayOf(pairing.Mentor) != "time_offer" {
			w.T.Errorf("first yes: %+v %v", first, err)
		}
		second, err := w.Weeks.AnswerTimes(ctx, w.as(pairing.Mentor), o.ID, true)
		if err != nil || second.State != weeks.OfferAgreed || second.Booked < 30 || second.Visits != 4 || second.Lost != 0 {
			w.T.Errorf("second yes: %+v %v", second, err)
		}
		_, err = w.Weeks.AnswerTimes(ctx, w.as("e1"), o.ID, false)
		w.Refused(err, fault.KindConflict)
		again, err := w.Weeks.PlanWeeks(ctx, w.as("deputy"), p.ID)
		w.OK(err)
		at := slices.IndexFunc(again.Pairs, func(x weeks.PairWeek) bool { return x.ID == pairing.ID })
		if done := again.Pairs[at]; done.News() || done.Planned != 4 || done.Offer != weeks.OfferAgreed || again.News() != 1 {
			w.T.Errorf("what is agreed is kept: %+v", done)
		}
	})
}

// A no books nothing, says nothing about who it was, and both may choose.
func TestAnswerTimesNoBooksNothing(t *testing.T) {
	each(t, func(w *world) {
		p, pairing := w.paired()
		_, err := w.Weeks.SendWeeks(ctx, w.as("deputy"), p.ID)
		w.OK(err)
		o := w.openOffer(pairing.ID)
		for _, who := range []string{"e2", "deputy", "director"} {
			_, err := w.Weeks.AnswerTimes(ctx, w.as(who), o.ID, true)
			w.Refused(err, fault.KindForbidden)
			_, err = w.Weeks.TimesOffered(ctx, w.as(who), o.ID)
			w.Refused(err, fault.KindForbidden)
		}
		_, err = w.Weeks.AnswerTimes(ctx, w.as("m1"), o.ID, true)
		w.OK(err)
		got, err := w.Weeks.AnswerTimes(ctx, w.as("e1"), o.ID, false)
		if err != nil || got.State != weeks.OfferDeclined || w.Count(`SELECT count(*) FROM meeting`)+w.Count(`SELECT count(*) FROM booking`) != 0 {
			w.T.Errorf("declined: %+v %v", got, err)
		}
		if n := w.Count(`SELECT count(*) FROM time_offer WHERE agreed_by <> ''`); n != 0 {
			w.T.Error("who agreed to what was declined is kept")
		}
		if w.todayOf("e1") != "time_declined" || w.todayOf("m1") != "time_declined" {
			w.T.Errorf("told: %q %q", w.todayOf("e1"), w.todayOf("m1"))
		}
		_, err = w.Weeks.PlanWeeks(ctx, w.as("e1"), p.ID)
		w.Refused(err, fault.KindForbidden)
		_, err = w.Weeks.SendWeeks(ctx, w.as("m1"), p.ID)
		w.Refused(err, fault.KindForbidden)
	})
}

// A new timetable lies over the weekly time: the plan moves this pair and no other,
// the old meetings follow to the new time, the notes with them.
func TestWeeksAfterANewTimetable(t *testing.T) {
	each(t, func(w *world) {
		p := w.two()
		_, err := w.Weeks.SendWeeks(ctx, w.as("deputy"), p.ID)
		w.OK(err)
		for _, mentee := range []string{"e1", "e2"} {
			pairing := w.pairingOf(mentee)
			o := w.openOffer(pairing.ID)
			for _, who := range []string{pairing.Mentor, mentee} {
				_, err := w.Weeks.AnswerTimes(ctx, w.as(who), o.ID, true)
				w.OK(err)
			}
		}
		was, err := w.Weeks.PlanWeeks(ctx, w.as("deputy"), p.ID)
		w.OK(err)
		pairing := w.pairingOf("e1")
		at := slices.IndexFunc(was.Pairs, func(x weeks.PairWeek) bool { return x.ID == pairing.ID })
		old := was.Pairs[at].Now[0]
		_, err = lessonimport.New(w.timetable).Apply(ctx, w.as("deputy"), lessonimport.Import{From: "2013-09-09", Rows: []lessonimport.Row{
			{Line: 1, Teacher: "e1", Class: "9Z", Subject: "Math", Room: "1", Weekday: old.Weekday, StartsAt: old.StartsAt, EndsAt: old.EndsAt},
		}})
		w.OK(err)
		if !strings.Contains(w.todayOf("e1"), "clash") || !strings.Contains(w.todayOf(pairing.Mentor), "clash") || w.todayOf("deputy") != "clashes" {
			w.T.Errorf("told: %q %q %q", w.todayOf("e1"), w.todayOf(pairing.Mentor), w.todayOf("deputy"))
		}
		now, err := w.Weeks.PlanWeeks(ctx, w.as("deputy"), p.ID)
		w.OK(err)
		for _, x := range now.Pairs {
			if x.Moves() != (x.ID == pairing.ID) {
				w.T.Errorf("%s moves: %v (%v to %v)", x.ID, x.Moves(), x.Now, x.Times)
			}
		}
		_, err = w.Weeks.SendWeeks(ctx, w.as("deputy"), p.ID)
		w.OK(err)
		o := w.openOffer(pairing.ID)
		for _, who := range []string{"e1", pairing.Mentor} {
			_, err := w.Weeks.AnswerTimes(ctx, w.as(who), o.ID, true)
			w.OK(err)
		}
		moved, followed := w.Count(`SELECT count(*) FROM meeting WHERE state = 'moved'`), w.Count(`SELECT count(*) FROM meeting m JOIN meeting n ON n.id = m.moved_to WHERE m.state = 'moved' AND n.state = 'planned'`)
		if moved < 25 || followed != moved {
			w.T.Errorf("%d moved, %d followed", moved, followed)
		}
		if found, err := w.timetable.ClashesFrom(ctx, w.D.Read(), school, "2013-09-02", "2014-05-25"); err != nil || len(found) != 0 {
			w.T.Errorf("%d still clash, %v", len(found), err)
		}
		if strings.Contains(w.todayOf("e1"), "clash") {
			w.T.Errorf("still told: %q", w.todayOf("e1"))
		}
	})
}

// The deputy offers the nearest time for one meeting that became impossible.
func TestAskToMove(t *testing.T) {
	each(t, func(w *world) {
		_, thePairing := w.paired()
		m, err := w.Pairings.BookMeeting(ctx, w.as("m1"), thePairing.ID, pairing.NewMeeting{Date: "2013-09-11", StartsAt: "09:20", EndsAt: "10:05", Place: "room 4"})
		w.OK(err)
		_, err = cover.New(w.D, w.timetable, apptest.Keeper(t)).RecordAbsence(ctx, w.as("deputy"), cover.NewAbsence{Staff: "e1", From: "2013-09-11", Reason: "illness"})
		w.OK(err)
		found, err := w.timetable.ClashesFrom(ctx, w.D.Read(), school, "2013-09-09", "2013-09-20")
		w.OK(err)
		if len(found) != 1 || found[0].With != timetable.WithAbsence || found[0].Offer == nil || found[0].Offer.Date == "2013-09-11" {
			w.T.Fatalf("%+v", found)
		}
		to := weeks.OfferedSlot{Date: found[0].Offer.Date, StartsAt: found[0].Offer.StartsAt, EndsAt: found[0].Offer.EndsAt}
		_, err = w.Weeks.AskToMove(ctx, w.as("m1"), m.Booking, to)
		w.Refused(err, fault.KindForbidden)
		_, err = w.Weeks.AskToMove(ctx, w.as("deputy"), m.Booking, weeks.OfferedSlot{Date: "2013-09-01", StartsAt: to.StartsAt, EndsAt: to.EndsAt})
		w.Refused(err, fault.KindInvalid)
		o, err := w.Weeks.AskToMove(ctx, w.as("deputy"), m.Booking, to)
		w.OK(err)
		o2, err := w.Weeks.AskToMove(ctx, w.as("deputy"), m.Booking, to) // again: the later question replaces the earlier
		w.OK(err)
		_, err = w.Weeks.AnswerTimes(ctx, w.as("m1"), o.ID, true)
		w.Refused(err, fault.KindConflict)
		page, err := w.Weeks.TimesOffered(ctx, w.as("m1"), o2.ID)
		if err != nil || page.Old.ID != m.ID || page.Time().Single.Date != to.Date {
			w.T.Errorf("page %+v %v", page, err)
		}
		for _, who := range []string{"m1", "e1"} {
			_, err := w.Weeks.AnswerTimes(ctx, w.as(who), o2.ID, true)
			w.OK(err)
		}
		if n := w.Count(`SELECT count(*) FROM meeting WHERE state = 'planned' AND place = 'room 4' AND date = '` + string(to.Date) + `'`); n != 1 {
			w.T.Errorf("%d meetings at the new time", n)
		}
		if w.todayOf("e1") != "" || w.todayOf("m1") != "" {
			w.T.Errorf("still told: %q %q", w.todayOf("e1"), w.todayOf("m1"))
		}
	})
}

// Both say yes at the same moment: booked once.
func TestAnswerTimesByBothAtOnce(t *testing.T) {
	each(t, func(w *world) {
		p, pairing := w.paired()
		_, err := w.Weeks.SendWeeks(ctx, w.as("deputy"), p.ID)
		w.OK(err)
		o := w.openOffer(pairing.ID)
		var wg sync.WaitGroup
		var got [2]weeks.Answered
		for n, who := range []string{"m1", "e1"} {
			wg.Go(func() {
				a, err := w.Weeks.AnswerTimes(ctx, w.as(who), o.ID, true)
				if err != nil {
					w.T.Error(err)
				}
				got[n] = a
			})
		}
		wg.Wait()
		if got[0].State == got[1].State || got[0].Booked+got[1].Booked != w.Count(`SELECT count(*) FROM meeting`) {
			w.T.Errorf("answers %+v", got)
		}
	})
}

// A week in which nothing fits names who collides and what would help.
func TestImpossibleWeek(t *testing.T) {
	each(t, func(w *world) {
		p, pairing := w.paired()
		var rows []lessonimport.Row
		for day := calendar.Monday; day <= calendar.Friday; day++ {
			for n := 1; n <= 4; n++ {
				who, class := "m1", "7M"
				if (int(day)+n)%2 == 0 {
					who, class = "e1", "7E"
				}
				rows = append(rows, lessonimport.Row{Line: len(rows) + 1, Teacher: who, Class: class, Subject: "Math", Room: "1", Weekday: day, Shift: 1, Number: n})
			}
		}
		_, err := lessonimport.New(w.timetable).Apply(ctx, w.as("deputy"), lessonimport.Import{From: "2013-09-01", Rows: rows, EndMissing: true})
		w.OK(err)
		g, err := w.Pairings.Pairing(ctx, w.as("m1"), pairing.ID)
		w.OK(err)
		why, err := w.Weeks.WhyNoTime(ctx, w.as("m1"), g)
		w.OK(err)
		if why.Missed == nil || len(why.Missed.Changes) == 0 || why.Missed.Changes[0].Says.Key != "scheduling.change.move_lesson" {
			w.T.Fatalf("%+v", why.Missed)
		}
		plan, err := w.Weeks.PlanWeeks(ctx, w.as("deputy"), p.ID)
		w.OK(err)
		if bad := plan.Impossible(); len(bad) != 1 || bad[0].Missed == nil || len(bad[0].Times) != 0 {
			w.T.Errorf("%+v", bad)
		}
		_, err = w.Weeks.WhyNoTime(ctx, w.as("e2"), g)
		w.Refused(err, fault.KindForbidden)
	})
}

func (w *world) offerWhere(condition string) weeks.TimeOffer {
	w.T.Helper()
	rows, err := db.All[weeks.TimeOffer](ctx, w.D.Read(), `SELECT `+db.Columns[weeks.TimeOffer]("")+` FROM time_offer WHERE `+condition)
	w.OK(err)
	if len(rows) != 1 {
		w.T.Fatalf("%d offers where %s", len(rows), condition)
	}
	return rows[0]
}
