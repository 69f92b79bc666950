package matching

// dive settles one blocking pair after the other the cheaper way, the dearest
// first, without coming back: she sits at least as well; or he is full with
// nobody he wishes less; or, where either would leave somebody out, the pair
// blocks and is counted. Every step is exact and repaired along shortest paths,
// so it costs what it touches. Pairs in first are settled before all others,
// whether they block now or not. The best matching on the way is kept, and the
// flow returns to where it was. It returns the pairs that were let block.
func (s *search) dive(open, first []int32) (let []int32) {
	mark := s.f.mark()
	s.keys = s.keys[:0]
	for _, x := range first {
		before := s.f.mark()
		if s.settle(x) {
			s.recheck(before)
		}
	}
	for _, x := range open {
		s.await(x)
	}
	for len(s.keys) > 0 {
		x := s.keys.pop().node
		if s.accepted[x] || !s.blocks(x) {
			continue
		}
		before := s.f.mark()
		if !s.settle(x) {
			s.accepted[x] = true
			let = append(let, x)
			continue
		}
		s.recheck(before)
	}
	s.take()
	for _, x := range let {
		s.accepted[x] = false
	}
	s.f.back(mark)
	return let
}

// dives begins again with the pairs that were let block, as long as that helps.
func (s *search) dives(open []int32) {
	var first []int32
	for range maxDives {
		before := s.best.blocking
		let := s.dive(open, first)
		if len(let) == 0 || len(first) > 0 && s.best.blocking >= before {
			return
		}
		first = append(let, first...)
	}
}

const maxDives = 4

func (s *search) await(x int32) {
	l := s.lossOf(x)
	s.keys.push(item{-min(l.sits, l.won), x})
}

// settle goes the cheaper way; no when neither serves as many.
func (s *search) settle(x int32) bool {
	l := s.lossOf(x)
	first, second, other := s.sits, s.filled, l.won
	if l.won < l.sits {
		first, second, other = s.filled, s.sits, l.sits
	}
	mark, was := s.f.mark(), s.f.value
	ok := first(x) && s.f.top == s.top
	value := s.f.value
	if ok && was-value <= other {
		return true
	}
	s.f.back(mark)
	if other < s.top && second(x) && s.f.top == s.top && (!ok || s.f.value > value) {
		return true
	}
	s.f.back(mark)
	return ok && first(x)
}

// recheck awaits the pairs that may block after what changed since the mark.
func (s *search) recheck(mark int) {
	f := s.f
	for _, d := range f.journal[mark:] {
		if d.what != undoPick {
			continue
		}
		for x := f.start[d.index]; x < f.start[d.index+1]; x++ {
			s.awaitBlocking(x)
		}
		if d.old != nobody {
			j := f.edges[d.old].mentor
			for _, x := range f.byMentor[f.rstart[j]:f.rstart[j+1]] {
				s.awaitBlocking(x)
			}
		}
		if x := f.pick[d.index]; x != nobody {
			j := f.edges[x].mentor
			for _, x := range f.byMentor[f.rstart[j]:f.rstart[j+1]] {
				s.awaitBlocking(x)
			}
		}
	}
}

func (s *search) awaitBlocking(x int32) {
	if s.f.edges[x].wish != unstated && !s.accepted[x] && s.blocks(x) {
		s.await(x)
	}
}
