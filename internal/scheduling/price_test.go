package scheduling

import (
	"flag"
	"testing"
)

// The floor is counted in whole numbers from prices: no plan may go below it,
// whatever the floating point did.
func TestFloorIsBelowTheOptimum(t *testing.T) {
	tight, all := 0, 0
	for seed := range uint64(300) {
		h := tinyHorizon(seed)
		persons, err := h.check()
		if err != nil {
			t.Fatal(err)
		}
		_, l := h.puzzle(persons)
		for _, part := range l.puzzle.parts() {
			hunt := newHunt(l.puzzle, part)
			floor := hunt.findPrices().floor
			best := hunt.run()
			if !best.proved {
				t.Fatalf("seed %d: a small part was not proved", seed)
			}
			if floor > best.cost*scale {
				t.Fatalf("seed %d: the floor %d is above the optimum %d", seed, floor/scale, best.cost)
			}
			all++
			if floor > (best.cost-1)*scale {
				tight++
			}
		}
	}
	if tight*10 < all*9 {
		t.Errorf("the floor proves %d of %d", tight, all)
	}
}

// Prices that are wrong give a lower floor, never a wrong one.
func TestAnyPricesAreAFloor(t *testing.T) {
	for seed := range uint64(100) {
		h := tinyHorizon(seed)
		persons, err := h.check()
		if err != nil {
			t.Fatal(err)
		}
		_, l := h.puzzle(persons)
		for _, part := range l.puzzle.parts() {
			hunt := newHunt(l.puzzle, part)
			s := newSymmetry(hunt)
			price := map[int]int64{}
			for c := range s.users {
				price[c] = int64(mix(seed+uint64(c)) % (50 * scale))
			}
			if floor := hunt.with(price, s.users).floor; floor > hunt.run().cost*scale {
				t.Fatalf("seed %d: a wrong floor %d", seed, floor)
			}
		}
	}
}

var crowded = flag.Uint64("crowded", 10, "how many crowded schools are to be proved")

// Where the linear program alone does not give the plan, the tree must find it:
// both kinds of part are in crowded schools.
func TestTreeProvesWhatTheFloorLeavesOpen(t *testing.T) {
	above, parts := 0, 0
	for seed := uint64(1); seed <= *crowded; seed++ {
		h := crowdedSchool(seed, 120, 15)
		persons, err := h.check()
		if err != nil {
			t.Fatal(err)
		}
		_, l := h.puzzle(persons)
		for _, part := range l.puzzle.parts() {
			hunt := newHunt(l.puzzle, part)
			hunt.keep()
			hunt.prices = hunt.findPrices()
			if !hunt.exact() {
				t.Errorf("seed %d: a part of %d visits was not proved", seed, len(part))
			}
			parts++
			if hunt.prices.floor <= (hunt.best.cost-1)*scale {
				above++
			}
		}
	}
	if above == 0 || above == parts {
		t.Errorf("%d of %d parts had their optimum above the floor", above, parts)
	}
}
