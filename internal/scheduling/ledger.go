package scheduling

import (
	"slices"

	"talim/internal/calendar"
)

// ledger names the counters of a puzzle: time of persons, limits per day, costs
// of repeating.
type ledger struct {
	puzzle puzzle
	byName map[about]int
	names  []about
	edges  []calendar.Clock // all moments at which something starts or ends
}

// about is what a counter stands for. A rule that people must be told about when
// it stands in the way has a message key.
type about struct {
	rule   string
	who    string
	day    string // a date, or a weekday for every week
	detail string
}

func newLedger(g Grid, persons people) *ledger {
	l := &ledger{byName: map[about]int{}}
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
func (l *ledger) counter(name about, limit int, costs ...int) int {
	c, known := l.byName[name]
	if !known {
		c = len(l.puzzle.counters)
		l.byName[name] = c
		l.names = append(l.names, name)
		l.puzzle.counters = append(l.puzzle.counters, counter{limit, costs})
	}
	return c
}

// rules are what the counters of a conflict stand for, each once.
func (l *ledger) rules(c conflict) []Reason {
	var out []Reason
	for _, k := range c.counters {
		name := l.names[k]
		args := Args{"Person": name.who, "Count": l.puzzle.counters[k].limit}
		switch name.rule {
		case keyRuleOnceADay:
			delete(args, "Person")
			args["Meeting"] = name.who
		case keyRuleOnePlace:
			args["Starts"] = calendar.Clock(name.detail)
		}
		if len(name.day) == 1 {
			args["Day"] = calendar.Weekday(name.day[0] - '0')
		} else {
			args["Day"] = calendar.Date(name.day)
		}
		out = append(out, Reason{Key: name.rule, Args: args, Against: true})
	}
	return out
}

// time of a person on a day ("" and the weekday for every week), one counter for
// each stretch between two moments, so that slots of two shifts that overlap
// only in part still collide.
func (l *ledger) time(person, day string, s Slot) []int {
	var out []int
	for k := 0; k+1 < len(l.edges); k++ {
		if s.Starts < l.edges[k+1] && l.edges[k] < s.Ends {
			out = append(out, l.counter(about{keyRuleOnePlace, person, day, string(l.edges[k])}, 1))
		}
	}
	return out
}

func weekdayName(d calendar.Weekday) string { return string(rune('0' + d)) }
