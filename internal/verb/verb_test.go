package verb_test

import (
	"context"
	"errors"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/jobs"
	"talim/internal/journal"
	"talim/internal/reminder"
	"talim/internal/verb"
)

var ctx = context.Background()

// TestDoIsOneChange holds that entry, reminder and job of a verb come together or not at all.
func TestDoIsOneChange(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		clock := apptest.ClockAt("2013-09-02T09:00")
		r := verb.NewRunner(d, clock.Now)
		actor := access.Actor{Account: "a", School: "school", Staff: "s"}
		work := func(w verb.Work) error {
			clock.Add(1) // time goes on, the change has one now
			return errors.Join(
				w.Record("test.done", journal.Ref{Kind: "test", ID: "1"}),
				w.Notify(reminder.Reminder{Staff: "s", Key: "test.remind", About: "1"}),
				w.Enqueue(jobs.Job{Kind: "test", Args: struct{}{}}),
			)
		}
		stop := errors.New("stop")
		if err := r.Do(ctx, actor, func(w verb.Work) error { return errors.Join(work(w), stop) }); !errors.Is(err, stop) {
			t.Fatal(err)
		}
		want(t, d, 0)
		if err := r.Do(ctx, actor, work); err != nil {
			t.Fatal(err)
		}
		want(t, d, 1)

		open, err := reminder.OpenFor(ctx, d.Read(), "school", "s")
		if err != nil || len(open) != 1 || open[0].DueOn != "2013-09-02" || open[0].CreatedAt != r.Instant() {
			t.Errorf("reminder %+v, %v", open, err)
		}
		if err := r.Do(ctx, actor, func(w verb.Work) error { return w.CloseReminders("1", "test.other") }); err != nil {
			t.Fatal(err)
		}
		if open, _ := reminder.OpenFor(ctx, d.Read(), "school", "s"); len(open) != 1 {
			t.Error("a reminder of another key is closed")
		}
		if err := r.Do(ctx, actor, func(w verb.Work) error { return w.CloseReminders("1") }); err != nil {
			t.Fatal(err)
		}
		if open, _ := reminder.OpenFor(ctx, d.Read(), "school", "s"); len(open) != 0 {
			t.Error("the reminder is still open")
		}
	})
}

// want counts what a verb leaves.
func want(t *testing.T, d *db.DB, n int) {
	t.Helper()
	for _, table := range []string{"journal_entry", "reminder", "job"} {
		got, err := db.One[int](ctx, d.Read(), `SELECT count(*) FROM `+table)
		if err != nil || got != n {
			t.Errorf("%d rows in %s, want %d (%v)", got, table, n, err)
		}
	}
}

// TestErrorsOfRows holds how an area says what the database found.
func TestErrorsOfRows(t *testing.T) {
	other := errors.New("other")
	if err := verb.Missing(db.ErrNotFound, "k"); !fault.Is(err, fault.KindNotFound) {
		t.Errorf("Missing: %v", err)
	}
	if err := verb.Duplicate(db.ErrDuplicate, "k"); !fault.Is(err, fault.KindConflict) || !errors.Is(err, db.ErrDuplicate) {
		t.Errorf("Duplicate: %v", err)
	}
	for _, err := range []error{db.ErrNotFound, fault.NotFound("k"), nil} {
		if got := verb.Gone(err); got != nil {
			t.Errorf("Gone(%v): %v", err, got)
		}
	}
	for _, got := range []error{verb.Missing(other, "k"), verb.Duplicate(other, "k"), verb.Gone(other)} {
		if !errors.Is(got, other) {
			t.Errorf("%v hides another error", got)
		}
	}
}
