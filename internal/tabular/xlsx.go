package tabular

import (
	"archive/zip"
	"cmp"
	"encoding/xml"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"talim/internal/bounded"
	"talim/internal/fault"
)

// XLSX is read as a stream, one cell at a time and not into a picture of the whole
// book, so that the limits hold while reading, and so that formulas and merged
// cells are seen. Writing is left to package document.

type book struct {
	reading *bounded.Reading
	parts   map[string]*zip.File
	strings []string
	text    int // bytes of the strings
}

func readXLSX(reading *bounded.Reading, content []byte) ([]Row, error) {
	files, err := reading.Archive(content)
	if err != nil {
		return nil, unreadable(err)
	}
	b := book{reading: reading, parts: map[string]*zip.File{}}
	for _, f := range files {
		b.parts[strings.TrimPrefix(f.Name, "/")] = f
	}
	if b.parts["xl/workbook.xml"] == nil {
		return nil, fault.Invalid("file", "tabular.file.kind")
	}
	rows, err := b.rows()
	return rows, unreadable(err)
}

// unreadable leaves faults as they are; other errors come from the file.
func unreadable(err error) error {
	if _, known := fault.As(err); err == nil || known {
		return err
	}
	return fault.Invalid("file", "tabular.file.broken").Because(err)
}

// rows gives the first visible sheet that has any row.
func (b *book) rows() ([]Row, error) {
	sheets, err := b.sheets()
	if err != nil {
		return nil, err
	}
	if err := b.readStrings(); err != nil {
		return nil, err
	}
	for _, name := range sheets {
		rows, err := b.sheet(name)
		if err != nil || len(rows) > 0 {
			return rows, err
		}
	}
	return nil, fault.Invalid("file", "tabular.file.empty")
}

// sheets lists the parts of the visible sheets in the order of the book, each once.
func (b *book) sheets() ([]string, error) {
	target := map[string]string{}
	err := b.each("xl/_rels/workbook.xml.rels", func(_ *bounded.XML, e xml.StartElement) error {
		if e.Name.Local == "Relationship" {
			target[attribute(e, "", "Id")] = attribute(e, "", "Target")
		}
		return tooMany(len(target), maxSheets, "tabular.file.sheets")
	})
	if err != nil {
		return nil, err
	}
	var out []string
	err = b.each("xl/workbook.xml", func(_ *bounded.XML, e xml.StartElement) error {
		if e.Name.Local != "sheet" {
			return nil
		}
		state, t := attribute(e, "", "state"), target[attribute(e, relations, "id")]
		if t != "" && (state == "" || state == "visible") && !slices.Contains(out, partName(t)) {
			out = append(out, partName(t))
		}
		return tooMany(len(out), maxSheets, "tabular.file.sheets")
	})
	return out, err
}

const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

func partName(target string) string {
	if strings.HasPrefix(target, "/") {
		return strings.TrimPrefix(target, "/")
	}
	return path.Join("xl", target)
}

// each walks the elements of a part.
func (b *book) each(name string, fn func(*bounded.XML, xml.StartElement) error) error {
	f := b.parts[name]
	if f == nil {
		return fault.Invalid("file", "tabular.file.broken")
	}
	return b.reading.Part(f, func(in io.Reader) error {
		d := b.reading.XML(in, false)
		return d.Each(func(e xml.StartElement) error { return fn(d, e) })
	})
}

func (b *book) readStrings() error {
	const name = "xl/sharedStrings.xml"
	if b.parts[name] == nil {
		return nil
	}
	return b.each(name, func(d *bounded.XML, e xml.StartElement) error {
		if e.Name.Local != "si" {
			return nil
		}
		s, err := richText(d)
		if err != nil {
			return err
		}
		if b.text += len(s); b.text > maxText {
			return fault.Invalid("file", "tabular.file.text", "MB", maxText>>20)
		}
		b.strings = append(b.strings, tidy(s))
		return tooMany(len(b.strings), maxStrings, "tabular.file.strings")
	})
}

// richText reads a string with or without runs of formatting, to its end; phonetic
// readings (rPh) are not part of it.
func richText(d *bounded.XML) (string, error) {
	var out strings.Builder
	err := runs(d, &out)
	return out.String(), err
}

func runs(d *bounded.XML, out *strings.Builder) error {
	return d.Children(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "t":
			return letters(d, out)
		case "r":
			return runs(d, out)
		}
		return d.Skip()
	})
}

// letters reads the text of an element to its end.
func letters(d *bounded.XML, out *strings.Builder) error {
	for {
		token, err := d.Token()
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.EndElement:
			return nil
		case xml.StartElement:
			if err := d.Skip(); err != nil {
				return err
			}
		case xml.CharData:
			if out.Len()+len(t) > maxCellBytes {
				return fault.Invalid("file", "tabular.file.cell", "Most", maxCellBytes>>2)
			}
			out.Write(t)
		}
	}
}

// sheetRows gathers the rows and the merged ranges of a sheet.
type sheetRows struct {
	collector
	line   int
	merged []lines
}

// lines are those from the first to the last, both counted.
type lines struct{ first, last int }

func (b *book) sheet(name string) ([]Row, error) {
	s := &sheetRows{}
	err := b.each(name, func(d *bounded.XML, e xml.StartElement) error {
		switch e.Name.Local {
		case "row":
			row, err := b.row(d, e, s)
			if err != nil {
				return err
			}
			return s.add(row)
		case "mergeCell":
			s.merge(attribute(e, "", "ref"))
			return tooMany(len(s.merged), maxRanges, "tabular.file.ranges")
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	markMerged(s.rows, s.merged)
	return s.rows, nil
}

// next counts the lines: a row says its own, or follows the one before.
func (s *sheetRows) next(number string) error {
	s.line++
	if number != "" {
		n, err := strconv.Atoi(number)
		if err != nil || n > maxLine {
			s.line = maxLine + 1
		} else if n > 0 {
			s.line = n
		}
	}
	return tooMany(s.line, maxLine, "tabular.file.line")
}

func (s *sheetRows) merge(ref string) {
	from, to, several := strings.Cut(ref, ":")
	if !several {
		return
	}
	_, first := place(from)
	_, last := place(to)
	s.merged = append(s.merged, lines{first, last})
}

func attribute(e xml.StartElement, space, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name && (space == "" || a.Name.Space == space) {
			return a.Value
		}
	}
	return ""
}

// row reads a row to its end.
func (b *book) row(d *bounded.XML, e xml.StartElement, s *sheetRows) (Row, error) {
	if err := s.next(attribute(e, "", "r")); err != nil {
		return Row{}, err
	}
	row, count := Row{Line: s.line}, 0
	err := d.Children(func(e xml.StartElement) error {
		if e.Name.Local != "c" {
			return d.Skip()
		}
		c, err := b.cell(d, e)
		if err != nil {
			return err
		}
		column := count
		if c.ref != "" {
			column, _ = place(c.ref)
		}
		if count++; count > maxLetters {
			return tooWide()
		}
		return row.put(column, c)
	})
	return row, err
}

func (r *Row) put(column int, c cell) error {
	if column < 0 || column >= MaxColumns {
		if c.text == "" {
			return nil // formatting far to the right, nothing in it
		}
		return tooWide()
	}
	for len(r.Cells) <= column {
		r.Cells = append(r.Cells, "")
	}
	r.Cells[column] = c.text
	if c.formula {
		r.flaw(Formula)
	}
	if c.kind == "e" {
		r.flaw(Failed)
	}
	return nil
}

// cell is one cell of a sheet.
type cell struct {
	ref, kind, text string
	formula         bool
}

// cell reads a cell to its end.
func (b *book) cell(d *bounded.XML, e xml.StartElement) (cell, error) {
	c := cell{ref: attribute(e, "", "r"), kind: attribute(e, "", "t")}
	var value, inline strings.Builder
	err := d.Children(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "v":
			return letters(d, &value)
		case "is":
			return runs(d, &inline)
		case "f":
			c.formula = true
		}
		return d.Skip()
	})
	c.text = b.textOf(c.kind, value.String(), inline.String())
	return c, err
}

func (b *book) textOf(kind, value, inline string) string {
	switch kind {
	case "s":
		if i, err := strconv.Atoi(value); err == nil && i >= 0 && i < len(b.strings) {
			return b.strings[i]
		}
		return ""
	case "inlineStr":
		return inline
	case "", "n":
		return number(value)
	}
	return value
}

// number writes a stored number as a person would: 18 for 1.8E1, and 0.1 for
// 0.10000000000000001 (spreadsheets keep 15 digits).
func number(v string) string {
	f, err := strconv.ParseFloat(v, 64)
	if err != nil {
		return v
	}
	short, err := strconv.ParseFloat(strconv.FormatFloat(f, 'g', 15, 64), 64)
	if err != nil {
		return v
	}
	return strconv.FormatFloat(short, 'f', -1, 64)
}

// place reads "C12" as column 2 (from 0) and line 12; column -1 if it is no place.
func place(ref string) (column, line int) {
	i := 0
	for i < len(ref) && ref[i] >= 'A' && ref[i] <= 'Z' && i < 4 {
		column = column*26 + int(ref[i]-'A') + 1
		i++
	}
	line, err := strconv.Atoi(ref[i:])
	if err != nil {
		return -1, 0
	}
	return column - 1, line
}

// markMerged flags the rows that a merged range touches. Ranges may be many and long:
// they are joined first, and each row is looked for among them.
func markMerged(rows []Row, ranges []lines) {
	spans := joined(ranges)
	for i := range rows {
		line := rows[i].Line
		at, _ := slices.BinarySearchFunc(spans, line, func(s lines, line int) int { return cmp.Compare(s.last, line) })
		if at < len(spans) && spans[at].first <= line {
			rows[i].flaw(Merged)
		}
	}
}

// joined are the lines that the ranges cover, in their order and none twice.
func joined(ranges []lines) []lines {
	slices.SortFunc(ranges, func(a, b lines) int { return cmp.Compare(a.first, b.first) })
	var out []lines
	for _, r := range ranges {
		switch last := len(out) - 1; {
		case r.last < r.first: // no range
		case last >= 0 && r.first <= out[last].last:
			out[last].last = max(out[last].last, r.last)
		default:
			out = append(out, r)
		}
	}
	return out
}
