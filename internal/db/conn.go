package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"log/slog"
	"reflect"
	"runtime"
	"strings"
	"sync/atomic"
	"time"
)

// Conn is where a query runs: a transaction, or the database outside of one.
// Only this package makes them.
type Conn interface {
	query(ctx context.Context, text string, args []any) (*sql.Rows, error)
	exec(ctx context.Context, text string, args []any) (sql.Result, error)
	engine() dialect
	// bounded is the context of one query, which ends when it has waited too long.
	bounded(ctx context.Context) (context.Context, context.CancelFunc)
}

// Read is for queries outside a transaction. Inside one it is refused: it would
// not see what the transaction has written.
func (d *DB) Read() Conn { return outside{d.read, d} }

// Write is for one statement that is a change by itself and needs no look at
// other rows: the session store and the queue. Everything else uses Tx.
func (d *DB) Write() Conn { return outside{d.write, d} }

// SkipLocked is the fragment with which several workers take different rows of a
// queue. SQLite has one writer and needs none.
func SkipLocked(c Conn) string {
	if c.engine() == dialectPostgres {
		return " FOR UPDATE SKIP LOCKED"
	}
	return ""
}

type outside struct {
	pool *sql.DB
	of   *DB
}

func (o outside) engine() dialect { return o.of.dialect }

func (o outside) bounded(ctx context.Context) (context.Context, context.CancelFunc) {
	return o.of.bounded(ctx)
}

func (o outside) query(ctx context.Context, text string, args []any) (*sql.Rows, error) {
	if inTx(ctx) {
		return nil, ErrNested
	}
	return o.pool.QueryContext(ctx, text, args...)
}

func (o outside) exec(ctx context.Context, text string, args []any) (sql.Result, error) {
	if inTx(ctx) {
		return nil, ErrNested
	}
	return o.pool.ExecContext(ctx, text, args...)
}

// Exec runs a statement and says how many rows it changed.
func Exec(ctx context.Context, c Conn, query string, args ...any) (int64, error) {
	args, err := plainAll(args)
	if err != nil {
		return 0, err
	}
	ctx, end := c.bounded(ctx)
	defer end()
	defer watch(ctx, query, time.Now())
	res, err := c.exec(ctx, query, args)
	if err != nil {
		return 0, translate(err)
	}
	n, err := res.RowsAffected()
	return n, translate(err)
}

// Count counts the queries of one request.
type Count struct{ n atomic.Int64 }

// N is the number of queries so far.
func (c *Count) N() int { return int(c.n.Load()) }

type countKey struct{}

// Counted gives a context in which queries are counted.
func Counted(ctx context.Context) (context.Context, *Count) {
	c := new(Count)
	return context.WithValue(ctx, countKey{}, c), c
}

// brief is the beginning of a query on one line: an insert of many rows is long.
func brief(query string) string {
	text := strings.Join(strings.Fields(query), " ")
	return text[:min(len(text), 200)]
}

// slow is how long a query may take before it is logged.
const slow = 200 * time.Millisecond

type unwatchedKey struct{}

// unwatched is for a query that is slow by its nature.
func unwatched(ctx context.Context) context.Context {
	return context.WithValue(ctx, unwatchedKey{}, true)
}

// watch counts a query that ended and logs a slow one, without its arguments:
// they may be private.
func watch(ctx context.Context, query string, began time.Time) {
	if c, ok := ctx.Value(countKey{}).(*Count); ok {
		c.n.Add(1)
	}
	if took := time.Since(began); took > slow && ctx.Value(unwatchedKey{}) == nil {
		slog.WarnContext(ctx, "slow query", "ms", took.Milliseconds(), "verb", caller(), "query", brief(query))
	}
}

// caller names the nearest function outside this package.
func caller() string {
	pcs := make([]uintptr, 16)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs)])
	for {
		f, more := frames.Next()
		if !strings.HasPrefix(f.Function, "talim/internal/db.") || !more {
			return f.Function
		}
	}
}

func plainAll(args []any) ([]any, error) {
	out := make([]any, len(args))
	for i, a := range args {
		v, err := plain(a)
		if err != nil {
			return nil, fmt.Errorf("argument %d: %w", i+1, err)
		}
		out[i] = v
	}
	return out, nil
}

// plain reduces a named type to the basic one below it, so that both drivers see
// the same, and refuses what they would store differently.
func plain(a any) (any, error) {
	switch v := a.(type) {
	case nil:
		return nil, nil
	case time.Time, *time.Time:
		return nil, fmt.Errorf("%w: time.Time; use calendar.Date or calendar.Instant", ErrArgument)
	case []byte:
		return v, nil
	case driver.Valuer:
		value, err := v.Value()
		if err != nil {
			return nil, err
		}
		return plain(value)
	}
	v := reflect.ValueOf(a)
	switch v.Kind() {
	case reflect.String:
		return v.String(), nil
	case reflect.Bool:
		return v.Bool(), nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return v.Int(), nil
	case reflect.Uint8, reflect.Uint16, reflect.Uint32:
		return int64(v.Uint()), nil
	case reflect.Float32, reflect.Float64:
		return v.Float(), nil
	}
	return nil, fmt.Errorf("%w: %T", ErrArgument, a)
}
