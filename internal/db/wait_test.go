package db_test

import (
	"context"
	"errors"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"talim/internal/apptest"
	"talim/internal/db"
)

// soon is far above the bounds that the tests set, and far below for ever.
const soon = 20 * time.Second

// ends fails a test whose fn hangs, and wants its error to say that the database
// cannot be reached.
func ends(t *testing.T, what string, fn func() error) {
	t.Helper()
	got := make(chan error, 1)
	go func() { got <- fn() }()
	select {
	case err := <-got:
		if !errors.Is(err, db.ErrUnavailable) {
			t.Errorf("%s: %v", what, err)
		}
	case <-time.After(soon):
		t.Errorf("%s: still waiting", what)
	}
}

func ask(d *db.DB) error {
	_, err := db.One[int](ctx, d.Read(), `SELECT count(*) FROM setting`)
	return err
}

// with adds options to an address.
func with(t *testing.T, address string, options ...string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	for i := 0; i < len(options); i += 2 {
		q.Set(options[i], options[i+1])
	}
	u.RawQuery = q.Encode()
	return u.String()
}

// wire stands before a server and can hold back all that goes through it, as a
// frozen machine or a network that swallows packets does.
type wire struct {
	to    string
	mu    sync.Mutex
	held  bool
	moved *sync.Cond
}

func (w *wire) hold(held bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.held = held
	w.moved.Broadcast()
}

func (w *wire) Read(p []byte, from net.Conn) (int, error) {
	n, err := from.Read(p)
	w.mu.Lock()
	defer w.mu.Unlock()
	for w.held {
		w.moved.Wait()
	}
	return n, err
}

func (w *wire) pass(from, to net.Conn) {
	defer to.Close()
	for buf := make([]byte, 32<<10); ; {
		n, err := w.Read(buf, from)
		if n > 0 {
			if _, err := to.Write(buf[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

func (w *wire) serve(listener net.Listener) {
	for {
		from, err := listener.Accept()
		if err != nil {
			return
		}
		to, err := net.Dial("tcp", w.to)
		if err != nil {
			from.Close()
			continue
		}
		go w.pass(from, to)
		go w.pass(to, from)
	}
}

// wired gives a database of PostgreSQL behind a wire.
func wired(t *testing.T, options ...string) (address string, w *wire) {
	t.Helper()
	u, err := url.Parse(with(t, apptest.Postgres(t), options...))
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w = &wire{to: u.Host}
	w.moved = sync.NewCond(&w.mu)
	t.Cleanup(func() { w.hold(false); listener.Close() })
	go w.serve(listener)
	u.Host = listener.Addr().String()
	return u.String(), w
}

// A server that is frozen at any point of a change is not waited for.
func TestWaitForAFrozenServerEnds(t *testing.T) {
	if os.Getenv("TALIM_TEST_POSTGRES") == "" {
		return // a file is not frozen
	}
	address, line := wired(t, "patience", "1s", "connect_timeout", "2", "pool_max_conns", "2")
	d := openDB(t, address)
	if err := ask(d); err != nil {
		t.Fatal(err)
	}
	change := func(before func(), result error) func() error {
		return func() error {
			return d.Tx(ctx, func(ctx context.Context, tx db.Conn) error {
				_, err := db.Exec(ctx, tx, `INSERT INTO setting (school_id, name, value) VALUES ('', $1, '')`, db.NewID())
				before()
				return errors.Join(err, result)
			})
		}
	}
	freeze := func() { line.hold(true) }
	for what, fn := range map[string]func() error{
		"a question":                func() error { freeze(); return ask(d) },
		"the beginning of a change": func() error { freeze(); return change(func() {}, nil)() },
		"the end of a change":       change(freeze, nil),
		"taking a change back":      change(freeze, db.ErrUnavailable),
		"is it there":               func() error { freeze(); return d.Ping(ctx) },
		"a new connection":          func() error { freeze(); _, err := db.Open(ctx, address); return err },
	} {
		ends(t, what, fn)
		line.hold(false)
		time.Sleep(50 * time.Millisecond)
		if err := ask(d); err != nil {
			if err = ask(d); err != nil { // a connection may have broken
				t.Errorf("after %s: %v", what, err)
			}
		}
	}
}

func TestWaitForALockEnds(t *testing.T) {
	if os.Getenv("TALIM_TEST_POSTGRES") == "" {
		return // SQLite has one writer, and readers wait for nobody
	}
	address := apptest.Postgres(t)
	d, other := openDB(t, with(t, address, "lock_timeout", "200ms")), openDB(t, address)
	locked, free, done := make(chan bool), make(chan bool), make(chan error)
	go func() {
		done <- other.Tx(ctx, func(ctx context.Context, tx db.Conn) error {
			_, err := db.Exec(ctx, tx, `LOCK TABLE setting IN ACCESS EXCLUSIVE MODE`)
			close(locked)
			<-free
			return err
		})
	}()
	<-locked
	ends(t, "a question", func() error { return ask(d) })
	ends(t, "a change", func() error {
		return d.Tx(ctx, func(ctx context.Context, tx db.Conn) error {
			_, err := db.Exec(ctx, tx, `UPDATE setting SET value = ''`)
			return err
		})
	})
	close(free)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if err := ask(d); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

func TestWaitForAFreeConnectionEnds(t *testing.T) {
	if os.Getenv("TALIM_TEST_POSTGRES") == "" {
		return
	}
	d := openDB(t, with(t, apptest.Postgres(t), "pool_max_conns", "1", "patience", "2s"))
	taken, free, done := make(chan bool), make(chan bool), make(chan error)
	go func() {
		done <- d.Tx(ctx, func(context.Context, db.Conn) error {
			close(taken)
			<-free
			return nil
		})
	}()
	<-taken
	ends(t, "a question", func() error { return ask(d) })
	ends(t, "a change", func() error { return d.Tx(ctx, func(context.Context, db.Conn) error { return nil }) })
	close(free)
	if err := <-done; err != nil {
		t.Errorf("the change that had it: %v", err)
	}
}

// A server that only follows another takes no changes: it is not ready.
func TestReadyTellsThatNothingCanBeSaved(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		if err := d.Ready(ctx); err != nil {
			t.Errorf("a sound database: %v", err)
		}
	})
	if os.Getenv("TALIM_TEST_POSTGRES") == "" {
		return
	}
	d := openDB(t, with(t, apptest.Postgres(t), "default_transaction_read_only", "on"))
	ends(t, "ready", func() error { return d.Ready(ctx) })
	ends(t, "a change", func() error { return one(d, `UPDATE setting SET value = ''`) })
	if err := ask(d); err != nil {
		t.Errorf("a question: %v", err)
	}
}

// Whoever deletes the file under the running program is told before all is lost.
func TestFileRemovedUnderTheProgram(t *testing.T) {
	address := apptest.SQLite(t)
	d := openDB(t, address)
	put(t, d, "n", "1")
	path := db.SQLitePath(address)
	if err := os.Rename(path, path+".away"); err != nil {
		t.Fatal(err)
	}
	ends(t, "ready", func() error { return d.Ready(ctx) })
	ends(t, "a change", func() error { return one(d, `UPDATE setting SET value = ''`) })
	if err := os.Rename(path+".away", path); err != nil {
		t.Fatal(err)
	}
	if err := d.Ready(ctx); err != nil {
		t.Errorf("back again: %v", err)
	}
}

func TestOpenWaitingForAServerThatComesLater(t *testing.T) {
	told := 0
	tell := func(error) { told++ }
	if _, err := db.OpenWaiting(ctx, "postgres://nobody@127.0.0.1:1/none", 0, tell); !errors.Is(err, db.ErrUnavailable) || told != 0 {
		t.Errorf("nothing to wait: %v, told %d times", err, told)
	}
	began := time.Now()
	if _, err := db.OpenWaiting(ctx, "sqlite:"+filepath.Join(t.TempDir(), "is", "\x00", "x.db"), time.Minute, tell); err == nil || time.Since(began) > soon {
		t.Errorf("a file that will never be: %v after %v", err, time.Since(began))
	}
	if os.Getenv("TALIM_TEST_POSTGRES") == "" {
		return
	}
	address := apptest.Postgres(t)
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	real := u.Host
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	u.Host = listener.Addr().String()
	listener.Close() // nobody listens there yet
	time.AfterFunc(1500*time.Millisecond, func() {
		later, err := net.Listen("tcp", u.Host)
		if err != nil {
			return
		}
		w := &wire{to: real}
		w.moved = sync.NewCond(&w.mu)
		go w.serve(later)
	})
	d, err := db.OpenWaiting(ctx, u.String(), 20*time.Second, tell)
	if err != nil || told == 0 {
		t.Fatalf("%v, told %d times", err, told)
	}
	d.Close()
	u.User, began = url.UserPassword("talim", "wrong"), time.Now()
	if _, err := db.OpenWaiting(ctx, u.String(), time.Minute, tell); err == nil || time.Since(began) > soon {
		t.Errorf("a wrong password: %v after %v", err, time.Since(began))
	}
}

func TestLongestTxAndAnalyze(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		const long = 30 * time.Millisecond
		if err := d.Tx(ctx, func(context.Context, db.Conn) error { time.Sleep(long); return nil }); err != nil {
			t.Fatal(err)
		}
		if got := d.LongestTx(); got < long || got > soon {
			t.Errorf("longest %v", got)
		}
		if err := d.Analyze(ctx, "staff", "lesson"); err != nil {
			t.Error(err)
		}
		if err := d.Analyze(ctx, "nothing"); err == nil {
			t.Error("a table that is not there was looked at")
		}
	})
}
