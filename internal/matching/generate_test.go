package matching

import (
	"fmt"
	"math/rand/v2"
)

// small makes a random instance that brute force can enumerate: ties, short
// lists, vetoes, running pairs, unequal capacities.
func small(seed uint64) Instance {
	r := rand.New(rand.NewPCG(seed, 7))
	in := Instance{Policy: Policy{LoadPenalty: [][]int{nil, {0, 50, 120}, {10}, {0, 400}}[r.IntN(4)]}}
	mentees, mentors := 1+r.IntN(5), 1+r.IntN(4)
	for i := range mentees {
		m := Mentee{ID: fmt.Sprintf("E%d", i), Prefers: someOf(r, "M", mentors)}
		if r.IntN(6) == 0 {
			m.Refuses = someOf(r, "M", mentors)[:1]
		}
		in.Mentees = append(in.Mentees, m)
	}
	for j := range mentors {
		m := Mentor{ID: fmt.Sprintf("M%d", j), Capacity: r.IntN(3), Load: r.IntN(4) / 3, Prefers: someOf(r, "E", mentees)}
		if r.IntN(6) == 0 {
			m.Refuses = someOf(r, "E", mentees)[:1]
		}
		in.Mentors = append(in.Mentors, m)
	}
	in.Pairs = somePairs(r, in, 70)
	if r.IntN(4) == 0 {
		in.Current = append(in.Current, Couple{"E0", "M0"})
	}
	if r.IntN(6) == 0 {
		in.Current = append(in.Current, Couple{"elsewhere", "M0"})
	}
	return in
}

func someOf(r *rand.Rand, prefix string, n int) []string {
	order := r.Perm(n)[:1+r.IntN(n)]
	out := make([]string, len(order))
	for k, i := range order {
		out[k] = fmt.Sprintf("%s%d", prefix, i)
	}
	return out
}

func somePairs(r *rand.Rand, in Instance, percent int) []Pair {
	var out []Pair
	for _, e := range in.Mentees {
		for _, m := range in.Mentors {
			if r.IntN(100) < percent {
				out = append(out, Pair{Mentee: e.ID, Mentor: m.ID, Fit: r.IntN(11) * 100})
			}
		}
	}
	return out
}

// school makes an instance of the size of a real school or larger from a seed:
// subjects, units, shared hours and wishes as in docs/matching.md.
func school(seed uint64, mentees, mentors int) Instance {
	r := rand.New(rand.NewPCG(seed, 42))
	in := Instance{Policy: Policy{LoadPenalty: []int{0, 40, 100}}}
	subjects := max(4, (mentees+mentors)/8)
	field := make([]int, mentors)
	for j := range mentors {
		field[j] = r.IntN(subjects)
		in.Mentors = append(in.Mentors, Mentor{ID: fmt.Sprintf("M%05d", j), Capacity: 1 + r.IntN(3)})
	}
	for i := range mentees {
		mine := r.IntN(subjects)
		e := Mentee{ID: fmt.Sprintf("E%05d", i)}
		for j := range mentors {
			near := field[j] == mine || (field[j]+1)/3 == (mine+1)/3
			if r.IntN(100) < 60 && near || r.IntN(100*subjects) < 400 {
				fit := 100 + r.IntN(500)
				if near {
					fit += 300
				}
				in.Pairs = append(in.Pairs, Pair{Mentee: e.ID, Mentor: in.Mentors[j].ID, Fit: fit})
				if r.IntN(100) < 20 && len(e.Prefers) < 3 {
					e.Prefers = append(e.Prefers, in.Mentors[j].ID)
				}
				if m := &in.Mentors[j]; r.IntN(100) < 12 && len(m.Prefers) < 3 {
					m.Prefers = append(m.Prefers, e.ID)
				}
			}
		}
		in.Mentees = append(in.Mentees, e)
	}
	return in
}

// shuffled writes the same instance down in another order.
func shuffled(in Instance, seed uint64) Instance {
	r := rand.New(rand.NewPCG(seed, 3))
	in.Mentees = append([]Mentee(nil), in.Mentees...)
	in.Mentors = append([]Mentor(nil), in.Mentors...)
	in.Pairs = append([]Pair(nil), in.Pairs...)
	r.Shuffle(len(in.Mentees), func(a, b int) { in.Mentees[a], in.Mentees[b] = in.Mentees[b], in.Mentees[a] })
	r.Shuffle(len(in.Mentors), func(a, b int) { in.Mentors[a], in.Mentors[b] = in.Mentors[b], in.Mentors[a] })
	r.Shuffle(len(in.Pairs), func(a, b int) { in.Pairs[a], in.Pairs[b] = in.Pairs[b], in.Pairs[a] })
	return in
}
