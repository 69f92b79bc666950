package people

import (
	"slices"
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/people/tree"
	"talim/internal/rule"
)

func TestNames(t *testing.T) {
	for _, c := range []struct{ family, given, patronymic, code, want string }{
		{"", "", "", "T-A2", "T-A2"},
		{"Есімова", "Айгүл", "", "T-1", "Есімова Айгүл"},
		{"Есімова", "", "Қызы", "T-1", "Есімова Қызы"},
		{"", "Айгүл", "", "T-1", "Айгүл"},
	} {
		if got := fullName(c.family, c.given, c.patronymic, c.code); got != c.want {
			t.Errorf("fullName: %q, want %q", got, c.want)
		}
	}
}

func TestStaffIsFoundByFoldedName(t *testing.T) {
	each(t, func(w *world) {
		as := access.System(w.school, "test")
		facts := StaffFacts{Code: "T-77", FamilyName: "Әбдіқалықова", GivenName: "Өміргүл"}
		made, err := w.s.AddStaff(w.ctx, as, NewStaff{StaffFacts: facts, Role: access.Teacher, Starts: start, Unit: w.unit.ID, Subjects: []string{"Math", "Phys", "Math"}})
		w.ok(err)
		for _, text := range []string{"әбдіқ", "ӘБДІ", "t-77", "өміргүл әбдіқалықова", "T-77 Әбд", "Абдикалыкова", "омиргул"} {
			lines, err := List(w.ctx, w.d.Read(), w.school, Filter{Text: text, On: start, Limit: 10})
			w.ok(err)
			if len(lines) != 1 || lines[0].ID != made.ID || lines[0].Name != "Әбдіқалықова Өміргүл" {
				w.Errorf("%q found %+v", text, lines)
			}
		}
		lines, err := List(w.ctx, w.d.Read(), w.school, Filter{Text: "%", On: start, Limit: 10})
		w.ok(err)
		if len(lines) != 0 {
			w.Errorf("a per cent sign is a text like any other, found %+v", lines)
		}
		lines, err = List(w.ctx, w.d.Read(), w.school, Filter{Unit: w.unit.ID, On: start, Limit: 10})
		w.ok(err)
		if len(lines) != 1 || !slices.Equal(lines[0].SubjectList(), []string{"Math", "Phys"}) || !slices.Equal(lines[0].UnitList(), []string{w.unit.ID}) {
			w.Errorf("unit holds %+v", lines)
		}
		lines, err = List(w.ctx, w.d.Read(), w.school, Filter{Role: access.SMUHead, On: start, Limit: 10})
		w.ok(err)
		if len(lines) != 1 || !slices.Equal(lines[0].RoleList(), []access.Role{access.SMUHead, access.Teacher}) {
			w.Errorf("heads are %+v", lines)
		}
	})
}

func TestListPages(t *testing.T) {
	each(t, func(w *world) {
		as := access.System(w.school, "test")
		for n := 10; n > 0; n-- {
			_, err := w.s.AddStaff(w.ctx, as, NewStaff{StaffFacts: StaffFacts{Code: "Z-" + strings.Repeat("1", n)}, Role: access.Teacher, Starts: start})
			w.ok(err)
		}
		var all []string
		f := Filter{On: start, Limit: 4}
		for {
			page, err := List(w.ctx, w.d.Read(), w.school, f)
			w.ok(err)
			for _, l := range page {
				all = append(all, l.Code)
			}
			if len(page) < f.Limit {
				break
			}
			f.After = page[len(page)-1].Key()
		}
		if len(all) != 15 || all[len(all)-1] != "Z-"+strings.Repeat("1", 10) {
			w.Fatalf("pages gave %v", all)
		}
		if sorted := slices.Clone(all); len(slices.Compact(sorted)) != 15 {
			w.Fatalf("somebody came twice: %v", all)
		}
	})
}

func TestStaffLeaves(t *testing.T) {
	each(t, func(w *world) {
		id := w.teacher.Staff
		_, err := w.s.JoinUnit(w.ctx, w.deputy, w.unit.ID, id, start)
		w.ok(err)
		_, err = w.s.BeginState(w.ctx, w.deputy, id, MaternityLeave, start, "")
		w.ok(err)
		w.ok(w.s.EndStaff(w.ctx, w.deputy, id, "2013-12-31"))
		w.is(w.s.EndStaff(w.ctx, w.deputy, id, "2013-12-31"), fault.KindConflict)
		spans, err := HistoryOf(w.ctx, w.d.Read(), w.school, id)
		w.ok(err)
		for _, s := range spans {
			if s.Ends != "2013-12-31" {
				w.Errorf("%s %s runs until %s", s.Kind, s.What, s.Ends)
			}
		}
		w.clock.Set("2014-01-01T09:00")
		lines, err := List(w.ctx, w.d.Read(), w.school, Filter{Text: "T-1", On: "2014-01-01", Limit: 10})
		w.ok(err)
		if len(lines) != 0 {
			w.Errorf("who left is still listed: %+v", lines)
		}
	})
}

func TestStaffFormSaysWhatIsWrong(t *testing.T) {
	each(t, func(w *world) {
		_, err := w.s.AddStaff(w.ctx, w.deputy, NewStaff{StaffFacts: StaffFacts{Email: "nowhere"}, Role: access.Teacher, Starts: "1899-01-01", Private: &PrivateFacts{YearsExperience: 99}})
		f, _ := fault.As(err)
		var names []string
		for _, x := range f.Fields {
			names = append(names, x.Name)
		}
		slices.Sort(names)
		if !slices.Equal(names, []string{"age_recorded", "birth_year", "email", "family_name", "starts", "years_experience"}) {
			w.Fatalf("faults at %v", names)
		}
		_, err = w.s.AddStaff(w.ctx, w.deputy, NewStaff{StaffFacts: StaffFacts{Code: "T-1"}, Role: access.Teacher, Starts: start})
		if f, _ = fault.As(err); f == nil || f.Fields[0].Key != "people.staff.code_taken" {
			w.Fatalf("a code given twice: %v", err)
		}
		_, err = w.s.EditStaff(w.ctx, w.deputy, w.teacher.Staff, 0, StaffFacts{Code: "DD-1"})
		w.is(err, fault.KindInvalid)
	})
}

func TestUnits(t *testing.T) {
	each(t, func(w *world) {
		m, err := w.s.JoinUnit(w.ctx, w.deputy, w.unit.ID, w.teacher.Staff, start)
		w.ok(err)
		_, err = w.s.JoinUnit(w.ctx, w.deputy, w.unit.ID, w.teacher.Staff, "2013-10-01")
		w.is(err, fault.KindInvalid)
		w.ok(w.s.LeaveUnit(w.ctx, w.deputy, m.ID, "2013-09-30"))
		w.is(w.s.LeaveUnit(w.ctx, w.deputy, m.ID, "2013-09-30"), fault.KindConflict)
		_, err = w.s.JoinUnit(w.ctx, w.deputy, w.unit.ID, w.teacher.Staff, "2013-10-01")
		w.ok(err)
		units, err := UnitLines(w.ctx, w.d.Read(), w.school, "2013-10-01")
		w.ok(err)
		if len(units) != 1 || units[0].HeadName != "SMU-1" || units[0].Members != 1 {
			w.Fatalf("units %+v", units)
		}
		members, err := MembersOf(w.ctx, w.d.Read(), w.school, w.unit.ID, "2013-10-01")
		w.ok(err)
		if len(members) != 2 || !members[0].Open() || members[1].Open() {
			w.Fatalf("members %+v", members)
		}
		_, err = w.s.EditUnit(w.ctx, w.deputy, w.unit.ID, 0, UnitFacts{"2", i18n.Text{EN: "L"}})
		w.ok(err)
		w.is(w.s.EndUnit(w.ctx, w.deputy, w.unit.ID, "2013-09-15"), fault.KindInvalid) // somebody joined later
		w.ok(w.s.EndUnit(w.ctx, w.deputy, w.unit.ID, "2014-05-25"))
		w.is(w.s.EndUnit(w.ctx, w.deputy, w.unit.ID, "2014-05-25"), fault.KindConflict)
		_, err = w.s.JoinUnit(w.ctx, w.deputy, w.unit.ID, w.deputy.Staff, "2014-06-01")
		w.is(err, fault.KindInvalid)
		heads, err := HeadsOf(w.ctx, w.d.Read(), w.school, w.unit.ID)
		w.ok(err)
		if heads[0].Ends != "2014-05-25" {
			w.Fatalf("the head stays until %s", heads[0].Ends)
		}
	})
}

func TestStates(t *testing.T) {
	each(t, func(w *world) {
		st, err := w.s.BeginState(w.ctx, w.deputy, w.teacher.Staff, MaternityLeave, "2013-09-10", "")
		w.ok(err)
		_, err = w.s.BeginState(w.ctx, w.deputy, w.teacher.Staff, MaternityLeave, "2013-10-10", "")
		w.is(err, fault.KindInvalid)
		_, err = w.s.BeginState(w.ctx, w.deputy, w.teacher.Staff, "holiday", "2013-10-10", "")
		w.is(err, fault.KindInvalid)
		_, err = w.s.BeginState(w.ctx, w.deputy, w.teacher.Staff, RetirementAge, start, "")
		w.ok(err)
		away := func(on calendar.Date) bool {
			lines, err := List(w.ctx, w.d.Read(), w.school, Filter{Text: "T-1", On: on, Limit: 1})
			w.ok(err)
			return lines[0].Away
		}
		if away("2013-09-09") || !away("2013-09-10") {
			w.Error("away on the wrong days: retirement age is no absence, leave is")
		}
		w.ok(w.s.EndState(w.ctx, w.deputy, st.ID, "2013-09-20"))
		if away("2013-09-21") {
			w.Error("still away after the last day")
		}
	})
}

func TestPrivateFactsKeepTheirVersions(t *testing.T) {
	each(t, func(w *world) {
		first := NoFacts
		first.YearsExperience, first.StudyRoute, first.Category = 1, "distance", "none"
		w.ok(w.s.RecordPrivate(w.ctx, w.deputy, w.teacher.Staff, 0, first))
		w.ok(w.s.RecordPrivate(w.ctx, w.deputy, w.teacher.Staff, 1, first)) // the same again changes nothing
		w.clock.Set("2014-05-20T10:00")
		second := first
		second.Category = "second"
		w.ok(w.s.RecordPrivate(w.ctx, w.director, w.teacher.Staff, 1, second))
		second.MonthsTaught = 10
		w.ok(w.s.RecordPrivate(w.ctx, w.director, w.teacher.Staff, 2, second)) // the same day: the first stays beside it
		versions, err := PrivateOf(w.ctx, w.d.Read(), w.school, w.teacher.Staff)
		w.ok(err)
		if len(versions) != 3 || versions[0].MonthsTaught != 10 || !versions[0].Open() || versions[1].MonthsTaught != Unknown || versions[1].Ends != "2014-05-20" ||
			versions[2].Ends != "2014-05-19" || versions[2].Category != "none" {
			w.Fatalf("versions %+v", versions)
		}
		bad := NoFacts
		bad.Gender, bad.YearsExperience, bad.Category = "x", 99, strings.Repeat("ә", 61)
		w.is(w.s.RecordPrivate(w.ctx, w.deputy, w.teacher.Staff, 3, bad), fault.KindInvalid)
	})
}

func TestYearsGrow(t *testing.T) {
	f := PrivateFacts{YearsExperience: 2, RecordedOn: "2013-09-02"}
	for _, c := range []struct {
		day  calendar.Date
		want int
	}{{"2013-01-01", 2}, {"2013-09-02", 2}, {"2014-09-01", 2}, {"2014-09-03", 3}, {"2023-09-10", 12}} {
		if got := f.YearsOn(c.day); got != c.want {
			t.Errorf("on %s: %d, want %d", c.day, got, c.want)
		}
	}
	if got := NoFacts.YearsOn("2014-01-01"); got != Unknown {
		t.Errorf("unknown years became %d", got)
	}
}

func TestRules(t *testing.T) {
	each(t, func(w *world) {
		ask := func(on calendar.Date) int {
			hours, err := StavkaHoursOn(w.ctx, w.d.Read(), w.school, on)
			w.ok(err)
			return hours
		}
		if ask(start) != 18 {
			w.Error("a stavka is 18 hours where nobody set a rule")
		}
		region, err := w.tree.Add(w.ctx, w.admin, tree.NewOrganisation{
			Kind: tree.District, Above: true,
			Facts: tree.Facts{Code: "raiono", Name: i18n.Text{RU: "РОО"}, Timezone: "Asia/Almaty"},
		})
		w.ok(err)
		_, err = w.s.SetRule(w.ctx, access.System(region.ID, "test"), StavkaHours, rule.New{Value: "16", Source: "order 7", Starts: "2014-01-01"})
		w.ok(err)
		if ask("2013-12-31") != 18 || ask("2014-01-01") != 16 {
			w.Error("the rule of the district holds from its day on")
		}
		_, err = w.s.SetRule(w.ctx, w.director, StavkaHours, rule.New{Value: "17", Starts: "2014-03-01"})
		w.ok(err)
		if ask("2014-03-01") != 17 || ask("2014-02-28") != 16 {
			w.Error("the school's own rule holds before that of the district")
		}
		_, err = w.s.SetRule(w.ctx, w.director, StavkaHours, rule.New{Value: "15", Starts: "2014-02-01"})
		w.is(err, fault.KindInvalid)
		_, err = w.s.SetRule(w.ctx, w.director, StavkaHours, rule.New{Value: "many", Starts: "2015-02-01"})
		w.is(err, fault.KindInvalid)
	})
}

func TestOrganisationTree(t *testing.T) {
	each(t, func(w *world) {
		facts := func(code string) tree.Facts {
			return tree.Facts{Code: code, Name: i18n.Text{EN: code}, Timezone: "Asia/Almaty"}
		}
		up, err := w.tree.Add(w.ctx, w.admin, tree.NewOrganisation{Kind: tree.District, Above: true, Facts: facts("district")})
		w.ok(err)
		_, err = w.tree.Add(w.ctx, w.admin, tree.NewOrganisation{Kind: tree.Region, Above: true, Facts: facts("region")})
		w.is(err, fault.KindConflict)
		boss := w.admin
		boss.School = up.ID
		a, err := w.tree.Add(w.ctx, boss, tree.NewOrganisation{Kind: tree.Company, Parent: up.ID, Facts: facts("a")})
		w.ok(err)
		b, err := w.tree.Add(w.ctx, boss, tree.NewOrganisation{Kind: tree.School, Parent: a.ID, Facts: facts("b")})
		w.ok(err)
		w.is(w.tree.Move(w.ctx, boss, a.ID, tree.NewPlace{Parent: b.ID, Starts: w.s.Today()}), fault.KindInvalid)
		w.is(w.tree.Move(w.ctx, boss, w.other, tree.NewPlace{Parent: up.ID, Starts: w.s.Today()}), fault.KindNotFound)
		w.ok(w.tree.Move(w.ctx, boss, b.ID, tree.NewPlace{Parent: up.ID, Starts: w.s.Today()}))
		_, err = w.tree.Edit(w.ctx, boss, b.ID, 1, facts("a"))
		w.is(err, fault.KindInvalid) // the code is taken
		nodes, err := tree.Of(w.ctx, w.d.Read(), w.school)
		w.ok(err)
		if len(nodes) != 2 || nodes[0].Code != "district" || nodes[1].Code != "auyl" || nodes[1].Depth != 1 {
			w.Fatalf("tree of the school %+v", nodes)
		}
		nodes, err = tree.Of(w.ctx, w.d.Read(), up.ID)
		w.ok(err)
		if len(nodes) != 4 {
			w.Fatalf("tree of the district %+v", nodes)
		}
		if inside := w.makeSchool(boss, NewSchool{
			Kind: tree.School, Parent: up.ID, Facts: facts("c"), Administrator: NewStaff{StaffFacts: StaffFacts{Code: "ADM"}},
		}); inside.School.ParentID != up.ID {
			w.Errorf("made %+v", inside)
		}
	})
}
