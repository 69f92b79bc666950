package accounts

import (
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/people/tree"
)

func TestFirstRun(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := empty(t, d, "2013-08-26T09:00")
		in := NewSchool{
			NewSchool: people.NewSchool{
				Kind: tree.School, Facts: tree.Facts{Code: "auyl", Name: i18n.Text{KK: "Ауыл"}, Timezone: "Asia/Almaty"},
				Administrator: people.NewStaff{StaffFacts: people.StaffFacts{Code: "ADM"}},
			},
			Login: "Admin", Password: "қауіпсіз сөз",
		}
		bad := in
		bad.Password, bad.Timezone, bad.Administrator.Code = "short", "Moon/Base", ""
		_, err := w.s.CreateSchool(w.ctx, access.Actor{}, bad)
		f, _ := fault.As(err)
		if f == nil || len(f.Fields) != 3 {
			t.Fatalf("faults %v", err)
		}
		w.atOnce(3, fault.KindForbidden, func() error { _, err := w.s.CreateSchool(w.ctx, access.Actor{}, in); return err })
		account, err := w.s.SignIn(w.ctx, " ADMIN ", "қауіпсіз сөз")
		w.ok(err)
		actor, signed, err := w.s.ActorOf(w.ctx, account.Account)
		w.ok(err)
		if !actor.Has(access.Administrator) || signed.School.KK != "Ауыл" || signed.Zone != "Asia/Almaty" {
			t.Fatalf("actor %+v, %+v", actor, signed)
		}
	})
}

func TestOneTimeCodeWorksOnce(t *testing.T) {
	each(t, func(w *world) {
		tickets, err := w.s.IssueCodes(w.ctx, w.admin, []string{w.teacher.Staff, w.deputy.Staff})
		w.ok(err)
		ticket := tickets[1] // in order of codes: DD-1, T-1
		if ticket.Code != "T-1" || ticket.Login != "t-1" || len(ticket.OneTime) != len("ABCDE-FGHJK") {
			w.Fatalf("ticket %+v", ticket)
		}
		_, err = w.s.SignIn(w.ctx, ticket.Login, ticket.OneTime)
		w.is(err, fault.KindInvalid) // a code is no password
		_, err = w.s.Open(w.ctx, FirstSignIn{ticket.Login, "ABCDE-FGHJK", "тоғыз сегіз", "тоғыз сегіз"})
		w.is(err, fault.KindInvalid)
		_, err = w.s.Open(w.ctx, FirstSignIn{ticket.Login, ticket.OneTime, "тоғыз сегіз", "басқа"})
		w.is(err, fault.KindInvalid)
		typed := strings.ToLower(strings.ReplaceAll(ticket.OneTime, "-", " "))
		w.atOnce(3, fault.KindInvalid, func() error {
			_, err := w.s.Open(w.ctx, FirstSignIn{"T-1", typed, "тоғыз сегіз", "тоғыз сегіз"})
			return err
		})
		account, err := w.s.SignIn(w.ctx, "t-1", "тоғыз сегіз")
		w.ok(err)
		if account.Account != w.teacher.Account {
			w.Fatal("somebody else's account")
		}
	})
}

func TestCodeExpires(t *testing.T) {
	each(t, func(w *world) {
		tickets, err := w.s.IssueCodes(w.ctx, w.director, []string{w.teacher.Staff})
		w.ok(err)
		w.clock.Set("2013-09-16T09:01")
		_, err = w.s.Open(w.ctx, FirstSignIn{"t-1", tickets[0].OneTime, "long enough", "long enough"})
		w.is(err, fault.KindInvalid)
		again, err := w.s.IssueCodes(w.ctx, w.director, []string{w.teacher.Staff})
		w.ok(err)
		_, err = w.s.Open(w.ctx, FirstSignIn{"t-1", tickets[0].OneTime, "long enough", "long enough"})
		w.is(err, fault.KindInvalid)
		_, err = w.s.Open(w.ctx, FirstSignIn{"t-1", again[0].OneTime, "long enough", "long enough"})
		w.ok(err)
	})
}

func TestSignInTellsNothing(t *testing.T) {
	each(t, func(w *world) {
		tickets, err := w.s.IssueCodes(w.ctx, w.admin, []string{w.teacher.Staff})
		w.ok(err)
		_, err = w.s.Open(w.ctx, FirstSignIn{"t-1", tickets[0].OneTime, "long enough", "long enough"})
		w.ok(err)
		_, unknown := w.s.SignIn(w.ctx, "nobody", "long enough")
		_, wrong := w.s.SignIn(w.ctx, "t-1", "long enougH")
		_, codeOnly := w.s.SignIn(w.ctx, "dd-1", "long enough")
		w.ok(w.s.Disable(w.ctx, w.admin, w.teacher.Account))
		_, disabled := w.s.SignIn(w.ctx, "t-1", "long enough")
		for _, err := range []error{unknown, wrong, codeOnly, disabled} {
			if f, ok := fault.As(err); !ok || f.Fields[0].Key != "people.signin.wrong" {
				w.Errorf("answered %v", err)
			}
		}
		for _, login := range []string{"nobody", "t-1", "dd-1"} { // asked before anything is compared
			_, err := w.s.SignIn(w.ctx, login, "")
			if f, ok := fault.As(err); !ok || f.Fields[0].Key != "people.signin.password_missing" {
				w.Errorf("%s without a password: %v", login, err)
			}
		}
		if _, err := w.s.SignIn(w.ctx, " ", ""); !fault.Is(err, fault.KindInvalid) {
			w.Errorf("an empty form: %v", err)
		}
		if actor, _, _ := w.s.ActorOf(w.ctx, w.teacher.Account); actor.SignedIn() {
			w.Error("a disabled account is still let in")
		}
		_, err = w.s.IssueCodes(w.ctx, w.admin, []string{w.teacher.Staff})
		w.is(err, fault.KindConflict)
		w.is(w.s.Disable(w.ctx, w.admin, w.teacher.Account), fault.KindConflict)
		w.ok(w.s.Enable(w.ctx, w.director, w.teacher.Account))
		_, err = w.s.SignIn(w.ctx, "t-1", "long enough")
		w.ok(err)
		w.is(w.s.Disable(w.ctx, w.admin, w.admin.Account), fault.KindConflict)
	})
}

func TestChangePassword(t *testing.T) {
	each(t, func(w *world) {
		tickets, err := w.s.IssueCodes(w.ctx, w.admin, []string{w.teacher.Staff})
		w.ok(err)
		_, err = w.s.Open(w.ctx, FirstSignIn{"t-1", tickets[0].OneTime, "long enough", "long enough"})
		w.ok(err)
		w.is(w.s.ChangePassword(w.ctx, w.teacher, NewPassword{"wrong", "another one", "another one"}), fault.KindInvalid)
		w.is(w.s.ChangePassword(w.ctx, w.teacher, NewPassword{"long enough", "aaaaaaaaa", "aaaaaaaaa"}), fault.KindInvalid)
		w.ok(w.s.ChangePassword(w.ctx, w.teacher, NewPassword{"long enough", "another one", "another one"}))
		_, err = w.s.SignIn(w.ctx, "t-1", "long enough")
		w.is(err, fault.KindInvalid)
		_, err = w.s.SignIn(w.ctx, "t-1", "another one")
		w.ok(err)
		w.ok(w.s.KeepLanguage(w.ctx, w.teacher, i18n.Kazakh))
		if _, signed, _ := w.s.ActorOf(w.ctx, w.teacher.Account); signed.Language != i18n.Kazakh {
			w.Errorf("language %q", signed.Language)
		}
	})
}

func TestLoginsOfTwoSchools(t *testing.T) {
	each(t, func(w *world) {
		w.hire(access.System(w.other, "test"), "T-1", access.Teacher)
		lines, err := List(w.ctx, w.d.Read(), w.other, Filter{On: start, Limit: 10})
		w.ok(err)
		if len(lines) != 2 || lines[1].Login != "audan.t-1" || lines[1].HasPass || lines[1].CodeUntil == "" {
			w.Fatalf("accounts %+v", lines)
		}
	})
}

func TestActorHoldsPostsOfTheDay(t *testing.T) {
	each(t, func(w *world) {
		_, err := w.people.JoinUnit(w.ctx, w.deputy, w.unit.ID, w.head.Staff, start)
		w.ok(err)
		w.appoint(w.deputy, people.NewPost{Staff: w.head.Staff, Role: access.ClassLead, Starts: "2013-10-01"})
		now := w.act(w.head)
		if !now.Leads(w.unit.ID) || len(now.Units) != 1 || now.Has(access.ClassLead) || now.Name != "SMU-1" {
			w.Errorf("in September %+v", now)
		}
		w.clock.Set("2013-10-01T00:10")
		if !w.act(w.head).Has(access.ClassLead) {
			w.Error("the post of today is missing")
		}
		count, n := db.Counted(w.ctx)
		_, _, err = w.s.ActorOf(count, w.head.Account)
		w.ok(err)
		if n.N() != 1 {
			w.Errorf("%d queries for the actor", n.N())
		}
		if actor, _, err := w.s.ActorOf(w.ctx, "none"); err != nil || actor.SignedIn() {
			w.Errorf("an unknown account: %+v %v", actor, err)
		}
	})
}

// A login is the code of a person; a code that is a mere number gives way to the name.
func TestWordsOfLogins(t *testing.T) {
	for want, p := range map[string]people.StaffFacts{
		"T-A2": {Code: "T-A2", FamilyName: "Омарова"}, "omarova.a": {Code: "10", FamilyName: "Омарова", GivenName: "Әсел"}, "kim": {Code: "7", FamilyName: "Ким"},
		"12": {Code: "12"}, "3": {Code: "3", FamilyName: "王"},
	} {
		if got := loginWord(people.Staff{Code: p.Code, FamilyName: p.FamilyName, GivenName: p.GivenName}); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
