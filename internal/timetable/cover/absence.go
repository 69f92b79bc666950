package cover

import (
	"context"
	"slices"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/journal"
	"talim/internal/people"
	"talim/internal/timetable"
	"talim/internal/verb"
)

// Absence is a time at which somebody of the staff is not at school (R173).
type Absence struct {
	School string `db:"school_id"`
	ID     string `db:"id"`
	Staff  string `db:"staff_id"`
	calendar.Period
	StartsAt   calendar.Clock   `db:"starts_at"`
	EndsAt     calendar.Clock   `db:"ends_at"`
	Reason     Reason           `db:"reason"` // "" for those who may not know; sealed in a row
	State      AbsenceState     `db:"state"`
	RecordedBy string           `db:"recorded_by"`
	RecordedAt calendar.Instant `db:"recorded_at"`
}

// Reason is the kind of reason, never more: what somebody is ill with is no
// business of a timetable.
type Reason string

// Reasons lists them; each has the message "timetable.absence.reason.<reason>".
var Reasons = []Reason{"illness", "leave", "course", "other"}

// AbsenceState says whether an absence holds.
type AbsenceState string

// The states.
const (
	Recorded  AbsenceState = "recorded"
	Withdrawn AbsenceState = "withdrawn"
)

// WholeDays says whether the person is away from morning to evening.
func (a Absence) WholeDays() bool {
	return a.StartsAt == timetable.DayBegins && a.EndsAt == timetable.DayEnds
}

// NewAbsence is what the deputy enters; without hours it is whole days, and hours
// are those of one day.
type NewAbsence struct {
	Staff            string
	From, To         calendar.Date // To "" is From
	StartsAt, EndsAt calendar.Clock
	Reason           Reason
}

func (n NewAbsence) complete() NewAbsence {
	if n.To == "" {
		n.To = n.From
	}
	if n.StartsAt == "" && n.EndsAt == "" {
		n.StartsAt, n.EndsAt = timetable.DayBegins, timetable.DayEnds
	}
	return n
}

// longest is the most days of one absence: a school year.
const longest = 366

func (n NewAbsence) check() error {
	var faults fault.Fields
	if n.Staff == "" {
		faults.Add("staff", "timetable.absence.who_needed")
	}
	timetable.CheckPeriod(&faults, calendar.Period{Starts: n.From, Ends: n.To}, "from", "to")
	switch {
	case len(faults) > 0:
	case n.From.DaysUntil(n.To) > longest:
		faults.Add("to", "timetable.weekly.long")
	case !timetable.ValidClock(n.StartsAt):
		faults.Add("starts_at", "timetable.time.needed")
	case !timetable.ValidClock(n.EndsAt):
		faults.Add("ends_at", "timetable.time.needed")
	case n.EndsAt <= n.StartsAt:
		faults.Add("ends_at", "timetable.time.order")
	case n.From != n.To && n.StartsAt != timetable.DayBegins:
		faults.Add("starts_at", "timetable.absence.one_day")
	}
	if !slices.Contains(Reasons, n.Reason) {
		faults.Add("reason", "timetable.absence.reason_needed")
	}
	return faults.Err()
}

// overlaps compares days and hours.
func (a Absence) overlaps(n NewAbsence) bool {
	return a.Starts <= n.To && n.From <= a.Ends && a.StartsAt < n.EndsAt && n.StartsAt < a.EndsAt
}

// RecordAbsence notes that somebody will not be there, and notifies those whose
// meetings and visits fall into that time.
func (s *Service) RecordAbsence(ctx context.Context, actor access.Actor, in NewAbsence) (Absence, error) {
	in = in.complete()
	var made Absence
	err := s.do(ctx, actor, func(w work) error {
		if err := in.check(); err != nil {
			return err
		}
		if err := w.absenceFits(in); err != nil {
			return err
		}
		made = Absence{
			School: actor.School, ID: db.NewID(), Staff: in.Staff, Period: calendar.Period{Starts: in.From, Ends: in.To},
			StartsAt: in.StartsAt, EndsAt: in.EndsAt, Reason: in.Reason, State: Recorded, RecordedBy: actor.Staff, RecordedAt: w.Instant(),
		}
		if err := db.Insert(w.Ctx, w.Tx, "absence", w.seal(made)); err != nil {
			return err
		}
		if err := w.freeCoverOf(made); err != nil {
			return err
		}
		if err := w.timetable.Changed(w.Work, timetable.Change{From: made.Starts}); err != nil {
			return err
		}
		return w.Record(eventAbsenceRecorded, made.ref(), "From", string(made.Starts), "To", string(made.Ends))
	})
	return made, err
}

// absenceFits: somebody of the school, who is not absent then already.
func (w work) absenceFits(in NewAbsence) error {
	if _, err := people.PersonByID(w.Ctx, w.Tx, w.Actor.School, in.Staff); err != nil {
		if fault.Is(err, fault.KindNotFound) {
			return fault.Invalid("staff", "timetable.absence.who_needed")
		}
		return err
	}
	there, err := db.All[Absence](w.Ctx, w.Tx, `SELECT `+db.Columns[Absence]("")+` FROM absence WHERE school_id = $1 AND staff_id = $2 AND state = 'recorded' AND starts <= $4 AND ends >= $3`,
		w.Actor.School, in.Staff, in.From, in.To)
	if err == nil && slices.ContainsFunc(there, func(a Absence) bool { return a.overlaps(in) }) {
		return fault.Invalid("from", "timetable.absence.twice")
	}
	return err
}

// EndAbsence ends an absence after its last day: somebody is back earlier. A last
// day before its first withdraws it. Cover of the days that fall away is taken back.
func (s *Service) EndAbsence(ctx context.Context, actor access.Actor, id string, lastDay calendar.Date) error {
	return s.do(ctx, actor, func(w work) error {
		a, err := w.absence(id)
		if err != nil {
			return err
		}
		if a, err = a.endedAfter(lastDay); err != nil {
			return err
		}
		if err := db.Update(w.Ctx, w.Tx, "absence", a, "school_id", "id"); err != nil {
			return err
		}
		if err := w.takeBackAfter(a, lastDay); err != nil {
			return err
		}
		if err := w.timetable.Changed(w.Work, timetable.Change{From: a.Starts}); err != nil {
			return err
		}
		return w.Record(eventAbsenceEnded, a.ref(), "To", string(lastDay))
	})
}

// endedAfter is the absence with an earlier last day.
func (a Absence) endedAfter(lastDay calendar.Date) (Absence, error) {
	switch {
	case a.State == Withdrawn:
		return a, fault.Conflict("timetable.absence.is_over")
	case !lastDay.Valid() || lastDay >= a.Ends:
		return a, fault.Invalid("last_day", "timetable.absence.earlier")
	case lastDay < a.Starts:
		a.State = Withdrawn
	default:
		a.Ends = lastDay
	}
	return a, nil
}

func (a Absence) ref() journal.Ref { return journal.Ref{Kind: kindOfAbsence, ID: a.ID} }

// freeCoverOf takes back the lessons that somebody was to cover and now cannot.
func (w work) freeCoverOf(a Absence) error {
	given, err := db.All[Cover](w.Ctx, w.Tx, `SELECT `+db.Columns[Cover]("")+` FROM cover WHERE school_id = $1 AND staff_id = $2 AND state = 'given' AND date >= $3 AND date <= $4
		AND starts_at < $6 AND ends_at > $5`, a.School, a.Staff, a.Starts, a.Ends, a.StartsAt, a.EndsAt)
	if err != nil {
		return err
	}
	return w.takeBackAll(given)
}

func (w work) takeBackAfter(a Absence, lastDay calendar.Date) error {
	given, err := db.All[Cover](w.Ctx, w.Tx, `SELECT `+db.Columns[Cover]("")+` FROM cover WHERE school_id = $1 AND absence_id = $2 AND state = 'given' AND date > $3`, a.School, a.ID, lastDay)
	if err != nil {
		return err
	}
	return w.takeBackAll(given)
}

func (w work) absence(id string) (Absence, error) {
	a, err := db.One[Absence](w.Ctx, w.Tx, `SELECT `+db.Columns[Absence]("")+` FROM absence WHERE school_id = $1 AND id = $2`, w.Actor.School, id)
	return a, verb.Missing(err, "timetable.absence.not_found")
}
