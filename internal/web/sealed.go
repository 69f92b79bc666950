package web

import (
	"encoding/json"
	"net/http"
	"time"

	"talim/internal/secret"
)

// What a page has to remember while the browser is with somebody else stands sealed in a
// cookie or a form, for a while: reading a page then writes nothing into the database.

// sealedFor is a value with its end.
type sealedFor struct {
	Until int64
	Value json.RawMessage
}

// SealFor seals a value for a while; what says of what it is.
func SealFor(r *http.Request, what string, v any, life time.Duration) (string, error) {
	s := siteOf(r.Context())
	value, err := json.Marshal(v)
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(sealedFor{Until: s.Wall().Add(life).Unix(), Value: value})
	return s.Keeper.Seal("page/"+what, string(text)), err
}

// Unseal reads it back, unless its time is over or it is none of ours.
func Unseal(r *http.Request, what, sealed string, v any) bool {
	s := siteOf(r.Context())
	if !secret.IsSealed(sealed) {
		return false
	}
	text, err := s.Keeper.Open("page/"+what, sealed)
	var is sealedFor
	return err == nil && json.Unmarshal([]byte(text), &is) == nil && s.Wall().Unix() < is.Until && json.Unmarshal(is.Value, v) == nil
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
