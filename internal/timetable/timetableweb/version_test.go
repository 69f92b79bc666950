package timetableweb_test

import (
	"net/http"
	"strings"
	"testing"

	"talim/internal/i18n"
	"talim/internal/timetable"
	"talim/internal/web/htmlcheck"
	"talim/internal/web/link"
)

// TestStalePageShowsTheOthersChange has two keepers with each form open. The second to
// save is shown what the first changed; what was typed stays.
func TestStalePageShowsTheOthersChange(t *testing.T) {
	w := newWorld(t)
	year, err := timetable.YearOn(t.Context(), w.D.Read(), school, "2013-10-01")
	w.OK(err)
	days := []string{"starts", "2013-09-01", "ends", "2014-05-25", "term_starts_1", "2013-09-01", "term_ends_1", "2013-11-03"}
	for path, form := range map[string]struct {
		first, second []string
		typed         string // the field that only the second changed
		other         string // a field that the first changed
	}{
		link.EditYear(year.ID): { // the first takes the second term away
			append([]string{"label", "2013–2014"}, days...),
			append([]string{"label", "2013/14", "term_starts_2", "2013-11-11", "term_ends_2", "2013-12-29"}, days...),
			"label", "term_ends_2",
		},
		link.EditBells(): {
			[]string{"from", "2013-10-01", "bell_1_1", "08:30", "bell_1_1_end", "09:10"},
			[]string{"from", "2013-10-01", "bell_1_1", "08:35", "bell_1_1_end", "09:15"},
			"bell_1_1", "bell_1_1_end",
		},
	} {
		a, b := w.as("DIR-A", i18n.English), w.as("DD-A2", i18n.English)
		stale, _ := b.get(path, http.StatusOK)
		carried := func(page string) []string {
			return []string{"version", htmlcheck.Attr(page, "input[name=version]", "value"), "was", htmlcheck.Attr(page, "input[name=was]", "value")}
		}
		if status, _, _ := a.post(path, append(carried(stale), form.first...)...); status != http.StatusSeeOther {
			t.Fatalf("%s: the first save answers %d", path, status)
		}
		status, page, _ := b.post(path, append(carried(stale), form.second...)...)
		if status != http.StatusConflict {
			t.Errorf("%s: the second save answers %d", path, status)
		}
		typed := form.second[1]
		if path == link.EditBells() {
			typed = "08:35"
		}
		htmlcheck.Page(t, page, htmlcheck.Has(".summary"), htmlcheck.Has("#f-"+form.other+"-meanwhile"), htmlcheck.Has(`input[name=`+form.typed+`][value="`+typed+`"]`))
		if again := htmlcheck.Attr(page, "input[name=version]", "value"); again == carried(stale)[1] || strings.TrimSpace(again) == "" {
			t.Errorf("%s: the form cannot be sent again, it is of version %q", path, again)
		}
		if status, _, _ := b.post(path, append(carried(page), form.second...)...); status != http.StatusSeeOther {
			t.Errorf("%s: sent again it answers %d", path, status)
		}
	}
}
