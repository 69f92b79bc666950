package accounts

import (
	"slices"
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/journal"
	"talim/internal/people"
	"talim/internal/reminder"
)

// reset is what an attacker does: a code for somebody who has a password, redeemed by
// whoever made it.
func (w *world) reset(by, victim access.Actor, login string) access.Actor {
	w.Helper()
	tickets, err := w.s.IssueCodes(w.ctx, by, []string{victim.Staff})
	w.ok(err)
	_, err = w.s.Open(w.ctx, FirstSignIn{login, tickets[0].OneTime, "taken over 1", "taken over 1"})
	w.ok(err)
	return w.act(victim)
}

func (w *world) guardOf(a access.Actor) Guard {
	w.Helper()
	_, signed, err := w.s.ActorOf(w.ctx, a.Account)
	w.ok(err)
	return signed.Guard
}

func (w *world) reminded(staff string) []string {
	w.Helper()
	open, err := reminder.OpenFor(w.ctx, w.d.Read(), w.school, staff)
	w.ok(err)
	var keys []string
	for _, r := range open {
		keys = append(keys, r.Key)
	}
	return keys
}

// A code for an account in use is announced, may be refused, closes what is private when
// it is used, and stands in the journal under the name of who made it.
func TestResetIsAnnouncedAndCloses(t *testing.T) {
	each(t, func(w *world) {
		w.open(w.teacher, "t-1", "long enough")
		if a := w.act(w.teacher); a.Closed != "" || !slices.Equal(w.reminded(a.Staff), []string{keyWords}) {
			w.Fatalf("the first code closes: %+v", a)
		}
		tickets, err := w.s.IssueCodes(w.ctx, w.director, []string{w.teacher.Staff})
		w.ok(err)
		if w.guardOf(w.teacher) != CodeMade || !slices.Contains(w.reminded(w.teacher.Staff), keyCodeMade) {
			w.Errorf("the owner is told %q, %v", w.guardOf(w.teacher), w.reminded(w.teacher.Staff))
		}
		w.ok(w.s.RefuseCode(w.ctx, w.teacher))
		_, err = w.s.Open(w.ctx, FirstSignIn{"t-1", tickets[0].OneTime, "taken over 1", "taken over 1"})
		w.is(err, fault.KindInvalid)
		w.is(w.s.RefuseCode(w.ctx, w.teacher), fault.KindConflict)
		for _, by := range []access.Actor{w.director, w.admin} {
			a := w.reset(by, w.teacher, "t-1")
			if a.Closed != start.AddDays(7) || w.guardOf(a) != Closed || !slices.Equal(w.reminded(a.Staff), []string{keyResetDone}) {
				w.Errorf("after %s: %+v, %v", by.Name, a, w.reminded(a.Staff))
			}
			entries, err := journal.OfRecord(w.ctx, w.d.Read(), w.school, journal.Ref{Kind: people.KindOfStaff, ID: a.Staff}, 1)
			w.ok(err)
			if e := entries[0]; e.Event != string(EventReset) || e.Actor != by.Name {
				w.Errorf("the journal says %s by %q", e.Event, e.Actor)
			}
			_, err = w.s.MakeWords(w.ctx, a, "taken over 1")
			w.is(err, fault.KindConflict)
			w.is(w.s.NameConfirmer(w.ctx, a, "taken over 1", w.head.Staff), fault.KindConflict)
		}
		_, err = w.s.IssueCodes(w.ctx, w.deputy, []string{w.teacher.Staff})
		w.is(err, fault.KindForbidden)
		w.clock.Set("2013-09-09T00:10")
		if a := w.act(w.teacher); a.Closed != "" || w.guardOf(a) != "" {
			w.Errorf("after seven days still closed until %s", a.Closed)
		}
	})
}

// The owner's words open at once and serve as a way back without anybody; a named
// colleague opens; nobody else does.
func TestWordsAndColleagueOpen(t *testing.T) {
	each(t, func(w *world) {
		w.open(w.teacher, "t-1", "long enough")
		_, err := w.s.MakeWords(w.ctx, w.teacher, "wrong")
		w.is(err, fault.KindInvalid)
		words, err := w.s.MakeWords(w.ctx, w.teacher, "long enough")
		if w.ok(err); len(w.reminded(w.teacher.Staff)) != 0 {
			w.Errorf("who has words is still asked to make some: %v", w.reminded(w.teacher.Staff))
		}
		w.is(w.s.NameConfirmer(w.ctx, w.teacher, "long enough", w.director.Staff), fault.KindInvalid)
		w.ok(w.s.NameConfirmer(w.ctx, w.teacher, "long enough", w.head.Staff))
		n, err := db.One[int](w.ctx, w.d.Read(), `SELECT count(*) FROM account WHERE words_hash LIKE '%' || $1 || '%'`, words)
		if w.ok(err); n != 0 {
			w.Error("the words stand in the database")
		}

		a := w.reset(w.director, w.teacher, "t-1")
		w.is(w.s.GiveWords(w.ctx, a, "bada bada bada bada bada bada"), fault.KindInvalid)
		w.ok(w.s.GiveWords(w.ctx, a, strings.ToUpper(words)))
		if w.act(a).Closed != "" {
			w.Error("the words do not open")
		}

		a = w.reset(w.admin, w.teacher, "t-1")
		if !slices.Equal(w.reminded(w.head.Staff), []string{keyConfirm}) {
			w.Errorf("the colleague is told %v", w.reminded(w.head.Staff))
		}
		for _, other := range []access.Actor{w.admin, w.director, w.deputy, a} {
			w.is(w.s.Confirm(w.ctx, other, a.Account), fault.KindNotFound)
		}
		w.ok(w.s.Confirm(w.ctx, w.head, a.Account))
		if w.act(a).Closed != "" || len(w.reminded(w.head.Staff)) != 0 {
			w.Error("the colleague does not open")
		}

		w.reset(w.admin, w.teacher, "t-1")
		_, err = w.s.Recover(w.ctx, Recovery{"t-1", "bada bada bada bada bada bada", "my own again", "my own again", ""}, w.clock.Now())
		w.is(err, fault.KindInvalid)
		_, err = w.s.Recover(w.ctx, Recovery{"t-1", words, "my own again", "my own again", ""}, w.clock.Now())
		w.ok(err)
		_, err = w.s.SignIn(w.ctx, "t-1", "taken over 1")
		w.is(err, fault.KindInvalid)
		if w.act(a).Closed != "" {
			w.Error("who came back with the words is closed out")
		}
		_, err = w.s.Recover(w.ctx, Recovery{"smu-1", "", "my own again", "my own again", ""}, w.clock.Now())
		w.is(err, fault.KindInvalid) // no words were made
	})
}

// A database that fails does not say that there is no such account.
func TestConfirmNamesWhatFailed(t *testing.T) {
	each(t, func(w *world) {
		w.written(`ALTER TABLE account RENAME TO gone`)
		if err := w.s.Confirm(w.ctx, w.head, w.teacher.Account); err == nil || fault.Is(err, fault.KindNotFound) {
			t.Errorf("got %v, want what the database says", err)
		}
		w.written(`ALTER TABLE gone RENAME TO account`)
		w.is(w.s.Confirm(w.ctx, w.head, "nobody's"), fault.KindNotFound)
	})
}

// A taken account leads into no other school of the same person.
func TestResetPartsTheSchools(t *testing.T) {
	each(t, func(w *world) {
		w.open(w.teacher, "t-1", "long enough")
		there := w.hire(access.System(w.other, "test"), "T-2", access.Teacher)
		tickets, err := w.s.IssueCodes(w.ctx, w.outsider, []string{there.Staff})
		w.ok(err)
		_, err = w.s.Open(w.ctx, FirstSignIn{tickets[0].Login, tickets[0].OneTime, "long enough", "long enough"})
		w.ok(err)
		w.ok(w.s.Join(w.ctx, w.teacher, Proof{Login: tickets[0].Login, Password: "long enough"}, w.clock.Now()))
		a := w.reset(w.director, w.teacher, "t-1")
		if _, err := w.s.OpenWorkplace(w.ctx, a, there.Account); err == nil {
			w.Error("the account of another school opens")
		}
	})
}
