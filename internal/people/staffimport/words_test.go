package staffimport

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/i18n"
	"talim/internal/people"
)

// known are the people of the school that lists speak of.
var known = []people.Person{
	{ID: "a", Code: "T-1", FamilyName: "Иванова", GivenName: "Анна", Patronymic: "Павловна"}, {ID: "b", Code: "T-2", FamilyName: "Ким", GivenName: "Вера"}, {ID: "c", Code: "T-3", FamilyName: "Ким", GivenName: "Вера"},
}

// A row with a code of another list and the name of somebody here is asked about; what is
// answered holds, and the same person takes the code of the list.
func TestMeetNamesakesAsksWhomARowMeans(t *testing.T) {
	anna := Row{Line: 2, Code: "77", FamilyName: "Иванова", GivenName: "Анна", Patronymic: "Павловна"}
	vera := Row{Line: 3, Code: "78", FamilyName: "Ким", GivenName: "Вера"}
	for name, c := range map[string]struct {
		row     Row
		others  []Row
		answer  string
		code    string // of the row then
		becomes string
		asked   int
	}{
		"not answered":             {anna, nil, "", "77", "", 1},
		"the same":                 {anna, nil, SamePerson, "T-1", "77", 0},
		"the same by her code":     {anna, nil, "T-1", "T-1", "77", 0},
		"another":                  {anna, nil, AnotherPerson, "77", "", 0},
		"somebody of another name": {anna, nil, "T-2", "77", "", 1},
		"one of two":               {vera, nil, "T-3", "T-3", "78", 0},
		"the same, who may be two": {vera, nil, SamePerson, "78", "", 2},
		"one is on the list":       {vera, []Row{{Line: 9, Code: "T-2", FamilyName: "Ким", GivenName: "Вера"}}, "", "78", "", 1},
		"both are on the list":     {vera, []Row{{Line: 8, Code: "T-3"}, {Line: 9, Code: "T-2"}}, "", "78", "", 0},
		"a code that is here":      {Row{Line: 2, Code: "T-1", FamilyName: "Ким", GivenName: "Вера"}, nil, "", "T-1", "", 0},
		"without a code":           {Row{Line: 2, FamilyName: "Ким", GivenName: "Вера"}, nil, "", "", "", 0},
		"without a name":           {Row{Line: 2, Code: "79"}, nil, "", "79", "", 0},
		"a name of nobody":         {Row{Line: 2, Code: "79", FamilyName: "Омарова", GivenName: "Әсел"}, nil, "", "79", "", 0},
	} {
		rows := append([]Row{c.row}, c.others...)
		MeetNamesakes(known, rows, func(code string) string {
			if code == c.row.Code {
				return c.answer
			}
			return ""
		})
		got := rows[0]
		if got.Code != c.code || got.becomes != c.becomes || len(got.asked) != c.asked || got.asks != (c.asked > 0) || (got.unclear != nil) != (c.asked > 0) {
			t.Errorf("%s: %q becomes %q, asks about %v", name, got.Code, got.becomes, got.asked)
		}
	}
}

// Two rows of one name do not both become the one person whom it means.
func TestMeetNamesakesGivesAPersonToOneRow(t *testing.T) {
	rows := []Row{{Line: 2, Code: "77", FamilyName: "Иванова", GivenName: "Анна", Patronymic: "Павловна"}, {Line: 3, Code: "78", FamilyName: "ИВАНОВА", GivenName: "АННА", Patronymic: "ПАВЛОВНА"}}
	MeetNamesakes(known, rows, func(string) string { return SamePerson })
	if rows[0].Code != "T-1" || rows[1].Code != "78" || rows[1].becomes != "" {
		t.Errorf("%+v", rows)
	}
}

func TestNamesakeKeysTellRowsApart(t *testing.T) {
	for key, n := range map[string]Namesake{"77": {Line: 2, Code: "77"}, " 2": {Line: 2}, " 12": {Line: 12}} {
		if n.Key() != key {
			t.Errorf("%+v has the key %q", n, n.Key())
		}
	}
}

// What a school said of a word holds in every cell of its kind, and only there.
func TestWordsOfTheSchoolAreUnderstood(t *testing.T) {
	subjects := map[string]string{"математика": "Math"}
	words := Words{
		Post: {"пед. қызметкер": "teacher", "тәрбиеші": ""}, State: {"в отпуске": string(people.UnpaidLeave), "болен": ""}, Subject: {"матеша": "Math", "лепка": NewWord, "кружок": ""},
		Category: {"особая": "highest"}, Gender: {"девушка": "f"}, StudyRoute: {"вечерняя": "distance"}, Course: {"курсы": "2-level"},
	}
	for name, c := range map[string]struct {
		row  Row
		want func(r readRow) bool
	}{
		"post":              {Row{Position: "Пед. қызметкер"}, func(r readRow) bool { return slices.Equal(r.roles, []access.Role{access.Teacher}) }},
		"post left out":     {Row{Position: "тәрбиеші; мұғалім"}, func(r readRow) bool { return slices.Equal(r.roles, []access.Role{access.Teacher}) }},
		"state":             {Row{State: "В  отпуске"}, func(r readRow) bool { return slices.Equal(r.states, []people.State{people.UnpaidLeave}) }},
		"state left out":    {Row{State: "болен"}, func(r readRow) bool { return len(r.states) == 0 }},
		"subject":           {Row{Subjects: "Матеша"}, func(r readRow) bool { return slices.Equal(r.subjects, []string{"Math"}) }},
		"subject of itself": {Row{Subjects: "Лепка"}, func(r readRow) bool { return slices.Equal(r.subjects, []string{"Лепка"}) }},
		"subject left out":  {Row{Subjects: "кружок; математика"}, func(r readRow) bool { return slices.Equal(r.subjects, []string{"Math"}) }},
		"category":          {Row{Category: "особая"}, func(r readRow) bool { return r.private.Category == "highest" }},
		"gender":            {Row{Gender: "девушка"}, func(r readRow) bool { return r.private.Gender == "f" }},
		"route":             {Row{StudyRoute: "вечерняя"}, func(r readRow) bool { return r.private.StudyRoute == "distance" }},
		"course":            {Row{CoE: "курсы"}, func(r readRow) bool { return r.private.CoELevel == "2-level" }},
	} {
		c.row.Code, c.row.words = "T-9", words
		r, refused := c.row.read(subjects, start)
		if refused != nil || !c.want(r) || len(r.unknown) != 0 {
			t.Errorf("%s: %+v, %v", name, r, refused)
		}
	}
	for kind, row := range map[WordKind]Row{Post: {Position: "болен"}, State: {State: "тәрбиеші"}, Subject: {Subjects: "особая"}, Category: {Category: "девушка"}} {
		row.Code, row.words = "T-9", words
		if r, _ := row.read(subjects, start); len(r.unknown) != 1 || r.unknown[0].Kind != kind {
			t.Errorf("a word of another kind is understood as %s: %+v", kind, r.unknown)
		}
	}
}

// A word may mean only what the page offers: no list makes an administrator.
func TestWordsMeanWhatIsOffered(t *testing.T) {
	for kind, meaning := range map[WordKind]string{Post: string(access.Administrator), Category: "minister", Gender: "x", StudyRoute: "night", Course: "9-level"} {
		words := Words{kind: {"особое слово": meaning}}
		row := Row{Code: "T-9", words: words}
		switch kind {
		case Post:
			row.Position = "особое слово"
		case Category:
			row.Category = "особое слово"
		case Gender:
			row.Gender = "особое слово"
		case StudyRoute:
			row.StudyRoute = "особое слово"
		case Course:
			row.CoE = "особое слово"
		}
		r, _ := row.read(nil, start)
		if slices.Contains(r.roles, access.Administrator) || len(r.unknown) != 1 || slices.Contains(Meanings(kind), meaning) {
			t.Errorf("%s means %s: %+v", kind, meaning, r)
		}
	}
	for _, kind := range []WordKind{Post, State, Category, StudyRoute, Gender, Course} {
		all := Meanings(kind)
		if sorted := slices.Sorted(slices.Values(all)); len(all) < 2 || len(slices.Compact(sorted)) != len(all) {
			t.Errorf("of %s is offered %v", kind, all)
		}
	}
	if Meanings(Subject) != nil {
		t.Error("subjects are those of the school")
	}
}

// Words that nobody understood are asked about once each, however they are spelled.
func TestUnknownWordsAreAskedAboutOnce(t *testing.T) {
	got := asked([]Word{
		{Kind: Post, Text: "Вожатый", Line: 2, Rows: 1},
		{Kind: Subject, Text: "Лепка", Line: 2, Rows: 1},
		{Kind: Post, Text: " вожатый", Line: 4, Rows: 1},
		{Kind: Subject, Text: "Вожатый", Line: 5, Rows: 1},
		{Kind: Post, Text: "ВОЖАТЫЙ", Line: 9, Rows: 1},
	})
	want := []Word{{Post, "Вожатый", 2, 3}, {Subject, "Лепка", 2, 1}, {Subject, "Вожатый", 5, 1}}
	if !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
}

func TestDayMeantAsPeopleWriteIt(t *testing.T) {
	for text, want := range map[string]calendar.Date{
		"2010-09-01": "2010-09-01", "01.09.2010": "2010-09-01", "1/9/10": "2010-09-01", "с 1-9-2010 года": "2010-09-01", "01.09.2010 г.": "2010-09-01", "1 сентября 2010 года": "2010-09-01",
		"2010 ж. 1 қыркүйек": "2010-09-01", "2010 жылғы 5 ақпан": "2010-02-05", "3 May, 2011": "2011-05-03", "с 2010 года": "2010-09-01", "2010": "2010-09-01", "since 2009": "2009-09-01",
		"1.9.13": "2013-09-01", "1.9.14": "1914-09-01", "2013": "", "31.02.2010": "", "5 вторника 2010": "", "13.13.2010": "", "давно": "", "": "", "1.9": "",
	} {
		if got, ok := DayMeant(text, "2013-09-02"); ok != (want != "") || ok && got != want {
			t.Errorf("%q is %s (%v), want %s", text, got, ok, want)
		}
	}
}

// A first day that nobody can read leaves the person to be taken without it.
func TestSinceThatIsNoDayIsNamed(t *testing.T) {
	for text, c := range map[string]struct {
		since calendar.Date
		named bool
	}{"01.09.2010": {"2010-09-01", false}, "": {"", false}, "нет": {"", false}, "–": {"", false}, "прошлой осенью": {"", true}, "01.09.1890": {"", true}} {
		r, refused := Row{Code: "T-9", Since: text}.read(nil, "2013-09-02")
		if refused != nil || r.since != c.since || (len(r.ignored) == 1) != c.named {
			t.Errorf("%q: since %q, ignored %v, refused %v", text, r.since, r.ignored, refused)
		}
	}
}

func TestCellsAreDividedOutsideOfBrackets(t *testing.T) {
	for text, want := range map[string]string{
		"a; b": "a|b", "a (x; y); b": "a (x; y)|b", "a ((x; y); z); b": "a ((x; y); z)|b", "a) ; b": "a)|b", " ; ;": "", "": "", "a;a": "a|a", "a\n b": "a b",
	} {
		if got := strings.Join(cells(text), "|"); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{"a, b/c+d": "a|b|c|d", ",,/": "", "a": "a"} {
		if got := strings.Join(divided(text), "|"); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

// A post is taken in the language in which it was written.
func TestAreaOfADeputyKeepsItsLanguage(t *testing.T) {
	for text, want := range map[string]i18n.Text{
		"": {}, "Тәрбие ісі": {KK: "Тәрбие ісі"}, "Учебная работа": {RU: "Учебная работа"}, "Academic Affairs": {EN: "Academic Affairs"}, "УВР": {RU: "УВР"}, "ОІЖ": {KK: "ОІЖ"},
	} {
		if got := inItsLanguage(text); got != want {
			t.Errorf("%q is %+v", text, got)
		}
	}
}

// A list that says a first day tells it once: an unknown one gives way, a known one stays.
func TestImportFillsAFirstDayThatIsNotKnown(t *testing.T) {
	each(t, func(w *world) {
		row := Row{Line: 2, Code: "T-9", FamilyName: "Омарова"}
		_, err := w.s.Apply(w.ctx, w.director, []Row{row}, Options{On: "2013-09-03"})
		w.ok(err)
		for _, step := range []struct {
			since string
			want  calendar.Date
			told  bool
		}{{"01.09.2005", "2005-09-01", true}, {"01.09.2001", "2005-09-01", false}, {"", "2005-09-01", false}} {
			row.Since = step.since
			diff, err := w.s.Apply(w.ctx, w.director, []Row{row}, Options{On: "2013-10-01"})
			w.ok(err)
			p, err := people.StaffByCode(w.ctx, w.d.Read(), w.school, "T-9")
			w.ok(err)
			spans, err := people.HistoryOf(w.ctx, w.d.Read(), w.school, p.ID)
			w.ok(err)
			if got := people.InSchoolSince(spans); got != step.want || (len(diff.Changed) == 1) != step.told || p.SinceUnknown {
				w.Errorf("%q: here since %s, want %s; %+v", step.since, got, step.want, cmp.Or(len(diff.Changed), 0))
			}
		}
	})
}

// Short names are gone through in no order: whichever fits a word, the subject is the same.
func TestShortNamesOfOneStemAreOfOneSubject(t *testing.T) {
	for short, name := range usualShort {
		for other, otherName := range usualShort {
			if i18n.Inflects(short, other) && name != otherName {
				t.Errorf("%q is %q, and of the stem of %q, which is %q", short, name, other, otherName)
			}
		}
	}
}
