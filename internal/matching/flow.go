package matching

// flow is a matching of a part that is best under its rules, and the prices
// that prove it: with u of a mentee and y of a mentor, u + y covers the worth of
// every pair and equals it for chosen ones; u is 0 for whoever is left out; y
// lies between what the last place taken and the next place cost.
//
// A change of the rules is repaired along shortest paths (Edmonds and Karp 1972
// with the prices of a former solution), from either side: forward seats a
// mentee, backward fills a place. Both stop at the first end reached, so a
// change costs what it touches. All changes are kept in a journal and can be
// taken back.
type flow struct {
	*part
	menteeOf []int32 // by edge
	rstart   []int32 // byMentor[rstart[j]:rstart[j+1]] are the edges of mentor j
	byMentor []int32

	pick  []int32 // by mentee: her edge, or nobody
	count []int32 // by mentor: places taken
	hold  []int32 // hold[at[j]+k]: the mentees he has
	slot  []int32 // by mentee: where she stands in hold
	u, y  []int64

	banned []int32 // by edge: how many rules take it out
	seated []int32 // by mentee: how many rules demand that she is served
	full   []int32 // by mentor: how many rules demand that all his places are taken
	shut   []int32 // by mentor: places that are for a moment not offered
	target int32   // a mentor at whom a way may end whatever his places cost, or nobody

	value int64 // fit less the cost of the places taken
	top   int64 // worth above fit
	work  int64 // edges looked at

	journal []undo
	keeping bool // whether changes are kept in the journal
	path    []int32
	dist    []int64
	from    []int32 // by mentor: edge by which a path came
	fromM   []int32 // by mentee: mentor by whom a path came
	stamp   []int32
	now     int32
	seen    []int32
	heap    heap
}

const far = int64(1) << 60

func newFlow(p *part) *flow {
	n, m := len(p.mentees), len(p.mentors)
	f := &flow{
		part: p, pick: make([]int32, n), slot: make([]int32, n), u: make([]int64, n), seated: make([]int32, n), fromM: make([]int32, n),
		count: make([]int32, m), y: make([]int64, m), full: make([]int32, m), shut: make([]int32, m), hold: make([]int32, len(p.cost)),
		banned: make([]int32, len(p.edges)), dist: make([]int64, n+m), stamp: make([]int32, n+m), from: make([]int32, m),
	}
	f.target = nobody
	for i := range f.pick {
		f.pick[i] = nobody
	}
	f.index()
	return f
}

// index lists the edges of each mentor, and the mentee of each edge.
func (f *flow) index() {
	f.menteeOf = make([]int32, len(f.edges))
	f.rstart = make([]int32, len(f.mentors)+1)
	for _, e := range f.edges {
		f.rstart[e.mentor+1]++
	}
	for j := range f.mentors {
		f.rstart[j+1] += f.rstart[j]
	}
	next := append([]int32(nil), f.rstart...)
	f.byMentor = make([]int32, len(f.edges))
	for i := range f.mentees {
		for x := f.start[i]; x < f.start[i+1]; x++ {
			f.menteeOf[x] = int32(i)
			j := f.edges[x].mentor
			f.byMentor[next[j]] = x
			next[j]++
		}
	}
}

// open places of a mentor now; shut ones are for a moment not offered.
func (f *flow) hasPlace(j int32) bool { return f.count[j]+f.shut[j] < f.free[j] }

func (f *flow) holders(j int32) []int32 { return f.hold[f.at[j] : f.at[j]+f.count[j]] }

func (f *flow) slack(i, x int32) int64 { return f.u[i] + f.y[f.edges[x].mentor] - f.worth(x) }

// undo is one thing to put back.
type undo struct {
	what  uint8
	index int32
	old   int64
}

const (
	undoU = iota
	undoY
	undoPick
	undoBan
	undoSeat
	undoFull
)

func (f *flow) mark() int { return len(f.journal) }

// back takes everything back that was done since the mark.
func (f *flow) back(mark int) {
	for k := len(f.journal) - 1; k >= mark; k-- {
		switch d := f.journal[k]; d.what {
		case undoU:
			f.u[d.index] = d.old
		case undoY:
			f.y[d.index] = d.old
		case undoPick:
			f.move(d.index, int32(d.old))
		case undoBan:
			f.banned[d.index] = int32(d.old)
		case undoSeat:
			f.seated[d.index] = int32(d.old)
		case undoFull:
			f.full[d.index] = int32(d.old)
		}
	}
	f.journal = f.journal[:mark]
}

// note keeps what is overwritten, where somebody may want it back.
func (f *flow) note(what uint8, index int32, old int64) {
	if f.keeping {
		f.journal = append(f.journal, undo{what, index, old})
	}
}

// assign gives a mentee another edge, or none.
func (f *flow) assign(i, x int32) {
	f.note(undoPick, i, int64(f.pick[i]))
	f.move(i, x)
}

func (f *flow) move(i, x int32) {
	if old := f.pick[i]; old != nobody {
		j := f.edges[old].mentor
		f.count[j]--
		f.value -= int64(f.edges[old].fit) - f.place(j, f.count[j])
		f.top -= f.above(old)
		last := f.hold[f.at[j]+f.count[j]]
		f.hold[f.slot[i]] = last
		f.slot[last] = f.slot[i]
	}
	f.pick[i] = x
	if x != nobody {
		j := f.edges[x].mentor
		f.value += int64(f.edges[x].fit) - f.place(j, f.count[j])
		f.top += f.above(x)
		f.slot[i] = f.at[j] + f.count[j]
		f.hold[f.slot[i]] = i
		f.count[j]++
	}
}

// begin starts a search.
func (f *flow) begin() {
	f.now++
	f.heap = f.heap[:0]
	f.seen = f.seen[:0]
}

func (f *flow) distance(v int32) int64 {
	if f.stamp[v] != f.now {
		return far
	}
	return f.dist[v]
}

func (f *flow) reach(v int32, d int64) {
	if f.stamp[v] != f.now {
		f.stamp[v] = f.now
		f.seen = append(f.seen, v)
	}
	f.dist[v] = d
}

// forward seats an open mentee along the cheapest way to a free place, or to
// leaving out somebody (perhaps her) at the least loss. It says no when there is
// no way.
func (f *flow) forward(i int32) bool {
	n := int32(len(f.mentees))
	f.begin()
	f.rise(i)
	f.reach(i, 0)
	f.fromM[i] = nobody
	end, length := int32(nobody), far
	if f.seated[i] == 0 {
		end, length = i, f.u[i]
	}
	f.look(i, 0, &end, &length)
	for len(f.heap) > 0 && f.heap[0].dist < length {
		top := f.heap.pop()
		j := top.node
		if top.dist > f.dist[n+j] {
			continue
		}
		for _, h := range f.holders(j) {
			f.reach(h, top.dist)
			f.fromM[h] = j
			if d := top.dist + f.u[h]; d < length && f.seated[h] == 0 {
				end, length = h, d
			}
			f.look(h, top.dist, &end, &length)
		}
	}
	if end == nobody {
		return false
	}
	f.reprice(length, 1)
	f.turn(i, end)
	return true
}

// rise makes the price of an open mentee cover her edges exactly.
func (f *flow) rise(i int32) {
	best := int64(0)
	if f.seated[i] > 0 {
		best = -far
	}
	for x := f.start[i]; x < f.start[i+1]; x++ {
		if f.banned[x] == 0 {
			best = max(best, f.worth(x)-f.y[f.edges[x].mentor])
		}
	}
	f.setU(i, best)
}

// look goes from a mentee to all mentors she may have; a free place may end the way.
func (f *flow) look(i int32, d int64, end *int32, length *int64) {
	n := int32(len(f.mentees))
	d += f.u[i]
	f.work += int64(f.start[i+1] - f.start[i])
	for x := f.start[i]; x < f.start[i+1]; x++ {
		j := f.edges[x].mentor
		to := d + f.y[j] - f.worth(x)
		if to >= *length || to >= f.distance(n+j) || f.banned[x] > 0 || x == f.pick[i] {
			continue
		}
		f.reach(n+j, to)
		f.from[j] = x
		if j == f.target && to < *length {
			*end, *length = n+j, to
		} else if f.hasPlace(j) {
			if over := f.place(j, f.count[j]+f.shut[j]) - f.y[j]; to+over < *length {
				*end, *length = n+j, to+over
			}
		}
		f.heap.push(item{to, j})
	}
}

// reprice moves the prices of what was reached nearer than the end.
func (f *flow) reprice(length, side int64) {
	n := int32(len(f.mentees))
	for _, v := range f.seen {
		d := (length - f.dist[v]) * side
		if d*side <= 0 {
			continue
		}
		if v < n {
			f.setU(v, f.u[v]-d)
		} else {
			f.setY(v-n, f.y[v-n]+d)
		}
	}
}

func (f *flow) setU(i int32, to int64) {
	if f.u[i] != to {
		f.note(undoU, i, f.u[i])
		f.u[i] = to
	}
}

func (f *flow) setY(j int32, to int64) {
	if f.y[j] != to {
		f.note(undoY, j, f.y[j])
		f.y[j] = to
	}
}

// turn hands the places on along the path that forward found.
func (f *flow) turn(start, end int32) {
	n := int32(len(f.mentees))
	if end < n {
		if end == start {
			return
		}
		f.assign(end, nobody)
		end = n + f.fromM[end]
	}
	for j := end - n; ; {
		x := f.from[j]
		i := f.menteeOf[x]
		f.assign(i, x)
		if i == start {
			return
		}
		j = f.fromM[i]
	}
}
