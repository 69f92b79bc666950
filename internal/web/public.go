package web

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"talim/internal/db"
)

// What pages for everybody need: a limit for each address, the address under which the world reaches
// this server, and answers for programs.

// Throttle counts a visit of the request's address to a public page and says how long to wait
// once there were more than limit in the window; zero: go on. What names the pages that share a count.
func Throttle(r *http.Request, what string, limit int64) (wait time.Duration, err error) {
	ctx, s := r.Context(), siteOf(r.Context())
	if s == nil {
		return 0, nil
	}
	now := s.Wall()
	err = s.DB.Tx(ctx, func(ctx context.Context, tx db.Conn) error {
		seen, err := windowOf(ctx, tx, hashed(what+":"+s.address(r)), now)
		if err != nil {
			return err
		}
		if seen.Tries >= limit {
			wait = max(seen.Began.Time().Add(window).Sub(now), 0)
		}
		return s.count(ctx, tx, seen, now)
	})
	return wait, err
}

// Address is where the world reaches this server, "https://host" without a path: what stands in
// papers and badges so that others find the way back. Without a public address it is how the
// request came.
func Address(r *http.Request) string {
	if s := siteOf(r.Context()); s != nil && s.Public != nil {
		return s.Public.Scheme + "://" + s.Public.Host
	}
	if s := siteOf(r.Context()); s != nil && s.https(r) || r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// OnlyHere says whether an address opens on this computer only: on paper it would lead
// nobody anywhere.
func OnlyHere(address string) bool {
	return strings.HasPrefix(address, "http://127.") || strings.HasPrefix(address, "http://localhost") || strings.HasPrefix(address, "http://[::1]")
}

// JSON answers a program. Pages of other sites may read it: it is for everybody.
func JSON(w http.ResponseWriter, r *http.Request, contentType string, v any) error {
	body, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	w.Header().Set("Access-Control-Allow-Origin", "*")
	return write(w, r, http.StatusOK, contentType, append(body, '\n'))
}
