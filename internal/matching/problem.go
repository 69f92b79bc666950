package matching

import "slices"

// unstated is the rank of everybody who was not named: tied, below all stated.
const unstated = 1 << 30

// edge is an admissible pair seen from its mentee.
type edge struct {
	mentor     int
	fit        int64
	menteeRank int // rank of the mentor among the mentee's wishes, from 0
	mentorRank int // rank of the mentee among the mentor's wishes
	pair       int // index in the sorted instance
}

// place is a mentor with his free places and what each of them costs.
type place struct {
	id    string
	costs []int64 // one per free place, never falling
}

// problem is what is left to decide: open mentees and free places, by number.
type problem struct {
	mentees []string
	mentors []place
	edges   [][]edge // by mentee, in the order of mentors; only mentors with a free place
	unit    int64    // the worth of serving one more mentee: more than all fit and penalties together
}

// newProblem reads a sorted, valid instance. Kept pairs are no longer open:
// they only use places.
func newProblem(in Instance) (problem, []Couple) {
	kept := in.kept()
	used, held := map[string]int{}, map[string]bool{}
	for _, c := range kept {
		used[c.Mentor]++
		held[c.Mentee] = true
	}
	var p problem
	mentorAt := map[string]int{}
	for i, m := range in.Mentors {
		mentorAt[m.ID] = i
		p.mentors = append(p.mentors, place{m.ID, placeCosts(m, used[m.ID], in.Policy)})
	}
	menteeAt := map[string]int{}
	for _, m := range in.Mentees {
		if !held[m.ID] {
			menteeAt[m.ID] = len(p.mentees)
			p.mentees = append(p.mentees, m.ID)
		}
	}
	for j, m := range p.mentors {
		if len(m.costs) == 0 {
			delete(mentorAt, in.Mentors[j].ID)
		}
	}
	p.edges = in.edges(menteeAt, mentorAt, len(p.mentees))
	p.unit = unitOf(len(p.mentees))
	return p, kept
}

// unitOf makes one more mentee outweigh any fit and any penalty of the rest.
func unitOf(mentees int) int64 { return 1 + int64(mentees)*(MaxFit+MaxPenalty) }

func placeCosts(m Mentor, used int, p Policy) []int64 {
	first := m.Load + used
	var costs []int64
	for n := first + 1; n <= m.Capacity; n++ {
		costs = append(costs, int64(p.penalty(n)))
	}
	return costs
}

// kept are the running pairs that stay: those whose two do not refuse each other.
func (in Instance) kept() []Couple {
	vetoes := in.vetoes()
	return slices.DeleteFunc(slices.Clone(in.Current), func(c Couple) bool { return vetoes[c] })
}

// vetoes of both sides, as pairs that must not be.
func (in Instance) vetoes() map[Couple]bool {
	out := map[Couple]bool{}
	for _, m := range in.Mentees {
		for _, id := range m.Refuses {
			out[Couple{m.ID, id}] = true
		}
	}
	for _, m := range in.Mentors {
		for _, id := range m.Refuses {
			out[Couple{id, m.ID}] = true
		}
	}
	return out
}

func (in Instance) edges(menteeAt, mentorAt map[string]int, n int) [][]edge {
	vetoes := in.vetoes()
	wishes, returned := in.ranks()
	out := make([][]edge, n)
	for k, pair := range in.Pairs {
		i, open := menteeAt[pair.Mentee]
		j, free := mentorAt[pair.Mentor]
		if !open || !free || vetoes[pair.Couple()] {
			continue
		}
		out[i] = append(out[i], edge{
			mentor: j, fit: int64(pair.Fit), pair: k,
			menteeRank: rankOf(wishes, pair.Couple()), mentorRank: rankOf(returned, pair.Couple()),
		})
	}
	return out
}

// ranks of stated wishes: of mentees for mentors, and of mentors for mentees.
func (in Instance) ranks() (wishes, returned map[Couple]int) {
	wishes, returned = map[Couple]int{}, map[Couple]int{}
	for _, m := range in.Mentees {
		for rank, id := range m.Prefers {
			wishes[Couple{m.ID, id}] = rank
		}
	}
	for _, m := range in.Mentors {
		for rank, id := range m.Prefers {
			returned[Couple{id, m.ID}] = rank
		}
	}
	return wishes, returned
}

func rankOf(ranks map[Couple]int, c Couple) int {
	if rank, stated := ranks[c]; stated {
		return rank
	}
	return unstated
}

// components splits the problem where no pair joins the parts. Coverage,
// blocking pairs and fit all add up over the parts, so each is solved alone.
// Every part keeps the unit of the whole, so that prices can be put together.
func (p problem) components() []problem {
	root := make([]int, len(p.mentors))
	for j := range root {
		root[j] = j
	}
	find := func(j int) int {
		for root[j] != j {
			root[j] = root[root[j]]
			j = root[j]
		}
		return j
	}
	for _, es := range p.edges {
		for _, e := range es {
			root[find(e.mentor)] = find(es[0].mentor)
		}
	}
	return p.split(find)
}

func (p problem) split(find func(int) int) []problem {
	var parts []problem
	partOf, local := map[int]int{}, make([]int, len(p.mentors))
	for j, m := range p.mentors {
		r := find(j)
		k, seen := partOf[r]
		if !seen {
			k = len(parts)
			partOf[r] = k
			parts = append(parts, problem{unit: p.unit})
		}
		local[j] = len(parts[k].mentors)
		parts[k].mentors = append(parts[k].mentors, m)
	}
	for i, es := range p.edges {
		if len(es) == 0 {
			continue
		}
		part := &parts[partOf[find(es[0].mentor)]]
		moved := slices.Clone(es)
		for x := range moved {
			moved[x].mentor = local[moved[x].mentor]
		}
		part.mentees = append(part.mentees, p.mentees[i])
		part.edges = append(part.edges, moved)
	}
	return slices.DeleteFunc(parts, func(q problem) bool { return len(q.mentees) == 0 })
}

// sortedBy gives the numbers 0..n-1 in the order of compare.
func sortedBy(n int, compare func(a, b int) int) []int {
	out := make([]int, n)
	for k := range out {
		out[k] = k
	}
	slices.SortFunc(out, compare)
	return out
}
