package web

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/a-h/templ"
	"github.com/alexedwards/scs/v2"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/i18n"
	"talim/internal/secret"
)

// Accounts tells who stands behind an account, in one query. An account that
// is gone or closed answers with nobody, the zero Actor. People implements it.
type Accounts interface {
	ActorOf(ctx context.Context, accountID string) (access.Actor, Chrome, error)
}

// Chrome is what the frame of a page shows of the person and the school.
type Chrome struct {
	School   i18n.Text
	Language i18n.Language // as chosen by the person; "" where not chosen
	Zone     string        // time zone of the school, such as Asia/Almaty; "" is UTC
	Several  bool          // the person can open other schools as well
	Guard    string        // what the owner of the account is to know, message key after "web.guard."; "" for nothing
	Hold     string        // why the school takes no changes, message key after "web.hold."; "" where it does
	Away     calendar.Date // the day since which it is on its way into another database, or has left; ""
	Place    string        // where it works since it left; ""
}

// NavItem is an entry of the navigation, shown to those whom Permission allows.
type NavItem struct {
	Key        string // of the message
	About      string // key of the line below it on Today; "": it does not stand there
	URL        string
	Permission access.Permission
	School     bool // only in a school: a district or region has no lessons and no pairs
}

// For says whether the entry is shown to somebody.
func (n NavItem) For(a access.Actor) bool { return n.Permission.Allows(a) && (!n.School || !a.Office) }

// Config is what a Site needs. DB, Accounts and Messages are required.
type Config struct {
	DB       *db.DB
	Accounts Accounts
	Messages *i18n.Bundle
	Nav      []NavItem
	Log      *slog.Logger
	Wall     func() time.Time // real time of sessions and limits, never that of the demo; nil: time.Now
	Keeper   *secret.Keeper   // seals what waits in the page of sign-in; nil: with a key that ends with the program

	// KeepLanguage stores the language that a signed-in person chose; nil: only the cookie keeps it.
	KeepLanguage func(ctx context.Context, actor access.Actor, lang i18n.Language) error
	// Coder gives what writes the codes of the actor's school in the place of names; nil: no file leaves so.
	Coder func(ctx context.Context, actor access.Actor) (Coder, error)
	// Banner stands above every page, such as the date of the demo; nil or a nil component: none.
	Banner func(ctx context.Context) templ.Component

	Limits     Limits         // of guessing; the zero value is DefaultLimits
	StayDays   int            // for how many one may stay signed in on a device of one's own; 0: DefaultStay, negative: nobody
	Secure     bool           // the site is reached over https only: cookies say so
	TrustProxy bool           // what a proxy says of a visitor is believed, see Proxies
	Proxies    []netip.Prefix // the proxies; none: whoever connects is one
	Public     *url.URL       // where the world reaches this server: "https://talim.school.kz"; nil: as the request says
	Names      []string       // of this computer; without them and Public a request is answered under any name
	Debug      bool           // development: X-Talim-Queries, page of components
}

// Handler answers a request or returns an error, which becomes a page.
type Handler func(w http.ResponseWriter, r *http.Request) error

// Route is one address of the site. Permission is asked before Handle runs.
type Route struct {
	Pattern    string // "GET /people/staff/{id}"
	Permission access.Permission
	Handle     Handler
	Upload     bool // takes a file of up to MaxUpload, see ReadUpload

	// MaxBody is how large a body may be, where that is less than usual: on pages for strangers.
	MaxBody int64
	// First is asked before the body is read; it says whether it has answered, such as
	// one who asks too often.
	First func(w http.ResponseWriter, r *http.Request) (answered bool, err error)

	bounds bool // the handler shows values that are too long at their field
}

// Site serves all pages.
type Site struct {
	Config

	mux      *http.ServeMux
	routes   []Route
	signIn   Handler // GET /sign-in, as mounted
	sessions *scs.SessionManager
	lastWord map[i18n.Language]string // the error page when no page can be made
	outer    http.Handler
}

// New makes a site without pages.
func New(c Config) *Site {
	if c.Log == nil {
		c.Log = slog.Default()
	}
	if c.Wall == nil {
		c.Wall = time.Now
	}
	if c.Keeper == nil {
		c.Keeper, _ = secret.New() // a key that was just made is none it could refuse
	}
	c.Limits, c.StayDays = c.Limits.withDefaults(), cmp.Or(c.StayDays, DefaultStay)
	s := &Site{Config: c, mux: http.NewServeMux()}
	s.sessions = newSessions(c.DB, c.Keeper)
	s.Mount(
		Route{Pattern: "POST /sign-out", Permission: access.Permission{Name: "web.signout", Open: true}, Handle: s.signOut},
		Route{Pattern: "POST /language", Permission: access.Permission{Name: "web.language", Open: true}, Handle: s.changeLanguage},
	)
	if c.Debug {
		s.Mount(Route{Pattern: "GET /components", Permission: access.Permission{Name: "web.components", Open: true}, Handle: s.components})
		s.Mount(Route{Pattern: "POST /components", Permission: access.Permission{Name: "web.components", Open: true}, Handle: s.components})
	}
	s.lastWord = s.lastWords()
	s.outer = s.chain()
	return s
}

// Mount adds routes. A permission must be named, so that none is forgotten.
func (s *Site) Mount(routes ...Route) {
	for _, route := range routes {
		if route.Permission.Name == "" {
			panic(fmt.Sprintf("web: route %q has no permission", route.Pattern)) // found at start, by any test
		}
		if route.Pattern == "GET /sign-in" {
			s.signIn = route.Handle
		}
		s.routes = append(s.routes, route)
		s.mux.Handle(route.Pattern, s.adapt(route))
	}
}

// Routes lists what was mounted, for the golden list.
func (s *Site) Routes() []Route { return s.routes }

// ServeHTTP answers every request to the program except those of operation.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.outer.ServeHTTP(w, r) }

// dispatch finds the route. What has none is a page too, 404 or 405; so is a path
// that is no text, which no record has and PostgreSQL refuses to look for.
func (s *Site) dispatch(w http.ResponseWriter, r *http.Request) {
	if !s.ownHost(r) {
		s.missing(errHost).ServeHTTP(w, r)
		return
	}
	if !isText(r.URL.Path) {
		s.missing(errNoPage).ServeHTTP(w, r)
		return
	}
	if query, err := url.QueryUnescape(r.URL.RawQuery); err != nil || !isText(query) {
		r.URL.RawQuery = cleanAll(r.URL.Query()).Encode()
	}
	if _, pattern := s.mux.Handler(r); pattern != "" {
		s.mux.ServeHTTP(w, r)
		return
	}
	missing := errNoPage
	if allowed := s.methodsOf(r); len(allowed) > 0 {
		w.Header().Set("Allow", strings.Join(allowed, ", "))
		missing = errNoMethod
	}
	s.missing(missing).ServeHTTP(w, r)
}

func isText(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }

// missing answers where there is no route.
func (s *Site) missing(why error) http.Handler {
	return s.adapt(Route{
		Permission: access.Permission{Name: "web.missing", Open: true},
		Handle:     func(http.ResponseWriter, *http.Request) error { return why },
	})
}

func (s *Site) methodsOf(r *http.Request) []string {
	var allowed []string
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		if s.serves(method, r) {
			allowed = append(allowed, method)
		}
	}
	return allowed
}

func (s *Site) serves(method string, r *http.Request) bool {
	probe := &http.Request{Method: method, URL: r.URL, Host: r.Host}
	_, pattern := s.mux.Handler(probe)
	return pattern != ""
}
