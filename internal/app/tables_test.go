package app_test

import (
	"os"
	"strings"
	"testing"

	"talim/internal/house"
)

const goldenTables = "testdata/tables.txt"

const tablesHead = `# Every table: table | the package that owns it | who else names it in SQL.
# A table is its owner's: others ask the owner's functions, or put a fragment that the
# owner exports into their query. A new name in the last column is a decision; it has
# to stand above the owner. An owner who still writes the table is kept.
# go test ./internal/app -run TestTables -update writes it anew.
`

// upward are reads of a table that belongs above, still to be turned round.
var upward = map[string]string{
	"internal/timetable absence": "an absence takes time, as a booking does",
	"internal/timetable cover":   "a week shows whose lesson somebody gives",
}

// Tables are a way around the imports: whoever reads another area's table depends on
// it, though no import says so.
func TestTablesHaveOneOwner(t *testing.T) {
	all := tables(t)
	var text strings.Builder
	text.WriteString(tablesHead)
	for _, x := range all {
		text.WriteString(strings.TrimRight(x.Name+" | "+x.Owner+" | "+strings.Join(x.Readers, ", "), " ") + "\n")
	}
	if *update {
		if err := os.WriteFile(goldenTables, []byte(text.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(goldenTables)
	if err != nil || text.String() != string(want) {
		t.Errorf("who reads whose tables changed (%v); look at each and run with -update:\n%s", err, difference(string(want), text.String()))
	}
}

func TestTablesAreReadDownwards(t *testing.T) {
	for _, x := range tables(t) {
		if x.Owner == "" {
			t.Errorf("nobody uses the table %s", x.Name)
		}
		for _, line := range x.Readers {
			reader := house.Reader(line)
			_, allowed := beside[[2]string{reader, x.Owner}]
			_, known := upward[reader+" "+x.Name]
			if allowed || known || level[reader] == 0 && level[x.Owner] == 0 || level[reader] > level[x.Owner] {
				continue
			}
			t.Errorf("%s (level %d) names %s of %s (level %d): tables are read downwards, as imports go", reader, level[reader], x.Name, x.Owner, level[x.Owner])
		}
	}
}

// tables reads the SQL of the program; the owners are those of the golden file.
func tables(t *testing.T) []house.Table {
	t.Helper()
	tree, err := house.Read("../..")
	if err != nil {
		t.Fatal(err)
	}
	all, err := tree.Owned(house.Owners("../.."))
	if err != nil {
		t.Fatal(err)
	}
	return all
}
