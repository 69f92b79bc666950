package intake

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"talim/internal/exchange"
	"talim/internal/fault"
	"talim/internal/tabular"
	"talim/internal/timetable/lessonimport"
)

// source is a file as a table, with what the program that wrote it says besides.
type source struct {
	rows []tabular.Row
	book exchange.Book   // empty for a plain table
	part []fault.Message // why the file does not say who is no longer there
}

// readSource reads a file of any format; what it is follows from its content.
func readSource(ctx context.Context, kind Kind, content []byte) (source, error) {
	book, known, err := exchange.Read(ctx, content)
	if err != nil {
		return source{}, err
	}
	var out source
	switch {
	case !known:
		err = out.readTable(ctx, kind, content)
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
	if err == nil && len(out.rows) < 2 {
		err = fault.Invalid("file", "intake.file.no_rows")
	}
	return out, err
}

// readTable takes the sheet whose headings say the most: covers and notes stand before
// and behind it. Other sheets with such headings may hold more people.
func (s *source) readTable(ctx context.Context, kind Kind, content []byte) error {
	sheets, err := tabular.ReadSheets(ctx, content)
	if err != nil {
		return err
	}
	best, most := 0, 0
	var known []int // sheets with headings
	for i, sheet := range sheets {
		_, m := tabular.FindHeader(sheet.Rows, kind.Fields())
		if len(m) > most {
			best, most = i, len(m)
		}
		if len(m) > 1 {
			known = append(known, i)
		}
	}
	s.rows = sheets[best].Rows
	if kind == Timetable && most < enoughFields && isGrid(s.rows) {
		return fault.Invalid("file", "intake.file.grid")
	}
	var others []string
	for _, i := range known {
		if i != best {
			others = append(others, sheets[i].Name)
		}
	}
	if len(others) > 0 {
		s.part = append(s.part, fault.Say("intake.partial.sheets", "Name", sheets[best].Name, "Others", strings.Join(others, ", ")))
	}
	return nil
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
	if s.book.Format != "" {
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
