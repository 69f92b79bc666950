package tabular

import (
	"archive/zip"
	"bytes"
	"fmt"
	"maps"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"talim/internal/calendar"
	"talim/internal/fault"
)

func cells(rows []Row) [][]string {
	var out [][]string
	for _, r := range rows {
		out = append(out, r.Cells)
	}
	return out
}

func in1251(t *testing.T, s string) []byte {
	t.Helper()
	out, err := charmap.Windows1251.NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func inUTF16(t *testing.T, s string) []byte {
	t.Helper()
	out, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestCSVInEveryEncodingAndWithEverySeparator(t *testing.T) {
	want := [][]string{{"учитель", "класс"}, {"Иванова", "5 А, Б"}}
	files := map[string][]byte{
		"utf-8":              []byte("учитель,класс\nИванова,\"5 А, Б\"\n"),
		"utf-8 with a mark":  []byte("\xEF\xBB\xBFучитель;класс\r\nИванова;5 А, Б\r\n"),
		"tabs":               []byte("учитель\tкласс\nИванова\t5 А, Б"),
		"windows-1251":       in1251(t, "учитель;класс\r\nИванова;5 А, Б\r\n"),
		"utf-16":             inUTF16(t, "учитель\tкласс\r\nИванова\t5 А, Б\r\n"),
		"excel's own note":   []byte("sep=;\nучитель;класс\nИванова;5 А, Б\n"),
		"empty lines, blank": []byte("\n\nучитель;класс\n;\n  Иванова ;5  А,\u00a0Б\n\n"),
	}
	for name, content := range files {
		rows, err := Read(t.Context(), content)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(want, cells(rows)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		for _, r := range rows {
			if len(r.Flaws) > 0 {
				t.Errorf("%s: line %d is said to be flawed: %v", name, r.Line, r.Flaws)
			}
		}
	}
}

func TestKazakhWindowsFilesKeepTheirLetters(t *testing.T) {
	// "Қазақ тілі,Өзін-өзі тану,Әдебиет,ғ,ң,ұ,ү,һ" in KZ-1048.
	content := []byte("\x8d\xe0\xe7\xe0\x9d \xf2\xb3\xeb\xb3,\xa5\xe7\xb3\xed-\xb4\xe7\xb3 \xf2\xe0\xed\xf3,\xa3\xe4\xe5\xe1\xe8\xe5\xf2,\xba,\xbe,\xa2,\xbf,\x9e")
	rows, err := Read(t.Context(), content)
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"Қазақ тілі", "Өзін-өзі тану", "Әдебиет", "ғ", "ң", "ұ", "ү", "һ"}}
	if diff := cmp.Diff(want, cells(rows)); diff != "" {
		t.Error(diff)
	}
}

func TestLostLettersAreSaidOfTheRow(t *testing.T) {
	lossy := in1251(t, "код;имя\nA1;Иванова\nA2;?бдіќадырова\nA3;почему?\n")
	rows, err := Read(t.Context(), lossy)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if got, want := len(r.Flaws) == 1, r.Line == 3; got != want {
			t.Errorf("line %d: flaws %v", r.Line, r.Flaws)
		}
	}
	glued := append([]byte("код;имя\nA1;Әбдіқадырова\n"), in1251(t, "A2;Ок\n")...)
	if rows, err = Read(t.Context(), glued); err != nil {
		t.Fatal(err)
	}
	if len(rows) != 3 || len(rows[1].Flaws) != 0 || cmp.Diff([]Flaw{Encoding}, rows[2].Flaws) != "" {
		t.Errorf("a file of two encodings: %+v", rows)
	}
}

func workbook(t *testing.T, fill func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	fill(f)
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func set(t *testing.T, f *excelize.File, at string, v any) {
	t.Helper()
	if err := f.SetCellValue("Sheet1", at, v); err != nil {
		t.Fatal(err)
	}
}

func TestXLSX(t *testing.T) {
	content := workbook(t, func(f *excelize.File) {
		set(t, f, "A1", "Сабақ кестесі")
		set(t, f, "A3", "мұғалім")
		set(t, f, "C3", "сағат")
		set(t, f, "A4", "T-A2")
		set(t, f, "C4", 18.0)
		set(t, f, "D4", 0.1)
		set(t, f, "A5", "T-A3")
		set(t, f, "A7", "T-A4")
		set(t, f, "A9", "T-A5")
		if err := f.SetCellFormula("Sheet1", "C5", "9+9"); err != nil {
			t.Fatal(err)
		}
		if err := f.MergeCell("Sheet1", "A7", "A8"); err != nil {
			t.Fatal(err)
		}
	})
	rows, err := Read(t.Context(), content)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range rows {
		got = append(got, fmt.Sprint(r.Line, r.Cells, r.Flaws))
	}
	want := []string{
		"1[Сабақ кестесі][]", "3[мұғалім  сағат][]", "4[T-A2  18 0.1][]", "5[T-A3  ][formula]", "7[T-A4][]", "9[T-A5][]",
	}
	for i := range want {
		want[i] = strings.Replace(want[i], "[", " [", 2)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestXLSXTakesTheFirstVisibleSheetWithRows(t *testing.T) {
	content := workbook(t, func(f *excelize.File) {
		for _, name := range []string{"Empty", "Hidden", "Good"} {
			if _, err := f.NewSheet(name); err != nil {
				t.Fatal(err)
			}
		}
		if err := f.SetCellValue("Hidden", "A1", "no"); err != nil {
			t.Fatal(err)
		}
		if err := f.SetCellValue("Good", "A1", "yes"); err != nil {
			t.Fatal(err)
		}
		if err := f.SetSheetVisible("Hidden", false); err != nil {
			t.Fatal(err)
		}
	})
	rows, err := Read(t.Context(), content)
	if err != nil || len(rows) != 1 || rows[0].Cell(0) != "yes" {
		t.Errorf("%v, %v", rows, err)
	}
}

// bomb packs so many megabytes of zeros into an XLSX file of a few kilobytes.
func bomb(t *testing.T, megabytes int) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	part, err := w.Create("xl/workbook.xml")
	if err != nil {
		t.Fatal(err)
	}
	for range megabytes {
		if _, err := part.Write(make([]byte, 1<<20)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestFilesThatAreRefusedAsAWhole(t *testing.T) {
	var long strings.Builder
	for i := range MaxRows + 2 {
		fmt.Fprintln(&long, i)
	}
	tests := map[string]struct {
		content []byte
		want    string
	}{
		"too big":           {bytes.Repeat([]byte("a,b\n"), MaxBytes/4+1), "tabular.file.big"},
		"too long":          {[]byte(long.String()), "tabular.file.long"},
		"too wide":          {[]byte(strings.Repeat("a,", MaxColumns) + "b"), "tabular.file.wide"},
		"bomb":              {bomb(t, 160), "bounded.unpacked"},
		"empty":             {[]byte(" \n "), "tabular.file.empty"},
		"old excel":         {[]byte("\xD0\xCF\x11\xE0rest"), "tabular.file.old"},
		"a picture":         {[]byte("\x89PNG\r\n"), "tabular.file.kind"},
		"bytes":             {[]byte("a\x00b"), "tabular.file.kind"},
		"zip, no workbook":  {emptyZip(t), "tabular.file.kind"},
		"half an xlsx file": {workbook(t, func(*excelize.File) {})[:600], "tabular.file.broken"},
		"empty workbook":    {workbook(t, func(*excelize.File) {}), "tabular.file.empty"},
	}
	for name, test := range tests {
		_, err := Read(t.Context(), test.content)
		f, ok := fault.As(err)
		if !ok || len(f.Fields) != 1 || f.Fields[0].Key != test.want || f.Fields[0].Name != "file" {
			t.Errorf("%s: %v, want %s", name, err, test.want)
		}
	}
}

func emptyZip(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	if _, err := w.Create("readme.txt"); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestTheLastAllowedRowIsRead(t *testing.T) {
	var b strings.Builder
	for i := range MaxRows + 1 {
		fmt.Fprintln(&b, i)
	}
	rows, err := Read(t.Context(), []byte(b.String()))
	if err != nil || len(rows) != MaxRows+1 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}

var fields = []Field{
	{Name: "teacher", Needed: true, Headings: []string{"мұғалім", "учитель"}},
	{Name: "class", Needed: true, Headings: []string{"сынып", "класс"}},
	{Name: "starts_at", Headings: []string{"start", "басталуы", "начало"}},
}

// Files of every kind that programs of schools write: the same two rows.
func TestFilesOfOtherWriters(t *testing.T) {
	content := `<row><c t="inlineStr"><is><t>код</t></is></c><c t="s"><v>0</v></c></row><row><c s="1"><v>7</v></c><c t="s"><v>1</v></c><c s="2"><v>1</v></c></row>`
	book := map[string]string{
		"xl/worksheets/sheet1.xml": sheetOf(content), "xl/sharedStrings.xml": `<sst><si><t>имя</t></si><si><t>Әсел_x000D_</t></si></sst>`,
		"xl/styles.xml":   `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="000"/></numFmts><cellXfs><xf/><xf numFmtId="164"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
		"xl/workbook.xml": strings.Replace(workbookXML, "<sheets>", `<workbookPr date1904="1"/><sheets>`, 1),
	}
	strict, moved := maps.Clone(book), map[string]string{"[Content_Types].xml": ""}
	strict["xl/workbook.xml"] = strings.ReplaceAll(book["xl/workbook.xml"], "http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships")
	for name, text := range book {
		moved[strings.ReplaceAll(strings.Replace(name, "xl/", "office/", 1), "sharedStrings", "texts")] = text
	}
	moved["_rels/.rels"] = `<Relationships><Relationship Id="a" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="office/workbook.xml"/></Relationships>`
	moved["office/_rels/workbook.xml.rels"] = `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="x/sharedStrings" Target="/office/texts.xml"/><Relationship Id="r3" Type="x/styles" Target="styles.xml"/></Relationships>`
	want := [][]string{{"код", "имя"}, {"007", "Әсел"}}
	for name, content := range map[string][]byte{
		"usual": written(t, book), "strict": written(t, strict), "another folder": written(t, moved),
		"ends of lines of old Macs": []byte("код;имя\r007;Әсел\r"), "a title with commas": []byte("Список, школа №5, 2026;\nкод;имя\n007;Әсел\n"),
		"zeros by a formula": []byte("код,имя\n=\"007\",Әсел\n"), "one quotation mark": []byte("'код','имя'\n'007','Әсел'\n"),
		"pointed quotation marks": []byte("«код»;«имя»\n«007»;«Әсел»\n"), "bars": []byte("код|имя\n007|Әсел\n"),
		"utf-16 without a mark": inUTF16(t, "код\tимя\r\n007\tӘсел\r\n")[2:],
	} {
		rows, err := Read(t.Context(), content)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		last := len(rows) - 1
		got := [][]string{rows[last-1].Cells[:2], rows[last].Cells[:2]}
		if diff := cmp.Diff(want, got); diff != "" || rows[last].Cell(2) != "" && rows[last].Cell(2) != "1904-01-02" {
			t.Errorf("%s: %s %q", name, diff, rows[last].Cells)
		}
	}
}

func TestQuotationMarksLeftOpen(t *testing.T) {
	for content, want := range map[string]string{
		"код;имя\n1;\"Омарова\n2;Петров\n":                "tabular.file.quote",
		"код;имя\n1;\"Омарова\n2;\"Петров\"\n3;Ли\n":      "tabular.file.quote",
		"код;имя\n1;\"Омарова\nӘсел; мұғалім\"\n2;Ли\n":   "tabular.file.quote", // cannot be told from the row before
		"код;имя;пән\n1;\"Омарова\nӘсел; а\";б\n2;Ли;в\n": "<nil>",
		"код;имя\n1;Школа \"Дарын\"\n":                    "<nil>",
		"код;имя\n1;\"Школа \"\"Дарын\"\"\"\n":            "<nil>",
	} {
		if _, err := Read(t.Context(), []byte(content)); keyOf(err) != want {
			t.Errorf("%q: %v, want %s", content, err, want)
		}
	}
}

// What stands in a column that nobody reads refuses no row.
func TestFlawsAreOfTheirColumn(t *testing.T) {
	rows, err := Read(t.Context(), written1(t, `<row><c><v>1</v></c><c><f>A1+1</f></c><c t="e"><v>#REF!</v></c><c><f>A1+1</f><v>2</v></c></row>`))
	if err != nil {
		t.Fatal(err)
	}
	for column, want := range []Flaw{"", Formula, Failed, ""} {
		if got, flawed := rows[0].Flawed(Mapping{"x": column}); got != want || flawed != (want != "") {
			t.Errorf("column %d: %q", column, got)
		}
	}
}

func TestFindHeader(t *testing.T) {
	rows := []Row{
		{Line: 1, Cells: []string{"Расписание уроков"}},
		{Line: 2, Cells: []string{"№", "Учитель:", "КЛАСС", "Начало ", "учитель"}},
		{Line: 3, Cells: []string{"1", "T-A2", "5"}},
	}
	at, m := FindHeader(rows, fields)
	if diff := cmp.Diff(Mapping{"teacher": 1, "class": 2, "starts_at": 3}, m); at != 1 || diff != "" {
		t.Errorf("row %d %s", at, diff)
	}
	if m.Value(rows[2], "class") != "5" || m.Value(rows[2], "starts_at") != "" || m.Value(rows[2], "room") != "" {
		t.Error("values are not those of the mapped columns")
	}
	at, m = FindHeader(rows[2:], fields)
	if diff := cmp.Diff([]string{"teacher", "class"}, m.Missing(fields)); at != 0 || diff != "" {
		t.Errorf("no header: row %d %s", at, diff)
	}
}

func TestFingerprint(t *testing.T) {
	same := Fingerprint([]string{"Учитель", "Класс"})
	if same != Fingerprint([]string{"учитель:", " КЛАСС", "", ""}) {
		t.Error("case, spaces and empty columns at the end make a difference")
	}
	if same == Fingerprint([]string{"Класс", "Учитель"}) {
		t.Error("the order of columns makes no difference")
	}
}

func TestValues(t *testing.T) {
	clocks := map[string]calendar.Clock{
		"8:30": "08:30", "08.30": "08:30", "15-45": "15:45", "08:30:00": "08:30", "0.354166666666667": "08:30", "0.75": "18:00", "0.5": "12:00",
		"": "", "25:00": "", "830": "", "8:3": "", "утро": "",
	}
	for in, want := range clocks {
		if got, ok := Clock(in); got != want || ok != (want != "") {
			t.Errorf("Clock(%q) = %q, %v", in, got, ok)
		}
	}
	numbers := map[string]int{"1": 1, "1.0": 1, "18": 18, "1,0": 1}
	for in, want := range numbers {
		if got, ok := Number(in); got != want || !ok {
			t.Errorf("Number(%q) = %d, %v", in, got, ok)
		}
	}
	for _, in := range []string{"", "1.5", "I", "1e99"} {
		if n, ok := Number(in); ok {
			t.Errorf("Number(%q) = %d", in, n)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("a,b\n\"c"))
	f.Add([]byte("sep=;\n\"a\";\"\n\n;b\""))
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte("\xFF\xFEa"))
	f.Add([]byte("a?\xe0;\x8d\n"))
	f.Add(written(f, nil))
	f.Fuzz(sound)
}

// FuzzXLSX changes the parts of a workbook, which are packed and cannot be met from outside.
func FuzzXLSX(f *testing.F) {
	f.Add(sheetOf(`<row r="2"><c r="B2" t="s"><v>0</v></c><c t="e"><f>A1</f><v>#REF!</v></c><c><v>1.5E1</v></c></row>`, `<mergeCell ref="A1:B2"/>`),
		`<sst><si><t>a</t><rPh><t>b</t></rPh><r><t>c</t></r></si></sst>`, workbookXML)
	f.Add(`<worksheet><sheetData><row r="-1"><c r="1A" t="inlineStr"><is><t>a<b/>c</t></is></c></row></sheetData></worksheet>`, `<sst/>`, workbookXML)
	f.Fuzz(func(t *testing.T, sheet, strings, workbook string) {
		sound(t, written(t, map[string]string{"xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": strings, "xl/workbook.xml": workbook}))
	})
}

// sound: whatever the bytes, a fault or rows within the limits.
func sound(t *testing.T, content []byte) {
	rows, err := Read(t.Context(), content)
	if _, known := fault.As(err); err != nil && !known {
		t.Errorf("an error nobody can read: %v", err)
	}
	for _, r := range rows {
		if r.empty() || len(r.Cells) > MaxColumns || r.Line < 1 || r.Line > maxLine {
			t.Errorf("row %+v", r)
		}
		for _, c := range r.Cells {
			if utf8.RuneCountInString(c) > MaxCell || c != tidy(c) {
				t.Errorf("cell %q", c)
			}
		}
	}
}

func TestEveryWeekdayWord(t *testing.T) {
	for word, want := range map[string]int{"Дүйсенбі": 1, "СЕЙСЕНБІ": 2, "ср.": 3, "Thu": 4, "жұма": 5, "6": 6, "воскресенье": 7} {
		if got, ok := Weekday(word); got != want || !ok {
			t.Errorf("%s is %d", word, got)
		}
	}
	if _, ok := Weekday("завтра"); ok {
		t.Error("завтра is a weekday")
	}
}

func TestFormulasAreWrittenAsText(t *testing.T) {
	for in, want := range map[string]string{"=1+1": "'=1+1", "@x": "'@x", "-5": "-5", "+7 701": "'+7 701", "5А": "5А", "": ""} {
		if got := harmless(in); got != want {
			t.Errorf("harmless(%q) = %q", in, got)
		}
	}
}

func TestNumbersAndTimesInWords(t *testing.T) {
	for in, want := range map[string]int{"1 урок": 1, "2-сабақ": 2, "№3": 3, "2 гр.": 2, "1-ауысым": 1, "0": 0} {
		if got, ok := NumberIn(in); got != want || !ok {
			t.Errorf("NumberIn(%q) = %d, %v", in, got, ok)
		}
	}
	for _, in := range []string{"", "урок", "1-2", "1, 2", "1/2", "-1 урок"} {
		if n, ok := NumberIn(in); ok {
			t.Errorf("NumberIn(%q) = %d", in, n)
		}
	}
	for in, want := range map[string]calendar.Clock{
		"8:00 AM": "08:00", "1:30 PM": "13:30", "12:10 p.m.": "12:10", "46266.33333333334": "08:00", "2026-09-01 08:00:00": "08:00", "13:30 PM": "", "8.30": "08:30", "123.5": "",
	} {
		if got, ok := Clock(in); got != want || ok != (want != "") {
			t.Errorf("Clock(%q) = %q, %v", in, got, ok)
		}
	}
	if from, to, ok := Clocks("08.50 – 09.35"); !ok || from != "08:50" || to != "09:35" {
		t.Errorf("%s %s", from, to)
	}
	for in, want := range map[string]int{"понед.": 1, "Пятн.": 5, "Сейсенбі күні": 2, "Понедельник нед. 2": 0, "Пн/Ср": 0} {
		if got, _ := Weekday(in); got != want {
			t.Errorf("Weekday(%q) = %d", in, got)
		}
	}
}

// Where no heading is known, the headings are the first row that can be some: a title
// stands alone in its row.
func TestFindHeaderOfUnknownHeadings(t *testing.T) {
	fields := []Field{{Name: "name", Headings: []string{"ФИО"}}}
	for text, want := range map[string]int{
		"Список\nна 1 сентября\nкто,где\nКим,5А\n": 2, "кто,где\nКим,5А\n": 0, "Ким\nЛи\n": 0, "Список\nкто,ФИО\nкто,где\n": 1,
	} {
		rows, err := Read(t.Context(), []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if at, _ := FindHeader(rows, fields); at != want {
			t.Errorf("%q: row %d", text, at)
		}
	}
}
