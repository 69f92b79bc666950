package timetable

import (
	"slices"
	"time"

	"talim/internal/calendar"
)

// Turn says in which of two weeks that take turns a lesson is held (numerator and
// denominator, weeks A and B).
type Turn int

// The turns.
const (
	EveryWeek Turn = iota
	FirstWeek
	SecondWeek
)

// Meets says whether the two share a week.
func (t Turn) Meets(o Turn) bool { return t == EveryWeek || o == EveryWeek || t == o }

// holds says whether a lesson of the turn is held in the week of the day.
func (d Days) holds(t Turn, day calendar.Date) bool { return t == EveryWeek || t == d.Turn(day) }

// Turn of the week of a day: the week in which its term begins is the first, and they take
// turns from there, over holidays as well. A year without terms counts from its own
// beginning, and a school without a year from the first of September.
func (d Days) Turn(day calendar.Date) Turn {
	weeks := d.turnsFrom(day).Monday().DaysUntil(day.Monday()) / 7
	if weeks%2 == 0 {
		return FirstWeek
	}
	return SecondWeek
}

func (d Days) turnsFrom(day calendar.Date) calendar.Date {
	for _, t := range d.terms {
		if t.Contains(day) {
			return t.Starts
		}
	}
	for _, y := range d.years {
		if y.Contains(day) {
			return y.Starts
		}
	}
	year := day.Time().Year()
	if day.Time().Month() < time.September {
		year--
	}
	return calendar.DateOf(time.Date(year, time.September, 1, 0, 0, 0, 0, time.UTC))
}

// TakeTurns says whether the school has lessons that are not of every week.
func (d Days) TakeTurns() bool { return d.turns }

// mondaysOf are the Mondays from a day to a day in whose weeks a lesson of the turn is
// held; nil where it is held in all of them.
func (d Days) mondaysOf(t Turn, span calendar.Period) []calendar.Date {
	if t == EveryWeek {
		return nil
	}
	out := []calendar.Date{}
	for day := range span.Days() {
		if monday := day.Monday(); d.Teaches(day) && d.holds(t, day) && !slices.Contains(out, monday) {
			out = append(out, monday)
		}
	}
	return out
}
