package apptest

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"testing"

	"talim/internal/db"
	"talim/internal/fault"
)

// Watch looks at every row of a database, to say of a request that was refused that it
// changed none: a row that is written over is seen as well as one that is added.
type Watch struct {
	t     *testing.T
	d     *db.DB
	query string
}

// NewWatch looks at all tables but those that are left out.
func NewWatch(t *testing.T, d *db.DB, but ...string) *Watch {
	t.Helper()
	columns, err := d.Columns(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(columns, func(a, b db.Column) int { return cmp.Or(cmp.Compare(a.Table, b.Table), cmp.Compare(a.Name, b.Name)) })
	of, tables := map[string][]string{}, []string{}
	for _, c := range columns {
		if slices.Contains(but, c.Table) {
			continue
		}
		if of[c.Table] == nil {
			tables = append(tables, c.Table)
		}
		of[c.Table] = append(of[c.Table], "'"+c.Name+"=' || COALESCE(CAST("+c.Name+" AS TEXT), '')")
	}
	var parts []string
	for _, table := range tables {
		parts = append(parts, `SELECT '`+table+` ' || `+strings.Join(of[table], ` || ' ' || `)+` AS line FROM `+table)
	}
	return &Watch{t: t, d: d, query: strings.Join(parts, " UNION ALL ")}
}

// Rows are all rows as they stand, each a line that begins with its table.
func (w *Watch) Rows() []string {
	w.t.Helper()
	rows, err := db.All[string](context.Background(), w.d.Read(), w.query)
	if err != nil {
		w.t.Fatal(err)
	}
	slices.Sort(rows)
	return rows
}

// Changed are the rows that fn took away or wrote over, after "-", and those that stand
// there since, after "+".
func (w *Watch) Changed(fn func()) []string {
	w.t.Helper()
	before := w.Rows()
	fn()
	return Difference(before, w.Rows())
}

// Difference is what Changed says of the rows as they stood before and as they stand after.
func Difference(before, after []string) (out []string) {
	i, k := 0, 0
	for i < len(before) || k < len(after) {
		switch {
		case k == len(after) || i < len(before) && before[i] < after[k]:
			out = append(out, "- "+before[i])
			i++
		case i == len(before) || after[k] < before[i]:
			out = append(out, "+ "+after[k])
			k++
		default:
			i, k = i+1, k+1
		}
	}
	return out
}

// Refusal is a request that is answered in words and changes nothing.
type Refusal struct {
	Name string
	Err  func() error
	Want string // as Says gives it
}

// Refuses makes the requests one after the other, and wants each to be refused with its
// answer and every row to stand as it did.
func (w *Watch) Refuses(all ...Refusal) {
	w.t.Helper()
	changed := w.Changed(func() {
		for _, r := range all {
			if got := Says(r.Err()); got != r.Want {
				w.t.Errorf("%s: %q, want %q", r.Name, got, r.Want)
			}
		}
	})
	if len(changed) > 0 {
		w.t.Errorf("what was refused changed\n%s", strings.Join(changed, "\n"))
	}
}

// Says is what an error tells whoever asked: the kind and the message, or of invalid
// input each field with its message, in alphabetical order. "" is no error.
func Says(err error) string {
	if err == nil {
		return ""
	}
	e, ok := fault.As(err)
	switch {
	case !ok:
		return "not said: " + err.Error()
	case e.Kind != fault.KindInvalid:
		return string(e.Kind) + " " + e.Says.Key
	}
	var words []string
	for _, f := range e.Fields {
		words = append(words, f.Name+":"+f.Key)
	}
	slices.Sort(words)
	return strings.Join(words, " ")
}
