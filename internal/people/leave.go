package people

import (
	"context"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/verb"
)

// Leaving is a person whose last post in the school ends with the day.
type Leaving struct {
	School  string
	Staff   string
	LastDay calendar.Date // may lie ahead
}

// OnLeave lets another area do its part when a person leaves, in the transaction in
// which it is recorded: whatever the area refuses, or fails to do, refuses the whole.
// fn may be called again for the same person, when the last day is moved. It does not
// look at the clock but at its Work, and lets nothing leave the database. Areas are
// registered before the program serves.
func (s *Service) OnLeave(fn func(verb.Work, Leaving) error) { s.left = append(s.left, fn) }

// EndStaff lets a person leave: every post, membership, state and subject ends
// with the last day, and what was to begin after it does not. The record and its
// history stay.
func (s *Service) EndStaff(ctx context.Context, actor access.Actor, id string, lastDay calendar.Date) error {
	return s.do(ctx, actor, MayKeepStaff, func(w work) error {
		if !lastDay.Valid() {
			return fault.Invalid("last_day", "people.date_needed")
		}
		p, err := w.staff(id)
		if err != nil {
			return err
		}
		if err := w.mayEndAll(id, lastDay); err != nil {
			return err
		}
		details := []string{"Code", p.Code, "LastDay", string(lastDay)}
		dropped, err := w.endAll(id, lastDay)
		if err != nil {
			return err
		}
		if len(dropped) > 0 {
			details = append(details, "Dropped", strings.Join(dropped, ", "))
		}
		if err := w.leave(id, lastDay); err != nil {
			return err
		}
		return w.record(EventStaffEnded, KindOfStaff, id, details...)
	})
}

// mayEndAll refuses when a post would end before it began, when the actor may
// not end one of them, or when the school would be left without administrator.
func (w work) mayEndAll(id string, lastDay calendar.Date) error {
	open, err := runningPosts(w.Ctx, w.Tx, w.Actor.School, id, lastDay)
	if err != nil {
		return err
	}
	if len(open) == 0 {
		return fault.Conflict("people.staff.left_already")
	}
	for _, p := range open {
		if err := mayEnd(w.Actor, p.Role); err != nil {
			return err
		}
		if p.Starts > lastDay {
			return fault.Invalid("last_day", "people.ends_before_start")
		}
		if err := keepsAdministrator(w.Ctx, w.Tx, p); err != nil {
			return err
		}
	}
	return nil
}

// endAll ends what runs and takes away what never began: a membership of next month
// is a plan and no history. What was planned is named, for the journal.
func (w work) endAll(id string, lastDay calendar.Date) (dropped []string, err error) {
	posts, err := runningPosts(w.Ctx, w.Tx, w.Actor.School, id, lastDay)
	if err != nil {
		return nil, err
	}
	if err := w.endPosts(posts, lastDay); err != nil {
		return nil, err
	}
	for _, table := range []string{"unit_member", "staffing_state", "teaches"} {
		if _, err := db.Exec(w.Ctx, w.Tx, `UPDATE `+table+` SET ends = $1 WHERE school_id = $2 AND staff_id = $3 AND ends > $1 AND starts <= $1`,
			lastDay, w.Actor.School, id); err != nil {
			return nil, err
		}
		planned, err := db.All[string](w.Ctx, w.Tx, `SELECT starts FROM `+table+` WHERE school_id = $1 AND staff_id = $2 AND starts > $3 ORDER BY starts, id`,
			w.Actor.School, id, lastDay)
		if err != nil {
			return nil, err
		}
		for _, starts := range planned {
			dropped = append(dropped, table+" "+starts)
		}
		if _, err := db.Exec(w.Ctx, w.Tx, `DELETE FROM `+table+` WHERE school_id = $1 AND staff_id = $2 AND starts > $3`, w.Actor.School, id, lastDay); err != nil {
			return nil, err
		}
	}
	return dropped, raiseSubjects(w.Ctx, w.Tx, w.Actor.School, id)
}

// leave tells the areas of a person who has no post after the day.
func (w work) leave(id string, lastDay calendar.Date) error {
	later, err := runningPosts(w.Ctx, w.Tx, w.Actor.School, id, lastDay)
	if err != nil || len(later) > 0 {
		return err
	}
	for _, fn := range w.left {
		if err := fn(w.Work, Leaving{School: w.Actor.School, Staff: id, LastDay: lastDay}); err != nil {
			return err
		}
	}
	return nil
}
