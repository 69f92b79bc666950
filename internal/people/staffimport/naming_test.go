package staffimport

import (
	"cmp"
	"strings"
	"testing"

	"talim/internal/i18n"
	"talim/internal/people"
)

func TestNamesMeanPeople(t *testing.T) {
	known := []people.Person{
		{Code: "1", FamilyName: "Иванова", GivenName: "Анна", Patronymic: "Павловна"},
		{Code: "2", FamilyName: "Ахметова", GivenName: "Гүлнар", Patronymic: "Серікқызы"},
		{Code: "3", FamilyName: "Ким", GivenName: "Вера"},
		{Code: "4", FamilyName: "Ким", GivenName: "Виктор"},
		{Code: "5", FamilyName: "Ли", GivenName: "О.", Patronymic: "Н."},
	}
	for whole, want := range map[string]string{
		"ИВАНОВА АННА ПАВЛОВНА": "1", "Иванова А.П.": "1", "Иванова А. П.": "1", "А.П. Иванова": "1", "Иванова Анна": "1", "Анна Павловна Иванова": "1", "Анна Иванова": "1",
		"Иванова Анна Петровна": "6", "Иванова Б.П.": "6", "Aхметовa Гүлнар Серікқызы": "2", "Ахметова Гульнар Сериккызы": "2", "Ахметова Гүлнар Серік қызы": "2",
		"Ким Вера": "3", "Ким В.": "", "Ким В.Н.": "", "Ким Вера Николаевна": "3", "Ли Ольга Николаевна": "5", "Ли Инна": "6", "Смит Джон": "6",
	} {
		r := Row{Line: 2, whole: i18n.OneAlphabet(whole)}
		r.divideName()
		rows := []Row{r}
		GiveCodes(known, rows, nobodySaid)
		if rows[0].Code != want || (want == "") != (rows[0].unclear != nil) {
			t.Errorf("%q is %q, want %q", whole, rows[0].Code, want)
		}
	}
}

func TestNamesThatTheListHasTwice(t *testing.T) {
	known := []people.Person{{Code: "1", FamilyName: "Иванова", GivenName: "Анна", Patronymic: "Павловна"}}
	for name, test := range map[string]struct {
		names [2]string
		key   string // of the refusal of the second
	}{
		"two new":             {[2]string{"Омарова Әсел", "Омарова Әсел"}, "people.import.name_twice"},
		"two known":           {[2]string{"Иванова Анна Павловна", "ИВАНОВА АННА ПАВЛОВНА"}, "people.import.name_twice"},
		"in full and short":   {[2]string{"Иванова Анна Павловна", "Иванова А."}, "people.import.name_unclear"},
		"new in full, short":  {[2]string{"Омарова Әсел", "Омарова Ә."}, "people.import.name_unclear"},
		"new with patronymic": {[2]string{"Омарова Әсел Қайратқызы", "Омарова Асель Маратовна"}, ""},
	} {
		rows := []Row{{Line: 2, whole: test.names[0]}, {Line: 3, whole: test.names[1]}}
		for i := range rows {
			rows[i].divideName()
		}
		GiveCodes(known, rows, nobodySaid)
		got := ""
		if rows[1].unclear != nil {
			got = rows[1].unclear.Key
		}
		if rows[0].Code == "" || got != test.key {
			t.Errorf("%s: %q, want %q", name, got, test.key)
		}
	}
}

// What a list spells otherwise renames nobody, what it says more fully is taken.
func TestSpellingRenamesNobody(t *testing.T) {
	for _, test := range []struct {
		was, now people.StaffFacts
		byName   bool
		want     string
	}{
		{people.StaffFacts{FamilyName: "Иванова", GivenName: "Анна"}, people.StaffFacts{FamilyName: "ИВАНОВА", GivenName: "АННА"}, false, "Иванова Анна "},
		{people.StaffFacts{FamilyName: "ИВАНОВА", GivenName: "АННА"}, people.StaffFacts{FamilyName: "Иванова", GivenName: "Анна"}, false, "Иванова Анна "},
		{people.StaffFacts{FamilyName: "Иванова", GivenName: "Анна"}, people.StaffFacts{FamilyName: "Петрова"}, false, "Петрова Анна "},
		{people.StaffFacts{FamilyName: "Ахметова", GivenName: "Гүлнар"}, people.StaffFacts{FamilyName: "Ахметова", GivenName: "Гульнар", Patronymic: "Сериккызы"}, true, "Ахметова Гүлнар Сериккызы"},
		{people.StaffFacts{FamilyName: "Ли", GivenName: "О.Н."}, people.StaffFacts{FamilyName: "Ли", GivenName: "Ольга", Patronymic: "Николаевна"}, true, "Ли Ольга Николаевна"},
		{people.StaffFacts{FamilyName: "Ли", GivenName: "Ольга"}, people.StaffFacts{FamilyName: "Ли", GivenName: "О.", Patronymic: "Н."}, true, "Ли Ольга "},
		{people.StaffFacts{FamilyName: "Иванова", GivenName: "Анна"}, people.StaffFacts{FamilyName: "Анна", GivenName: "Иванова"}, true, "Иванова Анна "},
	} {
		r := readRow{facts: test.now}
		if test.byName {
			r.spelled = "somebody"
		}
		f := r.namesOver(test.was)
		if got := f.FamilyName + " " + f.GivenName + " " + f.Patronymic; got != test.want {
			t.Errorf("%v after %v: %q, want %q", test.now, test.was, got, test.want)
		}
	}
}

func nobodySaid(string) string { return "" }

// A row without a code whose name may be that of several is asked about, with those of
// them whom no other row means; what is answered holds.
func TestUnclearNamesAreAskedAbout(t *testing.T) {
	known := []people.Person{
		{ID: "a", Code: "1", FamilyName: "Ким", GivenName: "Вера"}, {ID: "b", Code: "2", FamilyName: "Ким", GivenName: "Виктор"}, {ID: "c", Code: "3", FamilyName: "Ким", GivenName: "Владимир"},
	}
	for answer, want := range map[string]struct {
		codes string // of the rows, in their order
		asked int    // people offered for the first
	}{
		"":            {"- 1 4 -", 2},
		"2":           {"2 1 4 -", 0},
		"1":           {"- 1 4 -", 2}, // whom another row means
		SamePerson:    {"- 1 4 -", 2}, // two may be meant
		AnotherPerson: {"4 1 5 6", 0},
	} {
		rows := []Row{
			{Line: 2, FamilyName: "Ким", GivenName: "В."},
			{Line: 3, FamilyName: "Ким", GivenName: "Вера"},
			{Line: 4, FamilyName: "Омарова", GivenName: "Әсел"},
			{Line: 5, FamilyName: "Омарова", GivenName: "Ә."},
		}
		GiveCodes(known, rows, func(key string) string {
			if answer == AnotherPerson || key == (Namesake{Line: 2}).Key() {
				return answer
			}
			return ""
		})
		var codes []string
		for _, r := range rows {
			codes = append(codes, cmp.Or(r.Code, "-"))
			if r.asks != (r.Code == "") {
				t.Errorf("%q: line %d has the code %q and asks: %v", answer, r.Line, r.Code, r.asks)
			}
		}
		if got := strings.Join(codes, " "); got != want.codes || len(rows[0].asked) != want.asked {
			t.Errorf("%q: %s and %v, want %v", answer, got, rows[0].asked, want)
		}
	}
}
