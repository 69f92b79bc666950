package tabular

import "testing"

func TestWeekBehindASubject(t *testing.T) {
	for name, want := range map[string]int{
		"Математика": 0, "Математика (чётн.)": 2, "Физика (нечётн.)": 1, "Химия, числитель": 1, "Химия / знаменатель": 2, "Музыка (жұп апта)": 2,
		"Музыка (тақ апта)": 1, "Art (even week)": 2, "Art (odd weeks)": 1, "Физика нед. 2": 2, "Чёт": 0, "Отчёт": 0, "Английский язык 2": 0,
	} {
		if _, got := TurnBehind(name); got != want {
			t.Errorf("%s: %d, want %d", name, got, want)
		}
	}
}

func TestCellsOfWeeks(t *testing.T) {
	for cell, want := range map[string]int{
		"": 0, "каждая": 0, "әр апта": 0, "апта сайын": 0, "1,2": 0, "А/Б": 0, "every week": 0,
		"1": 1, "А": 1, "a": 1, "I": 1, "нечётная": 1, "числитель": 1, "Числ.": 1, "тақ": 1, "1-апта": 1, "1-я неделя": 1, "нед. 1": 1, "week A": 1, "odd": 1,
		"2": 2, "Б": 2, "В": 2, "B": 2, "II": 2, "чётная": 2, "чет.": 2, "знаменатель": 2, "жұп апта": 2, "2 неделя": 2, "even weeks": 2,
	} {
		if got, ok := Turn(cell); got != want || !ok {
			t.Errorf("%q: %d %v, want %d", cell, got, ok, want)
		}
	}
	for _, cell := range []string{"3", "иногда", "Понедельник", "12", "1 смена"} {
		if got, ok := Turn(cell); ok {
			t.Errorf("%q: %d", cell, got)
		}
	}
}
