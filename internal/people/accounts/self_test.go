package accounts

import (
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/people/tree"
	"talim/internal/waiting"
)

// newcomer is the first person of a server, and a list that has her once more.
type newcomer struct {
	*world
	first access.Actor // as she signed in
	again people.Staff // as the list has her
}

func eachNewcomer(t *testing.T, fn func(n *newcomer)) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := empty(t, d, "2026-11-30T09:00")
		made, err := w.s.CreateSchool(w.ctx, access.Actor{}, NewSchool{NewSchool: people.NewSchool{
			Kind: tree.School, Facts: tree.Facts{Code: "auyl", Name: i18n.Text{KK: "Ауыл"}, Timezone: "Asia/Almaty"},
			Administrator: people.NewStaff{StaffFacts: people.StaffFacts{Code: "1", FamilyName: "Сейтқали", GivenName: "А.", Phone: "+7 700 000 00 01"}},
		}, Login: "asel", Password: "қауіпсіз сөз"})
		w.ok(err)
		w.school = made.School.ID
		n := &newcomer{world: w, first: w.as(made.Account)}
		as := access.System(w.school, "test")
		for code, f := range map[string]people.NewStaff{
			"2": {StaffFacts: people.StaffFacts{FamilyName: "Сейткалиева", GivenName: "Асель", Patronymic: "Болатовна"}, Role: access.Deputy},
			"3": {StaffFacts: people.StaffFacts{FamilyName: "Ким", GivenName: "Вера"}, Role: access.Teacher},
			"4": {StaffFacts: people.StaffFacts{FamilyName: "Омарова", GivenName: "Гүлнар"}, Role: access.Teacher},
		} {
			f.Code, f.Starts = code, "2020-09-01"
			p, err := w.people.AddStaff(w.ctx, as, f)
			w.ok(err)
			if code == "2" {
				n.again = p
			}
		}
		fn(n)
	})
}

// as is who stands behind an account now.
func (w *world) as(account string) access.Actor {
	w.Helper()
	a, _, err := w.s.ActorOf(w.ctx, account)
	w.ok(err)
	return a
}

func (n *newcomer) asked() bool {
	n.Helper()
	_, steps, err := waiting.Find(n.ctx, n.d.Read(), nil, []waiting.StepSource{FirstSteps}, n.as(n.first.Account), "2026-11-30")
	n.ok(err)
	for _, s := range steps {
		if s.Name == StepSelf {
			return true
		}
	}
	return false
}

func TestTheFirstPersonSaysWhoOfTheListTheyAre(t *testing.T) {
	eachNewcomer(t, func(n *newcomer) {
		all, err := n.s.Namesakes(n.ctx, n.first)
		n.ok(err)
		if len(all) != 3 || !n.asked() {
			t.Fatalf("asked %v among %d", n.asked(), len(all))
		}
		_, err = n.s.IssueCodes(n.ctx, n.first, []string{n.again.ID})
		n.ok(err)
		n.ok(n.s.JoinSelf(n.ctx, n.first, n.again.ID))
		now := n.as(n.first.Account)
		if now.Staff != n.again.ID || !now.Has(access.Administrator) || now.Has(access.Deputy) || now.Name != n.again.Name() {
			t.Fatalf("after joining: %+v", now)
		}
		waits, err := people.ProposalsFor(n.ctx, n.d.Read(), n.school, n.again.ID)
		n.ok(err)
		if len(waits) != 1 || waits[0].Role != access.Deputy { // the list that she brought in raises her not
			t.Errorf("proposed: %+v", waits)
		}
		_, err = n.s.SignIn(n.ctx, "asel", "қауіпсіз сөз")
		n.ok(err)
		p, err := people.StaffByID(n.ctx, n.d.Read(), n.school, n.again.ID)
		n.ok(err)
		if p.Phone != "+7 700 000 00 01" || p.Code != "2" {
			t.Errorf("the person of the list is %+v", p)
		}
		known, err := people.Spellings(n.ctx, n.d.Read(), n.school)
		n.ok(err)
		if len(known) != 4 || known[3].ID != n.again.ID || known[3].Name() != "Сейтқали А." {
			t.Errorf("spellings %+v", known)
		}
		one, err := people.AtWork(n.ctx, n.d.Read(), n.school, "2026-11-30", n.first.Staff)
		n.ok(err)
		if n.asked() || one != 0 {
			t.Error("asked again, or two people at work")
		}
		n.journalOnce(EventSelfJoined)
	})
}

func (n *newcomer) journalOnce(e any) {
	n.Helper()
	if k, err := db.One[int](n.ctx, n.d.Read(), `SELECT COUNT(*) FROM journal_entry WHERE event = $1`, e); err != nil || k != 1 {
		n.Errorf("%d entries, %v", k, err)
	}
}

func TestNobodyOfTheListIsAnAnswer(t *testing.T) {
	eachNewcomer(t, func(n *newcomer) {
		n.ok(n.s.StayApart(n.ctx, n.first))
		n.is(n.s.JoinSelf(n.ctx, n.first, n.again.ID), fault.KindConflict)
		if n.asked() {
			t.Error("asked again")
		}
		n.journalOnce(EventSelfApart)
	})
}

// A member of staff of a list is not asked, nor is anybody who has signed in somebody to be.
func TestOnlyTheFirstPersonMayJoin(t *testing.T) {
	eachNewcomer(t, func(n *newcomer) {
		tickets, err := n.s.IssueCodes(n.ctx, n.first, []string{n.again.ID})
		n.ok(err)
		account, err := n.s.Open(n.ctx, FirstSignIn{tickets[0].Login, tickets[0].OneTime, "тоғыз сегіз", "тоғыз сегіз"})
		n.ok(err)
		n.is(n.s.JoinSelf(n.ctx, n.as(account), n.first.Staff), fault.KindConflict)
		n.is(n.s.JoinSelf(n.ctx, n.first, n.again.ID), fault.KindInvalid)
		n.is(n.s.JoinSelf(n.ctx, n.first, n.first.Staff), fault.KindInvalid)
	})
}

// What a person has done under the first record is not left behind there.
func TestRecordsAreNotLeftBehind(t *testing.T) {
	eachNewcomer(t, func(n *newcomer) {
		for _, row := range []string{
			`INSERT INTO role_description (school_id, id, version, text_kk, text_ru, text_en, set_by, set_at) SELECT school_id, 'd', 1, '', '', '', '', '' FROM staff WHERE id = $1`,
			`INSERT INTO role_description_read (school_id, description_id, staff_id, read_at) SELECT school_id, 'd', id, '' FROM staff WHERE id = $1`,
		} {
			_, err := db.Exec(n.ctx, n.d.Write(), row, n.first.Staff)
			n.ok(err)
		}
		n.is(n.s.JoinSelf(n.ctx, n.first, n.again.ID), fault.KindConflict)
		if now := n.as(n.first.Account); now.Staff != n.first.Staff {
			t.Error("joined by half")
		}
	})
}

// Somebody joins in two windows at once, and a code is used at the same moment: one
// person remains, whoever comes first.
func TestJoiningAtOnce(t *testing.T) {
	eachNewcomer(t, func(n *newcomer) {
		tickets, err := n.s.IssueCodes(n.ctx, n.first, []string{n.again.ID})
		n.ok(err)
		other, err := people.StaffByCode(n.ctx, n.d.Read(), n.school, "3")
		n.ok(err)
		errs := make(chan error, 3)
		for _, id := range []string{n.again.ID, other.ID} {
			go func() { errs <- n.s.JoinSelf(n.ctx, n.first, id) }()
		}
		go func() {
			_, err := n.s.Open(n.ctx, FirstSignIn{tickets[0].Login, tickets[0].OneTime, "тоғыз сегіз", "тоғыз сегіз"})
			errs <- err
		}()
		for range 3 {
			if err := <-errs; err != nil && !fault.Is(err, fault.KindConflict) && !fault.Is(err, fault.KindInvalid) {
				t.Error(err)
			}
		}
		open, err := db.One[int](n.ctx, n.d.Read(), `SELECT COUNT(*) FROM post WHERE role = 'administrator' AND ends = $1`, calendar.Forever)
		n.ok(err)
		n.journalOnce(EventSelfJoined)
		if now := n.as(n.first.Account); open != 1 || now.Staff == n.first.Staff || !now.Has(access.Administrator) {
			t.Errorf("%d administrators, %+v", open, now)
		}
	})
}
