package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/hold"
)

const (
	maxAttempts = 10
	lease       = 10 * time.Minute // after which a taken job counts as lost with its worker
	poll        = time.Second
	keepDone    = 30 * 24 * time.Hour
)

// Func does a job, in the transaction that marks it as done.
type Func func(ctx context.Context, tx db.Conn, j Taken) error

type periodic struct {
	name  string
	every time.Duration
	fn    func(ctx context.Context) error
}

// Worker takes due jobs and runs them, one at a time.
type Worker struct {
	db       *db.DB
	now      func() time.Time
	log      *slog.Logger
	handlers map[string]Func
	periodic []periodic
}

// NewWorker makes a worker that knows only how to sweep up after itself.
func NewWorker(d *db.DB, now func() time.Time, log *slog.Logger) *Worker {
	w := &Worker{db: d, now: now, log: log, handlers: map[string]Func{}}
	w.Every("jobs-sweep", 24*time.Hour, w.sweep)
	return w
}

// Handle says what does a kind of job. All is declared before Run.
func (w *Worker) Handle(kind string, fn func(ctx context.Context, tx db.Conn, j Taken) error) {
	w.handlers[kind] = fn
}

// Every adds work that comes round, once for all copies of the program. When it
// fails it comes again at its next time; until then what it does must be able to wait.
func (w *Worker) Every(name string, every time.Duration, fn func(ctx context.Context) error) {
	w.periodic = append(w.periodic, periodic{name, every, fn})
}

// Run works until ctx ends; the job in hand is finished first.
func (w *Worker) Run(ctx context.Context) error {
	ticker := time.NewTicker(poll)
	defer ticker.Stop()
	for ctx.Err() == nil {
		if _, err := w.RunDue(ctx); err != nil && ctx.Err() == nil {
			w.log.ErrorContext(ctx, "queue cannot be read", "error", err)
		}
		select {
		case <-ctx.Done():
		case <-ticker.C:
		}
	}
	return nil
}

// RunDue runs all that is due now and says how much that was.
func (w *Worker) RunDue(ctx context.Context) (int, error) {
	n, err := w.runPeriodic(ctx)
	if err != nil {
		return n, err
	}
	if err := w.expireLost(ctx); err != nil {
		return n, err
	}
	for ctx.Err() == nil {
		j, err := w.dequeue(ctx)
		if errors.Is(err, db.ErrNotFound) {
			break
		}
		if err != nil {
			return n, err
		}
		n++
		if err := w.work(context.WithoutCancel(ctx), j); err != nil {
			return n, err
		}
	}
	return n, nil
}

// dequeue takes the job that is due longest; those of schools that take no changes
// wait. It is a statement of its own: workers
// on PostgreSQL skip the rows that others are just taking.
func (w *Worker) dequeue(ctx context.Context) (Taken, error) {
	now := w.now()
	c := w.db.Write()
	kinds, args := db.In(5, w.kinds())
	return db.One[Taken](ctx, c, `WITH next AS (SELECT school_id, id FROM job
			WHERE state IN ('waiting', 'running') AND run_at <= $1 AND attempts < $3 AND kind IN (`+kinds+`)
			AND `+hold.WhereFree("job.school_id", "$4")+`
			ORDER BY run_at, id LIMIT 1`+db.SkipLocked(c)+`)
		UPDATE job SET state = 'running', attempts = attempts + 1, run_at = $2
		WHERE (school_id, id) IN (SELECT school_id, id FROM next)
		RETURNING school_id, id, kind, args, unique_key, attempts`,
		append([]any{calendar.InstantOf(now), calendar.InstantOf(now.Add(lease)), maxAttempts, calendar.DateOf(now)}, args...)...)
}

// kinds are those this copy of the program knows: an older copy leaves the jobs of
// a newer one alone.
func (w *Worker) kinds() []string {
	out := make([]string, 0, len(w.handlers))
	for k := range w.handlers {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// work does a job and notes how it went; the error is of the queue, not of the job.
func (w *Worker) work(ctx context.Context, j Taken) error {
	ctx, cancel := context.WithTimeout(ctx, lease)
	defer cancel()
	began := time.Now()
	err := w.try(ctx, j)
	if err == nil {
		w.log.InfoContext(ctx, "job done", "kind", j.Kind, "id", j.ID, "ms", time.Since(began).Milliseconds())
		return nil
	}
	if errors.Is(err, errLost) {
		return nil // another worker has it
	}
	w.log.WarnContext(ctx, "job failed", "kind", j.Kind, "id", j.ID, "attempt", j.Attempt, "error", err)
	return w.fail(context.WithoutCancel(ctx), j, err)
}

var errLost = errors.New("jobs: taken by another worker meanwhile")

func (w *Worker) try(ctx context.Context, j Taken) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return w.db.Tx(ctx, func(ctx context.Context, tx db.Conn) error {
		if err := w.free(ctx, tx, j); err != nil {
			return err
		}
		if err := w.handlers[j.Kind](ctx, tx, j); err != nil {
			return err
		}
		return w.finish(ctx, tx, j)
	})
}

// free puts a job off whose school was held after it was taken.
func (w *Worker) free(ctx context.Context, tx db.Conn, j Taken) error {
	why, err := hold.On(ctx, tx, j.School, calendar.DateOf(w.now()))
	if err != nil {
		return err
	}
	return why.Refusal()
}

// finish fails when the job is no longer ours, and takes the job's changes back with it.
func (w *Worker) finish(ctx context.Context, tx db.Conn, j Taken) error {
	n, err := db.Exec(ctx, tx, `UPDATE job SET state = 'done', error = '', ended_at = $4
		WHERE school_id = $1 AND id = $2 AND state = 'running' AND attempts = $3`, j.School, j.ID, j.Attempt, calendar.InstantOf(w.now()))
	if err == nil && n == 0 {
		err = errLost
	}
	return err
}

// fail sends a job back into the queue, or gives it up. When the same is waiting
// already (Unique), that one will do.
func (w *Worker) fail(ctx context.Context, j Taken, cause error) error {
	return w.db.Tx(ctx, func(ctx context.Context, tx db.Conn) error {
		now, state, ended := w.now(), stateWaiting, calendar.Instant("")
		waiting, err := db.One[int](ctx, tx, `SELECT count(*) FROM job
			WHERE school_id = $1 AND kind = $2 AND unique_key = $3 AND unique_key <> '' AND state = 'waiting'`, j.School, j.Kind, j.Unique)
		switch {
		case err != nil:
			return err
		case waiting > 0:
			state = stateDone
		case j.Attempt >= maxAttempts:
			state = stateDead
		}
		if state != stateWaiting {
			ended = calendar.InstantOf(now)
		}
		_, err = db.Exec(ctx, tx, `UPDATE job SET state = $4, error = $5, run_at = $6, ended_at = $7
			WHERE school_id = $1 AND id = $2 AND state = 'running' AND attempts = $3`,
			j.School, j.ID, j.Attempt, state, shorten(cause.Error()), calendar.InstantOf(now.Add(backoff(j.Attempt))), ended)
		return err
	})
}

// backoff doubles from 10 seconds: ten attempts take an hour and a half.
func backoff(attempt int) time.Duration { return 10 * time.Second << min(attempt-1, 10) }

// shorten makes a text of an error that every database keeps: whatever bytes came
// into it, PostgreSQL takes neither NUL nor half a character.
func shorten(s string) string {
	const most = 1000
	if len(s) > most {
		s = s[:most]
	}
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}

// expireLost gives up jobs whose worker was lost at the last attempt.
func (w *Worker) expireLost(ctx context.Context) error {
	now := calendar.InstantOf(w.now())
	_, err := db.Exec(ctx, w.db.Write(), `UPDATE job SET state = 'dead', error = 'worker lost', ended_at = $1
		WHERE state = 'running' AND run_at <= $1 AND attempts >= $2`, now, maxAttempts)
	return err
}

// runPeriodic runs the periodic work whose time has come.
func (w *Worker) runPeriodic(ctx context.Context) (int, error) {
	n := 0
	for _, p := range w.periodic {
		mine, err := w.claimPeriodic(ctx, p)
		if err != nil {
			return n, err
		}
		if !mine {
			continue
		}
		n++
		if err := w.runOne(ctx, p); err != nil {
			w.log.ErrorContext(ctx, "periodic work failed", "name", p.name, "error", err)
		}
	}
	return n, nil
}

// claimPeriodic moves the next time on; of several copies one succeeds. A next time
// further off than the interval comes from a clock that was set back.
func (w *Worker) claimPeriodic(ctx context.Context, p periodic) (bool, error) {
	now := w.now()
	next := calendar.InstantOf(now.Add(p.every))
	n, err := db.Exec(ctx, w.db.Write(), `INSERT INTO job_schedule (name, next_at) VALUES ($1, $2)
		ON CONFLICT (name) DO UPDATE SET next_at = $2 WHERE job_schedule.next_at <= $3 OR job_schedule.next_at > $2`,
		p.name, next, calendar.InstantOf(now))
	return n == 1, err
}

func (w *Worker) runOne(ctx context.Context, p periodic) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("panic: %v\n%s", cause, debug.Stack())
		}
	}()
	return p.fn(context.WithoutCancel(ctx))
}

// sweep removes jobs done long ago. Dead ones stay.
func (w *Worker) sweep(ctx context.Context) error {
	_, err := db.Exec(ctx, w.db.Write(), `DELETE FROM job WHERE state = 'done' AND ended_at < $1`, calendar.InstantOf(w.now().Add(-keepDone)))
	return err
}
