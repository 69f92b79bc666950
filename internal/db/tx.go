package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"
)

// tries bounds how often a transaction is repeated; with the pauses below it
// gives up after about five seconds.
const tries = 30

// Tx runs fn in a transaction that behaves as if it were alone. It commits when
// fn returns nil and rolls back on an error or a panic. fn may run again when
// another transaction got in its way, so it sets its results anew each time and
// lets nothing leave the database.
//
// The context that fn is given belongs to the transaction: what fn does takes that
// one. With it a Tx or a query outside is refused, which would not see what fn has
// written; and the transaction refuses any other, so that none is passed by mistake.
func (d *DB) Tx(ctx context.Context, fn func(context.Context, Conn) error) (err error) {
	if inTx(ctx) {
		return ErrNested
	}
	for try := range tries {
		if err = d.once(ctx, fn); !errors.Is(err, errAgain) {
			return err
		}
		if stop := pause(ctx, try); stop != nil {
			return stop
		}
	}
	return fmt.Errorf("%w: %w", ErrUnavailable, err)
}

func (d *DB) once(ctx context.Context, fn func(context.Context, Conn) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // last, after the end of the transaction
	tx, err := d.begin(ctx, cancel)
	if err != nil {
		return translate(err)
	}
	defer d.longest.note(time.Now())
	committed := false
	defer func() {
		if !committed { // also on the way out of a panic
			done := d.within(cancel)
			_ = done(tx.Rollback())
		}
	}()
	if err := fn(context.WithValue(ctx, txKey{}, tx), inside{tx, d}); err != nil {
		return err
	}
	committed = true
	return d.commit(tx, cancel)
}

// begin waits for a connection, within bounds.
func (d *DB) begin(ctx context.Context, cancel context.CancelFunc) (*sql.Tx, error) {
	if err := d.there(); err != nil {
		return nil, err
	}
	done := d.within(cancel)
	options := &sql.TxOptions{} // SQLite: immediate, by the name given to the driver
	if d.dialect == dialectPostgres {
		options.Isolation = sql.LevelSerializable
	}
	tx, err := d.write.BeginTx(ctx, options)
	return tx, done(err)
}

func (d *DB) commit(tx *sql.Tx, cancel context.CancelFunc) error {
	done := d.within(cancel)
	return translate(done(tx.Commit()))
}

// pause waits a little longer each time, at random so that racers part.
func pause(ctx context.Context, try int) error {
	longest := min(5*time.Millisecond<<min(try, 6), 300*time.Millisecond)
	timer := time.NewTimer(time.Millisecond + rand.N(longest))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

type inside struct {
	tx *sql.Tx
	of *DB
}

func (i inside) engine() dialect { return i.of.dialect }

func (i inside) bounded(ctx context.Context) (context.Context, context.CancelFunc) {
	return i.of.bounded(ctx)
}

func (i inside) query(ctx context.Context, text string, args []any) (*sql.Rows, error) {
	if ctx.Value(txKey{}) != i.tx {
		return nil, ErrContext
	}
	return i.tx.QueryContext(ctx, text, args...)
}

func (i inside) exec(ctx context.Context, text string, args []any) (sql.Result, error) {
	if ctx.Value(txKey{}) != i.tx {
		return nil, ErrContext
	}
	return i.tx.ExecContext(ctx, text, args...)
}

// txKey is under which a context holds the transaction it belongs to.
type txKey struct{}

func inTx(ctx context.Context) bool { return ctx.Value(txKey{}) != nil }
