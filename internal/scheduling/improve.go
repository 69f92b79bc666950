package scheduling

// improve builds a start: every task takes its cheapest option, then single
// tasks and pairs of tasks move as long as that helps.
func (h *hunt) improve() {
	for better := true; better; {
		better = h.moveOne()
		if !better && h.looked < puzzleBudget/2 {
			better = h.moveTwo()
		}
	}
	h.orderGroups()
	h.looked = 0
}

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
	for o := range h.tasks[a].options {
		if _, ok := h.marginal(a, o); !ok {
			continue
		}
		h.put(a, o)
		other, cost, _ := h.cheapest(b)
		if total := h.cost + cost - absent; total < best {
			bestA, bestB, best = o, other, total
		}
		h.put(a, leftOut)
	}
	h.put(a, bestA)
	h.put(b, bestB)
	return best < before
}

// orderGroups brings the options within each group into order, as the search
// has them; the cost stays as it is.
func (h *hunt) orderGroups() {
	for t := range h.tasks {
		for k := t; k > 0 && h.follows(k) && before(h.pick[k], h.pick[k-1]); k-- {
			a, b := h.pick[k-1], h.pick[k]
			h.put(k-1, leftOut)
			h.put(k, leftOut)
			h.put(k-1, b)
			h.put(k, a)
		}
	}
}

// before: smaller options first, left out last.
func before(a, b int) bool { return a != leftOut && (b == leftOut || a < b) }
