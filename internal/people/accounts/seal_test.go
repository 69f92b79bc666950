package accounts

import (
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/people"
)

// written changes the database as somebody does who has it and not the file of keys.
func (w *world) written(query string, args ...any) {
	w.Helper()
	_, err := db.Exec(w.ctx, w.d.Write(), query, args...)
	w.ok(err)
}

// opened gives somebody a password.
func (w *world) opened(a access.Actor, login, password string) {
	w.Helper()
	tickets, err := w.s.IssueCodes(w.ctx, w.admin, []string{a.Staff})
	w.ok(err)
	_, err = w.s.Open(w.ctx, FirstSignIn{login, tickets[0].OneTime, password, password})
	w.ok(err)
}

func (w *world) says(err error, key string) {
	w.Helper()
	if _, got, _ := strings.Cut(keyOf(err), ":"); got != key {
		w.Errorf("%v, want %s", err, key)
	}
}

// Each way in which somebody who writes in the database could make an account her own: the
// hash of her own password, a code, recovery words, a confirmer, another owner.
func TestAccountWrittenInTheDatabaseOpensNothing(t *testing.T) {
	for name, change := range map[string]string{
		"password":  `UPDATE account SET password_hash = (SELECT o.password_hash FROM account o WHERE o.login = 'smu-1') WHERE login = 't-1'`,
		"owner":     `UPDATE account SET login = 'away' WHERE login = 't-1'`,
		"words":     `UPDATE account SET words_hash = 'mine' WHERE login = 't-1'`,
		"code":      `UPDATE account SET code_hash = 'mine', code_expires = '9999' WHERE login = 't-1'`,
		"confirmer": `UPDATE account SET confirmer_id = 'me' WHERE login = 't-1'`,
		"seal":      `UPDATE account SET seal = (SELECT o.seal FROM account o WHERE o.login = 'smu-1') WHERE login = 't-1'`,
		"factor":    `UPDATE account SET factor_id = 'mine' WHERE login = 't-1'`,
		"unsealed":  `UPDATE account SET seal = '' WHERE login = 't-1'`,
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(w *world) {
				w.opened(w.teacher, "t-1", "long enough")
				w.opened(w.head, "smu-1", "quite another")
				if a, _, err := w.s.ActorOf(w.ctx, w.teacher.Account); err != nil || a.Staff != w.teacher.Staff {
					t.Fatalf("before: %v, %v", a, err)
				}
				w.written(change)
				login := map[bool]string{true: "away", false: "t-1"}[name == "owner"]
				for _, password := range []string{"long enough", "quite another"} {
					_, err := w.s.SignIn(w.ctx, login, password)
					w.says(err, "people.account.changed_outside")
				}
				_, err := w.s.Open(w.ctx, FirstSignIn{login, "anything", "long enough", "long enough"})
				w.says(err, "people.account.changed_outside")
				if a, _, err := w.s.ActorOf(w.ctx, w.teacher.Account); err != nil || a.Staff != "" {
					t.Errorf("a session that was open goes on: %v, %v", a, err)
				}
				_, err = w.s.IssueCodes(w.ctx, w.admin, []string{w.teacher.Staff})
				w.is(err, fault.KindConflict) // a code would make it right
				found, err := w.s.keeper.FindChanged(w.ctx, w.d, Vouched)
				w.ok(err)
				if len(found) != 1 || found[0].ID != w.teacher.Account {
					t.Errorf("named: %v", found)
				}
				_, err = w.s.keeper.VouchAll(w.ctx, w.d, Vouched)
				w.ok(err)
				if a, _, err := w.s.ActorOf(w.ctx, w.teacher.Account); err != nil || a.Staff != w.teacher.Staff {
					t.Errorf("after an operator accepted it: %v, %v", a, err)
				}
			})
		})
	}
}

// The account of one is not made that of another, neither by its owner's name nor by
// joining the two.
func TestOwnAccountIsNotMadeAnothers(t *testing.T) {
	each(t, func(w *world) {
		w.opened(w.head, "smu-1", "quite another")
		w.written(`INSERT INTO account_person (school_id, account_id, person_id, joined_at) VALUES ($1, $2, 'p', ''), ($1, $3, 'p', '')`,
			w.school, w.head.Account, w.teacher.Account)
		_, err := w.s.OpenWorkplace(w.ctx, w.act(w.head), w.teacher.Account)
		w.is(err, fault.KindConflict)
		w.written(`DELETE FROM account_person`)
		w.written(`DELETE FROM account WHERE id = $1`, w.teacher.Account)
		w.written(`UPDATE account SET staff_id = $1 WHERE id = $2`, w.teacher.Staff, w.head.Account)
		if a, _, err := w.s.ActorOf(w.ctx, w.head.Account); err != nil || a.Staff != "" {
			t.Errorf("%v, %v", a, err)
		}
	})
}

// An account that was vouched for before there were second factors is as it was.
func TestSumFromBeforeTheSecondFactorHolds(t *testing.T) {
	each(t, func(w *world) {
		a, err := accountByID(w.ctx, w.d.Read(), w.school, w.teacher.Account)
		w.ok(err)
		over := db.TextsOf(a.locks)
		w.written(`UPDATE account SET seal = $1 WHERE id = $2`, w.s.keeper.Vouch(vouched.Table, over[:len(over)-1]...), a.ID)
		if now := w.act(w.teacher); now.Staff != w.teacher.Staff {
			t.Errorf("is refused: %+v", now)
		}
		found, err := w.s.keeper.FindChanged(w.ctx, w.d, Vouched)
		if w.ok(err); len(found) != 0 {
			t.Errorf("named as changed: %v", found)
		}
	})
}

// Each way in which somebody who writes in the database could give herself a post: none
// gives a right, whoever has a post by the program keeps hers, and each is named until an
// operator has looked.
func TestPostWrittenInTheDatabaseGivesNothing(t *testing.T) {
	const mine = `staff_id = (SELECT id FROM staff WHERE code = 'T-1')`
	for name, change := range map[string]string{
		"insert": `INSERT INTO post (school_id, id, staff_id, role, unit_id, area_kk, area_ru, area_en, starts, ends, order_no, order_date)
			SELECT school_id, 'mine', id, 'deputy', '', '', '', '', '2012-09-01', '9999-12-31', '', '' FROM staff WHERE code = 'T-1'`,
		"with the sum of another": `INSERT INTO post (school_id, id, staff_id, role, unit_id, area_kk, area_ru, area_en, starts, ends, order_no, order_date, seal)
			SELECT s.school_id, 'mine', s.id, 'deputy', '', '', '', '', p.starts, p.ends, '', '', p.seal FROM staff s, post p WHERE s.code = 'T-1' AND p.role = 'deputy' AND p.ends = '9999-12-31'`,
		"with another's whole text": `INSERT INTO post (school_id, id, staff_id, role, unit_id, area_kk, area_ru, area_en, starts, ends, order_no, order_date, seal)
			SELECT s.school_id, 'mine', s.id, 'deputy|' || p.unit_id || '|' || p.starts || '|' || p.ends || ' ' || p.seal || '|' || p.id || '|' || p.staff_id || '|' || p.role,
			p.unit_id, '', '', '', p.starts, p.ends, '', '', '' FROM staff s, post p WHERE s.code = 'T-1' AND p.role = 'deputy' AND p.ends = '9999-12-31'`,
		"moved":      `UPDATE post SET staff_id = (SELECT id FROM staff WHERE code = 'T-1') WHERE role = 'deputy'`,
		"role":       `UPDATE post SET role = 'director' WHERE role = 'teacher' AND ` + mine,
		"unit":       `UPDATE post SET role = 'smu_head', ends = '9999-12-30', unit_id = (SELECT id FROM unit) WHERE role = 'teacher' AND ` + mine,
		"prolonged":  `UPDATE post SET ends = '9999-12-30' WHERE ends = '2013-09-01'`,
		"begun":      `UPDATE post SET starts = '2013-09-01' WHERE starts = '2014-01-09'`,
		"unsealed":   `UPDATE post SET seal = '' WHERE role = 'coordinator'`,
		"of another": `UPDATE post SET seal = (SELECT p.seal FROM post p WHERE p.role = 'director') WHERE role = 'deputy'`,
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(w *world) {
				as := access.System(w.school, "test")
				w.appoint(as, people.NewPost{Staff: w.teacher.Staff, Role: access.Deputy, Starts: "2013-08-01", Ends: "2013-09-01"})
				w.appoint(as, people.NewPost{Staff: w.teacher.Staff, Role: access.Coordinator, Starts: "2014-01-09"})
				w.written(change)
				a, _, err := w.s.ActorOf(w.ctx, w.teacher.Account)
				if w.ok(err); a.Has(access.Director, access.Deputy, access.Coordinator) || len(a.Heads) > 0 {
					t.Errorf("is %v, head of %v", a.Roles, a.Heads)
				}
				if head := w.act(w.head); len(head.Heads) != 1 {
					t.Errorf("who was given a post lost it: %+v", head)
				}
				found, err := w.s.keeper.FindChanged(w.ctx, w.d, people.Vouched)
				if w.ok(err); len(found) == 0 {
					t.Error("not named")
				}
				_, err = w.s.keeper.VouchAll(w.ctx, w.d, people.Vouched)
				w.ok(err)
			})
		})
	}
}
