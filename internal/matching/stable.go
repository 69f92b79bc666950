package matching

import (
	"cmp"
	"context"
	"slices"
)

// search finds, among the matchings that serve as many as possible, one with
// the fewest blocking pairs and then the greatest fit, by branch and bound over
// exact flows. At each node the flow optimum is a matching; one of its blocking
// pairs (i, j) is settled in one of three ways, which leave out no matching:
//
//  1. i gets j or somebody she states above j;
//  2. she does not, and j's places all go to mentees whom he wishes no less than i;
//  3. neither: the pair blocks and is counted.
//
// With ties the problem is NP-hard, so the number of flows is limited; at the
// size of a school the search ends long before (docs/matching.md).
type search struct {
	s        *solver
	served   int // the largest number possible
	mentors  [][]held
	best     outcome
	flows    int
	maxFlows int
}

// held is an edge seen from its mentor.
type held struct{ mentee, edge int }

// found is what the search ends with.
type found struct {
	pick   []int
	proved bool
}

// outcome is a matching and how good it is.
type outcome struct {
	pick     []int
	blocking int
	fit      int64 // less the penalty
}

func (o outcome) betterThan(p outcome) bool {
	return p.pick == nil || o.blocking < p.blocking || o.blocking == p.blocking && o.fit > p.fit
}

// node is a part of the search: its rules, the pairs it lets block, and the
// flow optimum under them.
type node struct {
	rules    rules
	accepted map[[2]int]bool
	outcome
	open  []([2]int) // blocking pairs not yet settled: mentee, edge
	price []int64    // of its flow
}

// flowBudget bounds the work of a search: edges looked at, roughly.
const flowBudget = 30_000_000

func newSearch(s *solver) *search {
	se := &search{s: s, mentors: make([][]held, len(s.p.mentors))}
	edges := 1
	for i, es := range s.p.edges {
		edges += len(es)
		for x, e := range es {
			se.mentors[e.mentor] = append(se.mentors[e.mentor], held{i, x})
		}
	}
	for _, x := range s.pick {
		if x != nobody {
			se.served++
		}
	}
	se.maxFlows = max(500, flowBudget/(edges*(1+len(s.p.mentees)/8)))
	return se
}

func (se *search) run(ctx context.Context) (found, error) {
	p := se.s.p
	se.evaluate(p.settle(p.deferred()), nil) // a good start: often nobody blocks
	root, ok := se.evaluate(p.noRules(), nil)
	if !ok { // cannot be: without demands the flow always serves the most
		return found{pick: slices.Clone(se.s.pick)}, nil
	}
	proved := se.branch(ctx, root)
	return found{se.best.pick, proved}, ctx.Err()
}

// evaluate solves the flow under the rules and keeps it when it is the best so
// far. It says no when the rules cannot be met without serving fewer.
func (se *search) evaluate(r rules, accepted map[[2]int]bool) (node, bool) {
	se.flows++
	se.s.solve(r)
	if !se.demandsMet(r) {
		return node{}, false
	}
	n := node{rules: r, accepted: accepted}
	n.pick, n.fit, n.price = slices.Clone(se.s.pick), se.fit(), slices.Clone(se.s.price)
	for _, b := range se.blocking() {
		n.blocking++
		if !accepted[b] {
			n.open = append(n.open, b)
		}
	}
	if n.betterThan(se.best) {
		se.best = n.outcome
	}
	return n, true
}

func (se *search) demandsMet(r rules) bool {
	served := 0
	for i, x := range se.s.pick {
		if x != nobody {
			served++
		} else if r.seated[i] {
			return false
		}
	}
	for j, full := range r.full {
		if full && len(se.s.holders[j]) < len(se.s.p.mentors[j].costs) {
			return false
		}
	}
	return served == se.served
}

func (se *search) fit() int64 {
	var total int64
	for i, x := range se.s.pick {
		if x != nobody {
			total += se.s.p.edges[i][x].fit
		}
	}
	for j, h := range se.s.holders {
		for k := range h {
			total -= se.s.p.mentors[j].costs[k]
		}
	}
	return total
}

// blocking pairs of the solver's present matching, as mentee and edge.
func (se *search) blocking() [][2]int {
	worst := make([]int, len(se.s.holders))
	for j, h := range se.s.holders {
		worst[j] = -1
		for _, i := range h {
			worst[j] = max(worst[j], se.s.p.edges[i][se.s.pick[i]].mentorRank)
		}
	}
	var out [][2]int
	for i, es := range se.s.p.edges {
		has := unstated
		if x := se.s.pick[i]; x != nobody {
			has = es[x].menteeRank
		}
		for x, e := range es {
			free := len(se.s.holders[e.mentor]) < len(se.s.p.mentors[e.mentor].costs)
			if e.menteeRank < has && (free || worst[e.mentor] > e.mentorRank) {
				out = append(out, [2]int{i, x})
			}
		}
	}
	return out
}

// branch searches below the node; false when it stopped before the end.
func (se *search) branch(ctx context.Context, n node) bool {
	if len(n.open) == 0 || !se.worthwhile(n) {
		return true
	}
	if se.flows > se.maxFlows || ctx.Err() != nil {
		return false
	}
	children := se.children(n)
	slices.SortStableFunc(children, func(a, b node) int {
		return cmp.Or(cmp.Compare(a.blocking, b.blocking), cmp.Compare(b.fit, a.fit))
	})
	whole := true
	for _, c := range children {
		whole = se.branch(ctx, c) && whole
	}
	return whole
}

// worthwhile: below the node at least the accepted pairs block, and no fit is
// above that of its flow.
func (se *search) worthwhile(n node) bool { return se.hopeful(len(n.accepted), n.fit) }

func (se *search) hopeful(accepted int, fit int64) bool {
	if accepted != se.best.blocking {
		return accepted < se.best.blocking
	}
	return fit > se.best.fit
}

// children settle the blocking pair that costs most whichever way it is settled.
// A way whose loss alone rules it out is not solved.
func (se *search) children(n node) []node {
	b, lost := se.dearest(n)
	sits := n.rules.clone()
	se.forbid(&sits, b[0], func(rank int) bool { return rank > se.rank(b) })
	sits.seated[b[0]] = true

	stands := n.rules.clone()
	se.forbid(&stands, b[0], func(rank int) bool { return rank <= se.rank(b) })
	accepted := map[[2]int]bool{b: true}
	for k := range n.accepted {
		accepted[k] = true
	}
	won := stands.clone()
	se.fill(&won, b)

	var out []node
	add := func(r rules, accepted map[[2]int]bool, loss int64) {
		if !se.hopeful(len(accepted), n.fit-loss) {
			return
		}
		if c, ok := se.evaluate(r, accepted); ok {
			out = append(out, c)
		}
	}
	add(sits, n.accepted, lost.sits)
	add(won, n.accepted, lost.won)
	add(stands, accepted, 0)
	return out
}

func (se *search) rank(b [2]int) int { return se.s.p.edges[b[0]][b[1]].menteeRank }

func (se *search) forbid(r *rules, i int, which func(rank int) bool) {
	row := make([]bool, len(se.s.p.edges[i]))
	for x, e := range se.s.p.edges[i] {
		row[x] = which(e.menteeRank) || r.forbidden[i] != nil && r.forbidden[i][x]
	}
	r.forbidden[i] = row
}

// fill demands that the mentor of b is full with mentees he wishes no less than hers.
func (se *search) fill(r *rules, b [2]int) {
	e := se.s.p.edges[b[0]][b[1]]
	r.full[e.mentor] = true
	for _, h := range se.mentors[e.mentor] {
		if se.s.p.edges[h.mentee][h.edge].mentorRank > e.mentorRank {
			row := make([]bool, len(se.s.p.edges[h.mentee]))
			copy(row, r.forbidden[h.mentee])
			row[h.edge] = true
			r.forbidden[h.mentee] = row
		}
	}
}

// clone shares the rows, which are never changed in place.
func (r rules) clone() rules {
	return rules{slices.Clone(r.forbidden), slices.Clone(r.seated), slices.Clone(r.full)}
}
