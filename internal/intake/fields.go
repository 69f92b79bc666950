package intake

import (
	"strings"

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

// Fields are the columns that a file of the kind may have; the message of each
// is "intake.field.<kind>.<name>".
func (k Kind) Fields() []tabular.Field {
	if k == Staff {
		return staffFields
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

var staffFields = []tabular.Field{
	{Name: "code", Headings: []string{"коды", "код", "код сотрудника", "қызметкер коды", "табельный номер", "табель нөмірі", "staff code", "person_id"}},
	{Name: "full_name", Headings: []string{"аты-жөні", "толық аты-жөні", "тегі аты әкесінің аты", "т.а.ә.", "фио", "ф.и.о.", "фамилия имя отчество", "full name", "name"}},
	{Name: "family_name", Headings: []string{"тегі", "фамилия", "surname", "last name"}},
	{Name: "given_name", Headings: []string{"аты", "имя", "first name"}},
	{Name: "patronymic", Headings: []string{"әкесінің аты", "отчество", "middle name"}},
	{Name: "position", Headings: []string{"лауазым", "лауазымы", "қызметі", "должность", "role", "post"}},
	{Name: "extra_role", Headings: []string{"қосымша міндет", "қосымша міндеті", "қосымша қызметі", "дополнительная роль", "дополнительные обязанности", "extra roles"}},
	{Name: "subjects", Headings: []string{"пән", "пәні", "пәндері", "предмет", "предметы", "subject"}},
	{Name: "unit_code", Headings: []string{"smu_no", "ӘБ нөмірі", "номер МО", "unit no"}},
	{Name: "unit_name", Headings: []string{"smu", "әдістемелік бірлестік", "әдістемелік бірлестігі", "ӘБ", "методическое объединение", "МО", "unit"}},
	{Name: "state", Headings: []string{"state_in_source", "жағдайы", "күйі", "состояние", "статус", "leave"}},
	{Name: "study_route", Headings: []string{"study_mode", "оқу түрі", "форма обучения"}},
	{Name: "years", Headings: []string{"years_experience", "өтілі", "еңбек өтілі", "педагогикалық өтілі", "стаж", "педагогический стаж", "педстаж", "experience"}},
	{Name: "coe", Headings: []string{"coe_level", "деңгейлік курс", "уровневые курсы"}},
	{Name: "category", Headings: []string{"qualification_category", "санаты", "біліктілік санаты", "категория", "квалификационная категория"}},
	{Name: "age", Headings: []string{"жасы", "возраст"}},
	{Name: "gender", Headings: []string{"жынысы", "пол"}},
	{Name: "phone", Headings: []string{"телефон", "телефоны", "ұялы телефон", "мобильный телефон"}},
	{Name: "email", Headings: []string{"e-mail", "почта", "электрондық пошта", "эл. пошта", "электронная почта"}},
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

// staffRow reads a row of a staff list; a single column for the whole name is
// divided at its spaces.
func staffRow(r tabular.Row, m tabular.Mapping) staffimport.Row {
	out := staffimport.Row{
		Line: r.Line, Code: m.Value(r, "code"),
		FamilyName: m.Value(r, "family_name"), GivenName: m.Value(r, "given_name"), Patronymic: m.Value(r, "patronymic"),
		Phone: m.Value(r, "phone"), Email: m.Value(r, "email"), Position: m.Value(r, "position"), ExtraRoles: m.Value(r, "extra_role"),
		Subjects: m.Value(r, "subjects"), UnitCode: m.Value(r, "unit_code"), UnitName: m.Value(r, "unit_name"), State: m.Value(r, "state"),
		StudyRoute: m.Value(r, "study_route"), Years: m.Value(r, "years"), CoE: m.Value(r, "coe"), Category: m.Value(r, "category"),
		Age: m.Value(r, "age"), Gender: m.Value(r, "gender"),
	}
	if full := strings.Fields(m.Value(r, "full_name")); out.FamilyName == "" && len(full) > 0 {
		out.FamilyName = full[0]
		if len(full) > 1 {
			out.GivenName = full[1]
		}
		if len(full) > 2 {
			out.Patronymic = strings.Join(full[2:], " ")
		}
	}
	return out
}
