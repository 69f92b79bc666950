package naming

import (
	"testing"
	"unicode"
)

// Whatever lists write for names, what is said of two of them holds both ways round, and a
// name is itself.
func FuzzNames(f *testing.F) {
	for _, pair := range [][2]string{
		{"Ахметова Гүлнар Серікқызы", "Г.С. Ахметова"}, {"Серік қызы", "А. Б."}, {"-", "."}, {"İ", "Ё̈"}, {"", "\xff"}, {"Нұрлан ұлы, Асқар", "NURLAN A."},
	} {
		f.Add(pair[0], pair[1])
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		x, y := Text(a), Text(b)
		if !x.Equal(x) || !x.Close(x) {
			t.Errorf("%q is not itself", a)
		}
		if x.Equal(y) != y.Equal(x) || x.Akin(y) != y.Akin(x) {
			t.Errorf("%q and %q: one way round only", a, b)
		}
		Of(a, b, a).Close(x)
		HasInitials(a)
		for _, r := range Spoken(a) {
			if !unicode.IsLetter(r) {
				t.Errorf("%q is spoken with %q", a, r)
			}
		}
	})
}
