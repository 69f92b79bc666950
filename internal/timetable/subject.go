package timetable

import (
	"context"
	"iter"
	"maps"
	"strconv"
	"strings"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/i18n"
	"talim/internal/journal"
)

// Subject is what is taught in a lesson.
type Subject struct {
	School string `db:"school_id"`
	ID     string `db:"id"`
	Code   string `db:"code"`
	NameKK string `db:"name_kk"`
	NameRU string `db:"name_ru"`
	NameEN string `db:"name_en"`
}

// Name in the three languages.
func (s Subject) Name() i18n.Text { return i18n.Text{KK: s.NameKK, RU: s.NameRU, EN: s.NameEN} }

// SubjectFacts is a subject by its code.
type SubjectFacts struct {
	Code string
	Name i18n.Text
}

// MaxSubjectName is how many characters a name of a subject has at most.
const MaxSubjectName = 200

// NewSubject is a subject that the school has from now on.
func NewSubject(school string, f SubjectFacts) Subject {
	return Subject{School: school, ID: db.NewID(), Code: f.Code, NameKK: f.Name.KK, NameRU: f.Name.RU, NameEN: f.Name.EN}
}

// usual are the subjects of the schools of the country. A timetable that names
// one of them in one language gives the school its name in all three. From the
// subjects of the three schools studied; the other names are the usual ones.
var usual = []SubjectFacts{
	{"PreS", i18n.Text{KK: "Мектепалды даярлық", RU: "Предшкольная подготовка", EN: "Pre-school lessons"}},
	{"MT", i18n.Text{KK: "Ана тілі", RU: "Родная речь", EN: "Mother tongue"}},
	{"KazL", i18n.Text{KK: "Қазақ тілі", RU: "Казахский язык", EN: "Kazakh language"}},
	{"Math", i18n.Text{KK: "Математика", RU: "Математика", EN: "Mathematics"}},
	{"Alg", i18n.Text{KK: "Алгебра", RU: "Алгебра", EN: "Algebra"}},
	{"Geom", i18n.Text{KK: "Геометрия", RU: "Геометрия", EN: "Geometry"}},
	{"WCog", i18n.Text{KK: "Дүниетану", RU: "Познание мира", EN: "World cognition"}},
	{"Sci", i18n.Text{KK: "Жаратылыстану", RU: "Естествознание", EN: "Science"}},
	{"Supp", i18n.Text{KK: "Қосымша сабақ", RU: "Дополнительное занятие", EN: "Supplementary lesson"}},
	{"Self", i18n.Text{KK: "Өзін-өзі тану", RU: "Самопознание", EN: "Self-cognition"}},
	{"ICT", i18n.Text{KK: "Информатика", RU: "Информатика", EN: "ICT"}},
	{"Bio", i18n.Text{KK: "Биология", RU: "Биология", EN: "Biology"}},
	{"Phys", i18n.Text{KK: "Физика", RU: "Физика", EN: "Physics"}},
	{"Chem", i18n.Text{KK: "Химия", RU: "Химия", EN: "Chemistry"}},
	{"Geo", i18n.Text{KK: "География", RU: "География", EN: "Geography"}},
	{"HKz", i18n.Text{KK: "Қазақстан тарихы", RU: "История Казахстана", EN: "History of Kazakhstan"}},
	{"WHis", i18n.Text{KK: "Дүниежүзі тарихы", RU: "Всемирная история", EN: "World history"}},
	{"Hist", i18n.Text{KK: "Тарих", RU: "История", EN: "History"}},
	{"Law", i18n.Text{KK: "Құқық негіздері", RU: "Основы права", EN: "Basic law"}},
	{"KazLit", i18n.Text{KK: "Қазақ әдебиеті", RU: "Казахская литература", EN: "Kazakh literature"}},
	{"RusL", i18n.Text{KK: "Орыс тілі", RU: "Русский язык", EN: "Russian language"}},
	{"RusLit", i18n.Text{KK: "Орыс әдебиеті", RU: "Русская литература", EN: "Russian literature"}},
	{"Eng", i18n.Text{KK: "Ағылшын тілі", RU: "Английский язык", EN: "English"}},
	{"Mus", i18n.Text{KK: "Музыка", RU: "Музыка", EN: "Music"}},
	{"Art", i18n.Text{KK: "Бейнелеу өнері", RU: "Изобразительное искусство", EN: "Art"}},
	{"Tech", i18n.Text{KK: "Технология", RU: "Технология", EN: "Technology"}},
	{"Graph", i18n.Text{KK: "Сызу", RU: "Черчение", EN: "Graphics"}},
	{"PE", i18n.Text{KK: "Дене шынықтыру", RU: "Физическая культура", EN: "Physical education"}},
	{"BMP", i18n.Text{KK: "Алғашқы әскери дайындық", RU: "Начальная военная подготовка", EN: "Basic military preparation"}},
	{"KazLL", i18n.Text{KK: "Қазақ тілі мен әдебиеті", RU: "Казахский язык и литература", EN: "Kazakh language and literature"}},
	{"Kaz2", i18n.Text{KK: "Қазақ тілі (екінші тіл)", RU: "Казахский язык (второй)", EN: "Kazakh language (second)"}},
	{"RusLL", i18n.Text{KK: "Орыс тілі мен әдебиеті", RU: "Русский язык и литература", EN: "Russian language and literature"}},
	{"Rus2", i18n.Text{KK: "Орыс тілі (екінші тіл)", RU: "Русский язык (второй)", EN: "Russian language (second)"}},
	{"ArtW", i18n.Text{KK: "Көркем еңбек", RU: "Художественный труд", EN: "Art and craft"}},
	{"BMTP", i18n.Text{KK: "Алғашқы әскери және технологиялық дайындық", RU: "Начальная военная и технологическая подготовка", EN: "Basic military and technological preparation"}},
	{"Digi", i18n.Text{KK: "Цифрлық сауаттылық", RU: "Цифровая грамотность", EN: "Digital literacy"}},
	{"LitR", i18n.Text{KK: "Әдебиеттік оқу", RU: "Литературное чтение", EN: "Literary reading"}},
	{"GrPr", i18n.Text{KK: "Графика және жобалау", RU: "Графика и проектирование", EN: "Graphics and design"}},
	{"Busi", i18n.Text{KK: "Кәсіпкерлік және бизнес негіздері", RU: "Основы предпринимательства и бизнеса", EN: "Basics of enterprise and business"}},
	{"Ger", i18n.Text{KK: "Неміс тілі", RU: "Немецкий язык", EN: "German"}},
}

// SaveSubjects adds subjects and changes those that are there by code.
func (s *Service) SaveSubjects(ctx context.Context, actor access.Actor, subjects []SubjectFacts) error {
	return s.do(ctx, actor, MayKeep, func(w work) error {
		all, err := Subjects(w.Ctx, w.Tx, actor.School)
		if err != nil {
			return err
		}
		known := map[string]Subject{}
		for _, x := range all {
			known[x.Code] = x
		}
		for _, f := range subjects {
			x := NewSubject(actor.School, f)
			old, there := known[f.Code]
			if there {
				x.ID = old.ID
				err = db.Update(w.Ctx, w.Tx, "subject", x, "school_id", "id")
			} else {
				err = db.Insert(w.Ctx, w.Tx, "subject", x)
			}
			if err != nil {
				return err
			}
			known[f.Code] = x
		}
		return w.Record(EventSubjectsSaved, journal.Ref{Kind: KindOfSubject, ID: actor.School}, "Count", strconv.Itoa(len(subjects)))
	})
}

// Subjects lists the subjects of a school.
func Subjects(ctx context.Context, c db.Conn, school string) ([]Subject, error) {
	return db.All[Subject](ctx, c, `SELECT `+db.Columns[Subject]("")+` FROM subject WHERE school_id = $1 ORDER BY code`, school)
}

// SubjectNames names the subjects of a school by their codes, and the usual ones, which a
// list of staff may name before the timetable does.
func SubjectNames(ctx context.Context, c db.Conn, school string) (map[string]i18n.Text, error) {
	all, err := Subjects(ctx, c, school)
	names := make(map[string]i18n.Text, len(all)+len(usual))
	for _, f := range usual {
		names[f.Code] = f.Name
	}
	for _, s := range all {
		names[s.Code] = s.Name()
	}
	return names, err
}

// SubjectIndex finds a subject by code or by its name in any language.
type SubjectIndex map[string]Subject

// IndexSubjects finds the first subject of each name.
func IndexSubjects(all []Subject) SubjectIndex {
	index := SubjectIndex{}
	for _, x := range all {
		for _, name := range []string{x.NameKK, x.NameRU, x.NameEN, x.Code} {
			if key := SubjectKey(name); key != "" {
				if _, taken := index[key]; !taken {
					index[key] = x
				}
			}
		}
	}
	return index
}

// Find gives the subject of a name, or the only one that a name with short words may
// mean: "Рус. яз.".
func (x SubjectIndex) Find(text string) (Subject, bool) {
	if s, ok := x[SubjectKey(text)]; ok {
		return s, ok
	}
	return onlyShort(text, maps.All(x), func(s Subject) string { return s.ID })
}

// onlyShort is the only one of those named, by folded names, that a text with short words
// may mean.
func onlyShort[T any](text string, named iter.Seq2[string, T], id func(T) string) (found T, ok bool) {
	if !i18n.Shortened(text) {
		return found, false
	}
	folded := i18n.Fold(text)
	return i18n.Only(named, id, func(name string) bool { return i18n.Abbreviates(folded, name) })
}

// SubjectKey is equal for names that a reader takes as one.
func SubjectKey(name string) string { return strings.TrimRight(i18n.Fold(name), ".") }

// SubjectNamed gives the facts of a subject that the school does not have yet: one of
// the usual ones, or the text itself in all languages until somebody names it.
func SubjectNamed(text string) SubjectFacts {
	for _, f := range usual {
		for _, name := range []string{f.Name.KK, f.Name.RU, f.Name.EN, f.Code} {
			if SubjectKey(name) == SubjectKey(text) {
				return f
			}
		}
	}
	if f, ok := onlyShort(text, usualByName, func(f SubjectFacts) string { return f.Code }); ok {
		return f
	}
	return SubjectFacts{Code: text, Name: i18n.Text{KK: text, RU: text, EN: text}}
}

// usualByName goes through the usual subjects by their folded names.
func usualByName(yield func(string, SubjectFacts) bool) {
	for _, f := range usual {
		if !yield(i18n.Fold(f.Name.KK), f) || !yield(i18n.Fold(f.Name.RU), f) {
			return
		}
	}
}

// SubjectsToChoose are the subjects of the school and the usual ones that it does not have.
func SubjectsToChoose(ctx context.Context, c db.Conn, school string) ([]SubjectFacts, error) {
	all, err := Subjects(ctx, c, school)
	var out []SubjectFacts
	there := map[string]bool{}
	for _, x := range all {
		there[x.Code] = true
		out = append(out, SubjectFacts{Code: x.Code, Name: x.Name()})
	}
	for _, f := range usual {
		if !there[f.Code] {
			out = append(out, f)
		}
	}
	return out, err
}

// SubjectCodes maps the folded names of the school's subjects, and of the usual
// ones, in every language to their codes: for the import of staff lists.
func SubjectCodes(ctx context.Context, c db.Conn, school string) (map[string]string, error) {
	subjects, err := Subjects(ctx, c, school)
	codes := map[string]string{}
	for _, f := range usual {
		for _, name := range []string{f.Name.KK, f.Name.RU, f.Name.EN, f.Code} {
			codes[SubjectKey(name)] = f.Code
		}
	}
	for key, x := range IndexSubjects(subjects) {
		codes[key] = x.Code
	}
	return codes, err
}

// UsualSubject says whether a text is the name of one of the usual subjects.
func UsualSubject(text string) bool {
	f := SubjectNamed(text)
	return f.Code != text || f.Name.RU != text
}
