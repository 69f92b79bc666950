package peopleweb_test

import (
	"net/http"
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/web/htmlcheck"
	"talim/internal/web/link"
)

func TestFirstRun(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := build(t, d)
		b := w.stranger()
		b.expect("/sign-in?lang=en", htmlcheck.Has("form[action='/first-run']"))
		typed := []string{
			"kind", "school", "code", "auyl", "name_kk", "Ауыл мектебі", "timezone", "Asia/Almaty", "languages", "kk", "admin_code", "", "login", "admin",
			"admin_family_name", "Жүнісов", "password", "a long password", "repeat", "another",
		}
		status, page := b.post(link.FirstRun(), "kind", "school", "code", "auyl", "timezone", "Asia/Almaty", "login", "x", "password", "short", "repeat", "other")
		if status != http.StatusUnprocessableEntity {
			t.Fatalf("an empty first run answers %d", status)
		}
		for _, field := range []string{"name_kk", "admin_family_name", "login", "password", "repeat"} { // all at once
			htmlcheck.Page(t, page, htmlcheck.Has("#f-"+field+"-fault"))
		}
		status, page = b.post(link.FirstRun(), typed...)
		if status != http.StatusUnprocessableEntity || !strings.Contains(page, "Ауыл мектебі") {
			t.Fatalf("passwords that differ answer %d", status)
		}
		typed[len(typed)-1] = "a long password"
		if status, page = b.post(link.FirstRun(), typed...); status != http.StatusOK || !strings.Contains(page, "Home") {
			t.Fatalf("the first run answers %d\n%s", status, page)
		}
		b.expect(link.Organisations(), htmlcheck.In("tbody", htmlcheck.HasText("Ауыл мектебі")))
		b.expect(link.Accounts(), htmlcheck.In("tbody", htmlcheck.HasText("in use")))
		b.expect(link.Journal(), htmlcheck.In("tbody", htmlcheck.HasText("The school was created: auyl")))
		if status, _ := w.stranger().post(link.FirstRun(), typed...); status != http.StatusForbidden {
			t.Errorf("a second first run answers %d", status)
		}
	})
}

func TestAddressThatIsNoTextIsNotFound(t *testing.T) {
	each(t, func(w *world) {
		b := w.as("ADM")
		for _, path := range []string{"/people/staff/none", "/people/staff/%00", "/people/staff/%FF", "/people/staff/a%00b"} {
			if status, _ := b.get(path); status != http.StatusNotFound {
				w.Errorf("%s answers %d", path, status)
			}
		}
	})
}

func TestOrganisationTree(t *testing.T) {
	each(t, func(w *world) {
		b := w.as("ADM")
		facts := []string{"name_ru", "Районный отдел", "timezone", "Asia/Almaty", "languages", "ru"}
		_, page := b.post(link.NewOrganisation(), append(facts, "kind", "district", "code", "raiono", "place", "above")...)
		htmlcheck.Page(t, page, htmlcheck.Count("tbody tr", 2), htmlcheck.In("tbody", htmlcheck.HasText("Районный отдел")))
		branch := append(facts, "kind", "school", "code", "branch", "place", w.school)
		status, page := b.post(link.NewOrganisation(), branch...) // nothing stands below a school
		if htmlcheck.Page(t, page, htmlcheck.Has("#f-place-fault"), htmlcheck.Has("input[name=code][value=branch]")); status != http.StatusUnprocessableEntity {
			w.Errorf("a school below a school answers %d", status)
		}
		b.expect(link.Organisations(), htmlcheck.Count("tbody tr", 2), htmlcheck.Not("a[href='"+link.NewOrganisation()+"']"))
		w.exec(`UPDATE organisation SET kind = 'company' WHERE id = $1`, w.school)
		_, page = b.post(link.NewOrganisation(), branch...)
		htmlcheck.Page(t, page, htmlcheck.Count("tbody tr", 3), htmlcheck.Has("a[href='"+link.NewOrganisation()+"']"))
		status, page = b.post(link.EditOrganisation(w.school), append(facts, "code", "raiono")...)
		if status != http.StatusUnprocessableEntity {
			w.Errorf("a taken code answers %d", status)
		}
		htmlcheck.Page(t, page, htmlcheck.Has("#f-code-fault"))
		branchID := w.first(`SELECT id FROM organisation WHERE code = 'branch'`)
		b.expect(link.MoveOrganisation(branchID), htmlcheck.Count("option", 1))
		if status, _ := b.post(link.MoveOrganisation(branchID), "parent", w.school, "starts", "2013-09-02"); status != http.StatusUnprocessableEntity { // it stands there already
			w.Errorf("moving answers %d", status)
		}
		b.status(http.StatusNotFound, link.EditOrganisation(w.first(`SELECT id FROM organisation WHERE code = 'raiono'`)))
	})
}

func TestRules(t *testing.T) {
	each(t, func(w *world) {
		_, page := w.as("DIR-A").post(link.Rules(), "name", "people.stavka_hours", "value", "16", "starts", "2013-09-01", "source", "№ 7")
		htmlcheck.Page(t, page, htmlcheck.In(".facts", htmlcheck.HasText("16")), htmlcheck.In("tbody", htmlcheck.HasText("№ 7")))
		w.as("T-A2").expect(link.Rules(), htmlcheck.In(".facts", htmlcheck.HasText("16")), htmlcheck.Not("form[action='/people/rules']"))
	})
}

// Every route asks for a permission that says whom it lets in.
func TestRoutesAreClosed(t *testing.T) {
	w := build(t, apptest.Database(t))
	for _, r := range w.pages.Routes() {
		open := r.Permission.Allows(access.Actor{})
		entrance := strings.Contains(r.Pattern, "/sign-in") || strings.Contains(r.Pattern, "/first-run") || strings.Contains(r.Pattern, "/demo")
		if open != entrance {
			t.Errorf("%s: open is %v", r.Pattern, open)
		}
	}
}
