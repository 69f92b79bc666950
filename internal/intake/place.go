package intake

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/tabular"
)

// Where in a file a list stands, and what its columns mean: what the school pointed out
// for a file with these headings before, else what is recognised.

// Pointed is what somebody said of a file beforehand, on the command line: each part may
// be empty.
type Pointed struct {
	Sheet    string   // by its name
	Headings int      // line of the row of headings, as a spreadsheet counts
	Columns  []string // "Heading=field"; a field is named by itself or by a heading that is known
}

// columnsOf chooses the sheet of a plain table and says what its columns mean, and
// whether that is remembered.
func (d desk) columnsOf(kind Kind, read *source, pointed Pointed) (Columns, bool, error) {
	if !read.plain() {
		at, m := tabular.FindHeader(read.rows, kind.Fields())
		return Columns{Header: at, Columns: m}, true, pointed.unused()
	}
	known, err := d.remembered(kind)
	if err != nil {
		return Columns{}, false, err
	}
	columns, isKnown, err := known.find(kind, read, pointed)
	if err != nil {
		return columns, false, err
	}
	columns, err = pointed.over(kind, columns, *read)
	return columns, isKnown, err
}

// find looks for the list where it was before, else where its headings are recognised.
func (m memory) find(kind Kind, read *source, p Pointed) (Columns, bool, error) {
	sheet, there := read.named(kind, p.Sheet)
	if !there {
		return Columns{}, false, fault.Invalid("sheet", "intake.sheet.unknown", "Name", p.Sheet, "Names", read.sheetNames())
	}
	if p.Headings == 0 {
		within, first := read.sheets, 0
		if p.Sheet != "" {
			within, first = read.sheets[sheet:sheet+1], sheet
		}
		if i, columns, ok := m.of(within...); ok {
			return columns, true, read.turn(kind, first+i)
		}
	}
	if err := read.turn(kind, sheet); err != nil {
		return Columns{}, false, err
	}
	row := p.row(*read)
	if p.Headings == 0 {
		row, _ = tabular.FindHeader(read.rows, kind.Fields())
	}
	columns, err := m.at(kind, *read, row)
	return columns, false, err
}

// unused refuses what cannot be said of a file of a program.
func (p Pointed) unused() error {
	if p.Sheet != "" || p.Headings > 0 || len(p.Columns) > 0 {
		return fault.Invalid("file", "intake.columns.of_program")
	}
	return nil
}

// row is the place of the headings among the rows that are not empty, -1 for none.
func (p Pointed) row(read source) int {
	return slices.IndexFunc(read.rows, func(r tabular.Row) bool { return r.Line == p.Headings })
}

// over lays the columns that were pointed out over those found.
func (p Pointed) over(kind Kind, c Columns, read source) (Columns, error) {
	header := read.rows[c.Header].Cells
	for _, text := range p.Columns {
		heading, name, both := cutLast(text, "=")
		column := slices.IndexFunc(header, func(h string) bool { return tabular.SameHeading(h, heading) })
		if !both || column < 0 {
			return c, fault.Invalid("column", "intake.column.no_heading", "Word", text, "Names", header)
		}
		for field, at := range c.Columns {
			if at == column {
				delete(c.Columns, field)
			}
		}
		if name == "" || name == "-" {
			continue
		}
		field, known := fieldMeant(kind, name)
		if !known {
			return c, fault.Invalid("column", "intake.column.no_field", "Word", name, "Names", fieldsOf(kind))
		}
		c.Columns[field] = column
	}
	return c, nil
}

// cutLast cuts at the last separator: a heading may hold one.
func cutLast(text, separator string) (before, after string, found bool) {
	i := strings.LastIndex(text, separator)
	if i < 0 {
		return text, "", false
	}
	return strings.TrimSpace(text[:i]), strings.TrimSpace(text[i+len(separator):]), true
}

func fieldMeant(kind Kind, name string) (string, bool) {
	for field := range tabular.Recognise([]string{name}, kind.Fields()) {
		return field, true
	}
	return "", false
}

// fieldsOf are the names by which fields can be called on the command line.
func fieldsOf(kind Kind) []string {
	var out []string
	for _, f := range kind.Fields() {
		out = append(out, f.Name)
	}
	return out
}

func (s source) sheetNames() []string {
	var out []string
	for _, x := range s.sheets {
		out = append(out, x.Name)
	}
	return out
}

// Place is where in a file the list stands.
type Place struct {
	Sheet  int // of the sheets that can be seen
	Header int // row of headings among those that are not empty
}

// place of the columns in a file that was read.
func (s source) place(c Columns) Place { return Place{s.sheet, c.Header} }

// turnedTo are the columns of another place. A sheet that was not read yet has its
// headings where they are found.
func (d desk) turnedTo(kind Kind, read *source, to Place) (Columns, error) {
	known, err := d.remembered(kind)
	if err != nil {
		return Columns{}, err
	}
	if to.Sheet != read.sheet {
		if to.Sheet < 0 || to.Sheet >= len(read.sheets) {
			return Columns{}, fault.Invalid("sheet", "intake.sheet.none")
		}
		if err := read.turn(kind, to.Sheet); err != nil {
			return Columns{}, err
		}
		if _, columns, ok := known.of(read.sheets[to.Sheet]); ok {
			return columns, nil
		}
		to.Header, _ = tabular.FindHeader(read.rows, kind.Fields())
	}
	return known.at(kind, *read, to.Header)
}

// memory is what was pointed out before, the latest first.
type memory []remembered

type remembered struct {
	Fingerprint string `db:"header_fingerprint"`
	Mapping     string `db:"mapping"`
}

// mostRemembered is how many files with headings of their own a school is known by.
const mostRemembered = 300

func (d desk) remembered(kind Kind) (memory, error) {
	return db.All[remembered](d.ctx, d.Read(), `
SELECT header_fingerprint, mapping FROM import_mapping WHERE school_id = $1 AND kind = $2
ORDER BY changed_at DESC, header_fingerprint LIMIT `+strconv.Itoa(mostRemembered), d.actor.School, kind)
}

// of finds the headings that were pointed out last among the first rows of sheets.
func (m memory) of(sheets ...tabular.Sheet) (sheet int, c Columns, ok bool) {
	there := map[string]Place{}
	for i := len(sheets) - 1; i >= 0; i-- {
		for row := min(len(sheets[i].Rows), tabular.HeaderWithin) - 1; row >= 0; row-- {
			there[tabular.Fingerprint(sheets[i].Rows[row].Cells)] = Place{i, row}
		}
	}
	for _, r := range m {
		at, found := there[r.Fingerprint]
		mapping := tabular.Mapping{}
		if found && json.Unmarshal([]byte(r.Mapping), &mapping) == nil {
			return at.Sheet, Columns{Sheet: sheets[at.Sheet].Name, Header: at.Header, Columns: mapping}, true
		}
	}
	return 0, Columns{}, false
}

// at are the columns below a row of headings that was pointed out.
func (m memory) at(kind Kind, read source, row int) (Columns, error) {
	if row < 0 || row >= len(read.rows)-1 {
		return Columns{}, fault.Invalid("header", "intake.headings.none")
	}
	header := read.rows[row]
	if _, c, ok := m.of(tabular.Sheet{Rows: []tabular.Row{header}}); ok {
		c.Sheet, c.Header = read.sheets[read.sheet].Name, row
		return c, nil
	}
	return Columns{Sheet: read.sheets[read.sheet].Name, Header: row, Columns: tabular.Recognise(header.Cells, kind.Fields())}, nil
}
