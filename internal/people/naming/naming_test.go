package naming

import "testing"

func TestTextsMeanNames(t *testing.T) {
	for _, x := range []struct {
		text                      string
		family, given, patronymic string
		equal, close              bool
	}{
		{"Иванова Анна Павловна", "Иванова", "Анна", "Павловна", true, true},
		{"ИВАНОВА АННА ПАВЛОВНА", "Иванова", "Анна", "Павловна", true, true},
		{"Анна Павловна Иванова", "Иванова", "Анна", "Павловна", true, true},
		{"Иванова А.П.", "Иванова", "Анна", "Павловна", false, true},
		{"А. П. Иванова", "Иванова", "Анна", "Павловна", false, true},
		{"Иванова", "Иванова", "Анна", "Павловна", false, true},
		{"Иванова Б.П.", "Иванова", "Анна", "Павловна", false, false},
		{"Ким B.H.", "Ким", "Вера", "Николаевна", false, true}, // Latin initials
		{"Aхметовa Гульнар", "Ахметова", "Гүлнар", "Серікқызы", false, true},
		{"Ахметова Гүлнар Серік қызы", "Ахметова", "Гүлнар", "Серікқызы", true, true},
		{"Сериккызы", "Ахметова", "Гүлнар", "Серікқызы", false, false},
		{"", "Ахметова", "Гүлнар", "Серікқызы", false, false},
		{"201", "Ахметова", "Гүлнар", "Серікқызы", false, false},
	} {
		n, m := Text(x.text), Of(x.family, x.given, x.patronymic)
		if n.Equal(m) != x.equal || n.Close(m) != x.close {
			t.Errorf("%q: equal %v, close %v", x.text, n.Equal(m), n.Close(m))
		}
	}
}
