package grid

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/tabular"
)

// Whose lessons a grid shows side by side.
type Whose int

// The kinds.
const (
	Nobody Whose = iota
	Class
	Teacher
)

// Cell is a place of a grid that holds text, with what the edges say of it.
type Cell struct {
	Place           string // sheet and cell
	Of              Whose
	Name            string // of the class or the teacher
	Lines           []string
	Subject         string   // of the teacher, where the grid gives one beside the name
	Teachers, Rooms []string // of the columns beside it
	Weekday         calendar.Weekday
	Shift, Week     int // 0 where nothing is said
	Number          int // -1 where nothing is said
	StartsAt        calendar.Clock
	EndsAt          calendar.Clock
	Group           int
	Half            bool          // only the left of several columns of its class is filled: a group, or the whole class
	Wrong           fault.Message // why its place in the week is not certain
}

// Table is what the grids of a file hold.
type Table struct {
	Cells []Cell
	Again []fault.Message // sheets that show the same lessons once more
	Left  []fault.Message // sheets that were not read
	Doubt []fault.Message // what was read one way and may be meant another
}

// Read reads the grids of the sheets; ok is false where no sheet is one. Errors are
// faults of the field "file", or that the request has ended.
func Read(ctx context.Context, sheets []tabular.Sheet) (t Table, ok bool, err error) {
	left := budget(MaxCells)
	var parts [3][]part
	var others []string
	for _, from := range sheets {
		if err := ctx.Err(); err != nil {
			return t, false, err
		}
		s, err := newSheet(from, &left)
		if err != nil {
			return t, false, err
		}
		p, found, err := layOut(s)
		switch {
		case err != nil:
			return t, true, err
		case !found:
			others = append(others, from.Name)
		default:
			parts[p.of] = append(parts[p.of], p)
		}
	}
	return join(parts, others)
}

// part is the grid of one sheet.
type part struct {
	name   string
	of     Whose
	cells  []Cell
	shifts bool // hours stand side by side, and nothing says of which shift each is
}

// join takes the grids of classes. Those of teachers in the same book show the same
// lessons once more.
func join(parts [3][]part, others []string) (t Table, ok bool, err error) {
	taken, again := parts[Class], parts[Teacher]
	if len(taken) == 0 {
		taken, again = again, nil
	}
	var shifts []part
	for _, p := range taken {
		t.Cells = append(t.Cells, p.cells...)
		if p.shifts {
			shifts = append(shifts, p)
		}
	}
	t.doubt(shifts)
	if len(t.Cells) == 0 {
		return t, false, nil
	}
	if len(again) > 0 {
		t.Again = append(t.Again, fault.Say("exchange.grid.again", "Names", namesOf(again)))
	}
	if others = slices.DeleteFunc(others, func(n string) bool { return n == "" }); len(others) > 0 {
		t.Left = append(t.Left, fault.Say("exchange.grid.others", "Names", strings.Join(others, ", ")))
	}
	return t, true, nil
}

// doubt says what was read one way and may be meant another.
func (t *Table) doubt(shifts []part) {
	divided := map[string]bool{} // owners of whom a further column holds something
	for _, c := range t.Cells {
		divided[c.Name] = divided[c.Name] || c.Group > 1
	}
	halves := 0
	for i := range t.Cells {
		c := &t.Cells[i]
		if c.Half = c.Half && divided[c.Name]; c.Half {
			halves++
		}
	}
	if halves > 0 {
		t.Doubt = append(t.Doubt, fault.Say("exchange.grid.halves", "Count", halves))
	}
	if len(shifts) > 0 {
		t.Doubt = append(t.Doubt, fault.Say("exchange.grid.shifts", "Names", namesOf(shifts)))
	}
}

func namesOf(parts []part) string {
	names := make([]string, len(parts))
	for i, p := range parts {
		names[i] = p.name
	}
	return strings.Join(names, ", ")
}

// List is the cells as a list of lessons, one a row, with a header as such lists have it:
// what a school takes home to correct. The text of a cell stands for the subject.
func (t Table) List() ([]tabular.Row, error) {
	list := [][]string{{"teacher", "class", "subject", "room", "day", "period", "start", "end", "shift", "group", "week"}}
	for _, c := range t.Cells {
		teacher, class := "", c.Name
		if c.Of == Teacher {
			teacher, class = c.Name, ""
		}
		list = append(list, []string{
			or(teacher, strings.Join(c.Teachers, ", ")), class, strings.Join(c.Lines, " "), strings.Join(c.Rooms, ", "),
			written(int(c.Weekday), 1), written(c.Number, 0), string(c.StartsAt), string(c.EndsAt), written(c.Shift, 1), written(c.Group, 1), written(c.Week, 1),
		})
	}
	return tabular.Rows(list)
}

// written leaves the cell of a number empty that is below the least.
func written(n, least int) string {
	if n < least {
		return ""
	}
	return strconv.Itoa(n)
}
