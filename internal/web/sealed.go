package web

import (
	"net/http"
	"time"
)

// What a page has to remember while the browser is with somebody else stands sealed in a
// cookie or a form.

func aboutPage(what string) string { return "page/" + what }

// SealFor seals a value for a while; what says of what it is.
func SealFor(r *http.Request, what string, v any, life time.Duration) (string, error) {
	s := siteOf(r.Context())
	return s.Keeper.SealUntil(aboutPage(what), s.Wall().Add(life), v)
}

// Unseal reads it back, unless its time is over or it is none of ours.
func Unseal(r *http.Request, what, sealed string, v any) bool {
	s := siteOf(r.Context())
	return s.Keeper.OpenUntil(aboutPage(what), sealed, s.Wall(), v)
}

// Remember puts a value into a cookie for a while.
func Remember(w http.ResponseWriter, r *http.Request, what string, v any, life time.Duration) error {
	sealed, err := SealFor(r, what, v, life)
	if err == nil {
		siteOf(r.Context()).setCookie(w, r, "talim_"+what, sealed, int(life.Seconds()))
	}
	return err
}

// Recall reads it, once: the cookie goes.
func Recall(w http.ResponseWriter, r *http.Request, what string, v any) bool {
	s := siteOf(r.Context())
	c, err := s.cookie(r, "talim_"+what)
	if err != nil {
		return false
	}
	s.setCookie(w, r, "talim_"+what, "", -1)
	return Unseal(r, what, c.Value, v)
}
