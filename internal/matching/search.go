package matching

import (
	"cmp"
	"context"
	"slices"
)

// search finds, among the matchings that serve as many as possible, one with
// the fewest blocking pairs and then the greatest fit, by branch and bound over
// exact flows. At each node the flow optimum is a matching; one of its blocking
// pairs (i, j) is settled in one of three ways, which leave out no matching:
//
//  1. i gets j or somebody she states above j;
//  2. she does not, and j's places all go to mentees whom he wishes no less than i;
//  3. neither: the pair blocks and is counted.
//
// With ties the problem is NP-hard, so the search is for parts of the size of a
// school and its work is limited; larger parts are dived into (dive.go).
type search struct {
	f        *flow
	wishes   []int32   // edges with a stated wish of the mentee
	ofOwn    []int32   // wishes[ofOwn[i]:ofOwn[i+1]] are those of mentee i
	ofOther  [][]int32 // by mentor: the same
	waiting  []bool    // by edge: pairs among the keys
	accepted []bool    // by edge: pairs that are let block
	counted  int       // how many those are
	top      int64     // worth above fit of the largest matchings
	best     outcome
	nodes    int
	limit    int
	end      int64      // of the work
	keys     heap       // of a dive: blocking pairs, the dearest first
	made     []decision // of a dive: how pairs were settled
}

// outcome is a matching and how good it is.
type outcome struct {
	pick     []int32
	blocking int
	value    int64 // fit less the penalty
}

func (o outcome) worseThan(blocking int, value int64) bool {
	return o.pick == nil || blocking < o.blocking || blocking == o.blocking && value > o.value
}

// Bounds of the nodes of a search: a school alone gets the most, the parts of a
// country share.
const (
	mostNodes   = 20_000
	fewestNodes = 500
	allNodes    = 200_000
)

func newSearch(f *flow, parts int) *search {
	f.keeping = true
	s := &search{f: f, accepted: make([]bool, len(f.edges)), waiting: make([]bool, len(f.edges)), ofOwn: make([]int32, len(f.mentees)+1), ofOther: make([][]int32, len(f.mentors)), top: f.top, limit: max(fewestNodes, min(mostNodes, allNodes/parts))}
	for x, e := range f.edges {
		if e.wish != unstated && f.banned[x] == 0 {
			s.wishes = append(s.wishes, int32(x))
			s.ofOwn[f.menteeOf[x]+1]++
			s.ofOther[e.mentor] = append(s.ofOther[e.mentor], int32(x))
		}
	}
	for i := range f.mentees {
		s.ofOwn[i+1] += s.ofOwn[i]
	}
	return s
}

// run ends with the best found; proved says that nothing is better.
func (s *search) run(ctx context.Context) (best outcome, proved bool, err error) {
	open := s.take()
	if len(open) == 0 {
		return s.best, true, nil
	}
	s.dives(open)
	if s.best.blocking > 0 && s.f.major == nil || s.small() { // where pairs run, it would move nearly everybody
		s.tryDeferred()
	}
	if s.end = s.f.work + maxWork; s.small() {
		proved = s.branch(ctx, open)
	}
	return s.best, proved, ctx.Err()
}

// smallPart is how many mentees a part may have to be searched to the end.
const smallPart = 80

func (s *search) small() bool { return len(s.f.mentees) <= smallPart }

// take looks at the present flow: its blocking pairs not yet accepted. The
// matching is kept when it is the best so far.
func (s *search) take() (open []int32) {
	blocking := 0
	for _, x := range s.wishes {
		if s.blocks(x) {
			blocking++
			if !s.accepted[x] {
				open = append(open, x)
			}
		}
	}
	if s.f.top == s.top && s.best.worseThan(blocking, s.f.value) {
		s.best = outcome{append(s.best.pick[:0], s.f.pick...), blocking, s.f.value}
	}
	return open
}

// blocks says whether both would rather have each other now.
func (s *search) blocks(x int32) bool {
	f, e := s.f, s.f.edges[x]
	if now := f.pick[f.menteeOf[x]]; now != nobody && f.edges[now].wish <= e.wish {
		return false
	}
	if f.count[e.mentor] < f.free[e.mentor] {
		return true
	}
	for _, h := range f.holders(e.mentor) {
		if f.edges[f.pick[h]].back > e.back {
			return true
		}
	}
	return false
}

// hopeful: with so many pairs accepted and at most this value, something better
// than the best may still be found.
func (s *search) hopeful(accepted int, value int64) bool { return s.best.worseThan(accepted, value) }

// way is one way to settle a blocking pair.
type way struct {
	do       func(x int32) bool
	accepts  int
	value    int64
	blocking int
	x        int32
}

// branch searches below the present flow; false when it stopped before the end.
func (s *search) branch(ctx context.Context, open []int32) bool {
	if len(open) == 0 || !s.hopeful(s.counted, s.f.value) {
		return true
	}
	if s.nodes > s.limit || s.f.work > s.end || ctx.Err() != nil {
		return false
	}
	x, lost := s.dearest(open)
	whole := true
	for _, w := range s.ways(x, lost) {
		whole = s.follow(ctx, w) && whole
	}
	return whole
}

// ways to settle the pair that are not ruled out, the most promising first.
func (s *search) ways(x int32, lost loss) []way {
	var out []way
	for _, w := range []way{{do: s.sits, value: lost.sits}, {do: s.wins, value: lost.won}, {do: s.stands, accepts: 1}} {
		if !s.hopeful(s.counted+w.accepts, s.f.value-w.value) {
			continue
		}
		w.x = x
		mark := s.f.mark()
		s.nodes++
		if w.do(x) && s.f.top == s.top {
			w.value = s.f.value
			w.blocking = s.counted + w.accepts + s.countOpen(x, w.accepts > 0)
			out = append(out, w)
		}
		s.f.back(mark)
	}
	slices.SortStableFunc(out, func(a, b way) int {
		return cmp.Or(cmp.Compare(a.blocking, b.blocking), cmp.Compare(b.value, a.value))
	})
	return out
}

func (s *search) countOpen(x int32, accepting bool) int {
	s.accepted[x] = accepting
	n := len(s.take())
	s.accepted[x] = false
	return n
}

func (s *search) follow(ctx context.Context, w way) bool {
	if !s.hopeful(s.counted+w.accepts, w.value) {
		return true
	}
	mark := s.f.mark()
	w.do(w.x)
	s.accepted[w.x] = w.accepts > 0
	s.counted += w.accepts
	whole := s.branch(ctx, s.take())
	s.counted -= w.accepts
	s.accepted[w.x] = false
	s.f.back(mark)
	return whole
}

// sits: the mentee gets this mentor or one she states above him.
func (s *search) sits(x int32) bool {
	return s.f.banAll(s.lower(x)) && s.f.seat(s.f.menteeOf[x])
}

// stands: she gets nobody whom she states so high.
func (s *search) stands(x int32) bool {
	return s.f.banAll(s.ofMentee(x, func(wish int32) bool { return wish <= s.f.edges[x].wish }))
}

// wins: she does not, and he is full with mentees he wishes no less.
func (s *search) wins(x int32) bool { return s.stands(x) && s.filled(x) }

// filled: he is full with mentees he wishes no less.
func (s *search) filled(x int32) bool {
	return s.f.fill(s.f.edges[x].mentor) && s.f.banAll(s.wishedLess(x))
}

// unsit and unfill take back what sits and filled demand.
func (s *search) unsit(x int32) bool {
	return s.f.allowAll(s.lower(x)) && s.f.unseat(s.f.menteeOf[x])
}

func (s *search) unfill(x int32) bool {
	return s.f.allowAll(s.wishedLess(x)) && s.f.unfill(s.f.edges[x].mentor)
}

// lower are the pairs of the mentee with mentors she wishes less.
func (s *search) lower(x int32) []int32 {
	return s.ofMentee(x, func(wish int32) bool { return wish > s.f.edges[x].wish })
}

// wishedLess are the pairs of the mentor with mentees he wishes less.
func (s *search) wishedLess(x int32) []int32 {
	f, e := s.f, s.f.edges[x]
	var less []int32
	f.work += int64(f.rstart[e.mentor+1] - f.rstart[e.mentor])
	for _, other := range f.byMentor[f.rstart[e.mentor]:f.rstart[e.mentor+1]] {
		if f.edges[other].back > e.back {
			less = append(less, other)
		}
	}
	return less
}

func (s *search) ofMentee(x int32, which func(wish int32) bool) []int32 {
	var out []int32
	i := s.f.menteeOf[x]
	s.f.work += int64(s.f.start[i+1] - s.f.start[i])
	for o := s.f.start[i]; o < s.f.start[i+1]; o++ {
		if which(s.f.edges[o].wish) {
			out = append(out, o)
		}
	}
	return out
}
