// Package peopleweb has the pages of people: staff, units, the
// organisation tree, rules, the journal, and the first run.
package peopleweb

import (
	"context"
	"embed"
	"io/fs"
	"net/http"
	"slices"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/people/accounts"
	"talim/internal/people/tree"
	"talim/internal/rule"
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

// Config is what the pages need.
type Config struct {
	DB       *db.DB
	Tree     *tree.Service
	People   *people.Service
	Accounts *accounts.Service  // which the first run begins
	Import   string             // address of the import of a staff list; "" for none
	Rules    func() []rule.Rule // the dated rules of all areas; nil: those of people
}

// Pages holds the handlers.
type Pages struct{ Config }

// New makes the pages.
func New(c Config) *Pages { return &Pages{c} }

// Routes lists the addresses of the pages.
func (p *Pages) Routes() []web.Route {
	routes := []web.Route{
		{Pattern: "GET /first-run", Permission: accounts.MaySignIn, Handle: p.firstRun},
		{Pattern: "POST /first-run", Permission: accounts.MaySignIn, Handle: p.createSchool},
	}
	routes = append(routes, p.staffRoutes()...)
	routes = append(routes, p.unitRoutes()...)
	return append(routes, p.schoolRoutes()...)
}

func (p *Pages) staffRoutes() []web.Route {
	return slices.Concat(
		[]web.Route{
			{Pattern: "GET /people", Permission: people.MaySee, Handle: p.staffList},
			{Pattern: "GET /people/staff/{id}", Permission: people.MaySee, Handle: p.staff},
		},
		p.newStaff().Routes(), p.firstDays().Routes(), p.editStaff().Routes(), p.privateRoutes(), p.subjects().Routes(), p.newPost().Routes(), p.proposal().Routes(), p.beginState().Routes(),
		p.correctPost().Routes(), p.leaving().at("/people/staff/{id}/leave").Routes(), p.endingPost().at("/people/posts/{id}/end").Routes(),
		p.endingState().at("/people/states/{id}/end").Routes(),
	)
}

func (p *Pages) unitRoutes() []web.Route {
	return slices.Concat(
		[]web.Route{
			{Pattern: "GET /people/units", Permission: people.MaySee, Handle: p.units},
			{Pattern: "GET /people/units/{id}", Permission: people.MaySee, Handle: p.unit},
		},
		p.newUnit().Routes(), p.editUnit().Routes(), p.appointHead().Routes(), p.joinUnit().Routes(),
		p.endingUnit().at("/people/units/{id}/end").Routes(), p.endingMember().at("/people/members/{id}/end").Routes(),
	)
}

func (p *Pages) schoolRoutes() []web.Route {
	return slices.Concat(
		[]web.Route{{Pattern: "GET /people/organisation", Permission: people.MaySee, Handle: p.organisations}},
		p.newOrganisation().Routes(), p.editOrganisation().Routes(), p.moveOrganisation().Routes(), p.ruleRoutes(),
		[]web.Route{
			{Pattern: "GET /people/journal", Permission: people.MayReadJournal, Handle: p.journal},
			{Pattern: "GET /people/journal/{kind}/{id}", Permission: people.MayReadJournal, Handle: p.recordJournal},
		},
	)
}

// today is the business date; the demo's clock stands in 2013.
func (p *Pages) today() calendar.Date { return p.People.Today() }

func actorOf(r *http.Request) access.Actor { return access.ActorFrom(r.Context()) }

// Tabs leads between the lists of the area that this person may open.
func Tabs(ctx context.Context, current string) []component.Tab {
	all := []struct {
		key, url string
		may      access.Permission
	}{
		{"people.tab.staff", link.People(), people.MaySee},
		{"people.tab.units", link.Units(), people.MaySee},
		{"people.tab.organisation", link.Organisations(), people.MaySee},
		{"people.tab.rules", link.Rules(), people.MaySee},
		{"people.tab.accounts", link.Accounts(), accounts.MayKeep},
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
