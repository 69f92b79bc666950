package timetable

import (
	"slices"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/schooltest"
	"talim/internal/verb"
)

// short are two bells of one shift.
var short = []BellFacts{{Shift: 1, Number: 1, StartsAt: "08:30", EndsAt: "09:15"}, {Shift: 1, Number: 2, StartsAt: "09:20", EndsAt: "10:05"}}

// The year of a day is the one it lies in; between two it is the next, and after the last
// it is the last.
func TestYearOnTheDaysBetween(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		_, err := YearOn(ctx, d.Read(), school, "2013-09-02")
		w.Refused(err, fault.KindNotFound)
		for label, p := range map[string]calendar.Period{"2013-2014": {Starts: "2013-09-01", Ends: "2014-05-25"}, "2014-2015": {Starts: "2014-09-01", Ends: "2015-05-25"}} {
			_, err := w.SaveYear(ctx, w.deputy, YearFacts{Label: label, Period: p})
			w.OK(err)
		}
		for day, want := range map[calendar.Date]string{
			"2013-08-15": "2013-2014", "2013-09-01": "2013-2014", "2014-05-25": "2013-2014", "2014-05-26": "2014-2015", "2014-09-01": "2014-2015", "2015-07-01": "2014-2015",
		} {
			if got, err := YearOn(ctx, d.Read(), school, day); err != nil || got.Label != want {
				t.Errorf("on %s: %s, %v", day, got.Label, err)
			}
		}
		_, err = YearOn(ctx, d.Read(), schooltest.Other, "2013-09-02")
		w.Refused(err, fault.KindNotFound)
	})
}

// A form of bells begins with the set that was saved last, also before it rings.
func TestNewestBellsAreThoseSavedLast(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		newest := func(version int, from calendar.Date, last calendar.Clock) {
			t.Helper()
			got, err := NewestBells(ctx, d.Read(), school, "2013-09-02")
			w.OK(err)
			ends := calendar.Clock("")
			if n := len(got.Bells); n > 0 {
				ends = got.Bells[n-1].EndsAt
			}
			if got.Version != version || got.From != from || ends != last {
				t.Errorf("version %d from %s until %s, want %d, %s, %s", got.Version, got.From, ends, version, from, last)
			}
		}
		newest(0, "2013-09-02", "")
		w.OK(w.SaveBells(ctx, w.deputy, BellChange{From: "2013-09-02", Bells: short}))
		newest(1, "2013-09-02", "10:05")
		long := slices.Clone(short)
		long[1].EndsAt = "10:10"
		w.OK(w.SaveBells(ctx, w.deputy, BellChange{Version: 1, From: "2013-11-11", Bells: long}))
		newest(2, "2013-11-11", "10:10")
		for day, want := range map[calendar.Date]calendar.Clock{"2013-11-10": "10:05", "2013-11-11": "10:10"} {
			bells, err := Bells(ctx, d.Read(), school, day)
			w.OK(err)
			if len(bells) != 2 || bells[1].EndsAt != want {
				t.Errorf("on %s rings %+v", day, bells)
			}
		}
		since, err := BellsSince(ctx, d.Read(), school, "2013-11-11")
		w.OK(err)
		if len(since) != 2 { // the first bell stays as it was, the second rings otherwise
			t.Errorf("since the change: %+v", since)
		}
	})
}

// The first bells of a school are checked like all others, and count as its first set.
func TestFirstBellsAreTheFirstSet(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ring := func(bells []BellFacts) error {
			return w.Do(ctx, w.deputy, func(v verb.Work) error { return FirstBells(v, "2013-09-02", bells) })
		}
		wrong := slices.Clone(short)
		wrong[1].StartsAt = "09:00"
		watch := apptest.NewWatch(t, d)
		if changed := watch.Changed(func() { w.Refused(ring(wrong), fault.KindInvalid) }); len(changed) > 0 {
			t.Errorf("what was refused changed %q", changed)
		}
		w.OK(ring(short))
		if n, err := BellVersion(ctx, d.Read(), school); err != nil || n != 1 {
			t.Errorf("version %d, %v", n, err)
		}
		w.Refused(w.SaveBells(ctx, w.deputy, BellChange{From: "2013-09-02", Bells: short}), fault.KindConflict) // of a page before them
	})
}

// A class is read by its id in its own school alone.
func TestClassByIDIsOfItsSchool(t *testing.T) {
	w := newWorld(t, apptest.Database(t))
	w.OK(w.SaveClasses(ctx, w.deputy, []ClassFacts{{Name: "5 «Б»", Grade: 5, Shift: 1}, {Name: "10A", Grade: 10, Shift: 2}}))
	all, err := Classes(ctx, w.D.Read(), school)
	w.OK(err)
	if len(all) != 2 || all[0].Grade != 5 {
		t.Fatalf("in order of names: %+v", all)
	}
	got, err := ClassByID(ctx, w.D.Read(), school, all[0].ID)
	if w.OK(err); got != all[0] {
		t.Errorf("%+v", got)
	}
	for school, id := range map[string]string{schooltest.Other: all[0].ID, schooltest.ID: "none"} {
		_, err = ClassByID(ctx, w.D.Read(), school, id)
		w.Refused(err, fault.KindNotFound)
	}
}

// The director, deputies and heads of units meet; others do not.
func TestLeadersHoldTheirPostsOnTheDay(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.Hire(schooltest.People{"dir": {access.Director}, "dep": {access.Deputy}, "head": {access.SMUHead, access.Teacher}, "t1": {access.Teacher}, "psy": {access.Psychologist}, "gone": {access.Deputy}})
		w.Exec(`UPDATE post SET ends = '2013-09-30' WHERE staff_id = 'gone'`)
		for day, want := range map[calendar.Date][]string{"2013-09-30": {"dep", "dir", "gone", "head"}, "2013-10-01": {"dep", "dir", "head"}, "2012-08-31": nil} {
			got, err := Leaders(ctx, d.Read(), school, day)
			w.OK(err)
			if !slices.Equal(got, want) {
				t.Errorf("on %s: %v, want %v", day, got, want)
			}
		}
	})
}

// A meeting of many is proposed where nobody teaches or is booked.
func TestFindMeetingTimeLeavesOutWhoIsBusy(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "t1", "t2")
		w.OK(w.SaveBells(ctx, w.deputy, BellChange{From: "2013-09-01", Bells: short}))
		_, err := w.SaveYear(ctx, w.deputy, YearFacts{Label: "2013-2014", Period: calendar.Period{Starts: "2013-09-01", Ends: "2014-05-25"}})
		w.OK(err)
		free := func(members ...string) int {
			t.Helper()
			got, err := w.FindMeetingTime(ctx, d.Read(), school, members, "2013-09-09")
			w.OK(err)
			n := 0
			for _, h := range got.Hours {
				if len(h.Absent) == 0 {
					n++
				}
			}
			return n
		}
		before := free("t1", "t2")
		w.OK(w.Do(ctx, w.deputy, func(v verb.Work) error {
			_, err := w.Book(v, NewBooking{
				Date: "2013-09-09", StartsAt: "08:30", EndsAt: "09:15", Kind: "council", About: "x", People: []Person{{Staff: "t1", Part: Member}},
			})
			return err
		}))
		if one, two, other := free("t1"), free("t1", "t2"), free("t2"); before == 0 || two != before-1 || one != before-1 || other != before {
			t.Errorf("free at %d hours, then t1 at %d, t2 at %d, both at %d", before, one, other, two)
		}
	})
}

// What stands in the way of a booking is said without the person, whose page knows her.
func TestCollisionNamesNobodyInItsMessage(t *testing.T) {
	for _, with := range []Obstacle{WithLesson, WithBooking, NoLesson, WithHoliday, WithAbsence} {
		c := Collision{Date: "2013-09-09", Staff: "t1", With: with, StartsAt: "08:30", EndsAt: "09:15"}
		m := c.Message()
		if m.Key != "timetable.collision."+string(with) || m.Args["Starts"] != "08:30" || m.Args["Ends"] != "09:15" || len(m.Args) != 2 {
			t.Errorf("%s: %+v", with, m)
		}
		if err := c.fault(); !fault.Is(err, fault.KindConflict) || apptest.Says(err) != "conflict "+m.Key {
			t.Errorf("%s: %v", with, err)
		}
	}
	for part, want := range map[Part]Obstacle{Away: WithAbsence, Member: WithBooking, Observer: WithBooking} {
		if got := (Entry{Part: part}).obstacle(); got != want {
			t.Errorf("%s is %s", part, got)
		}
	}
}
