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
	Learners []Learner `json:"learners"`
	Leaders  []Leader  `json:"leaders"`
	Pairs    []Pair    `json:"pairs"`
	Min      int       `json:"min,omitempty"` // members of a group; 0 means 5
	Max      int       `json:"max,omitempty"` // 0 means 10
}

// Group meets around one need in one hour that all of it have free. A second
// mentor joins who would otherwise lead nobody.
type Group struct {
	Mentors []string `json:"mentors"`
	Need    string   `json:"need"`
	Hour    string   `json:"hour"`
	Mentees []string `json:"mentees"`
	Fit     int      `json:"fit"` // of all with the first mentor
	Why     Reason   `json:"why"`
}

// Grouped are the groups: as many mentees in groups as possible, then the
// greatest total fit. Optimal says that the search came to its end.
type Grouped struct {
	Groups   []Group  `json:"groups"`
	Left     []string `json:"left"` // mentees in no group
	Served   int      `json:"served"`
	TotalFit int      `json:"total_fit"`
	Optimal  bool     `json:"optimal"`
}

// Limits of a circle.
const (
	maxLearners = 500
	groupNodes  = 20_000 // flows of a search
)

// Groups makes groups where places with one mentor each are short.
func Groups(ctx context.Context, in Circle) (Grouped, error) {
	in.Min, in.Max = cmp.Or(in.Min, 5), cmp.Or(in.Max, 10)
	in.Learners = slices.SortedFunc(slices.Values(in.Learners), func(a, b Learner) int { return cmp.Compare(a.ID, b.ID) })
	in.Leaders = slices.SortedFunc(slices.Values(in.Leaders), func(a, b Leader) int { return cmp.Compare(a.ID, b.ID) })
	if err := in.validate(); err != nil {
		return Grouped{}, err
	}
	g := &grouping{Circle: in, ctx: ctx, fit: in.fits()}
	g.best.served = -1
	for at, leader := range in.Leaders {
		offers := g.offersOf(at)
		for range min(leader.Groups, len(offers)) {
			g.slots = append(g.slots, offers)
		}
	}
	g.prepare()
	whole := g.search(0, nil)
	return g.result(whole), ctx.Err()
}

func (in Circle) validate() error {
	var errs []error
	bad := func(format string, args ...any) {
		errs = append(errs, fmt.Errorf("%w: "+format, append([]any{ErrInstance}, args...)...))
	}
	if in.Min < 1 || in.Max < in.Min || in.Max > MaxCapacity || len(in.Learners) > maxLearners {
		bad("groups of %d to %d of %d people", in.Min, in.Max, len(in.Learners))
	}
	for k, m := range in.Learners {
		if m.ID == "" || k > 0 && in.Learners[k-1].ID == m.ID {
			bad("learner %q is empty or stands twice", m.ID)
		}
	}
	for k, m := range in.Leaders {
		if m.ID == "" || k > 0 && in.Leaders[k-1].ID == m.ID || m.Groups < 0 || m.Groups > MaxCapacity {
			bad("leader %q is empty, stands twice or leads %d groups", m.ID, m.Groups)
		}
	}
	for _, p := range in.Pairs {
		if p.Fit < 0 || p.Fit > MaxFit {
			bad("pair %s, %s: the fit is outside 0..%d", p.Mentee, p.Mentor, MaxFit)
		}
	}
	return errors.Join(errs...)
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
	nodes  int
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

// search decides about the groups from slot on; false when it stopped before the end.
func (g *grouping) search(slot int, open []offer) bool {
	now, ok := g.assign(open)
	if !ok {
		return true // more groups only take members away
	}
	if now.served > g.best.served || now.served == g.best.served && now.fit > g.best.fit {
		g.best = now
	}
	most := min(now.served+g.reach[slot], len(g.dearly)-1)
	if slot == len(g.slots) || most < g.best.served || most == g.best.served && g.dearly[most] <= g.best.fit {
		return true
	}
	if g.nodes++; g.nodes > groupNodes || g.ctx.Err() != nil {
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

// assign sends the learners to open groups: as many as possible, so that every
// group has enough if that can be, with the greatest fit. It is a flow: the first
// places of a group are free, the others dearer than all fit together.
func (g *grouping) assign(open []offer) (grouped, bool) {
	out := grouped{open: open, pick: make([]int32, len(g.Learners))}
	for k := range out.pick {
		out.pick[k] = nobody
	}
	p := g.part(open)
	if len(p.mentees) == 0 {
		return out, len(open) == 0
	}
	f := newFlow(p)
	if f.solve(g.ctx, false) != nil {
		return out, false
	}
	for i, x := range f.pick {
		if x != nobody {
			out.pick[p.mentees[i]] = f.edges[x].mentor
			out.served++
			out.fit += int(f.edges[x].fit)
		}
	}
	for j := range open {
		if int(f.count[j]) < g.Min {
			return out, false
		}
	}
	return out, true
}

func (g *grouping) part(open []offer) *part {
	p := &part{start: []int32{0}}
	for k, e := range g.Learners {
		for j, o := range open {
			if _, able := slices.BinarySearch(o.able, int32(k)); able {
				fit := g.fit[Couple{e.ID, g.Leaders[o.leader].ID}]
				p.edges = append(p.edges, edge{int32(j), int32(fit), unstated, unstated})
			}
		}
		if len(p.edges) > int(p.start[len(p.mentees)]) {
			p.mentees = append(p.mentees, int32(k))
			p.start = append(p.start, int32(len(p.edges)))
		}
	}
	beyond := int32(1 + len(p.mentees)*MaxFit)
	for j := range open {
		p.mentors = append(p.mentors, int32(j))
		p.at = append(p.at, int32(len(p.cost)))
		p.free = append(p.free, int32(g.Max))
		for n := range g.Max {
			cost := int32(0)
			if n >= g.Min {
				cost = beyond
			}
			p.cost = append(p.cost, cost)
		}
	}
	p.unit = 1 + int64(len(p.mentees))*(MaxFit+int64(beyond))
	return p
}

func (g *grouping) result(whole bool) Grouped {
	out := Grouped{Groups: []Group{}, Left: []string{}, Served: max(0, g.best.served), TotalFit: g.best.fit, Optimal: whole}
	led := map[int]int{}
	for _, o := range g.best.open {
		out.Groups = append(out.Groups, Group{Mentors: []string{g.Leaders[o.leader].ID}, Need: o.need, Hour: o.hour})
		led[o.leader]++
	}
	for k, j := range g.best.pick {
		if j == nobody {
			out.Left = append(out.Left, g.Learners[k].ID)
			continue
		}
		group := &out.Groups[j]
		group.Mentees = append(group.Mentees, g.Learners[k].ID)
		group.Fit += g.fit[Couple{g.Learners[k].ID, group.Mentors[0]}]
	}
	for at, m := range g.Leaders {
		if led[at] == 0 && m.Groups > 0 {
			g.second(out.Groups, m)
		}
	}
	for j := range out.Groups {
		group := &out.Groups[j]
		group.Why = say(keyGroup, Args{"Count": len(group.Mentees), "Needs": []string{group.Need}, "Hour": group.Hour})
	}
	return out
}

// second lets a mentor who leads nobody join the largest group he can help.
func (g *grouping) second(groups []Group, m Leader) {
	var best *Group
	for j := range groups {
		group := &groups[j]
		helps := len(group.Mentors) == 1 && slices.Contains(m.Strengths, group.Need) && slices.Contains(m.Free, group.Hour) &&
			!slices.ContainsFunc(group.Mentees, func(id string) bool { _, may := g.fit[Couple{id, m.ID}]; return !may })
		if helps && (best == nil || len(group.Mentees) > len(best.Mentees)) {
			best = group
		}
	}
	if best != nil {
		best.Mentors = append(best.Mentors, m.ID)
	}
}
