package schools_test

import (
	"context"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/people/accounts"
	"talim/internal/people/schools"
	"talim/internal/people/tree"
)

// world is a district with its administrator, and another one beside it.
type world struct {
	*testing.T
	ctx    context.Context
	db     *db.DB
	people *people.Service
	logins *accounts.Service
	s      *schools.Service
	clock  *apptest.Clock
	boss   access.Actor // administrator of the district
	other  access.Actor // of another district
}

func build(t *testing.T, d *db.DB) *world {
	t.Helper()
	clock := apptest.ClockAt("2026-09-01T09:00")
	w := &world{T: t, ctx: t.Context(), db: d, clock: clock, people: people.New(d, clock.Now)}
	w.logins = accounts.New(w.people)
	w.s = schools.New(tree.New(d, clock.Now), w.logins)
	w.boss, w.other = w.office("d1", tree.District), w.office("d2", tree.District)
	return w
}

func (w *world) office(code string, kind tree.Kind) access.Actor {
	w.Helper()
	made, err := w.logins.CreateSchool(w.ctx, access.System("", "test"), accounts.NewSchool{
		NewSchool: people.NewSchool{
			Kind: kind, Facts: facts(code), Administrator: people.NewStaff{StaffFacts: people.StaffFacts{Code: "A", FamilyName: "Boss of " + code}},
		},
		Login: code, Password: "ten green apples",
	})
	w.ok(err)
	return w.actor(made.Account)
}

func (w *world) actor(account string) access.Actor {
	w.Helper()
	a, _, err := w.logins.ActorOf(w.ctx, account)
	w.ok(err)
	return a
}

func facts(code string) tree.Facts {
	return tree.Facts{Code: code, Name: i18n.Text{KK: "Мектеп " + code, RU: "Школа " + code}, Timezone: "Asia/Almaty", Languages: []string{"kk"}}
}

func school(code string) schools.NewSchool {
	return schools.NewSchool{Kind: tree.School, Facts: facts(code), Administrator: people.StaffFacts{FamilyName: "Ахметова", GivenName: "Айгүл"}}
}

// add makes a school below the district.
func (w *world) add(code string) accounts.MadeSchool {
	w.Helper()
	made, err := w.s.Add(w.ctx, w.boss, school(code))
	w.ok(err)
	return made
}

// enter signs the administrator of a school in for the first time.
func (w *world) enter(t accounts.Ticket) access.Actor {
	w.Helper()
	account, err := w.logins.Open(w.ctx, accounts.FirstSignIn{Login: t.Login, Code: t.OneTime, Password: "seven blue horses", Repeat: "seven blue horses"})
	w.ok(err)
	return w.actor(account)
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
		w.Errorf("%v, want %s", err, kind)
	}
}

func (w *world) says(err error, key string) {
	w.Helper()
	f, is := fault.As(err)
	if !is || f.Says.Key != key && (len(f.Fields) == 0 || f.Fields[0].Key != key) {
		w.Errorf("%v, want %s", err, key)
	}
}
