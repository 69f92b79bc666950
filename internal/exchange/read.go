package exchange

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"path"
	"strings"

	"talim/internal/fault"
	"talim/internal/tabular"
)

// The limits of an archive: OneRoster has fewer than forty files, and none of a
// school is larger than a few megabytes.
const (
	maxParts    = 200
	maxPart     = tabular.MaxBytes
	maxUnpacked = 60 << 20
)

// Read reads a file of one of the formats; known is false for everything else
// (a plain table). Errors are faults of the field "file".
func Read(content []byte) (b Book, known bool, err error) {
	if len(content) > tabular.MaxBytes {
		return b, true, fault.Invalid("file", "tabular.file.big", "MB", tabular.MaxBytes>>20)
	}
	switch {
	case bytes.HasPrefix(content, []byte("PK\x03\x04")):
		b, known, err = readArchive(content)
	case looksLikeXML(content):
		known = true
		b, err = readXML(content)
	case looksLikeFETTable(content):
		known = true
		b, err = readFETTable(content, nil)
	}
	if err == nil && known {
		b.count()
	}
	return b, known, err
}

// parts are the files of an archive by their names in lower case, without folders.
type parts map[string]*zip.File

func readArchive(content []byte) (Book, bool, error) {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return Book{}, true, fault.Invalid("file", "tabular.file.broken").Because(err)
	}
	found := parts{}
	var total uint64
	for _, f := range archive.File {
		name := strings.ToLower(path.Base(strings.ReplaceAll(f.Name, `\`, "/")))
		if f.FileInfo().IsDir() || strings.HasPrefix(f.Name, "__MACOSX/") || strings.HasPrefix(name, ".") {
			continue
		}
		if name == "[content_types].xml" { // an XLSX file: tabular has limits of its own
			return Book{}, false, nil
		}
		if _, twice := found[name]; twice {
			return Book{}, true, fault.Invalid("file", "exchange.zip.twice", "Name", name)
		}
		found[name] = f
		if total += f.UncompressedSize64; f.UncompressedSize64 > maxPart || total > maxUnpacked || len(found) > maxParts {
			return Book{}, true, fault.Invalid("file", "tabular.file.bomb")
		}
	}
	b, err := found.read()
	return b, true, err
}

func (p parts) read() (Book, error) {
	if p["users.csv"] != nil {
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
			return readXML(content)
		}
	}
	return Book{}, fault.Invalid("file", "exchange.zip.unknown")
}

// only is the one file whose name ends so.
func (p parts) only(ending string) (string, bool) {
	var found []string
	for name := range p {
		if strings.HasSuffix(name, ending) {
			found = append(found, name)
		}
	}
	if len(found) != 1 {
		return "", false
	}
	return found[0], true
}

// content unpacks a file; archive/zip stops at the size that was counted above.
func (p parts) content(name string) (content []byte, err error) {
	r, err := p[name].Open()
	if err != nil {
		return nil, fault.Invalid("file", "tabular.file.broken").Because(err)
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	content, err = io.ReadAll(io.LimitReader(r, maxPart+1))
	if err != nil || len(content) > maxPart {
		return nil, fault.Invalid("file", "tabular.file.broken").Because(err)
	}
	return content, nil
}

// table reads a CSV file of the archive as rows by the names of its header.
func (p parts) table(name string) ([]record, error) {
	if p[name] == nil {
		return nil, nil
	}
	content, err := p.content(name)
	if err != nil {
		return nil, err
	}
	if len(bytes.TrimSpace(content)) == 0 {
		return nil, nil
	}
	rows, err := tabular.Read(content)
	if err != nil {
		return nil, err
	}
	return records(rows), nil
}

// record is a row of a table by the names of the header, in lower case.
type record map[string]string

func records(rows []tabular.Row) []record {
	if len(rows) == 0 {
		return nil
	}
	var out []record
	for _, r := range rows[1:] {
		one := record{}
		for i, name := range rows[0].Cells {
			one[strings.ToLower(name)] = r.Cell(i)
		}
		out = append(out, one)
	}
	return out
}
