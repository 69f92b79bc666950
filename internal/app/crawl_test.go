package app_test

import (
	"bytes"
	"compress/gzip"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"talim/internal/app"
	"talim/internal/apptest"
	"talim/internal/demo"
	"talim/internal/i18n"
)

// The limits that every page keeps: an old computer, a slow line.
const (
	maxQueries = 5
	maxBytes   = 15 << 10 // compressed, without the files that the browser keeps
	perRoute   = 3        // pages looked at of each route, for each persona
)

// visitor walks the pages as one persona.
type visitor struct {
	t       *testing.T
	app     *app.App
	who     string
	lang    i18n.Language
	cookies map[string]string
	visited map[string]bool
	routes  map[string]int
	queries int    // the most that a page asked
	bytes   int    // of the heaviest page
	heavy   string // which that was
}

func (v *visitor) request(method, address string, form url.Values) *httptest.ResponseRecorder {
	return v.send(httptest.NewRequest(method, address, strings.NewReader(form.Encode())))
}

// send asks as the visitor what was made beforehand.
func (v *visitor) send(r *http.Request) *httptest.ResponseRecorder {
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept-Language", string(v.lang))
	r.Header.Set("Accept-Encoding", "gzip")
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	v.app.Handler().ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		v.cookies[c.Name] = c.Value
	}
	return w
}

// enter signs a persona in, by the page of the demo.
func enter(t *testing.T, a *app.App, p demo.Persona, lang i18n.Language) *visitor {
	t.Helper()
	v := &visitor{t, a, p.Code + " in " + string(lang), lang, map[string]string{}, map[string]bool{}, map[string]int{}, 0, 0, ""}
	if w := v.request(http.MethodPost, "/demo", url.Values{"account": {p.Account}}); w.Code != http.StatusSeeOther {
		t.Fatalf("%s cannot sign in: %d", v.who, w.Code)
	}
	return v
}

var hrefs = regexp.MustCompile(`href="(/[^"#]*)`)

// pathOf says which links are pages to walk to; the rest switches the look or the
// language, or is a file of the look.
func pathOf(address string) (string, bool) {
	u, err := url.Parse(address)
	if err != nil || strings.HasPrefix(u.Path, "/assets/") || u.Query().Has("lang") || u.Query().Has("theme") {
		return "", false
	}
	return u.Path, true
}

// walk visits the address and all that it leads to.
func (v *visitor) walk(address string) {
	queue := []string{address}
	for len(queue) > 0 {
		address, queue = queue[0], queue[1:]
		path, page := pathOf(address)
		if !page || v.visited[address] {
			continue
		}
		v.visited[address] = true
		pattern := v.pattern(path)
		if v.routes[pattern]++; v.routes[pattern] > perRoute {
			continue
		}
		for _, found := range hrefs.FindAllStringSubmatch(v.look(address), -1) {
			queue = append(queue, html.UnescapeString(found[1]))
		}
	}
}

var identifier = regexp.MustCompile(`/[0-9a-z]{26}(/|$)`)

// pattern is the address without identifiers, as the routes have it.
func (v *visitor) pattern(path string) string { return identifier.ReplaceAllString(path, "/{id}$1") }

// look visits one page, checks it, and gives its text.
func (v *visitor) look(address string) string {
	w := v.request(http.MethodGet, address, nil)
	if w.Code == http.StatusSeeOther {
		return `href="` + w.Header().Get("Location") + `"`
	}
	if w.Code != http.StatusOK {
		v.t.Errorf("%s: %s is offered and answers %d", v.who, address, w.Code)
		return ""
	}
	most := maxQueries
	if strings.Contains(address, "codes=1") {
		most++ // who bears which code
	}
	n, err := strconv.Atoi(w.Header().Get("X-Talim-Queries"))
	if v.queries = max(v.queries, n); err != nil || n > most {
		v.t.Errorf("%s: %s asks the database %d times (%v)", v.who, address, n, err)
	}
	if !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
		return ""
	}
	if w.Body.Len() > v.bytes {
		v.bytes, v.heavy = w.Body.Len(), address
	}
	text := unpacked(v.t, w)
	if w.Body.Len() > maxBytes+bytesOfSlip*strings.Count(text, `class="slip"`) {
		v.t.Errorf("%s: %s weighs %d bytes", v.who, address, w.Body.Len())
	}
	return text
}

// bytesOfSlip is what a slip with a one-time code may add to a page: a sheet of slips is
// a paper, printed whole, and each slip has its picture of the address.
const bytesOfSlip = 700

func unpacked(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	if w.Header().Get("Content-Encoding") != "gzip" {
		return w.Body.String()
	}
	reader, err := gzip.NewReader(bytes.NewReader(w.Body.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Every page that the program offers to somebody is there, in every language, with
// few questions to the database, and light.
func TestEveryPageThatIsOffered(t *testing.T) {
	t.Parallel() // one of the long ones
	everywhereLoaded(t, func(t *testing.T, address string) {
		a := start(t, app.Config{Database: address, Keys: loadedKeys(), Demo: true, Debug: true, Now: apptest.ClockAt("2026-11-21T12:00").Now})
		if err := a.LoadDemo(ctx); err != nil {
			t.Fatal(err)
		}
		personas, err := demo.Personas(ctx, a.DB().Read())
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for i, p := range personas {
			v := enter(t, a, p, i18n.Languages[i%len(i18n.Languages)])
			v.walk("/")
			t.Logf("%s: %d links, at most %d queries, at most %d bytes (%s)", v.who, len(v.visited), v.queries, v.bytes, v.heavy)
			for pattern := range v.routes {
				seen[pattern] = true
			}
		}
		t.Logf("%d kinds of page: %s", len(seen), strings.Join(sorted(seen), " "))
		if lacking := a.Lacking(); len(lacking) > 0 {
			t.Errorf("%d messages that are in no catalogue, such as %v", len(lacking), lacking[:min(len(lacking), 9)])
		}
	})
}

// Whoever lacks the permission of a route is refused, for reading and for writing.
func TestEveryRouteRefusesOtherRoles(t *testing.T) {
	t.Parallel() // one of the long ones
	a := start(t, app.Config{Database: loaded.SQLite(t), Keys: loadedKeys(), Demo: true, Now: apptest.ClockAt("2026-11-21T12:00").Now})
	if err := a.LoadDemo(ctx); err != nil {
		t.Fatal(err)
	}
	personas, err := demo.Personas(ctx, a.DB().Read())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range personas {
		actor, _, err := a.Services().Accounts.ActorOf(ctx, p.Account)
		if err != nil {
			t.Fatal(err)
		}
		v := enter(t, a, p, i18n.English)
		for _, r := range a.Routes() {
			if r.Permission.Allows(actor) {
				continue
			}
			method, path := methodAndPath(r)
			if w := v.request(method, path, nil); w.Code != http.StatusForbidden {
				t.Errorf("%s (%v) asks %s and gets %d", p.Code, actor.Roles, r.Pattern, w.Code)
			}
		}
	}
}

func sorted(set map[string]bool) []string {
	var out []string
	for s := range set {
		out = append(out, s)
	}
	slices.Sort(out)
	return out
}
