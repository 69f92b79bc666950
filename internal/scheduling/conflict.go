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
	sub, names := p.only(c.tasks)
	for k, n := range names {
		if limit := sub.counters[k].limit; limit < len(c.tasks) {
			sub.counters[k].limit = len(c.tasks)
			if sub.possible() { // not without it
				sub.counters[k].limit = limit
				c.counters = append(c.counters, n)
			}
		}
	}
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
	if p.together(all) {
		return []int{t} // only the whole plan together is full
	}
	for k := len(all) - 1; k > 0; k-- {
		rest := slices.Delete(slices.Clone(all), k, k+1)
		if !p.together(rest) {
			all = rest
		}
	}
	slices.Sort(all)
	return all
}

// collide tries all sets of so many more tasks.
func (p puzzle) collide(with, near []int, more int) []int {
	if more == 0 {
		if p.together(with) {
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

// only is the puzzle with some of the tasks, for nothing but the limits of the
// counters they use, and which counters those are.
func (p puzzle) only(tasks []int) (sub puzzle, names []int) {
	number := map[int]int{}
	for _, t := range tasks {
		for _, o := range p.tasks[t].options {
			for _, c := range o.uses {
				if _, known := number[c]; !known {
					number[c] = 0
					names = append(names, c)
				}
			}
		}
	}
	slices.Sort(names)
	for k, c := range names {
		number[c] = k
		sub.counters = append(sub.counters, counter{limit: p.counters[c].limit})
	}
	for _, t := range tasks {
		sub.tasks = append(sub.tasks, p.tasks[t].renumbered(number))
	}
	return sub, names
}

// renumbered has the same options at no cost, with other numbers of counters.
func (t task) renumbered(number map[int]int) task {
	out := task{group: t.group}
	for _, o := range t.options {
		uses := make([]int, len(o.uses))
		for k, c := range o.uses {
			uses[k] = number[c]
		}
		out.options = append(out.options, option{0, uses})
	}
	return out
}

// together says whether all of these tasks can be done.
func (p puzzle) together(tasks []int) bool {
	sub, _ := p.only(tasks)
	return sub.possible()
}

// possible says whether every task can be done.
func (p puzzle) possible() bool { return p.solve().cost < absent }
