package web_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/web"
	. "talim/internal/web/htmlcheck"
)

// tryFrom is an attempt to sign in with the lines of X-Forwarded-For.
func (v *visitor) tryFrom(login string, lines ...string) answer {
	v.t.Helper()
	r, err := http.NewRequest(http.MethodPost, v.base+"/sign-in", strings.NewReader("login="+login+"&password=wrong"))
	if err != nil {
		v.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for _, line := range lines {
		r.Header.Add("X-Forwarded-For", line)
	}
	return v.send(r)
}

// A proxy that adds a line of its own (HAProxy's "option forwardfor") below the one
// that the visitor wrote, and one that adds to it (nginx).
func TestAttemptCountsTheAddressThatTheProxyWrote(t *testing.T) {
	for name, lines := range map[string]func(written string) []string{
		"own line":  func(written string) []string { return []string{written, "203.0.113.7"} },
		"same line": func(written string) []string { return []string{written + ", 203.0.113.7"} },
		"with port": func(written string) []string { return []string{written, "203.0.113.7:4711"} },
		"own network of IPv6": func(written string) []string {
			return []string{written, "2001:db8::" + written[len("10.0.0."):]}
		},
	} {
		v := newSchool(t, apptest.Database(t), func(c *web.Config) { c.TrustProxy = true }).visitor()
		for i := range 103 {
			written := "10.0.0." + string(rune('1'+i%9))
			v.tryFrom("guess"+strings.Repeat("x", i), lines(written)...)
		}
		v.tryFrom("t-a2", lines("10.0.0.1")...)
		if a := v.tryFrom("t-a2", lines("10.0.0.1")...); !strings.Contains(a.body, "not right") {
			t.Errorf("%s: after 103 wrong proofs from one address a second guess of one person is free", name)
		}
	}
}

func TestAttemptBelievesOnlyProxiesOfOurs(t *testing.T) {
	for name, c := range map[string]struct {
		proxies []netip.Prefix
		counts  string // whose attempts are counted together
	}{
		"whoever connects":        {nil, "visitor"},
		"this machine is one":     {[]netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, "visitor"},
		"and one before it":       {[]netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("203.0.113.0/24")}, "written"},
		"this machine is not one": {[]netip.Prefix{netip.MustParsePrefix("192.0.2.1/32")}, "everybody"},
		"all of them are our own": {[]netip.Prefix{netip.MustParsePrefix("0.0.0.0/0")}, "everybody"},
	} {
		t.Run(name, func(t *testing.T) {
			d := apptest.Database(t)
			v := newSchool(t, d, func(w *web.Config) { w.TrustProxy, w.Proxies = true, c.proxies }).visitor()
			v.tryFrom("a", "10.0.0.1", "203.0.113.7")
			v.tryFrom("b", "10.0.0.2", "203.0.113.7") // another as written, the same visitor
			v.tryFrom("c", "10.0.0.3", "203.0.113.8")
			got := "written"
			switch most, err := db.One[int](context.Background(), d.Read(), `SELECT max(tries) FROM sign_in_attempt`); {
			case err != nil:
				t.Fatal(err)
			case most == 2:
				got = "visitor"
			case most == 3:
				got = "everybody"
			}
			if got != c.counts {
				t.Errorf("counted by %s, want %s", got, c.counts)
			}
		})
	}
}

// While a page of a session is under way, the person ends all others: the mark of the
// last page must not bring the session back.
func TestMarkLeavesAnEndedSessionEnded(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		var next func() // run once, when the site asks for the time again
		s := newSchool(t, d, func(c *web.Config) {
			wall := c.Wall
			c.Wall = func() time.Time {
				if f := next; f != nil {
					next = nil
					f()
				}
				return wall()
			}
		})
		v := s.as("teacher")
		s.clock.Add(6 * time.Minute)
		next = func() { // the request begins; the second question comes after the session was read
			next = func() {
				if err := d.Tx(context.Background(), func(ctx context.Context, tx db.Conn) error {
					_, err := db.Exec(ctx, tx, `DELETE FROM session WHERE account_id = 'teacher'`)
					return err
				}); err != nil {
					t.Error(err)
				}
			}
		}
		if a := v.get("/note"); a.status != http.StatusSeeOther {
			t.Errorf("the page under way answers %d", a.status)
		}
		left, err := db.One[int](context.Background(), d.Read(), `SELECT count(*) FROM session`)
		if a := v.get("/note"); a.status != http.StatusSeeOther || err != nil || left != 0 {
			t.Errorf("the next page answers %d, %d sessions are left, %v", a.status, left, err)
		}
	})
}

func TestPathThatIsNoTextIsNotFound(t *testing.T) {
	s := newSchool(t, apptest.Database(t))
	asked := ""
	s.Mount(web.Route{Pattern: "GET /look/{id}", Permission: everybody, Handle: func(w http.ResponseWriter, r *http.Request) error {
		asked = r.PathValue("id") + " " + r.URL.Query().Get("q")
		return web.Show(w, r, http.StatusOK, web.Page{Title: "Look"})
	}})
	v := s.visitor()
	for path, want := range map[string]int{"/look/%D3%99": 200, "/look/%00": 404, "/look/a%00b": 404, "/look/%FF": 404, "/%C3%28": 404, "/look/a?q=%00%FFx": 200} {
		asked = ""
		if a := v.get(path); a.status != want || want == 404 && asked != "" {
			t.Errorf("%s: %d, want %d; the handler saw %q", path, a.status, want, asked)
		}
	}
	if v.get("/look/a?q=%00%FFx"); asked != "a x" {
		t.Errorf("the query came as %q", asked)
	}
}

func TestCookiesOverHTTPSAreOfThisHostAlone(t *testing.T) {
	s := newSchool(t, apptest.Database(t), func(c *web.Config) { c.Secure = true })
	a := s.visitor().post("/sign-in", "login", "teacher")
	names := strings.Join(a.header.Values("Set-Cookie"), "\n")
	if !strings.Contains(names, "__Host-talim_session=") || !strings.Contains(names, "__Host-talim_who=") {
		t.Fatalf("cookies %s", names)
	}
	_, after, _ := strings.Cut(names, "__Host-talim_session=")
	token, _, _ := strings.Cut(after, ";")
	for name, want := range map[string]int{"__Host-talim_session": http.StatusOK, "talim_session": http.StatusSeeOther} {
		r := httptest.NewRequest(http.MethodGet, "/note", nil)
		r.AddCookie(&http.Cookie{Name: name, Value: token})
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("%s: %d, want %d", name, w.Code, want)
		}
	}
}

func TestAddressIsAsTheVisitorReachedIt(t *testing.T) {
	for _, c := range []struct {
		trust, secure bool
		proto, want   string
	}{
		{false, false, "https", "http://school.kz"},
		{true, false, "https", "https://school.kz"},
		{true, false, "http", "http://school.kz"},
		{true, false, "", "http://school.kz"},
		{false, true, "", "https://school.kz"},
	} {
		s := newSchool(t, apptest.Database(t), func(w *web.Config) { w.TrustProxy, w.Secure = c.trust, c.secure })
		got := ""
		s.Mount(web.Route{Pattern: "GET /where", Permission: everybody, Handle: func(w http.ResponseWriter, r *http.Request) error {
			got = web.Address(r)
			return web.Show(w, r, http.StatusOK, web.Page{Title: "Where"})
		}})
		r := httptest.NewRequest(http.MethodGet, "/where", nil)
		r.Host = "school.kz"
		if c.proto != "" {
			r.Header.Set("X-Forwarded-Proto", c.proto)
		}
		s.ServeHTTP(httptest.NewRecorder(), r)
		if got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}

func TestErrorGivesTheTextBack(t *testing.T) {
	s := newSchool(t, apptest.Database(t))
	v := s.as("teacher")
	for kind, c := range map[string]struct{ form, text, again bool }{
		"full": {true, true, true}, "unavailable": {true, true, true}, "conflict": {true, true, false}, "invalid": {true, true, false},
		"text": {true, true, false},
		"ours": {true, false, false}, "panic": {true, false, false}, // these are shown to whoever helps
		"forbidden": {}, "notfound": {},
	} {
		a := v.post("/fail/"+kind, "text", "what I wrote", "days", "mon", "days", "tue")
		count := map[bool]int{true: 1}
		Page(t, a.body, Has("[data-failed]"), Count("blockquote:contains(what I wrote)", count[c.text]),
			Count("form[action='/fail/"+kind+"'] button", count[c.again]), Count("input[name=days][value=tue]", count[c.again]))
		Page(t, a.body, Count(".row a[href='/fail/"+kind+"']", count[c.form]))
		if strings.Contains(a.body, "what I wrote") != c.text {
			t.Errorf("%s: the text stands on the page: %v", kind, !c.text)
		}
	}
	Page(t, v.post("/fail/full", "text", "what I wrote", "password", "secret one", "_secret", "password").body,
		Not("blockquote"), NoText("secret one"), Not("form[action='/fail/full']"))
	Page(t, v.get("/fail/full").body, Not("blockquote"), Not("form[action='/fail/full']"))
}

func TestErrorDoesNotSayThatAnythingWasKept(t *testing.T) {
	v := newSchool(t, apptest.Database(t)).as("teacher")
	v.post("/note", "text", "first") // kept; the page after it is not opened
	Page(t, v.post("/fail/full", "text", "second").body, Not(".flash"))
	Page(t, v.post("/note", "text", "").body, Not(".flash"))
	Page(t, v.get("/note").body, Has(".flash"))
}

func TestErrorIsSaidThoughNoPageCanBeMade(t *testing.T) {
	ask := ""
	s := newSchool(t, apptest.Database(t), func(c *web.Config) {
		c.Banner = func(context.Context) templ.Component {
			if ask != "" {
				panic("no page can be made")
			}
			return nil
		}
	})
	v := s.as("teacher")
	ask = "now"
	a := v.get("/note")
	Page(t, a.body, In("h1", HasText("Something went wrong on our side")), In("code", HasText(a.header.Get("X-Request-Id"))), Not(".nav"))
	if a.status != http.StatusInternalServerError || strings.Contains(a.body, "id-of-the-request") {
		t.Errorf("%d %s", a.status, a.body)
	}
}

func TestValueOverTheBoundIsRefusedAtItsField(t *testing.T) {
	c, v := openCard(t)
	before := *c
	long := strings.Repeat("ә", 20_001)
	a := v.post("/card", "version", "3", "phone", "701", "note", long, "since", "2013-09-02")
	if a.status != http.StatusUnprocessableEntity || *c != before {
		t.Errorf("%d, %d characters kept", a.status, len([]rune(c.Note)))
	}
	Page(t, a.body, In("#f-note-fault", HasText("at most 20,000")))
	if a := v.post("/card", "version", "3", "phone", "701", "note", long[2:], "since", "2013-09-02"); a.status != http.StatusSeeOther {
		t.Errorf("20,000 characters: %d", a.status)
	}
}

// A handler that is no FormOf is not even asked.
func TestValueOverTheBoundReachesNoHandler(t *testing.T) {
	s := newSchool(t, apptest.Database(t))
	v := s.as("teacher")
	if a := v.post("/note", "text", strings.Repeat("x", 20_001)); a.status != http.StatusUnprocessableEntity || len(s.saved) != 0 {
		t.Errorf("%d, saved %d", a.status, len(s.saved))
	}
}

func TestFirstAnswersBeforeTheBodyIsRead(t *testing.T) {
	s := newSchool(t, apptest.Database(t))
	read := &countingReader{Reader: strings.NewReader("text=" + strings.Repeat("x", 900))}
	ask := func(body io.Reader, header ...string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodPost, "/small", body)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		for i := 0; i+1 < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		return w
	}
	if w := ask(read, "X-Often", "1"); w.Code != http.StatusTooManyRequests || read.n != 0 {
		t.Errorf("%d after %d bytes", w.Code, read.n)
	}
	if w := ask(read); w.Code != http.StatusSeeOther {
		t.Errorf("a small body: %d", w.Code)
	}
	large := &countingReader{Reader: strings.NewReader("text=" + strings.Repeat("x", 1<<20))}
	if w := ask(large); w.Code != http.StatusRequestEntityTooLarge || large.n > 64<<10 {
		t.Errorf("a large body: %d after %d bytes", w.Code, large.n)
	}
}

type countingReader struct {
	io.Reader
	n int
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += n
	return n, err
}

func TestReadTextIsWhatBothDatabasesTake(t *testing.T) {
	s := newSchool(t, apptest.Database(t))
	got, failed := "", error(nil)
	s.Mount(web.Route{Pattern: "POST /text", Permission: everybody, Upload: true, Handle: func(w http.ResponseWriter, r *http.Request) error {
		got, failed = web.ReadText(r, "file")
		return web.SeeOther(w, r, "/open", "")
	}})
	v := s.visitor()
	kind := "multipart/form-data; boundary=b"
	part := "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x.txt\"\r\n\r\n"
	if v.postBody("/text", kind, strings.NewReader(part+" a\x00b\xff\r\nc \r\n--b--\r\n")); got != "ab\nc" || failed != nil {
		t.Errorf("%q, %v", got, failed)
	}
	if v.postBody("/text", kind, strings.NewReader("--b--\r\n")); !fault.Is(failed, fault.KindInvalid) || errors.Is(failed, io.EOF) {
		t.Errorf("no file: %v", failed)
	}
}
