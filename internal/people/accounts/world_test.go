package accounts

import (
	"context"
	"sync"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/journal"
	"talim/internal/people"
	"talim/internal/people/tree"
)

const start = calendar.Date("2013-09-02")

// world is a small invented school with a person for each kind of actor, each with an
// account, and a second school beside it.
type world struct {
	*testing.T
	ctx                                              context.Context
	d                                                *db.DB
	clock                                            *apptest.Clock
	people                                           *people.Service
	s                                                *Service
	school, other                                    string
	admin, director, deputy, head, teacher, outsider access.Actor
	unit                                             people.Unit
}

func empty(t *testing.T, d *db.DB, at string) *world {
	t.Helper()
	clock := apptest.ClockAt(at)
	w := &world{T: t, ctx: t.Context(), d: d, clock: clock, people: people.New(d, clock.Now)}
	w.s = New(w.people)
	w.s.KeepCodes(apptest.Keeper(t))
	apptest.Vouched(t, d, w.s.keeper, people.Vouched)
	return w
}

func build(t *testing.T, d *db.DB) *world {
	t.Helper()
	w := empty(t, d, "2013-09-02T09:00")
	w.school, w.admin = w.newSchool("auyl", "ADM-1")
	w.other, w.outsider = w.newSchool("audan", "ADM-9")
	as := access.System(w.school, "test")
	w.director = w.hire(as, "DIR-1", access.Director)
	w.deputy = w.hire(as, "DD-1", access.Deputy)
	w.head = w.hire(as, "SMU-1", access.Teacher)
	w.teacher = w.hire(as, "T-1", access.Teacher)
	var err error
	w.unit, err = w.people.AddUnit(w.ctx, as, people.NewUnit{UnitFacts: people.UnitFacts{Code: "1", Name: i18n.Text{KK: "Тілдер", RU: "Языки", EN: "Languages"}}, Starts: start})
	w.ok(err)
	w.appoint(as, people.NewPost{Staff: w.head.Staff, Role: access.SMUHead, Unit: w.unit.ID, Starts: start})
	w.head = w.act(w.head)
	return w
}

func (w *world) appoint(as access.Actor, in people.NewPost) {
	w.Helper()
	_, err := w.people.BeginPost(w.ctx, as, in)
	w.ok(err)
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

func (w *world) newSchool(code, admin string) (string, access.Actor) {
	w.Helper()
	made, err := w.s.CreateSchool(w.ctx, access.System("", "test"), NewSchool{
		NewSchool: people.NewSchool{
			Kind: tree.School, Facts: tree.Facts{Code: code, Name: i18n.Text{RU: code}, Timezone: "Asia/Almaty"},
			Administrator: people.NewStaff{StaffFacts: people.StaffFacts{Code: admin}},
		},
		Login: code + ".admin",
	})
	w.ok(err)
	return made.School.ID, w.act(access.Actor{School: made.School.ID, Staff: made.Staff.ID})
}

// hire adds a person with an account and gives the actor that pages would see.
func (w *world) hire(as access.Actor, code string, role access.Role) access.Actor {
	w.Helper()
	p, err := w.people.AddStaff(w.ctx, as, people.NewStaff{StaffFacts: people.StaffFacts{Code: code}, Role: role, Starts: start})
	w.ok(err)
	_, err = w.s.IssueCodes(w.ctx, as, []string{p.ID})
	w.ok(err)
	return w.act(access.Actor{School: as.School, Staff: p.ID})
}

func (w *world) act(a access.Actor) access.Actor {
	w.Helper()
	account, err := Of(w.ctx, w.d.Read(), a.School, a.Staff)
	w.ok(err)
	actor, _, err := w.s.ActorOf(w.ctx, account)
	w.ok(err)
	return actor
}

// count is the number of entries in the journal of the school.
func (w *world) count() int {
	w.Helper()
	entries, err := journal.Find(w.ctx, w.d.Read(), w.school, journal.Filter{Limit: 10_000})
	w.ok(err)
	return len(entries)
}

func each(t *testing.T, fn func(w *world)) {
	t.Helper()
	apptest.Databases(t, func(t *testing.T, d *db.DB) { fn(build(t, d)) })
}

// keyOf is the key of the first thing that is wrong.
func keyOf(err error) string {
	e, ok := fault.As(err)
	switch {
	case !ok:
		return ""
	case len(e.Fields) > 0:
		return e.Fields[0].Name + ":" + e.Fields[0].Key
	}
	return e.Says.Key
}

// atOnce runs a verb several times at the same time: one succeeds, the others are
// answered with the kind.
func (w *world) atOnce(n int, kind fault.Kind, fn func() error) {
	w.Helper()
	errs := make([]error, n)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() { errs[i] = fn() })
	}
	all.Wait()
	succeeded := 0
	for _, err := range errs {
		if err == nil {
			succeeded++
			continue
		}
		w.is(err, kind)
	}
	if succeeded != 1 {
		w.Fatalf("%d succeeded: %v", succeeded, errs)
	}
}
