// Package schooltest lays a small school in the database, for tests: people with posts
// and a mentoring programme with pairs at work. The id of everything is its code.
package schooltest

import (
	"context"
	"testing"

	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/fault"
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
		s.T.Errorf("got %v, want %s", err, kind)
	}
}
