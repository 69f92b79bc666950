package people

import (
	"context"
	"errors"
	"slices"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/verb"
)

// State is a staffing state (R007).
type State string

// The states.
const (
	MaternityLeave     State = "maternity_leave"
	MilitaryService    State = "military_service"
	UnpaidLeave        State = "unpaid_leave"
	RetirementAge      State = "retirement_age"
	AdministrativeDuty State = "administrative_duty"
	PartStavka         State = "part_stavka"
)

// States lists them in the order in which pages show them.
var States = []State{MaternityLeave, MilitaryService, UnpaidLeave, RetirementAge, AdministrativeDuty, PartStavka}

// AwayStates are the states in which a person does not work in the school.
var AwayStates = []State{MaternityLeave, MilitaryService, UnpaidLeave}

// Away says whether a person in this state is not at work.
func (s State) Away() bool { return slices.Contains(AwayStates, s) }

// StateSpan is a state for a period.
type StateSpan struct {
	SchoolID string `db:"school_id"`
	ID       string `db:"id"`
	StaffID  string `db:"staff_id"`
	State    State  `db:"state"`
	calendar.Period
}

// BeginState records that a state begins; ends is "" while nobody knows when
// it will be over.
func (s *Service) BeginState(ctx context.Context, actor access.Actor, staff string, state State, starts, ends calendar.Date) (StateSpan, error) {
	made := StateSpan{SchoolID: actor.School, ID: db.NewID(), StaffID: staff, State: state, Period: periodOf(starts, ends)}
	err := s.do(ctx, actor, MayKeepStaff, func(w work) error {
		var faults fault.Fields
		faults.When(!slices.Contains(States, state), "state", "people.state.needed")
		checkPeriod(&faults, made.Period)
		if err := faults.Err(); err != nil {
			return err
		}
		p, err := w.staff(staff)
		if err != nil {
			return err
		}
		if err := insertState(w.Ctx, w.Tx, made); err != nil {
			return err
		}
		return w.record(EventStateBegun, KindOfStaff, staff, "Code", p.Code, "Starts", string(starts))
	})
	return made, err
}

func insertState(ctx context.Context, tx db.Conn, made StateSpan) error {
	n, err := db.One[int64](ctx, tx, `
SELECT COUNT(*) FROM staffing_state WHERE school_id = $1 AND staff_id = $2 AND state = $3 AND starts <= $4 AND ends >= $5`,
		made.SchoolID, made.StaffID, made.State, made.Ends, made.Starts)
	if err != nil {
		return err
	}
	if n > 0 {
		return fault.Invalid("state", "people.state.already")
	}
	err = db.Insert(ctx, tx, "staffing_state", made)
	if errors.Is(err, db.ErrDuplicate) {
		return fault.Invalid("state", "people.state.already").Because(err)
	}
	return err
}

// EndState records the last day of a state.
func (s *Service) EndState(ctx context.Context, actor access.Actor, id string, lastDay calendar.Date) error {
	return s.do(ctx, actor, MayKeepStaff, func(w work) error {
		st, err := StateByID(w.Ctx, w.Tx, actor.School, id)
		if err != nil {
			return err
		}
		if st.Period, err = ended(st.Period, lastDay); err != nil {
			return err
		}
		if err := db.Update(w.Ctx, w.Tx, "staffing_state", st, "school_id", "id"); err != nil {
			return err
		}
		p, err := w.staff(st.StaffID)
		if err != nil {
			return err
		}
		return w.record(EventStateEnded, KindOfStaff, st.StaffID, "Code", p.Code, "LastDay", string(lastDay))
	})
}

// StateByID reads one state of the school.
func StateByID(ctx context.Context, c db.Conn, school, id string) (StateSpan, error) {
	st, err := db.One[StateSpan](ctx, c, `SELECT `+db.Columns[StateSpan]("")+` FROM staffing_state WHERE school_id = $1 AND id = $2`, school, id)
	return st, verb.Missing(err, "people.state.not_found")
}
