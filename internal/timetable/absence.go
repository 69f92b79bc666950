package timetable

import (
	"context"
	"slices"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/journal"
	"talim/internal/reminder"
)

// Absence is a time at which somebody of the staff is not at school (R173).
type Absence struct {
	School string `db:"school_id"`
	ID     string `db:"id"`
	Staff  string `db:"staff_id"`
	calendar.Period
	StartsAt   calendar.Clock   `db:"starts_at"`
	EndsAt     calendar.Clock   `db:"ends_at"`
	Reason     Reason           `db:"reason"` // "" for those who may not know
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

// KindAbsence is the kind of an absence among the entries of a week.
const KindAbsence = "timetable.absence"

const dayBegins, dayEnds calendar.Clock = "00:00", "23:59"

// WholeDays says whether the person is away from morning to evening.
func (a Absence) WholeDays() bool { return a.StartsAt == dayBegins && a.EndsAt == dayEnds }

// WholeDay says whether an entry of a week takes the whole day: an absence of days.
func (e Entry) WholeDay() bool {
	return e.Kind == KindAbsence && e.StartsAt == dayBegins && e.EndsAt == dayEnds
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
		n.StartsAt, n.EndsAt = dayBegins, dayEnds
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
	checkPeriod(&faults, calendar.Period{Starts: n.From, Ends: n.To}, "from", "to")
	switch {
	case len(faults) > 0:
	case n.From.DaysUntil(n.To) > longest:
		faults.Add("to", "timetable.weekly.long")
	case !validClock(n.StartsAt):
		faults.Add("starts_at", "timetable.time.needed")
	case !validClock(n.EndsAt):
		faults.Add("ends_at", "timetable.time.needed")
	case n.EndsAt <= n.StartsAt:
		faults.Add("ends_at", "timetable.time.order")
	case n.From != n.To && n.StartsAt != dayBegins:
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

// RecordAbsence notes that somebody will not be there, and tells the pairs whose
// meetings and visits fall into that time.
func (s *Service) RecordAbsence(ctx context.Context, actor access.Actor, in NewAbsence) (Absence, error) {
	if err := require(actor, MayCover); err != nil {
		return Absence{}, err
	}
	in = in.complete()
	if err := in.check(); err != nil {
		return Absence{}, err
	}
	now := s.now()
	made := Absence{
		School: actor.School, ID: db.NewID(), Staff: in.Staff, Period: calendar.Period{Starts: in.From, Ends: in.To},
		StartsAt: in.StartsAt, EndsAt: in.EndsAt, Reason: in.Reason, State: Recorded, RecordedBy: actor.Staff, RecordedAt: calendar.InstantOf(now),
	}
	err := s.db.Tx(ctx, func(tx db.Conn) error {
		if err := absenceFits(ctx, tx, actor.School, in); err != nil {
			return err
		}
		if err := db.Insert(ctx, tx, "absence", made); err != nil {
			return err
		}
		if err := s.freeCoverOf(ctx, tx, actor, made); err != nil {
			return err
		}
		if err := s.TellClashes(ctx, tx, actor.School); err != nil {
			return err
		}
		return journal.Record(ctx, tx, actor, now, EventAbsenceRecorded, made.ref(), "From", string(made.Starts), "To", string(made.Ends))
	})
	return made, err
}

// absenceFits: somebody of the school, who is not absent then already.
func absenceFits(ctx context.Context, tx db.Conn, school string, in NewAbsence) error {
	n, err := db.One[int](ctx, tx, `SELECT count(*) FROM staff WHERE school_id = $1 AND id = $2`, school, in.Staff)
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.Invalid("staff", "timetable.absence.who_needed")
	}
	there, err := db.All[Absence](ctx, tx, `SELECT * FROM absence WHERE school_id = $1 AND staff_id = $2 AND state = 'recorded' AND starts <= $4 AND ends >= $3`,
		school, in.Staff, in.From, in.To)
	if err == nil && slices.ContainsFunc(there, func(a Absence) bool { return a.overlaps(in) }) {
		return fault.Invalid("from", "timetable.absence.twice")
	}
	return err
}

// EndAbsence ends an absence after its last day: somebody is back earlier. A last
// day before its first withdraws it. Cover of the days that fall away is taken back.
func (s *Service) EndAbsence(ctx context.Context, actor access.Actor, id string, lastDay calendar.Date) error {
	if err := require(actor, MayCover); err != nil {
		return err
	}
	now := s.now()
	return s.db.Tx(ctx, func(tx db.Conn) error {
		a, err := absenceByID(ctx, tx, actor.School, id)
		if err != nil {
			return err
		}
		switch {
		case a.State == Withdrawn:
			return fault.Conflict("timetable.absence.is_over")
		case !lastDay.Valid() || lastDay >= a.Ends:
			return fault.Invalid("last_day", "timetable.absence.earlier")
		case lastDay < a.Starts:
			a.State = Withdrawn
		default:
			a.Ends = lastDay
		}
		if err := db.Update(ctx, tx, "absence", a, "school_id", "id"); err != nil {
			return err
		}
		if err := s.takeBackAfter(ctx, tx, actor, a, lastDay); err != nil {
			return err
		}
		if err := s.TellClashes(ctx, tx, actor.School); err != nil {
			return err
		}
		return journal.Record(ctx, tx, actor, now, EventAbsenceEnded, a.ref(), "To", string(lastDay))
	})
}

func (a Absence) ref() journal.Ref { return journal.Ref{Kind: KindOfAbsence, ID: a.ID} }

// freeCoverOf takes back the lessons that somebody was to cover and now cannot.
func (s *Service) freeCoverOf(ctx context.Context, tx db.Conn, actor access.Actor, a Absence) error {
	given, err := db.All[Cover](ctx, tx, `SELECT * FROM cover WHERE school_id = $1 AND staff_id = $2 AND state = 'given' AND date >= $3 AND date <= $4
		AND starts_at < $6 AND ends_at > $5`, a.School, a.Staff, a.Starts, a.Ends, a.StartsAt, a.EndsAt)
	if err != nil {
		return err
	}
	return s.takeBackAll(ctx, tx, actor, given)
}

func (s *Service) takeBackAfter(ctx context.Context, tx db.Conn, actor access.Actor, a Absence, lastDay calendar.Date) error {
	given, err := db.All[Cover](ctx, tx, `SELECT * FROM cover WHERE school_id = $1 AND absence_id = $2 AND state = 'given' AND date > $3`, a.School, a.ID, lastDay)
	if err != nil {
		return err
	}
	return s.takeBackAll(ctx, tx, actor, given)
}

// tell puts a line on somebody's Today.
func (s *Service) tell(ctx context.Context, tx db.Conn, school, staff, key, about, url string, day calendar.Date, args db.Texts) error {
	return reminder.Add(ctx, tx, reminder.Reminder{
		School: school, Staff: staff, Key: key, Args: args, URL: url, About: about, DueOn: day, CreatedAt: calendar.InstantOf(s.now()),
	})
}

func absenceByID(ctx context.Context, c db.Conn, school, id string) (Absence, error) {
	a, err := db.One[Absence](ctx, c, `SELECT * FROM absence WHERE school_id = $1 AND id = $2`, school, id)
	return a, orNotFound(err, "timetable.absence.not_found")
}
