package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"talim/internal/calendar"
	"talim/internal/db"
)

// Job is work to be done later.
type Job struct {
	School string
	Kind   string
	Args   any       // kept as JSON; ids, no contents
	RunAt  time.Time // not before; zero: at once
	Unique string    // at most one waiting job of this school, kind and key; empty: any number
}

// The states of a job.
const (
	stateWaiting = "waiting"
	stateRunning = "running"
	stateDone    = "done"
	stateDead    = "dead"
)

// Taken is a job that a worker has taken.
type Taken struct {
	School  string `db:"school_id"`
	ID      string `db:"id"`
	Kind    string `db:"kind"`
	JSON    string `db:"args"`
	Unique  string `db:"unique_key"`
	Attempt int    `db:"attempts"` // 1 at first
}

// Args reads the arguments of the job into v.
func (t Taken) Args(v any) error { return json.Unmarshal([]byte(t.JSON), v) }

// Enqueue adds a job in the transaction of the change that needs it.
func Enqueue(ctx context.Context, tx db.Conn, now time.Time, j Job) error {
	args, err := json.Marshal(j.Args)
	if err != nil {
		return fmt.Errorf("jobs: arguments of %s: %w", j.Kind, err)
	}
	if j.RunAt.IsZero() {
		j.RunAt = now
	}
	_, err = db.Exec(ctx, tx, `INSERT INTO job (school_id, id, kind, args, unique_key, state, run_at, attempts, error, created_at, ended_at)
		VALUES ($1, $2, $3, $4, $5, 'waiting', $6, 0, '', $7, '') ON CONFLICT DO NOTHING`,
		j.School, db.NewID(), j.Kind, string(args), j.Unique, calendar.InstantOf(j.RunAt), calendar.InstantOf(now))
	return err
}

// Failed is a job that was given up, with its last error.
type Failed struct {
	School   string           `db:"school_id"`
	ID       string           `db:"id"`
	Kind     string           `db:"kind"`
	Attempts int              `db:"attempts"`
	Error    string           `db:"error"`
	EndedAt  calendar.Instant `db:"ended_at"`
}

// ListFailed lists the jobs that were given up, the latest first.
func ListFailed(ctx context.Context, c db.Conn, limit int) ([]Failed, error) {
	return db.All[Failed](ctx, c, `SELECT school_id, id, kind, attempts, error, ended_at FROM job
		WHERE state = 'dead' ORDER BY run_at DESC, id DESC LIMIT $1`, limit)
}

// Retry lets a dead job run again; db.ErrNotFound when there is no such one.
func Retry(ctx context.Context, tx db.Conn, now time.Time, school, id string) error {
	n, err := db.Exec(ctx, tx, `UPDATE job SET state = 'waiting', attempts = 0, ended_at = '', run_at = $3
		WHERE school_id = $1 AND id = $2 AND state = 'dead'`, school, id, calendar.InstantOf(now))
	if err == nil && n == 0 {
		err = db.ErrNotFound
	}
	return err
}

// Count is how many jobs are in a state.
type Count struct {
	State string `db:"state"`
	N     int    `db:"n"`
}

// Counts tells how the queue stands.
func Counts(ctx context.Context, c db.Conn) ([]Count, error) {
	return db.All[Count](ctx, c, `SELECT state, count(*) AS n FROM job GROUP BY state ORDER BY state`)
}
