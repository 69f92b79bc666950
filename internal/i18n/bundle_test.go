package i18n_test

import (
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/i18n"
)

// pairs is a catalogue of an invented area.
func catalogue(kk, ru, en string) fs.FS {
	return fstest.MapFS{
		"kk.json": {Data: []byte(kk)},
		"ru.json": {Data: []byte(ru)},
		"en.json": {Data: []byte(en)},
	}
}

func sample() fs.FS {
	return catalogue(
		`{"test.title": "Менің аптам", "test.hello": "Сәлеметсіз бе, {{.Name}}!",
		  "test.visits": {"one": "{{.Count}} сабаққа қатысу", "other": "{{.Count}} сабаққа қатысу"},
		  "test.when": "{{.Day}}, {{.Room}}-кабинет, {{.Load}} сағат", "test.nested": "{{.What}}."}`,
		`{"test.title": "Моя неделя", "test.hello": "Здравствуйте, {{.Name}}!",
		  "test.visits": {"one": "{{.Count}} посещение", "few": "{{.Count}} посещения", "many": "{{.Count}} посещений", "other": "{{.Count}} посещения"},
		  "test.when": "{{.Day}}, кабинет {{.Room}}, {{.Load}} часа", "test.nested": "{{.What}}."}`,
		`{"test.title": "My week", "test.hello": "Hello, {{ .Name }}!",
		  "test.visits": {"one": "{{.Count}} visit", "other": "{{.Count}} visits"},
		  "test.when": "{{.Day}}, room {{.Room}}, {{.Load}} hours", "test.nested": "{{.What}}."}`)
}

func bundle(t testing.TB) *i18n.Bundle {
	t.Helper()
	b, err := i18n.NewBundle(sample())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// in is a context in the language.
func in(t testing.TB, lang i18n.Language) context.Context {
	return i18n.With(t.Context(), bundle(t).Locale(lang))
}

func TestT(t *testing.T) {
	tests := []struct {
		lang i18n.Language
		key  string
		args []any
		want string
	}{
		{i18n.Kazakh, "test.title", nil, "Менің аптам"},
		{i18n.Russian, "test.title", nil, "Моя неделя"},
		{i18n.English, "test.title", []any{"Count", 3}, "My week"},
		{i18n.English, "test.hello", []any{"Name", "T-A2"}, "Hello, T-A2!"},
		{i18n.Kazakh, "test.hello", []any{"Name", "<b>"}, "Сәлеметсіз бе, <b>!"},
		{i18n.Russian, "test.visits", []any{"Count", 1}, "1 посещение"},
		{i18n.Russian, "test.visits", []any{"Count", 2}, "2 посещения"},
		{i18n.Russian, "test.visits", []any{"Count", 5}, "5 посещений"},
		{i18n.Russian, "test.visits", []any{"Count", 11}, "11 посещений"},
		{i18n.Russian, "test.visits", []any{"Count", 21}, "21 посещение"},
		{i18n.Russian, "test.visits", []any{"Count", 112}, "112 посещений"},
		{i18n.Russian, "test.visits", []any{"Count", 1.5}, "1,5 посещения"},
		{i18n.Russian, "test.visits", []any{"Count", int64(4)}, "4 посещения"},
		{i18n.Russian, "test.visits", []any{"Count", 12345}, "12\u202f345 посещений"},
		{i18n.English, "test.visits", []any{"Count", 0}, "0 visits"},
		{i18n.English, "test.visits", []any{"Count", 1}, "1 visit"},
		{i18n.Kazakh, "test.visits", []any{"Count", 7}, "7 сабаққа қатысу"},
		{i18n.Kazakh, "test.when", []any{"Day", calendar.Date("2013-09-02"), "Room", 23, "Load", 13.5}, "2 қыркүйек 2013 ж., 23-кабинет, 13,5 сағат"},
		{i18n.English, "test.when", []any{"Day", calendar.Monday, "Room", 2013, "Load", 13.5}, "Monday, room 2013, 13.5 hours"},
		{i18n.English, "test.nested", []any{"What", []string{"kk", "ru"}}, "kk, ru."},
		{i18n.Russian, "test.nested", []any{"What", fault.Say("test.visits", "Count", 2)}, "2 посещения."},
		{i18n.Russian, "test.nested", []any{"What", i18n.Text{KK: "Физика пәні", RU: "Физика"}}, "Физика."},
		{i18n.English, "test.nested", []any{"What", calendar.From("2013-09-01")}, "since 1 September 2013."},
	}
	b := bundle(t)
	for _, tt := range tests {
		ctx := i18n.With(t.Context(), b.Locale(tt.lang))
		if got := i18n.T(ctx, tt.key, tt.args...); got != tt.want {
			t.Errorf("%s %s %v = %q, want %q", tt.lang, tt.key, tt.args, got, tt.want)
		}
	}
	if lacking := b.Lacking(); len(lacking) != 0 {
		t.Errorf("lacking %v", lacking)
	}
}

// A name with initials ends the sentence that it closes.
func TestOneFullStop(t *testing.T) {
	for value, want := range map[string]string{"Мусин Б.К.": "Мусин Б.К.", "Мусин": "Мусин.", "": "."} {
		if got := bundle(t).Locale(i18n.Russian).T("test.nested", "What", value); got != want {
			t.Errorf("%q: %q, want %q", value, got, want)
		}
	}
}

func TestSay(t *testing.T) {
	got := i18n.Say(in(t, i18n.Russian), fault.Say("test.visits", "Count", 3))
	if want := "3 посещения"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestLackingIsShownAndRemembered(t *testing.T) {
	b := bundle(t)
	l := b.Locale(i18n.Russian)
	if got := l.T("no.such.key"); got != "no.such.key" {
		t.Errorf("a missing key shows as %q", got)
	}
	l.T("no.such.key")
	if got := l.T("test.hello"); got != "Здравствуйте, …!" {
		t.Errorf("a missing value shows as %q", got)
	}
	if got := l.T("test.visits"); got != "… посещения" {
		t.Errorf("a missing count shows as %q", got)
	}
	want := []string{"ru: no.such.key", "test.hello: Name", "test.visits: Count"}
	if got := b.Lacking(); !slices.Equal(got, want) {
		t.Errorf("lacking %q, want %q", got, want)
	}
}

func TestNewBundleRefuses(t *testing.T) {
	tests := map[string]struct {
		catalogue fs.FS
		says      string
	}{
		"a key of another catalogue": {catalogue(`{"test.title": "x"}`, `{}`, `{}`), "stands twice"},
		"logic in a message":         {catalogue(`{"other.key": "{{if .Name}}x{{end}}"}`, `{}`, `{}`), "placeholder"},
		"an open placeholder":        {catalogue(`{"other.key": "{{.Name"}`, `{}`, `{}`), "placeholder"},
		"broken JSON":                {catalogue(`{"other.key": `, `{}`, `{}`), "kk.json"},
		"a language left out":        {fstest.MapFS{"kk.json": {Data: []byte(`{}`)}}, "ru.json"},
	}
	for name, tt := range tests {
		_, err := i18n.NewBundle(sample(), tt.catalogue)
		if err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: error %v, want one that says %q", name, err, tt.says)
		}
	}
}

func TestContextWithoutLocale(t *testing.T) {
	if got := i18n.Date(t.Context(), "2013-09-02"); got != "2 қыркүйек 2013 ж." {
		t.Errorf("got %q", got)
	}
	if got := bundle(t).Locale("de").Language(); got != i18n.Kazakh {
		t.Errorf("an unknown language speaks %s", got)
	}
}

func TestConcurrentUse(t *testing.T) {
	b := bundle(t)
	var wg sync.WaitGroup
	for i := range 50 {
		wg.Go(func() {
			l := b.Locale(i18n.Languages[i%3])
			l.T("test.visits", "Count", i)
			l.T(fmt.Sprintf("missing.%d", i%5))
		})
	}
	wg.Wait()
	if n := len(b.Lacking()); n != 15 {
		t.Errorf("%d gaps remembered, want 15", n)
	}
}

func BenchmarkPlain(b *testing.B) {
	l := bundle(b).Locale(i18n.Russian)
	for b.Loop() {
		l.T("test.title")
	}
}

func BenchmarkPlural(b *testing.B) {
	l := bundle(b).Locale(i18n.Russian)
	for b.Loop() {
		l.T("test.visits", "Count", 5)
	}
}

func BenchmarkDate(b *testing.B) {
	l := bundle(b).Locale(i18n.Kazakh)
	for b.Loop() {
		l.DateWeekday("2013-09-02")
	}
}

func BenchmarkSortKey(b *testing.B) {
	for b.Loop() {
		i18n.SortKey("Әбдіқадырова Үміт T-A12")
	}
}

// Every file with codes in the place of names asks for them.
func BenchmarkWords(b *testing.B) {
	all := bundle(b)
	for b.Loop() {
		if len(all.Words()) == 0 {
			b.Fatal("no words")
		}
	}
}
