package matching

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

const (
	nobody = -1
	// unstated is the rank of everybody who was not named: tied, below all stated.
	unstated = 1 << 30
)

// edge is an admissible pair seen from its mentee.
type edge struct {
	mentor int32
	fit    int32
	wish   int32 // rank of the mentor among the mentee's wishes, from 0
	back   int32 // rank of the mentee among the mentor's wishes
}

// table is a valid instance by numbers: people in the order of their ids, pairs
// that somebody refuses left out. The order of its own makes the answer
// independent of the order in which the instance was written down.
type table struct {
	policy  Policy
	mentees []string
	mentors []string
	start   []int32 // edges[start[i]:start[i+1]] are those of mentee i, by mentor
	edges   []edge
	keeps   map[int32]string       // the mentor that a mentee has and keeps; he may be outside
	keptBy  []int32                // by mentor: his kept mentees inside
	before  []int32                // by mentor: places taken from outside: load and running pairs there
	seats   []int32                // by mentor: his capacity
	serves  int64                  // worth of one more mentee served; 0: unitOf
	above   func(i, j int32) int64 // worth of a pair above all fit; nil: the unit for each
}

// unit is the worth of one more mentee served.
func (t *table) unit() int64 { return cmp.Or(t.serves, unitOf(t.open())) }

// worthAbove is the worth of a pair above all fit.
func (t *table) worthAbove(i, j int32) int64 {
	if t.above != nil {
		return t.above(i, j)
	}
	return t.unit()
}

// row is the edges of a mentee.
func (t *table) row(i int32) []edge { return t.edges[t.start[i]:t.start[i+1]] }

// used places of a mentor before anything is decided.
func (t *table) used(j int32) int32 { return t.before[j] + t.keptBy[j] }

// free places of a mentor that are to be decided about.
func (t *table) free(j int32) int32 { return max(0, t.seats[j]-t.used(j)) }

// open mentees are those who keep nobody.
func (t *table) open() int { return len(t.mentees) - len(t.keeps) }

// find gives the edge of two, or nobody.
func (t *table) find(mentee, mentor int32) int32 {
	row := t.row(mentee)
	x, ok := slices.BinarySearchFunc(row, mentor, func(e edge, m int32) int { return cmp.Compare(e.mentor, m) })
	if !ok {
		return nobody
	}
	return t.start[mentee] + int32(x)
}

// roster numbers people by the order in which their ids are met.
type roster struct {
	kind   string
	at     map[string]int32
	people []member
}

type member struct {
	id               string
	declared         bool
	capacity, load   int
	prefers, refuses []int32 // numbers of the other roster
}

func (r *roster) number(id string) int32 {
	k, known := r.at[id]
	if !known {
		k = int32(len(r.people))
		r.at[id] = k
		r.people = append(r.people, member{id: id})
	}
	return k
}

// numberOf is number without keeping the bytes.
func (r *roster) numberOf(id []byte) int32 {
	if k, known := r.at[string(id)]; known {
		return k
	}
	return r.number(string(id))
}

type rawPair struct{ mentee, mentor, fit int32 }

// builder takes an instance in whatever order it comes and makes the table.
type builder struct {
	policy           Policy
	mentees, mentors roster
	pairs            []rawPair
	current          []rawPair
	errs             []error
}

// maxFaults are told at once; more would bury the first.
const maxFaults = 10

func newBuilder() *builder {
	return &builder{mentees: roster{kind: "mentee", at: map[string]int32{}}, mentors: roster{kind: "mentor", at: map[string]int32{}}}
}

func (b *builder) bad(format string, args ...any) {
	if len(b.errs) < maxFaults {
		b.errs = append(b.errs, fmt.Errorf("%w: "+format, append([]any{ErrInstance}, args...)...))
	}
}

// declare says that somebody takes part.
func (b *builder) declare(r *roster, nth int, m member) {
	if m.id == "" || len(m.id) > MaxID {
		b.bad("%s %d: the id is empty or longer than %d bytes", r.kind, nth, MaxID)
		return
	}
	k := r.number(m.id)
	if r.people[k].declared {
		b.bad("%s %d: %q stands twice", r.kind, nth, m.id)
		return
	}
	if m.capacity < 0 || m.capacity > MaxCapacity || m.load < 0 || m.load > MaxCapacity {
		b.bad("%s %s: capacity %d or load %d is outside 0..%d", r.kind, m.id, m.capacity, m.load, MaxCapacity)
	}
	m.declared = true
	r.people[k] = m
}

// instance feeds what stands in memory to the builder.
func (b *builder) instance(in Instance) {
	b.policy = in.Policy
	numbers := func(r *roster, ids []string) []int32 {
		out := make([]int32, len(ids))
		for k, id := range ids {
			out[k] = r.number(id)
		}
		return out
	}
	for n, m := range in.Mentees {
		b.declare(&b.mentees, n+1, member{id: m.ID, prefers: numbers(&b.mentors, m.Prefers), refuses: numbers(&b.mentors, m.Refuses)})
	}
	for n, m := range in.Mentors {
		b.declare(&b.mentors, n+1, member{
			id: m.ID, capacity: m.Capacity, load: m.Load,
			prefers: numbers(&b.mentees, m.Prefers), refuses: numbers(&b.mentees, m.Refuses),
		})
	}
	for _, p := range in.Pairs {
		fit := max(-1, min(p.Fit, MaxFit+1))
		b.pairs = append(b.pairs, rawPair{b.mentees.number(p.Mentee), b.mentors.number(p.Mentor), int32(fit)})
	}
	for _, c := range in.Current {
		b.current = append(b.current, rawPair{b.mentees.number(c.Mentee), b.mentors.number(c.Mentor), 0})
	}
}

// table says everything that is wrong with the instance, or gives it by numbers.
func (b *builder) table() (*table, error) {
	b.policy.validate(b.bad)
	t := &table{policy: b.policy, keeps: map[int32]string{}}
	var menteeAt, mentorAt []int32
	t.mentees, menteeAt = b.order(&b.mentees)
	t.mentors, mentorAt = b.order(&b.mentors)
	if len(t.mentees) > MaxPeople || len(t.mentors) > MaxPeople {
		b.bad("more than %d people", MaxPeople)
	}
	b.checkPairs()
	b.checkWishes(&b.mentees)
	b.checkWishes(&b.mentors)
	if len(b.errs) > 0 {
		return nil, errors.Join(b.errs...)
	}
	b.fill(t, menteeAt, mentorAt)
	if len(b.errs) > 0 {
		return nil, errors.Join(b.errs...)
	}
	b.state(t, menteeAt, mentorAt)
	b.keep(t, menteeAt, mentorAt)
	return t, nil
}

// order sorts those who take part by id; nobody stands for the others.
func (b *builder) order(r *roster) (ids []string, at []int32) {
	var here []int32
	for k, m := range r.people {
		if m.declared {
			here = append(here, int32(k))
		}
	}
	slices.SortFunc(here, func(x, y int32) int { return cmp.Compare(r.people[x].id, r.people[y].id) })
	at = make([]int32, len(r.people))
	for k := range at {
		at[k] = nobody
	}
	for n, k := range here {
		at[k] = int32(n)
		ids = append(ids, r.people[k].id)
	}
	return ids, at
}

func (b *builder) checkPairs() {
	for _, p := range b.pairs {
		e, m := &b.mentees.people[p.mentee], &b.mentors.people[p.mentor]
		switch {
		case !e.declared:
			b.bad("pair %s, %s: no mentee %s", e.id, m.id, e.id)
		case !m.declared:
			b.bad("pair %s, %s: no mentor %s", e.id, m.id, m.id)
		case e.id == m.id:
			b.bad("pair %s: nobody mentors herself", e.id)
		case p.fit < 0 || p.fit > MaxFit:
			b.bad("pair %s, %s: the fit is outside 0..%d", e.id, m.id, MaxFit)
		}
	}
	seen := map[int32]bool{}
	for _, c := range b.current {
		if seen[c.mentee] {
			b.bad("mentee %s stands in two current pairs", b.mentees.people[c.mentee].id)
		}
		seen[c.mentee] = true
	}
}

// checkWishes finds a person named twice in an order of wishes, which would have two ranks.
func (b *builder) checkWishes(r *roster) {
	for _, m := range r.people {
		for n, k := range m.prefers {
			if len(m.prefers) <= shortList && slices.Contains(m.prefers[:n], k) {
				b.bad("%s %s names somebody twice", r.kind, m.id)
			}
		}
		if len(m.prefers) > shortList {
			if sorted := slices.Sorted(slices.Values(m.prefers)); len(slices.Compact(sorted)) < len(m.prefers) {
				b.bad("%s %s names somebody twice", r.kind, m.id)
			}
		}
	}
}

const shortList = 16

// fill lays the pairs down by mentee and mentor.
func (b *builder) fill(t *table, menteeAt, mentorAt []int32) {
	n := len(t.mentees)
	t.start = make([]int32, n+1)
	for _, p := range b.pairs {
		t.start[menteeAt[p.mentee]+1]++
	}
	for i := range n {
		t.start[i+1] += t.start[i]
	}
	next := slices.Clone(t.start)
	t.edges = make([]edge, len(b.pairs))
	for _, p := range b.pairs {
		i := menteeAt[p.mentee]
		t.edges[next[i]] = edge{mentorAt[p.mentor], p.fit, unstated, unstated}
		next[i]++
	}
	b.pairs = nil
	for i := range int32(n) {
		row := t.row(i)
		slices.SortFunc(row, func(x, y edge) int { return cmp.Compare(x.mentor, y.mentor) })
		for x := 1; x < len(row); x++ {
			if row[x].mentor == row[x-1].mentor {
				b.bad("pair %s, %s stands twice", t.mentees[i], t.mentors[row[x].mentor])
			}
		}
	}
}

// state writes the stated wishes on the pairs and takes out what somebody refuses.
func (b *builder) state(t *table, menteeAt, mentorAt []int32) {
	const vetoed = -1
	each := func(r *roster, at, other []int32, fn func(own, its int32, rank int, veto bool)) {
		for k, m := range r.people {
			if at[k] == nobody {
				continue
			}
			for rank, o := range m.prefers {
				fn(at[k], other[o], rank, false)
			}
			for _, o := range m.refuses {
				fn(at[k], other[o], 0, true)
			}
		}
	}
	mark := func(i, j int32, write func(*edge)) {
		if i == nobody || j == nobody {
			return
		}
		if x := t.find(i, j); x != nobody {
			write(&t.edges[x])
		}
	}
	gone := false
	veto := func(e *edge) { e.fit, gone = vetoed, true }
	each(&b.mentees, menteeAt, mentorAt, func(i, j int32, rank int, no bool) {
		mark(i, j, func(e *edge) {
			if no {
				veto(e)
				return
			}
			e.wish = int32(rank)
		})
	})
	each(&b.mentors, mentorAt, menteeAt, func(j, i int32, rank int, no bool) {
		mark(i, j, func(e *edge) {
			if no {
				veto(e)
				return
			}
			e.back = int32(rank)
		})
	})
	if gone {
		t.edges, t.start = compactRows(t.edges, t.start, func(e edge) bool { return e.fit != vetoed })
	}
}

// compactRows leaves out the edges that are not to stay.
func compactRows(edges []edge, start []int32, stays func(edge) bool) ([]edge, []int32) {
	out, from := edges[:0], make([]int32, len(start))
	for i := range len(start) - 1 {
		for _, e := range edges[start[i]:start[i+1]] {
			if stays(e) {
				out = append(out, e)
			}
		}
		from[i+1] = int32(len(out))
	}
	return out, from
}

// keep notes the running pairs that stay: those whose two do not refuse each other.
func (b *builder) keep(t *table, menteeAt, mentorAt []int32) {
	t.keptBy, t.before, t.seats = make([]int32, len(t.mentors)), make([]int32, len(t.mentors)), make([]int32, len(t.mentors))
	for k, m := range b.mentors.people {
		if j := mentorAt[k]; j != nobody {
			t.before[j], t.seats[j] = int32(m.load), int32(m.capacity)
		}
	}
	for _, c := range b.current {
		e, m := b.mentees.people[c.mentee], b.mentors.people[c.mentor]
		if slices.Contains(e.refuses, c.mentor) || slices.Contains(m.refuses, c.mentee) {
			continue
		}
		i, j := menteeAt[c.mentee], mentorAt[c.mentor]
		switch {
		case i != nobody && j != nobody:
			t.keptBy[j]++
		case j != nobody:
			t.before[j]++
		}
		if i != nobody {
			t.keeps[i] = m.id
		}
	}
}

// compile is the whole way from an instance in memory to its table.
func compile(in Instance) (*table, error) {
	b := newBuilder()
	b.instance(in)
	return b.table()
}
