package staffimport

import (
	"testing"

	"talim/internal/tabular"
)

// Whatever stands in a row of a staff list, it is read or refused with a word; years are
// a number.
func FuzzRow(f *testing.F) {
	for _, s := range [][6]string{
		{"Ахметова Гүлнар Серікқызы", "учитель; зам. директора (УВР)", "рус. яз., физ-ра", "01.09.2009", "пенсионерка", "12 лет"},
		{"А.Б. Ким", "0,5 ставки/психолог", "математика", "2000000", "0000-00-00", "1e99"},
		{"", "((((", ";;;", "31.02.9999", "-1", "٣"},
	} {
		f.Add(s[0], s[1], s[2], s[3], s[4], s[5])
	}
	columns := tabular.Mapping{}
	for i, name := range []string{"full_name", "position", "subjects", "since", "state", "years"} {
		columns[name] = i
	}
	known := map[string]string{"русский язык": "rus", "физическая культура": "pe", "математика": "math"}
	f.Fuzz(func(t *testing.T, name, position, subjects, since, state, years string) {
		row := RowOf(tabular.Row{Line: 2, Cells: []string{name, position, subjects, since, state, years}}, columns)
		row.Person()
		read, wrong := row.read(known, "2026-09-01")
		if wrong != nil && wrong.Key == "" {
			t.Error("refused without a word")
		}
		if read.since != "" && !read.since.Valid() {
			t.Errorf("since %q: %q", since, read.since)
		}
		if n, ok := yearsMeant(years); ok && (n < 0 || n > 9_999) {
			t.Errorf("%q is %d years", years, n)
		}
	})
}
