// Package tabular reads the tables that schools keep in files: XLSX, and CSV in
// the encodings and with the separators of their spreadsheets. It knows nothing
// of what a table means; it hands over rows of text, says per row what cannot be
// trusted (a formula, a merged cell, letters lost by an encoding), and refuses
// what is too large before it is unpacked.
package tabular

import (
	"bytes"
	"strings"

	"talim/internal/fault"
)

// The limits of one file. They are far above any school (the largest of our
// three has 1,592 lessons a week) and far below what hurts a small computer.
const (
	MaxBytes    = 20 << 20
	MaxRows     = 100_000
	MaxColumns  = 200
	MaxCell     = 2_000      // characters of one cell
	maxUnpacked = 200 << 20  // of all parts of an XLSX file
	maxPart     = 150 << 20  // of one part
	maxStrings  = 40 << 20   // bytes of the shared strings
	maxCells    = 10_000_000 // filled cells in all
)

// Flaw is why the content of a row cannot be trusted.
type Flaw string

// The flaws, each with a message "tabular.flaw.<flaw>".
const (
	Formula  Flaw = "formula"  // a cell is calculated: its value may be of another day
	Merged   Flaw = "merged"   // a merged cell: which row it belongs to is a guess
	Encoding Flaw = "encoding" // letters were lost when the file was saved
	Failed   Flaw = "failed"   // a cell shows an error such as #REF!
	Long     Flaw = "long"     // a cell holds a text longer than MaxCell
)

// Row is one line of a table that is not empty.
type Row struct {
	Line  int // as the spreadsheet counts, from 1
	Cells []string
	Flaws []Flaw
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

// Read reads the rows of a file; what it is follows from its first bytes, not
// from its name. Errors are faults of the field "file".
func Read(content []byte) ([]Row, error) {
	switch {
	case len(content) > MaxBytes:
		return nil, fault.Invalid("file", "tabular.file.big", "MB", MaxBytes>>20)
	case len(bytes.TrimSpace(content)) == 0:
		return nil, fault.Invalid("file", "tabular.file.empty")
	case bytes.HasPrefix(content, []byte("PK\x03\x04")):
		return readXLSX(content)
	case bytes.HasPrefix(content, []byte("\xD0\xCF\x11\xE0")):
		return nil, fault.Invalid("file", "tabular.file.old")
	case bytes.HasPrefix(content, []byte("%PDF")), bytes.HasPrefix(content, []byte("\x89PNG")),
		bytes.HasPrefix(content, []byte("\xFF\xD8\xFF")), bytes.HasPrefix(content, []byte("{\\rtf")):
		return nil, fault.Invalid("file", "tabular.file.kind")
	}
	return readCSV(content)
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

// tidy makes a cell comparable: no line breaks, no double or odd spaces.
func tidy(s string) string {
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

// collector gathers rows up to the limits.
type collector struct {
	rows  []Row
	cells int
}

func (c *collector) add(r Row) error {
	for i := range r.Cells {
		r.Cells[i] = tidy(r.Cells[i])
		if len([]rune(r.Cells[i])) > MaxCell {
			r.Cells[i] = string([]rune(r.Cells[i])[:MaxCell])
			r.flaw(Long)
		}
	}
	if r.empty() {
		return nil
	}
	if c.cells += len(r.Cells); c.cells > maxCells || len(r.Cells) > MaxColumns {
		return fault.Invalid("file", "tabular.file.wide", "Columns", MaxColumns)
	}
	if len(c.rows) == MaxRows+1 { // the header is one row more
		return fault.Invalid("file", "tabular.file.long", "Rows", MaxRows)
	}
	c.rows = append(c.rows, r)
	return nil
}
