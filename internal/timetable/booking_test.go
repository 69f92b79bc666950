package timetable

import (
	"errors"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/verb"
)

// pairWorld has a mentor who teaches 5А on Monday 1, and a mentee who teaches
// 6А on Monday 2.
func pairWorld(t *testing.T, d *db.DB) world {
	w := newWorld(t, d, "mentor", "mentee", "other")
	w.year()
	w.bells()
	w.lessons(
		row(2, "mentor", "5А", "Физика", calendar.Monday, 1),
		row(3, "mentee", "6А", "Химия", calendar.Monday, 2),
		row(4, "other", "7А", "Химия", calendar.Friday, 1),
	)
	return w
}

func meeting(about string, day calendar.Date, starts, ends calendar.Clock) NewBooking {
	return NewBooking{
		Date: day, StartsAt: starts, EndsAt: ends, Kind: "mentoring.meeting", About: about, Protected: true,
		People: []Person{{"mentor", Member}, {"mentee", Member}},
	}
}

func obstacle(err error) Obstacle {
	var c *Collision
	if errors.As(err, &c) && fault.Is(err, fault.KindConflict) {
		return c.With
	}
	return ""
}

func TestBook(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := pairWorld(t, d)
		mentor := actorOf("mentor", access.Teacher)
		b, err := w.book(mentor, meeting("m1", "2013-09-09", "13:20", "14:05"))
		w.OK(err)
		if b.State != Booked || b.School != school || w.Count(`SELECT COUNT(*) FROM busy`) != 18 {
			t.Errorf("%+v, %d ticks", b, w.Count(`SELECT COUNT(*) FROM busy`))
		}
		again, err := w.book(mentor, meeting("m1", "2013-09-09", "13:20", "14:05"))
		if err != nil || again != b || w.Count(`SELECT COUNT(*) FROM booking`) != 1 {
			t.Errorf("the same again: %+v, %v", again, err)
		}
		fewer := meeting("m1", "2013-09-09", "13:20", "14:05")
		fewer.People = fewer.People[:1]
		if _, err := w.book(mentor, fewer); obstacle(err) != WithBooking {
			t.Errorf("the same for one of the two is no second click: %v", err)
		}
		visit := NewBooking{Date: "2013-09-09", Kind: "mentoring.visit", About: "v1", People: []Person{{"mentor", Visited}, {"mentee", Observer}}}
		at := func(n NewBooking, starts, ends calendar.Clock) NewBooking {
			n.StartsAt, n.EndsAt = starts, ends
			return n
		}
		tests := []struct {
			name string
			in   NewBooking
			want Obstacle
		}{
			{"over a lesson of the mentor", meeting("x", "2013-09-09", "09:00", "09:20"), WithLesson},
			{"over a lesson of the mentee", meeting("x", "2013-09-09", "10:35", "11:00"), WithLesson},
			{"over the meeting", meeting("x", "2013-09-09", "14:00", "14:30"), WithBooking},
			{"right after the meeting", meeting("x1", "2013-09-09", "14:05", "14:50"), ""},
			{"in a week without lessons", meeting("x2", "2013-11-04", "09:00", "09:20"), ""},
			{"a lesson is visited", at(visit, "08:50", "09:35"), ""},
			{"no lesson to visit", at(visit, "15:00", "15:45"), NoLesson},
			{"the observer teaches", at(NewBooking{Date: "2013-09-09", About: "v2", People: []Person{{"mentor", Observer}, {"mentee", Visited}}}, "08:55", "10:00"), WithLesson},
		}
		for _, test := range tests {
			_, err := w.book(mentor, test.in)
			if got := obstacle(err); got != test.want || (test.want == "") != (err == nil) {
				t.Errorf("%s: %q, %v; want %q", test.name, got, err, test.want)
			}
		}
	})
}

func TestPlanVisitOfOneLessonByTwo(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := pairWorld(t, d)
		for _, observer := range []string{"mentee", "other"} {
			_, err := w.book(actorOf(observer), NewBooking{
				Date: "2013-09-09", StartsAt: "08:50", EndsAt: "09:35", Kind: "mentoring.visit", About: "of " + observer,
				People: []Person{{"mentor", Visited}, {observer, Observer}},
			})
			w.OK(err)
		}
	})
}

func TestBookingsThatAreNone(t *testing.T) {
	good := meeting("a", "2013-09-09", "13:20", "14:05")
	with := func(fn func(*NewBooking)) NewBooking {
		n := good
		n.People = append([]Person{}, good.People...)
		fn(&n)
		return n
	}
	tests := map[string]struct {
		in    NewBooking
		field string
	}{
		"good":      {good, ""},
		"no date":   {with(func(n *NewBooking) { n.Date = "" }), "date"},
		"no start":  {with(func(n *NewBooking) { n.StartsAt = "" }), "starts_at"},
		"no end":    {with(func(n *NewBooking) { n.EndsAt = "25:00" }), "ends_at"},
		"backwards": {with(func(n *NewBooking) { n.EndsAt = n.StartsAt }), "ends_at"},
		"all day":   {with(func(n *NewBooking) { n.StartsAt, n.EndsAt = "08:00", "20:00" }), "ends_at"},
		"nobody":    {with(func(n *NewBooking) { n.People = nil }), "people"},
		"twice":     {with(func(n *NewBooking) { n.People[1] = n.People[0] }), "people"},
	}
	for name, test := range tests {
		got := ""
		if f, ok := fault.As(test.in.check()); ok {
			got = f.Fields[0].Name
		}
		if got != test.field {
			t.Errorf("%s: %q, want %q", name, got, test.field)
		}
	}
}

func TestReleaseAndMove(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := pairWorld(t, d)
		mentor := actorOf("mentor")
		b, err := w.book(mentor, meeting("m1", "2013-09-09", "13:20", "14:05"))
		w.OK(err)
		move := func(id string, to Slot) (made Booking, err error) {
			err = w.Do(ctx, mentor, func(v verb.Work) error { made, err = w.Move(v, id, to); return err })
			return made, err
		}
		moved, err := move(b.ID, Slot{Date: "2013-09-09", StartsAt: "13:30", EndsAt: "14:15"}) // overlaps itself
		w.OK(err)
		if moved.ID == b.ID || moved.About != b.About || !moved.Protected || moved.StartsAt != "13:30" {
			t.Errorf("moved %+v", moved)
		}
		if _, err := move(moved.ID, Slot{Date: "2013-09-09", StartsAt: "09:00", EndsAt: "09:20"}); obstacle(err) != WithLesson {
			t.Errorf("moved over a lesson: %v", err)
		}
		if same, err := move(moved.ID, Slot{Date: "2013-09-09", StartsAt: "13:30", EndsAt: "14:15"}); err != nil || same.ID != moved.ID {
			t.Errorf("moved to where it is: %+v, %v", same, err)
		}
		if _, err := move(b.ID, Slot{Date: "2013-09-10", StartsAt: "13:30", EndsAt: "14:15"}); !fault.Is(err, fault.KindConflict) {
			t.Errorf("moved a released one: %v", err)
		}
		release := func(actor access.Actor, id string) error {
			return w.Do(ctx, actor, func(v verb.Work) error { return w.Release(v, id) })
		}
		if err := release(access.Actor{Account: "x", School: "elsewhere"}, moved.ID); !fault.Is(err, fault.KindNotFound) {
			t.Errorf("released from another school: %v", err)
		}
		w.OK(release(mentor, moved.ID))
		w.OK(release(mentor, moved.ID)) // again
		if w.Count(`SELECT COUNT(*) FROM busy`) != 0 || w.Count(`SELECT COUNT(*) FROM booking WHERE state = 'released'`) != 2 {
			t.Error("time was not given back, or history was lost")
		}
		if n := w.Count(`SELECT COUNT(*) FROM journal_entry WHERE record_kind = 'booking'`); n != 0 {
			t.Errorf("%d journal entries beside that of the verb that books", n)
		}
	})
}

func TestBookWeekly(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := pairWorld(t, d)
		mentor := actorOf("mentor")
		_, err := w.book(mentor, meeting("else", "2013-10-07", "13:20", "13:30"))
		w.OK(err)
		in := WeeklyBooking{Each: meeting("pairing", "", "13:20", "14:05"), Weekday: calendar.Monday, From: "2013-09-24", To: "2013-12-31"}
		weekly := func() (out Weekly) {
			w.OK(w.Do(ctx, mentor, func(v verb.Work) (err error) { out, err = w.BookWeekly(v, in); return err }))
			return out
		}
		out := weekly()
		var made []calendar.Date
		for _, b := range out.Made {
			made = append(made, b.Date)
		}
		wantMade := []calendar.Date{"2013-09-30", "2013-10-14", "2013-10-21", "2013-10-28", "2013-11-11", "2013-11-18", "2013-11-25", "2013-12-02", "2013-12-09", "2013-12-23"}
		// 4 November lies between terms, 16 December is a holiday, 30 December is after the term.
		wantOff := []calendar.Date{"2013-11-04", "2013-12-16", "2013-12-30"}
		if diff := cmp.Diff(wantMade, made) + cmp.Diff(wantOff, out.Off); diff != "" {
			t.Error(diff)
		}
		if len(out.Collided) != 1 || out.Collided[0].Date != "2013-10-07" || out.Collided[0].With != WithBooking {
			t.Errorf("collided %+v", out.Collided)
		}
		if again := weekly(); len(again.Made) != 0 || len(again.Collided) != 1 {
			t.Errorf("a second click: %d made, %+v", len(again.Made), again.Collided)
		}
		var freed int
		w.OK(w.Do(ctx, mentor, func(v verb.Work) (err error) {
			freed, err = w.ReleaseAbout(v, "pairing", "2013-12-01")
			return err
		}))
		if freed != 3 || w.Count(`SELECT COUNT(*) FROM booking WHERE state = 'booked' AND about = 'pairing'`) != 7 {
			t.Errorf("freed %d", freed)
		}
		in.To = "2013-09-01"
		err = w.Do(ctx, mentor, func(v verb.Work) error { _, err := w.BookWeekly(v, in); return err })
		if !fault.Is(err, fault.KindInvalid) {
			t.Errorf("backwards: %v", err)
		}
	})
}

// Two people reach for the same hour of one mentor at once, each in a transaction
// of their own: one gets it, and the other is told.
func TestTwoBookingsOfOneSlotAtOnce(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := pairWorld(t, d)
		ask := func(staff, about string) NewBooking {
			return NewBooking{
				Date: "2013-09-10", StartsAt: "13:20", EndsAt: "14:05", Kind: "mentoring.meeting", About: about,
				People: []Person{{"mentor", Member}, {staff, Member}},
			}
		}
		errs := make([]error, 8)
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() {
				staff := []string{"mentee", "other"}[i%2]
				_, errs[i] = w.book(actorOf(staff), ask(staff, "by "+staff))
			})
		}
		wg.Wait()
		made, told := 0, 0
		for _, err := range errs {
			switch {
			case err == nil:
				made++
			case fault.Is(err, fault.KindConflict):
				told++
			default:
				t.Errorf("neither booked nor told: %v", err)
			}
		}
		// The four clicks of the winner are one booking: each is told that it is made.
		if n := w.Count(`SELECT COUNT(*) FROM booking`); n != 1 || made < 1 || made > 4 || made+told != 8 {
			t.Errorf("%d bookings, %d made, %d told", n, made, told)
		}
	})
}

func TestBookTwiceAtOnceBooksOnce(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := pairWorld(t, d)
		ids := make([]string, 6)
		var wg sync.WaitGroup
		for i := range ids {
			wg.Go(func() {
				b, err := w.book(actorOf("mentor"), meeting("m1", "2013-09-09", "13:20", "14:05"))
				if err != nil && !fault.Is(err, fault.KindConflict) {
					t.Error(err)
				}
				ids[i] = b.ID
			})
		}
		wg.Wait()
		if n := w.Count(`SELECT COUNT(*) FROM booking`); n != 1 {
			t.Errorf("%d bookings: %v", n, ids)
		}
	})
}

// The rule lives in the database too: without any look before, the second is refused.
func TestInsertBookingTwiceIsRefused(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := pairWorld(t, d)
		insert := func(about string) error {
			return w.Do(ctx, actorOf("mentor"), func(v verb.Work) error {
				_, err := insertBooking(v, meeting(about, "2013-09-10", "13:20", "14:05"))
				return err
			})
		}
		w.OK(insert("a"))
		if err := insert("b"); !fault.Is(err, fault.KindConflict) {
			t.Errorf("the second: %v", err)
		}
		if n := w.Count(`SELECT COUNT(*) FROM booking`); n != 1 {
			t.Errorf("%d bookings", n)
		}
	})
}

// A lesson is imported and a meeting booked over it at the same moment: one of
// them must see the other. The import does not refuse, so the meeting either
// fails or shows as a clash afterwards.
func TestAnImportDuringABookingIsSeen(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := pairWorld(t, d)
		var wg sync.WaitGroup
		var bookErr error
		wg.Go(func() {
			if err := w.layLessons("2013-09-02", row(9, "mentor", "8А", "Физика", calendar.Tuesday, 3)); err != nil {
				t.Error(err)
			}
		})
		wg.Go(func() { _, bookErr = w.book(actorOf("mentor"), meeting("m", "2013-09-10", "13:20", "14:05")) })
		wg.Wait()
		clashes, err := w.Clashes(ctx, d.Read(), school, "2013-09-09")
		w.OK(err)
		if booked := bookErr == nil; booked != (len(clashes) == 1) || !booked && obstacle(bookErr) != WithLesson {
			t.Errorf("booking: %v; clashes %+v", bookErr, clashes)
		}
	})
}
