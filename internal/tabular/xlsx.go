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
	"time"

	"talim/internal/bounded"
	"talim/internal/fault"
)

// XLSX is read as a stream, one cell at a time and not into a picture of the whole
// book, so that the limits hold while reading, and so that formulas and merged
// cells are seen. Writing is left to package document.

type book struct {
	reading *bounded.Reading
	parts   map[string]*zip.File // by name in lower case
	strings []string
	text    int            // bytes of the strings
	formats []numberFormat // by the style of a cell
	from    time.Time      // day 0
	all     collector      // of all sheets, for the limits
}

func readXLSX(reading *bounded.Reading, content []byte) ([]Sheet, error) {
	files, err := reading.Archive(content)
	if err != nil {
		return nil, unreadable(err)
	}
	b := book{reading: reading, parts: map[string]*zip.File{}, from: since1900}
	for _, f := range files {
		b.parts[partKey(f.Name)] = f
	}
	sheets, err := b.read()
	return sheets, unreadable(err)
}

// partKey makes names of parts comparable: writers differ in case and slashes.
func partKey(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}

// unreadable leaves faults as they are; other errors come from the file.
func unreadable(err error) error {
	if _, known := fault.As(err); err == nil || known {
		return err
	}
	return fault.Invalid("file", "tabular.file.broken").Because(err)
}

// relations of a part to others.
type relations struct {
	byID   map[string]string // names of parts
	byType map[string]string // by the last word of the type, which all dialects share
}

func (b *book) relations(of string) (relations, error) {
	out := relations{map[string]string{}, map[string]string{}}
	name := path.Join(path.Dir(of), "_rels", path.Base(of)+".rels")
	if of == "" {
		name = "_rels/.rels"
	}
	if b.parts[partKey(name)] == nil {
		return out, nil
	}
	err := b.each(name, func(_ *bounded.XML, e xml.StartElement) error {
		if e.Name.Local == "Relationship" {
			target := attribute(e, "Target")
			if !strings.HasPrefix(target, "/") {
				target = path.Join(path.Dir(of), target)
			}
			out.byID[attribute(e, "Id")], out.byType[path.Base(attribute(e, "Type"))] = target, target
		}
		return tooMany(len(out.byID), maxSheets, "tabular.file.sheets")
	})
	return out, err
}

// read gives the visible sheets that have rows.
func (b *book) read() ([]Sheet, error) {
	roots, err := b.relations("")
	if err != nil {
		return nil, err
	}
	main := cmp.Or(roots.byType["officeDocument"], "xl/workbook.xml")
	if b.parts[partKey(main)] == nil || strings.HasSuffix(main, ".bin") {
		return nil, fault.Invalid("file", "tabular.file.kind")
	}
	others, err := b.relations(main)
	if err != nil {
		return nil, err
	}
	names, err := b.sheets(main, others)
	if err != nil {
		return nil, err
	}
	if err := b.readStrings(cmp.Or(others.byType["sharedStrings"], "xl/sharedStrings.xml")); err != nil {
		return nil, err
	}
	if err := b.readStyles(cmp.Or(others.byType["styles"], "xl/styles.xml")); err != nil {
		return nil, err
	}
	var out []Sheet
	for _, s := range names {
		sheet, err := b.sheet(s.part)
		if err != nil {
			return nil, err
		}
		if sheet.Name = s.name; len(sheet.Rows) > 0 {
			out = append(out, sheet)
		}
	}
	return out, nil
}

type sheetName struct{ name, part string }

// sheets lists the visible sheets in the order of the book, each part once, and reads
// from which day the book counts.
func (b *book) sheets(main string, others relations) ([]sheetName, error) {
	var out []sheetName
	err := b.each(main, func(_ *bounded.XML, e xml.StartElement) error {
		if since := attribute(e, "date1904"); e.Name.Local == "workbookPr" && (since == "1" || since == "true") {
			b.from = since1904
		}
		if e.Name.Local != "sheet" {
			return nil
		}
		state, part := attribute(e, "state"), others.byID[relationID(e)]
		seen := slices.ContainsFunc(out, func(s sheetName) bool { return s.part == part })
		if part != "" && (state == "" || state == "visible") && !seen {
			out = append(out, sheetName{tidy(attribute(e, "name")), part})
		}
		return tooMany(len(out), maxSheets, "tabular.file.sheets")
	})
	return out, err
}

// relationID is the attribute r:id, whose name space differs between the dialects.
func relationID(e xml.StartElement) string {
	for _, a := range e.Attr {
		if a.Name.Local == "id" && a.Name.Space != "" {
			return a.Value
		}
	}
	return ""
}

// each walks the elements of a part.
func (b *book) each(name string, fn func(*bounded.XML, xml.StartElement) error) error {
	f := b.parts[partKey(name)]
	if f == nil {
		return fault.Invalid("file", "tabular.file.broken")
	}
	return b.reading.Part(f, func(in io.Reader) error {
		d := b.reading.XML(in, false)
		return d.Each(func(e xml.StartElement) error { return fn(d, e) })
	})
}

func (b *book) readStrings(name string) error {
	if b.parts[partKey(name)] == nil {
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
		b.strings = append(b.strings, tidyLines(s))
		return tooMany(len(b.strings), maxStrings, "tabular.file.strings")
	})
}

// richText reads a string with or without runs of formatting, to its end; phonetic
// readings (rPh) are not part of it.
func richText(d *bounded.XML) (string, error) {
	var out strings.Builder
	err := runs(d, &out)
	return unescape(out.String()), err
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
	merged []Range
}

func (b *book) sheet(name string) (Sheet, error) {
	s := &sheetRows{collector: collector{cells: b.all.cells, text: b.all.text}}
	err := b.each(name, func(d *bounded.XML, e xml.StartElement) error {
		switch e.Name.Local {
		case "row":
			row, err := b.row(d, e, s)
			if err != nil {
				return err
			}
			return s.add(row)
		case "mergeCell":
			s.merge(attribute(e, "ref"))
			return tooMany(len(s.merged), maxRanges, "tabular.file.ranges")
		}
		return nil
	})
	if err != nil {
		return Sheet{}, err
	}
	b.all.cells, b.all.text = s.cells, s.text
	fillMerged(s.rows, s.merged)
	return Sheet{Rows: s.rows, Merged: s.merged}, nil
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
	column, first := place(from)
	end, last := place(to)
	end = min(end, MaxColumns-1)
	if column >= 0 && end >= column && last >= first {
		s.merged = append(s.merged, Range{column, end, first, last})
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// row reads a row to its end.
func (b *book) row(d *bounded.XML, e xml.StartElement, s *sheetRows) (Row, error) {
	if err := s.next(attribute(e, "r")); err != nil {
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
	if c.formula && c.text == "" {
		r.flawAt(column, Formula)
	}
	if c.kind == "e" {
		r.flawAt(column, Failed)
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
	c := cell{ref: attribute(e, "r"), kind: attribute(e, "t")}
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
	style, _ := strconv.Atoi(attribute(e, "s"))
	c.text = b.textOf(c.kind, value.String(), inline.String(), style)
	return c, err
}

func (b *book) textOf(kind, value, inline string, style int) string {
	switch kind {
	case "s":
		if i, err := strconv.Atoi(value); err == nil && i >= 0 && i < len(b.strings) {
			return b.strings[i]
		}
		return ""
	case "inlineStr":
		return unescape(inline)
	case "", "n":
		if style > 0 && style < len(b.formats) {
			return b.formats[style].show(number(value), b.from)
		}
		return number(value)
	case "str":
		return unescape(value)
	case "d":
		return strings.TrimSuffix(value, "T00:00:00")
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

// fillMerged writes the text of a range into the rows below its first that have
// something of their own: a unit merged over its people is that of each. A range that
// begins in another of its column is none.
func fillMerged(rows []Row, ranges []Range) {
	slices.SortFunc(ranges, func(a, b Range) int {
		return cmp.Or(cmp.Compare(a.FirstColumn, b.FirstColumn), cmp.Compare(a.FirstLine, b.FirstLine))
	})
	var before Range
	for _, m := range ranges {
		if m.LastLine == m.FirstLine || m.FirstColumn == before.FirstColumn && m.FirstLine <= before.LastLine {
			continue
		}
		before = m
		at, found := slices.BinarySearchFunc(rows, m.FirstLine, func(r Row, line int) int { return cmp.Compare(r.Line, line) })
		if !found || rows[at].Cell(m.FirstColumn) == "" {
			continue
		}
		for next := at + 1; next < len(rows) && rows[next].Line <= m.LastLine; next++ {
			rows[next].fill(m.FirstColumn, rows[at].Cell(m.FirstColumn))
		}
	}
}

func (r *Row) fill(column int, text string) {
	for len(r.Cells) <= column {
		r.Cells = append(r.Cells, "")
	}
	if r.Cells[column] == "" {
		r.Cells[column] = text
	}
}
