package matching

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// optimal checks the prices of a flow under its rules: that is the proof that it
// is best, whatever way it came there.
func optimal(t *testing.T, f *flow) {
	t.Helper()
	for x, e := range f.edges {
		i := f.menteeOf[x]
		chosen := f.pick[i] == int32(x)
		switch s := f.slack(i, int32(x)); {
		case chosen && (s != 0 || f.banned[x] > 0):
			t.Fatalf("chosen edge %d: slack %d, banned %d", x, s, f.banned[x])
		case s < 0 && f.banned[x] == 0:
			t.Fatalf("edge %d of mentor %d: slack %d", x, e.mentor, s)
		}
	}
	for i := range f.mentees {
		if f.pick[i] == nobody && (f.u[i] != 0 || f.seated[i] > 0) || f.u[i] < 0 && f.seated[i] == 0 {
			t.Fatalf("mentee %d: edge %d, price %d, seated %d", i, f.pick[i], f.u[i], f.seated[i])
		}
	}
	var value int64
	for j := range int32(len(f.mentors)) {
		k := f.count[j]
		switch {
		case k < f.free[j] && (f.y[j] > f.place(j, k) || f.full[j] > 0):
			t.Fatalf("mentor %d: a place is worth taking", j)
		case k > 0 && f.y[j] < f.place(j, k-1) && f.full[j] == 0:
			t.Fatalf("mentor %d: a place costs more than it is worth", j)
		}
		for n, h := range f.holders(j) {
			value += int64(f.edges[f.pick[h]].fit) - f.place(j, int32(n))
		}
	}
	if value != f.value {
		t.Fatalf("value %d, kept as %d", value, f.value)
	}
}

func TestRulesKeepTheFlowBest(t *testing.T) {
	done := 0
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 3))
		in := country(seed, 2, kinds[seed%2])
		tab, err := compile(in)
		if err != nil {
			t.Fatal(err)
		}
		s, err := tab.bestFit(context.Background(), nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range tab.parts(nil) {
			f := newFlow(p)
			f.load(tab, s)
			optimal(t, f)
			f.keeping = true
			before := slices.Clone(f.pick)
			u, y := slices.Clone(f.u), slices.Clone(f.y)
			for range 150 {
				mark := f.mark()
				if randomRule(r, f) {
					done++
				} else {
					f.back(mark)
				}
				optimal(t, f)
			}
			f.back(0)
			if !slices.Equal(before, f.pick) || !slices.Equal(u, f.u) || !slices.Equal(y, f.y) {
				t.Fatal("the flow did not come back")
			}
		}
	}
	if done < 3000 {
		t.Errorf("only %d rules could be met", done)
	}
}

func randomRule(r *rand.Rand, f *flow) bool {
	x := int32(r.IntN(len(f.edges)))
	i, j := f.menteeOf[x], f.edges[x].mentor
	switch r.IntN(9) {
	case 0:
		return f.seat(i)
	case 1:
		return f.fill(j)
	case 2:
		return f.seated[i] == 0 || f.unseat(i)
	case 3:
		return f.full[j] == 0 || f.unfill(j)
	case 4, 5:
		for x := range int32(len(f.edges)) {
			if f.banned[x] > 0 && r.IntN(4) == 0 {
				return f.allow(x)
			}
		}
		return true
	default:
		if x := f.pick[i]; x != nobody && r.IntN(2) == 0 {
			return f.ban(x)
		}
		return f.banAll([]int32{x})
	}
}

// Rules that some matching meets are never called impossible: deferred
// acceptance meets its own.
func TestRulesThatCanBeMetAreMet(t *testing.T) {
	for seed := range uint64(1500) {
		r := rand.New(rand.NewPCG(seed, 8))
		var in Instance
		mentees, mentors := 3+r.IntN(8), 3+r.IntN(8)
		for j := range mentors {
			in.Mentors = append(in.Mentors, Mentor{ID: fmt.Sprintf("M%d", j), Capacity: 1 + r.IntN(2), Prefers: someOf(r, "E", mentees)})
		}
		for i := range mentees {
			in.Mentees = append(in.Mentees, Mentee{ID: fmt.Sprintf("E%d", i), Prefers: someOf(r, "M", mentors)})
		}
		in.Pairs = somePairs(r, in, 85)
		tab, err := compile(in)
		if err != nil {
			t.Fatal(err)
		}
		s, err := tab.bestFit(context.Background(), nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range tab.parts(nil) {
			f := newFlow(p)
			f.load(tab, s)
			if !newSearch(f, 1).settled(f.deferred()) {
				t.Fatalf("seed %d: rules that can be met were called impossible", seed)
			}
			optimal(t, f)
		}
	}
}
