package people

import (
	"context"
	"slices"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
)

// staffPlan is the rows that an import writes.
type staffPlan struct {
	addUnits                []Unit
	addStaff, changeStaff   []Staff
	addPosts, endPosts      []Post
	addMembers, endMembers  []Member
	addStates, endStates    []StateSpan
	addSubjects, endSubject []Teaches
	addPrivate, endPrivate  []PrivateVersion
	day                     calendar.Date // on which it is written
}

func (plan *staffPlan) add(more staffPlan) {
	plan.addUnits = append(plan.addUnits, more.addUnits...)
	plan.addStaff, plan.changeStaff = append(plan.addStaff, more.addStaff...), append(plan.changeStaff, more.changeStaff...)
	plan.addPosts, plan.endPosts = append(plan.addPosts, more.addPosts...), append(plan.endPosts, more.endPosts...)
	plan.addMembers, plan.endMembers = append(plan.addMembers, more.addMembers...), append(plan.endMembers, more.endMembers...)
	plan.addStates, plan.endStates = append(plan.addStates, more.addStates...), append(plan.endStates, more.endStates...)
	plan.addSubjects, plan.endSubject = append(plan.addSubjects, more.addSubjects...), append(plan.endSubject, more.endSubject...)
	plan.addPrivate, plan.endPrivate = append(plan.addPrivate, more.addPrivate...), append(plan.endPrivate, more.endPrivate...)
}

// planPosts begins the posts a row names, and ends those of roles that the
// list speaks about and gives to others.
func (c *comparison) planPosts(plan *staffPlan, p Staff, unit *Unit, r readRow) ([]FieldChange, string) {
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
		if slices.ContainsFunc(mine, func(q Post) bool { return q.Role == role && q.UnitID == unitID }) {
			continue
		}
		if !MayGive(c.actor, role) {
			return nil, "people.import.role_not_yours"
		}
		c.beginPost(plan, p, role, unitID, r)
		fields = append(fields, FieldChange{Field: "role", New: string(role)})
	}
	return append(fields, c.endOthers(plan, mine, unit, r)...), ""
}

func (c *comparison) beginPost(plan *staffPlan, p Staff, role access.Role, unitID string, r readRow) {
	post := Post{SchoolID: c.was.school, ID: db.NewID(), StaffID: p.ID, Role: role, UnitID: unitID, Period: calendar.From(c.startIn(unitID))}
	if role == access.Deputy {
		post.AreaKK, post.AreaRU, post.AreaEN = r.area.KK, r.area.RU, r.area.EN
	}
	plan.addPosts = append(plan.addPosts, post)
	if unitID == "" {
		return
	}
	for _, q := range c.was.posts { // the head until now
		if q.UnitID == unitID && q.StaffID != p.ID && q.Open() {
			plan.endPosts = append(plan.endPosts, c.endedPost(q))
		}
	}
}

// startIn is the day on which something of the row begins; in a unit not
// before the unit itself.
func (c *comparison) startIn(unitID string) calendar.Date {
	for _, u := range c.was.units {
		if u.ID == unitID {
			return max(c.begins, u.Starts)
		}
	}
	return c.begins
}

func (c *comparison) endOthers(plan *staffPlan, mine []Post, unit *Unit, r readRow) []FieldChange {
	var fields []FieldChange
	for _, q := range mine {
		named := slices.Contains(r.roles, q.Role) && (q.UnitID == "" || unit != nil && q.UnitID == unit.ID)
		if named || !c.speaks[q.Role] || !q.Open() || q.Starts >= c.opt.On || !MayGive(c.actor, q.Role) {
			continue
		}
		plan.endPosts = append(plan.endPosts, c.endedPost(q))
		fields = append(fields, FieldChange{Field: "role", Old: string(q.Role)})
	}
	return fields
}

// planMember moves a person of one unit to the one the row names.
func (c *comparison) planMember(plan *staffPlan, p Staff, unit *Unit) []FieldChange {
	if unit == nil {
		return nil
	}
	mine := c.members[p.ID]
	if slices.ContainsFunc(mine, func(m Member) bool { return m.UnitID == unit.ID }) {
		return nil
	}
	change := FieldChange{Field: "unit", New: unit.Code}
	if len(mine) == 1 && mine[0].Open() {
		until := mine[0]
		until.Ends = max(until.Starts, c.opt.On.AddDays(-1))
		plan.endMembers = append(plan.endMembers, until)
		change.Old = c.unitCode(until.UnitID)
	}
	plan.addMembers = append(plan.addMembers, Member{
		SchoolID: c.was.school, ID: db.NewID(), UnitID: unit.ID, StaffID: p.ID, Period: calendar.From(c.startIn(unit.ID)),
	})
	return []FieldChange{change}
}

func (c *comparison) unitCode(id string) string {
	i := slices.IndexFunc(c.was.units, func(u Unit) bool { return u.ID == id })
	if i < 0 {
		return ""
	}
	return c.was.units[i].Code
}

func (c *comparison) planStates(plan *staffPlan, p Staff, r readRow) []FieldChange {
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
		plan.endStates = append(plan.endStates, s)
		fields = append(fields, FieldChange{Field: "state", Old: string(s.State)})
	}
	for _, state := range r.states {
		if slices.ContainsFunc(mine, func(s StateSpan) bool { return s.State == state }) {
			continue
		}
		plan.addStates = append(plan.addStates, StateSpan{
			SchoolID: c.was.school, ID: db.NewID(), StaffID: p.ID, State: state, Period: calendar.From(c.opt.On),
		})
		fields = append(fields, FieldChange{Field: "state", New: string(state)})
	}
	return fields
}

func (c *comparison) planSubjects(plan *staffPlan, p Staff, r readRow) []FieldChange {
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
			plan.endSubject = append(plan.endSubject, t)
		}
	}
	added := newSubjects(c.was.school, p.ID, r.subjects, mine, c.begins)
	plan.addSubjects = append(plan.addSubjects, added...)
	if len(added) == 0 && len(plan.endSubject) == 0 {
		return nil
	}
	return []FieldChange{{"subjects", strings.Join(old, "; "), strings.Join(r.subjects, "; ")}}
}

func (c *comparison) planPrivate(plan *staffPlan, p Staff, r readRow) []FieldChange {
	mine := c.private[p.ID]
	old := PrivateVersion{PrivateFacts: NoFacts}
	if len(mine) > 0 {
		old = mine[len(mine)-1]
	}
	facts := r.private.over(old.PrivateFacts)
	if facts.same(old.PrivateFacts) {
		return nil
	}
	facts.RecordedOn = c.opt.On
	made := PrivateVersion{SchoolID: c.was.school, ID: db.NewID(), StaffID: p.ID, Version: old.Version + 1, PrivateFacts: facts, Period: calendar.From(c.opt.On)}
	if len(mine) > 0 && old.Starts < c.opt.On {
		ends := old
		ends.Ends = c.opt.On.AddDays(-1)
		plan.endPrivate = append(plan.endPrivate, ends)
	} else if len(mine) > 0 { // two versions of one day become one
		made.ID, made.Period = old.ID, old.Period
		plan.endPrivate = append(plan.endPrivate, made)
		return facts.stated(old.PrivateFacts)
	}
	plan.addPrivate = append(plan.addPrivate, made)
	return facts.stated(old.PrivateFacts)
}

// stamp sets the moment at which the people of the plan were added.
func (plan *staffPlan) stamp(at calendar.Instant, day calendar.Date) {
	plan.day = day
	for i := range plan.addStaff {
		plan.addStaff[i].CreatedAt = at
	}
}

// write ends first, so that a successor finds the place free.
func (plan *staffPlan) write(ctx context.Context, tx db.Conn, school string) error {
	if err := plan.end(ctx, tx); err != nil {
		return err
	}
	if err := db.InsertAll(ctx, tx, "unit", plan.addUnits); err != nil {
		return err
	}
	if err := db.InsertAll(ctx, tx, "staff", plan.addStaff); err != nil {
		return err
	}
	if err := db.InsertAll(ctx, tx, "post", plan.addPosts); err != nil {
		return err
	}
	if err := db.InsertAll(ctx, tx, "unit_member", plan.addMembers); err != nil {
		return err
	}
	if err := db.InsertAll(ctx, tx, "staffing_state", plan.addStates); err != nil {
		return err
	}
	if err := db.InsertAll(ctx, tx, "teaches", plan.addSubjects); err != nil {
		return err
	}
	var taught []string
	for _, t := range slices.Concat(plan.addSubjects, plan.endSubject) {
		taught = append(taught, t.StaffID)
	}
	for _, staff := range unique(taught) {
		if err := raiseSubjects(ctx, tx, school, staff); err != nil {
			return err
		}
	}
	return db.InsertAll(ctx, tx, "staff_private", plan.addPrivate)
}

func (plan *staffPlan) end(ctx context.Context, tx db.Conn) error {
	for _, p := range plan.changeStaff {
		if err := changeStaff(ctx, tx, plan.day, p); err != nil {
			return err
		}
	}
	if err := updateAll(ctx, tx, "post", plan.endPosts); err != nil {
		return err
	}
	if err := updateAll(ctx, tx, "unit_member", plan.endMembers); err != nil {
		return err
	}
	if err := updateAll(ctx, tx, "staffing_state", plan.endStates); err != nil {
		return err
	}
	if err := updateAll(ctx, tx, "teaches", plan.endSubject); err != nil {
		return err
	}
	for _, v := range plan.endPrivate {
		if err := changePrivate(ctx, tx, v); err != nil {
			return err
		}
	}
	return nil
}

func updateAll[T any](ctx context.Context, tx db.Conn, table string, rows []T) error {
	for _, row := range rows {
		if err := db.Update(ctx, tx, table, row, "school_id", "id"); err != nil {
			return err
		}
	}
	return nil
}
