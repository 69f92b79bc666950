package accounts

import (
	"context"
	"slices"
	"time"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/secret"
	"talim/internal/verb"
)

// A directory of others, such as that of a district, may say who somebody is. Whose account
// that is, its owner says once, with everything that the account is signed in with: nobody
// is found by a name or an address that a directory gives her. A second factor is asked for
// as after a password.

// Named is somebody as a directory names her.
type Named struct {
	Issuer string
	Name   string // claim and value
}

// linkLocks are who comes in, and as whom; the sum of a link is over them.
type linkLocks struct {
	School  string `db:"school_id"`
	ID      string `db:"id"`
	Account string `db:"account_id"`
	Issuer  string `db:"issuer"`
	Named   string `db:"named"`
}

// link says whose account it is whom a directory names.
type link struct {
	linkLocks
	LinkedAt calendar.Instant `db:"linked_at"`
	Seal     string           `db:"seal"`
}

var vouchedLink = secret.Vouched{Table: "directory_link", Name: "seal", Over: db.ColumnsOf[linkLocks]()}

// LinkDirectory says that an account is of somebody whom a directory named, and gives it.
// While private texts are closed after a reset nobody says so.
func (s *Service) LinkDirectory(ctx context.Context, n Named, in Proof, now time.Time) (Entry, error) {
	id, err := s.prove(ctx, in, now)
	if err != nil {
		return Entry{}, err
	}
	a, err := accountAnywhere(ctx, s.Read(), id)
	if err != nil {
		return Entry{}, err
	}
	err = s.Do(ctx, a.actor(), func(v verb.Work) error {
		w := work{v, s}
		if a, err = w.own(); err != nil {
			return err
		}
		if s.keeper == nil || a.closedOn(w.Date()) {
			return fault.Invalid("", "people.directory.closed")
		}
		l := link{linkLocks: linkLocks{School: a.SchoolID, ID: db.NewID(), Account: a.ID, Issuer: n.Issuer, Named: n.Name}, LinkedAt: w.Instant()}
		l.Seal = s.keeper.Vouch(vouchedLink.Table, db.TextsOf(l.linkLocks)...)
		if err := verb.Duplicate(db.Insert(w.Ctx, w.Tx, "directory_link", l), "people.directory.have"); err != nil {
			return err
		}
		return w.record(EventDirectoryLinked, a.StaffID)
	})
	return Entry{Account: a.ID, Login: a.Login}, err
}

// ByDirectory is how far it leads that a directory named somebody: to her account, or to
// the question for a code; an Entry without account where she has not said whose she is. Of
// several schools it is the one where she was last.
func (s *Service) ByDirectory(ctx context.Context, n Named) (Entry, error) {
	links, err := db.All[link](ctx, s.Read(), `SELECT `+db.Columns[link]("l")+` FROM directory_link l JOIN account a ON a.school_id = l.school_id AND a.id = l.account_id
 WHERE l.issuer = $1 AND l.named = $2 AND a.disabled_at = '' ORDER BY a.last_sign_in DESC, l.id`, n.Issuer, n.Name)
	if err != nil {
		return Entry{}, err
	}
	i := slices.IndexFunc(links, func(l link) bool {
		return s.keeper != nil && s.keeper.Vouches(l.Seal, vouchedLink.Table, db.TextsOf(l.linkLocks)...)
	})
	if i < 0 {
		return Entry{}, nil
	}
	a, err := accountAnywhere(ctx, s.Read(), links[i].Account)
	if err != nil {
		return Entry{}, err
	}
	if err := s.unchanged(a, ""); err != nil {
		return Entry{}, err
	}
	return s.enter(ctx, a)
}

// UnlinkDirectory lets no directory name the actor any more.
func (s *Service) UnlinkDirectory(ctx context.Context, actor access.Actor) error {
	return s.do(ctx, actor, MayKeepOwn, func(w work) error {
		had, err := w.dropLink(actor.School, actor.Account)
		if err != nil {
			return err
		}
		if !had {
			return fault.Conflict("people.directory.none")
		}
		return w.record(EventDirectoryUnlinked, actor.Staff)
	})
}

func (w work) dropLink(school, account string) (bool, error) {
	n, err := db.Exec(w.Ctx, w.Tx, `DELETE FROM directory_link WHERE school_id = $1 AND account_id = $2`, school, account)
	return n > 0, err
}
