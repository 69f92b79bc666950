package casestudy

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"talim/internal/access"
	"talim/internal/i18n"
)

// The counts that the sources print, or that their README of timetables does.
func TestCounts(t *testing.T) {
	for _, want := range []struct {
		code                           string
		staff, units, classes, lessons int
		bells, students                int
	}{
		{"A", 43, 5, 13, 409, 12, 286},
		{"B", 119, 10, 39, 1434, 13, 1125},
		{"C", 102, 10, 32, 1592, 8, 575},
	} {
		s := load(t, want.code)
		check(t, want.code+" staff", len(s.Staff), want.staff)
		check(t, want.code+" units", len(s.Units), want.units)
		check(t, want.code+" classes", len(s.Classes), want.classes)
		check(t, want.code+" lessons", len(s.Lessons), want.lessons)
		check(t, want.code+" bells", len(s.Bells), want.bells)
		pupils := 0
		for _, c := range s.Classes {
			pupils += c.Students
		}
		check(t, want.code+" pupils in classes", pupils, want.students)
		check(t, want.code+" pupils", s.Students, want.students)
	}
}

func TestReferencesResolve(t *testing.T) {
	for code := range folder {
		s := load(t, code)
		classes, subjects, bells := index(s)
		for _, l := range s.Lessons {
			if _, ok := s.Person(l.Staff); !ok || !classes[l.Class] || !subjects[l.Subject] {
				t.Errorf("%s: lesson of nobody or of nothing: %+v", code, l)
			}
			if !bells[Bell{l.Shift, l.Period, l.Starts, l.Ends}] {
				t.Errorf("%s: lesson without its bell: %+v", code, l)
			}
		}
		for _, p := range s.Staff {
			if p.Unit > len(s.Units) {
				t.Errorf("%s: %s in unit %d", code, p.Code, p.Unit)
			}
		}
		for _, l := range s.Leaves {
			if _, ok := s.Person(l.Staff); !ok {
				t.Errorf("%s: leave of nobody: %+v", code, l)
			}
		}
	}
}

func index(s School) (classes, subjects map[string]bool, bells map[Bell]bool) {
	classes, subjects, bells = map[string]bool{}, map[string]bool{}, map[Bell]bool{}
	for _, c := range s.Classes {
		classes[c.Name] = true
	}
	for _, subject := range s.Subjects {
		subjects[subject.Code] = true
	}
	for _, b := range s.Bells {
		bells[b] = true
	}
	return classes, subjects, bells
}

func TestHeadsOfUnitsHaveThePostAndTheUnit(t *testing.T) {
	for code := range folder {
		s := load(t, code)
		for _, u := range s.Units {
			if u.Head == "" {
				continue
			}
			head, ok := s.Person(u.Head)
			if !ok || !head.Is("smu_head") || head.Unit != u.Number {
				t.Errorf("%s: head of unit %d is %+v", code, u.Number, head)
			}
		}
	}
}

func TestRoles(t *testing.T) {
	for _, want := range []struct {
		school, person string
		roles          []string
	}{
		{"A", "DIR-A", []string{"director", "teacher"}},
		{"A", "DD-A2", []string{"deputy", "teacher"}},
		{"A", "SMU-A2", []string{"smu_head", "class_lead", "teacher"}},
		{"A", "T-A2", []string{"class_lead", "teacher"}},
		{"A", "Auyl-History-1", []string{"teacher"}}, // deputy only in the year before (X09)
		{"A", "Auyl-History-4", []string{"secretary", "teacher"}},
		{"A", "Auyl-Unstated-1", nil},
		{"B", "Audan-Biology-1", []string{"smu_head", "teacher"}},
		{"C", "Aimak-International-2", []string{"international_teacher", "teacher"}},
	} {
		p, _ := load(t, want.school).Person(want.person)
		if !slices.Equal(p.Roles, want.roles) {
			t.Errorf("%s has %v, want %v", want.person, p.Roles, want.roles)
		}
	}
}

func TestEveryRoleIsOneThatTheProgramKnows(t *testing.T) {
	everybody := DistrictStaff()
	for code := range folder {
		everybody = append(everybody, load(t, code).Staff...)
	}
	for _, p := range everybody {
		for _, role := range p.Roles {
			if !slices.Contains(access.Roles, access.Role(role)) {
				t.Errorf("%s: role %q", p.Code, role)
			}
		}
	}
}

func TestPrivateFieldsOfPersonas(t *testing.T) {
	s := load(t, "A")
	for _, want := range []Staff{
		{Code: "T-A2", Years: 29, Category: "first", Age: 52, StudyRoute: "full_time"},
		{Code: "T-A14", Years: 2, Category: "none", Age: 25, StudyRoute: "full_time"},
		{Code: "T-A16", Years: 1, Category: "none", Age: 24, StudyRoute: "distance"},
		{Code: "Auyl-Kazakh-1", Years: -1, Age: -1},
	} {
		p, ok := s.Person(want.Code)
		if !ok || p.Years != want.Years || p.Category != want.Category || p.Age != want.Age || p.StudyRoute != want.StudyRoute {
			t.Errorf("%s is %+v, want %+v", want.Code, p, want)
		}
	}
}

// The mathematicians of Auyl can teach the same subject: matching rests on it.
func TestTeaches(t *testing.T) {
	s := load(t, "A")
	for _, code := range []string{"T-A2", "T-A14", "T-A16"} {
		p, _ := s.Person(code)
		if !slices.Equal(p.Teaches, []string{"Math"}) {
			t.Errorf("%s teaches %v", code, p.Teaches)
		}
	}
	withoutLessons, _ := s.Person("Auyl-Geography-1")
	if !slices.Equal(withoutLessons.Teaches, []string{"Geo"}) {
		t.Errorf("a geographer on leave teaches %v", withoutLessons.Teaches)
	}
}

func TestNobodyTeachesTwiceAtOnce(t *testing.T) {
	for code := range folder {
		s := load(t, code)
		for i, a := range s.Lessons {
			for _, b := range s.Lessons[i+1:] {
				if a.Staff == b.Staff && a.Weekday == b.Weekday && a.Starts < b.Ends && b.Starts < a.Ends {
					t.Errorf("%s: %s has two lessons on day %d at %s", code, a.Staff, a.Weekday, b.Starts)
				}
			}
		}
	}
}

func TestHoursAreTheLessons(t *testing.T) {
	for code := range folder {
		s := load(t, code)
		hours := map[string]int{}
		for _, l := range s.Lessons {
			hours[l.Staff]++
		}
		for _, p := range s.Staff {
			check(t, p.Code, hours[p.Code], p.Hours)
		}
	}
}

func TestEverythingHasThreeNames(t *testing.T) {
	names := map[string]i18n.Text{}
	organisations, err := Organisations()
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range organisations {
		names["organisation "+o.Code] = o.Name
	}
	for code := range folder {
		s := load(t, code)
		for _, u := range s.Units {
			names["unit "+u.Name.EN] = u.Name
		}
		for _, subject := range s.Subjects {
			names["subject "+subject.Code] = subject.Name
		}
		for _, l := range s.Lessons {
			names["room "+l.Room.EN] = l.Room
		}
		for _, p := range s.Staff {
			if len(p.Teaches) > 0 {
				names["subject of "+p.Code] = p.Subject
			}
		}
	}
	for what, name := range names {
		if name.KK == "" || name.RU == "" || name.EN == "" {
			t.Errorf("%s: %+v", what, name)
		}
	}
}

func TestRooms(t *testing.T) {
	for english, want := range map[string]i18n.Text{
		"Room 6":                {KK: "6-кабинет", RU: "Кабинет 6", EN: "Room 6"},
		"Room 26 (Physics lab)": {KK: "26-кабинет (физика)", RU: "Кабинет 26 (физика)", EN: "Room 26 (physics)"},
		"Sports hall":           {KK: "Спорт залы", RU: "Спортивный зал", EN: "Sports hall"},
		"Workshop 2":            {KK: "2-шеберхана", RU: "Мастерская 2", EN: "Workshop 2"},
		"S-12":                  {KK: "S-12", RU: "S-12", EN: "S-12"},
	} {
		if got := room(english); got != want {
			t.Errorf("%s is %+v, want %+v", english, got, want)
		}
	}
}

// R006: two schools answer to the district, the autonomous one to a company.
func TestTree(t *testing.T) {
	organisations, err := Organisations()
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]string{"": ""}
	for _, o := range organisations {
		if _, ok := kinds[o.Parent]; !ok {
			t.Errorf("%s stands before its parent %s", o.Code, o.Parent)
		}
		kinds[o.Code] = o.Kind
		if o.Kind == "school" {
			want := map[string]string{"A": "district", "B": "district", "C": "company"}[o.Code]
			check(t, o.Code, kinds[o.Parent], want)
		}
	}
}

// Terms and holidays longer than a day off fill the year without a gap, and
// the holidays are as long as the source says: 7 to 10 days.
func TestSchoolYear(t *testing.T) {
	y, err := SchoolYear()
	if err != nil {
		t.Fatal(err)
	}
	check(t, "label", y.Label, "2013-2014")
	check(t, "terms", len(y.Terms), 4)
	next := y.Starts
	for i, term := range y.Terms {
		check(t, "start of term", term.Starts, next)
		next = term.Ends.AddDays(1)
		if i == 3 {
			break
		}
		holiday := y.Holidays[i]
		check(t, "start of holiday", holiday.Starts, next)
		if days := holiday.Starts.DaysUntil(holiday.Ends) + 1; days < 7 || days > 10 {
			t.Errorf("%s has %d days", holiday.Name.EN, days)
		}
		next = holiday.Ends.AddDays(1)
	}
	check(t, "end of the year", next.AddDays(-1), y.Ends)
}

func TestWorkload(t *testing.T) {
	rows, err := AuylWorkload()
	if err != nil {
		t.Fatal(err)
	}
	check(t, "rows", len(rows), 26)
	staff := 0
	for _, r := range rows {
		staff += r.Staff
	}
	check(t, "teachers of Appendix N", staff, 42)
}

func TestFilesToImport(t *testing.T) {
	for name, lines := range map[string]int{
		"timetable_auyl.csv": 410, "timetable_auyl_kk.csv": 410, "timetable_auyl_variant.csv": 374, "staff_auyl_all.csv": 44,
	} {
		data, err := File(name)
		if err != nil {
			t.Fatal(err)
		}
		check(t, name, strings.Count(string(data), "\n"), lines)
	}
}

func TestBadFilesAreRefused(t *testing.T) {
	number := func(r row) int { return r.count("n") }
	for name, data := range map[string]string{
		"not a number": "n\nx\n",
		"ragged":       "n\n1,2\n",
	} {
		if _, err := read(fstest.MapFS{"data/f.csv": {Data: []byte(data)}}, "f.csv", number); err == nil {
			t.Errorf("%s was read", name)
		}
	}
	if _, err := Load("Z"); err == nil {
		t.Error("a school that is not there was read")
	}
}

func load(t *testing.T, code string) School {
	t.Helper()
	s, err := Load(code)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func check[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}
