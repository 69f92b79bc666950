package webtest

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"talim/internal/i18n"
	"talim/internal/web/htmlcheck"
)

// Visitor is somebody who reads in a language and follows no answer to where it leads.
type Visitor struct {
	MaxQueries int // of a page

	t       *testing.T
	handler http.Handler
	cookies map[string]string
	lang    i18n.Language
}

// Visit is a stranger on a site, who may sign in with Do.
func Visit(t *testing.T, site http.Handler, lang i18n.Language) *Visitor {
	return &Visitor{t: t, handler: site, cookies: map[string]string{}, lang: lang, MaxQueries: maxQueries}
}

// Visit is somebody who has signed in; "" is a stranger.
func (s *Site) Visit(account string, lang i18n.Language) *Visitor {
	s.t.Helper()
	return Visit(s.t, s.handler, lang).Enter(account)
}

// Enter signs in at a site that has the route SignIn; "" stays a stranger.
func (v *Visitor) Enter(account string) *Visitor {
	v.t.Helper()
	if account != "" {
		v.Do(signIn, "account", account)
	}
	return v
}

// Send sends a request, with the form of the pairs.
func (v *Visitor) Send(method, address string, pairs ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, address, strings.NewReader(formOf(pairs).Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return v.Serve(r)
}

// Serve sends a request as the visitor's.
func (v *Visitor) Serve(r *http.Request) *httptest.ResponseRecorder {
	r.Header.Set("Accept-Language", string(v.lang))
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	res := httptest.NewRecorder()
	v.handler.ServeHTTP(res, r)
	for _, c := range res.Result().Cookies() {
		v.cookies[c.Name] = c.Value
	}
	return res
}

// Get reads a page and checks it.
func (v *Visitor) Get(address string, checks ...htmlcheck.Check) string {
	v.t.Helper()
	res := v.Send(http.MethodGet, address)
	if res.Code != http.StatusOK {
		v.t.Fatalf("%s answers %d", address, res.Code)
	}
	if n, err := strconv.Atoi(res.Header().Get("X-Talim-Queries")); err != nil || n > v.MaxQueries {
		v.t.Errorf("%s asks the database %d times (%v)", address, n, err)
	}
	htmlcheck.Page(v.t, res.Body.String(), checks...)
	return res.Body.String()
}

// Refuse wants the answer to be a refusal.
func (v *Visitor) Refuse(method, address string, status int, pairs ...string) {
	v.t.Helper()
	if res := v.Send(method, address, pairs...); res.Code != status {
		v.t.Errorf("%s %s answers %d, want %d", method, address, res.Code, status)
	}
}

// Do sends a form that is taken, and gives the address it leads to.
func (v *Visitor) Do(address string, pairs ...string) string {
	v.t.Helper()
	res := v.Send(http.MethodPost, address, pairs...)
	if res.Code != http.StatusSeeOther {
		v.t.Fatalf("%s answers %d: %.3000s", address, res.Code, res.Body)
	}
	return res.Header().Get("Location")
}

// Wrong sends a form that is shown again with what is wrong.
func (v *Visitor) Wrong(address string, pairs []string, checks ...htmlcheck.Check) {
	v.t.Helper()
	res := v.Send(http.MethodPost, address, pairs...)
	if res.Code != http.StatusUnprocessableEntity {
		v.t.Fatalf("%s answers %d, want 422", address, res.Code)
	}
	htmlcheck.Page(v.t, res.Body.String(), checks...)
}
