package i18ntest_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"talim/internal/i18n/i18ntest"
)

// right is a small tree without a fault; tests break one file of it.
func right() map[string]string {
	return map[string]string{
		"area/areaweb/messages/kk.json": `{"area.title": "Менің аптам", "area.kind.long": "ұзақ", "area.kind.short": "қысқа",
			"area.visits": {"one": "{{.Count}} қатысу", "other": "{{.Count}} қатысу"}, "journal.area.plan.made": "Жоспар жасалды", "confidence.area.note": "Жазба"}`,
		"area/areaweb/messages/ru.json": `{"area.title": "Моя неделя", "area.kind.long": "долгий", "area.kind.short": "короткий",
			"area.visits": {"one": "{{.Count}} посещение", "few": "{{.Count}} посещения", "many": "{{.Count}} посещений", "other": "{{.Count}} посещения"},
			"journal.area.plan.made": "План составлен", "confidence.area.note": "Заметка"}`,
		"area/areaweb/messages/en.json": `{"area.title": "My week", "area.kind.long": "long", "area.kind.short": "short",
			"area.visits": {"one": "{{.Count}} visit", "other": "{{.Count}} visits"}, "journal.area.plan.made": "Plan made", "confidence.area.note": "Note"}`,
		"area/area.go": `package area
			const Made journal.Event = "area.plan.made"
			var noteRule = access.Rule{Kind: "area.note", Read: nil}
			var MayEdit = access.Permission{Name: "area.plan.edit"}
			var file = "area.json"
			const BookingKind, TargetPlan, jobTidy = "area.visit", "area.plan", "area.tidy"
			func visits(n int) fault.Message { return fault.Say("area.visits", "Count", n) }`,
		"area/areaweb/page.templ": `package areaweb
			templ page(k string) { <h1>{ i18n.T(ctx, "area.title") }</h1> <p>{ i18n.T(ctx, "area.kind."+k) }</p> }`,
		"area/areaweb/page_templ.go": `package areaweb; const old = "area.gone.key"`,
		"area/area_test.go":          `package area; const test = "area.test.key"`,
		"area/testdata/bad.go":       `this is not Go`,
	}
}

func tree(files map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

func check(t *testing.T, files map[string]string, allow map[string]string) []string {
	t.Helper()
	faults, err := i18ntest.Check(tree(files), allow)
	if err != nil {
		t.Fatal(err)
	}
	return faults
}

func TestRightTreeHasNoFaults(t *testing.T) {
	if faults := check(t, right(), nil); len(faults) != 0 {
		t.Errorf("faults:\n%s", strings.Join(faults, "\n"))
	}
}

func TestFindsFaults(t *testing.T) {
	const kk, ru, en, code, page = "area/areaweb/messages/kk.json", "area/areaweb/messages/ru.json",
		"area/areaweb/messages/en.json", "area/area.go", "area/areaweb/page.templ"
	tests := []struct{ name, file, old, new, want string }{
		{"a key left out", en, `"area.title": "My week", `, ``, "area.title is not in en.json"},
		{"a key twice", kk, `"area.kind.long"`, `"area.title": "Аптам", "area.kind.long"`, "kk.json: area.title stands twice"},
		{"a key of another shape", kk, `"area.title"`, `"Area Title"`, "is not of the shape"},
		{"a form too few", ru, `"few": "{{.Count}} посещения", `, ``, "must have the forms few, many, one, other in ru"},
		{"a form too many", kk, `"other"`, `"few": "{{.Count}} қатысу", "other"`, "must have the forms one, other in kk"},
		{"a plural in two languages only", en, `{"one": "{{.Count}} visit", "other": "{{.Count}} visits"}`, `"{{.Count}} visits"`, "is a plural in one of kk and en only"},
		{"a placeholder left out", ru, `"Моя неделя"`, `"Неделя {{.Week}}"`, "has the placeholders [] in kk and [Week] in ru"},
		{"a broken placeholder", kk, `"Менің аптам"`, `"Апта {{Week}}"`, "has a broken placeholder in kk"},
		{"an empty text", en, `"My week"`, `" "`, "area.title is empty in en"},
		{"a text that is its key", en, `"My week"`, `"area.title"`, "says its own key in en"},
		{"a space at the end", en, `"My week"`, `"My week "`, "begins or ends with a space"},
		{"two spaces", en, `"My week"`, `"My  week"`, "two spaces"},
		{"a Latin i in Kazakh", kk, `"Менің аптам"`, `"Менiң аптам"`, `mixes alphabets in the word "Менiң"`},
		{"a lone Latin letter", ru, `"Моя неделя"`, `"Неделя c понедельника"`, `lone Latin letter "c"`},
		{"Cyrillic in English", en, `"My week"`, `"My апта"`, `Cyrillic word "апта"`},
		{"Kazakh in Russian", ru, `"Моя неделя"`, `"Моя қысқа неделя"`, `Kazakh word "қысқа"`},
		{"an ending on a placeholder", kk, `{"one": "{{.Count}} қатысу"`, `{"one": "{{.Count}}ге қатысу"`, `puts an ending on a placeholder, "}}ге"`},
		{"a small letter in the address", ru, `"Моя неделя"`, `"Это ваша неделя"`, `writes the formal address "ваша" with a small letter in ru`},
		{"an informal address", kk, `"Менің аптам"`, `"Сенің аптаң"`, `addresses the reader informally, "Сенің"`},
		{"a word twice", en, `"My week"`, `"My week week"`, `says "week" twice`},
		{"a word of another glossary", ru, `"Моя неделя"`, `"Неделя менторов"`, `says "менторов" where the glossary says "наставник"`},
		{"not translated", kk, `"Менің аптам"`, `"План на неделю"`, "area.title"},
		{"a language without a file", "", ru, "", "ru.json is not there"},
		{"a key that is nowhere", page, `"area.title"`, `"area.titel"`, "area.titel is in no catalogue"},
		{"a key that is unused", page, `i18n.T(ctx, "area.title")`, `"x"`, "area.title is used nowhere"},
		{"a key of an unknown area", page, `"area.title"`, `"other.title"`, "other.title is in no catalogue"},
		{"a key in Go", code, `"area.visits"`, `"area.visit"`, "area/area.go: area.visit is in no catalogue"},
		{"a beginning that is nowhere", page, `"area.kind."`, `"area.sort."`, "begins with area.sort."},
		{"a kind of record without a name", code, `"area.note"`, `"area.notice"`, "confidence.area.notice is in no catalogue"},
		{"an event without a message", code, `"area.plan.made"`, `"area.plan.ended"`, "journal.area.plan.ended is in no catalogue"},
		{"an event made by conversion", code, `const Made journal.Event = "area.plan.made"`, `var Made = journal.Event("area.plan.ended")`, "journal.area.plan.ended is in no catalogue"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files := right()
			if tt.file == "" {
				delete(files, tt.old)
			} else {
				changed := strings.Replace(files[tt.file], tt.old, tt.new, 1)
				if changed == files[tt.file] {
					t.Fatalf("%q does not stand in %s", tt.old, tt.file)
				}
				files[tt.file] = changed
			}
			if tt.name == "not translated" {
				files[ru] = strings.Replace(files[ru], `"Моя неделя"`, `"План на неделю"`, 1)
				tt.want = "area.title is not translated"
			}
			faults := check(t, files, nil)
			if !slices.ContainsFunc(faults, func(f string) bool { return strings.Contains(f, tt.want) }) {
				t.Errorf("want %q among:\n%s", tt.want, strings.Join(faults, "\n"))
			}
		})
	}
}

func TestAllowSparesWhatIsRightForAReason(t *testing.T) {
	files := right()
	files["area/areaweb/messages/en.json"] = strings.Replace(files["area/areaweb/messages/en.json"], "My week", "Meniñ апта", 1)
	files["area/area.go"] += "\nvar job = \"area.nightly\""
	allow := map[string]string{"area.title": "the name of a thing", "area.nightly": "the name of a job"}
	if faults := check(t, files, allow); len(faults) != 0 {
		t.Errorf("faults:\n%s", strings.Join(faults, "\n"))
	}
}

func TestKeyInTwoCatalogues(t *testing.T) {
	files := right()
	for _, lang := range []string{"kk", "ru", "en"} {
		files["other/messages/"+lang+".json"] = `{"area.title": "2013"}`
	}
	faults := check(t, files, nil)
	if !slices.ContainsFunc(faults, func(f string) bool { return strings.Contains(f, "area.title stands also in") }) {
		t.Errorf("faults:\n%s", strings.Join(faults, "\n"))
	}
}

func TestBrokenFilesAreErrors(t *testing.T) {
	for name, file := range map[string]string{"json": "area/areaweb/messages/kk.json", "go": "area/area.go"} {
		files := right()
		files[file] = "{ nonsense"
		if _, err := i18ntest.Check(tree(files), nil); err == nil {
			t.Errorf("a broken %s file passes", name)
		}
	}
}

// Two people at once are addressed with a small letter.
func TestAddressToTwoPeople(t *testing.T) {
	files := right()
	ru := "area/areaweb/messages/ru.json"
	files[ru] = strings.Replace(files[ru], "Моя неделя", "Неделя, которую видите вы оба", 1)
	if faults := check(t, files, nil); len(faults) != 0 {
		t.Errorf("faults:\n%s", strings.Join(faults, "\n"))
	}
}
