package scheduling

import "slices"

// conflict is a set of tasks that cannot all be done and the counters at which
// they collide; without any one of them the others could.
type conflict struct {
	tasks    []int
	counters []int
}

// maxTogether bounds the sets that are tried for the smallest one, maxNear the
// tasks of which they are made.
const maxTogether, maxNear = 3, 40

// conflict finds the fewest tasks that cannot all be done together with task t,
// which was left out of the best plan: of up to three all sets are tried, beyond
// that tasks are dropped one by one as long as the rest still collides. The same
// is then done with the counters.
func (p puzzle) conflict(t int, near []int) conflict {
	c := conflict{tasks: p.fewest(t, near)}
	sub := p.only(c.tasks)
	for k := range sub.counters {
		if sub.counters[k].limit < len(c.tasks) && sub.usedAt(k) {
			c.counters = append(c.counters, k)
		}
	}
	c.counters = slices.DeleteFunc(c.counters, func(k int) bool {
		limit := sub.counters[k].limit
		sub.counters[k].limit = len(c.tasks)
		if !sub.possible() { // also without it
			return true
		}
		sub.counters[k].limit = limit
		return false
	})
	return c
}

// near are the other tasks that share a counter with task t, or a task between.
func (p puzzle) near(t int) []int {
	for _, part := range p.parts() {
		if slices.Contains(part, t) {
			return slices.DeleteFunc(part, func(o int) bool { return o == t })
		}
	}
	return nil
}

func (p puzzle) fewest(t int, near []int) []int {
	if len(p.tasks[t].options) == 0 {
		return []int{t}
	}
	for size := 1; size < maxTogether && len(near) <= maxNear; size++ {
		if found := p.collide([]int{t}, near, size); found != nil {
			return found
		}
	}
	all := append([]int{t}, near...)
	if p.only(all).possible() {
		return []int{t} // only the whole plan together is full
	}
	for k := len(all) - 1; k > 0; k-- {
		rest := slices.Delete(slices.Clone(all), k, k+1)
		if !p.only(rest).possible() {
			all = rest
		}
	}
	slices.Sort(all)
	return all
}

// collide tries all sets of so many more tasks.
func (p puzzle) collide(with, near []int, more int) []int {
	if more == 0 {
		if p.only(with).possible() {
			return nil
		}
		return slices.Sorted(slices.Values(with))
	}
	for k, t := range near {
		if found := p.collide(append(slices.Clone(with), t), near[k+1:], more-1); found != nil {
			return found
		}
	}
	return nil
}

// only is the puzzle with some of the tasks, for nothing but the limits.
func (p puzzle) only(tasks []int) puzzle {
	out := puzzle{counters: make([]counter, len(p.counters))}
	for k, c := range p.counters {
		out.counters[k] = counter{limit: c.limit}
	}
	for _, t := range tasks {
		free := task{group: p.tasks[t].group}
		for _, o := range p.tasks[t].options {
			free.options = append(free.options, option{0, o.uses})
		}
		out.tasks = append(out.tasks, free)
	}
	return out
}

// possible says whether every task can be done.
func (p puzzle) possible() bool { return p.solve().cost < absent }

func (p puzzle) usedAt(c int) bool {
	return slices.ContainsFunc(p.tasks, func(t task) bool {
		return slices.ContainsFunc(t.options, func(o option) bool { return slices.Contains(o.uses, c) })
	})
}
