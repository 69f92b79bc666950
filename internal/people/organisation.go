package people

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
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

// OrganisationFacts is what a form says of an organisation.
type OrganisationFacts struct {
	Code      string
	Name      i18n.Text
	AddressKK string
	AddressRU string
	Timezone  string
	Languages []string
}

func (f OrganisationFacts) check(faults *fault.Fields) {
	if f.Code == "" || len(f.Code) > 40 || strings.ContainsAny(f.Code, " \t\n") {
		faults.Add("code", "people.organisation.code_needed")
	}
	if f.Name.KK == "" && f.Name.RU == "" && f.Name.EN == "" {
		faults.Add("name_kk", "people.organisation.name_needed")
	}
	if _, err := time.LoadLocation(f.Timezone); err != nil || f.Timezone == "" {
		faults.Add("timezone", "people.organisation.timezone_unknown")
	}
}

func (o Organisation) with(f OrganisationFacts) Organisation {
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
	OrganisationFacts
}

// AddOrganisation adds a node below the actor's organisation, or above it when
// nothing is there yet.
func (s *Service) AddOrganisation(ctx context.Context, actor access.Actor, in NewOrganisation) (Organisation, error) {
	now := s.now()
	made := Organisation{ID: db.NewID(), ParentID: in.Parent, Kind: in.Kind, CreatedAt: calendar.InstantOf(now)}.with(in.OrganisationFacts)
	var faults fault.Fields
	if in.check(&faults); !slices.Contains(Kinds, in.Kind) {
		faults.Add("kind", "people.organisation.kind_needed")
	}
	if err := require(actor, MayKeepTree); err != nil {
		return made, err
	}
	if err := faults.Err(); err != nil {
		return made, err
	}
	err := s.db.Tx(ctx, func(tx db.Conn) error {
		if err := s.place(ctx, tx, actor, in, &made); err != nil {
			return err
		}
		return s.note(ctx, tx, actor, now, EventOrganisationAdded, KindOfOrganisation, made.ID, "Code", made.Code)
	})
	return made, err
}

func (s *Service) place(ctx context.Context, tx db.Conn, actor access.Actor, in NewOrganisation, made *Organisation) error {
	if !in.Above {
		if err := below(ctx, tx, actor.School, in.Parent); err != nil {
			return err
		}
		return codeFree(db.Insert(ctx, tx, "organisation", *made))
	}
	own, err := OrganisationByID(ctx, tx, actor.School)
	if err != nil {
		return err
	}
	if own.ParentID != "" {
		return fault.Conflict("people.organisation.has_parent")
	}
	made.ParentID = ""
	if err := codeFree(db.Insert(ctx, tx, "organisation", *made)); err != nil {
		return err
	}
	_, err = db.Exec(ctx, tx, `UPDATE organisation SET parent_id = $1 WHERE id = $2`, made.ID, own.ID)
	return err
}

// EditOrganisation changes name, address, time zone and languages. The names
// that were stand in the journal.
func (s *Service) EditOrganisation(ctx context.Context, actor access.Actor, id string, in OrganisationFacts) (Organisation, error) {
	now := s.now()
	var faults fault.Fields
	in.check(&faults)
	if err := require(actor, MayKeepTree); err != nil {
		return Organisation{}, err
	}
	if err := faults.Err(); err != nil {
		return Organisation{}, err
	}
	var made Organisation
	err := s.db.Tx(ctx, func(tx db.Conn) error {
		if err := below(ctx, tx, actor.School, id); err != nil {
			return err
		}
		old, err := OrganisationByID(ctx, tx, id)
		if err != nil {
			return err
		}
		made = old.with(in)
		if err := codeFree(db.Update(ctx, tx, "organisation", made, "id")); err != nil {
			return err
		}
		return s.note(ctx, tx, actor, now, EventOrganisationChanged, KindOfOrganisation, id, "Code", made.Code,
			"WasKK", old.NameKK, "WasRU", old.NameRU, "WasEN", old.NameEN)
	})
	return made, err
}

// MoveOrganisation places a node under another of the actor's tree. It never
// moves under itself or under what lies below it.
func (s *Service) MoveOrganisation(ctx context.Context, actor access.Actor, id, parent string) error {
	now := s.now()
	if err := require(actor, MayKeepTree); err != nil {
		return err
	}
	return s.db.Tx(ctx, func(tx db.Conn) error {
		for _, x := range []string{id, parent} {
			if err := below(ctx, tx, actor.School, x); err != nil {
				return err
			}
		}
		if id == actor.School || below(ctx, tx, id, parent) == nil {
			return fault.Invalid("parent", "people.organisation.circle")
		}
		if _, err := db.Exec(ctx, tx, `UPDATE organisation SET parent_id = $1 WHERE id = $2`, parent, id); err != nil {
			return err
		}
		return s.note(ctx, tx, actor, now, EventOrganisationMoved, KindOfOrganisation, id)
	})
}

func codeFree(err error) error {
	if errors.Is(err, db.ErrDuplicate) {
		return fault.Invalid("code", "people.organisation.code_taken").Because(err)
	}
	return err
}

// below is nil when id is root or lies under it; otherwise the organisation is
// not found, as everything outside one's own tree.
func below(ctx context.Context, c db.Conn, root, id string) error {
	ids, err := db.All[string](ctx, c, lineUpSQL, id)
	if err != nil {
		return err
	}
	if !slices.Contains(ids, root) {
		return ErrNoOrganisation()
	}
	return nil
}

// ErrNoOrganisation answers whatever lies outside one's own tree.
func ErrNoOrganisation() error { return fault.NotFound("people.organisation.not_found") }

// UNION, not UNION ALL: ends even if the data ever held a circle.
const lineUpSQL = `
WITH RECURSIVE line (id, parent_id) AS (
    SELECT id, parent_id FROM organisation WHERE id = $1
    UNION SELECT o.id, o.parent_id FROM organisation o JOIN line l ON o.id = l.parent_id)
SELECT id FROM line`

// OrganisationByID reads one.
func OrganisationByID(ctx context.Context, c db.Conn, id string) (Organisation, error) {
	o, err := db.One[Organisation](ctx, c, `SELECT * FROM organisation WHERE id = $1`, id)
	return o, orNotFound(err, "people.organisation.not_found")
}

// OrganisationByCode reads one, for the command line.
func OrganisationByCode(ctx context.Context, c db.Conn, code string) (Organisation, error) {
	o, err := db.One[Organisation](ctx, c, `SELECT * FROM organisation WHERE code = $1`, code)
	return o, orNotFound(err, "people.organisation.not_found")
}

// Node is an organisation with its depth below the first of the list.
type Node struct {
	Organisation
	Depth int
}

// Tree lists the organisations above the school (nearest last), the school
// itself, and everything below it, in the order in which a page draws them.
func Tree(ctx context.Context, c db.Conn, school string) ([]Node, error) {
	all, err := db.All[Organisation](ctx, c, `
WITH RECURSIVE up (id, parent_id) AS (
    SELECT id, parent_id FROM organisation WHERE id = $1
    UNION SELECT o.id, o.parent_id FROM organisation o JOIN up ON o.id = up.parent_id),
down (id) AS (
    SELECT id FROM organisation WHERE id = $1
    UNION SELECT o.id FROM organisation o JOIN down ON o.parent_id = down.id)
SELECT * FROM organisation WHERE id IN (SELECT id FROM up) OR id IN (SELECT id FROM down) ORDER BY code`, school)
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

func orNotFound(err error, key string) error {
	if errors.Is(err, db.ErrNotFound) {
		return fault.NotFound(key).Because(err)
	}
	return err
}
