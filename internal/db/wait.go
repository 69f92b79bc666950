package db

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// Nobody waits for ever: not for a server that is frozen, for a network that
// swallows packets, for a row that somebody holds, or for a connection that others
// have. A person is told that the database cannot be reached and that nothing was
// saved, and can try again.
const (
	patience      = 15 * time.Second // of a query, for a connection and its answer
	connectWithin = 5 * time.Second
	lockWithin    = "10s" // shorter than patience, so that the server gives up first
)

// bounded ends the context of one query when it has waited too long. A file answers
// or fails by itself.
func (d *DB) bounded(ctx context.Context) (context.Context, context.CancelFunc) {
	if d.wait == 0 {
		return ctx, func() {}
	}
	return context.WithTimeout(ctx, d.wait)
}

// within calls cancel when it takes too long until done is called with what came of
// it; then the fault is that, and not that somebody cancelled.
func (d *DB) within(cancel context.CancelFunc) (done func(error) error) {
	if d.wait == 0 {
		return func(err error) error { return err }
	}
	timer := time.AfterFunc(d.wait, cancel)
	return func(err error) error {
		if !timer.Stop() && err != nil {
			return fmt.Errorf("%w: no answer within %v: %v", ErrUnavailable, d.wait, err) //nolint:errorlint // nobody cancelled
		}
		return err
	}
}

// OpenWaiting is Open that waits for a server that is not up yet, as after a power
// cut; told is called once for each try that failed. What waiting does not mend, such
// as a wrong password, comes back at once.
func OpenWaiting(ctx context.Context, address string, atMost time.Duration, told func(error)) (*DB, error) {
	for end := time.Now().Add(atMost); ; {
		d, err := Open(ctx, address)
		if err == nil || !passing(err) || time.Now().After(end) {
			return d, err
		}
		told(err)
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(min(time.Second, time.Until(end)+time.Millisecond)):
		}
	}
}

// passing says whether a server that could not be reached may be there soon.
func passing(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return errors.Is(kindOfPostgres(pg.Code), ErrUnavailable)
	}
	var connect *pgconn.ConnectError
	return errors.As(err, &connect)
}

// there says whether the SQLite file is still the one that was opened: whoever
// deletes it under the program loses all that is written afterwards.
func (d *DB) there() error {
	if d.file == nil {
		return nil
	}
	now, err := os.Stat(d.path)
	if err != nil || !os.SameFile(d.file, now) {
		return fmt.Errorf("%w: %s was removed or replaced under the running program; stop it, put the file back and start again", ErrUnavailable, d.path)
	}
	return nil
}

// Ready says whether changes can be made now: the database is there, holds the
// schema, and takes writes (a PostgreSQL that follows another does not).
func (d *DB) Ready(ctx context.Context) error {
	if err := d.there(); err != nil {
		return err
	}
	if _, err := One[int](ctx, d.Read(), `SELECT count(*) FROM `+versionTable); err != nil || d.dialect == dialectSQLite {
		return err
	}
	state, err := One[string](ctx, d.Read(), `SELECT current_setting('transaction_read_only')`)
	if err == nil && state != "off" {
		err = fmt.Errorf("%w: it takes no changes (transaction_read_only)", ErrUnavailable)
	}
	return err
}

// longest remembers the longest transaction of the last minutes.
type longest struct {
	mu            sync.Mutex
	since         time.Time
	before, under time.Duration // of the window before, of the one under way
}

// window is how long the longest transaction is remembered at least.
const window = 5 * time.Minute

func (l *longest) note(began time.Time) {
	now := time.Now()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.turn(now)
	l.under = max(l.under, now.Sub(began))
}

// turn begins a new window when the one under way is over.
func (l *longest) turn(now time.Time) {
	if past := now.Sub(l.since); past >= window {
		l.before = l.under
		if past >= 2*window {
			l.before = 0
		}
		l.since, l.under = now, 0
	}
}

// LongestTx is how long the longest transaction of the last five to ten minutes
// took, without the wait for its turn. On SQLite nobody else can save meanwhile.
func (d *DB) LongestTx() time.Duration {
	d.longest.mu.Lock()
	defer d.longest.mu.Unlock()
	d.longest.turn(time.Now())
	return max(d.longest.before, d.longest.under)
}

// Analyze lets the database look at tables that an import has filled, so that it
// chooses its ways through them by what is there. Outside of a transaction.
func (d *DB) Analyze(ctx context.Context, tables ...string) error {
	for _, table := range tables {
		if _, err := Exec(ctx, d.Write(), `ANALYZE "`+table+`"`); err != nil {
			return err
		}
	}
	return nil
}
