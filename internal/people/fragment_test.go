package people

import (
	"slices"
	"testing"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/people/tree"
)

// TestPersonAsFillsAPerson holds that what the fragments select, a Person takes.
func TestPersonAsFillsAPerson(t *testing.T) {
	each(t, func(w *world) {
		f := StaffFacts{Code: "T-1", FamilyName: "Ахметова", GivenName: "Айгүл"}
		w.rename(w.teacher.Staff, f)
		rows, err := db.All[struct {
			Head   Person `db:"head_"`
			Member Person `db:"member_"`
			None   Person `db:"none_"`
			Name   string `db:"name"`
		}](w.ctx, w.d.Read(), `SELECT `+PersonAs("h", "head")+`, `+PersonOrNoneAs("m", "member")+`, `+NobodyAs("none")+`, `+NameOf("h")+` AS name
  FROM organisation o `+JoinStaff("h", "o.id", "$2")+` `+LeftJoinStaff("m", "o.id", "'nobody'")+` WHERE o.id = $1`, w.school, w.teacher.Staff)
		w.ok(err)
		if len(rows) != 1 || rows[0].Head.Name() != "Ахметова Айгүл" || rows[0].Name != "Ахметова Айгүл" || rows[0].Head.ID != w.teacher.Staff ||
			rows[0].Member != (Person{}) || rows[0].None != (Person{}) {
			w.Errorf("%+v", rows)
		}
	})
}

// rename gives a person other facts.
func (w *world) rename(staff string, f StaffFacts) {
	w.Helper()
	p, err := StaffByID(w.ctx, w.d.Read(), w.school, staff)
	w.ok(err)
	_, err = w.s.EditStaff(w.ctx, w.deputy, staff, p.Version, f)
	w.ok(err)
}

// TestWhereHoldsOnTheDay asks each condition on the days around its period.
func TestWhereHoldsOnTheDay(t *testing.T) {
	each(t, func(w *world) {
		teacher := w.teacher.Staff
		w.mustPost(w.s.BeginPost(w.ctx, w.director, NewPost{Staff: teacher, Role: access.Deputy, Starts: "2013-10-01", Ends: "2013-10-31"}))
		_, err := w.s.JoinUnit(w.ctx, w.deputy, w.unit.ID, teacher, "2013-10-01")
		w.ok(err)
		w.ok(w.s.SetSubjects(w.ctx, w.deputy, NewSubjects{Staff: teacher, Version: 1, Subjects: []string{"math", "physics"}, Starts: "2013-10-01"}))
		_, err = w.s.BeginState(w.ctx, w.deputy, teacher, UnpaidLeave, "2013-10-01", "2013-10-31")
		w.ok(err)
		for name, test := range map[string]struct {
			condition string
			days      string // on 30 September, 1 October, 31 October, 1 November
		}{
			"at work":          {WhereAtWork("s.school_id", "s.id", "$3"), "yyyy"},
			"deputy":           {WhereAtWork("s.school_id", "s.id", "$3", access.Director, access.Deputy), "nyyn"},
			"in the unit":      {WhereInUnit("s.school_id", "s.id", "$3", "'"+w.unit.ID+"', 'x'"), "nyyy"},
			"in another unit":  {WhereInUnit("s.school_id", "s.id", "$3", "'x'"), "nnnn"},
			"away":             {WhereAway("s.school_id", "s.id", "$3"), "nyyn"},
			"teaches":          {WhereTeaches("s.school_id", "s.id", "$3", "'math'"), "nyyy"},
			"teaches another":  {WhereTeaches("s.school_id", "s.id", "$3", "'art'"), "nnnn"},
			"subjects":         {SelectSubjects("s.school_id", "s.id", "$3") + " <> ''", "nyyy"},
			"units":            {SelectUnits("s.school_id", "s.id", "$3") + " = '" + w.unit.ID + "'", "nyyy"},
			"back from leave":  {SelectBackSince("s.school_id", "s.id", "$3") + " = '2013-10-31'", "nnny"},
			"since September":  {SelectFirstDay("s.school_id", "s.id") + " = '2013-09-02' AND $3 <> ''", "yyyy"},
			"nobody's subject": {WhereTeaches("s.school_id", "'nobody'", "$3", "'math'"), "nnnn"},
		} {
			got := ""
			for _, day := range []calendar.Date{"2013-09-30", "2013-10-01", "2013-10-31", "2013-11-01"} {
				n, err := db.One[int](w.ctx, w.d.Read(), `SELECT count(*) FROM staff s WHERE s.school_id = $1 AND s.id = $2 AND `+test.condition, w.school, teacher, day)
				w.ok(err)
				got += map[int]string{0: "n", 1: "y"}[n]
			}
			if got != test.days {
				w.Errorf("%s: %s, want %s", name, got, test.days)
			}
		}
	})
}

// TestLeftJoinPrivateOfTheDay reads the facts of the day and finds nobody's elsewhere.
func TestLeftJoinPrivateOfTheDay(t *testing.T) {
	each(t, func(w *world) {
		facts := NoFacts
		facts.Category = "first"
		w.ok(w.s.RecordPrivate(w.ctx, w.deputy, w.teacher.Staff, 0, facts))
		for day, want := range map[calendar.Date]string{"2013-09-01": "", "2013-09-02": "first"} {
			got, err := db.One[string](w.ctx, w.d.Read(), `SELECT COALESCE(f.category, '') FROM staff s `+
				LeftJoinPrivate("f", "s.school_id", "s.id", "$3")+` WHERE s.school_id = $1 AND s.id = $2`, w.school, w.teacher.Staff, day)
			w.ok(err)
			if got != want {
				w.Errorf("on %s: %q, want %q", day, got, want)
			}
		}
	})
}

// TestJoinNeighboursUnderOneAuthority finds the schools of the same district, and
// nothing for a school that stands alone.
func TestJoinNeighboursUnderOneAuthority(t *testing.T) {
	each(t, func(w *world) {
		neighbours := func() []string {
			ids, err := db.All[string](w.ctx, w.d.Read(), `SELECT n.id FROM organisation here `+JoinNeighbours("n", "here.id")+` WHERE here.id = $1`, w.school)
			w.ok(err)
			return ids
		}
		if got := neighbours(); len(got) != 0 {
			w.Fatalf("two schools alone are neighbours: %v", got)
		}
		facts := tree.Facts{Code: "district", Name: i18n.Text{RU: "Район"}, Timezone: "Asia/Almaty"}
		district, err := w.tree.Add(w.ctx, w.admin, tree.NewOrganisation{Kind: tree.District, Above: true, Facts: facts})
		w.ok(err)
		_, err = db.Exec(w.ctx, w.d.Write(), `UPDATE organisation SET parent_id = $1 WHERE id = $2`, district.ID, w.other)
		w.ok(err)
		if got := neighbours(); !slices.Equal(got, []string{w.other}) {
			w.Errorf("neighbours %v, want %s", got, w.other)
		}
		name, err := db.One[string](w.ctx, w.d.Read(), `SELECT o.code FROM staff s `+JoinOrganisation("o", "s.school_id")+` WHERE s.id = $1`, w.teacher.Staff)
		w.ok(err)
		if name != "auyl" {
			w.Errorf("the school of the teacher is %q", name)
		}
	})
}

// TestPersonsOfTheSchool asks who is named, who works, and who holds which role.
func TestPersonsOfTheSchool(t *testing.T) {
	each(t, func(w *world) {
		read, teacher := w.d.Read(), w.teacher.Staff
		w.ok(w.s.EndStaff(w.ctx, w.deputy, teacher, "2013-09-30"))
		all, err := Persons(w.ctx, read, w.school)
		w.ok(err)
		working, err := PersonsAtWork(w.ctx, read, w.school, "2013-10-01")
		w.ok(err)
		if len(all) != 5 || len(working) != 4 {
			w.Errorf("%d ever, %d at work in October", len(all), len(working))
		}
		named, err := PersonsByID(w.ctx, read, w.school, teacher, teacher, "none", w.outsider.Staff)
		w.ok(err)
		if len(named) != 1 || named[teacher].Name() != "T-1" {
			w.Errorf("named %+v", named)
		}
		_, err = PersonByID(w.ctx, read, w.school, w.outsider.Staff)
		w.is(err, fault.KindNotFound)
		w.is(MustBeStaff(w.ctx, read, w.school, "staff", w.outsider.Staff), fault.KindInvalid)
		w.ok(MustBeStaff(w.ctx, read, w.school, "staff", teacher))
		for day, want := range map[calendar.Date]int{"2013-09-30": 2, "2013-10-01": 1} {
			if n, err := AtWork(w.ctx, read, w.school, day, teacher, w.head.Staff, teacher); err != nil || n != want {
				w.Errorf("at work on %s: %d, %v", day, n, err)
			}
		}
		leaders, err := IDsWithRole(w.ctx, read, w.school, "2013-10-01", access.Director, access.Deputy)
		w.ok(err)
		anybody, err := IDsWithRole(w.ctx, read, w.school, "2013-10-01")
		w.ok(err)
		if len(leaders) != 2 || !slices.Contains(leaders, w.director.Staff) || len(anybody) != 4 {
			w.Errorf("leaders %v, all %v", leaders, anybody)
		}
	})
}
