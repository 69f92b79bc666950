package accounts

import (
	"testing"

	"talim/internal/access"
	"talim/internal/people"
)

// A password of one's own name opens too many doors; it is refused to the owner, and
// whoever is not the owner learns no name by it.
func TestOwnNameIsNoPassword(t *testing.T) {
	each(t, func(w *world) {
		p, err := w.people.AddStaff(w.ctx, access.System(w.school, "test"), people.NewStaff{
			StaffFacts: people.StaffFacts{Code: "T-7", FamilyName: "Смағұлова", GivenName: "Айгерім"}, Role: access.Teacher, Starts: start,
		})
		w.ok(err)
		tickets, err := w.s.IssueCodes(w.ctx, w.admin, []string{p.ID})
		w.ok(err)
		first := FirstSignIn{Login: tickets[0].Login, Code: tickets[0].OneTime}
		for _, name := range []string{"Смағұлова1985", "smagulova85", "айгерім 2013"} {
			first.Password, first.Repeat = name, name
			if _, err := w.s.Open(w.ctx, first); keyOf(err) != "password:people.password.own" {
				t.Errorf("%s at the first sign-in: %v", name, err)
			}
			stranger := first
			stranger.Code = "AAAAA-AAAAA"
			if _, err := w.s.Open(w.ctx, stranger); keyOf(err) != "code:people.code.wrong" {
				t.Errorf("%s with a wrong code: %v", name, err)
			}
		}
		first.Password, first.Repeat = "күзгі жапырақ", "күзгі жапырақ"
		_, err = w.s.Open(w.ctx, first)
		w.ok(err)
		owner := w.act(access.Actor{School: w.school, Staff: p.ID})
		in := NewPassword{Old: first.Password, Password: "Айгерім2026", Repeat: "Айгерім2026"}
		if err := w.s.ChangePassword(w.ctx, owner, in); keyOf(err) != "password:people.password.own" {
			t.Errorf("a new password: %v", err)
		}
		words, err := w.s.MakeWords(w.ctx, owner, first.Password)
		w.ok(err)
		if _, err := w.s.Recover(w.ctx, Recovery{Login: first.Login, Words: words, Password: "auyl-2026", Repeat: "auyl-2026"}, w.clock.Now()); keyOf(err) != "password:people.password.own" {
			t.Errorf("with recovery words: %v", err)
		}
	})
}
