package cover

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/reminder"
	"talim/internal/schooltest"
	"talim/internal/timetable"
)

const monday calendar.Date = "2013-09-09"

func (w world) absent(staff string, from, to calendar.Date) Absence {
	w.T.Helper()
	a, err := w.RecordAbsence(ctx, w.deputy, NewAbsence{Staff: staff, From: from, To: to, Reason: "illness"})
	w.OK(err)
	return a
}

func (w world) coverDay(day calendar.Date) Day {
	w.T.Helper()
	d, err := w.On(ctx, w.deputy, day)
	w.OK(err)
	return d
}

func (w world) today(staff string) string {
	w.T.Helper()
	list, err := reminder.OpenFor(ctx, w.D.Read(), school, staff)
	w.OK(err)
	var keys []string
	for _, r := range list {
		keys = append(keys, strings.TrimPrefix(r.Key, "timetable.remind."))
	}
	return strings.Join(keys, " ")
}

func TestAbsenceProposesCover(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := covered(t, d)
		w.absent("ill", monday, monday.AddDays(1))
		day := w.coverDay(monday)
		if len(day.Needs) != 2 || day.Open() != 2 {
			t.Fatalf("needs %+v", day.Needs)
		}
		first := day.Needs[0]
		if first.Proposal == nil || first.Proposal.By != "maths" || !strings.Contains(first.Proposal.Reasons[0].Key, "same_subject") {
			t.Errorf("the first lesson: %+v", first.Proposal)
		}
		second := day.Needs[1]
		if second.Proposal == nil || second.Proposal.By != "busy" {
			t.Errorf("the second lesson: %+v", second.Proposal)
		}
		made, err := w.Give(ctx, w.deputy, monday, day.Proposals())
		if err != nil || len(made) != 2 {
			t.Fatalf("%v, %v", made, err)
		}
		if got := w.coverDay(monday); got.Open() != 0 || got.Needs[0].Cover == nil || got.Needs[0].Cover.Staff != "maths" {
			t.Errorf("after: %+v", got.Needs)
		}
		if got := w.today("maths"); got != "cover" {
			t.Errorf("maths is told %q", got)
		}
		week, _, err := w.times.Week(ctx, schooltest.Actor(school, "music", access.Teacher), "maths", monday)
		w.OK(err)
		if len(week) != 2 || week[0].Kind != timetable.KindCover || week[0].Class != "7A" || week[0].Subject.EN == "" && week[0].Subject.KK == "" || week[0].With[0] != "ill" {
			t.Errorf("the week of maths, as all see it: %+v", week)
		}
		if _, err := w.TakeBack(ctx, w.deputy, made[0].ID); err != nil {
			t.Fatal(err)
		}
		if got := w.today("maths"); got != "cover_off" {
			t.Errorf("maths is told %q", got)
		}
		if got := w.coverDay(monday); got.Open() != 1 {
			t.Errorf("open after taking back: %d", got.Open())
		}
		if n := w.Count(`SELECT count(*) FROM journal_entry WHERE event LIKE 'timetable.cover.%'`); n != 2 {
			t.Errorf("%d entries of the journal", n)
		}
	})
}

func TestCoverSpreads(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := covered(t, d)
		w.absent("ill", monday, monday.AddDays(21))
		w.Exec(`INSERT INTO unit (school_id, id, code, name_kk, name_ru, name_en, sort_key, starts, ends) VALUES ($1, 'u', 'u', 'u', 'u', 'u', 'u', '2013-09-01', '9999-12-31')`, school)
		w.Exec(`INSERT INTO unit_member (school_id, id, unit_id, staff_id, starts, ends) VALUES ($1, 'm1', 'u', 'ill', '2013-09-01', '9999-12-31'), ($1, 'm2', 'u', 'busy', '2013-09-01', '9999-12-31')`, school)
		tuesday := monday.AddDays(1)
		if got := w.coverDay(tuesday).Needs[0].Proposal.By; got != "busy" {
			t.Errorf("same unit first: %s", got)
		}
		w.Exec(`DELETE FROM unit_member WHERE id = 'm2'`)
		_, err := w.Give(ctx, w.deputy, tuesday, []Choice{{w.coverDay(tuesday).Needs[0].Absence, "08:50", "busy"}})
		w.OK(err)
		if got := w.coverDay(tuesday.AddDays(7)).Needs[0].Proposal.By; got != "maths" {
			t.Errorf("who took over fewer first: %s", got)
		}
	})
}

func TestAbsenceIsChecked(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := covered(t, d)
		w.absent("ill", monday, monday.AddDays(4))
		for field, in := range map[string]NewAbsence{
			"staff":     {Staff: "nobody", From: monday, Reason: "leave"},
			"from":      {Staff: "ill", From: monday.AddDays(4), To: monday.AddDays(9), Reason: "leave"},
			"to":        {Staff: "maths", From: monday, To: monday.AddDays(-1), Reason: "leave"},
			"reason":    {Staff: "maths", From: monday, Reason: "holiday in Spain"},
			"starts_at": {Staff: "maths", From: monday, To: monday.AddDays(1), StartsAt: "08:00", EndsAt: "10:00", Reason: "leave"},
			"ends_at":   {Staff: "maths", From: monday, StartsAt: "10:00", EndsAt: "08:00", Reason: "leave"},
		} {
			_, err := w.RecordAbsence(ctx, w.deputy, in)
			f, ok := fault.As(err)
			if !ok || f.Kind != fault.KindInvalid || !strings.Contains(err.Error()+fieldsOf(f), field) {
				t.Errorf("%s: %v", field, err)
			}
		}
		for who, actor := range map[string]access.Actor{"teacher": schooltest.Actor(school, "maths", access.Teacher), "coordinator": schooltest.Actor(school, "maths", access.Coordinator), "administrator": schooltest.Actor(school, "maths", access.Administrator)} {
			_, err := w.RecordAbsence(ctx, actor, NewAbsence{Staff: "music", From: monday, Reason: "leave"})
			_, err2 := w.On(ctx, actor, monday)
			_, err3 := w.Give(ctx, actor, monday, []Choice{{}})
			_, err5 := w.TakeBack(ctx, actor, "x")
			for n, err := range []error{err, err2, err3, err5, w.EndAbsence(ctx, actor, "x", monday)} {
				if !fault.Is(err, fault.KindForbidden) {
					t.Errorf("%s, %d: %v", who, n, err)
				}
			}
		}
		seen, err := w.On(ctx, schooltest.Actor(school, "d", access.Director), monday)
		list := seen.Absences
		if err != nil || len(list) != 1 || list[0].Reason != "illness" {
			t.Errorf("%+v, %v", list, err)
		}
		other := access.Actor{Account: "x", School: "other", Staff: "x", Roles: []access.Role{access.Deputy}}
		if err := w.EndAbsence(ctx, other, list[0].ID, monday); !fault.Is(err, fault.KindNotFound) {
			t.Errorf("another school: %v", err)
		}
	})
}

func fieldsOf(e *fault.Error) string {
	var out strings.Builder
	for _, f := range e.Fields {
		out.WriteString(" " + f.Name)
	}
	return out.String()
}

// Who is absent cannot be booked, neither for a meeting nor as the visited; and all
// see that she is absent, nobody why.
func TestAbsenceTakesTheTime(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := covered(t, d)
		meeting := timetable.NewBooking{Date: monday, StartsAt: "13:20", EndsAt: "14:05", Kind: "mentoring.meeting", About: "pair", Protected: true, People: two("ill", timetable.Member, "pupil", timetable.Member)}
		held, err := w.book(w.deputy, meeting)
		w.OK(err)
		a := w.absent("ill", monday, monday.AddDays(1))
		if got := w.coverDay(monday).ToMove; len(got) != 1 || got[0].Booking != held.ID {
			t.Errorf("to be moved: %+v", got)
		}
		if w.today("ill") != "clash" || w.today("pupil") != "clash" || w.today("deputy") != "clashes" {
			t.Errorf("told: %q %q %q", w.today("ill"), w.today("pupil"), w.today("deputy"))
		}
		meeting.StartsAt, meeting.EndsAt = "14:15", "15:00"
		if _, err := w.book(w.deputy, meeting); collisionWith(err) != timetable.WithAbsence {
			t.Errorf("booked over an absence: %v", err)
		}
		visit := timetable.NewBooking{Date: monday, StartsAt: "08:50", EndsAt: "09:35", Kind: "mentoring.visit", About: "v", People: two("ill", timetable.Visited, "pupil", timetable.Observer)}
		if _, err := w.book(w.deputy, visit); collisionWith(err) != timetable.WithAbsence {
			t.Errorf("visited while absent: %v", err)
		}
		seen, _, err := w.times.Week(ctx, schooltest.Actor(school, "music", access.Teacher), "ill", monday)
		w.OK(err)
		if n := len(seen); n != 6 || seen[0].Kind != timetable.KindAbsence || !seen[0].WholeDay() || seen[0].About != "" {
			t.Errorf("the week as a colleague sees it: %+v", seen)
		}
		shared, err := w.times.SharedSlots(ctx, d.Read(), school, []string{"ill"}, monday, monday.AddDays(7))
		w.OK(err)
		if len(shared) == 0 || shared[0].Date != monday.AddDays(7) {
			t.Errorf("free while absent: %v", shared)
		}
		w.OK(w.EndAbsence(ctx, w.deputy, a.ID, monday.AddDays(-1)))
		if w.today("ill") != "" || w.today("deputy") != "" || len(w.coverDay(monday).Absences) != 0 {
			t.Errorf("withdrawn, and still: %q %q", w.today("ill"), w.today("deputy"))
		}
		_, err = w.book(w.deputy, visit)
		w.OK(err)
	})
}

func collisionWith(err error) timetable.Obstacle {
	var c *timetable.Collision
	if errors.As(err, &c) {
		return c.With
	}
	return ""
}

func TestBackEarlier(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := covered(t, d)
		a := w.absent("ill", monday, monday.AddDays(1))
		for n := range 2 {
			day := w.coverDay(monday.AddDays(n))
			_, err := w.Give(ctx, w.deputy, monday.AddDays(n), day.Proposals())
			w.OK(err)
		}
		w.OK(w.EndAbsence(ctx, w.deputy, a.ID, monday))
		if n := w.Count(`SELECT count(*) FROM cover WHERE state = 'given'`); n != 2 {
			t.Errorf("%d lessons still covered", n)
		}
		if err := w.EndAbsence(ctx, w.deputy, a.ID, monday.AddDays(3)); !fault.Is(err, fault.KindInvalid) {
			t.Errorf("ended later: %v", err)
		}
		w.absent("maths", monday, monday) // who covers falls ill too
		if n := w.Count(`SELECT count(*) FROM cover WHERE state = 'given' AND staff_id = 'maths'`); n != 0 {
			t.Errorf("maths is absent and covers %d", n)
		}
	})
}

// Hours of one day: only the lessons within them need somebody.
func TestAbsentForAnHour(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := covered(t, d)
		_, err := w.RecordAbsence(ctx, w.deputy, NewAbsence{Staff: "ill", From: monday, StartsAt: "09:40", EndsAt: "12:00", Reason: "course"})
		w.OK(err)
		day := w.coverDay(monday)
		if len(day.Needs) != 1 || day.Needs[0].Lesson.Class != "8A" {
			t.Errorf("needs %+v", day.Needs)
		}
		if !day.Free("pupil", day.Needs[0]) || day.Free("maths", day.Needs[0]) || day.Free("ill", day.Needs[0]) {
			t.Error("who is free is wrong")
		}
	})
}

// Two deputies at the same moment: one colleague gets one lesson, one lesson one colleague.
func TestTwoDeputiesAtOnce(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := covered(t, d)
		w.lesson("pupil", "10A", "physics", calendar.Monday, 1)
		a, b := w.absent("ill", monday, monday), w.absent("pupil", monday, monday)
		race := func(choices ...[]Choice) int {
			var wg sync.WaitGroup
			errs := make([]error, len(choices))
			for n, c := range choices {
				wg.Go(func() { _, errs[n] = w.Give(ctx, w.deputy, monday, c) })
			}
			wg.Wait()
			won := 0
			for _, err := range errs {
				switch {
				case err == nil:
					won++
				case !fault.Is(err, fault.KindConflict):
					t.Errorf("lost with %v", err)
				}
			}
			return won
		}
		if won := race([]Choice{{a.ID, "08:50", "maths"}}, []Choice{{b.ID, "08:50", "maths"}}); won != 1 {
			t.Errorf("maths covers %d lessons at once", won)
		}
		if won := race([]Choice{{a.ID, "09:55", "busy"}}, []Choice{{a.ID, "09:55", "music"}}); won != 1 {
			t.Errorf("%d people cover one lesson", won)
		}
		if n := w.Count(`SELECT count(*) FROM cover WHERE state = 'given'`); n != 2 {
			t.Errorf("%d covers", n)
		}
	})
}
