package peopleweb_test

import (
	"net/http"
	"strings"
	"testing"

	"talim/internal/web/htmlcheck"
	"talim/internal/web/link"
)

// TestChangeShowsTheOthersChange has two people with each form of a record open. The
// second to save sees what the first changed, beside what was typed, which is kept;
// sent again, the form holds both.
func TestChangeShowsTheOthersChange(t *testing.T) {
	each(t, func(w *world) {
		id := w.staff["T-A14"]
		post := w.first(`SELECT id FROM post WHERE school_id = $1 AND staff_id = $2`, w.school, id)
		for path, form := range map[string]struct {
			first, second []string // what the two type over what stands there
			both          string   // a field that both changed
			table, where  string
			want          string // columns after the second try
		}{
			link.EditStaff(id): {
				[]string{"code", "T-A14", "phone", "+7 700 1", "family_name", "Ахметова"},
				[]string{"code", "T-A14", "email", "a@b.kz", "family_name", "Омарова"},
				"family_name",
				"staff", "id = '" + id + "'", "phone || ' ' || email || ' ' || family_name = '+7 700 1 a@b.kz Омарова'",
			},
			link.EditUnit(w.unit): {
				[]string{"code", "2", "name_kk", "Бір", "name_ru", "Один"},
				[]string{"code", "2", "name_kk", "Екі"},
				"name_kk",
				"unit", "id = '" + w.unit + "'", "name_kk || name_ru = 'ЕкіОдин'",
			},
			link.Post(post): {
				[]string{"starts", "2013-09-01", "order_no", "12"},
				[]string{"starts", "2013-09-01", "order_no", "13"},
				"order_no",
				"post", "id = '" + post + "'", "order_no = '13'",
			},
			link.StaffPrivate(id): {
				[]string{"category", "first", "birth_year", "1980"},
				[]string{"category", "second"},
				"category",
				"staff_private", "staff_id = '" + id + "' AND ends = '9999-12-31'", "category = 'second' AND birth_year = 1980",
			},
		} {
			a, b := w.as("DD-A2"), w.as("DIR-A")
			_, mine := b.get(path)
			if status, page := a.change(path, form.first...); status != http.StatusOK || !strings.Contains(page, "flash") {
				w.Fatalf("%s: the first save answers %d", path, status)
			}
			status, page := b.post(path, append(carried(mine), form.second...)...)
			if status != http.StatusConflict {
				w.Errorf("%s: the second save answers %d", path, status)
			}
			htmlcheck.Page(t, page, htmlcheck.Has(".summary"), htmlcheck.Has("#f-"+form.both+"-meanwhile"))
			typed := form.second[len(form.second)-1]
			if !strings.Contains(page, `value="`+typed+`"`) {
				w.Errorf("%s: %q, which was typed, is gone", path, typed)
			}
			again := carried(page)
			for name := range names(form.first, form.second) { // as the page holds them now
				again = append(again, name, htmlcheck.Attr(page, "[name="+name+"]", "value"))
			}
			for i := 0; i < len(again); i += 2 {
				if again[i] == "category" { // a list to choose from
					again[i+1] = typed
				}
			}
			if status, page := b.post(path, again...); status != http.StatusOK {
				w.Errorf("%s: the second try answers %d\n%s", path, status, page)
			}
			if n := w.first(`SELECT CAST(count(*) AS TEXT) FROM ` + form.table + ` WHERE ` + form.where + ` AND ` + form.want); n != "1" {
				w.Errorf("%s: something of the two is lost", path)
			}
		}
	})
}

// names are the fields that one of the two typed into.
func names(forms ...[]string) map[string]bool {
	out := map[string]bool{}
	for _, f := range forms {
		for i := 0; i < len(f); i += 2 {
			out[f[i]] = true
		}
	}
	return out
}

// TestSubjectsAndOrganisationRefuseAStalePage holds the same for the forms of several
// values.
func TestSubjectsAndOrganisationRefuseAStalePage(t *testing.T) {
	each(t, func(w *world) {
		id := w.staff["T-A2"]
		for path, forms := range map[string][2][]string{
			link.StaffSubjects(id): {{"subjects", "Phys", "starts", "2013-09-02"}, {"subjects", "Chem", "starts", "2013-09-02"}},
			link.EditOrganisation(w.school): {
				{"code", "auyl", "name_kk", "Бір", "timezone", "Asia/Almaty", "languages", "kk"}, {"code", "auyl", "name_kk", "Екі", "timezone", "Asia/Almaty", "languages", "ru"},
			},
		} {
			b := w.as("ADM")
			_, stale := b.get(path)
			if status, page := b.change(path, forms[0]...); status != http.StatusOK {
				w.Fatalf("%s: the first save answers %d\n%s", path, status, page)
			}
			if status, page := b.post(path, append(carried(stale), forms[1]...)...); status != http.StatusConflict || !strings.Contains(page, "-meanwhile") {
				w.Errorf("%s: the second save answers %d", path, status)
			}
		}
	})
}

// TestStaffPageTellsWhatWas holds that a former name and number are shown to whoever
// sees those of today, under what was before, and to nobody else.
func TestStaffPageTellsWhatWas(t *testing.T) {
	each(t, func(w *world) {
		id := w.staff["T-A2"]
		b := w.as("DD-A2")
		b.expect(link.Staff(id), htmlcheck.Not("details"))
		b.change(link.EditStaff(id), "code", "T-A2", "family_name", "Ахметова", "phone", "+7 700 1")
		w.clock.Set("2013-11-05T09:00")
		b = w.as("DD-A2")
		b.change(link.EditStaff(id), "code", "T-A2", "family_name", "Омарова", "phone", "+7 700 2")
		w.as("T-A14").expect(link.Staff(id), htmlcheck.In("h1", htmlcheck.HasText("Омарова")), htmlcheck.In("details", htmlcheck.HasText("Ахметова")),
			htmlcheck.In("details", htmlcheck.HasText("+7 700 1")), htmlcheck.In("details", htmlcheck.NoText("+7 700 2")))
		w.as("ADM-B").status(http.StatusNotFound, link.Staff(id))
	})
}

// TestPrivatePageTellsWhatWasReplaced holds that facts recorded twice on one day are
// both there, for those who see private facts.
func TestPrivatePageTellsWhatWasReplaced(t *testing.T) {
	each(t, func(w *world) {
		id := w.staff["T-A14"]
		b := w.as("DD-A2")
		b.change(link.StaffPrivate(id), "category", "second")
		b.change(link.StaffPrivate(id), "category", "first")
		b.expect(link.StaffPrivate(id), htmlcheck.In("main", htmlcheck.HasText("first category")), htmlcheck.In("main", htmlcheck.HasText("second category")),
			htmlcheck.In("h2", htmlcheck.HasText("What was recorded before")))
		w.as("SMU-A3").status(http.StatusForbidden, link.StaffPrivate(id))
	})
}

// TestEndUnitConflictKeepsTheForm has two people end a unit; the second is told on
// the form, with what was typed.
func TestEndUnitConflictKeepsTheForm(t *testing.T) {
	each(t, func(w *world) {
		a, b := w.as("DD-A2"), w.as("DIR-A")
		a.post(link.EndUnit(w.unit), "last_day", "2014-05-25")
		status, page := b.post(link.EndUnit(w.unit), "last_day", "2014-05-26")
		if status != http.StatusConflict {
			w.Errorf("answers %d", status)
		}
		htmlcheck.Page(t, page, htmlcheck.Has("input[name=last_day][value='2014-05-26']"), htmlcheck.Has(".summary"))
	})
}
