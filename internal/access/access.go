// Package access says who somebody is and what a role may do. It is pure: no
// SQL, no HTTP. Each area states its own rules in its access.go, first in
// words, then in code, on top of what is here; people builds the Actor.
package access

import (
	"context"
	"slices"

	"talim/internal/calendar"
)

// Role is what a post gives somebody in an organisation (R003, R004). A person
// holds several at once (R002). Mentor and mentee are no posts: they follow
// from a pairing, and mentoring decides about them.
type Role string

// The roles.
const (
	Director             Role = "director"
	Deputy               Role = "deputy"      // deputy director; the area of work stands in the post
	Coordinator          Role = "coordinator" // of mentoring, where it is not the deputy
	SMUHead              Role = "smu_head"
	Teacher              Role = "teacher"
	ClassLead            Role = "class_lead"
	Psychologist         Role = "psychologist"
	SocialPedagogue      Role = "social_pedagogue"
	SocialAnalyst        Role = "social_analyst"
	Librarian            Role = "librarian"
	Secretary            Role = "secretary" // of the pedagogical council
	LabAssistant         Role = "lab_assistant"
	InternationalTeacher Role = "international_teacher"
	Administrator        Role = "administrator" // keeps accounts and imports; sees no contents of mentoring
	Methodologist        Role = "methodologist" // of a district or region
	Inspector            Role = "inspector"
)

// Roles lists every role in the order in which pages show them.
var Roles = []Role{
	Director, Deputy, Coordinator, SMUHead, Teacher, ClassLead, Psychologist, SocialPedagogue, SocialAnalyst,
	Librarian, Secretary, LabAssistant, InternationalTeacher, Administrator, Methodologist, Inspector,
}

// ByRank compares roles as Roles orders them.
func ByRank(a, b Role) int { return slices.Index(Roles, a) - slices.Index(Roles, b) }

// Actor is who asks: an account of a staff member, with the posts held today.
// The zero Actor is nobody.
type Actor struct {
	Account string        // account id
	School  string        // organisation id of the school (or district office) the account belongs to
	Office  bool          // that is a district, region or company: others report to it, and it has no lessons
	Staff   string        // staff id
	Name    string        // as shown: name, or the code where there is no name
	Roles   []Role        // of the posts held today
	Heads   []string      // ids of the units headed today
	Units   []string      // ids of the units a member of today
	Closed  calendar.Date // until this day private texts stay closed to the account, see package secret; "" where they open
	System  string        // name of the job when the program itself acts; then Account and Staff are empty
}

// SignedIn says whether somebody (or a job of ours) is there.
func (a Actor) SignedIn() bool { return a.Account != "" || a.System != "" }

// Has says whether the actor holds one of the roles.
func (a Actor) Has(roles ...Role) bool {
	return slices.ContainsFunc(roles, func(r Role) bool { return slices.Contains(a.Roles, r) })
}

// Leads says whether the actor heads the unit.
func (a Actor) Leads(unit string) bool { return unit != "" && slices.Contains(a.Heads, unit) }

// System is the program itself at work for a school, such as a job.
func System(school, job string) Actor { return Actor{School: school, System: job} }

// Permission is what a route or a verb asks for before it looks at any record.
// Areas declare theirs; the golden list of routes shows them.
type Permission struct {
	Name   string // "people.staff.edit"
	Open   bool   // for everybody, also not signed in
	Office bool   // only in an organisation above schools
	Roles  []Role // one of these; empty: everybody who is signed in
}

// Allows says whether the actor has the permission.
func (p Permission) Allows(a Actor) bool {
	switch {
	case p.Open:
		return true
	case !a.SignedIn():
		return false
	case p.Office && !a.Office && a.System == "":
		return false
	case len(p.Roles) == 0 || a.System != "":
		return true
	}
	return a.Has(p.Roles...)
}

type actorKey struct{}

// With puts the actor into the context.
func With(ctx context.Context, a Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, a)
}

// ActorFrom is the actor of the request; nobody when there is none.
func ActorFrom(ctx context.Context) Actor {
	a, _ := ctx.Value(actorKey{}).(Actor)
	return a
}
