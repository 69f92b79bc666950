package intake

import (
	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/people/staffimport"
	"talim/internal/tabular"
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
	{Name: "start", Headings: []string{"басталуы", "басталу уақыты", "басы", "начало", "начало урока", "start time", "starts", "from"}},
	{Name: "end", Headings: []string{"аяқталуы", "аяқталу уақыты", "соңы", "конец", "окончание", "конец урока", "end time", "ends", "until"}},
	{Name: "room", Headings: []string{"кабинет", "кабинеті", "каб", "бөлме", "аудитория", "classroom"}},
	{Name: "shift", Headings: []string{"ауысым", "ауысымы", "смена"}},
	{Name: "group", Headings: []string{"топ", "тобы", "топша", "группа", "подгруппа", "group number"}},
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
	}{{"period", &out.Number, 1, 20}, {"shift", &out.Shift, 1, 3}, {"group", &out.Group, 0, 99}} {
		text := m.Value(r, n.field)
		if text == "" {
			continue
		}
		if *n.into, ok = tabular.Number(text); !ok || *n.into < n.from || *n.into > n.to {
			return out, said("intake.row.number", "Word", text)
		}
	}
	for _, c := range []struct {
		field string
		into  *calendar.Clock
	}{{"start", &out.StartsAt}, {"end", &out.EndsAt}} {
		text := m.Value(r, c.field)
		if text == "" {
			continue
		}
		if *c.into, ok = tabular.Clock(text); !ok {
			return out, said("intake.row.time", "Word", text)
		}
	}
	return out, nil
}

func said(key string, args ...any) *fault.Message {
	m := fault.Say(key, args...)
	return &m
}
