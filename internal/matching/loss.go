package matching

// loss is what settling a blocking pair costs at least, either way: by the
// reduced costs of what each way forces.
type loss struct{ sits, won int64 }

// dearest is the open pair whose cheaper way costs most, so that the search
// narrows fastest.
func (s *search) dearest(open []int32) (int32, loss) {
	best, most := open[0], loss{-1, -1}
	for _, x := range open {
		l := s.lossOf(x)
		if a, c := min(l.sits, l.won), min(most.sits, most.won); a > c || a == c && max(l.sits, l.won) > max(most.sits, most.won) {
			best, most = x, l
		}
	}
	return best, most
}

func (s *search) lossOf(x int32) loss { return loss{s.lossSitting(x), s.lossWon(x)} }

// lossSitting: the mentee must take one of the mentors she states so high.
func (s *search) lossSitting(x int32) int64 {
	f, least := s.f, far
	i := f.menteeOf[x]
	f.work += int64(f.start[i+1] - f.start[i])
	for o := f.start[i]; o < f.start[i+1]; o++ {
		if f.banned[o] == 0 && f.edges[o].wish <= f.edges[x].wish {
			least = min(least, f.slack(i, o))
		}
	}
	return least
}

// lossWon: the mentor's free places must be taken, and whoever he wishes less
// must go elsewhere.
func (s *search) lossWon(x int32) int64 {
	f, e := s.f, s.f.edges[x]
	var sum int64
	if f.full[e.mentor] == 0 {
		for k := f.count[e.mentor]; k < f.free[e.mentor]; k++ {
			sum += max(0, f.place(e.mentor, k)-f.y[e.mentor])
		}
	}
	for _, h := range f.holders(e.mentor) {
		if f.edges[f.pick[h]].back > e.back {
			sum += s.lossElsewhere(h)
		}
	}
	return min(sum, far)
}

// lossElsewhere: the mentee must take another mentor than the one she has, or none.
func (s *search) lossElsewhere(i int32) int64 {
	f, least := s.f, far
	if f.seated[i] == 0 {
		least = f.u[i]
	}
	f.work += int64(f.start[i+1] - f.start[i])
	for x := f.start[i]; x < f.start[i+1]; x++ {
		if x != f.pick[i] && f.banned[x] == 0 {
			least = min(least, f.slack(i, x))
		}
	}
	return max(0, least)
}
