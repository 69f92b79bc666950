package people

import (
	"cmp"
	"context"
	"errors"
	"strconv"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/verb"
	"talim/internal/version"
)

// Staff is a person of a school: what everybody of the school may see.
type Staff struct {
	SchoolID        string           `db:"school_id"`
	ID              string           `db:"id"`
	Code            string           `db:"code"`
	FamilyName      string           `db:"family_name"`
	GivenName       string           `db:"given_name"`
	Patronymic      string           `db:"patronymic"`
	NameFold        string           `db:"name_fold"`
	SortKey         string           `db:"sort_key"`
	Phone           string           `db:"phone"`
	Email           string           `db:"email"`
	CreatedAt       calendar.Instant `db:"created_at"`
	SinceUnknown    bool             `db:"since_unknown"`    // the start of the first post is the day of a list, not the first day
	Version         int              `db:"version"`          // raised by each change of the facts
	SubjectsVersion int              `db:"subjects_version"` // raised by each change of the subjects
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

// How many characters fit into codes and order numbers, into names and contacts of a
// person, and into other names and addresses. Pages give the same limits to fields.
const (
	MaxCode    = 40
	MaxContact = 100
	MaxName    = 200
)

// Check asks for the code, and for the bounds of the facts.
func (f StaffFacts) Check(faults *fault.Fields) {
	faults.When(strings.TrimSpace(f.Code) == "", "code", "people.staff.code_needed")
	f.checkBounds(faults)
}

func (f StaffFacts) checkBounds(faults *fault.Fields) {
	faults.Text("code", f.Code, false, MaxCode)
	faults.Text("family_name", f.FamilyName, false, MaxContact)
	faults.Text("given_name", f.GivenName, false, MaxContact)
	faults.Text("patronymic", f.Patronymic, false, MaxContact)
	faults.Text("phone", f.Phone, false, MaxContact)
	faults.Text("email", f.Email, false, MaxContact)
	faults.When(f.Email != "" && !strings.Contains(f.Email, "@"), "email", "people.staff.email_invalid")
}

// checkTexts bounds a text in three languages whose fields begin with the name.
func checkTexts(faults *fault.Fields, name string, t i18n.Text, limit int) {
	faults.Text(name+"_kk", t.KK, false, limit)
	faults.Text(name+"_ru", t.RU, false, limit)
	faults.Text(name+"_en", t.EN, false, limit)
}

// With is the person with the facts of a form.
func (p Staff) With(f StaffFacts) Staff {
	p.Code, p.Phone, p.Email = OneLine(f.Code), OneLine(f.Phone), OneLine(f.Email)
	p.FamilyName, p.GivenName, p.Patronymic = OneLine(f.FamilyName), OneLine(f.GivenName), OneLine(f.Patronymic)
	p.NameFold = i18n.Fold(p.Code + " " + p.FamilyName + " " + p.GivenName + " " + p.Patronymic)
	p.SortKey = i18n.SortKey(p.Name())
	return p
}

// OneLine is a text without spaces around it and with single ones in it.
func OneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// Facts is what a form shows for editing.
func (p Staff) Facts() StaffFacts {
	return StaffFacts{
		Code: p.Code, FamilyName: p.FamilyName, GivenName: p.GivenName, Patronymic: p.Patronymic, Phone: p.Phone, Email: p.Email,
	}
}

// NewStaff is a person with the first post, which makes them belong to the
// school, and optionally a unit, subjects and what is kept apart.
type NewStaff struct {
	StaffFacts // without a code the next free number is given
	Role       access.Role
	Starts     calendar.Date // "": it is not known since when they work here
	Unit       string
	Subjects   []string
	Private    *PrivateFacts // nil: nothing is stated
	Others     []string      // ids of people of that name who are somebody else
}

func (n NewStaff) checkFirst() error {
	var faults fault.Fields
	n.checkBounds(&faults)
	faults.When(n.Code == "" && n.nameless(), "family_name", "people.staff.name_or_code")
	if n.Starts != "" && faults.Day("starts", n.Starts) {
		faults.When(n.Starts < EarliestFirstDay, "starts", "people.first_days.too_early")
	}
	// A head is made on the unit's page.
	faults.When(n.Role == access.SMUHead || !knownRole(n.Role), "role", "people.post.role_needed")
	checkSubjects(&faults, n.Subjects)
	if n.Private != nil {
		n.Private.checkWords(&faults)
	}
	return faults.Err()
}

// codeTries: two who add somebody at once may be given the same number on PostgreSQL,
// and the later one looks again.
const codeTries = 3

// AddStaff adds a person with a first post. Whoever bears the name of somebody whom the
// school knows is asked about first.
func (s *Service) AddStaff(ctx context.Context, actor access.Actor, in NewStaff) (Staff, error) {
	var made Staff
	var err error
	for range codeTries {
		err = s.do(ctx, actor, MayKeepStaff, func(w work) (err error) {
			made, err = w.addStaff(in)
			return err
		})
		if in.Code != "" || !errors.Is(err, db.ErrDuplicate) {
			break
		}
	}
	return made, err
}

func (w work) addStaff(in NewStaff) (Staff, error) {
	if err := w.mayGive("", in.Role); err != nil {
		return Staff{}, err
	}
	if err := in.checkFirst(); err != nil {
		return Staff{}, err
	}
	if err := w.askNamesakes(in); err != nil {
		return Staff{}, err
	}
	if in.Code == "" {
		var err error
		if in.Code, err = freeCode(w.Ctx, w.Tx, w.Actor.School); err != nil {
			return Staff{}, err
		}
	}
	made := Staff{SchoolID: w.Actor.School, ID: db.NewID(), CreatedAt: w.Instant(), SinceUnknown: in.Starts == ""}.With(in.StaffFacts)
	in.Starts = cmp.Or(in.Starts, w.Date())
	if err := staffCodeFree(db.Insert(w.Ctx, w.Tx, "staff", made)); err != nil {
		return made, err
	}
	if err := w.insertFirst(made, in); err != nil {
		return made, err
	}
	return made, w.record(EventStaffAdded, KindOfStaff, made.ID, "Code", made.Code, "Role", string(in.Role))
}

func (w work) insertFirst(p Staff, in NewStaff) error {
	first := Post{SchoolID: p.SchoolID, ID: db.NewID(), StaffID: p.ID, Role: in.Role, Period: calendar.From(in.Starts)}
	if err := w.beginPosts(first); err != nil {
		return err
	}
	if err := w.tellLeaders([]Post{first}); err != nil {
		return err
	}
	if in.Unit != "" {
		if _, err := w.join(in.Unit, p.ID, in.Starts, "unit"); err != nil {
			return err
		}
	}
	if in.Private != nil && !in.Private.Same(NoFacts) {
		facts := *in.Private
		facts.RecordedOn = w.Date()
		if _, err := w.writePrivate(p, 0, facts); err != nil {
			return err
		}
	}
	return w.setSubjects(p, in.Subjects, in.Starts)
}

// freeCode is the least number that is nobody's code in the school.
func freeCode(ctx context.Context, c db.Conn, school string) (string, error) {
	codes, err := db.All[string](ctx, c, `SELECT code FROM staff WHERE school_id = $1`, school)
	if err != nil {
		return "", err
	}
	used := make(map[string]bool, len(codes))
	for _, code := range codes {
		used[code] = true
	}
	n := 1
	for used[strconv.Itoa(n)] {
		n++
	}
	return strconv.Itoa(n), nil
}

// EditStaff changes name, code and contacts of the version that the form was made
// from. What was stays as a period (see former.go); the code that was stands in the
// journal.
func (s *Service) EditStaff(ctx context.Context, actor access.Actor, id string, from int, in StaffFacts) (Staff, error) {
	var made Staff
	err := s.do(ctx, actor, MayKeepStaff, func(w work) error {
		var faults fault.Fields
		in.Check(&faults)
		if err := faults.Err(); err != nil {
			return err
		}
		old, err := w.staff(id)
		if err != nil {
			return err
		}
		made = old.With(in)
		if _, err := version.Replace(w.Work, "staff", from, &made, "school_id", "id"); err != nil {
			return staffCodeFree(err)
		}
		if err := keepFormer(w.Ctx, w.Tx, w.Date(), old, made); err != nil {
			return err
		}
		return w.record(EventStaffChanged, KindOfStaff, id, "Code", made.Code, "Was", old.Code)
	})
	return made, err
}

func staffCodeFree(err error) error {
	if errors.Is(err, db.ErrDuplicate) {
		return fault.Invalid("code", "people.staff.code_taken").Because(err)
	}
	return err
}

// StaffByID reads one person of the school; another school's is not found.
func StaffByID(ctx context.Context, c db.Conn, school, id string) (Staff, error) {
	p, err := db.One[Staff](ctx, c, `SELECT `+db.Columns[Staff]("")+` FROM staff WHERE school_id = $1 AND id = $2`, school, id)
	return p, verb.Missing(err, "people.staff.not_found")
}

// StaffByCode reads one person by the school's code.
func StaffByCode(ctx context.Context, c db.Conn, school, code string) (Staff, error) {
	p, err := db.One[Staff](ctx, c, `SELECT `+db.Columns[Staff]("")+` FROM staff WHERE school_id = $1 AND code = $2`, school, code)
	return p, verb.Missing(err, "people.staff.not_found")
}
