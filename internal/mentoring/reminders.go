package mentoring

import (
	"context"

	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/jobs"
	"talim/internal/reminder"
	"talim/internal/verb"
	"talim/internal/web/link"
)

// The jobs of the area. Each was enqueued with the change that made it needed,
// looks again whether it still is, and puts a reminder on Today.
const (
	jobProfile    = "mentoring.profile"    // three days after an invitation
	jobUnrecorded = "mentoring.unrecorded" // the day after a meeting
	jobTrial      = "mentoring.trial"      // a week before the trial period ends
)

// JobBegun says that a pairing has begun; an area above carries on from there.
const JobBegun = "mentoring.begun"

// JobMet says that a meeting of a pairing was held, moved or cancelled.
const JobMet = "mentoring.met"

type jobArgs struct {
	About string `json:"about"` // id of the record
}

// Jobs gives the area's work to the worker.
func (s *Service) Jobs(w *jobs.Worker) {
	w.Handle(jobProfile, s.remindProfile)
	w.Handle(jobUnrecorded, s.remindUnrecorded)
	w.Handle(jobTrial, s.remindTrial)
	w.Handle(jobGroupUnrecorded, s.remindGroupUnrecorded)
	w.Handle(jobStage, s.remindStage)
	w.Handle(jobHandoverStep, s.remindHandoverStep)
	w.Handle(jobLeaving, s.remindLeaving)
}

// aboutOf starts a job: the record it is about, and "now" as the school has it.
func (s *Service) aboutOf(ctx context.Context, tx db.Conn, j jobs.Taken) (work, string, error) {
	var args jobArgs
	err := j.Args(&args)
	return work{s.Job(ctx, tx, j), s}, args.About, err
}

func (s *Service) remindProfile(ctx context.Context, tx db.Conn, j jobs.Taken) error {
	w, id, err := s.aboutOf(ctx, tx, j)
	if err != nil {
		return err
	}
	p, err := participantByID(ctx, tx, j.School, id)
	if err != nil || p.State != Invited {
		return verb.Gone(err)
	}
	return w.remind(p.Staff, "mentoring.remind.profile", p.ID, link.Participant(p.ID), nil)
}

func (s *Service) remindUnrecorded(ctx context.Context, tx db.Conn, j jobs.Taken) error {
	w, id, err := s.aboutOf(ctx, tx, j)
	if err != nil {
		return err
	}
	m, err := meetingByID(ctx, tx, j.School, id)
	if err != nil || m.State != MeetingPlanned {
		return verb.Gone(err)
	}
	p, err := pairingByID(ctx, tx, j.School, m.Pairing)
	if err != nil || p.State != Running {
		return verb.Gone(err)
	}
	return w.remindBoth(p, "mentoring.remind.unrecorded", m.ID, link.Meeting(m.ID), db.Texts{"Date": string(m.Date)})
}

func (s *Service) remindTrial(ctx context.Context, tx db.Conn, j jobs.Taken) error {
	w, id, err := s.aboutOf(ctx, tx, j)
	if err != nil {
		return err
	}
	p, err := pairingByID(ctx, tx, j.School, id)
	if err != nil || p.State != Running || p.TrialEnds < w.Date() {
		return verb.Gone(err)
	}
	return w.remindBoth(p, "mentoring.remind.trial", p.ID, link.Pairing(p.ID), db.Texts{"Date": string(p.TrialEnds)})
}

// tellEnded tells both that the pairing is over: alike, whoever asked.
func (w work) tellEnded(p Pairing) error {
	return w.remindBoth(p, "mentoring.remind.ended", p.ID, link.Pairing(p.ID), nil)
}

func (w work) remindBoth(p Pairing, key, about, url string, args db.Texts) error {
	if err := w.remind(p.Mentor, key, about, url, args); err != nil {
		return err
	}
	return w.remind(p.Mentee, key, about, url, args)
}

// tellPartner says on the partner's Today what one of the two has changed.
func (w work) tellPartner(p Pairing, key, about, url string, day calendar.Date) error {
	return w.remind(p.Other(w.Actor.Staff), key, about, url, db.Texts{"Date": string(day)})
}

func (w work) remind(staff, key, about, url string, args db.Texts) error {
	return reminder.Add(w.Ctx, w.Tx, reminder.Reminder{
		School: w.Actor.School, Staff: staff, Key: key, Args: args, URL: url, About: about,
		DueOn: w.Date(), CreatedAt: w.Instant(),
	})
}

// closeReminders ends what reminds of a record, when it is done.
func (w work) closeReminders(about string) error {
	return reminder.Close(w.Ctx, w.Tx, w.At, w.Actor.School, about, "")
}
