package people

import (
	"context"
	"errors"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
)

// Staff is a person of a school: what everybody of the school may see.
type Staff struct {
	SchoolID   string           `db:"school_id"`
	ID         string           `db:"id"`
	Code       string           `db:"code"`
	FamilyName string           `db:"family_name"`
	GivenName  string           `db:"given_name"`
	Patronymic string           `db:"patronymic"`
	NameFold   string           `db:"name_fold"`
	SortKey    string           `db:"sort_key"`
	Phone      string           `db:"phone"`
	Email      string           `db:"email"`
	CreatedAt  calendar.Instant `db:"created_at"`
}

// Name is the full name, or the code where the school keeps none (R012).
func (p Staff) Name() string { return fullName(p.FamilyName, p.GivenName, p.Patronymic, p.Code) }

func fullName(family, given, patronymic, code string) string {
	name := strings.Join(strings.Fields(family+" "+given+" "+patronymic), " ")
	if name == "" {
		return code
	}
	return name
}

// StaffFacts is what a form says of a person.
type StaffFacts struct {
	Code       string
	FamilyName string
	GivenName  string
	Patronymic string
	Phone      string
	Email      string
}

func (f StaffFacts) check(faults *fault.Fields) {
	switch {
	case strings.TrimSpace(f.Code) == "":
		faults.Add("code", "people.staff.code_needed")
	case len([]rune(f.Code)) > 40:
		faults.Add("code", "people.staff.too_long", "Limit", 40)
	}
	long := map[string]string{"family_name": f.FamilyName, "given_name": f.GivenName, "patronymic": f.Patronymic, "phone": f.Phone, "email": f.Email}
	for name, v := range long {
		if len([]rune(v)) > 100 {
			faults.Add(name, "people.staff.too_long", "Limit", 100)
		}
	}
	if f.Email != "" && !strings.Contains(f.Email, "@") {
		faults.Add("email", "people.staff.email_invalid")
	}
}

func (p Staff) with(f StaffFacts) Staff {
	p.Code, p.Phone, p.Email = clean(f.Code), clean(f.Phone), clean(f.Email)
	p.FamilyName, p.GivenName, p.Patronymic = clean(f.FamilyName), clean(f.GivenName), clean(f.Patronymic)
	p.NameFold = i18n.Fold(p.Code + " " + p.FamilyName + " " + p.GivenName + " " + p.Patronymic)
	p.SortKey = i18n.SortKey(p.Name())
	return p
}

func clean(s string) string { return strings.Join(strings.Fields(s), " ") }

// Facts is what a form shows for editing.
func (p Staff) Facts() StaffFacts {
	return StaffFacts{p.Code, p.FamilyName, p.GivenName, p.Patronymic, p.Phone, p.Email}
}

// NewStaff is a person with the first post, which makes them belong to the
// school, and optionally a unit and subjects.
type NewStaff struct {
	StaffFacts
	Role     access.Role
	Starts   calendar.Date
	Unit     string
	Subjects []string
}

// AddStaff adds a person with a first post.
func (s *Service) AddStaff(ctx context.Context, actor access.Actor, in NewStaff) (Staff, error) {
	now := s.now()
	made := Staff{SchoolID: actor.School, ID: db.NewID(), CreatedAt: calendar.InstantOf(now)}.with(in.StaffFacts)
	if err := errors.Join(require(actor, MayKeepStaff), mayGive(actor, in.Role)); err != nil {
		return made, forbidden()
	}
	if err := in.checkFirst(); err != nil {
		return made, err
	}
	err := s.db.Tx(ctx, func(tx db.Conn) error {
		if err := staffCodeFree(db.Insert(ctx, tx, "staff", made)); err != nil {
			return err
		}
		if err := insertFirst(ctx, tx, made, in); err != nil {
			return err
		}
		return s.note(ctx, tx, actor, now, EventStaffAdded, KindOfStaff, made.ID, "Code", made.Code, "Role", string(in.Role))
	})
	return made, err
}

func (n NewStaff) checkFirst() error {
	var faults fault.Fields
	n.check(&faults)
	if !n.Starts.Valid() {
		faults.Add("starts", "people.date_needed")
	}
	if n.Role == access.SMUHead || !knownRole(n.Role) {
		faults.Add("role", "people.post.role_needed") // a head is made on the unit's page
	}
	return faults.Err()
}

func insertFirst(ctx context.Context, tx db.Conn, p Staff, in NewStaff) error {
	first := Post{SchoolID: p.SchoolID, ID: db.NewID(), StaffID: p.ID, Role: in.Role, Period: calendar.From(in.Starts)}
	if err := db.Insert(ctx, tx, "post", first); err != nil {
		return err
	}
	if in.Unit != "" {
		if _, err := join(ctx, tx, p.SchoolID, in.Unit, p.ID, in.Starts); err != nil {
			return err
		}
	}
	return setSubjects(ctx, tx, p.SchoolID, p.ID, in.Subjects, in.Starts)
}

// EditStaff changes name, code and contacts. The code that was stands in the
// journal.
func (s *Service) EditStaff(ctx context.Context, actor access.Actor, id string, in StaffFacts) (Staff, error) {
	now := s.now()
	var faults fault.Fields
	in.check(&faults)
	if err := require(actor, MayKeepStaff); err != nil {
		return Staff{}, err
	}
	if err := faults.Err(); err != nil {
		return Staff{}, err
	}
	var made Staff
	err := s.db.Tx(ctx, func(tx db.Conn) error {
		old, err := StaffByID(ctx, tx, actor.School, id)
		if err != nil {
			return err
		}
		made = old.with(in)
		if err := staffCodeFree(db.Update(ctx, tx, "staff", made, "school_id", "id")); err != nil {
			return err
		}
		return s.note(ctx, tx, actor, now, EventStaffChanged, KindOfStaff, id, "Code", made.Code, "Was", old.Code)
	})
	return made, err
}

// EndStaff lets a person leave: every post, membership, state and subject ends
// with the last day. The record and its history stay.
func (s *Service) EndStaff(ctx context.Context, actor access.Actor, id string, lastDay calendar.Date) error {
	now := s.now()
	if err := require(actor, MayKeepStaff); err != nil {
		return err
	}
	if !lastDay.Valid() {
		return fault.Invalid("last_day", "people.date_needed")
	}
	return s.db.Tx(ctx, func(tx db.Conn) error {
		p, err := StaffByID(ctx, tx, actor.School, id)
		if err != nil {
			return err
		}
		if err := mayEndAll(ctx, tx, actor, id, lastDay); err != nil {
			return err
		}
		if err := endAll(ctx, tx, actor.School, id, lastDay); err != nil {
			return err
		}
		return s.note(ctx, tx, actor, now, EventStaffEnded, KindOfStaff, id, "Code", p.Code, "LastDay", string(lastDay))
	})
}

// mayEndAll refuses when a post would end before it began, when the actor may
// not end one of them, or when the school would be left without administrator.
func mayEndAll(ctx context.Context, tx db.Conn, actor access.Actor, id string, lastDay calendar.Date) error {
	open, err := runningPosts(ctx, tx, actor.School, id, lastDay)
	if err != nil {
		return err
	}
	if len(open) == 0 {
		return fault.Conflict("people.staff.left_already")
	}
	for _, p := range open {
		if err := mayGive(actor, p.Role); err != nil {
			return err
		}
		if p.Starts > lastDay {
			return fault.Invalid("last_day", "people.ends_before_start")
		}
		if err := keepsAdministrator(ctx, tx, p); err != nil {
			return err
		}
	}
	return nil
}

func endAll(ctx context.Context, tx db.Conn, school, id string, lastDay calendar.Date) error {
	for _, table := range []string{"post", "unit_member", "staffing_state", "teaches"} {
		_, err := db.Exec(ctx, tx, `UPDATE `+table+` SET ends = $1 WHERE school_id = $2 AND staff_id = $3 AND ends > $1 AND starts <= $1`,
			lastDay, school, id)
		if err != nil {
			return err
		}
	}
	return nil
}

func staffCodeFree(err error) error {
	if errors.Is(err, db.ErrDuplicate) {
		return fault.Invalid("code", "people.staff.code_taken").Because(err)
	}
	return err
}

// StaffByID reads one person of the school; another school's is not found.
func StaffByID(ctx context.Context, c db.Conn, school, id string) (Staff, error) {
	p, err := db.One[Staff](ctx, c, `SELECT * FROM staff WHERE school_id = $1 AND id = $2`, school, id)
	return p, orNotFound(err, "people.staff.not_found")
}

// StaffByCode reads one person by the school's code.
func StaffByCode(ctx context.Context, c db.Conn, school, code string) (Staff, error) {
	p, err := db.One[Staff](ctx, c, `SELECT * FROM staff WHERE school_id = $1 AND code = $2`, school, code)
	return p, orNotFound(err, "people.staff.not_found")
}
