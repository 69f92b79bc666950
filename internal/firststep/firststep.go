// Package firststep keeps which of the first steps of a new school somebody put off.
//
// # In words
//
// A school that begins has to bring in staff and lessons, bells, a year, accounts and a
// programme. Which steps there are and how far each has come, areas say from their own
// records (web.Area.FirstSteps); nothing is ticked by hand. A person may put a step off
// until later and take that back: it changes that person's Today and nothing else, so no
// other sees it and no journal tells of it.
package firststep

import (
	"context"
	"time"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/verb"
	"talim/internal/waiting"
)

// MayPutOff holds for everybody who works in a school: it is about one's own page.
var MayPutOff = access.Permission{Name: "firststep.put_off"}

// Service has the verbs of the area.
type Service struct{ verb.Runner }

// New makes the service; now gives the time in the time zone of the schools.
func New(d *db.DB, now func() time.Time) *Service { return &Service{verb.NewRunner(d, now)} }

// maxName is longer than any name of a step.
const maxName = 40

// PutOff puts a step off; a second time changes nothing.
func (s *Service) PutOff(ctx context.Context, actor access.Actor, step string) error {
	if err := allowed(actor, step); err != nil {
		return err
	}
	return s.Do(ctx, actor, func(w verb.Work) error {
		_, err := db.Exec(w.Ctx, w.Tx, `INSERT INTO first_step_later (school_id, staff_id, step, put_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
			actor.School, actor.Staff, step, w.Instant())
		return err
	})
}

// TakeBack brings a step back; one that was not put off stays where it is.
func (s *Service) TakeBack(ctx context.Context, actor access.Actor, step string) error {
	if err := allowed(actor, step); err != nil {
		return err
	}
	return s.Do(ctx, actor, func(w verb.Work) error {
		_, err := db.Exec(w.Ctx, w.Tx, `DELETE FROM first_step_later WHERE school_id = $1 AND staff_id = $2 AND step = $3`, actor.School, actor.Staff, step)
		return err
	})
}

// Pass hands what somebody put off on to the person that they say they are.
func (s *Service) Pass(w verb.Work, from, to string) error {
	_, err := db.Exec(w.Ctx, w.Tx, `UPDATE first_step_later SET staff_id = $1 WHERE school_id = $2 AND staff_id = $3`, to, w.Actor.School, from)
	return verb.Duplicate(err, "fault.changed_meanwhile")
}

func allowed(a access.Actor, step string) error {
	if err := access.Must(MayPutOff.Allows(a) && a.Staff != "", "people.forbidden"); err != nil {
		return err
	}
	if step == "" || len(step) > maxName {
		return fault.NotFound("home.first.no_step")
	}
	return nil
}

// Later is the part of the query of Today that says what the reader put off.
func Later(access.Actor) string {
	return `SELECT step AS name, ` + waiting.PutOff + ` AS state, 0 AS have, 0 AS total FROM first_step_later WHERE school_id = $1 AND staff_id = $2`
}
