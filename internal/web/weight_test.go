package web_test

import (
	"net/http"
	"strings"
	"testing"

	"talim/internal/apptest"
	"talim/internal/web"
	"talim/internal/web/assets"
	. "talim/internal/web/htmlcheck"
)

// weight is how many bytes an address costs, compressed.
func weight(t *testing.T, v *visitor, path string) int {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, v.base+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", "gzip")
	a := v.send(r)
	if a.status != 200 {
		t.Fatalf("%s: %d", path, a.status)
	}
	return len(a.body)
}

// TestWeight holds the first visit to 60 KB and the next page to 15 KB, with
// the fullest page there is, the one of all parts, in Kazakh, where all three
// common fonts are needed.
func TestWeight(t *testing.T) {
	s := newSchool(t, apptest.Database(t))
	v := s.as("teacher")
	page := weight(t, v, "/components?x=1")
	first := page
	for _, name := range []string{
		"talim.css", "talim.js", "mark.svg",
		"onest-latin-wght-normal.woff2", "onest-cyrillic-wght-normal.woff2", "onest-cyrillic-ext-wght-normal.woff2",
	} {
		size := weight(t, v, assets.URL(name))
		t.Logf("%-40s %6d", name, size)
		first += size
	}
	t.Logf("page %d, first visit %d", page, first)
	if first > 60<<10 || page > 15<<10 {
		t.Errorf("page %d, first visit %d bytes", page, first)
	}
}

func TestAssets(t *testing.T) {
	s := newSchool(t, apptest.Database(t))
	v := s.visitor()
	for _, name := range assets.Names() {
		a := v.get(assets.URL(name))
		if a.status != 200 || !strings.Contains(a.header.Get("Cache-Control"), "immutable") || a.header.Get("Content-Type") == "" {
			t.Errorf("%s: %d %v", name, a.status, a.header)
		}
		r, err := http.NewRequest(http.MethodGet, v.base+assets.URL(name), nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("If-None-Match", a.header.Get("Etag"))
		if a := v.send(r); a.status != http.StatusNotModified {
			t.Errorf("%s again: %d", name, a.status)
		}
	}
	sheet := v.get(assets.URL("talim.css")).body
	if strings.Contains(sheet, "url(onest-") || !strings.Contains(sheet, "url("+assets.Root+"onest-") {
		t.Error("the sheet does not name the fonts by their hashed names")
	}
	if a := v.get(assets.Root + "talim.css"); a.status != 404 {
		t.Errorf("without hash: %d", a.status)
	}
	Page(t, v.get("/open").body, In("link[rel=stylesheet]", HasAttr("href", assets.URL("talim.css"))), Has("script[defer]"))
}

func TestComponentsOnlyInDevelopment(t *testing.T) {
	s := newSchool(t, apptest.Database(t), func(c *web.Config) { c.Debug = false })
	a := s.visitor().get("/components")
	if a.status != 404 || a.header.Get("X-Talim-Queries") != "" {
		t.Errorf("%d %v", a.status, a.header)
	}
}

func TestFaultsOfAForm(t *testing.T) {
	s := newSchool(t, apptest.Database(t))
	a := s.visitor().post("/components", "subject", "chemistry", "day", "31.02.2013", "text", "typed & kept", "password", "hush")
	if a.status != 422 {
		t.Fatalf("status %d", a.status)
	}
	Page(t, a.body,
		In(".summary[role=alert]", Count("li", 3), In("a[href=#f-topic]", HasText("Тақырыбы: Please fill this in")), Has("a[href=#f-day]"), Has("a[href=#f-days]")),
		In("#f-topic", HasAttr("aria-invalid", "true"), HasAttr("aria-describedby", "f-topic-hint f-topic-fault")),
		In("#f-topic-fault", HasText("Please fill this in")),
		In("#f-day", HasAttr("value", "31.02.2013")),
		In("#f-text", HasText("typed & kept")),
		In("#f-subject option[selected]", HasAttr("value", "chemistry")),
		In("#f-password", HasAttr("autocomplete", "current-password")),
		Not("#f-password[value]"), NoText("hush"),
		In("fieldset#f-days", HasAttr("aria-describedby", "f-days-fault"), Not("input[checked]")),
	)
}
