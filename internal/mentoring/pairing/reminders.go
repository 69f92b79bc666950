package pairing

import (
	"context"

	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/jobs"
	"talim/internal/mentoring"
	"talim/internal/reminder"
	"talim/internal/verb"
)

// The jobs that look after a running pair.
const (
	JobUnrecorded = "mentoring.unrecorded" // the day after a meeting
	JobTrial      = "mentoring.trial"      // a week before the trial period ends
)

// JobBegun says that a pairing has begun; an area above carries on from there.
const JobBegun = "mentoring.begun"

// JobMet says that a meeting of a pairing was held, moved or cancelled.
const JobMet = "mentoring.met"

func (s *Service) remindUnrecorded(ctx context.Context, tx db.Conn, j jobs.Taken) error {
	w := work{s.Job(ctx, tx, j), s}
	id, err := mentoring.AboutOf(j)
	if err != nil {
		return err
	}
	m, err := MeetingByID(ctx, tx, j.School, id)
	if err != nil || m.State != MeetingPlanned {
		return verb.Gone(err)
	}
	p, err := ByID(ctx, tx, j.School, m.Pairing)
	if err != nil || p.State != Running {
		return verb.Gone(err)
	}
	return w.NotifyBoth(w.Work, p, "mentoring.remind.unrecorded", m.ID, reminder.To(TargetMeeting, m.ID), db.Texts{"Date": string(m.Date)})
}

func (s *Service) remindTrial(ctx context.Context, tx db.Conn, j jobs.Taken) error {
	w := work{s.Job(ctx, tx, j), s}
	id, err := mentoring.AboutOf(j)
	if err != nil {
		return err
	}
	p, err := ByID(ctx, tx, j.School, id)
	if err != nil || p.State != Running || p.TrialEnds < w.Date() {
		return verb.Gone(err)
	}
	return w.NotifyBoth(w.Work, p, "mentoring.remind.trial", p.ID, reminder.To(TargetPairing, p.ID), db.Texts{"Date": string(p.TrialEnds)})
}

// NotifyEnded tells both that the pairing is over: alike, whoever asked.
func (s *Service) NotifyEnded(change verb.Work, p Pairing) error {
	w := work{change, s}
	return w.NotifyBoth(w.Work, p, "mentoring.remind.ended", p.ID, reminder.To(TargetPairing, p.ID), nil)
}

// NotifyBoth puts the same note before mentor and mentee.
func (s *Service) NotifyBoth(change verb.Work, p Pairing, key, about string, page reminder.Target, args db.Texts) error {
	w := work{change, s}
	if err := mentoring.Notify(w.Work, p.Mentor, key, about, page, args); err != nil {
		return err
	}
	return mentoring.Notify(w.Work, p.Mentee, key, about, page, args)
}

// notifyPartner says on the partner's Today what one of the two has changed.
func (w work) notifyPartner(p Pairing, key, about string, page reminder.Target, day calendar.Date) error {
	return mentoring.Notify(w.Work, p.Other(w.Actor.Staff), key, about, page, db.Texts{"Date": string(day)})
}
