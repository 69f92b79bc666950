package tabular

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"talim/internal/bounded/boundedtest"
	"talim/internal/fault"
)

const workbookXML = `<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" r:id="r1"/></sheets></workbook>`

// written is an XLSX file of the parts that are given, made by hand.
func written(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	all := map[string]string{
		"[Content_Types].xml":        `<Types/>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/workbook.xml":            workbookXML,
		"xl/worksheets/sheet1.xml":   sheetOf(`<row r="1"><c t="inlineStr"><is><t>code</t></is></c></row>`),
	}
	for name, text := range parts {
		all[name] = text
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(all[name]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func sheetOf(rows string, merged ...string) string {
	return `<worksheet><sheetData>` + rows + `</sheetData><mergeCells>` + strings.Join(merged, "") + `</mergeCells></worksheet>`
}

func written1(t testing.TB, rows string, merged ...string) []byte {
	t.Helper()
	return written(t, map[string]string{"xl/worksheets/sheet1.xml": sheetOf(rows, merged...)})
}

// keyOf is the message of a fault of the field "file".
func keyOf(err error) string {
	f, ok := fault.As(err)
	if !ok || len(f.Fields) != 1 || f.Fields[0].Name != "file" {
		return fmt.Sprint(err)
	}
	return f.Fields[0].Key
}

// A small file takes neither much memory nor a core for long, and the reader is told
// which part of it is too large.
func TestReadBoundsXLSX(t *testing.T) {
	inline := func(s string) string { return `<c t="inlineStr"><is><t>` + s + `</t></is></c>` }
	many := func(n int, format string) string {
		var all strings.Builder
		for i := range n {
			fmt.Fprintf(&all, format, i+1)
		}
		return all.String()
	}
	code := `<row r="1">` + inline("code") + `</row>`
	tests := map[string]struct {
		content []byte
		want    string // "" for a file that is read
	}{
		"a line that no spreadsheet has":  {written1(t, code+`<row r="9000000000000000000">`+inline("x")+`</row>`, `<mergeCell ref="A1:B9000000000000000000"/>`), "tabular.file.line"},
		"a line that is no number":        {written1(t, code+`<row r="99999999999999999999">`+inline("x")+`</row>`), "tabular.file.line"},
		"one line after the last":         {written1(t, `<row r="1048576">`+inline("x")+`</row><row>`+inline("x")+`</row>`), "tabular.file.line"},
		"a range over all lines":          {written1(t, code+`<row r="1048576">`+inline("x")+`</row>`, `<mergeCell ref="A2:B9000000000000000000"/>`), ""},
		"long ranges over many rows":      {written1(t, many(20_000, `<row r="%d">`+inline("x")+`</row>`), strings.Repeat(`<mergeCell ref="A1:B20000"/>`, 20_000)), ""},
		"too many ranges":                 {written1(t, code, strings.Repeat(`<mergeCell ref="A1:B2"/>`, maxRanges+1)), "tabular.file.ranges"},
		"one row of many cells":           {written1(t, `<row r="1">`+strings.Repeat(`<c/>`, 8_000_000)+`</row>`), "tabular.file.wide"},
		"text far to the right":           {written1(t, `<row r="1"><c r="ZZ1"><v>1</v></c></row>`), "tabular.file.wide"},
		"many empty rows":                 {written1(t, strings.Repeat(`<row/>`, maxLine+1)), "tabular.file.line"},
		"more rows than may be":           {written1(t, strings.Repeat(`<row>`+inline("x")+`</row>`, MaxRows+2)), "tabular.file.long"},
		"deep":                            {written1(t, strings.Repeat(`<row>`, 200_000)), "bounded.deep"},
		"deep in a cell":                  {written1(t, `<row><c>`+strings.Repeat(`<x>`, 200_000)), "bounded.deep"},
		"one tag of many attributes":      {written1(t, `<row `+strings.Repeat(`a="" `, 2_000_000)+`/>`), "bounded.piece"},
		"one very long text":              {written1(t, `<row>`+inline(strings.Repeat("x", 20<<20))+`</row>`), "tabular.file.cell"},
		"a text longer than a cell holds": {written1(t, `<row>`+inline(strings.Repeat("x", maxCellBytes+1))+`</row>`), "tabular.file.cell"},
		"the same in pieces":              {written1(t, `<row><c t="inlineStr"><is>`+strings.Repeat(`<r><t>xxxxxxxx</t></r>`, maxCellBytes/8+1)+`</is></c></row>`), "tabular.file.cell"},
		"one long text in every cell": {written(t, map[string]string{
			"xl/sharedStrings.xml":     `<sst><si><t>` + strings.Repeat("я я ", 499) + `</t></si></sst>`,
			"xl/worksheets/sheet1.xml": sheetOf(strings.Repeat(`<row>`+strings.Repeat(`<c t="s"><v>0</v></c>`, 100)+`</row>`, 1_000)),
		}), "tabular.file.text"},
		"too many cells":                {written1(t, strings.Repeat(`<row><c r="GR1"><v>1</v></c></row>`, maxCells/200+1)), "tabular.file.cells"},
		"strings without end":           {written(t, map[string]string{"xl/sharedStrings.xml": `<sst>` + strings.Repeat(`<si/>`, maxStrings+1) + `</sst>`}), "tabular.file.strings"},
		"a string of many runs":         {written(t, map[string]string{"xl/sharedStrings.xml": `<sst><si>` + strings.Repeat(`<r><t>xxxxxxxx</t></r>`, 2_000_000) + `</si></sst>`}), "tabular.file.cell"},
		"many empty runs":               {written(t, map[string]string{"xl/sharedStrings.xml": `<sst><si>` + strings.Repeat(`<r/>`, 2_000_000) + `</si></sst>`}), ""},
		"long strings":                  {written(t, map[string]string{"xl/sharedStrings.xml": `<sst>` + strings.Repeat(`<si><t>`+strings.Repeat("x", 120_000)+`</t></si>`, 300) + `</sst>`}), "tabular.file.text"},
		"a workbook of many sheets":     {written(t, map[string]string{"xl/workbook.xml": `<workbook><sheets>` + strings.Repeat(`<sheet name="a"/>`, 100_000) + `</sheets></workbook>`}), "tabular.file.empty"},
		"many relationships":            {written(t, map[string]string{"xl/_rels/workbook.xml.rels": `<Relationships>` + many(maxSheets+1, `<Relationship Id="r%d" Target="x"/>`) + `</Relationships>`}), "tabular.file.sheets"},
		"a deep workbook":               {written(t, map[string]string{"xl/workbook.xml": strings.Repeat(`<workbook>`, 200_000)}), "bounded.deep"},
		"one empty sheet, named often":  {written(t, map[string]string{"xl/workbook.xml": strings.Replace(workbookXML, "</sheets>", strings.Repeat(`<sheet r:id="r1"/>`, 5_000)+"</sheets>", 1), "xl/worksheets/sheet1.xml": sheetOf(strings.Repeat(`<a/>`, 1_000_000))}), "tabular.file.empty"},
		"more parts than an office has": {written(t, parts(limits.Parts)), "bounded.parts"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var err error
			boundedtest.Within(t, len(test.content), func() string { _, err = Read(t.Context(), test.content); return answer(err) })
			if got := keyOf(err); got != test.want && (test.want != "" || err != nil) {
				t.Errorf("%s, want %s", got, test.want)
			}
		})
	}
}

func parts(n int) map[string]string {
	all := map[string]string{}
	for i := range n {
		all[fmt.Sprint("xl/media/", i)] = ""
	}
	return all
}

func TestReadBoundsCSV(t *testing.T) {
	tests := map[string]struct {
		content string
		want    string
	}{
		"one row of many cells":        {strings.Repeat("a,", 4<<20), "bounded.piece"},
		"one cell":                     {"a,b\n" + strings.Repeat("x", 9<<20), "bounded.piece"},
		"a quotation mark, not closed": {"a,b\n\"" + strings.Repeat("x,y\n", 2<<20), "tabular.file.quote"},
		"too many cells":               {strings.Repeat(strings.Repeat(",", 199)+"x\n", maxCells/200+1), "tabular.file.cells"},
		"windows-1251 without an end":  {strings.Repeat("\xff", 9<<20), "bounded.piece"},
		"empty lines":                  {"a,b" + strings.Repeat("\n", 9<<20), "bounded.piece"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var err error
			boundedtest.Within(t, len(test.content), func() string { _, err = Read(t.Context(), []byte(test.content)); return answer(err) })
			if got := keyOf(err); got != test.want && (test.want != "" || err != nil) {
				t.Errorf("%s, want %s", got, test.want)
			}
		})
	}
}

// Reading ends with the request that asked for it, and after a time that is the same
// for every file.
func TestReadEndsWithTheRequest(t *testing.T) {
	for name, content := range map[string][]byte{
		"xlsx": written1(t, strings.Repeat(`<row><c><v>1</v></c></row>`, 90_000)),
		"csv":  []byte(strings.Repeat("1,2\n", 90_000)),
	} {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := Read(ctx, content); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: nobody waits: %v", name, err)
		}
		was := limits.Time
		limits.Time = time.Millisecond
		_, err := Read(t.Context(), content)
		limits.Time = was
		if keyOf(err) != "bounded.slow" {
			t.Errorf("%s: a slow file: %v", name, err)
		}
	}
}

func TestMergedCellsAreThoseOfEachRow(t *testing.T) {
	var rows []Row
	for _, line := range []int{1, 2, 3, 5, 8, 9, 20} {
		rows = append(rows, Row{Line: line, Cells: []string{"", fmt.Sprint(line)}})
	}
	rows[1].Cells[0], rows[4].Cells[0] = "a", "b"
	fillMerged(rows, []Range{{0, 0, 8, 9}, {0, 0, 2, 4}, {0, 0, 3, 20}, {0, 0, 30, 40}, {2, 2, 1, 9}, {1, 1, 1, 9}})
	var got []string
	for _, r := range rows {
		got = append(got, r.Cell(0))
	}
	if fmt.Sprintf("%q", got) != `["" "a" "a" "" "b" "b" ""]` || rows[1].Cell(1) != "2" {
		t.Errorf("%q", got)
	}
}

// answer is what somebody is told of a file.
func answer(err error) string {
	if err == nil {
		return "read"
	}
	return keyOf(err)
}
