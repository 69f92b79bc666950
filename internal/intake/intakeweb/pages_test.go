package intakeweb_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/casestudy"
	"talim/internal/db"
	"talim/internal/document"
	"talim/internal/i18n"
	"talim/internal/intake"
	"talim/internal/intake/intakeweb"
	"talim/internal/people"
	"talim/internal/people/peopleweb"
	"talim/internal/schooltest"
	"talim/internal/timetable"
	"talim/internal/timetable/timetableweb"
	"talim/internal/web/htmlcheck"
	"talim/internal/web/link"
	"talim/internal/web/webtest"
)

const school = schooltest.ID

type world struct {
	*schooltest.School
	*webtest.Site
	people *people.Service
	table  *timetable.Service
	intake *intake.Service
}

// who knows two people: "admin" keeps the school, anybody else teaches.
func who(account string) access.Actor {
	actor := access.Actor{Account: account, School: school, Name: account, Roles: []access.Role{access.Teacher}}
	if account == "admin" {
		actor.Roles = []access.Role{access.Administrator}
	}
	return actor
}

func newWorld(t *testing.T) *world {
	t.Helper()
	d := apptest.Database(t)
	auyl := schooltest.New(t, d, "2013-09-02T09:00")
	clock := auyl.Clock
	w := &world{School: auyl, people: people.New(d, clock.Now), table: timetable.New(d, clock.Now)}
	w.intake = intake.New(d, clock.Now, w.people, w.table)
	w.Site = webtest.New(t, webtest.Config{
		DB: d, Who: who, Wall: clock.Now, Routes: intakeweb.New(d, w.intake).Routes(),
		Messages: []fs.FS{intakeweb.Messages(), timetableweb.Messages(), peopleweb.Messages(), document.Messages()},
	})
	t.Cleanup(func() {
		for _, key := range w.Bundle.Lacking() {
			t.Errorf("message lacking: %s", key)
		}
	})
	return w
}

type visitor struct {
	*world
	*webtest.Visitor
}

type answer struct {
	status   int
	body, to string
	queries  int
}

func (w *world) as(account string, lang i18n.Language) visitor {
	w.T.Helper()
	return visitor{w, w.Visit(account, lang)}
}

func (v visitor) read(res *httptest.ResponseRecorder) answer {
	queries, _ := strconv.Atoi(res.Header().Get("X-Talim-Queries"))
	return answer{res.Code, res.Body.String(), res.Header().Get("Location"), queries}
}

func (v visitor) get(address string) answer { return v.read(v.Send(http.MethodGet, address)) }

func (v visitor) post(address string, pairs ...string) answer {
	return v.read(v.Send(http.MethodPost, address, pairs...))
}

// upload sends a file to the form of its kind.
func (v visitor) upload(kind intake.Kind, name string, content []byte) answer {
	v.T.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", name)
	v.OK(err)
	_, err = part.Write(content)
	v.OK(errors.Join(err, form.Close()))
	r := httptest.NewRequest(http.MethodPost, link.NewImport(string(kind)), &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	return v.read(v.Serve(r))
}

// begin uploads a file and goes past its columns as they are recognised.
func (v visitor) begin(kind intake.Kind, name string, content []byte) answer {
	v.T.Helper()
	begun := v.upload(kind, name, content)
	begun.to = strings.TrimSuffix(begun.to, "/columns")
	return begun
}

func (w *world) file(name string) []byte {
	w.T.Helper()
	content, err := casestudy.File(name)
	w.OK(err)
	return content
}

// confirm presses the one button of a preview.
func (v visitor) confirm(address string) answer {
	v.T.Helper()
	page := v.get(address)
	return v.post(address, "expect", htmlcheck.Attr(page.body, "input[name=expect]", "value"), "missing", "leave")
}

func TestASchoolBringsItsFilesIn(t *testing.T) {
	for _, lang := range i18n.Languages {
		w := newWorld(t)
		v := w.as("admin", lang)
		for kind, name := range map[intake.Kind]string{intake.Staff: "staff_auyl_all.csv"} {
			v.bringIn(kind, name, 43)
		}
		v.bringIn(intake.Timetable, "timetable_auyl_kk.csv", 409)
		again := v.begin(intake.Timetable, "again.csv", w.file("timetable_auyl_kk.csv"))
		page := v.get(again.to)
		htmlcheck.Page(t, page.body, htmlcheck.Not("input[name=expect]"), htmlcheck.Has("p.note"))
		if list := v.get(link.Imports()); strings.Count(list.body, "<tr>") != 4 || list.queries > 4 {
			t.Errorf("%d rows, %d queries", strings.Count(list.body, "<tr>"), list.queries)
		}
	}
}

func (v visitor) bringIn(kind intake.Kind, name string, want int) {
	v.T.Helper()
	begun := v.begin(kind, name, v.file(name))
	if begun.status != http.StatusSeeOther {
		v.T.Fatalf("%s: %d %s", name, begun.status, begun.body)
	}
	page := v.get(begun.to)
	if page.queries > 3 { // the subjects that unknown words may mean are one
		v.T.Errorf("the preview asks %d queries", page.queries)
	}
	htmlcheck.Page(v.T, page.body, htmlcheck.In("main", htmlcheck.HasText(strconv.Itoa(want))), htmlcheck.Has("input[name=expect]"), htmlcheck.Count("button.primary", 1))
	if done := v.confirm(begun.to); done.status != http.StatusSeeOther || done.to != begun.to {
		v.T.Fatalf("%s confirmed: %d to %s", name, done.status, done.to)
	}
	ended := v.get(begun.to)
	htmlcheck.Page(v.T, ended.body, htmlcheck.Not("input[name=expect]"), htmlcheck.In("main", htmlcheck.HasText(strconv.Itoa(want))))
	if second := v.post(begun.to, "expect", ""); second.status != http.StatusSeeOther {
		v.T.Errorf("a second click: %d", second.status)
	}
}

func TestRefusedRowsAreTakenHome(t *testing.T) {
	w := newWorld(t)
	v := w.as("admin", i18n.Kazakh)
	begun := v.begin(intake.Timetable, "t.csv", w.file("timetable_auyl.csv")) // nobody is in the school yet
	page := v.get(begun.to)
	htmlcheck.Page(t, page.body, htmlcheck.In("main", htmlcheck.HasText("409"), htmlcheck.HasText("мектеп тізімінде жоқ")), htmlcheck.Not("input[name=expect]"))
	csv := v.get(link.Refused(begun.to[len("/import/runs/"):], "csv"))
	if lines := strings.Count(csv.body, "\n"); lines != 410 || !strings.Contains(csv.body, "«DD-A2» деген мұғалім") || !strings.HasPrefix(csv.body, "\xEF\xBB\xBF") {
		t.Errorf("%d lines: %.300s", lines, csv.body)
	}
	if sheet := v.get(link.Refused(begun.to[len("/import/runs/"):], "xlsx")); !strings.HasPrefix(sheet.body, "PK") {
		t.Error("the sheet is none")
	}
	if none := v.get(link.Refused(begun.to[len("/import/runs/"):], "exe")); none.status != http.StatusNotFound {
		t.Errorf("an odd format: %d", none.status)
	}
}

func TestColumnsThatWereNotRecognised(t *testing.T) {
	w := newWorld(t)
	v := w.as("admin", i18n.English)
	begun := v.upload(intake.Timetable, "t.csv", []byte("who,where,what,when,at,till\nT-1,5А,Физика,пн,08:30,09:15\n"))
	if !strings.HasSuffix(begun.to, "/columns") {
		t.Fatalf("to %s", begun.to)
	}
	page := v.get(begun.to)
	htmlcheck.Page(t, page.body, htmlcheck.Count("select[name^=take_]", 6), htmlcheck.Has("input[name=header][value='0'][checked]"),
		htmlcheck.In("p.note.wait", htmlcheck.HasText("Teacher (such as")), htmlcheck.In("main", htmlcheck.HasText("T-1")))
	wrong := v.post(begun.to, "version", "1", "starts", "someday", "take_0", "teacher", "take_1", "teacher")
	if wrong.status != http.StatusUnprocessableEntity {
		t.Errorf("status %d", wrong.status)
	}
	htmlcheck.Page(t, wrong.body, htmlcheck.Has("input[name=starts][aria-invalid=true]"), htmlcheck.Has("select[name=take_1][aria-invalid=true]"),
		htmlcheck.Not("select[name=take_0][aria-invalid=true]"), htmlcheck.In("div.summary", htmlcheck.HasText("Subject (such as")), htmlcheck.Has("input[name=starts][value=someday]"))
	right := v.post(begun.to, "version", "1", "starts", "2013-09-02", "take_0", "teacher", "take_1", "class", "take_2", "subject", "take_3", "day", "take_4", "start", "take_5", "end")
	if right.status != http.StatusSeeOther {
		t.Fatalf("status %d", right.status)
	}
	htmlcheck.Page(t, v.get(right.to).body, htmlcheck.In("main", htmlcheck.HasText("There is no teacher “T-1”")))
	if next := v.upload(intake.Timetable, "t.csv", []byte("who,where,what,when,at,till\nT-2,5А,Физика,пн,08:30,09:15\n")); strings.HasSuffix(next.to, "/columns") {
		t.Error("the columns are not remembered")
	}
}

func TestFilesThatCannotBeRead(t *testing.T) {
	w := newWorld(t)
	v := w.as("admin", i18n.Russian)
	for name, content := range map[string][]byte{
		"пуст":                {},
		"не таблица":          []byte("\x89PNG\r\n\x1a\n"),
		"только заголовок":    []byte("учитель,класс\n"),
		"старого Excel":       []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
		"слишком большой":     bytes.Repeat([]byte("a,b\n"), 6<<20),
		"слишком много строк": bytes.Repeat([]byte("a,b\n"), 100_002),
	} {
		a := v.upload(intake.Staff, "f", content)
		if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, name) {
			t.Errorf("%s: %d %.200s", name, a.status, htmlcheck.Attr(a.body, "p.fault", "id"))
		}
	}
	if a := v.post(link.NewImport("staff")); a.status != http.StatusUnprocessableEntity {
		t.Errorf("no file: %d", a.status)
	}
	if a := v.get(link.NewImport("pupils")); a.status != http.StatusNotFound {
		t.Errorf("an unknown kind: %d", a.status)
	}
	if a := v.get(link.Import("none")); a.status != http.StatusNotFound {
		t.Errorf("an unknown import: %d", a.status)
	}
}

func TestWhatChangedMeanwhileIsShownAgain(t *testing.T) {
	w := newWorld(t)
	v := w.as("admin", i18n.English)
	begun := v.begin(intake.Staff, "s.csv", []byte("code,position\nT-1,Teacher\n"))
	page := v.get(begun.to)
	expect := htmlcheck.Attr(page.body, "input[name=expect]", "value")
	other := v.begin(intake.Staff, "s.csv", []byte("code,position\nT-1,Teacher\n"))
	v.confirm(other.to)
	if a := v.post(begun.to, "expect", expect, "missing", "leave"); a.status != http.StatusSeeOther || a.to != begun.to {
		t.Errorf("%d to %s", a.status, a.to)
	}
	if dropped := v.post(begun.to + "/drop"); dropped.to != link.Imports() {
		t.Errorf("dropped: %d to %s", dropped.status, dropped.to)
	}
	htmlcheck.Page(t, v.get(begun.to).body, htmlcheck.In("h1", htmlcheck.HasText("was not imported")))
}

func TestMissingAreEndedOnlyWhenChosen(t *testing.T) {
	w := newWorld(t)
	v := w.as("admin", i18n.English)
	first := v.begin(intake.Staff, "s.csv", []byte("code,position\nT-1,Teacher\nT-2,Teacher\n"))
	v.confirm(first.to)
	begun := v.begin(intake.Staff, "s.csv", []byte("code,position\nT-1,Teacher\n"))
	v.post(begun.to+"/columns", "version", "1", "starts", "2013-10-01", "take_0", "code", "take_1", "position")
	page := v.get(begun.to)
	htmlcheck.Page(t, page.body, htmlcheck.Has("input[name=missing][value=leave][checked]"), htmlcheck.Not("input[name=expect]"))
	if a := v.post(begun.to+"/missing", "missing", "end"); a.to != begun.to {
		t.Fatalf("%d to %s", a.status, a.to)
	}
	ending := v.get(begun.to)
	htmlcheck.Page(t, ending.body, htmlcheck.Has("input[name=expect]"), htmlcheck.Has("input[type=hidden][name=missing][value=end]"))
}

func TestOnlyThoseWhoKeepTheSchoolImport(t *testing.T) {
	w := newWorld(t)
	v := w.as("teacher", i18n.Kazakh)
	for _, address := range []string{link.Imports(), link.NewImport("staff"), link.Import("x"), link.ImportColumns("x"), link.Refused("x", "csv")} {
		if a := v.get(address); a.status != http.StatusForbidden {
			t.Errorf("%s: %d", address, a.status)
		}
	}
	if a := v.upload(intake.Staff, "s.csv", []byte("code\nT-1\n")); a.status != http.StatusForbidden {
		t.Errorf("uploaded: %d", a.status)
	}
	for _, address := range []string{link.Import("x"), link.DropImport("x"), link.ImportColumns("x"), link.ImportMissing("x")} {
		if a := v.post(address); a.status != http.StatusForbidden {
			t.Errorf("%s: %d", address, a.status)
		}
	}
}

// workbook has a cover, a list under headings that nobody knows, and one under headings
// that are known.
func workbook(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	err := document.Sheet(&out, document.Spreadsheet{Sheets: []document.Grid{
		{Name: "Титул", Head: []string{"Школа"}, Rows: [][]any{{"2013"}}},
		{Name: "Педагоги", Head: []string{"Список"}, Rows: [][]any{{"Кто это", "Кем работает", "Примечание"}, {"Омарова Әсел", "учитель", "x"}, {"Ким Вера", "завуч", "y"}}},
		{Name: "Другие", Head: []string{"ФИО", "Должность"}, Rows: [][]any{{"Ли Анна", "директор"}}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// What was found is shown after the upload, and can be corrected without a new one.
func TestPlaceAndColumnsAreChosen(t *testing.T) {
	for _, lang := range i18n.Languages {
		w := newWorld(t)
		v := w.as("admin", lang)
		book := workbook(t)
		begun := v.upload(intake.Staff, "s.xlsx", book)
		if !strings.HasSuffix(begun.to, "/columns") {
			t.Fatalf("to %s", begun.to)
		}
		htmlcheck.Page(t, v.get(begun.to).body, htmlcheck.Has("select[name=sheet] option[value='2'][selected]"), htmlcheck.Has("select[name=take_1] option[value=position][selected]"))
		turned := v.post(begun.to, "version", "1", "starts", "2013-09-02", "do", "again", "sheet", "1", "header", "0", "take_0", "full_name")
		if turned.status != http.StatusSeeOther || turned.to != begun.to {
			t.Fatalf("turned: %d to %s", turned.status, turned.to)
		}
		page := v.get(begun.to)
		htmlcheck.Page(t, page.body, htmlcheck.Has("select[name=sheet] option[value='1'][selected]"), htmlcheck.Has("input[name=header][value='1'][checked]"),
			htmlcheck.Has("select[name=take_0] option[value='-'][selected]"), htmlcheck.Has("p.note.wait"), htmlcheck.In("main", htmlcheck.HasText("учитель · завуч")))
		seen := v.post(begun.to, "version", "2", "starts", "2013-09-02", "sheet", "1", "header", "1", "take_0", "full_name", "take_1", "position", "take_2", "-")
		if seen.status != http.StatusSeeOther || strings.HasSuffix(seen.to, "/columns") {
			t.Fatalf("seen: %d to %s", seen.status, seen.to)
		}
		htmlcheck.Page(t, v.get(seen.to).body, htmlcheck.In("main", htmlcheck.HasText("Омарова Әсел"), htmlcheck.HasText("Примечание")))
		if again := v.upload(intake.Staff, "s.xlsx", book); again.to == "" || strings.HasSuffix(again.to, "/columns") {
			t.Errorf("what was chosen is not remembered: to %s", again.to)
		}
	}
}

// Two people at one import: who saves later sees what the other saved beside what was typed.
func TestColumnsShowTheOthersChange(t *testing.T) {
	w := newWorld(t)
	v := w.as("admin", i18n.English)
	begun := v.upload(intake.Timetable, "t.csv", []byte("who,where,what,when,at,till\nT-1,5А,Физика,пн,08:30,09:15\n"))
	page := v.get(begun.to)
	made := []string{"version", htmlcheck.Attr(page.body, "input[name=version]", "value"), "was", htmlcheck.Attr(page.body, "input[name=was]", "value")}
	columns := []string{"take_0", "teacher", "take_1", "class", "take_2", "subject", "take_3", "day", "take_4", "start"}
	first := v.post(begun.to, append(append([]string{"starts", "2013-10-01"}, columns...), made...)...)
	if first.status != http.StatusSeeOther {
		t.Fatalf("the first: %d", first.status)
	}
	second := v.post(begun.to, append(append([]string{"starts", "2013-11-01"}, columns...), made...)...)
	if second.status != http.StatusConflict {
		t.Fatalf("the second: %d", second.status)
	}
	htmlcheck.Page(t, second.body, htmlcheck.Has("input[name=starts][value='2013-11-01']"), htmlcheck.Has("input[name=version][value='2']"),
		htmlcheck.In("main", htmlcheck.HasText("1 October 2013")))
	if stale := v.post(begun.to, append([]string{"starts", "2013-12-01"}, columns...)...); stale.status != http.StatusConflict {
		t.Errorf("a form that says nothing of its version: %d", stale.status)
	}
	again := v.post(begun.to, append([]string{"starts", "2013-11-01", "version", "2"}, columns...)...)
	if again.status != http.StatusSeeOther {
		t.Errorf("sent again: %d", again.status)
	}
}

// A confirmation that was made from no preview brings in nothing.
func TestConfirmNeedsAPreview(t *testing.T) {
	w := newWorld(t)
	v := w.as("admin", i18n.English)
	begun := v.begin(intake.Staff, "s.csv", []byte("code,position\nT-1,Teacher\n"))
	if a := v.post(begun.to, "missing", "leave"); a.status != http.StatusSeeOther || a.to != begun.to {
		t.Errorf("%d to %s", a.status, a.to)
	}
	htmlcheck.Page(t, v.get(begun.to).body, htmlcheck.Has("input[name=expect]"))
}

// Somebody else at work: the form is shown again with what was chosen.
func TestBusyShowsTheFormAgain(t *testing.T) {
	w := newWorld(t)
	w.intake.Patience = 0
	v := w.as("admin", i18n.English)
	first := v.begin(intake.Staff, "s.csv", []byte("code,position\nT-1,Teacher\nT-2,Teacher\n"))
	v.confirm(first.to)
	begun := v.begin(intake.Staff, "s.csv", []byte("code,position\nT-1,Teacher\n"))
	w.OK(w.D.Tx(t.Context(), func(ctx context.Context, tx db.Conn) error {
		_, err := db.Exec(ctx, tx, `INSERT INTO import_desk (school_id, holder, staff_id, begun_at, held_until)
VALUES ($1, 'x', 'somebody', '2013-09-02T00:00:00.000Z', '2013-09-03T00:00:00.000Z')`, school)
		return err
	}))
	for name, a := range map[string]answer{
		"upload": v.begin(intake.Staff, "s.csv", []byte("code\nT-1\n")), "choice": v.post(begun.to+"/missing", "missing", "end"),
		"columns": v.post(begun.to+"/columns", "version", "1", "starts", "2013-10-01", "take_0", "code"), "apply": v.post(begun.to, "expect", "x", "missing", "end"),
	} {
		if a.status != http.StatusConflict || !strings.Contains(a.body, "importing a file of this school") {
			t.Errorf("%s: %d %.200s", name, a.status, htmlcheck.Attr(a.body, "h1", "class"))
		}
		if name == "choice" {
			htmlcheck.Page(t, a.body, htmlcheck.Has("input[name=missing][value=end][checked]"))
		}
		if name == "columns" {
			htmlcheck.Page(t, a.body, htmlcheck.Has("input[name=starts][value='2013-10-01']"))
		}
	}
}

// Words that nobody understood are asked about open, and what was answered can be seen
// and ended.
func TestUnknownWordsAreAskedAbout(t *testing.T) {
	for _, lang := range i18n.Languages {
		w := newWorld(t)
		v := w.as("admin", lang)
		begun := v.begin(intake.Staff, "s.csv", []byte("code,position,subjects,category\nT-1,Физрук,Робото,пед-мод\n"))
		page := v.get(begun.to)
		htmlcheck.Page(t, page.body, htmlcheck.Count("select[name^=word_]", 3), htmlcheck.Has("select[name=word_0] option[value='+'][selected]"),
			htmlcheck.In("p.note.wait", htmlcheck.HasText("3")))
		answered := v.post(begun.to+"/words", "word_0_kind", "post", "word_0_text", "Физрук", "word_0", "teacher", "word_1_kind", "category", "word_1_text", "пед-мод", "word_1", "-", "word_2", "")
		if answered.status != http.StatusSeeOther || answered.to != begun.to {
			t.Fatalf("answered: %d to %s", answered.status, answered.to)
		}
		htmlcheck.Page(t, v.get(begun.to).body, htmlcheck.Count("select[name^=word_]", 1))
		list := v.get(link.ImportWords())
		htmlcheck.Page(t, list.body, htmlcheck.In("tbody", htmlcheck.HasText("Физрук"), htmlcheck.HasText("пед-мод")), htmlcheck.Count("input[name=key]", 2))
		if list.queries > 3 {
			t.Errorf("the list of words asks %d queries", list.queries)
		}
		if wrong := v.post(begun.to+"/words", "word_0_kind", "post", "word_0_text", "Физрук", "word_0", "administrator"); wrong.status != http.StatusConflict {
			t.Errorf("no meaning: %d", wrong.status)
		}
		v.post(link.EndImportWord(), "kind", "post", "key", htmlcheck.Attr(list.body, "input[name=key]", "value"))
		v.post(link.EndImportWord(), "kind", "category", "key", htmlcheck.Attr(list.body, "input[name=key]", "value"))
		htmlcheck.Page(t, v.get(link.ImportWords()).body, htmlcheck.Count("input[name=key]", 1))
	}
}

// A timetable is looked at as a week, by class; what is not taken is marked there.
func TestATimetableIsShownAsAWeek(t *testing.T) {
	w := newWorld(t)
	v := w.as("admin", i18n.English)
	v.confirm(v.begin(intake.Staff, "s.csv", []byte("code,position\nT-1,Teacher\nT-2,Teacher\n")).to)
	begun := v.begin(intake.Timetable, "t.csv", []byte("teacher,class,subject,day,lesson,start,end\nT-1,6А,Physics,mon,1,08:30,09:15\nT-1,5А,Physics,sat,2,09:25,10:10\nT-9,5А,Art,tue,1,08:30,09:15\n"))
	page := v.get(begun.to)
	htmlcheck.Page(t, page.body, htmlcheck.Has("select[name=class] option[value='5А'][selected]"), htmlcheck.Count("section.day", 6), htmlcheck.Count("li.item", 2),
		htmlcheck.In("li.item.visit", htmlcheck.HasText("Art"), htmlcheck.HasText("T-9")), htmlcheck.Count("ul.slot.r2 li.item", 1))
	htmlcheck.Page(t, v.get(link.With(begun.to, "class", "6А")).body, htmlcheck.Has("select[name=class] option[value='6А'][selected]"), htmlcheck.Count("li.item", 1))
	htmlcheck.Page(t, v.get(link.With(begun.to, "class", "<b>")).body, htmlcheck.Has("select[name=class] option[value='5А'][selected]"))
}

// Columns may be chosen for each field instead: then they count, also where nothing says
// from which version of the import they were chosen.
func TestColumnsByField(t *testing.T) {
	w := newWorld(t)
	v := w.as("admin", i18n.English)
	begun := v.upload(intake.Staff, "s.csv", []byte("code,what,position\nT-1,Иванова,Teacher\nT-2,Петрова,Teacher\n"))
	page := v.get(begun.to)
	htmlcheck.Page(t, page.body, htmlcheck.Has("select[name=column_family_name] option[value='1']"), htmlcheck.Has("select[name=column_code] option[value=''][selected]"))
	if twice := v.post(begun.to, "starts", "2013-10-01", "column_code", "1", "column_family_name", "1"); twice.status != http.StatusUnprocessableEntity {
		t.Errorf("one column for two fields: %d", twice.status)
	}
	if next := v.post(begun.to, "starts", "2013-10-01", "column_code", "0", "column_family_name", "1"); next.status != http.StatusSeeOther {
		t.Fatalf("%d\n%s", next.status, next.body)
	}
	htmlcheck.Page(t, v.get(begun.to).body, htmlcheck.Has("select[name=take_1] option[value=family_name][selected]"), htmlcheck.Has("select[name=take_2] option[value='-'][selected]"))
}
