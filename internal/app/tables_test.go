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
# owner exports into their query. Only parts of the same area may stand in the last
# column, above the owner, and only to read; a new one is a decision. An owner who still
# writes is kept.
# go test ./internal/app -run TestTables -update writes it anew.
`

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

// An area names no table of another one: what it asks of it, the owner exports. The
// parts of one area stand on one another, and read downwards.
func TestTablesAreReadByTheirArea(t *testing.T) {
	all := tables(t)
	for _, line := range house.Foreign(all) {
		t.Errorf("%s of another area: let the owner export a fragment or a function", line)
	}
	for _, x := range all {
		if x.Owner == "" {
			t.Errorf("nobody uses the table %s", x.Name)
		}
		for _, line := range x.Readers {
			if reader := house.Reader(line); level[reader] <= level[x.Owner] {
				t.Errorf("%s (level %d) names %s of %s (level %d): tables are read downwards, as imports go", reader, level[reader], x.Name, x.Owner, level[x.Owner])
			}
		}
	}
}

// A table is written by its owner's verbs alone, also inside one area: what follows from
// a row is decided in one place.
func TestTablesAreWrittenByTheirOwner(t *testing.T) {
	for _, x := range tables(t) {
		for _, line := range x.Readers {
			if reader := house.Reader(line); reader != line {
				t.Errorf("%s writes %s of %s: call a verb of the owner", reader, x.Name, x.Owner)
			}
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
