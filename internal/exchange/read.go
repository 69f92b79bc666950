package exchange

import (
	"archive/zip"
	"bytes"
	"context"
	"path"
	"strings"
	"time"

	"talim/internal/bounded"
	"talim/internal/fault"
	"talim/internal/tabular"
)

// limits of a file of a program: OneRoster has fewer than forty files, and the largest
// of our three schools 60,000 elements.
var limits = bounded.Limits{
	Parts: 200, Unpacked: 40 << 20, Piece: 1 << 20, Depth: 60, Elements: 600_000, Whole: 20_000, Time: 30 * time.Second,
}

// maxPart is the largest of one file of an archive.
const maxPart = tabular.MaxBytes

// Read reads a file of one of the formats for a request; known is false for everything
// else (a plain table). Errors are faults of the field "file", or that the request has
// ended.
func Read(ctx context.Context, content []byte) (b Book, known bool, err error) {
	if len(content) > tabular.MaxBytes {
		return b, true, fault.Invalid("file", "tabular.file.big", "MB", tabular.MaxBytes>>20)
	}
	reading, stop := bounded.Begin(ctx, limits)
	defer stop()
	switch {
	case bytes.HasPrefix(content, []byte("PK\x03\x04")):
		b, known, err = readArchive(reading, content)
	case looksLikeXML(content):
		known = true
		b, err = readXML(reading, content)
	case looksLikeFETTable(content):
		known = true
		b, err = readFETTable(reading, content, nil)
	}
	err = reading.End(err)
	if err == nil && known {
		b.sayWeeks()
		b.count()
	}
	return b, known, err
}

// parts are the files of an archive by their names in lower case, without folders.
type parts struct {
	reading *bounded.Reading
	files   map[string]*zip.File
}

func readArchive(reading *bounded.Reading, content []byte) (Book, bool, error) {
	if isXLSX(content) || tabular.IsODS(content) { // tabular has limits of its own
		return Book{}, false, nil
	}
	files, err := reading.Archive(content)
	if err != nil {
		return Book{}, true, unreadable(err)
	}
	found := parts{reading, map[string]*zip.File{}}
	for _, f := range files {
		name := strings.ToLower(path.Base(strings.ReplaceAll(f.Name, `\`, "/")))
		if f.FileInfo().IsDir() || strings.HasPrefix(f.Name, "__MACOSX/") || strings.HasPrefix(name, ".") {
			continue
		}
		if found.has(name) {
			return Book{}, true, fault.Invalid("file", "exchange.zip.twice", "Name", short(name))
		}
		found.files[name] = f
		if f.UncompressedSize64 > maxPart {
			return Book{}, true, fault.Invalid("file", "bounded.unpacked", "MB", maxPart>>20)
		}
	}
	b, err := found.read()
	return b, true, err
}

// isXLSX: the name of its list of parts stands in the directory of the archive as it is.
func isXLSX(content []byte) bool {
	return bytes.Contains(content, []byte("[Content_Types].xml")) || bytes.Contains(content, []byte("[content_types].xml"))
}

func (p parts) has(name string) bool { return p.files[name] != nil }

func (p parts) read() (Book, error) {
	if p.has("users.csv") {
		return readOneRoster(p)
	}
	if name, ok := p.only("_timetable.csv"); ok {
		return p.readFETFolder(name)
	}
	for _, ending := range []string{".fet", ".xml"} {
		if name, ok := p.only(ending); ok {
			content, err := p.content(name)
			if err != nil {
				return Book{}, err
			}
			return readXML(p.reading, content)
		}
	}
	return Book{}, fault.Invalid("file", "exchange.zip.unknown")
}

// only is the one file whose name ends so.
func (p parts) only(ending string) (string, bool) {
	var found []string
	for name := range p.files {
		if strings.HasSuffix(name, ending) {
			found = append(found, name)
		}
	}
	if len(found) != 1 {
		return "", false
	}
	return found[0], true
}

// content unpacks a file.
func (p parts) content(name string) ([]byte, error) {
	content, err := p.reading.Content(p.files[name], maxPart)
	return content, unreadable(err)
}

// table reads a CSV file of the archive as rows by the names of its header.
func (p parts) table(name string) ([]record, error) {
	if !p.has(name) {
		return nil, nil
	}
	content, err := p.content(name)
	if err != nil {
		return nil, err
	}
	if len(bytes.TrimSpace(content)) == 0 {
		return nil, nil
	}
	rows, err := tabular.Read(p.reading.Context(), content)
	if err != nil {
		return nil, err
	}
	return records(rows), nil
}

// record is a row of a table, read by the names of the header in lower case.
type record struct {
	columns map[string]int
	row     tabular.Row
}

func (r record) get(name string) string {
	if i, known := r.columns[name]; known {
		return r.row.Cell(i)
	}
	return ""
}

func records(rows []tabular.Row) []record {
	if len(rows) == 0 {
		return nil
	}
	columns := map[string]int{}
	for i, name := range rows[0].Cells {
		columns[strings.ToLower(name)] = i
	}
	out := make([]record, len(rows)-1)
	for i, r := range rows[1:] {
		out[i] = record{columns, r}
	}
	return out
}

// unreadable leaves faults as they are; other errors come from the file.
func unreadable(err error) error {
	if _, known := fault.As(err); err == nil || known {
		return err
	}
	return fault.Invalid("file", "tabular.file.broken").Because(err)
}
