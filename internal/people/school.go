package people

import (
	"context"
	"slices"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/journal"
	"talim/internal/verb"
)

// NewSchool is a school, or district office, and the person who will administer it.
type NewSchool struct {
	Kind   Kind
	Parent string // organisation above, "" for none
	OrganisationFacts
	Administrator NewStaff
}

// MadeSchool is the school with its administrator, who has no way in yet.
type MadeSchool struct {
	School Organisation
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
	at := w.Instant()
	o := Organisation{ID: db.NewID(), ParentID: in.Parent, Kind: in.Kind, CreatedAt: at}.with(in.OrganisationFacts)
	p := Staff{SchoolID: o.ID, ID: db.NewID(), CreatedAt: at}.With(in.Administrator.StaffFacts)
	made := MadeSchool{School: o, Staff: p}
	if err := codeFree(db.Insert(w.Ctx, w.Tx, "organisation", o)); err != nil {
		return made, err
	}
	if err := db.Insert(w.Ctx, w.Tx, "staff", p); err != nil {
		return made, err
	}
	first := Post{SchoolID: o.ID, ID: db.NewID(), StaffID: p.ID, Role: access.Administrator, Period: calendar.From(w.Date())}
	if err := db.Insert(w.Ctx, w.Tx, "post", first); err != nil {
		return made, err
	}
	return made, w.As(InSchool(w.Actor, o.ID)).Record(EventSchoolCreated, journal.Ref{Kind: KindOfOrganisation, ID: o.ID}, "Code", o.Code)
}

// InSchool is somebody of the tree above as the journal of a school names them: by
// name, as nobody of its staff. Nobody signed in is the first run.
func InSchool(a access.Actor, school string) access.Actor {
	if a.System == "" && a.Name != "" {
		return access.Actor{School: school, Name: a.Name}
	}
	if a.System == "" {
		return access.System(school, "first run")
	}
	return access.System(school, a.System)
}

// Check says what is wrong with a school that is to be made.
func (n NewSchool) Check(faults *fault.Fields) {
	n.check(faults)
	faults.When(!slices.Contains(Kinds, n.Kind), "kind", "people.organisation.kind_needed")
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
		return mayBePlaced(w, "parent", parent)
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
	if err := require(w.Actor, MayKeepTree); err != nil {
		return err
	}
	if err := below(w.Ctx, w.Tx, w.Actor.School, parent); err != nil {
		return err
	}
	return mayBePlaced(w, "parent", parent)
}

// FirstRun says whether the database holds no organisation yet.
func FirstRun(ctx context.Context, c db.Conn) (bool, error) {
	n, err := db.One[int64](ctx, c, `SELECT COUNT(*) FROM (SELECT id FROM organisation LIMIT 1) AS x`)
	return n == 0, err
}
