package matching

// solver finds the matching of greatest worth: unit + fit for each pair, less
// the cost of the places used. It inserts one mentee after another along a
// shortest path in the residual graph and keeps prices under which no reduced
// cost is negative (successive shortest paths; Edmonds and Karp 1972). The
// prices are the dual solution, and so the proof.
type solver struct {
	p     problem
	rules rules
	bonus int64 // worth of meeting one demand of the rules; more than everything else

	pick    []int   // by mentee: index into p.edges[i], or -1
	holders [][]int // by mentor: the mentees he has
	price   []int64 // mentees, then mentors (the negative of his price)

	dist []int64
	from []int
	done []bool
	heap heap
}

// rules narrow the problem inside the search for stable matchings.
type rules struct {
	forbidden [][]bool // by mentee and edge; nil forbids nothing
	seated    []bool   // mentees who must be served
	full      []bool   // mentors whose places must all be taken
}

const (
	nobody = -1
	far    = int64(1) << 62
)

func newSolver(p problem) *solver {
	n, m := len(p.mentees), len(p.mentors)
	s := &solver{p: p, pick: make([]int, n), holders: make([][]int, m)}
	s.price, s.dist = make([]int64, n+m), make([]int64, n+m)
	s.from, s.done = make([]int, n+m), make([]bool, n+m)
	s.bonus = p.unit * int64(n+1)
	return s
}

// solve starts anew under the rules.
func (s *solver) solve(r rules) {
	s.rules = r
	n := len(s.p.mentees)
	for i := range s.pick {
		s.pick[i] = nobody
		s.price[i] = 0
	}
	for j := range s.holders {
		s.holders[j] = s.holders[j][:0]
		s.price[n+j] = 0
		if len(s.p.mentors[j].costs) > 0 {
			s.price[n+j] = -s.placeCost(j, 0)
		}
	}
	for i := range s.pick {
		s.insert(i)
	}
}

func (s *solver) placeCost(j, k int) int64 {
	c := s.p.mentors[j].costs[k]
	if s.rules.full != nil && s.rules.full[j] {
		c -= s.bonus
	}
	return c
}

func (s *solver) worth(i, x int) int64 {
	w := s.p.unit + s.p.edges[i][x].fit
	if s.rules.seated != nil && s.rules.seated[i] {
		w += s.bonus
	}
	return w
}

func (s *solver) open(i, x int) bool {
	return s.rules.forbidden == nil || s.rules.forbidden[i] == nil || !s.rules.forbidden[i][x]
}

// insert brings mentee i in along the cheapest way to a free place, or to
// leaving out somebody (perhaps her) at the least loss.
func (s *solver) insert(i int) {
	n := len(s.p.mentees)
	for x, e := range s.p.edges[i] {
		if s.open(i, x) {
			s.price[i] = max(s.price[i], s.price[n+e.mentor]+s.worth(i, x))
		}
	}
	end, length := s.shortest(i)
	for v := range s.done {
		if s.done[v] && s.dist[v] < length {
			s.price[v] += s.dist[v] - length
		}
	}
	s.augment(i, end)
}

// shortest is Dijkstra's method over reduced costs, from mentee i to the sink.
// It returns the last node before the sink and the length.
func (s *solver) shortest(i int) (end int, length int64) {
	n := len(s.p.mentees)
	for v := range s.dist {
		s.dist[v], s.from[v], s.done[v] = far, nobody, false
	}
	s.heap = s.heap[:0]
	s.reach(i, nobody, 0)
	end, length = nobody, far
	for len(s.heap) > 0 {
		top := s.heap.pop()
		v := top.node
		if s.done[v] {
			continue
		}
		if top.dist >= length {
			break
		}
		s.done[v] = true
		if out := s.toSink(v); out < far && top.dist+out < length {
			end, length = v, top.dist+out
		}
		if v < n {
			s.relaxMentee(v)
		} else {
			s.relaxMentor(v - n)
		}
	}
	return end, length
}

// toSink is the reduced cost of ending at v: a mentee is left out, a mentor
// gives his next free place. The price of the sink is always 0.
func (s *solver) toSink(v int) int64 {
	n := len(s.p.mentees)
	if v < n {
		return s.price[v]
	}
	j := v - n
	if k := len(s.holders[j]); k < len(s.p.mentors[j].costs) {
		return s.placeCost(j, k) + s.price[v]
	}
	return far
}

func (s *solver) relaxMentee(i int) {
	n := len(s.p.mentees)
	for x, e := range s.p.edges[i] {
		if x != s.pick[i] && s.open(i, x) {
			s.reach(n+e.mentor, i, s.dist[i]-s.worth(i, x)+s.price[i]-s.price[n+e.mentor])
		}
	}
}

// relaxMentor may give up anybody he holds; the reduced cost of a held pair is 0.
func (s *solver) relaxMentor(j int) {
	v := len(s.p.mentees) + j
	for _, i := range s.holders[j] {
		s.reach(i, v, s.dist[v])
	}
}

func (s *solver) reach(v, from int, dist int64) {
	if !s.done[v] && dist < s.dist[v] {
		s.dist[v], s.from[v] = dist, from
		s.heap.push(item{dist, v})
	}
}

// augment turns the path around: each mentor on it takes the mentee before him
// and gives up the one after him.
func (s *solver) augment(start, end int) {
	n := len(s.p.mentees)
	for v := end; v != start; {
		if v < n { // a mentee given up by the mentor before her
			j := s.from[v] - n
			s.drop(j, v)
			v = s.from[v]
			continue
		}
		i := s.from[v]
		s.take(v-n, i)
		v = i
	}
}

func (s *solver) drop(j, i int) {
	h := s.holders[j]
	for k, held := range h {
		if held == i {
			h[k] = h[len(h)-1]
			s.holders[j] = h[:len(h)-1]
			break
		}
	}
	if s.pick[i] != nobody && s.p.edges[i][s.pick[i]].mentor == j {
		s.pick[i] = nobody
	}
}

func (s *solver) take(j, i int) {
	for x, e := range s.p.edges[i] {
		if e.mentor == j {
			s.pick[i] = x
		}
	}
	s.holders[j] = append(s.holders[j], i)
}

// item and heap are a plain binary heap by distance, then node.
type item struct {
	dist int64
	node int
}

type heap []item

func (a item) before(b item) bool {
	return a.dist < b.dist || a.dist == b.dist && a.node < b.node
}

func (h *heap) push(it item) {
	*h = append(*h, it)
	a := *h
	for c := len(a) - 1; c > 0; {
		up := (c - 1) / 2
		if !a[c].before(a[up]) {
			return
		}
		a[c], a[up] = a[up], a[c]
		c = up
	}
}

func (h *heap) pop() item {
	a := *h
	top, last := a[0], len(a)-1
	a[0] = a[last]
	a = a[:last]
	*h = a
	for up := 0; ; {
		c := 2*up + 1
		if c >= last {
			return top
		}
		if c+1 < last && a[c+1].before(a[c]) {
			c++
		}
		if !a[c].before(a[up]) {
			return top
		}
		a[c], a[up] = a[up], a[c]
		up = c
	}
}
