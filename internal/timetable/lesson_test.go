package timetable

import (
	"slices"
	"testing"

	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
)

// What two lessons cannot share, and what is one lesson of several (R014).
func TestClashesOfTwoLessons(t *testing.T) {
	one := Content{Staff: "t1", Class: "5A", Subject: "Math", Room: "3", Weekday: calendar.Monday, Shift: 1, Number: 1, StartsAt: "08:30", EndsAt: "09:15"}
	for name, c := range map[string]struct {
		change func(o *Content)
		want   string
	}{
		"the same twice":                        {func(*Content) {}, "staff"},
		"another day":                           {func(o *Content) { o.Weekday = calendar.Tuesday }, ""},
		"right after":                           {func(o *Content) { o.StartsAt, o.EndsAt = "09:15", "10:00" }, ""},
		"right before":                          {func(o *Content) { o.StartsAt, o.EndsAt = "07:45", "08:30" }, ""},
		"a minute into it":                      {func(o *Content) { o.StartsAt, o.EndsAt, o.Class, o.Room = "09:14", "10:00", "6A", "4" }, "staff"},
		"another class in another room":         {func(o *Content) { o.Class, o.Room = "6A", "4" }, "staff"},
		"two classes together":                  {func(o *Content) { o.Class = "5B" }, ""},
		"two classes together in two subjects":  {func(o *Content) { o.Class, o.Subject = "5B", "Phys" }, "staff"},
		"two groups together":                   {func(o *Content) { o.Group = 2 }, "staff"}, // the other is the whole class
		"another teacher of the same lesson":    {func(o *Content) { o.Staff = "t2" }, ""},
		"another teacher of the divided class":  {func(o *Content) { o.Staff, o.Room = "t2", "4" }, ""},
		"another teacher and subject":           {func(o *Content) { o.Staff, o.Subject, o.Room = "t2", "Phys", "4" }, "class"},
		"another teacher, half an hour later":   {func(o *Content) { o.Staff, o.Room, o.StartsAt, o.EndsAt = "t2", "4", "09:00", "09:45" }, "class"},
		"another teacher of one group":          {func(o *Content) { o.Staff, o.Subject, o.Room, o.Group = "t2", "Phys", "4", 1 }, "class"},
		"another teacher and class":             {func(o *Content) { o.Staff, o.Class, o.Room = "t2", "6A", "4" }, ""},
		"another teacher and class in the room": {func(o *Content) { o.Staff, o.Class = "t2", "6A" }, ""}, // rooms are shared: halls, yards
	} {
		other := one
		c.change(&other)
		for _, pair := range [][2]Content{{one, other}, {other, one}} {
			if got, clash := pair[0].Clashes(pair[1]); got != c.want || clash != (c.want != "") {
				t.Errorf("%s: %q, want %q", name, got, c.want)
			}
		}
	}
}

// Groups of a class are apart, and lessons that take turns never meet.
func TestGroupsAndTurnsDoNotClash(t *testing.T) {
	first := Content{Staff: "t1", Class: "5A", Subject: "Eng", Room: "3", Weekday: calendar.Monday, StartsAt: "08:30", EndsAt: "09:15", Group: 1}
	second := first
	second.Staff, second.Room, second.Group = "t2", "4", 2
	if what, clash := first.Clashes(second); clash {
		t.Errorf("two groups clash in %s", what)
	}
	second.Staff = "t1"
	if what, _ := first.Clashes(second); what != "staff" {
		t.Errorf("one teacher of two groups in two rooms: %q", what)
	}
	second.Room = "3"
	if what, clash := first.Clashes(second); clash {
		t.Errorf("one teacher of two groups together: %q", what)
	}
	second = first
	second.Class, second.Room, first.Turn, second.Turn = "6A", "9", FirstWeek, SecondWeek
	if what, clash := first.Clashes(second); clash {
		t.Errorf("weeks that take turns clash in %s", what)
	}
}

// A lesson that ends holds until the day before; one that never began has no day at all.
func TestEndBeforeLeavesNoDayToWhatNeverBegan(t *testing.T) {
	for _, c := range []struct {
		starts, from, ends calendar.Date
		holds              bool
	}{
		{"2013-09-01", "2013-10-07", "2013-10-06", true}, {"2013-10-07", "2013-10-07", "2013-10-06", false}, {"2013-11-11", "2013-10-07", "2013-11-10", false},
	} {
		got := Lesson{Period: calendar.From(c.starts)}.EndBefore(c.from)
		if got.Ends != c.ends || (got.Ends >= got.Starts) != c.holds {
			t.Errorf("of %s before %s: %v", c.starts, c.from, got.Period)
		}
	}
}

// A table to take home has the lessons of one day's timetable, of whomever it is asked for,
// in the order of the week.
func TestTableIsOfWhomItIsAskedFor(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "t1", "t2")
		w.OK(w.SaveSubjects(ctx, w.deputy, []SubjectFacts{SubjectNamed("Math"), SubjectNamed("Phys")}))
		w.OK(w.SaveClasses(ctx, w.deputy, []ClassFacts{{Name: "10A", Grade: 10, Shift: 1}, {Name: "5A", Grade: 5, Shift: 1}}))
		w.Exec(`UPDATE staff SET family_name = 'Ким', given_name = 'Вера' WHERE id = 't1'`)
		classes, err := ClassesByKey(ctx, d.Read(), school)
		w.OK(err)
		subjects, err := Subjects(ctx, d.Read(), school)
		w.OK(err)
		class := func(name string) string { return classes[ClassKey(name)].ID }
		lesson := func(staff, of string, day calendar.Weekday, starts calendar.Clock, room string, from calendar.Date) Lesson {
			return Content{Staff: staff, Class: class(of), Subject: subjects[0].ID, Room: room, Weekday: day, Shift: 1, Number: 1, StartsAt: starts, EndsAt: starts[:3] + "59"}.Lesson(school, from)
		}
		gone := lesson("t1", "5A", calendar.Friday, "08:00", "3", "2013-09-01")
		gone.Ends = "2013-09-30"
		w.OK(LessonWrites{Begun: []Lesson{
			lesson("t1", "10A", calendar.Monday, "08:00", "3", "2013-09-01"), lesson("t1", "5A", calendar.Tuesday, "09:00", "4", "2013-09-01"), lesson("t2", "5A", calendar.Tuesday, "08:00", "3", "2013-09-01"),
			lesson("t2", "5A", calendar.Monday, "12:00", "4", "2013-10-01"), gone,
		}}.Write(ctx, d.Write(), school))
		for name, c := range map[string]struct {
			of   Of
			on   calendar.Date
			want []string
		}{
			"all":             {Of{}, "2013-10-07", []string{"5A 1 12:00", "5A 2 08:00", "5A 2 09:00", "10A 1 08:00"}},
			"all before":      {Of{}, "2013-09-09", []string{"5A 2 08:00", "5A 2 09:00", "5A 5 08:00", "10A 1 08:00"}},
			"of a teacher":    {Of{Staff: "t1"}, "2013-10-07", []string{"5A 2 09:00", "10A 1 08:00"}},
			"of a class":      {Of{Class: class("10A")}, "2013-10-07", []string{"10A 1 08:00"}},
			"of a room":       {Of{Room: "4"}, "2013-10-07", []string{"5A 1 12:00", "5A 2 09:00"}},
			"of both at once": {Of{Staff: "t2", Room: "3"}, "2013-10-07", []string{"5A 2 08:00"}},
			"before the year": {Of{}, "2013-08-30", nil},
			"of nobody":       {Of{Staff: "t9"}, "2013-10-07", nil},
		} {
			rows, err := Table(ctx, d.Read(), school, c.of, c.on)
			w.OK(err)
			var got []string
			for _, r := range rows {
				got = append(got, r.Class+" "+string('0'+rune(r.Weekday))+" "+string(r.StartsAt))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%s: %q, want %q", name, got, c.want)
			}
		}
		rows, err := Table(ctx, d.Read(), school, Of{Staff: "t1"}, "2013-10-07")
		w.OK(err)
		if rows[0].Teacher() != "Ким Вера" || rows[0].Subject().EN != "Mathematics" {
			t.Errorf("%q teaches %+v", rows[0].Teacher(), rows[0].Subject())
		}
		if rows, err = Table(ctx, d.Read(), "audan", Of{}, "2013-10-07"); err != nil || len(rows) != 0 {
			t.Errorf("another school has %+v, %v", rows, err)
		}
	})
}
