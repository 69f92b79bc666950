package practice_test

import (
	"context"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/mentoring/pairtest"
	"talim/internal/practice"
	"talim/internal/reminder"
	"talim/internal/schooltest"
)

var ctx = context.Background()

// world is a village school with a running pair of m1 and e1, and colleagues in
// all roles.
type world struct {
	*schooltest.School
	*pairtest.Pair
	*practice.Service
}

const school = schooltest.ID

var hired = schooltest.People{
	"director": {access.Director}, "deputy": {access.Deputy}, "coordinator": {access.Coordinator, access.Teacher}, "m1": {access.Teacher},
	"e1": {access.Teacher}, "e2": {access.Teacher}, "head": {access.SMUHead, access.Teacher}, "admin": {access.Administrator},
}

func who(code string) access.Actor { return pairtest.Who(hired, code) }

func each(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	t.Parallel()
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		pair := pairtest.New(t, d, hired)
		fn(t, &world{pair.School, pair, practice.New(d, pair.M, pair.Keeper, pair.Clock.Now)})
	})
}

// told are the keys on somebody's Today.
func (w *world) told(code string) map[string]bool {
	w.T.Helper()
	list, err := reminder.OpenFor(ctx, w.D.Read(), school, code)
	w.OK(err)
	out := map[string]bool{}
	for _, r := range list {
		out[r.Key] = true
	}
	return out
}
