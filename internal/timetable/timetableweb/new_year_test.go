package timetableweb_test

import (
	"net/http"
	"testing"

	"talim/internal/i18n"
	"talim/internal/timetable"
	. "talim/internal/web/htmlcheck"
	"talim/internal/web/link"
)

// The form opens with the year after those that stand, and says that no order is known.
func TestNewYearComesFilledIn(t *testing.T) {
	w := newWorld(t)
	v := w.as("DD-A2", i18n.English)
	page, _ := v.get(link.NewYear(), http.StatusOK)
	Page(t, page,
		Has("input[name=label][value='2014–2015']"), Has("input[name=starts][type=date][value='2014-09-01']"), Has("input[name=to_check][value='1']"),
		In(".note", HasText("compare")), Has("input[name=free][value=nauryz][checked]"), Not("details[open]"),
		Has("select[name=year] option[value='2014'][selected]"), Has("select[name=week] option[value='6'][selected]")) // there are lessons on Saturdays
	page, _ = v.get(link.NewYear()+"?year=2013&week=5", http.StatusOK)
	Page(t, page, Has("input[name=free_ends_independence][value='2013-12-17']"), Has("select[name=week] option[value='5'][selected]"))
	w.Clock.Set("2026-08-20T09:00")
	page, _ = w.as("DD-A2", i18n.English).get(link.NewYear()+"?year=2025", http.StatusOK)
	Page(t, page, Not(".note"), HasText("the minister’s order of 5 August 2025"), Has("input[name=term_starts_3][value='2026-01-08']"), Has("input[name=to_check][value='']"))
}

func TestNewYearSavesWhatIsTicked(t *testing.T) {
	w := newWorld(t)
	v := w.as("DD-A2", i18n.English)
	form := []string{
		"year", "2014", "week", "5", "to_check", "1", "label", "2014–2015", "starts", "2014-09-01", "ends", "2015-05-25", "term_starts_1", "2014-09-01", "term_ends_1", "2014-10-26",
		"free", "autumn", "free_starts_autumn", "2014-10-27", "free_ends_autumn", "2014-11-02",
		"free_starts_women", "2015-03-08", "free_ends_women", "2015-03-09",
	}
	status, page, _ := v.post(link.NewYear(), form...)
	if status != http.StatusSeeOther {
		t.Fatalf("%d: %s", status, page)
	}
	year, err := timetable.YearOn(t.Context(), w.D.Read(), school, "2014-10-01")
	w.OK(err)
	if !year.ToCheck || w.Count(`SELECT COUNT(*) FROM holiday WHERE name_en = 'Autumn break'`) != 1 || w.Count(`SELECT COUNT(*) FROM holiday`) != 1 {
		t.Errorf("made %+v with %d holidays", year, w.Count(`SELECT COUNT(*) FROM holiday`))
	}
	shown, _ := v.get(link.SchoolYear()+"?id="+year.ID, http.StatusOK)
	Page(t, shown, In(".note", HasText("Compare")), Has("form[action='"+link.ConfirmYear(year.ID)+"']"))
	if status, _, _ := w.as("T-A2", i18n.English).post(link.ConfirmYear(year.ID)); status != http.StatusForbidden {
		t.Errorf("a teacher confirms: %d", status)
	}
	if status, _, _ := v.post(link.ConfirmYear(year.ID)); status != http.StatusSeeOther {
		t.Errorf("confirm: %d", status)
	}
	shown, _ = v.get(link.SchoolYear()+"?id="+year.ID, http.StatusOK)
	Page(t, shown, Not("form[action='"+link.ConfirmYear(year.ID)+"']"))
}

// A wrong day stands at its field, and the folded fields are open then.
func TestNewYearSaysWhichDayIsWrong(t *testing.T) {
	v := newWorld(t).as("DD-A2", i18n.English)
	status, page, _ := v.post(link.NewYear(), "year", "2014", "label", "2014–2015", "free", "winter", "free_starts_winter", "soon", "free_ends_winter", "")
	if status != http.StatusUnprocessableEntity {
		t.Fatal(status)
	}
	Page(t, page, Has("details[open]"), Has("input[name=starts][aria-invalid=true]"), Has("input[name=ends][aria-invalid=true]"),
		Has("input[name=free_starts_winter][aria-invalid=true][value=soon]"), Has("input[name=free_ends_winter][aria-invalid=true]"),
		Has("input[name=free][value=winter][checked]"), Not("input[name=free][value=autumn][checked]"))
}
