package staffimport

import (
	"slices"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/people"
)

// planPosts begins the posts a row names, and ends those of roles that the
// list speaks about and gives to others.
func (c *comparison) planPosts(plan *people.RosterChange, p people.Staff, unit *people.Unit, r readRow) ([]FieldChange, string) {
	if len(r.roles) == 0 {
		return nil, ""
	}
	mine := c.posts[p.ID]
	var fields []FieldChange
	for _, role := range r.roles {
		unitID := ""
		if role == access.SMUHead {
			unitID = unit.ID
			if c.heads[unitID] {
				return nil, "people.import.two_heads"
			}
			c.heads[unitID] = true
		}
		if slices.ContainsFunc(mine, func(q people.Post) bool { return q.Role == role && q.UnitID == unitID }) {
			continue
		}
		switch c.giver.Of(p.ID, role) {
		case people.Gives:
		case people.Proposes:
			return nil, "people.import.role_by_two"
		default:
			if p.ID == c.giver.Staff {
				c.diff.Ignored = append(c.diff.Ignored, Refusal{Line: r.line, Code: r.facts.Code, Message: fault.Say("people.import.role_of_oneself")})
				continue
			}
			return nil, "people.import.role_not_yours"
		}
		c.beginPost(plan, p, role, unitID, r)
		fields = append(fields, FieldChange{Field: "role", New: string(role)})
	}
	return append(fields, c.endOthers(plan, mine, unit, r)...), ""
}

func (c *comparison) beginPost(plan *people.RosterChange, p people.Staff, role access.Role, unitID string, r readRow) {
	post := people.Post{SchoolID: c.was.School, ID: db.NewID(), StaffID: p.ID, Role: role, UnitID: unitID, Period: calendar.From(c.startIn(unitID))}
	if role == access.Deputy {
		post.AreaKK, post.AreaRU, post.AreaEN = r.area.KK, r.area.RU, r.area.EN
	}
	plan.NewPosts = append(plan.NewPosts, post)
	if unitID == "" {
		return
	}
	for _, q := range c.was.Posts { // the head until now
		if q.UnitID == unitID && q.StaffID != p.ID && q.Open() {
			plan.EndedPosts = append(plan.EndedPosts, c.endedPost(q))
		}
	}
}

// startIn is the day on which something of the row begins; in a unit not
// before the unit itself.
func (c *comparison) startIn(unitID string) calendar.Date {
	for _, u := range c.was.Units {
		if u.ID == unitID {
			return max(c.begins, u.Starts)
		}
	}
	return c.begins
}

func (c *comparison) endOthers(plan *people.RosterChange, mine []people.Post, unit *people.Unit, r readRow) []FieldChange {
	var fields []FieldChange
	for _, q := range mine {
		named := slices.Contains(r.roles, q.Role) && (q.UnitID == "" || unit != nil && q.UnitID == unit.ID)
		if named || !c.speaks[q.Role] || !q.Open() || q.Starts >= c.opt.On || !people.MayEnd(c.giver.Actor, q.Role) {
			continue
		}
		plan.EndedPosts = append(plan.EndedPosts, c.endedPost(q))
		fields = append(fields, FieldChange{Field: "role", Old: string(q.Role)})
	}
	return fields
}

// planMember moves a person of one unit to the one the row names.
func (c *comparison) planMember(plan *people.RosterChange, p people.Staff, unit *people.Unit) []FieldChange {
	if unit == nil {
		return nil
	}
	mine := c.members[p.ID]
	if slices.ContainsFunc(mine, func(m people.Member) bool { return m.UnitID == unit.ID }) {
		return nil
	}
	change := FieldChange{Field: "unit", New: unit.Code}
	if len(mine) == 1 && mine[0].Open() {
		until := mine[0]
		until.Ends = max(until.Starts, c.opt.On.AddDays(-1))
		plan.EndedMembers = append(plan.EndedMembers, until)
		change.Old = c.unitCode(until.UnitID)
	}
	plan.NewMembers = append(plan.NewMembers, people.Member{
		SchoolID: c.was.School, ID: db.NewID(), UnitID: unit.ID, StaffID: p.ID, Period: calendar.From(c.startIn(unit.ID)),
	})
	return []FieldChange{change}
}

func (c *comparison) unitCode(id string) string {
	i := slices.IndexFunc(c.was.Units, func(u people.Unit) bool { return u.ID == id })
	if i < 0 {
		return ""
	}
	return c.was.Units[i].Code
}

func (c *comparison) planStates(plan *people.RosterChange, p people.Staff, r readRow) []FieldChange {
	if !c.states {
		return nil
	}
	var fields []FieldChange
	mine := c.spans[p.ID]
	for _, s := range mine {
		if slices.Contains(r.states, s.State) || !s.Open() || s.Starts >= c.opt.On {
			continue
		}
		s.Ends = c.opt.On.AddDays(-1)
		plan.EndedStates = append(plan.EndedStates, s)
		fields = append(fields, FieldChange{Field: "state", Old: string(s.State)})
	}
	for _, state := range r.states {
		if slices.ContainsFunc(mine, func(s people.StateSpan) bool { return s.State == state }) {
			continue
		}
		plan.NewStates = append(plan.NewStates, people.StateSpan{
			SchoolID: c.was.School, ID: db.NewID(), StaffID: p.ID, State: state, Period: calendar.From(c.opt.On),
		})
		fields = append(fields, FieldChange{Field: "state", New: string(state)})
	}
	return fields
}

func (c *comparison) planSubjects(plan *people.RosterChange, p people.Staff, r readRow) []FieldChange {
	if len(r.subjects) == 0 {
		return nil
	}
	mine := c.teaches[p.ID]
	var old []string
	for _, t := range mine {
		if !t.Open() {
			continue
		}
		old = append(old, t.SubjectCode)
		if !slices.Contains(r.subjects, t.SubjectCode) {
			t.Ends = max(t.Starts, c.opt.On.AddDays(-1))
			plan.EndedTeaches = append(plan.EndedTeaches, t)
		}
	}
	added := people.NewTeaches(c.was.School, p.ID, r.subjects, mine, c.begins)
	plan.NewTeaches = append(plan.NewTeaches, added...)
	if len(added) == 0 && len(plan.EndedTeaches) == 0 {
		return nil
	}
	return []FieldChange{{"subjects", strings.Join(old, "; "), strings.Join(r.subjects, "; ")}}
}

func (c *comparison) planPrivate(plan *people.RosterChange, p people.Staff, r readRow) []FieldChange {
	mine := c.private[p.ID]
	old := people.PrivateVersion{PrivateFacts: people.NoFacts}
	if len(mine) > 0 {
		old = mine[len(mine)-1]
	}
	facts := over(r.private, old.PrivateFacts)
	if facts.Same(old.PrivateFacts) {
		return nil
	}
	facts.RecordedOn = c.opt.On
	made := people.PrivateVersion{SchoolID: c.was.School, ID: db.NewID(), StaffID: p.ID, Version: old.Version + 1, PrivateFacts: facts, Period: calendar.From(c.opt.On)}
	if len(mine) > 0 && old.Starts < c.opt.On {
		ends := old
		ends.Ends = c.opt.On.AddDays(-1)
		plan.EndedPrivate = append(plan.EndedPrivate, ends)
	} else if len(mine) > 0 { // two versions of one day become one
		made.ID, made.Period = old.ID, old.Period
		plan.EndedPrivate = append(plan.EndedPrivate, made)
		return stated(facts, old.PrivateFacts)
	}
	plan.NewPrivate = append(plan.NewPrivate, made)
	return stated(facts, old.PrivateFacts)
}
