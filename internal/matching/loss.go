package matching

// loss is what settling a blocking pair costs at least, either way.
type loss struct{ sits, won int64 }

// dearest is the open pair whose cheaper way costs most, so that the search
// narrows fastest. The bounds are the reduced costs of what each way forces.
func (se *search) dearest(n node) ([2]int, loss) {
	holders := make([][]int, len(se.s.p.mentors))
	for i, x := range n.pick {
		if x != nobody {
			j := se.s.p.edges[i][x].mentor
			holders[j] = append(holders[j], i)
		}
	}
	best, most := n.open[0], loss{-1, -1}
	for _, b := range n.open {
		l := loss{se.lossSitting(n, b), se.lossWon(n, b, holders)}
		if a, c := min(l.sits, l.won), min(most.sits, most.won); a > c || a == c && max(l.sits, l.won) > max(most.sits, most.won) {
			best, most = b, l
		}
	}
	return best, most
}

// slack is how far the prices exceed the worth of an edge: what using it costs at least.
func (se *search) slack(n node, i, x int) int64 {
	e := se.s.p.edges[i][x]
	worth := se.s.p.unit + e.fit
	if n.rules.seated[i] {
		worth += se.s.bonus
	}
	return n.price[i] - n.price[len(se.s.p.mentees)+e.mentor] - worth
}

func (se *search) allowed(n node, i, x int) bool {
	return n.rules.forbidden[i] == nil || !n.rules.forbidden[i][x]
}

// lossSitting: the mentee must take one of the mentors she states so high.
func (se *search) lossSitting(n node, b [2]int) int64 {
	least := far
	for x, e := range se.s.p.edges[b[0]] {
		if e.menteeRank <= se.rank(b) && se.allowed(n, b[0], x) {
			least = min(least, se.slack(n, b[0], x))
		}
	}
	return least
}

// lossWon: the mentor's free places must be taken, and whoever he wishes less
// than the mentee of b must go elsewhere.
func (se *search) lossWon(n node, b [2]int, holders [][]int) int64 {
	e := se.s.p.edges[b[0]][b[1]]
	j := e.mentor
	costs := se.s.p.mentors[j].costs
	var sum int64
	if !n.rules.full[j] {
		for _, cost := range costs[min(len(holders[j]), len(costs)):] {
			sum += max(0, cost+n.price[len(se.s.p.mentees)+j])
		}
	}
	for _, i := range holders[j] {
		if se.s.p.edges[i][n.pick[i]].mentorRank > e.mentorRank {
			sum += se.lossElsewhere(n, i)
		}
	}
	return min(sum, far)
}

// lossElsewhere: the mentee must take another mentor than the one she has, or none.
func (se *search) lossElsewhere(n node, i int) int64 {
	least := n.price[i]
	for x := range se.s.p.edges[i] {
		if x != n.pick[i] && se.allowed(n, i, x) {
			least = min(least, se.slack(n, i, x))
		}
	}
	return max(0, least)
}
