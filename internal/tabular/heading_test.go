package tabular

import (
	"slices"
	"strings"
	"testing"
)

func TestHeadingsOfTwoLinesBecomeOne(t *testing.T) {
	rows := []Row{
		{Line: 1, Cells: []string{"Список педагогов школы"}},
		{Line: 2, Cells: []string{"ФИО", "Стаж", "", "", "Категория"}},
		{Line: 3, Cells: []string{"ФИО", "общий", "педагогический", "в школе", "Категория"}},
		{Line: 4, Cells: []string{"Ли А.", "20", "18", "3", "первая"}},
		{Line: 5, Cells: []string{"Дни", "Понедельник", ""}},
		{Line: 6, Cells: []string{"", "1", "2"}},
	}
	sheet := Sheet{Rows: rows, Merged: []Range{{0, 4, 1, 1}, {0, 0, 2, 3}, {1, 3, 2, 2}, {4, 4, 2, 3}, {1, 2, 5, 5}}}.JoinHeadings()
	if got := strings.Join(sheet.Rows[1].Cells, "|"); got != "ФИО|Стаж: общий|Стаж: педагогический|Стаж: в школе|Категория" {
		t.Error(got)
	}
	if !sheet.Rows[2].Repeats(sheet.Rows[1]) || sheet.Rows[3].Repeats(sheet.Rows[1]) {
		t.Error("the second line alone repeats the headings")
	}
	for _, at := range []int{0, 3, 4, 5} {
		if !slices.Equal(sheet.Rows[at].Cells, rows[at].Cells) {
			t.Errorf("row %d became %v", at, sheet.Rows[at].Cells)
		}
	}
	if rows[1].Cells[2] != "" {
		t.Error("the sheet that was read has changed")
	}
}
