package accounts

import (
	"context"
	"testing"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/people/tree"
)

// TestCreateSchoolSaysWhatIsWrong holds that the first run answers at the fields of
// its own form, and makes nothing by halves.
func TestCreateSchoolSaysWhatIsWrong(t *testing.T) {
	each(t, func(w *world) {
		as := access.System("", "test")
		good := func() NewSchool {
			return NewSchool{
				NewSchool: people.NewSchool{
					Kind: tree.School, Facts: tree.Facts{Code: "new", Name: i18n.Text{EN: "New"}, Timezone: "Asia/Almaty"},
					Administrator: people.NewStaff{StaffFacts: people.StaffFacts{Code: "ADM"}},
				},
				Login: "new.admin", Password: "a long password",
			}
		}
		schools := func() int {
			n, err := db.One[int](w.ctx, w.d.Read(), `SELECT count(*) FROM organisation`)
			w.ok(err)
			return n
		}
		before := schools()
		for want, change := range map[string]func(s *NewSchool){
			"kind:people.organisation.kind_needed": func(s *NewSchool) { s.Kind = "" },
			"admin_code:people.staff.code_needed":  func(s *NewSchool) { s.Administrator.Code = "" },
			"login:people.account.login_invalid":   func(s *NewSchool) { s.Login = "!" },
			"code:people.organisation.code_taken":  func(s *NewSchool) { s.Code = "auyl" },
			"login:people.account.login_taken":     func(s *NewSchool) { s.Login = "auyl.admin" },
		} {
			in := good()
			change(&in)
			_, err := w.s.CreateSchool(w.ctx, as, in)
			if got := keyOf(err); got != want {
				w.Errorf("%s (%v), want %s", got, err, want)
			}
		}
		if schools() != before {
			w.Error("a school that was refused is there")
		}
		made, err := w.s.CreateSchool(w.ctx, as, good())
		w.ok(err)
		if made.Ticket.OneTime != "" || made.Staff.Code != "ADM" || schools() != before+1 {
			w.Errorf("made %+v", made)
		}
		actor, _, err := w.s.ActorOf(w.ctx, made.Account)
		w.ok(err)
		if !actor.Has(access.Administrator) || actor.School != made.School.ID {
			w.Errorf("the administrator is %+v", actor)
		}
	})
}

// TestSchoolsAreMadeByWhoKeepsTheTree holds that a first run happens once; later only the
// administrator of an organisation makes one, below it, with a code for its first person.
func TestSchoolsAreMadeByWhoKeepsTheTree(t *testing.T) {
	each(t, func(w *world) {
		facts := tree.Facts{Code: "x", Name: i18n.Text{EN: "x"}, Timezone: "Asia/Almaty"}
		in := NewSchool{
			NewSchool: people.NewSchool{Kind: tree.School, Facts: facts, Administrator: people.NewStaff{StaffFacts: people.StaffFacts{Code: "ADM"}}},
			Login:     "x.admin", Password: "long enough",
		}
		_, err := w.s.CreateSchool(w.ctx, access.Actor{}, in)
		w.is(err, fault.KindForbidden) // the world has schools already
		_, err = w.s.CreateSchool(w.ctx, w.admin, in)
		w.is(err, fault.KindNotFound) // at the top of the tree nobody is administrator
		in.Parent, in.Password = w.school, ""
		_, err = w.s.CreateSchool(w.ctx, w.deputy, in)
		w.is(err, fault.KindForbidden)
		_, err = w.s.CreateSchool(w.ctx, w.admin, in)
		w.is(err, fault.KindInvalid) // a school has nothing below it
		w.ok(w.d.Tx(w.ctx, func(ctx context.Context, tx db.Conn) error {
			_, err := db.Exec(ctx, tx, `UPDATE organisation SET kind = 'district' WHERE id = $1`, w.school)
			return err
		}))
		made, err := w.s.CreateSchool(w.ctx, w.admin, in)
		w.ok(err)
		if made.Ticket.OneTime == "" {
			w.Error("no code for the new administrator")
		}
	})
}
