// Package verb is how an area of the program changes something: one transaction
// with one "now", one journal entry, and whatever reminders and jobs follow from it,
// all or nothing. An area embeds a [Runner] in its Service and gives its verbs a
// [Work], usually in a type of its own that also knows the Service:
//
//	type work struct {
//		verb.Work
//		*Service
//	}
//
//	func (s *Service) do(ctx context.Context, actor access.Actor, fn func(w work) error) error {
//		return s.Do(ctx, actor, func(w verb.Work) error { return fn(work{w, s}) })
//	}
package verb

import (
	"context"
	"errors"
	"time"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/hold"
	"talim/internal/jobs"
	"talim/internal/journal"
	"talim/internal/reminder"
)

// Runner runs the verbs of an area and reads for its questions.
type Runner struct {
	db  *db.DB
	now func() time.Time
}

// NewRunner makes a runner; now gives the time in the time zone of the schools.
func NewRunner(d *db.DB, now func() time.Time) Runner { return Runner{db: d, now: now} }

// Read is for questions, which change nothing. Inside a verb its Work reads.
func (r Runner) Read() db.Conn { return r.db.Read() }

// Voucher vouches for rows that decide who somebody is, and says whether one was changed.
func (r Runner) Voucher() db.Voucher { return r.db.Voucher() }

// Now is the time where the schools are; a verb has its own, [Work.At].
func (r Runner) Now() time.Time { return r.now() }

// Today is the schools' date.
func (r Runner) Today() calendar.Date { return calendar.DateOf(r.now()) }

// Clock is the time of day at the schools.
func (r Runner) Clock() calendar.Clock { return calendar.ClockOf(r.now()) }

// Instant is this moment.
func (r Runner) Instant() calendar.Instant { return calendar.InstantOf(r.now()) }

// Do runs fn as one transaction with one now. fn may run again when another
// transaction got in its way: it sets its results anew each time and lets nothing
// leave the database. A school that takes no changes (package hold) is refused.
func (r Runner) Do(ctx context.Context, actor access.Actor, fn func(Work) error) error {
	at := r.now()
	return r.db.Tx(ctx, func(ctx context.Context, tx db.Conn) error {
		w := Work{Ctx: ctx, Tx: tx, Actor: actor, At: at, Voucher: r.Voucher()}
		if err := w.Free(actor.School); err != nil {
			return err
		}
		return fn(w)
	})
}

// Job is the work of the program itself inside the transaction of a job.
func (r Runner) Job(ctx context.Context, tx db.Conn, j jobs.Taken) Work {
	return Work{Ctx: ctx, Tx: tx, Actor: access.System(j.School, j.Kind), At: r.now(), Voucher: r.Voucher()}
}

// Look is work that only reads: what a verb would find now, outside of a transaction.
func (r Runner) Look(ctx context.Context, actor access.Actor) Work {
	return Work{Ctx: ctx, Tx: r.db.Read(), Actor: actor, At: r.now(), Voucher: r.Voucher()}
}

// Work is what a verb does inside its one transaction.
type Work struct {
	Ctx   context.Context // of the transaction, ends with the request
	Tx    db.Conn
	Actor access.Actor
	At    time.Time // the one now of the change, in the time zone of the schools

	Voucher db.Voucher // for rows that decide who somebody is, or say what was done
}

// Date is the schools' date of the change.
func (w Work) Date() calendar.Date { return calendar.DateOf(w.At) }

// Clock is the time of day of the change.
func (w Work) Clock() calendar.Clock { return calendar.ClockOf(w.At) }

// Instant is the moment of the change.
func (w Work) Instant() calendar.Instant { return calendar.InstantOf(w.At) }

// Made is whose a record is, and who made it when: the columns that most begin with.
type Made struct {
	School string           `db:"school_id"`
	ID     string           `db:"id"`
	MadeBy string           `db:"made_by"`
	MadeAt calendar.Instant `db:"made_at"`
}

// Made is a new record of the actor, made now.
func (w Work) Made() Made { return Made{w.Actor.School, db.NewID(), w.Actor.Staff, w.Instant()} }

// Free refuses the change of a school that takes none; Do asks for the actor's own.
func (w Work) Free(school string) error {
	if school == "" {
		return nil
	}
	why, err := hold.On(w.Ctx, w.Tx, school, w.Date())
	if err != nil {
		return err
	}
	return why.Refusal()
}

// As is the same work done by somebody else, such as the program itself.
func (w Work) As(actor access.Actor) Work {
	w.Actor = actor
	return w
}

// Record writes the journal entry of the change.
func (w Work) Record(e journal.Event, ref journal.Ref, details ...string) error {
	return journal.Record(w.Ctx, w.Tx, w.Voucher, w.Actor, w.At, e, ref, details...)
}

// RecordPrivate writes the entry of a change that says nothing of who made it, about what,
// or when on the day.
func (w Work) RecordPrivate(e journal.Event) error {
	return journal.RecordPrivate(w.Ctx, w.Tx, w.Voucher, w.Actor.School, w.At, e)
}

// Notify puts something on somebody's Today. School and moment are those of the work;
// without a day it is due at once.
func (w Work) Notify(r reminder.Reminder) error {
	r.School, r.CreatedAt = w.Actor.School, w.Instant()
	if r.DueOn == "" {
		r.DueOn = w.Date()
	}
	return reminder.Add(w.Ctx, w.Tx, r)
}

// CloseReminders ends those about a record for everybody: all of them, or with keys
// only those.
func (w Work) CloseReminders(about string, keys ...string) error {
	if len(keys) == 0 {
		return reminder.Close(w.Ctx, w.Tx, w.At, w.Actor.School, about, "")
	}
	for _, key := range keys {
		if err := reminder.Close(w.Ctx, w.Tx, w.At, w.Actor.School, about, key); err != nil {
			return err
		}
	}
	return nil
}

// Enqueue adds a job of the actor's school.
func (w Work) Enqueue(j jobs.Job) error {
	j.School = w.Actor.School
	return jobs.Enqueue(w.Ctx, w.Tx, w.At, j)
}

// Missing turns "no such row" into a page that says what is not there; the cause is
// kept for whoever asks.
func Missing(err error, key string) error {
	if errors.Is(err, db.ErrNotFound) {
		return fault.NotFound(key).Because(err)
	}
	return err
}

// Duplicate turns a unique index that holds the row already into a conflict.
func Duplicate(err error, key string) error {
	if errors.Is(err, db.ErrDuplicate) {
		return fault.Conflict(key).Because(err)
	}
	return err
}

// Gone takes a record that is no longer there for the end of a job that was about it.
func Gone(err error) error {
	if errors.Is(err, db.ErrNotFound) || fault.Is(err, fault.KindNotFound) {
		return nil
	}
	return err
}
