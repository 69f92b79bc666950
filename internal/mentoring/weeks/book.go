package weeks

import (
	"slices"

	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/mentoring/pairing"
	"talim/internal/observation"
	"talim/internal/timetable"
)

// What happens at the second yes to a time offer.

// carryOut books what both agreed to.
func (w work) carryOut(o TimeOffer, p pairing.Pairing) (Answered, error) {
	if err := w.closeOffer(o, OfferAgreed); err != nil {
		return Answered{}, err
	}
	what, out := o.Time(), Answered{State: OfferAgreed}
	if what.Single != nil {
		out.Booked = 1
		return out, w.moveTo(o.Meeting, p, *what.Single)
	}
	made, err := w.newWeeks(p, what)
	if err != nil {
		return out, err
	}
	out.Booked = made
	for _, v := range what.Visits {
		done, err := w.visitIfFree(p, v)
		if err != nil {
			return out, err
		}
		if done {
			out.Visits++
		} else {
			out.Lost++
		}
	}
	return out, nil
}

// moveTo moves a meeting to the time that both agreed to.
func (w work) moveTo(meeting string, p pairing.Pairing, to OfferedSlot) error {
	m, err := pairing.MeetingByID(w.Ctx, w.Tx, p.School, meeting)
	if err != nil {
		return err
	}
	if m.State != pairing.MeetingPlanned {
		return fault.Conflict("mentoring.meeting.not_planned")
	}
	if err := w.timetable.Release(w.Work, m.Booking); err != nil {
		return err
	}
	m.State = pairing.MeetingMoved
	if err := w.pairings.SaveMeeting(w.Work, m); err != nil {
		return err
	}
	made, err := w.pairings.Book(w.Work, p, pairing.NewMeeting{Date: to.Date, StartsAt: to.StartsAt, EndsAt: to.EndsAt, Place: m.Place})
	if err != nil {
		return err
	}
	return w.follow(m, made)
}

// follow says which meeting took the place of another, with its notes.
func (w work) follow(old, made pairing.Meeting) error {
	old.MovedTo = made.ID
	if err := w.pairings.SaveMeeting(w.Work, old); err != nil {
		return err
	}
	if err := w.CloseReminders(old.ID); err != nil {
		return err
	}
	return w.pairings.CarryNotes(w.Work, old, made)
}

// newWeeks books the weekly times and lets those that they replace go, week by week.
func (w work) newWeeks(p pairing.Pairing, what OfferedTime) (int, error) {
	if len(what.Weekly) == 0 {
		return 0, nil
	}
	from := max(what.From, p.Starts, w.Date().AddDays(1))
	old, err := w.replaced(p, what, from)
	if err != nil {
		return 0, err
	}
	place := ""
	for i := range old {
		place = old[i].Place
		if err := w.timetable.Release(w.Work, old[i].Booking); err != nil {
			return 0, err
		}
		old[i].State = pairing.MeetingMoved
		if err := w.pairings.SaveMeeting(w.Work, old[i]); err != nil {
			return 0, err
		}
	}
	var made []pairing.Meeting
	for _, slot := range what.Weekly {
		if slices.Contains(what.Now, slot) {
			continue
		}
		more, _, err := w.pairings.BookEvery(w.Work, p, pairing.NewWeekly{Weekday: slot.Weekday, StartsAt: slot.StartsAt, EndsAt: slot.EndsAt, From: from, Place: place})
		if err != nil {
			return 0, err
		}
		made = append(made, more...)
	}
	if len(made) == 0 {
		return 0, fault.Conflict("mentoring.meeting.none_booked")
	}
	return len(made), w.followWeeks(old, made)
}

// replaced are the planned meetings at weekly times that the new ones give up.
func (w work) replaced(p pairing.Pairing, what OfferedTime, from calendar.Date) ([]pairing.Meeting, error) {
	planned, err := db.All[pairing.Meeting](w.Ctx, w.Tx, `SELECT `+db.Columns[pairing.Meeting]("")+` FROM meeting
		WHERE school_id = $1 AND pairing_id = $2 AND state = 'planned' AND date >= $3 ORDER BY date, starts_at`, p.School, p.ID, from)
	return slices.DeleteFunc(planned, func(m pairing.Meeting) bool {
		slot := timetable.WeekSlot{Weekday: m.Date.Weekday(), StartsAt: m.StartsAt, EndsAt: m.EndsAt}
		return !slices.Contains(what.Now, slot) || slices.Contains(what.Weekly, slot)
	}), err
}

// followWeeks ties each old meeting to the new one of its week; one whose week has
// none is off.
func (w work) followWeeks(old, made []pairing.Meeting) error {
	for _, m := range old {
		at := slices.IndexFunc(made, func(n pairing.Meeting) bool { return n.Date.Monday() == m.Date.Monday() })
		var err error
		if at >= 0 {
			err = w.follow(m, made[at])
		} else {
			m.State = pairing.MeetingCancelled
			if err = w.pairings.SaveMeeting(w.Work, m); err == nil {
				err = w.CloseReminders(m.ID)
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// visitIfFree plans a visit that is still possible.
func (w work) visitIfFree(p pairing.Pairing, v OfferedVisit) (bool, error) {
	lesson, err := w.pairings.LessonToVisit(w.Work, p, pairing.NewVisit{Observer: v.Observer, Lesson: v.Lesson, Date: v.Date})
	if fault.Is(err, fault.KindInvalid) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	_, err = w.visits.Plan(w.Work, observation.NewVisit{
		For: pairing.VisitPurpose, Teacher: lesson.Teacher, Observer: lesson.Observer, About: p.ID, Lesson: lesson.Entry,
	})
	return err == nil, err
}
