package matching

// polish goes through the decisions of a dive: each is released and what then
// blocks settled anew, first as it comes, then with the pair settled the other
// way. What is better stays. Passes end when one brings nothing, or when as much
// was looked at as a part may take.
func (s *search) polish() {
	end := s.f.work + maxWork
	for better := true; better; {
		better = false
		for at := range len(s.made) {
			if s.made[at].over {
				continue
			}
			if s.f.work > end {
				return
			}
			better = s.retry(at, false) || s.retry(at, true) || better
		}
	}
}

// maxWork bounds the work of polishing a part, and of searching one: edges looked at.
const maxWork = 200_000_000

// retry releases a decision; other forces the pair to be settled the other way.
func (s *search) retry(at int, other bool) bool {
	d, n := s.made[at], len(s.made)
	mark, was := s.f.mark(), s.f.value
	s.made[at].over = true
	release := s.unfill
	if d.sits {
		release = s.unsit
	}
	ok := release(d.x) && (!other || s.decide(decision{x: d.x, sits: !d.sits})) && s.f.top == s.top
	if ok {
		s.recheck(mark)
		s.awaitBlocking([]int32{d.x})
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
