package web_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"testing"

	"talim/internal/apptest"
	"talim/internal/web"
	. "talim/internal/web/htmlcheck"
)

// A name that somebody else gave this server reaches nothing, and its own address stands
// in what leaves it.
func TestForeignHostIsRefused(t *testing.T) {
	public, err := url.Parse("https://talim.school.kz")
	if err != nil {
		t.Fatal(err)
	}
	own := func(c *web.Config) { c.Names = []string{"Staffroom", "staffroom.local"} }
	named := func(c *web.Config) { c.Public = public }
	proxied := func(c *web.Config) {
		own(c)
		c.TrustProxy, c.Proxies = true, []netip.Prefix{netip.MustParsePrefix("10.0.0.5/32")}
	}
	for _, test := range []struct {
		name    string
		with    func(*web.Config)
		from    string
		host    string
		address string // "" refused
	}{
		{"nothing is known", func(*web.Config) {}, "192.0.2.1:9", "evil.example", "http://evil.example"},
		{"own name", own, "192.0.2.1:9", "staffroom:8080", "http://staffroom:8080"},
		{"own name in capitals, with the dot at its end", own, "192.0.2.1:9", "STAFFROOM.local.", "http://STAFFROOM.local."},
		{"this computer", own, "127.0.0.1:9", "localhost:8080", "http://localhost:8080"},
		{"this computer by number", own, "127.0.0.1:9", "[::1]:8080", "http://[::1]:8080"},
		{"own address", own, "192.0.2.1:9", "192.0.2.7:8080", "http://192.0.2.7:8080"},
		{"another address", own, "192.0.2.1:9", "192.0.2.8:8080", ""},
		{"a name that was given to it", own, "192.0.2.1:9", "evil.example", ""},
		{"a name that begins like its own", own, "192.0.2.1:9", "staffroom.evil.example", ""},
		{"no name", own, "192.0.2.1:9", "", ""},
		{"what the proxy says", proxied, "10.0.0.5:9", "talim.school.kz", "http://talim.school.kz"},
		{"what somebody says beside the proxy", proxied, "192.0.2.1:9", "talim.school.kz", ""},
		{"the public name", named, "192.0.2.1:9", "talim.school.kz", "https://talim.school.kz"},
		{"by its address, the public name is given", named, "192.0.2.1:9", "127.0.0.1:8080", "https://talim.school.kz"},
		{"another than the public name", named, "192.0.2.1:9", "evil.example", ""},
	} {
		s, got := newSchool(t, apptest.Database(t), test.with), ""
		s.Mount(web.Route{Pattern: "GET /where", Permission: everybody, Handle: func(w http.ResponseWriter, r *http.Request) error {
			got = web.Address(r)
			return web.Show(w, r, http.StatusOK, web.Page{Title: "Where"})
		}})
		r := httptest.NewRequest(http.MethodGet, "/where", nil)
		r.Host, r.RemoteAddr = test.host, test.from
		at := &net.TCPAddr{IP: net.ParseIP("192.0.2.7"), Port: 8080}
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), http.LocalAddrContextKey, at)))
		want := http.StatusOK
		if test.address == "" {
			want = http.StatusMisdirectedRequest
		}
		if w.Code != want || got != test.address {
			t.Errorf("%s: %d, %q", test.name, w.Code, got)
		}
		if w.Code != http.StatusOK {
			Page(t, w.Body.String(), Has("h1"))
		}
	}
}
