package schools

import (
	"cmp"
	"context"
	"regexp"
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

// Line is an organisation of the actor's tree as the list shows it: figures only.
type Line struct {
	tree.Organisation
	Why     hold.Why      `db:"why"`     // it takes no changes today
	Closing calendar.Date `db:"closing"` // first day on which it is closed; ""
	Away    calendar.Date `db:"away"`    // the day since which it is on its way or has left; ""
	Place   string        `db:"place"`   // where it works since it left; ""
	Figures `db:"-"`

	PlaceVersion int `db:"place_version"` // how often the place was said
}

// Figures are all that is seen of the life of a school.
type Figures struct {
	People     int              `db:"people"` // with a post today
	LastSignIn calendar.Instant `db:"last_sign_in"`
	Waiting    int              `db:"waiting"` // administrators who wait for a code
}

// Filter narrows the list.
type Filter struct {
	Text  string // part of a code or a name, in any case of letters
	After string // code of the last line before this page
	Limit int
}

func (f Filter) takes(l Line) bool {
	text := i18n.Fold(l.Code + " " + l.NameKK + " " + l.NameRU + " " + l.NameEN)
	for word := range strings.FieldsSeq(i18n.Fold(f.Text)) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// List is a page of the organisations below the actor's own, by code; more says whether
// another follows. The program itself lists all.
func (s *Service) List(ctx context.Context, actor access.Actor, f Filter) (lines []Line, more bool, err error) {
	if err := access.Must(MayKeep.Allows(actor), "people.forbidden"); err != nil {
		return nil, false, err
	}
	all, err := linesOf(ctx, s.Read(), actor, s.Today())
	if err != nil {
		return nil, false, err
	}
	for _, l := range all { // letters beyond ASCII have no small form in SQL of both databases
		if l.ID != actor.School && byCode(l.Code, f.After) > 0 && f.takes(l) {
			lines = append(lines, l)
		}
	}
	if f.Limit > 0 && len(lines) > f.Limit {
		lines, more = lines[:f.Limit], true
	}
	return lines, more, s.count(ctx, lines)
}

// linesOf lists the actor's organisation and everything below it, by code. The order is made
// here: databases have orders of their own, and none puts s2 before s10.
func linesOf(ctx context.Context, c db.Conn, actor access.Actor, day calendar.Date) ([]Line, error) {
	all, err := lines(ctx, c, actor, day)
	slices.SortFunc(all, func(a, b Line) int { return byCode(a.Code, b.Code) })
	return all, err
}

func lines(ctx context.Context, c db.Conn, actor access.Actor, day calendar.Date) ([]Line, error) {
	columns := db.Columns[tree.Organisation]("o") + ", " + hold.Select("o.id", "$1") + " AS why, " + hold.SelectClosing("o.id") + " AS closing, " +
		hold.SelectAway("o.id", "starts") + " AS away, " + hold.SelectAway("o.id", "place") + " AS place, " + hold.SelectAwayVersion("o.id") + " AS place_version"
	if actor.System != "" {
		return db.All[Line](ctx, c, `SELECT `+columns+` FROM organisation o`, day)
	}
	return db.All[Line](ctx, c, `
WITH RECURSIVE down (id) AS (
    SELECT id FROM organisation WHERE id = $2
    UNION SELECT o.id FROM organisation o JOIN down ON o.parent_id = down.id)
SELECT `+columns+` FROM organisation o JOIN down ON down.id = o.id`, day, actor.School)
}

// byCode compares codes by their letters and, within them, by their numbers.
func byCode(a, b string) int {
	keyA, keyB := numbered(a), numbered(b)
	return cmp.Or(strings.Compare(keyA, keyB), strings.Compare(a, b))
}

var digits = regexp.MustCompile(`[0-9]+`)

// numbered is a code in which every number has as many digits as any.
func numbered(code string) string {
	return digits.ReplaceAllStringFunc(code, func(n string) string { return strings.Repeat("0", max(0, people.MaxCode-len(n))) + n })
}

func idsOf(lines []Line) []string {
	ids := make([]string, len(lines))
	for i, l := range lines {
		ids[i] = l.ID
	}
	return ids
}

// count fills the figures of the lines.
func (s *Service) count(ctx context.Context, lines []Line) error {
	in, args := db.In(3, idsOf(lines))
	rows, err := db.All[struct {
		ID string `db:"id"`
		Figures
	}](ctx, s.Read(), `
SELECT o.id, (SELECT count(DISTINCT p.staff_id) FROM post p WHERE p.school_id = o.id AND p.starts <= $1 AND p.ends >= $1) AS people,
       COALESCE((SELECT max(a.last_sign_in) FROM account a WHERE a.school_id = o.id), '') AS last_sign_in,
       (SELECT count(*) FROM account a WHERE a.school_id = o.id AND `+waitsSQL+` AND EXISTS (SELECT 1 FROM post p
          WHERE p.school_id = a.school_id AND p.staff_id = a.staff_id AND p.role = $2 AND p.starts <= $1 AND p.ends >= $1)) AS waiting
  FROM organisation o WHERE o.id IN (`+in+`)`, append([]any{s.Today(), access.Administrator}, args...)...)
	for _, r := range rows {
		for i := range lines {
			if lines[i].ID == r.ID {
				lines[i].Figures = r.Figures
			}
		}
	}
	return err
}

// School is one organisation of the tree with all that its keeper sees.
type School struct {
	Line
	Places         []tree.Place
	Tree           []Line // under whom it may be placed, and whose names places have
	Administrators []Administrator
}

// Waits says whether an administrator waits for a code.
func (s School) Waits() bool {
	return slices.ContainsFunc(s.Administrators, func(a Administrator) bool { return a.Waits })
}

// Coded says whether a code is out that opens at the moment.
func (s School) Coded(at calendar.Instant) bool {
	return slices.ContainsFunc(s.Administrators, func(a Administrator) bool { return a.Waits && a.CodeUntil > at })
}

// Named is the name of an organisation of the tree; of one that is not in it, "".
func (s School) Named(id string) i18n.Text {
	for _, l := range s.Tree {
		if l.ID == id {
			return l.Name()
		}
	}
	return i18n.Text{}
}

// One is an organisation below the actor's.
func (s *Service) One(ctx context.Context, actor access.Actor, id string) (School, error) {
	if err := access.Must(MayKeep.Allows(actor), "people.forbidden"); err != nil {
		return School{}, err
	}
	all, err := linesOf(ctx, s.Read(), actor, s.Today())
	if err != nil {
		return School{}, err
	}
	at := slices.IndexFunc(all, func(l Line) bool { return l.ID == id && id != actor.School })
	if at < 0 {
		return School{}, tree.ErrNoOrganisation()
	}
	out := School{Line: all[at], Tree: all}
	if out.Places, err = tree.PlacesOf(ctx, s.Read(), out.Organisation); err != nil {
		return out, err
	}
	out.Administrators, err = administrators(ctx, s.Read(), []string{id}, s.Today())
	return out, err
}

// Offices are the organisations of the actor's tree that others may stand under.
func (s *Service) Offices(ctx context.Context, actor access.Actor) ([]Line, error) {
	if err := access.Must(MayKeep.Allows(actor), "people.forbidden"); err != nil {
		return nil, err
	}
	all, err := linesOf(ctx, s.Read(), actor, s.Today())
	return slices.DeleteFunc(all, func(l Line) bool { return l.Kind == tree.School || l.Closing != "" }), err
}
