package schoolsweb_test

import (
	"context"
	"io/fs"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/intake/intakeweb"
	"talim/internal/people"
	"talim/internal/people/accounts"
	"talim/internal/people/accounts/accountsweb"
	"talim/internal/people/peopleweb"
	"talim/internal/people/schools"
	"talim/internal/people/schools/schoolsweb"
	"talim/internal/people/tree"
	"talim/internal/web/webtest"
)

var ctx = context.Background()

// world is the district of Aksu with two companies and two schools, and its pages on the
// first of September 2026. Everybody is an administrator of the district but "teacher",
// who works there, and "school", who keeps the school s1.
type world struct {
	*testing.T
	*webtest.Site
	d       *db.DB
	schools *schools.Service
	clock   *apptest.Clock

	accounts *accounts.Service
}

func each(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	apptest.Databases(t, func(t *testing.T, d *db.DB) { fn(t, newWorld(t, d)) })
}

func newWorld(t *testing.T, d *db.DB) *world {
	t.Helper()
	w := &world{T: t, d: d, clock: apptest.ClockAt("2026-09-01T09:00")}
	for _, o := range []struct{ id, parent, kind string }{
		{"aksu", "", "district"},
		{"north", "aksu", "company"},
		{"south", "aksu", "company"},
		{"s1", "aksu", string(tree.School)},
		{"s2", "aksu", string(tree.School)},
		{"other", "", "district"},
		{"o1", "other", string(tree.School)},
	} {
		w.exec(`INSERT INTO organisation (id, parent_id, kind, code, name_kk, name_ru, name_en, address_kk, address_ru, timezone, languages, created_at)
VALUES ($1, $2, $3, $1, $1, $1, $1, '', '', 'Asia/Almaty', 'kk', '2026-08-01T00:00:00.000Z')`, o.id, o.parent, o.kind)
	}
	staff := people.New(d, w.clock.Now)
	w.accounts = accounts.New(staff)
	w.schools = schools.New(tree.New(d, w.clock.Now), w.accounts)
	area := schoolsweb.Area(d, w.schools)
	w.Site = webtest.New(t, webtest.Config{
		DB: d, Who: who, Messages: append(area.Messages, []fs.FS{peopleweb.Messages(), accountsweb.Messages(), intakeweb.Messages()}...), Routes: area.Routes,
	})
	return w
}

func who(account string) access.Actor {
	switch account {
	case "teacher":
		return access.Actor{Account: account, School: "aksu", Staff: account, Office: true, Roles: []access.Role{access.Methodologist}}
	case "school":
		return access.Actor{Account: account, School: "s1", Staff: account, Roles: []access.Role{access.Administrator}}
	}
	return access.Actor{Account: account, School: "aksu", Staff: account, Office: true, Roles: []access.Role{access.Administrator}}
}

func (w *world) exec(query string, args ...any) {
	w.Helper()
	if _, err := db.Exec(ctx, w.d.Write(), query, args...); err != nil {
		w.Fatal(err)
	}
}

func (w *world) ok(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}
