package web

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"time"

	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/password"
)

// Guessing is made slow, and nobody is locked out by it. Wrong proofs are counted for
// whoever they say to be. After a few the next one has to wait, each time twice as long.
// A browser in which the same person has proved to be herself before is counted apart
// (see known.go), so that strangers who guess keep nobody waiting who is at home. A right
// proof counts nothing: two hundred people behind one address come in at the same time. An
// address from which many wrong ones come leaves a single free guess for each person, and
// whoever is right still comes in from there.

// Limits say how many wrong proofs are free and how long those who guess wait. What is
// zero is as in DefaultLimits.
type Limits struct {
	Free      int           // wrong proofs of one person before the waiting begins
	OfAddress int           // wrong proofs from one address within a quarter of an hour, after which each person has one free
	Longest   time.Duration // the longest wait; the first is a minute
	Forget    time.Duration // after the last wrong proof of a person, when counting begins anew
	Kept      int           // counts that are kept at most, whoever invents logins
}

// DefaultLimits hold where the keeper of the server set nothing.
var DefaultLimits = Limits{Free: 5, OfAddress: 100, Longest: 15 * time.Minute, Forget: 24 * time.Hour, Kept: 50_000}

func (l Limits) withDefaults() Limits {
	d := DefaultLimits
	return Limits{
		Free: cmp.Or(l.Free, d.Free), OfAddress: cmp.Or(l.OfAddress, d.OfAddress), Longest: cmp.Or(l.Longest, d.Longest),
		Forget: cmp.Or(l.Forget, d.Forget), Kept: cmp.Or(l.Kept, d.Kept),
	}
}

// window is how long what comes from an address is added up.
const window = 15 * time.Minute

// firstWait is the wait after the last free guess.
const firstWait = time.Minute

// wait is how long after the given number of wrong proofs the next may come.
func (l Limits) wait(wrong int64, free int) time.Duration {
	over := wrong - int64(free)
	if over < 0 {
		return 0
	}
	return min(firstWait<<min(over, 20), l.Longest)
}

// attempts is the count of a person or of an address.
type attempts struct {
	Key    string           `db:"attempt_key"`
	Began  calendar.Instant `db:"began"`
	Latest calendar.Instant `db:"latest"` // "" where an older version counted
	Tries  int64            `db:"tries"`
}

// last is when the latest was counted.
func (a attempts) last() calendar.Instant { return cmp.Or(a.Latest, a.Began) }

// Try lets prove say whether somebody is who they say to be: it compares a password, a
// code or words, and returns an error that is password.ErrWrong where they are not right.
// Who is the form in which the account is looked for, so that all ways of writing a login
// are one count. Where too many were wrong, prove is not asked, and the answer is
// invalid input that says how long to wait. Of several at the same time each is counted
// before it is compared.
func Try(r *http.Request, who string, prove func() error) error {
	ctx, v := r.Context(), visitOf(r.Context())
	s := v.site
	person, address := s.personKey(r, who), hashed("address:"+s.address(r))
	before, wait, err := s.reserve(ctx, person, address)
	if err != nil {
		return err
	}
	if wait > 0 {
		return fault.Invalid("", "web.signin.wait", "Count", int((wait+time.Minute-1)/time.Minute))
	}
	err = prove()
	switch {
	case err == nil:
		v.proved = append(v.proved, who)
		return s.forget(ctx, person, address)
	case errors.Is(err, password.ErrWrong):
		return err
	}
	return errors.Join(err, s.giveBack(ctx, before, address))
}

// reserve counts a proof as wrong before it is compared, or says how long it has to wait.
// It gives the count of the person as it was.
func (s *Site) reserve(ctx context.Context, person, address string) (before attempts, wait time.Duration, err error) {
	now := s.Wall()
	err = s.DB.Tx(ctx, func(ctx context.Context, tx db.Conn) error {
		if before, err = attemptsOf(ctx, tx, person, now, func(a attempts) bool { return now.Sub(a.last().Time()) > s.Limits.Forget }); err != nil {
			return err
		}
		from, err := windowOf(ctx, tx, address, now)
		if err != nil {
			return err
		}
		if wait = before.last().Time().Add(s.Limits.wait(before.Tries, s.free(from))).Sub(now); before.Tries > 0 && wait > 0 {
			return nil
		}
		wait = 0
		if err := s.count(ctx, tx, before, now); err != nil {
			return err
		}
		return s.count(ctx, tx, from, now)
	})
	return before, wait, err
}

// free is how many wrong proofs of a person are free from the address.
func (s *Site) free(from attempts) int {
	if from.Tries >= int64(s.Limits.OfAddress) {
		return 1
	}
	return s.Limits.Free
}

// windowOf reads what is added up in the quarter of an hour that is running.
func windowOf(ctx context.Context, tx db.Conn, key string, now time.Time) (attempts, error) {
	return attemptsOf(ctx, tx, key, now, func(a attempts) bool { return now.Sub(a.Began.Time()) > window })
}

// attemptsOf reads a count; one that is over begins anew.
func attemptsOf(ctx context.Context, tx db.Conn, key string, now time.Time, over func(attempts) bool) (attempts, error) {
	a, err := db.One[attempts](ctx, tx, `SELECT `+db.Columns[attempts]("")+` FROM sign_in_attempt WHERE attempt_key = $1`, key)
	if err != nil && !errors.Is(err, db.ErrNotFound) {
		return a, err
	}
	if err != nil || over(a) {
		a = attempts{Key: key, Began: calendar.InstantOf(now)}
	}
	return a, nil
}

// count adds one.
func (s *Site) count(ctx context.Context, tx db.Conn, a attempts, now time.Time) error {
	if a.Tries == 0 {
		if err := s.makeRoom(ctx, tx); err != nil {
			return err
		}
	}
	_, err := db.Exec(ctx, tx, `INSERT INTO sign_in_attempt (attempt_key, began, latest, tries) VALUES ($1, $2, $3, $4)
		ON CONFLICT (attempt_key) DO UPDATE SET began = excluded.began, latest = excluded.latest, tries = excluded.tries`,
		a.Key, a.Began, calendar.InstantOf(now), a.Tries+1)
	return err
}

// makeRoom drops counts where somebody fills the table with logins that nobody has: a
// tenth, those with the fewest wrong proofs first, of these the oldest.
func (s *Site) makeRoom(ctx context.Context, tx db.Conn) error {
	kept, err := db.One[int](ctx, tx, `SELECT COUNT(*) FROM sign_in_attempt`)
	if err != nil || kept < s.Limits.Kept {
		return err
	}
	_, err = db.Exec(ctx, tx, `DELETE FROM sign_in_attempt WHERE attempt_key IN
		(SELECT attempt_key FROM sign_in_attempt ORDER BY tries, latest LIMIT $1)`, max(s.Limits.Kept/10, 1))
	return err
}

// forget drops the count of a person who was right, and what was counted for the address.
func (s *Site) forget(ctx context.Context, person, address string) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Conn) error {
		if _, err := db.Exec(ctx, tx, `DELETE FROM sign_in_attempt WHERE attempt_key = $1`, person); err != nil {
			return err
		}
		return takeBack(ctx, tx, address)
	})
}

// giveBack takes the count back of a proof that was not compared.
func (s *Site) giveBack(ctx context.Context, before attempts, address string) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Conn) error {
		if err := takeBack(ctx, tx, before.Key); err != nil {
			return err
		}
		if err := takeBack(ctx, tx, address); err != nil || before.Tries == 0 {
			return err
		}
		_, err := db.Exec(ctx, tx, `UPDATE sign_in_attempt SET latest = $2 WHERE attempt_key = $1 AND tries = $3`, before.Key, before.last(), before.Tries)
		return err
	})
}

func takeBack(ctx context.Context, tx db.Conn, key string) error {
	if _, err := db.Exec(ctx, tx, `UPDATE sign_in_attempt SET tries = tries - 1 WHERE attempt_key = $1`, key); err != nil {
		return err
	}
	_, err := db.Exec(ctx, tx, `DELETE FROM sign_in_attempt WHERE attempt_key = $1 AND tries <= 0`, key)
	return err
}

// forgetOld drops the counts that are over.
func (s *Site) forgetOld(ctx context.Context, tx db.Conn) error {
	before := calendar.InstantOf(s.Wall().Add(-max(s.Limits.Forget, window)))
	_, err := db.Exec(ctx, tx, `DELETE FROM sign_in_attempt WHERE began < $1 AND latest < $1`, before)
	return err
}
