package timetable

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
)

func TestYears(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.year()
		year, err := YearOn(ctx, d.Read(), school, "2013-10-10")
		w.OK(err)
		same := YearFacts{ID: year.ID, Label: "2013/14", Period: year.Period, Terms: []calendar.Period{{Starts: "2013-09-01", Ends: "2014-05-25"}}}
		changed, err := w.SaveYear(ctx, w.deputy, same)
		w.OK(err)
		if changed.ID != year.ID || w.Count(`SELECT COUNT(*) FROM term`) != 1 || w.Count(`SELECT COUNT(*) FROM school_year`) != 1 {
			t.Errorf("changed %+v", changed)
		}
		if n := w.Count(`SELECT COUNT(*) FROM journal_entry WHERE event = $1`, EventYearSaved); n != 2 {
			t.Errorf("%d journal entries", n)
		}
		_, err = w.SaveYear(ctx, w.deputy, YearFacts{Label: "2013/14", Period: calendar.Period{Starts: "2014-09-01", Ends: "2015-05-25"}})
		if f, ok := fault.As(err); !ok || f.Fields[0].Key != "timetable.year.label_taken" {
			t.Errorf("the same label twice: %v", err)
		}
		_, err = w.SaveYear(ctx, w.deputy, YearFacts{ID: "none", Label: "x", Period: calendar.Period{Starts: "2015-09-01", Ends: "2016-05-25"}})
		if !fault.Is(err, fault.KindNotFound) {
			t.Errorf("an unknown year: %v", err)
		}
		for _, actor := range []access.Actor{{}, actorOf("t"), actorOf("h", access.SMUHead)} {
			if _, err := w.SaveYear(ctx, actor, same); !fault.Is(err, fault.KindForbidden) {
				t.Errorf("%v saved a year: %v", actor.Roles, err)
			}
		}
	})
}

func TestYearFacts(t *testing.T) {
	year := calendar.Period{Starts: "2013-09-01", Ends: "2014-05-25"}
	tests := map[string]struct {
		in   YearFacts
		want string // field of the first fault
	}{
		"good":          {YearFacts{Label: "a", Period: year, Terms: []calendar.Period{{Starts: "2013-09-01", Ends: "2013-11-03"}, {Starts: "2013-11-11", Ends: "2014-05-25"}}}, ""},
		"no terms":      {YearFacts{Label: "a", Period: year}, ""},
		"no label":      {YearFacts{Period: year}, "label"},
		"no start":      {YearFacts{Label: "a", Period: calendar.Period{Ends: "2014-05-25"}}, "starts"},
		"no end":        {YearFacts{Label: "a", Period: calendar.Period{Starts: "2013-09-01"}}, "ends"},
		"wrong order":   {YearFacts{Label: "a", Period: calendar.Period{Starts: "2014-05-25", Ends: "2013-09-01"}}, "ends"},
		"term outside":  {YearFacts{Label: "a", Period: year, Terms: []calendar.Period{{Starts: "2013-08-01", Ends: "2013-11-03"}}}, "term_starts_1"},
		"terms overlap": {YearFacts{Label: "a", Period: year, Terms: []calendar.Period{{Starts: "2013-09-01", Ends: "2013-11-03"}, {Starts: "2013-11-03", Ends: "2014-05-25"}}}, "term_starts_2"},
		"two years":     {YearFacts{Label: "a", Period: calendar.Period{Starts: "2012-09-01", Ends: "2013-01-31"}}, "starts"},
		"itself":        {YearFacts{ID: "other", Label: "a", Period: calendar.Period{Starts: "2012-09-01", Ends: "2013-01-31"}}, ""},
	}
	others := []SchoolYear{{ID: "other", Label: "b", Period: calendar.Period{Starts: "2012-09-01", Ends: "2013-05-25"}}}
	for name, test := range tests {
		got := ""
		if f, ok := fault.As(test.in.check(others)); ok {
			got = f.Fields[0].Name
		}
		if got != test.want {
			t.Errorf("%s: fault of %q, want %q", name, got, test.want)
		}
	}
}

func TestHolidaysAreAddedAndRemoved(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		h, err := w.AddHoliday(ctx, w.deputy, HolidayFacts{calendar.Period{Starts: "2014-03-21", Ends: "2014-03-23"}, i18n.Text{KK: "Наурыз"}})
		w.OK(err)
		days, err := DaysOf(ctx, d.Read(), school, "2014-03-17", "2014-03-22")
		w.OK(err)
		if found, off := days.Holiday("2014-03-21"); !off || found != h || days.Teaches("2014-03-21") || !days.Teaches("2014-03-20") {
			t.Errorf("holiday %+v", found)
		}
		if _, err := w.AddHoliday(ctx, w.deputy, HolidayFacts{Period: calendar.From("2014-03-21")}); !fault.Is(err, fault.KindInvalid) {
			t.Errorf("without a name: %v", err)
		}
		longest := strings.Repeat("ә", maxHolidayName)
		_, err = w.AddHoliday(ctx, w.deputy, HolidayFacts{calendar.Period{Starts: "2014-05-01", Ends: "2014-05-01"}, i18n.Text{KK: longest, RU: longest + "я", EN: longest + "y"}})
		if f, is := fault.As(err); !is || len(f.Fields) != 2 || f.Fields[0].Name != "name_ru" || f.Fields[1].Name != "name_en" {
			t.Errorf("long names: %v", err)
		}
		w.OK(w.RemoveHoliday(ctx, w.deputy, h.ID))
		if err := w.RemoveHoliday(ctx, w.deputy, h.ID); !fault.Is(err, fault.KindNotFound) {
			t.Errorf("removed twice: %v", err)
		}
		if n := w.Count(`SELECT COUNT(*) FROM journal_entry WHERE record_id = $1`, h.ID); n != 2 {
			t.Errorf("%d journal entries", n)
		}
	})
}

func TestTeachingDays(t *testing.T) {
	year := []SchoolYear{{ID: "y", Period: calendar.Period{Starts: "2013-09-01", Ends: "2014-05-25"}}}
	terms := []Term{
		{Year: "y", Period: calendar.Period{Starts: "2013-09-01", Ends: "2013-11-03"}},
		{Year: "y", Period: calendar.Period{Starts: "2013-11-11", Ends: "2013-12-29"}},
	}
	five := map[calendar.Weekday]bool{1: true, 2: true, 3: true, 4: true, 5: true}
	tests := []struct {
		name string
		days Days
		day  calendar.Date
		want bool
	}{
		{"nothing known", Days{}, "2013-09-02", true},
		{"nothing known, Sunday", Days{}, "2013-09-01", false},
		{"in the year", Days{years: year}, "2013-09-02", true},
		{"before the year", Days{years: year}, "2013-08-30", false},
		{"in a term", Days{years: year, terms: terms}, "2013-11-11", true},
		{"between terms", Days{years: year, terms: terms}, "2013-11-05", false},
		{"Saturday of a five-day week", Days{years: year, weekdays: five}, "2013-09-07", false},
		{"Saturday of a six-day week", Days{years: year, weekdays: map[calendar.Weekday]bool{6: true}}, "2013-09-07", true},
		{"holiday", Days{years: year, holidays: []Holiday{{Period: calendar.Period{Starts: "2013-09-02", Ends: "2013-09-02"}}}}, "2013-09-02", false},
	}
	for _, test := range tests {
		if got := test.days.Teaches(test.day); got != test.want {
			t.Errorf("%s: %v", test.name, got)
		}
	}
}

func TestBells(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.bells()
		w.bells() // again: nothing changes
		if n := w.Count(`SELECT COUNT(*) FROM bell`); n != 5 {
			t.Errorf("%d bells", n)
		}
		w.OK(w.SaveBells(ctx, w.deputy, BellChange{Version: 2, From: "2014-01-13", Bells: []BellFacts{{1, 1, "08:50", "09:35"}, {1, 2, "09:45", "10:30"}}}))
		before, err := Bells(ctx, d.Read(), school, "2014-01-12")
		w.OK(err)
		after, err := Bells(ctx, d.Read(), school, "2014-01-13")
		w.OK(err)
		var got []BellFacts
		for _, b := range after {
			got = append(got, b.facts())
		}
		if diff := cmp.Diff([]BellFacts{{1, 1, "08:50", "09:35"}, {1, 2, "09:45", "10:30"}}, got); diff != "" || len(before) != 5 {
			t.Errorf("%d bells before; after: %s", len(before), diff)
		}
		w.Clock.Set("2014-02-01T09:00")
		if err := w.SaveBells(ctx, w.deputy, BellChange{Version: 3, From: "2013-10-01", Bells: []BellFacts{{1, 1, "08:00", "08:45"}}}); !fault.Is(err, fault.KindInvalid) {
			t.Errorf("bells that have rung are rewritten: %v", err)
		}
	})
}

func TestBellsThatCannotBe(t *testing.T) {
	tests := map[string]struct {
		bells []BellFacts
		want  string
	}{
		"shifts overlap":  {[]BellFacts{{1, 6, "13:20", "14:05"}, {2, 1, "13:20", "14:05"}}, ""},
		"none":            {nil, "timetable.bell.needed"},
		"no time":         {[]BellFacts{{1, 1, "", "09:00"}}, "timetable.time.needed"},
		"not a time":      {[]BellFacts{{1, 1, "8:00", "09:00"}}, "timetable.time.needed"},
		"ends first":      {[]BellFacts{{1, 1, "09:00", "08:00"}}, "timetable.time.order"},
		"overlaps itself": {[]BellFacts{{1, 1, "08:00", "08:45"}, {1, 2, "08:40", "09:25"}}, "timetable.bell.overlaps"},
		"number twice":    {[]BellFacts{{1, 1, "08:00", "08:45"}, {1, 1, "08:50", "09:25"}}, "timetable.bell.twice"},
		"no such shift":   {[]BellFacts{{0, 1, "08:00", "08:45"}}, "timetable.bell.number"},
	}
	for name, test := range tests {
		got := ""
		if f, ok := fault.As(checkBells("2013-09-01", test.bells)); ok {
			got = f.Fields[0].Key
		}
		if got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

func TestClassNames(t *testing.T) {
	for _, same := range []string{"5А", "5 «А»", "5-а", "5A", " 5 a "} {
		if ClassKey(same) != "5а" {
			t.Errorf("%q is %q", same, ClassKey(same))
		}
	}
	if ClassKey("МАД-1") != ClassKey("PS-1") || ClassKey("ДПП 2") != ClassKey("PS-2") {
		t.Error("classes before school differ by language")
	}
	if ClassKey("5А") == ClassKey("5Ә") || ClassKey("PS-1") == ClassKey("PS-2") {
		t.Error("different classes are taken as one")
	}
	for name, grade := range map[string]int{"5А": 5, "11": 11, "0А": 0, "PS-1": 0, "МАД-1": 0, "2013": 0} {
		if got := GradeOf(name); got != grade {
			t.Errorf("grade of %s: %d", name, got)
		}
	}
}

func TestClassNamesAreBounded(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		longest := "7" + strings.Repeat("Ә", MaxClassName-1)
		w.OK(w.SaveClasses(ctx, w.deputy, []ClassFacts{{Name: longest, Grade: 7}}))
		for _, name := range []string{longest + "Ә", ""} {
			if err := w.SaveClasses(ctx, w.deputy, []ClassFacts{{Name: name, Grade: 7}}); !fault.Is(err, fault.KindInvalid) {
				t.Errorf("%.10q: %v", name, err)
			}
		}
	})
}

// A year, its breaks and its holidays are one save: where one of them is refused,
// nothing is written, and what is free already is not written twice.
func TestYearBringsItsFreeTime(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		free := func(key string, starts, ends calendar.Date) FreeTime {
			return FreeTime{key, HolidayFacts{calendar.Period{Starts: starts, Ends: ends}, i18n.Text{KK: key}}}
		}
		_, err := w.AddHoliday(ctx, w.deputy, free("nauryz", "2014-03-21", "2014-03-23").HolidayFacts)
		w.OK(err)
		in := YearFacts{
			Label: "2013-2014", Period: calendar.Period{Starts: "2013-09-01", Ends: "2014-05-25"}, ToCheck: true,
			Free: []FreeTime{free("autumn", "2013-10-28", "2013-11-03"), free("nauryz", "2014-03-21", "2014-03-23"), free("winter", "2014-01-09", "2013-12-30")},
		}
		_, err = w.SaveYear(ctx, w.deputy, in)
		if f, ok := fault.As(err); !ok || f.Fields[0].Name != "free_ends_winter" || w.Count(`SELECT COUNT(*) FROM school_year`) != 0 {
			t.Errorf("a break that ends before it begins: %v", err)
		}
		in.Free[2] = free("winter", "2013-12-30", "2014-01-09")
		year, err := w.SaveYear(ctx, w.deputy, in)
		w.OK(err)
		if w.Count(`SELECT COUNT(*) FROM holiday`) != 3 || w.Count(`SELECT COUNT(*) FROM journal_entry WHERE event = $1`, EventYearSaved) != 1 {
			t.Errorf("%d holidays", w.Count(`SELECT COUNT(*) FROM holiday`))
		}
		w.Refused(w.ConfirmYear(ctx, actorOf("t"), year.ID), fault.KindForbidden)
		w.OK(w.ConfirmYear(ctx, w.deputy, year.ID))
		w.OK(w.ConfirmYear(ctx, w.deputy, year.ID)) // again changes nothing
		now, err := YearByID(ctx, d.Read(), school, year.ID)
		w.OK(err)
		if now.ToCheck || now.Version != 1 || w.Count(`SELECT COUNT(*) FROM journal_entry WHERE event = $1`, EventYearConfirmed) != 1 {
			t.Errorf("confirmed %+v", now)
		}
	})
}
