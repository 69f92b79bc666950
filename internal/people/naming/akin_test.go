package naming

import "testing"

// Names are akin where a person may know oneself in both; that alone decides nothing.
func TestAkinNames(t *testing.T) {
	for _, x := range []struct {
		one, other string
		akin       bool
	}{
		{"Сейтқали А.", "Сейткалиева Асель Болатовна", true},
		{"Сейтқали А.", "Сейткалиева Динара", false},
		{"Асель Сейткалиева", "СЕЙТКАЛИЕВА А.Б.", true},
		{"Жұмабай Ерлан", "Жумабаев Ерлан Маратович", true},
		{"Омар Гүлнар", "Омарова Г.", true},
		{"Алиева", "Али Сауле", true},
		{"Ким Вера", "Кимова В.", true},
		{"Ли В.", "Лим В.", false},
		{"Нұрлан Айгүл Серікқызы", "Нурланова Айгуль", true},
		{"", "Ким Вера", false},
	} {
		if Text(x.one).Akin(Text(x.other)) != x.akin || Text(x.other).Akin(Text(x.one)) != x.akin {
			t.Errorf("%q and %q: not %v", x.one, x.other, x.akin)
		}
	}
}
