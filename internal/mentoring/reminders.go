package mentoring

import (
	"context"
	"time"

	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/jobs"
	"talim/internal/reminder"
	"talim/internal/verb"
)

// The jobs of the area. Each was enqueued with the change that made it needed,
// looks again whether it still is, and puts a reminder on Today.
const (
	JobProfile = "mentoring.profile" // three days after an invitation
)

// remindInvitation is what Today says to somebody who has not answered.
const remindInvitation = "mentoring.remind.profile"

type jobArgs struct {
	About string `json:"about"` // id of the record
}

// Jobs gives the area's work to the worker.
func (s *Service) Jobs(w *jobs.Worker) {
	w.Handle(JobProfile, s.remindProfile)
	w.Handle(jobStage, s.remindStage)
}

// AboutOf is the id of the record that a job is about.
func AboutOf(j jobs.Taken) (string, error) {
	var args jobArgs
	err := j.Args(&args)
	return args.About, err
}

func (s *Service) remindProfile(ctx context.Context, tx db.Conn, j jobs.Taken) error {
	w := work{s.Job(ctx, tx, j), s}
	id, err := AboutOf(j)
	if err != nil {
		return err
	}
	p, err := participantByID(ctx, tx, j.School, id)
	if err != nil || p.State != Invited {
		return verb.Gone(err)
	}
	return Notify(w.Work, p.Staff, remindInvitation, p.ID, reminder.To(TargetParticipant, p.ID), nil)
}

// Notify says something on the Today of a member of staff, from now on.
func Notify(w verb.Work, staff, key, about string, page reminder.Target, args db.Texts) error {
	return w.Notify(reminder.Reminder{Staff: staff, Key: key, Args: args, Target: page, About: about})
}

// Later enqueues a job about a record in the same transaction.
func Later(w verb.Work, kind, about string, at time.Time) error {
	return w.Enqueue(jobs.Job{Kind: kind, Args: jobArgs{About: about}, RunAt: at, Unique: kind + ":" + about})
}

// MorningOf is when a day begins at the schools: a reminder of that day is not due
// before, and not at midnight of some other zone.
func MorningOf(w verb.Work, day calendar.Date) time.Time {
	t := day.Time()
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, w.At.Location())
}
