package practiceweb_test

import (
	"context"
	"io/fs"
	"os"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/document"
	"talim/internal/mentoring/pairtest"
	"talim/internal/practice"
	"talim/internal/practice/practiceweb"
	"talim/internal/web/webtest"
)

var ctx = context.Background()

// world is a village school with a running pair of m1 and e1, and the pages of practice.
type world struct {
	*pairtest.Pair
	*webtest.Site
	s *practice.Service
}

func who(code string) access.Actor { return pairtest.Who(pairtest.Small, code) }

func newWorld(t *testing.T, d *db.DB) *world {
	t.Helper()
	pair := pairtest.New(t, d, pairtest.Small)
	s := practice.New(d, pair.M, pair.Keeper, pair.Clock.Now)
	return &world{pair, webtest.New(t, webtest.Config{
		DB: d, Who: who, Routes: practiceweb.New(d, s, pair.M).Routes(),
		Messages: []fs.FS{practiceweb.Messages(), document.Messages(), os.DirFS("../../mentoring/mentoringweb/messages")},
	}), s}
}

func each(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	apptest.Databases(t, func(t *testing.T, d *db.DB) { fn(t, newWorld(t, d)) })
}
