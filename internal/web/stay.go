package web

import (
	"context"
	"net/http"
	"time"

	"talim/internal/db"
)

// Whoever has a telephone or a computer of her own may stay signed in on it for some
// weeks: no hour without a page ends that session, and it outlives the browser. It is
// never offered in a browser that somebody marked as one of a computer that is shared.

// DefaultStay is how many days somebody may stay signed in where the keeper of the server
// set nothing.
const DefaultStay = 30

const (
	sharedCookie = "talim_shared"
	sharedLife   = 2 * 365 * 24 * time.Hour

	// endedElsewhere is the data of a session that was ended from another device, until
	// it would have been over. It opens nothing: it is not sealed, and of no account.
	endedElsewhere = "ended"
)

// StayDays is for how many days one may stay signed in; 0: nobody may.
func StayDays(r *http.Request) int { return max(siteOf(r.Context()).StayDays, 0) }

// MayStay says whether somebody may stay signed in in this browser.
func MayStay(r *http.Request) bool { return StayDays(r) > 0 && !IsShared(r) }

// IsShared says whether the browser is marked as one of a computer that is shared.
func IsShared(r *http.Request) bool {
	_, err := siteOf(r.Context()).cookie(r, sharedCookie)
	return err == nil
}

// MarkShared marks the browser, or takes the mark away. A session that would have stayed
// is then one as any other.
func MarkShared(w http.ResponseWriter, r *http.Request, shared bool) error {
	s := siteOf(r.Context())
	if !shared {
		s.setCookie(w, r, sharedCookie, "", -1)
		return nil
	}
	s.setCookie(w, r, sharedCookie, "1", int(sharedLife.Seconds()))
	if personOf(r.Context()).account == "" {
		return nil
	}
	return s.stay(w, r, false)
}

// Stay lets the session of the request stay on this device, or end as any other.
func Stay(w http.ResponseWriter, r *http.Request, stay bool) error {
	return siteOf(r.Context()).stay(w, r, stay && MayStay(r))
}

func (s *Site) stay(w http.ResponseWriter, r *http.Request, stay bool) error {
	s.setStay(r.Context(), stay)
	return Renew(w, r)
}

// setStay notes until when the session stays.
func (s *Site) setStay(ctx context.Context, stay bool) {
	if !stay {
		s.sessions.Remove(ctx, keyUntil)
		return
	}
	s.sessions.Put(ctx, keyUntil, s.Wall().AddDate(0, 0, s.StayDays).Unix())
	s.keepDeadline(ctx)
}

// keepDeadline gives a session that stays its end anew: a new token has set the usual one.
func (s *Site) keepDeadline(ctx context.Context) {
	if left := s.stayLeft(ctx); left > 0 {
		s.sessions.SetDeadline(ctx, sessionClock().Add(left))
	}
}

// sessionClock is the clock by which the store of sessions keeps their ends: it asks the
// machine and takes no other.
func sessionClock() time.Time { return time.Now() } //nolint:forbidigo // see above

// stayLeft is how long the session stays; 0 for any other.
func (s *Site) stayLeft(ctx context.Context) time.Duration {
	until := s.sessions.GetInt64(ctx, keyUntil)
	if until == 0 {
		return 0
	}
	return time.Unix(until, 0).Sub(s.Wall())
}

// stays says whether an hour without a page does not end the session.
func (s *Site) stays(ctx context.Context, r *http.Request) bool {
	return s.stayLeft(ctx) > 0 && !IsShared(r)
}

func (s *Site) stayIsOver(ctx context.Context) bool { return s.stayLeft(ctx) < 0 }

// sessionAge is the age of the cookie: none, so that it goes when the browser closes,
// but for a session that stays.
func (s *Site) sessionAge(ctx context.Context) int { return int(max(s.stayLeft(ctx), 0).Seconds()) }

// wasEnded says whether the session of the request was ended from another device.
func (s *Site) wasEnded(r *http.Request) (bool, error) {
	c, err := s.cookie(r, sessionCookie)
	if err != nil {
		return false, nil //nolint:nilerr // a browser without a session
	}
	n, err := db.One[int](r.Context(), s.DB.Read(), `SELECT COUNT(*) FROM session WHERE token_hash = $1 AND account_id = '' AND data = $2`, hashed(c.Value), []byte(endedElsewhere))
	return n > 0, err
}
