package accounts

import (
	"testing"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/password"
	"talim/internal/people"
)

// tickets are those of the sheet as the actor sees it, by login.
func (w *world) tickets(actor access.Actor, until calendar.Instant) map[string]string {
	w.Helper()
	list, err := w.s.Tickets(w.ctx, actor, until)
	w.ok(err)
	codes := map[string]string{}
	for _, t := range list {
		codes[t.Login] = t.OneTime
	}
	return codes
}

// Somebody with a copy of the database tries all codes against what stands there, and finds none
// that is open.
func TestNoHashOfACodeStandsInTheDatabase(t *testing.T) {
	each(t, func(w *world) {
		given, err := w.s.IssueCodes(w.ctx, w.admin, []string{w.teacher.Staff, w.head.Staff})
		w.ok(err)
		rows, err := db.All[Account](w.ctx, w.d.Read(), `SELECT `+db.Columns[Account]("")+` FROM account`)
		w.ok(err)
		for _, a := range rows {
			for _, ticket := range given {
				if a.CodeHash == password.HashCode(a.ID, ticket.OneTime) {
					w.Errorf("the code of %s is found", a.Login)
				}
			}
		}
		if _, err := w.s.Open(w.ctx, FirstSignIn{given[0].Login, given[1].OneTime, "long enough", "long enough"}); !fault.Is(err, fault.KindInvalid) {
			w.Errorf("the code of somebody else: %v", err)
		}
		_, err = w.s.Open(w.ctx, FirstSignIn{given[0].Login, given[0].OneTime, "long enough", "long enough"})
		w.ok(err)
	})
}

// A sheet is shown again with the same codes, until each is used, closed or run out.
func TestSheetShowsCodesWhileTheyOpen(t *testing.T) {
	each(t, func(w *world) {
		w.written(`UPDATE account SET code_sealed = ''`) // codes of before
		given, err := w.s.IssueCodes(w.ctx, w.admin, []string{w.teacher.Staff, w.head.Staff, w.deputy.Staff})
		w.ok(err)
		for range 2 {
			seen := w.tickets(w.admin, given[0].Expires)
			if len(seen) != 3 || seen["t-1"] != given[2].OneTime {
				w.Fatalf("gave %v, the sheet has %v", given, seen)
			}
		}
		_, err = w.s.Open(w.ctx, FirstSignIn{"t-1", given[2].OneTime, "long enough", "long enough"})
		w.ok(err)
		w.ok(w.s.Disable(w.ctx, w.admin, w.deputy.Account))
		if seen := w.tickets(w.director, ""); len(seen) != 1 || seen["smu-1"] == "" {
			w.Errorf("used and closed: %v", seen)
		}
		again, err := w.s.IssueCodes(w.ctx, w.admin, []string{w.head.Staff})
		w.ok(err)
		if seen := w.tickets(w.admin, ""); seen["smu-1"] != again[0].OneTime {
			w.Errorf("a new code on the sheet: %v", seen)
		}
		w.clock.Set("2013-09-16T09:00")
		if seen := w.tickets(w.admin, ""); len(seen) != 0 {
			w.Errorf("run out: %v", seen)
		}
		_, err = w.s.IssueCodes(w.ctx, w.admin, []string{w.teacher.Staff})
		w.ok(err)
		n, err := db.One[int64](w.ctx, w.d.Read(), `SELECT COUNT(*) FROM account WHERE code_sealed <> ''`)
		if w.ok(err); n != 1 {
			w.Errorf("%d codes are kept, 1 opens", n)
		}
	})
}

// Who gives codes sees the sheet, in the own school and by that role only.
func TestSheetIsForThoseWhoGiveCodes(t *testing.T) {
	each(t, func(w *world) {
		w.written(`UPDATE account SET code_sealed = ''`) // codes of before
		_, err := w.s.IssueCodes(w.ctx, w.admin, []string{w.teacher.Staff})
		w.ok(err)
		for _, actor := range []access.Actor{{}, w.deputy, w.head, w.teacher} {
			_, err := w.s.Tickets(w.ctx, actor, "")
			w.is(err, fault.KindForbidden)
		}
		if seen := w.tickets(w.outsider, ""); len(seen) != 0 {
			w.Errorf("another school sees %v", seen)
		}
		both := w.deputy
		both.Roles = append(both.Roles, access.Administrator)
		for _, actor := range []access.Actor{w.admin, w.director, both} {
			if len(w.tickets(actor, "")) != 1 {
				w.Errorf("%v does not see the sheet", actor.Roles)
			}
		}
	})
}

// Neither the database nor the journal holds a code to be read.
func TestCodesAreNotWrittenDown(t *testing.T) {
	each(t, func(w *world) {
		given, err := w.s.IssueCodes(w.ctx, w.admin, []string{w.teacher.Staff})
		w.ok(err)
		for _, query := range []string{
			`SELECT COUNT(*) FROM journal_entry WHERE details LIKE '%' || $1 || '%'`, `SELECT COUNT(*) FROM account WHERE code_sealed LIKE '%' || $1 || '%'`,
		} {
			n, err := db.One[int64](w.ctx, w.d.Read(), query, given[0].OneTime)
			if w.ok(err); n != 0 {
				w.Errorf("%s finds the code", query)
			}
		}
	})
}

func TestAccountsAreFiltered(t *testing.T) {
	each(t, func(w *world) {
		w.open(w.teacher, "t-1", "long enough")
		_, err := w.people.AddStaff(w.ctx, w.deputy, people.NewStaff{StaffFacts: people.StaffFacts{Code: "T-2"}, Role: access.Teacher, Starts: start})
		w.ok(err)
		filter := Filter{On: start, Now: w.s.Instant(), Limit: 20}
		for state, want := range map[State]int{"": 6, NoAccount: 1, CodeWaits: 4, SignedIn: 1} {
			filter.State = state
			if lines, err := List(w.ctx, w.d.Read(), w.school, filter); err != nil || len(lines) != want {
				w.Errorf("%q: %d lines, want %d (%v)", state, len(lines), want, err)
			}
		}
		filter.State, filter.Role = "", access.Deputy
		if lines, err := List(w.ctx, w.d.Read(), w.school, filter); err != nil || len(lines) != 1 || lines[0].Code != "DD-1" {
			w.Errorf("deputies: %v %v", lines, err)
		}
		count, err := CountOf(w.ctx, w.d.Read(), w.school, start, w.s.Instant())
		w.ok(err)
		if want := (Count{Everybody: 6, None: 1, Waiting: 4, In: 1}); count != want {
			w.Errorf("%+v, want %+v", count, want)
		}
		w.clock.Set("2013-10-01T09:00") // the codes have run out
		count, err = CountOf(w.ctx, w.d.Read(), w.school, start, w.s.Instant())
		w.ok(err)
		if count.Waiting != 0 || count.None != 5 {
			w.Errorf("later %+v", count)
		}
	})
}
