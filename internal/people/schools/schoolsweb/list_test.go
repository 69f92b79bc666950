package schoolsweb_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/i18n"
	"talim/internal/web/htmlcheck"
	"talim/internal/web/link"
	"talim/internal/web/webtest"
)

// added is a school of the table with its first administrator; its id.
func (w *world) added(code, name string) string {
	w.Helper()
	w.Visit("first", i18n.English).Do(link.NewSchool(), "kind", "school", "parent", "aksu", "code", code, "name_kk", name, "timezone", "Asia/Almaty", "languages", "kk", "admin_family_name", "Ахметова")
	id, err := db.One[string](ctx, w.d.Read(), `SELECT id FROM organisation WHERE code = $1`, code)
	w.ok(err)
	return id
}

// codeOf is the code on the slip of a school, "" where none stands there.
func (w *world) codeOf(v *webtest.Visitor, school string) string {
	w.Helper()
	res := v.Send(http.MethodGet, link.SchoolSlips(school))
	_, rest, _ := strings.Cut(res.Body.String(), `<dd class="code">`)
	code, _, _ := strings.Cut(rest, "<")
	return code
}

// A page of the list ends after fifty schools; the next begins after its last code, whatever
// was added meanwhile, and keeps what was looked for.
func TestListGoesOnWhereItEnded(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		for n := range 60 {
			w.exec(`INSERT INTO organisation (id, parent_id, kind, code, name_kk, name_ru, name_en, address_kk, address_ru, timezone, languages, created_at)
VALUES ($1, 'aksu', 'school', $1, $2, '', '', '', '', 'Asia/Almaty', 'kk', '')`, fmt.Sprintf("t%d", n), "Ұзынағаш ауылының мектебі")
		}
		v := w.Visit("first", i18n.Kazakh)
		first := v.Get(link.Schools(), htmlcheck.Count("tbody tr", 50), htmlcheck.Not("a[href='/schools/aksu']"), htmlcheck.Not("a[href='/schools/o1']"))
		if at := strings.Index(first, ">t9<"); at < 0 || at > strings.Index(first, ">t10<") {
			t.Error("t9 does not stand before t10")
		}
		v.Get(link.With(link.Schools(), "q", "ҰЗЫНАҒАШ", "after", "t48"), htmlcheck.Count("tbody tr", 11), htmlcheck.Has("a[href='/schools?q=%D2%B0%D0%97%D0%AB%D0%9D%D0%90%D2%92%D0%90%D0%A8']"))
		v.Get(link.With(link.Schools(), "q", "ұзынағаш мектебі t17"), htmlcheck.Count("tbody tr", 1), htmlcheck.Has("input[name=q][value='ұзынағаш мектебі t17']"))
		for _, lang := range i18n.Languages {
			w.Visit("second", lang).Get(link.With(link.Schools(), "q", "жоқ мұндай"), htmlcheck.Not("table"), htmlcheck.Has(".empty a[href='/schools']"))
		}
		v.Get(link.With(link.Schools(), "after", "zzz"), htmlcheck.Not("tbody")) // past the end
	})
}

// Nobody but who keeps the schools reads a page of theirs, or presses a button there.
func TestSchoolsAreKeptByAdministratorsOfAnOffice(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		watch := apptest.NewWatch(t, w.d, "session")
		changed := watch.Changed(func() {
			for _, account := range []string{"teacher", "school"} {
				v := w.Visit(account, i18n.English)
				for _, at := range []string{link.Schools(), link.School("s1"), link.SchoolRows(), link.SchoolSlips(""), link.SchoolSlips("s1"), link.SchoolSlipPaper("s1", "pdf")} {
					v.Refuse(http.MethodGet, at, http.StatusForbidden)
				}
				for _, at := range []string{link.SchoolCodes(), link.SchoolCode("s1"), link.NewSchoolCode("s1"), link.ReopenSchool("s1"), link.SchoolRows()} {
					v.Refuse(http.MethodPost, at, http.StatusForbidden, "school", "s1", "parent", "aksu", "pasted", "s9;Школа 9;Ли Анна")
				}
			}
		})
		if len(changed) > 0 {
			t.Errorf("whoever may not changed\n%s", strings.Join(changed, "\n"))
		}
	})
}

// The code of a school is printed as often as somebody asks, stays the same until a new one
// is asked for, and is gone once somebody signed in with it.
func TestCodesOfASchool(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.accounts.KeepCodes(apptest.Keeper(t))
		id := w.added("s3", "Қызылағаш орта мектебі")
		v := w.Visit("first", i18n.English)
		v.Get(link.School(id), htmlcheck.Has("form[action='"+link.SchoolCode(id)+"']"), htmlcheck.Has("form[action='"+link.NewSchoolCode(id)+"']"))
		watch := apptest.NewWatch(t, w.d, "session")
		first := w.codeOf(v, id)
		if changed := watch.Changed(func() { v.Do(link.SchoolCode(id)); v.Do(link.SchoolCodes(), "school", id) }); first == "" || len(changed) > 0 || w.codeOf(v, id) != first {
			t.Errorf("printing %q again changed %q", first, changed)
		}
		for _, lang := range i18n.Languages { // in whichever language somebody prints it, both stand on it
			w.Visit("second", lang).Get(link.SchoolSlips(id), htmlcheck.In(".slip h2", htmlcheck.HasText("Қызылағаш")), htmlcheck.Has(".slip p[lang=kk]"), htmlcheck.Has(".slip p[lang=ru]"), htmlcheck.In(".slip .login", htmlcheck.HasText("s3.admin")))
		}
		if to := v.Do(link.NewSchoolCode(id)); to != link.SchoolSlips(id) || w.codeOf(v, id) == first {
			t.Errorf("the new code leads to %s and is the one before: %v", to, w.codeOf(v, id) == first)
		}
		for format, kind := range map[string]string{"html": "text/html", "pdf": "application/pdf", "docx": "wordprocessingml"} {
			res := v.Send(http.MethodGet, link.SchoolSlipPaper(id, format))
			if res.Code != http.StatusOK || !strings.Contains(res.Header().Get("Content-Type"), kind) {
				t.Errorf("%s: %d, %s", format, res.Code, res.Header().Get("Content-Type"))
			}
			if format == "html" && !strings.Contains(res.Body.String(), w.codeOf(v, id)) {
				t.Error("the paper does not hold the code")
			}
		}
		v.Refuse(http.MethodGet, link.SchoolSlipPaper(id, "exe"), http.StatusNotFound)
		w.exec(`UPDATE account SET code_sealed = '' WHERE school_id = $1`, id) // a code that can be read no more
		v.Get(link.SchoolSlips(id), htmlcheck.Not(".slip .code"), htmlcheck.In(".slip", htmlcheck.HasText("printed elsewhere")))
		w.exec(`UPDATE account SET password_hash = 'x', code_hash = '' WHERE school_id = $1`, id)
		v.Get(link.SchoolSlips(id), htmlcheck.Not(".slip"), htmlcheck.Has(".empty"))
		v.Get(link.School(id), htmlcheck.Not("form[action='"+link.SchoolCode(id)+"']"))
		for _, at := range []string{link.SchoolCode(id), link.NewSchoolCode(id)} {
			v.Refuse(http.MethodPost, at, http.StatusConflict)
		}
	})
}

// Codes for all who wait leave out whoever takes no changes; asked for alone it is said why.
func TestCodesLeaveOutWhatIsHeld(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.accounts.KeepCodes(apptest.Keeper(t))
		open, closed := w.added("s3", "Ашық мектеп"), w.added("s4", "Жабық мектеп")
		w.clock.Set("2026-09-16T09:00") // their first codes open nothing any more
		v := w.Visit("first", i18n.English)
		v.Do(link.CloseSchool(closed), "last_day", "2026-08-31")
		v.Get(link.Schools(), htmlcheck.Has("input[name=school][value='"+open+"']"), htmlcheck.Not("input[name=school][value='"+closed+"']"))
		v.Do(link.SchoolCodes(), "school", open, "school", closed)
		if w.codeOf(v, open) == "" || w.codeOf(v, closed) != "" {
			t.Errorf("codes %q and %q", w.codeOf(v, open), w.codeOf(v, closed))
		}
		v.Refuse(http.MethodPost, link.SchoolCode(closed), http.StatusConflict)
		v.Refuse(http.MethodPost, link.SchoolCodes(), http.StatusNotFound, "school", "o1")
		v.Get(link.SchoolSlips("o1"), htmlcheck.Not(".slip")) // a school of the other district has none here
	})
}

// What stands on the page of a school is what may be done with it.
func TestPageOfASchoolSaysHowItStands(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		v := w.Visit("first", i18n.English)
		v.Get(link.School("s1"), htmlcheck.Has("a[href='/schools/s1/close']"), htmlcheck.Not("form[action='/schools/s1/open']"), htmlcheck.In("dl", htmlcheck.HasText("State open")))
		v.Do(link.CloseSchool("s1"), "last_day", "2026-09-30")
		v.Get(link.School("s1"), htmlcheck.Not("a[href='/schools/s1/close']"), htmlcheck.Has("form[action='/schools/s1/open']"), htmlcheck.Has("a[href='/schools/s1/move']"))
		v.Get(link.Schools(), htmlcheck.In("tbody", htmlcheck.HasText("last day: 30 September 2026")))
		w.clock.Set("2026-10-01T09:00")
		v.Get(link.Schools(), htmlcheck.In("tbody", htmlcheck.HasText("closed, to be read only")))
		v.Do(link.ReopenSchool("s1"))
		w.ok(w.schools.Depart(ctx, who("first"), "s2"))
		v.Get(link.School("s2"), htmlcheck.Not("a[href='/schools/s2/move']"), htmlcheck.Has("a[href='/schools/s2/left']"))
		v.Do(link.SchoolLeft("s2"), "version", "0", "place", "<b>https://s2.kz</b>")
		v.Get(link.School("s2"), htmlcheck.In("main", htmlcheck.HasText("<b>https://s2.kz</b>")), htmlcheck.Not("main section b"))
		v.Get(link.Schools(), htmlcheck.In("tbody", htmlcheck.HasText("moved on 1 October 2026")))
	})
}

// A table of schools is taken whole; else nothing is, each row is said with its reason, and
// what was pasted and chosen stays.
func TestTableOfSchools(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		v := w.Visit("first", i18n.English)
		v.Get(link.SchoolRows(), htmlcheck.Has("textarea[name=pasted]"), htmlcheck.Has("select[name=parent] option[value=aksu][selected]"), htmlcheck.Not("option[value=s1]"))
		watch := apptest.NewWatch(t, w.d, "session")
		changed := watch.Changed(func() {
			for name, c := range map[string]struct{ pasted, says string }{
				"a code that is":     {"s8;Школа 8;Ли Анна\ns1;Школа 1;Ли Анна", "Row 2"},
				"nobody to begin":    {"s8;Школа 8;", "Row 1"},
				"a name that is":     {"s8;Школа 8;Ли Анна\ns9;Школа 8;Ли Анна", "Row 2"},
				"columns that lack":  {"код;название\ns8;Школа 8", "name these columns"},
				"headings alone":     {"код;название;администратор", "no row"},
				"nothing but spaces": {"  \n \n", "file is empty"},
			} {
				v.Wrong(link.SchoolRows(), []string{"parent", "north", "pasted", c.pasted},
					htmlcheck.In("main", htmlcheck.HasText(c.says)), htmlcheck.Has("option[value=north][selected]"), htmlcheck.In("textarea[name=pasted]", htmlcheck.HasText(strings.Join(strings.Fields(c.pasted), " "))))
				if t.Failed() {
					t.Fatalf("with %s", name)
				}
			}
			for _, lang := range i18n.Languages {
				w.Visit("first", lang).Wrong(link.SchoolRows(), []string{"parent", "aksu", "pasted", ""}, htmlcheck.Has("#f-file-fault")) // neither rows nor a file
			}
			v.Refuse(http.MethodPost, link.SchoolRows(), http.StatusNotFound, "parent", "other", "pasted", "s8;Школа 8;Ли Анна")
		})
		if len(changed) > 0 {
			t.Errorf("what was refused changed\n%s", strings.Join(changed, "\n"))
		}
		if to := v.Do(link.SchoolRows(), "parent", "north", "pasted", "s8;Школа 8;Ли Анна Олеговна\ns9;Школа 9;Ким Олег"); to != link.Schools() {
			t.Errorf("leads to %s", to)
		}
		if got := w.sends(v, "parent", "south", "Атауы,Код,Әкімші\n\"Көксу, орта мектебі\",s10,Әбдіқалықова Ұлжан"); got.Code != http.StatusSeeOther {
			t.Fatalf("a file: %d %.600s", got.Code, got.Body)
		}
		under, err := db.One[string](ctx, w.d.Read(), `SELECT parent_id || ' ' || name_kk FROM organisation WHERE code = 's10'`)
		if w.ok(err); under != "south Көксу, орта мектебі" {
			t.Errorf("the school of the file stands under %s", under)
		}
		if got := w.sends(v, "parent", "south", ""); got.Code != http.StatusUnprocessableEntity {
			t.Errorf("an empty file: %d", got.Code)
		}
	})
}

// sends sends the table of schools as a file.
func (w *world) sends(v *webtest.Visitor, field, value, content string) *httptest.ResponseRecorder {
	w.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	w.ok(form.WriteField(field, value))
	file, err := form.CreateFormFile("file", "schools.csv")
	w.ok(err)
	_, err = file.Write([]byte(content))
	w.ok(err)
	w.ok(form.Close())
	r := httptest.NewRequest(http.MethodPost, link.SchoolRows(), &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	return v.Serve(r)
}
