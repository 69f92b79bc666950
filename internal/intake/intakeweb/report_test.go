package intakeweb_test

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/i18n"
	"talim/internal/intake"
	"talim/internal/people"
	"talim/internal/web/htmlcheck"
	"talim/internal/web/link"
)

// messyStaff has what lists have: a word that nobody knows, a remark, a total, a row
// without a post, and two namesakes of people of the school.
const messyStaff = `Код;ФИО;Должность;Стаж;Категория;Табель
T-1;Сейтова Алма;учитель математики;24;педагог-мастер;ставка
T-2;Жунусов Ерлан;учитель физики;много;звёздная;ставка
T-3;Ким Вера;жонглёр;3;педагог;ставка
901;Омарова Дана;учитель;0;педагог;ставка
902;Бекова С.;учитель;5;педагог;ставка
;Итого: 5 человек;;;;
`

var (
	figures   = regexp.MustCompile(`\d+`)
	remarked  = []string{"много", "звёздная", "жонглёр", "Омарова Дана (A-1)", "Бекова Сауле (A-2)", "Итого", "--same-name=same", "--same-name=new"}
	languages = []i18n.Language{i18n.Kazakh, i18n.Russian, i18n.English}
)

// The report on a staff list says the same in each language: line by line the same
// figures, and each word that it is about.
func TestStaffReportIsEqualInThreeLanguages(t *testing.T) {
	w := newWorld(t)
	for code, name := range map[string][2]string{"A-1": {"Омарова", "Дана"}, "A-2": {"Бекова", "Сауле"}} {
		_, err := w.people.AddStaff(t.Context(), who("admin"), people.NewStaff{
			StaffFacts: people.StaffFacts{Code: code, FamilyName: name[0], GivenName: name[1]}, Role: access.Teacher, Starts: "2013-09-02",
		})
		w.OK(err)
	}
	begun, err := w.intake.Begin(t.Context(), who("admin"), intake.Staff, "staff.csv", []byte(messyStaff))
	w.OK(err)
	p, err := w.intake.Preview(t.Context(), who("admin"), begun.ID, intake.Choice{})
	w.OK(err)
	if p.Report.Added != 2 || len(p.Report.Refused) != 3 || p.Report.SameName != 2 || len(p.Report.NoPersons()) != 1 || p.Report.Unclear != 2 {
		t.Fatalf("the list is read as %+v", p.Report)
	}
	var first [][]string
	for _, lang := range languages {
		var out, refused bytes.Buffer
		l := w.Bundle.Locale(lang)
		w.OK(p.Report.Print(&out, l))
		w.OK(p.Report.RefusedCSV(&refused, l))
		for _, word := range remarked {
			if !strings.Contains(out.String(), word) {
				t.Errorf("%s says nothing of %q:\n%s", lang, word, out.String())
			}
		}
		if n := strings.Count(refused.String(), "\n"); n != 4 {
			t.Errorf("%s: %d lines of refused rows", lang, n)
		}
		var lines [][]string
		for line := range strings.Lines(out.String()) {
			found := figures.FindAllString(line, -1)
			slices.Sort(found) // languages put them in another order
			lines = append(lines, found)
		}
		if first == nil {
			first = lines
		}
		if !slices.EqualFunc(first, lines, func(a, b []string) bool { return slices.Equal(a, b) }) {
			t.Errorf("%s has other figures: %v, not %v\n%s", lang, lines, first, out.String())
		}
	}
}

// New subjects of a timetable are named in the language of the reader.
func TestNewSubjectsInTheLanguageOfTheReader(t *testing.T) {
	w := newWorld(t)
	r := intake.Report{NewSubjects: []i18n.Text{{KK: "Дене шынықтыру", RU: "Физическая культура", EN: "Physical education"}}}
	for lang, want := range map[i18n.Language]string{i18n.Kazakh: "Дене шынықтыру", i18n.Russian: "Физическая культура", i18n.English: "Physical education"} {
		var out bytes.Buffer
		w.OK(r.Print(&out, w.Bundle.Locale(lang)))
		if !strings.Contains(out.String(), want) {
			t.Errorf("%s: %s", lang, out.String())
		}
	}
}

// The page asks of a namesake who it is, takes the answer, and keeps it.
func TestPageAsksAboutNamesakes(t *testing.T) {
	w := newWorld(t)
	_, err := w.people.AddStaff(t.Context(), who("admin"), people.NewStaff{
		StaffFacts: people.StaffFacts{Code: "A-1", FamilyName: "Омарова", GivenName: "Дана"}, Role: access.Teacher, Starts: "2013-09-02",
	})
	w.OK(err)
	v := w.as("admin", i18n.English)
	at := strings.TrimSuffix(v.upload(intake.Staff, "staff.csv", []byte("Код;ФИО;Должность\n901;Омарова Дана;учитель\n")).to, "/columns")
	id := at[strings.LastIndex(at, "/")+1:]
	_, err = w.intake.Preview(t.Context(), who("admin"), id, intake.Choice{})
	w.OK(err)
	htmlcheck.Page(t, v.get(at).body,
		htmlcheck.In("select[name=same_0]", htmlcheck.HasText("The same person: Омарова Дана, A-1"), htmlcheck.HasText("Another person")),
		htmlcheck.In("input[name=same_0_row]", htmlcheck.HasAttr("value", "901")),
	)
	answered := v.post(link.ImportMissing(id), "missing", "leave", "same_0_row", "901", "same_0", "A-1")
	body := v.get(answered.to).body
	htmlcheck.Page(t, body, htmlcheck.Not("select[name=same_0]"), htmlcheck.In("main", htmlcheck.HasText("A-1")))
	shown, err := w.intake.Show(t.Context(), who("admin"), id)
	w.OK(err)
	if shown.Report.Changed != 1 || len(shown.Report.Refused) != 0 {
		t.Fatalf("answered: %+v", shown.Report)
	}
	same := htmlcheck.Attr(body, "input[name=same]", "value")
	v.post(link.Import(id), "missing", "leave", "same", same, "expect", shown.Expect)
	if p, err := people.StaffByCode(t.Context(), w.people.Read(), school, "901"); err != nil || p.Name() != "Омарова Дана" {
		t.Errorf("the same person is %+v, %v", p, err)
	}
}
