package lessonimport

import (
	"testing"

	"talim/internal/timetable"
)

// A text of a cell is a person only where all of it is a name.
func TestNamesInCells(t *testing.T) {
	index, _ := indexTeachers([]teacher{{ID: "1", Code: "T-A2", FamilyName: "Ким", GivenName: "Вера"}, {ID: "2", FamilyName: "Нұрланов", GivenName: "Асқар", Patronymic: "Бекұлы"}})
	d := &dividing{schoolNow: schoolNow{teachers: index, subjects: timetable.SubjectIndex{}}}
	for text, want := range map[string]bool{
		"Ким": true, "Ким В.Н.": true, "КИМ ВЕРА": true, "T-A2": true, "А.Б. Нұрланов": true, "Нурланов Аскар Бек ұлы": true,
		"Нұрланов А.Б. с/з": false, "Ким Вера Физика": false, "Ким В. 12": false, "Ким Вера спортзал": false, "Физика": false, "": false,
	} {
		if got := d.know().Teacher(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
