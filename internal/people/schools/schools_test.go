package schools_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/hold"
	"talim/internal/i18n"
	"talim/internal/journal"
	"talim/internal/people"
	"talim/internal/people/accounts"
	"talim/internal/people/schools"
	"talim/internal/people/tree"
	"talim/internal/version"
)

// TestAddGivesASchoolItsAdministrator holds R004 and R237: the district adds a school,
// whose administrator signs in with the printed code and is of her school alone.
func TestAddGivesASchoolItsAdministrator(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := build(t, d)
		made := w.add("s1")
		admin := w.enter(made.Ticket)
		if admin.School != made.School.ID || admin.Office || !admin.Has(access.Administrator) || made.Ticket.Login != "s1.admin" {
			t.Errorf("%+v with the login %s", admin, made.Ticket.Login)
		}
		_, _, err := w.s.List(w.ctx, admin, schools.Filter{})
		w.is(err, fault.KindForbidden)
		if _, err := people.StaffByID(w.ctx, d.Read(), w.boss.School, made.Staff.ID); !fault.Is(err, fault.KindNotFound) {
			t.Errorf("the district finds the staff of a school: %v", err)
		}
		for school, want := range map[string][]string{w.boss.School: {"schools.added"}, made.School.ID: {"schools.added", "people.school.created"}} {
			entries, err := journal.Find(w.ctx, d.Read(), school, journal.Filter{Limit: 20})
			w.ok(err)
			var events []string
			for _, e := range entries {
				events = append(events, e.Event)
			}
			for _, event := range want {
				if !slices.Contains(events, event) {
					t.Errorf("journal of %s: %v, without %s", school, events, event)
				}
			}
		}
	})
}

// TestAddRefuses holds who may not add, and what cannot be added.
func TestAddRefuses(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := build(t, d)
		made := w.add("s1")
		director := access.Actor{Account: "x", School: w.boss.School, Staff: "x", Office: true, Roles: []access.Role{access.Director, access.Methodologist}}
		for name, actor := range map[string]access.Actor{"nobody": {}, "administrator of a school": w.enter(made.Ticket), "director of the district": director} {
			if _, err := w.s.Add(w.ctx, actor, school("s2")); !fault.Is(err, fault.KindForbidden) {
				t.Errorf("%s: %v", name, err)
			}
		}
		for key, in := range map[string]func(*schools.NewSchool){
			"people.organisation.code_taken":   func(n *schools.NewSchool) { n.Code = "s1"; n.Login = "other" },
			"schools.name_taken":               func(n *schools.NewSchool) { n.Name = i18n.Text{EN: "Other", RU: " ШКОЛА  s1"} },
			"people.account.login_taken":       func(n *schools.NewSchool) { n.Login = "S1.admin" },
			"people.organisation.under_school": func(n *schools.NewSchool) { n.Parent = made.School.ID },
			"people.organisation.not_found":    func(n *schools.NewSchool) { n.Parent = w.other.School },
			"schools.administrator_needed":     func(n *schools.NewSchool) { n.Administrator = people.StaffFacts{} },
			"people.organisation.kind_needed":  func(n *schools.NewSchool) { n.Kind = "club" },
		} {
			next := school("s2")
			in(&next)
			_, err := w.s.Add(w.ctx, w.boss, next)
			w.says(err, key)
		}
	})
}

// TestAddRace holds that of two who give one code to two schools one is told so.
func TestAddRace(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := build(t, d)
		var group sync.WaitGroup
		errs := make([]error, 4)
		for i := range errs {
			group.Go(func() { _, errs[i] = w.s.Add(w.ctx, w.boss, school("s1")) })
		}
		group.Wait()
		made := 0
		for _, err := range errs {
			if err == nil {
				made++
			} else if !fault.Is(err, fault.KindInvalid) {
				t.Error(err)
			}
		}
		if made != 1 {
			t.Errorf("%d schools of one code: %v", made, errors.Join(errs...))
		}
	})
}

// TestListCountsAndShowsNoContents holds R237: figures only, of one's own tree only,
// page by page.
func TestListCountsAndShowsNoContents(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := build(t, d)
		made := w.add("s1")
		w.add("s2")
		w.add("s3")
		admin := w.enter(made.Ticket)
		_, err := w.people.AddStaff(w.ctx, admin, people.NewStaff{StaffFacts: people.StaffFacts{Code: "T-1"}, Role: access.Teacher, Starts: w.people.Today()})
		w.ok(err)
		lines, more, err := w.s.List(w.ctx, w.boss, schools.Filter{Limit: 2})
		w.ok(err)
		if len(lines) != 2 || !more || lines[0].Code != "s1" || lines[0].People != 2 || lines[0].LastSignIn == "" || lines[0].Waiting != 0 || lines[1].Waiting != 1 {
			t.Errorf("%+v, more %v", lines, more)
		}
		lines, more, err = w.s.List(w.ctx, w.boss, schools.Filter{Limit: 2, After: "s2"})
		w.ok(err)
		if len(lines) != 1 || more || lines[0].Code != "s3" {
			t.Errorf("second page %+v", lines)
		}
		if lines, _, err = w.s.List(w.ctx, w.boss, schools.Filter{Text: "МЕКТЕП s2"}); err != nil || len(lines) != 1 {
			t.Errorf("found %+v, %v", lines, err)
		}
		if lines, _, err = w.s.List(w.ctx, w.other, schools.Filter{}); err != nil || len(lines) != 0 {
			t.Errorf("the other district sees %+v, %v", lines, err)
		}
		_, err = w.s.One(w.ctx, w.other, made.School.ID)
		w.is(err, fault.KindNotFound)
	})
}

// TestFirstCodesEndWithTheFirstSignIn holds that the district cannot come into a school
// with a code once somebody of the school has.
func TestFirstCodesEndWithTheFirstSignIn(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := build(t, d)
		made := w.add("s1")
		slips, err := w.s.NewCodes(w.ctx, w.boss, made.School.ID)
		w.ok(err)
		if _, err := w.logins.Open(w.ctx, accounts.FirstSignIn{Login: made.Ticket.Login, Code: made.Ticket.OneTime, Password: "seven blue horses", Repeat: "seven blue horses"}); err == nil {
			t.Error("the code before the last one opens")
		}
		_, err = w.s.FirstCodes(w.ctx, w.other, made.School.ID)
		w.is(err, fault.KindNotFound)
		admin := w.enter(slips[0].Ticket)
		second, err := w.people.AddStaff(w.ctx, admin, people.NewStaff{StaffFacts: people.StaffFacts{Code: "ADM-2"}, Role: access.Administrator, Starts: w.people.Today()})
		w.ok(err)
		_, err = w.logins.IssueCodes(w.ctx, admin, []string{second.ID}) // whom the school itself lets in
		w.ok(err)
		for _, give := range []func(context.Context, access.Actor, ...string) ([]schools.Slip, error){w.s.FirstCodes, w.s.NewCodes} {
			_, err = give(w.ctx, w.boss, made.School.ID)
			w.says(err, "schools.nobody_waits")
		}
		if slips, err = w.s.Slips(w.ctx, w.boss); err != nil || len(slips) != 0 {
			t.Errorf("slips %+v, %v", slips, err)
		}
	})
}

// TestSlipsStayGood holds that printing again shows what was handed out, that only asking
// for a new code replaces it, and that a code which can be read no more is given anew.
func TestSlipsStayGood(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := build(t, d)
		w.logins.KeepCodes(apptest.Keeper(t))
		unkept := w.add("s10")
		_, err := db.Exec(t.Context(), d.Write(), `UPDATE account SET code_sealed = ''`) // as if its key were lost
		w.ok(err)
		made := w.add("s2")
		code := func(slips []schools.Slip, err error) string {
			t.Helper()
			w.ok(err)
			if len(slips) != 2 || slips[0].School.Code != "s2" || slips[1].Shown() || slips[1].Expires == "" {
				t.Fatalf("%+v", slips)
			}
			return slips[0].OneTime
		}
		for range 2 {
			if again := code(w.s.Slips(w.ctx, w.boss)); again != made.Ticket.OneTime {
				t.Errorf("the slip says %s, handed out was %s", again, made.Ticket.OneTime)
			}
			if again := code(w.s.FirstCodes(w.ctx, w.boss)); again != made.Ticket.OneTime {
				t.Errorf("printed %s, handed out was %s", again, made.Ticket.OneTime)
			}
		}
		fresh, err := w.s.NewCodes(w.ctx, w.boss, made.School.ID)
		w.ok(err)
		if again := code(w.s.Slips(w.ctx, w.boss)); again != fresh[0].OneTime || again == made.Ticket.OneTime {
			t.Errorf("the slip says %s, new is %s", again, fresh[0].OneTime)
		}
		_, err = w.logins.Open(w.ctx, accounts.FirstSignIn{Login: unkept.Ticket.Login, Code: unkept.Ticket.OneTime, Password: "seven blue horses", Repeat: "seven blue horses"})
		w.is(err, fault.KindInvalid)
		anew, err := w.s.NewCodes(w.ctx, w.boss, unkept.School.ID)
		w.ok(err)
		w.enter(anew[0].Ticket)
		w.clock.Add(15 * 24 * 3600e9)
		if slips, err := w.s.Slips(w.ctx, w.boss); err != nil || len(slips) != 0 {
			t.Errorf("run out: %+v, %v", slips, err)
		}
		slips, err := w.s.FirstCodes(w.ctx, w.boss)
		if err != nil || len(slips) != 1 || !slips[0].Shown() {
			t.Errorf("after that %+v, %v", slips, err)
		}
		for _, other := range []access.Actor{w.other, {}} {
			if slips, err := w.s.Slips(w.ctx, other); len(slips) != 0 || err == nil && other.Account == "" {
				t.Errorf("somebody else sees %+v, %v", slips, err)
			}
		}
	})
}

// TestListCountsOnwards holds that codes with numbers come in their order, and that no
// page leaves one out, whatever order the database has.
func TestListCountsOnwards(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := build(t, d)
		for _, code := range []string{"S3", "s10", "s2", "школа-1", "s1-b", "s1"} {
			w.add(code)
		}
		var got []string
		for after := ""; ; {
			lines, more, err := w.s.List(w.ctx, w.boss, schools.Filter{Limit: 2, After: after})
			w.ok(err)
			for _, l := range lines {
				got = append(got, l.Code)
			}
			if !more {
				break
			}
			after = lines[len(lines)-1].Code
		}
		if want := []string{"S3", "s1", "s1-b", "s2", "s10", "школа-1"}; !slices.Equal(got, want) {
			t.Errorf("%v, want %v", got, want)
		}
	})
}

// TestMoveKeepsWhereASchoolStood holds R006 with R013: places have their days.
func TestMoveKeepsWhereASchoolStood(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := build(t, d)
		made := w.add("s1")
		company := school("c1")
		company.Kind = tree.Company
		under, err := w.s.Add(w.ctx, w.boss, company)
		w.ok(err)
		w.clock.Add(10 * 24 * 3600e9)
		w.says(w.s.Move(w.ctx, w.boss, made.School.ID, tree.NewPlace{Parent: under.School.ID, Starts: w.s.Today().AddDays(1)}), "fault.date_late")
		w.says(w.s.Move(w.ctx, w.boss, made.School.ID, tree.NewPlace{Parent: w.boss.School, Starts: w.s.Today()}), "people.organisation.there_already")
		w.is(w.s.Move(w.ctx, w.other, made.School.ID, tree.NewPlace{Parent: under.School.ID, Starts: w.s.Today()}), fault.KindNotFound)
		w.is(w.s.Move(w.ctx, w.enter(made.Ticket), made.School.ID, tree.NewPlace{Parent: under.School.ID, Starts: w.s.Today()}), fault.KindForbidden)
		w.ok(w.s.Move(w.ctx, w.boss, made.School.ID, tree.NewPlace{Parent: under.School.ID, Starts: "2026-09-05"}))
		one, err := w.s.One(w.ctx, w.boss, made.School.ID)
		w.ok(err)
		want := []tree.Place{
			{Parent: under.School.ID, Period: calendar.From("2026-09-05")},
			{Parent: w.boss.School, Period: calendar.Period{Starts: "2026-09-01", Ends: "2026-09-04"}},
		}
		if one.ParentID != under.School.ID || len(one.Places) != 2 {
			t.Fatalf("under %s, places %+v", one.ParentID, one.Places)
		}
		for i, p := range one.Places {
			if p.Parent != want[i].Parent || p.Period != want[i].Period {
				t.Errorf("place %d: %+v, want %+v", i, p, want[i])
			}
		}
	})
}

// TestCloseLeavesASchoolToBeRead holds that a closed school is read and not changed, by
// people and by jobs, and works again when it is opened.
func TestCloseLeavesASchoolToBeRead(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := build(t, d)
		made := w.add("s1")
		admin := w.enter(made.Ticket)
		teacher := people.NewStaff{StaffFacts: people.StaffFacts{Code: "T-1"}, Role: access.Teacher, Starts: w.people.Today()}
		w.is(w.s.Close(w.ctx, admin, made.School.ID, w.s.Today()), fault.KindForbidden)
		w.is(w.s.Close(w.ctx, w.other, made.School.ID, w.s.Today()), fault.KindNotFound)
		w.says(w.s.Close(w.ctx, w.boss, w.boss.School, w.s.Today()), "schools.own")
		w.ok(w.s.Close(w.ctx, w.boss, made.School.ID, w.s.Today()))
		w.says(w.s.Close(w.ctx, w.boss, made.School.ID, w.s.Today()), "schools.closed_already")
		_, err := w.people.AddStaff(w.ctx, admin, teacher)
		w.ok(err) // the last day is a day of work
		w.clock.Add(24 * 3600e9)
		teacher.Code = "T-2"
		_, err = w.people.AddStaff(w.ctx, admin, teacher)
		w.says(err, "fault.hold.closed")
		if _, err := w.logins.SignIn(w.ctx, "s1.admin", "seven blue horses"); err != nil {
			t.Errorf("nobody can read any more: %v", err)
		}
		if _, signed, err := w.logins.ActorOf(w.ctx, admin.Account); err != nil || signed.Hold != hold.Closed {
			t.Errorf("pages say %q, %v", signed.Hold, err)
		}
		w.ok(w.s.Reopen(w.ctx, w.boss, made.School.ID))
		w.says(w.s.Reopen(w.ctx, w.boss, made.School.ID), "schools.open_already")
		_, err = w.people.AddStaff(w.ctx, admin, teacher)
		w.ok(err)
	})
}

// TestCloseAsksForWhatStandsBelow holds that an office is not closed over its schools.
func TestCloseAsksForWhatStandsBelow(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := build(t, d)
		company := school("c1")
		company.Kind = tree.Company
		under, err := w.s.Add(w.ctx, w.boss, company)
		w.ok(err)
		below := school("s1")
		below.Parent = under.School.ID
		made, err := w.s.Add(w.ctx, w.boss, below)
		w.ok(err)
		w.says(w.s.Close(w.ctx, w.boss, under.School.ID, w.s.Today()), "schools.others_below")
		w.ok(w.s.Close(w.ctx, w.boss, made.School.ID, w.s.Today().AddDays(-1)))
		w.ok(w.s.Reopen(w.ctx, w.boss, made.School.ID))
		w.ok(w.s.Close(w.ctx, w.boss, made.School.ID, w.s.Today()))
		w.says(w.s.Close(w.ctx, w.boss, under.School.ID, w.s.Today().AddDays(-1)), "schools.others_below") // it works a day longer
		w.ok(w.s.Close(w.ctx, w.boss, made.School.ID, w.s.Today().AddDays(-1)))
		w.ok(w.s.Close(w.ctx, w.boss, under.School.ID, w.s.Today().AddDays(-1)))
		_, err = w.s.Add(w.ctx, w.boss, below)
		w.is(err, fault.KindConflict)
		w.says(w.s.Reopen(w.ctx, w.boss, made.School.ID), "fault.hold.closed")
		elsewhere := w.add("s2")
		w.says(w.s.Move(w.ctx, w.boss, elsewhere.School.ID, tree.NewPlace{Parent: under.School.ID, Starts: w.s.Today()}), "fault.hold.closed")
	})
}

// TestAddAllTakesATableWhole holds that a table of schools is added whole or not at all.
func TestAddAllTakesATableWhole(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := build(t, d)
		w.add("s1")
		for name, c := range map[string]struct {
			text    string
			refused int
		}{
			"without headings":   {"s2;Школа 2;Ахметова Айгуль\ns3;Школа 3;Ким Олег Иванович\n", 0},
			"headings elsewhere": {"Название;Администратор;Код\nШкола 4;Ли Анна;s4\n", 0},
			"a code that is":     {"s5;Школа 5;Ли Анна\ns1;Школа 1;Ли Анна\n", 1},
			"a code twice":       {"s6;Школа 6;Ли Анна\ns6;Школа 6;Ли Анна\n", 1},
			"a name that is":     {"s8;Школа s1;Ли Анна\n", 1},
			"a name twice":       {"s8;Школа 8;Ли Анна\ns9;школа 8;Ли Анна\n", 1},
			"nobody":             {"s7;Школа 7;\n", 1},
			"two words":          {"s 8;Школа 8;Ли Анна\n", 1},
		} {
			rows, err := schools.ReadRows(w.ctx, []byte(c.text))
			w.ok(err)
			made, refused, err := w.s.AddAll(w.ctx, w.boss, w.boss.School, rows)
			if err != nil || len(refused) != c.refused || c.refused > 0 && len(made) > 0 || c.refused == 0 && len(made) != len(rows) {
				t.Errorf("%s: %d made, %+v, %v", name, len(made), refused, err)
			}
		}
		lines, _, err := w.s.List(w.ctx, w.boss, schools.Filter{})
		if err != nil || len(lines) != 4 {
			t.Errorf("%d schools, %v", len(lines), err)
		}
	})
}

// Where a school went is said once it is on its way; of two who say it the second sees
// what the first said, and nobody writes over it unseen.
func TestLeaveKeepsThePlaceThatAnotherSaid(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := build(t, d)
		id := w.add("s1").School.ID
		leave := func(actor access.Actor, version int, place string) error {
			return w.s.Leave(w.ctx, actor, id, schools.Whereabouts{Version: version, Place: place})
		}
		w.says(leave(w.boss, 0, "https://s1.kz"), "schools.not_away")
		w.ok(w.s.Depart(w.ctx, w.boss, id))
		w.says(leave(w.boss, 0, " \n "), "schools.place_needed")
		w.is(leave(w.boss, 0, strings.Repeat("ө", schools.MaxPlace+1)), fault.KindInvalid)
		w.is(leave(w.other, 0, "https://s1.kz"), fault.KindNotFound)
		w.ok(leave(w.boss, 0, "https://s1.kz"))
		err := leave(w.boss, 0, "https://s-1.kz")
		w.says(err, "fault.changed_meanwhile")
		if now, is := version.Meanwhile[hold.Hold](err); !is || now.Place != "https://s1.kz" || now.Version != 1 {
			t.Errorf("meanwhile %+v, %v", now, is)
		}
		w.ok(leave(w.boss, 1, "  https://s-1.kz\n"))
		if one, err := w.s.One(w.ctx, w.boss, id); err != nil || one.Place != "https://s-1.kz" || one.PlaceVersion != 2 || one.Why != hold.Left {
			t.Errorf("%+v, %v", one.Line, err)
		}
		w.says(w.s.Depart(w.ctx, w.boss, id), "schools.has_left")
		w.ok(w.s.Stay(w.ctx, w.boss, id))
		w.says(w.s.Stay(w.ctx, w.boss, id), "schools.not_away")
		w.says(leave(w.boss, 2, "https://s1.kz"), "schools.not_away")
	})
}
