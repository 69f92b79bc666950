package app_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"talim/internal/app"
	"talim/internal/apptest"
	"talim/internal/i18n"
)

// district is an empty database that became a district by its first run.
type district struct {
	*testing.T
	app  *app.App
	boss *visitor
}

const officePassword, schoolPassword = "ten green apples", "seven blue horses"

// firstRun makes the district, as its administrator does on the first page.
func firstRun(t *testing.T, address string) *district {
	t.Helper()
	d := &district{T: t, app: start(t, app.Config{Database: address, Debug: true, Now: apptest.ClockAt("2026-09-01T09:00").Now})}
	d.boss = d.visitor("boss")
	d.boss.sends("/first-run", "kind", "district", "code", "aksu", "name_ru", "Отдел образования", "timezone", "Asia/Almaty", "languages", "kk",
		"admin_code", "ADM-1", "admin_family_name", "Сейтова", "login", "boss", "password", officePassword, "repeat", officePassword)
	return d
}

func (d *district) visitor(who string) *visitor {
	return &visitor{t: d.T, app: d.app, who: who, lang: i18n.English, cookies: map[string]string{}, visited: map[string]bool{}, routes: map[string]int{}}
}

// sends a form that is taken, and gives the address where it leads.
func (v *visitor) sends(address string, fields ...string) string {
	v.t.Helper()
	w := v.request(http.MethodPost, address, formOf(fields))
	if w.Code != http.StatusSeeOther {
		v.t.Fatalf("%s sends %s: %d\n%s", v.who, address, w.Code, unpacked(v.t, w))
	}
	return w.Header().Get("Location")
}

// asks for a page and gives its status and text.
func (v *visitor) asks(method, address string, fields ...string) (int, string) {
	v.t.Helper()
	w := v.request(method, address, formOf(fields))
	return w.Code, unpacked(v.t, w)
}

func formOf(fields []string) url.Values {
	form := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	return form
}

var oneTime = regexp.MustCompile(`\b[A-Z0-9]{5}-[A-Z0-9]{5}\b`)

// school is added by the district; its administrator signs in with the code on paper.
func (d *district) school(code string) (address string, admin *visitor) {
	d.Helper()
	address = d.boss.sends("/schools/new", "kind", "school", "name_ru", "Школа "+code, "code", code, "timezone", "Asia/Almaty", "admin_family_name", "Админ "+code)
	_, slip := d.boss.asks(http.MethodGet, d.boss.sends(address+"/code"))
	printed := oneTime.FindString(slip)
	if printed == "" || !strings.Contains(slip, code+".admin") {
		d.Fatalf("no code on the slip:\n%s", slip)
	}
	admin = d.visitor(code)
	admin.sends("/sign-in/first", "login", code+".admin", "code", printed, "password", schoolPassword, "repeat", schoolPassword)
	return address, admin
}

// TestDistrictGivesSchoolsTheirOwn walks an empty server to three schools (R004, R237):
// the district adds them, each administrator comes in with the code on paper, brings in
// staff, and sees only her own.
func TestDistrictGivesSchoolsTheirOwn(t *testing.T) {
	everywhere(t, func(t *testing.T, address string) {
		d := firstRun(t, address)
		var admins []*visitor
		var pages []string
		for n := range 3 {
			page, admin := d.school("s" + strconv.Itoa(n+1))
			pages, admins = append(pages, page), append(admins, admin)
		}
		var teacher string
		for n, admin := range admins {
			at := admin.sends("/people/staff/new", "code", "T-1", "family_name", "Мұғалім", "role", "teacher", "starts", "2026-09-01")
			if n == 0 {
				teacher = at
			}
		}
		for _, v := range []*visitor{d.boss, admins[1]} {
			if status, _ := v.asks(http.MethodGet, teacher); status != http.StatusNotFound {
				t.Errorf("%s asks for a teacher of another school: %d", v.who, status)
			}
			if _, text := v.asks(http.MethodGet, "/people"); strings.Contains(text, "Админ s1") {
				t.Errorf("%s is shown the staff of another school", v.who)
			}
		}
		if _, text := d.boss.asks(http.MethodGet, "/schools"); !strings.Contains(text, "Школа s3") || strings.Contains(text, "Мұғалім") {
			t.Errorf("the list of the district:\n%s", text)
		}
		_, today := d.boss.asks(http.MethodGet, "/")
		_, schools := admins[0].asks(http.MethodGet, "/")
		for _, of := range []string{`href="/mentoring"`, `href="/timetable"`, "My week"} { // an office has none of them
			if strings.Contains(today, of) || !strings.Contains(schools, of) {
				t.Errorf("%s on Today: of the district %v, of the school %v", of, strings.Contains(today, of), strings.Contains(schools, of))
			}
		}
		for _, page := range append(pages, "/schools", "/schools/new", "/schools/table", pages[0]+"/close") {
			if status, _ := admins[0].asks(http.MethodGet, page); status != http.StatusForbidden {
				t.Errorf("an administrator of a school asks for %s: %d", page, status)
			}
			d.boss.look(page)
		}
		if status, _ := d.boss.asks(http.MethodPost, pages[0]+"/code"); status != http.StatusConflict {
			t.Errorf("a code for somebody who has signed in: %d", status)
		}
	})
}

// TestDistrictClosesASchool holds that a closed school says so on its pages, refuses what
// is sent, and is open again when the district says so.
func TestDistrictClosesASchool(t *testing.T) {
	everywhere(t, func(t *testing.T, address string) {
		d := firstRun(t, address)
		page, admin := d.school("s1")
		if status, _ := d.boss.asks(http.MethodPost, page+"/close", "last_day", "31"); status != http.StatusUnprocessableEntity {
			t.Errorf("no day answers %d", status)
		}
		d.boss.sends(page+"/close", "last_day", "2026-08-31")
		if _, text := admin.asks(http.MethodGet, "/people"); !strings.Contains(text, "The school is closed") {
			t.Errorf("the page does not say so:\n%s", text)
		}
		teacher := []string{"code", "T-1", "role", "teacher", "starts", "2026-09-01"}
		if status, text := admin.asks(http.MethodPost, "/people/staff/new", teacher...); status != http.StatusConflict || !strings.Contains(text, "not changed any more") {
			t.Errorf("a change answers %d:\n%s", status, text)
		}
		d.boss.sends(page + "/open")
		admin.sends("/people/staff/new", teacher...)
	})
}

// TestDistrictTakesATable holds that several schools come from a table, with the refused
// rows named.
func TestDistrictTakesATable(t *testing.T) {
	everywhere(t, func(t *testing.T, address string) {
		d := firstRun(t, address)
		_, own := d.boss.asks(http.MethodGet, "/schools/table")
		parent := regexp.MustCompile(`name="parent" value="([^"]+)"`).FindStringSubmatch(own)[1]
		status, text := d.boss.asks(http.MethodPost, "/schools/table", "parent", parent, "pasted", "s1;Школа 1;Ли Анна\naksu;Школа 2;Ким Олег")
		if status != http.StatusUnprocessableEntity || !strings.Contains(text, "Row 2:") || !strings.Contains(text, "Ким Олег") {
			t.Errorf("%d:\n%s", status, text)
		}
		d.boss.sends("/schools/table", "parent", parent, "pasted", "s1;Школа 1;Ли Анна\ns2;Школа 2;Ким Олег")
		_, list := d.boss.asks(http.MethodGet, "/schools")
		var chosen []string
		for _, m := range regexp.MustCompile(`name="school" value="([^"]+)"`).FindAllStringSubmatch(list, -1) {
			chosen = append(chosen, "school", m[1])
		}
		_, slips := d.boss.asks(http.MethodGet, d.boss.sends("/schools/codes", chosen...))
		codes := oneTime.FindAllString(slips, -1)
		if len(codes) != 2 {
			t.Errorf("the slips:\n%s", slips)
		}
		d.boss.look("/schools/slips")
		if _, paper := d.boss.asks(http.MethodGet, "/schools/slips/paper/html"); !slices.Equal(oneTime.FindAllString(paper, -1), codes) {
			t.Errorf("the paper has other codes than %v:\n%s", codes, paper)
		}
	})
}

// TestDistrictOfForty holds that a district of forty schools costs no more questions to the
// database than one of two, and that none of them reaches into another by its addresses.
func TestDistrictOfForty(t *testing.T) {
	everywhere(t, func(t *testing.T, address string) {
		d := firstRun(t, address)
		_, own := d.boss.asks(http.MethodGet, "/schools/table")
		parent := regexp.MustCompile(`name="parent" value="([^"]+)"`).FindStringSubmatch(own)[1]
		var rows strings.Builder
		for n := range 40 {
			fmt.Fprintf(&rows, "s%d;Школа %d;Админ Первый\n", n+1, n+1)
		}
		d.boss.sends("/schools/table", "parent", parent, "pasted", rows.String())
		list, slips := d.boss.look("/schools"), d.boss.look("/schools/slips") // look counts the questions
		if n := strings.Count(list, `name="school"`); n != 40 || strings.Index(list, "Школа 2<") > strings.Index(list, "Школа 10<") {
			t.Errorf("%d schools wait, or s10 stands before s2", n)
		}
		codes := oneTime.FindAllString(slips, -1)
		if len(codes) != 40 {
			t.Fatalf("%d codes of 40", len(codes))
		}
		var inside []string
		for _, n := range []int{1, 2} {
			admin := d.visitor("s" + strconv.Itoa(n))
			admin.sends("/sign-in/first", "login", "s"+strconv.Itoa(n)+".admin", "code", codes[n-1], "password", schoolPassword, "repeat", schoolPassword)
			for _, other := range inside {
				for _, below := range []string{"", "/edit", "/post"} {
					if status, text := admin.asks(http.MethodGet, other+below); status != http.StatusNotFound || strings.Contains(text, "Мұғалім") {
						t.Errorf("s2 asks for %s%s of s1: %d", other, below, status)
					}
				}
			}
			inside = append(inside, admin.sends("/people/staff/new", "code", "T-1", "family_name", "Мұғалім", "role", "teacher", "starts", "2026-09-01"))
		}
	})
}
