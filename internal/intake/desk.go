package intake

import (
	"context"
	"errors"
	"time"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/people"
	"talim/internal/verb"
)

// A school has one desk for its files: whoever reads one, compares it or brings it in
// holds the desk meanwhile. So a large file takes one core and not all, and nobody
// brings something in between the look and the confirmation of another.

// desk is the place of somebody who is at work. Everything it writes is written only
// while the place is still theirs.
type desk struct {
	*Service
	ctx     context.Context
	actor   access.Actor
	holder  string
	answers []Answer // what words mean, as somebody says in this work
}

// place is the row that makes sure of it: one for each school, by its key.
type place struct {
	School string           `db:"school_id"`
	Holder string           `db:"holder"`
	Staff  string           `db:"staff_id"` // "" for the program itself
	Begun  calendar.Instant `db:"begun_at"`
	Until  calendar.Instant `db:"held_until"`
}

// How long the desk is kept for a program that ends in the middle, and how long
// somebody waits for it before being told who is there: a second click is no second file.
const (
	heldFor = 5 * time.Minute
	again   = 100 * time.Millisecond
)

// alone runs fn at the desk of the actor's school.
func (s *Service) alone(ctx context.Context, actor access.Actor, fn func(d desk) error) error {
	if err := require(actor); err != nil {
		return err
	}
	d := desk{Service: s, ctx: ctx, actor: actor, holder: db.NewID()}
	if err := d.wait(); err != nil {
		return err
	}
	defer d.leave()
	return fn(d)
}

func (d desk) wait() error {
	for waited := time.Duration(0); ; waited += again {
		other, err := d.take()
		if err != nil || other == nil {
			return err
		}
		if waited >= d.Patience {
			return d.busy(*other)
		}
		select {
		case <-d.ctx.Done():
			return d.ctx.Err()
		case <-time.After(again):
		}
	}
}

// take takes the desk, or says who has it. A place whose time is over is free, and so is
// one of a day to come: the clock was set back.
func (d desk) take() (other *place, err error) {
	err = d.Runner.Do(d.ctx, d.actor, func(w verb.Work) error {
		mine := place{d.actor.School, d.holder, d.actor.Staff, w.Instant(), calendar.InstantOf(w.At.Add(heldFor))}
		other = nil
		n, err := db.Exec(w.Ctx, w.Tx, `
INSERT INTO import_desk (school_id, holder, staff_id, begun_at, held_until) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (school_id) DO UPDATE SET holder = excluded.holder, staff_id = excluded.staff_id, begun_at = excluded.begun_at, held_until = excluded.held_until
WHERE import_desk.held_until < excluded.begun_at OR import_desk.begun_at > excluded.begun_at`,
			mine.School, mine.Holder, mine.Staff, mine.Begun, mine.Until)
		if err != nil || n > 0 {
			return err
		}
		found, err := db.One[place](w.Ctx, w.Tx, `SELECT `+db.Columns[place]("")+` FROM import_desk WHERE school_id = $1`, mine.School)
		other = &found
		return err
	})
	return other, err
}

// busy says who is at work.
func (d desk) busy(other place) error {
	if other.Staff == d.actor.Staff {
		return fault.Conflict("intake.busy.yourself")
	}
	names, err := people.NamesOf(d.ctx, d.Read(), d.actor.School, []string{other.Staff})
	if err != nil {
		return err
	}
	if name := names[other.Staff].Name; name != "" {
		return fault.Conflict("intake.busy.other", "Name", name)
	}
	return fault.Conflict("intake.busy.program")
}

// leave frees the desk, also when nobody waits for the answer any more. A place that
// could not be freed becomes free by itself.
func (d desk) leave() {
	ctx, stop := context.WithTimeout(context.WithoutCancel(d.ctx), time.Minute)
	defer stop()
	_ = d.Runner.Do(ctx, d.actor, func(w verb.Work) error {
		_, err := db.Exec(w.Ctx, w.Tx, `DELETE FROM import_desk WHERE school_id = $1 AND holder = $2`, d.actor.School, d.holder)
		return err
	})
}

// do is one change of whoever is at the desk.
func (d desk) do(fn func(w verb.Work) error) error {
	return d.Do(d.ctx, d.actor, func(w verb.Work) error {
		holder, err := db.One[string](w.Ctx, w.Tx, `SELECT holder FROM import_desk WHERE school_id = $1`, d.actor.School)
		if err != nil && !errors.Is(err, db.ErrNotFound) {
			return err
		}
		if holder != d.holder {
			return fault.Conflict("intake.busy.overtaken")
		}
		return fn(w)
	})
}
