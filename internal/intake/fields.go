package intake

import (
	"regexp"
	"slices"

	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/people/staffimport"
	"talim/internal/tabular"
	"talim/internal/timetable"
	"talim/internal/timetable/lessonimport"
)

// Kind is what a file holds.
type Kind string

// The kinds.
const (
	Staff     Kind = "staff"
	Timetable Kind = "timetable"
)

// Kinds lists them in the order in which a new school needs them.
var Kinds = []Kind{Staff, Timetable}

// Known says whether it is one of the kinds.
func (k Kind) Known() bool { return k == Staff || k == Timetable }

// Fields are the columns that a file of the kind may have; the message of each is
// "people.field.<name>" or "intake.field.timetable.<name>".
func (k Kind) Fields() []tabular.Field {
	if k == Staff {
		return staffimport.Fields()
	}
	return lessonFields
}

// FieldKey is the message that names a field.
func (k Kind) FieldKey(name string) string {
	if k == Staff {
		return "people.field." + name
	}
	return "intake.field.timetable." + name
}

func (k Kind) has(name string) bool {
	return slices.ContainsFunc(k.Fields(), func(f tabular.Field) bool { return f.Name == name })
}

// The headings of the files that schools and their tools write. Those in English
// with underscores are of the data of the case studies.
var lessonFields = []tabular.Field{
	{Name: "teacher", Needed: true, Headings: []string{
		"мұғалім", "мұғалім коды", "мұғалімнің аты-жөні", "педагог", "ұстаз", "учитель", "преподаватель", "код учителя", "фио учителя", "фио", "teacher code", "teacher name",
	}},
	{Name: "short", Headings: []string{"қысқаша аты", "сокращение", "сокращённое имя", "краткое имя", "short name", "teacher short"}},
	{Name: "class", Needed: true, Headings: []string{"сынып", "сыныбы", "класс", "class name", "students"}},
	{Name: "subject", Needed: true, Headings: []string{"пән", "пәні", "предмет", "дисциплина", "subject name"}},
	{Name: "day", Needed: true, Headings: []string{"күн", "күні", "апта күні", "аптаның күні", "день", "день недели", "weekday"}},
	{Name: "period", Headings: []string{"сабақ", "сабақ нөмірі", "сабақ №", "№ сабақ", "урок", "номер урока", "№ урока", "урок №", "lesson", "lesson number", "period number"}},
	{Name: "start", Headings: []string{"басталуы", "басталу уақыты", "басы", "начало", "начало урока", "start time", "starts", "from", "уақыты", "уақыт", "сабақ уақыты", "время", "время урока", "time"}},
	{Name: "end", Headings: []string{"аяқталуы", "аяқталу уақыты", "соңы", "конец", "окончание", "конец урока", "end time", "ends", "until"}},
	{Name: "room", Headings: []string{"кабинет", "кабинеті", "каб", "бөлме", "аудитория", "classroom"}},
	{Name: "shift", Headings: []string{"ауысым", "ауысымы", "смена"}},
	{Name: "group", Headings: []string{"топ", "тобы", "топша", "группа", "подгруппа", "group number"}},
	{Name: "week", Headings: []string{"апта", "аптасы", "апта №", "неделя", "нед", "чётность", "четность", "чётность недели", "четность недели", "числитель/знаменатель", "week", "weeks", "week number"}},
}

// lessonRow reads a row of a timetable; a message is why it cannot be read. What
// the row lacks is judged by the timetable.
func lessonRow(r tabular.Row, m tabular.Mapping) (lessonimport.Row, *fault.Message) {
	out := lessonimport.Row{
		Line: r.Line, Teacher: m.Value(r, "teacher"), Short: m.Value(r, "short"), Class: m.Value(r, "class"), Subject: m.Value(r, "subject"), Room: m.Value(r, "room"),
	}
	var ok bool
	if day := m.Value(r, "day"); day != "" {
		n, known := tabular.Weekday(day)
		if !known {
			return out, said("intake.row.weekday", "Word", day)
		}
		out.Weekday = calendar.Weekday(n)
	}
	for _, n := range []struct {
		field    string
		into     *int
		from, to int
	}{{"period", &out.Number, 0, 20}, {"shift", &out.Shift, 1, 3}, {"group", &out.Group, 0, 99}} {
		text := m.Value(r, n.field)
		if text == "" {
			continue
		}
		if *n.into, ok = tabular.NumberIn(text); !ok || *n.into < n.from || *n.into > n.to {
			return out, said("intake.row.number", "Word", text)
		}
	}
	if wrong := readTurn(&out, m.Value(r, "week")); wrong != nil {
		return out, wrong
	}
	return out, readTimes(&out, m.Value(r, "start"), m.Value(r, "end"))
}

// readTurn reads which of two weeks a lesson is of, from its column or from what stands
// behind the subject.
func readTurn(out *lessonimport.Row, cell string) *fault.Message {
	week, ok := tabular.Turn(cell)
	if !ok {
		return said("intake.row.week", "Word", cell)
	}
	if subject, behind := tabular.TurnBehind(out.Subject); behind != 0 && (week == 0 || week == behind) {
		out.Subject, week = subject, behind
	}
	out.Turn = timetable.Turn(week)
	return nil
}

// readTimes reads beginning and end, or both from one cell.
func readTimes(out *lessonimport.Row, start, end string) *fault.Message {
	if from, to, ok := tabular.Clocks(start); ok && end == "" {
		out.StartsAt, out.EndsAt = from, to
		return nil
	}
	for _, c := range []struct {
		text string
		into *calendar.Clock
	}{{start, &out.StartsAt}, {end, &out.EndsAt}} {
		if c.text == "" {
			continue
		}
		var ok bool
		if *c.into, ok = tabular.Clock(c.text); !ok {
			return said("intake.row.time", "Word", c.text)
		}
	}
	return nil
}

// lessonsOf are the lessons of a row of a plain table, which may name several classes or
// several teachers in one cell.
func lessonsOf(row lessonimport.Row) []lessonimport.Row {
	teachers, classes := teachersIn(row.Teacher), classesIn(row.Class)
	if len(teachers)*len(classes) > mostOfRow {
		return []lessonimport.Row{row}
	}
	var out []lessonimport.Row
	for _, teacher := range teachers {
		for _, class := range classes {
			l := row
			l.Teacher, l.Class = teacher, class
			out = append(out, l)
		}
	}
	return out
}

// What a file may hold at most, several times what the largest school has, and how many
// lessons one row may name.
const (
	mostLessons = 10_000
	mostPeople  = 3_000
	mostOfRow   = 100
)

// within refuses what no school has; the row that is one too many was the last that was read.
func (f file) within() error {
	switch {
	case len(f.lessons)+len(f.refused) > mostLessons:
		return fault.Invalid("file", "intake.file.lessons", "Most", mostLessons)
	case len(f.staff)+len(f.noPerson) > mostPeople:
		return fault.Invalid("file", "intake.file.people", "Most", mostPeople)
	}
	return nil
}

var (
	classIn = regexp.MustCompile(`^\d{1,2}\s*[«"-]?\s*\pL`)
	between = regexp.MustCompile(`\s*[,;/+&]\s*|\s+(?:и|мен|and)\s+`)
	persons = regexp.MustCompile(`\s*[;/+&]\s*`)
)

// classesIn divides "7А, 7Б", where each part is the name of a class.
func classesIn(cell string) []string {
	parts := between.Split(cell, -1)
	for _, part := range parts {
		if !classIn.MatchString(part) {
			return []string{cell}
		}
	}
	return parts
}

// teachersIn divides "Ахметова Г.С./Семёнов П.А.".
func teachersIn(cell string) []string {
	parts := persons.Split(cell, -1)
	if slices.Contains(parts, "") {
		return []string{cell}
	}
	return parts
}

// leading are the fields that lists write once for the rows below.
var leading = []string{"teacher", "class", "day"}

// filled gives a row what stands above, in the columns on its left that it leaves empty:
// a list writes the teacher, the class or the day once.
func filled(r, above tabular.Row, m tabular.Mapping) tabular.Row {
	first := len(r.Cells)
	for _, column := range m {
		if r.Cell(column) != "" {
			first = min(first, column)
		}
	}
	cells := slices.Clone(r.Cells)
	for _, name := range leading {
		if column, ok := m[name]; ok && column < first && column < len(cells) {
			cells[column] = above.Cell(column)
		}
	}
	r.Cells = cells
	return r
}

func said(key string, args ...any) *fault.Message {
	m := fault.Say(key, args...)
	return &m
}
