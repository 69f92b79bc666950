package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"talim/internal/access"
	"talim/internal/i18n"
	"talim/internal/web/link"
)

const (
	languageCookie = "talim_lang"
	themeCookie    = "talim_theme"
)

var cookieYear = int((365 * 24 * time.Hour).Seconds())

// themes are what ?theme= takes; "auto" follows the system.
var themes = []string{"auto", "light", "dark"}

// languageOf is the language that the browser chose here, else the one that the
// person chose elsewhere, else the one that the browser prefers.
func languageOf(r *http.Request, chrome Chrome) i18n.Language {
	if c, err := r.Cookie(languageCookie); err == nil {
		if lang, ok := i18n.ParseLanguage(c.Value); ok {
			return lang
		}
	}
	if chrome.Language != "" {
		return chrome.Language
	}
	return i18n.BestLanguage(r.Header.Get("Accept-Language"))
}

func themeOf(r *http.Request) string {
	c, err := r.Cookie(themeCookie)
	if err != nil || (c.Value != "light" && c.Value != "dark") {
		return "auto"
	}
	return c.Value
}

// switchLook does what ?lang= and ?theme= on any address ask for and leads back
// to the same place.
func (s *Site) switchLook(w http.ResponseWriter, r *http.Request) (done bool, err error) {
	if r.Method != http.MethodGet {
		return false, nil
	}
	q := r.URL.Query()
	lang, isLang := i18n.ParseLanguage(q.Get("lang"))
	theme := q.Get("theme")
	if !isLang && !isTheme(theme) {
		return false, nil
	}
	if isLang {
		if err := s.keepLanguage(r.Context(), lang); err != nil {
			return false, err
		}
		s.setCookie(w, r, languageCookie, string(lang), cookieYear)
	}
	if isTheme(theme) {
		s.setCookie(w, r, themeCookie, theme, cookieYear)
	}
	return true, SeeOther(w, r, withoutLook(r.URL), "")
}

func (s *Site) keepLanguage(ctx context.Context, lang i18n.Language) error {
	actor := access.ActorFrom(ctx)
	if s.KeepLanguage == nil || !actor.SignedIn() {
		return nil
	}
	return s.KeepLanguage(ctx, actor, lang)
}

func isTheme(theme string) bool {
	for _, t := range themes {
		if t == theme {
			return true
		}
	}
	return false
}

// withoutLook is the address without the two words that switchLook takes; the
// rest of the query stays as it was written.
func withoutLook(u *url.URL) string {
	var kept []string
	for _, pair := range strings.Split(u.RawQuery, "&") {
		name, _, _ := strings.Cut(pair, "=")
		if name != "lang" && name != "theme" && pair != "" {
			kept = append(kept, pair)
		}
	}
	if len(kept) == 0 {
		return u.EscapedPath()
	}
	return u.EscapedPath() + "?" + strings.Join(kept, "&")
}

// here is the address that stands for the page: its own, or for a page that
// answers a form the one where the form stands, as far as it can be known.
func (s *Site) here(r *http.Request, p Page) string {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return withoutLook(r.URL)
	}
	if p.Here != "" {
		return p.Here
	}
	if from, err := url.Parse(r.Referer()); err == nil && from.Host == r.Host && s.serves(http.MethodGet, &http.Request{URL: from, Host: r.Host}) {
		return withoutLook(from)
	}
	if s.serves(http.MethodGet, r) {
		return withoutLook(r.URL)
	}
	return link.Home()
}

// with adds a choice of language or theme to an address of ours.
func with(address, name, value string) string { return link.With(address, name, value) }
