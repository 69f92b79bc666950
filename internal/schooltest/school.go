// Package schooltest lays a small school in the database, for tests: people with posts
// and a mentoring programme with pairs at work. The id of everything is its code.
package schooltest

import (
	"context"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
)

// The school of a test, and another one.
const (
	ID    = "auyl"
	Other = "audan"
)

var ctx = context.Background()

// School is a village school.
type School struct {
	T     *testing.T
	D     *db.DB
	Clock *apptest.Clock
}

// New opens the school, beside another one, at a local time.
func New(t *testing.T, d *db.DB, now string) *School {
	t.Helper()
	s := &School{T: t, D: d, Clock: apptest.ClockAt(now)}
	for _, id := range []string{ID, Other} {
		s.Exec(`INSERT INTO organisation (id, parent_id, kind, code, name_kk, name_ru, name_en, address_kk, address_ru, timezone, languages, created_at)
VALUES ($1, '', 'school', $1, 'Ауыл өңірінің мектебі', 'Аульская школа', 'Auyl school', '', '', 'Asia/Almaty', 'kk', '')`, id)
	}
	return s
}

// Exec changes the database behind the back of the program.
func (s *School) Exec(query string, args ...any) {
	s.T.Helper()
	s.OK(s.D.Tx(ctx, func(ctx context.Context, tx db.Conn) error { _, err := db.Exec(ctx, tx, query, args...); return err }))
}

// Count reads one number of the database.
func (s *School) Count(query string, args ...any) int {
	s.T.Helper()
	n, err := db.One[int](ctx, s.D.Read(), query, args...)
	s.OK(err)
	return n
}

// OK wants no error.
func (s *School) OK(err error) {
	s.T.Helper()
	if err != nil {
		s.T.Fatal(err)
	}
}

// Refused wants a fault of the kind.
func (s *School) Refused(err error, kind fault.Kind) {
	s.T.Helper()
	if !fault.Is(err, kind) {
		s.T.Fatalf("got %v, want %s", err, kind)
	}
}

// Staff lists people who are there and have no post; who is there already stays.
func (s *School) Staff(codes ...string) {
	s.T.Helper()
	for _, code := range codes {
		s.Exec(`INSERT INTO staff (school_id, id, code, family_name, given_name, patronymic, name_fold, sort_key, phone, email, created_at)
VALUES ($1, $2, $2, '', '', '', $2, $3, $4, '', '') ON CONFLICT DO NOTHING`, ID, code, i18n.SortKey(code), "8 700 "+code)
	}
}

// Actor is somebody of a school.
func Actor(school, code string, roles ...access.Role) access.Actor {
	return access.Actor{Account: code, School: school, Staff: code, Name: code, Roles: roles}
}

// Who is somebody of a school of a director, a deputy and teachers.
func Who(code string) access.Actor {
	switch code {
	case "director":
		return Actor(ID, code, access.Director)
	case "deputy":
		return Actor(ID, code, access.Deputy)
	}
	return Actor(ID, code, access.Teacher)
}
