package people

import (
	"context"
	"slices"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
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
	now := s.now()
	made := s.newSchool(in)
	if err := checkNewSchool(in, made); err != nil {
		return made, err
	}
	account, ticket, err := s.firstAccount(ctx, in, made)
	if err != nil {
		return made, err
	}
	made.Account, made.Ticket = account.ID, ticket
	err = s.db.Tx(ctx, func(tx db.Conn) error {
		if err := mayCreateSchool(ctx, tx, actor, in.Parent); err != nil {
			return err
		}
		if err := codeFree(db.Insert(ctx, tx, "organisation", made.School)); err != nil {
			return err
		}
		if err := db.Insert(ctx, tx, "staff", made.Staff); err != nil {
			return err
		}
		p := Post{SchoolID: made.School.ID, ID: db.NewID(), StaffID: made.Staff.ID, Role: access.Administrator, Period: calendar.From(calendar.DateOf(now))}
		if err := db.Insert(ctx, tx, "post", p); err != nil {
			return err
		}
		if err := loginFree(db.Insert(ctx, tx, "account", account)); err != nil {
			return err
		}
		as := access.System(made.School.ID, "first run")
		return s.note(ctx, tx, as, now, EventSchoolCreated, KindOfOrganisation, made.School.ID, "Code", made.School.Code)
	})
	return made, err
}

func (s *Service) newSchool(in NewSchool) MadeSchool {
	at := calendar.InstantOf(s.now())
	o := Organisation{ID: db.NewID(), ParentID: in.Parent, Kind: in.Kind, CreatedAt: at}.with(in.OrganisationFacts)
	p := Staff{SchoolID: o.ID, ID: db.NewID(), CreatedAt: at}.with(in.Administrator.StaffFacts)
	return MadeSchool{School: o, Staff: p}
}

func checkNewSchool(in NewSchool, made MadeSchool) error {
	var faults fault.Fields
	in.check(&faults)
	if !slices.Contains(Kinds, in.Kind) {
		faults.Add("kind", "people.organisation.kind_needed")
	}
	var person fault.Fields
	in.Administrator.check(&person)
	for _, f := range person { // both have a code: the person's field has its own name here
		f.Name = "admin_" + f.Name
		faults = append(faults, f)
	}
	if !validLogin(in.Login) {
		faults.Add("login", "people.account.login_invalid")
	}
	if in.Password != "" {
		checkPassword(&faults, "password", in.Password, in.Login)
	}
	return faults.Err()
}

func (s *Service) firstAccount(ctx context.Context, in NewSchool, made MadeSchool) (Account, Ticket, error) {
	now := s.now()
	a := newAccount(made.Staff, in.Login, now)
	if in.Password == "" {
		t := a.ticket(made.Staff, now)
		return a, t, nil
	}
	hash, err := s.hasher.hash(ctx, in.Password)
	a.PasswordHash = hash
	return a, Ticket{}, err
}

func mayCreateSchool(ctx context.Context, tx db.Conn, actor access.Actor, parent string) error {
	if actor.System != "" {
		return nil
	}
	first, err := FirstRun(ctx, tx)
	if err != nil {
		return err
	}
	if first && parent == "" {
		return nil
	}
	if !actor.SignedIn() {
		return forbidden()
	}
	if err := require(actor, MayKeepTree); err != nil {
		return err
	}
	return below(ctx, tx, actor.School, parent)
}

// FirstRun says whether the database holds no organisation yet.
func FirstRun(ctx context.Context, c db.Conn) (bool, error) {
	n, err := db.One[int64](ctx, c, `SELECT COUNT(*) FROM (SELECT id FROM organisation LIMIT 1) AS x`)
	return n == 0, err
}
