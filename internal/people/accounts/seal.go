package accounts

import (
	"context"

	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/secret"
)

// vouched is the table of accounts: what lets somebody in, and as whom, is vouched for
// (package secret). An account that was changed in the database without the file of keys
// opens nothing, and neither does one that was written there.
var vouched = secret.Vouched{Table: "account", Name: "seal", Over: []string{
	"school_id", "id", "staff_id", "login", "password_hash", "code_hash", "code_expires", "disabled_at",
	"code_by", "code_by_name", "reset_at", "reset_by", "closed_until", "words_hash", "confirmer_id",
}}

// Vouched lists the tables whose rows are vouched for.
var Vouched = []secret.Vouched{vouched, vouchedJoined}

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

// locks are the columns that the sum of an account is over, as ActorOf reads them as well.
type locks struct {
	SchoolID     string `db:"school_id"`
	ID           string `db:"id"`
	StaffID      string `db:"staff_id"`
	Login        string `db:"login"`
	PasswordHash string `db:"password_hash"`
	CodeHash     string `db:"code_hash"`
	CodeExpires  string `db:"code_expires"`
	DisabledAt   string `db:"disabled_at"`
	CodeBy       string `db:"code_by"`
	CodeByName   string `db:"code_by_name"`
	ResetAt      string `db:"reset_at"`
	ResetBy      string `db:"reset_by"`
	ClosedUntil  string `db:"closed_until"`
	WordsHash    string `db:"words_hash"`
	Confirmer    string `db:"confirmer_id"`
	Seal         string `db:"seal"`
}

func (l locks) values() []string {
	return []string{
		l.SchoolID, l.ID, l.StaffID, l.Login, l.PasswordHash, l.CodeHash, l.CodeExpires, l.DisabledAt,
		l.CodeBy, l.CodeByName, l.ResetAt, l.ResetBy, l.ClosedUntil, l.WordsHash, l.Confirmer,
	}
}

func (a Account) locks() locks {
	return locks{
		SchoolID: a.SchoolID, ID: a.ID, StaffID: a.StaffID, Login: a.Login, PasswordHash: a.PasswordHash,
		CodeHash: a.CodeHash, CodeExpires: string(a.CodeExpires), DisabledAt: string(a.DisabledAt),
		CodeBy: a.CodeBy, CodeByName: a.CodeByName, ResetAt: string(a.ResetAt), ResetBy: a.ResetBy,
		ClosedUntil: string(a.ClosedUntil), WordsHash: a.WordsHash, Confirmer: a.Confirmer, Seal: a.Seal,
	}
}

// vouches says whether the account is as the program left it. A service without keys, as
// of a command that gives no codes, lets nobody in and asks nothing.
func (s *Service) vouches(l locks) bool {
	return s.keeper == nil || s.keeper.Vouches(l.Seal, vouched.Table, l.values()...)
}

// unchanged refuses an account that was changed without the program; one that is not
// there is somebody else's to refuse.
func (s *Service) unchanged(a Account, field string) error {
	if a.ID == "" || s.vouches(a.locks()) {
		return nil
	}
	return fault.Invalid(field, "people.account.changed_outside")
}

// sealed is the account with its sum anew.
func (s *Service) sealed(a Account) Account {
	if s.keeper != nil {
		a.Seal = s.keeper.Vouch(vouched.Table, a.locks().values()...)
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
	if !w.vouches(before.locks()) {
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
