package matching

// blocking lists the blocking pairs of a set of couples, recounted from the raw
// wishes so that it can check the search. Kept pairs are not reopened: their
// mentees do not block and their places cannot be won.
func (in Instance) blocking(couples []Couple) []Blocking {
	v := in.view(couples)
	out := []Blocking{}
	for _, m := range in.Mentees {
		if v.fixed[m.ID] {
			continue
		}
		for _, mentor := range m.Prefers {
			c := Couple{m.ID, mentor}
			if v.mentorOf[m.ID] == mentor {
				break // everybody further down she wishes less
			}
			if v.admissible[c] && v.wouldTake(c) {
				out = append(out, Blocking{m.ID, mentor, in.blockingReason(c)})
			}
		}
	}
	return out
}

func (in Instance) blockingReason(c Couple) Reason {
	return wishReason(keyBlocking, "", Args{"Mentee": c.Mentee, "Mentor": c.Mentor}, in.Policy)
}

// view is a set of couples seen from the mentors.
type view struct {
	mentorOf   map[string]string
	fixed      map[string]bool
	admissible map[Couple]bool
	free       map[string]int
	worst      map[string]int // rank of the least wished mentee who could give way
	returned   map[Couple]int
}

func (in Instance) view(couples []Couple) view {
	v := view{map[string]string{}, map[string]bool{}, map[Couple]bool{}, map[string]int{}, map[string]int{}, nil}
	_, v.returned = in.ranks()
	vetoes := in.vetoes()
	for _, p := range in.Pairs {
		v.admissible[p.Couple()] = !vetoes[p.Couple()]
	}
	for _, m := range in.Mentors {
		v.free[m.ID] = m.Capacity - m.Load
		v.worst[m.ID] = -1
	}
	for _, c := range in.kept() {
		v.fixed[c.Mentee] = true
		v.mentorOf[c.Mentee] = c.Mentor
		v.free[c.Mentor]--
	}
	for _, c := range couples {
		if !v.fixed[c.Mentee] {
			v.mentorOf[c.Mentee] = c.Mentor
			v.free[c.Mentor]--
			v.worst[c.Mentor] = max(v.worst[c.Mentor], rankOf(v.returned, c))
		}
	}
	return v
}

// wouldTake says whether the mentor has a free place or holds somebody he wishes less.
func (v view) wouldTake(c Couple) bool {
	if v.free[c.Mentor] > 0 {
		return true
	}
	return v.worst[c.Mentor] > rankOf(v.returned, c)
}
