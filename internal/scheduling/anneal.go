package scheduling

import (
	"math"
	"math/rand/v2"
	"slices"
)

// Simulated annealing takes over where moving one task or two ends: a task takes
// any option and pushes out what stands in the way, which goes where it is
// cheapest. It stops as soon as the prices prove the plan. The random numbers
// have a fixed start, so that the same input gives the same plan.
const (
	annealRounds = 2
	annealSteps  = 12_000
	annealHot    = 12.0
	annealCold   = 0.4
	annealOut    = 400 // what leaving a task out counts here, above any convenience
)

func (h *hunt) anneal(round int) {
	h.restore()
	r := rand.New(rand.NewPCG(uint64(len(h.tasks)), uint64(round)))
	for step := range annealSteps {
		heat := annealHot * math.Pow(annealCold/annealHot, float64(step)/annealSteps)
		t := r.IntN(len(h.tasks))
		if len(h.open[t]) == 0 {
			continue
		}
		h.shake(t, h.open[t][r.IntN(len(h.open[t]))], r.ExpFloat64()*heat)
		if h.cost < h.best.cost {
			h.keep()
			if h.reached() {
				return
			}
		}
	}
	h.restore()
}

// soft is the present cost with tasks left out counted less hard.
func (h *hunt) soft() float64 {
	return float64(h.cost%absent + h.cost/absent*int64(h.out))
}

// shake gives task t the option o and takes that back when it costs more than allowed.
func (h *hunt) shake(t, o int, allowed float64) {
	if h.pick[t] == o {
		return
	}
	before := h.soft()
	type was struct{ task, pick int }
	undo := []was{{t, h.pick[t]}}
	h.put(t, leftOut)
	for _, other := range h.blockers(t, o) {
		undo = append(undo, was{other, h.pick[other]})
		h.put(other, leftOut)
	}
	h.put(t, o)
	for _, u := range undo[1:] {
		k, _, _ := h.cheapest(u.task)
		h.put(u.task, k)
	}
	if h.soft() <= before+allowed {
		return
	}
	for _, u := range undo {
		h.put(u.task, leftOut)
	}
	for _, u := range undo {
		h.put(u.task, u.pick)
	}
}

// blockers are tasks to take out so that task t can have the option o.
func (h *hunt) blockers(t, o int) []int {
	var out []int
	for _, c := range h.tasks[t].options[o].uses {
		over := h.used[c] + 1 - h.counters[c].limit
		for _, other := range out {
			if h.usesCounter(other, c) {
				over--
			}
		}
		for other := 0; over > 0 && other < len(h.tasks); other++ {
			if h.usesCounter(other, c) && !slices.Contains(out, other) {
				out = append(out, other)
				over--
			}
		}
	}
	return out
}

func (h *hunt) usesCounter(t, c int) bool {
	return h.pick[t] != leftOut && slices.Contains(h.tasks[t].options[h.pick[t]].uses, c)
}

// restore brings the best plan back.
func (h *hunt) restore() {
	h.clear()
	for t, o := range h.best.pick {
		h.put(t, o)
	}
}
