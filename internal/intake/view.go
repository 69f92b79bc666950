package intake

import (
	"regexp"
	"slices"

	"talim/internal/tabular"
)

// View is a plain table as the page shows it, for somebody to say where the list stands
// and what its columns mean.
type View struct {
	Sheets   []SheetView
	Sheet    int           // the one that is read
	First    []tabular.Row // the first rows, the headings among them
	Examples [][]string    // by column: a few things that stand in it
}

// SheetView is one sheet of a workbook.
type SheetView struct {
	Name string
	Rows int
}

// What a page shows of a file: enough to see what it is.
const (
	firstRows    = 10
	examplesOf   = 3
	examplesFrom = 200 // rows
)

func (s source) view(header int) View {
	v := View{Sheet: s.sheet}
	if !s.plain() {
		return v
	}
	for _, x := range s.sheets {
		v.Sheets = append(v.Sheets, SheetView{x.Name, len(x.Rows)})
	}
	v.First = s.rows[:min(len(s.rows), max(firstRows, header+3))]
	body := s.rows[header+1:]
	v.Examples = make([][]string, len(s.rows[header].Cells))
	for _, r := range body[:min(len(body), examplesFrom)] {
		if !exemplary(r) || r.Repeats(s.rows[header]) {
			continue
		}
		for i := range v.Examples {
			if cell := r.Cell(i); cell != "" && len(v.Examples[i]) < examplesOf && !slices.Contains(v.Examples[i], cell) {
				v.Examples[i] = append(v.Examples[i], cell)
			}
		}
	}
	return v
}

// exemplary says whether a row shows what its columns hold: not the heading of a part,
// nor the numbers of the columns.
func exemplary(r tabular.Row) bool {
	filled, numbers := 0, true
	for _, cell := range r.Cells {
		if cell != "" {
			filled++
			numbers = numbers && allDigits.MatchString(cell)
		}
	}
	return filled > 1 && !numbers || len(r.Cells) == 1
}

// rowNumber is the heading of a column that only counts the rows.
var rowNumber = regexp.MustCompile(`(?i)^(?:№|#|n|no|номер|р/с)?\s*(?:№|п\s*/?\s*п|р\s*/?\s*с)?\.?$`)

// Unread are the headings of columns that hold something and are taken for nothing.
func (p Preview) Unread() []string {
	taken := TakenFor(p.Columns().Columns)
	var out []string
	for i, examples := range p.Examples {
		heading := p.Header[i]
		if taken[i] == "" && len(examples) > 0 && heading != "" && !rowNumber.MatchString(heading) {
			out = append(out, heading)
		}
	}
	return out
}
