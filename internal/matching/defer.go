package matching

import (
	"cmp"
	"slices"
)

// deferred is deferred acceptance with mentees proposing (Gale and Shapley
// 1962): stated wishes first, then fit. It has no blocking pair, but may serve
// fewer than possible. It returns the edge of each mentee.
func (f *flow) deferred() []int32 {
	d := proposals{flow: f, pick: make([]int32, len(f.mentees)), holders: make([][]int32, len(f.mentors))}
	next := make([]int32, len(f.mentees))
	orders := f.orders()
	var free []int32
	for i := range f.mentees {
		d.pick[i] = nobody
		free = append(free, int32(i))
	}
	for len(free) > 0 {
		i := free[len(free)-1]
		free = free[:len(free)-1]
		if f.start[i]+next[i] == f.start[i+1] {
			continue
		}
		x := orders[f.start[i]+next[i]]
		next[i]++
		if loser := d.propose(i, x); loser != nobody {
			free = append(free, loser)
		}
	}
	return d.pick
}

// orders of each mentee's edges: wishes, then fit, then the mentor's number.
func (f *flow) orders() []int32 {
	out := make([]int32, len(f.edges))
	for x := range out {
		out[x] = int32(x)
	}
	for i := range f.mentees {
		slices.SortFunc(out[f.start[i]:f.start[i+1]], func(a, b int32) int {
			return cmp.Or(cmp.Compare(f.edges[a].wish, f.edges[b].wish), cmp.Compare(f.edges[b].fit, f.edges[a].fit), cmp.Compare(a, b))
		})
	}
	return out
}

type proposals struct {
	*flow
	pick    []int32
	holders [][]int32
}

// propose lets the mentor keep the best he can hold; it returns who is free
// again, or nobody.
func (d *proposals) propose(i, x int32) int32 {
	j := d.edges[x].mentor
	d.pick[i] = x
	d.holders[j] = append(d.holders[j], i)
	if len(d.holders[j]) <= int(d.free[j]) {
		return nobody
	}
	worst := 0
	for k, other := range d.holders[j] {
		if d.worse(other, d.holders[j][worst]) {
			worst = k
		}
	}
	loser := d.holders[j][worst]
	d.holders[j] = append(d.holders[j][:worst], d.holders[j][worst+1:]...)
	d.pick[loser] = nobody
	return loser
}

func (d *proposals) worse(a, b int32) bool {
	x, y := d.edges[d.pick[a]], d.edges[d.pick[b]]
	return cmp.Or(cmp.Compare(x.back, y.back), cmp.Compare(y.fit, x.fit), cmp.Compare(a, b)) > 0
}

// tryDeferred starts from deferred acceptance and finds the best fit among the
// matchings in which no mentee falls below the rank of her mentor there and no
// full mentor loses a place or takes somebody he wishes less than the least
// wished he has. None of these has a blocking pair: if one blocked, she wanted
// him before as well; so he was full before with nobody less wished, and still is.
func (s *search) tryDeferred() {
	mark := s.f.mark()
	if s.settled(s.f.deferred()) {
		s.take()
	}
	s.f.back(mark)
}

func (s *search) settled(pick []int32) bool {
	f := s.f
	worst, count := make([]int32, len(f.mentors)), make([]int32, len(f.mentors))
	for i, x := range pick {
		if x == nobody {
			continue
		}
		e := f.edges[x]
		worst[e.mentor] = max(worst[e.mentor], e.back)
		count[e.mentor]++
		if !f.seat(int32(i)) {
			return false
		}
	}
	var out []int32
	for i, x := range pick {
		for o := f.start[i]; o < f.start[i+1]; o++ {
			e := f.edges[o]
			if x != nobody && e.wish > f.edges[x].wish || count[e.mentor] == f.free[e.mentor] && e.back > worst[e.mentor] {
				out = append(out, o)
			}
		}
	}
	if !f.banAll(out) {
		return false
	}
	for j := range f.mentors {
		if count[j] == f.free[j] && !f.fill(int32(j)) {
			return false
		}
	}
	return true
}
