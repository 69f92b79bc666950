package web_test

import (
	"net/http"
	"testing"

	"talim/internal/apptest"
	"talim/internal/web"
	"talim/internal/web/link"
)

func TestMovedLeadsToTheAddressOfToday(t *testing.T) {
	s := newSchool(t, apptest.Database(t))
	s.Mount(
		web.Moved("/before/{id}", everybody, func(id string) string { return link.Path("people", id) }),
		web.Moved("/old-note", directors, web.Single(func() string { return "/note" })),
	)
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for _, c := range []struct {
		method, path string
		status       int
		to           string
	}{
		{http.MethodGet, "/before/7", http.StatusMovedPermanently, "/people/7"},
		{http.MethodGet, "/before/7?week=2013-09-02&x=%26", http.StatusMovedPermanently, "/people/7?week=2013-09-02&x=%26"},
		{http.MethodGet, "/before/a%2F..%2Fb", http.StatusMovedPermanently, "/people/a%2F..%2Fb"},
		{http.MethodPost, "/before/7", http.StatusMethodNotAllowed, ""},
		{http.MethodGet, "/old-note", http.StatusSeeOther, "/sign-in?to=%2Fold-note"}, // the permission is asked first
	} {
		r, err := http.NewRequestWithContext(t.Context(), c.method, s.server.URL+c.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if to := resp.Header.Get("Location"); resp.StatusCode != c.status || to != c.to {
			t.Errorf("%s %s: %d to %q, want %d to %q", c.method, c.path, resp.StatusCode, to, c.status, c.to)
		}
	}
}
