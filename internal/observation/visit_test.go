package observation

import (
	"context"
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/timetable"
	"talim/internal/verb"
)

var ctx = context.Background()

// world is a school in which "teacher" has a lesson on Monday at 08:30.
type world struct {
	*Service
	t     *testing.T
	d     *db.DB
	clock *apptest.Clock
}

func (w *world) tx(fn func(ctx context.Context, tx db.Conn) error) error { return w.d.Tx(ctx, fn) }

// do is the verb of an area that plans visits.
func (w *world) do(a access.Actor, fn func(v verb.Work) error) error {
	return verb.NewRunner(w.d, w.clock.Now).Do(ctx, a, fn)
}

// attestation is an area of the tests.
var attestation = Purpose{Name: "attestation", Booking: "attestation.visit"}

func each(t *testing.T, fn func(w *world)) {
	t.Helper()
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		clock := apptest.ClockAt("2013-09-02T07:00")
		w := &world{Service: New(d, timetable.New(d, clock.Now), apptest.Keeper(t), clock.Now), t: t, d: d, clock: clock}
		w.must(w.tx(func(ctx context.Context, tx db.Conn) error {
			if _, err := db.Exec(ctx, tx, `INSERT INTO organisation (id, parent_id, kind, code, name_kk, name_ru, name_en, address_kk, address_ru, timezone, languages, created_at)
VALUES ('auyl', '', 'school', 'A', 'A', 'A', 'A', '', '', 'Asia/Almaty', 'kk', '')`); err != nil {
				return err
			}
			for _, code := range []string{"teacher", "observer", "other"} {
				if _, err := db.Exec(ctx, tx, `INSERT INTO staff (school_id, id, code, family_name, given_name, patronymic, name_fold, sort_key, phone, email, created_at)
VALUES ('auyl', $1, $1, '', '', '', $1, $1, '', '', '')`, code); err != nil {
					return err
				}
			}
			class := timetable.Class{School: "auyl", ID: "5a", Name: "5A", Fold: "5a", SortKey: "5", Ended: calendar.Forever}
			subject := timetable.Subject{School: "auyl", ID: "math", Code: "MATH", NameKK: "Математика", NameRU: "Математика", NameEN: "Mathematics"}
			lesson := timetable.Lesson{
				School: "auyl", ID: "lesson", Staff: "teacher", Class: "5a", Subject: "math", Room: "1", Weekday: calendar.Monday,
				Shift: 1, Number: 1, StartsAt: "08:30", EndsAt: "09:15", Period: calendar.From("2013-09-01"),
			}
			for table, row := range map[string]any{"class_group": class, "subject": subject} {
				if err := db.Insert(ctx, tx, table, row); err != nil {
					return err
				}
			}
			return db.Insert(ctx, tx, "lesson", lesson)
		}))
		fn(w)
	})
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) want(err error, kind fault.Kind) {
	w.t.Helper()
	if !fault.Is(err, kind) {
		w.t.Errorf("got %v, want %s", err, kind)
	}
}

func as(staff string, roles ...access.Role) access.Actor {
	return access.Actor{Account: staff, School: "auyl", Staff: staff, Name: staff, Roles: roles}
}

// planned plans a visit to the lesson of the coming Monday.
func (w *world) planned() Visit {
	w.t.Helper()
	v, err := w.plan("observer")
	w.must(err)
	return v
}

func (w *world) plan(observer string) (v Visit, err error) {
	err = w.do(as("teacher"), func(work verb.Work) error {
		v, err = w.Plan(work, NewVisit{For: attestation, Teacher: "teacher", Observer: observer, About: "record", Lesson: timetable.Entry{
			Date: "2013-09-09", StartsAt: "08:30", EndsAt: "09:15", Lesson: "lesson", Class: "5A", Subject: i18n.Text{EN: "Mathematics"}, Room: "1",
		}})
		return err
	})
	return v, err
}

func (w *world) hold(a access.Actor, v Visit, note string) error {
	return w.do(a, func(work verb.Work) error { _, err := w.Hold(work, v.ID, note); return err })
}

func (w *world) cancel(a access.Actor, v Visit, reason string) error {
	return w.do(a, func(work verb.Work) error { _, err := w.Cancel(work, v.ID, reason); return err })
}

func TestVisitIsHeldByItsTwoPeople(t *testing.T) {
	each(t, func(w *world) {
		v := w.planned()
		w.want(w.hold(as("observer"), v, "too early"), fault.KindConflict)
		w.clock.Set("2013-09-09T08:29")
		w.want(w.hold(as("observer"), v, "a minute early"), fault.KindConflict)
		w.clock.Set("2013-09-09T08:30")
		w.want(w.hold(as("other", access.Director, access.Deputy), v, ""), fault.KindForbidden)
		w.want(w.hold(as(""), v, ""), fault.KindForbidden)
		w.want(w.hold(access.Actor{Account: "x", School: "audan", Staff: "observer"}, v, ""), fault.KindNotFound)
		w.want(w.hold(as("observer"), v, strings.Repeat("ә", maxNote+1)), fault.KindInvalid)
		w.must(w.hold(as("observer"), v, "group work"))
		w.must(w.hold(as("observer"), v, " group work ")) // a second click
		w.must(w.hold(as("teacher"), v, "thank you"))
		w.must(w.hold(as("observer"), v, "group work, and questions"))
		for _, reader := range []string{"teacher", "observer"} {
			notes, err := w.Notes(ctx, w.d.Read(), as(reader), v)
			w.must(err)
			if len(notes) != 2 || notes[0].Text != "thank you" || notes[1].Text != "group work, and questions" {
				w.t.Errorf("%s reads %+v", reader, notes)
			}
		}
		_, err := w.Notes(ctx, w.d.Read(), as("other", access.Director), v)
		w.want(err, fault.KindForbidden)
		if n, err := db.One[int](ctx, w.d.Read(), `SELECT count(*) FROM visit_note WHERE text LIKE 'sealed:%'`); err != nil || n != 3 {
			w.t.Errorf("%d notes kept, %v", n, err)
		}
		w.want(w.cancel(as("observer"), v, ""), fault.KindConflict)
	})
}

// TestNotesNewestOfClockThatWasAhead: an id is the machine's clock; which note is the
// newest is no matter of clocks.
func TestNotesNewestOfClockThatWasAhead(t *testing.T) {
	each(t, func(w *world) {
		v := w.planned()
		w.clock.Set("2013-09-09T10:00")
		w.must(w.hold(as("observer"), v, "first"))
		w.must(w.tx(func(ctx context.Context, tx db.Conn) error {
			_, err := db.Exec(ctx, tx, `UPDATE visit_note SET id = 'ffffffff-ffff-7fff-bfff-ffffffffffff', text = 'first'`)
			return err
		}))
		w.must(w.hold(as("observer"), v, "second"))
		notes, err := w.Notes(ctx, w.d.Read(), as("teacher"), v)
		w.must(err)
		if len(notes) != 1 || notes[0].Text != "second" {
			w.t.Errorf("the newest is %+v", notes)
		}
	})
}

func TestCancelledVisitGivesTheTimeBack(t *testing.T) {
	each(t, func(w *world) {
		v := w.planned()
		if again, err := w.plan("observer"); err == nil {
			w.t.Errorf("planned twice: %+v", again)
		}
		if _, err := w.plan("other"); err != nil {
			w.t.Errorf("a second observer of the same lesson: %v", err)
		}
		w.want(w.cancel(as("other"), v, ""), fault.KindForbidden)
		w.want(w.cancel(as("teacher"), v, strings.Repeat("ә", maxReason+1)), fault.KindInvalid)
		w.must(w.cancel(as("teacher"), v, "a test is written"))
		w.want(w.cancel(as("teacher"), v, ""), fault.KindConflict)
		w.clock.Set("2013-09-09T10:00")
		w.want(w.hold(as("observer"), v, ""), fault.KindConflict)
		w.clock.Set("2013-09-02T07:00")
		if _, err := w.plan("observer"); err != nil {
			w.t.Errorf("the time was not given back: %v", err)
		}
	})
}

func TestCancelPlanned(t *testing.T) {
	each(t, func(w *world) {
		v := w.planned()
		for _, c := range []struct {
			from calendar.Date
			want State
		}{{"2013-09-10", Planned}, {"2013-09-09", Cancelled}} {
			w.must(w.do(as("teacher"), func(work verb.Work) error { return w.Service.CancelPlanned(work, "record", c.from) }))
			if now, err := ByID(ctx, w.d.Read(), "auyl", v.ID); err != nil || now.State != c.want {
				w.t.Errorf("from %s: %s, %v", c.from, now.State, err)
			}
		}
	})
}

func TestVisitOfAnotherAreaIsAnOccasionByItself(t *testing.T) {
	each(t, func(w *world) {
		v, err := w.plan("observer")
		w.must(err)
		o, err := OccasionByID(ctx, w.d.Read(), "auyl", v.ID)
		w.must(err)
		if v.Occasion() != v.ID || len(o.Visits) != 1 || !o.Has("observer") || o.Has("other") {
			t.Errorf("occasion %q with %v", v.Occasion(), o.Observers())
		}
	})
}
