package intake

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"talim/internal/exchange"
	"talim/internal/exchange/grid"
	"talim/internal/fault"
	"talim/internal/tabular"
	"talim/internal/timetable/lessonimport"
)

// source is a file as a table, with what the program that wrote it says besides.
type source struct {
	sheets []tabular.Sheet // of a plain table
	sheet  int             // the one of them that is read
	rows   []tabular.Row
	book   exchange.Book   // empty for a plain table
	grid   []grid.Cell     // of a table laid out for people
	part   []fault.Message // why the file does not say who is no longer there
}

// plain says whether it is a table in which columns are to be told.
func (s source) plain() bool { return s.book.Format == "" }

// readSource reads a file of any format; what it is follows from its content. Of a plain
// table no sheet is chosen yet.
func readSource(ctx context.Context, kind Kind, content []byte) (source, error) {
	book, known, err := exchange.Read(ctx, content)
	if err != nil {
		return source{}, err
	}
	var out source
	switch {
	case !known:
		if out.sheets, err = tabular.ReadSheets(ctx, content); err == nil && kind == Timetable {
			err = out.readGrid(ctx)
		}
		out.joinHeadings()
	case kind == Staff:
		out.book = book
		if book.Partial {
			out.part = append(out.part, fault.Say("intake.partial.changes"))
		}
		if len(book.Teachers) == 0 {
			return out, fault.Invalid("file", "exchange.no_teachers")
		}
		out.rows, err = book.StaffTable()
	default:
		out.book = book
		if err := book.TimesKnown(); err != nil {
			return out, err
		}
		out.rows, err = book.LessonTable()
	}
	if err == nil && known && len(out.rows) < 2 {
		err = fault.Invalid("file", "intake.file.no_rows")
	}
	return out, err
}

// joinHeadings makes one line of the headings of the lists in a file; a grid was read before.
func (s *source) joinHeadings() {
	for i, sheet := range s.sheets {
		s.sheets[i] = sheet.JoinHeadings()
	}
}

// best is the sheet whose headings say the most, since covers and notes stand before and
// behind it; the longest where no heading is known.
func (s source) best(kind Kind) int {
	best, most := 0, 0
	for i, sheet := range s.sheets {
		_, m := tabular.FindHeader(sheet.Rows, kind.Fields())
		if len(m) > most || most == 0 && len(sheet.Rows) > len(s.sheets[best].Rows) {
			best, most = i, len(m)
		}
	}
	return best
}

// named is the sheet of a name; the best where no name is given.
func (s source) named(kind Kind, name string) (int, bool) {
	if name == "" {
		return s.best(kind), true
	}
	i := slices.IndexFunc(s.sheets, func(x tabular.Sheet) bool { return x.Name == name })
	return i, i >= 0
}

// turn takes a sheet of a plain table. Others with headings may hold more people.
func (s *source) turn(kind Kind, sheet int) error {
	s.sheet, s.rows, s.part = sheet, s.sheets[sheet].Rows, nil
	if len(s.rows) < 2 {
		return fault.Invalid(s.chooses(), "intake.file.no_rows")
	}
	_, found := tabular.FindHeader(s.rows, kind.Fields())
	if kind == Timetable && len(found) < enoughFields && isGrid(s.rows) {
		return fault.Invalid(s.chooses(), "intake.file.grid")
	}
	var others []string
	for i, x := range s.sheets {
		if _, m := tabular.FindHeader(x.Rows, kind.Fields()); i != sheet && len(m) > 1 {
			others = append(others, x.Name)
		}
	}
	if len(others) > 0 {
		s.part = append(s.part, fault.Say("intake.partial.sheets", "Name", s.sheets[sheet].Name, "Others", strings.Join(others, ", ")))
	}
	return nil
}

// chooses is the field of a form at which somebody can help: another sheet, where there
// are several, or another file.
func (s source) chooses() string {
	if len(s.sheets) > 1 {
		return "sheet"
	}
	return "file"
}

// readGrid reads a table that is laid out for people: its cells are
// the rows. A sheet that is a list of lessons goes before.
func (s *source) readGrid(ctx context.Context) error {
	complete := func(x tabular.Sheet) bool {
		_, m := tabular.FindHeader(x.Rows, lessonFields)
		return len(m.Missing(lessonFields)) == 0
	}
	if slices.ContainsFunc(s.sheets, complete) {
		return nil
	}
	t, found, err := grid.Read(ctx, s.sheets)
	if err != nil || !found {
		return err
	}
	s.book.Format, s.book.Ignored, s.grid, s.part = exchange.Grid, slices.Concat(t.Doubt, t.Again), t.Cells, t.Left
	s.rows, err = t.List()
	return err
}

// enoughFields are the headings that make a list of lessons of a table.
const enoughFields = 3

// isGrid says whether a timetable is laid out for people: a row has several classes, or
// several days, beside one another.
func isGrid(rows []tabular.Row) bool {
	return slices.ContainsFunc(rows, func(r tabular.Row) bool {
		classes, days := 0, 0
		for _, cell := range r.Cells {
			if oneClass.MatchString(cell) {
				classes++
			}
			if _, day := tabular.Weekday(cell); day && !allDigits.MatchString(cell) {
				days++
			}
		}
		return classes > 1 || days > 1
	})
}

var (
	oneClass  = regexp.MustCompile(`^\d{1,2}\s*[-–]?\s*[«"]?\pL[»"]?$`)
	allDigits = regexp.MustCompile(`^\d+$`)
)

// Counts is how much of everything a timetable holds.
type Counts exchange.Counts

// counted counts the rows of a plain table; a file of a program says its own.
func (s source) counted(lessons []lessonimport.Row) Counts {
	if s.book.Format != "" && s.grid == nil {
		return Counts(s.book.Counts)
	}
	type group struct {
		class string
		no    int
	}
	teachers, classes, subjects, rooms := map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
	groups := map[group]bool{}
	for _, l := range lessons {
		teachers[l.Teacher], classes[l.Class], subjects[l.Subject] = true, true, true
		if l.Room != "" {
			rooms[l.Room] = true
		}
		if l.Group > 0 {
			groups[group{l.Class, l.Group}] = true
		}
	}
	return Counts{
		Teachers: len(teachers), Classes: len(classes), Groups: len(groups), Subjects: len(subjects), Rooms: len(rooms), Lessons: len(lessons),
	}
}

// leftOut is what the file holds and the rows do not.
func (s source) leftOut() []Refused {
	var out []Refused
	for _, m := range slices.Concat(s.part, s.book.Ignored) {
		out = append(out, Refused{Key: m.Key, Args: m.Args})
	}
	return out
}

// cellOf is the sheet and the cell of a grid that a row of it stands for; "" in a list.
func (s source) cellOf(line int) string {
	if at := line - firstOfGrid; at >= 0 && at < len(s.grid) {
		return s.grid[at].Place
	}
	return ""
}

// firstOfGrid is the line of the first cell in the list of a grid, below the header.
const firstOfGrid = 2

// notes are the cells that were taken with what the school knows.
func (f file) notes() []Refused {
	var out []Refused
	for _, x := range f.divided.Noted {
		out = append(out, Refused{Line: x.Line, Key: x.Key, Args: x.Args, Place: f.source.cellOf(x.Line)})
	}
	return out
}
