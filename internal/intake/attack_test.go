package intake

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"

	"talim/internal/apptest"
	"talim/internal/bounded/boundedtest"
	"talim/internal/fault"
)

// numbered repeats a text with the numbers from 1.
func numbered(n int, format string) string {
	var all strings.Builder
	for i := range n {
		fmt.Fprintf(&all, format, i+1)
	}
	return all.String()
}

// workbook is an XLSX file of one sheet.
func workbook(t *testing.T, rows, merged string) string {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, text := range map[string]string{
		"[Content_Types].xml":        `<Types/>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/workbook.xml":            `<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" r:id="r1"/></sheets></workbook>`,
		"xl/worksheets/sheet1.xml":   `<worksheet><sheetData>` + rows + `</sheetData><mergeCells>` + merged + `</mergeCells></worksheet>`,
	} {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// A file that somebody brings in takes neither much memory nor a core for long on its
// whole way: read, understood, compared with the school and kept.
func TestImportBoundsFiles(t *testing.T) {
	lessons, staff := "teacher,class,subject,day,start,end\n", "full_name,position,subjects\n"
	day := `<row><c t="inlineStr"><is><t>Понедельник</t></is></c></row>`
	for name, c := range map[string]struct {
		kind    Kind
		content string
		want    string // "" for a file that is read
	}{
		"a line that no spreadsheet has":  {Staff, workbook(t, `<row r="9223372036854775800"><c/></row>`, `<mergeCell ref="A1:A9223372036854775800"/>`), "tabular.file.line"},
		"one row of many cells":           {Staff, workbook(t, `<row>`+strings.Repeat(`<c/>`, 2_600_000)+`</row>`, ""), "tabular.file.wide"},
		"a part that unpacks far":         {Staff, workbook(t, strings.Repeat(`<row/>`, 10_000_000), ""), "bounded.unpacked"},
		"teachers and classes in a cell":  {Timetable, lessons + strings.Repeat("A"+strings.Repeat("/A", 950)+",\"5А"+strings.Repeat(",5А", 600)+"\",S,1,08:30,09:15\n", 100), ""},
		"a hundred lessons in each row":   {Timetable, lessons + strings.Repeat("A/B/C/D/E/F/G/H/I/J,\"5А,5Б,5В,6А,6Б,6В,7А,7Б,7В,8А\",S,1,08:30,09:15\n", 20_000), "intake.file.lessons"},
		"lessons, each another":           {Timetable, lessons + numbered(9_500, "T-%[1]d,5А,S%[1]d,1,08:30,09:15\n"), ""},
		"lessons, all the same":           {Timetable, lessons + strings.Repeat("T-1,5А,S,1,08:30,09:15\n", 9_500), ""},
		"more lessons than a school has":  {Timetable, lessons + strings.Repeat("T-1,5А,S,1,08:30,09:15\n", 10_500), "intake.file.lessons"},
		"lessons that nobody can read":    {Timetable, lessons + strings.Repeat("T-1,5А,S,"+strings.Repeat("я", 90)+",08:30,09:15\n", 9_500), ""},
		"a range of two million lessons":  {Timetable, "teacher,class,subject,day,period\n" + strings.Repeat("T-1,5А,S,1,1-2000000\n", 9_500), ""},
		"a grid of one long day":          {Timetable, workbook(t, strings.Repeat(day, 49_000), ""), ""},
		"a grid of many classes and days": {Timetable, "День;Урок" + numbered(190, ";%dА") + "\n" + strings.Repeat("Понедельник;1"+strings.Repeat(";Математика Ахметова", 190)+"\n", 450), "intake.file.grid"},
		"people, each another":            {Staff, staff + numbered(2_900, "Фамилия%[1]d Имя%[1]d,Учитель,\n"), ""},
		"people, all the same":            {Staff, staff + strings.Repeat("Ахметова Гүлнар,Учитель,\n", 2_900), ""},
		"people of many posts":            {Staff, staff + numbered(900, "Фамилия%d Имя,\""+strings.Repeat("учитель/", 120)+"\",\""+strings.Repeat("физика,", 120)+"\"\n"), ""},
		"people of odd words":             {Staff, staff + numbered(2_900, "Фамилия%[1]d Имя,слово%[1]d и другое,предмет%[1]d\n"), ""},
		"more people than a school has":   {Staff, staff + numbered(4_000, "Фамилия%[1]d Имя%[1]d,Учитель,\n"), "intake.file.people"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, apptest.Database(t))
			content := []byte(c.content)
			var err error
			boundedtest.Within(t, len(content), func() string {
				_, err = w.Begin(ctx, w.deputy, c.kind, "f", content)
				return answer(err)
			})
			if got := answer(err); got != c.want && (c.want != "" || err != nil) {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

// answer is what somebody is told of a file.
func answer(err error) string {
	f, ok := fault.As(err)
	switch {
	case err == nil:
		return "read"
	case !ok || len(f.Fields) == 0:
		return err.Error()
	}
	return f.Fields[0].Key
}
