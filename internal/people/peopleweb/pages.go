// Package peopleweb has the pages of people: signing in, staff, units, the
// organisation tree, accounts, rules and the journal.
package peopleweb

import (
	"context"
	"embed"
	"io/fs"
	"net/http"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

//go:embed messages/*.json
var messages embed.FS

// Messages is the catalogue of these pages and of the faults and journal
// entries of people.
func Messages() fs.FS {
	sub, err := fs.Sub(messages, "messages")
	if err != nil { // only for an invalid path
		return messages
	}
	return sub
}

// Persona is somebody of the demo whom a visitor may be.
type Persona struct {
	Key     string // of the line that says who this is
	Code    string
	Account string
}

// Config is what the pages need.
type Config struct {
	DB     *db.DB
	People *people.Service
	Import string // address of the import of a staff list; "" for none

	// Personas lists whom a visitor of the demo may be; nil outside the demo,
	// where its page does not exist.
	Personas func(ctx context.Context) ([]Persona, error)
}

// Pages holds the handlers.
type Pages struct{ Config }

// New makes the pages.
func New(c Config) *Pages { return &Pages{c} }

// Routes lists the addresses of the pages.
func (p *Pages) Routes() []web.Route {
	routes := append(p.entrance(), p.staffRoutes()...)
	routes = append(routes, p.unitRoutes()...)
	return append(routes, p.schoolRoutes()...)
}

func (p *Pages) entrance() []web.Route {
	routes := []web.Route{
		{Pattern: "GET /sign-in", Permission: people.MaySignIn, Handle: p.signIn},
		{Pattern: "POST /sign-in", Permission: people.MaySignIn, Handle: p.enter},
		{Pattern: "GET /sign-in/first", Permission: people.MaySignIn, Handle: p.first},
		{Pattern: "POST /sign-in/first", Permission: people.MaySignIn, Handle: p.open},
		{Pattern: "GET /first-run", Permission: people.MaySignIn, Handle: p.firstRun},
		{Pattern: "POST /first-run", Permission: people.MaySignIn, Handle: p.createSchool},
		{Pattern: "GET /password", Permission: people.MayKeepOwnAccess, Handle: p.password},
		{Pattern: "POST /password", Permission: people.MayKeepOwnAccess, Handle: p.changePassword},
	}
	if p.Personas != nil {
		routes = append(routes,
			web.Route{Pattern: "GET /demo", Permission: people.MaySignIn, Handle: p.personas},
			web.Route{Pattern: "POST /demo", Permission: people.MaySignIn, Handle: p.become})
	}
	return routes
}

func (p *Pages) staffRoutes() []web.Route {
	return []web.Route{
		{Pattern: "GET /people", Permission: people.MaySee, Handle: p.staffList},
		{Pattern: "GET /people/staff/new", Permission: people.MayKeepStaff, Handle: p.newStaff},
		{Pattern: "POST /people/staff/new", Permission: people.MayKeepStaff, Handle: p.addStaff},
		{Pattern: "GET /people/staff/{id}", Permission: people.MaySee, Handle: p.staff},
		{Pattern: "GET /people/staff/{id}/edit", Permission: people.MayKeepStaff, Handle: p.editStaff},
		{Pattern: "POST /people/staff/{id}/edit", Permission: people.MayKeepStaff, Handle: p.saveStaff},
		{Pattern: "GET /people/staff/{id}/private", Permission: people.MaySee, Handle: p.private},
		{Pattern: "POST /people/staff/{id}/private", Permission: people.MayKeepPrivate, Handle: p.savePrivate},
		{Pattern: "GET /people/staff/{id}/subjects", Permission: people.MayKeepStaff, Handle: p.subjects},
		{Pattern: "POST /people/staff/{id}/subjects", Permission: people.MayKeepStaff, Handle: p.saveSubjects},
		{Pattern: "GET /people/staff/{id}/post", Permission: people.MayKeepStaff, Handle: p.newPost},
		{Pattern: "POST /people/staff/{id}/post", Permission: people.MayKeepStaff, Handle: p.beginPost},
		{Pattern: "GET /people/staff/{id}/state", Permission: people.MayKeepStaff, Handle: p.newState},
		{Pattern: "POST /people/staff/{id}/state", Permission: people.MayKeepStaff, Handle: p.beginState},
		{Pattern: "GET /people/posts/{id}", Permission: people.MayKeepStaff, Handle: p.post},
		{Pattern: "POST /people/posts/{id}", Permission: people.MayKeepStaff, Handle: p.correctPost},
		{Pattern: "GET /people/staff/{id}/leave", Permission: people.MayKeepStaff, Handle: p.leaving().show},
		{Pattern: "POST /people/staff/{id}/leave", Permission: people.MayKeepStaff, Handle: p.leaving().take},
		{Pattern: "GET /people/posts/{id}/end", Permission: people.MayKeepStaff, Handle: p.endingPost().show},
		{Pattern: "POST /people/posts/{id}/end", Permission: people.MayKeepStaff, Handle: p.endingPost().take},
		{Pattern: "GET /people/states/{id}/end", Permission: people.MayKeepStaff, Handle: p.endingState().show},
		{Pattern: "POST /people/states/{id}/end", Permission: people.MayKeepStaff, Handle: p.endingState().take},
	}
}

func (p *Pages) unitRoutes() []web.Route {
	return []web.Route{
		{Pattern: "GET /people/units", Permission: people.MaySee, Handle: p.units},
		{Pattern: "GET /people/units/new", Permission: people.MayKeepStaff, Handle: p.newUnit},
		{Pattern: "POST /people/units/new", Permission: people.MayKeepStaff, Handle: p.addUnit},
		{Pattern: "GET /people/units/{id}", Permission: people.MaySee, Handle: p.unit},
		{Pattern: "GET /people/units/{id}/edit", Permission: people.MayKeepStaff, Handle: p.editUnit},
		{Pattern: "POST /people/units/{id}/edit", Permission: people.MayKeepStaff, Handle: p.saveUnit},
		{Pattern: "GET /people/units/{id}/head", Permission: people.MayKeepStaff, Handle: p.newHead},
		{Pattern: "POST /people/units/{id}/head", Permission: people.MayKeepStaff, Handle: p.appointHead},
		{Pattern: "GET /people/units/{id}/members", Permission: people.MayKeepStaff, Handle: p.newMember},
		{Pattern: "POST /people/units/{id}/members", Permission: people.MayKeepStaff, Handle: p.addMember},
		{Pattern: "GET /people/units/{id}/end", Permission: people.MayKeepStaff, Handle: p.endingUnit().show},
		{Pattern: "POST /people/units/{id}/end", Permission: people.MayKeepStaff, Handle: p.endingUnit().take},
		{Pattern: "GET /people/members/{id}/end", Permission: people.MayKeepStaff, Handle: p.endingMember().show},
		{Pattern: "POST /people/members/{id}/end", Permission: people.MayKeepStaff, Handle: p.endingMember().take},
	}
}

func (p *Pages) schoolRoutes() []web.Route {
	return []web.Route{
		{Pattern: "GET /people/organisation", Permission: people.MaySee, Handle: p.organisations},
		{Pattern: "GET /people/organisation/new", Permission: people.MayKeepTree, Handle: p.newOrganisation},
		{Pattern: "POST /people/organisation/new", Permission: people.MayKeepTree, Handle: p.addOrganisation},
		{Pattern: "GET /people/organisation/{id}", Permission: people.MayKeepTree, Handle: p.editOrganisation},
		{Pattern: "POST /people/organisation/{id}", Permission: people.MayKeepTree, Handle: p.saveOrganisation},
		{Pattern: "GET /people/organisation/{id}/move", Permission: people.MayKeepTree, Handle: p.moveOrganisation},
		{Pattern: "POST /people/organisation/{id}/move", Permission: people.MayKeepTree, Handle: p.placeOrganisation},
		{Pattern: "GET /people/rules", Permission: people.MaySee, Handle: p.rules},
		{Pattern: "POST /people/rules", Permission: people.MayKeepRules, Handle: p.setRule},
		{Pattern: "GET /people/accounts", Permission: people.MayKeepAccounts, Handle: p.accounts},
		{Pattern: "POST /people/accounts", Permission: people.MayKeepAccounts, Handle: p.issueCodes},
		{Pattern: "POST /people/accounts/{id}/turn", Permission: people.MayKeepAccounts, Handle: p.turnAccount},
		{Pattern: "GET /people/journal", Permission: people.MayReadJournal, Handle: p.journal},
		{Pattern: "GET /people/journal/{kind}/{id}", Permission: people.MayReadJournal, Handle: p.recordJournal},
	}
}

// today is the business date; the demo's clock stands in 2013.
func (p *Pages) today() calendar.Date { return p.People.Today() }

func actorOf(r *http.Request) access.Actor { return access.ActorFrom(r.Context()) }

// tabs leads between the lists of the area that this person may open.
func tabs(ctx context.Context, current string) []component.Tab {
	all := []struct {
		key, url string
		may      access.Permission
	}{
		{"people.tab.staff", link.People(), people.MaySee},
		{"people.tab.units", link.Units(), people.MaySee},
		{"people.tab.organisation", link.Organisations(), people.MaySee},
		{"people.tab.rules", link.Rules(), people.MaySee},
		{"people.tab.accounts", link.Accounts(), people.MayKeepAccounts},
		{"people.tab.journal", link.Journal(), people.MayReadJournal},
	}
	var out []component.Tab
	for _, t := range all {
		if t.may.Allows(access.ActorFrom(ctx)) {
			out = append(out, component.Tab{Text: i18n.T(ctx, t.key), URL: t.url, Current: t.url == current})
		}
	}
	return out
}

func keeps(ctx context.Context) bool { return people.MayKeepStaff.Allows(access.ActorFrom(ctx)) }

func roleName(ctx context.Context, r access.Role) string {
	return i18n.Capital(i18n.T(ctx, "web.role."+string(r)))
}

// formDate is the value of a date field before anybody typed.
func formDate(d calendar.Date) string {
	if d == calendar.Forever {
		return ""
	}
	return string(d)
}
