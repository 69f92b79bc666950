package grid

import (
	"strings"
	"testing"

	"talim/internal/tabular"
)

// read1 reads one sheet whose cells are divided by "|".
func read1(t *testing.T, lines string, merged ...tabular.Range) Table {
	t.Helper()
	var cells [][]string
	for line := range strings.SplitSeq(strings.TrimSpace(lines), "\n") {
		cells = append(cells, strings.Split(line, "|"))
	}
	rows, err := tabular.Rows(cells)
	if err != nil {
		t.Fatal(err)
	}
	got, ok, err := Read(t.Context(), []tabular.Sheet{{Name: "Лист1", Rows: rows, Merged: merged}})
	if err != nil || !ok {
		t.Fatalf("no grid: %v", err)
	}
	return got
}

func doubts(t Table, key string) bool {
	for _, m := range t.Doubt {
		if m.Key == key {
			return true
		}
	}
	return false
}

// A class with two columns: what stands on the right alone is of the second group; on the
// left alone it is of the whole class and said, unless lessons of whole classes lie over both.
func TestOneOfTwoColumnsOfAClass(t *testing.T) {
	const sheet = `День|№|5А|5А|6А
Понедельник|1|Химия|Физика|Музыка
|2|История||Музыка
|3||Труд|Музыка
Вторник|1|Химия|Физика|Музыка
|2|История|История|Музыка
|3|Химия|Физика|Музыка`
	for _, c := range []struct {
		merged []tabular.Range
		group  int // of what stands on the left alone
	}{{nil, 0}, {[]tabular.Range{{FirstLine: 6, LastLine: 6, FirstColumn: 2, LastColumn: 3}}, 1}} {
		got := read1(t, sheet, c.merged...)
		found := 0
		for _, x := range got.Cells {
			switch {
			case x.Weekday == 1 && x.Number == 2 && x.Name == "5А":
				if found++; x.Group != c.group {
					t.Errorf("left alone: group %d, want %d", x.Group, c.group)
				}
			case x.Weekday == 1 && x.Number == 3 && x.Name == "5А":
				if found++; x.Group != 2 {
					t.Errorf("right alone: group %d", x.Group)
				}
			}
		}
		if found != 2 || doubts(got, "exchange.grid.halves") != (c.group == 0) {
			t.Errorf("%d cells; %v", found, got.Doubt)
		}
	}
}

// The classes of the second shift may be fewer than those of the first above them: the
// columns behind the last are nobody's, and nothing is in doubt.
func TestFewerClassesInTheSecondShift(t *testing.T) {
	got := read1(t, `1 смена
День|№|7А|8А|9А
Понедельник|1|Химия|Физика|Музыка
|2|История|Химия|Физика
Вторник|1|Химия|Физика|Музыка
|2|История|Химия|Физика
2 смена
День|№|5А|6А
Понедельник|1|Химия|Физика
|2|История|Химия
Вторник|1|Химия|Физика
|2|История|Химия`)
	if len(got.Cells) != 20 || doubts(got, "exchange.grid.halves") {
		t.Errorf("%d cells; %v", len(got.Cells), got.Doubt)
	}
}

// Two columns of hours side by side may be two shifts: said, unless the sheet says it.
func TestTwoColumnsOfHours(t *testing.T) {
	rows := `
Понедельник|1|Химия|1|Музыка
|2|История|2|Музыка
|3|Физика|3|Труд
Вторник|1|Химия|1|Музыка
|2|История|2|Музыка
|3|Физика|3|Труд`
	if got := read1(t, "День|№|5А|№|6А"+rows); !doubts(got, "exchange.grid.shifts") {
		t.Errorf("%v", got.Doubt)
	}
	if got := read1(t, "||1 смена||2 смена\nДень|№|5А|№|6А"+rows); doubts(got, "exchange.grid.shifts") {
		t.Errorf("the shifts are named: %v", got.Doubt)
	}
	if got := read1(t, "День|№|5А|6А"+strings.ReplaceAll(strings.ReplaceAll(strings.ReplaceAll(rows, "|1|Муз", "|Муз"), "|2|Муз", "|Муз"), "|3|Труд", "|Труд")); doubts(got, "exchange.grid.shifts") {
		t.Errorf("one column: %v", got.Doubt)
	}
}
