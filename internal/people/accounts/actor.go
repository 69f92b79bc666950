package accounts

import (
	"context"
	"errors"
	"slices"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/hold"
	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/people/tree"
)

// Signed is what every page shows of the person signed in and their school.
type Signed struct {
	School   i18n.Text
	Language i18n.Language // chosen by the person; "" where not chosen
	Zone     string        // time zone of the school
	Hold     hold.Why      // why the school takes no changes today
	Away     calendar.Date // the day since which the school is on its way, or has left; ""
	Place    string        // where it works since it left; ""
	Several  bool          // the person can open other schools as well
	Guard    Guard         // what the owner of the account is to know on every page
}

type actorRow struct {
	locks
	Seal     string        `db:"seal"`
	Closed   calendar.Date `db:"closed"`
	Reset    bool          `db:"reset_begun"`
	Language string        `db:"language"`
	Name     string        `db:"name"`
	NameKK   string        `db:"name_kk"`
	NameRU   string        `db:"name_ru"`
	NameEN   string        `db:"name_en"`
	Timezone string        `db:"timezone"`
	Kind     tree.Kind     `db:"kind"`
	Hold     hold.Why      `db:"hold"`
	Away     calendar.Date `db:"away"`
	Place    string        `db:"place"`
	Schools  int           `db:"schools"` // that the person can open
	Posts    string        `db:"posts"`   // people.SelectHeld of the day
	Units    string        `db:"units"`
}

// ActorOf says who stands behind an account today, in one query. Nobody, the
// zero Actor, stands behind one that is gone, disabled or changed without the
// program, or whose owner has no post in the school today. A post that was written or
// changed without the program is none.
func (s *Service) ActorOf(ctx context.Context, accountID string) (access.Actor, Signed, error) {
	row, err := db.One[actorRow](ctx, s.Read(), `
SELECT `+db.Columns[locks]("a")+`, a.seal, CASE WHEN a.closed_until > $2 THEN a.closed_until ELSE '' END AS closed,
       (a.code_hash <> '' AND a.code_expires > $3 AND `+usedSQL+`) AS reset_begun, a.language, `+people.NameOf("s")+` AS name, o.name_kk, o.name_ru, o.name_en, o.timezone,
       o.kind, `+hold.Select("a.school_id", "$2")+` AS hold, `+hold.SelectAway("a.school_id", "starts")+` AS away, `+hold.SelectAway("a.school_id", "place")+` AS place,
       `+selectSeveral("a.school_id", "a.id", "$2")+` AS schools,
       `+people.SelectHeld("a.school_id", "a.staff_id", "$2")+` AS posts,
       COALESCE((SELECT string_agg(m.unit_id, ' ') FROM unit_member m
          WHERE m.school_id = a.school_id AND m.staff_id = a.staff_id AND m.starts <= $2 AND m.ends >= $2), '') AS units
  FROM account a
  JOIN staff s ON s.school_id = a.school_id AND s.id = a.staff_id
  JOIN organisation o ON o.id = a.school_id
 WHERE a.id = $1`, accountID, s.Today(), s.Instant())
	if errors.Is(err, db.ErrNotFound) || err == nil && (row.DisabledAt != "" || !s.vouches(row.locks, row.Seal)) {
		return access.Actor{}, Signed{}, nil
	}
	if err != nil {
		return access.Actor{}, Signed{}, err
	}
	held := people.HeldPosts(s.Voucher(), row.SchoolID, row.StaffID, s.Today(), row.Posts)
	if len(held) == 0 {
		return access.Actor{}, Signed{}, nil
	}
	name := i18n.Text{KK: row.NameKK, RU: row.NameRU, EN: row.NameEN}
	return row.actor(held), Signed{
		School: name, Language: i18n.Language(row.Language), Zone: row.Timezone, Several: row.Schools > 1, Hold: row.Hold, Away: row.Away, Place: row.Place, Guard: row.guard(),
	}, nil
}

func (r actorRow) actor(held []people.HeldPost) access.Actor {
	a := access.Actor{Account: r.ID, School: r.SchoolID, Office: r.Kind != tree.School, Staff: r.StaffID, Name: r.Name, Closed: r.Closed, Units: strings.Fields(r.Units)}
	slices.Sort(a.Units)
	for _, p := range held {
		if !a.Has(p.Role) {
			a.Roles = append(a.Roles, p.Role)
		}
		if p.Unit != "" {
			a.Heads = append(a.Heads, p.Unit)
		}
	}
	slices.SortFunc(a.Roles, access.ByRank)
	slices.Sort(a.Heads)
	return a
}
