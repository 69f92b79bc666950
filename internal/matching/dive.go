package matching

// decision is how a blocking pair was settled in a dive.
type decision struct {
	x    int32
	sits bool // else he is full
	over bool // released since
}

// dive settles one blocking pair after the other the cheaper way, the dearest
// first: she sits at least as well; or he is full with nobody he wishes less; or,
// where either would leave somebody out, the pair blocks and is counted. Every
// step is exact and repaired along shortest paths, so it costs what it touches.
// Pairs in first are settled before all others, whether they block now or not.
// It returns the pairs that were let block.
func (s *search) dive(open, first []int32) (let []int32) {
	s.made = s.made[:0]
	for _, x := range first {
		before := s.f.mark()
		if s.settle(x) {
			s.recheck(before)
		}
	}
	for _, x := range open {
		s.await(x)
	}
	return s.drain(len(s.f.edges))
}

// drain settles what is awaited; it stops when more than most pairs must be let block.
func (s *search) drain(most int) (let []int32) {
	for len(s.keys) > 0 {
		x := s.keys.pop().node
		s.waiting[x] = false
		if s.accepted[x] || !s.blocks(x) {
			continue
		}
		before := s.f.mark()
		if !s.settle(x) {
			s.accepted[x] = true
			if let = append(let, x); len(let) > most {
				break
			}
			continue
		}
		s.recheck(before)
	}
	for _, k := range s.keys {
		s.waiting[k.node] = false
	}
	s.keys = s.keys[:0]
	return let
}

// dives begins again with the pairs that were let block first, a few times.
// The last dive is polished. The best matching on the way is kept, and the flow
// returns to where it was.
func (s *search) dives(open []int32) {
	var first []int32
	for n := 1; ; n++ {
		mark := s.f.mark()
		let := s.dive(open, first)
		s.take()
		last := len(let) == 0 || n == maxDives
		if last {
			s.polish()
			s.take()
		}
		for _, x := range let {
			s.accepted[x] = false
		}
		s.f.back(mark)
		if last {
			return
		}
		first = append(let, first...)
	}
}

const maxDives = 5

func (s *search) await(x int32) {
	if s.waiting[x] {
		return
	}
	s.waiting[x] = true
	l := s.lossOf(x)
	s.keys.push(item{-min(l.sits, l.won), x})
}

// settle goes the cheaper way; no when neither serves as many.
func (s *search) settle(x int32) bool {
	l := s.lossOf(x)
	first := decision{x: x, sits: l.sits <= l.won}
	other := l.won
	if !first.sits {
		other = l.sits
	}
	mark, was := s.f.mark(), s.f.value
	ok := s.decide(first)
	value := s.f.value
	if ok && was-value <= other {
		return true
	}
	s.undecide(mark, ok)
	if other < s.top {
		second := s.decide(decision{x: x, sits: !first.sits})
		if second && (!ok || s.f.value > value) {
			return true
		}
		s.undecide(mark, second)
	}
	return ok && s.decide(first)
}

// decide settles a pair one way; no when that leaves somebody out.
func (s *search) decide(d decision) bool {
	way := s.filled
	if d.sits {
		way = s.sits
	}
	if !way(d.x) || s.f.top != s.top {
		return false
	}
	s.made = append(s.made, d)
	return true
}

func (s *search) undecide(mark int, made bool) {
	s.f.back(mark)
	if made {
		s.made = s.made[:len(s.made)-1]
	}
}

// recheck awaits the pairs that may block after what changed since the mark.
func (s *search) recheck(mark int) {
	f := s.f
	for _, d := range f.journal[mark:] {
		if d.what != undoPick {
			continue
		}
		s.awaitBlocking(s.wishes[s.ofOwn[d.index]:s.ofOwn[d.index+1]])
		if d.old != nobody {
			s.awaitBlocking(s.ofOther[f.edges[d.old].mentor])
		}
		if x := f.pick[d.index]; x != nobody {
			s.awaitBlocking(s.ofOther[f.edges[x].mentor])
		}
	}
}

func (s *search) awaitBlocking(pairs []int32) {
	for _, x := range pairs {
		if !s.accepted[x] && s.blocks(x) {
			s.await(x)
		}
	}
}
