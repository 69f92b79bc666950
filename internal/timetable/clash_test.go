package timetable

import (
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/reminder"
)

// TestNotifyClashesLeadsToPageOfArea: each area that books has pages of its own, and
// one that has none yet leads to the week.
func TestNotifyClashesLeadsToPageOfArea(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "a", "b", "c")
		w.bells()
		w.year()
		w.LeadTo(func(kind string) bool { return kind == "units.meeting" })
		units, err := w.book(access.System(school, "x"), NewBooking{
			Date: "2013-09-09", StartsAt: "12:00", EndsAt: "12:45", Kind: "units.meeting", About: "u1",
			People: []Person{{"a", Member}, {"b", Member}},
		})
		w.ok(err)
		_, err = w.book(access.System(school, "x"), NewBooking{
			Date: "2013-09-09", StartsAt: "14:00", EndsAt: "14:45", Kind: "council.meeting", About: "k1",
			People: []Person{{"a", Member}, {"c", Member}},
		})
		w.ok(err)
		w.absent("a", "2013-09-09", "2013-09-09")
		for staff, want := range map[string]reminder.Target{"b": {Kind: "units.meeting", ID: units.ID}, "c": {Kind: TargetWeek, ID: "2013-09-09"}} {
			list, err := reminder.OpenFor(ctx, d.Read(), school, staff)
			w.ok(err)
			if len(list) != 1 || list[0].Target != want {
				t.Errorf("%s is led by %+v, want %+v", staff, list, want)
			}
		}
	})
}
