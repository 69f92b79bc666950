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
	CodeSealed   string           `db:"code_sealed"` // the code, while it opens
	Language     string           `db:"language"`
	Theme        string           `db:"theme"`
	DisabledAt   calendar.Instant `db:"disabled_at"`
	LastSignIn   calendar.Instant `db:"last_sign_in"`
	CreatedAt    calendar.Instant `db:"created_at"`
}

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

// RenewCode gives an account that was never used a new code, as part of a larger change
// of who has asked whether that may be.
func (s *Service) RenewCode(w verb.Work, school, account string) (Ticket, error) {
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
	ticket := s.ticket(&a, p, w.At)
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
		a.DisabledAt, a.CodeHash, a.CodeSealed = disabled, "", ""
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

// AccountFilter narrows the list of accounts; with On, Now and Limit alone it lists
// everybody of the day.
type AccountFilter struct {
	On    calendar.Date
	Now   calendar.Instant
	Role  access.Role
	State AccountState
	After string // AccountLine.Key of the last line before this page
	Limit int
}

// AccountState says how far somebody is on the way in.
type AccountState string

// The states; "" is any.
const (
	NoAccount AccountState = "none" // no password, and no code that opens
	CodeWaits AccountState = "code" // a code that nobody has used yet
	SignedIn  AccountState = "in"   // has set a password
)

// stateSQL is the condition of a state; its parameter is the moment.
var stateSQL = map[AccountState]string{
	NoAccount: `COALESCE(a.password_hash, '') = '' AND NOT (COALESCE(a.code_hash, '') <> '' AND COALESCE(a.code_expires, '') > ?)`,
	CodeWaits: `a.code_hash <> '' AND a.code_expires > ?`,
	SignedIn:  `a.password_hash <> '' AND ? <> ''`,
}

// AccountLines lists those who have a post on the day, a page of them.
func AccountLines(ctx context.Context, c db.Conn, school string, f AccountFilter) ([]AccountLine, error) {
	w := db.From(school, f.On)
	w.And("s.school_id = $1")
	w.And(presentSQL)
	if f.Role != "" {
		w.And(postSQL, f.Role)
	}
	if condition, known := stateSQL[f.State]; known {
		w.And(condition, f.Now)
	}
	if key, id, ok := cutKey(f.After); ok {
		w.And("s.sort_key > ? OR (s.sort_key = ? AND s.id > ?)", key, key, id)
	}
	return db.All[AccountLine](ctx, c, `
SELECT s.id AS staff_id, s.code, `+nameSQL("s")+` AS name, s.sort_key, COALESCE(a.id, '') AS account_id, COALESCE(a.login, '') AS login,
       COALESCE(a.password_hash, '') <> '' AS has_pass, CASE WHEN COALESCE(a.code_hash, '') = '' THEN '' ELSE a.code_expires END AS code_until,
       COALESCE(a.disabled_at, '') AS disabled_at, COALESCE(a.last_sign_in, '') AS last_sign_in
  FROM staff s LEFT JOIN account a ON a.school_id = s.school_id AND a.staff_id = s.id`+w.SQL()+`
 ORDER BY s.sort_key, s.id LIMIT `+w.Next(f.Limit), w.Args()...)
}

// AccountCount says how many of a school's people have come how far.
type AccountCount struct {
	Everybody int `db:"everybody"`
	None      int `db:"no_account"`
	Waiting   int `db:"code_waits"`
	In        int `db:"signed_in"`
}

// CountAccounts counts those who have a post on the day.
func CountAccounts(ctx context.Context, c db.Conn, school string, on calendar.Date, now calendar.Instant) (AccountCount, error) {
	when := func(s AccountState) string {
		return `COUNT(CASE WHEN ` + strings.ReplaceAll(stateSQL[s], "?", "$3") + ` THEN 1 END)`
	}
	return db.One[AccountCount](ctx, c, `
SELECT COUNT(*) AS everybody, `+when(NoAccount)+` AS no_account, `+when(CodeWaits)+` AS code_waits, `+when(SignedIn)+` AS signed_in
  FROM staff s LEFT JOIN account a ON a.school_id = s.school_id AND a.staff_id = s.id
 WHERE s.school_id = $1 AND `+presentSQL, school, on, now)
}
