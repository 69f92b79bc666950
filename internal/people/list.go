package people

import (
	"context"
	"slices"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/i18n"
)

// Filter narrows the list of staff. The zero Filter with On and Limit lists
// everybody of the day.
type Filter struct {
	Text  string // part of a name or code, in any case of letters
	Unit  string
	Role  access.Role
	On    calendar.Date
	After string // Line.Key of the last line before this page
	Limit int
}

// Line is a person in the list of staff: only what everybody of the school sees.
type Line struct {
	ID       string `db:"id"`
	Code     string `db:"code"`
	Name     string `db:"name"`
	SortKey  string `db:"sort_key"`
	Roles    string `db:"roles"`
	Units    string `db:"units"` // ids
	Subjects string `db:"subjects"`
	Away     bool   `db:"away"`
}

// Key continues the list after this line.
func (l Line) Key() string { return l.SortKey + "." + l.ID }

// RoleList lists the roles in the order of pages.
func (l Line) RoleList() []access.Role {
	var roles []access.Role
	for r := range strings.FieldsSeq(l.Roles) {
		roles = append(roles, access.Role(r))
	}
	slices.SortFunc(roles, access.ByRank)
	return slices.Compact(roles)
}

// UnitList lists the ids of the units.
func (l Line) UnitList() []string { return strings.Fields(l.Units) }

// SubjectList lists the subjects taught.
func (l Line) SubjectList() []string {
	if l.Subjects == "" {
		return nil
	}
	list := strings.Split(l.Subjects, "\n")
	slices.Sort(list)
	return list
}

func cutKey(key string) (sortKey, id string, ok bool) { return strings.Cut(key, ".") }

// presentSQL: the person has a post on the day, which is $2.
const presentSQL = `EXISTS (SELECT 1 FROM post x WHERE x.school_id = s.school_id AND x.staff_id = s.id AND x.starts <= $2 AND x.ends >= $2)`

// postSQL: the person has a post of a role on the day, which is $2.
const postSQL = `EXISTS (SELECT 1 FROM post x WHERE x.school_id = s.school_id AND x.staff_id = s.id AND x.starts <= $2 AND x.ends >= $2 AND x.role = ?)`

// List is a page of the staff of a school on a day.
func List(ctx context.Context, c db.Conn, school string, f Filter) ([]Line, error) {
	w := db.From(school, f.On)
	w.And("s.school_id = $1")
	f.narrow(&w)
	away, args := db.In(len(w.Args())+1, AwayStates)
	for _, a := range args {
		w.Next(a)
	}
	return db.All[Line](ctx, c, `
SELECT s.id, s.code, `+nameSQL("s")+` AS name, s.sort_key,
       COALESCE((SELECT string_agg(p.role, ' ') FROM post p WHERE p.school_id = s.school_id AND p.staff_id = s.id
          AND p.starts <= $2 AND p.ends >= $2), '') AS roles,
       COALESCE((SELECT string_agg(m.unit_id, ' ') FROM unit_member m WHERE m.school_id = s.school_id AND m.staff_id = s.id
          AND m.starts <= $2 AND m.ends >= $2), '') AS units,
       COALESCE((SELECT string_agg(t.subject_code, '`+"\n"+`') FROM teaches t WHERE t.school_id = s.school_id AND t.staff_id = s.id
          AND t.starts <= $2 AND t.ends >= $2), '') AS subjects,
       EXISTS (SELECT 1 FROM staffing_state z WHERE z.school_id = s.school_id AND z.staff_id = s.id
          AND z.starts <= $2 AND z.ends >= $2 AND z.state IN (`+away+`)) AS away
  FROM staff s`+w.SQL()+`
 ORDER BY s.sort_key, s.id LIMIT `+w.Next(f.Limit), w.Args()...)
}

// inRussianLetters lets a name be found from a keyboard without Kazakh letters.
func inRussianLetters(folded string) string {
	for _, p := range i18n.KazakhLetters() {
		folded = "REPLACE(" + folded + ", '" + p[0] + "', '" + p[1] + "')"
	}
	return folded
}

func (f Filter) narrow(w *db.Where) {
	if f.Role == "" {
		w.And(presentSQL)
	} else {
		w.And(postSQL, f.Role)
	}
	for word := range strings.FieldsSeq(i18n.RussianLetters(i18n.Fold(f.Text))) {
		w.And(inRussianLetters("s.name_fold")+` LIKE ? ESCAPE '\'`, "%"+db.Literally(word)+"%")
	}
	if f.Unit != "" {
		w.And(`EXISTS (SELECT 1 FROM unit_member y WHERE y.school_id = s.school_id AND y.staff_id = s.id AND y.starts <= $2 AND y.ends >= $2 AND y.unit_id = ?)`, f.Unit)
	}
	if key, id, ok := cutKey(f.After); ok {
		w.And("s.sort_key > ? OR (s.sort_key = ? AND s.id > ?)", key, key, id)
	}
}

// Span is one dated fact of a person's public history: a post, a membership, a
// subject; a state only for those who see private facts.
type Span struct {
	Kind   string `db:"kind"` // "post", "member", "teaches", "state", or "proposed", a post that waits
	ID     string `db:"id"`
	What   string `db:"what"` // role, subject or state
	UnitID string `db:"unit_id"`
	NameKK string `db:"name_kk"` // of the unit, or the deputy's area
	NameRU string `db:"name_ru"`
	NameEN string `db:"name_en"`
	calendar.Period
	OrderNo   string        `db:"order_no"`
	OrderDate calendar.Date `db:"order_date"`
}

// Name of the unit or the deputy's area.
func (s Span) Name() i18n.Text { return i18n.Text{KK: s.NameKK, RU: s.NameRU, EN: s.NameEN} }

// HistoryOf lists everything dated of a person, the latest first. States are
// in it; the page shows them as AwayOn to those who may not see them. Posts that wait for
// a second person are shown to those who keep the staff and to the person.
func HistoryOf(ctx context.Context, c db.Conn, school, staff string) ([]Span, error) {
	return db.All[Span](ctx, c, `
SELECT 'post' AS kind, p.id, p.role AS what, p.unit_id, COALESCE(u.name_kk, p.area_kk) AS name_kk, COALESCE(u.name_ru, p.area_ru) AS name_ru,
       COALESCE(u.name_en, p.area_en) AS name_en, p.starts, p.ends, p.order_no, p.order_date
  FROM post p LEFT JOIN unit u ON u.school_id = p.school_id AND u.id = p.unit_id WHERE p.school_id = $1 AND p.staff_id = $2
UNION ALL
SELECT 'member', m.id, '', m.unit_id, u.name_kk, u.name_ru, u.name_en, m.starts, m.ends, '', ''
  FROM unit_member m JOIN unit u ON u.school_id = m.school_id AND u.id = m.unit_id WHERE m.school_id = $1 AND m.staff_id = $2
UNION ALL
SELECT 'teaches', t.id, t.subject_code, '', '', '', '', t.starts, t.ends, '', '' FROM teaches t WHERE t.school_id = $1 AND t.staff_id = $2
UNION ALL
SELECT 'state', z.id, z.state, '', '', '', '', z.starts, z.ends, '', '' FROM staffing_state z WHERE z.school_id = $1 AND z.staff_id = $2
UNION ALL
SELECT 'proposed', q.id, q.role, '', '', '', '', q.starts, q.ends, q.order_no, q.order_date
  FROM post_proposal q WHERE q.school_id = $1 AND q.staff_id = $2 AND q.state = 'asked'
ORDER BY starts DESC, kind, id`, school, staff)
}

// AwayOn says whether one of the states keeps the person away on the day.
func AwayOn(spans []Span, day calendar.Date) bool {
	return slices.ContainsFunc(spans, func(s Span) bool { return s.Kind == "state" && State(s.What).Away() && s.Contains(day) })
}

// InSchoolSince is the first day of the first post: the first year in this
// school is counted from it.
func InSchoolSince(spans []Span) calendar.Date {
	since := calendar.Date("")
	for _, s := range spans {
		if s.Kind == "post" && (since == "" || s.Starts < since) {
			since = s.Starts
		}
	}
	return since
}

// Named is a person to choose from or to show beside a record.
type Named struct {
	ID   string `db:"id"`
	Code string `db:"code"`
	Name string `db:"name"`
}

// NamesOf gives the names of the people with the ids, whatever the day.
func NamesOf(ctx context.Context, c db.Conn, school string, ids []string) (map[string]Named, error) {
	in, args := db.In(2, unique(ids))
	rows, err := db.All[Named](ctx, c, `SELECT s.id, s.code, `+nameSQL("s")+` AS name FROM staff s WHERE s.school_id = $1 AND s.id IN (`+in+`)`,
		append([]any{school}, args...)...)
	names := make(map[string]Named, len(rows))
	for _, n := range rows {
		names[n.ID] = n
	}
	return names, err
}

// Choices lists everybody of the day for a select field.
func Choices(ctx context.Context, c db.Conn, school string, on calendar.Date) ([]Named, error) {
	return db.All[Named](ctx, c, `SELECT s.id, s.code, `+nameSQL("s")+` AS name FROM staff s WHERE s.school_id = $1 AND `+presentSQL+`
 ORDER BY s.sort_key, s.id`, school, on)
}
