package web

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"talim/internal/fault"
)

// Whoever has shown one of two proofs is half-way in: the session says whose account it
// will be, and opens nothing until the other was shown.

// Half is what the first proof has shown.
type Half struct {
	Account string
	Proof   string // to be compared with the account when the second is shown
	Who     string // under what guesses at the first were counted, see Try
	Stay    bool   // asked to stay signed in
	Until   int64  // unix seconds until which the second may come
}

const (
	keyHalf  = "half"
	keyFirst = "first" // the page that the account has to answer before any other
	halfLife = 10 * time.Minute
)

// GoHalf notes what was shown, under a new token. Who is signed in stays so.
func GoHalf(w http.ResponseWriter, r *http.Request, h Half) error {
	ctx, s := r.Context(), siteOf(r.Context())
	h.Until = s.Wall().Add(halfLife).Unix()
	text, err := json.Marshal(h)
	if err != nil {
		return err
	}
	s.sessions.Put(ctx, keyHalf, string(text))
	return Renew(w, r)
}

// HalfOf is who is half-way in, if somebody is and not for too long.
func HalfOf(r *http.Request) (Half, bool) {
	s := siteOf(r.Context())
	var h Half
	err := json.Unmarshal([]byte(s.sessions.GetString(r.Context(), keyHalf)), &h)
	return h, err == nil && h.Account != "" && s.Wall().Unix() < h.Until
}

// SignInHalf signs in whoever has shown the second proof as well.
func SignInHalf(w http.ResponseWriter, r *http.Request, h Half) error {
	if h.Who != "" {
		v := visitOf(r.Context())
		v.proved = append([]string{h.Who}, v.proved...)
	}
	return SignInFor(w, r, h.Account, h.Stay)
}

// endHalf forgets what was shown of another account, and notes what comes first now.
func (s *Site) endHalf(ctx context.Context, first string) {
	s.sessions.Remove(ctx, keyHalf)
	s.sessions.Remove(ctx, keyFirst)
	if first != "" {
		s.sessions.Put(ctx, keyFirst, first)
	}
}

// SignInFirst is SignInFor of somebody who has to answer a page, with those below its
// address, before any other opens.
func SignInFirst(w http.ResponseWriter, r *http.Request, accountID string, stay bool, page string) error {
	return signIn(w, r, accountID, stay, page)
}

// Answered lets the session go on: the page that came first was answered.
func Answered(r *http.Request) error {
	ctx, s := r.Context(), siteOf(r.Context())
	if s.sessions.GetString(ctx, keyFirst) == "" {
		return nil
	}
	s.sessions.Remove(ctx, keyFirst)
	_, _, err := s.sessions.Commit(ctx)
	return err
}

// leadsFirst leads to the page that comes before any other. A form is refused in a way
// that lets its author go back to it.
func (s *Site) leadsFirst(w http.ResponseWriter, r *http.Request, route Route) (bool, error) {
	page := s.sessions.GetString(r.Context(), keyFirst)
	if page == "" || route.Permission.Open || r.URL.Path == page || strings.HasPrefix(r.URL.Path, page+"/") {
		return false, nil
	}
	if r.Method == http.MethodPost {
		return false, fault.Conflict("web.first.needed")
	}
	return true, SeeOther(w, r, page, "web.first.needed")
}

// Now is the time of the world, by which phones go, whatever day a demonstration lives in.
func Now(ctx context.Context) time.Time { return siteOf(ctx).Wall() }
