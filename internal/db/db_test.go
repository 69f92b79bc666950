package db_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
)

var ctx = context.Background()

// each runs fn on every engine, with a small table besides the schema.
func each(t *testing.T, fn func(t *testing.T, d *db.DB)) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		exec(t, d, `CREATE TABLE box (id TEXT NOT NULL PRIMARY KEY)`)
		exec(t, d, `CREATE TABLE thing (id TEXT NOT NULL PRIMARY KEY, box_id TEXT NOT NULL REFERENCES box (id), size BIGINT NOT NULL CHECK (size >= 0),
			ready BOOLEAN NOT NULL, ratio DOUBLE PRECISION NOT NULL, data BYTEA NOT NULL, starts TEXT NOT NULL, ends TEXT NOT NULL)`)
		exec(t, d, `INSERT INTO box (id) VALUES ('b')`)
		fn(t, d)
	})
}

type kind string

type thing struct {
	ID    kind    `db:"id"`
	Box   string  `db:"box_id"`
	Size  int     `db:"size"`
	Ready bool    `db:"ready"`
	Ratio float64 `db:"ratio"`
	Data  []byte  `db:"data"`
	calendar.Period
	Unstored string `db:"-"`
}

func sample(id string, size int) thing {
	return thing{ID: kind(id), Box: "b", Size: size, Ready: true, Ratio: 0.5, Data: []byte{0, 1}, Period: calendar.From("2013-09-01")}
}

func exec(t *testing.T, d *db.DB, query string, args ...any) {
	t.Helper()
	if _, err := db.Exec(ctx, d.Write(), query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

func insert(d *db.DB, rows ...thing) error {
	return d.Tx(ctx, func(ctx context.Context, tx db.Conn) error { return db.InsertAll(ctx, tx, "thing", rows) })
}

func count(t *testing.T, d *db.DB) int {
	t.Helper()
	n, err := db.One[int](ctx, d.Read(), `SELECT count(*) FROM thing`)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// The driver must bind $N by its number. Others bind by first appearance, without
// a word; changing the driver is a decision (docs/decisions/0001-databases.md).
func TestPlaceholdersBindByNumber(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		type pair struct {
			A string `db:"a"`
			B string `db:"b"`
			C string `db:"c"`
		}
		got, err := db.One[pair](ctx, d.Read(), `SELECT CAST($2 AS TEXT) AS a, CAST($1 AS TEXT) AS b, CAST($2 AS TEXT) AS c`, "one", "two")
		if want := (pair{"two", "one", "two"}); err != nil || got != want {
			t.Fatalf("got %v, %v; want %v", got, err, want)
		}
	})
}

func TestRowsComeBackAsWritten(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		want := sample("a", 3)
		err := d.Tx(ctx, func(ctx context.Context, tx db.Conn) error { return db.Insert(ctx, tx, "thing", want) })
		if err != nil {
			t.Fatal(err)
		}
		got, err := db.One[thing](ctx, d.Read(), `SELECT * FROM thing WHERE id = $1`, want.ID)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("got %+v, %v; want %+v", got, err, want)
		}
		want.Size, want.Ready, want.Ends = 4, false, "2014-05-25"
		if err := d.Tx(ctx, func(ctx context.Context, tx db.Conn) error { return db.Update(ctx, tx, "thing", want, "id") }); err != nil {
			t.Fatal(err)
		}
		all, err := db.All[thing](ctx, d.Read(), `SELECT * FROM thing`)
		if err != nil || len(all) != 1 || !reflect.DeepEqual(all[0], want) {
			t.Fatalf("got %+v, %v; want %+v", all, err, want)
		}
	})
}

func TestInsertAllInChunks(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		rows := make([]thing, 2000)
		for i := range rows {
			rows[i] = sample(fmt.Sprint(i), i)
		}
		if err := insert(d, rows...); err != nil {
			t.Fatal(err)
		}
		sum, err := db.One[int](ctx, d.Read(), `SELECT CAST(sum(size) AS BIGINT) FROM thing`)
		if err != nil || count(t, d) != 2000 || sum != 1999*1000 {
			t.Fatalf("sum %d, %v", sum, err)
		}
		if err := insert(d); err != nil {
			t.Fatalf("no rows: %v", err)
		}
	})
}

func TestColumnsMustMatch(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		for query, want := range map[string]error{
			`SELECT id, starts AS begins FROM thing`: db.ErrColumns, // no such field
			`SELECT id FROM thing`:                   db.ErrColumns, // fields without a column
			`SELECT t.*, t.id FROM thing t`:          db.ErrColumns, // the same column twice
			`SELECT * FROM thing`:                    nil,
			`SELECT id, box_id, size, ready, ratio, data, starts, ends FROM thing ORDER BY id`: nil,
		} {
			if _, err := db.All[thing](ctx, d.Read(), query); !errors.Is(err, want) {
				t.Errorf("%s: %v, want %v", query, err, want)
			}
		}
		if _, err := db.All[string](ctx, d.Read(), `SELECT id, box_id FROM thing`); !errors.Is(err, db.ErrColumns) {
			t.Errorf("two columns for one value: %v", err)
		}
	})
}

func TestErrorKinds(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		if err := insert(d, sample("a", 1)); err != nil {
			t.Fatal(err)
		}
		orphan, negative := sample("o", 1), sample("n", -1)
		orphan.Box = "none"
		for name, c := range map[string]struct{ got, want error }{
			"duplicate":  {insert(d, sample("a", 1)), db.ErrDuplicate},
			"reference":  {insert(d, orphan), db.ErrReference},
			"check":      {insert(d, negative), db.ErrConstraint},
			"not null":   {one(d, `INSERT INTO box (id) VALUES (NULL)`), db.ErrConstraint},
			"referred":   {one(d, `DELETE FROM box`), db.ErrReference},
			"update":     {update(d, sample("none", 1), "id"), db.ErrNotFound},
			"no key":     {update(d, sample("a", 1)), db.ErrRow},
			"wrong key":  {update(d, sample("a", 1), "name"), db.ErrRow},
			"time":       {one(d, `INSERT INTO box (id) VALUES ($1)`, time.Now()), db.ErrArgument},
			"map":        {one(d, `INSERT INTO box (id) VALUES ($1)`, map[string]int{}), db.ErrArgument},
			"not struct": {d.Tx(ctx, func(ctx context.Context, tx db.Conn) error { return db.Insert(ctx, tx, "box", 3) }), db.ErrRow},
		} {
			if !errors.Is(c.got, c.want) {
				t.Errorf("%s: %v, want %v", name, c.got, c.want)
			}
		}
		if _, err := db.One[string](ctx, d.Read(), `SELECT id FROM thing WHERE id = 'zzz'`); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("none: %v", err)
		}
		if err := insert(d, sample("b", 1)); err != nil {
			t.Fatal(err)
		}
		if _, err := db.One[string](ctx, d.Read(), `SELECT id FROM thing`); !errors.Is(err, db.ErrMany) {
			t.Errorf("many: %v", err)
		}
	})
}

func one(d *db.DB, query string, args ...any) error {
	return d.Tx(ctx, func(ctx context.Context, tx db.Conn) error {
		_, err := db.Exec(ctx, tx, query, args...)
		return err
	})
}

func update(d *db.DB, row thing, keys ...string) error {
	return d.Tx(ctx, func(ctx context.Context, tx db.Conn) error { return db.Update(ctx, tx, "thing", row, keys...) })
}

func TestUnavailable(t *testing.T) {
	for _, address := range []string{
		"sqlite:" + filepath.Join(t.TempDir(), "is", "\x00", "not.db"),
		"sqlite:/proc/none/x.db",
		"postgres://nobody@127.0.0.1:1/none?connect_timeout=2",
	} {
		if d, err := db.Open(ctx, address); !errors.Is(err, db.ErrUnavailable) {
			t.Errorf("%q: %v, %v", address, d, err)
		}
	}
	for _, address := range []string{"", "x", "mysql://x", "sqlite:"} {
		if _, err := db.Open(ctx, address); !errors.Is(err, db.ErrURL) {
			t.Errorf("%q: %v", address, err)
		}
	}
}

func TestDiskFull(t *testing.T) {
	d := apptest.Database(t)
	exec(t, d, `CREATE TABLE big (data TEXT NOT NULL)`)
	exec(t, d, `PRAGMA max_page_count = 1`) // no smaller than the file is
	if err := one(d, `INSERT INTO big (data) VALUES ($1)`, strings.Repeat("x", 1<<20)); !errors.Is(err, db.ErrFull) {
		t.Fatalf("got %v", err)
	}
	if n, err := db.One[int](ctx, d.Read(), `SELECT count(*) FROM big`); err != nil || n != 0 {
		t.Fatalf("something was left: %d, %v", n, err)
	}
}

// "At most three": forty at once read the count and insert, and three get in.
func TestRacers(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		full := errors.New("full")
		var wg sync.WaitGroup
		results := make([]error, 40)
		for i := range results {
			wg.Go(func() {
				results[i] = d.Tx(ctx, func(ctx context.Context, tx db.Conn) error {
					n, err := db.One[int](ctx, tx, `SELECT count(*) FROM thing`)
					if err != nil {
						return err
					}
					time.Sleep(3 * time.Millisecond)
					if n >= 3 {
						return full
					}
					return db.Insert(ctx, tx, "thing", sample(fmt.Sprint(i), i))
				})
			})
		}
		wg.Wait()
		for i, err := range results {
			if err != nil && !errors.Is(err, full) {
				t.Errorf("racer %d: %v", i, err)
			}
		}
		if n := count(t, d); n != 3 {
			t.Fatalf("%d rows", n)
		}
	})
}

func TestTxRollsBack(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		stop := errors.New("stop")
		err := d.Tx(ctx, func(ctx context.Context, tx db.Conn) error {
			if err := db.Insert(ctx, tx, "thing", sample("a", 1)); err != nil {
				return err
			}
			return stop
		})
		if !errors.Is(err, stop) || count(t, d) != 0 {
			t.Fatalf("error: %v, %d rows", err, count(t, d))
		}
		func() {
			defer func() {
				if recover() != "out" {
					t.Error("the panic did not come through")
				}
			}()
			_ = d.Tx(ctx, func(ctx context.Context, tx db.Conn) error {
				if err := db.Insert(ctx, tx, "thing", sample("a", 1)); err != nil {
					return err
				}
				panic("out")
			})
		}()
		if count(t, d) != 0 {
			t.Fatal("a row survived the panic")
		}
		if err := insert(d, sample("a", 1)); err != nil {
			t.Fatalf("the writer is stuck: %v", err)
		}
	})
}

func TestTxRefusesToNest(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		outer := ctx
		err := d.Tx(ctx, func(ctx context.Context, tx db.Conn) error {
			if err := d.Tx(ctx, func(context.Context, db.Conn) error { return nil }); !errors.Is(err, db.ErrNested) {
				t.Errorf("Tx in Tx: %v", err)
			}
			if _, err := db.One[int](ctx, d.Read(), `SELECT 1`); !errors.Is(err, db.ErrNested) {
				t.Errorf("Read in Tx: %v", err)
			}
			if _, err := db.One[int](outer, tx, `SELECT 1`); !errors.Is(err, db.ErrContext) {
				t.Errorf("a context of nowhere in Tx: %v", err)
			}
			if _, err := db.Exec(outer, tx, `DELETE FROM thing`); !errors.Is(err, db.ErrContext) {
				t.Errorf("a change with a context of nowhere in Tx: %v", err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.One[int](ctx, d.Read(), `SELECT 1`); err != nil {
			t.Fatalf("afterwards: %v", err)
		}
	})
}

// On PostgreSQL two that read each other's row and write their own cannot both
// be alone: one runs again and sees the other's.
func TestTxRunsAgain(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		var wg sync.WaitGroup
		var mu sync.Mutex
		runs, seen := 0, []int{}
		for i := range 2 {
			wg.Go(func() {
				var last int
				err := d.Tx(ctx, func(ctx context.Context, tx db.Conn) (err error) {
					mu.Lock()
					runs++
					mu.Unlock()
					if last, err = db.One[int](ctx, tx, `SELECT count(*) FROM thing`); err != nil {
						return err
					}
					time.Sleep(30 * time.Millisecond)
					return db.Insert(ctx, tx, "thing", sample(fmt.Sprint(i), i))
				})
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				seen = append(seen, last)
				mu.Unlock()
			})
		}
		wg.Wait()
		slices.Sort(seen)
		if !slices.Equal(seen, []int{0, 1}) {
			t.Fatalf("saw %v in %d runs", seen, runs)
		}
	})
}

func TestContextCancels(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		short, cancel := context.WithCancel(ctx)
		err := d.Tx(short, func(ctx context.Context, tx db.Conn) error {
			if err := db.Insert(ctx, tx, "thing", sample("a", 1)); err != nil {
				return err
			}
			cancel()
			_, err := db.Exec(ctx, tx, `UPDATE thing SET size = 2`)
			return err
		})
		if !errors.Is(err, context.Canceled) || count(t, d) != 0 {
			t.Fatalf("%v, %d rows", err, count(t, d))
		}
	})
}

func TestCounted(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		counting, n := db.Counted(ctx)
		_, _ = db.One[int](counting, d.Read(), `SELECT 1`)
		_ = d.Tx(counting, func(ctx context.Context, tx db.Conn) error { return db.Insert(ctx, tx, "thing", sample("a", 1)) })
		_, _ = db.One[int](ctx, d.Read(), `SELECT 1`)
		if n.N() != 2 {
			t.Fatalf("counted %d", n.N())
		}
	})
}

func TestWhereAndIn(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		if err := insert(d, sample("a", 1), sample("b", 2), sample("c", 3)); err != nil {
			t.Fatal(err)
		}
		w := db.From("b")
		w.And("size >= ? AND size <= ?", 1, 9)
		w.And("ready = ?", true)
		text := `SELECT id FROM thing` + w.SQL() + ` AND id <> $1 ORDER BY id LIMIT ` + w.Next(5)
		got, err := db.All[kind](ctx, d.Read(), text, w.Args()...)
		if err != nil || !slices.Equal(got, []kind{"a", "c"}) {
			t.Fatalf("%s: %v, %v", text, got, err)
		}
		for _, ids := range [][]kind{{"a", "c"}, {}} {
			list, args := db.In(1, ids)
			got, err := db.All[kind](ctx, d.Read(), `SELECT id FROM thing WHERE id IN (`+list+`) ORDER BY id`, args...)
			if err != nil || len(got) != len(ids) {
				t.Fatalf("%v: %v, %v", ids, got, err)
			}
		}
		if empty := (&db.Where{}).SQL(); empty != "" {
			t.Fatalf("empty: %q", empty)
		}
	})
}

func TestNewIDSorts(t *testing.T) {
	last := ""
	for range 2000 {
		id := db.NewID()
		if len(id) != 26 || id != strings.ToLower(id) || id <= last {
			t.Fatalf("%q after %q", id, last)
		}
		last = id
	}
}
