package matching

import "slices"

// assign sends the learners to open groups: as many as possible, so that every
// group has enough if that can be, with the greatest fit. It is a flow: the first
// places of a group are free, the others dearer than all fit together.
func (g *grouping) assign(open []offer) (grouped, bool) {
	out := grouped{open: open, pick: make([]int32, len(g.Learners))}
	for k := range out.pick {
		out.pick[k] = nobody
	}
	p := g.part(open)
	g.left -= len(p.edges) + len(p.mentees)
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
