package document

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"talim/internal/calendar"
)

func sheetFile(t testing.TB, s Spreadsheet) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Sheet(&b, s); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pairs() Spreadsheet {
	return Spreadsheet{Title: "Жұптар", Author: "Ауыл мектебі", Date: "2013-09-05", Sheets: []Grid{
		{Name: "Жұптар", Head: []string{"Тәлімгер", "Кездесу", "Үлесі", "Күні", "Ескерту"}, Rows: [][]any{
			{"T-A2", 12, 0.5, calendar.Date("2013-09-05"), "=HYPERLINK(\"http://x\")"},
			{"T-A9", int64(7), 1.25, calendar.Forever, "a\x00b\n<c>"},
			{"T-A3", nil, true, calendar.Date(""), fmt.Errorf("қате")},
		}},
		{Name: "Жұптар", Head: []string{"А"}},
	}}
}

func TestSheetKeepsValues(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(sheetFile(t, pairs())))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if got := strings.Join(f.GetSheetList(), "|"); got != "Жұптар|Жұптар (2)" {
		t.Errorf("sheets %s", got)
	}
	for at, want := range map[string]string{
		"A1": "Тәлімгер", "A2": "T-A2", "B2": "12", "C2": "0.5", "D2": "05.09.2013", "E2": `=HYPERLINK("http://x")`,
		"B3": "7", "D3": "", "E3": "ab\n<c>", "B4": "", "C4": "TRUE", "D4": "", "E4": "қате",
	} {
		got, err := f.GetCellValue("Жұптар", at)
		if err != nil || got != want {
			t.Errorf("%s: %q, want %q (%v)", at, got, want, err)
		}
	}
	if formula, err := f.GetCellFormula("Жұптар", "E2"); formula != "" || err != nil {
		t.Errorf("a text became the formula %q (%v)", formula, err)
	}
	for at, want := range map[string]excelize.CellType{"B2": excelize.CellTypeUnset, "A2": excelize.CellTypeInlineString} {
		if got, err := f.GetCellType("Жұптар", at); got != want || err != nil {
			t.Errorf("%s has type %v, want %v (%v)", at, got, want, err)
		}
	}
}

func TestSameSheetSameBytes(t *testing.T) {
	want := sheetFile(t, pairs())
	for range 100 {
		if !bytes.Equal(sheetFile(t, pairs()), want) {
			t.Fatal("other bytes for the same tables")
		}
	}
}

func TestSheetNames(t *testing.T) {
	long := strings.Repeat("Ә", 40)
	got := sheetNames([]Grid{{Name: "a/b:c[1]*?"}, {Name: ""}, {Name: long}, {Name: long}, {Name: "'x'"}, {Name: "X"}})
	want := []string{"a-b c(1)", "2", long[:62], long[:54] + " (2)", "x", "X (2)"}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%q, want %q", got[i], want[i])
		}
	}
}

func TestLongSheet(t *testing.T) {
	rows := make([][]any, 50_000)
	for i := range rows {
		rows[i] = []any{"T-A2", i, "Тәлімгер"}
	}
	f, err := excelize.OpenReader(bytes.NewReader(sheetFile(t, Spreadsheet{Sheets: []Grid{{Name: "x", Head: []string{"a", "b", "c"}, Rows: rows}}})))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if got, err := f.GetCellValue("x", "B50001"); got != "49999" || err != nil {
		t.Errorf("last row %q (%v)", got, err)
	}
}

func TestTooManyRowsAreRefused(t *testing.T) {
	var b bytes.Buffer
	err := Sheet(&b, Spreadsheet{Sheets: []Grid{{Name: "x", Rows: make([][]any, maxRows+1)}}})
	if !errors.Is(err, ErrTooLong) {
		t.Errorf("got %v", err)
	}
}

func TestLongTextsAreCut(t *testing.T) {
	got := trimmed(strings.Repeat("ә", maxCell+5))
	if n := len([]rune(got)); n != maxCell || !strings.HasSuffix(got, "…") {
		t.Errorf("%d letters", n)
	}
}
