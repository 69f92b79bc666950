package workplan

import (
	"context"
	"time"

	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/timetable"
)

// Span is how long the time is for which something is planned, and of which a plan is shown.
type Span string

// The spans.
const (
	Day   Span = "day"
	Week  Span = "week"
	Month Span = "month"
	Term  Span = "term"
	Year  Span = "year"
)

// Spans are all spans, the shortest first; Views are those of which a plan is shown.
var (
	Spans = []Span{Day, Week, Month, Term, Year}
	Views = []Span{Year, Term, Month, Week}
)

// Times knows the years and terms of a school.
type Times struct{ days timetable.Days }

// aYear is how far around a day its year can reach.
const aYear = 400

func (s *Service) times(ctx context.Context, c db.Conn, school string, on calendar.Date) (Times, error) {
	days, err := timetable.DaysOf(ctx, c, school, on.AddDays(-aYear), on.AddDays(aYear))
	return Times{days}, err
}

// Of is the time of a span in which a day lies. A day between two terms is of the term that
// comes; where a school has not entered its terms, all of the year is one.
func (t Times) Of(span Span, day calendar.Date) calendar.Period {
	switch span {
	case Day:
		return calendar.Period{Starts: day, Ends: day}
	case Week:
		return calendar.Period{Starts: day.Monday(), Ends: day.Monday().AddDays(6)}
	case Month:
		return monthAround(day)
	case Term:
		return t.term(day)
	}
	return yearAround(day)
}

func monthAround(day calendar.Date) calendar.Period {
	first := day.AddDays(1 - day.Time().Day())
	return calendar.Period{Starts: first, Ends: calendar.DateOf(first.Time().AddDate(0, 1, -1))}
}

// yearAround is the year of plans, from August to July: it is planned before lessons begin.
func yearAround(day calendar.Date) calendar.Period {
	first := day.Time().Year()
	if day.Time().Month() < time.August {
		first--
	}
	return calendar.Period{
		Starts: calendar.DateOf(time.Date(first, time.August, 1, 0, 0, 0, 0, time.UTC)), Ends: calendar.DateOf(time.Date(first+1, time.July, 31, 0, 0, 0, 0, time.UTC)),
	}
}

func (t Times) term(day calendar.Date) calendar.Period {
	year := yearAround(day)
	for _, y := range t.days.Years() {
		for _, term := range t.days.Terms(y) {
			if year.Contains(term.Starts) && day <= term.Ends {
				return term.Period
			}
		}
	}
	return year
}

// Next is a day in the time that follows, or comes before the one of a day.
func (t Times) Next(span Span, day calendar.Date, later bool) calendar.Date {
	p := t.Of(span, day)
	if later {
		return p.Ends.AddDays(1)
	}
	return p.Starts.AddDays(-1)
}
