package db

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"
	"time"
)

// tries bounds how often a transaction is repeated; with the pauses below it
// gives up after about five seconds.
const tries = 30

// Tx runs fn in a transaction that behaves as if it were alone. It commits when
// fn returns nil and rolls back on an error or a panic. fn may run again when
// another transaction got in its way, so it sets its results anew each time and
// lets nothing leave the database. A Tx inside fn is refused: pass the Conn on.
func (d *DB) Tx(ctx context.Context, fn func(Conn) error) error {
	leave, err := enter()
	if err != nil {
		return err
	}
	defer leave()
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

func (d *DB) once(ctx context.Context, fn func(Conn) error) (err error) {
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
	if err := fn(inside{tx, d}); err != nil {
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
	return i.tx.QueryContext(ctx, text, args...)
}

func (i inside) exec(ctx context.Context, text string, args []any) (sql.Result, error) {
	return i.tx.ExecContext(ctx, text, args...)
}

// open holds the goroutines that are inside Tx. The contexts of the callers do not
// know of the transaction, and a nested one would wait for ever for SQLite's only
// writer; so the goroutine is asked, by the number in its stack trace.
var open sync.Map

func enter() (leave func(), err error) {
	id := goroutine()
	if _, nested := open.LoadOrStore(id, true); nested {
		return nil, ErrNested
	}
	return func() { open.Delete(id) }, nil
}

func inTx() bool {
	_, nested := open.Load(goroutine())
	return nested
}

// goroutine is the number N of "goroutine N [running]:".
func goroutine() string {
	var buf [40]byte
	fields := bytes.Fields(buf[:runtime.Stack(buf[:], false)])
	return string(fields[1])
}
