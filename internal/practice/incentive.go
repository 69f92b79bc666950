package practice

import (
	"context"
	"slices"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/journal"
	"talim/internal/mentoring"
	"talim/internal/people"
	"talim/internal/reminder"
)

// Incentive is what the school gave somebody for mentoring (R087; 000 4.6, 6.2.3).
type Incentive struct {
	School string        `db:"school_id"`
	ID     string        `db:"id"`
	Staff  string        `db:"staff_id"`
	Kind   IncentiveKind `db:"kind"`
	calendar.Period
	Words       string           `db:"words"`
	Document    string           `db:"document"` // number and date of the order, "" without one
	RecordedBy  string           `db:"recorded_by"`
	RecordedAt  calendar.Instant `db:"recorded_at"`
	WithdrawnBy string           `db:"withdrawn_by"`
	WithdrawnAt calendar.Instant `db:"withdrawn_at"`
}

// IncentiveKind is what it is.
type IncentiveKind string

// The kinds of incentives that teachers asked for.
const (
	Relief      IncentiveKind = "relief" // from other duties, for a time
	Award       IncentiveKind = "award"
	Certificate IncentiveKind = "certificate"
	Promotion   IncentiveKind = "promotion"
	Nomination  IncentiveKind = "nomination" // by the mentees
	Payment     IncentiveKind = "payment"
)

// IncentiveKinds lists them.
var IncentiveKinds = []IncentiveKind{Relief, Award, Certificate, Promotion, Nomination, Payment}

// NewIncentive is the input of Give.
type NewIncentive struct {
	Staff    string
	Kind     IncentiveKind
	Starts   calendar.Date
	Ends     calendar.Date // "" the same day
	Words    string
	Document string
}

const maxLine = 300

func (n NewIncentive) check() error {
	var f fault.Fields
	f.When(n.Staff == "", "staff", "practice.staff.choose")
	f.When(!slices.Contains(IncentiveKinds, n.Kind), "kind", "practice.incentive.choose")
	if f.Day("starts", n.Starts) && n.Ends != "" && f.Day("ends", n.Ends) {
		f.When(n.Ends < n.Starts, "ends", "practice.date.order")
	}
	f.When(n.Words == "", "words", "practice.incentive.words_missing")
	f.Text("words", n.Words, false, maxLine)
	f.Text("document", n.Document, false, maxLine)
	return f.Err()
}

// Give records an incentive and tells the person.
func (s *Service) Give(ctx context.Context, actor access.Actor, in NewIncentive) (Incentive, error) {
	in.Words, in.Document = strings.TrimSpace(in.Words), strings.TrimSpace(in.Document)
	if in.Ends == "" {
		in.Ends = in.Starts
	}
	var made Incentive
	err := s.do(ctx, actor, func(w work) error {
		if err := access.Must(ruleIncentive.Writes(access.RelationsOf(actor, actor.School)), "practice.access.reward"); err != nil {
			return err
		}
		if err := in.check(); err != nil {
			return err
		}
		if err := w.staffHere(in.Staff); err != nil {
			return err
		}
		made = Incentive{
			School: actor.School, ID: db.NewID(), Staff: in.Staff, Kind: in.Kind, Period: calendar.Period{Starts: in.Starts, Ends: in.Ends},
			Words: in.Words, Document: in.Document, RecordedBy: actor.Staff, RecordedAt: w.Instant(),
		}
		if err := db.Insert(w.Ctx, w.Tx, "incentive", made); err != nil {
			return err
		}
		if err := w.remind(in.Staff, "practice.remind.incentive."+string(in.Kind), made.ID, reminder.To(TargetEvidence, "")); err != nil {
			return err
		}
		return w.Record(eventIncentiveGiven, journal.Ref{Kind: "incentive", ID: made.ID}, "staff", in.Staff, "kind", string(in.Kind))
	})
	return made, err
}

// staffHere refuses somebody who is no member of staff of the actor's school.
func (w work) staffHere(staff string) error {
	_, err := people.PersonByID(w.Ctx, w.Tx, w.Actor.School, staff)
	if fault.Is(err, fault.KindNotFound) {
		return fault.Invalid("staff", "practice.staff.choose")
	}
	return err
}

// TakeBackIncentive withdraws what was recorded by mistake; the row stays.
func (s *Service) TakeBackIncentive(ctx context.Context, actor access.Actor, id string) error {
	return s.do(ctx, actor, func(w work) error {
		if err := access.Must(ruleIncentive.Writes(access.RelationsOf(actor, actor.School)), "practice.access.reward"); err != nil {
			return err
		}
		n, err := db.Exec(w.Ctx, w.Tx, `UPDATE incentive SET withdrawn_by = $3, withdrawn_at = $4
			WHERE school_id = $1 AND id = $2 AND withdrawn_at = ''`, actor.School, id, actor.Staff, w.Instant())
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.NotFound("practice.incentive.missing")
		}
		if err := reminder.Close(w.Ctx, w.Tx, w.At, actor.School, id, ""); err != nil {
			return err
		}
		return w.Record(eventIncentiveBack, journal.Ref{Kind: "incentive", ID: id})
	})
}

// NamedIncentive is an incentive with the name of who received it.
type NamedIncentive struct {
	Incentive
	Person mentoring.Person `db:"p_"`
}

// personOf selects the joined row s of staff.
var personOf = people.PersonAs("s", "p")

// Incentives are all that stand, the newest first, for those who keep the programme.
func (s *Service) Incentives(ctx context.Context, actor access.Actor) ([]NamedIncentive, error) {
	if err := access.Must(ruleIncentive.Reads(access.RelationsOf(actor, actor.School)), "practice.access.keep"); err != nil {
		return nil, err
	}
	return db.All[NamedIncentive](ctx, s.Read(), `SELECT i.school_id, i.id, i.staff_id, i.kind, i.starts, i.ends, i.words, i.document,
		i.recorded_by, i.recorded_at, i.withdrawn_by, i.withdrawn_at, `+personOf+`
		FROM incentive i `+people.JoinStaff("s", "i.school_id", "i.staff_id")+`
		WHERE i.school_id = $1 AND i.withdrawn_at = '' ORDER BY i.starts DESC, i.id DESC LIMIT 500`, actor.School)
}

// Staff are all who hold a post today, in alphabetical order, to choose from.
func (s *Service) Staff(ctx context.Context, actor access.Actor) ([]mentoring.Person, error) {
	if err := access.Must(Keep.Allows(actor), "practice.access.keep"); err != nil {
		return nil, err
	}
	return people.PersonsAtWork(ctx, s.Read(), actor.School, s.Today())
}
