package casestudy

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"io"
	"io/fs"
	"strconv"

	"talim/internal/calendar"
	"talim/internal/i18n"
)

// row is one line of a file, by the names of its header. What cannot be read
// is remembered and reported once for the file.
type row struct {
	file   string
	line   int
	cells  map[string]string
	faults *[]error
}

func (r row) fault(column string, err error) {
	*r.faults = append(*r.faults, fmt.Errorf("casestudy: %s line %d, %s: %w", r.file, r.line, column, err))
}

func (r row) has(column string) bool { return r.cells[column] != "" }

func (r row) text(column string) string { return r.cells[column] }

func (r row) translated(prefix string) i18n.Text {
	return i18n.Text{KK: r.text(prefix + "_kk"), RU: r.text(prefix + "_ru"), EN: r.text(prefix + "_en")}
}

// count is 0 for an empty cell.
func (r row) count(column string) int {
	if !r.has(column) {
		return 0
	}
	n, err := strconv.Atoi(r.text(column))
	if err != nil {
		r.fault(column, err)
	}
	return n
}

// known is -1 for an empty cell: not known is not zero.
func (r row) known(column string) int {
	if !r.has(column) {
		return -1
	}
	return r.count(column)
}

func (r row) number(column string) float64 {
	if !r.has(column) {
		return 0
	}
	x, err := strconv.ParseFloat(r.text(column), 64)
	if err != nil {
		r.fault(column, err)
	}
	return x
}

func (r row) clock(column string) calendar.Clock {
	c, err := calendar.ParseClock(r.text(column))
	if err != nil {
		r.fault(column, err)
	}
	return c
}

func (r row) period() calendar.Period {
	p := calendar.Period{Starts: calendar.Date(r.text("starts")), Ends: calendar.Date(r.text("ends"))}
	if !p.Valid() {
		r.fault("starts", calendar.ErrPeriod)
	}
	return p
}

// read turns every line of a file into a T.
func read[T any](from fs.FS, name string, make func(row) T) ([]T, error) {
	rows, err := rowsOf(from, name)
	if err != nil {
		return nil, err
	}
	all := []T{}
	for _, r := range rows {
		all = append(all, make(r))
		if len(*r.faults) > 0 {
			return nil, (*r.faults)[0]
		}
	}
	return all, nil
}

// ofSchool turns the lines of one school into Ts.
func ofSchool[T any](name, code string, make func(row) T) ([]T, error) {
	rows, err := rowsOf(files, name)
	if err != nil {
		return nil, err
	}
	var all []T
	for _, r := range rows {
		if r.text("school") == code {
			all = append(all, make(r))
		}
		if len(*r.faults) > 0 {
			return nil, (*r.faults)[0]
		}
	}
	return all, nil
}

func rowsOf(from fs.FS, name string) ([]row, error) {
	data, err := unpacked(from, name)
	if err != nil {
		return nil, err
	}
	lines, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("casestudy: %s: %w", name, err)
	}
	faults := new([]error)
	var rows []row
	for i, line := range lines[1:] {
		cells := make(map[string]string, len(line))
		for column, title := range lines[0] {
			cells[title] = line[column]
		}
		rows = append(rows, row{file: name, line: i + 2, cells: cells, faults: faults})
	}
	return rows, nil
}

// unpacked reads a file that stands there plain or packed (".gz").
func unpacked(from fs.FS, name string) ([]byte, error) {
	if data, err := fs.ReadFile(from, "data/"+name); err == nil {
		return data, nil
	}
	packed, err := fs.ReadFile(from, "data/"+name+".gz")
	if err != nil {
		return nil, fmt.Errorf("casestudy: %w", err)
	}
	reader, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("casestudy: %s: %w", name, err)
	}
	return io.ReadAll(reader)
}
