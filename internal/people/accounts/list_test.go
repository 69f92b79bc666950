package accounts

import (
	"slices"
	"strconv"
	"testing"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/people"
)

// open gives somebody a code and sets a password with it.
func (w *world) open(a access.Actor, login, password string) {
	w.Helper()
	tickets, err := w.s.IssueCodes(w.ctx, w.admin, []string{a.Staff})
	w.ok(err)
	_, err = w.s.Open(w.ctx, FirstSignIn{login, tickets[0].OneTime, password, password})
	w.ok(err)
}

// The accounts of a school come in pages of people in order: nobody twice and nobody
// left out, also where several have one name, and nobody of another school.
func TestAccountLinesPage(t *testing.T) {
	each(t, func(w *world) {
		as := access.System(w.school, "test")
		var others []string
		for n := range 7 { // namesakes, with names of a dot
			made, err := w.people.AddStaff(w.ctx, as, people.NewStaff{
				StaffFacts: people.StaffFacts{Code: "N-" + strconv.Itoa(n), FamilyName: "Ахметова", GivenName: "А."}, Role: access.Teacher, Starts: start, Others: others,
			})
			w.ok(err)
			others = append(others, made.ID)
		}
		for _, limit := range []int{1, 2, 3, 5, 12} {
			var codes []string
			after := ""
			for {
				lines, err := List(w.ctx, w.d.Read(), w.school, Filter{On: start, After: after, Limit: limit})
				w.ok(err)
				for _, l := range lines {
					codes = append(codes, l.Code)
				}
				if len(lines) < limit || len(codes) > 20 {
					break
				}
				after = lines[len(lines)-1].Key()
			}
			slices.Sort(codes)
			if want := []string{"ADM-1", "DD-1", "DIR-1", "N-0", "N-1", "N-2", "N-3", "N-4", "N-5", "N-6", "SMU-1", "T-1"}; !slices.Equal(codes, want) {
				w.Errorf("pages of %d gave %v", limit, codes)
			}
		}
	})
}

// The list says of each how far the account is: none, a code that waits, a password, off.
func TestAccountLinesTellTheState(t *testing.T) {
	each(t, func(w *world) {
		w.open(w.teacher, "t-1", "long enough")
		w.open(w.deputy, "dd-1", "long enough")
		w.ok(w.s.Disable(w.ctx, w.admin, w.deputy.Account))
		w.clock.Set("2013-09-03T10:00")
		_, err := w.s.SignIn(w.ctx, "t-1", "long enough")
		w.ok(err)
		none, err := w.people.AddStaff(w.ctx, w.deputy, people.NewStaff{StaffFacts: people.StaffFacts{Code: "T-2"}, Role: access.Teacher, Starts: start})
		w.ok(err)
		lines, err := List(w.ctx, w.d.Read(), w.school, Filter{On: start, Limit: 20})
		w.ok(err)
		type state struct{ Account, Pass, Code, Off, In bool }
		for code, want := range map[string]state{
			"T-1": {Account: true, Pass: true, In: true}, "DD-1": {Account: true, Pass: true, Off: true, In: true},
			"DIR-1": {Account: true, Code: true}, none.Code: {},
		} {
			at := slices.IndexFunc(lines, func(l Line) bool { return l.Code == code })
			l := lines[at]
			if got := (state{l.AccountID != "", l.HasPass, l.CodeUntil != "", l.DisabledAt != "", l.LastSignIn != ""}); got != want {
				w.Errorf("%s: %+v, want %+v", code, got, want)
			}
		}
		for on, n := range map[calendar.Date]int{start.AddDays(-1): 0, start: 6} {
			if lines, err := List(w.ctx, w.d.Read(), w.school, Filter{On: on, Limit: 20}); err != nil || len(lines) != n {
				w.Errorf("on %s %d have a post (%v), want %d", on, len(lines), err, n)
			}
		}
	})
}

// Whoever gets an account gets a login of her own, however often the school gives a code
// to somebody new.
func TestEveryAccountHasALoginOfItsOwn(t *testing.T) {
	each(t, func(w *world) {
		as := access.System(w.school, "test")
		logins := map[string]bool{}
		for n := range 9 {
			p, err := w.people.AddStaff(w.ctx, as, people.NewStaff{StaffFacts: people.StaffFacts{Code: "M"}, Role: access.Teacher, Starts: start})
			w.ok(err)
			tickets, err := w.s.IssueCodes(w.ctx, as, []string{p.ID})
			w.ok(err)
			login := tickets[0].Login
			if !validLogin(login) || logins[login] {
				w.Errorf("account %d has the login %q", n, login)
			}
			logins[login] = true
			_, err = w.people.EditStaff(w.ctx, as, p.ID, p.Version, people.StaffFacts{Code: "M-" + strconv.Itoa(n)}) // the code is free again
			w.ok(err)
		}
	})
}

// Codes are given to people of the school, to somebody at least, and never to an account
// that is off; one refused, none is given.
func TestIssueCodesRefuses(t *testing.T) {
	each(t, func(w *world) {
		w.ok(w.s.Disable(w.ctx, w.admin, w.head.Account))
		codes := func() (n int) {
			lines, err := List(w.ctx, w.d.Read(), w.school, Filter{On: start, Limit: 20})
			w.ok(err)
			for _, l := range lines {
				if l.CodeUntil > calendar.InstantOf(w.clock.Now().AddDate(0, 0, 13)) {
					n++
				}
			}
			return n
		}
		before := w.count()
		given := codes()
		for _, c := range []struct {
			actor access.Actor
			staff []string
			want  fault.Kind
		}{
			{w.admin, nil, fault.KindInvalid},
			{w.admin, []string{w.teacher.Staff, w.head.Staff}, fault.KindConflict},
			{w.admin, []string{w.teacher.Staff, w.outsider.Staff}, fault.KindNotFound},
			{w.deputy, []string{w.teacher.Staff}, fault.KindForbidden},
			{w.teacher, []string{w.teacher.Staff}, fault.KindForbidden},
		} {
			_, err := w.s.IssueCodes(w.ctx, c.actor, c.staff)
			w.is(err, c.want)
		}
		if w.count() != before || codes() != given {
			w.Error("a refused sheet gave codes")
		}
		twice, err := w.s.IssueCodes(w.ctx, w.admin, []string{w.teacher.Staff, w.teacher.Staff})
		w.ok(err)
		if len(twice) != 1 {
			w.Errorf("one person named twice has %d tickets", len(twice))
		}
	})
}

// Who has no post today is told so, and only with the right password.
func TestSignInNeedsAPost(t *testing.T) {
	each(t, func(w *world) {
		w.open(w.teacher, "t-1", "long enough")
		w.ok(w.people.EndStaff(w.ctx, w.director, w.teacher.Staff, "2013-09-30"))
		for _, c := range []struct {
			at, password, want string
		}{
			{"2013-09-30T23:00", "long enough", ""},
			{"2013-10-01T00:10", "long enough", "login:people.signin.no_post"},
			{"2013-10-01T00:10", "something else", "password:people.signin.wrong"},
		} {
			w.clock.Set(c.at)
			_, err := w.s.SignIn(w.ctx, "t-1", c.password)
			if got := keyOf(err); got != c.want {
				w.Errorf("%s with %q: %s, want %s", c.at, c.password, got, c.want)
			}
		}
	})
}

// A code does not open an account that was turned off, and turning it on again brings no
// old code back.
func TestCodeOfADisabledAccount(t *testing.T) {
	each(t, func(w *world) {
		tickets, err := w.s.IssueCodes(w.ctx, w.admin, []string{w.teacher.Staff})
		w.ok(err)
		use := func() error {
			_, err := w.s.Open(w.ctx, FirstSignIn{"t-1", tickets[0].OneTime, "long enough", "long enough"})
			return err
		}
		w.ok(w.s.Disable(w.ctx, w.admin, w.teacher.Account))
		w.is(use(), fault.KindInvalid)
		w.ok(w.s.Enable(w.ctx, w.admin, w.teacher.Account))
		w.is(use(), fault.KindInvalid)
		w.is(w.s.Enable(w.ctx, w.admin, w.teacher.Account), fault.KindConflict)
		w.is(w.s.Disable(w.ctx, w.deputy, w.teacher.Account), fault.KindForbidden)
		w.is(w.s.Disable(w.ctx, w.admin, w.outsider.Account), fault.KindNotFound)
	})
}

// A new password is typed twice alike, with the old one; a refused one changes nothing.
func TestChangePasswordRefuses(t *testing.T) {
	each(t, func(w *world) {
		w.open(w.teacher, "t-1", "long enough")
		for _, c := range []struct {
			in   NewPassword
			want string
		}{
			{NewPassword{"long enough", "another one", "another two"}, "repeat:people.password.differs"},
			{NewPassword{"another one", "another one", "another one"}, "old:people.password.old_wrong"},
			{NewPassword{"", "another one", "another one"}, "old:people.password.old_wrong"},
		} {
			if got := keyOf(w.s.ChangePassword(w.ctx, w.teacher, c.in)); got != c.want {
				w.Errorf("%+v: %s, want %s", c.in, got, c.want)
			}
		}
		_, err := w.s.SignIn(w.ctx, "t-1", "long enough")
		w.ok(err)
	})
}

// Accounts are kept by who may, of the own school.
func TestAccountsAreKeptByWhoMay(t *testing.T) {
	each(t, func(w *world) {
		id := []string{w.teacher.Staff}
		for _, a := range []access.Actor{w.teacher, w.head, w.deputy, {}} {
			_, err := w.s.IssueCodes(w.ctx, a, id)
			w.is(err, fault.KindForbidden)
			w.is(w.s.Disable(w.ctx, a, w.director.Account), fault.KindForbidden)
		}
		stranger := w.outsider
		stranger.Roles = []access.Role{access.Administrator, access.Director, access.Deputy}
		_, err := w.s.IssueCodes(w.ctx, stranger, id)
		w.is(err, fault.KindNotFound)
		w.is(w.s.Disable(w.ctx, stranger, w.teacher.Account), fault.KindNotFound)
	})
}

// Nobody stands behind the account of somebody who left.
func TestWhoLeftIsNotLetIn(t *testing.T) {
	each(t, func(w *world) {
		w.ok(w.people.EndStaff(w.ctx, w.deputy, w.teacher.Staff, "2013-12-31"))
		w.clock.Set("2014-01-01T09:00")
		if actor, _, err := w.s.ActorOf(w.ctx, w.teacher.Account); err != nil || actor.SignedIn() {
			w.Errorf("%+v, %v", actor, err)
		}
	})
}
