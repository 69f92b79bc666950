package staffimport

import (
	"regexp"
	"slices"
	"strings"

	"talim/internal/exchange"
	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/tabular"
)

// field is a column that a list of staff may have: its message is "people.field." and
// the name. A new one stands here, in Row, and in what the row is read into.
type field struct {
	name     string
	cell     func(*Row) *string // where the row keeps it
	headings []string
}

// The headings that schools and their tools write. Those in English with underscores
// are of the data of the case studies.
var fields = []field{
	{"code", func(r *Row) *string { return &r.Code }, []string{"коды", "код", "код сотрудника", "қызметкер коды", "табельный номер", "табель нөмірі", "staff code", "person_id"}},
	{"full_name", func(r *Row) *string { return &r.whole }, []string{"аты-жөні", "толық аты-жөні", "тегі аты әкесінің аты", "т.а.ә.", "фио", "ф.и.о.", "фамилия имя отчество", "фамилия имя отчество полностью", "фамилия имя отчество при наличии", "фио при наличии", "фио полностью", "фио педагога", "фио учителя", "фио сотрудника", "педагогтің аты-жөні", "мұғалімнің аты-жөні", "тегі аты әкесінің аты болған жағдайда", "full name", "name"}},
	{"family_name", func(r *Row) *string { return &r.FamilyName }, []string{"тегі", "фамилия", "surname", "last name"}},
	{"given_name", func(r *Row) *string { return &r.GivenName }, []string{"аты", "имя", "first name"}},
	{"patronymic", func(r *Row) *string { return &r.Patronymic }, []string{"әкесінің аты", "отчество", "middle name"}},
	{"position", func(r *Row) *string { return &r.Position }, []string{"лауазым", "лауазымы", "қызметі", "должность", "занимаемая должность", "должность преподаваемый предмет", "атқаратын қызметі", "атқаратын лауазымы", "position", "role", "post"}},
	{"extra_role", func(r *Row) *string { return &r.ExtraRoles }, []string{"қосымша міндет", "қосымша міндеті", "қосымша қызметі", "дополнительная роль", "дополнительные обязанности", "extra roles"}},
	{"subjects", func(r *Row) *string { return &r.Subjects }, []string{"пән", "пәні", "пәндері", "предмет", "предметы", "преподаваемый предмет", "преподаваемые предметы", "предмет преподавания", "жүргізетін пәні", "беретін пәні", "subject"}},
	{"unit_code", func(r *Row) *string { return &r.UnitCode }, []string{"smu_no", "ӘБ нөмірі", "номер МО", "unit no"}},
	{"unit_name", func(r *Row) *string { return &r.UnitName }, []string{"smu", "әдістемелік бірлестік", "әдістемелік бірлестігі", "ӘБ", "методическое объединение", "МО", "unit"}},
	{"state", func(r *Row) *string { return &r.State }, []string{"state_in_source", "жағдайы", "күйі", "состояние", "статус", "leave"}},
	{"study_route", func(r *Row) *string { return &r.StudyRoute }, []string{"study_mode", "оқу түрі", "форма обучения"}},
	{"since", func(r *Row) *string { return &r.Since }, []string{"дата приема", "дата приёма", "дата приема на работу", "дата приема в школу", "дата приема в организацию", "принят на работу", "дата поступления", "дата поступления на работу", "дата назначения", "работает с", "работает в школе с", "в школе с", "в этой школе с", "с какого года работает", "с какого года работает в школе", "жұмысқа қабылданған күні", "жұмысқа алынған күні", "қабылданған күні", "жұмысқа кірген күні", "жұмысқа келген күні", "осы мектепте", "осы мектепте қай жылдан", "мектепте жұмыс істейді", "in this school since", "works here since", "at this school since", "working since", "hire date", "date of hire", "start date", "since"}},
	{"years", func(r *Row) *string { return &r.Years }, []string{"years_experience", "өтілі", "еңбек өтілі", "педагогикалық өтілі", "стаж", "стаж лет", "стаж работы", "педагогический стаж", "педагогический стаж работы", "стаж педагогической работы", "пед стаж", "педстаж", "еңбек өтілі жыл", "өтілі жыл", "years of service", "experience"}},
	{"coe", func(r *Row) *string { return &r.CoE }, []string{"coe_level", "деңгейлік курс", "уровневые курсы"}},
	{"category", func(r *Row) *string { return &r.Category }, []string{"qualification_category", "санаты", "біліктілік санаты", "категория", "квалификационная категория", "кв категория"}},
	{"age", func(r *Row) *string { return &r.Age }, []string{"жасы", "возраст"}},
	{"gender", func(r *Row) *string { return &r.Gender }, []string{"жынысы", "пол"}},
	{"phone", func(r *Row) *string { return &r.Phone }, []string{"телефон", "телефоны", "ұялы телефон", "мобильный телефон"}},
	{"email", func(r *Row) *string { return &r.Email }, []string{"e-mail", "почта", "электрондық пошта", "эл. пошта", "электронная почта"}},
}

// signs tell the columns of longer headings, as forms for inspections have them: the surest
// first, and what such a heading is not about.
var signs = map[string]struct {
	like   []*regexp.Regexp
	unlike *regexp.Regexp
}{
	"full_name": {like: patterns(`фамилия.*имя`, `^ф\.? ?и\.? ?о\.?(?:$|[^\pL])`, `тегі.*аты`, `аты[ -]?жөні`)},
	"position": {
		like:   patterns(`^(?:занимаем\S* )?должност`, `должност`, `лауазым`),
		unlike: regexp.MustCompile(`дата|когда|с какого|стаж|приказ|күні|өтіл|^(?:категори|санат|ставк|оклад)`),
	},
	"subjects": {
		like:   patterns(`(?:преподава|какой|ведет|ведущ).*(?:предмет|дисциплин)`, `^предмет`, `(?:беретін|жүргізетін|оқытатын) пән`),
		unlike: regexp.MustCompile(`час|сағат|количество|нагрузк`),
	},
	"since": {
		like: patterns(`(?:дата|когда|с какого|год|время).*(?:при[её]м|принят|поступ|устро)`, `(?:работает|трудится).* с(?:$| )`, `(?:жұмысқа|мектепке|қызметке|ұйымға).*(?:қабылда|алын|кел|кір)`),
	},
	"years": {
		like:   patterns(`пед\S*.*(?:стаж|өтіл)`, `(?:стаж|өтіл).*пед`, `(?:^|[^\pL])(?:стаж|өтіл)`),
		unlike: regexp.MustCompile(`(?:данн\S*|этой|нашей|осы) (?:школ|мектеп|орган)|: ?(?:мес|ай)|руковод|категори`),
	},
	"category": {
		like:   patterns(`(?:квалиф|аттест)\S* ?категори`, `категори`, `біліктілік сана[тң]`, `^санат`),
		unlike: regexp.MustCompile(`^(?:дата|год|срок|когда|номер|№)|: ?(?:дата|год|срок|күні|жылы|мерзім)`),
	},
	"phone": {like: patterns(`телефон`, `^(?:моб|сот|тел)\.?(?:$|[^\pL])`, `^байланыс`, `^контакт`)},
	"email": {like: patterns(`e-?mail`, `(?:эл\S*|электрон\S*) (?:почт|адрес|пошта)`)},
	"code":  {like: patterns(`^таб(?:\.|ель\S*)`)},
	"unit_name": {
		like:   patterns(`метод\S* объединени`, `^ш?мо(?:$|[^\pL])`, `әдістемелік бірлестік`),
		unlike: regexp.MustCompile(`рук|председ|жетек`),
	},
}

func patterns(texts ...string) []*regexp.Regexp {
	out := make([]*regexp.Regexp, len(texts))
	for i, t := range texts {
		out[i] = regexp.MustCompile(t)
	}
	return out
}

// Fields are the columns that a list may have.
func Fields() []tabular.Field {
	out := make([]tabular.Field, len(fields))
	for i, f := range fields {
		out[i] = tabular.Field{Name: f.name, Headings: f.headings, Like: signs[f.name].like, Unlike: signs[f.name].unlike}
	}
	return out
}

// RowOf reads a row of a table; a single column for the whole name is divided at its
// spaces.
func RowOf(r tabular.Row, m tabular.Mapping) Row {
	out := Row{Line: r.Line}
	for _, f := range fields {
		*f.cell(&out) = m.Value(r, f.name)
	}
	for _, part := range []*string{&out.whole, &out.FamilyName, &out.GivenName, &out.Patronymic} {
		*part = i18n.OneAlphabet(*part)
	}
	out.divideName()
	return out
}

// divideName reads the whole name of one cell: "Омарова, Әсел" as "Омарова Әсел", and
// initials that stand in front as given name and patronymic.
func (r *Row) divideName() {
	full := strings.Fields(strings.ReplaceAll(r.whole, ",", " "))
	if r.FamilyName != "" || len(full) == 0 {
		return
	}
	at := slices.IndexFunc(full, func(s string) bool { return !initials.MatchString(s) })
	if at > 0 {
		full = append([]string{full[at]}, append(full[:at:at], full[at+1:]...)...)
	}
	if len(full) == 3 && patronymic.MatchString(i18n.Fold(full[1])) && !patronymic.MatchString(i18n.Fold(full[2])) {
		full = []string{full[2], full[0], full[1]} // "Анна Павловна Иванова"
	}
	r.FamilyName = full[0]
	if len(full) > 1 {
		r.GivenName = full[1]
	}
	if len(full) > 2 {
		r.Patronymic = strings.Join(full[2:], " ")
	}
}

var initials = regexp.MustCompile(`^(?:\p{Lu}\.-?){1,3}$`)

var patronymic = regexp.MustCompile(`(?:вич|вна|ична|[ұу]лы|[қк]ызы)$`)

// Person says whether a row may be of a person: not a total, a signature, the heading
// of a part or of the columns, the numbers of the columns, a free post.
func (r Row) Person() bool {
	name := people.OneLine(r.whole + " " + r.FamilyName + " " + r.GivenName)
	if r.Code != "" && strings.TrimSpace(name) == "" {
		return true
	}
	folded := i18n.Fold(name)
	bare := r.Code == "" && (r.Position == "" || signer.MatchString(r.Position)) && r.Subjects == "" && r.Phone == "" && r.Email == "" && r.Category == "" && r.Years == ""
	switch {
	case noPerson.MatchString(folded), !hasLetter.MatchString(folded):
		return false
	case bare && (part.MatchString(folded) || signature.MatchString(folded)):
		return false
	}
	return true
}

var (
	signer    = regexp.MustCompile(`^[/\s_]*(?:\p{Lu}[\pL-]+ (?:\p{Lu}\. ?){1,2}|(?:\p{Lu}\. ?){1,2}\p{Lu}[\pL-]+)[/\s_]*$`)
	hasLetter = regexp.MustCompile(`\pL`)
	noPerson  = regexp.MustCompile(`^(?:итого|всего|барлығы|жиыны|total|вакан|бос орын|бос лауазым|vacan|фио|ф\.и\.о|аты-жөні|full name)(?:$|[^\pL]|сия|тно|cy)|_{3,}`)
	signature = regexp.MustCompile(`^(?:директор|зам|исп\.|исполнитель|бухгалтер|мектеп директоры|орындаушы|подпись|қолы|м\.? ?[по]\.?|director|председатель|согласовано|утверждаю)(?:$|[^\pL])`)
	part      = regexp.MustCompile(`(?:мұғалімдері|учителя|учителей|цикл|бірлестігі|объединение|кафедра|педагоги|администрация|әкімшілік|классы|классов|сыныптар|совместители|работники|персонал|специалисты|қызметкерлер|teachers|staff|department)(?:$|[^\pL])`)
)

// Joining is a teacher whom a file of a timetable names, as a row of a list.
func Joining(line int, t exchange.Teacher) Row {
	return Row{
		Line: line, Code: t.Code, FamilyName: t.FamilyName, GivenName: t.GivenName, Patronymic: t.Patronymic,
		Email: t.Email, Phone: t.Phone, Gender: t.Gender,
	}
}
