package matching

// The rules under which a flow is best can be narrowed and widened; each verb
// keeps it best and says no when the rules cannot be met at all. A verb that says
// no leaves the flow to be taken back to a mark. A rule made twice holds until it
// is released twice.

// ban takes a pair out.
func (f *flow) ban(x int32) bool {
	f.count1(undoBan, f.banned, x, 1)
	if i := f.menteeOf[x]; f.pick[i] == x {
		return f.reseat(i)
	}
	return true
}

// allow brings a pair back.
func (f *flow) allow(x int32) bool {
	f.count1(undoBan, f.banned, x, -1)
	i := f.menteeOf[x]
	return f.banned[x] > 0 || f.slack(i, x) >= 0 || f.reseat(i)
}

// count1 keeps how many rules there are.
func (f *flow) count1(what uint8, rules []int32, at, by int32) {
	f.note(what, at, int64(rules[at]))
	rules[at] += by
}

// reseat looks for a mentor anew; the place left waits until she is seated.
func (f *flow) reseat(i int32) bool {
	x := f.pick[i]
	if x == nobody {
		return f.forward(i)
	}
	j := f.edges[x].mentor
	f.assign(i, nobody)
	f.shut[j]++
	ok := f.forward(i)
	if !ok { // nothing else is left: a chain that ends at the place she left
		f.target = j
		ok = f.forward(i)
		f.target = nobody
	}
	f.shut[j]--
	return ok && f.refill(j)
}

// banAll takes pairs out, the chosen ones last.
func (f *flow) banAll(edges []int32) bool {
	chosen := func(x int32) bool { return f.pick[f.menteeOf[x]] == x }
	var last []int32
	for _, x := range edges {
		if chosen(x) {
			last = append(last, x)
		} else if !f.ban(x) {
			return false
		}
	}
	for _, x := range last {
		if !f.ban(x) {
			return false
		}
	}
	return true
}

func (f *flow) allowAll(edges []int32) bool {
	for _, x := range edges {
		if !f.allow(x) {
			return false
		}
	}
	return true
}

// seat demands that a mentee is served.
func (f *flow) seat(i int32) bool {
	f.count1(undoSeat, f.seated, i, 1)
	return f.pick[i] != nobody || f.forward(i)
}

// unseat takes the demand back.
func (f *flow) unseat(i int32) bool {
	f.count1(undoSeat, f.seated, i, -1)
	return f.seated[i] > 0 || f.u[i] >= 0 || f.reseat(i)
}

// fill demands that all places of a mentor are taken.
func (f *flow) fill(j int32) bool {
	f.count1(undoFull, f.full, j, 1)
	return f.refill(j)
}

// unfill takes the demand back: places that are not worth their cost are given up.
func (f *flow) unfill(j int32) bool {
	f.count1(undoFull, f.full, j, -1)
	for f.full[j] == 0 && f.count[j] > 0 && f.y[j] < f.place(j, f.count[j]-1) {
		i := f.hold[f.at[j]+f.count[j]-1]
		f.assign(i, nobody)
		if !f.forward(i) {
			return false
		}
	}
	return true
}

// refill takes places of a mentor while they are worth more than they cost, or
// while the rules demand it.
func (f *flow) refill(j int32) bool {
	for f.count[j] < f.free[j] {
		if f.full[j] > 0 {
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
