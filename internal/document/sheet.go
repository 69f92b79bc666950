package document

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"talim/internal/calendar"
)

// Spreadsheet is a file of tables for people who want to go on calculating.
type Spreadsheet struct {
	Title  string
	Author string
	Date   calendar.Date
	Sheets []Grid
}

// Grid is one sheet. Cells are text, whole numbers, float64, bool or
// calendar.Date; anything else is written as its text. A text is never taken
// for a formula, whatever it begins with.
type Grid struct {
	Name   string
	Head   []string
	Rows   [][]any
	Widths []float64 // in characters; without them the columns follow their contents
}

// SheetType and the other types are the content types of the files.
const (
	SheetType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	DOCXType  = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	PDFType   = "application/pdf"
	HTMLType  = "text/html; charset=utf-8"
)

const (
	maxRows = excelize.TotalRows - 1
	maxCell = excelize.TotalCellChars
)

// ErrTooLong is returned for more rows than a sheet can hold.
var ErrTooLong = errors.New("document: more rows than a sheet holds")

// Sheet writes the tables as an XLSX file. Rows are written one by one, so the
// memory needed does not grow with the whole file's XML.
func Sheet(w io.Writer, s Spreadsheet) (err error) {
	f := excelize.NewFile()
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := describe(f, s); err != nil {
		return err
	}
	formats, err := newFormats(f)
	if err != nil {
		return err
	}
	names := sheetNames(s.Sheets)
	for i, g := range s.Sheets {
		if err := addGrid(f, i, names[i], g, formats); err != nil {
			return fmt.Errorf("sheet %q: %w", g.Name, err)
		}
	}
	return repack(w, f)
}

// repack puts the parts of the file into the order of their names; the library
// writes them in an accidental one.
func repack(w io.Writer, f *excelize.File) error {
	packed, err := f.WriteToBuffer()
	if err != nil {
		return err
	}
	from, err := zip.NewReader(bytes.NewReader(packed.Bytes()), int64(packed.Len()))
	if err != nil {
		return err
	}
	slices.SortFunc(from.File, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	to := zip.NewWriter(w)
	for _, part := range from.File {
		if err := to.Copy(part); err != nil {
			return err
		}
	}
	return to.Close()
}

func describe(f *excelize.File, s Spreadsheet) error {
	at := Document{Date: s.Date}.moment().Format("2006-01-02T15:04:05Z")
	return f.SetDocProps(&excelize.DocProperties{
		Title: clean(s.Title), Creator: clean(s.Author), LastModifiedBy: clean(s.Author), Created: at, Modified: at,
	})
}

// formats of cells.
type formats struct{ head, text, date int }

func newFormats(f *excelize.File) (formats, error) {
	day := "dd.mm.yyyy"
	var made formats
	for _, s := range []struct {
		id    *int
		style excelize.Style
	}{
		{&made.head, excelize.Style{
			Font:      &excelize.Font{Bold: true},
			Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E4ECEA"}},
			Alignment: &excelize.Alignment{WrapText: true, Vertical: "center"},
		}},
		{&made.text, excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}}},
		{&made.date, excelize.Style{CustomNumFmt: &day, Alignment: &excelize.Alignment{Vertical: "top", Horizontal: "left"}}},
	} {
		id, err := f.NewStyle(&s.style)
		if err != nil {
			return formats{}, err
		}
		*s.id = id
	}
	return made, nil
}

func addGrid(f *excelize.File, i int, name string, g Grid, style formats) error {
	if len(g.Rows) > maxRows {
		return ErrTooLong
	}
	if err := nameSheet(f, i, name); err != nil {
		return err
	}
	out, err := f.NewStreamWriter(name)
	if err != nil {
		return err
	}
	for c, width := range g.widths() {
		if err := out.SetColWidth(c+1, c+1, width); err != nil {
			return err
		}
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	if err := writeRows(out, g, style); err != nil {
		return err
	}
	return out.Flush()
}

func nameSheet(f *excelize.File, i int, name string) error {
	if i == 0 {
		return f.SetSheetName(f.GetSheetName(0), name)
	}
	_, err := f.NewSheet(name)
	return err
}

func writeRows(out *excelize.StreamWriter, g Grid, style formats) error {
	head := make([]any, len(g.Head))
	for c, text := range g.Head {
		head[c] = excelize.Cell{StyleID: style.head, Value: trimmed(text)}
	}
	if err := out.SetRow("A1", head); err != nil {
		return err
	}
	cells := make([]any, 0, len(g.Head))
	for r, row := range g.Rows {
		cells = cells[:0]
		for _, value := range row {
			cells = append(cells, style.cell(value))
		}
		if err := out.SetRow(fmt.Sprintf("A%d", r+2), cells); err != nil {
			return err
		}
	}
	return nil
}

// cell keeps numbers and days what they are, so that they sort and add up.
func (s formats) cell(value any) any {
	switch v := value.(type) {
	case nil:
		return nil
	case int, int64, float64, bool:
		return v
	case calendar.Date:
		if t := v.Time(); !t.IsZero() && v != calendar.Forever {
			return excelize.Cell{StyleID: s.date, Value: t}
		}
		return nil
	case string:
		return excelize.Cell{StyleID: s.text, Value: trimmed(v)}
	}
	return excelize.Cell{StyleID: s.text, Value: trimmed(fmt.Sprint(value))}
}

// trimmed to what a cell holds.
func trimmed(s string) string {
	s = clean(s)
	if utf8.RuneCountInString(s) <= maxCell {
		return s
	}
	return string([]rune(s)[:maxCell-1]) + "…"
}

// widths in characters: the longest of the first rows, within reason.
func (g Grid) widths() []float64 {
	if len(g.Widths) > 0 {
		return g.Widths
	}
	widths := make([]float64, len(g.Head))
	grow := func(c int, text string) {
		if c < len(widths) {
			widths[c] = min(60, max(widths[c], float64(utf8.RuneCountInString(text))+2.5))
		}
	}
	for c, text := range g.Head {
		grow(c, text)
	}
	for _, row := range g.Rows[:min(len(g.Rows), 200)] {
		for c, value := range row {
			grow(c, fmt.Sprint(value))
		}
	}
	return widths
}

// sheetNames are what Excel accepts: at most 31 letters, none of []:*?/\, no
// two alike.
func sheetNames(grids []Grid) []string {
	names := make([]string, len(grids))
	taken := map[string]bool{}
	for i, g := range grids {
		base := strings.Trim(strings.NewReplacer("[", "(", "]", ")", ":", " ", "*", " ", "?", " ", "/", "-", "\\", "-", "\n", " ").Replace(clean(g.Name)), "' ")
		if base == "" {
			base = fmt.Sprint(i + 1)
		}
		name := shortened(base, 31)
		for n := 2; taken[strings.ToLower(name)]; n++ {
			tail := fmt.Sprintf(" (%d)", n)
			name = shortened(base, 31-len(tail)) + tail
		}
		taken[strings.ToLower(name)] = true
		names[i] = name
	}
	return names
}

func shortened(s string, letters int) string {
	r := []rune(s)
	return string(r[:min(len(r), letters)])
}
