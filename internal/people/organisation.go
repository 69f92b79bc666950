package people

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
	faults.When(f.Code == "" || utf8.RuneCountInString(f.Code) > MaxCode || strings.ContainsAny(f.Code, " \t\n"), "code", "people.organisation.code_needed")
	faults.When(f.Name.KK == "" && f.Name.RU == "" && f.Name.EN == "", "name_kk", "people.organisation.name_needed")
	checkTexts(faults, "name", f.Name, MaxName)
	faults.Text("address_kk", f.AddressKK, false, MaxName)
	faults.Text("address_ru", f.AddressRU, false, MaxName)
	_, err := time.LoadLocation(f.Timezone)
	faults.When(err != nil || f.Timezone == "", "timezone", "people.organisation.timezone_unknown")
	for _, l := range f.Languages {
		faults.When(!slices.Contains(i18n.Languages, i18n.Language(l)), "languages", "people.organisation.language_unknown")
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
	var made Organisation
	err := s.do(ctx, actor, MayKeepTree, func(w work) error {
		var faults fault.Fields
		in.check(&faults)
		faults.When(!slices.Contains(Kinds, in.Kind), "kind", "people.organisation.kind_needed")
		if err := faults.Err(); err != nil {
			return err
		}
		made = Organisation{ID: db.NewID(), ParentID: in.Parent, Kind: in.Kind, CreatedAt: w.Instant()}.with(in.OrganisationFacts)
		if err := w.place(in, &made); err != nil {
			return err
		}
		return w.record(EventOrganisationAdded, KindOfOrganisation, made.ID, "Code", made.Code)
	})
	return made, err
}

func (w work) place(in NewOrganisation, made *Organisation) error {
	if !in.Above {
		if err := below(w.Ctx, w.Tx, w.Actor.School, in.Parent); err != nil {
			return err
		}
		if err := mayBePlaced(w.Work, "place", in.Parent); err != nil {
			return err
		}
		return codeFree(db.Insert(w.Ctx, w.Tx, "organisation", *made))
	}
	own, err := OrganisationByID(w.Ctx, w.Tx, w.Actor.School)
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
	if err := codeFree(db.Insert(w.Ctx, w.Tx, "organisation", *made)); err != nil {
		return err
	}
	_, err = db.Exec(w.Ctx, w.Tx, `UPDATE organisation SET parent_id = $1 WHERE id = $2`, made.ID, own.ID)
	return err
}

// EditOrganisation changes name, address, time zone and languages of the version
// that the form was made from. The names that were stand in the journal.
func (s *Service) EditOrganisation(ctx context.Context, actor access.Actor, id string, from int, in OrganisationFacts) (Organisation, error) {
	var made Organisation
	err := s.do(ctx, actor, MayKeepTree, func(w work) error {
		var faults fault.Fields
		in.check(&faults)
		if err := faults.Err(); err != nil {
			return err
		}
		if err := below(w.Ctx, w.Tx, actor.School, id); err != nil {
			return err
		}
		if err := w.Free(id); err != nil { // its copy elsewhere would not know
			return err
		}
		old, err := OrganisationByID(w.Ctx, w.Tx, id)
		if err != nil {
			return err
		}
		made = old.with(in)
		if _, err := version.Replace(w.Work, "organisation", from, &made, "id"); err != nil {
			return codeFree(err)
		}
		return w.record(EventOrganisationChanged, KindOfOrganisation, id, "Code", made.Code,
			"WasKK", old.NameKK, "WasRU", old.NameRU, "WasEN", old.NameEN)
	})
	return made, err
}

// NewPlace is under whom an organisation is placed, and from which day on. Version is
// that of the organisation which the form was made from.
type NewPlace struct {
	Version int
	Parent  string
	Starts  calendar.Date
}

// MoveOrganisation places a node under another of the actor's tree, from a day on that
// has come. It never moves under itself or under what lies below it.
func (s *Service) MoveOrganisation(ctx context.Context, actor access.Actor, id string, in NewPlace) error {
	return s.do(ctx, actor, MayKeepTree, func(w work) error {
		for _, x := range []string{id, in.Parent} {
			if err := below(w.Ctx, w.Tx, actor.School, x); err != nil {
				return err
			}
		}
		circle, err := liesUnder(w.Ctx, w.Tx, id, in.Parent)
		if err != nil {
			return err
		}
		if circle || id == actor.School {
			return fault.Invalid("parent", "people.organisation.circle")
		}
		if err := mayBePlaced(w.Work, "parent", in.Parent); err != nil {
			return err
		}
		old, err := w.replace(id, in)
		if err != nil {
			return err
		}
		if err := w.record(EventOrganisationMoved, KindOfOrganisation, id, "Code", old.Code, "Starts", string(in.Starts)); err != nil {
			return err
		}
		w.Work = w.As(InSchool(actor, id)) // the organisation's own journal tells of it as well
		return w.record(EventOrganisationMoved, KindOfOrganisation, id, "Code", old.Code, "Starts", string(in.Starts))
	})
}

// mayBePlaced refuses, at the field of the form, to place anything under a school, or
// under what is closed.
func mayBePlaced(w verb.Work, field, parent string) error {
	o, err := OrganisationByID(w.Ctx, w.Tx, parent)
	if err != nil {
		return err
	}
	if o.Kind == School {
		return fault.Invalid(field, "people.organisation.under_school")
	}
	return w.Free(parent)
}

// replace writes the new place of an organisation and ends the one before.
func (w work) replace(id string, in NewPlace) (Organisation, error) {
	old, err := OrganisationByID(w.Ctx, w.Tx, id)
	if err != nil {
		return old, err
	}
	if err := version.Check(old, in.Version); err != nil {
		return old, err
	}
	if old.ParentID == in.Parent {
		return old, fault.Invalid("parent", "people.organisation.there_already")
	}
	if err := w.placeFrom(old, in.Parent, in.Starts); err != nil {
		return old, err
	}
	_, err = db.Exec(w.Ctx, w.Tx, `UPDATE organisation SET parent_id = $1, version = version + 1 WHERE id = $2`, in.Parent, id)
	return old, err
}

// placeFrom keeps under whom the organisation stood until the day before. Moved twice
// from one day on, the last place counts.
func (w work) placeFrom(o Organisation, parent string, from calendar.Date) error {
	places, err := PlacesOf(w.Ctx, w.Tx, o)
	if err != nil {
		return err
	}
	now := places[0]
	var faults fault.Fields
	faults.DayWithin("starts", from, calendar.Period{Starts: now.Starts, Ends: w.Date()})
	if err := faults.Err(); err != nil {
		return err
	}
	if now.ID != "" {
		if _, err := db.Exec(w.Ctx, w.Tx, `DELETE FROM organisation_place WHERE school_id = $1 AND id = $2`, o.ID, now.ID); err != nil {
			return err
		}
	}
	next := Place{Organisation: o.ID, ID: db.NewID(), Parent: parent, Period: calendar.From(from)}
	rows := []Place{next}
	if from > now.Starts {
		now.ID, now.Ends = db.NewID(), from.AddDays(-1)
		rows = append(rows, now)
	}
	return db.InsertAll(w.Ctx, w.Tx, "organisation_place", rows)
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
	is, err := liesUnder(ctx, c, root, id)
	if err == nil && !is {
		return ErrNoOrganisation()
	}
	return err
}

// Below is nil when id is root or lies under it; else the organisation is not found.
func Below(ctx context.Context, c db.Conn, root, id string) error { return below(ctx, c, root, id) }

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

// OrganisationByID reads one.
func OrganisationByID(ctx context.Context, c db.Conn, id string) (Organisation, error) {
	o, err := db.One[Organisation](ctx, c, `SELECT `+db.Columns[Organisation]("")+` FROM organisation WHERE id = $1`, id)
	return o, verb.Missing(err, "people.organisation.not_found")
}

// OrganisationByCode reads one, for the command line.
func OrganisationByCode(ctx context.Context, c db.Conn, code string) (Organisation, error) {
	o, err := db.One[Organisation](ctx, c, `SELECT `+db.Columns[Organisation]("")+` FROM organisation WHERE code = $1`, code)
	return o, verb.Missing(err, "people.organisation.not_found")
}

// Place is under whom an organisation stood for a time.
type Place struct {
	Organisation string `db:"school_id"`
	ID           string `db:"id"`
	Parent       string `db:"parent_id"` // "" at the top
	calendar.Period
}

// PlacesOf lists under whom the organisation stood, the latest first. One that never
// moved stands where it is since it was added.
func PlacesOf(ctx context.Context, c db.Conn, o Organisation) ([]Place, error) {
	places, err := db.All[Place](ctx, c, `SELECT `+db.Columns[Place]("")+` FROM organisation_place WHERE school_id = $1 ORDER BY starts DESC`, o.ID)
	if err == nil && len(places) == 0 {
		since := calendar.Date("1900-01-01")
		if o.CreatedAt != "" {
			since = calendar.DateOf(o.CreatedAt.Time().In(o.Location()))
		}
		places = []Place{{Organisation: o.ID, Parent: o.ParentID, Period: calendar.From(since)}}
	}
	return places, err
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
