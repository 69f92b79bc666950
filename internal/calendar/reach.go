package calendar

import "time"

// TooFar is what a day becomes that nobody plans for. It is no day, so every verb refuses it.
const TooFar Date = "too far"

// earliest is before the first day of service of anybody who still works.
const earliest Date = "1930-01-01"

// yearsAhead is how many school years after the present one can be planned: the next, which
// a school makes in spring, and two more.
const yearsAhead = 3

// Reach are the days that people mean: from long before to the end of the last school year
// that can be planned on a day; without a day nothing says how far ahead.
func Reach(today Date) Period {
	if !today.Valid() {
		return From(earliest)
	}
	t := today.Time()
	year := t.Year() + yearsAhead
	if t.Month() >= time.September {
		year++
	}
	return Period{Starts: earliest, Ends: DateOf(time.Date(year, time.August, 31, 0, 0, 0, 0, time.UTC))}
}

// Within reads a day that somebody typed or sent; one beyond Reach is TooFar.
func Within(today Date, text string) (Date, error) {
	d, err := ParseDate(text)
	if err == nil && !Reach(today).Contains(d) {
		return TooFar, ErrTooFar
	}
	return d, err
}

// WeekAsked is the Monday of the week in an address; where none or no possible one is
// asked for, that of today.
func WeekAsked(today Date, text string) Date {
	if d, err := Within(today, text); err == nil {
		return d.Monday()
	}
	return today.Monday()
}
