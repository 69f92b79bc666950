package scheduling

import (
	"maps"
	"math"
	"slices"
)

// prices prove how good a plan can be at best. With any price on each use of a
// counter, every plan costs at least what the tasks pay when each takes the
// option that is cheapest with the prices, less the most that the counters could
// give back (Lagrangian duality). The best prices are the duals of the linear
// program; here they are found in floating point and then counted in whole
// numbers, so that the floor is certain whatever the arithmetic did before.
type prices struct {
	floor int64     // no plan costs less; in parts of scale
	extra [][]int64 // what an option costs above the task's cheapest, with the prices
	out   []int64   // the same of leaving the task out
}

// scale makes prices whole numbers: halves to tenths stay exact.
const scale = 2520

// findPrices for the part that the hunt is for.
func (h *hunt) findPrices() prices {
	s := newSymmetry(h)
	return h.with(s.prices(), s.users)
}

// with the given prices, whatever they are: better ones give a higher floor.
func (h *hunt) with(price map[int]int64, users map[int][]user) prices {
	p := prices{extra: make([][]int64, len(h.tasks)), out: make([]int64, len(h.tasks))}
	for t, task := range h.tasks {
		p.extra[t] = make([]int64, len(task.options))
		least := int64(absent * scale)
		for k, o := range task.options {
			p.extra[t][k] = int64(o.cost) * scale
			for _, c := range o.uses {
				p.extra[t][k] += price[c]
			}
			least = min(least, p.extra[t][k])
		}
		for k := range p.extra[t] {
			p.extra[t][k] -= least
		}
		p.out[t] = absent*scale - least
		p.floor += least
	}
	for c, u := range users {
		p.floor -= h.counters[c].refund(price[c], most(u))
	}
	return p
}

// refund is the most that a counter could give back of a price on each use.
func (c counter) refund(price int64, uses int) int64 {
	back := int64(0)
	for k := 0; k < min(c.limit, uses) && price > int64(c.cost(k))*scale; k++ {
		back += price - int64(c.cost(k))*scale
	}
	return back
}

// symmetry finds what stands for the same in a part: weeks with the same lessons
// differ in nothing but their name. Colour refinement puts such tasks, options
// and counters together; the linear program over the colours, which is smaller
// by the number of weeks, has the same best value (Grohe and others, Dimension
// reduction via colour refinement, 2014).
type symmetry struct {
	h       *hunt
	task    []uint64
	option  [][]uint64
	counter map[int]uint64
	users   map[int][]user // options that use a counter, by task
}

type user struct{ task, option int }

// most is how often a counter can be used: once for each task that has it.
func most(users []user) int {
	n := 0
	for k, u := range users {
		if k == 0 || users[k-1].task != u.task {
			n++
		}
	}
	return n
}

func newSymmetry(h *hunt) *symmetry {
	s := &symmetry{h: h, task: make([]uint64, len(h.tasks)), counter: map[int]uint64{}, users: map[int][]user{}}
	for t, task := range h.tasks {
		s.option = append(s.option, make([]uint64, len(task.options)))
		for k, o := range task.options {
			s.option[t][k] = mix(uint64(o.cost))
			for _, c := range o.uses {
				s.users[c] = append(s.users[c], user{t, k})
			}
		}
	}
	h.forgetImplied(s.users)
	for c := range s.users {
		colour := mix(uint64(h.counters[c].limit))
		for k, cost := range h.counters[c].costs {
			colour += mix(uint64(cost)<<8 + uint64(k))
		}
		s.counter[c] = colour
	}
	for before, now := -1, 0; now > before; {
		before = now
		now = s.refine()
	}
	return s
}

// forgetImplied drops the limits that another limit keeps anyway: whoever uses
// the one uses the other, which allows no more.
func (h *hunt) forgetImplied(users map[int][]user) {
	for _, c := range slices.Sorted(maps.Keys(users)) {
		if len(h.counters[c].costs) > 0 {
			continue
		}
		first := users[c][0]
		if slices.ContainsFunc(h.tasks[first.task].options[first.option].uses, func(d int) bool { return h.implies(d, c, users) }) {
			delete(users, c)
		}
	}
}

// implies says whether the limit of d keeps that of c.
func (h *hunt) implies(d, c int, users map[int][]user) bool {
	if d == c || h.counters[d].limit > h.counters[c].limit || len(users[d]) < len(users[c]) {
		return false
	}
	return !slices.ContainsFunc(users[c], func(u user) bool {
		return !slices.Contains(h.tasks[u.task].options[u.option].uses, d)
	})
}

// refine mixes the colours of neighbours in and answers how many there are.
func (s *symmetry) refine() int {
	colours := map[uint64]bool{}
	for t, task := range s.h.tasks {
		sum := s.task[t]
		for k := range task.options {
			sum += mix(s.option[t][k])
		}
		s.task[t] = mix(sum)
		colours[s.task[t]] = true
		for k, o := range task.options {
			sum := mix(s.option[t][k]) + s.task[t]
			for _, c := range o.uses {
				sum += mix(s.counter[c] ^ 1)
			}
			s.option[t][k] = mix(sum ^ 2)
			colours[s.option[t][k]] = true
		}
	}
	for c, users := range s.users {
		sum := s.counter[c]
		for _, u := range users {
			sum += mix(s.option[u.task][u.option])
		}
		s.counter[c] = mix(sum ^ 3)
		colours[s.counter[c]] = true
	}
	return len(colours)
}

// mix spreads the bits (splitmix64).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// kinds gives numbers to colours in the order in which they are met.
type kinds struct {
	number map[uint64]int
	count  []float64 // how many are of the kind
}

func (k *kinds) meet(colour uint64) (number int, first bool) {
	n, known := k.number[colour]
	if !known {
		n = len(k.count)
		k.number[colour] = n
		k.count = append(k.count, 0)
	}
	k.count[n]++
	return n, !known
}

// reduced is the linear program over the colours while it is built.
type reduced struct {
	right, slackCost []float64
	cost, upper      []float64
	entries          [][3]float64 // row, column, value
}

func (r *reduced) column(cost, upper float64) int {
	r.cost, r.upper = append(r.cost, cost), append(r.upper, upper)
	return len(r.cost) - 1
}

func (r *reduced) row(right, slackCost float64) int {
	r.right, r.slackCost = append(r.right, right), append(r.slackCost, slackCost)
	return len(r.right) - 1
}

// prices of the counters that can matter, as whole numbers of scale.
func (s *symmetry) prices() map[int]int64 {
	r := &reduced{}
	rowOf := s.counterRows(r)
	tasks, options := kinds{number: map[uint64]int{}}, kinds{number: map[uint64]int{}}
	var taskRow []int
	var shown []user
	for t := range s.h.tasks {
		n, first := tasks.meet(s.task[t])
		if first {
			taskRow = append(taskRow, r.row(0, absent))
		}
		r.right[taskRow[n]]++
		for k := range s.h.tasks[t].options {
			if _, first := options.meet(s.option[t][k]); first {
				shown = append(shown, user{t, k})
			}
		}
	}
	for _, u := range shown {
		o := s.h.tasks[u.task].options[u.option]
		c := r.column(float64(o.cost), math.Inf(1))
		r.entries = append(r.entries, [3]float64{float64(taskRow[tasks.number[s.task[u.task]]]), float64(c), 1})
		for _, uses := range o.uses {
			if row, matters := rowOf[s.counter[uses]]; matters {
				r.entries = append(r.entries, [3]float64{float64(row), float64(c), 1})
			}
		}
	}
	return s.rounded(r.solve(), rowOf)
}

// counterRows makes a row for each kind of counter that can fill up or costs
// something, and columns for its further uses.
func (s *symmetry) counterRows(r *reduced) map[uint64]int {
	rowOf := map[uint64]int{}
	many := map[uint64]float64{}
	order := slices.Sorted(maps.Keys(s.users))
	for _, c := range order {
		many[s.counter[c]]++
	}
	for _, c := range order {
		count, colour := s.h.counters[c], s.counter[c]
		uses := most(s.users[c])
		if _, done := rowOf[colour]; done || uses <= count.limit && count.free(uses) {
			continue
		}
		row := r.row(0, 0)
		rowOf[colour] = row
		if len(count.costs) == 0 {
			r.right[row] = float64(count.limit) * many[colour]
			continue
		}
		for k := 0; k < min(count.limit, uses); k++ {
			z := r.column(float64(count.cost(k)), many[colour])
			r.entries = append(r.entries, [3]float64{float64(row), float64(z), -1})
		}
	}
	return rowOf
}

// free says whether the first uses cost nothing.
func (c counter) free(uses int) bool {
	return uses == 0 || c.cost(uses-1) == 0
}

// A program with more cells than this is not solved, and none with more work:
// whatever prices there are then still give a floor, only a lower one.
const (
	maxCells = 8_000_000
	maxWork  = 3_000_000_000
)

// solve gives the price of each row.
func (r *reduced) solve() []float64 {
	cells := len(r.right) * (len(r.right) + len(r.cost))
	if cells > maxCells {
		return make([]float64, len(r.right))
	}
	s := r.simplex()
	s.run(int(min(int64(50*s.rows), maxWork/int64(max(1, cells)))))
	return s.gain[len(r.cost):]
}

// simplex with the program, at its start.
func (r *reduced) simplex() *simplex {
	s := newSimplex(len(r.right), len(r.cost), r.right, r.slackCost)
	copy(s.gain, r.cost)
	copy(s.upper, r.upper)
	for _, e := range r.entries {
		s.table[int(e[0])*s.cols+int(e[1])] += e[2]
	}
	s.price()
	return s
}

func (s *symmetry) rounded(gain []float64, rowOf map[uint64]int) map[int]int64 {
	out := map[int]int64{}
	for c := range s.users {
		if row, matters := rowOf[s.counter[c]]; matters {
			out[c] = max(0, int64(math.Round(gain[row]*scale)))
		}
	}
	return out
}
