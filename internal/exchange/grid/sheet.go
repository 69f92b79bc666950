package grid

import (
	"slices"
	"strconv"
	"strings"

	"talim/internal/fault"
	"talim/internal/tabular"
)

// MaxCells is how many cells the sheets of one file may span together: a school of a
// hundred classes has a tenth.
const MaxCells = 400_000

// cell is one place of a sheet with what stands there; cells that are merged have one origin.
type cell struct {
	lines  []string
	origin int // the place of the first cell of a merged range; its own otherwise
	flaw   tabular.Flaw
}

func (c cell) text() string { return strings.Join(c.lines, " ") }

func (c cell) empty() bool { return len(c.lines) == 0 }

// sheet is a table as it looks, merged cells filled, seen as it is or turned.
type sheet struct {
	name       string
	rows, cols int // as it stands in the file
	numbers    []int
	cells      []cell
	turned     bool
}

// budget is how many cells may still be looked at.
type budget int

func (b *budget) take(n int) error {
	if *b -= budget(n); *b < 0 {
		return fault.Invalid("file", "tabular.file.cells", "Most", MaxCells)
	}
	return nil
}

func newSheet(from tabular.Sheet, left *budget) (sheet, error) {
	s := sheet{name: from.Name, rows: len(from.Rows)}
	for _, r := range from.Rows {
		s.cols = max(s.cols, len(r.Cells))
	}
	if err := left.take(s.rows * s.cols); err != nil {
		return s, err
	}
	s.cells = make([]cell, s.rows*s.cols)
	for i, r := range from.Rows {
		s.numbers = append(s.numbers, r.Line)
		for j := range r.Cells {
			x := &s.cells[i*s.cols+j]
			x.lines = r.Lines(j)
			if f, flawed := r.FlawAt(j); flawed {
				if x.flaw = f; len(x.lines) == 0 {
					x.lines = []string{"?"}
				}
			}
		}
	}
	for i := range s.cells {
		s.cells[i].origin = i
	}
	return s, s.spread(from.Merged, left)
}

// spread writes the text of merged cells into each of their places. A range that lies
// over another is none.
func (s *sheet) spread(ranges []tabular.Range, left *budget) error {
	covered := make([]bool, len(s.cells))
	for _, m := range ranges {
		first, _ := slices.BinarySearch(s.numbers, m.FirstLine)
		after, _ := slices.BinarySearch(s.numbers, m.LastLine+1)
		end := min(m.LastColumn, s.cols-1)
		if first >= after || m.FirstColumn > end {
			continue
		}
		if err := left.take((after - first) * (end - m.FirstColumn + 1)); err != nil {
			return err
		}
		origin := first*s.cols + m.FirstColumn
		if s.numbers[first] != m.FirstLine {
			continue // its first line is empty, and so is the range
		}
		for r := first; r < after; r++ {
			for c := m.FirstColumn; c <= end; c++ {
				if i := r*s.cols + c; !covered[i] {
					covered[i], s.cells[i] = true, cell{s.cells[origin].lines, origin, s.cells[origin].flaw}
				}
			}
		}
	}
	return nil
}

// turn is the same sheet with rows for columns.
func (s sheet) turn() sheet {
	s.turned = !s.turned
	return s
}

func (s sheet) height() int {
	if s.turned {
		return s.cols
	}
	return s.rows
}

func (s sheet) width() int {
	if s.turned {
		return s.rows
	}
	return s.cols
}

func (s sheet) at(row, col int) cell { return s.cells[s.index(row, col)] }

func (s sheet) index(row, col int) int {
	if s.turned {
		row, col = col, row
	}
	return row*s.cols + col
}

// gap says whether an empty line stands above a row.
func (s sheet) gap(row int) bool {
	return !s.turned && row > 0 && s.numbers[row] > s.numbers[row-1]+1
}

// place names a cell as spreadsheets do: "Лист1!C4".
func (s sheet) place(origin int) string {
	row, col := origin/s.cols, origin%s.cols
	ref := letters(col) + strconv.Itoa(s.numbers[row])
	if s.name == "" {
		return ref
	}
	return s.name + "!" + ref
}

func letters(col int) string {
	name := ""
	for col++; col > 0; col = (col - 1) / 26 {
		name = string(rune('A'+(col-1)%26)) + name
	}
	return name
}
