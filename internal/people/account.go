package people

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/journal"
	"talim/internal/password"
	"talim/internal/verb"
)

// Account lets one person in.
type Account struct {
	SchoolID     string           `db:"school_id"`
	ID           string           `db:"id"`
	StaffID      string           `db:"staff_id"`
	Login        string           `db:"login"`
	PasswordHash string           `db:"password_hash"`
	CodeHash     string           `db:"code_hash"`
	CodeExpires  calendar.Instant `db:"code_expires"`
	Language     string           `db:"language"`
	Theme        string           `db:"theme"`
	DisabledAt   calendar.Instant `db:"disabled_at"`
	LastSignIn   calendar.Instant `db:"last_sign_in"`
	CreatedAt    calendar.Instant `db:"created_at"`
}

// codeLife is how long a printed code opens the account.
const codeLife = 14 * 24 * time.Hour

func newAccount(p Staff, login string, now time.Time) Account {
	return Account{SchoolID: p.SchoolID, ID: db.NewID(), StaffID: p.ID, Login: LoginOf(login), CreatedAt: calendar.InstantOf(now)}
}

// LoginOf is the form in which logins are kept and compared, and attempts counted.
func LoginOf(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), "")) }

func validLogin(s string) bool { n := len([]rune(LoginOf(s))); return n >= 2 && n <= 60 }

// takes says whether the code opens the account at the moment.
func (a Account) takes(code string, now time.Time) bool {
	return a.CodeHash != "" && a.DisabledAt == "" && a.CodeExpires > calendar.InstantOf(now) && a.CodeHash == password.HashCode(a.ID, code)
}

// Ticket is a line of the printed sheet. The code is nowhere else: only its
// hash is kept.
type Ticket struct {
	Staff   string // id
	Code    string // of the person
	Name    string
	Login   string
	OneTime string
	Expires calendar.Instant
}

// ticket gives the account a new code; the one before no longer opens it.
func (a *Account) ticket(p Staff, now time.Time) Ticket {
	code := password.NewCode()
	a.CodeHash, a.CodeExpires = password.HashCode(a.ID, code), calendar.InstantOf(now.Add(codeLife))
	return Ticket{Staff: p.ID, Code: p.Code, Name: p.Name(), Login: a.Login, OneTime: code, Expires: a.CodeExpires}
}

// IssueCodes gives one-time codes to the people, making the accounts that are
// missing. A password that was set opens until the code is used: the code is
// then for somebody who forgot it. Disabled accounts are refused.
func (s *Service) IssueCodes(ctx context.Context, actor access.Actor, staff []string) ([]Ticket, error) {
	var tickets []Ticket
	err := s.do(ctx, actor, MayKeepAccounts, func(w work) error {
		if len(staff) == 0 {
			return fault.Invalid("staff", "people.codes.nobody")
		}
		people, err := staffWithAccounts(w.Ctx, w.Tx, actor.School, staff)
		if err != nil {
			return err
		}
		if tickets, err = issue(w.Ctx, w.Tx, actor.School, people, w.At); err != nil {
			return err
		}
		for _, t := range tickets {
			if err := w.record(EventCodesIssued, KindOfStaff, t.Staff, "Code", t.Code); err != nil {
				return err
			}
		}
		return nil
	})
	return tickets, err
}

// holder is a person with the account they have, if any.
type holder struct {
	Staff
	account Account
}

func staffWithAccounts(ctx context.Context, tx db.Conn, school string, ids []string) ([]holder, error) {
	in, args := db.In(2, ids)
	people, err := db.All[Staff](ctx, tx, `SELECT `+db.Columns[Staff]("")+` FROM staff WHERE school_id = $1 AND id IN (`+in+`) ORDER BY sort_key, id`,
		append([]any{school}, args...)...)
	if err != nil {
		return nil, err
	}
	if len(people) != len(unique(ids)) {
		return nil, fault.NotFound("people.staff.not_found")
	}
	accounts, err := db.All[Account](ctx, tx, `SELECT `+db.Columns[Account]("")+` FROM account WHERE school_id = $1 AND staff_id IN (`+in+`)`,
		append([]any{school}, args...)...)
	if err != nil {
		return nil, err
	}
	holders := make([]holder, len(people))
	for i, p := range people {
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

func unique(ids []string) []string {
	sorted := slices.Clone(ids)
	slices.Sort(sorted)
	return slices.Compact(sorted)
}

func issue(ctx context.Context, tx db.Conn, school string, people []holder, now time.Time) ([]Ticket, error) {
	free, err := freeLogins(ctx, tx, school, people)
	if err != nil {
		return nil, err
	}
	var tickets []Ticket
	var added []Account
	for i, p := range people {
		a := p.account
		if isNew := a.ID == ""; isNew {
			a = newAccount(p.Staff, free[i], now)
			tickets = append(tickets, a.ticket(p.Staff, now))
			added = append(added, a)
			continue
		}
		tickets = append(tickets, a.ticket(p.Staff, now))
		if err := db.Update(ctx, tx, "account", a, "school_id", "id"); err != nil {
			return nil, err
		}
	}
	return tickets, loginFree(db.InsertAll(ctx, tx, "account", added))
}

// RenewCode gives an account that was never used a new code, as part of a larger change
// of who has asked whether that may be.
func RenewCode(w verb.Work, school, account string) (Ticket, error) {
	a, err := db.One[Account](w.Ctx, w.Tx, `SELECT `+db.Columns[Account]("")+` FROM account WHERE school_id = $1 AND id = $2`, school, account)
	if err != nil {
		return Ticket{}, verb.Missing(err, "people.account.not_found")
	}
	if a.PasswordHash != "" || a.DisabledAt != "" {
		return Ticket{}, fault.Conflict("people.account.used")
	}
	p, err := StaffByID(w.Ctx, w.Tx, school, a.StaffID)
	if err != nil {
		return Ticket{}, err
	}
	ticket := a.ticket(p, w.At)
	return ticket, db.Update(w.Ctx, w.Tx, "account", a, "school_id", "id")
}

// freeLogins proposes a login for each: the person's code; with the school's
// code before it where another school has the same; with a number after that.
func freeLogins(ctx context.Context, tx db.Conn, school string, people []holder) ([]string, error) {
	org, err := OrganisationByID(ctx, tx, school)
	if err != nil {
		return nil, err
	}
	var wanted []string
	for _, p := range people {
		wanted = append(wanted, candidates(org.Code, p.Code)...)
	}
	in, args := db.In(1, wanted)
	taken, err := db.All[string](ctx, tx, `SELECT login FROM account WHERE login IN (`+in+`)`, args...)
	if err != nil {
		return nil, err
	}
	logins := make([]string, len(people))
	for i, p := range people {
		free := slices.DeleteFunc(candidates(org.Code, p.Code), func(login string) bool { return slices.Contains(taken, login) })
		if len(free) == 0 {
			login, err := furtherLogin(ctx, tx, org.Code, p.Code, taken)
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

// DisableAccount closes an account; its password and code open nothing.
func (s *Service) DisableAccount(ctx context.Context, actor access.Actor, id string) error {
	if id == actor.Account {
		return fault.Conflict("people.account.own")
	}
	return s.turnAccount(ctx, actor, id, s.Instant(), EventAccountDisabled)
}

// EnableAccount opens a closed account again, with the password it had.
func (s *Service) EnableAccount(ctx context.Context, actor access.Actor, id string) error {
	return s.turnAccount(ctx, actor, id, "", EventAccountEnabled)
}

func (s *Service) turnAccount(ctx context.Context, actor access.Actor, id string, disabled calendar.Instant, e journal.Event) error {
	return s.do(ctx, actor, MayKeepAccounts, func(w work) error {
		a, err := db.One[Account](w.Ctx, w.Tx, `SELECT `+db.Columns[Account]("")+` FROM account WHERE school_id = $1 AND id = $2`, actor.School, id)
		if err != nil {
			return verb.Missing(err, "people.account.not_found")
		}
		if (a.DisabledAt == "") == (disabled == "") {
			return fault.Conflict("people.account.turned_already")
		}
		a.DisabledAt, a.CodeHash = disabled, ""
		if err := db.Update(w.Ctx, w.Tx, "account", a, "school_id", "id"); err != nil {
			return err
		}
		return w.record(e, KindOfStaff, a.StaffID, "Login", a.Login)
	})
}

// AccountLine is a person of the day with the state of their account.
type AccountLine struct {
	StaffID    string           `db:"staff_id"`
	Code       string           `db:"code"`
	Name       string           `db:"name"`
	SortKey    string           `db:"sort_key"`
	AccountID  string           `db:"account_id"` // "" where there is none
	Login      string           `db:"login"`
	HasPass    bool             `db:"has_pass"`
	CodeUntil  calendar.Instant `db:"code_until"` // "" where no code waits
	DisabledAt calendar.Instant `db:"disabled_at"`
	LastSignIn calendar.Instant `db:"last_sign_in"`
}

// Key continues the list after this line.
func (l AccountLine) Key() string { return l.SortKey + "." + l.StaffID }

// AccountLines lists those who have a post on the day, a page of them after
// the sort key; the codes sheet and the page of accounts show them.
func AccountLines(ctx context.Context, c db.Conn, school string, on calendar.Date, after string, limit int) ([]AccountLine, error) {
	w := db.From(school, on)
	w.And("s.school_id = $1")
	w.And(presentSQL)
	if key, id, ok := cutKey(after); ok {
		w.And("s.sort_key > ? OR (s.sort_key = ? AND s.id > ?)", key, key, id)
	}
	return db.All[AccountLine](ctx, c, `
SELECT s.id AS staff_id, s.code, `+nameSQL("s")+` AS name, s.sort_key, COALESCE(a.id, '') AS account_id, COALESCE(a.login, '') AS login,
       COALESCE(a.password_hash, '') <> '' AS has_pass, CASE WHEN COALESCE(a.code_hash, '') = '' THEN '' ELSE a.code_expires END AS code_until,
       COALESCE(a.disabled_at, '') AS disabled_at, COALESCE(a.last_sign_in, '') AS last_sign_in
  FROM staff s LEFT JOIN account a ON a.school_id = s.school_id AND a.staff_id = s.id`+w.SQL()+`
 ORDER BY s.sort_key, s.id LIMIT `+w.Next(limit), w.Args()...)
}
