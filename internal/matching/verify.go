package matching

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// ErrResult is wrapped by every fault that Verify finds.
var ErrResult = errors.New("matching: result")

func wrong(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{ErrResult}, args...)...)
}

// Verify checks a result against its instance without trusting the solver: it
// recounts everything from the lists and checks the proof by prices. It uses no
// part of the search.
func Verify(in Instance, res Result) error {
	t, err := compile(in)
	if err != nil {
		return err
	}
	c, err := t.claimOf(res)
	if err != nil {
		return err
	}
	return t.check(c)
}

// claim is what a result says, by numbers.
type claim struct {
	pick        []int32 // by open mentee: edge, or nobody
	matched     int
	totalFit    int
	loadPenalty int
	blocking    [][2]int32 // mentee and mentor, in order
	optimal     bool
	unit, bound int64
	u, y        []int64
}

// claimOf finds the people and pairs of a result in the table.
func (t *table) claimOf(res Result) (claim, error) {
	mentees, mentors := numbers(t.mentees), numbers(t.mentors)
	c := claim{
		pick: make([]int32, len(t.mentees)), matched: res.Matched, totalFit: res.TotalFit, loadPenalty: res.LoadPenalty,
		optimal: res.Certificate.Optimal, unit: res.Certificate.Unit, bound: res.Certificate.Bound,
		u: make([]int64, len(t.mentees)), y: make([]int64, len(t.mentors)),
	}
	for i := range c.pick {
		c.pick[i] = nobody
	}
	for i, id := range t.mentees {
		c.u[i] = res.Certificate.Mentees[id]
	}
	for j, id := range t.mentors {
		c.y[j] = res.Certificate.Mentors[id]
	}
	for _, b := range res.BlockingPairs {
		i, here := mentees[b.Mentee]
		j, there := mentors[b.Mentor]
		if !here || !there {
			return c, wrong("%s and %s do not block", b.Mentee, b.Mentor)
		}
		c.blocking = append(c.blocking, [2]int32{i, j})
	}
	slices.SortFunc(c.blocking, func(a, b [2]int32) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	return c, t.claimPairs(res, mentees, mentors, &c)
}

func (t *table) claimPairs(res Result, mentees, mentors map[string]int32, c *claim) error {
	seen := make([]bool, len(t.mentees))
	for _, p := range res.Pairs {
		i, known := mentees[p.Mentee]
		if !known || seen[i] {
			return wrong("mentee %s is unknown or stands twice", p.Mentee)
		}
		seen[i] = true
		if mentor, kept := t.keeps[i]; kept {
			if mentor != p.Mentor {
				return wrong("%s does not keep her mentor", p.Mentee)
			}
			continue
		}
		j, known := mentors[p.Mentor]
		if !known || t.find(i, j) == nobody {
			return wrong("%s and %s are not admissible", p.Mentee, p.Mentor)
		}
		c.pick[i] = t.find(i, j)
	}
	for i := range t.keeps {
		if !seen[i] {
			return wrong("%s lost her mentor", t.mentees[i])
		}
	}
	return nil
}

func numbers(ids []string) map[string]int32 {
	out := make(map[string]int32, len(ids))
	for k, id := range ids {
		out[id] = int32(k)
	}
	return out
}

// check recounts a claim and checks its proof.
func (t *table) check(c claim) error {
	taken := make([]int32, len(t.mentors)) // places taken by pairs that are not kept
	worst := make([]int32, len(t.mentors)) // rank of the least wished mentee there
	for j := range worst {
		worst[j] = nobody
	}
	for i, x := range c.pick {
		if x == nobody {
			continue
		}
		if x < t.start[i] || x >= t.start[i+1] {
			return wrong("the pair of %s is not admissible", t.mentees[i])
		}
		e := t.edges[x]
		taken[e.mentor]++
		worst[e.mentor] = max(worst[e.mentor], e.back)
		if taken[e.mentor] > t.free(e.mentor) {
			return wrong("mentor %s has no such place", t.mentors[e.mentor])
		}
	}
	matched, fit, penalty, worth := t.count(c.pick, taken)
	if matched != c.matched || fit != c.totalFit || penalty != c.loadPenalty {
		return wrong("counts are %d, %d, %d and not %d, %d, %d", matched, fit, penalty, c.matched, c.totalFit, c.loadPenalty)
	}
	if blocking := t.recount(c.pick, taken, worst); !slices.Equal(blocking, c.blocking) {
		return wrong("%d pairs block and not %d", len(blocking), len(c.blocking))
	}
	return t.prove(c, worth)
}

// count gives the sums of a matching, and what its pairs that are not kept are worth.
func (t *table) count(pick, taken []int32) (matched, fit, penalty int, worth int64) {
	matched = len(t.keeps)
	for i, mentor := range t.keeps {
		for _, e := range t.row(i) {
			if t.mentors[e.mentor] == mentor {
				fit += int(e.fit)
			}
		}
	}
	for _, x := range pick {
		if x != nobody {
			matched++
			fit += int(t.edges[x].fit)
			worth += int64(t.edges[x].fit)
		}
	}
	for j := range t.mentors {
		from, kept := int(t.before[j]), int(t.keptBy[j])
		for n := 1; n <= kept+int(taken[j]); n++ {
			cost := t.policy.penalty(from + n)
			penalty += cost
			if n > kept {
				worth -= int64(cost)
			}
		}
	}
	return matched, fit, penalty, worth
}

// recount gives the blocking pairs by the definition. Kept pairs are not
// reopened: their mentees do not block and their places cannot be won.
func (t *table) recount(pick, taken, worst []int32) [][2]int32 {
	var out [][2]int32
	for i := range t.mentees {
		if _, kept := t.keeps[int32(i)]; kept {
			continue
		}
		has := int32(unstated)
		if pick[i] != nobody {
			has = t.edges[pick[i]].wish
		}
		for _, e := range t.row(int32(i)) {
			if e.wish < has && (t.used(e.mentor)+taken[e.mentor] < t.seats[e.mentor] || worst[e.mentor] > e.back) {
				out = append(out, [2]int32{int32(i), e.mentor})
			}
		}
	}
	return out
}

// prove checks the prices: with u of a mentee and y of a mentor, u >= 0 and
// u + y >= worth for every admissible pair, no matching is worth more than the
// sum of all u and, over all free places, of what y exceeds their cost by (weak
// duality of the assignment problem). The worth of a pair is its fit and, above
// all fit, the unit for a mentee served.
func (t *table) prove(c claim, worth int64) error {
	if c.unit != t.unit() {
		return wrong("the unit is %d", t.unit())
	}
	var sum, above int64
	for i := range int32(len(t.mentees)) {
		if _, kept := t.keeps[i]; kept {
			continue
		}
		if c.u[i] < 0 {
			return wrong("the price of %s is negative", t.mentees[i])
		}
		sum += c.u[i]
		for _, e := range t.row(i) {
			if t.free(e.mentor) > 0 && c.u[i]+c.y[e.mentor] < t.worthAbove(i, e.mentor)+int64(e.fit) {
				return wrong("the prices of %s and %s do not cover their fit", t.mentees[i], t.mentors[e.mentor])
			}
		}
		if c.pick[i] != nobody {
			above += t.worthAbove(i, t.edges[c.pick[i]].mentor)
		}
	}
	for j := range t.mentors {
		for n := t.used(int32(j)) + 1; n <= t.seats[j]; n++ {
			sum += max(0, c.y[j]-int64(t.policy.penalty(int(n))))
		}
	}
	switch best := c.optimal && t.policy.method() == BestFit; {
	case best && above+worth != sum:
		return wrong("worth %d, but the prices allow %d", above+worth, sum)
	case sum != above+c.bound || c.bound >= unitOf(t.open())-int64(t.open())*MaxPenalty:
		return wrong("the prices do not prove that nobody more can be served, nor the bound")
	case worth > c.bound:
		return wrong("worth %d is above the bound %d", worth, c.bound)
	}
	return nil
}
