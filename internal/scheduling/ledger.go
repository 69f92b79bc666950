package scheduling

import (
	"fmt"
	"slices"

	"talim/internal/calendar"
)

// ledger names the counters of a puzzle: time of persons, limits per day, costs
// of repeating.
type ledger struct {
	puzzle puzzle
	byName map[string]int
	edges  []calendar.Clock // all moments at which something starts or ends
	rules  map[int]Reason   // what a counter stands for, where people must be told
}

// rule is a counter that people must be told about when it stands in the way.
func (l *ledger) rule(says Reason, limit int, costs ...int) int {
	c := l.counter(fmt.Sprint(says.Key, says.Args), limit, costs...)
	if l.rules == nil {
		l.rules = map[int]Reason{}
	}
	l.rules[c] = says
	return c
}

func newLedger(g Grid, persons people) *ledger {
	l := &ledger{byName: map[string]int{}}
	for _, b := range g.Bells {
		l.edges = append(l.edges, b.Starts, b.Ends)
	}
	for _, p := range persons {
		for _, lesson := range p.Lessons {
			l.edges = append(l.edges, lesson.Starts, lesson.Ends)
		}
	}
	slices.Sort(l.edges)
	l.edges = slices.Compact(l.edges)
	return l
}

// counter of that name, made when it is new.
func (l *ledger) counter(name string, limit int, costs ...int) int {
	c, known := l.byName[name]
	if !known {
		c = len(l.puzzle.counters)
		l.byName[name] = c
		l.puzzle.counters = append(l.puzzle.counters, counter{limit, costs})
	}
	return c
}

// time of a person on a day ("" and the weekday for every week), one counter for
// each stretch between two moments, so that slots of two shifts that overlap
// only in part still collide.
func (l *ledger) time(person, day string, s Slot) []int {
	var out []int
	for k := 0; k+1 < len(l.edges); k++ {
		if s.Starts < l.edges[k+1] && l.edges[k] < s.Ends {
			out = append(out, l.counter(person+" "+day+" "+string(l.edges[k]), 1))
		}
	}
	return out
}

func weekdayName(d calendar.Weekday) string { return string(rune('0' + d)) }
