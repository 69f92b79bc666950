package accounts

import (
	"context"
	"slices"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/people"
)

// Line is a person of the day with the state of their account.
type Line struct {
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
	Factor     bool             `db:"has_factor"` // comes in with a second factor or a passkey
}

// Key continues the list after this line.
func (l Line) Key() string { return l.SortKey + "." + l.StaffID }

// Filter narrows the list of accounts; with On, Now and Limit alone it lists
// everybody of the day.
type Filter struct {
	On    calendar.Date
	Now   calendar.Instant
	Role  access.Role
	State State
	After string // Line.Key of the last line before this page
	Limit int
}

// State says how far somebody is on the way in.
type State string

// The states; "" is any.
const (
	NoAccount State = "none" // no password, and no code that opens
	CodeWaits State = "code" // a code that nobody has used yet
	SignedIn  State = "in"   // has set a password
)

// stateSQL is the condition of a state; its parameter is the moment.
var stateSQL = map[State]string{
	NoAccount: `COALESCE(a.password_hash, '') = '' AND NOT (COALESCE(a.code_hash, '') <> '' AND COALESCE(a.code_expires, '') > ?)`,
	CodeWaits: `a.code_hash <> '' AND a.code_expires > ?`,
	SignedIn:  `a.password_hash <> '' AND ? <> ''`,
}

// List lists those who have a post on the day, a page of them.
func List(ctx context.Context, c db.Conn, school string, f Filter) ([]Line, error) {
	w := db.From(school, f.On)
	w.And("s.school_id = $1")
	if slices.Contains(access.Roles, f.Role) {
		w.And(people.WhereAtWork("s.school_id", "s.id", "$2", f.Role))
	} else {
		w.And(people.WhereAtWork("s.school_id", "s.id", "$2"))
	}
	if condition, known := stateSQL[f.State]; known {
		w.And(condition, f.Now)
	}
	if key, id, ok := strings.Cut(f.After, "."); ok {
		w.And("s.sort_key > ? OR (s.sort_key = ? AND s.id > ?)", key, key, id)
	}
	return db.All[Line](ctx, c, `
SELECT s.id AS staff_id, s.code, `+people.NameOf("s")+` AS name, s.sort_key, COALESCE(a.id, '') AS account_id, COALESCE(a.login, '') AS login,
       COALESCE(a.password_hash, '') <> '' AS has_pass, CASE WHEN COALESCE(a.code_hash, '') = '' THEN '' ELSE a.code_expires END AS code_until,
       COALESCE(a.disabled_at, '') AS disabled_at, COALESCE(a.last_sign_in, '') AS last_sign_in, (COALESCE(a.factor_id, '') <> '' OR EXISTS (SELECT 1 FROM passkey k WHERE k.school_id = a.school_id AND k.account_id = a.id)) AS has_factor
  `+people.FromStaff("s")+` LEFT JOIN account a ON a.school_id = s.school_id AND a.staff_id = s.id`+w.SQL()+`
 ORDER BY s.sort_key, s.id LIMIT `+w.Next(f.Limit), w.Args()...)
}

// Count says how many of a school's people have come how far.
type Count struct {
	Everybody int `db:"everybody"`
	None      int `db:"no_account"`
	Waiting   int `db:"code_waits"`
	In        int `db:"signed_in"`
}

// CountOf counts those who have a post on the day.
func CountOf(ctx context.Context, c db.Conn, school string, on calendar.Date, now calendar.Instant) (Count, error) {
	when := func(s State) string {
		return `COUNT(CASE WHEN ` + strings.ReplaceAll(stateSQL[s], "?", "$3") + ` THEN 1 END)`
	}
	return db.One[Count](ctx, c, `
SELECT COUNT(*) AS everybody, `+when(NoAccount)+` AS no_account, `+when(CodeWaits)+` AS code_waits, `+when(SignedIn)+` AS signed_in
  `+people.FromStaff("s")+` LEFT JOIN account a ON a.school_id = s.school_id AND a.staff_id = s.id
 WHERE s.school_id = $1 AND `+people.WhereAtWork("s.school_id", "s.id", "$2"), school, on, now)
}
