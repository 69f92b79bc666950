package tabular

import (
	"regexp"
	"slices"
)

// Headings of two lines: one over several columns, and below it what each of them holds
// ("Стаж" over "общий" and "педагогический"). They become one line, "Стаж: общий", and
// the second stays, as a row that repeats the first.

// JoinHeadings joins the headings of two lines among the first rows of a sheet.
func (s Sheet) JoinHeadings() Sheet {
	s.Rows = slices.Clone(s.Rows)
	for _, m := range s.Merged {
		at := slices.IndexFunc(s.Rows[:min(len(s.Rows), HeaderWithin)], func(r Row) bool { return r.Line == m.FirstLine })
		if at >= 0 && m.heads(s.Rows, at) {
			s.Rows[at].Cells, s.Rows[at+1].Cells = joined(s.Rows[at], s.Rows[at+1], m)
		}
	}
	return s
}

// heads says whether a range of one line is a heading over others: not the title of the
// whole sheet, and with different words below.
func (m Range) heads(rows []Row, at int) bool {
	if m.FirstLine != m.LastLine || m.FirstColumn == m.LastColumn || at+1 >= len(rows) || rows[at+1].Line != m.LastLine+1 {
		return false
	}
	beside := slices.ContainsFunc(rows[at].Cells[:min(m.FirstColumn, len(rows[at].Cells))], notEmpty) ||
		m.LastColumn+1 < len(rows[at].Cells) && slices.ContainsFunc(rows[at].Cells[m.LastColumn+1:], notEmpty)
	var below []string
	for c := m.FirstColumn; c <= m.LastColumn; c++ {
		text := rows[at+1].Cell(c)
		if !hasLetters(text) || slices.Contains(below, text) {
			return false
		}
		below = append(below, text)
	}
	return beside && hasLetters(rows[at].Cell(m.FirstColumn))
}

// joined are both lines with the joined headings of a range.
func joined(over, under Row, m Range) (upper, lower []string) {
	upper, lower = slices.Clone(over.Cells), slices.Clone(under.Cells)
	for c := m.FirstColumn; c <= m.LastColumn; c++ {
		for len(upper) <= c {
			upper = append(upper, "")
		}
		upper[c] = over.Cell(m.FirstColumn) + ": " + under.Cell(c)
		lower[c] = upper[c]
	}
	return upper, lower
}

func notEmpty(cell string) bool { return cell != "" }

func hasLetters(cell string) bool { return letter.MatchString(cell) }

var letter = regexp.MustCompile(`\pL`)
