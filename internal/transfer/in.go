package transfer

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"talim/internal/db"
	"talim/internal/hold"
)

// In brings a school from a file into the database, under an organisation that is there
// or, with "", at the top: all of it in one transaction, or nothing. Before that ends,
// everything is read back and compared.
func (m Mover) In(ctx context.Context, path, words, under string) (Report, error) {
	return m.in(ctx, path, words, arrival{under: under})
}

func (m Mover) in(ctx context.Context, path, words string, how arrival) (Report, error) {
	shapes, err := m.DB.Shapes(ctx)
	if err != nil {
		return Report{}, err
	}
	schema, err := m.DB.Schema(ctx)
	if err != nil {
		return Report{}, err
	}
	var report Report
	err = m.DB.Tx(ctx, func(ctx context.Context, tx db.Conn) (err error) {
		in := how
		in.Mover, in.ctx, in.tx, in.all, in.shapes = m, ctx, tx, shapes, of(shapes)
		if err := in.read(path, words, schema); err != nil {
			return err
		}
		report = in.report
		if err := in.compare(); err != nil || m.Arrived == nil {
			return err
		}
		return m.Arrived(ctx, tx, report)
	})
	return report, err
}

// arrival is a school on its way in, within the transaction.
type arrival struct {
	Mover
	ctx     context.Context
	tx      db.Conn
	all     []db.Shape
	shapes  []db.Shape // those that travel
	under   string
	replace bool // the copy that stayed here
	lines   *bufio.Reader
	report  Report
}

// read takes the file from its beginning to its last box.
func (a *arrival) read(path, words string, schema int64) error {
	ours := func(h Header) error {
		if h.Schema != schema {
			return fmt.Errorf("%w: its schema is %d, that of this database %d; bring both programs to the same version and export again", ErrSchema, h.Schema, schema)
		}
		return nil
	}
	return unpacked(path, words, ours, func(lines *bufio.Reader) error {
		a.lines = lines
		return a.tables()
	})
}

// unpacked opens a file that may be taken with its words, and hands over its lines.
func unpacked(path, words string, may func(Header) error, fn func(lines *bufio.Reader) error) (err error) {
	file, err := os.Open(path) //nolint:gosec // the path is the operator's own
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	raw := bufio.NewReader(file)
	h, head, err := readHeader(raw)
	if err != nil {
		return err
	}
	if err := may(h); err != nil {
		return err
	}
	key, err := sealer(words, h.Salt)
	if err != nil {
		return err
	}
	packed, err := gzip.NewReader(&boxReader{from: raw, sealer: key, head: head})
	if err != nil {
		return unlessOurs(err)
	}
	return unlessOurs(fn(bufio.NewReaderSize(packed, 1<<20)))
}

// Opens says whether the words open the file, before anything is begun with it.
func Opens(path, words string) error {
	_, err := firstLine(path, words)
	return err
}

func firstLine(path, words string) (b begin, err error) {
	whatever := func(Header) error { return nil }
	err = unpacked(path, words, whatever, func(lines *bufio.Reader) error { return line(lines, &b) })
	return b, err
}

// unlessOurs tells a file that ends too early or cannot be unpacked as such.
func unlessOurs(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum) {
		return errors.Join(ErrFile, err)
	}
	return err
}

func readHeader(r *bufio.Reader) (h Header, head []byte, err error) {
	line, err := r.ReadSlice('\n')
	if err != nil {
		return h, nil, errors.Join(ErrFile, err)
	}
	head = bytes.Clone(bytes.TrimSuffix(line, []byte("\n")))
	if err := json.Unmarshal(head, &h); err != nil || h.Format != format {
		return h, nil, errors.Join(ErrFile, err)
	}
	return h, head, nil
}

func (a *arrival) tables() error {
	var first begin
	if err := line(a.lines, &first); err != nil {
		return err
	}
	a.report.School = first.School
	back, err := a.room(first)
	if err != nil {
		return err
	}
	for range a.shapes {
		if err := a.table(); err != nil {
			return err
		}
	}
	if _, err := a.lines.ReadByte(); !errors.Is(err, io.EOF) {
		return errors.Join(ErrFile, err) // more than this program knows, or cut off
	}
	if first.Closed != "" {
		if _, err := hold.Begin(a.ctx, a.tx, first.School, hold.Closed, first.Closed); err != nil {
			return err
		}
	}
	return a.putBack(back)
}

// room makes sure that nothing of the school is in the way: there is nothing, or its old
// copy goes.
func (a *arrival) room(first begin) (back []stayed, err error) {
	if !a.replace {
		return nil, a.notThere()
	}
	if a.under, err = a.mayReplace(a.ctx, a.tx, a.all, first); err != nil {
		return nil, err
	}
	return a.clear()
}

// notThere refuses a school of which the database has anything.
func (a *arrival) notThere() error {
	for _, s := range a.shapes {
		query, args := page(s, a.report.School, nil)
		rows, err := db.Cells(a.ctx, a.tx, query, args...)
		if err != nil {
			return err
		}
		if len(rows) > 0 {
			return ErrThere
		}
	}
	return nil
}

func line(lines *bufio.Reader, into any) error {
	text, err := lines.ReadBytes('\n')
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, into); err != nil {
		return errors.Join(ErrFile, err)
	}
	return nil
}

// table takes the rows of one table, in the order in which the tables of both databases
// come: the schemas are the same.
func (a *arrival) table() error {
	var head tableHead
	if err := line(a.lines, &head); err != nil {
		return err
	}
	at := slices.IndexFunc(a.shapes, func(o db.Shape) bool { return o.Table == head.Begins })
	if at < 0 || !sameColumns(a.shapes[at].Columns, head.Columns) {
		return fmt.Errorf("%w: the table %s", ErrSchema, head.Begins)
	}
	s := a.shapes[at]
	s.Columns = head.Columns
	var sum summing
	var rows [][]any
	for {
		text, err := a.lines.ReadBytes('\n')
		if err != nil {
			return err
		}
		if text[0] != '[' {
			if err := a.insert(s, rows); err != nil {
				return err
			}
			return a.ended(s, text, sum)
		}
		row, err := decode(text)
		if err != nil || len(row) != len(s.Columns) {
			return errors.Join(ErrFile, err)
		}
		if err := sum.add(s, row); err != nil {
			return err
		}
		if rows = append(rows, row); len(rows) == batch {
			if err := a.insert(s, rows); err != nil {
				return err
			}
			rows = nil
		}
	}
}

func sameColumns(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

// ended compares what came with what the file says left.
func (a *arrival) ended(s db.Shape, text []byte, sum summing) error {
	var left Sum
	if err := json.Unmarshal(text, &left); err != nil || left != sum.of(s.Table) {
		return errors.Join(ErrFile, err)
	}
	a.report.Sums = append(a.report.Sums, left)
	a.told(s.Table, sum.rows)
	return nil
}

func (a *arrival) insert(s db.Shape, rows [][]any) error {
	for _, row := range rows {
		if s.Table == organisation {
			row[slices.Index(s.Columns, parent)] = a.under
			a.report.Code, _ = row[slices.Index(s.Columns, "code")].(string)
		} else if row[slices.Index(s.Columns, owner(s))] != a.report.School {
			return ErrFile
		}
		a.seal(s, row)
	}
	err := db.InsertCells(a.ctx, a.tx, s.Table, s.Columns, rows)
	if errors.Is(err, db.ErrDuplicate) {
		return fmt.Errorf("a code or login of the school is taken in this database (%s): %w", s.Table, err)
	}
	return err
}

// compare reads everything back as it stands in the database.
func (a *arrival) compare() error {
	for _, left := range a.report.Sums {
		s := a.shapes[slices.IndexFunc(a.shapes, func(o db.Shape) bool { return o.Table == left.Table })]
		var sum summing
		lost, err := a.each(a.ctx, a.tx, s, a.report.School, func(rows [][]any) error {
			for _, row := range rows {
				if err := sum.add(s, row); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		a.report.Unreadable += lost
		if sum.of(s.Table) != left {
			return fmt.Errorf("%w: %s", ErrDiffers, s.Table)
		}
	}
	return nil
}
