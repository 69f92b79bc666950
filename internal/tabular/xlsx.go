package tabular

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"

	"talim/internal/fault"
)

// XLSX is read as a stream, one row at a time and not into a picture of the whole
// book, so that the limits hold while reading, and so that formulas and merged
// cells are seen. Writing is left to package document.

type book struct {
	parts   map[string]*zip.File
	strings []string
}

func readXLSX(content []byte) ([]Row, error) {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, unreadable(err)
	}
	b := book{parts: map[string]*zip.File{}}
	var total uint64
	for _, f := range archive.File {
		// The reader of archive/zip stops at the size that a part declares, so a
		// part cannot be larger than what is counted here.
		if total += f.UncompressedSize64; f.UncompressedSize64 > maxPart || total > maxUnpacked {
			return nil, fault.Invalid("file", "tabular.file.bomb")
		}
		b.parts[strings.TrimPrefix(f.Name, "/")] = f
	}
	if b.parts["xl/workbook.xml"] == nil {
		return nil, fault.Invalid("file", "tabular.file.kind")
	}
	rows, err := b.rows()
	if _, known := fault.As(err); err != nil && !known {
		return nil, unreadable(err)
	}
	return rows, err
}

func unreadable(err error) error {
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

// sheets lists the parts of the visible sheets in the order of the book.
func (b *book) sheets() ([]string, error) {
	var rels struct {
		Rel []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if err := b.decode("xl/_rels/workbook.xml.rels", &rels); err != nil {
		return nil, err
	}
	target := map[string]string{}
	for _, r := range rels.Rel {
		target[r.ID] = r.Target
	}
	var wb struct {
		Sheets []struct {
			ID    string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
			State string `xml:"state,attr"`
		} `xml:"sheets>sheet"`
	}
	if err := b.decode("xl/workbook.xml", &wb); err != nil {
		return nil, err
	}
	var out []string
	for _, s := range wb.Sheets {
		if t := target[s.ID]; t != "" && (s.State == "" || s.State == "visible") {
			out = append(out, partName(t))
		}
	}
	return out, nil
}

func partName(target string) string {
	if strings.HasPrefix(target, "/") {
		return strings.TrimPrefix(target, "/")
	}
	return path.Join("xl", target)
}

func (b *book) decode(name string, into any) error {
	return b.read(name, func(d *xml.Decoder) error { return d.Decode(into) })
}

func (b *book) read(name string, fn func(*xml.Decoder) error) (err error) {
	f := b.parts[name]
	if f == nil {
		return errors.New("tabular: no part " + name)
	}
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	return fn(xml.NewDecoder(r))
}

// richText is a string with or without runs of formatting; phonetic readings
// (rPh) are not part of it.
type richText struct {
	Text string `xml:"t"`
	Runs []struct {
		Text string `xml:"t"`
	} `xml:"r"`
}

func (t richText) String() string {
	var s strings.Builder
	s.WriteString(t.Text)
	for _, r := range t.Runs {
		s.WriteString(r.Text)
	}
	return s.String()
}

func (b *book) readStrings() error {
	const name = "xl/sharedStrings.xml"
	if b.parts[name] == nil {
		return nil
	}
	size := 0
	return b.read(name, func(d *xml.Decoder) error {
		return elements(d, func(e xml.StartElement) error {
			if e.Name.Local != "si" {
				return nil
			}
			var t richText
			if err := d.DecodeElement(&t, &e); err != nil {
				return err
			}
			s := t.String()
			if size += len(s); size > maxStrings {
				return fault.Invalid("file", "tabular.file.bomb")
			}
			b.strings = append(b.strings, s)
			return nil
		})
	})
}

// elements calls fn for every start of an element.
func elements(d *xml.Decoder, fn func(xml.StartElement) error) error {
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if e, ok := token.(xml.StartElement); ok {
			if err := fn(e); err != nil {
				return err
			}
		}
	}
}

type xlsxRow struct {
	Number int        `xml:"r,attr"`
	Cells  []xlsxCell `xml:"c"`
}

type xlsxCell struct {
	Ref     string    `xml:"r,attr"`
	Type    string    `xml:"t,attr"`
	Formula *struct{} `xml:"f"`
	Value   string    `xml:"v"`
	Inline  richText  `xml:"is"`
}

func (b *book) sheet(name string) ([]Row, error) {
	all, line := &collector{}, 0
	var merged []string
	err := b.read(name, func(d *xml.Decoder) error {
		return elements(d, func(e xml.StartElement) error {
			switch e.Name.Local {
			case "row":
				var x xlsxRow
				if err := d.DecodeElement(&x, &e); err != nil {
					return err
				}
				if line++; x.Number > 0 {
					line = x.Number
				}
				row, err := b.row(x, line)
				if err != nil {
					return err
				}
				return all.add(row)
			case "mergeCell":
				merged = append(merged, attribute(e, "ref"))
			}
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	markMerged(all.rows, merged)
	return all.rows, nil
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (b *book) row(x xlsxRow, line int) (Row, error) {
	row := Row{Line: line}
	for i, c := range x.Cells {
		column := i
		if c.Ref != "" {
			column, _ = place(c.Ref)
		}
		if column < 0 || column >= MaxColumns {
			if c.Value == "" {
				continue // formatting far to the right, nothing in it
			}
			return row, fault.Invalid("file", "tabular.file.wide", "Columns", MaxColumns)
		}
		for len(row.Cells) <= column {
			row.Cells = append(row.Cells, "")
		}
		row.Cells[column] = b.text(c)
		if c.Formula != nil {
			row.flaw(Formula)
		}
		if c.Type == "e" {
			row.flaw(Failed)
		}
	}
	return row, nil
}

func (b *book) text(c xlsxCell) string {
	switch c.Type {
	case "s":
		if i, err := strconv.Atoi(c.Value); err == nil && i >= 0 && i < len(b.strings) {
			return b.strings[i]
		}
		return ""
	case "inlineStr":
		return c.Inline.String()
	case "", "n":
		return number(c.Value)
	}
	return c.Value
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

// markMerged flags the rows that a merged range of several cells touches. A
// range far below the table costs nothing: rows are looked up by their line.
func markMerged(rows []Row, ranges []string) {
	if len(rows) == 0 || len(ranges) == 0 {
		return
	}
	byLine := make(map[int]*Row, len(rows))
	for i := range rows {
		byLine[rows[i].Line] = &rows[i]
	}
	last := rows[len(rows)-1].Line
	for _, ref := range ranges {
		from, to, ok := strings.Cut(ref, ":")
		if !ok {
			continue
		}
		_, first := place(from)
		_, end := place(to)
		for line := first; line <= min(end, last); line++ {
			if r := byLine[line]; r != nil {
				r.flaw(Merged)
			}
		}
	}
}
