package people

import (
	"context"
	"errors"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/verb"
	"talim/internal/version"
)

// Unit is a subject methodological unit (SMU) of the school (R005).
type Unit struct {
	SchoolID string `db:"school_id"`
	ID       string `db:"id"`
	Code     string `db:"code"`
	NameKK   string `db:"name_kk"`
	NameRU   string `db:"name_ru"`
	NameEN   string `db:"name_en"`
	SortKey  string `db:"sort_key"`
	Version  int    `db:"version"` // raised by each change of code and names
	calendar.Period
}

// Name in the three languages.
func (u Unit) Name() i18n.Text { return i18n.Text{KK: u.NameKK, RU: u.NameRU, EN: u.NameEN} }

// UnitFacts is what a form says of a unit.
type UnitFacts struct {
	Code string
	Name i18n.Text
}

func (f UnitFacts) check(faults *fault.Fields) {
	faults.When(OneLine(f.Code) == "", "code", "people.unit.code_needed")
	faults.When(OneLine(f.Name.KK+f.Name.RU+f.Name.EN) == "", "name_kk", "people.unit.name_needed")
	faults.Text("code", f.Code, false, MaxCode)
	checkTexts(faults, "name", f.Name, MaxName)
}

// With is the unit with the facts of a form.
func (u Unit) With(f UnitFacts) Unit {
	u.Code, u.NameKK, u.NameRU, u.NameEN = OneLine(f.Code), OneLine(f.Name.KK), OneLine(f.Name.RU), OneLine(f.Name.EN)
	u.SortKey = i18n.SortKey(u.Code)
	return u
}

// NewUnit is a unit from a day on.
type NewUnit struct {
	UnitFacts
	Starts calendar.Date
}

// AddUnit forms a unit.
func (s *Service) AddUnit(ctx context.Context, actor access.Actor, in NewUnit) (Unit, error) {
	made := Unit{SchoolID: actor.School, ID: db.NewID(), Period: calendar.From(in.Starts)}.With(in.UnitFacts)
	err := s.do(ctx, actor, MayKeepStaff, func(w work) error {
		var faults fault.Fields
		in.check(&faults)
		faults.When(!in.Starts.Valid(), "starts", "people.date_needed")
		if err := faults.Err(); err != nil {
			return err
		}
		if err := unitCodeFree(db.Insert(w.Ctx, w.Tx, "unit", made)); err != nil {
			return err
		}
		return w.record(EventUnitAdded, KindOfUnit, made.ID, "Code", made.Code)
	})
	return made, err
}

// EditUnit changes code and names of the version that the form was made from; the
// old names stand in the journal.
func (s *Service) EditUnit(ctx context.Context, actor access.Actor, id string, from int, in UnitFacts) (Unit, error) {
	var made Unit
	err := s.do(ctx, actor, MayKeepStaff, func(w work) error {
		var faults fault.Fields
		in.check(&faults)
		if err := faults.Err(); err != nil {
			return err
		}
		old, err := UnitByID(w.Ctx, w.Tx, actor.School, id)
		if err != nil {
			return err
		}
		made = old.With(in)
		if _, err := version.Replace(w.Work, "unit", from, &made, "school_id", "id"); err != nil {
			return unitCodeFree(err)
		}
		return w.record(EventUnitChanged, KindOfUnit, id, "Code", made.Code,
			"WasKK", old.NameKK, "WasRU", old.NameRU, "WasEN", old.NameEN)
	})
	return made, err
}

// EndUnit dissolves a unit: its head's post and all memberships end with it.
func (s *Service) EndUnit(ctx context.Context, actor access.Actor, id string, lastDay calendar.Date) error {
	return s.do(ctx, actor, MayKeepStaff, func(w work) error {
		if !lastDay.Valid() {
			return fault.Invalid("last_day", "people.date_needed")
		}
		u, err := UnitByID(w.Ctx, w.Tx, actor.School, id)
		if err != nil {
			return err
		}
		if !u.Open() {
			return fault.Conflict("people.unit.ended_already")
		}
		if err := w.endUnitRows(u, lastDay); err != nil {
			return err
		}
		return w.record(EventUnitEnded, KindOfUnit, id, "Code", u.Code, "LastDay", string(lastDay))
	})
}

func (w work) endUnitRows(u Unit, lastDay calendar.Date) error {
	var err error
	if u.Period, err = u.EndOn(lastDay); err != nil {
		return fault.Invalid("last_day", "people.ends_before_start")
	}
	later, err := db.One[int64](w.Ctx, w.Tx, `
SELECT (SELECT COUNT(*) FROM post WHERE school_id = $1 AND unit_id = $2 AND starts > $3)
     + (SELECT COUNT(*) FROM unit_member WHERE school_id = $1 AND unit_id = $2 AND starts > $3)`, u.SchoolID, u.ID, lastDay)
	if err != nil {
		return err
	}
	if later > 0 {
		return fault.Invalid("last_day", "people.unit.used_later")
	}
	if err := db.Update(w.Ctx, w.Tx, "unit", u, "school_id", "id"); err != nil {
		return err
	}
	heads, err := db.All[Post](w.Ctx, w.Tx, `SELECT `+db.Columns[Post]("")+` FROM post WHERE school_id = $1 AND unit_id = $2 AND ends > $3 ORDER BY staff_id`,
		u.SchoolID, u.ID, lastDay)
	if err != nil {
		return err
	}
	if err := w.endPosts(heads, lastDay); err != nil {
		return err
	}
	if _, err := db.Exec(w.Ctx, w.Tx, `UPDATE unit_member SET ends = $1 WHERE school_id = $2 AND unit_id = $3 AND ends > $1`,
		lastDay, u.SchoolID, u.ID); err != nil {
		return err
	}
	for _, head := range heads {
		if err := w.leave(head.StaffID, lastDay); err != nil {
			return err
		}
	}
	return nil
}

func unitCodeFree(err error) error {
	if errors.Is(err, db.ErrDuplicate) {
		return fault.Invalid("code", "people.unit.code_taken").Because(err)
	}
	return err
}

// UnitByID reads one unit of the school.
func UnitByID(ctx context.Context, c db.Conn, school, id string) (Unit, error) {
	u, err := db.One[Unit](ctx, c, `SELECT `+db.Columns[Unit]("")+` FROM unit WHERE school_id = $1 AND id = $2`, school, id)
	return u, verb.Missing(err, "people.unit.not_found")
}

// UnitsOn lists the units that exist on the day.
func UnitsOn(ctx context.Context, c db.Conn, school string, on calendar.Date) ([]Unit, error) {
	return db.All[Unit](ctx, c,
		`SELECT `+db.Columns[Unit]("")+` FROM unit WHERE school_id = $1 AND starts <= $2 AND ends >= $2 ORDER BY sort_key, id`, school, on)
}

// UnitLine is a unit in a list, with its head and the number of its members.
type UnitLine struct {
	Unit
	HeadID   string `db:"head_id"`
	HeadName string `db:"head_name"` // name or code; "" where there is no head
	Members  int    `db:"members"`
}

// UnitLines lists the units of a day with head and number of members.
func UnitLines(ctx context.Context, c db.Conn, school string, on calendar.Date) ([]UnitLine, error) {
	return db.All[UnitLine](ctx, c, `
SELECT `+db.Columns[Unit]("u")+`, COALESCE(s.id, '') AS head_id, `+nameSQL("s")+` AS head_name,
       (SELECT COUNT(*) FROM unit_member m WHERE m.school_id = u.school_id AND m.unit_id = u.id
           AND m.starts <= $2 AND m.ends >= $2) AS members
  FROM unit u
  LEFT JOIN post p ON p.school_id = u.school_id AND p.unit_id = u.id AND p.starts <= $2 AND p.ends >= $2
  LEFT JOIN staff s ON s.school_id = p.school_id AND s.id = p.staff_id
 WHERE u.school_id = $1 AND u.starts <= $2 AND u.ends >= $2
 ORDER BY u.sort_key, u.id`, school, on)
}

// nameSQL is the name of a person, or the code where there is none, as fullName.
func nameSQL(alias string) string {
	return `COALESCE(CASE WHEN TRIM(` + alias + `.family_name || ` + alias + `.given_name || ` + alias + `.patronymic) = '' THEN ` +
		alias + `.code ELSE TRIM(REPLACE(` + alias + `.family_name || ' ' || ` + alias + `.given_name || ' ' || ` + alias +
		`.patronymic, '  ', ' ')) END, '')`
}
