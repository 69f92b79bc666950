package people

import (
	"context"
	"testing"

	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
)

// First days are said of many at once: the post that a list began then begins on that
// day. Who is not named stays unknown.
func TestSetFirstDays(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := build(t, d)
		w.unknown("T-1")
		w.unknown("SMU-1")
		there := w.withoutFirstDay()
		if len(there) != 2 {
			t.Fatalf("%+v", there)
		}
		one, starts := there[0], there[0].Starts
		before := w.entries()
		err := w.s.SetFirstDays(w.ctx, w.admin, []FirstDay{{Staff: one.ID, Day: starts.AddDays(1), Version: one.Version}})
		if f, ok := fault.As(err); !ok || len(f.Fields) != 1 || f.Fields[0].Name != "day_"+one.ID {
			t.Errorf("after the first post: %v", err)
		}
		for _, day := range []calendar.Date{"2013", "1939-12-31"} {
			w.is(w.s.SetFirstDays(w.ctx, w.admin, []FirstDay{{Staff: one.ID, Day: day, Version: one.Version}}), fault.KindInvalid)
		}
		w.is(w.s.SetFirstDays(w.ctx, w.teacher, nil), fault.KindForbidden)
		w.ok(w.s.SetFirstDays(w.ctx, w.admin, nil))
		if w.entries() != before {
			t.Error("an empty form stands in the journal")
		}
		w.ok(w.s.SetFirstDays(w.ctx, w.admin, []FirstDay{{Staff: one.ID, Day: "2005-09-01", Version: one.Version}}))
		if left := w.withoutFirstDay(); len(left) != 1 || left[0].ID == one.ID || w.entries() != before+1 {
			t.Errorf("%+v", left)
		}
		w.is(w.s.SetFirstDays(w.ctx, w.admin, []FirstDay{{Staff: one.ID, Day: "2006-09-01", Version: one.Version}}), fault.KindConflict)
		n, err := db.One[int](w.ctx, w.d.Read(), `SELECT COUNT(*) FROM post WHERE staff_id = $1 AND starts = '2005-09-01'`, one.ID)
		w.ok(err)
		if n == 0 {
			t.Error("the post begins when it did")
		}
	})
}

func (w *world) unknown(code string) {
	w.Helper()
	w.ok(w.d.Tx(w.ctx, func(ctx context.Context, tx db.Conn) error {
		_, err := db.Exec(ctx, tx, `UPDATE staff SET since_unknown = $1 WHERE code = $2`, true, code)
		return err
	}))
}

func (w *world) withoutFirstDay() []WithoutFirstDay {
	w.Helper()
	all, err := StaffWithoutFirstDay(w.ctx, w.d.Read(), w.school, w.s.Today())
	w.ok(err)
	n, err := CountWithoutFirstDay(w.ctx, w.d.Read(), w.school, w.s.Today())
	w.ok(err)
	if n != len(all) {
		w.Errorf("%d counted, %d listed", n, len(all))
	}
	return all
}

func (w *world) entries() int {
	w.Helper()
	n, err := db.One[int](w.ctx, w.d.Read(), `SELECT COUNT(*) FROM journal_entry`)
	w.ok(err)
	return n
}
