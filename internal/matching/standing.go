package matching

import (
	"context"
	"slices"
)

// Standing is an instance whose pairs run, compiled once, for many requests: the
// flow in which everybody stays and its prices are kept. A request changes the
// rules of that flow, which costs what it touches, and takes them back. It is for
// one request at a time.
type Standing struct {
	in               Instance
	mentees, mentors map[string]bool
	base             *rematch
	t                *table // with the pairs of those who neither run nor ask
	has              []int32
	over             []bool // by mentor: more run than he has places
	rest             *solution
	flows            []*flow
	place            []seat
	stay             []Pair // by mentee: her pair as it stays
	known            map[Couple]int
	spare            []edge
}

// seat is where a mentee stands in the flows.
type seat struct{ flow, mentee int32 }

// Stand compiles an instance; the running pairs are those in Current.
func Stand(ctx context.Context, in Instance) (*Standing, error) {
	s := &Standing{in: in, mentees: in.menteeIDs(), mentors: in.mentorIDs(), base: in.inside(), known: in.pairIndex()}
	s.base.in.Mentors = slices.Clone(in.Mentors)
	s.base.in.Pairs = slices.Clone(in.Pairs)
	over := s.widen()
	t, err := compile(s.base.in)
	if err != nil {
		return nil, err
	}
	s.t = t
	s.base.weigh(t)
	s.has, s.over = make([]int32, len(t.mentees)), make([]bool, len(t.mentors))
	for j, id := range t.mentors {
		s.over[j] = over[id]
	}
	for i, id := range t.mentees {
		s.has[i] = nobody
		if j, here := slices.BinarySearch(t.mentors, s.base.running[id]); here {
			s.has[i] = int32(j)
		}
	}
	return s, s.settle(ctx)
}

// widen lets the running pairs be possible: pairs that are not listed any more,
// and places beyond what a mentor has now.
func (s *Standing) widen() (over map[string]bool) {
	r := s.base
	holds, outside := map[string]int{}, r.in.outside()
	for _, m := range r.in.Mentees {
		mentor := r.running[m.ID]
		if mentor == "" {
			continue
		}
		holds[mentor]++
		if _, listed := s.known[Couple{m.ID, mentor}]; !listed {
			r.in.Pairs = append(r.in.Pairs, Pair{Mentee: m.ID, Mentor: mentor})
		}
	}
	over = map[string]bool{}
	for k, m := range r.in.Mentors {
		needs := min(MaxCapacity, m.Load+outside[m.ID]+holds[m.ID])
		over[m.ID] = needs > m.Capacity
		r.in.Mentors[k].Capacity = max(m.Capacity, needs)
	}
	return over
}

// settle finds the prices at which everybody stays.
func (s *Standing) settle(ctx context.Context) error {
	asks := make([]bool, len(s.t.mentees))
	all := s.narrowed(asks, nobody)
	rest, err := all.bestFit(ctx, nil)
	if err != nil {
		return err
	}
	s.rest = rest
	s.place = make([]seat, len(s.t.mentees))
	for i := range s.place {
		s.place[i] = seat{nobody, nobody}
	}
	for k, p := range s.t.parts(nil) {
		f := newFlow(p)
		f.load(all, rest)
		for i, at := range p.mentees {
			s.place[at] = seat{int32(k), int32(i)}
			for x := f.start[i]; s.has[at] == nobody && x < f.start[i+1]; x++ {
				f.banned[x] = 1
			}
		}
		f.keeping = true
		s.flows = append(s.flows, f)
	}
	s.stay = make([]Pair, len(s.t.mentees))
	for i, j := range s.has {
		if x := s.t.find(int32(i), max(0, j)); j != nobody && x != nobody {
			s.stay[i] = s.pair(int32(i), s.t.edges[x], true)
		}
	}
	return nil
}

// pair of the answer with its reasons.
func (s *Standing) pair(i int32, e edge, kept bool) Pair {
	c := Couple{s.t.mentees[i], s.t.mentors[e.mentor]}
	p := Pair{Mentee: c.Mentee, Mentor: c.Mentor}
	if k, listed := s.known[c]; listed {
		p = s.in.Pairs[k]
	}
	p.Kept = kept
	p.Reasons = append(slices.Clone(p.Reasons), s.t.reasonsOf(i, e)...)
	return p
}

// narrowed is the table without those who neither run nor ask, without the mentor
// who leaves, and without the present mentors of those who ask.
func (s *Standing) narrowed(asks []bool, leaves int32) *table {
	t := *s.t
	t.edges, t.start = s.spare[:0], make([]int32, len(s.t.start))
	for i := range s.t.mentees {
		for _, e := range s.t.row(int32(i)) {
			here := s.has[i] != nobody || asks[i]
			if here && e.mentor != leaves && (!asks[i] || e.mentor != s.has[i]) {
				t.edges = append(t.edges, e)
			}
		}
		t.start[i+1] = int32(len(t.edges))
	}
	s.spare = t.edges
	t.above = func(i, j int32) int64 {
		if asks[i] {
			return s.t.serves
		}
		return s.t.above(i, j)
	}
	return &t
}

// Rematch answers a request as the function of that name does.
func (s *Standing) Rematch(ctx context.Context, req Request) (Rematched, error) {
	if err := s.in.accepts(req, s.mentees, s.mentors); err != nil {
		return Rematched{}, err
	}
	leaves := int32(nobody)
	if j, here := slices.BinarySearch(s.t.mentors, req.Leaves); here {
		leaves = int32(j)
	}
	asks := make([]bool, len(s.t.mentees))
	for i, id := range s.t.mentees {
		asks[i] = id == req.Mentee || leaves != nobody && s.has[i] == leaves
		if asks[i] && s.has[i] != nobody && s.over[s.has[i]] {
			return Rematch(ctx, s.in, req) // places beyond what he has go with them
		}
	}
	t := s.narrowed(asks, leaves)
	sol, err := s.solve(ctx, t, asks, leaves)
	if err != nil {
		return Rematched{}, err
	}
	return s.result(t, t.answer(sol), asks), nil
}

// solve changes the rules of the flows, has the blocking pairs settled, and takes
// everything back.
func (s *Standing) solve(ctx context.Context, t *table, asks []bool, leaves int32) (*solution, error) {
	sol := &solution{
		pick: make([]int32, len(t.mentees)), u: slices.Clone(s.rest.u), y: slices.Clone(s.rest.y), unit: t.unit(), proved: true,
	}
	touched := make([]bool, len(s.flows))
	marks := make([]int, len(s.flows))
	for k, f := range s.flows {
		marks[k] = f.mark()
	}
	defer func() {
		for k, f := range s.flows {
			f.back(marks[k])
		}
	}()
	for k, f := range s.flows {
		if j, here := slices.BinarySearch(f.mentors, leaves); here {
			touched[k] = f.banAll(f.byMentor[f.rstart[j]:f.rstart[j+1]])
		}
	}
	for i, asking := range asks {
		if at := s.place[i]; asking && at.flow != nobody {
			touched[at.flow] = true
			s.release(s.flows[at.flow], at.mentee, s.has[i], leaves)
		}
	}
	for i := range sol.pick {
		sol.pick[i] = nobody
	}
	for _, f := range s.flows {
		sol.put(t, f)
	}
	sol.bound = t.value(sol.pick)
	for k, f := range s.flows {
		if t.policy.method() == BestFit {
			break
		}
		best, sure, err := newSearch(f, len(s.flows)).run(ctx)
		if err != nil {
			return nil, err
		}
		sol.proved = sol.proved && (sure || !touched[k])
		sol.take(t, f.part, best.pick)
	}
	return sol, nil
}

// release lets somebody who asks leave her mentor, or come in.
func (s *Standing) release(f *flow, i, has, leaves int32) {
	if has != nobody {
		for x := f.start[i]; x < f.start[i+1]; x++ {
			if f.mentors[f.edges[x].mentor] == has {
				f.ban(x)
			}
		}
		return
	}
	for x := f.start[i]; x < f.start[i+1]; x++ {
		f.count1(undoBan, f.banned, x, -1)
	}
	f.forward(i)
}

// take puts the choice of a part into the solution.
func (s *solution) take(t *table, p *part, pick []int32) {
	for i, x := range pick {
		at := p.mentees[i]
		s.pick[at] = nobody
		if x != nobody {
			s.pick[at] = t.find(at, p.mentors[p.edges[x].mentor])
		}
	}
}

func (s *Standing) result(t *table, a *Answer, asks []bool) Rematched {
	out := Rematched{
		Pairs: make([]Pair, 0, len(t.mentees)), Changes: []Change{}, BlockingPairs: []Blocking{}, TotalFit: a.TotalFit, LoadPenalty: a.Penalty,
		Optimal: a.Optimal, Checked: a.Checked,
	}
	var others []Change
	for i, id := range t.mentees {
		to, from := "", ""
		if s.has[i] != nobody {
			from = t.mentors[s.has[i]]
		}
		switch e, chosen := t.chosen(a.s, int32(i)); {
		case chosen && e.mentor == nobody:
			continue // with a mentor outside
		case chosen && e.mentor == s.has[i]:
			out.Pairs = append(out.Pairs, s.stay[i])
			continue
		case chosen:
			to = t.mentors[e.mentor]
			out.Pairs = append(out.Pairs, s.pair(int32(i), e, false))
		}
		if asks[i] {
			out.Changes = append(out.Changes, changeOf(id, from, to))
		} else if from != to {
			others = append(others, changeOf(id, from, to))
		}
	}
	out.Others = len(others)
	out.Changes = append(out.Changes, others...)
	for _, b := range a.blocking {
		c := Couple{t.mentees[b[0]], t.mentors[b[1]]}
		out.BlockingPairs = append(out.BlockingPairs, Blocking{c.Mentee, c.Mentor, s.in.blockingReason(c)})
	}
	return out
}
