package jobs_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf8"

	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/jobs"
)

var (
	ctx   = context.Background()
	quiet = slog.New(slog.NewTextHandler(io.Discard, nil))
)

type world struct {
	*testing.T
	db     *db.DB
	clock  *apptest.Clock
	worker *jobs.Worker
}

func each(t *testing.T, fn func(w world)) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		if _, err := db.Exec(ctx, d.Write(), `CREATE TABLE mark (n BIGINT NOT NULL)`); err != nil {
			t.Fatal(err)
		}
		clock := apptest.ClockAt("2013-09-02T09:00")
		w := world{t, d, clock, jobs.NewWorker(d, clock.Now, quiet)}
		w.due()
		fn(w)
	})
}

func (w world) enqueue(j jobs.Job) {
	w.Helper()
	if j.Kind == "" {
		j.Kind = "mark"
	}
	if err := w.db.Tx(ctx, func(ctx context.Context, tx db.Conn) error { return jobs.Enqueue(ctx, tx, w.clock.Now(), j) }); err != nil {
		w.Fatal(err)
	}
}

func (w world) due() int {
	w.Helper()
	n, err := w.worker.RunDue(ctx)
	if err != nil {
		w.Fatal(err)
	}
	return n
}

func (w world) count(query string) int {
	w.Helper()
	n, err := db.One[int](ctx, w.db.Read(), query)
	if err != nil {
		w.Fatal(err)
	}
	return n
}

func (w world) want(what string, got, want int) {
	w.Helper()
	if got != want {
		w.Fatalf("%s: %d, want %d", what, got, want)
	}
}

func mark(ctx context.Context, tx db.Conn, j jobs.Taken) error {
	var n int
	if err := j.Args(&n); err != nil {
		return err
	}
	_, err := db.Exec(ctx, tx, `INSERT INTO mark (n) VALUES ($1)`, n)
	return err
}

func TestRunDueRunsAJobOnce(t *testing.T) {
	each(t, func(w world) {
		w.worker.Handle("mark", mark)
		w.enqueue(jobs.Job{Args: 1})
		w.enqueue(jobs.Job{Args: 2, RunAt: w.clock.Now().Add(time.Hour)})
		w.enqueue(jobs.Job{Args: 3, Kind: "of a newer program"})
		w.want("run now", w.due(), 1)
		w.want("run again", w.due(), 0)
		w.clock.Add(time.Hour)
		w.want("run later", w.due(), 1)
		w.want("sum", w.count(`SELECT CAST(sum(n) AS BIGINT) FROM mark`), 3)
	})
}

func TestEnqueueComesWithItsChange(t *testing.T) {
	each(t, func(w world) {
		w.worker.Handle("mark", mark)
		stop := errors.New("stop")
		err := w.db.Tx(ctx, func(ctx context.Context, tx db.Conn) error {
			if err := jobs.Enqueue(ctx, tx, w.clock.Now(), jobs.Job{Kind: "mark", Args: 1}); err != nil {
				return err
			}
			return stop
		})
		if !errors.Is(err, stop) {
			w.Fatal(err)
		}
		w.want("run", w.due(), 0)
	})
}

func TestEnqueueUniqueWaitsOnce(t *testing.T) {
	each(t, func(w world) {
		w.worker.Handle("mark", mark)
		for range 3 {
			w.enqueue(jobs.Job{School: "auyl", Args: 1, Unique: "p1"})
		}
		w.enqueue(jobs.Job{School: "auyl", Args: 1, Unique: "p2"})
		w.enqueue(jobs.Job{School: "audan", Args: 1, Unique: "p1"})
		w.want("run", w.due(), 3)
		w.enqueue(jobs.Job{School: "auyl", Args: 1, Unique: "p1"})
		w.want("run after the first is done", w.due(), 1)
	})
}

func TestRunDueRepeatsAFailureThenGivesUp(t *testing.T) {
	each(t, func(w world) {
		calls := 0
		w.worker.Handle("mark", func(ctx context.Context, tx db.Conn, j jobs.Taken) error {
			if calls++; calls%2 == 0 {
				panic("out")
			}
			if err := mark(ctx, tx, j); err != nil {
				return err
			}
			return errors.New("no use")
		})
		w.enqueue(jobs.Job{School: "auyl", Args: 1})
		w.want("first", w.due(), 1)
		w.want("at once again", w.due(), 0)
		for range 9 {
			w.clock.Add(time.Hour)
			w.want("later", w.due(), 1)
		}
		w.clock.Add(24 * time.Hour)
		w.due()
		w.want("calls", calls, 10)
		w.want("what a failed job wrote", w.count(`SELECT count(*) FROM mark`), 0)
		dead, err := jobs.ListFailed(ctx, w.db.Read(), 10)
		if err != nil || len(dead) != 1 || dead[0].Attempts != 10 || dead[0].Error == "" {
			w.Fatalf("%+v, %v", dead, err)
		}
		w.worker.Handle("mark", mark)
		revive := func() error {
			return w.db.Tx(ctx, func(ctx context.Context, tx db.Conn) error {
				return jobs.Retry(ctx, tx, w.clock.Now(), "auyl", dead[0].ID)
			})
		}
		if err := revive(); err != nil {
			w.Fatal(err)
		}
		w.want("revived", w.due(), 1)
		if err := revive(); !errors.Is(err, db.ErrNotFound) {
			w.Fatalf("a job that is done: %v", err)
		}
	})
}

func TestRunDueLetsAFailedUniqueGiveWay(t *testing.T) {
	each(t, func(w world) {
		first := true
		w.worker.Handle("mark", func(ctx context.Context, tx db.Conn, j jobs.Taken) error {
			if first {
				first = false
				return errors.New("not yet")
			}
			return mark(ctx, tx, j)
		})
		w.enqueue(jobs.Job{Args: 1, Unique: "p", RunAt: w.clock.Now()})
		if _, err := db.Exec(ctx, w.db.Write(), `UPDATE job SET state = 'running', attempts = 1 WHERE kind = 'mark'`); err != nil {
			w.Fatal(err)
		}
		w.enqueue(jobs.Job{Args: 2, Unique: "p", RunAt: w.clock.Now().Add(time.Minute)})
		w.want("lost one taken again, fails", w.due(), 1)
		w.clock.Add(time.Hour)
		w.want("the waiting one", w.due(), 1)
		w.want("done", w.count(`SELECT count(*) FROM job WHERE kind = 'mark' AND state = 'done'`), 2)
	})
}

func TestRunDueExpiresLostJobs(t *testing.T) {
	each(t, func(w world) {
		w.worker.Handle("mark", mark)
		w.enqueue(jobs.Job{Args: 1})
		w.enqueue(jobs.Job{Args: 2})
		taken := `UPDATE job SET state = 'running', run_at = '2013-09-02T03:10:00.000Z', attempts = CASE args WHEN '1' THEN 1 ELSE 10 END WHERE kind = 'mark'`
		if _, err := db.Exec(ctx, w.db.Write(), taken); err != nil {
			w.Fatal(err)
		}
		w.want("before the lease ends", w.due(), 0)
		w.clock.Add(11 * time.Minute)
		w.want("after", w.due(), 1)
		dead, err := jobs.ListFailed(ctx, w.db.Read(), 10)
		if err != nil || len(dead) != 1 {
			w.Fatalf("%+v, %v", dead, err)
		}
	})
}

// A worker that was too slow finds its job taken by another: what it wrote goes.
func TestRunDueTakesChangesOfASlowWorkerBack(t *testing.T) {
	each(t, func(w world) {
		w.worker.Handle("mark", func(ctx context.Context, tx db.Conn, j jobs.Taken) error {
			_, err := db.Exec(ctx, tx, `UPDATE job SET attempts = attempts + 1 WHERE id = $1`, j.ID)
			return errors.Join(err, mark(ctx, tx, j))
		})
		w.enqueue(jobs.Job{Args: 1})
		w.want("run", w.due(), 1)
		w.want("written", w.count(`SELECT count(*) FROM mark`), 0)
	})
}

func TestRunDueSharesTheQueue(t *testing.T) {
	each(t, func(w world) {
		for i := range 60 {
			w.enqueue(jobs.Job{Args: i})
		}
		var wg sync.WaitGroup
		var total atomic.Int64
		for range 4 {
			wg.Go(func() {
				worker := jobs.NewWorker(w.db, w.clock.Now, quiet)
				worker.Handle("mark", mark)
				n, err := worker.RunDue(ctx)
				if err != nil {
					w.Error(err)
				}
				total.Add(int64(n))
			})
		}
		wg.Wait()
		w.want("run", int(total.Load()), 60)
		w.want("written", w.count(`SELECT count(DISTINCT n) FROM mark`), 60)
		w.want("written twice", w.count(`SELECT count(*) FROM mark`), 60)
	})
}

func TestEveryRunsOnceForAllCopies(t *testing.T) {
	each(t, func(w world) {
		var runs atomic.Int64
		round := func() {
			var wg sync.WaitGroup
			for range 3 {
				wg.Go(func() {
					worker := jobs.NewWorker(w.db, w.clock.Now, quiet)
					worker.Every("count", time.Hour, func(context.Context) error {
						runs.Add(1)
						return errors.New("does not stop the others")
					})
					if _, err := worker.RunDue(ctx); err != nil {
						w.Error(err)
					}
				})
			}
			wg.Wait()
		}
		round()
		w.want("at first", int(runs.Load()), 1)
		round()
		w.want("before its time", int(runs.Load()), 1)
		w.clock.Add(time.Hour)
		round()
		w.want("after an hour", int(runs.Load()), 2)
		w.clock.Add(-48 * time.Hour)
		round()
		w.want("after the clock was set back", int(runs.Load()), 3)
	})
}

func TestSweepKeepsTheDead(t *testing.T) {
	each(t, func(w world) {
		w.worker.Handle("mark", mark)
		w.enqueue(jobs.Job{Args: 1})
		w.enqueue(jobs.Job{Args: 2, Kind: "x"})
		if _, err := db.Exec(ctx, w.db.Write(), `UPDATE job SET state = 'dead' WHERE kind = 'x'`); err != nil {
			w.Fatal(err)
		}
		w.due()
		w.clock.Add(31 * 24 * time.Hour)
		w.due()
		counts, err := jobs.Counts(ctx, w.db.Read())
		if err != nil || len(counts) != 1 || counts[0] != (jobs.Count{State: "dead", N: 1}) {
			w.Fatalf("%+v, %v", counts, err)
		}
	})
}

func TestRunStopsWithItsContext(t *testing.T) {
	each(t, func(w world) {
		running, cancel := context.WithCancel(ctx)
		w.worker.Handle("mark", func(ctx context.Context, tx db.Conn, j jobs.Taken) error {
			cancel() // the stop comes in the middle of the job, which still ends well
			return mark(ctx, tx, j)
		})
		w.enqueue(jobs.Job{Args: 1})
		if err := w.worker.Run(running); err != nil {
			w.Fatal(err)
		}
		w.want("written", w.count(`SELECT count(*) FROM mark`), 1)
	})
}

// What a job fails with may hold any bytes, such as those of a file.
func TestRunDueKeepsAnyErrorAsText(t *testing.T) {
	each(t, func(w world) {
		w.worker.Handle("mark", func(context.Context, db.Conn, jobs.Taken) error {
			return errors.New("line 1: \x00\x01 \xff\xfe қате " + strings.Repeat("я", 1000))
		})
		w.enqueue(jobs.Job{})
		if n := w.due(); n != 1 {
			t.Fatalf("%d jobs were run", n)
		}
		kept, err := db.One[struct {
			State string `db:"state"`
			Error string `db:"error"`
		}](ctx, w.db.Read(), `SELECT state, error FROM job`)
		if err != nil || kept.State != "waiting" || !strings.HasPrefix(kept.Error, "line 1: \uFFFD\x01") || !strings.Contains(kept.Error, "қате") || !utf8.ValidString(kept.Error) {
			t.Errorf("%+v, %v", kept, err)
		}
	})
}
