package people

import (
	"context"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/document"
	"talim/internal/i18n"
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
	Depth     int    `db:"depth"` // 0 is the school itself; -1 the director
	NameKK    string `db:"name_kk"`
	NameRU    string `db:"name_ru"`
	NameEN    string `db:"name_en"`
	AddressKK string `db:"address_kk"`
	AddressRU string `db:"address_ru"`
	Code      string `db:"code"`
	Family    string `db:"family_name"`
	Given     string `db:"given_name"`
	Patron    string `db:"patronymic"`
}

// The school, the organisations above it and the director, in one query: papers
// are made on pages that may ask five.
const headSQL = `
WITH RECURSIVE line (id, parent_id, depth) AS (
    SELECT id, parent_id, 0 FROM organisation WHERE id = $1
    UNION ALL SELECT o.id, o.parent_id, l.depth + 1 FROM organisation o JOIN line l ON o.id = l.parent_id WHERE l.depth < 8)
SELECT l.depth, o.name_kk, o.name_ru, o.name_en, o.address_kk, o.address_ru, '' AS code, '' AS family_name, '' AS given_name, '' AS patronymic
  FROM line l JOIN organisation o ON o.id = l.id
UNION ALL
SELECT -1, '', '', '', '', '', s.code, s.family_name, s.given_name, s.patronymic FROM post p
  JOIN staff s ON s.school_id = p.school_id AND s.id = p.staff_id
 WHERE p.school_id = $1 AND p.role = $2 AND p.starts <= $3 AND p.ends >= $3
ORDER BY depth DESC, code`

// HeadOf reads what stands on the papers of a school on a day.
func HeadOf(ctx context.Context, c db.Conn, school string, on calendar.Date) (Head, error) {
	rows, err := db.All[headRow](ctx, c, headSQL, school, access.Director, on)
	var h Head
	for _, r := range rows {
		switch {
		case r.Depth < 0:
			h.Director = fullName(r.Family, r.Given, r.Patron, r.Code)
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
