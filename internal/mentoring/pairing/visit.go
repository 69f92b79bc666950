package pairing

import (
	"context"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/mentoring"
	"talim/internal/observation"
	"talim/internal/reminder"
	"talim/internal/verb"
)

// LessonToVisit finds the chosen lesson among those that can still be visited.
func (s *Service) LessonToVisit(change verb.Work, p Pairing, in NewVisit) (VisitableLesson, error) {
	w := work{change, s}
	switch {
	case !p.Has(in.Observer):
		return VisitableLesson{}, fault.Invalid("observer", "mentoring.visit.observer")
	case !in.Date.Valid():
		return VisitableLesson{}, fault.Invalid("date", "fault.date_missing")
	}
	offered, err := w.visitable(w.Ctx, w.Tx, p, in.Observer, in.Date, in.Date)
	if err != nil {
		return VisitableLesson{}, err
	}
	for _, l := range offered {
		if l.Lesson == in.Lesson {
			return l, nil
		}
	}
	return VisitableLesson{}, fault.Invalid("lesson", "mentoring.visit.not_free")
}

// HoldVisit records a visit as held, with a note and the step agreed after it.
func (s *Service) HoldVisit(ctx context.Context, actor access.Actor, visit, note string, steps []NewStep) error {
	return s.do(ctx, actor, func(w work) error {
		p, err := w.pairingOfVisit(visit)
		if err != nil {
			return err
		}
		if _, err := w.visits.Hold(w.Work, visit, note); err != nil {
			return err
		}
		if err := w.agreeSteps(p, "visit", visit, steps); err != nil {
			return err
		}
		return w.Record(EventVisitHeld, p.Ref())
	})
}

// CancelVisit takes a planned visit back; the reason is read by the two, and may be empty.
func (s *Service) CancelVisit(ctx context.Context, actor access.Actor, visit, reason string) error {
	return s.do(ctx, actor, func(w work) error {
		p, err := w.pairingOfVisit(visit)
		if err != nil {
			return err
		}
		v, err := w.visits.Cancel(w.Work, visit, reason)
		if err != nil {
			return err
		}
		if err := w.notifyPartner(p, "mentoring.remind.visit_off", v.ID, reminder.To(TargetVisit, v.ID), v.Date); err != nil {
			return err
		}
		return w.Record(EventVisitOff, p.Ref())
	})
}

func (w work) pairingOfVisit(visit string) (Pairing, error) {
	v, err := observation.ByID(w.Ctx, w.Tx, w.Actor.School, visit)
	if err != nil {
		return Pairing{}, err
	}
	return Own(w.Work, v.About)
}

// VisitBegun says whether the lesson could have begun by now.
func (s *Service) VisitBegun(v observation.Visit) bool {
	now := s.Now()
	return v.BegunBy(calendar.DateOf(now), calendar.ClockOf(now))
}

// VisitPage is everything the page of a visit shows to one of the two.
type VisitPage struct {
	Visit   observation.Visit
	Pairing Pairing
	Notes   []observation.Note
	Steps   []Step // agreed after this visit
	Mentor  mentoring.Person
	Mentee  mentoring.Person
}

// TargetVisit is a visit of a lesson in a pairing, by its id.
const TargetVisit = "pairing.visit"

// Visit reads a visit with its notes and steps for one of the two, in three queries.
func (s *Service) Visit(ctx context.Context, actor access.Actor, id string) (VisitPage, error) {
	c := s.Read()
	row, err := db.One[struct {
		NamedPairing
		Visit observation.Visit `db:"visit_"`
	}](ctx, c, `SELECT `+observation.ColumnsAs("v", "visit")+`, `+NamedQuery+`
		`+observation.JoinVisits("v", "g.school_id", "g.id")+` WHERE v.school_id = $1 AND v.id = $2`, actor.School, id)
	if err != nil {
		return VisitPage{}, verb.Missing(err, "observation.visit.missing")
	}
	if err := MayOpen(actor, row.Pairing); err != nil {
		return VisitPage{}, err
	}
	page := VisitPage{Visit: row.Visit, Pairing: row.Pairing, Mentor: row.MentorPerson, Mentee: row.MenteePerson}
	if page.Notes, err = s.visits.Notes(ctx, c, actor, row.Visit); err != nil {
		return VisitPage{}, err
	}
	page.Steps, err = db.All[Step](ctx, c, `SELECT `+db.Columns[Step]("")+` FROM next_step
		WHERE school_id = $1 AND pairing_id = $2 AND source = 'visit' AND source_id = $3 ORDER BY due, id`,
		actor.School, row.ID, id)
	page.Visit.Reason, page.Steps = s.visits.Reason(ctx, id, page.Visit.Reason), s.openSteps(ctx, page.Steps)
	return page, err
}
