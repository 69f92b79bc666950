package scheduling

import (
	"math"
	"slices"
)

// tree is branch and bound over linear programs for one part. Only options that
// a plan of at most some cost can take are in it, which the prices tell; where
// the prices are as good as the best plan, as they mostly are, few remain and the
// first program already has the plan. Each node is cut off by a floor that is
// counted in whole numbers from its prices, as the first one is.
type tree struct {
	h       *hunt
	columns []user // the options, task by task
	groups  []span
	rows    []int       // the counter of a row, after those of the groups
	users   map[int]int // how often a counter can be used
	left    int         // cells that may still be touched
}

// span is a group of tasks with the same options, and its columns.
type span struct{ task, tasks, from, to int }

// A program with more cells than treeCells is not tried; treeWork bounds all
// that is done for a part.
const (
	treeCells = 1_500_000
	treeWork  = 120_000_000
)

// exact looks for the best plan among those little dearer than the floor, then
// among more. It answers whether the plan at the end is proved best.
func (h *hunt) exact() bool {
	least := (h.prices.floor + scale - 1) / scale
	work := treeWork
	for wide := int64(0); !h.done(); wide = 2*wide + 1 {
		most := min(least+wide, h.best.cost-1)
		t := h.newTree(most*scale - h.prices.floor)
		s := t.program()
		if s == nil {
			return false
		}
		t.left = work
		s.run(50 * s.rows)
		if !t.visit(s) {
			return false
		}
		work = t.left
		if h.best.cost <= most+1 {
			h.best.proved = true
		}
		if h.best.proved {
			return true
		}
	}
	return true
}

// newTree has the options that cost at most gap more than the cheapest.
func (h *hunt) newTree(gap int64) *tree {
	t := &tree{h: h, users: map[int]int{}}
	for k := range h.tasks {
		if h.follows(k) {
			t.groups[len(t.groups)-1].tasks++
			continue
		}
		from := len(t.columns)
		for o := range h.tasks[k].options {
			if h.prices.extra[k][o] <= gap {
				t.columns = append(t.columns, user{k, o})
			}
		}
		t.groups = append(t.groups, span{k, 1, from, len(t.columns)})
	}
	users := map[int][]user{}
	for _, g := range t.groups {
		here := map[int]bool{}
		for _, u := range t.columns[g.from:g.to] {
			for _, c := range t.option(u).uses {
				users[c] = append(users[c], u)
				here[c] = true
			}
		}
		for c := range here {
			t.users[c] += g.tasks
		}
	}
	h.forgetImplied(users)
	t.rows = h.biting(users, t.users)
	return t
}

func (t *tree) option(u user) option { return t.h.tasks[u.task].options[u.option] }

// biting are the counters that can fill up or cost something, in order.
func (h *hunt) biting(users map[int][]user, uses map[int]int) []int {
	var out []int
	for c := range users {
		if uses[c] > h.counters[c].limit || !h.counters[c].free(uses[c]) {
			out = append(out, c)
		}
	}
	slices.Sort(out)
	return out
}

// program of the tree; nil when it is too large.
func (t *tree) program() *simplex {
	r := &reduced{}
	for _, u := range t.columns {
		r.column(float64(t.option(u).cost), 1)
	}
	for _, g := range t.groups {
		row := r.row(float64(g.tasks), absent)
		for c := g.from; c < g.to; c++ {
			r.entries = append(r.entries, [3]float64{float64(row), float64(c), 1})
		}
	}
	rowOf := map[int]int{}
	for _, c := range t.rows {
		count := t.h.counters[c]
		rowOf[c] = r.row(0, 0)
		if len(count.costs) == 0 {
			r.right[rowOf[c]] = float64(count.limit)
			continue
		}
		for k := range min(count.limit, t.users[c]) {
			r.entries = append(r.entries, [3]float64{float64(rowOf[c]), float64(r.column(float64(count.cost(k)), 1)), -1})
		}
	}
	for k, u := range t.columns {
		for _, c := range t.option(u).uses {
			if row, bites := rowOf[c]; bites {
				r.entries = append(r.entries, [3]float64{float64(row), float64(k), 1})
			}
		}
	}
	if len(r.right)*(len(r.right)+len(r.cost)) > treeCells {
		return nil
	}
	return r.simplex()
}

// visit searches below a node and answers whether nothing better can be there.
func (t *tree) visit(s *simplex) bool {
	fits := s.repair(10 * s.rows)
	t.left -= s.worked
	s.worked = 0
	if !fits || t.left < 0 {
		return false
	}
	if t.floor(s) > (t.h.best.cost-1)*scale {
		return true
	}
	values := t.values(s)
	c := undecided(values)
	if c < 0 {
		t.accept(values)
		return t.floor(s) > (t.h.best.cost-1)*scale
	}
	t.left -= len(s.table)
	with := s.clone()
	t.settle(with, c)
	whole := t.visit(with)
	s.bound(c, 0, 0)
	return t.visit(s) && whole
}

// values of the options.
func (t *tree) values(s *simplex) []float64 {
	out := make([]float64, len(t.columns))
	for c := range out {
		out[c] = s.at(c)
	}
	for r, c := range s.basis {
		if c < len(out) {
			out[c] = s.value[r]
		}
	}
	return out
}

// undecided is the option nearest to being taken that is not, -1 when all are whole.
func undecided(values []float64) int {
	best, most := -1, 1e-6
	for c, v := range values {
		if v > most && v < 1-1e-6 {
			best, most = c, v
		}
	}
	return best
}

// settle takes option c and rules out what cannot be beside it.
func (t *tree) settle(s *simplex, c int) {
	s.bound(c, 1, 1)
	taken := t.option(t.columns[c]).uses
	for k, u := range t.columns {
		if s.upper[k] == 0 || s.lower[k] == 1 {
			continue
		}
		for _, used := range t.option(u).uses {
			if t.h.counters[used].limit == 1 && slices.Contains(taken, used) {
				s.bound(k, 0, 0)
				break
			}
		}
	}
}

// floor is what no plan below the node can be under, in parts of scale.
func (t *tree) floor(s *simplex) int64 {
	first := s.cols - s.rows + len(t.groups)
	price := make(map[int]int64, len(t.rows))
	sum := int64(0)
	for k, c := range t.rows {
		price[c] = max(0, int64(math.Round(s.gain[first+k]*scale)))
		sum -= t.h.counters[c].refund(price[c], t.users[c])
	}
	var costs []int64
	for _, g := range t.groups {
		places := g.tasks
		costs = costs[:0]
		for c := g.from; c < g.to; c++ {
			if s.upper[c] == 0 {
				continue
			}
			op := t.option(t.columns[c])
			cost := int64(op.cost) * scale
			for _, used := range op.uses {
				cost += price[used]
			}
			if s.lower[c] == 1 {
				sum, places = sum+cost, places-1
				continue
			}
			costs = append(costs, min(cost, absent*scale))
		}
		slices.Sort(costs)
		for k := range places {
			if k < len(costs) {
				sum += costs[k]
			} else {
				sum += absent * scale
			}
		}
	}
	return sum
}

// accept keeps the plan of whole values when it is better.
func (t *tree) accept(values []float64) {
	t.h.clear()
	for _, g := range t.groups {
		task := g.task
		for c := g.from; c < g.to && task < g.task+g.tasks; c++ {
			if values[c] < 0.5 {
				continue
			}
			if _, free := t.h.marginal(task, t.columns[c].option); free {
				t.h.put(task, t.columns[c].option)
				task++
			}
		}
	}
	t.h.keep()
}
