package lessonimport

import "testing"

// Names of teachers as lists write them.
func TestTeachersAreFoundAsListsWriteThem(t *testing.T) {
	index, _ := indexTeachers([]teacher{
		{ID: "akh", FamilyName: "Ахметова", GivenName: "Гүлнар", Patronymic: "Серікқызы"},
		{ID: "iva", FamilyName: "Иванова", GivenName: "Анна", Patronymic: "Павловна"},
		{ID: "kim", FamilyName: "Ким", GivenName: "Вера", Patronymic: "Николаевна"},
		{ID: "yus", FamilyName: "Юсупова", GivenName: "Лейла"},
		{ID: "a1", FamilyName: "Әлі", GivenName: "Дана"},
		{ID: "a2", FamilyName: "Али", GivenName: "Дана"},
	})
	for name, want := range map[string]string{
		"Иванова А.П": "iva", "Иванова А П": "iva", "А.П. Иванова": "iva", "А. П. Иванова": "iva", "ИВАНОВА АННА ПАВЛОВНА": "iva", "Анна Павловна Иванова": "iva",
		"Юсупова Л": "yus", "Aхметова Г.С.": "akh", "Ким В.H.": "kim", "Ахметова Гулнар Сериккызы": "akh", "Иванова А.Б.": "",
		"Әлі Дана": "a1", "Али Дана": "a2",
	} {
		ids := index.find(name)
		if want == "" && len(ids) > 0 || want != "" && (len(ids) != 1 || ids[0] != want) {
			t.Errorf("%s: %v, want %s", name, ids, want)
		}
	}
}

func TestClassesAndRoomsInWords(t *testing.T) {
	for text, want := range map[string]string{
		"5 А класс": "5 А", "5А сынып": "5А", "5А": "5А", "класс 7Б": "7Б", "10-сынып": "10", "Class 5A": "5A", "Класс": "Класс", "МАД-1": "МАД-1", "": "",
	} {
		if got := className(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{"-": "", "—": "", "нет": "", "жоқ": "", "каб. 7": "7", "Спортзал": "Спортзал", "201": "201"} {
		if got := roomNumber(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
