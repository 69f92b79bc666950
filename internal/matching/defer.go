package matching

import "cmp"

// deferred is deferred acceptance with mentees proposing (Gale and Shapley
// 1962): stated wishes first, then fit. It has no blocking pair, but may serve
// fewer than possible. It returns the edge of each mentee.
func (p problem) deferred() []int {
	d := proposals{p: p, pick: make([]int, len(p.mentees)), next: make([]int, len(p.mentees)), holders: make([][]int, len(p.mentors))}
	var free []int
	for i := range p.mentees {
		d.pick[i] = nobody
		free = append(free, i)
	}
	orders := p.orders()
	for len(free) > 0 {
		i := free[len(free)-1]
		free = free[:len(free)-1]
		if d.next[i] == len(orders[i]) {
			continue
		}
		x := orders[i][d.next[i]]
		d.next[i]++
		if loser := d.propose(i, x); loser != nobody {
			free = append(free, loser)
		}
	}
	return d.pick
}

// orders of each mentee's edges: wishes, then fit, then the mentor's number.
func (p problem) orders() [][]int {
	out := make([][]int, len(p.edges))
	for i, es := range p.edges {
		out[i] = sortedBy(len(es), func(a, b int) int {
			return cmp.Or(cmp.Compare(es[a].menteeRank, es[b].menteeRank), cmp.Compare(es[b].fit, es[a].fit), cmp.Compare(a, b))
		})
	}
	return out
}

type proposals struct {
	p       problem
	pick    []int
	next    []int
	holders [][]int
}

// propose lets the mentor keep the best he can hold; it returns who is free
// again, or nobody.
func (d *proposals) propose(i, x int) int {
	j := d.p.edges[i][x].mentor
	d.pick[i] = x
	d.holders[j] = append(d.holders[j], i)
	if len(d.holders[j]) <= len(d.p.mentors[j].costs) {
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

func (d *proposals) worse(a, b int) bool {
	x, y := d.p.edges[a][d.pick[a]], d.p.edges[b][d.pick[b]]
	return cmp.Or(cmp.Compare(x.mentorRank, y.mentorRank), cmp.Compare(y.fit, x.fit), cmp.Compare(a, b)) > 0
}

// settle is the rules under which no matching has a blocking pair that this one
// has not: no mentee falls below the rank of her mentor, no full mentor loses a
// place or takes somebody he wishes less than the least wished he has. (If a
// pair blocked afterwards, she wanted him before as well; so he was full before
// with nobody less wished, and still is.)
func (p problem) settle(pick []int) rules {
	r := p.noRules()
	worst, count := make([]int, len(p.mentors)), make([]int, len(p.mentors))
	for i, x := range pick {
		if x != nobody {
			e := p.edges[i][x]
			worst[e.mentor] = max(worst[e.mentor], e.mentorRank)
			count[e.mentor]++
			r.seated[i] = true
		}
	}
	for j := range p.mentors {
		r.full[j] = count[j] == len(p.mentors[j].costs)
	}
	for i, x := range pick {
		row := make([]bool, len(p.edges[i]))
		for y, e := range p.edges[i] {
			row[y] = x != nobody && e.menteeRank > p.edges[i][x].menteeRank || r.full[e.mentor] && e.mentorRank > worst[e.mentor]
		}
		r.forbidden[i] = row
	}
	return r
}

func (p problem) noRules() rules {
	return rules{
		forbidden: make([][]bool, len(p.mentees)),
		seated:    make([]bool, len(p.mentees)),
		full:      make([]bool, len(p.mentors)),
	}
}
