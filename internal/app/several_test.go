package app_test

import (
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
)

var openAccount = regexp.MustCompile(`name="account" value="([^"]+)"`)

// methodologist works in both schools of the district, with an account in each.
func methodologist(d *district) (v *visitor, teachers map[string]string) {
	d.Helper()
	teachers = map[string]string{}
	for _, code := range []string{"s1", "s2"} {
		_, admin := d.school(code)
		at := admin.sends("/people/staff/new", "code", "M-"+code, "family_name", "Әдіскер "+code, "role", "deputy", "starts", "2026-09-01")
		teachers[code] = at
		_, sheet := admin.asks(http.MethodGet, admin.sends("/people/accounts", "who", "chosen", "staff", at[strings.LastIndex(at, "/")+1:]))
		v = d.visitor("methodologist of " + code)
		v.sends("/sign-in/first", "login", "m-"+code, "code", oneTime.FindString(sheet), "password", schoolPassword+code, "repeat", schoolPassword+code)
	}
	return v, teachers
}

// TestSeveralSchoolsOpenOneAtATime holds that somebody with posts in two schools signs in
// once, sees and changes only what is of the school that is open, and that the journal
// of that school tells it.
func TestSeveralSchoolsOpenOneAtATime(t *testing.T) {
	everywhere(t, func(t *testing.T, address string) {
		d := firstRun(t, address)
		v, teachers := methodologist(d) // s2 is open
		if status, _ := v.asks(http.MethodPost, "/my-schools", "login", "m-s1", "password", "wrong wrong wrong"); status != http.StatusUnprocessableEntity {
			t.Errorf("joined without proof: %d", status)
		}
		if status, _ := v.asks(http.MethodPost, "/my-schools", "login", "m-s2", "password", schoolPassword+"s2"); status != http.StatusUnprocessableEntity {
			t.Errorf("joined with itself: %d", status)
		}
		v.sends("/my-schools", "login", "m-s1", "password", schoolPassword+"s1")
		_, page := v.asks(http.MethodGet, "/my-schools")
		first := openAccount.FindStringSubmatch(page)
		if first == nil || !strings.Contains(page, "Школа s1") {
			t.Fatalf("no other school to open:\n%s", page)
		}
		_, stale := v.asks(http.MethodGet, "/people/staff/new") // stands in another tab
		made := regexp.MustCompile(`name="_school" value="([^"]+)"`).FindStringSubmatch(stale)
		if made == nil {
			t.Fatal("the form does not say for which school it is")
		}
		v.sends("/my-schools/open", "account", first[1])
		for code, want := range map[string]int{"s1": http.StatusOK, "s2": http.StatusNotFound} {
			if status, _ := v.asks(http.MethodGet, teachers[code]); status != want {
				t.Errorf("with s1 open, the staff of %s: %d", code, status)
			}
		}
		fields := []string{"code", "T-9", "role", "teacher", "starts", "2026-09-01"}
		if status, text := v.asks(http.MethodPost, "/people/staff/new", append(fields, "_school", made[1])...); status != http.StatusConflict || !strings.Contains(text, "Another school is open") {
			t.Errorf("a form of the other school: %d\n%s", status, text)
		}
		v.sends("/people/staff/new", fields...)
		if _, text := v.asks(http.MethodGet, "/people/journal"); !strings.Contains(text, "T-9") {
			t.Error("the journal of the open school does not tell it")
		}
		_, page = v.asks(http.MethodGet, "/my-schools")
		v.sends("/my-schools/open", "account", openAccount.FindStringSubmatch(page)[1])
		if _, text := v.asks(http.MethodGet, "/people/journal"); strings.Contains(text, "T-9") {
			t.Error("the journal of the other school tells it")
		}
		v.look("/my-schools")
		v.sends("/my-schools/part")
		if status, _ := v.asks(http.MethodPost, "/my-schools/open", "account", first[1]); status != http.StatusNotFound {
			t.Errorf("a parted school still opens: %d", status)
		}
	})
}

// TestSeveralSchoolsOfNobodyElse holds that an account of somebody else cannot be opened,
// and that of two windows that join at once neither is left halfway.
func TestSeveralSchoolsOfNobodyElse(t *testing.T) {
	everywhere(t, func(t *testing.T, address string) {
		d := firstRun(t, address)
		v, _ := methodologist(d)
		var group sync.WaitGroup
		answers := make([]int, 3)
		for i := range answers {
			same := *v
			same.cookies = map[string]string{}
			for name, value := range v.cookies {
				same.cookies[name] = value
			}
			group.Go(func() {
				answers[i], _ = same.asks(http.MethodPost, "/my-schools", "login", "m-s1", "password", schoolPassword+"s1")
			})
		}
		group.Wait()
		done := 0
		for _, status := range answers {
			switch status {
			case http.StatusSeeOther:
				done++
			case http.StatusConflict, http.StatusUnprocessableEntity:
			default:
				t.Errorf("joining at once: %v", answers)
			}
		}
		_, page := v.asks(http.MethodGet, "/my-schools")
		if done != 1 || len(openAccount.FindAllString(page, -1)) != 1 {
			t.Errorf("%d of %v joined:\n%s", done, answers, page)
		}
		other := openAccount.FindStringSubmatch(page)[1]
		if status, _ := d.boss.asks(http.MethodPost, "/my-schools/open", "account", other); status != http.StatusNotFound {
			t.Errorf("somebody else opens the account: %d", status)
		}
	})
}
