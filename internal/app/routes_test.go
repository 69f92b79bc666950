package app_test

import (
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/app"
	"talim/internal/apptest"
	"talim/internal/web"
)

var update = flag.Bool("update", false, "write testdata/routes.txt anew")

const goldenRoutes = "testdata/routes.txt"

const routesHead = `# Every address of the program: pattern | permission | whom it lets in | where it is tested.
# go test ./internal/app -run TestRoutes -update writes the first three; the last is
# kept, or found by the handler's name in the area's tests.
`

func TestRoutes(t *testing.T) {
	a := start(t, app.Config{Database: apptest.SQLite(t), Demo: true, Debug: true})
	tested := testedBefore(t)
	var lines []string
	for _, r := range a.Routes() {
		where := tested[r.Pattern]
		if where == "" {
			where = "app.TestEveryRouteAsksItsPermission"
		}
		lines = append(lines, fmt.Sprintf("%s | %s | %s | %s", r.Pattern, r.Permission.Name, lets(r.Permission), where))
	}
	slices.SortFunc(lines, byPath)
	got := routesHead + strings.Join(lines, "\n") + "\n"
	if *update {
		if err := os.WriteFile(goldenRoutes, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(goldenRoutes)
	if err != nil || got != string(want) {
		t.Errorf("the routes changed (%v); look at each and run with -update:\n%s", err, difference(string(want), got))
	}
}

// byPath orders "GET /a" by address, then by method.
func byPath(a, b string) int {
	key := func(s string) string {
		method, rest, _ := strings.Cut(s, " ")
		path, _, _ := strings.Cut(rest, " ")
		return path + " " + method
	}
	return strings.Compare(key(a), key(b))
}

func lets(p access.Permission) string {
	switch {
	case p.Open:
		return "everybody"
	case len(p.Roles) == 0:
		return "signed in"
	}
	roles := make([]string, len(p.Roles))
	for i, r := range p.Roles {
		roles[i] = string(r)
	}
	if p.Office {
		roles = append(roles, "(of an office)")
	}
	return strings.Join(roles, " ")
}

func testedBefore(t *testing.T) map[string]string {
	t.Helper()
	content, _ := os.ReadFile(goldenRoutes) // none yet: nothing to keep
	out := map[string]string{}
	for line := range strings.Lines(string(content)) {
		if parts := strings.Split(strings.TrimSpace(line), " | "); len(parts) == 4 && line[0] != '#' {
			out[parts[0]] = parts[3]
		}
	}
	return out
}

func difference(want, got string) string {
	var b strings.Builder
	for line := range strings.Lines(got) {
		if !strings.Contains(want, line) {
			b.WriteString("+ " + line)
		}
	}
	for line := range strings.Lines(want) {
		if !strings.Contains(got, line) {
			b.WriteString("- " + line)
		}
	}
	return b.String()
}

var testName = regexp.MustCompile(`^(\w+)\.(Test\w+)$`)

// A test that the list names must be there.
func TestNamedTestsExist(t *testing.T) {
	sources := testSources(t)
	for route, where := range testedBefore(t) {
		name := testName.FindStringSubmatch(where)
		if name == nil || !strings.Contains(sources, "func "+name[2]+"(") {
			t.Errorf("%s: no test %s", route, where)
		}
	}
}

// What the documents say that a test holds, a test of that name holds.
func TestDocumentsNameTestsThatExist(t *testing.T) {
	sources, named := testSources(t), regexp.MustCompile("`(Test[A-Z]\\w+)`")
	for _, path := range []string{"../../docs/security.md", "../../docs/asvs.md", "../../docs/confidence.md"} {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range named.FindAllStringSubmatch(string(content), -1) {
			if !strings.Contains(sources, "func "+name[1]+"(") {
				t.Errorf("%s names %s, which is no test", filepath.Base(path), name[1])
			}
		}
	}
}

// testSources are all tests of the program, each behind the name of its folder.
func testSources(t *testing.T) string {
	t.Helper()
	var sources strings.Builder
	for _, pattern := range []string{"../*/*_test.go", "../*/*/*_test.go", "../*/*/*/*_test.go", "../../cmd/*/*_test.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			content, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			sources.WriteString("package " + filepath.Base(filepath.Dir(f)) + "\n")
			sources.Write(content)
		}
	}
	return sources.String()
}

// Whoever is not signed in sees only what is open: a page leads to the sign-in, a
// form is answered with it. The permission stands before the handler, so an id
// that does not exist is enough to ask with.
func TestEveryRouteAsksItsPermission(t *testing.T) {
	a := start(t, app.Config{Database: apptest.SQLite(t)})
	for _, r := range a.Routes() {
		if strings.Contains(r.Pattern, " /sign-") { // the way in and out leads there itself
			continue
		}
		w := httptest.NewRecorder()
		a.Handler().ServeHTTP(w, request(r))
		asked := strings.HasPrefix(w.Header().Get("Location"), "/sign-in") || strings.Contains(w.Body.String(), `action="/sign-in`)
		if asked == r.Permission.Open {
			t.Errorf("%s: nobody got %d to %q, although open is %v", r.Pattern, w.Code, w.Header().Get("Location"), r.Permission.Open)
		}
	}
}

var wildcard = regexp.MustCompile(`\{[^}]+\}`)

func request(r web.Route) *http.Request {
	method, path := methodAndPath(r)
	return httptest.NewRequest(method, path, nil)
}

// methodAndPath asks for a record that does not exist.
func methodAndPath(r web.Route) (method, path string) {
	method, path, _ = strings.Cut(r.Pattern, " ")
	return method, wildcard.ReplaceAllString(strings.ReplaceAll(path, "{$}", ""), "none")
}
