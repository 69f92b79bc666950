package people

import (
	"sync"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/journal"
)

// keyOf is the key of the first thing that is wrong.
func keyOf(err error) string {
	e, ok := fault.As(err)
	switch {
	case !ok:
		return ""
	case len(e.Fields) > 0:
		return e.Fields[0].Name + ":" + e.Fields[0].Key
	}
	return e.Says.Key
}

// entry is the latest of the journal of a record.
func (w *world) entry(kind, id string) journal.Entry {
	w.Helper()
	entries, err := journal.OfRecord(w.ctx, w.d.Read(), w.school, journal.Ref{Kind: kind, ID: id}, 1)
	w.ok(err)
	if len(entries) == 0 {
		w.Fatalf("the journal says nothing of %s %s", kind, id)
	}
	return entries[0]
}

// count is the number of all entries of the school.
func (w *world) count() int {
	w.Helper()
	entries, err := journal.Find(w.ctx, w.d.Read(), w.school, journal.Filter{Limit: 10_000})
	w.ok(err)
	return len(entries)
}

func TestAddUnitAsksForItsFacts(t *testing.T) {
	each(t, func(w *world) {
		name := i18n.Text{RU: "Языки"}
		before := w.count()
		for want, in := range map[string]NewUnit{
			"code:people.unit.code_needed":    {UnitFacts{" ", name}, start},
			"name_kk:people.unit.name_needed": {UnitFacts{"2", i18n.Text{KK: " "}}, start},
			"starts:people.date_needed":       {UnitFacts{"2", name}, "soon"},
			"code:people.unit.code_taken":     {UnitFacts{" 1 ", name}, start},
		} {
			_, err := w.s.AddUnit(w.ctx, w.deputy, in)
			if got := keyOf(err); got != want {
				w.Errorf("%+v: %s, want %s", in, got, want)
			}
		}
		if w.count() != before {
			w.Error("what was refused stands in the journal")
		}
		made := w.must(w.s.AddUnit(w.ctx, w.deputy, NewUnit{UnitFacts{" 2  b ", i18n.Text{KK: " Тілдер  бірлестігі "}}, start}))
		if made.Code != "2 b" || made.NameKK != "Тілдер бірлестігі" || w.entry(KindOfUnit, made.ID).Event != string(EventUnitAdded) {
			w.Errorf("made %+v", made)
		}
	})
}

func TestEditUnitKeepsOldNamesInTheJournal(t *testing.T) {
	each(t, func(w *world) {
		second := w.must(w.s.AddUnit(w.ctx, w.deputy, NewUnit{UnitFacts{"2", i18n.Text{EN: "Arts"}}, start}))
		_, err := w.s.EditUnit(w.ctx, w.deputy, second.ID, 0, UnitFacts{"1", i18n.Text{EN: "Arts"}})
		if got := keyOf(err); got != "code:people.unit.code_taken" {
			w.Errorf("a code given twice: %s (%v)", got, err)
		}
		made := w.must(w.s.EditUnit(w.ctx, w.deputy, w.unit.ID, 0, UnitFacts{"1a", i18n.Text{KK: "Ғылым"}}))
		if e := w.entry(KindOfUnit, w.unit.ID); e.Details["WasRU"] != "Языки" || e.Details["Code"] != "1a" || made.Starts != start || made.Version != 1 {
			w.Errorf("%+v, journal %v", made, e.Details)
		}
		_, err = w.s.EditUnit(w.ctx, w.deputy, "none", 0, UnitFacts{"9", i18n.Text{KK: "Ғылым"}})
		w.is(err, fault.KindNotFound)
	})
}

func TestJoinUnitAsksForDayAndUnit(t *testing.T) {
	each(t, func(w *world) {
		later := w.must(w.s.AddUnit(w.ctx, w.deputy, NewUnit{UnitFacts{"2", i18n.Text{EN: "Arts"}}, "2014-01-01"}))
		over := w.must(w.s.AddUnit(w.ctx, w.deputy, NewUnit{UnitFacts{"3", i18n.Text{EN: "Crafts"}}, start}))
		w.ok(w.s.EndUnit(w.ctx, w.deputy, over.ID, "2013-12-31"))
		for _, c := range []struct {
			unit, staff string
			starts      calendar.Date
			want        string
		}{
			{w.unit.ID, w.teacher.Staff, "", "starts:people.date_needed"},
			{w.unit.ID, w.outsider.Staff, start, "people.staff.not_found"},
			{"none", w.teacher.Staff, start, "people.unit.not_found"},
			{later.ID, w.teacher.Staff, start, "starts:people.unit.ended_by_then"},
			{over.ID, w.teacher.Staff, start, "starts:people.unit.ended_by_then"},
			{w.unit.ID, w.teacher.Staff, start, ""},
			{w.unit.ID, w.teacher.Staff, "2014-01-01", "staff:people.member.already"},
		} {
			_, err := w.s.JoinUnit(w.ctx, w.deputy, c.unit, c.staff, c.starts)
			if got := keyOf(err); got != c.want {
				w.Errorf("%+v: %s (%v)", c, got, err)
			}
		}
	})
}

// TestJoinUnitOfTwoAtOnce has two deputies add one person to a unit at once.
func TestJoinUnitOfTwoAtOnce(t *testing.T) {
	each(t, func(w *world) {
		errs := make([]error, 2)
		var both sync.WaitGroup
		for i := range errs {
			both.Go(func() { _, errs[i] = w.s.JoinUnit(w.ctx, w.deputy, w.unit.ID, w.teacher.Staff, start) })
		}
		both.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			w.Errorf("of two at once one adds: %v", errs)
		}
		lines, err := UnitLines(w.ctx, w.d.Read(), w.school, start)
		w.ok(err)
		if lines[0].Members != 1 {
			w.Errorf("%d members", lines[0].Members)
		}
	})
}

func TestLeaveUnitEndsOnce(t *testing.T) {
	each(t, func(w *world) {
		m, err := w.s.JoinUnit(w.ctx, w.deputy, w.unit.ID, w.teacher.Staff, "2013-10-01")
		w.ok(err)
		for day, want := range map[calendar.Date]string{"": "last_day:people.date_needed", "2013-09-30": "last_day:people.ends_before_start"} {
			if got := keyOf(w.s.LeaveUnit(w.ctx, w.deputy, m.ID, day)); got != want {
				w.Errorf("on %q: %s, want %s", day, got, want)
			}
		}
		w.ok(w.s.LeaveUnit(w.ctx, w.deputy, m.ID, "2013-10-01"))
		w.is(w.s.LeaveUnit(w.ctx, w.director, m.ID, "2013-11-01"), fault.KindConflict)
		w.is(w.s.LeaveUnit(w.ctx, w.deputy, "none", "2013-11-01"), fault.KindNotFound)
		if e := w.entry(KindOfUnit, w.unit.ID); e.Event != string(EventMemberLeft) || e.Details["LastDay"] != "2013-10-01" || e.Staff != w.deputy.Staff {
			w.Errorf("journal %+v", e)
		}
	})
}

// TestEndUnitEndsHeadAndMembers holds that a dissolved unit leaves nobody in it, and
// that its head has the other posts still.
func TestEndUnitEndsHeadAndMembers(t *testing.T) {
	each(t, func(w *world) {
		_, err := w.s.JoinUnit(w.ctx, w.deputy, w.unit.ID, w.teacher.Staff, start)
		w.ok(err)
		w.is(w.s.EndUnit(w.ctx, w.deputy, w.unit.ID, ""), fault.KindInvalid)
		w.is(w.s.EndUnit(w.ctx, w.deputy, w.unit.ID, "2013-09-01"), fault.KindInvalid)
		w.ok(w.s.EndUnit(w.ctx, w.deputy, w.unit.ID, "2013-12-31"))
		w.clock.Set("2014-01-01T09:00")
		head := w.act(w.head)
		if head.Leads(w.unit.ID) || !head.Has(access.Teacher) || len(w.act(w.teacher).Units) != 0 {
			w.Errorf("after the end: head %+v, teacher %+v", head, w.act(w.teacher))
		}
		units, err := UnitsOn(w.ctx, w.d.Read(), w.school, "2014-01-01")
		w.ok(err)
		if len(units) != 0 {
			w.Errorf("units of the day %+v", units)
		}
	})
}

func TestBeginStateAsksForItsPeriod(t *testing.T) {
	each(t, func(w *world) {
		for _, c := range []struct {
			state        State
			starts, ends calendar.Date
			want         string
		}{
			{"", start, "", "state:people.state.needed"},
			{UnpaidLeave, "", "", "starts:people.date_needed"},
			{UnpaidLeave, start, "soon", "ends:people.date_needed"},
			{UnpaidLeave, start, "2013-09-01", "ends:people.ends_before_start"},
			{UnpaidLeave, start, "2013-09-30", ""},
			{UnpaidLeave, "2013-09-30", "", "state:people.state.already"},
			{UnpaidLeave, "2013-10-01", "", ""},
			{PartStavka, "2013-10-01", "", ""},
		} {
			_, err := w.s.BeginState(w.ctx, w.deputy, w.teacher.Staff, c.state, c.starts, c.ends)
			if got := keyOf(err); got != c.want {
				w.Errorf("%+v: %s (%v)", c, got, err)
			}
		}
		_, err := w.s.BeginState(w.ctx, w.deputy, w.outsider.Staff, UnpaidLeave, start, "")
		w.is(err, fault.KindNotFound)
	})
}

// The post of a head lasts no longer than the unit: where the form names no last day it ends
// with the unit, and neither a new post nor a corrected one goes beyond.
func TestPostOfAHeadEndsWithTheUnit(t *testing.T) {
	each(t, func(w *world) {
		u := w.must(w.s.AddUnit(w.ctx, w.deputy, NewUnit{UnitFacts{"2", i18n.Text{KK: "Өнер"}}, "2013-09-10"}))
		w.ok(w.s.EndUnit(w.ctx, w.deputy, u.ID, "2013-12-31"))
		in := NewPost{Staff: w.teacher.Staff, Role: access.SMUHead, Unit: u.ID, Starts: "2013-10-01"}
		late, early := in, in
		late.Ends, early.Starts = "2014-01-01", "2013-09-09"
		after := in
		after.Starts = "2014-01-01"
		for want, in := range map[string]NewPost{"ends:people.unit.ended_by_then": late, "starts:people.unit.ended_by_then": early} {
			_, err := w.s.BeginPost(w.ctx, w.deputy, in)
			if got := apptest.Says(err); got != want {
				w.Errorf("%s, want %s", got, want)
			}
		}
		_, err := w.s.BeginPost(w.ctx, w.deputy, after)
		if got := apptest.Says(err); got != "starts:people.unit.ended_by_then" {
			w.Errorf("after the end: %s", got)
		}
		p := w.mustPost(w.s.BeginPost(w.ctx, w.deputy, in))
		if p.Ends != "2013-12-31" {
			w.Errorf("ends on %s", p.Ends)
		}
		for _, c := range []struct {
			starts, ends calendar.Date
			want         string
		}{
			{"2013-10-01", "", "ends:people.unit.ended_by_then"},
			{"2013-09-09", "2013-12-31", "starts:people.unit.ended_by_then"},
			{"2013-09-10", "2013-12-30", ""},
		} {
			_, err := w.s.CorrectPost(w.ctx, w.deputy, Correction{Post: p.ID, Starts: c.starts, Ends: c.ends})
			if got := apptest.Says(err); got != c.want {
				w.Errorf("corrected to %s–%s: %q, want %q", c.starts, c.ends, got, c.want)
			}
		}
	})
}
