package schoolsweb_test

import (
	"net/http"
	"strings"
	"testing"

	"talim/internal/i18n"
	"talim/internal/web/htmlcheck"
	"talim/internal/web/link"
	"talim/internal/web/webtest"
)

// Two people of the district have the form of one school open. The second to save sees
// where the first placed it, beside what was chosen, which is kept.
func TestMoveShowsTheOthersMove(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		first, second := w.Visit("first", i18n.English), w.Visit("second", i18n.English)
		at := link.MoveSchool("s1")
		second.Get(at, htmlcheck.Has("input[name=version][value='0']"), htmlcheck.Has("option[value=aksu][selected]"))
		first.Do(at, "version", "0", "parent", "north", "starts", "2026-09-01")
		late := second.Send(http.MethodPost, at, "version", "0", "parent", "south", "starts", "2026-09-01")
		if late.Code != http.StatusConflict {
			t.Errorf("over the other's move: %d", late.Code)
		}
		htmlcheck.Page(t, late.Body.String(), htmlcheck.Has("#f-parent-meanwhile"), htmlcheck.Has("option[value=south][selected]"), htmlcheck.Has("input[name=version][value='1']"))
		second.Get(at, htmlcheck.Has("option[value=north][selected]"))
		second.Do(at, "version", "1", "parent", "south", "starts", "2026-09-01")
		second.Get(at, htmlcheck.Has("option[value=south][selected]"))
	})
}

// Every form of a district's schools: those who keep the schools send it, and what is wrong
// is said at its field and kept.
func TestFormsOfTheSchools(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		none, long := []string{"teacher", "school"}, strings.Repeat("ө", 301)
		w.ok(w.schools.Depart(ctx, who("first"), "s2"))
		w.Attacker(w.d).All(
			webtest.Form{
				At: link.NewSchool(), By: "first", MayNot: none, Entries: 3,
				Good: []string{
					"kind", "school", "parent", "aksu", "code", "s3", "name_kk", "Үшінші мектеп", "name_ru", "Школа 3", "name_en", "School 3", "address_kk", "Абай, 3", "address_ru", "Абая, 3",
					"timezone", "Asia/Almaty", "languages", "kk", "languages", "ru", "admin_family_name", "Ахметова", "admin_given_name", "Айгүл", "admin_patronymic", "Маратқызы", "login", "s3.admin",
				},
				Wrong: []webtest.Wrong{
					webtest.At("code", "code", ""), webtest.At("code", "code", "s1"), webtest.At("code", "code", strings.Repeat("7", 65)), webtest.At("name_kk", "name_kk", "", "name_ru", "", "name_en", ""),
					webtest.At("name_ru", "name_ru", long), webtest.At("admin_family_name", "admin_family_name", "", "admin_given_name", "", "admin_patronymic", ""),
					webtest.Forged("kind", "kind", "club"),
				},
			},
			webtest.Form{
				At: link.MoveSchool("s1"), By: "first", MayNot: none, Entries: 2, Leads: link.School("s1"), Good: []string{"parent", "north", "starts", "2026-09-01"},
				Others: []string{"parent", "south"},
				Wrong: []webtest.Wrong{
					webtest.At("starts", "starts", ""), webtest.At("starts", "starts", "қыркүйек"), webtest.At("starts", "starts", "2026-09-02"), webtest.At("starts", "starts", "2026-07-31"),
					webtest.At("parent", "parent", "aksu"),
				},
			},
			webtest.Form{
				At: link.CloseSchool("s1"), By: "second", MayNot: none, Entries: 2, Leads: link.School("s1"), Good: []string{"last_day", "2026-09-01"},
				Wrong: []webtest.Wrong{webtest.At("last_day", "last_day", ""), webtest.At("last_day", "last_day", "2026-13-01")},
			},
			webtest.Form{
				At: link.SchoolLeft("s2"), By: "first", MayNot: none, Entries: 2, Holds: true, Leads: link.School("s2"), Good: []string{"place", "https://s2.kz"}, Others: []string{"place", "https://s-2.kz"},
				Wrong: []webtest.Wrong{webtest.At("place", "place", ""), webtest.At("place", "place", strings.Repeat("ө", 201))},
			},
		)
	})
}

// What stands in another district, and the district itself, has no page here.
func TestPagesOfASchoolOfAnotherDistrictAreMissing(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		v := w.Visit("first", i18n.English)
		for _, id := range []string{"o1", "other", "none"} {
			for _, at := range []string{link.School(id), link.MoveSchool(id), link.CloseSchool(id), link.SchoolLeft(id)} {
				v.Refuse(http.MethodGet, at, http.StatusNotFound)
			}
			for at, typed := range map[string][]string{
				link.MoveSchool(id): {"parent", "north", "starts", "2026-09-01"}, link.CloseSchool(id): {"last_day", "2026-09-01"}, link.SchoolLeft(id): {"place", "x"},
				link.ReopenSchool(id): nil, link.SchoolCode(id): nil,
			} {
				v.Refuse(http.MethodPost, at, http.StatusNotFound, typed...)
			}
		}
	})
}

// A district does not keep itself: its own page is not among those of its schools.
func TestDistrictDoesNotKeepItself(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		v := w.Visit("first", i18n.English)
		for _, at := range []string{link.School("aksu"), link.MoveSchool("aksu"), link.CloseSchool("aksu"), link.SchoolLeft("aksu")} {
			v.Refuse(http.MethodGet, at, http.StatusNotFound)
		}
		v.Refuse(http.MethodPost, link.CloseSchool("aksu"), http.StatusConflict, "last_day", "2026-09-01")
		v.Refuse(http.MethodPost, link.SchoolLeft("aksu"), http.StatusConflict, "version", "0", "place", "x")
		v.Refuse(http.MethodPost, link.ReopenSchool("aksu"), http.StatusConflict)
		v.Refuse(http.MethodPost, link.SchoolCode("aksu"), http.StatusConflict)
	})
}

// A school that works here still has left nowhere, and one that is closed is opened once.
func TestSchoolIsHeldByWhatItsPageSays(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		v := w.Visit("first", i18n.English)
		v.Refuse(http.MethodPost, link.SchoolLeft("s1"), http.StatusConflict, "version", "0", "place", "https://s1.kz")
		v.Refuse(http.MethodPost, link.ReopenSchool("s1"), http.StatusConflict)
		v.Do(link.CloseSchool("s1"), "last_day", "2026-09-01")
		v.Refuse(http.MethodPost, link.CloseSchool("s1"), http.StatusConflict, "last_day", "2026-09-01")
		v.Do(link.ReopenSchool("s1"))
		v.Refuse(http.MethodPost, link.ReopenSchool("s1"), http.StatusConflict)
	})
}
