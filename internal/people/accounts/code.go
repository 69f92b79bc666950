package accounts

import (
	"context"
	"time"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/password"
	"talim/internal/people"
	"talim/internal/reminder"
	"talim/internal/secret"
)

// Ticket is a slip of the printed sheet. Beside it the code is kept sealed, while it
// opens.
type Ticket struct {
	Staff   string           `db:"staff_id"`
	Code    string           `db:"code"` // of the person
	Name    string           `db:"name"`
	Login   string           `db:"login"`
	OneTime string           `db:"-"`
	Expires calendar.Instant `db:"code_expires"`
}

// ticket gives the account a new code; the one before no longer opens it.
func (s *Service) ticket(by access.Actor, a *Account, p people.Staff, now time.Time) Ticket {
	a.CodeBy, a.CodeByName = by.Staff, by.Name
	code := password.NewCode()
	a.CodeHash, a.CodeExpires, a.CodeSealed = password.HashCode(a.ID, code), calendar.InstantOf(now.Add(codeLife)), ""
	if s.keeper != nil {
		a.CodeSealed = s.keeper.Seal(oneTimeCode.Of(a.ID), code)
		a.CodeHash = db.NewID() // says that there is one, and which: the sum of the account is over it
	}
	return Ticket{Staff: p.ID, Code: p.Code, Name: p.Name(), Login: a.Login, OneTime: code, Expires: a.CodeExpires}
}

// codeLife is how long a printed code opens the account.
const codeLife = 14 * 24 * time.Hour

// oneTimeCode is where a code is kept until it is used or runs out, so that a sheet that
// was torn or lost is printed again without making the slips worthless that were handed out.
var oneTimeCode = secret.Column{Table: "account", Name: "code_sealed"}

// Sealed lists the columns of private texts.
var Sealed = []secret.Column{oneTimeCode, factorSecret}

// KeepCodes lets the service keep the codes that it gives, sealed; without it they are
// known only when they are given. Called while the program is put together.
func (s *Service) KeepCodes(k *secret.Keeper) { s.keeper = k }

// IssueCodes gives one-time codes to the people, making the accounts that are
// missing. A password that was set opens until the code is used: the code is
// then for somebody who forgot it. Disabled accounts are refused.
func (s *Service) IssueCodes(ctx context.Context, actor access.Actor, staff []string) ([]Ticket, error) {
	var tickets []Ticket
	err := s.do(ctx, actor, MayKeep, func(w work) error {
		if len(staff) == 0 {
			return fault.Invalid("staff", "people.codes.nobody")
		}
		holders, err := staffWithAccounts(w.Ctx, w.Tx, actor.School, staff)
		if err != nil {
			return err
		}
		if tickets, err = w.issue(holders); err != nil {
			return err
		}
		if err := w.forgetExpired(); err != nil {
			return err
		}
		return w.announce(holders)
	})
	return tickets, err
}

func (w work) issue(holders []holder) ([]Ticket, error) {
	free, err := freeLogins(w.Ctx, w.Tx, w.Actor.School, holders)
	if err != nil {
		return nil, err
	}
	var tickets []Ticket
	var added []Account
	for i, p := range holders {
		a := p.account
		if isNew := a.ID == ""; isNew {
			a = newAccount(p.Staff, free[i], w.At)
			tickets = append(tickets, w.ticket(w.Actor, &a, p.Staff, w.At))
			added = append(added, a)
			continue
		}
		tickets = append(tickets, w.ticket(w.Actor, &a, p.Staff, w.At))
		if err := w.keep(a); err != nil {
			return nil, err
		}
	}
	return tickets, w.add(added)
}

// announce writes the codes into the journal, and tells the owners of accounts in use: on
// Today, and on every page of a session that is open (see ActorOf).
func (w work) announce(holders []holder) error {
	for _, h := range holders {
		if !h.account.used() {
			if err := w.record(EventCodesIssued, h.ID, "Code", h.Code); err != nil {
				return err
			}
			continue
		}
		if err := w.record(EventResetBegun, h.ID, "Code", h.Code); err != nil {
			return err
		}
		if err := w.Notify(reminder.Reminder{
			Staff: h.ID, Key: keyCodeMade, Args: db.Texts{"By": w.Actor.Name}, Target: toSignIns, About: h.account.ID,
		}); err != nil {
			return err
		}
	}
	return nil
}

// forgetExpired takes away the codes of the school that open nothing any more.
func (w work) forgetExpired() error {
	_, err := db.Exec(w.Ctx, w.Tx, `UPDATE account SET code_sealed = '' WHERE school_id = $1 AND code_sealed <> '' AND code_expires <= $2`,
		w.Actor.School, w.Instant())
	return err
}

// CodesOf are the codes that still open, of accounts of the schools that nobody has signed
// in to, by account; for who has asked whether they may be seen. A code that is kept
// nowhere, or that no key opens any more, is there without its text.
func (s *Service) CodesOf(ctx context.Context, c db.Conn, schools []string, at calendar.Instant) (map[string]Ticket, error) {
	in, args := db.In(2, schools)
	rows, err := db.All[struct {
		Ticket
		Account string `db:"account"`
		Sealed  string `db:"code_sealed"`
	}](ctx, c, `
SELECT s.id AS staff_id, s.code, `+people.NameOf("s")+` AS name, a.login, a.code_expires, a.id AS account, a.code_sealed
`+From("a", "s")+` WHERE a.code_hash <> '' AND a.password_hash = '' AND a.disabled_at = '' AND a.code_expires > $1 AND a.school_id IN (`+in+`)`,
		append([]any{at}, args...)...)
	out := map[string]Ticket{}
	for _, r := range rows {
		if s.keeper != nil && r.Sealed != "" {
			r.OneTime, _ = s.keeper.Open(oneTimeCode.Of(r.Account), r.Sealed)
		}
		out[r.Account] = r.Ticket
	}
	return out, err
}

// Tickets are the slips whose codes still open, in the order of people; until is the
// moment at which those of one sheet run out, "" for all. Only those who give codes see
// them. A code that was used, ran out, was replaced or belongs to a closed account or to
// somebody who left is not among them.
func (s *Service) Tickets(ctx context.Context, actor access.Actor, until calendar.Instant) ([]Ticket, error) {
	if err := access.Must(MayKeep.Allows(actor), "people.forbidden"); err != nil {
		return nil, err
	}
	rows, err := db.All[struct {
		Ticket
		Account string `db:"account"`
		Sealed  string `db:"code_sealed"`
	}](ctx, s.Read(), `
SELECT s.id AS staff_id, s.code, `+people.NameOf("s")+` AS name, a.login, a.code_expires, a.id AS account, a.code_sealed
  `+From("a", "s")+`
 WHERE a.school_id = $1 AND `+people.WhereAtWork("s.school_id", "s.id", "$2")+` AND a.code_sealed <> '' AND a.code_hash <> '' AND a.disabled_at = ''
   AND a.code_expires > $3 AND ($4 = '' OR a.code_expires = $4)
 ORDER BY s.sort_key, s.id`, actor.School, s.Today(), s.Instant(), until)
	var out []Ticket
	for _, r := range rows {
		if code, err := s.keeper.Open(oneTimeCode.Of(r.Account), r.Sealed); err == nil {
			r.OneTime = code
			out = append(out, r.Ticket)
		}
	}
	return out, err
}
