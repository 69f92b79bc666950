package transfer

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"

	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/durable"
	"talim/internal/hold"
	"talim/internal/journal"
)

// Header is what anybody may read of a file.
type Header struct {
	Format string `json:"format"` // "talim-school"
	Schema int64  `json:"schema"`
	Salt   []byte `json:"salt"`
}

const format = "talim-school"

// Out writes a school that is held into a file that only the words open. It reads as of
// one moment, in one transaction: what was allowed before the hold is in it.
func (m Mover) Out(ctx context.Context, school, path, words string) (Report, error) {
	shapes, err := m.DB.Shapes(ctx)
	if err != nil {
		return Report{}, err
	}
	schema, err := m.DB.Schema(ctx)
	if err != nil {
		return Report{}, err
	}
	var report Report
	err = m.DB.Tx(ctx, func(ctx context.Context, tx db.Conn) error {
		return durable.Write(path, 0o600, func(w io.Writer) (err error) {
			report, err = m.write(ctx, tx, w, of(shapes), Header{Format: format, Schema: schema}, school, words)
			return err
		})
	})
	return report, err
}

func (m Mover) write(ctx context.Context, tx db.Conn, w io.Writer, shapes []db.Shape, h Header, school, words string) (Report, error) {
	h.Salt = make([]byte, 16)
	_, _ = rand.Read(h.Salt)
	head, err := json.Marshal(h)
	if err != nil {
		return Report{}, err
	}
	key, err := sealer(words, h.Salt)
	if err != nil {
		return Report{}, err
	}
	if _, err := w.Write(append(bytes.Clone(head), '\n')); err != nil {
		return Report{}, err
	}
	boxes := &boxWriter{to: w, sealer: key, head: head}
	packed := gzip.NewWriter(boxes)
	report, err := m.content(ctx, tx, packed, shapes, school)
	return report, errors.Join(err, packed.Close(), boxes.Close())
}

// content writes, for each table, a line with its name and columns, its rows, and a line
// with what they add up to.
func (m Mover) content(ctx context.Context, tx db.Conn, w io.Writer, shapes []db.Shape, school string) (Report, error) {
	report := Report{School: school}
	first, err := m.beginning(ctx, tx, school)
	if err != nil {
		return report, err
	}
	lines := json.NewEncoder(w)
	if err := lines.Encode(first); err != nil {
		return report, err
	}
	for _, s := range shapes {
		if err := lines.Encode(tableHead{s.Table, s.Columns}); err != nil {
			return report, err
		}
		var sum summing
		lost, err := m.each(ctx, tx, s, school, func(rows [][]any) error { return writeRows(w, s, rows, &sum) })
		if err != nil {
			return report, err
		}
		report.Unreadable += lost
		report.Sums = append(report.Sums, sum.of(s.Table))
		if err := lines.Encode(sum.of(s.Table)); err != nil {
			return report, err
		}
		m.told(s.Table, sum.rows)
	}
	return report, nil
}

func (m Mover) told(table string, rows int) {
	if m.Progress != nil {
		m.Progress(table, rows)
	}
}

func writeRows(w io.Writer, s db.Shape, rows [][]any, sum *summing) error {
	for _, row := range rows {
		if err := sum.add(s, row); err != nil {
			return err
		}
		line, err := encode(row)
		if err != nil {
			return err
		}
		if _, err := w.Write(append(line, '\n')); err != nil {
			return err
		}
	}
	return nil
}

// begin is the first line of the content, tableHead the first of a table.
type begin struct {
	School string           `json:"school"`
	Closed calendar.Date    `json:"closed,omitempty"` // its first closed day
	Last   calendar.Instant `json:"last,omitempty"`   // the latest change that its journal tells of
}

func (m Mover) beginning(ctx context.Context, tx db.Conn, school string) (begin, error) {
	b := begin{School: school}
	holds, err := hold.Of(ctx, tx, school)
	if err != nil {
		return b, err
	}
	for _, h := range holds {
		if h.Why == hold.Closed {
			b.Closed = h.Starts
		}
	}
	b.Last, err = journal.Last(ctx, tx, school, m.Ways...)
	return b, err
}

type tableHead struct {
	Begins  string   `json:"begins"`
	Columns []string `json:"columns"`
}
