package accounts

import (
	"context"
	"crypto/subtle"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/journal"
	"talim/internal/password"
	"talim/internal/people"
	"talim/internal/people/tree"
	"talim/internal/verb"
)

// Account lets one person in.
type Account struct {
	locks
	CodeSealed string           `db:"code_sealed"` // the code, while it opens
	Language   string           `db:"language"`
	Theme      string           `db:"theme"`
	LastSignIn calendar.Instant `db:"last_sign_in"`
	CreatedAt  calendar.Instant `db:"created_at"`
	Seal       string           `db:"seal"` // see sealed
}

func newAccount(p people.Staff, login string, now time.Time) Account {
	return Account{locks: locks{SchoolID: p.SchoolID, ID: db.NewID(), StaffID: p.ID, Login: LoginOf(login)}, CreatedAt: calendar.InstantOf(now)}
}

// LoginOf is the form in which logins are kept and compared, and attempts counted.
func LoginOf(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), "")) }

func validLogin(s string) bool { n := len([]rune(LoginOf(s))); return n >= 2 && n <= 60 }

// takes says whether the code opens the account at the moment. What was typed is compared with
// the code itself, where it is kept sealed: no hash of it stands in the database, which somebody
// with a copy of it and a strong computer could try all codes against.
func (s *Service) takes(a Account, code string, now time.Time) bool {
	if a.CodeHash == "" || a.DisabledAt != "" || a.CodeExpires <= calendar.InstantOf(now) {
		return false
	}
	want, typed := a.CodeHash, password.HashCode(a.ID, code)
	if s.keeper != nil && a.CodeSealed != "" {
		kept, err := s.keeper.Open(oneTimeCode.Of(a.ID), a.CodeSealed)
		if err != nil {
			return false
		}
		want = password.HashCode(a.ID, kept)
	}
	return subtle.ConstantTimeCompare([]byte(want), []byte(typed)) == 1
}

// holder is a person with the account they have, if any.
type holder struct {
	people.Staff
	account Account
}

func staffWithAccounts(ctx context.Context, tx db.Conn, school string, ids []string) ([]holder, error) {
	in, args := db.In(2, ids)
	found, err := db.All[people.Staff](ctx, tx, `SELECT `+db.Columns[people.Staff]("s")+` `+people.FromStaff("s")+` WHERE s.school_id = $1 AND s.id IN (`+in+`) ORDER BY s.sort_key, s.id`,
		append([]any{school}, args...)...)
	if err != nil {
		return nil, err
	}
	if len(found) != len(slices.Compact(slices.Sorted(slices.Values(ids)))) {
		return nil, fault.NotFound("people.staff.not_found")
	}
	accounts, err := db.All[Account](ctx, tx, `SELECT `+db.Columns[Account]("")+` FROM account WHERE school_id = $1 AND staff_id IN (`+in+`)`,
		append([]any{school}, args...)...)
	if err != nil {
		return nil, err
	}
	holders := make([]holder, len(found))
	for i, p := range found {
		holders[i].Staff = p
		if j := slices.IndexFunc(accounts, func(a Account) bool { return a.StaffID == p.ID }); j >= 0 {
			holders[i].account = accounts[j]
		}
		if holders[i].account.DisabledAt != "" {
			return nil, fault.Conflict("people.account.disabled", "Name", p.Name())
		}
	}
	return holders, nil
}

// RenewCode gives an account that was never used a new code, as part of a larger change
// of who has asked whether that may be.
func (s *Service) RenewCode(w verb.Work, school, account string) (Ticket, error) {
	a, err := accountByID(w.Ctx, w.Tx, school, account)
	if err != nil {
		return Ticket{}, err
	}
	if a.PasswordHash != "" || a.DisabledAt != "" {
		return Ticket{}, fault.Conflict("people.account.used")
	}
	p, err := people.StaffByID(w.Ctx, w.Tx, school, a.StaffID)
	if err != nil {
		return Ticket{}, err
	}
	ticket := s.ticket(w.Actor, &a, p, w.At)
	return ticket, work{w, s}.keep(a)
}

// freeLogins proposes a login for each: the person's code, or the name in Latin letters
// where the code is a mere number; with the school's code before it where another has the
// same; with a number after that.
func freeLogins(ctx context.Context, tx db.Conn, school string, holders []holder) ([]string, error) {
	org, err := tree.ByID(ctx, tx, school)
	if err != nil {
		return nil, err
	}
	var wanted []string
	for _, p := range holders {
		wanted = append(wanted, candidates(org.Code, loginWord(p.Staff))...)
	}
	in, args := db.In(1, wanted)
	taken, err := db.All[string](ctx, tx, `SELECT login FROM account WHERE login IN (`+in+`)`, args...)
	if err != nil {
		return nil, err
	}
	logins := make([]string, len(holders))
	for i, p := range holders {
		free := slices.DeleteFunc(candidates(org.Code, loginWord(p.Staff)), func(login string) bool { return slices.Contains(taken, login) })
		if len(free) == 0 {
			login, err := furtherLogin(ctx, tx, org.Code, loginWord(p.Staff), taken)
			if err != nil {
				return nil, err
			}
			free = []string{login}
		}
		logins[i] = free[0]
		taken = append(taken, logins[i])
	}
	return logins, nil
}

// furtherLogin counts on where all candidates are taken: a code was given to one person
// after another, each of whom kept a login.
func furtherLogin(ctx context.Context, tx db.Conn, school, code string, taken []string) (string, error) {
	for n := numbered; ; n++ {
		login := LoginOf(school + "." + code + "." + strconv.Itoa(n))
		has, err := db.One[int](ctx, tx, `SELECT COUNT(*) FROM account WHERE login = $1`, login)
		if err != nil || has == 0 && !slices.Contains(taken, login) {
			return login, err
		}
	}
}

// numbered is the first number that no candidate has.
const numbered = 6

// loginWord is what a login is made from: a number says nothing to whoever has to remember
// it, and every school has a person with it.
func loginWord(p people.Staff) string {
	if strings.Trim(p.Code, "0123456789 ") != "" || p.FamilyName == "" {
		return p.Code
	}
	family, given := i18n.Latin(p.FamilyName), i18n.Latin(p.GivenName)
	switch {
	case family == "":
		return p.Code
	case given == "":
		return family
	}
	return family + "." + given[:1]
}

func candidates(school, code string) []string {
	base := LoginOf(code)
	if len([]rune(base)) < 2 {
		base = LoginOf(school + "." + code)
	}
	list := []string{base, LoginOf(school + "." + code)}
	for n := 2; n < numbered; n++ {
		list = append(list, LoginOf(school+"."+code+"."+strconv.Itoa(n)))
	}
	return list
}

func loginFree(err error) error {
	if errors.Is(err, db.ErrDuplicate) {
		return fault.Invalid("login", "people.account.login_taken").Because(err)
	}
	return err
}

// Disable closes an account; its password and code open nothing.
func (s *Service) Disable(ctx context.Context, actor access.Actor, id string) error {
	if id == actor.Account {
		return fault.Conflict("people.account.own")
	}
	return s.turnAccount(ctx, actor, id, s.Instant(), EventDisabled)
}

// Enable opens a closed account again, with the password it had.
func (s *Service) Enable(ctx context.Context, actor access.Actor, id string) error {
	return s.turnAccount(ctx, actor, id, "", EventEnabled)
}

func (s *Service) turnAccount(ctx context.Context, actor access.Actor, id string, disabled calendar.Instant, e journal.Event) error {
	return s.do(ctx, actor, MayKeep, func(w work) error {
		a, err := accountByID(w.Ctx, w.Tx, actor.School, id)
		if err != nil {
			return err
		}
		if (a.DisabledAt == "") == (disabled == "") {
			return fault.Conflict("people.account.turned_already")
		}
		a.DisabledAt, a.CodeHash, a.CodeSealed = disabled, "", ""
		if err := w.keep(a); err != nil {
			return err
		}
		return w.record(e, a.StaffID, "Login", a.Login)
	})
}

// From begins with the accounts of all schools as account, each with its member of
// staff as staff; arguments are SQL.
func From(account, staff string) string {
	return "FROM account " + account + " " + people.JoinStaff(staff, account+".school_id", account+".staff_id")
}

// WhereOpened holds for staff who have signed in with an account of their own that is not
// closed; arguments are SQL.
func WhereOpened(school, staff string) string {
	return "EXISTS (SELECT 1 FROM account opened WHERE opened.school_id = " + school + " AND opened.staff_id = " + staff +
		" AND opened.password_hash <> '' AND opened.disabled_at = '')"
}
