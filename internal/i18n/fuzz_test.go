package i18n

import (
	"strings"
	"testing"
)

// Folding for search is done once and for all, a key to sort by is hex, and no words of
// a list keep the comparison with a name busy.
func FuzzFold(f *testing.F) {
	for _, pair := range [][2]string{
		{"ФИЗ-РА", "физическая культура"}, {"İstanbul", "ё"}, {"é É", "12 007"}, {"\xff\u0300", "\u212a"}, {strings.Repeat("а- ", 40) + "в-", strings.Repeat("а ", 61)}, {"рус. яз.", "русский язык"},
	} {
		f.Add(pair[0], pair[1])
	}
	f.Fuzz(func(t *testing.T, text, name string) {
		folded := Fold(text)
		if again := Fold(folded); again != folded && strings.ToValidUTF8(text, "") == text {
			t.Errorf("%q folds to %q, then to %q", text, folded, again)
		}
		if key := SortKey(text); strings.Trim(key, "0123456789abcdef") != "" {
			t.Errorf("%q sorts by %q", text, key)
		}
		Abbreviates(folded, Fold(name))
		Inflects(folded, Fold(name))
		LookAlike(OneAlphabet(text))
		Latin(text)
		if l := BestLanguage(text); l != Kazakh && l != Russian && l != English {
			t.Errorf("%q is the language %q", text, l)
		}
	})
}
