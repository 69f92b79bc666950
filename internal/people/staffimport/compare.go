package staffimport

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/people"
)

// comparison walks the rows of a list and gathers what they change.
type comparison struct {
	giver  people.Giver
	was    people.Roster
	opt    Options
	speaks map[access.Role]bool // roles the list names: only of these may posts end
	states bool                 // the list names states
	heads  map[string]bool      // units whose head the list names
	byCode map[string]people.Staff
	named  map[string]bool // codes of people whom a row names or may name, refused or not: they are not missing
	diff   Diff
	begins calendar.Date // what the row being compared begins with

	// what runs, by staff id
	posts   map[string][]people.Post
	members map[string][]people.Member
	spans   map[string][]people.StateSpan
	teaches map[string][]people.Teaches
	private map[string][]people.PrivateVersion
}

func byStaff[T any](all []T, of func(T) string) map[string][]T {
	groups := map[string][]T{}
	for _, x := range all {
		groups[of(x)] = append(groups[of(x)], x)
	}
	return groups
}

// compare is pure: what a list changes in a school. A role that no row of
// the list names is none of its business, and an administrator's post never is.
func compare(giver people.Giver, was people.Roster, rows []Row, opt Options) Diff {
	c := &comparison{
		giver: giver, was: was, opt: opt, speaks: map[access.Role]bool{}, heads: map[string]bool{}, named: map[string]bool{}, byCode: map[string]people.Staff{},
		posts:   byStaff(was.Posts, func(p people.Post) string { return p.StaffID }),
		members: byStaff(was.Members, func(m people.Member) string { return m.StaffID }),
		spans:   byStaff(was.States, func(s people.StateSpan) string { return s.StaffID }),
		teaches: byStaff(was.Teaches, func(t people.Teaches) string { return t.StaffID }),
		private: byStaff(was.Private, func(v people.PrivateVersion) string { return v.StaffID }),
	}
	for _, p := range was.Staff {
		c.byCode[p.Code] = p
	}
	for _, r := range c.understood(rows) {
		c.compareRow(r)
	}
	c.missing()
	return c.diff
}

// understood reads all rows first, since what the list speaks about is known
// only at its end.
func (c *comparison) understood(rows []Row) []readRow {
	var out []readRow
	seen := map[string]bool{}
	for _, row := range rows {
		row.words = c.opt.Words
		r, refused := row.read(c.opt.Subjects, c.opt.On)
		c.diff.Unknown = append(c.diff.Unknown, r.unknown...)
		for _, code := range append(row.mayBe, r.facts.Code) {
			c.named[code] = true
		}
		if row.asks {
			c.diff.Namesakes = append(c.diff.Namesakes, Namesake{Line: row.Line, Code: r.facts.Code, Name: row.name(), Known: row.asked})
		}
		switch {
		case refused != nil:
			c.refuse(r, refused.Key, refused.Args)
		case r.skipped != "":
			c.diff.Ignored = append(c.diff.Ignored, Refusal{Line: r.line, Code: r.facts.Code, Message: fault.Say("people.import.post_left_out", "Word", r.skipped)})
		case seen[r.facts.Code]:
			c.refuse(r, "people.import.code_twice", nil)
		default:
			seen[r.facts.Code] = true
			out = append(out, r)
			c.listen(r)
		}
	}
	c.diff.Unknown = asked(c.diff.Unknown)
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
		p = people.Staff{SchoolID: c.was.School, ID: db.NewID(), SinceUnknown: r.since == ""}.With(inSmallLetters(r.facts))
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
	c.diff.plan.Add(plan)
	for _, m := range r.ignored {
		c.diff.Ignored = append(c.diff.Ignored, Refusal{Line: r.line, Code: r.facts.Code, Message: m})
	}
	change := Change{Line: r.line, Code: r.facts.Code, Name: p.Name(), Fields: fields, id: p.ID}
	switch {
	case !known:
		c.diff.Added = append(c.diff.Added, change)
	case len(fields) > 0:
		c.diff.Changed = append(c.diff.Changed, change)
	default:
		c.diff.Unchanged++
	}
}

func (c *comparison) planFor(p people.Staff, known bool, r readRow) (people.RosterChange, []FieldChange, string) {
	var plan people.RosterChange
	var fields []FieldChange
	if known {
		p, fields = c.planSince(&plan, p, r)
		fields = append(fields, planNames(&plan, p, r)...)
	} else {
		plan.NewStaff = []people.Staff{p}
		if r.since != "" {
			fields = append(fields, FieldChange{Field: "since", New: string(r.since)})
		}
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

// planSince lays the first day of a row over one that is not known: the posts that a
// list without it began then begin on that day. A first day that is known stays.
func (c *comparison) planSince(plan *people.RosterChange, p people.Staff, r readRow) (people.Staff, []FieldChange) {
	posts := c.posts[p.ID]
	if !p.SinceUnknown || r.since == "" || len(posts) == 0 {
		return p, nil
	}
	p.SinceUnknown = false
	plan.ChangedStaff = append(plan.ChangedStaff, p)
	plan.EarlierPosts = append(plan.EarlierPosts, people.BeginEarlier(posts, r.since)...)
	return p, []FieldChange{{Field: "since", New: string(r.since)}}
}

// planNames lays the stated names and contacts over those known.
func planNames(plan *people.RosterChange, p people.Staff, r readRow) []FieldChange {
	f := r.namesOver(p.Facts())
	f.Phone, f.Email = cmp.Or(r.facts.Phone, f.Phone), cmp.Or(r.facts.Email, f.Email)
	f.Code = cmp.Or(r.becomes, f.Code)
	now := p.With(f)
	if now == p {
		return nil
	}
	plan.ChangedStaff = append(plan.ChangedStaff, now)
	var fields []FieldChange
	add := func(field, was, is string) {
		if was != is {
			fields = append(fields, FieldChange{field, was, is})
		}
	}
	add("code", p.Code, now.Code)
	add("name", p.Name(), now.Name())
	add("contact", strings.TrimSpace(p.Phone+" "+p.Email), strings.TrimSpace(now.Phone+" "+now.Email))
	return fields
}

// unitFor finds the unit a row names, or forms it.
func (c *comparison) unitFor(r readRow) *people.Unit {
	if r.unitCode == "" && r.unitName == "" {
		return nil
	}
	i := slices.IndexFunc(c.was.Units, func(u people.Unit) bool { return isNamed(u, r.unitCode, r.unitName) })
	if i >= 0 {
		return &c.was.Units[i]
	}
	facts := people.UnitFacts{Code: cmp.Or(r.unitCode, c.freeUnitCode()), Name: inItsLanguage(cmp.Or(r.unitName, r.unitCode))}
	u := people.Unit{SchoolID: c.was.School, ID: db.NewID(), Period: calendar.From(c.opt.On)}.With(facts)
	c.diff.plan.NewUnits = append(c.diff.plan.NewUnits, u) // also when the row is refused: others may name it
	c.was.Units = append(c.was.Units, u)
	c.diff.NewUnits = append(c.diff.NewUnits, u.Code)
	return &u
}

func isNamed(u people.Unit, code, name string) bool {
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
	for n := len(c.was.Units) + 1; ; n++ {
		code := strconv.Itoa(n)
		if !slices.ContainsFunc(c.was.Units, func(u people.Unit) bool { return u.Code == code }) {
			return code
		}
	}
}

// missing lists who is in the school and not in the list; they leave only when
// asked for.
func (c *comparison) missing() {
	for _, p := range c.was.Staff {
		posts := c.posts[p.ID]
		keeps := slices.ContainsFunc(posts, func(q people.Post) bool { return q.Role == access.Administrator })
		if len(posts) == 0 || c.named[p.Code] || keeps {
			continue
		}
		c.diff.Missing = append(c.diff.Missing, people.Named{ID: p.ID, Code: p.Code, Name: p.Name()})
		if c.opt.EndMissing {
			c.leave(p, posts)
		}
	}
}

func (c *comparison) leave(p people.Staff, posts []people.Post) {
	for _, q := range posts {
		if !people.MayEnd(c.giver.Actor, q.Role) || q.Starts >= c.opt.On {
			return
		}
	}
	var plan people.RosterChange
	for _, q := range posts {
		plan.EndedPosts = append(plan.EndedPosts, c.endedPost(q))
	}
	for _, m := range c.members[p.ID] {
		if m.Open() {
			m.Ends = max(m.Starts, c.opt.On.AddDays(-1))
			plan.EndedMembers = append(plan.EndedMembers, m)
		}
	}
	c.diff.plan.Add(plan)
	c.diff.Changed = append(c.diff.Changed, Change{Code: p.Code, Name: p.Name(), id: p.ID, Fields: []FieldChange{{Field: "left", New: string(c.opt.On)}}})
}

func (c *comparison) endedPost(p people.Post) people.Post {
	p.Ends, p.Version = max(p.Starts, c.opt.On.AddDays(-1)), p.Version+1
	return p
}
