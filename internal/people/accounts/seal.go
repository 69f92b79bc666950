package accounts

import (
	"context"
	"errors"

	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/secret"
)

// locks are the columns of an account that let somebody in, and as whom: those that the
// sum is over, in this order.
type locks struct {
	SchoolID     string           `db:"school_id"`
	ID           string           `db:"id"`
	StaffID      string           `db:"staff_id"`
	Login        string           `db:"login"`
	PasswordHash string           `db:"password_hash"`
	CodeHash     string           `db:"code_hash"`
	CodeExpires  calendar.Instant `db:"code_expires"`
	DisabledAt   calendar.Instant `db:"disabled_at"`
	CodeBy       string           `db:"code_by"`      // staff id of who made the code that waits
	CodeByName   string           `db:"code_by_name"` // as the journal names that person
	ResetAt      calendar.Instant `db:"reset_at"`     // when an account in use got a new password by a code
	ResetBy      string           `db:"reset_by"`     // name of who made that code
	ClosedUntil  calendar.Date    `db:"closed_until"` // the day on which private texts open by themselves
	WordsHash    string           `db:"words_hash"`   // of the owner's recovery words
	Confirmer    string           `db:"confirmer_id"` // staff id of whom the owner named
	Factor       string           `db:"factor_id"`    // of the second factor that is asked for; "" where none is
}

// vouched is the table of accounts: what lets somebody in, and as whom, is vouched for
// (package secret). An account that was changed in the database without the file of keys
// opens nothing, and neither does one that was written there.
var vouched = secret.Vouched{Table: "account", Name: "seal", Over: db.ColumnsOf[locks](), Later: 1}

// Vouched lists the tables whose rows are vouched for.
var Vouched = []secret.Vouched{vouched, vouchedJoined, vouchedPasskey, vouchedLink}

// vouchedJoined is the table that says which accounts are of one person.
var vouchedJoined = secret.Vouched{Table: "account_person", Name: "seal", Over: []string{"school_id", "account_id", "person_id"}}

// joined says whose an account is.
type joined struct {
	School  string `db:"school_id"`
	Account string `db:"account_id"`
	Person  string `db:"person_id"`
	Seal    string `db:"seal"`
}

func joinedOf(ctx context.Context, c db.Conn, school, account string) (joined, error) {
	return db.One[joined](ctx, c, `SELECT `+db.Columns[joined]("")+` FROM account_person WHERE school_id = $1 AND account_id = $2`, school, account)
}

func (s *Service) isJoined(j joined) bool {
	return s.keeper == nil || s.keeper.Vouches(j.Seal, vouchedJoined.Table, j.School, j.Account, j.Person)
}

func (s *Service) joinSeal(j joined) string {
	if s.keeper == nil {
		return ""
	}
	return s.keeper.Vouch(vouchedJoined.Table, j.School, j.Account, j.Person)
}

// vouches says whether the account is as the program left it. A service without keys, as
// of a command that gives no codes, lets nobody in and asks nothing.
func (s *Service) vouches(l locks, seal string) bool {
	return s.keeper == nil || s.keeper.Vouches(seal, vouched.Table, vouched.Values(db.TextsOf(l)...)...)
}

// unchanged refuses an account that was changed without the program; one that is not
// there is somebody else's to refuse.
func (s *Service) unchanged(a Account, field string) error {
	if a.ID == "" || s.vouches(a.locks, a.Seal) {
		return nil
	}
	return fault.Invalid(field, "people.account.changed_outside")
}

// sealed is the account with its sum anew.
func (s *Service) sealed(a Account) Account {
	if s.keeper != nil {
		a.Seal = s.keeper.Vouch(vouched.Table, vouched.Values(db.TextsOf(a.locks)...)...)
	}
	return a
}

// keep writes an account that was changed. Whoever changes one has read it as it stands:
// one that was changed without the program is not made right by that.
func (w work) keep(a Account) error {
	before, err := accountByID(w.Ctx, w.Tx, a.SchoolID, a.ID)
	if err != nil {
		return err
	}
	if !w.vouches(before.locks, before.Seal) {
		return fault.Conflict("people.account.changed_outside")
	}
	return db.Update(w.Ctx, w.Tx, "account", w.sealed(a), "school_id", "id")
}

// add writes new accounts.
func (w work) add(all []Account) error {
	for i, a := range all {
		all[i] = w.sealed(a)
	}
	return loginFree(db.InsertAll(w.Ctx, w.Tx, "account", all))
}

// OwnerOf is the login of the account that a row is or belongs to, for naming one that
// nobody vouches for; "" for a row of another table, or of nobody.
func OwnerOf(ctx context.Context, c db.Conn, table, school, id string) (string, error) {
	account, key := "account_id", "id"
	switch table {
	case vouched.Table:
		account = "id"
	case vouchedJoined.Table:
		key = "account_id"
	case vouchedPasskey.Table, vouchedLink.Table:
	default:
		return "", nil
	}
	login, err := db.One[string](ctx, c, `SELECT a.login FROM `+table+` x JOIN account a ON a.school_id = x.school_id AND a.id = x.`+account+`
		WHERE x.school_id = $1 AND x.`+key+` = $2`, school, id)
	if errors.Is(err, db.ErrNotFound) {
		return "", nil
	}
	return login, err
}
