package staffimport

import (
	"context"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/people/accounts"
	"talim/internal/people/tree"
)

const start = calendar.Date("2013-09-02")

// world is a small invented school: an administrator, a director, a deputy, a head of
// the unit "1" and a teacher.
type world struct {
	*testing.T
	ctx                                    context.Context
	s                                      *Service
	people                                 *people.Service
	d                                      *db.DB
	clock                                  *apptest.Clock
	school                                 string
	admin, director, deputy, head, teacher access.Actor
	unit                                   people.Unit
}

func each(t *testing.T, fn func(w *world)) {
	t.Helper()
	apptest.Databases(t, func(t *testing.T, d *db.DB) { fn(build(t, d)) })
}

func build(t *testing.T, d *db.DB) *world {
	t.Helper()
	clock := apptest.ClockAt("2013-09-02T09:00")
	apptest.Vouched(t, d, apptest.Keeper(t), people.Vouched)
	p := people.New(d, clock.Now)
	w := &world{T: t, ctx: context.Background(), d: d, clock: clock, people: p, s: New(p)}
	made, err := accounts.New(p).CreateSchool(w.ctx, access.System("", "test"), accounts.NewSchool{
		NewSchool: people.NewSchool{
			Kind: tree.School, Facts: tree.Facts{Code: "auyl", Name: i18n.Text{RU: "auyl"}, Timezone: "Asia/Almaty"},
			Administrator: people.NewStaff{StaffFacts: people.StaffFacts{Code: "ADM-1"}},
		},
		Login: "auyl.admin",
	})
	w.ok(err)
	w.school = made.School.ID
	w.admin = w.actor(made.Staff.ID, access.Administrator)
	w.director = w.hire("DIR-1", access.Director)
	w.deputy = w.hire("DD-1", access.Deputy)
	w.head = w.hire("SMU-1", access.Teacher)
	w.teacher = w.hire("T-1", access.Teacher)
	as := access.System(w.school, "test")
	w.unit, err = p.AddUnit(w.ctx, as, people.NewUnit{
		UnitFacts: people.UnitFacts{Code: "1", Name: i18n.Text{KK: "Тілдер", RU: "Языки", EN: "Languages"}}, Starts: start,
	})
	w.ok(err)
	_, err = p.BeginPost(w.ctx, as, people.NewPost{Staff: w.head.Staff, Role: access.SMUHead, Unit: w.unit.ID, Starts: start})
	w.ok(err)
	return w
}

func (w *world) hire(code string, role access.Role) access.Actor {
	w.Helper()
	p, err := w.people.AddStaff(w.ctx, access.System(w.school, "test"), people.NewStaff{
		StaffFacts: people.StaffFacts{Code: code}, Role: role, Starts: start,
	})
	w.ok(err)
	return w.actor(p.ID, role)
}

func (w *world) actor(staff string, role access.Role) access.Actor {
	return access.Actor{Account: "of " + staff, School: w.school, Staff: staff, Roles: []access.Role{role}}
}

func (w *world) ok(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *world) is(err error, kind fault.Kind) {
	w.Helper()
	if !fault.Is(err, kind) {
		w.Fatalf("got %v, want %s", err, kind)
	}
}
