// Package calendar holds the dates, times of day, instants and periods that the
// whole program shares. They are text in the database, of fixed width, so that
// both databases compare them alike (docs/decisions/0001-databases.md); a bare
// time.Time never reaches a query.
package calendar

import (
	"errors"
	"fmt"
	"time"
)

// Date is a day of the civil calendar as "2006-01-02". The zero value means "no date".
type Date string

// Forever is the end of a period that has no end yet.
const Forever Date = "9999-12-31"

const dateLayout = time.DateOnly

// ErrDate is returned for text that is not a day of the calendar.
var ErrDate = errors.New("calendar: not a date")

// ErrTooFar is returned for a day that nobody plans for.
var ErrTooFar = errors.New("calendar: too far")

// ParseDate reads "2006-01-02", "02.01.2006" and "2.1.2006", the two orders that
// forms and spreadsheets of the schools use.
func ParseDate(s string) (Date, error) {
	for _, layout := range []string{dateLayout, "2.1.2006"} {
		if t, err := time.Parse(layout, s); err == nil {
			return DateOf(t), nil
		}
	}
	return "", fmt.Errorf("%w: %q", ErrDate, s)
}

// DateOf is the day of t in t's own time zone.
func DateOf(t time.Time) Date { return Date(t.Format(dateLayout)) }

// Time is midnight UTC of the day; the zero time for no date.
func (d Date) Time() time.Time {
	t, err := time.Parse(dateLayout, string(d))
	if err != nil {
		return time.Time{}
	}
	return t
}

// Valid says whether d is a day of the calendar ("" is not).
func (d Date) Valid() bool {
	_, err := time.Parse(dateLayout, string(d))
	return err == nil
}

// AddDays moves the date by n days; Forever stays where it is, and no day comes after it.
func (d Date) AddDays(n int) Date {
	if d == Forever || d == "" {
		return d
	}
	t := d.Time().AddDate(0, 0, n)
	if t.Year() > lastYear {
		return Forever
	}
	return DateOf(t)
}

// lastYear is the last that dates of fixed width can write.
const lastYear = 9999

// DaysUntil counts the days from d to e; negative when e is earlier.
func (d Date) DaysUntil(e Date) int { return int(e.Time().Sub(d.Time()).Hours() / 24) }

// Weekday is the day of the week, Monday first.
func (d Date) Weekday() Weekday {
	w := d.Time().Weekday()
	if w == time.Sunday {
		return Sunday
	}
	return Weekday(w)
}

// Monday is the Monday of d's week.
func (d Date) Monday() Date { return d.AddDays(1 - int(d.Weekday())) }

// Weekday counts from Monday = 1 to Sunday = 7, as ISO 8601 and the timetables do.
type Weekday int

// The days of the week.
const (
	Monday Weekday = iota + 1
	Tuesday
	Wednesday
	Thursday
	Friday
	Saturday
	Sunday
)
