package accounts

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/password"
	"talim/internal/rule"
	"talim/internal/verb"
)

const ownPassword = "long enough"

// app is the phone of somebody: it shows the code of a moment.
type app struct {
	*world
	key   string
	spare []string
}

// withApp lets somebody set up a second factor as the pages do.
func (w *world) withApp(a access.Actor) app {
	w.Helper()
	b, err := w.s.BeginFactor(w.ctx, a, ownPassword, w.clock.Now())
	w.ok(err)
	p := app{world: w, key: strings.ReplaceAll(b.Secret, " ", "")}
	p.spare, err = w.s.MakeFactor(w.ctx, a, b.Form, p.shows(), w.clock.Now())
	w.ok(err)
	w.clock.Add(time.Minute) // the code that set it up is used up
	return p
}

func (p app) shows() string { return p.at(p.clock.Now()) }

func (p app) at(moment time.Time) string {
	p.Helper()
	code, err := codeOf(p.key, stepOf(moment))
	p.ok(err)
	return code
}

// half is the entry of the teacher after the right password.
func (w *world) half(login string) Entry {
	w.Helper()
	e, err := w.s.SignIn(w.ctx, login, ownPassword)
	w.ok(err)
	if !e.Code {
		w.Fatalf("the password alone leads in: %+v", e)
	}
	return e
}

func (w *world) wrongCode(e Entry, code string) {
	w.Helper()
	_, err := w.s.GiveCode(w.ctx, e, code, w.clock.Now())
	w.says(err, "people.factor.wrong")
	if !errors.Is(err, password.ErrWrong) {
		w.Errorf("%v is not counted as a guess", err)
	}
}

func TestCodeIsAskedAfterThePassword(t *testing.T) {
	each(t, func(w *world) {
		w.opened(w.teacher, "t-1", ownPassword)
		before, err := w.s.BeginFactor(w.ctx, w.teacher, ownPassword, w.clock.Now())
		w.ok(err)
		if e, err := w.s.SignIn(w.ctx, "t-1", ownPassword); err != nil || e.Code {
			t.Fatalf("before a code was shown it counts: %+v, %v", e, err)
		}
		_, err = w.s.MakeFactor(w.ctx, w.teacher, before.Form, "000 00", w.clock.Now())
		w.says(err, "people.factor.not_yet")
		_, err = w.s.BeginFactor(w.ctx, w.teacher, "not the password", w.clock.Now())
		w.is(err, fault.KindInvalid)
		p := w.withApp(w.teacher)
		e := w.half("t-1")
		w.wrongCode(e, "123")
		w.wrongCode(e, "ABCDE-FGHJK")
		_, err = w.s.GiveCode(w.ctx, e, " ", w.clock.Now())
		w.says(err, "people.factor.missing")
		typed := p.shows()
		if id, err := w.s.GiveCode(w.ctx, e, typed[:3]+" "+typed[3:], w.clock.Now()); err != nil || id != w.teacher.Account {
			t.Fatalf("the right code: %q, %v", id, err)
		}
		w.wrongCode(e, typed)                                                         // again
		w.wrongCode(e, p.at(w.clock.Now().Add(-step)))                                // the one before
		w.wrongCode(e, p.at(w.clock.Now().Add(3*step)))                               // of a phone that is far ahead
		_, err = w.s.GiveCode(w.ctx, e, p.at(w.clock.Now().Add(step)), w.clock.Now()) // a little
		w.ok(err)
		_, err = w.s.BeginFactor(w.ctx, w.teacher, ownPassword, w.clock.Now())
		w.says(err, "")
		w.is(err, fault.KindConflict)
		w.ok(w.s.ChangePassword(w.ctx, w.teacher, NewPassword{ownPassword, "another one 7", "another one 7"}))
		w.clock.Add(time.Minute)
		_, err = w.s.GiveCode(w.ctx, e, p.shows(), w.clock.Now())
		w.is(err, fault.KindConflict) // the password that was proved is no longer the one
	})
}

// Of many who send the same code at the same time one comes in: a code of the app, and a
// spare one.
func TestCodeIsTakenOnce(t *testing.T) {
	each(t, func(w *world) {
		w.opened(w.teacher, "t-1", ownPassword)
		p := w.withApp(w.teacher)
		e := w.half("t-1")
		for _, code := range []string{p.shows(), p.spare[0], strings.ToLower(p.spare[1])} {
			w.atOnce(4, fault.KindInvalid, func() error { _, err := w.s.GiveCode(w.ctx, e, code, w.clock.Now()); return err })
		}
		// Different ones at the same time are not lost to one another for good.
		var all sync.WaitGroup
		for _, code := range p.spare[2:5] {
			all.Go(func() {
				_, err := w.s.GiveCode(w.ctx, e, code, w.clock.Now())
				if err != nil && !fault.Is(err, fault.KindInvalid) {
					w.Error(err)
				}
			})
		}
		all.Wait()
		for _, code := range p.spare[:2] {
			w.wrongCode(e, code)
		}
		standing, err := w.s.StandingOf(w.ctx, w.teacher)
		if w.ok(err); !standing.HasFactor || standing.SpareLeft() < 5 || standing.SpareLeft() > 7 {
			t.Errorf("spare codes left: %d", standing.SpareLeft())
		}
	})
}

// What stands in the database opens nothing: the secret is sealed, spare codes are sums, and
// a row that was moved to another account or owner is nobody's.
func TestFactorMovedInTheDatabaseOpensNothing(t *testing.T) {
	each(t, func(w *world) {
		w.opened(w.teacher, "t-1", ownPassword)
		w.opened(w.head, "smu-1", ownPassword)
		mine, theirs := w.withApp(w.head), w.withApp(w.teacher)
		row, err := db.One[factor](w.ctx, w.d.Read(), `SELECT `+db.Columns[factor]("")+` FROM second_factor WHERE account_id = $1`, w.teacher.Account)
		w.ok(err)
		for _, secret := range append(slices.Clone(theirs.spare), theirs.key) {
			if strings.Contains(row.Sealed+row.Spare, secret) || strings.Contains(row.Spare, password.HashCode(row.Account, secret)) {
				t.Errorf("%q stands in the database", secret)
			}
		}
		e := w.half("t-1")
		for name, change := range map[string]string{
			"the secret of another":      `UPDATE second_factor SET secret_sealed = (SELECT o.secret_sealed FROM second_factor o WHERE o.account_id = $1) WHERE account_id = $2`,
			"the spare codes of another": `UPDATE second_factor SET spare = (SELECT o.spare FROM second_factor o WHERE o.account_id = $1) WHERE account_id = $2`,
			"gone":                       `DELETE FROM second_factor WHERE account_id <> $1 AND account_id = $2`,
		} {
			w.written(change, w.head.Account, w.teacher.Account)
			for _, code := range []string{mine.shows(), mine.spare[0]} {
				if _, err := w.s.GiveCode(w.ctx, e, code, w.clock.Now()); err == nil {
					t.Errorf("%s: comes in with %s", name, code)
				}
			}
			w.written(`DELETE FROM second_factor WHERE account_id = $1`, w.teacher.Account)
			w.ok(w.d.Tx(w.ctx, func(ctx context.Context, tx db.Conn) error { return db.Insert(ctx, tx, "second_factor", row) }))
		}
		w.written(`UPDATE account SET factor_id = '' WHERE login = 't-1'`)
		_, err = w.s.SignIn(w.ctx, "t-1", ownPassword)
		w.says(err, "people.account.changed_outside")
	})
}

// A one-time code lets in whoever lost the phone, and tells the owner that the factor went;
// what is private stays closed, and whoever came in sets up none of her own.
func TestResetTakesTheFactorAway(t *testing.T) {
	each(t, func(w *world) {
		w.opened(w.teacher, "t-1", ownPassword)
		w.withApp(w.teacher)
		a := w.reset(w.director, w.teacher, "t-1")
		if a.Closed == "" || !slices.Equal(w.reminded(a.Staff), []string{keyNoFactor}) {
			t.Errorf("closed until %q, told %v", a.Closed, w.reminded(a.Staff))
		}
		if e, err := w.s.SignIn(w.ctx, "t-1", "taken over 1"); err != nil || e.Code {
			t.Errorf("still asked for a code: %+v, %v", e, err)
		}
		if n, err := db.One[int](w.ctx, w.d.Read(), `SELECT COUNT(*) FROM second_factor`); err != nil || n != 0 {
			t.Errorf("%d secrets kept, %v", n, err)
		}
		_, err := w.s.BeginFactor(w.ctx, a, "taken over 1", w.clock.Now())
		w.is(err, fault.KindConflict)
		n, err := db.One[int](w.ctx, w.d.Read(), `SELECT COUNT(*) FROM journal_entry WHERE event = $1 AND actor = $2`, EventFactorReset, w.director.Name)
		if w.ok(err); n != 1 {
			t.Errorf("%d entries in the journal", n)
		}
	})
}

// A code that the owner refused has taken nothing away.
func TestRefusedCodeLeavesTheFactor(t *testing.T) {
	each(t, func(w *world) {
		w.opened(w.teacher, "t-1", ownPassword)
		p := w.withApp(w.teacher)
		_, err := w.s.IssueCodes(w.ctx, w.admin, []string{w.teacher.Staff})
		w.ok(err)
		w.ok(w.s.RefuseCode(w.ctx, w.teacher))
		_, err = w.s.GiveCode(w.ctx, w.half("t-1"), p.shows(), w.clock.Now())
		w.ok(err)
	})
}

// Recovery words stand in the place of the password, not of the phone.
func TestWordsAskForTheCode(t *testing.T) {
	each(t, func(w *world) {
		w.opened(w.teacher, "t-1", ownPassword)
		words, err := w.s.MakeWords(w.ctx, w.teacher, ownPassword)
		w.ok(err)
		p := w.withApp(w.teacher)
		in := Recovery{"t-1", words, "my own again", "my own again", ""}
		_, err = w.s.Recover(w.ctx, in, w.clock.Now())
		w.says(err, "people.factor.missing")
		w.half("t-1") // the password is what it was
		in.Code = p.shows()
		_, err = w.s.Recover(w.ctx, in, w.clock.Now())
		w.ok(err)
		w.ok(w.s.RemoveFactor(w.ctx, w.teacher, "my own again"))
		if e, err := w.s.SignIn(w.ctx, "t-1", "my own again"); err != nil || e.Code {
			t.Errorf("after it was removed: %+v, %v", e, err)
		}
		w.is(w.s.RemoveFactor(w.ctx, w.teacher, "my own again"), fault.KindConflict)
	})
}

// Joining and opening another school ask for what signing in there asks for.
func TestCodeIsAskedOfTheOtherSchoolToo(t *testing.T) {
	each(t, func(w *world) {
		w.opened(w.teacher, "t-1", ownPassword)
		there := w.hire(access.System(w.other, "test"), "T-2", access.Teacher)
		tickets, err := w.s.IssueCodes(w.ctx, w.outsider, []string{there.Staff})
		w.ok(err)
		_, err = w.s.Open(w.ctx, FirstSignIn{tickets[0].Login, tickets[0].OneTime, ownPassword, ownPassword})
		w.ok(err)
		p := w.withApp(there)
		in := Proof{Login: tickets[0].Login, Password: ownPassword}
		w.says(w.s.Join(w.ctx, w.teacher, in, w.clock.Now()), "people.factor.missing")
		in.Code = p.shows()
		w.ok(w.s.Join(w.ctx, w.teacher, in, w.clock.Now()))
		e, err := w.s.OpenWorkplace(w.ctx, w.teacher, there.Account)
		if w.ok(err); !e.Code {
			t.Error("the other school opens without its code")
		}
		w.wrongCode(e, in.Code)
	})
}

// Whose post must come in with a second factor is a dated rule; nobody must by itself.
func TestPostsThatMustHaveAFactor(t *testing.T) {
	each(t, func(w *world) {
		logins := map[access.Role]string{access.Director: "dir-1", access.Deputy: "dd-1", access.Teacher: "t-1"}
		actors := map[access.Role]access.Actor{access.Director: w.director, access.Deputy: w.deputy, access.Teacher: w.teacher}
		for role, login := range logins {
			w.opened(actors[role], login, ownPassword)
		}
		for level, want := range []map[access.Role]bool{
			{}, {access.Director: true}, {access.Director: true, access.Deputy: true}, {access.Director: true, access.Deputy: true, access.Teacher: true},
		} {
			if level > 0 {
				w.ok(w.s.Do(w.ctx, w.director, func(v verb.Work) error {
					_, err := FactorPosts.Set(v, rule.New{Value: string(rune('0' + level)), Starts: v.Date()})
					return err
				}))
			}
			for role, login := range logins {
				e, err := w.s.SignIn(w.ctx, login, ownPassword)
				if w.ok(err); e.Must != want[role] {
					t.Errorf("level %d: %s must: %v", level, role, e.Must)
				}
			}
			w.clock.Add(24 * time.Hour)
		}
		w.withApp(w.teacher)
		if e := w.half("t-1"); e.Must {
			t.Error("who has one is asked to set it up")
		}
		if a := w.reset(w.admin, w.deputy, "dd-1"); a.Closed == "" {
			t.Fatal("not closed")
		}
		if e, err := w.s.SignIn(w.ctx, "dd-1", "taken over 1"); err != nil || e.Must {
			t.Errorf("while texts are closed none can be set up, and it is asked for: %+v, %v", e, err)
		}
		lines, err := List(w.ctx, w.d.Read(), w.school, Filter{On: w.s.Today(), Now: w.s.Instant(), Limit: 100})
		w.ok(err)
		for _, l := range lines {
			if l.Factor != (l.StaffID == w.teacher.Staff) {
				t.Errorf("%s: has a factor: %v", l.Code, l.Factor)
			}
		}
	})
}

// The first person of a server becomes one of the list and keeps the phone.
func TestFactorGoesOnWithTheOwner(t *testing.T) {
	eachNewcomer(t, func(n *newcomer) {
		b, err := n.s.BeginFactor(n.ctx, n.first, "қауіпсіз сөз", n.clock.Now())
		n.ok(err)
		p := app{world: n.world, key: strings.ReplaceAll(b.Secret, " ", "")}
		_, err = n.s.MakeFactor(n.ctx, n.first, b.Form, p.shows(), n.clock.Now())
		n.ok(err)
		n.ok(n.s.JoinSelf(n.ctx, n.first, n.again.ID))
		n.clock.Add(time.Minute)
		e, err := n.s.SignIn(n.ctx, "asel", "қауіпсіз сөз")
		n.ok(err)
		_, err = n.s.GiveCode(n.ctx, e, p.shows(), n.clock.Now())
		n.ok(err)
	})
}

// Other spare codes are made with the password alone and end those of before; the app stays.
func TestSpareCodesMadeAnew(t *testing.T) {
	each(t, func(w *world) {
		w.opened(w.teacher, "t-1", ownPassword)
		if _, err := w.s.RenewSpare(w.ctx, w.teacher, ownPassword); !fault.Is(err, fault.KindConflict) {
			w.Errorf("without an app: %v", err)
		}
		p := w.withApp(w.teacher)
		_, err := w.s.RenewSpare(w.ctx, w.teacher, "not the password")
		if !errors.Is(err, password.ErrWrong) {
			w.Errorf("a wrong password: %v", err)
		}
		fresh, err := w.s.RenewSpare(w.ctx, w.teacher, ownPassword)
		w.ok(err)
		if len(fresh) != spareCodes || slices.Contains(fresh, p.spare[0]) {
			w.Errorf("%v after %v", fresh, p.spare)
		}
		w.wrongCode(w.half("t-1"), p.spare[0])
		for _, code := range []string{fresh[0], p.shows()} {
			if _, err := w.s.GiveCode(w.ctx, w.half("t-1"), code, w.clock.Now()); err != nil {
				w.Errorf("%s: %v", code, err)
			}
		}
		w.wrongCode(w.half("t-1"), fresh[0])
	})
}
