package timetable

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/scheduling"
	"talim/internal/verb"
)

// pairs keeps nothing: the bookings are to be laid anew.
func pairs(Entry) bool { return false }

// stays keeps every booking.
func stays(Entry) bool { return true }

// busyOf is what takes somebody's time beside lessons: "-" for who is not in the list.
func busyOf(people []scheduling.Person, id string) string {
	for _, p := range people {
		if p.ID == id {
			var out []string
			for _, b := range p.Busy {
				out = append(out, string(b.Date)+" "+string(b.Starts))
			}
			return strings.Join(out, ", ")
		}
	}
	return "-"
}

// The hours of a school: what everybody has on each day, the days off, and of the
// bookings those that stay.
func TestHoursOf(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := pairWorld(t, d)
		_, err := w.book(actorOf("mentor"), meeting("m1", "2013-10-29", "13:20", "14:05"))
		w.OK(err)
		h, err := w.HoursOf(ctx, d.Read(), school, "2013-10-28", "2013-11-12")
		w.OK(err)
		var teaches []calendar.Date
		for day := h.Starts; day <= h.Ends; day = day.AddDays(1) {
			if !slices.Contains(h.Off(), calendar.Period{Starts: day, Ends: day}) {
				teaches = append(teaches, day)
			}
		}
		// Lessons are on Mondays and Fridays, and none between the terms.
		if diff := cmp.Diff([]calendar.Date{"2013-10-28", "2013-11-01", "2013-11-11"}, teaches); diff != "" {
			t.Error(diff)
		}
		for id, want := range map[string][2]string{ // what is laid anew, what stays
			"mentor": {"", "2013-10-29 13:20"}, "mentee": {"", "2013-10-29 13:20"}, "other": {"", ""}, "nobody": {"-", "-"},
		} {
			if got := [2]string{busyOf(h.People(pairs), id), busyOf(h.People(stays), id)}; got != want {
				t.Errorf("%s is busy %q, want %q", id, got, want)
			}
		}
		if got := busyOf(scheduling.WithPeople(h.People(pairs), "nobody", "mentor"), "nobody"); got != "" {
			t.Errorf("who has nothing is not free: %q", got)
		}
		if all := scheduling.WithPeople(h.People(pairs), "nobody", "mentor", "nobody"); len(all) != len(h.People(pairs))+1 {
			t.Errorf("%d people, want one more than %d", len(all), len(h.People(pairs)))
		}
		at := func(date calendar.Date, starts, ends calendar.Clock) Slot {
			return Slot{Date: date, StartsAt: starts, EndsAt: ends}
		}
		for _, c := range []struct {
			slot Slot
			free bool
		}{
			{at("2013-10-28", "08:50", "09:35"), false}, // teaches
			{at("2013-10-28", "09:35", "09:55"), true},  // the break after it
			{at("2013-10-29", "14:00", "14:30"), false}, // meets
			{at("2013-10-29", "14:05", "14:30"), true},  // has met
		} {
			if got := h.FreeAt("mentor", c.slot); got != c.free {
				t.Errorf("free at %v: %v", c.slot, got)
			}
		}
	})
}

// A lesson is found by who gives it, its day and its beginning; a meeting is none.
func TestLessonAt(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := pairWorld(t, d)
		_, err := w.book(actorOf("mentor"), meeting("m1", "2013-10-29", "13:20", "14:05"))
		w.OK(err)
		h, err := w.HoursOf(ctx, d.Read(), school, "2013-10-28", "2013-11-12")
		w.OK(err)
		for _, c := range []struct {
			staff  string
			day    calendar.Date
			starts calendar.Clock
			class  string
		}{
			{"mentor", "2013-10-28", "08:50", "5А"},
			{"mentor", "2013-10-28", "09:55", ""},
			{"mentor", "2013-10-29", "13:20", ""},
			{"mentor", "2013-11-04", "08:50", ""},
			{"mentor", "2013-11-11", "08:50", "5А"},
			{"mentee", "2013-10-28", "08:50", ""},
			{"nobody", "2013-10-28", "08:50", ""},
		} {
			got, found := h.LessonAt(c.staff, c.day, c.starts)
			if found != (c.class != "") || got.Class != c.class {
				t.Errorf("%s on %s at %s gives %q", c.staff, c.day, c.starts, got.Class)
			}
		}
	})
}

// Weekly times that are none are refused with the field, and take nobody's time.
func TestBookWeeklyRefuses(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := pairWorld(t, d)
		good := WeeklyBooking{Each: meeting("pairing", "", "13:20", "14:05"), Weekday: calendar.Monday, From: "2013-09-24", To: "2013-12-31"}
		book := func(in WeeklyBooking) error {
			return w.Do(ctx, actorOf("mentor"), func(v verb.Work) error { _, err := w.BookWeekly(v, in); return err })
		}
		for _, c := range []struct {
			field string
			wrong func(b *WeeklyBooking)
		}{
			{"from", func(b *WeeklyBooking) { b.From = "" }},
			{"to", func(b *WeeklyBooking) { b.To = b.From.AddDays(maxWeeks*7 + 1) }},
			{"weekday", func(b *WeeklyBooking) { b.Weekday = 0 }},
			{"weekday", func(b *WeeklyBooking) { b.Weekday = 8 }},
		} {
			in := good
			c.wrong(&in)
			if err := book(in); !fault.Is(err, fault.KindInvalid) || apptest.FieldsOf(err) != c.field {
				t.Errorf("%s: %v", c.field, err)
			}
		}
		good.To = good.From.AddDays(maxWeeks * 7) // the longest there is
		if n := w.Count(`SELECT count(*) FROM busy`); n != 0 {
			t.Errorf("refused, and %d times are taken", n)
		}
		w.OK(book(good))
	})
}
