package accounts

import (
	"context"
	"errors"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/hold"
	"talim/internal/i18n"
	"talim/internal/password"
	"talim/internal/people"
	"talim/internal/people/tree"
	"talim/internal/verb"
)

// SignIn compares login and password and says how far they lead: to the account, or to
// the question for a code of its second factor. Whether the login, the password or the
// account is at fault is not told apart, in words or in time. The limit of tries is kept
// by the page.
func (s *Service) SignIn(ctx context.Context, login, typed string) (Entry, error) {
	a, err := s.byPassword(ctx, login, typed)
	if err != nil {
		return Entry{}, err
	}
	return s.enter(ctx, a)
}

// byPassword is the account of a login whose password is right.
func (s *Service) byPassword(ctx context.Context, login, typed string) (Account, error) {
	if err := typedBoth(login, typed); err != nil {
		return Account{}, err
	}
	a, err := accountByLogin(ctx, s.Read(), login)
	if err != nil && !errors.Is(err, db.ErrNotFound) {
		return Account{}, err
	}
	ok, err := s.hasher.Matches(ctx, typed, a.PasswordHash)
	if err != nil {
		return Account{}, err
	}
	if err := s.unchanged(a, "password"); err != nil {
		return Account{}, err
	}
	if !ok || a.DisabledAt != "" {
		return Account{}, fault.Invalid("password", "people.signin.wrong").Because(password.ErrWrong)
	}
	return a, nil
}

// typedBoth asks for both fields before anything is compared.
func typedBoth(login, typed string) error {
	var faults fault.Fields
	faults.When(LoginOf(login) == "", "login", "people.signin.login_missing")
	faults.When(typed == "", "password", "people.signin.password_missing")
	return faults.Err()
}

// arrived notes the sign-in of a person who has a post today. A school that takes no
// changes can be read all the same.
func (s *Service) arrived(ctx context.Context, a Account) error {
	present, err := people.AtWork(ctx, s.Read(), a.SchoolID, s.Today(), a.StaffID)
	if err != nil {
		return err
	}
	if present == 0 {
		return fault.Invalid("login", "people.signin.no_post")
	}
	err = s.Do(ctx, a.actor(), func(w verb.Work) error {
		_, err := db.Exec(w.Ctx, w.Tx, `UPDATE account SET last_sign_in = $1 WHERE school_id = $2 AND id = $3`, w.Instant(), a.SchoolID, a.ID)
		return err
	})
	return unlessHeld(err)
}

// unlessHeld lets go what a school that takes no changes cannot note.
func unlessHeld(err error) error {
	if hold.Refused(err) {
		return nil
	}
	return err
}

// FirstSignIn is what the first page asks: the printed code and a password of
// one's own, twice.
type FirstSignIn struct {
	Login    string
	Code     string
	Password string
	Repeat   string
}

// Open uses a one-time code up and sets the password; it gives the account's
// id. The code works once: of two who use it at the same time, one is refused.
func (s *Service) Open(ctx context.Context, in FirstSignIn) (string, error) {
	var faults fault.Fields
	password.Check(&faults, "password", in.Password, in.Login)
	if in.Password != in.Repeat {
		faults.Add("repeat", "people.password.differs")
	}
	if err := faults.Err(); err != nil {
		return "", err
	}
	hash, err := s.hasher.Hash(ctx, in.Password) // before the look-up: the same work for unknown logins
	if err != nil {
		return "", err
	}
	var opened Account
	err = s.Do(ctx, access.Actor{}, func(v verb.Work) error {
		a, err := accountByLogin(v.Ctx, v.Tx, in.Login)
		if err != nil && !errors.Is(err, db.ErrNotFound) {
			return err
		}
		if err := s.unchanged(a, "code"); err != nil {
			return err
		}
		if !s.takes(a, in.Code, v.At) {
			return fault.Invalid("code", "people.code.wrong").Because(password.ErrWrong)
		}
		if err := notOwn(v.Ctx, v.Tx, a, in.Password); err != nil {
			return err
		}
		if err := v.Free(a.SchoolID); err != nil {
			return err
		}
		w, reset, event := work{v.As(a.maker()), s}, a.used(), EventReset
		if reset {
			dropped, err := w.dropWaysIn(&a)
			if err != nil {
				return err
			}
			if dropped {
				event = EventFactorReset
			}
			if err := w.close(&a, dropped); err != nil {
				return err
			}
		}
		a.PasswordHash, a.CodeHash, a.CodeExpires, a.CodeSealed, a.LastSignIn = hash, "", "", "", v.Instant()
		if err := w.keep(a); err != nil {
			return err
		}
		opened = a
		if reset {
			return w.record(event, a.StaffID, "Login", a.Login)
		}
		if err := w.askForWords(a); err != nil {
			return err
		}
		return w.record(EventAccountOpened, a.StaffID, "Login", a.Login)
	})
	return opened.ID, err
}

// actor is the account's owner before anything else is known of them.
func (a Account) actor() access.Actor {
	return access.Actor{Account: a.ID, School: a.SchoolID, Staff: a.StaffID, Name: a.Login}
}

// NewPassword is what the page for changing one's password asks.
type NewPassword struct {
	Old      string
	Password string
	Repeat   string
}

// ChangePassword sets the actor's own password. The page then ends the other
// sessions of the account.
func (s *Service) ChangePassword(ctx context.Context, actor access.Actor, in NewPassword) error {
	a, err := accountByID(ctx, s.Read(), actor.School, actor.Account)
	if err != nil {
		return err
	}
	if err := s.checkNewPassword(ctx, a, in); err != nil {
		return err
	}
	if err := notOwn(ctx, s.Read(), a, in.Password); err != nil {
		return err
	}
	hash, err := s.hasher.Hash(ctx, in.Password)
	if err != nil {
		return err
	}
	return s.Do(ctx, actor, func(v verb.Work) error {
		w := work{v, s}
		now, err := w.own()
		if err != nil {
			return err
		}
		if now.PasswordHash != a.PasswordHash { // somebody changed it meanwhile
			return fault.Conflict("people.password.changed_meanwhile")
		}
		now.PasswordHash, now.CodeHash, now.CodeSealed = hash, "", ""
		if err := w.keep(now); err != nil {
			return err
		}
		return w.record(EventPasswordChanged, a.StaffID, "Login", a.Login)
	})
}

// notOwn refuses a password made of what everybody knows of the owner. It is asked once
// somebody has proved to be the owner: the answer would tell others the name.
func notOwn(ctx context.Context, c db.Conn, a Account, typed string) error {
	p, err := people.StaffByID(ctx, c, a.SchoolID, a.StaffID)
	if err != nil {
		return err
	}
	org, err := tree.ByID(ctx, c, a.SchoolID)
	if err != nil {
		return err
	}
	var faults fault.Fields
	password.Check(&faults, "password", typed, append(known(people.StaffFacts{Code: p.Code, FamilyName: p.FamilyName, GivenName: p.GivenName, Patronymic: p.Patronymic}, org.Code, org.Name()), a.Login)...)
	return faults.Err()
}

// known is what everybody knows of somebody of a school.
func known(p people.StaffFacts, code string, school i18n.Text) []string {
	return []string{
		p.Code, p.FamilyName, p.GivenName, p.Patronymic, i18n.Latin(p.FamilyName), i18n.Latin(p.GivenName), code, school.KK, school.RU, school.EN,
	}
}

func (s *Service) checkNewPassword(ctx context.Context, a Account, in NewPassword) error {
	var faults fault.Fields
	var wrong error
	ok, err := s.hasher.Matches(ctx, in.Old, a.PasswordHash)
	if err != nil {
		return err
	}
	if !ok {
		faults.Add("old", "people.password.old_wrong")
		wrong = password.ErrWrong
	}
	password.Check(&faults, "password", in.Password, a.Login)
	if in.Password != in.Repeat {
		faults.Add("repeat", "people.password.differs")
	}
	return errors.Join(faults.Err(), wrong)
}

// KeepLanguage stores the language a person chose.
func (s *Service) KeepLanguage(ctx context.Context, actor access.Actor, lang i18n.Language) error {
	return unlessHeld(s.Do(ctx, actor, func(w verb.Work) error {
		_, err := db.Exec(w.Ctx, w.Tx, `UPDATE account SET language = $1 WHERE school_id = $2 AND id = $3`, lang, actor.School, actor.Account)
		return err
	}))
}

func accountByLogin(ctx context.Context, c db.Conn, login string) (Account, error) {
	return db.One[Account](ctx, c, `SELECT `+db.Columns[Account]("")+` FROM account WHERE login = $1`, LoginOf(login))
}

// accountByID reads an account of the school.
func accountByID(ctx context.Context, c db.Conn, school, id string) (Account, error) {
	a, err := db.One[Account](ctx, c, `SELECT `+db.Columns[Account]("")+` FROM account WHERE school_id = $1 AND id = $2`, school, id)
	return a, verb.Missing(err, "people.account.not_found")
}

// Of gives the id of a person's account, for the demo's personas.
func Of(ctx context.Context, c db.Conn, school, staff string) (string, error) {
	id, err := db.One[string](ctx, c, `SELECT id FROM account WHERE school_id = $1 AND staff_id = $2`, school, staff)
	return id, verb.Missing(err, "people.account.not_found")
}
