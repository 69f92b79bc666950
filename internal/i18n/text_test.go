package i18n_test

import (
	"slices"
	"testing"

	"talim/internal/i18n"
)

func TestNumber(t *testing.T) {
	tests := []struct {
		n          float64
		kk, ru, en string
	}{
		{0, "0", "0", "0"},
		{-0.001, "0", "0", "0"},
		{18, "18", "18", "18"},
		{2013, "2013", "2013", "2013"},
		{1.25, "1,25", "1,25", "1.25"},
		{13.50, "13,5", "13,5", "13.5"},
		{-2, "−2", "−2", "−2"},
		{300000, "300\u202f000", "300\u202f000", "300,000"},
		{1234567.891, "1\u202f234\u202f567,89", "1\u202f234\u202f567,89", "1,234,567.89"},
	}
	b := bundle(t)
	for _, tt := range tests {
		want := map[i18n.Language]string{i18n.Kazakh: tt.kk, i18n.Russian: tt.ru, i18n.English: tt.en}
		for lang, w := range want {
			if got := b.Locale(lang).Number(tt.n); got != w {
				t.Errorf("%v in %s = %q, want %q", tt.n, lang, got, w)
			}
		}
	}
	if got := i18n.Number(in(t, i18n.Kazakh), 43); got != "43" {
		t.Errorf("got %q", got)
	}
}

func TestTextFallsBack(t *testing.T) {
	tests := []struct {
		text       i18n.Text
		kk, ru, en string
	}{
		{i18n.Text{KK: "тарих", RU: "история", EN: "history"}, "тарих", "история", "history"},
		{i18n.Text{KK: "тарих"}, "тарих", "тарих", "тарих"},
		{i18n.Text{KK: "тарих", RU: "история"}, "тарих", "история", "история"},
		{i18n.Text{RU: "история", EN: "history"}, "история", "история", "history"},
		{i18n.Text{EN: "history"}, "history", "history", "history"},
		{i18n.Text{}, "", "", ""},
	}
	for _, tt := range tests {
		got := []string{tt.text.For(i18n.Kazakh), tt.text.In(in(t, i18n.Russian)), tt.text.For(i18n.English)}
		if want := []string{tt.kk, tt.ru, tt.en}; !slices.Equal(got, want) {
			t.Errorf("%v: %q, want %q", tt.text, got, want)
		}
	}
	if !(i18n.Text{}).Empty() || (i18n.Text{RU: "x"}).Empty() {
		t.Error("Empty is wrong")
	}
}

func TestSortKey(t *testing.T) {
	tests := map[string][]string{ // each in its right order
		"Kazakh alphabet": {
			"Айдос", "Әсел", "Бауыржан", "Гүлнар", "Ғалым", "Дана", "Егор", "Ёлкин", "Жанна", "Ивва", "Йод", "Кенже", "Қанат",
			"Лев", "Нина", "Ңа", "Ольга", "Өтеген", "Пётр", "Тимур", "Ульяна", "Ұлан", "Үміт", "Фарид", "Хан", "Һашім", "Цой", "Щука", "Ырыс", "Іңкәр", "Эльза", "Юлия", "Ящук",
		},
		"numbers":              {"T-A1", "T-A2", "T-A10", "T-A100", "T-B1"},
		"leading zeros":        {"5-01", "5-2", "5-10"},
		"classes":              {"5 «А»", "5 «Ә»", "5 «Б»", "10 «А»"},
		"shorter word first":   {"Ахмет", "Ахмет Бибі", "Ахметов"},
		"Cyrillic, then Latin": {"Яна", "Anna", "Élan", "Zara"},
		"other letters last":   {"zara", "Ωmega"},
		"nothing first":        {"", "А"},
	}
	for name, want := range tests {
		got := slices.Clone(want)
		slices.Reverse(got)
		slices.SortStableFunc(got, func(a, b string) int {
			switch ka, kb := i18n.SortKey(a), i18n.SortKey(b); {
			case ka < kb:
				return -1
			case ka > kb:
				return 1
			}
			return 0
		})
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

func TestSortKeyTreatsAlike(t *testing.T) {
	for _, pair := range [][2]string{{"ӘСЕЛ", "әсел"}, {" Дана ", "Дана"}, {"7 «А»", "7А"[:1] + " А"}, {"T-A02", "t a2"}, {"й", "и\u0306"}} {
		if i18n.SortKey(pair[0]) != i18n.SortKey(pair[1]) {
			t.Errorf("%q and %q have different keys", pair[0], pair[1])
		}
	}
	if i18n.SortKey("и") == i18n.SortKey("й") || i18n.SortKey("е") == i18n.SortKey("ё") {
		t.Error("й and ё are letters of their own")
	}
}

func TestFold(t *testing.T) {
	tests := map[string]string{
		"  Әбдіқадырова   ҮМІТ ": "әбдіқадырова үміт",
		"Пётр":                   "петр",
		"Пе\u0308тр":             "петр",
		"T-A2":                   "t-a2",
		"a\u00a0b\nc":            "a b c",
		"":                       "",
	}
	for in, want := range tests {
		if got := i18n.Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
	if i18n.Fold("А") == i18n.Fold("A") {
		t.Error("a Latin and a Cyrillic letter must stay apart")
	}
}

func TestLanguages(t *testing.T) {
	for accept, want := range map[string]i18n.Language{
		"": i18n.Kazakh, "kk-KZ,kk;q=0.9": i18n.Kazakh, "ru-RU,ru;q=0.9,en;q=0.8": i18n.Russian, "en-GB": i18n.English,
		"de": i18n.Kazakh, "de,en;q=0.5": i18n.English, ";;;": i18n.Kazakh,
	} {
		if got := i18n.BestLanguage(accept); got != want {
			t.Errorf("%q: %s, want %s", accept, got, want)
		}
	}
	for _, l := range i18n.Languages {
		if got, ok := i18n.ParseLanguage(string(l)); !ok || got != l || l.Name() == "" || l.Short() == "" {
			t.Errorf("language %s is not whole", l)
		}
	}
	if _, ok := i18n.ParseLanguage("de"); ok {
		t.Error("de is none of ours")
	}
}

func TestFilledSpeaksEveryLanguage(t *testing.T) {
	for name, tt := range map[string][2]i18n.Text{
		"one language": {{RU: " урок "}, {KK: "урок", RU: "урок", EN: "урок"}},
		"two":          {{RU: "урок", EN: "lesson"}, {KK: "урок", RU: "урок", EN: "lesson"}},
		"all":          {{KK: "сабақ", RU: "урок", EN: "lesson"}, {KK: "сабақ", RU: "урок", EN: "lesson"}},
		"none":         {{KK: " "}, {}},
	} {
		if got := tt[0].Filled(); got != tt[1] {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if n := (i18n.Text{KK: "сабақ", RU: "уроки!", EN: "x"}).Longest(); n != 6 {
		t.Errorf("the longest has %d characters", n)
	}
}

func TestLinesLeaveOutWhatIsEmpty(t *testing.T) {
	if got := i18n.Lines(" бір\r\n\n \nекі"); !slices.Equal(got, []string{"бір", "екі"}) {
		t.Errorf("got %q", got)
	}
	if got := i18n.Lines(" \n"); got != nil {
		t.Errorf("of nothing %q", got)
	}
}
