package schools

import (
	"context"
	"slices"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/hold"
	"talim/internal/people"
	"talim/internal/people/accounts"
	"talim/internal/people/tree"
)

// Slip is what is printed for the first administrator of a school.
type Slip struct {
	School tree.Organisation
	accounts.Ticket
}

// Shown says whether the code stands on the slip. One that can be read no more is replaced
// only when somebody asks: it may be of a time when codes were kept as a hash, and open.
func (s Slip) Shown() bool { return s.OneTime != "" }

// FirstCodes gives codes to the administrators of schools where nobody has ever signed in
// who have none that opens, and gives the slips of all who wait: what was handed out
// stays good. A school that takes no changes is a conflict where it alone is asked for,
// and left out where several are; so is one where nobody waits.
func (s *Service) FirstCodes(ctx context.Context, actor access.Actor, ids ...string) ([]Slip, error) {
	return s.giveCodes(ctx, actor, ids, func(has bool) bool { return !has })
}

// NewCodes gives them new codes; those given before no longer open: for a slip that was
// lost, or came into other hands.
func (s *Service) NewCodes(ctx context.Context, actor access.Actor, ids ...string) ([]Slip, error) {
	return s.giveCodes(ctx, actor, ids, func(bool) bool { return true })
}

// Slips are those of the schools whose codes still open, of all below the actor's
// organisation where none is named.
func (s *Service) Slips(ctx context.Context, actor access.Actor, ids ...string) ([]Slip, error) {
	if err := access.Must(MayKeep.Allows(actor), "people.forbidden"); err != nil {
		return nil, err
	}
	w := work{s.Look(ctx, actor), s}
	waiting, err := w.waiting(ids)
	var out []Slip
	for _, x := range waiting {
		if x.has {
			out = append(out, x.Slip)
		}
	}
	return out, err
}

func (s *Service) giveCodes(ctx context.Context, actor access.Actor, ids []string, again func(has bool) bool) ([]Slip, error) {
	var slips []Slip
	err := s.do(ctx, actor, func(w work) error {
		slips = nil
		waiting, err := w.waiting(ids)
		if err != nil {
			return err
		}
		if len(waiting) == 0 {
			return w.whyNobody(ids)
		}
		for _, x := range waiting {
			if again(x.has) {
				if x.Ticket, err = w.accounts.RenewCode(w.Work, x.School.ID, x.account); err != nil {
					return err
				}
				if err := w.record(eventCodeIssued, x.School, "Login", x.Login); err != nil {
					return err
				}
			}
			slips = append(slips, x.Slip)
		}
		return nil
	})
	return slips, err
}

// waiter is an administrator who waits for a code, with that which opens, if she has one.
type waiter struct {
	Slip
	account string
	has     bool
}

// waiting lists those of the schools, by school; of all that take changes where none is
// named. Two queries and that of the tree, however many schools there are.
func (w work) waiting(ids []string) ([]waiter, error) {
	all, err := linesOf(w.Ctx, w.Tx, w.Actor, w.Date())
	if err != nil {
		return nil, err
	}
	asked := all[:0]
	for _, l := range all {
		if l.ID != w.Actor.School && l.Why == hold.None && (len(ids) == 0 || slices.Contains(ids, l.ID)) {
			asked = append(asked, l)
		}
	}
	admins, err := administrators(w.Ctx, w.Tx, idsOf(asked), w.Date())
	if err != nil {
		return nil, err
	}
	codes, err := w.accounts.CodesOf(w.Ctx, w.Tx, idsOf(asked), w.Instant())
	if err != nil {
		return nil, err
	}
	var out []waiter
	for _, l := range asked {
		for _, a := range admins {
			if a.School == l.ID && a.Waits {
				ticket, has := codes[a.Account]
				out = append(out, waiter{Slip{l.Organisation, ticket}, a.Account, has})
			}
		}
	}
	return out, nil
}

// whyNobody is why no school of those asked for has anybody who waits for a code.
func (w work) whyNobody(ids []string) error {
	for _, id := range ids {
		if _, err := w.ofTree(id); err != nil {
			return err
		}
		if err := w.Free(id); err != nil {
			return err
		}
	}
	return fault.Conflict("schools.nobody_waits")
}

// Administrator is somebody who administers a school, as the tree above sees her.
type Administrator struct {
	School    string           `db:"school_id"`
	Account   string           `db:"account"`
	Name      string           `db:"name"`
	Login     string           `db:"login"`
	SignedIn  bool             `db:"signed_in"` // has set a password
	Disabled  bool             `db:"disabled"`
	Waits     bool             `db:"waits"`      // for a code from above
	CodeUntil calendar.Instant `db:"code_until"` // "" where no code waits
}

// waitsSQL holds for an account a that gets its code from above: it was never used, and
// nor was any other of the school, which else gives its codes itself.
const waitsSQL = `a.password_hash = '' AND a.disabled_at = '' AND NOT EXISTS (SELECT 1 FROM account used WHERE used.school_id = a.school_id AND used.password_hash <> '')`

func administrators(ctx context.Context, c db.Conn, schools []string, day calendar.Date) ([]Administrator, error) {
	in, args := db.In(2, schools)
	return db.All[Administrator](ctx, c, `
SELECT a.school_id, a.id AS account, `+people.NameOf("s")+` AS name, a.login, a.password_hash <> '' AS signed_in, a.disabled_at <> '' AS disabled,
       `+waitsSQL+` AS waits, CASE WHEN a.code_hash = '' THEN '' ELSE a.code_expires END AS code_until
  FROM account a JOIN staff s ON s.school_id = a.school_id AND s.id = a.staff_id
 WHERE `+people.WhereAtWork("a.school_id", "a.staff_id", "$1", access.Administrator)+` AND a.school_id IN (`+in+`) ORDER BY s.sort_key, a.id`,
		append([]any{day}, args...)...)
}
