package matching

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
)

func mustSolve(t *testing.T, in Instance, m Method) *Answer {
	t.Helper()
	p, err := Prepare(in)
	if err != nil {
		t.Fatal(err)
	}
	p.Use(m)
	a, err := p.Solve(context.Background(), nil)
	if err != nil || a.Fault() != nil {
		t.Fatal(err, a.Fault())
	}
	return a
}

// planted hides a matching that no other equals: everybody in it fits 1000 and
// everything else less, in a country where others could easily be chosen.
func planted(seed uint64, k kind) (in Instance, want int) {
	in = country(seed, 40, k)
	r := rand.New(rand.NewPCG(seed, 11))
	in.Policy.LoadPenalty = nil
	at := in.pairIndex()
	for n := range in.Pairs {
		in.Pairs[n].Fit = min(in.Pairs[n].Fit, 998)
	}
	order, next := r.Perm(len(in.Mentees)), 0
	for _, m := range in.Mentors {
		for range m.Capacity {
			if next == len(order) {
				return in, want
			}
			c := Couple{in.Mentees[order[next]].ID, m.ID}
			next++
			if n, known := at[c]; known {
				in.Pairs[n].Fit = 1000
			} else {
				in.Pairs = append(in.Pairs, Pair{Mentee: c.Mentee, Mentor: c.Mentor, Fit: 1000})
			}
			want += 1000
		}
	}
	return in, want
}

func TestPlantedOptimumIsFound(t *testing.T) {
	for seed := range uint64(3) {
		for _, k := range kinds {
			in, want := planted(seed, k)
			a := mustSolve(t, in, BestFit)
			places := 0
			for _, m := range in.Mentors {
				places += m.Capacity
			}
			if a.TotalFit != want || a.Matched != min(places, len(in.Mentees)) || !a.Optimal || !a.Checked {
				t.Errorf("seed %d, %s: fit %d of %d, matched %d", seed, k.name, a.TotalFit, want, a.Matched)
			}
		}
	}
}

// A planted matching of first wishes on both sides is the only stable one.
func TestPlantedStableMatchingIsFound(t *testing.T) {
	for seed := range uint64(3) {
		in := country(seed, 40, kinds[0])
		want := map[string]string{}
		taken := map[string]bool{}
		for n := range in.Mentees {
			e := &in.Mentees[n]
			e.Prefers = nil
			for _, p := range in.Pairs {
				if p.Mentee == e.ID && !taken[p.Mentor] {
					e.Prefers, taken[p.Mentor], want[e.ID] = []string{p.Mentor}, true, p.Mentor
					break
				}
			}
		}
		of := map[string]string{}
		for mentee, mentor := range want {
			of[mentor] = mentee
		}
		for n := range in.Mentors {
			m := &in.Mentors[n]
			m.Prefers = nil
			if of[m.ID] != "" {
				m.Prefers = []string{of[m.ID]}
			}
		}
		a := mustSolve(t, in, Stable)
		for i, id := range a.t.mentees {
			e, has := a.t.chosen(a.s, int32(i))
			if mentor := want[id]; mentor != "" && (!has || a.t.mentors[e.mentor] != mentor) {
				t.Fatalf("seed %d: %s did not get her planted mentor", seed, id)
			}
		}
		if a.Blocking != 0 || a.Matched != len(in.Mentees) {
			t.Errorf("seed %d: %+v", seed, a.Tally)
		}
	}
}

func TestOrderDoesNotMatterAtScale(t *testing.T) {
	for _, k := range kinds {
		in := country(7, 20, k)
		for _, m := range []Method{BestFit, Stable} {
			a, b := mustSolve(t, in, m), mustSolve(t, shuffled(in, 1), m)
			if !reflect.DeepEqual(a.s, b.s) || a.Tally != b.Tally {
				t.Errorf("%s, %s: the order of the input changed the answer", k.name, m)
			}
		}
	}
}

// Stable never serves fewer than best fit, and no school of the generator is
// left unproved.
func TestStableOfManySchools(t *testing.T) {
	for seed := range uint64(200) {
		in := country(seed, 1, kinds[seed%2])
		best, stable := mustSolve(t, in, BestFit), mustSolve(t, in, Stable)
		if best.Matched != stable.Matched || best.Blocking < stable.Blocking || !stable.Optimal || stable.TotalFit-stable.Penalty > stable.Bound {
			t.Errorf("seed %d: %+v, %+v", seed, best.Tally, stable.Tally)
		}
	}
}

// Whatever is changed in an answer or its prices, the check notices.
func TestTamperedCertificateFails(t *testing.T) {
	in := country(3, 4, kinds[1])
	p, err := Prepare(in)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range []Method{BestFit, Stable} {
		p.Use(m)
		solved, err := p.Solve(context.Background(), nil)
		if err != nil {
			t.Fatal(err)
		}
		r := rand.New(rand.NewPCG(1, 1))
		honest := func() claim {
			return claim{
				pick: append([]int32{}, solved.s.pick...), matched: solved.Matched, totalFit: solved.TotalFit, loadPenalty: solved.Penalty,
				blocking: solved.blocking, optimal: solved.Optimal, unit: solved.s.unit, bound: solved.s.bound,
				u: append([]int64{}, solved.s.u...), y: append([]int64{}, solved.s.y...),
			}
		}
		if err := p.t.check(honest()); err != nil {
			t.Fatal(err)
		}
		for range 2000 {
			c := honest()
			what := tamper(r, p.t, &c)
			if p.t.check(c) == nil {
				t.Errorf("%s: %s passed", m, what)
			}
		}
	}
}

func tamper(r *rand.Rand, t *table, c *claim) string {
	i := r.IntN(len(c.pick))
	by := int64(1 + r.IntN(50))
	switch r.IntN(9) {
	case 0: // prices are lowered: something is no longer covered, or the sum is another
		c.u[i] -= by
		return fmt.Sprintf("price of mentee %d", i)
	case 1:
		j := r.IntN(len(c.y))
		for t.free(int32(j)) == 0 || c.y[j] <= int64(t.policy.penalty(int(t.used(int32(j)))+1)) {
			j = r.IntN(len(c.y))
		}
		c.y[j] += by
		return fmt.Sprintf("price of mentor %d", j)
	case 2:
		c.totalFit++
	case 3:
		c.matched++
	case 4:
		c.loadPenalty--
	case 5:
		c.bound += by
	case 6:
		c.unit += by
	case 7:
		c.blocking = append(append([][2]int32{}, c.blocking...), [2]int32{int32(i), 0})
	default:
		for c.pick[i] == nobody {
			i = r.IntN(len(c.pick))
		}
		c.pick[i] = nobody
	}
	return "a count or a pair"
}
