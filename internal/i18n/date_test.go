package i18n_test

import (
	"testing"
	"time"

	"talim/internal/calendar"
	"talim/internal/i18n"
)

func TestDates(t *testing.T) {
	const day calendar.Date = "2013-09-02"
	tests := []struct {
		name       string
		say        func(l *i18n.Locale) string
		kk, ru, en string
	}{
		{"page", func(l *i18n.Locale) string { return l.Date(day) }, "2 қыркүйек 2013 ж.", "2 сентября 2013 г.", "2 September 2013"},
		{"document", func(l *i18n.Locale) string { return l.DateFormal(day) }, "2013 жылғы 2 қыркүйек", "2 сентября 2013 года", "2 September 2013"},
		{"no year", func(l *i18n.Locale) string { return l.DayMonth("2014-05-25") }, "25 мамыр", "25 мая", "25 May"},
		{"weekday", func(l *i18n.Locale) string { return l.DateWeekday(day) }, "дүйсенбі, 2 қыркүйек", "понедельник, 2 сентября", "Monday, 2 September"},
		{"today", func(l *i18n.Locale) string { return l.Near(day, day) }, "бүгін", "сегодня", "today"},
		{"tomorrow", func(l *i18n.Locale) string { return l.Near(day, "2013-09-01") }, "ертең", "завтра", "tomorrow"},
		{"yesterday", func(l *i18n.Locale) string { return l.Near(day, "2013-09-03") }, "кеше", "вчера", "yesterday"},
		{"this year", func(l *i18n.Locale) string { return l.Near(day, "2013-10-03") }, "дүйсенбі, 2 қыркүйек", "понедельник, 2 сентября", "Monday, 2 September"},
		{"next year", func(l *i18n.Locale) string { return l.Near("2014-01-08", day) }, "8 қаңтар 2014 ж.", "8 января 2014 г.", "8 January 2014"},
		{"open period", func(l *i18n.Locale) string { return l.Period(calendar.From("2013-09-01")) }, "2013 ж. 1 қыркүйектен бастап", "с 1 сентября 2013 г.", "since 1 September 2013"},
		{"open from a second", func(l *i18n.Locale) string { return l.Period(calendar.From(day)) }, "2013 ж. 2 қыркүйектен бастап", "со 2 сентября 2013 г.", "since 2 September 2013"},
		{"in one year", func(l *i18n.Locale) string { return l.Period(calendar.Period{Starts: day, Ends: "2013-10-25"}) }, "2 қыркүйек – 25 қазан 2013 ж.", "2 сентября – 25 октября 2013 г.", "2 September – 25 October 2013"},
		{"in one month", func(l *i18n.Locale) string { return l.Period(calendar.Period{Starts: day, Ends: "2013-09-08"}) }, "2–8 қыркүйек 2013 ж.", "2–8 сентября 2013 г.", "2–8 September 2013"},
		{"over years", func(l *i18n.Locale) string { return l.Period(calendar.Period{Starts: day, Ends: "2014-05-25"}) }, "2 қыркүйек 2013 ж. – 25 мамыр 2014 ж.", "2 сентября 2013 г. – 25 мая 2014 г.", "2 September 2013 – 25 May 2014"},
		{"one day", func(l *i18n.Locale) string { return l.Period(calendar.Period{Starts: day, Ends: day}) }, "2 қыркүйек 2013 ж.", "2 сентября 2013 г.", "2 September 2013"},
		{"no date", func(l *i18n.Locale) string {
			return l.Date("") + l.Near("", day) + l.Period(calendar.Period{}) + l.Period(calendar.Period{Starts: day}) + l.Moment("", nil)
		}, "", "", ""},
	}
	b := bundle(t)
	for _, tt := range tests {
		want := map[i18n.Language]string{i18n.Kazakh: tt.kk, i18n.Russian: tt.ru, i18n.English: tt.en}
		for lang, w := range want {
			if got := tt.say(b.Locale(lang)); got != w {
				t.Errorf("%s, %s: got %q, want %q", tt.name, lang, got, w)
			}
		}
	}
	if lacking := b.Lacking(); len(lacking) != 0 {
		t.Errorf("lacking %v", lacking)
	}
}

func TestMomentIsInTheZoneOfTheSchool(t *testing.T) {
	zone := time.FixedZone("UTC+6", 6*3600)
	late := calendar.InstantOf(time.Date(2013, 9, 2, 19, 5, 0, 0, time.UTC))
	if got, want := i18n.Moment(in(t, i18n.Russian), late, zone), "3 сентября 2013 г., 01:05"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestWeekdaysAndMonths(t *testing.T) {
	ctx := in(t, i18n.Russian)
	if got := i18n.WeekdayName(ctx, calendar.Sunday) + i18n.WeekdayShort(ctx, calendar.Tuesday) + i18n.OnWeekday(ctx, calendar.Tuesday); got != "воскресеньевтво вторник" {
		t.Errorf("got %q", got)
	}
	if got := i18n.MonthName(in(t, i18n.Kazakh), 12); got != "желтоқсан" {
		t.Errorf("got %q", got)
	}
	if got := i18n.WeekdayName(ctx, 0) + i18n.WeekdayName(ctx, 8) + i18n.MonthName(ctx, 0) + i18n.MonthName(ctx, 13); got != "" {
		t.Errorf("days that are none say %q", got)
	}
}

func TestCapital(t *testing.T) {
	for in, want := range map[string]string{"": "", "сенбі": "Сенбі", "ұстаз": "Ұстаз", "monday": "Monday", "1-сынып": "1-сынып"} {
		if got := i18n.Capital(in); got != want {
			t.Errorf("Capital(%q) = %q", in, got)
		}
	}
}
