// Package national knows the school year that the state sets: its first and last
// day, the breaks between the terms, and the public holidays.
//
// # In words
//
// The minister orders the year and its breaks each summer, with other dates each
// time; the law names the public holidays. All of that is data with its act and the
// place where it was read (years.csv, holidays.csv, acts.csv), and a year is added
// there when its order is out. For a year whose order is not in the data the dates
// follow the pattern of the years before (pattern.csv), and the year says that they
// are to be checked.
//
// Terms are what lies between the breaks. A break that only the first class has is
// no day without lessons for the school, so it is left out.
//
// A holiday that the law moves and that falls on a day off is made up for on the
// next working day. Schools of six days work on Saturdays, so fewer days move there.
//
// Nothing here is in force in a school: the school is offered the year, corrects and
// saves it (timetable.SaveYear).
package national

import (
	"cmp"
	"embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"sync"

	"talim/internal/calendar"
	"talim/internal/i18n"
)

// Week is how many days of a week a school teaches.
type Week int

// The weeks that schools have.
const (
	FiveDays Week = 5
	SixDays  Week = 6
)

// Year is a school year as the state sets it, or as it may be expected.
type Year struct {
	First int // the calendar year in which it begins
	calendar.Period
	Terms    []calendar.Period
	Breaks   []Free
	Holidays []Free
	Act      i18n.Text // that sets the year; empty where no act is known
	// ToCheck says that a date follows the pattern of the years before.
	ToCheck bool
}

// Free is a time without lessons.
type Free struct {
	Key string // "autumn", "nauryz"
	calendar.Period
	Name i18n.Text
}

// Label is "2026–2027".
func (y Year) Label() string { return strconv.Itoa(y.First) + "–" + strconv.Itoa(y.First+1) }

// Free lists breaks and holidays in the order of their days.
func (y Year) Free() []Free {
	all := slices.Concat(y.Breaks, y.Holidays)
	slices.SortStableFunc(all, func(a, b Free) int { return cmp.Compare(a.Starts, b.Starts) })
	return all
}

// summer is the first day on which the year that comes is meant, no longer the one that ends.
const summer = "06-01"

// FirstOn is the calendar year in which the school year of a day begins; in summer
// it is the one that comes.
func FirstOn(day calendar.Date) int {
	year := day.Time().Year()
	if day >= dayOf(year, summer) {
		return year
	}
	return year - 1
}

// YearOf is the school year that begins in a calendar year.
func YearOf(first int, week Week) Year {
	d := facts()
	y := Year{First: first, Period: calendar.Period{Starts: dayOf(first, "09-01"), Ends: dayOf(first+1, "05-25")}, ToCheck: true}
	if r, ok := d.row(first, "year"); ok {
		y.Period, y.Act, y.ToCheck = r.Period, d.acts[r.act], false
	}
	for _, p := range d.pattern {
		free := Free{Key: p.key, Name: p.name, Period: p.of(first)}
		if r, ok := d.row(first, p.key); ok {
			free.Period, y.Act = r.Period, d.acts[r.act]
		} else {
			y.ToCheck = true
		}
		y.Breaks = append(y.Breaks, free)
	}
	y.Terms = between(y.Period, y.Breaks)
	y.Holidays = d.holidaysIn(y.Period, week)
	return y
}

// NameOf is the name of a break or holiday in the three languages.
func NameOf(key string) i18n.Text {
	d := facts()
	for _, p := range d.pattern {
		if p.key == key {
			return p.name
		}
	}
	for _, h := range d.holidays {
		if h.key == key {
			return h.name
		}
	}
	return i18n.Text{}
}

// between are the parts of a period that the breaks leave.
func between(p calendar.Period, breaks []Free) []calendar.Period {
	var terms []calendar.Period
	starts := p.Starts
	for _, b := range breaks {
		terms = append(terms, calendar.Period{Starts: starts, Ends: b.Starts.AddDays(-1)})
		starts = b.Ends.AddDays(1)
	}
	return append(terms, calendar.Period{Starts: starts, Ends: p.Ends})
}

// worked says whether the week works on a day.
func (w Week) worked(day calendar.Date) bool { return int(day.Weekday()) <= int(w) }

// holidaysIn are the public holidays that touch a period, with the days to which they move.
func (d data) holidaysIn(p calendar.Period, week Week) []Free {
	var out []Free
	for year := p.Starts.Time().Year(); year <= p.Ends.Time().Year(); year++ {
		for _, h := range d.holidays {
			free := Free{Key: h.key, Name: h.name, Period: h.of(year)}
			if h.since <= year && year <= h.until && free.Overlaps(p) {
				out = append(out, free)
			}
		}
	}
	slices.SortFunc(out, func(a, b Free) int { return cmp.Compare(a.Starts, b.Starts) })
	for i := range out {
		out[i].Ends = d.movedEnd(out, i, week)
	}
	return out
}

// movedEnd is the last day without lessons of a holiday: each of its days that the
// week does not work on makes the next working day free, past the days of other holidays.
func (d data) movedEnd(all []Free, i int, week Week) calendar.Date {
	ends := all[i].Ends
	if !d.moves(all[i].Key) {
		return ends
	}
	for day := range all[i].Days() {
		if week.worked(day) {
			continue
		}
		ends = ends.AddDays(1)
		for !week.worked(ends) || slices.ContainsFunc(all, func(f Free) bool { return f.Contains(ends) }) {
			ends = ends.AddDays(1)
		}
	}
	return ends
}

func (d data) moves(key string) bool {
	return slices.ContainsFunc(d.holidays, func(h holiday) bool { return h.key == key && h.moved })
}

// data is what the files hold.
type data struct {
	acts     map[string]i18n.Text
	rows     []row
	pattern  []pattern
	holidays []holiday
}

// row is a date that an act sets.
type row struct {
	first    int
	key, act string
	calendar.Period
}

func (d data) row(first int, key string) (row, bool) {
	i := slices.IndexFunc(d.rows, func(r row) bool { return r.first == first && r.key == key })
	if i < 0 {
		return row{}, false
	}
	return d.rows[i], true
}

// pattern is when a break has begun in the years before: on the weekday that is on or
// before a day of the year; weekday 0 is that day itself.
type pattern struct {
	key, from string
	weekday   calendar.Weekday
	days      int
	name      i18n.Text
}

func (p pattern) of(first int) calendar.Period {
	year := first
	if p.from < summer {
		year++
	}
	day := dayOf(year, p.from)
	for p.weekday > 0 && day.Weekday() != p.weekday {
		day = day.AddDays(-1)
	}
	return calendar.Period{Starts: day, Ends: day.AddDays(p.days - 1)}
}

// holiday is a public holiday that the law names, in the calendar years since to until.
type holiday struct {
	key, from, to string
	since, until  int
	moved         bool
	name          i18n.Text
}

func (h holiday) of(year int) calendar.Period {
	return calendar.Period{Starts: dayOf(year, h.from), Ends: dayOf(year, h.to)}
}

// dayOf is the day "01-31" of a year.
func dayOf(year int, day string) calendar.Date {
	return calendar.Date(fmt.Sprintf("%04d-%s", year, day))
}

//go:embed *.csv
var files embed.FS

// facts reads the files once; they are part of the program, and a test reads each line.
var facts = sync.OnceValue(func() data {
	d, err := read()
	if err != nil {
		panic(err)
	}
	return d
})

func read() (data, error) {
	d := data{acts: map[string]i18n.Text{}}
	readers := []struct {
		file string
		take func(r record)
	}{
		{"acts.csv", func(r record) { d.acts[r.text("id")] = r.name() }},
		{"years.csv", func(r record) {
			d.rows = append(d.rows, row{first: r.number("year"), key: r.text("what"), act: r.text("act"), Period: r.period()})
		}},
		{"pattern.csv", func(r record) {
			d.pattern = append(d.pattern, pattern{r.text("what"), r.text("from"), calendar.Weekday(r.number("weekday")), r.number("days"), r.name()})
		}},
		{"holidays.csv", func(r record) {
			d.holidays = append(d.holidays, holiday{r.text("what"), r.text("from"), r.text("to"), r.number("since"), r.number("until"), r.text("moves") == "yes", r.name()})
		}},
	}
	for _, reader := range readers {
		if err := eachRecord(reader.file, reader.take); err != nil {
			return data{}, err
		}
	}
	return d, nil
}

// record is a line of a file by the names of its columns; the first error stays.
type record struct {
	columns map[string]string
	err     *error
}

func eachRecord(file string, take func(record)) error {
	f, err := files.Open(file)
	if err != nil {
		return err
	}
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	for _, line := range lines[1:] {
		r := record{columns: map[string]string{}, err: &err}
		for i, column := range lines[0] {
			r.columns[column] = line[i]
		}
		if take(r); err != nil {
			return fmt.Errorf("%s: %v: %w", file, line, err)
		}
	}
	return nil
}

func (r record) text(column string) string { return r.columns[column] }

func (r record) number(column string) int {
	n, err := strconv.Atoi(r.columns[column])
	*r.err = cmp.Or(*r.err, err)
	return n
}

func (r record) period() calendar.Period {
	p := calendar.Period{Starts: calendar.Date(r.columns["from"]), Ends: calendar.Date(r.columns["to"])}
	if !p.Valid() {
		*r.err = cmp.Or(*r.err, fmt.Errorf("%s to %s is no period", p.Starts, p.Ends))
	}
	return p
}

func (r record) name() i18n.Text {
	return i18n.Text{KK: r.columns["name_kk"], RU: r.columns["name_ru"], EN: r.columns["name_en"]}
}
