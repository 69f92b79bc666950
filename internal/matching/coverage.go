package matching

// coverage is a matching that serves as many mentees as possible, and the part
// of the people where mentees outnumber places: the alternating trees of those
// left out, closed sets of mentees with all mentors they may have (Hall 1935;
// Dulmage and Mendelsohn 1958). Whoever serves the most gives every place there
// to a mentee there, and serves everybody elsewhere.
type coverage struct {
	t        *table
	mentor   []int32 // by mentee
	holders  [][]int32
	dead     []bool // mentees in a tree of one left out
	deadMen  []bool // mentors in such a tree
	visited  []int32
	from     []int32 // by mentor: the mentee from whom a search came
	now      int32
	queue    []int32
	reached  []int32
	unserved int
}

func (t *table) coverage() *coverage {
	n, m := len(t.mentees), len(t.mentors)
	c := &coverage{
		t: t, mentor: make([]int32, n), dead: make([]bool, n), holders: make([][]int32, m), deadMen: make([]bool, m),
		visited: make([]int32, m), from: make([]int32, m),
	}
	var late []int32
	places := make([]int32, 0, m)
	for j := range int32(m) {
		at := len(places)
		places = append(places, make([]int32, t.free(j))...)
		c.holders[j] = places[at:at:len(places)]
	}
	for i := range int32(n) {
		c.mentor[i] = nobody
		if _, kept := t.keeps[i]; !kept && !c.easy(i) {
			late = append(late, i)
		}
	}
	for _, i := range late {
		if !c.augment(i) {
			c.unserved++
		}
	}
	return c
}

// easy takes the mentor with a free place who fits best, to begin with.
func (c *coverage) easy(i int32) bool {
	best := edge{mentor: nobody, fit: -1}
	for _, e := range c.t.row(i) {
		if e.fit > best.fit && c.hasPlace(e.mentor) {
			best = e
		}
	}
	if best.mentor == nobody {
		return false
	}
	c.take(i, best.mentor)
	return true
}

func (c *coverage) hasPlace(j int32) bool { return len(c.holders[j]) < cap(c.holders[j]) }

func (c *coverage) take(i, j int32) {
	c.mentor[i] = j
	c.holders[j] = append(c.holders[j], i)
}

func (c *coverage) drop(i int32) {
	h := c.holders[c.mentor[i]]
	for k, held := range h {
		if held == i {
			h[k] = h[len(h)-1]
			c.holders[c.mentor[i]] = h[:len(h)-1]
		}
	}
}

// augment looks for a chain of changes at whose end a place is free. When there
// is none, nothing that was reached can ever serve one more.
func (c *coverage) augment(i int32) bool {
	c.now++
	c.queue = append(c.queue[:0], i)
	c.reached = c.reached[:0]
	for head := 0; head < len(c.queue); head++ {
		at := c.queue[head]
		for _, e := range c.t.row(at) {
			j := e.mentor
			if c.deadMen[j] || c.visited[j] == c.now || cap(c.holders[j]) == 0 {
				continue
			}
			c.visited[j], c.from[j] = c.now, at
			c.reached = append(c.reached, j)
			if c.hasPlace(j) {
				c.turn(i, j)
				return true
			}
			c.queue = append(c.queue, c.holders[j]...)
		}
	}
	for _, m := range c.queue {
		c.dead[m] = true
	}
	for _, j := range c.reached {
		c.deadMen[j] = true
	}
	return false
}

func (c *coverage) turn(start, j int32) {
	for {
		i := c.from[j]
		old := c.mentor[i]
		if i != start {
			c.drop(i)
		}
		c.take(i, j)
		if i == start {
			return
		}
		j = old
	}
}

// apart says whether no largest matching joins the two, because he stands where
// mentees outnumber places and she does not.
func (c *coverage) apart(i, j int32) bool { return c.deadMen[j] && !c.dead[i] }
