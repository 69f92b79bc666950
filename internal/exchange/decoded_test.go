package exchange

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"talim/internal/apptest"
)

// A document is read by its bytes where its declaration is wrong, and that is said.
func TestDecodedTrustsTheBytesBeforeTheDeclaration(t *testing.T) {
	text := `<fet><Name>Әбдіқадір</Name></fet>`
	cyrillic := `<fet><Name>Учитель</Name></fet>`
	windows, err := charmap.Windows1251.NewEncoder().String(cyrillic)
	if err != nil {
		t.Fatal(err)
	}
	latin, err := charmap.ISO8859_1.NewEncoder().String(`<fet><Name>Müller</Name></fet>`)
	if err != nil {
		t.Fatal(err)
	}
	wide := func(endian unicode.Endianness) string {
		out, err := unicode.UTF16(endian, unicode.UseBOM).NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	says := func(name string) string { return `<?xml version="1.0" encoding="` + name + `"?>` }
	for name, c := range map[string]struct {
		content, want string
		odd           bool
	}{
		"without a declaration":       {text, text, false},
		"with the mark":               {"\xEF\xBB\xBF" + text, text, false},
		"as it says":                  {says("UTF-8") + text, text, false},
		"as it says, without a dash":  {says("utf8") + text, text, false},
		"windows that is UTF-8":       {says("windows-1251") + text, text, true},
		"windows of ASCII alone":      {says("windows-1251") + "<fet/>", "<fet/>", false},
		"windows as it says":          {says("windows-1251") + windows, cyrillic, false},
		"windows without a word":      {windows, cyrillic, true},
		"windows that says UTF-8":     {says("UTF-8") + windows, cyrillic, true},
		"windows that says nonsense":  {says("klingon") + windows, cyrillic, true},
		"windows that says wide":      {says("UTF-16") + windows, cyrillic, true},
		"of another alphabet":         {says("ISO-8859-1") + latin, `<fet><Name>Müller</Name></fet>`, false},
		"wide, the small end first":   {wide(unicode.LittleEndian), text, false},
		"wide, the large end first":   {wide(unicode.BigEndian), text, false},
		"with single quotation marks": {`<?xml version='1.0' encoding='windows-1251'?>` + windows, cyrillic, false},
		"nothing":                     {"", "", false},
	} {
		got, odd, err := decoded([]byte(c.content))
		if err != nil || odd != c.odd || !strings.HasSuffix(got, c.want) || strings.ContainsRune(got, '\uFEFF') && !strings.HasPrefix(c.content, "\xFF") && !strings.HasPrefix(c.content, "\xFE") {
			t.Errorf("%s: %q (odd %v), %v", name, got, odd, err)
		}
	}
}

// The name of an unknown document is told, a long one in part.
func TestUnknownDocumentsAreNamed(t *testing.T) {
	for in, want := range map[string]string{"": "", "timetable": "timetable", strings.Repeat("ө", 40): strings.Repeat("ө", 40), strings.Repeat("ө", 41): strings.Repeat("ө", 40) + "…"} {
		if got := short(in); got != want {
			t.Errorf("%q is told as %q", in, got)
		}
	}
	for content, want := range map[string]string{
		"<students/>": "file:exchange.xml.unknown", "<teachers_timetable/>": "file:exchange.fet.result", "<activities_timetable></activities_timetable>": "file:exchange.fet.result",
	} {
		_, _, err := Read(t.Context(), []byte(content))
		if got := apptest.Says(err); got != want {
			t.Errorf("%s: %q, want %q", content, got, want)
		}
	}
}
