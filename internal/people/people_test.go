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
	"talim/internal/people/tree"
	"talim/internal/verb"
)

const start = calendar.Date("2013-09-02")

// world is a small invented school with a person for each kind of actor, and
// a second school beside it.
type world struct {
	*testing.T
	ctx                                              context.Context
	s                                                *Service
	tree                                             *tree.Service
	d                                                *db.DB
	clock                                            *apptest.Clock
	school, other                                    string
	admin, director, deputy, head, teacher, outsider access.Actor
	unit                                             Unit
}

func build(t *testing.T, d *db.DB) *world {
	t.Helper()
	clock := apptest.ClockAt("2013-09-02T09:00")
	apptest.Vouched(t, d, apptest.Keeper(t), Vouched)
	w := &world{T: t, ctx: context.Background(), d: d, clock: clock, s: New(d, clock.Now), tree: tree.New(d, clock.Now)}
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
	made := w.makeSchool(access.System("", "test"), NewSchool{
		Kind: tree.School, Facts: tree.Facts{Code: code, Name: i18n.Text{RU: code}, Timezone: "Asia/Almaty"},
		Administrator: NewStaff{StaffFacts: StaffFacts{Code: admin}},
	})
	return made.School.ID, w.act(access.Actor{School: made.School.ID, Staff: made.Staff.ID})
}

func (w *world) makeSchool(as access.Actor, in NewSchool) (made MadeSchool) {
	w.Helper()
	w.ok(w.s.Do(w.ctx, as, func(v verb.Work) error {
		if err := MayCreateSchool(v, in.Parent); err != nil {
			return err
		}
		var err error
		made, err = AddSchool(v, in)
		return err
	}))
	return made
}

// hire adds a person and gives the actor that pages would see.
func (w *world) hire(as access.Actor, code string, role access.Role) access.Actor {
	w.Helper()
	p, err := w.s.AddStaff(w.ctx, as, NewStaff{StaffFacts: StaffFacts{Code: code}, Role: role, Starts: start})
	w.ok(err)
	return w.act(access.Actor{School: as.School, Staff: p.ID})
}

// act is somebody with the posts of the day.
func (w *world) act(a access.Actor) access.Actor {
	w.Helper()
	p, err := StaffByID(w.ctx, w.d.Read(), a.School, a.Staff)
	w.ok(err)
	posts, err := runningPosts(w.ctx, w.d.Read(), a.School, a.Staff, w.s.Today().AddDays(-1))
	w.ok(err)
	a = access.Actor{Account: "account of " + p.ID, School: a.School, Staff: a.Staff, Name: p.Code}
	for _, post := range posts {
		a.Roles = append(a.Roles, post.Role)
		if post.UnitID != "" {
			a.Heads = append(a.Heads, post.UnitID)
		}
	}
	return a
}

func each(t *testing.T, fn func(w *world)) {
	t.Helper()
	apptest.Databases(t, func(t *testing.T, d *db.DB) { fn(build(t, d)) })
}
