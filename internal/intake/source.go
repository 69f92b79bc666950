package intake

import (
	"context"

	"talim/internal/exchange"
	"talim/internal/fault"
	"talim/internal/tabular"
	"talim/internal/timetable/lessonimport"
)

// source is a file as a table, with what the program that wrote it says besides.
type source struct {
	rows []tabular.Row
	book exchange.Book // empty for a plain table
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
		out.rows, err = tabular.Read(ctx, content)
	case kind == Staff:
		out.book = book
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
	for _, m := range s.book.Ignored {
		out = append(out, Refused{Key: m.Key, Args: m.Args})
	}
	return out
}
