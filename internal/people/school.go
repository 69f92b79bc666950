package people

import (
	"context"
	"slices"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/journal"
	"talim/internal/people/tree"
	"talim/internal/verb"
)

// NewSchool is a school, or district office, and the person who will administer it.
type NewSchool struct {
	Kind   tree.Kind
	Parent string // organisation above, "" for none
	tree.Facts
	Administrator NewStaff
}

// MadeSchool is the school with its administrator, who has no way in yet.
type MadeSchool struct {
	School tree.Organisation
	Staff  Staff
}

// AddSchool adds a school with its administrator, as part of a larger change of who
// has asked whether that may be.
func AddSchool(w verb.Work, in NewSchool) (MadeSchool, error) {
	var faults fault.Fields
	in.Check(&faults)
	if err := faults.Err(); err != nil {
		return MadeSchool{}, err
	}
	o, err := tree.Insert(w, in.Kind, in.Parent, in.Facts)
	if err != nil {
		return MadeSchool{}, err
	}
	p := Staff{SchoolID: o.ID, ID: db.NewID(), CreatedAt: w.Instant()}.With(in.Administrator.StaffFacts)
	made := MadeSchool{School: o, Staff: p}
	if err := db.Insert(w.Ctx, w.Tx, "staff", p); err != nil {
		return made, err
	}
	first := Post{SchoolID: o.ID, ID: db.NewID(), StaffID: p.ID, Role: access.Administrator, Period: calendar.From(w.Date())}
	if err := db.Insert(w.Ctx, w.Tx, vouchedPost.Table, first.sealed(w.Voucher)); err != nil {
		return made, err
	}
	return made, w.As(tree.InSchool(w.Actor, o.ID)).Record(EventSchoolCreated, journal.Ref{Kind: tree.KindOf, ID: o.ID}, "Code", o.Code)
}

// Check says what is wrong with a school that is to be made.
func (n NewSchool) Check(faults *fault.Fields) {
	n.Facts.Check(faults)
	faults.When(!slices.Contains(tree.Kinds, n.Kind), "kind", "people.organisation.kind_needed")
	var person fault.Fields
	n.Administrator.Check(&person)
	for _, f := range person { // both have a code: the person's field has its own name here
		f.Name = "admin_" + f.Name
		*faults = append(*faults, f)
	}
}

// MayCreateSchool lets somebody make a school under an organisation. On an empty
// database anybody may, once: that is the first run. Later only the administrator of an
// organisation may, below it; and the program itself.
func MayCreateSchool(w verb.Work, parent string) error {
	if w.Actor.System != "" {
		if parent == "" {
			return nil
		}
		return tree.MayBePlaced(w, "parent", parent)
	}
	first, err := FirstRun(w.Ctx, w.Tx)
	if err != nil {
		return err
	}
	if first && parent == "" {
		return nil
	}
	if !w.Actor.SignedIn() {
		return forbidden()
	}
	if err := require(w.Actor, tree.MayKeep); err != nil {
		return err
	}
	if err := tree.Below(w.Ctx, w.Tx, w.Actor.School, parent); err != nil {
		return err
	}
	return tree.MayBePlaced(w, "parent", parent)
}

// FirstRun says whether the database holds no organisation yet.
func FirstRun(ctx context.Context, c db.Conn) (bool, error) {
	n, err := db.One[int64](ctx, c, `SELECT COUNT(*) FROM (SELECT id FROM organisation LIMIT 1) AS x`)
	return n == 0, err
}
