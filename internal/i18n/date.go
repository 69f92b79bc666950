package i18n

import (
	"context"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"talim/internal/calendar"
)

// tables are the words of dates, read from our catalogue once per language.
type tables struct {
	months   [12]month
	weekdays [7]weekday
}

type month struct {
	name  string // nominative, for the head of a calendar
	of    string // after a day: сентября
	since string // after a day, in "since": қыркүйектен
}

type weekday struct {
	name, short, on string
}

func newTables(l *Locale) tables {
	var t tables
	for i := range t.months {
		key := "i18n.month." + strconv.Itoa(i+1)
		t.months[i] = month{name: l.T(key + ".name"), of: l.T(key + ".of"), since: l.T(key + ".since")}
	}
	for i := range t.weekdays {
		key := "i18n.weekday." + strconv.Itoa(i+1)
		t.weekdays[i] = weekday{name: l.T(key + ".name"), short: l.T(key + ".short"), on: l.T(key + ".on")}
	}
	return t
}

func (t *tables) month(m int) month {
	if m < 1 || m > len(t.months) {
		return month{}
	}
	return t.months[m-1]
}

func (t *tables) weekday(w calendar.Weekday) weekday {
	if w < calendar.Monday || w > calendar.Sunday {
		return weekday{}
	}
	return t.weekdays[w-1]
}

// Date is a day on a page: "2 қыркүйек 2013 ж.", "2 сентября 2013 г.",
// "2 September 2013"; empty for no date.
func Date(ctx context.Context, d calendar.Date) string { return From(ctx).Date(d) }

// DateFormal is a day in an order or another document: "2013 жылғы 2 қыркүйек",
// "2 сентября 2013 года", "2 September 2013".
func DateFormal(ctx context.Context, d calendar.Date) string { return From(ctx).DateFormal(d) }

// DayMonth is a day without its year: "2 қыркүйек".
func DayMonth(ctx context.Context, d calendar.Date) string { return From(ctx).DayMonth(d) }

// DateWeekday is "дүйсенбі, 2 қыркүйек".
func DateWeekday(ctx context.Context, d calendar.Date) string { return From(ctx).DateWeekday(d) }

// Near is a day as seen from today: "бүгін", "ертең", "кеше", else DateWeekday,
// or Date when the year is another.
func Near(ctx context.Context, d, today calendar.Date) string { return From(ctx).Near(d, today) }

// WeekdayName is "дүйсенбі", in lower case in Kazakh and Russian; see Capital.
func WeekdayName(ctx context.Context, w calendar.Weekday) string {
	return From(ctx).tables.weekday(w).name
}

// WeekdayShort is "дс", "пн", "Mon".
func WeekdayShort(ctx context.Context, w calendar.Weekday) string {
	return From(ctx).tables.weekday(w).short
}

// OnWeekday is "дүйсенбі күні", "в понедельник", "on Monday".
func OnWeekday(ctx context.Context, w calendar.Weekday) string {
	return From(ctx).tables.weekday(w).on
}

// MonthName is the month 1 to 12 in the nominative: "қыркүйек", "сентябрь".
func MonthName(ctx context.Context, m int) string { return From(ctx).tables.month(m).name }

// Moment is a day and a time of day in the zone of the school.
func Moment(ctx context.Context, i calendar.Instant, zone *time.Location) string {
	return From(ctx).Moment(i, zone)
}

// Period is "2 қыркүйек – 25 қазан 2013 ж." or "2–8 қыркүйек 2013 ж."; one that has not ended is
// "since 2 September 2013".
func Period(ctx context.Context, p calendar.Period) string { return From(ctx).Period(p) }

// Hours is a time of a day: "10:15–11:00".
func Hours(starts, ends calendar.Clock) string { return string(starts) + "–" + string(ends) }

// When is a time on a day: "Monday, 2 September, 10:15–11:00".
func When(ctx context.Context, d calendar.Date, starts, ends calendar.Clock) string {
	return Capital(DateWeekday(ctx, d)) + ", " + Hours(starts, ends)
}

// SchoolWeek is a week of school by its Monday: "2 September – 7 September".
func SchoolWeek(ctx context.Context, monday calendar.Date) string {
	return DayMonth(ctx, monday) + " – " + DayMonth(ctx, monday.AddDays(5))
}

// Lines are the lines of a text that somebody typed, without the empty ones.
func Lines(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// Capital writes the first letter large, for a weekday or month that begins a line.
func Capital(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[size:]
}

// Date as the function Date.
func (l *Locale) Date(d calendar.Date) string { return l.dated("i18n.date.full", d) }

// DateFormal as the function DateFormal.
func (l *Locale) DateFormal(d calendar.Date) string { return l.dated("i18n.date.formal", d) }

// DayMonth as the function DayMonth.
func (l *Locale) DayMonth(d calendar.Date) string { return l.dated("i18n.date.day", d) }

// DateWeekday as the function DateWeekday.
func (l *Locale) DateWeekday(d calendar.Date) string { return l.dated("i18n.date.weekday", d) }

// dated fills one of the date messages; a date that is none stays empty.
func (l *Locale) dated(key string, d calendar.Date) string {
	if !d.Valid() {
		return ""
	}
	return l.datedDay(key, d, strconv.Itoa(d.Time().Day()))
}

// datedDay is dated with another text for the day, such as "2–8".
func (l *Locale) datedDay(key string, d calendar.Date, day string) string {
	t := d.Time()
	m := l.tables.month(int(t.Month()))
	return l.T(key, "Day", day, "Month", m.of, "Since", m.since, "Year", t.Year(),
		"Weekday", l.tables.weekday(d.Weekday()).name)
}

// Near as the function Near.
func (l *Locale) Near(d, today calendar.Date) string {
	switch {
	case !d.Valid():
		return ""
	case d == today:
		return l.T("i18n.near.today")
	case d == today.AddDays(1):
		return l.T("i18n.near.tomorrow")
	case d == today.AddDays(-1):
		return l.T("i18n.near.yesterday")
	case d.Time().Year() != today.Time().Year():
		return l.Date(d)
	}
	return l.DateWeekday(d)
}

// Moment as the function Moment.
func (l *Locale) Moment(i calendar.Instant, zone *time.Location) string {
	t := i.Time()
	if t.IsZero() {
		return ""
	}
	if zone != nil {
		t = t.In(zone)
	}
	return l.T("i18n.date.moment", "Date", calendar.DateOf(t), "Clock", string(calendar.ClockOf(t)))
}

// Period as the function Period.
func (l *Locale) Period(p calendar.Period) string {
	switch {
	case !p.Starts.Valid() || !p.Ends.Valid():
		return ""
	case p.Open() && p.Starts.Time().Day() == 2:
		return l.dated("i18n.period.second", p.Starts) // "со 2", not "с 2", in Russian
	case p.Open():
		return l.dated("i18n.period.since", p.Starts)
	case p.Starts == p.Ends:
		return l.Date(p.Starts)
	case p.Starts[:7] == p.Ends[:7]:
		return l.datedDay("i18n.date.full", p.Ends, days(p))
	case p.Starts[:4] == p.Ends[:4]:
		return l.DayMonth(p.Starts) + " – " + l.Date(p.Ends)
	}
	return l.Date(p.Starts) + " – " + l.Date(p.Ends)
}

// days is "2–8" of a period inside one month.
func days(p calendar.Period) string {
	return strconv.Itoa(p.Starts.Time().Day()) + "–" + strconv.Itoa(p.Ends.Time().Day())
}
