package web

import (
	"context"
	"errors"
	"net/http"
	"time"

	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
)

// How often somebody may try to sign in. A whole school can share one address,
// so an address has more room than a login.
const (
	attemptWindow     = 15 * time.Minute
	attemptsOfLogin   = 10
	attemptsOfAddress = 100
)

type attempts struct {
	Began calendar.Instant `db:"began"`
	Tries int64            `db:"tries"`
}

// left is how long to wait once more than limit attempts were made; zero: go on.
func (a attempts) left(limit int64, now time.Time) time.Duration {
	if a.Tries <= limit {
		return 0
	}
	return max(a.Began.Time().Add(attemptWindow).Sub(now), 0)
}

// Attempt counts one attempt to prove to be somebody and refuses it, as invalid
// input, when there were too many for that somebody or from the address. Who is
// the form in which the account is looked for, so that all ways of writing a login
// are one count. Call it before a password or code is looked at; SignIn forgets
// the count, and so does Proved.
func Attempt(r *http.Request, who string) error {
	ctx, v := r.Context(), visitOf(r.Context())
	v.tried = who
	wait, err := v.site.attempt(ctx, who, v.site.address(r))
	if err != nil || wait <= 0 {
		return err
	}
	minutes := int(wait.Minutes()) + 1
	return fault.Invalid("", "web.signin.wait", "Count", minutes)
}

// Proved forgets the attempts before this one: it was right.
func Proved(r *http.Request) error {
	v := visitOf(r.Context())
	return v.site.forget(r.Context(), v.tried)
}

func (s *Site) attempt(ctx context.Context, who, address string) (wait time.Duration, err error) {
	now := s.Wall()
	err = s.DB.Tx(ctx, func(ctx context.Context, tx db.Conn) error {
		ofLogin, err := countAttempt(ctx, tx, loginKey(who), now)
		if err != nil {
			return err
		}
		ofAddress, err := countAttempt(ctx, tx, hashed("address:"+address), now)
		wait = max(ofLogin.left(attemptsOfLogin, now), ofAddress.left(attemptsOfAddress, now))
		return err
	})
	return wait, err
}

func loginKey(who string) string { return hashed("login:" + who) }

// countAttempt adds one to the window that is running, or begins a new one.
func countAttempt(ctx context.Context, tx db.Conn, key string, now time.Time) (attempts, error) {
	a, err := db.One[attempts](ctx, tx, `SELECT began, tries FROM sign_in_attempt WHERE attempt_key = $1`, key)
	if err != nil && !errors.Is(err, db.ErrNotFound) {
		return a, err
	}
	if now.Sub(a.Began.Time()) > attemptWindow {
		a = attempts{Began: calendar.InstantOf(now)}
	}
	a.Tries++
	_, err = db.Exec(ctx, tx, `INSERT INTO sign_in_attempt (attempt_key, began, tries) VALUES ($1, $2, $3)
		ON CONFLICT (attempt_key) DO UPDATE SET began = excluded.began, tries = excluded.tries`, key, a.Began, a.Tries)
	return a, err
}

// forget drops the count of a login that signed in.
func (s *Site) forget(ctx context.Context, login string) error {
	if login == "" {
		return nil
	}
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Conn) error {
		_, err := db.Exec(ctx, tx, `DELETE FROM sign_in_attempt WHERE attempt_key = $1`, loginKey(login))
		return err
	})
}
