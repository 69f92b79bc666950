package scheduling

import (
	"cmp"
	"slices"

	"talim/internal/calendar"
)

// DecadeMove is a decade of the present calendar that must move.
type DecadeMove struct {
	Unit string
	From calendar.Period
	To   *calendar.Period // nil: there is no other time
	Says Reason
}

// moving is what it costs to leave the present calendar.
func (y Year) moving(d Decade) int {
	if len(y.Keep) == 0 || slices.Contains(y.Keep, HeldDecade{d.Unit, d.Period}) {
		return 0
	}
	return costMoved
}

// moves are what differs from the present calendar.
func (y Year) moves(decades []Decade) []DecadeMove {
	var out []DecadeMove
	held := slices.SortedFunc(slices.Values(y.Keep), func(a, b HeldDecade) int {
		return cmp.Or(cmp.Compare(a.Period.Starts, b.Period.Starts), cmp.Compare(a.Unit, b.Unit))
	})
	for _, k := range held {
		m := DecadeMove{Unit: k.Unit, From: k.Period}
		args := Args{"Day": k.Period.Starts, "Until": k.Period.Ends}
		at := slices.IndexFunc(decades, func(d Decade) bool { return d.Unit == k.Unit })
		if at < 0 {
			m.Says = Reason{Key: keyDecadeNoLonger, Args: args, Against: true}
			out = append(out, m)
			continue
		}
		if to := decades[at].Period; to != k.Period {
			m.To, m.Says = &to, Reason{Key: keyDecadeMoved, Args: args}
			out = append(out, m)
		}
	}
	return out
}

// mostTried bounds the changes for which a year is solved again.
const mostTried = 40

// changes are those after which fewer units are without a decade: one time less
// that a unit rules out, else all of its times, and shorter decades. Each is tried.
func (y Year) changes(units []int, lacking int) []Reason {
	var out []Reason
	tried := 0
	helps := func(k int, not []calendar.Period) bool {
		if tried++; tried > mostTried {
			return false
		}
		other := y
		other.Units = slices.Clone(y.Units)
		other.Units[k].Not = not
		return other.lacking() < lacking
	}
	for _, k := range units {
		u, before := y.Units[k], len(out)
		for n, p := range u.Not {
			if helps(k, slices.Delete(slices.Clone(u.Not), n, n+1)) {
				out = append(out, Reason{Key: keyDecadeOneNot, Args: Args{"Unit": u.ID, "Day": p.Starts, "Until": p.Ends}})
			}
		}
		if len(out) == before && len(u.Not) > 1 && helps(k, nil) {
			out = append(out, Reason{Key: keyDecadeFewerNots, Args: Args{"Unit": u.ID}})
		}
	}
	shorter := y
	if shorter.MinDays = shortestDecade; y.MinDays > shortestDecade && shorter.lacking() < lacking {
		out = append(out, Reason{Key: keyDecadeShorter, Args: Args{"Count": shortestDecade}})
	}
	return out
}

// shortestDecade is what a decade must last at least (R123).
const shortestDecade = 7

// lacking is how many units find no decade.
func (y Year) lacking() int {
	l := &ledger{byName: map[about]int{}}
	for _, u := range y.Units {
		l.puzzle.tasks = append(l.puzzle.tasks, task{0, l.decadeOptions(y, y.choices(u))})
	}
	return l.puzzle.solve().missed()
}
