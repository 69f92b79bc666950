package staffimport

import (
	"strings"

	"talim/internal/access"
	"talim/internal/i18n"
	"talim/internal/people"
)

// The words by which staff lists of schools name roles, states and the rest,
// in three languages. They are compared folded, so case and spaces do not
// count. Deputies are often written with their area: that is kept apart.

var roleWords = map[access.Role][]string{
	access.Director:             {"director", "director of school", "директор", "мектеп директоры", "директор школы"},
	access.Deputy:               {"deputy director", "deputy", "директордың орынбасары", "директор орынбасары", "заместитель директора", "завуч"},
	access.Coordinator:          {"coordinator", "mentoring coordinator", "үйлестіруші", "бағдарлама үйлестірушісі", "координатор", "координатор программы"},
	access.SMUHead:              {"head of smu", "smu head", "әдістемелік бірлестік жетекшісі", "ӘБ жетекшісі", "руководитель методического объединения", "руководитель МО"},
	access.Teacher:              {"teacher", "subject teacher", "мұғалім", "пән мұғалімі", "учитель", "учитель-предметник", "педагог"},
	access.ClassLead:            {"class lead", "lead teacher", "class lead teacher", "сынып жетекшісі", "классный руководитель"},
	access.Psychologist:         {"psychologist", "психолог", "педагог-психолог"},
	access.SocialPedagogue:      {"social pedagogue", "әлеуметтік педагог", "социальный педагог"},
	access.SocialAnalyst:        {"social analyst", "әлеуметтанушы", "әлеуметтік талдаушы", "социальный аналитик", "социолог"},
	access.Librarian:            {"librarian", "кітапханашы", "библиотекарь"},
	access.Secretary:            {"pedsovet secretary", "council secretary", "педагогикалық кеңес хатшысы", "секретарь педсовета", "секретарь педагогического совета"},
	access.LabAssistant:         {"lab assistant", "laboratory assistant", "лаборант", "зертханашы"},
	access.InternationalTeacher: {"international teacher", "шетелдік мұғалім", "иностранный учитель", "международный учитель"},
	access.Methodologist:        {"methodologist", "әдіскер", "методист"},
	access.Inspector:            {"inspector", "инспектор"},
}

var stateWords = map[people.State][]string{
	people.MaternityLeave:     {"maternity leave", "декрет", "декреттік демалыс", "бала күтімі демалысы", "декретный отпуск", "отпуск по уходу за ребенком", "отпуск по уходу за ребёнком"},
	people.MilitaryService:    {"military service", "әскери қызмет", "военная служба", "армия"},
	people.UnpaidLeave:        {"unpaid leave", "жалақысыз демалыс", "отпуск без содержания", "отпуск без сохранения заработной платы"},
	people.RetirementAge:      {"retirement age", "зейнет жасы", "зейнеткер", "пенсионный возраст", "пенсионер"},
	people.AdministrativeDuty: {"administrative duty", "administrative work", "әкімшілік жұмыс", "административная работа"},
	people.PartStavka:         {"part stavka", "part-time", "толық емес ставка", "неполная ставка"},
}

var routeWords = map[string][]string{
	"full_time": {"full_time", "full-time", "full time", "күндізгі", "очно", "очная", "очное"},
	"distance":  {"distance", "сырттай", "заочно", "заочная", "заочное"},
}

var genderWords = map[string][]string{
	"f": {"f", "female", "woman", "ж", "жен", "женский", "әйел"},
	"m": {"m", "male", "man", "м", "муж", "мужской", "ер", "еркек"},
}

var categoryWords = map[string][]string{
	"none":       {"none", "no category", "санатсыз", "без категории", "нет"},
	"second":     {"second", "екінші", "екінші санат", "вторая", "вторая категория"},
	"first":      {"first", "бірінші", "бірінші санат", "первая", "первая категория"},
	"highest":    {"highest", "жоғары", "жоғары санат", "высшая", "высшая категория"},
	"intern":     {"intern", "teacher-intern", "педагог-тағылымдамашы", "педагог-стажер", "педагог-стажёр"},
	"moderator":  {"moderator", "teacher-moderator", "педагог-модератор"},
	"expert":     {"expert", "teacher-expert", "педагог-сарапшы", "педагог-эксперт"},
	"researcher": {"researcher", "teacher-researcher", "педагог-зерттеуші", "педагог-исследователь"},
	"master":     {"master", "teacher-master", "педагог-шебер", "педагог-мастер"},
}

var coeWords = map[string][]string{
	"none":    {"none", "жоқ", "нет", "no"},
	"3-level": {"3-level", "basic", "third", "3", "базовый", "үшінші", "третий"},
	"2-level": {"2-level", "intermediate", "second", "2", "основной", "екінші", "второй"},
	"1-level": {"1-level", "advanced", "first", "1", "продвинутый", "бірінші", "первый"},
}

// meant finds the key whose words hold the text.
func meant[K ~string](words map[K][]string, text string) (K, bool) {
	folded := foldWord(text)
	for key, list := range words {
		if folded == foldWord(string(key)) {
			return key, true
		}
		for _, w := range list {
			if folded == foldWord(w) {
				return key, true
			}
		}
	}
	return "", false
}

func foldWord(s string) string { return people.OneLine(strings.ReplaceAll(i18n.Fold(s), "_", " ")) }

// RoleMeant says which role a word of a staff list means; for a deputy also
// the area written behind it: "Deputy Director (Academic Affairs)".
func RoleMeant(text string) (access.Role, string, bool) {
	head, area := people.OneLine(text), ""
	if i := strings.IndexAny(head, "(:,"); i > 0 {
		head, area = people.OneLine(head[:i]), strings.Trim(people.OneLine(head[i+1:]), ") ")
	}
	r, ok := meant(roleWords, head)
	if !ok && r == "" {
		if r, ok = meant(roleWords, people.OneLine(text)); ok {
			area = ""
		}
	}
	return r, area, ok
}

// StateMeant says which staffing state a word of a staff list means.
func StateMeant(text string) (people.State, bool) { return meant(stateWords, text) }

// inItsLanguage puts a text whose language nobody stated under the likeliest
// one; i18n.Text falls back to whichever is there.
func inItsLanguage(s string) i18n.Text {
	lower := strings.ToLower(s)
	switch {
	case s == "":
		return i18n.Text{}
	case strings.ContainsAny(lower, "әғқңөұүһі"):
		return i18n.Text{KK: s}
	case strings.ContainsAny(lower, "абвгдежзийклмнопрстуфхцчшщыэюя"):
		return i18n.Text{RU: s}
	}
	return i18n.Text{EN: s}
}
