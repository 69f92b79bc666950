package practice_test

import (
	"testing"

	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/mentoring/pairing"
	"talim/internal/practice"
)

var always = calendar.Period{Starts: "1900-01-01", Ends: calendar.Forever}

// R088, R153: what the work counts for collects by itself, for the person alone.
func TestEvidence(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		m := w.Meets("2013-09-10")
		w.Meets("2013-09-12") // not held: it does not count
		w.Clock.Set("2013-09-10T12:00")
		w.OK(w.M.Pairings.HoldAsPlanned(ctx, who("e1"), m.ID))
		w.OK(w.M.Pairings.Share(ctx, who("m1"), w.G.ID, pairing.NewResource{Title: "plan", Place: "shelf"}))
		w.OK(w.M.Pairings.Share(ctx, who("e1"), w.G.ID, pairing.NewResource{Title: "hers", Place: "shelf"}))
		_, err := w.Give(ctx, who("director"), practice.NewIncentive{Staff: "m1", Kind: practice.Award, Starts: "2013-09-10", Words: "book"})
		w.OK(err)
		c, err := w.AddCourse(ctx, who("deputy"), practice.NewCourse{Title: "Mentoring", Hours: 16, Starts: "2013-09-02", Ends: "2013-09-03", ForMentors: true})
		w.OK(err)
		w.OK(w.RecordDone(ctx, who("coordinator"), c.ID, practice.NewDone{Staff: []string{"m1"}, DoneOn: "2013-09-03"}))
		e, err := w.Evidence(ctx, who("m1"), always)
		w.OK(err)
		if e.Minutes != 45 || e.Meetings() != 1 || e.Resources() != 1 || len(e.Pairs) != 1 || e.Pairs[0].Mentee.Code != "e1" || e.Hours() != 0.75 {
			t.Errorf("%+v", e)
		}
		if len(e.Courses) != 1 || e.Courses[0].Hours != 16 || len(e.Incentives) != 1 || e.Incentives[0].Words != "book" {
			t.Errorf("courses %+v, incentives %+v", e.Courses, e.Incentives)
		}
		before, err := w.Evidence(ctx, who("m1"), calendar.Period{Starts: "2012-01-01", Ends: "2013-09-09"})
		w.OK(err)
		if before.Meetings() != 0 || len(before.Courses) != 1 || len(before.Incentives) != 0 {
			t.Errorf("before that day: %+v", before)
		}
		for _, code := range []string{"e1", "deputy", "director", "e2", "other"} {
			e, err := w.Evidence(ctx, who(code), always)
			w.OK(err)
			if !e.Nothing() {
				t.Errorf("%s has the evidence of m1: %+v", code, e)
			}
		}
	})
}

// R087: the director and the deputies record; the person is told.
func TestIncentives(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		in := practice.NewIncentive{Staff: "m1", Kind: practice.Relief, Starts: "2013-09-09", Ends: "2013-12-31", Words: "no duty on Mondays"}
		for _, code := range []string{"coordinator", "m1", "e2", "head", "admin"} {
			_, err := w.Give(ctx, who(code), in)
			w.Refused(err, fault.KindForbidden)
		}
		made, err := w.Give(ctx, who("deputy"), in)
		w.OK(err)
		if !w.told("m1")["practice.remind.incentive.relief"] {
			t.Error("the person is not told")
		}
		wrong := in
		wrong.Ends = "2013-09-01"
		_, err = w.Give(ctx, who("deputy"), wrong)
		w.Refused(err, fault.KindInvalid)
		wrong = in
		wrong.Staff = "nobody"
		_, err = w.Give(ctx, who("deputy"), wrong)
		w.Refused(err, fault.KindInvalid)
		for _, code := range []string{"director", "deputy", "coordinator"} {
			list, err := w.Incentives(ctx, who(code))
			w.OK(err)
			if len(list) != 1 || list[0].Person.Code != "m1" {
				t.Errorf("%s: %+v", code, list)
			}
		}
		for _, code := range []string{"m1", "e1", "head", "admin"} {
			_, err := w.Incentives(ctx, who(code))
			w.Refused(err, fault.KindForbidden)
		}
		list, err := w.Incentives(ctx, who("other"))
		if w.OK(err); len(list) != 0 {
			t.Error("another school reads it")
		}
		w.Refused(w.TakeBackIncentive(ctx, who("coordinator"), made.ID), fault.KindForbidden)
		w.Refused(w.TakeBackIncentive(ctx, who("other"), made.ID), fault.KindNotFound)
		w.OK(w.TakeBackIncentive(ctx, who("director"), made.ID))
		w.Refused(w.TakeBackIncentive(ctx, who("director"), made.ID), fault.KindNotFound)
		if n := w.Count(`SELECT count(*) FROM incentive WHERE school_id = $1 AND withdrawn_by = 'director'`, school); n != 1 || w.told("m1")["practice.remind.incentive.relief"] {
			t.Error("taken back, it stays in the books and leaves Today")
		}
	})
}

// R081, R086: who did which course, who is to share, and the mentors against the standard.
func TestTraining(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		in := practice.NewCourse{Title: "Mentoring", Hours: 16, Starts: "2013-09-02", Ends: "2013-09-03", ForMentors: true}
		for _, code := range []string{"m1", "e2", "head", "admin"} {
			_, err := w.AddCourse(ctx, who(code), in)
			w.Refused(err, fault.KindForbidden)
		}
		_, err := w.AddCourse(ctx, who("deputy"), practice.NewCourse{Title: "x", Starts: "2013-09-02", Ends: "2013-09-01"})
		w.Refused(err, fault.KindInvalid)
		c, err := w.AddCourse(ctx, who("deputy"), in)
		w.OK(err)
		done := practice.NewDone{Staff: []string{"m1", "e2"}, DoneOn: "2013-09-03", ShareBy: "2013-10-01"}
		w.Refused(w.RecordDone(ctx, who("m1"), c.ID, done), fault.KindForbidden)
		w.Refused(w.RecordDone(ctx, who("other"), c.ID, done), fault.KindNotFound)
		w.OK(w.RecordDone(ctx, who("deputy"), c.ID, done))
		w.Refused(w.RecordDone(ctx, who("deputy"), c.ID, done), fault.KindConflict)
		if !w.told("m1")["practice.remind.share"] {
			t.Error("the graduate is not told")
		}
		_, list, err := w.Course(ctx, who("e1"), c.ID) // the whole staff reads it
		w.OK(err)
		mine := list[1]
		if mine.Staff != "m1" || !mine.Waits() {
			t.Fatalf("%+v", list)
		}
		w.Refused(w.Shared(ctx, who("e2"), c.ID, mine.ID, "x"), fault.KindForbidden)
		w.Refused(w.Shared(ctx, who("m1"), c.ID, mine.ID, ""), fault.KindInvalid)
		w.OK(w.Shared(ctx, who("m1"), c.ID, mine.ID, "workshop"))
		w.Refused(w.Shared(ctx, who("deputy"), c.ID, mine.ID, "again"), fault.KindConflict)
		if w.told("m1")["practice.remind.share"] {
			t.Error("shared, and still asked to share")
		}
		w.Exec(`INSERT INTO school_rule (school_id, id, name, value, source, starts, ends)
VALUES ($1, 'r1', 'practice.training_hours', '20', 'order 9', '2013-09-01', '9999-12-31')`, school)
		mentors, standard, err := w.Mentors(ctx, who("coordinator"))
		w.OK(err)
		if len(mentors) != 1 || mentors[0].Hours != 16 || standard != 20 || mentors[0].Read {
			t.Errorf("%+v of %d", mentors, standard)
		}
		_, _, err = w.Mentors(ctx, who("m1"))
		w.Refused(err, fault.KindForbidden)
	})
}

// R086: the role description has versions, and a mentor says herself that she read it.
func TestRole(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		text := practice.NewRole{KK: "рөл", RU: "роль", EN: "role"}
		w.Refused(w.SetRole(ctx, who("m1"), text), fault.KindForbidden)
		w.Refused(w.SetRole(ctx, who("deputy"), practice.NewRole{KK: "рөл"}), fault.KindInvalid)
		w.OK(w.SetRole(ctx, who("deputy"), text))
		w.Refused(w.SetRole(ctx, who("coordinator"), text), fault.KindConflict) // made from nothing, too
		if !w.told("m1")["practice.remind.role"] || w.told("e1")["practice.remind.role"] {
			t.Error("mentors are asked to read it, and nobody else")
		}
		role, err := w.Role(ctx, who("m1"))
		w.OK(err)
		w.OK(w.ReadRole(ctx, who("m1"), role.ID))
		if w.told("m1")["practice.remind.role"] {
			t.Error("read, and still asked to read")
		}
		w.OK(w.ReadRole(ctx, who("m1"), role.ID))
		mentors, _, err := w.Mentors(ctx, who("deputy"))
		if w.OK(err); !mentors[0].Read {
			t.Error("it was read")
		}
		text.Version = 1
		w.OK(w.SetRole(ctx, who("deputy"), text))
		w.Refused(w.ReadRole(ctx, who("m1"), role.ID), fault.KindConflict) // an old version
		mentors, _, err = w.Mentors(ctx, who("deputy"))
		if w.OK(err); mentors[0].Read {
			t.Error("the new version was not read")
		}
		other, err := w.Role(ctx, who("other"))
		if w.OK(err); other.ID != "" {
			t.Error("another school reads it")
		}
	})
}

// R088: the mentor's time is that of lessons she visited. A lesson of hers that the mentee
// came to is counted as received and took no time beside her own lessons.
func TestEvidenceCountsVisitsReceivedWithoutHours(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		for id, v := range map[string]struct{ teacher, observer, date, state string }{
			"v1": {"e1", "m1", "2013-09-10", "held"},
			"v2": {"m1", "e1", "2013-09-11", "held"},
			"v3": {"m1", "e1", "2013-09-12", "held"},
			"v4": {"e1", "m1", "2013-09-13", "planned"},
		} {
			w.Exec(`INSERT INTO visit (school_id, id, teacher_id, observer_id, purpose, about, lesson_id, class_name, subject_kk, subject_ru, subject_en,
	room, date, starts_at, ends_at, booking_id, state, reason, planned_by, recorded_at)
VALUES ($1, $2, $3, $4, 'mentoring', $5, '', '5A', '', '', '', '', $6, '08:30', '09:15', '', $7, '', $4, '')`,
				school, id, v.teacher, v.observer, w.G.ID, v.date, v.state)
		}
		e, err := w.Evidence(ctx, who("m1"), always)
		w.OK(err)
		if len(e.Pairs) != 1 || e.Pairs[0].Visits != 1 || e.Pairs[0].Received != 2 || e.Visits() != 3 {
			t.Errorf("visits: %+v", e.Pairs)
		}
		if e.Minutes != 45 || e.Pairs[0].Minutes != 45 || e.Hours() != 0.75 {
			t.Errorf("%d minutes, %d of them with the mentee; one lesson was visited", e.Minutes, e.Pairs[0].Minutes)
		}
	})
}
