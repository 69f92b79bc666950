package timetable

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/fault"
)

func brief(entries []Entry) []string {
	var out []string
	for _, e := range entries {
		what := e.Class
		if e.IsBooking() {
			what = fmt.Sprint(e.Kind, "/", e.About, "/", e.With)
		}
		out = append(out, fmt.Sprint(e.Date, " ", e.StartsAt, " ", what))
	}
	return out
}

func TestWeekOf(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := pairWorld(t, d)
		_, err := w.book(actorOf("mentor"), meeting("m1", "2013-09-10", "13:20", "14:05"))
		w.OK(err)
		counting, n := db.Counted(ctx)
		week, err := w.WeekOf(counting, d.Read(), school, "mentor", "2013-09-09")
		w.OK(err)
		want := []string{"2013-09-09 08:50 5А", "2013-09-10 13:20 mentoring.meeting/m1/[mentee]"}
		if diff := cmp.Diff(want, brief(week)); diff != "" || n.N() != 1 {
			t.Errorf("%d queries; %s", n.N(), diff)
		}
		if off, err := w.WeekOf(ctx, d.Read(), school, "mentor", "2013-11-04"); err != nil || len(off) != 0 {
			t.Errorf("lessons in the holidays: %v, %v", brief(off), err)
		}
		if none, err := w.WeekOf(ctx, d.Read(), "elsewhere", "mentor", "2013-09-09"); err != nil || len(none) != 0 {
			t.Errorf("the week is seen from another school: %v, %v", brief(none), err)
		}
		class := w.Count(`SELECT COUNT(*) FROM class_group`)
		classes, err := Classes(ctx, d.Read(), school)
		w.OK(err)
		lessons, _, err := ClassWeek(ctx, d.Read(), school, classes[0].ID, "2013-09-09")
		if err != nil || class != 3 || len(lessons) != 1 || lessons[0].Staff != "mentor" {
			t.Errorf("week of %s: %+v, %v", classes[0].Name, lessons, err)
		}
		room, _, err := RoomWeek(ctx, d.Read(), school, "r", "2013-09-09")
		if err != nil || len(room) != 3 {
			t.Errorf("week of the room: %v, %v", brief(room), err)
		}
	})
}

func TestWhoSeesABooking(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := pairWorld(t, d)
		_, err := w.book(actorOf("mentor"), meeting("m1", "2013-09-10", "13:20", "14:05"))
		w.OK(err)
		in := meeting("open", "2013-09-11", "13:20", "14:05")
		in.Protected = false
		_, err = w.book(actorOf("mentor"), in)
		w.OK(err)
		const hidden = "//[]"
		full, veiled := "mentoring.meeting/m1/[mentee]", "mentoring.meeting//[mentee]"
		tests := map[string]struct {
			actor           access.Actor
			protected, open string
		}{
			"oneself":       {actorOf("mentor"), full, "mentoring.meeting/open/[mentee]"},
			"the other":     {actorOf("mentee"), full, "mentoring.meeting/open/[mentee]"},
			"a colleague":   {actorOf("other", access.Teacher), hidden, hidden},
			"head of unit":  {actorOf("other", access.SMUHead), hidden, hidden},
			"administrator": {actorOf("other", access.Administrator), hidden, hidden},
			"deputy":        {actorOf("other", access.Deputy), veiled, hidden},
			"director":      {actorOf("other", access.Director), veiled, hidden},
			"coordinator":   {actorOf("other", access.Coordinator), veiled, hidden},
			"no staff":      {access.Actor{Account: "a", School: school}, hidden, hidden},
		}
		for name, test := range tests {
			week, _, err := w.Week(ctx, test.actor, "mentor", "2013-09-09")
			w.OK(err)
			want := []string{"2013-09-09 08:50 5А", "2013-09-10 13:20 " + test.protected, "2013-09-11 13:20 " + test.open}
			if diff := cmp.Diff(want, brief(week)); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
		}
		if _, _, err := w.Week(ctx, access.Actor{}, "mentor", "2013-09-09"); !fault.Is(err, fault.KindForbidden) {
			t.Errorf("nobody: %v", err)
		}
		protected, err := ProtectedTime(ctx, d.Read(), school, "2013-09-13")
		if err != nil || len(protected) != 1 || len(protected[0].People) != 2 {
			t.Errorf("protected time %+v, %v", protected, err)
		}
	})
}

func times(slots []Slot) []string {
	var out []string
	for _, s := range slots {
		out = append(out, fmt.Sprint(s.Date.Weekday(), " ", s.StartsAt))
	}
	return out
}

// 13:20 rings in both shifts and is one slot; the days are those with lessons.
func TestSharedSlots(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := pairWorld(t, d)
		_, err := w.book(actorOf("mentor"), meeting("m1", "2013-09-13", "13:30", "13:45"))
		w.OK(err)
		counting, n := db.Counted(ctx)
		free, err := w.FreeSlots(counting, d.Read(), school, "mentor", "2013-09-11")
		w.OK(err)
		want := []string{"1 09:55", "1 13:20", "1 14:15", "5 08:50", "5 09:55", "5 14:15"}
		if diff := cmp.Diff(want, times(free)); diff != "" || n.N() != 1 {
			t.Errorf("free (%d queries): %s", n.N(), diff)
		}
		shared, err := w.SharedSlots(ctx, d.Read(), school, []string{"mentor", "mentee", "other"}, "2013-09-09", "2013-09-15")
		w.OK(err)
		if diff := cmp.Diff([]string{"1 13:20", "1 14:15", "5 09:55", "5 14:15"}, times(shared)); diff != "" {
			t.Error(diff)
		}
		visits, err := w.VisitableLessons(ctx, d.Read(), school, "mentor", "mentee", "2013-09-09", "2013-09-22")
		w.OK(err)
		if diff := cmp.Diff([]string{"2013-09-09 08:50 5А", "2013-09-16 08:50 5А"}, brief(visits)); diff != "" {
			t.Error(diff)
		}
		options, err := w.WeeklyShared(ctx, d.Read(), school, []string{"mentor", "mentee"}, "2013-09-09", "2013-09-22")
		w.OK(err)
		last := options[len(options)-1]
		if len(options) != 6 || options[0].Free != options[0].Days || last.Free != 1 || last.Days != 2 || last.StartsAt != "13:20" {
			t.Errorf("options %+v", options)
		}
	})
}

func TestWeeklyLoad(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := pairWorld(t, d)
		counting, n := db.Counted(ctx)
		load, err := WeeklyLoad(counting, d.Read(), school, "2013-10-01")
		w.OK(err)
		want := map[string][]WeekSlot{
			"mentor": {{1, "08:50", "09:35"}}, "mentee": {{1, "09:55", "10:40"}}, "other": {{5, "08:50", "09:35"}},
		}
		if diff := cmp.Diff(want, load); diff != "" || n.N() != 1 {
			t.Errorf("%d queries; %s", n.N(), diff)
		}
		slots, err := WeekSlots(ctx, d.Read(), school, "2013-10-01")
		w.OK(err)
		if free := Free(slots, load["mentor"], load["mentee"]); len(slots) != 8 || len(free) != 6 {
			t.Errorf("%d slots, %d free", len(slots), len(free))
		}
	})
}
