package accounts

import (
	"context"
	"strconv"
	"strings"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/people"
	"talim/internal/verb"
	"talim/internal/waiting"
)

// The first person of a server gives a name and signs in before the list of staff comes.
// The list then has the same person once more, and where it writes the name in another
// way, nobody but that person can tell. They are asked once and say which person of the
// list they are, or that they are none of them; nobody answers for anybody else.

// StepSelf is the first step of whoever administers a school that a list has filled.
const StepSelf = "self"

// Namesake is somebody of the list who may be the reader: nobody has signed in as them.
type Namesake struct {
	people.Person
	Roles    string `db:"roles"`    // between spaces
	Subjects string `db:"subjects"` // codes, between commas
}

// RoleList lists the roles in the order of pages.
func (n Namesake) RoleList() []access.Role { return people.Line{Roles: n.Roles}.RoleList() }

// SubjectList lists the subjects taught.
func (n Namesake) SubjectList() []string {
	return strings.FieldsFunc(n.Subjects, func(r rune) bool { return r == ',' })
}

// fewest is how many others make a list: who added one or two by hand knows who they are.
const fewest = 3

// whereNamesake holds for staff at work whom nobody has been yet.
func whereNamesake(school, staff, day string) string {
	return people.WhereAtWork(school, staff, day) + " AND NOT EXISTS (SELECT 1 FROM account opened WHERE opened.school_id = " + school +
		" AND opened.staff_id = " + staff + " AND opened.password_hash <> '')"
}

// stepSelf asks while there is somebody to be.
func stepSelf() string {
	return `SELECT '` + StepSelf + `' AS name, ` + waiting.Open + ` AS state, 0 AS have, 0 AS total FROM organisation o JOIN staff me ON me.school_id = o.id AND me.id = $2
 WHERE o.id = $1 AND o.kind = 'school' AND me.family_name || me.given_name <> '' AND ` + people.WhereOnlyAdministers("me.school_id", "me.id", "$3") +
		` AND (SELECT COUNT(*) FROM staff s WHERE s.school_id = $1 AND s.id <> $2 AND ` + whereNamesake("s.school_id", "s.id", "$3") + `) >= ` + strconv.Itoa(fewest)
}

// JoinSelf makes the actor the person of the list that they say they are: the account
// goes on as that person's, and so do the posts of the administrator. What is of the
// person in the list stays as it is.
func (s *Service) JoinSelf(ctx context.Context, actor access.Actor, other string) error {
	return s.do(ctx, actor, MayKeepOwn, func(w work) error {
		mine, err := w.asked()
		if err != nil {
			return err
		}
		if err := w.namesake(other); err != nil {
			return err
		}
		if err := w.passAccount(other); err != nil {
			return err
		}
		if err := w.Service.staff.Join(w.Work, mine.ID, other); err != nil {
			return err
		}
		return w.record(EventSelfJoined, other, "Name", mine.Name(), "Code", mine.Code)
	})
}

// StayApart says that the actor is nobody of the list.
func (s *Service) StayApart(ctx context.Context, actor access.Actor) error {
	return s.do(ctx, actor, MayKeepOwn, func(w work) error {
		if _, err := w.asked(); err != nil {
			return err
		}
		if err := w.Service.staff.SayJoined(w.Work, actor.Staff, ""); err != nil {
			return err
		}
		return w.record(EventSelfApart, actor.Staff)
	})
}

// asked is the actor as a person who may be asked; a second answer finds the first.
func (w work) asked() (people.Person, error) {
	n, err := db.One[int](w.Ctx, w.Tx, `SELECT COUNT(*) `+people.FromStaff("s")+` WHERE s.school_id = $1 AND s.id = $2 AND `+people.WhereOnlyAdministers("s.school_id", "s.id", "$3"),
		w.Actor.School, w.Actor.Staff, w.Date())
	if err == nil && n == 0 {
		err = fault.Conflict("people.self.answered")
	}
	if err != nil {
		return people.Person{}, err
	}
	return people.PersonByID(w.Ctx, w.Tx, w.Actor.School, w.Actor.Staff)
}

// namesake refuses whoever the actor cannot be.
func (w work) namesake(id string) error {
	n, err := db.One[int](w.Ctx, w.Tx, `SELECT COUNT(*) `+people.FromStaff("s")+` WHERE s.school_id = $1 AND s.id = $2 AND s.id <> $4 AND `+whereNamesake("s.school_id", "s.id", "$3"),
		w.Actor.School, id, w.Date(), w.Actor.Staff)
	if err == nil && n == 0 {
		err = fault.Invalid("other", "people.self.choose")
	}
	return err
}

// passAccount lets the account go on as that of the person in the list. A code that was
// printed for them and never used goes: they are in already.
func (w work) passAccount(to string) error {
	if _, err := db.Exec(w.Ctx, w.Tx, `DELETE FROM account WHERE school_id = $1 AND staff_id = $2 AND password_hash = ''`, w.Actor.School, to); err != nil {
		return err
	}
	a, err := w.own()
	if err != nil {
		return err
	}
	if a.StaffID != w.Actor.Staff {
		return fault.Conflict("people.self.answered")
	}
	if err := w.passFactor(a, to); err != nil {
		return err
	}
	a.StaffID = to
	return verb.Duplicate(w.keep(a), "people.self.answered")
}

// Namesakes lists whom the actor may be, by name; nobody where the actor is not asked.
func (s *Service) Namesakes(ctx context.Context, actor access.Actor) ([]Namesake, error) {
	return db.All[Namesake](ctx, s.Read(), `SELECT `+people.PersonColumns("s")+`, `+people.SelectSubjects("s.school_id", "s.id", "$3")+` AS subjects,
       COALESCE((SELECT string_agg(p.role, ' ') FROM post p WHERE p.school_id = s.school_id AND p.staff_id = s.id AND p.starts <= $3 AND p.ends >= $3), '') AS roles
  FROM staff s JOIN staff me ON me.school_id = s.school_id AND me.id = $2
 WHERE s.school_id = $1 AND s.id <> $2 AND `+whereNamesake("s.school_id", "s.id", "$3")+` AND `+people.WhereOnlyAdministers("me.school_id", "me.id", "$3")+`
 ORDER BY s.sort_key, s.id`, actor.School, actor.Staff, s.Today())
}
