package webtest

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"talim/internal/i18n"
)

// Browser is a person at the computer.
type Browser struct {
	Client  *http.Client
	At      string // the path of the last answer
	Queries int    // of the last answer
	site    *Site
	account string
}

// Nobody is somebody who has not signed in.
func (s *Site) Nobody() *Browser {
	s.t.Helper()
	jar, err := cookiejar.New(nil)
	s.ok(err)
	return &Browser{site: s, account: "nobody", Client: &http.Client{Jar: jar}}
}

// As is somebody who has signed in.
func (s *Site) As(account string) *Browser {
	s.t.Helper()
	b := s.Nobody()
	b.account = account
	b.Post(signIn, url.Values{"account": {account}})
	return b
}

// Get asks for a page.
func (b *Browser) Get(path string) (int, string) {
	b.site.t.Helper()
	resp, err := b.Client.Get(b.site.URL + path)
	return b.Read(resp, err)
}

// Post sends a form and follows where it leads.
func (b *Browser) Post(path string, form url.Values) (int, string) {
	b.site.t.Helper()
	resp, err := b.Client.PostForm(b.site.URL+path, form)
	return b.Read(resp, err)
}

// Read takes in an answer: its status and its text.
func (b *Browser) Read(resp *http.Response, err error) (int, string) {
	b.site.t.Helper()
	b.site.ok(err)
	text, err := io.ReadAll(resp.Body)
	b.site.ok(err)
	b.site.ok(resp.Body.Close())
	b.At = resp.Request.URL.Path
	if b.Queries, err = strconv.Atoi(resp.Header.Get("X-Talim-Queries")); err != nil {
		b.Queries = maxQueries + 1 // nobody counted
	}
	return resp.StatusCode, string(text)
}

// maxQueries is five for a request, of which the actor of a real site is one.
const maxQueries = 4

// page is a page that is shown at little cost.
func (b *Browser) page(path string) string {
	b.site.t.Helper()
	status, text := b.Get(path)
	if status != http.StatusOK {
		b.site.t.Fatalf("%s answers %s with %d:\n%s", path, b.account, status, text)
	}
	if b.Queries > maxQueries {
		b.site.t.Errorf("%s asks the database %d times", path, b.Queries)
	}
	return text
}

// Shows expects the page with what it must and must not contain.
func (b *Browser) Shows(path string, want []string, not ...string) string {
	b.site.t.Helper()
	page := b.page(path)
	Has(b.site.t, path+" for "+b.account, page, want, not...)
	b.lacksNoMessage()
	return page
}

// ShowsInEach expects in each language what the page must and must not contain. The
// browser reads English from then on.
func (b *Browser) ShowsInEach(path string, want []string, not ...string) string {
	b.site.t.Helper()
	page := ""
	for _, lang := range i18n.Languages {
		page = b.Shows(in(lang, path), want, not...)
	}
	return page
}

// ShowsInEnglish opens the page in each language, and expects in English what it must
// and must not contain. The browser reads English from then on.
func (b *Browser) ShowsInEnglish(path string, want []string, not ...string) string {
	b.site.t.Helper()
	for _, lang := range i18n.Languages {
		b.page(in(lang, path))
	}
	b.Get(in(i18n.English, path))
	return b.Shows(path, want, not...)
}

// in is the address of the page in a language.
func in(lang i18n.Language, path string) string {
	separator := "?"
	if strings.Contains(path, "?") {
		separator = "&"
	}
	return path + separator + "lang=" + string(lang)
}

func (b *Browser) lacksNoMessage() {
	b.site.t.Helper()
	if lacking := b.site.Bundle.Lacking(); len(lacking) > 0 {
		b.site.t.Errorf("messages lacking: %q", lacking)
	}
}

// Answers expects a status of a page.
func (b *Browser) Answers(path string, want int) {
	b.site.t.Helper()
	if got, _ := b.Get(path); got != want {
		b.site.t.Errorf("%s answers %s with %d, want %d", path, b.account, got, want)
	}
}

// Sends sends the form of the pairs and expects the status of what follows.
func (b *Browser) Sends(path string, want int, pairs ...string) string {
	b.site.t.Helper()
	got, page := b.Post(path, formOf(pairs))
	if got != want {
		b.site.t.Fatalf("%s answers %s with %d, want %d:\n%s", path, b.account, got, want, page)
	}
	return page
}

// formOf makes a form of names, each with its value after it.
func formOf(pairs []string) url.Values {
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return form
}

// Refuses expects a status: of a page, or of the form if there is one.
func (b *Browser) Refuses(want int, path string, form url.Values) {
	b.site.t.Helper()
	if form == nil {
		b.Answers(path, want)
		return
	}
	if got, _ := b.Post(path, form); got != want {
		b.site.t.Errorf("%s answers %s with %d, want %d", path, b.account, got, want)
	}
}

var tags = regexp.MustCompile(`<[^>]*>`)

// Has expects texts on a page, with or without its tags, and that others are not there.
func Has(t *testing.T, what, page string, want []string, not ...string) {
	t.Helper()
	plain := tags.ReplaceAllString(page, "")
	for _, s := range want {
		if !strings.Contains(page, s) && !strings.Contains(plain, s) {
			t.Errorf("%s lacks %q", what, s)
		}
	}
	for _, s := range not {
		if strings.Contains(page, s) {
			t.Errorf("%s must not contain %q", what, s)
		}
	}
}
