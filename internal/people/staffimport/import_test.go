package staffimport

import (
	"slices"
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/journal"
	"talim/internal/people"
	"talim/internal/tabular"
)

func list() []Row {
	return []Row{
		{Line: 2, Code: "DIR-1", Position: "Director", Subjects: "History", UnitName: "Humanities"},
		{Line: 3, Code: "T-1", Position: "Мұғалім", Subjects: "Math; Phys", UnitCode: "1", StudyRoute: "заочно", Years: "29", CoE: "none", Category: "First", Age: "52", Gender: "F"},
		{Line: 4, Code: "T-2", Position: "Head of SMU", ExtraRoles: "Lead teacher", Subjects: "History", UnitName: "humanities", State: "retirement age"},
		{Line: 5, Code: "DD-2", Position: "Deputy Director (Academic Affairs)", FamilyName: "Ә"},
	}
}

func TestImportTwiceChangesNothing(t *testing.T) {
	each(t, func(w *world) {
		diff, err := w.s.Compare(w.ctx, w.director, list(), Options{On: "2013-09-03"})
		w.ok(err)
		if len(diff.Added) != 2 || len(diff.Changed) != 2 || len(diff.Refused) != 0 || len(diff.NewUnits) != 1 || len(diff.Missing) != 2 {
			w.Fatalf("difference %+v", diff)
		}
		for _, c := range diff.Changed {
			for _, f := range c.Fields {
				if f.Field == "years" && (f.Old != "" || f.New != "29") {
					w.Errorf("a private value is shown: %+v", f)
				}
			}
		}
		_, err = w.s.Apply(w.ctx, w.director, list(), Options{On: "2013-09-03", Expect: "something else"})
		w.is(err, fault.KindConflict)
		_, err = w.s.Apply(w.ctx, w.director, list(), Options{On: "2013-09-03", Expect: diff.Fingerprint()})
		w.ok(err)
		for _, on := range []calendar.Date{"2013-09-03", "2013-10-20"} {
			again, err := w.s.Apply(w.ctx, w.director, list(), Options{On: on})
			w.ok(err)
			if !again.Empty() || again.Unchanged != 4 {
				w.Fatalf("a second time on %s: %+v", on, again)
			}
		}
		entries, err := journal.OfRecord(w.ctx, w.d.Read(), w.school, journal.Ref{Kind: people.KindOfStaff, ID: w.teacher.Staff}, 5)
		w.ok(err)
		if entries[0].Event != string(people.EventStaffListed) {
			w.Errorf("the journal of a changed person begins with %+v", entries[0])
		}
		w.clock.Set("2013-09-03T09:00")
		deputies, err := people.HoldersOf(w.ctx, w.d.Read(), w.school, access.Deputy, "2013-09-03")
		w.ok(err)
		if len(deputies) != 2 || deputies[0].Name() != "Ә" {
			w.Fatalf("deputies %+v", deputies)
		}
		area, err := db.One[string](w.ctx, w.d.Read(), `SELECT area_en FROM post WHERE school_id = $1 AND staff_id = $2 AND role = 'deputy'`, w.school, deputies[0].ID)
		w.ok(err)
		if area != "Academic Affairs" {
			w.Errorf("area %q", area)
		}
	})
}

func TestImportMovesAndEnds(t *testing.T) {
	each(t, func(w *world) {
		_, err := w.s.Apply(w.ctx, w.director, list(), Options{On: "2013-09-03"})
		w.ok(err)
		rows := list()
		rows[1].UnitCode, rows[1].UnitName, rows[1].Position = "", "Humanities", "Head of SMU"
		rows[2].Position, rows[2].State = "Teacher", ""
		rows[3].State = "military service"
		rows[1].Years = "30"
		diff, err := w.s.Apply(w.ctx, w.director, rows, Options{On: "2014-01-13"})
		w.ok(err)
		if len(diff.Changed) != 3 {
			w.Fatalf("changed %+v", diff.Changed)
		}
		p, err := people.StaffByCode(w.ctx, w.d.Read(), w.school, "T-2")
		w.ok(err)
		spans, err := people.HistoryOf(w.ctx, w.d.Read(), w.school, p.ID)
		w.ok(err)
		for _, s := range spans {
			ends := calendar.Forever
			if s.What == string(access.SMUHead) || s.Kind == "state" {
				ends = "2014-01-12"
			}
			if s.Ends != ends {
				w.Errorf("%s %s ends %s, want %s", s.Kind, s.What, s.Ends, ends)
			}
		}
		head, err := people.StaffByCode(w.ctx, w.d.Read(), w.school, "T-1")
		w.ok(err)
		private, err := people.PrivateOf(w.ctx, w.d.Read(), w.school, head.ID)
		w.ok(err)
		if len(private) != 2 || private[0].YearsExperience != 30 || private[1].Ends != "2014-01-12" {
			w.Errorf("private versions %+v", private)
		}
	})
}

func TestImportKnowsSinceWhen(t *testing.T) {
	each(t, func(w *world) {
		rows := []Row{{Line: 1, Code: "OLD", Since: "01.09.1990", UnitCode: "1", Subjects: "Math", Years: "23"}, {Line: 2, Code: "NEW"}}
		_, err := w.s.Apply(w.ctx, w.director, rows, Options{On: "2013-09-03"})
		w.ok(err)
		for code, want := range map[string]calendar.Date{"OLD": "1990-09-01", "NEW": "2013-09-03"} {
			p, err := people.StaffByCode(w.ctx, w.d.Read(), w.school, code)
			w.ok(err)
			spans, err := people.HistoryOf(w.ctx, w.d.Read(), w.school, p.ID)
			w.ok(err)
			if got := people.InSchoolSince(spans); got != want {
				w.Errorf("%s is here since %s, want %s", code, got, want)
			}
			for _, s := range spans {
				if s.Kind == "member" && s.Starts != w.unit.Starts {
					w.Errorf("a member since %s of a unit that exists since %s", s.Starts, w.unit.Starts)
				}
			}
		}
		again, err := w.s.Apply(w.ctx, w.director, rows, Options{On: "2013-10-03"})
		w.ok(err)
		if !again.Empty() {
			w.Errorf("a second time: %+v", again)
		}
	})
}

func TestImportRefusesRows(t *testing.T) {
	each(t, func(w *world) {
		rows := []Row{
			{Line: 2},
			{Line: 3, Code: "A", Position: "Magician"},
			{Line: 4, Code: "B", Position: "Head of SMU"},
			{Line: 5, Code: "C", Years: "many"},
			{Line: 6, Code: "D", Age: "7"},
			{Line: 7, Code: "E", State: "bored"},
			{Line: 8, Code: "F"},
			{Line: 9, Code: "F"},
			{Line: 10, Code: "G", Position: "Director"},
			{Line: 11, Code: "H", Position: "Head of SMU", UnitCode: "7"},
			{Line: 12, Code: "I", Position: "Head of SMU", UnitCode: "7"},
			{Line: 13, Code: "J", Since: "long ago"},
		}
		want := []string{
			"people.staff.code_needed", "people.import.role_unknown", "people.import.head_without_unit",
			"people.import.code_twice", "people.import.role_by_two", "people.import.two_heads",
		}
		diff, err := w.s.Apply(w.ctx, w.deputy, rows, Options{On: start})
		w.ok(err)
		if len(diff.Refused) != len(want) || len(diff.Added) != 6 {
			w.Fatalf("refused %+v, added %+v", diff.Refused, diff.Added)
		}
		for i, r := range diff.Refused {
			if r.Key != want[i] {
				w.Errorf("line %d: %s, want %s", r.Line, r.Key, want[i])
			}
		}
	})
}

// A list that gives its bringer a post with rights is taken without it, and says so.
func TestImportRaisesNobody(t *testing.T) {
	each(t, func(w *world) {
		rows := []Row{{Line: 2, Code: "DD-1", Position: "Coordinator; Deputy Director", Subjects: "Math"}, {Line: 3, Code: "T-1", Position: "Coordinator"}}
		diff, err := w.s.Apply(w.ctx, w.deputy, rows, Options{On: start})
		w.ok(err)
		if len(diff.Ignored) != 1 || diff.Ignored[0].Key != "people.import.role_of_oneself" || len(diff.Refused) != 1 || diff.Refused[0].Key != "people.import.role_by_two" {
			w.Fatalf("left out %+v, refused %+v", diff.Ignored, diff.Refused)
		}
		n, err := db.One[int](w.ctx, w.d.Read(), `SELECT COUNT(*) FROM post WHERE role = 'coordinator'`)
		w.ok(err)
		if n != 0 {
			w.Errorf("%d coordinators by a list", n)
		}
	})
}

func TestDaysOfLists(t *testing.T) {
	for text, want := range map[string]calendar.Date{
		"2015-09-01": "2015-09-01", "01.09.2015": "2015-09-01", "1.9.15 г.": "2015-09-01", "01/09/2015": "2015-09-01", "15.08.98": "1998-08-15",
		"с 2015 года": "2015-09-01", "2015": "2015-09-01", "2015 жылдан": "2015-09-01", "1 сентября 2015 г.": "2015-09-01", "2015 ж. 1 қыркүйек": "2015-09-01",
		"2015 жылғы 5 желтоқсан": "2015-12-05", "25 мая 2015 года": "2015-05-25", "1 September 2015": "2015-09-01",
		"2025": "2025-09-01", "2026": "", "31.02.2015": "", "давно": "", "5": "", "№ 12 от 01.09.2015": "", "01.09.1800": "", "0": "",
	} {
		var r readRow
		r.readSince(text, "2026-11-30")
		if r.since != want || (want == "") != (len(r.ignored) == 1) {
			t.Errorf("%q is %q, want %q; named: %v", text, r.since, want, r.ignored)
		}
	}
}

// Lists of schools hold remarks in every cell: the person is taken, and what was
// left out is named.
func TestImportTakesRowsWithRemarks(t *testing.T) {
	each(t, func(w *world) {
		rows := []Row{
			{Line: 2, Code: "A", Position: "Teacher", ExtraRoles: "Deputy Director in 2012-2013; Lead teacher", CoE: "Trainer 3-2-1"},
			{Line: 3, Code: "B", Position: "Specialist", ExtraRoles: "Psychologist, Kazakh line", Years: "some"},
			{Line: 4, Code: "C", Position: "Specialist", Subjects: "History"},
			{Line: 5, Code: "D", Position: "Head of SMU", ExtraRoles: "Head of SMU (not named; derived)", UnitCode: "9", State: "tired"},
		}
		diff, err := w.s.Apply(w.ctx, w.director, rows, Options{On: start})
		w.ok(err)
		if len(diff.Refused) != 0 || len(diff.Added) != 4 {
			w.Fatalf("refused %+v, added %+v", diff.Refused, diff.Added)
		}
		var left []string
		for _, r := range diff.Ignored {
			left = append(left, r.Code+" "+r.Args["Word"].(string))
		}
		if got := strings.Join(left, ", "); got != "A Deputy Director in 2012-2013, A Trainer 3-2-1, B Specialist, B some, C Specialist, D tired" {
			w.Errorf("left out: %s", got)
		}
		again, err := w.s.Apply(w.ctx, w.director, rows, Options{On: "2013-10-03"})
		w.ok(err)
		if !again.Empty() || len(again.Ignored) != len(diff.Ignored) {
			w.Errorf("a second time: %+v", again)
		}
	})
}

func TestImportEndsWhoIsMissing(t *testing.T) {
	each(t, func(w *world) {
		diff, err := w.s.Apply(w.ctx, w.director, list(), Options{On: "2014-01-13", EndMissing: true})
		w.ok(err)
		if len(diff.Missing) != 2 {
			w.Fatalf("missing %+v", diff.Missing)
		}
		spans, err := people.HistoryOf(w.ctx, w.d.Read(), w.school, w.deputy.Staff)
		w.ok(err)
		if spans[0].Ends != "2014-01-12" {
			w.Errorf("the deputy who is not in the list stays until %s", spans[0].Ends)
		}
		admin, err := people.HistoryOf(w.ctx, w.d.Read(), w.school, w.admin.Staff)
		w.ok(err)
		if !admin[0].Open() {
			w.Error("a list took the administrator away")
		}
	})
}

// The usual ways to write a post, and what is no post of today.
func TestTitlesOfPosts(t *testing.T) {
	for text, want := range map[string]access.Role{
		"учитель математики": access.Teacher, "Учитель нач. классов": access.Teacher, "математика пәнінің мұғалімі": access.Teacher, "молодой специалист": access.Teacher,
		"зам. директора по УВР": access.Deputy, "ЗДУВР": access.Deputy, "Заместитель директора по учебной работе": access.Deputy, "завуч по ВР": access.Deputy,
		"директордың оқу ісі жөніндегі орынбасары": access.Deputy, "Директор школы": access.Director, "и.о. директора": access.Director,
		"педагог-психолог": access.Psychologist, "соц. педагог": access.SocialPedagogue, "классный руководитель 5А": access.ClassLead, "кл. рук. 7 Б": access.ClassLead,
		"зав. библиотекой": access.Librarian, "руководитель ШМО": access.SMUHead, "сторож": "", "Deputy Director in 2012-2013": "", "бухгалтер": "",
	} {
		if got, _, _ := RoleMeant(text); got != want {
			t.Errorf("%q means %q, want %q", text, got, want)
		}
	}
	if _, area, _ := RoleMeant("Зам. директора по УВР"); area != "УВР" {
		t.Errorf("area %q", area)
	}
}

func TestCellsAsListsWriteThem(t *testing.T) {
	known := map[string]string{"математика": "Math", "физика": "Phys", "русский язык": "RusL", "русская литература": "RusLit", "химия": "Chem"}
	for cell, want := range map[string]string{
		"Математика, физика": "Math Phys", "Химия/Физика": "Chem Phys", "Рус. яз.": "RusL", "рус.лит.": "RusLit", "мат.": "Math", "нет": "", "Лепка": "Лепка",
	} {
		r, refused := Row{Code: "A", Subjects: cell, Position: "учитель, классный руководитель 5А", Email: "нет", Category: "Педагог - модератор", Gender: "Жен."}.read(known, start)
		if refused != nil || strings.Join(r.subjects, " ") != want || len(r.roles) != 2 || r.private.Category != "moderator" || r.private.Gender != "f" {
			t.Errorf("%q: %+v %v", cell, r, refused)
		}
	}
	for text, want := range map[string]string{"педагог": "teacher", "Педагог": "teacher", "педагог-модератор": "moderator", "педагог-шебер": "master"} {
		if r, _ := (Row{Code: "A", Category: text}).read(known, start); r.private.Category != want {
			t.Errorf("category %q is %q", text, r.private.Category)
		}
	}
	for text, want := range map[string]int{"12 лет": 12, "3 жыл": 3, "2,5": 2, "3 г. 5 мес.": 3, "8 мес.": 0, "1 год": 1, "10л": 10, "some": -1, "": -1} {
		got, ok := yearsMeant(text)
		if ok != (want >= 0) || ok && got != want {
			t.Errorf("%q is %d, %v", text, got, ok)
		}
	}
}

func TestWordsOfLists(t *testing.T) {
	for text, want := range map[string]access.Role{
		"Заместитель директора": access.Deputy, "Deputy Director: Pastoral Matters": access.Deputy, "ӘБ жетекшісі": access.SMUHead,
		"сынып жетекшісі": access.ClassLead, "TEACHER": access.Teacher, "Pedsovet secretary": access.Secretary, "director": access.Director,
	} {
		if got, _, ok := RoleMeant(text); !ok || got != want {
			t.Errorf("%q means %q", text, got)
		}
	}
	if _, _, ok := RoleMeant("Deputy Director in 2012-2013"); ok {
		t.Error("a past post was taken for one of today")
	}
}

// TestApplyKeepsFormerFacts holds the same for a list that gives another name,
// and for private facts of the same day.
func TestApplyKeepsFormerFacts(t *testing.T) {
	each(t, func(w *world) {
		apply := func(family, category string) {
			row := Row{Line: 2, Code: "T-1", FamilyName: family, Category: category}
			_, err := w.s.Apply(w.ctx, access.System(w.school, "test"), []Row{row}, Options{On: start})
			w.ok(err)
		}
		apply("Ахметова", "second")
		apply("Омарова", "first")
		card, err := people.CardOf(w.ctx, w.d.Read(), w.school, w.teacher.Staff)
		w.ok(err)
		if card.FamilyName != "Омарова" || len(card.Former) != 2 || card.Former[0].Value != "Ахметова" {
			w.Errorf("%s was %+v", card.Name(), card.Former)
		}
		private, err := people.PrivateOf(w.ctx, w.d.Read(), w.school, w.teacher.Staff)
		w.ok(err)
		if len(private) != 2 || private[0].Category != "first" || private[1].Category != "second" || private[0].Version != 2 {
			w.Errorf("private facts %+v", private)
		}
	})
}

// TestApplyMakesOpenFormsOld has a form open while a list changes its person.
func TestApplyMakesOpenFormsOld(t *testing.T) {
	each(t, func(w *world) {
		head, err := people.StaffByID(w.ctx, w.d.Read(), w.school, w.head.Staff)
		w.ok(err)
		_, err = w.s.Apply(w.ctx, w.deputy, []Row{{Line: 2, Code: "SMU-1", FamilyName: "Ахметова", Subjects: "Math"}}, Options{On: start})
		w.ok(err)
		_, err = w.people.EditStaff(w.ctx, w.deputy, head.ID, head.Version, head.Facts()) // would take the name back
		w.is(err, fault.KindConflict)
		w.is(w.people.SetSubjects(w.ctx, w.deputy, people.NewSubjects{Staff: head.ID, Version: head.SubjectsVersion, Starts: start}), fault.KindConflict)
	})
}

func TestImportIsOfThoseWhoKeepStaff(t *testing.T) {
	each(t, func(w *world) {
		for _, a := range []access.Actor{w.teacher, w.head, {}} {
			_, err := w.s.Compare(w.ctx, a, list(), Options{On: start})
			w.is(err, fault.KindForbidden)
			_, err = w.s.Apply(w.ctx, a, list(), Options{On: start})
			w.is(err, fault.KindForbidden)
		}
	})
}

func TestRowsThatAreNoPerson(t *testing.T) {
	for name, want := range map[string]bool{
		"Омарова Әсел": true, "Всеволодова Анна": true, "Ли": true, "Итого: 2": false, "Всего": false, "Барлығы 12": false, "2": false, "Вакансия 1": false,
		"Директор школы: ______": false, "Исп.: Мусин Б.К., тел. 46-12-12": false, "Бухгалтер /Ли С.А./": false, "Исполова Анна": true, "Бастауыш сынып мұғалімдері": false, "Естественно-математический цикл": false, "ФИО": false,
	} {
		if got := (Row{whole: name}).Person(); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
	for whole, want := range map[string]string{"Омарова, Әсел Қайратқызы": "Омарова|Әсел|Қайратқызы", "А.К. Садыкова": "Садыкова|А.К.|", "А. К. Садыкова": "Садыкова|А.|К.", "Садыкова А.К.": "Садыкова|А.К.|"} {
		r := Row{whole: whole}
		r.divideName()
		if got := r.FamilyName + "|" + r.GivenName + "|" + r.Patronymic; got != want {
			t.Errorf("%q is %q", whole, got)
		}
	}
}

func TestCategoriesWithWhatStandsBehindThem(t *testing.T) {
	for text, want := range map[string]string{
		"пед.-исследователь": "researcher", "пед. эксперт": "expert", "П-модератор": "moderator", "высшая (до 2027)": "highest", "педагог-модератор, приказ № 12 от 25.08.2023": "moderator",
		"Педагог-сарапшы 2023 ж.": "expert", "первая от 12.05.2020": "first", "педагог-мастер с 2024": "master", "1 категория": "first", "педагог": "teacher",
		"учитель": "", "2023": "", "(до 2027)": "", "педиатр": "",
	} {
		r, _ := Row{Code: "1", Position: "учитель", Category: text}.read(nil, start)
		if r.private.Category != want {
			t.Errorf("%q is %q, want %q", text, r.private.Category, want)
		}
	}
}

// Headings as the forms for inspections have them.
func TestLongHeadings(t *testing.T) {
	for heading, want := range map[string]string{
		"Фамилия, имя, отчество работника": "full_name", "Ф.И.О. педагога (полностью)": "full_name", "Мұғалімнің тегі, аты, әкесінің аты": "full_name",
		"Занимаемая должность, преподаваемый предмет": "position", "Наименование должности": "position", "Атқаратын лауазымы, пәні": "position",
		"Педагогический стаж на 01.09.2026": "years", "Стаж: педагогический": "years", "Жалпы еңбек өтілі": "years", "Стаж в данной школе": "", "Стаж на 1 сентября: мес.": "",
		"Дата поступления в данную школу": "since", "С какого года принят в школу": "since", "Осы мектепке келген күні": "since", "Год, число, месяц рождения": "", "Дата назначения на должность": "",
		"Какой предмет преподаёт": "subjects", "Квалификационная категория, год присвоения": "category", "Дата присвоения категории": "",
		"Контактный телефон": "phone", "Электронный адрес": "email", "Таб. №": "code", "Школьное методическое объединение": "unit_name", "Руководитель МО": "",
		"Образование, какой ВУЗ и когда окончил(а)": "", "Кл. рук-во": "", "Кол-во ставок": "", "Часов в неделю": "", "Примечание": "", "№ п/п": "",
	} {
		got := ""
		for field := range tabular.Recognise([]string{heading}, Fields()) {
			got = field
		}
		if got != want {
			t.Errorf("%q is %q, want %q", heading, got, want)
		}
	}
}

func TestImportTakesSubjectsOfPosts(t *testing.T) {
	known := map[string]string{"математика": "Math", "русский язык и литература": "RusLL", "тарих": "Hist", "mathematics": "Math", "казахский язык и литература": "KazLL", "физическая культура": "PE", "английский язык": "Eng", "начальная военная подготовка": "BMP"}
	for post, want := range map[string]string{
		"учитель математики":                  "Math",
		"Учитель русского языка и литературы": "RusLL",
		"учитель каз. яз. и лит-ры":           "KazLL",
		"тарих пәнінің мұғалімі":              "Hist",
		"Mathematics teacher":                 "Math",
		"зам. директора; учитель физ-ры":      "PE",
		"учитель начальных классов":           "",
		"учитель": "",
		"учитель математики, учитель физкультуры и пр.": "Math PE",
		"англ.яз.":                              "Eng",
		"рус. яз. и лит.":                       "RusLL",
		"каз. язык и литература":                "KazLL",
		"физкультура, НВП":                      "PE BMP",
		"уч. математики и тарих":                "Math Hist",
		"английский язык, внешний совместитель": "Eng",
		"уборщица":                              "",
	} {
		r, _ := Row{Code: "1", Position: post}.read(known, start)
		if got := strings.Join(r.subjects, " "); got != want {
			t.Errorf("%q teaches %q, want %q", post, got, want)
		}
		if teaches := slices.Contains(r.roles, access.Teacher); teaches != (post != "уборщица") {
			t.Errorf("%q is a teacher: %v", post, teaches)
		}
	}
	if got := divided("музыка, 0,5 ст."); len(got) != 2 || got[1] != "0.5 ст." {
		t.Errorf("divided into %q", got)
	}
	if signed := (Row{whole: "Зам. директора по УВР", Position: "Дорошенко Л.Н."}); signed.Person() {
		t.Error("a signature is a person")
	}
	r, _ := Row{Code: "1", Position: "учитель математики", Subjects: "физ-ра"}.read(known, start)
	if got := strings.Join(r.subjects, " "); got != "PE" {
		t.Errorf("the column of subjects says %q", got)
	}
}

func TestNewNamesInSmallLetters(t *testing.T) {
	f := inSmallLetters(people.StaffFacts{FamilyName: "СЕЙТОВА-ӘЛІ", GivenName: "А.К.", Patronymic: "СЕРІК ҚЫЗЫ"})
	if f.FamilyName != "Сейтова-Әлі" || f.GivenName != "А.К." || f.Patronymic != "Серік Қызы" {
		t.Errorf("written %+v", f)
	}
}
