package staffimport

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/people"
)

// readSince reads the first day in this school. What cannot be read is named, and the
// person taken: the first day stays unknown.
func (r *readRow) readSince(text string, on calendar.Date) {
	text = people.OneLine(text)
	if text == "" || isNothing(text) {
		return
	}
	day, ok := DayMeant(text, on)
	if !ok || day < people.EarliestFirstDay {
		r.ignored = append(r.ignored, fault.Say("people.import.not_a_date", "Word", text, "Example", on.Time().Format("02.01.2006")))
		return
	}
	r.since = day
}

// DayMeant reads a day as people write it: "01.09.2015 г.", "1/9/15", "1 сентября 2015
// года", "2015 ж. 1 қыркүйек". A year alone is its 1 September, where that is a year before
// on or more: nearer than that it would decide who is in the first year here.
func DayMeant(text string, on calendar.Date) (calendar.Date, bool) {
	text = people.OneLine(text)
	if day, err := calendar.ParseDate(text); err == nil {
		return day, calendar.Reach(on).Contains(day)
	}
	folded := i18n.Fold(text)
	if m := dottedDay.FindStringSubmatch(folded); m != nil {
		return dayOf(m[3], m[2], m[1], on)
	}
	if m := yearOnly.FindStringSubmatch(folded); m != nil {
		day, ok := dayOf(m[1], "9", "1", on)
		return day, ok && day <= calendar.DateOf(on.Time().AddDate(-1, 0, 0))
	}
	if m := dayInWords.FindStringSubmatch(folded); m != nil {
		return dayOf(m[3], monthMeant(m[2]), m[1], on)
	}
	if m := dayInKazakh.FindStringSubmatch(folded); m != nil {
		return dayOf(m[1], monthMeant(m[3]), m[2], on)
	}
	return "", false
}

var (
	dottedDay   = regexp.MustCompile(`^(?:с |from )?(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?: ?(?:г\.?|года|ж\.?|жыл\pL*|бастап))*$`)
	yearOnly    = regexp.MustCompile(`^(?:с |from |since )?(\d{4})(?: ?(?:г\.?|год\pL*|ж\.?|жыл\pL*|бастап))*$`)
	dayInWords  = regexp.MustCompile(`^(?:с |from )?(\d{1,2}) (\pL+),? (\d{4})(?: ?(?:г\.?|года|ж\.?|жыл\pL*|бастап))*$`)
	dayInKazakh = regexp.MustCompile(`^(\d{4}) ?(?:ж\.?|жылғы|жылдың|жыл),? (\d{1,2}) (\pL+)$`)
)

// months by how their names begin, in the three languages.
var months = [12][]string{
	{"янв", "қаңтар", "jan"},
	{"фев", "ақпан", "feb"},
	{"мар", "наурыз", "mar"},
	{"апр", "сәуір", "apr"},
	{"мая", "май", "мамыр", "may"},
	{"июн", "маусым", "jun"},
	{"июл", "шілде", "jul"},
	{"авг", "тамыз", "aug"},
	{"сен", "қыркүйек", "sep"},
	{"окт", "қазан", "oct"},
	{"ноя", "қараша", "nov"},
	{"дек", "желтоқсан", "dec"},
}

func monthMeant(word string) string {
	for i, names := range months {
		for _, n := range names {
			if strings.HasPrefix(word, n) {
				return strconv.Itoa(i + 1)
			}
		}
	}
	return ""
}

// dayOf joins the parts of a date; a year of two digits is the latest that is not after
// the day of the list.
func dayOf(year, month, day string, on calendar.Date) (calendar.Date, bool) {
	y, _ := strconv.Atoi(year)
	if len(year) == 2 {
		if y += 2000; y > on.Time().Year() {
			y -= 100
		}
	}
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	return calendar.DateOf(t), t.Month() == time.Month(m) && t.Day() == d
}
