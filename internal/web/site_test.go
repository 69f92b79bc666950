package web_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/password"
	"talim/internal/web"
)

// school is a small site with everything that the tests ask of one: pages for
// each error, a form, an upload, a sign-in without password.
type school struct {
	*web.Site

	t        *testing.T
	server   *httptest.Server
	clock    *apptest.Clock
	messages *i18n.Bundle
	log      lines

	mu    sync.Mutex
	saved []url.Values
	fails error // of Accounts
}

// lines is a log that several goroutines may write.
type lines struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

var (
	everybody = access.Permission{Name: "test.open", Open: true}
	signedIn  = access.Permission{Name: "test.signedin"}
	directors = access.Permission{Name: "test.director", Roles: []access.Role{access.Director}}
)

// ActorOf knows the accounts director and teacher; gone is closed.
func (s *school) ActorOf(_ context.Context, id string) (access.Actor, web.Chrome, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	chrome := web.Chrome{School: i18n.Text{KK: "Ауыл мектебі", RU: "Школа Ауыл", EN: "Auyl school"}, Zone: "Asia/Almaty"}
	switch {
	case s.fails != nil:
		return access.Actor{}, chrome, s.fails
	case id == "gone":
		return access.Actor{}, chrome, db.ErrNotFound
	case id == "russian":
		chrome.Language = i18n.Russian
	}
	return access.Actor{Account: id, School: "s", Staff: id, Name: "T-A2", Roles: []access.Role{access.Role(id)}}, chrome, nil
}

func newSchool(t *testing.T, d *db.DB, change ...func(*web.Config)) *school {
	t.Helper()
	bundle, err := i18n.NewBundle(web.Messages())
	if err != nil {
		t.Fatal(err)
	}
	s := &school{t: t, clock: apptest.ClockAt("2013-09-02T09:00"), messages: bundle}
	c := web.Config{
		DB: d, Accounts: s, Messages: bundle, Wall: s.clock.Now, Debug: true, Log: slog.New(slog.NewTextHandler(&s.log, nil)),
		Nav: []web.NavItem{{Key: "web.layout.nav", URL: "/note", Permission: signedIn}, {Key: "web.role.director", URL: "/director", Permission: directors}},
	}
	for _, f := range change {
		f(&c)
	}
	s.Site = web.New(c)
	s.Mount(s.routes()...)
	s.server = httptest.NewServer(s)
	t.Cleanup(s.server.Close)
	t.Cleanup(func() {
		if gaps := bundle.Lacking(); len(gaps) > 0 {
			t.Errorf("messages lacking: %v", gaps)
		}
	})
	return s
}

func (s *school) routes() []web.Route {
	page := func(title string) web.Handler {
		return func(w http.ResponseWriter, r *http.Request) error {
			return web.Show(w, r, http.StatusOK, web.Page{Title: title})
		}
	}
	return []web.Route{
		{Pattern: "GET /{$}", Permission: signedIn, Handle: page("Today")},
		{Pattern: "GET /open", Permission: everybody, Handle: page("Open")},
		{Pattern: "GET /director", Permission: directors, Handle: page("Director")},
		{Pattern: "GET /people/{id}", Permission: everybody, Handle: page("One")},
		{Pattern: "GET /note", Permission: signedIn, Handle: page("Note")},
		{Pattern: "POST /note", Permission: signedIn, Handle: s.saveNote},
		{Pattern: "POST /only-post", Permission: signedIn, Handle: page("Answer")},
		{Pattern: "POST /file", Permission: signedIn, Handle: s.takeFile, Upload: true},
		{Pattern: "GET /fail/{kind}", Permission: everybody, Handle: failing},
		{Pattern: "GET /sign-in", Permission: everybody, Handle: signInPage},
		{Pattern: "POST /sign-in", Permission: everybody, Handle: signIn},
		{Pattern: "POST /fail/{kind}", Permission: everybody, Handle: failing},
		{Pattern: "POST /small", Permission: everybody, Handle: s.saveNote, MaxBody: 1000, First: func(w http.ResponseWriter, r *http.Request) (bool, error) {
			if r.Header.Get("X-Often") == "" {
				return false, nil
			}
			return true, web.Show(w, r, http.StatusTooManyRequests, web.Page{Title: "Too often"})
		}},
		{Pattern: "POST /end-others", Permission: signedIn, Handle: endOthers},
	}
}

func signInPage(w http.ResponseWriter, r *http.Request) error {
	return web.Show(w, r, http.StatusOK, web.Page{Title: "Sign in", Body: web.ReturnOf(r).Fields()})
}

func signIn(w http.ResponseWriter, r *http.Request) error {
	form := web.ReadForm(r)
	err := web.Try(r, strings.ToLower(form.Value("login")), func() error { // as this site looks for accounts
		switch form.Value("password") {
		case "wrong":
			return fault.Invalid("password", "fault.text_missing").Because(password.ErrWrong)
		case "short":
			return fault.Invalid("password", "fault.text_missing")
		}
		return nil
	})
	if form.Take(err) {
		return web.Show(w, r, http.StatusUnprocessableEntity, web.Page{Title: form.Error(r.Context(), "") + form.Error(r.Context(), "password")})
	}
	if err != nil {
		return err
	}
	return web.SignIn(w, r, form.Value("login"))
}

func endOthers(w http.ResponseWriter, r *http.Request) error {
	if err := web.EndSessions(r.Context(), access.ActorFrom(r.Context()).Account); err != nil {
		return err
	}
	return web.SeeOther(w, r, "/note", "web.error.home")
}

func (s *school) saveNote(w http.ResponseWriter, r *http.Request) error {
	form := web.ReadForm(r)
	if form.Value("text") == "" {
		form.Take(fault.Invalid("text", "fault.text_missing"))
		return web.Show(w, r, http.StatusUnprocessableEntity, web.Page{Title: form.Error(r.Context(), "text")})
	}
	s.mu.Lock()
	s.saved = append(s.saved, r.PostForm)
	s.mu.Unlock()
	return web.SeeOther(w, r, "/note", "web.signin.wait", "Count", 3)
}

func (s *school) takeFile(w http.ResponseWriter, r *http.Request) error {
	form := web.ReadForm(r)
	file, err := web.ReadUpload(r, "table")
	if form.Take(err) {
		return web.Show(w, r, http.StatusUnprocessableEntity, web.Page{Title: form.Error(r.Context(), "table")})
	}
	if err != nil {
		return err
	}
	defer file.Close()
	content, err := io.ReadAll(file)
	if err != nil {
		return err
	}
	return web.Download(w, r, "Кесте "+file.Name, "text/csv", func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	})
}

var failures = map[string]error{
	"invalid":     fault.Invalid("x", "fault.text_missing"),
	"notfound":    fault.NotFound("fault.invalid"),
	"forbidden":   fault.Forbidden("web.error.forbidden.page"),
	"conflict":    fault.Conflict("fault.invalid"),
	"full":        errors.Join(db.ErrFull, errors.New("the cause")),
	"unavailable": errors.Join(db.ErrUnavailable, errors.New("the cause")),
	"norow":       db.ErrNotFound,
	"text":        errors.Join(db.ErrText, errors.New("the cause")),
	"ours":        errors.New("the cause"),
}

func failing(_ http.ResponseWriter, r *http.Request) error {
	if r.PathValue("kind") == "panic" {
		panic("the cause")
	}
	return failures[r.PathValue("kind")]
}

// visitor is a browser with its own cookies that follows no redirect by itself.
type visitor struct {
	*http.Client

	t    *testing.T
	base string
	lang string
}

func (s *school) visitor() *visitor {
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &visitor{Client: &http.Client{Jar: jar, CheckRedirect: stay}, t: s.t, base: s.server.URL, lang: "en"}
}

// as is a visitor who has signed in.
func (s *school) as(account string) *visitor {
	v := s.visitor()
	v.signIn(account)
	return v
}

func (v *visitor) signIn(account string) answer {
	v.t.Helper()
	a := v.post("/sign-in", "login", account)
	if a.status != http.StatusSeeOther && a.status != http.StatusOK {
		v.t.Fatalf("sign-in: %d %s", a.status, a.body)
	}
	return a
}

type answer struct {
	status int
	header http.Header
	body   string
}

func (a answer) location() string { return a.header.Get("Location") }

func (v *visitor) get(path string) answer {
	v.t.Helper()
	r, err := http.NewRequest(http.MethodGet, v.base+path, nil)
	if err != nil {
		v.t.Fatal(err)
	}
	return v.send(r)
}

func (v *visitor) post(path string, pairs ...string) answer {
	v.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return v.postBody(path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

func (v *visitor) postBody(path, contentType string, body io.Reader) answer {
	v.t.Helper()
	r, err := http.NewRequest(http.MethodPost, v.base+path, body)
	if err != nil {
		v.t.Fatal(err)
	}
	r.Header.Set("Content-Type", contentType)
	return v.send(r)
}

func (v *visitor) send(r *http.Request) answer {
	v.t.Helper()
	if r.Header.Get("Accept-Language") == "" {
		r.Header.Set("Accept-Language", v.lang)
	}
	res, err := v.Do(r)
	if err != nil {
		v.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return answer{res.StatusCode, res.Header, string(body)}
}

func (v *visitor) cookie(name string) string {
	u, err := url.Parse(v.base)
	if err != nil {
		v.t.Fatal(err)
	}
	for _, c := range v.Jar.Cookies(u) {
		if c.Name == name {
			return c.Value
		}
	}
	return ""
}
