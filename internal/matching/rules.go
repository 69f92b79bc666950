package matching

// The rules under which a flow is best can be narrowed; each verb keeps it best
// and says no when the rule cannot be met at all. A verb that says no leaves the
// flow to be taken back to a mark.

// ban takes a pair out.
func (f *flow) ban(x int32) bool {
	if f.banned[x] {
		return true
	}
	f.banned[x] = true
	f.note(undoBan, x, 0)
	i, j := f.menteeOf[x], f.edges[x].mentor
	if f.pick[i] != x {
		return true
	}
	f.assign(i, nobody)
	f.shut[j]++ // his place waits until she is seated
	ok := f.forward(i)
	f.shut[j]--
	return ok && f.refill(j)
}

// banAll takes pairs out, the chosen ones last.
func (f *flow) banAll(edges []int32) bool {
	chosen := func(x int32) bool { return f.pick[f.menteeOf[x]] == x }
	for _, x := range edges {
		if !chosen(x) && !f.ban(x) {
			return false
		}
	}
	for _, x := range edges {
		if !f.ban(x) {
			return false
		}
	}
	return true
}

// seat demands that a mentee is served.
func (f *flow) seat(i int32) bool {
	if f.seated[i] {
		return true
	}
	f.seated[i] = true
	f.note(undoSeat, i, 0)
	return f.pick[i] != nobody || f.forward(i)
}

// fill demands that all places of a mentor are taken.
func (f *flow) fill(j int32) bool {
	if !f.full[j] {
		f.full[j] = true
		f.note(undoFull, j, 0)
	}
	return f.refill(j)
}

// refill takes places of a mentor while they are worth more than they cost, or
// while the rules demand it.
func (f *flow) refill(j int32) bool {
	for f.count[j] < f.free[j] {
		if f.full[j] {
			if !f.backward(j, far) {
				return false
			}
			continue
		}
		before := f.count[j]
		if over := f.y[j] - f.place(j, before); over > 0 {
			f.backward(j, over)
		}
		if f.count[j] == before {
			return true
		}
	}
	return true
}

// load takes over the solution of the whole.
func (f *flow) load(t *table, s *solution) {
	for j, at := range f.mentors {
		f.y[j] = s.y[at]
	}
	for i, at := range f.mentees {
		f.u[i] = s.u[at]
		if s.pick[at] == nobody {
			continue
		}
		mentor := t.edges[s.pick[at]].mentor
		for x := f.start[i]; x < f.start[i+1]; x++ {
			if f.mentors[f.edges[x].mentor] == mentor {
				f.move(int32(i), x)
			}
		}
	}
}
