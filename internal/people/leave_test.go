package people

import (
	"errors"
	"slices"
	"testing"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/journal"
	"talim/internal/verb"
)

// TestEndStaffEndsWhatBeginsLater holds that who leaves is nowhere after the last
// day: not in a unit joined later, with no subject, in no state.
func TestEndStaffEndsWhatBeginsLater(t *testing.T) {
	each(t, func(w *world) {
		id := w.teacher.Staff
		_, err := w.s.JoinUnit(w.ctx, w.deputy, w.unit.ID, id, "2013-10-01")
		w.ok(err)
		w.ok(w.s.SetSubjects(w.ctx, w.deputy, NewSubjects{Staff: id, Version: 1, Subjects: []string{"math"}, Starts: "2013-10-05"}))
		_, err = w.s.BeginState(w.ctx, w.deputy, id, UnpaidLeave, "2013-11-01", "2013-11-30")
		w.ok(err)
		_, err = w.s.BeginState(w.ctx, w.deputy, id, RetirementAge, start, "")
		w.ok(err)
		w.ok(w.s.EndStaff(w.ctx, w.deputy, id, "2013-09-15"))
		spans, err := HistoryOf(w.ctx, w.d.Read(), w.school, id)
		w.ok(err)
		for _, s := range spans {
			if s.Ends > "2013-09-15" || s.Starts > "2013-09-15" {
				w.Errorf("%s %s runs from %s to %s", s.Kind, s.What, s.Starts, s.Ends)
			}
		}
		lines, err := UnitLines(w.ctx, w.d.Read(), w.school, "2013-11-01")
		w.ok(err)
		if lines[0].Members != 0 {
			w.Errorf("the unit counts %d members", lines[0].Members)
		}
		entries, err := journal.OfRecord(w.ctx, w.d.Read(), w.school, journal.Ref{Kind: KindOfStaff, ID: id}, 1)
		w.ok(err)
		if got := entries[0].Details["Dropped"]; got != "unit_member 2013-10-01, staffing_state 2013-11-01, teaches 2013-10-05" {
			w.Errorf("the journal names %q", got)
		}
	})
}

// TestOnLeaveIsPartOfTheChange calls the areas once for each way of leaving, in the
// transaction, and for nobody who stays.
func TestOnLeaveIsPartOfTheChange(t *testing.T) {
	each(t, func(w *world) {
		var told []Leaving
		var refuse error
		w.s.OnLeave(func(x verb.Work, l Leaving) error {
			told = append(told, l)
			_, err := db.Exec(x.Ctx, x.Tx, `UPDATE staff SET phone = 'left' WHERE school_id = $1 AND id = $2`, l.School, l.Staff)
			return errors.Join(err, refuse)
		})
		ask := func(what string, err error, kind fault.Kind, want ...Leaving) {
			w.Helper()
			if kind == "" {
				w.ok(err)
			} else if !errors.Is(err, refuse) || refuse == nil {
				w.is(err, kind)
			}
			if !slices.Equal(told, want) {
				w.Errorf("%s: told of %v, want %v", what, told, want)
			}
			told = nil
		}
		leaves := func(a access.Actor, day calendar.Date) Leaving { return Leaving{w.school, a.Staff, day} }

		second := w.mustPost(w.s.BeginPost(w.ctx, w.director, NewPost{Staff: w.teacher.Staff, Role: access.ClassLead, Starts: start}))
		_, err := w.s.EndPost(w.ctx, w.director, second.ID, "2013-09-30")
		ask("one of two posts", err, "")
		ask("both", w.s.EndStaff(w.ctx, w.deputy, w.teacher.Staff, "2013-10-31"), "", leaves(w.teacher, "2013-10-31"))
		ask("again", w.s.EndStaff(w.ctx, w.deputy, w.teacher.Staff, "2013-10-31"), fault.KindConflict)

		posts, err := runningPosts(w.ctx, w.d.Read(), w.school, w.deputy.Staff, start)
		w.ok(err)
		_, err = w.s.CorrectPost(w.ctx, w.director, Correction{Post: posts[0].ID, Starts: start, Ends: "2013-12-31"})
		ask("the only post corrected", err, "", leaves(w.deputy, "2013-12-31"))

		refuse = errors.New("the area refuses")
		ask("refused", w.s.EndStaff(w.ctx, w.director, w.head.Staff, "2013-12-31"), fault.KindConflict, leaves(w.head, "2013-12-31"))
		left, err := StaffByID(w.ctx, w.d.Read(), w.school, w.head.Staff)
		w.ok(err)
		still, err := runningPosts(w.ctx, w.d.Read(), w.school, w.head.Staff, "2014-01-01")
		w.ok(err)
		if left.Phone != "" || len(still) != 2 {
			w.Errorf("what an area refused is half done: %+v, posts %v", left, still)
		}
	})
}

// Somebody may leave on the very day a post began, not before it; and who may not give a
// post cannot end it with the person.
func TestEndStaffKeepsTheRulesOfPosts(t *testing.T) {
	each(t, func(w *world) {
		w.is(w.s.EndStaff(w.ctx, w.deputy, w.director.Staff, "2014-05-25"), fault.KindForbidden)
		w.is(w.s.EndStaff(w.ctx, w.deputy, w.teacher.Staff, start.AddDays(-1)), fault.KindInvalid)
		w.ok(w.s.EndStaff(w.ctx, w.deputy, w.teacher.Staff, start))
	})
}
