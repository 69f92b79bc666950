package calendar

import (
	"errors"
	"iter"
)

// Period is a span of days, both ends included. A period that has not ended
// ends on Forever. Periods end; they are never deleted (R013).
type Period struct {
	Starts Date `db:"starts"`
	Ends   Date `db:"ends"`
}

// ErrPeriod is returned where a period would end before it starts.
var ErrPeriod = errors.New("calendar: period ends before it starts")

// From is the period that starts on d and has no end yet.
func From(d Date) Period { return Period{Starts: d, Ends: Forever} }

// Contains says whether the day lies in the period.
func (p Period) Contains(d Date) bool { return p.Starts <= d && d <= p.Ends }

// Overlaps says whether the two share a day.
func (p Period) Overlaps(q Period) bool { return p.Starts <= q.Ends && q.Starts <= p.Ends }

// Open says whether the period has no end yet.
func (p Period) Open() bool { return p.Ends == Forever }

// Valid says whether both ends are days and in order.
func (p Period) Valid() bool { return p.Starts.Valid() && p.Ends.Valid() && p.Starts <= p.Ends }

// EndOn closes the period on its last day d.
func (p Period) EndOn(d Date) (Period, error) {
	if d < p.Starts {
		return p, ErrPeriod
	}
	return Period{Starts: p.Starts, Ends: d}, nil
}

// mostDays is how many days a walk has at most: more than any plan reaches ahead. A
// period without an end would never be walked through.
const mostDays = 20 * 366

// Days walks from the first day of the period to the last, by the day.
func (p Period) Days() iter.Seq[Date] { return p.every(1) }

// Weeks walks through the Mondays of the weeks that the period touches.
func (p Period) Weeks() iter.Seq[Date] {
	return Period{Starts: p.Starts.Monday(), Ends: p.Ends}.every(7)
}

// every counts the days instead of comparing them: no day comes after Forever.
func (p Period) every(step int) iter.Seq[Date] {
	return func(yield func(Date) bool) {
		if !p.Starts.Valid() || !p.Ends.Valid() {
			return
		}
		for n := 0; n <= min(p.Starts.DaysUntil(p.Ends), mostDays); n += step {
			if !yield(p.Starts.AddDays(n)) {
				return
			}
		}
	}
}
