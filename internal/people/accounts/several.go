package accounts

import (
	"context"
	"errors"
	"slices"
	"time"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/journal"
	"talim/internal/people"
	"talim/internal/verb"
)

// Somebody who works in several schools has a member of staff and an account in each.
// She joins the accounts herself, by proving that each is hers; then she signs in once
// and chooses the school that is open. Each school gives, closes and journals its own
// account as before, and no school can join accounts for anybody.

// Workplace is one of the schools of a person, with her account there.
type Workplace struct {
	School  string `db:"school_id"`
	Account string `db:"id"`
	NameKK  string `db:"name_kk"`
	NameRU  string `db:"name_ru"`
	NameEN  string `db:"name_en"`
}

// Name of the school.
func (w Workplace) Name() i18n.Text { return i18n.Text{KK: w.NameKK, RU: w.NameRU, EN: w.NameEN} }

// Proof is what shows that an account of another school is one's own.
type Proof struct {
	Login    string
	Password string
	Code     string // of the second factor, where there is one
}

// Join takes another account as one's own: what it is signed in with proves it. What
// either account was joined with before is joined as well.
func (s *Service) Join(ctx context.Context, actor access.Actor, in Proof, now time.Time) error {
	id, err := s.prove(ctx, in, now)
	if err != nil {
		return err
	}
	if id == actor.Account {
		return fault.Invalid("login", "people.several.own")
	}
	return s.do(ctx, actor, MayKeepOwn, func(w work) error {
		other, err := db.One[Account](w.Ctx, w.Tx, `SELECT `+db.Columns[Account]("")+` FROM account WHERE id = $1`, id)
		if err != nil {
			return err
		}
		if err := w.Free(other.SchoolID); err != nil {
			return err
		}
		if err := w.onePerson(actor, other); err != nil {
			return err
		}
		if err := w.record(EventJoined, actor.Staff, "Login", other.Login); err != nil {
			return err
		}
		return w.As(other.actor()).Record(EventJoined, journal.Ref{Kind: people.KindOfStaff, ID: other.StaffID}, "Login", actor.Name)
	})
}

// prove signs in to an account with everything that it asks for.
func (s *Service) prove(ctx context.Context, in Proof, now time.Time) (string, error) {
	e, err := s.SignIn(ctx, in.Login, in.Password)
	if err != nil || !e.Code {
		return e.Account, err
	}
	return s.GiveCode(ctx, e, in.Code, now)
}

// onePerson gives both accounts, and all that each is joined with, the same person.
func (w work) onePerson(actor access.Actor, other Account) error {
	mine, err := w.person(actor.School, actor.Account)
	if err != nil {
		return err
	}
	theirs, err := w.person(other.SchoolID, other.ID)
	if err != nil {
		return err
	}
	if mine == theirs {
		return fault.Invalid("login", "people.several.already")
	}
	moved, err := db.All[joined](w.Ctx, w.Tx, `SELECT `+db.Columns[joined]("")+` FROM account_person WHERE person_id = $1`, theirs)
	for _, j := range moved {
		if err != nil {
			break
		}
		if !w.isJoined(j) {
			return fault.Conflict("people.account.changed_outside")
		}
		j.Person = mine
		_, err = db.Exec(w.Ctx, w.Tx, `UPDATE account_person SET person_id = $1, seal = $2 WHERE school_id = $3 AND account_id = $4`, mine, w.joinSeal(j), j.School, j.Account)
	}
	return err
}

// person is whose the account is; one that was never joined becomes somebody's.
func (w work) person(school, account string) (string, error) {
	j, err := joinedOf(w.Ctx, w.Tx, school, account)
	if err == nil && !w.isJoined(j) {
		return "", fault.Conflict("people.account.changed_outside")
	}
	if !errors.Is(err, db.ErrNotFound) {
		return j.Person, err
	}
	j = joined{School: school, Account: account, Person: db.NewID()}
	_, err = db.Exec(w.Ctx, w.Tx, `INSERT INTO account_person (school_id, account_id, person_id, joined_at, seal) VALUES ($1, $2, $3, $4, $5)`,
		school, account, j.Person, w.Instant(), w.joinSeal(j))
	return j.Person, verb.Duplicate(err, "people.several.meanwhile")
}

// Part takes the account of the school that is open away from the others: it is
// then opened with its own login alone.
func (s *Service) Part(ctx context.Context, actor access.Actor) error {
	return s.do(ctx, actor, MayKeepOwn, func(w work) error {
		n, err := db.Exec(w.Ctx, w.Tx, `DELETE FROM account_person WHERE school_id = $1 AND account_id = $2`, actor.School, actor.Account)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.Conflict("people.several.alone")
		}
		return w.record(EventParted, actor.Staff)
	})
}

// OpenWorkplace opens another school of the person and says how far that leads: to the
// account there, which the school notes as a sign-in, or to the question for a code, where
// the account has a second factor. An account that is not hers is not found.
func (s *Service) OpenWorkplace(ctx context.Context, actor access.Actor, account string) (Entry, error) {
	all, err := s.Workplaces(ctx, actor)
	if err != nil {
		return Entry{}, err
	}
	i := slices.IndexFunc(all, func(p Workplace) bool { return p.Account == account })
	if i < 0 {
		return Entry{}, fault.NotFound("people.account.not_found")
	}
	if err := s.bothJoined(ctx, actor, all[i]); err != nil {
		return Entry{}, err
	}
	a, err := accountByID(ctx, s.Read(), all[i].School, account)
	if err != nil {
		return Entry{}, err
	}
	return s.enter(ctx, a)
}

// bothJoined refuses accounts that were joined in the database without the program.
func (s *Service) bothJoined(ctx context.Context, actor access.Actor, other Workplace) error {
	for _, x := range []Workplace{{School: actor.School, Account: actor.Account}, other} {
		j, err := joinedOf(ctx, s.Read(), x.School, x.Account)
		if err == nil && !s.isJoined(j) {
			err = fault.Conflict("people.account.changed_outside")
		}
		if err != nil {
			return verb.Missing(err, "people.account.not_found")
		}
	}
	return nil
}

// Workplaces lists the schools that the person can open today: the account there is not
// closed, and she has a post.
func (s *Service) Workplaces(ctx context.Context, actor access.Actor) ([]Workplace, error) {
	return db.All[Workplace](ctx, s.Read(), `
SELECT z.school_id, z.id, p.name_kk, p.name_ru, p.name_en `+workplaces("$1", "$2", "$3")+` ORDER BY p.code`, actor.School, actor.Account, s.Today())
}

// workplaces begins with the accounts z of the person behind an account that can be
// opened on the day, itself among them; arguments are SQL.
func workplaces(school, account, day string) string {
	return `FROM account_person x JOIN account_person y ON y.person_id = x.person_id
  JOIN account z ON z.school_id = y.school_id AND z.id = y.account_id ` + people.JoinOrganisation("p", "z.school_id") + `
 WHERE x.school_id = ` + school + ` AND x.account_id = ` + account + ` AND z.disabled_at = '' AND ` + people.WhereAtWork("z.school_id", "z.staff_id", day)
}

// selectSeveral says in the middle of another query how many schools the person behind
// an account can open.
func selectSeveral(school, account, day string) string {
	return "(SELECT count(*) " + workplaces(school, account, day) + ")"
}
