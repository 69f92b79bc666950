package schools

import (
	"context"
	"slices"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/hold"
	"talim/internal/i18n"
	"talim/internal/people"
)

// Line is an organisation of the actor's tree as the list shows it: figures only.
type Line struct {
	people.Organisation
	Why     hold.Why      `db:"why"`     // it takes no changes today
	Closing calendar.Date `db:"closing"` // first day on which it is closed; ""
	Figures `db:"-"`
}

// Figures are all that is seen of the life of a school.
type Figures struct {
	People     int              `db:"people"` // with a post today
	LastSignIn calendar.Instant `db:"last_sign_in"`
	Waiting    int              `db:"waiting"` // administrators who have never signed in
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
	all, err := tree(ctx, s.Read(), actor, s.Today())
	if err != nil {
		return nil, false, err
	}
	for _, l := range all { // letters beyond ASCII have no small form in SQL of both databases
		if l.ID != actor.School && l.Code > f.After && f.takes(l) {
			lines = append(lines, l)
		}
	}
	if f.Limit > 0 && len(lines) > f.Limit {
		lines, more = lines[:f.Limit], true
	}
	return lines, more, s.count(ctx, lines)
}

// tree lists the actor's organisation and everything below it, by code.
func tree(ctx context.Context, c db.Conn, actor access.Actor, day calendar.Date) ([]Line, error) {
	columns := db.Columns[people.Organisation]("o") + ", " + hold.Select("o.id", "$1") + " AS why, " + hold.SelectClosing("o.id") + " AS closing"
	if actor.System != "" {
		return db.All[Line](ctx, c, `SELECT `+columns+` FROM organisation o ORDER BY o.code`, day)
	}
	return db.All[Line](ctx, c, `
WITH RECURSIVE down (id) AS (
    SELECT id FROM organisation WHERE id = $2
    UNION SELECT o.id FROM organisation o JOIN down ON o.parent_id = down.id)
SELECT `+columns+` FROM organisation o JOIN down ON down.id = o.id ORDER BY o.code`, day, actor.School)
}

// count fills the figures of the lines.
func (s *Service) count(ctx context.Context, lines []Line) error {
	ids := make([]string, len(lines))
	for i, l := range lines {
		ids[i] = l.ID
	}
	in, args := db.In(3, ids)
	rows, err := db.All[struct {
		ID string `db:"id"`
		Figures
	}](ctx, s.Read(), `
SELECT o.id, (SELECT count(DISTINCT p.staff_id) FROM post p WHERE p.school_id = o.id AND p.starts <= $1 AND p.ends >= $1) AS people,
       COALESCE((SELECT max(a.last_sign_in) FROM account a WHERE a.school_id = o.id), '') AS last_sign_in,
       (SELECT count(*) FROM account a WHERE a.school_id = o.id AND a.password_hash = '' AND a.disabled_at = '' AND EXISTS (SELECT 1 FROM post p
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

// Administrator is somebody who administers a school, as the tree above sees her.
type Administrator struct {
	Account   string           `db:"account"`
	Name      string           `db:"name"`
	Login     string           `db:"login"`
	SignedIn  bool             `db:"signed_in"` // has set a password
	Disabled  bool             `db:"disabled"`
	CodeUntil calendar.Instant `db:"code_until"` // "" where no code waits
}

func administrators(ctx context.Context, c db.Conn, school string, day calendar.Date) ([]Administrator, error) {
	return db.All[Administrator](ctx, c, `
SELECT a.id AS account, `+people.NameOf("s")+` AS name, a.login, a.password_hash <> '' AS signed_in, a.disabled_at <> '' AS disabled,
       CASE WHEN a.code_hash = '' THEN '' ELSE a.code_expires END AS code_until
  FROM account a JOIN staff s ON s.school_id = a.school_id AND s.id = a.staff_id
 WHERE a.school_id = $1 AND `+people.WhereAtWork("a.school_id", "a.staff_id", "$2", access.Administrator)+` ORDER BY s.sort_key, a.id`, school, day)
}

// School is one organisation of the tree with all that its keeper sees.
type School struct {
	Line
	Places         []people.Place
	Tree           []Line // under whom it may be placed, and whose names places have
	Administrators []Administrator
}

// Waits says whether an administrator has never signed in.
func (s School) Waits() bool {
	return slices.ContainsFunc(s.Administrators, func(a Administrator) bool { return !a.SignedIn && !a.Disabled })
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
	all, err := tree(ctx, s.Read(), actor, s.Today())
	if err != nil {
		return School{}, err
	}
	at := slices.IndexFunc(all, func(l Line) bool { return l.ID == id && id != actor.School })
	if at < 0 {
		return School{}, people.ErrNoOrganisation()
	}
	out := School{Line: all[at], Tree: all}
	if out.Places, err = people.PlacesOf(ctx, s.Read(), out.Organisation); err != nil {
		return out, err
	}
	out.Administrators, err = administrators(ctx, s.Read(), id, s.Today())
	return out, err
}

// Offices are the organisations of the actor's tree that others may stand under.
func (s *Service) Offices(ctx context.Context, actor access.Actor) ([]Line, error) {
	all, err := tree(ctx, s.Read(), actor, s.Today())
	return slices.DeleteFunc(all, func(l Line) bool { return l.Kind == people.School || l.Closing != "" }), err
}
