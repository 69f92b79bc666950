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

// Member is a membership of a unit for a period.
type Member struct {
	SchoolID string `db:"school_id"`
	ID       string `db:"id"`
	UnitID   string `db:"unit_id"`
	StaffID  string `db:"staff_id"`
	calendar.Period
}

// JoinUnit makes a person a member of a unit from a day on.
func (s *Service) JoinUnit(ctx context.Context, actor access.Actor, unit, staff string, starts calendar.Date) (Member, error) {
	var made Member
	err := s.do(ctx, actor, MayKeepStaff, func(w work) error {
		if !starts.Valid() {
			return fault.Invalid("starts", "people.date_needed")
		}
		p, err := w.staff(staff)
		if err != nil {
			return err
		}
		if made, err = w.join(unit, staff, starts, "starts"); err != nil {
			return err
		}
		return w.record(EventMemberJoined, KindOfUnit, unit, "Code", p.Code, "Starts", string(starts))
	})
	return made, err
}

// join refuses, at the field of the form, a unit that is not there on the day.
func (w work) join(unit, staff string, starts calendar.Date, field string) (Member, error) {
	school := w.Actor.School
	made := Member{SchoolID: school, ID: db.NewID(), UnitID: unit, StaffID: staff, Period: calendar.From(starts)}
	u, err := UnitByID(w.Ctx, w.Tx, school, unit)
	if err != nil {
		return made, err
	}
	if !u.Open() || starts < u.Starts {
		return made, fault.Invalid(field, "people.unit.ended_by_then")
	}
	n, err := db.One[int64](w.Ctx, w.Tx, `SELECT COUNT(*) FROM unit_member WHERE school_id = $1 AND unit_id = $2 AND staff_id = $3 AND ends >= $4`,
		school, unit, staff, starts)
	if err != nil {
		return made, err
	}
	if n > 0 {
		return made, fault.Invalid("staff", "people.member.already")
	}
	err = db.Insert(w.Ctx, w.Tx, "unit_member", made)
	if errors.Is(err, db.ErrDuplicate) {
		return made, fault.Invalid("staff", "people.member.already").Because(err)
	}
	return made, err
}

// LeaveUnit ends a membership with its last day.
func (s *Service) LeaveUnit(ctx context.Context, actor access.Actor, id string, lastDay calendar.Date) error {
	return s.do(ctx, actor, MayKeepStaff, func(w work) error {
		m, err := MemberByID(w.Ctx, w.Tx, actor.School, id)
		if err != nil {
			return err
		}
		if m.Period, err = ended(m.Period, lastDay); err != nil {
			return err
		}
		if err := db.Update(w.Ctx, w.Tx, "unit_member", m, "school_id", "id"); err != nil {
			return err
		}
		p, err := w.staff(m.StaffID)
		if err != nil {
			return err
		}
		return w.record(EventMemberLeft, KindOfUnit, m.UnitID, "Code", p.Code, "LastDay", string(lastDay))
	})
}

// ended closes an open period, with the answers of a form.
func ended(p calendar.Period, lastDay calendar.Date) (calendar.Period, error) {
	if !lastDay.Valid() {
		return p, fault.Invalid("last_day", "people.date_needed")
	}
	if !p.Open() {
		return p, fault.Conflict("people.ended_already")
	}
	closed, err := p.EndOn(lastDay)
	if err != nil {
		return p, fault.Invalid("last_day", "people.ends_before_start")
	}
	return closed, nil
}

// MemberByID reads one membership of the school.
func MemberByID(ctx context.Context, c db.Conn, school, id string) (Member, error) {
	m, err := db.One[Member](ctx, c, `SELECT `+db.Columns[Member]("")+` FROM unit_member WHERE school_id = $1 AND id = $2`, school, id)
	return m, verb.Missing(err, "people.member.not_found")
}

// MemberLine is a member in the list of a unit.
type MemberLine struct {
	ID      string `db:"id"` // of the membership
	StaffID string `db:"staff_id"`
	Code    string `db:"code"`
	Name    string `db:"name"`
	Head    bool   `db:"head"` // heads the unit now
	calendar.Period
}

// MembersOf lists who belonged to the unit at any time, those of today first.
func MembersOf(ctx context.Context, c db.Conn, school, unit string, on calendar.Date) ([]MemberLine, error) {
	return db.All[MemberLine](ctx, c, `
SELECT m.id, m.staff_id, s.code, `+nameSQL("s")+` AS name, m.starts, m.ends,
       EXISTS (SELECT 1 FROM post p WHERE p.school_id = m.school_id AND p.unit_id = m.unit_id AND p.staff_id = m.staff_id
               AND p.starts <= $3 AND p.ends >= $3) AS head
  FROM unit_member m JOIN staff s ON s.school_id = m.school_id AND s.id = m.staff_id
 WHERE m.school_id = $1 AND m.unit_id = $2
 ORDER BY CASE WHEN m.ends >= $3 THEN 0 ELSE 1 END, s.sort_key, m.starts DESC`, school, unit, on)
}

// MembersOn lists who belongs to the unit on the day.
func MembersOn(ctx context.Context, c db.Conn, school, unit string, on calendar.Date) ([]MemberLine, error) {
	all, err := MembersOf(ctx, c, school, unit, on)
	return slices.DeleteFunc(all, func(m MemberLine) bool { return !m.Contains(on) }), err
}

// HeadLine is one who heads or headed a unit.
type HeadLine struct {
	ID        string        `db:"id"` // of the post
	StaffID   string        `db:"staff_id"`
	Code      string        `db:"code"`
	Name      string        `db:"name"`
	OrderNo   string        `db:"order_no"`
	OrderDate calendar.Date `db:"order_date"`
	calendar.Period
}

// HeadsOf lists the heads of a unit, the latest first (R013, R041).
func HeadsOf(ctx context.Context, c db.Conn, school, unit string) ([]HeadLine, error) {
	return db.All[HeadLine](ctx, c, `
SELECT p.id, p.staff_id, s.code, `+nameSQL("s")+` AS name, p.starts, p.ends, p.order_no, p.order_date
  FROM post p JOIN staff s ON s.school_id = p.school_id AND s.id = p.staff_id
 WHERE p.school_id = $1 AND p.unit_id = $2
 ORDER BY p.starts DESC`, school, unit)
}
