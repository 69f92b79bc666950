package scheduling

// improve moves single tasks and pairs of tasks as long as that helps.
func (h *hunt) improve() {
	for better := true; better && !h.reached(); {
		better = h.moveOne()
		if !better && h.looked < puzzleBudget/2 {
			better = h.moveTwo()
		}
	}
}

// reached says whether no plan can cost less than the present one.
func (h *hunt) reached() bool { return h.prices.floor > (h.cost-1)*scale }

func (h *hunt) moveOne() bool {
	better := false
	for t := range h.tasks {
		old, before := h.pick[t], h.cost
		h.put(t, leftOut)
		o, _, _ := h.cheapest(t)
		h.put(t, o)
		if h.cost < before {
			better = true
		} else {
			h.put(t, old)
		}
	}
	return better
}

// moveTwo takes two tasks out and tries every option of the first with the
// cheapest of the second.
func (h *hunt) moveTwo() bool {
	better := false
	for a := range h.tasks {
		for b := a + 1; b < len(h.tasks) && h.looked < puzzleBudget/2; b++ {
			better = h.tryTwo(a, b) || better
		}
	}
	return better
}

func (h *hunt) tryTwo(a, b int) bool {
	oldA, oldB, before := h.pick[a], h.pick[b], h.cost
	h.put(a, leftOut)
	h.put(b, leftOut)
	bestA, bestB, best := oldA, oldB, before
	for _, o := range h.open[a] {
		if _, ok := h.marginal(a, o); !ok {
			continue
		}
		h.put(a, o)
		other, cost, _ := h.cheapest(b)
		if total := h.cost + int64(cost) - absent; total < best {
			bestA, bestB, best = o, other, total
		}
		h.put(a, leftOut)
	}
	h.put(a, bestA)
	h.put(b, bestB)
	return best < before
}
