package people

import (
	"context"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
)

const start = calendar.Date("2013-09-02")

// world is a small invented school with a person for each kind of actor, and
// a second school beside it.
type world struct {
	*testing.T
	ctx                                              context.Context
	s                                                *Service
	d                                                *db.DB
	clock                                            *apptest.Clock
	school, other                                    string
	admin, director, deputy, head, teacher, outsider access.Actor
	unit                                             Unit
}

func build(t *testing.T, d *db.DB) *world {
	t.Helper()
	clock := apptest.ClockAt("2013-09-02T09:00")
	w := &world{T: t, ctx: context.Background(), d: d, clock: clock, s: New(d, clock.Now)}
	w.school, w.admin = w.newSchool("auyl", "ADM-1")
	w.other, w.outsider = w.newSchool("audan", "ADM-9")
	as := access.System(w.school, "test")
	w.director = w.hire(as, "DIR-1", access.Director)
	w.deputy = w.hire(as, "DD-1", access.Deputy)
	w.head = w.hire(as, "SMU-1", access.Teacher)
	w.teacher = w.hire(as, "T-1", access.Teacher)
	w.unit = w.must(w.s.AddUnit(w.ctx, as, NewUnit{UnitFacts{"1", i18n.Text{KK: "Тілдер", RU: "Языки", EN: "Languages"}}, start}))
	w.mustPost(w.s.BeginPost(w.ctx, as, NewPost{Staff: w.head.Staff, Role: access.SMUHead, Unit: w.unit.ID, Starts: start}))
	w.head = w.act(w.head)
	return w
}

func (w *world) must(u Unit, err error) Unit { w.Helper(); w.ok(err); return u }

func (w *world) mustPost(p Post, err error) Post { w.Helper(); w.ok(err); return p }

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

func (w *world) newSchool(code, admin string) (string, access.Actor) {
	w.Helper()
	made, err := w.s.CreateSchool(w.ctx, access.System("", "test"), NewSchool{
		Kind: School, OrganisationFacts: OrganisationFacts{Code: code, Name: i18n.Text{RU: code}, Timezone: "Asia/Almaty"},
		Administrator: NewStaff{StaffFacts: StaffFacts{Code: admin}}, Login: code + ".admin",
	})
	w.ok(err)
	return made.School.ID, access.Actor{
		Account: made.Account, School: made.School.ID, Staff: made.Staff.ID, Name: admin, Roles: []access.Role{access.Administrator},
	}
}

// hire adds a person with an account and gives the actor that pages would see.
func (w *world) hire(as access.Actor, code string, role access.Role) access.Actor {
	w.Helper()
	p, err := w.s.AddStaff(w.ctx, as, NewStaff{StaffFacts: StaffFacts{Code: code}, Role: role, Starts: start})
	w.ok(err)
	_, err = w.s.IssueCodes(w.ctx, as, []string{p.ID})
	w.ok(err)
	return w.act(access.Actor{School: as.School, Staff: p.ID})
}

func (w *world) act(a access.Actor) access.Actor {
	w.Helper()
	account, err := AccountOf(w.ctx, w.d.Read(), a.School, a.Staff)
	w.ok(err)
	actor, _, err := w.s.ActorOf(w.ctx, account)
	w.ok(err)
	return actor
}

func each(t *testing.T, fn func(w *world)) {
	t.Helper()
	apptest.Databases(t, func(t *testing.T, d *db.DB) { fn(build(t, d)) })
}
