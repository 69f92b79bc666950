package accounts

import (
	"context"

	"talim/internal/access"
	"talim/internal/fault"
	"talim/internal/password"
	"talim/internal/people"
	"talim/internal/verb"
)

// NewSchool is what the first run asks: the school (or district office), the person who
// will administer it, and how that person comes in.
type NewSchool struct {
	people.NewSchool
	Login    string
	Password string // empty: a one-time code is given instead
}

// MadeSchool is the school with its first account.
type MadeSchool struct {
	people.MadeSchool
	Account string
	Ticket  Ticket // filled when no password was given
}

// CreateSchool makes a school with its administrator, for whom people.MayCreateSchool
// lets.
func (s *Service) CreateSchool(ctx context.Context, actor access.Actor, in NewSchool) (MadeSchool, error) {
	if err := CheckNewSchool(in); err != nil {
		return MadeSchool{}, err
	}
	hash, err := s.firstPassword(ctx, in)
	if err != nil {
		return MadeSchool{}, err
	}
	var made MadeSchool
	err = s.Do(ctx, actor, func(w verb.Work) error {
		if err := people.MayCreateSchool(w, in.Parent); err != nil {
			return err
		}
		made, err = s.addSchool(w, in, hash)
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
	return s.addSchool(w, in, "")
}

// addSchool adds the school and its first account; without a password that gets a code.
func (s *Service) addSchool(w verb.Work, in NewSchool, hash string) (MadeSchool, error) {
	school, err := people.AddSchool(w, in.NewSchool)
	if err != nil {
		return MadeSchool{}, err
	}
	a := newAccount(school.Staff, in.Login, w.At)
	a.PasswordHash = hash
	made := MadeSchool{MadeSchool: school, Account: a.ID}
	if hash == "" {
		made.Ticket = s.ticket(w.Actor, &a, school.Staff, w.At)
	}
	return made, work{w, s}.add([]Account{a})
}

// CheckNewSchool says what is wrong with a school that is to be made.
func CheckNewSchool(in NewSchool) error {
	var faults fault.Fields
	in.Check(&faults)
	faults.When(!validLogin(in.Login), "login", "people.account.login_invalid")
	if in.Password != "" {
		password.Check(&faults, "password", in.Password, append(known(in.Administrator.StaffFacts, in.Code, in.Name), in.Login)...)
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
