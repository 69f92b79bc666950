package tabular

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"talim/internal/i18n"
)

// Field is something a table may hold, with the headings that people write above it.
type Field struct {
	Name     string
	Needed   bool
	Headings []string // in any language; case, spaces and punctuation do not count
	// Like are signs of longer headings, the surest first; Unlike, of headings about something
	// else. Both are met with the folded heading, where no Headings fit.
	Like   []*regexp.Regexp
	Unlike *regexp.Regexp
}

// Mapping says which column holds a field; a field without a column is missing.
type Mapping map[string]int

// Missing lists the needed fields that have no column, in the order of fields.
func (m Mapping) Missing(fields []Field) []string {
	var out []string
	for _, f := range fields {
		if _, ok := m[f.Name]; f.Needed && !ok {
			out = append(out, f.Name)
		}
	}
	return out
}

// Value is the cell of a field, "" where the field has no column.
func (m Mapping) Value(r Row, field string) string {
	i, ok := m[field]
	if !ok {
		return ""
	}
	return r.Cell(i)
}

// HeaderWithin is how many rows the header is looked for in: a title, a date and the
// stamp of approval may stand above it.
const HeaderWithin = 15

// FindHeader finds the row that names the columns and recognises them. Where no row
// names any known field, it is the first row with several cells: a title has one.
func FindHeader(rows []Row, fields []Field) (int, Mapping) {
	best, mapping := 0, Mapping{}
	for i := 0; i < len(rows) && i < HeaderWithin; i++ {
		if m := Recognise(rows[i].Cells, fields); len(m) > len(mapping) {
			best, mapping = i, m
		}
	}
	if len(mapping) == 0 {
		best = max(slices.IndexFunc(rows[:min(len(rows), HeaderWithin)], Row.severalCells), 0)
	}
	return best, mapping
}

func (r Row) severalCells() bool {
	filled := 0
	for _, c := range r.Cells {
		if c != "" {
			filled++
		}
	}
	return filled > 1
}

// Recognise maps the headings of one row. Each column serves one field, each
// field takes the first column that bears its name.
func Recognise(header []string, fields []Field) Mapping {
	names := map[string]string{}
	for _, f := range fields {
		names[plain(f.Name)] = f.Name
		for _, h := range f.Headings {
			names[plain(h)] = f.Name
		}
	}
	m := Mapping{}
	for i, h := range header {
		field, known := names[plain(h)]
		if !known { // what stands in brackets explains: "Стаж (лет)"
			field, known = names[plain(explained.ReplaceAllString(h, ""))]
		}
		if _, taken := m[field]; known && !taken {
			m[field] = i
		}
	}
	m.guess(header, fields)
	return m
}

// guess gives the fields without a column one whose heading is like theirs: "Занимаемая
// должность, преподаваемый предмет". Each column serves one field.
func (m Mapping) guess(header []string, fields []Field) {
	taken := map[int]bool{}
	for _, column := range m {
		taken[column] = true
	}
	for _, f := range fields {
		if _, known := m[f.Name]; known {
			continue
		}
		if column := f.likest(header, taken); column >= 0 {
			m[f.Name], taken[column] = column, true
		}
	}
}

// likest is the column whose heading has the surest sign of the field, -1 for none.
func (f Field) likest(header []string, taken map[int]bool) int {
	for _, sign := range f.Like {
		for i, h := range header {
			folded := i18n.Fold(h)
			if !taken[i] && sign.MatchString(folded) && (f.Unlike == nil || !f.Unlike.MatchString(folded)) {
				return i
			}
		}
	}
	return -1
}

// Repeats says whether a row names the columns once more: below a heading of two lines, or
// at the top of each printed page.
func (r Row) Repeats(header Row) bool {
	same := 0
	for i, cell := range r.Cells {
		if plain(cell) != "" && plain(cell) == plain(header.Cell(i)) {
			same++
		}
	}
	return same > 1
}

var explained = regexp.MustCompile(`\([^()]*\)`)

// Fingerprint is the same for headers of the same headings in the same order.
func Fingerprint(header []string) string {
	parts := make([]string, len(header))
	for i, h := range header {
		parts[i] = plain(h)
	}
	sum := sha256.Sum256([]byte(strings.TrimRight(strings.Join(parts, "\x1f"), "\x1f")))
	return hex.EncodeToString(sum[:12])
}

// plain keeps letters and digits in lower case: "Start time:" is "starttime".
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// SameHeading says whether two headings are one: case, spaces and punctuation do not
// count, unless there is nothing else.
func SameHeading(a, b string) bool {
	if plain(a) == "" || plain(b) == "" {
		return strings.TrimSpace(a) == strings.TrimSpace(b)
	}
	return plain(a) == plain(b)
}
