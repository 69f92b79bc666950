package matching

import (
	"cmp"
	"slices"
)

func (g *grouping) result(whole bool) Grouped {
	out := Grouped{Groups: []Group{}, Left: []Unmatched{}, Served: max(0, g.best.served), TotalFit: g.best.fit, Optimal: whole}
	led := map[int]int{}
	for _, o := range g.best.open {
		out.Groups = append(out.Groups, Group{Mentors: []string{g.Leaders[o.leader].ID}, Need: o.need, Hour: o.hour})
		led[o.leader]++
	}
	for k, j := range g.best.pick {
		if j == nobody {
			out.Left = append(out.Left, g.leftOver(k))
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
		group.Why = say(keyGroup, Args{"Count": len(group.Mentees), "Hour": group.Hour})
	}
	return out
}

// leftOver says why somebody is in no group: there is none for her, or its places
// went to others.
func (g *grouping) leftOver(k int) Unmatched {
	e := g.Learners[k]
	could := 0
	for at := range g.Leaders {
		for _, o := range g.offersOf(at) {
			if _, able := slices.BinarySearch(o.able, int32(k)); able && g.Leaders[at].Groups > 0 {
				could++
			}
		}
	}
	if could > 0 {
		return Unmatched{Mentee: e.ID, Why: sayAgainst(keyGroupTaken, Args{"Mentee": e.ID, "Count": could})}
	}
	return Unmatched{Mentee: e.ID, Why: sayAgainst(keyGroupNone, Args{"Mentee": e.ID, "Count": g.Min})}
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

// Verify checks groups against what they were to be made of, and recounts them.
func (in Circle) Verify(out Grouped) error {
	in.Min, in.Max = cmp.Or(in.Min, smallGroup), cmp.Or(in.Max, largeGroup)
	c := groupCheck{Circle: in, fit: in.fits(), seen: map[string]bool{}, led: map[string]int{}, busy: map[[2]string]bool{}}
	for _, m := range in.Leaders {
		c.led[m.ID] = m.Groups
	}
	served, fit := 0, 0
	for _, g := range out.Groups {
		if err := c.group(g); err != nil {
			return err
		}
		served, fit = served+len(g.Mentees), fit+g.Fit
	}
	if served != out.Served || fit != out.TotalFit || served+len(out.Left) != len(in.Learners) {
		return wrong("%d in groups and fit %d, not %d and %d", served, fit, out.Served, out.TotalFit)
	}
	return nil
}

// groupCheck knows no part of the search.
type groupCheck struct {
	Circle
	fit  map[Couple]int
	seen map[string]bool
	led  map[string]int // groups that a mentor can still lead
	busy map[[2]string]bool
}

func (c groupCheck) group(g Group) error {
	if len(g.Mentees) < c.Min || len(g.Mentees) > c.Max || len(g.Mentors) < 1 || len(g.Mentors) > 2 {
		return wrong("a group of %d around %d", len(g.Mentees), len(g.Mentors))
	}
	for _, id := range g.Mentors {
		at := slices.IndexFunc(c.Leaders, func(m Leader) bool { return m.ID == id })
		if c.led[id]--; at < 0 || c.led[id] < 0 || c.busy[[2]string{id, g.Hour}] {
			return wrong("%s cannot lead this group", id)
		}
		c.busy[[2]string{id, g.Hour}] = true
		if m := c.Leaders[at]; !slices.Contains(m.Strengths, g.Need) || !slices.Contains(m.Free, g.Hour) {
			return wrong("%s does not help with %s at %s", id, g.Need, g.Hour)
		}
	}
	sum := 0
	for _, id := range g.Mentees {
		at := slices.IndexFunc(c.Learners, func(e Learner) bool { return e.ID == id })
		if at < 0 || c.seen[id] || !slices.Contains(c.Learners[at].Needs, g.Need) || !slices.Contains(c.Learners[at].Free, g.Hour) {
			return wrong("%s is unknown, in two groups, or does not fit there", id)
		}
		c.seen[id] = true
		for _, m := range g.Mentors {
			if _, may := c.fit[Couple{id, m}]; !may {
				return wrong("%s and %s are not admissible", id, m)
			}
		}
		sum += c.fit[Couple{id, g.Mentors[0]}]
	}
	if sum != g.Fit {
		return wrong("the fit of a group is %d and not %d", sum, g.Fit)
	}
	return nil
}
