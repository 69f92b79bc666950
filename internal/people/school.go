package people

import (
	"context"
	"slices"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/journal"
	"talim/internal/password"
	"talim/internal/verb"
)

// NewSchool is what the first run asks: the school (or district office) and
// the person who will administer it.
type NewSchool struct {
	Kind   Kind
	Parent string // organisation above, "" for none
	OrganisationFacts
	Administrator NewStaff
	Login         string
	Password      string // empty: a one-time code is given instead
}

// MadeSchool is the school with its first account.
type MadeSchool struct {
	School  Organisation
	Staff   Staff
	Account string
	Ticket  Ticket // filled when no password was given
}

// CreateSchool makes a school with its administrator. On an empty database
// anybody may, once: that is the first run. Later only the administrator of an
// organisation may, below it; and the program itself.
func (s *Service) CreateSchool(ctx context.Context, actor access.Actor, in NewSchool) (MadeSchool, error) {
	if err := CheckNewSchool(in); err != nil {
		return MadeSchool{}, err
	}
	hash, err := s.firstPassword(ctx, in)
	if err != nil {
		return MadeSchool{}, err
	}
	var made MadeSchool
	err = s.Do(ctx, actor, func(v verb.Work) error {
		w := work{v, s}
		if err := w.mayCreateSchool(in.Parent); err != nil {
			return err
		}
		made, err = s.insertSchool(v, in, hash)
		return err
	})
	return made, err
}

// AddSchool adds a school below an organisation that the caller has asked about, as
// part of a larger change. Its administrator gets a one-time code.
func (s *Service) AddSchool(w verb.Work, in NewSchool) (MadeSchool, error) {
	if err := CheckNewSchool(in); err != nil {
		return MadeSchool{}, err
	}
	in.Password = ""
	return s.insertSchool(w, in, "")
}

// insertSchool writes the rows. The entry stands in the journal of the new school.
func (s *Service) insertSchool(w verb.Work, in NewSchool, hash string) (MadeSchool, error) {
	made, account := s.newSchool(w, in, hash)
	if err := codeFree(db.Insert(w.Ctx, w.Tx, "organisation", made.School)); err != nil {
		return made, err
	}
	if err := db.Insert(w.Ctx, w.Tx, "staff", made.Staff); err != nil {
		return made, err
	}
	p := Post{SchoolID: made.School.ID, ID: db.NewID(), StaffID: made.Staff.ID, Role: access.Administrator, Period: calendar.From(w.Date())}
	if err := db.Insert(w.Ctx, w.Tx, "post", p); err != nil {
		return made, err
	}
	if err := loginFree(db.Insert(w.Ctx, w.Tx, "account", account)); err != nil {
		return made, err
	}
	return made, w.As(InSchool(w.Actor, made.School.ID)).Record(EventSchoolCreated, journal.Ref{Kind: KindOfOrganisation, ID: made.School.ID}, "Code", made.School.Code)
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

// newSchool makes the rows; without a password the account gets a one-time code.
func (s *Service) newSchool(w verb.Work, in NewSchool, hash string) (MadeSchool, Account) {
	at := w.Instant()
	o := Organisation{ID: db.NewID(), ParentID: in.Parent, Kind: in.Kind, CreatedAt: at}.with(in.OrganisationFacts)
	p := Staff{SchoolID: o.ID, ID: db.NewID(), CreatedAt: at}.With(in.Administrator.StaffFacts)
	a := newAccount(p, in.Login, w.At)
	a.PasswordHash = hash
	made := MadeSchool{School: o, Staff: p, Account: a.ID}
	if hash == "" {
		made.Ticket = s.ticket(&a, p, w.At)
	}
	return made, a
}

// CheckNewSchool says what is wrong with a school that is to be made.
func CheckNewSchool(in NewSchool) error {
	var faults fault.Fields
	in.check(&faults)
	if !slices.Contains(Kinds, in.Kind) {
		faults.Add("kind", "people.organisation.kind_needed")
	}
	var person fault.Fields
	in.Administrator.Check(&person)
	for _, f := range person { // both have a code: the person's field has its own name here
		f.Name = "admin_" + f.Name
		faults = append(faults, f)
	}
	if !validLogin(in.Login) {
		faults.Add("login", "people.account.login_invalid")
	}
	if in.Password != "" {
		password.Check(&faults, "password", in.Password, in.Login)
	}
	return faults.Err()
}

// firstPassword is hashed before the transaction: it takes as long as many of them.
func (s *Service) firstPassword(ctx context.Context, in NewSchool) (string, error) {
	if in.Password == "" {
		return "", nil
	}
	return s.hasher.Hash(ctx, in.Password)
}

func (w work) mayCreateSchool(parent string) error {
	if w.Actor.System != "" {
		return nil
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
	return below(w.Ctx, w.Tx, w.Actor.School, parent)
}

// FirstRun says whether the database holds no organisation yet.
func FirstRun(ctx context.Context, c db.Conn) (bool, error) {
	n, err := db.One[int64](ctx, c, `SELECT COUNT(*) FROM (SELECT id FROM organisation LIMIT 1) AS x`)
	return n == 0, err
}
