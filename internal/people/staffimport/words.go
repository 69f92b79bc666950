package staffimport

import (
	"regexp"
	"strings"
	"unicode"

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
	"f": {"f", "female", "woman", "ж", "жен", "женский", "женщина", "әйел", "қыз", "ә"},
	"m": {"m", "male", "man", "м", "муж", "мужской", "мужчина", "ер", "еркек", "е"},
}

var categoryWords = map[string][]string{
	"none":       {"none", "no category", "санатсыз", "без категории", "нет", "жоқ", "б/к", "санаты жоқ", "-"},
	"second":     {"second", "екінші", "екінші санат", "вторая", "вторая категория", "вторая квалификационная категория", "2", "II", "2 категория", "II категория", "2 санат", "II санат", "екінші біліктілік санаты", "second category"},
	"first":      {"first", "бірінші", "бірінші санат", "первая", "первая категория", "первая квалификационная категория", "1", "I", "1 категория", "I категория", "1 санат", "I санат", "бірінші біліктілік санаты", "first category"},
	"highest":    {"highest", "жоғары", "жоғары санат", "высшая", "высшая категория", "высшая квалификационная категория", "в/к", "жоғары біліктілік санаты", "highest category"},
	"intern":     {"intern", "teacher-intern", "педагог-тағылымдамашы", "педагог-стажер", "педагог-стажёр", "стажёр", "тағылымдамашы"},
	"teacher":    {"teacher", "педагог", "категория педагог", "педагог санаты", "санаты педагог"},
	"moderator":  {"moderator", "teacher-moderator", "педагог-модератор", "модератор"},
	"expert":     {"expert", "teacher-expert", "педагог-сарапшы", "педагог-эксперт", "сарапшы", "эксперт"},
	"researcher": {"researcher", "teacher-researcher", "педагог-зерттеуші", "педагог-исследователь", "зерттеуші", "исследователь"},
	"master":     {"master", "teacher-master", "педагог-шебер", "педагог-мастер", "шебер", "мастер"},
}

var coeWords = map[string][]string{
	"none":    {"none", "жоқ", "нет", "no"},
	"3-level": {"3-level", "basic", "third", "3", "базовый", "үшінші", "третий"},
	"2-level": {"2-level", "intermediate", "second", "2", "основной", "екінші", "второй"},
	"1-level": {"1-level", "advanced", "first", "1", "продвинутый", "бірінші", "первый"},
}

// looselyMeant finds a word whose spaces, hyphens and points do not count, nor what stands
// behind it: «пед.-эксперт (до 2027)», «педагог-модератор, приказ № 12 от 25.08.2023».
func looselyMeant(words map[string][]string, text string) (string, bool) {
	if key, ok := exactlyLoose(words, text); ok {
		return key, true
	}
	head := text
	if at := behindWord.FindStringIndex(text); at != nil {
		head = text[:at[0]]
	}
	if key, ok := exactlyLoose(words, head); ok {
		return key, true
	}
	return exactlyLoose(words, shortTeacher.ReplaceAllString(i18n.Fold(head), "педагог-"))
}

// behindWord begins what is said besides: brackets, an order, a date, a year.
var (
	behindWord   = regexp.MustCompile(`(?i)[\s,;]*(?:[(,;№]|приказ|пр\. ?№|бұйрық|(?:^|\s)(?:от|до|с|на)\s+\d|\d{2}\.\d{2}\.|(?:19|20)\d\d).*$`)
	shortTeacher = regexp.MustCompile(`^п(?:ед)?\.?[ -]*(?:-|\.|\s)[ -]*`)
)

func exactlyLoose(words map[string][]string, text string) (string, bool) {
	folded := loose(text)
	for key, list := range words {
		for _, w := range list {
			if folded != "" && folded == loose(w) {
				return key, true
			}
		}
	}
	return "", false
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

// loose leaves of a word what tells it from others: "Педагог - модератор." is
// "педагогмодератор".
func loose(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, i18n.Fold(s))
}

func foldWord(s string) string { return people.OneLine(strings.ReplaceAll(i18n.Fold(s), "_", " ")) }

// RoleMeant says which role a word of a staff list means; for a deputy also
// the area written behind it: "Deputy Director (Academic Affairs)".
func RoleMeant(text string) (access.Role, string, bool) {
	head, area := people.OneLine(text), ""
	if i := strings.IndexAny(head, "(:,"); i > 0 {
		head, area = people.OneLine(head[:i]), strings.Trim(people.OneLine(head[i+1:]), ") ")
	}
	if r, ok := meant(roleWords, head); ok {
		return r, area, true
	}
	if r, ok := meant(roleWords, people.OneLine(text)); ok {
		return r, "", true
	}
	return postMeant(people.OneLine(text))
}

// titles are the usual ways to write a post with what it is about: "учитель
// математики", "зам. директора по ВР". The first that fits counts; the one group of a
// deputy is the area. They are met with the text in lower case, е for ё.
var titles = []struct {
	role    access.Role
	pattern *regexp.Regexp
}{
	{access.Deputy, regexp.MustCompile(`^(?:зам(?:\.|еститель)? ?дир(?:\.|ектора)?|завуч|зд) ?(?:школы )?(?:по )?(.*)$`)},
	{access.Deputy, regexp.MustCompile(`^зд(увр|вр|ур|нмр|пр|ахч|хч)$`)},
	{access.Deputy, regexp.MustCompile(`^(?:мектеп )?директор(?:ының|дың)? (.*) (?:жөніндегі )?орынбасары$`)},
	{access.Deputy, regexp.MustCompile(`^(.*) жөніндегі (?:директордың )?орынбасары$`)},
	{access.Deputy, regexp.MustCompile(`^(?:deputy|vice)[ -](?:director|principal|head)(?: (?:for|of) (.*))?$`)},
	{access.Director, regexp.MustCompile(`^(?:и\.? ?о\.? )?(?:директор(?:а)?(?: (?:школы|гимназии|лицея|кгу|оо).*)?|(?:мектеп|гимназия|лицей) директоры|principal|head ?teacher)$`)},
	{access.SMUHead, regexp.MustCompile(`^(?:рук(?:\.|оводитель)? (?:ш?мо|мо|метод.*)|председатель (?:ш?мо|метод.*)|(?:ә[бі]|әдістемелік бірлестік) (?:жетекшісі|төрайымы|төрағасы))`)},
	{access.ClassLead, regexp.MustCompile(`^(?:кл(?:\.|ас\.|ассный)? ?рук(?:\.|оводитель)?|(?:\d+ ?\S* )?сынып жет(?:\.|екшісі)|class(?: |-)?(?:lead|teacher))(?:$|[ .\d])`)},
	{access.Psychologist, regexp.MustCompile(`^(?:(?:школьный |мектеп )?(?:педагог[ -]*)?психолог(?:ы)?|школьный психолог)(?:$| )`)},
	{access.SocialPedagogue, regexp.MustCompile(`^(?:соц(?:\.|иальный)?[ -]?педагог|әлеум(?:\.|еттік) педагог)(?:$| )`)},
	{access.Librarian, regexp.MustCompile(`^(?:зав(?:\.|едующ(?:ий|ая)) ?библиотекой|(?:школьный |педагог[ -]*)?библиотекарь|кітапхана(?:шы| меңгерушісі))(?:$| )`)},
	{access.LabAssistant, regexp.MustCompile(`^(?:лаборант|зертханашы)(?:$| )`)},
	{access.Methodologist, regexp.MustCompile(`^(?:методист|әдіскер)(?:$| )`)},
	{access.Teacher, regexp.MustCompile(`^(?:(?:старший |молодой )?(?:учитель|учительница|преподаватель|педагог)(?:$|[ ,.\-–(])|уч\. |воспитатель (?:пред|кпп|мини)|молодой (?:специалист|педагог)|жас (?:маман|мұғалім)|логопед|(?:учитель[ -]*)?дефектолог|педагог[ -]ассистент|тәлімгер)`)},
	{access.Teacher, regexp.MustCompile(`(?:^|[ -])(?:мұғалім(?:і)?|пәнінің мұғалімі|пән мұғалімі|мұғ\.?|ұстаз(?:ы)?|teacher)$`)},
	{access.Teacher, regexp.MustCompile(`^(?:(?:subject |primary )?teacher(?: of .*)?)$`)},
}

// past posts are none of today: "Deputy Director in 2012-2013".
var past = regexp.MustCompile(`(?:19|20)\d\d|бывш|бұрынғы|former`)

func postMeant(text string) (access.Role, string, bool) {
	folded := foldWord(text)
	if past.MatchString(folded) {
		return "", "", false
	}
	for _, t := range titles {
		m := t.pattern.FindStringSubmatch(folded)
		if m == nil {
			continue
		}
		area := ""
		if t.role == access.Deputy && len(m) > 1 && m[1] != "" {
			area = asWritten(text, m[1])
		}
		return t.role, area, true
	}
	return "", "", false
}

// asWritten finds a folded part in the text that it is of, with the letters as they
// were written.
func asWritten(text, part string) string {
	at := strings.Index(strings.ReplaceAll(strings.ToLower(text), "ё", "е"), part)
	if at < 0 || at+len(part) > len(text) || i18n.Fold(text[at:at+len(part)]) != part {
		return part
	}
	return text[at : at+len(part)]
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
