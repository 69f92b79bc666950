package timetable

import (
	"slices"
	"strconv"
	"testing"

	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
)

func TestSubjectNamedKnowsTheUsualOnes(t *testing.T) {
	for text, want := range map[string]string{
		"Math": "Math", "математика": "Math", "МАТЕМАТИКА": "Math", "Mathematics": "Math", "Орыс тілі": "RusL", "орыс  тілі": "RusL", "Русский язык": "RusL", "Рус. яз.": "RusL",
		"Каз. лит.": "KazLit", "Физ. культура": "PE", "Информатика.": "ICT", "Всемир. история": "WHis",
	} {
		if got := SubjectNamed(text); got.Code != want || !UsualSubject(text) {
			t.Errorf("%q is %s, want %s (usual: %v)", text, got.Code, want, UsualSubject(text))
		}
	}
}

// A name that nobody knows is the subject's own, in all languages until somebody names it;
// a short word that fits several subjects is none of them.
func TestSubjectNamedKeepsWhatNobodyKnows(t *testing.T) {
	for _, text := range []string{"Робототехника", "Яз.", "Каз. яз. и", "кабинет 12"} {
		want := SubjectFacts{Code: text, Name: i18n.Text{KK: text, RU: text, EN: text}}
		if got := SubjectNamed(text); got != want || UsualSubject(text) {
			t.Errorf("%q is %+v (usual: %v)", text, got, UsualSubject(text))
		}
	}
}

func TestFindTellsSubjectsByAnyOfTheirNames(t *testing.T) {
	index := IndexSubjects([]Subject{
		{ID: "1", Code: "RusL", NameKK: "Орыс тілі", NameRU: "Русский язык", NameEN: "Russian language"},
		{ID: "2", Code: "RusLit", NameKK: "Орыс әдебиеті", NameRU: "Русская литература", NameEN: "Russian literature"},
		{ID: "3", Code: "Rob", NameRU: "Робототехника"},
		{ID: "4", Code: "Second", NameRU: "Робототехника"}, // the first keeps the name
	})
	for text, want := range map[string]string{
		"RusL": "1", "орыс тілі": "1", "Русский язык.": "1", "Рус. яз.": "1", "рус.лит.": "2", "Russian literature": "2", "робототехника": "3", "Роботот.": "3", "second": "4",
		"Рус.": "", "Орыс": "", "": "", "История": "", "Лит. рус.": "",
	} {
		if got, ok := index.Find(text); got.ID != want || ok != (want != "") {
			t.Errorf("%q is %q, want %q", text, got.ID, want)
		}
	}
}

// Subjects that are there by code are changed, the others are added: no subject is lost
// with the lessons of its own.
func TestSaveSubjectsKeepsTheSubjectOfACode(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.OK(w.SaveSubjects(ctx, w.deputy, []SubjectFacts{{"Rob", i18n.Text{RU: "Роботы"}}, SubjectNamed("Math"), {"Rob", i18n.Text{RU: "Робототехника"}}}))
		before, err := Subjects(ctx, d.Read(), school)
		w.OK(err)
		if len(before) != 2 || before[1].Code != "Rob" || before[1].NameRU != "Робототехника" {
			t.Fatalf("%+v", before)
		}
		w.OK(w.SaveSubjects(ctx, w.deputy, []SubjectFacts{{"Rob", i18n.Text{KK: "Роботтар", RU: "Робототехника"}}}))
		after, err := Subjects(ctx, d.Read(), school)
		w.OK(err)
		if after[1].ID != before[1].ID || after[1].NameKK != "Роботтар" || after[0] != before[0] {
			t.Errorf("%+v, was %+v", after, before)
		}
		names, err := SubjectNames(ctx, d.Read(), school)
		w.OK(err)
		if names["Rob"].KK != "Роботтар" || names["Chem"].RU != "Химия" || len(names) != len(usual)+1 {
			t.Errorf("%d names, %+v, %+v", len(names), names["Rob"], names["Chem"])
		}
		w.Refused(w.SaveSubjects(ctx, actorOf("t1"), nil), fault.KindForbidden)
	})
}

// The subjects of the school come first, each usual one once, and lists of staff know all.
func TestSubjectsToChooseHasEachOnce(t *testing.T) {
	w := newWorld(t, apptest.Database(t))
	w.OK(w.SaveSubjects(ctx, w.deputy, []SubjectFacts{{"Chem", i18n.Text{RU: "Химия плюс"}}, {"Rob", i18n.Text{RU: "Робототехника"}}}))
	all, err := SubjectsToChoose(ctx, w.D.Read(), school)
	w.OK(err)
	var codes []string
	for _, f := range all {
		codes = append(codes, f.Code)
	}
	sorted := slices.Clone(codes)
	slices.Sort(sorted)
	if all[0].Name.RU != "Химия плюс" || all[1].Code != "Rob" || len(codes) != len(usual)+1 || len(slices.Compact(sorted)) != len(codes) {
		t.Errorf("%v", codes)
	}
	known, err := SubjectCodes(ctx, w.D.Read(), school)
	w.OK(err)
	for name, want := range map[string]string{"робототехника": "Rob", "химия": "Chem", "химия плюс": "Chem", "chem": "Chem", "физика": "Phys"} {
		if known[name] != want {
			t.Errorf("%s is %q, want %q", name, known[name], want)
		}
	}
	if other, err := Subjects(ctx, w.D.Read(), "audan"); err != nil || len(other) != 0 {
		t.Errorf("another school has %+v, %v", other, err)
	}
}

func TestUsualSubjectsHaveNamesOfTheirOwn(t *testing.T) {
	owner := map[string]string{}
	for _, f := range usual {
		if f.Name.KK == "" || f.Name.RU == "" || f.Name.EN == "" || len([]rune(f.Name.RU)) > MaxSubjectName {
			t.Errorf("%s is called %+v", f.Code, f.Name)
		}
		for i, name := range []string{f.Code, f.Name.KK, f.Name.RU, f.Name.EN} {
			key := strconv.Itoa(min(i, 1)*i) + SubjectKey(name)
			if was, taken := owner[key]; taken {
				t.Errorf("%s and %s are both called %s", was, f.Code, name)
			}
			owner[key] = f.Code
		}
	}
}
