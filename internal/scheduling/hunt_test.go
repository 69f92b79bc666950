package scheduling

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// smallPuzzle is a random one whose every plan can be looked at: five tasks of up to four
// options over three counters, some tasks of a group.
func smallPuzzle(r *rand.Rand) puzzle {
	var p puzzle
	for range 3 {
		c := counter{limit: 1 + r.IntN(3)}
		for cost := 0; len(c.costs) < 3; cost += r.IntN(20) {
			c.costs = append(c.costs, cost)
		}
		p.counters = append(p.counters, c)
	}
	for group := 1; len(p.tasks) < 5; group++ {
		var options []option
		for range 1 + r.IntN(4) {
			o := option{cost: r.IntN(50)}
			for c := range p.counters {
				if r.IntN(2) == 0 {
					o.uses = append(o.uses, c)
				}
			}
			options = append(options, o)
		}
		if len(p.tasks) < 4 && r.IntN(3) == 0 {
			for o := range options { // a time is taken by one of the group
				options[o].uses = append(options[o].uses, len(p.counters))
				p.counters = append(p.counters, counter{limit: 1})
			}
			p.tasks = append(p.tasks, task{group: group, options: options}, task{group: group, options: options})
		} else {
			p.tasks = append(p.tasks, task{options: options})
		}
	}
	return p
}

// costOf adds a plan up; false where it breaks a limit or gives two of a group the same.
func costOf(p puzzle, pick []int) (int64, bool) {
	cost, used := int64(0), make([]int, len(p.counters))
	for t, o := range pick {
		if o == leftOut {
			cost += absent
			continue
		}
		if t > 0 && p.tasks[t].group != 0 && p.tasks[t-1].group == p.tasks[t].group && pick[t-1] == o {
			return 0, false
		}
		cost += int64(p.tasks[t].options[o].cost)
		for _, c := range p.tasks[t].options[o].uses {
			if used[c] >= p.counters[c].limit {
				return 0, false
			}
			cost += int64(p.counters[c].cost(used[c]))
			used[c]++
		}
	}
	return cost, true
}

// cheapestOf looks at every plan.
func cheapestOf(p puzzle) int64 {
	best := absent * int64(len(p.tasks))
	pick := make([]int, len(p.tasks))
	var try func(t int)
	try = func(t int) {
		if t == len(p.tasks) {
			if cost, ok := costOf(p, pick); ok {
				best = min(best, cost)
			}
			return
		}
		for o := leftOut; o < len(p.tasks[t].options); o++ {
			pick[t] = o
			try(t + 1)
		}
	}
	try(0)
	return best
}

// wholeHunt hunts in all of a puzzle, from the first plan that moving one task finds.
func wholeHunt(p puzzle) *hunt {
	part := make([]int, len(p.tasks))
	for t := range part {
		part[t] = t
	}
	h := newHunt(p, part)
	for h.moveOne() {
	}
	h.keep()
	h.prices = h.findPrices()
	return h
}

// ungrouped takes the groups away: they are rules of the search, and its first plans keep
// to limits alone.
func ungrouped(p puzzle) puzzle {
	p.tasks = slices.Clone(p.tasks)
	for t := range p.tasks {
		p.tasks[t].group = 0
	}
	return p
}

// Each step of the hunt leaves a plan within all limits whose cost adds up, no dearer than
// the one before and no cheaper than the cheapest there is.
func TestStepsOfTheHuntKeepAPlanThatAddsUp(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for n := range 150 {
		p := ungrouped(smallPuzzle(r))
		h, least := wholeHunt(p), cheapestOf(p)
		last := h.best.cost
		for name, step := range map[string]func(){
			"improve": func() { h.restore(); h.improve(); h.keep() },
			"anneal":  func() { h.anneal(0) },
			"two":     func() { h.restore(); h.moveTwo(); h.keep() },
		} {
			step()
			cost, ok := costOf(p, h.best.pick)
			if !ok || cost != h.best.cost || h.best.cost > last || h.best.cost < least {
				t.Fatalf("puzzle %d after %s: %v costs %d (%v), counted %d, was %d, least %d", n, name, h.best.pick, cost, ok, h.best.cost, last, least)
			}
			last = h.best.cost
		}
		if h.prices.floor > least*scale {
			t.Fatalf("puzzle %d: the floor %d stands above the cheapest plan %d", n, h.prices.floor, least)
		}
	}
}

// The search that decides task by task ends with the cheapest plan there is, and says so.
func TestSearchFindsTheCheapestPlan(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for n := range 150 {
		p := ungrouped(smallPuzzle(r))
		h, least := wholeHunt(p), cheapestOf(p)
		h.narrow()
		h.clear()
		h.looked = 0
		if proved := h.search(); !proved || h.best.cost != least {
			t.Fatalf("puzzle %d: %d (proved %v), the cheapest is %d", n, h.best.cost, proved, least)
		}
		if cost, ok := costOf(p, h.best.pick); !ok || cost != least {
			t.Fatalf("puzzle %d: %v costs %d, %v", n, h.best.pick, cost, ok)
		}
	}
}

// What solve proves is the cheapest plan, groups and all, and the same puzzle has the same answer.
func TestSolveProvesOnlyTheCheapestPlan(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for n := range 150 {
		p := smallPuzzle(r)
		got, again := p.solve(), p.solve()
		least := cheapestOf(p)
		if !slices.Equal(got.pick, again.pick) || got.cost != again.cost {
			t.Fatalf("puzzle %d: %v, then %v", n, got, again)
		}
		if got.proved && got.cost != least || got.cost < least {
			t.Fatalf("puzzle %d: %d (proved %v), the cheapest is %d", n, got.cost, got.proved, least)
		}
		if cost, ok := costOf(p, got.pick); !ok || cost != got.cost {
			t.Fatalf("puzzle %d: %v costs %d (%v), counted %d", n, got.pick, cost, ok, got.cost)
		}
		if missed := slices.DeleteFunc(slices.Clone(got.pick), func(o int) bool { return o != leftOut }); got.missed() != len(missed) || got.inconvenience() != int(got.cost)-absent*len(missed) {
			t.Fatalf("puzzle %d: %d missed of %v", n, got.missed(), got.pick)
		}
	}
}

// What the prices drop is no option of a cheaper plan.
func TestNarrowDropsNoOptionOfACheaperPlan(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for n := range 100 {
		p := ungrouped(smallPuzzle(r))
		h, least := wholeHunt(p), cheapestOf(p)
		h.narrow()
		if h.best.cost == least {
			continue // there is nothing cheaper
		}
		only := puzzle{counters: p.counters}
		for t, task := range p.tasks {
			kept := task
			kept.options = nil
			for _, o := range h.open[t] {
				kept.options = append(kept.options, task.options[o])
			}
			only.tasks = append(only.tasks, kept)
		}
		if got := cheapestOf(only); got != least {
			t.Errorf("puzzle %d: the cheapest of what is left costs %d, of all %d", n, got, least)
		}
	}
}
