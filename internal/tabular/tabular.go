// Package tabular reads the tables that schools keep in files: XLSX, and CSV in
// the encodings and with the separators of their spreadsheets. It knows nothing
// of what a table means; it hands over rows of text, says per row what cannot be
// trusted (a formula without its value, letters lost by an encoding), and refuses
// what is too large while it is read (package bounded).
package tabular

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"talim/internal/bounded"
	"talim/internal/fault"
)

// The limits of one file. They are far above any school (the largest of our
// three has 1,592 lessons a week) and far below what hurts a small computer: within
// them no file takes more than 64 MB, nor a second (scripts/bounds).
const (
	MaxBytes   = 10 << 20
	MaxRows    = 50_000
	MaxColumns = 200
	MaxCell    = 2_000 // characters of one cell

	maxCells     = 500_000 // in all
	maxStrings   = 200_000 // different texts of a book
	maxText      = 4 << 20 // bytes of all cells
	maxSheets    = 1_000
	maxRanges    = 50_000      // of merged cells
	maxLine      = 1_048_576   // the last line of a spreadsheet,
	maxLetters   = 16_384      // its last column,
	maxCellBytes = 32_767 << 2 // and its longest text
)

// limits of what is read of a file: a whole year of a large school is 10 MB unpacked.
var limits = bounded.Limits{
	Parts: 2_000, Unpacked: 50 << 20, Piece: 256 << 10, Depth: 60, Elements: 3_000_000, Whole: 10_000, Time: 30 * time.Second,
}

// Flaw is why the content of a row cannot be trusted.
type Flaw string

// The flaws, each with a message "tabular.flaw.<flaw>".
const (
	Formula  Flaw = "formula"  // a cell is to be calculated, and its value was not kept
	Encoding Flaw = "encoding" // letters were lost when the file was saved
	Failed   Flaw = "failed"   // a cell shows an error such as #REF!
	Long     Flaw = "long"     // a cell holds a text longer than MaxCell
)

// Row is one line of a table that is not empty.
type Row struct {
	Line  int // as the spreadsheet counts, from 1
	Cells []string
	Flaws []Flaw
	where map[Flaw][]int // columns of the flaws that sit in a cell
	lines map[int]string // of cells that have several lines
}

// Lines are those of a cell, one text where it has one line: a grid writes the teacher
// below the subject.
func (r Row) Lines(i int) []string {
	if text, several := r.lines[i]; several {
		return strings.Split(text, "\n")
	}
	if r.Cell(i) == "" {
		return nil
	}
	return []string{r.Cells[i]}
}

// Flawed is the first flaw of the row that touches one of the columns: what nobody
// reads can hold any error.
func (r Row) Flawed(m Mapping) (Flaw, bool) {
	for _, f := range r.Flaws {
		if len(r.where[f]) == 0 {
			return f, true
		}
		for _, column := range m {
			if slices.Contains(r.where[f], column) {
				return f, true
			}
		}
	}
	return "", false
}

// FlawAt is the first flaw of one cell.
func (r Row) FlawAt(column int) (Flaw, bool) {
	for _, f := range r.Flaws {
		if slices.Contains(r.where[f], column) {
			return f, true
		}
	}
	return "", false
}

// Cell is the text of a column, "" beyond the end of the row.
func (r Row) Cell(i int) string {
	if i < 0 || i >= len(r.Cells) {
		return ""
	}
	return r.Cells[i]
}

func (r Row) empty() bool {
	for _, c := range r.Cells {
		if c != "" {
			return false
		}
	}
	return true
}

func (r *Row) flaw(f Flaw) {
	for _, g := range r.Flaws {
		if g == f {
			return
		}
	}
	r.Flaws = append(r.Flaws, f)
}

// keepLines notes the lines of a cell that has several, up to MaxCell.
func (r *Row) keepLines(column int) {
	text := tidyLines(r.Cells[column])
	if !strings.Contains(text, "\n") || utf8.RuneCountInString(text) > MaxCell {
		return
	}
	if r.lines == nil {
		r.lines = map[int]string{}
	}
	r.lines[column] = text
}

// flawAt notes a flaw of one cell.
func (r *Row) flawAt(column int, f Flaw) {
	r.flaw(f)
	if r.where == nil {
		r.where = map[Flaw][]int{}
	}
	r.where[f] = append(r.where[f], column)
}

// Sheet is one table of a file; that of a CSV file has no name.
type Sheet struct {
	Name   string
	Rows   []Row
	Merged []Range
}

// Range is a part of a sheet that is one cell: columns from 0, lines as a Row counts them.
type Range struct{ FirstColumn, LastColumn, FirstLine, LastLine int }

// Read reads the rows of the first visible sheet that has any.
func Read(ctx context.Context, content []byte) ([]Row, error) {
	sheets, err := ReadSheets(ctx, content)
	if err != nil {
		return nil, err
	}
	return sheets[0].Rows, nil
}

// ReadSheets reads the visible sheets that have rows, at least one, for a request; what
// a file is follows from its first bytes, not from its name. The limits are those of all
// sheets together. Errors are faults of the field "file", or that the request has ended.
func ReadSheets(ctx context.Context, content []byte) ([]Sheet, error) {
	if err := known(content); err != nil {
		return nil, err
	}
	reading, stop := bounded.Begin(ctx, limits)
	defer stop()
	read := readCSV
	if bytes.HasPrefix(content, []byte("PK\x03\x04")) {
		read = readXLSX
	}
	sheets, err := read(reading, content)
	if err == nil && len(sheets) == 0 {
		err = fault.Invalid("file", "tabular.file.empty")
	}
	return sheets, reading.End(err)
}

// IsODS says whether a file is a table of OpenDocument, which names its kind first.
func IsODS(content []byte) bool {
	return bytes.HasPrefix(content, []byte("PK\x03\x04")) && len(content) > 100 &&
		bytes.Contains(content[30:100], []byte("mimetypeapplication/vnd.oasis.opendocument"))
}

// known refuses what cannot be a table by its first bytes.
func known(content []byte) error {
	switch {
	case len(content) > MaxBytes:
		return fault.Invalid("file", "tabular.file.big", "MB", MaxBytes>>20)
	case len(bytes.TrimSpace(content)) == 0:
		return fault.Invalid("file", "tabular.file.empty")
	case bytes.HasPrefix(content, []byte("\xD0\xCF\x11\xE0")):
		return fault.Invalid("file", "tabular.file.old")
	case bytes.HasPrefix(content, []byte("%PDF")), bytes.HasPrefix(content, []byte("\x89PNG")),
		bytes.HasPrefix(content, []byte("\xFF\xD8\xFF")), bytes.HasPrefix(content, []byte("{\\rtf")):
		return fault.Invalid("file", "tabular.file.kind")
	case IsODS(content):
		return fault.Invalid("file", "tabular.file.ods")
	}
	return nil
}

// Rows makes a table of cells that were not read from a file of ours, within the
// same limits. The first row is the header.
func Rows(cells [][]string) ([]Row, error) {
	all := &collector{}
	for i, c := range cells {
		if err := all.add(Row{Line: i + 1, Cells: c}); err != nil {
			return nil, err
		}
	}
	return all.rows, nil
}

// tidy makes a cell comparable: no line breaks, no double or odd spaces. A tidy cell
// stays the same text in memory, which many cells may share.
func tidy(s string) string {
	if isTidy(s) {
		return s
	}
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		switch r {
		case '\u200b', '\ufeff', '\u00ad':
			return -1
		case '\u00a0', '\u202f':
			return ' '
		}
		return r
	}, s)), " ")
}

// tidyLines makes each line of a cell comparable, and leaves out empty ones.
func tidyLines(s string) string {
	if isTidy(s) {
		return s
	}
	var lines []string
	for _, line := range strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' || r == '\v' }) {
		if line = tidy(line); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

func isTidy(s string) bool {
	before := ' '
	for _, r := range s {
		switch {
		case r == ' ' && before == ' ', r != ' ' && unicode.IsSpace(r), r == '\u200b', r == '\ufeff', r == '\u00ad':
			return false
		}
		before = r
	}
	return s == "" || before != ' '
}

// collector gathers rows up to the limits.
type collector struct {
	rows  []Row
	cells int
	text  int // bytes
}

func (c *collector) add(r Row) error {
	for i := range r.Cells {
		r.keepLines(i)
		r.Cells[i] = tidy(r.Cells[i])
		if utf8.RuneCountInString(r.Cells[i]) > MaxCell {
			r.Cells[i] = string([]rune(r.Cells[i])[:MaxCell])
			r.flawAt(i, Long)
		}
		c.text += len(r.Cells[i])
	}
	if r.empty() {
		return nil
	}
	switch c.cells += len(r.Cells); {
	case len(r.Cells) > MaxColumns:
		return tooWide()
	case c.text > maxText:
		return fault.Invalid("file", "tabular.file.text", "MB", maxText>>20)
	case len(c.rows) == MaxRows+1: // the header is one row more
		return fault.Invalid("file", "tabular.file.long", "Rows", MaxRows)
	}
	c.rows = append(c.rows, r)
	return tooMany(c.cells, maxCells, "tabular.file.cells")
}

func tooWide() error { return fault.Invalid("file", "tabular.file.wide", "Columns", MaxColumns) }

// tooMany is the fault of more than may be.
func tooMany(n, most int, key string) error {
	if n > most {
		return fault.Invalid("file", key, "Most", most)
	}
	return nil
}
