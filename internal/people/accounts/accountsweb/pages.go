// Package accountsweb has the pages of accounts: signing in, one's own password and
// schools, and the list of accounts with the sheets of one-time codes.
package accountsweb

import (
	"context"
	"embed"
	"io/fs"
	"net/http"
	"slices"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/oidc"
	"talim/internal/people/accounts"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

//go:embed messages/*.json
var messages embed.FS

// Messages is the catalogue of these pages and of the faults and journal entries of
// accounts.
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
	DB       *db.DB
	Accounts *accounts.Service

	// Tabs are those above the list of accounts, of the pages that it stands among.
	Tabs func(ctx context.Context, current string) []component.Tab

	// Directory of others that says who somebody is; nil where the server has none.
	Directory *oidc.Directory

	// Personas lists whom a visitor of the demo may be; nil outside the demo,
	// where its page does not exist.
	Personas func(ctx context.Context) ([]Persona, error)
}

// Area is accounts and signing in.
func Area(c Config) web.Area {
	return web.Area{
		Name: "accounts", Messages: []fs.FS{Messages()}, Routes: New(c).Routes(), Sealed: accounts.Sealed, Vouched: accounts.Vouched, FirstSteps: accounts.FirstSteps, DatedRules: accounts.DatedRules,
		Addresses: map[string]func(string) string{
			"first." + accounts.StepAccounts: web.Single(link.Accounts), "first." + accounts.StepSelf: web.Single(link.Self), accounts.KindOfSignIns: web.Single(link.MySignIns),
			accounts.KindOfWords: web.Single(link.RecoveryWords),
		},
	}
}

// Pages holds the handlers.
type Pages struct{ Config }

// New makes the pages.
func New(c Config) *Pages { return &Pages{c} }

// Routes lists the addresses of the pages.
func (p *Pages) Routes() []web.Route {
	routes := []web.Route{
		{Pattern: "GET /sign-in", Permission: accounts.MaySignIn, Handle: p.signIn},
		{Pattern: "POST /sign-in", Permission: accounts.MaySignIn, Handle: p.enter},
		{Pattern: "GET /sign-in/first", Permission: accounts.MaySignIn, Handle: p.first},
		{Pattern: "POST /sign-in/first", Permission: accounts.MaySignIn, Handle: p.open},
		{Pattern: "GET /password", Permission: accounts.MayKeepOwn, Handle: p.password},
		{Pattern: "POST /password", Permission: accounts.MayKeepOwn, Handle: p.changePassword},
		{Pattern: "POST /my-schools/open", Permission: accounts.MayKeepOwn, Handle: p.openMySchool},
		{Pattern: "POST /my-schools/part", Permission: accounts.MayKeepOwn, Handle: web.Act(p.partMySchool)},
		{Pattern: "POST " + link.StayApart(), Permission: accounts.MayKeepOwn, Handle: web.Act(p.stayApart)},
		{Pattern: "GET /people/accounts", Permission: accounts.MayKeep, Handle: p.accounts},
		{Pattern: "POST /people/accounts", Permission: accounts.MayKeep, Handle: p.issueCodes},
		{Pattern: "GET /people/accounts/codes", Permission: accounts.MayKeep, Handle: p.codeSheet},
		{Pattern: "GET /people/accounts/codes/{paper}", Permission: accounts.MayKeep, Handle: p.codePaper},
		{Pattern: "POST /people/accounts/{id}/turn", Permission: accounts.MayKeep, Handle: p.turnAccount},
	}
	routes = append(routes, slices.Concat(p.joinMySchool().Routes(), p.self().Routes(), p.guardRoutes())...)
	if p.Directory != nil {
		routes = append(routes, p.directoryRoutes()...)
	}
	if p.Personas != nil {
		routes = append(routes,
			web.Route{Pattern: "GET /demo", Permission: accounts.MaySignIn, Handle: p.personas},
			web.Route{Pattern: "POST /demo", Permission: accounts.MaySignIn, Handle: p.become})
	}
	return routes
}

// today is the business date; the demo's clock stands in 2013.
func (p *Pages) today() calendar.Date { return p.Accounts.Today() }

func actorOf(r *http.Request) access.Actor { return access.ActorFrom(r.Context()) }
