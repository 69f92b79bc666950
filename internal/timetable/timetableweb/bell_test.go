package timetableweb_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"talim/internal/i18n"
	"talim/internal/timetable"
	. "talim/internal/web/htmlcheck"
	"talim/internal/web/link"
)

// Bells that were pasted stand in the form of the bells, and nothing of those that ring
// now; they are saved there.
func TestBellsAreReadFromText(t *testing.T) {
	w := newWorld(t)
	v := w.as("DD-A2", i18n.English)
	status, _, to := v.post(link.ReadBells(), "text", "1 8:00-8:45\n2 8:55-9:40\n1 13:20-14:05")
	if status != http.StatusSeeOther || !strings.HasPrefix(to, link.EditBells()+"?") {
		t.Fatalf("%d to %s", status, to)
	}
	page, _ := v.get(to, http.StatusOK)
	Page(t, page, Has("input[name=bell_1_2][type=time][value='08:55']"), Has("input[name=bell_2_1_end][value='14:05']"), Not("input[name=bell_1_3][value]"),
		HasText("3 bells were read"))
	form := url.Values{}
	for _, name := range []string{"version", "was", "from", "bell_1_1", "bell_1_1_end", "bell_1_2", "bell_1_2_end", "bell_2_1", "bell_2_1_end", "bell_1_3"} {
		form.Set(name, Attr(page, "input[name="+name+"]", "value"))
	}
	var pairs []string
	for name := range form {
		pairs = append(pairs, name, form.Get(name))
	}
	if status, page, _ := v.post(link.EditBells(), pairs...); status != http.StatusSeeOther {
		t.Fatalf("%d: %s", status, page)
	}
	bells, err := timetable.Bells(t.Context(), w.D.Read(), school, "2013-10-01")
	w.OK(err)
	if len(bells) != 3 || bells[1].EndsAt != "09:40" {
		t.Errorf("saved %+v", bells)
	}
}

// A line that is no bell is named at the text, which stays; the bells below it as well.
func TestBellsOfTextAreRefusedWithTheirLine(t *testing.T) {
	w := newWorld(t)
	v := w.as("DD-A2", i18n.English)
	status, page, _ := v.post(link.ReadBells(), "text", "1 8:00-8:45\n2 from ten")
	if status != http.StatusUnprocessableEntity {
		t.Fatal(status)
	}
	Page(t, page, In("#f-text-fault", HasText("Line 2: “2 from ten”")), In("textarea[name=text]", HasText("2 from ten")), Has("input[name=bell_1_1][value]"))
	if strings.Count(page, `class="summary"`) != 1 {
		t.Error("the other form is blamed as well")
	}
	v.get(link.ReadBells(), http.StatusOK)
	if status, _, _ := w.as("T-A2", i18n.English).post(link.ReadBells(), "text", "1 8:00-8:45"); status != http.StatusForbidden {
		t.Errorf("a teacher: %d", status)
	}
}

// A set that rings from a later day on is the one that a stale form is compared with.
func TestStaleBellsShowThoseThatWereSaved(t *testing.T) {
	w := newWorld(t)
	a, b := w.as("DIR-A", i18n.English), w.as("DD-A2", i18n.English)
	stale, _ := b.get(link.EditBells(), http.StatusOK)
	carried := []string{"version", Attr(stale, "input[name=version]", "value"), "was", Attr(stale, "input[name=was]", "value")}
	if status, _, _ := a.post(link.EditBells(), append(carried, "from", "2013-12-02", "bell_1_1", "07:30", "bell_1_1_end", "08:15")...); status != http.StatusSeeOther {
		t.Fatal(status)
	}
	status, page, _ := b.post(link.EditBells(), append(carried, "from", "2013-10-01", "bell_1_1", "09:00", "bell_1_1_end", "09:45")...)
	if status != http.StatusConflict {
		t.Fatal(status)
	}
	Page(t, page, Has("input[name=bell_1_1][value='09:00']"), In("#f-bell_1_1-meanwhile", HasText("07:30")))
	fresh, _ := a.get(link.EditBells(), http.StatusOK)
	Page(t, fresh, Has("input[name=from][value='2013-12-02']"), Has("input[name=bell_1_1][value='07:30']"))
}
