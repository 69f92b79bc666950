package scheduling

import (
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// puzzle is what meetings and visits come down to: each task takes one of its
// options or is left out; an option uses counters; a counter has a limit and
// its k-th use a cost that never falls. Left out is worse than any cost.
type puzzle struct {
	tasks    []task
	counters []counter
}

// task with its options. Tasks of one group (0: none) have the same options and
// must take different ones, in order, which spares searching their permutations.
type task struct {
	group   int
	options []option
}

type option struct {
	cost int
	uses []int
}

type counter struct {
	limit int
	costs []int // of the first, second, ... use; the last holds on
}

const (
	leftOut = -1
	absent  = 10_000_000
)

// missed is how many tasks are left out.
func (a answer) missed() int { return int(a.cost / absent) }

// inconvenience is the cost without what the left out tasks count.
func (a answer) inconvenience() int {
	cost := a.cost
	for _, o := range a.pick {
		if o == leftOut {
			cost -= absent
		}
	}
	return int(cost)
}

func (c counter) cost(use int) int {
	if len(c.costs) == 0 {
		return 0
	}
	return c.costs[min(use, len(c.costs)-1)]
}

// answer to a puzzle.
type answer struct {
	pick   []int // option of each task, or leftOut
	cost   int64 // absent for each task left out, included: more than 32 bits hold
	proved bool
}

// puzzleBudget bounds the search of one part, in options looked at.
const puzzleBudget = 1_000_000

// solve treats the parts that share no counter apart, on all processors.
func (p puzzle) solve() answer {
	out := answer{pick: make([]int, len(p.tasks)), proved: true}
	parts := p.parts()
	answers := make([]answer, len(parts))
	var todo atomic.Int64
	var work sync.WaitGroup
	for range min(len(parts), runtime.GOMAXPROCS(0)) {
		work.Go(func() {
			for k := int(todo.Add(1)) - 1; k < len(parts); k = int(todo.Add(1)) - 1 {
				answers[k] = newHunt(p, parts[k]).run()
			}
		})
	}
	work.Wait()
	for n, a := range answers {
		for k, t := range parts[n] {
			out.pick[t] = a.pick[k]
		}
		out.cost += a.cost
		out.proved = out.proved && a.proved
	}
	return out
}

// parts are the tasks joined by counters that can matter, in their order.
func (p puzzle) parts() [][]int {
	root := make([]int, len(p.tasks))
	for t := range root {
		root[t] = t
	}
	find := func(t int) int {
		for root[t] != t {
			root[t] = root[root[t]]
			t = root[t]
		}
		return t
	}
	by := make([]int, len(p.counters))
	for c := range by {
		by[c] = leftOut
	}
	for t, task := range p.tasks {
		for _, o := range task.options {
			for _, c := range o.uses {
				if by[c] != leftOut {
					root[find(t)] = find(by[c])
				}
				by[c] = t
			}
		}
		if t > 0 && task.group != 0 && p.tasks[t-1].group == task.group {
			root[find(t)] = find(t - 1)
		}
	}
	at := map[int]int{}
	var out [][]int
	for t := range p.tasks {
		r := find(t)
		if _, seen := at[r]; !seen {
			at[r] = len(out)
			out = append(out, nil)
		}
		out[at[r]] = append(out[at[r]], t)
	}
	return out
}

// hunt searches one part by branch and bound, from a start found greedily and
// improved by moving one or two tasks.
type hunt struct {
	tasks    []task
	counters []counter
	used     []int
	pick     []int
	decided  []bool
	cost     int64
	best     answer
	looked   int
	open     [][]int // the options of a task that a better plan could take
	prices   prices
	out      int // what leaving a task out counts in annealing, above any option
}

func newHunt(p puzzle, part []int) *hunt {
	h := &hunt{counters: p.counters, used: make([]int, len(p.counters)), out: annealOut}
	for _, t := range part {
		h.tasks = append(h.tasks, p.tasks[t])
	}
	h.pick, h.decided, h.open = make([]int, len(part)), make([]bool, len(part)), make([][]int, len(part))
	for k, t := range h.tasks {
		h.pick[k] = leftOut
		for o, option := range t.options {
			h.open[k] = append(h.open[k], o)
			h.out = max(h.out, 2*option.cost)
		}
	}
	h.cost = absent * int64(len(part))
	return h
}

func (h *hunt) run() answer {
	for h.moveOne() {
	}
	h.keep()
	h.prices = h.findPrices()
	if h.exact() {
		return h.best
	}
	h.restore()
	h.narrow()
	h.improve()
	h.keep()
	if h.done() {
		return h.best
	}
	for round := range annealRounds {
		h.narrow()
		h.anneal(round)
		if h.done() {
			return h.best
		}
	}
	h.narrow()
	h.clear()
	h.looked = 0
	h.best.proved = h.search()
	return h.best
}

// done says whether the prices prove the best plan found.
func (h *hunt) done() bool {
	h.best.proved = h.prices.floor > (h.best.cost-1)*scale
	return h.best.proved
}

// narrow drops the options that no better plan can take.
func (h *hunt) narrow() {
	gap := (h.best.cost-1)*scale - h.prices.floor
	for t := range h.open {
		h.open[t] = slices.DeleteFunc(h.open[t], func(o int) bool { return h.prices.extra[t][o] > gap })
	}
}

func (h *hunt) keep() {
	if h.best.pick == nil || h.cost < h.best.cost {
		h.best = answer{pick: slices.Clone(h.pick), cost: h.cost}
	}
}

func (h *hunt) clear() {
	for t := range h.tasks {
		h.put(t, leftOut)
	}
}

// marginal is what option o of task t adds now; false when a limit forbids it.
func (h *hunt) marginal(t, o int) (int, bool) {
	h.looked++
	op := h.tasks[t].options[o]
	cost := op.cost
	for _, c := range op.uses {
		if h.used[c] >= h.counters[c].limit {
			return 0, false
		}
		cost += h.counters[c].cost(h.used[c])
	}
	return cost, true
}

// put gives task t the option o, or takes its option away.
func (h *hunt) put(t, o int) {
	if old := h.pick[t]; old != leftOut {
		for _, c := range h.tasks[t].options[old].uses {
			h.used[c]--
			h.cost -= int64(h.counters[c].cost(h.used[c]))
		}
		h.cost += absent - int64(h.tasks[t].options[old].cost)
	}
	h.pick[t] = o
	if o == leftOut {
		return
	}
	for _, c := range h.tasks[t].options[o].uses {
		h.cost += int64(h.counters[c].cost(h.used[c]))
		h.used[c]++
	}
	h.cost += int64(h.tasks[t].options[o].cost) - absent
}

// cheapest option of task t now, or leftOut.
func (h *hunt) cheapest(t int) (o, cost, open int) {
	o, cost = leftOut, absent
	first, shut := h.from(t)
	if shut {
		return o, cost, 0
	}
	for _, k := range h.open[t] {
		if k < first {
			continue
		}
		if c, ok := h.marginal(t, k); ok {
			open++
			if c < cost {
				o, cost = k, c
			}
		}
	}
	return o, cost, open
}

// from is the first option that task t may take beside the one before it of its
// group, once that one is decided in the search; shut when it was left out.
func (h *hunt) from(t int) (first int, shut bool) {
	if !h.follows(t) || !h.decided[t-1] {
		return 0, false
	}
	if h.pick[t-1] == leftOut {
		return 0, true
	}
	return h.pick[t-1] + 1, false
}

func (h *hunt) follows(t int) bool {
	return t > 0 && h.tasks[t].group != 0 && h.tasks[t-1].group == h.tasks[t].group
}

// search decides the undecided tasks, the one with the fewest options first.
// It answers false when the budget ended before the proof.
func (h *hunt) search() bool {
	if h.looked > puzzleBudget {
		return false
	}
	task, bound := h.choose()
	if bound >= h.best.cost || h.priced() > (h.best.cost-1)*scale {
		return true
	}
	if task < 0 {
		h.keep()
		return true
	}
	h.decided[task] = true
	whole := true
	for _, o := range h.ordered(task) {
		h.put(task, o)
		whole = h.search() && whole
		h.put(task, leftOut)
	}
	h.decided[task] = false
	return whole
}

// priced is a floor for what is decided, in parts of scale.
func (h *hunt) priced() int64 {
	floor := h.prices.floor
	for t, decided := range h.decided {
		switch {
		case !decided:
		case h.pick[t] == leftOut:
			floor += h.prices.out[t]
		default:
			floor += h.prices.extra[t][h.pick[t]]
		}
	}
	return floor
}

// choose gives the next task (-1: none is left) and a bound below every way on:
// costs of counters only rise, so no task gets cheaper than it is now.
func (h *hunt) choose() (task int, bound int64) {
	task, bound = -1, h.cost
	fewest := math.MaxInt
	for t := range h.tasks {
		if h.decided[t] {
			continue
		}
		if h.follows(t) && !h.decided[t-1] {
			_, cost, _ := h.cheapest(t)
			bound += int64(cost) - absent
			continue
		}
		_, cost, open := h.cheapest(t)
		bound += int64(cost) - absent
		if open < fewest {
			task, fewest = t, open
		}
	}
	return task, bound
}

// ordered options of a task, cheapest first, left out last.
func (h *hunt) ordered(t int) []int {
	first, shut := h.from(t)
	if shut {
		return []int{leftOut}
	}
	var out, costs []int
	for _, o := range h.open[t] {
		c, ok := h.marginal(t, o)
		if !ok || o < first {
			continue
		}
		k := len(out)
		for k > 0 && costs[k-1] > c {
			k--
		}
		out, costs = slices.Insert(out, k, o), slices.Insert(costs, k, c)
	}
	return append(out, leftOut)
}
