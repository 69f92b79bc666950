package matching

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
)

// Learner is a mentee who may work in a group.
type Learner struct {
	ID    string   `json:"id"`
	Needs []string `json:"needs"`
	Free  []string `json:"free"` // hours of the week, by any name
}

// Leader is a mentor who can lead groups.
type Leader struct {
	ID        string   `json:"id"`
	Strengths []string `json:"strengths"`
	Free      []string `json:"free"`
	Groups    int      `json:"groups"` // how many he can lead
}

// Circle is what groups are to be made of. A pair that is not in Pairs is
// inadmissible in a group as well.
type Circle struct {
	Learners []Learner `json:"mentees"`
	Leaders  []Leader  `json:"mentors"`
	Pairs    []Pair    `json:"pairs"`
	Min      int       `json:"min,omitempty"` // members of a group; 0 means 5
	Max      int       `json:"max,omitempty"` // 0 means 10
}

// Group meets around one need in one hour that all of it have free. A second
// mentor joins who would otherwise lead nobody.
type Group struct {
	Mentors []string
	Need    string
	Hour    string
	Mentees []string
	Fit     int // of all with the first mentor
	Why     Reason
}

// Grouped are the groups: as many mentees in groups as possible, then the
// greatest total fit. Optimal says that the search came to its end.
type Grouped struct {
	Groups   []Group
	Left     []Unmatched // mentees in no group, and why
	Served   int
	TotalFit int
	Optimal  bool
}

// Limits of a circle.
const (
	smallGroup  = 5
	largeGroup  = 10
	maxLearners = 500
	groupWork   = 2_000_000 // pairs looked at by all flows together
)

// Groups makes groups where places with one mentor each are short.
func Groups(ctx context.Context, in Circle) (Grouped, error) {
	in, err := in.checked()
	if err != nil {
		return Grouped{}, err
	}
	g := &grouping{Circle: in, ctx: ctx, fit: in.fits(), left: groupWork}
	g.best.served = -1
	for at, leader := range in.Leaders {
		offers := g.offersOf(at)
		for range min(leader.Groups, len(offers)) {
			g.slots = append(g.slots, offers)
		}
	}
	g.prepare()
	g.climb()
	whole := g.search(0, nil)
	return g.result(whole), ctx.Err()
}

// LeftOf explains those whom groups leave out, by what stands in this circle: asked of one
// whose pairs know no veto it tells nothing of them.
func (in Circle) LeftOf(out Grouped) ([]Unmatched, error) {
	in, err := in.checked()
	if err != nil {
		return nil, err
	}
	g := &grouping{Circle: in, fit: in.fits()}
	left := make([]Unmatched, len(out.Left))
	for i, u := range out.Left {
		left[i] = g.leftOver(slices.IndexFunc(in.Learners, func(e Learner) bool { return e.ID == u.Mentee }))
	}
	return left, nil
}

// checked is the circle in an order of its own, or everything that is wrong with it.
func (in Circle) checked() (Circle, error) {
	in.Min, in.Max = cmp.Or(in.Min, smallGroup), cmp.Or(in.Max, largeGroup)
	in.Learners = slices.SortedFunc(slices.Values(in.Learners), func(a, b Learner) int { return cmp.Compare(a.ID, b.ID) })
	in.Leaders = slices.SortedFunc(slices.Values(in.Leaders), func(a, b Leader) int { return cmp.Compare(a.ID, b.ID) })
	var errs []error
	bad := func(format string, args ...any) {
		if len(errs) < maxFaults {
			errs = append(errs, fmt.Errorf("%w: "+format, append([]any{ErrInstance}, args...)...))
		}
	}
	if in.Min < 1 || in.Max < in.Min || in.Max > MaxCapacity || len(in.Learners) > maxLearners {
		bad("groups of %d to %d of %d people; at most %d people", in.Min, in.Max, len(in.Learners), maxLearners)
	}
	for k, m := range in.Learners {
		if m.ID == "" || k > 0 && in.Learners[k-1].ID == m.ID {
			bad("mentee %q is empty or stands twice", m.ID)
		}
	}
	for k, m := range in.Leaders {
		if m.ID == "" || k > 0 && in.Leaders[k-1].ID == m.ID || m.Groups < 0 || m.Groups > MaxCapacity {
			bad("mentor %q is empty, stands twice or leads %d groups", m.ID, m.Groups)
		}
	}
	in.checkPairs(bad)
	return in, errors.Join(errs...)
}

func (in Circle) checkPairs(bad complain) {
	learners, leaders, seen := map[string]bool{}, map[string]bool{}, map[Couple]bool{}
	for _, m := range in.Learners {
		learners[m.ID] = true
	}
	for _, m := range in.Leaders {
		leaders[m.ID] = true
	}
	for _, p := range in.Pairs {
		switch {
		case !learners[p.Mentee]:
			bad("pair %s, %s: no mentee %s", p.Mentee, p.Mentor, p.Mentee)
		case !leaders[p.Mentor]:
			bad("pair %s, %s: no mentor %s", p.Mentee, p.Mentor, p.Mentor)
		case seen[p.Couple()]:
			bad("pair %s, %s stands twice", p.Mentee, p.Mentor)
		case p.Fit < 0 || p.Fit > MaxFit:
			bad("pair %s, %s: the fit is outside 0..%d", p.Mentee, p.Mentor, MaxFit)
		}
		seen[p.Couple()] = true
	}
}

func (in Circle) fits() map[Couple]int {
	out := make(map[Couple]int, len(in.Pairs))
	for _, p := range in.Pairs {
		if p.Mentee != p.Mentor {
			out[p.Couple()] = p.Fit
		}
	}
	return out
}

// offer is a group that a mentor could lead, with all who could come.
type offer struct {
	leader     int
	need, hour string
	able       []int32 // learners
}

// grouping is a search for the best set of groups: mentor by mentor, which group
// he leads, or none. Who goes where is an exact flow.
type grouping struct {
	Circle
	ctx    context.Context
	fit    map[Couple]int
	slots  [][]offer // one per group that could be led
	reach  []int     // by slot: the most who can still be served from here on by the people alone
	dearly []int     // the best fits of all learners, greatest first, summed up
	best   grouped
	left   int // work
}

// grouped is who goes to which of the open groups.
type grouped struct {
	open   []offer
	pick   []int32 // by learner: her group, or nobody
	served int
	fit    int
}

// offersOf lists the groups that a mentor could lead, the largest first. Of two
// to which the same people could come, one is enough where he leads one group.
func (g *grouping) offersOf(at int) []offer {
	m := g.Leaders[at]
	var out []offer
	for _, need := range distinct(m.Strengths) {
		for _, hour := range distinct(m.Free) {
			o := offer{leader: at, need: need, hour: hour}
			for k, e := range g.Learners {
				_, may := g.fit[Couple{e.ID, m.ID}]
				if may && slices.Contains(e.Needs, need) && slices.Contains(e.Free, hour) {
					o.able = append(o.able, int32(k))
				}
			}
			if len(o.able) >= g.Min {
				out = append(out, o)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b offer) int {
		return cmp.Or(cmp.Compare(len(b.able), len(a.able)), cmp.Compare(a.hour, b.hour), cmp.Compare(a.need, b.need))
	})
	if m.Groups > 1 {
		return out
	}
	var kept []offer
	for _, o := range out {
		if !slices.ContainsFunc(kept, func(k offer) bool { return within(o.able, k.able) }) {
			kept = append(kept, o)
		}
	}
	return kept
}

// within says whether all of a are in b; both are in order.
func within(a, b []int32) bool {
	for _, x := range a {
		if _, found := slices.BinarySearch(b, x); !found {
			return false
		}
	}
	return true
}

// prepare counts what no search can exceed.
func (g *grouping) prepare() {
	g.reach = make([]int, len(g.slots)+1)
	for s := len(g.slots) - 1; s >= 0; s-- {
		g.reach[s] = g.reach[s+1] + min(g.Max, len(g.slots[s][0].able))
	}
	able := map[int32]int{}
	for _, offers := range g.slots {
		for _, o := range offers {
			for _, k := range o.able {
				able[k] = max(able[k], g.fit[Couple{g.Learners[k].ID, g.Leaders[o.leader].ID}])
			}
		}
	}
	g.dearly = []int{0}
	fits := make([]int, 0, len(able))
	for _, fit := range able {
		fits = append(fits, fit)
	}
	slices.SortFunc(fits, func(a, b int) int { return cmp.Compare(b, a) })
	for _, fit := range fits {
		g.dearly = append(g.dearly, g.dearly[len(g.dearly)-1]+fit)
	}
}

// climb changes one group at a time as long as that is better, so that the search
// begins with a good answer, which is all there is where it cannot end.
func (g *grouping) climb() {
	chosen := make([]*offer, len(g.slots))
	for better := true; better; {
		better = false
		for s := range g.slots {
			for k := range g.slots[s] {
				better = g.exchange(chosen, s, &g.slots[s][k]) || better
			}
			better = g.exchange(chosen, s, nil) || better
			if g.left < groupWork/4 || g.ctx.Err() != nil {
				return
			}
		}
	}
}

// exchange tries another group, or none, in a slot.
func (g *grouping) exchange(chosen []*offer, slot int, o *offer) bool {
	old := chosen[slot]
	if old == o {
		return false
	}
	chosen[slot] = nil
	var open []offer
	for s, c := range chosen {
		if s == slot {
			c = o
		}
		if c != nil {
			if !g.free(*c, open) {
				chosen[slot] = old
				return false
			}
			open = append(open, *c)
		}
	}
	if now, ok := g.assign(open); ok && g.keep(now) {
		chosen[slot] = o
		return true
	}
	chosen[slot] = old
	return false
}

// keep notes the better answer.
func (g *grouping) keep(now grouped) bool {
	better := now.served > g.best.served || now.served == g.best.served && now.fit > g.best.fit
	if better {
		g.best = now
	}
	return better
}

// search decides about the groups from slot on; false when it stopped before the end.
func (g *grouping) search(slot int, open []offer) bool {
	now, ok := g.assign(open)
	if !ok {
		return true // more groups only take members away
	}
	g.keep(now)
	most := min(now.served+g.reach[slot], len(g.dearly)-1)
	if slot == len(g.slots) || most < g.best.served || most == g.best.served && g.dearly[most] <= g.best.fit {
		return true
	}
	if g.left < 0 || g.ctx.Err() != nil {
		return false
	}
	whole := true
	for _, o := range g.slots[slot] {
		if g.free(o, open) {
			whole = g.search(slot+1, append(slices.Clip(open), o)) && whole
		}
	}
	return g.search(slot+1, open) && whole
}

// free says whether the mentor leads no other group at that hour.
func (g *grouping) free(o offer, open []offer) bool {
	return !slices.ContainsFunc(open, func(other offer) bool { return other.leader == o.leader && other.hour == o.hour })
}
