package timetable

import (
	"cmp"
	"context"
	"slices"

	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/i18n"
	"talim/internal/scheduling"
)

// Days knows which days of a span a school teaches on, and its bells: all that
// is needed to lay lessons on dates, read in one query.
type Days struct {
	years    []SchoolYear
	terms    []Term
	holidays []Holiday
	weekdays map[calendar.Weekday]bool // that have lessons; empty before the first import
	bells    []Bell
	turns    bool // there are lessons of every other week
}

// Teaches says whether there are lessons on the day.
func (d Days) Teaches(day calendar.Date) bool {
	if _, off := d.Holiday(day); off || d.dayOff(day.Weekday()) {
		return false
	}
	return len(d.years) == 0 || d.inTerm(day)
}

func (d Days) dayOff(w calendar.Weekday) bool {
	return w == calendar.Sunday || len(d.weekdays) > 0 && !d.weekdays[w]
}

// inTerm: a year whose terms nobody has set teaches from its first day to its last.
func (d Days) inTerm(day calendar.Date) bool {
	i := slices.IndexFunc(d.years, func(y SchoolYear) bool { return y.Contains(day) })
	if i < 0 {
		return false
	}
	terms := d.Terms(d.years[i])
	return len(terms) == 0 || slices.ContainsFunc(terms, func(t Term) bool { return t.Contains(day) })
}

// Years lists the school years, the latest first.
func (d Days) Years() []SchoolYear {
	out := slices.Clone(d.years)
	slices.SortFunc(out, func(a, b SchoolYear) int { return cmp.Compare(b.Starts, a.Starts) })
	return out
}

// Terms lists the terms of a year in their order.
func (d Days) Terms(y SchoolYear) []Term {
	var out []Term
	for _, t := range d.terms {
		if t.Year == y.ID {
			out = append(out, t)
		}
	}
	return out
}

// Saturdays says whether there are lessons on Saturdays.
func (d Days) Saturdays() bool { return d.weekdays[calendar.Saturday] }

// Holidays lists the holidays of the span in their order.
func (d Days) Holidays() []Holiday { return d.holidays }

// BellsOn lists the bells of a day, shift by shift.
func (d Days) BellsOn(day calendar.Date) []Bell {
	return slices.DeleteFunc(slices.Clone(d.bells), func(b Bell) bool { return !b.Contains(day) })
}

// Holiday is the holiday that the day lies in.
func (d Days) Holiday(day calendar.Date) (Holiday, bool) {
	for _, h := range d.holidays {
		if h.Contains(day) {
			return h, true
		}
	}
	return Holiday{}, false
}

// Slot is a stretch of one day that a bell gives.
type Slot struct {
	Date             calendar.Date
	StartsAt, EndsAt calendar.Clock
	Shift, Number    int // of the first bell with these times
}

// Overlaps compares by the clock.
func (s Slot) Overlaps(starts, ends calendar.Clock) bool {
	return s.StartsAt < ends && starts < s.EndsAt
}

// slots lists the slots of a day: the bells of all shifts, each time once, in the
// order of the clock.
func (d Days) slots(day calendar.Date) []Slot {
	var out []Slot
	for _, b := range d.bells {
		same := func(s Slot) bool { return s.StartsAt == b.StartsAt && s.EndsAt == b.EndsAt }
		if b.Contains(day) && !slices.ContainsFunc(out, same) {
			out = append(out, Slot{Date: day, StartsAt: b.StartsAt, EndsAt: b.EndsAt, Shift: b.Shift, Number: b.Number})
		}
	}
	slices.SortStableFunc(out, func(a, b Slot) int {
		return cmp.Or(cmp.Compare(a.StartsAt, b.StartsAt), cmp.Compare(a.EndsAt, b.EndsAt))
	})
	return out
}

// Grid are the hours of a school on a day: its bells on every weekday that has lessons.
func (d Days) Grid(on calendar.Date) scheduling.Grid {
	var g scheduling.Grid
	for w := calendar.Monday; w <= calendar.Saturday; w++ {
		if !d.dayOff(w) && (len(d.weekdays) > 0 || w != calendar.Saturday) {
			g.Days = append(g.Days, w)
		}
	}
	for _, b := range d.BellsOn(on) {
		g.Bells = append(g.Bells, scheduling.Bell{Shift: b.Shift, Number: b.Number, Starts: b.StartsAt, Ends: b.EndsAt})
	}
	return g
}

// DaysOf reads the days of a span.
func DaysOf(ctx context.Context, c db.Conn, school string, from, to calendar.Date) (Days, error) {
	rows, err := db.All[dayRow](ctx, c, daysSQL, school, from, to)
	return daysFrom(school, rows), err
}

// daysFrom puts the rows of the one query together, in order of their first day.
func daysFrom(school string, rows []dayRow) Days {
	slices.SortStableFunc(rows, func(a, b dayRow) int { return cmp.Compare(a.Starts, b.Starts) })
	d := Days{weekdays: map[calendar.Weekday]bool{}}
	for _, r := range rows {
		switch r.What {
		case "year":
			d.years = append(d.years, SchoolYear{School: school, ID: r.ID, Label: r.KK, Period: r.Period, Version: r.Number, ToCheck: r.Shift == 1})
		case "term":
			d.terms = append(d.terms, Term{School: school, ID: r.ID, Year: r.KK, Number: r.Number, Period: r.Period})
		case "holiday":
			d.holidays = append(d.holidays, Holiday{School: school, ID: r.ID, Period: r.Period, NameKK: r.KK, NameRU: r.RU, NameEN: r.EN})
		case "bell":
			d.bells = append(d.bells, Bell{
				School: school, ID: r.ID, Shift: r.Shift, Number: r.Number, StartsAt: r.StartsAt, EndsAt: r.EndsAt, Period: r.Period,
			})
		case "weekday":
			d.weekdays[calendar.Weekday(r.Number)] = true
			d.turns = d.turns || r.Shift > 0
		}
	}
	return d
}

type dayRow struct {
	What string `db:"what"`
	ID   string `db:"id"`
	calendar.Period
	StartsAt calendar.Clock `db:"starts_at"`
	EndsAt   calendar.Clock `db:"ends_at"`
	Shift    int            `db:"shift"` // of a year: 1 where it is to be checked; of a weekday: the last turn
	Number   int            `db:"number"`
	nameColumns
}

type nameColumns struct {
	KK string `db:"name_kk"`
	RU string `db:"name_ru"`
	EN string `db:"name_en"`
}

func (n nameColumns) text() i18n.Text { return i18n.Text{KK: n.KK, RU: n.RU, EN: n.EN} }

// One query for five small things, because a page may ask five in all. All years
// are read: a day outside of every year has no lessons, but a school that has not
// made a year yet has them.
const daysSQL = `
SELECT 'year' AS what, id, starts, ends, '' AS starts_at, '' AS ends_at, CASE WHEN to_check THEN 1 ELSE 0 END AS shift, version AS number, label AS name_kk, '' AS name_ru, '' AS name_en
FROM school_year WHERE school_id = $1
UNION ALL
SELECT 'term', id, starts, ends, '', '', 0, number, year_id, '', '' FROM term WHERE school_id = $1
UNION ALL
SELECT 'holiday', id, starts, ends, '', '', 0, 0, name_kk, name_ru, name_en FROM holiday WHERE school_id = $1 AND starts <= $3 AND ends >= $2
UNION ALL
SELECT 'bell', id, starts, ends, starts_at, ends_at, shift, period, '', '', '' FROM bell WHERE school_id = $1 AND starts <= $3 AND ends >= $2
UNION ALL
SELECT 'weekday', '', '', '', '', '', MAX(week), weekday, '', '', '' FROM lesson
WHERE school_id = $1 AND starts <= $3 AND ends >= $2 GROUP BY weekday`
