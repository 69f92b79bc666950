package people

import (
	"testing"

	"talim/internal/access"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/people/tree"
	"talim/internal/rule"
)

func TestWhoSeesPrivateFacts(t *testing.T) {
	for _, c := range []struct {
		name  string
		actor access.Actor
		sees  bool
	}{
		{"the person", access.Actor{Account: "a", Staff: "p", Roles: []access.Role{access.Teacher}}, true},
		{"the director", access.Actor{Account: "a", Staff: "d", Roles: []access.Role{access.Director}}, true},
		{"a deputy who also teaches", access.Actor{Account: "a", Staff: "d", Roles: []access.Role{access.Deputy, access.Teacher}}, true},
		{"a colleague", access.Actor{Account: "a", Staff: "q", Roles: []access.Role{access.Teacher}}, false},
		{"the head of the unit", access.Actor{Account: "a", Staff: "h", Roles: []access.Role{access.SMUHead}, Heads: []string{"u"}}, false},
		{"the administrator", access.Actor{Account: "a", Staff: "x", Roles: []access.Role{access.Administrator}}, false},
		{"the coordinator", access.Actor{Account: "a", Staff: "x", Roles: []access.Role{access.Coordinator}}, false},
		{"an inspector", access.Actor{Account: "a", Staff: "x", Roles: []access.Role{access.Inspector}}, false},
		{"nobody", access.Actor{}, false},
		{"a job", access.System("s", "job"), true},
	} {
		if got := MaySeePrivate(c.actor, "p"); got != c.sees {
			t.Errorf("%s: sees %v, want %v", c.name, got, c.sees)
		}
	}
}

func TestWhoGivesPosts(t *testing.T) {
	for _, c := range []struct {
		by, post             access.Role
		other, first, itself Giving // to somebody else; the same before the school has a director; to oneself
	}{
		{access.Director, access.Director, Proposes, Proposes, ""},
		{access.Director, access.Deputy, Gives, Gives, ""},
		{access.Director, access.Coordinator, Proposes, Proposes, ""},
		{access.Director, access.Administrator, Gives, Gives, ""},
		{access.Director, access.SMUHead, Gives, Gives, ""},
		{access.Director, access.Teacher, Gives, Gives, Gives},
		{access.Administrator, access.Director, "", Gives, ""},
		{access.Administrator, access.Deputy, "", Gives, ""},
		{access.Administrator, access.Coordinator, "", Gives, ""},
		{access.Administrator, access.Administrator, Gives, Gives, ""},
		{access.Administrator, access.Teacher, Gives, Gives, Gives},
		{access.Deputy, access.Teacher, Gives, Gives, Gives},
		{access.Deputy, access.SMUHead, Gives, Gives, ""},
		{access.Deputy, access.Director, Proposes, Proposes, ""},
		{access.Deputy, access.Coordinator, Proposes, Proposes, ""},
		{access.Deputy, access.Deputy, "", "", ""},
		{access.Deputy, access.Administrator, "", "", ""},
		{access.Coordinator, access.Coordinator, "", "", ""},
		{access.SMUHead, access.Teacher, "", "", ""},
		{access.Teacher, access.ClassLead, "", "", ""},
	} {
		actor := access.Actor{Account: "a", Staff: "me", Roles: []access.Role{c.by}}
		other, first, itself := Giver{Actor: actor}.Of("other", c.post), Giver{actor, true}.Of("other", c.post), Giver{actor, true}.Of("me", c.post)
		if other != c.other || first != c.first || itself != c.itself {
			t.Errorf("%s gives %s: %q, first %q, to oneself %q", c.by, c.post, other, first, itself)
		}
	}
}

// Each verb refuses those whom access.go does not name.
func TestVerbsRefuse(t *testing.T) {
	each(t, func(w *world) {
		id := w.teacher.Staff
		verbs := map[string]func(a access.Actor) error{
			"add staff": func(a access.Actor) error {
				_, err := w.s.AddStaff(w.ctx, a, NewStaff{StaffFacts: StaffFacts{Code: "N"}, Role: access.Teacher, Starts: start})
				return err
			},
			"edit staff": func(a access.Actor) error {
				_, err := w.s.EditStaff(w.ctx, a, id, 0, StaffFacts{Code: "T-1"})
				return err
			},
			"end staff": func(a access.Actor) error { return w.s.EndStaff(w.ctx, a, id, start) },
			"begin post": func(a access.Actor) error {
				_, err := w.s.BeginPost(w.ctx, a, NewPost{Staff: id, Role: access.ClassLead, Starts: start})
				return err
			},
			"add unit": func(a access.Actor) error {
				_, err := w.s.AddUnit(w.ctx, a, NewUnit{})
				return err
			},
			"join": func(a access.Actor) error {
				_, err := w.s.JoinUnit(w.ctx, a, w.unit.ID, id, start)
				return err
			},
			"state": func(a access.Actor) error {
				_, err := w.s.BeginState(w.ctx, a, id, MaternityLeave, start, "")
				return err
			},
			"private":  func(a access.Actor) error { return w.s.RecordPrivate(w.ctx, a, id, 0, NoFacts) },
			"subjects": func(a access.Actor) error { return w.s.SetSubjects(w.ctx, a, NewSubjects{Staff: id, Starts: start}) },
			"rule": func(a access.Actor) error {
				_, err := w.s.SetRule(w.ctx, a, StavkaHours, rule.New{Value: "16", Starts: start})
				return err
			},
			"tree": func(a access.Actor) error {
				return w.tree.Move(w.ctx, a, w.school, tree.NewPlace{Parent: w.school, Starts: w.s.Today()})
			},
		}
		for name, verb := range verbs {
			for _, a := range []access.Actor{w.teacher, w.head, {}} {
				if err := verb(a); !fault.Is(err, fault.KindForbidden) {
					w.Errorf("%s by %v: %v, want forbidden", name, a.Roles, err)
				}
			}
		}
		for _, name := range []string{"private", "rule"} { // leaders', not the administrator's
			w.is(verbs[name](w.admin), fault.KindForbidden)
		}
		w.is(verbs["tree"](w.director), fault.KindForbidden)
	})
}

// Another school's people do not exist, whatever the role there.
func TestOtherSchoolIsNotFound(t *testing.T) {
	each(t, func(w *world) {
		id, a := w.teacher.Staff, w.outsider
		a.Roles = []access.Role{access.Administrator, access.Director, access.Deputy}
		_, err := w.s.EditStaff(w.ctx, a, id, 0, StaffFacts{Code: "X"})
		w.is(err, fault.KindNotFound)
		_, err = w.s.BeginPost(w.ctx, a, NewPost{Staff: id, Role: access.Teacher, Starts: start})
		w.is(err, fault.KindNotFound)
		w.is(w.s.EndStaff(w.ctx, a, id, start), fault.KindNotFound)
		w.is(w.s.RecordPrivate(w.ctx, a, id, 0, NoFacts), fault.KindNotFound)
		w.is(w.s.EndUnit(w.ctx, a, w.unit.ID, start), fault.KindNotFound)
		_, err = w.tree.Edit(w.ctx, a, w.school, 0, tree.Facts{Code: "x", Name: i18n.Text{RU: "x"}, Timezone: "UTC"})
		w.is(err, fault.KindNotFound)
		_, err = StaffByID(w.ctx, w.d.Read(), w.other, id)
		w.is(err, fault.KindNotFound)
	})
}
