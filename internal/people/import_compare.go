package people

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/i18n"
)

// comparison walks the rows of a list and gathers what they change.
type comparison struct {
	actor  access.Actor
	was    schoolState
	opt    ImportOptions
	speaks map[access.Role]bool // roles the list names: only of these may posts end
	states bool                 // the list names states
	heads  map[string]bool      // units whose head the list names
	byCode map[string]Staff
	diff   StaffDiff
	begins calendar.Date // what the row being compared begins with

	// what runs, by staff id
	posts   map[string][]Post
	members map[string][]Member
	spans   map[string][]StateSpan
	teaches map[string][]Teaches
	private map[string][]PrivateVersion
}

func byStaff[T any](all []T, of func(T) string) map[string][]T {
	groups := map[string][]T{}
	for _, x := range all {
		groups[of(x)] = append(groups[of(x)], x)
	}
	return groups
}

// compareStaff is pure: what a list changes in a school. A role that no row of
// the list names is none of its business, and an administrator's post never is.
func compareStaff(actor access.Actor, was schoolState, rows []StaffRow, opt ImportOptions) StaffDiff {
	c := &comparison{
		actor: actor, was: was, opt: opt, speaks: map[access.Role]bool{}, heads: map[string]bool{}, byCode: map[string]Staff{},
		posts:   byStaff(was.posts, func(p Post) string { return p.StaffID }),
		members: byStaff(was.members, func(m Member) string { return m.StaffID }),
		spans:   byStaff(was.states, func(s StateSpan) string { return s.StaffID }),
		teaches: byStaff(was.teaches, func(t Teaches) string { return t.StaffID }),
		private: byStaff(was.private, func(v PrivateVersion) string { return v.StaffID }),
	}
	for _, p := range was.staff {
		c.byCode[p.Code] = p
	}
	seen := map[string]bool{}
	for _, r := range c.understood(rows) {
		seen[r.facts.Code] = true
		c.compareRow(r)
	}
	c.missing(seen)
	return c.diff
}

// understood reads all rows first, since what the list speaks about is known
// only at its end.
func (c *comparison) understood(rows []StaffRow) []readRow {
	var out []readRow
	seen := map[string]bool{}
	for _, row := range rows {
		r, refused := row.read(c.opt.Subjects)
		switch {
		case refused != nil:
			c.refuse(r, refused.Key, refused.Args)
		case seen[r.facts.Code]:
			c.refuse(r, "people.import.code_twice", nil)
		default:
			seen[r.facts.Code] = true
			out = append(out, r)
			c.listen(r)
		}
	}
	return out
}

func (c *comparison) listen(r readRow) {
	for _, role := range r.roles {
		c.speaks[role] = role != access.Administrator
	}
	c.states = c.states || len(r.states) > 0
}

func (c *comparison) refuse(r readRow, key string, args map[string]any) {
	refusal := Refusal{Line: r.line, Code: r.facts.Code}
	refusal.Key, refusal.Args = key, args
	c.diff.Refused = append(c.diff.Refused, refusal)
}

func (c *comparison) compareRow(r readRow) {
	p, known := c.byCode[r.facts.Code]
	c.begins = c.opt.On
	if !known {
		p = Staff{SchoolID: c.was.school, ID: db.NewID()}.with(r.facts)
		c.begins = cmp.Or(r.since, c.opt.On)
		if len(r.roles) == 0 {
			r.roles = []access.Role{access.Teacher}
		}
	}
	plan, fields, refused := c.planFor(p, known, r)
	if refused != "" {
		c.refuse(r, refused, nil)
		return
	}
	c.diff.plan.add(plan)
	for _, m := range r.ignored {
		c.diff.Ignored = append(c.diff.Ignored, Refusal{Line: r.line, Code: r.facts.Code, Message: m})
	}
	change := StaffChange{Line: r.line, Code: r.facts.Code, Name: p.Name(), Fields: fields, id: p.ID}
	switch {
	case !known:
		c.diff.Added = append(c.diff.Added, change)
	case len(fields) > 0:
		c.diff.Changed = append(c.diff.Changed, change)
	default:
		c.diff.Unchanged++
	}
}

func (c *comparison) planFor(p Staff, known bool, r readRow) (staffPlan, []FieldChange, string) {
	var plan staffPlan
	var fields []FieldChange
	if known {
		fields = plan.names(p, r)
	} else {
		plan.addStaff = []Staff{p}
	}
	unit := c.unitFor(r)
	roleFields, refused := c.planPosts(&plan, p, unit, r)
	if refused != "" {
		return plan, nil, refused
	}
	fields = append(fields, roleFields...)
	fields = append(fields, c.planMember(&plan, p, unit)...)
	fields = append(fields, c.planStates(&plan, p, r)...)
	fields = append(fields, c.planSubjects(&plan, p, r)...)
	return plan, append(fields, c.planPrivate(&plan, p, r)...), ""
}

// names lays the stated names and contacts over those known.
func (plan *staffPlan) names(p Staff, r readRow) []FieldChange {
	f := p.Facts()
	f.FamilyName, f.GivenName = cmp.Or(r.facts.FamilyName, f.FamilyName), cmp.Or(r.facts.GivenName, f.GivenName)
	f.Patronymic = cmp.Or(r.facts.Patronymic, f.Patronymic)
	f.Phone, f.Email = cmp.Or(r.facts.Phone, f.Phone), cmp.Or(r.facts.Email, f.Email)
	now := p.with(f)
	if now == p {
		return nil
	}
	plan.changeStaff = append(plan.changeStaff, now)
	if now.Name() != p.Name() {
		return []FieldChange{{"name", p.Name(), now.Name()}}
	}
	return []FieldChange{{"contact", strings.TrimSpace(p.Phone + " " + p.Email), strings.TrimSpace(now.Phone + " " + now.Email)}}
}

// unitFor finds the unit a row names, or forms it.
func (c *comparison) unitFor(r readRow) *Unit {
	if r.unitCode == "" && r.unitName == "" {
		return nil
	}
	i := slices.IndexFunc(c.was.units, func(u Unit) bool { return u.isNamed(r.unitCode, r.unitName) })
	if i >= 0 {
		return &c.was.units[i]
	}
	facts := UnitFacts{Code: cmp.Or(r.unitCode, c.freeUnitCode()), Name: inItsLanguage(cmp.Or(r.unitName, r.unitCode))}
	u := Unit{SchoolID: c.was.school, ID: db.NewID(), Period: calendar.From(c.opt.On)}.with(facts)
	c.diff.plan.addUnits = append(c.diff.plan.addUnits, u) // also when the row is refused: others may name it
	c.was.units = append(c.was.units, u)
	c.diff.NewUnits = append(c.diff.NewUnits, u.Code)
	return &u
}

func (u Unit) isNamed(code, name string) bool {
	if !u.Open() {
		return false
	}
	if code != "" {
		return u.Code == code
	}
	name = i18n.Fold(name)
	return name == i18n.Fold(u.NameKK) || name == i18n.Fold(u.NameRU) || name == i18n.Fold(u.NameEN)
}

func (c *comparison) freeUnitCode() string {
	for n := len(c.was.units) + 1; ; n++ {
		code := strconv.Itoa(n)
		if !slices.ContainsFunc(c.was.units, func(u Unit) bool { return u.Code == code }) {
			return code
		}
	}
}

// missing lists who is in the school and not in the list; they leave only when
// asked for.
func (c *comparison) missing(seen map[string]bool) {
	for _, p := range c.was.staff {
		posts := c.posts[p.ID]
		keeps := slices.ContainsFunc(posts, func(q Post) bool { return q.Role == access.Administrator })
		if len(posts) == 0 || seen[p.Code] || keeps {
			continue
		}
		c.diff.Missing = append(c.diff.Missing, Named{ID: p.ID, Code: p.Code, Name: p.Name()})
		if c.opt.EndMissing {
			c.leave(p, posts)
		}
	}
}

func (c *comparison) leave(p Staff, posts []Post) {
	for _, q := range posts {
		if !MayGive(c.actor, q.Role) || q.Starts >= c.opt.On {
			return
		}
	}
	var plan staffPlan
	for _, q := range posts {
		plan.endPosts = append(plan.endPosts, c.endedPost(q))
	}
	for _, m := range c.members[p.ID] {
		if m.Open() {
			m.Ends = max(m.Starts, c.opt.On.AddDays(-1))
			plan.endMembers = append(plan.endMembers, m)
		}
	}
	c.diff.plan.add(plan)
	c.diff.Changed = append(c.diff.Changed, StaffChange{Code: p.Code, Name: p.Name(), id: p.ID, Fields: []FieldChange{{Field: "left", New: string(c.opt.On)}}})
}

func (c *comparison) endedPost(p Post) Post {
	p.Ends, p.Version = max(p.Starts, c.opt.On.AddDays(-1)), p.Version+1
	return p
}
