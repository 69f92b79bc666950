package i18n

import "testing"

func TestLatin(t *testing.T) {
	for name, want := range map[string]string{
		"Омарова": "omarova", "Әбдірахман": "abdirakhman", "Қанатқызы": "kanatkyzy", "Щукина-Ёлкина": "schukinaelkina", "O’Neil": "oneil", "12": "", "Жұмағұлов": "zhumagulov",
	} {
		if got := Latin(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}
