package tabular

import (
	"slices"
	"strings"
	"testing"
)

// Cells are compared without what nobody sees: line breaks, odd and double spaces, marks
// that take no room.
func TestTidyLeavesWhatIsRead(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "a": "a", " a ": "a", "a  b": "a b", "a\nb": "a b", "a\t b\r\n": "a b", "\u00a0a\u00a0\u00a0b": "a b", "5\u202f000": "5 000", "\ufeffa": "a", "те\u00adма": "тема", "a\u200bb": "ab",
		"Әл-Фараби": "Әл-Фараби", "\u200b": "", " \n ": "",
	} {
		got := tidy(text)
		if got != want || tidy(got) != got || isTidy(text) != (text == want) {
			t.Errorf("%q is %q (tidy: %v), want %q", text, got, isTidy(text), want)
		}
	}
}

// Lines of a cell stay apart where a grid writes the teacher below the subject.
func TestTidyLinesKeepsLinesApart(t *testing.T) {
	for text, want := range map[string]string{
		"Математика\nКим В.": "Математика|Ким В.", "a\r\nb": "a|b", "a\n\n \nb": "a|b", "a\vb": "a|b", "  a  b \n": "a b", "\n": "", "a": "a",
	} {
		if got := strings.ReplaceAll(tidyLines(text), "\n", "|"); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
	r := Row{Cells: []string{"Математика Ким В.", "зал", ""}, lines: map[int]string{0: "Математика\nКим В."}}
	for i, want := range [][]string{{"Математика", "Ким В."}, {"зал"}, nil, nil} {
		if got := r.Lines(i); !slices.Equal(got, want) {
			t.Errorf("cell %d has the lines %q, want %q", i, got, want)
		}
	}
}

// A question mark between letters was a Kazakh letter; one at the end of a word asks.
func TestLostLettersAreToldFromQuestions(t *testing.T) {
	for cell, want := range map[string]bool{
		"?бдіқадырова": true, "Ай?ерім": true, "М??алім": true, "Айг??": true, "Кто?": false, "Кто? Я": false, "?": false, "??": false, "5?": false, "": false, "А? Б?": false, "кто ?": false,
		"\uFFFDдана": true,
	} {
		if got := lost([]string{"Ким", cell}); got != want {
			t.Errorf("%q: %v", cell, got)
		}
	}
}

// A flaw counts against a row where it touches a column that is read; one of the whole row always.
func TestFlawedLooksAtTheColumnsThatAreRead(t *testing.T) {
	read := Mapping{"name": 0, "room": 2}
	for name, c := range map[string]struct {
		row  Row
		want Flaw
	}{
		"none":             {Row{}, ""},
		"in another":       {Row{Flaws: []Flaw{Formula}, where: map[Flaw][]int{Formula: {1, 3}}}, ""},
		"in one of them":   {Row{Flaws: []Flaw{Formula}, where: map[Flaw][]int{Formula: {1, 2}}}, Formula},
		"of the whole row": {Row{Flaws: []Flaw{Encoding}}, Encoding},
		"first of several": {Row{Flaws: []Flaw{Failed, Long}, where: map[Flaw][]int{Failed: {1}, Long: {0}}}, Long},
	} {
		if got, is := c.row.Flawed(read); got != c.want || is != (c.want != "") {
			t.Errorf("%s: %q", name, got)
		}
	}
	r := Row{Flaws: []Flaw{Encoding, Formula}, where: map[Flaw][]int{Formula: {2}}}
	for column, want := range map[int]Flaw{0: "", 2: Formula} {
		if got, is := r.FlawAt(column); got != want || is != (want != "") {
			t.Errorf("cell %d: %q", column, got)
		}
	}
}

func TestCellBeyondTheEndIsEmpty(t *testing.T) {
	r := Row{Cells: []string{"a", "b"}}
	for i, want := range map[int]string{-1: "", 0: "a", 1: "b", 2: "", 99: ""} {
		if r.Cell(i) != want {
			t.Errorf("cell %d is %q", i, r.Cell(i))
		}
	}
	if !(Row{Cells: []string{"", ""}}).empty() || (Row{Cells: []string{"", "x"}}).empty() || (Row{Cells: []string{"a", ""}}).severalCells() || !r.severalCells() {
		t.Error("cells are counted otherwise")
	}
}

// Rows of cells that no file held are counted from their header, without those that are empty.
func TestRowsOfCellsCountTheirLines(t *testing.T) {
	rows, err := Rows([][]string{{"Код", "Имя"}, {" T-1 ", "Ким  Вера"}, {"", " "}, {"T-2"}})
	if err != nil {
		t.Fatal(err)
	}
	var lines []int
	for _, r := range rows {
		lines = append(lines, r.Line)
	}
	if !slices.Equal(lines, []int{1, 2, 4}) || rows[1].Cell(0) != "T-1" || rows[1].Cell(1) != "Ким Вера" {
		t.Errorf("%+v", rows)
	}
}

// A heading is known by its words, whatever stands in brackets behind them; each column
// serves one field, each field takes one.
func TestRecogniseGivesEachFieldItsColumn(t *testing.T) {
	fields := []Field{{Name: "code", Headings: []string{"Код", "Табельный номер"}}, {Name: "name", Headings: []string{"ФИО", "Фамилия, имя"}}, {Name: "years", Headings: []string{"Стаж"}}}
	for header, want := range map[string]map[string]int{
		"Код|ФИО|Стаж":                  {"code": 0, "name": 1, "years": 2},
		"№|ФИО|код|Стаж (лет)":          {"name": 1, "code": 2, "years": 3},
		"Код|Код|ФИО":                   {"code": 0, "name": 2},
		"ТАБЕЛЬНЫЙ НОМЕР|фамилия, имя.": {"code": 0, "name": 1},
		"code|name":    {"code": 0, "name": 1},
		"Кабинет|Этаж": {},
		"":             {},
	} {
		got := Recognise(strings.Split(header, "|"), fields)
		if len(got) != len(want) {
			t.Errorf("%s: %v, want %v", header, got, want)
		}
		for field, column := range want {
			if at, is := got[field]; !is || at != column {
				t.Errorf("%s: %s stands in %d, want %d", header, field, at, column)
			}
		}
	}
}

// The names of the columns at the top of a printed page are no row of it.
func TestRepeatsAreNoRows(t *testing.T) {
	header := Row{Cells: []string{"Код", "ФИО", "Стаж"}}
	for cells, want := range map[string]bool{"КОД|фио|Стаж": true, "Код|ФИО|": true, "Код||": false, "T-1|Ким Вера|3": false, "||": false, "ФИО|Код|Стаж": false} {
		if got := (Row{Cells: strings.Split(cells, "|")}).Repeats(header); got != want {
			t.Errorf("%s: %v", cells, got)
		}
	}
}
