// Package letterhead reads what stands on the papers of a school: its name, the
// authorities above it, and who signs.
package letterhead

import (
	"context"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/document"
	"talim/internal/i18n"
	"talim/internal/people"
)

// Head is what the papers of a school carry: the letterhead with the
// authorities above the school, its name and place, and the director who signs.
type Head struct {
	document.Letterhead
	School   i18n.Text
	Place    i18n.Text
	Director string // name, or code; "" while nobody holds the post
}

type headRow struct {
	Depth     int           `db:"depth"` // 0 is the school itself; -1 the director
	NameKK    string        `db:"name_kk"`
	NameRU    string        `db:"name_ru"`
	NameEN    string        `db:"name_en"`
	AddressKK string        `db:"address_kk"`
	AddressRU string        `db:"address_ru"`
	Director  people.Person `db:"director_"`
}

// The school, the organisations above it and the director, in one query: papers
// are made on pages that may ask five.
var headSQL = `
WITH RECURSIVE line (id, parent_id, depth) AS (
    SELECT id, parent_id, 0 FROM organisation WHERE id = $1
    UNION ALL SELECT o.id, o.parent_id, l.depth + 1 FROM organisation o JOIN line l ON o.id = l.parent_id WHERE l.depth < 8)
SELECT l.depth, o.name_kk, o.name_ru, o.name_en, o.address_kk, o.address_ru, ` + people.NobodyAs("director") + `
  FROM line l JOIN organisation o ON o.id = l.id
UNION ALL
SELECT -1, '', '', '', '', '', ` + people.PersonAs("s", "director") + ` FROM post p
  ` + people.JoinStaff("s", "p.school_id", "p.staff_id") + `
 WHERE p.school_id = $1 AND p.role = $2 AND p.starts <= $3 AND p.ends >= $3
ORDER BY depth DESC, director_code`

// Of reads what stands on the papers of a school on a day.
func Of(ctx context.Context, c db.Conn, school string, on calendar.Date) (Head, error) {
	rows, err := db.All[headRow](ctx, c, headSQL, school, access.Director, on)
	var h Head
	for _, r := range rows {
		switch {
		case r.Depth < 0:
			h.Director = r.Director.Name()
			continue
		case r.Depth == 0:
			h.School = i18n.Text{KK: r.NameKK, RU: r.NameRU, EN: r.NameEN}
			h.Place = i18n.Text{KK: r.AddressKK, RU: r.AddressRU}
		}
		if r.Depth <= nearAuthorities {
			h.Kazakh, h.Russian = append(h.Kazakh, r.NameKK), append(h.Russian, r.NameRU)
		}
	}
	return h, err
}

// nearAuthorities is how many organisations above the school its letterhead names.
const nearAuthorities = 2
