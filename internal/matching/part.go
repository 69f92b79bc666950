package matching

// part is what is left to decide among people whom pairs join: open mentees and
// free places, by numbers of its own.
type part struct {
	mentees []int32 // numbers in the table
	mentors []int32
	start   []int32
	edges   []edge
	major   []int64 // worth of an edge that stands above all fit; nil: unit for each
	unit    int64   // worth of one more mentee served: more than all fit and penalties together
	free    []int32 // by mentor: free places
	cost    []int32 // cost[at[j]+k] is what mentor j's free place k costs, never falling
	at      []int32
}

// worth of an edge.
func (p *part) worth(x int32) int64 {
	if p.major != nil {
		return p.major[x] + int64(p.edges[x].fit)
	}
	return p.unit + int64(p.edges[x].fit)
}

// above is the part of an edge's worth above fit.
func (p *part) above(x int32) int64 {
	if p.major != nil {
		return p.major[x]
	}
	return p.unit
}

// place is what free place k of mentor j costs.
func (p *part) place(j, k int32) int64 { return int64(p.cost[p.at[j]+k]) }

// unitOf makes one more mentee outweigh any fit and any penalty of the rest.
func unitOf(mentees int) int64 { return 1 + int64(mentees)*(MaxFit+MaxPenalty) }

// parts splits what is open where no pair joins the people. Coverage, blocking
// pairs and fit all add up over the parts, so each is solved alone. Every part
// keeps the unit of the whole, so that prices can be put together. Edges for
// which drop is true join nobody and are left out.
func (t *table) parts(drop func(i, j int32) bool) []*part {
	root := make([]int32, len(t.mentors))
	for j := range root {
		root[j] = int32(j)
	}
	find := func(j int32) int32 {
		for root[j] != j {
			root[j] = root[root[j]]
			j = root[j]
		}
		return j
	}
	first := make([]int32, len(t.mentees)) // a mentor whom the mentee may have
	size := make([]int32, len(t.mentees))
	for i := range t.mentees {
		first[i] = nobody
		if _, kept := t.keeps[int32(i)]; kept {
			continue
		}
		for _, e := range t.row(int32(i)) {
			if t.free(e.mentor) == 0 || drop != nil && drop(int32(i), e.mentor) {
				continue
			}
			if first[i] == nobody {
				first[i] = e.mentor
			}
			size[i]++
			root[find(e.mentor)] = find(first[i])
		}
	}
	return t.split(find, first, size, drop)
}

func (t *table) split(find func(int32) int32, first, size []int32, drop func(i, j int32) bool) []*part {
	var out []*part
	partOf, local := make([]int32, len(t.mentors)), make([]int32, len(t.mentors))
	for j := range partOf {
		partOf[j] = nobody
	}
	edges, unit := []int32{}, t.unit()
	for i, j := range first { // parts in the order of their first mentee
		if j == nobody {
			continue
		}
		r := find(j)
		if partOf[r] == nobody {
			partOf[r] = int32(len(out))
			out = append(out, &part{unit: unit, start: []int32{0}})
			edges = append(edges, 0)
		}
		p := out[partOf[r]]
		p.mentees = append(p.mentees, int32(i))
		edges[partOf[r]] += size[i]
	}
	for j := range local {
		if k := partOf[find(int32(j))]; k != nobody && t.free(int32(j)) > 0 {
			p := out[k]
			local[j] = int32(len(p.mentors))
			t.addPlaces(p, int32(j))
		}
	}
	for k, p := range out {
		p.edges = make([]edge, 0, edges[k])
		for _, i := range p.mentees {
			for _, e := range t.row(i) {
				if t.free(e.mentor) == 0 || drop != nil && drop(i, e.mentor) {
					continue
				}
				if t.above != nil {
					p.major = append(p.major, t.above(i, e.mentor))
				}
				e.mentor = local[e.mentor]
				p.edges = append(p.edges, e)
			}
			p.start = append(p.start, int32(len(p.edges)))
		}
	}
	return out
}

func (t *table) addPlaces(p *part, j int32) {
	p.mentors = append(p.mentors, j)
	p.free = append(p.free, t.free(j))
	p.at = append(p.at, int32(len(p.cost)))
	for n := t.used(j) + 1; n <= t.seats[j]; n++ {
		p.cost = append(p.cost, int32(t.policy.penalty(int(n))))
	}
}
