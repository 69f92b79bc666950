package matching

// polish goes through the decisions of a dive: each is released and what then
// blocks settled anew, first as it comes, then with the pair settled the other
// way. What is better stays. Passes end when one brings nothing, or when as much
// was tried as a part of this size may take.
func (s *search) polish() {
	left := maxTrials
	for better := true; better && left > 0; {
		better = false
		for at := range len(s.made) {
			if s.made[at].over {
				continue
			}
			if left--; left < 0 {
				return
			}
			better = s.retry(at, false) || s.retry(at, true) || better
		}
	}
}

// maxTrials bounds the work of polishing a part.
const maxTrials = 60_000

// retry releases a decision; other forces the pair to be settled the other way.
func (s *search) retry(at int, other bool) bool {
	d, n := s.made[at], len(s.made)
	mark, was := s.f.mark(), s.f.value
	s.made[at].over = true
	s.keys = s.keys[:0]
	release := s.unfill
	if d.sits {
		release = s.unsit
	}
	ok := release(d.x) && (!other || s.decide(decision{x: d.x, sits: !d.sits})) && s.f.top == s.top
	if ok {
		s.recheck(mark)
		s.awaitBlocking(d.x)
		let := s.drain(0)
		for _, x := range let {
			s.accepted[x] = false
		}
		ok = len(let) == 0 && s.f.value > was
	}
	if !ok {
		s.f.back(mark)
		s.made = s.made[:n]
		s.made[at].over = false
	}
	return ok
}
