package support

import (
	"context"
	"slices"

	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/jobs"
	"talim/internal/mentoring/pairing"
	"talim/internal/reminder"
)

// The jobs of the area.
const (
	jobCheckIn = "support.check_in"  // reminds a mentee and enqueues itself again
	jobAnswer  = "support.no_answer" // the day after an answer was promised
)

// keyCheckIn is the reminder of a check-in, closed when it is kept.
const keyCheckIn = "support.remind.check_in"

type jobArgs struct {
	About string `json:"about"` // id of the record
}

// Jobs gives the area's work to the worker.
func (s *Service) Jobs(w *jobs.Worker) {
	w.Handle(pairing.JobBegun, s.begun)
	w.Handle(jobCheckIn, s.remindCheckIn)
	w.Handle(jobAnswer, s.remindNoAnswer)
}

// lookAgain looks on the day after the promised one whether an answer came.
func (w work) lookAgain(m Mismatch) error {
	return jobs.Enqueue(w.Ctx, w.Tx, w.At, jobs.Job{
		School: m.School, Kind: jobAnswer, Args: jobArgs{About: m.ID}, RunAt: m.AnswerBy.AddDays(1).Time().In(w.At.Location()),
		Unique: jobAnswer + ":" + m.ID,
	})
}

// remindNoAnswer tells the sender that no answer came, so that she can tell somebody else.
func (s *Service) remindNoAnswer(ctx context.Context, tx db.Conn, j jobs.Taken) error {
	w := work{s.Job(ctx, tx, j), s}
	var args jobArgs
	if err := j.Args(&args); err != nil {
		return err
	}
	rows, err := db.All[Mismatch](ctx, tx, `SELECT `+db.Columns[Mismatch]("")+` FROM mismatch WHERE school_id = $1 AND id = $2 AND state = 'sent'`, j.School, args.About)
	if err != nil || len(rows) == 0 {
		return err
	}
	return w.remind(rows[0].Sender, "support.remind.no_answer", rows[0].ID, reminder.To(TargetMismatch, rows[0].ID), w.Date(), nil)
}

// begun puts the first day on the mentee's Today and begins her check-ins.
func (s *Service) begun(ctx context.Context, tx db.Conn, j jobs.Taken) error {
	w, p, err := s.running(ctx, tx, j)
	if err != nil || p.ID == "" {
		return err
	}
	if err := w.remind(p.Mentee, "support.remind.first_day", p.ID, reminder.To(TargetFirstDay, p.ID), max(p.Starts, w.Date()), nil); err != nil {
		return err
	}
	return w.nextCheckIn(p, max(p.Starts, w.Date()))
}

// remindCheckIn reminds once in each rhythm; a programme that wants none is asked
// again later, because it may want some then.
func (s *Service) remindCheckIn(ctx context.Context, tx db.Conn, j jobs.Taken) error {
	w, p, err := s.running(ctx, tx, j)
	if err != nil || p.ID == "" {
		return err
	}
	rhythm, err := rhythmOf(ctx, tx, p.School, p.Programme)
	if err != nil {
		return err
	}
	waits, err := w.waitsFor(p.Mentee, keyCheckIn)
	if err != nil {
		return err
	}
	if rhythm.Weeks > 0 && !waits { // somebody in two programmes is asked once
		if err := w.remind(p.Mentee, keyCheckIn, p.ID, reminder.To(TargetCheckIn, ""), w.Date(), nil); err != nil {
			return err
		}
	}
	return w.nextCheckIn(p, w.Date())
}

// waitsFor says whether a reminder of the key waits for somebody.
func (w work) waitsFor(staff, key string) (bool, error) {
	open, err := reminder.OpenFor(w.Ctx, w.Tx, w.Actor.School, staff)
	return slices.ContainsFunc(open, func(r reminder.Reminder) bool { return r.Key == key }), err
}

// nextCheckIn enqueues the next reminder, in the rhythm of the programme from a day on.
func (w work) nextCheckIn(p pairing.Pairing, from calendar.Date) error {
	rhythm, err := rhythmOf(w.Ctx, w.Tx, p.School, p.Programme)
	if err != nil {
		return err
	}
	weeks := rhythm.Weeks
	if weeks == 0 {
		weeks = defaultWeeks
	}
	day := from.AddDays(7 * weeks)
	if day > p.Ends {
		return nil
	}
	at := day.Time().In(w.At.Location())
	return jobs.Enqueue(w.Ctx, w.Tx, w.At, jobs.Job{
		School: p.School, Kind: jobCheckIn, Args: jobArgs{About: p.ID}, RunAt: at, Unique: jobCheckIn + ":" + p.ID,
	})
}

// running starts a job: the pairing it is about, without an id where it is over.
func (s *Service) running(ctx context.Context, tx db.Conn, j jobs.Taken) (work, pairing.Pairing, error) {
	w := work{s.Job(ctx, tx, j), s}
	var args jobArgs
	if err := j.Args(&args); err != nil {
		return w, pairing.Pairing{}, err
	}
	p, err := pairing.ByID(ctx, tx, j.School, args.About)
	switch {
	case fault.Is(err, fault.KindNotFound), err == nil && p.State != pairing.Running:
		return w, pairing.Pairing{}, nil
	}
	return w, p, err
}
