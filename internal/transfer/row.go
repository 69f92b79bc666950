package transfer

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"talim/internal/db"
	"talim/internal/secret"
)

// batch is how many records are in memory at once.
const batch = 100

// sealedAt finds the private texts of a table: column by place in the row.
func (m Mover) sealedAt(s db.Shape) map[int]secret.Column {
	out := map[int]secret.Column{}
	for _, c := range m.Sealed {
		if c.Table == s.Table {
			out[slices.Index(s.Columns, c.Name)] = c
		}
	}
	return out
}

// each reads the rows of the school in a table, a batch at a time, with private texts
// opened. It says how many of these could not be.
func (m Mover) each(ctx context.Context, c db.Conn, s db.Shape, school string, fn func(rows [][]any) error) (unreadable int, err error) {
	var after []any
	for {
		query, args := page(s, school, after)
		rows, err := db.Cells(ctx, c, query, args...)
		if err != nil || len(rows) == 0 {
			return unreadable, err
		}
		after = keyOf(s, rows[len(rows)-1])
		for _, row := range rows {
			s.Alike(row)
			unreadable += m.open(s, row)
		}
		if err := fn(rows); err != nil {
			return unreadable, err
		}
		if len(rows) < batch {
			return unreadable, nil
		}
	}
}

// page asks for the next rows after a key.
func page(s db.Shape, school string, after []any) (string, []any) {
	query := "SELECT " + strings.Join(s.Columns, ", ") + " FROM " + s.Table + " WHERE " + owner(s) + " = $1"
	args := []any{school}
	if after != nil {
		marks := make([]string, len(after))
		for i, v := range after {
			args = append(args, v)
			marks[i] = "$" + strconv.Itoa(len(args))
		}
		query += " AND (" + strings.Join(s.Key, ", ") + ") > (" + strings.Join(marks, ", ") + ")"
	}
	return query + " ORDER BY " + strings.Join(s.Key, ", ") + " LIMIT " + strconv.Itoa(batch), args
}

func keyOf(s db.Shape, row []any) []any {
	out := make([]any, len(s.Key))
	for i, k := range s.Key {
		out[i] = row[slices.Index(s.Columns, k)]
	}
	return out
}

// open opens the private texts of a row.
func (m Mover) open(s db.Shape, row []any) (unreadable int) {
	for at, c := range m.sealedAt(s) {
		sealed, _ := row[at].(string)
		if sealed == "" {
			continue
		}
		text, err := m.Keeper.Unfasten(c.Of(idOf(s, row)), sealed)
		if err != nil {
			unreadable++
			if !secret.IsSealed(sealed) { // it would be sealed where it arrives
				row[at] = secret.LockUp(sealed)
			}
			continue
		}
		row[at] = text
	}
	m.vouchedHere(s, row, func(v secret.Vouched, seal string, values []string) string {
		if !m.Keeper.Vouches(seal, v.Table, values...) {
			return ""
		}
		return vouchedFor
	})
	return unreadable
}

// vouchedFor is what the file says of a row that the keys of its database vouch for: the
// sum is made anew with those of the next one.
const vouchedFor = "vouched for"

// vouchedHere changes the sum of a row of a table whose rows are vouched for.
func (m Mover) vouchedHere(s db.Shape, row []any, change func(v secret.Vouched, seal string, values []string) string) {
	for _, v := range m.Vouched {
		if v.Table != s.Table {
			continue
		}
		values := make([]string, len(v.Over))
		for i, c := range v.Over {
			values[i], _ = row[slices.Index(s.Columns, c)].(string)
		}
		at := slices.Index(s.Columns, v.Name)
		seal, _ := row[at].(string)
		row[at] = change(v, seal, v.Values(values...))
	}
}

// seal seals them with the key that seals here. What could not be opened stays.
func (m Mover) seal(s db.Shape, row []any) {
	for at, c := range m.sealedAt(s) {
		if text, _ := row[at].(string); text != "" && !secret.IsSealed(text) {
			row[at] = m.Keeper.Fasten(c.Of(idOf(s, row)), text)
		}
	}
	m.vouchedHere(s, row, func(v secret.Vouched, seal string, values []string) string {
		if seal != vouchedFor {
			return ""
		}
		return m.Keeper.Vouch(v.Table, values...)
	})
}

func idOf(s db.Shape, row []any) string {
	id, _ := row[slices.Index(s.Columns, "id")].(string)
	return id
}

// cell is a value as the file holds it. Texts, numbers and yes or no are those of JSON;
// bytes stand in an object.
type bytesCell struct {
	Bytes string `json:"bytes"`
}

func encode(row []any) ([]byte, error) {
	out := make([]any, len(row))
	for i, v := range row {
		switch v := v.(type) {
		case []byte:
			out[i] = bytesCell{base64.StdEncoding.EncodeToString(v)}
		case nil, string, int64, bool:
			out[i] = v
		default:
			return nil, fmt.Errorf("a value of the kind %T cannot travel", v)
		}
	}
	return json.Marshal(out)
}

func decode(line []byte) ([]any, error) {
	var raw []json.RawMessage
	if err := json.Unmarshal(line, &raw); err != nil {
		return nil, err
	}
	out := make([]any, len(raw))
	for i, r := range raw {
		var err error
		if out[i], err = decodeCell(r); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func decodeCell(r json.RawMessage) (any, error) {
	switch r[0] {
	case '"':
		var text string
		err := json.Unmarshal(r, &text)
		return text, err
	case 't', 'f':
		return r[0] == 't', nil
	case 'n':
		return nil, nil
	case '{':
		var b bytesCell
		if err := json.Unmarshal(r, &b); err != nil {
			return nil, err
		}
		return base64.StdEncoding.DecodeString(b.Bytes)
	}
	return strconv.ParseInt(string(r), 10, 64)
}

// summing adds up the records of a table.
type summing struct {
	rows int
	hash [sha256.Size]byte
}

// add takes a record, with its place in the tree left out, which a move changes.
func (s *summing) add(shape db.Shape, row []any) error {
	if shape.Table == organisation {
		row = slices.Clone(row)
		row[slices.Index(shape.Columns, parent)] = ""
	}
	text, err := encode(row)
	sum := sha256.Sum256(text)
	for i, b := range sum {
		s.hash[i] ^= b
	}
	s.rows++
	return err
}

func (s *summing) of(table string) Sum {
	return Sum{Table: table, Rows: s.rows, Hash: hex.EncodeToString(s.hash[:])}
}
