package tree

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/journal"
	"talim/internal/verb"
	"talim/internal/version"
)

// Kind is what an organisation is.
type Kind string

// The kinds, from the top of the tree (R006).
const (
	Ministry Kind = "ministry"
	Region   Kind = "region"
	District Kind = "district"
	Company  Kind = "company"
	School   Kind = "school"
)

// Kinds lists them in the order in which pages show them.
var Kinds = []Kind{Ministry, Region, District, Company, School}

// Organisation is a node of the reporting tree. Its ID is the school id of all
// records it owns.
type Organisation struct {
	ID        string           `db:"id"`
	ParentID  string           `db:"parent_id"` // "" at the top
	Kind      Kind             `db:"kind"`
	Code      string           `db:"code"`
	NameKK    string           `db:"name_kk"`
	NameRU    string           `db:"name_ru"`
	NameEN    string           `db:"name_en"`
	AddressKK string           `db:"address_kk"`
	AddressRU string           `db:"address_ru"`
	Timezone  string           `db:"timezone"`
	Languages string           `db:"languages"` // of instruction: "kk ru"
	CreatedAt calendar.Instant `db:"created_at"`
	Version   int              `db:"version"` // raised by each change of what its forms say, its place as well
}

// Name in the three languages.
func (o Organisation) Name() i18n.Text { return i18n.Text{KK: o.NameKK, RU: o.NameRU, EN: o.NameEN} }

// Location is the time zone of the organisation; UTC when it is not known.
func (o Organisation) Location() *time.Location {
	loc, err := time.LoadLocation(o.Timezone)
	if err != nil {
		return time.UTC
	}
	return loc
}

// Facts are what a form says of an organisation.
type Facts struct {
	Code      string
	Name      i18n.Text
	AddressKK string
	AddressRU string
	Timezone  string
	Languages []string
}

// Check says what is wrong with the facts.
func (f Facts) Check(faults *fault.Fields) {
	faults.When(f.Code == "" || utf8.RuneCountInString(f.Code) > MaxCode || strings.ContainsAny(f.Code, " \t\n"), "code", "people.organisation.code_needed")
	faults.When(f.Name.KK == "" && f.Name.RU == "" && f.Name.EN == "", "name_kk", "people.organisation.name_needed")
	faults.Text("name_kk", f.Name.KK, false, MaxName)
	faults.Text("name_ru", f.Name.RU, false, MaxName)
	faults.Text("name_en", f.Name.EN, false, MaxName)
	faults.Text("address_kk", f.AddressKK, false, MaxName)
	faults.Text("address_ru", f.AddressRU, false, MaxName)
	_, err := time.LoadLocation(f.Timezone)
	faults.When(err != nil || f.Timezone == "", "timezone", "people.organisation.timezone_unknown")
	for _, l := range f.Languages {
		faults.When(!slices.Contains(i18n.Languages, i18n.Language(l)), "languages", "people.organisation.language_unknown")
	}
}

// With is the organisation with the facts of a form.
func (o Organisation) With(f Facts) Organisation {
	o.Code, o.Timezone, o.Languages = f.Code, f.Timezone, strings.Join(f.Languages, " ")
	o.NameKK, o.NameRU, o.NameEN = f.Name.KK, f.Name.RU, f.Name.EN
	o.AddressKK, o.AddressRU = f.AddressKK, f.AddressRU
	return o
}

// NewOrganisation is an organisation to be placed under Parent; with Above it
// becomes the parent of the actor's own, which had none.
type NewOrganisation struct {
	Kind   Kind
	Parent string
	Above  bool
	Facts
}

// Add adds a node below the actor's organisation, or above it when
// nothing is there yet.
func (s *Service) Add(ctx context.Context, actor access.Actor, in NewOrganisation) (Organisation, error) {
	var made Organisation
	err := s.do(ctx, actor, func(w work) error {
		var faults fault.Fields
		in.Check(&faults)
		faults.When(!slices.Contains(Kinds, in.Kind), "kind", "people.organisation.kind_needed")
		if err := faults.Err(); err != nil {
			return err
		}
		made = Organisation{ID: db.NewID(), ParentID: in.Parent, Kind: in.Kind, CreatedAt: w.Instant()}.With(in.Facts)
		if err := w.place(in, &made); err != nil {
			return err
		}
		return w.record(EventAdded, made.ID, "Code", made.Code)
	})
	return made, err
}

func (w work) place(in NewOrganisation, made *Organisation) error {
	if !in.Above {
		if err := Below(w.Ctx, w.Tx, w.Actor.School, in.Parent); err != nil {
			return err
		}
		if err := MayBePlaced(w.Work, "place", in.Parent); err != nil {
			return err
		}
		return made.insert(w.Work)
	}
	own, err := ByID(w.Ctx, w.Tx, w.Actor.School)
	if err != nil {
		return err
	}
	if own.ParentID != "" {
		return fault.Conflict("people.organisation.has_parent")
	}
	if in.Kind == School {
		return fault.Invalid("kind", "people.organisation.under_school")
	}
	made.ParentID = ""
	if err := made.insert(w.Work); err != nil {
		return err
	}
	_, err = db.Exec(w.Ctx, w.Tx, `UPDATE organisation SET parent_id = $1 WHERE id = $2`, made.ID, own.ID)
	return err
}

// Edit changes name, address, time zone and languages of the version
// that the form was made from. The names that were stand in the journal.
func (s *Service) Edit(ctx context.Context, actor access.Actor, id string, from int, in Facts) (Organisation, error) {
	var made Organisation
	err := s.do(ctx, actor, func(w work) error {
		var faults fault.Fields
		in.Check(&faults)
		if err := faults.Err(); err != nil {
			return err
		}
		if err := Below(w.Ctx, w.Tx, actor.School, id); err != nil {
			return err
		}
		if err := w.Free(id); err != nil { // its copy elsewhere would not know
			return err
		}
		old, err := ByID(w.Ctx, w.Tx, id)
		if err != nil {
			return err
		}
		made = old.With(in)
		if _, err := version.Replace(w.Work, "organisation", from, &made, "id"); err != nil {
			return codeFree(err)
		}
		return w.record(EventChanged, id, "Code", made.Code,
			"WasKK", old.NameKK, "WasRU", old.NameRU, "WasEN", old.NameEN)
	})
	return made, err
}

// Insert adds an organisation to the tree as a part of the caller's change, which asks
// who may and where, and records it.
func Insert(w verb.Work, kind Kind, parent string, f Facts) (Organisation, error) {
	o := Organisation{ID: db.NewID(), ParentID: parent, Kind: kind, CreatedAt: w.Instant()}.With(f)
	return o, o.insert(w)
}

func (o Organisation) insert(w verb.Work) error {
	if err := codeFree(db.Insert(w.Ctx, w.Tx, "organisation", o)); err != nil {
		return err
	}
	return journal.Begin(w.Ctx, w.Tx, w.Voucher, o.ID)
}

// codeFree says at its field that another organisation has the code.
func codeFree(err error) error {
	if errors.Is(err, db.ErrDuplicate) {
		return fault.Invalid("code", "people.organisation.code_taken").Because(err)
	}
	return err
}

// Below is nil when id is root or lies under it; otherwise the organisation is
// not found, as everything outside one's own tree.
func Below(ctx context.Context, c db.Conn, root, id string) error {
	is, err := liesUnder(ctx, c, root, id)
	if err == nil && !is {
		return ErrNoOrganisation()
	}
	return err
}

// liesUnder says whether id is root or lies under it.
func liesUnder(ctx context.Context, c db.Conn, root, id string) (bool, error) {
	ids, err := db.All[string](ctx, c, lineUpSQL, id)
	return slices.Contains(ids, root), err
}

// ErrNoOrganisation answers whatever lies outside one's own tree.
func ErrNoOrganisation() error { return fault.NotFound("people.organisation.not_found") }

// UNION, not UNION ALL: ends even if the data ever held a circle.
const lineUpSQL = `
WITH RECURSIVE line (id, parent_id) AS (
    SELECT id, parent_id FROM organisation WHERE id = $1
    UNION SELECT o.id, o.parent_id FROM organisation o JOIN line l ON o.id = l.parent_id)
SELECT id FROM line`

// ByID reads one.
func ByID(ctx context.Context, c db.Conn, id string) (Organisation, error) {
	o, err := db.One[Organisation](ctx, c, `SELECT `+db.Columns[Organisation]("")+` FROM organisation WHERE id = $1`, id)
	return o, verb.Missing(err, "people.organisation.not_found")
}

// ByCode reads one, for the command line.
func ByCode(ctx context.Context, c db.Conn, code string) (Organisation, error) {
	o, err := db.One[Organisation](ctx, c, `SELECT `+db.Columns[Organisation]("")+` FROM organisation WHERE code = $1`, code)
	return o, verb.Missing(err, "people.organisation.not_found")
}

// Node is an organisation with its depth below the first of the list.
type Node struct {
	Organisation
	Depth int
}

// Of lists the organisations above the school (nearest last), the school
// itself, and everything below it, in the order in which a page draws them.
func Of(ctx context.Context, c db.Conn, school string) ([]Node, error) {
	all, err := db.All[Organisation](ctx, c, `
WITH RECURSIVE up (id, parent_id) AS (
    SELECT id, parent_id FROM organisation WHERE id = $1
    UNION SELECT o.id, o.parent_id FROM organisation o JOIN up ON o.id = up.parent_id),
down (id) AS (
    SELECT id FROM organisation WHERE id = $1
    UNION SELECT o.id FROM organisation o JOIN down ON o.parent_id = down.id)
SELECT `+db.Columns[Organisation]("")+` FROM organisation WHERE id IN (SELECT id FROM up) OR id IN (SELECT id FROM down) ORDER BY code`, school)
	if err != nil {
		return nil, err
	}
	return drawn(all, "", 0), nil
}

func drawn(all []Organisation, parent string, depth int) []Node {
	var nodes []Node
	for _, o := range all {
		if o.ParentID == parent {
			nodes = append(append(nodes, Node{o, depth}), drawn(all, o.ID, depth+1)...)
		}
	}
	return nodes
}
