package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"talim/internal/house"
)

// values are the measures by their names.
type values map[string]string

// The measures in the order of the table, with what they should be.
var rows = []struct{ name, goal string }{
	{"functions", "8 / 22 / 60"},
	{"rules", "25 files or 3,500 lines"},
	{"field", "3 or 4"},
	{"form", "130"},
	{"lists", "1"},
	{"foreign", "0"},
	{"upward", "0"},
	{"columns", "0"},
	{"tests", "0.7 : 1"},
	{"build", ""},
	{"export", ""},
	{"suite", "12"},
}

var names = map[string]string{
	"functions": "lines of a function: median / p90 / longest",
	"rules":     "largest package of rules: files, lines",
	"field":     "folders that a new field of staff with import touches",
	"form":      "lines written for the example form (a pairing goes on longer)",
	"lists":     "lists to edit for a new area",
	"foreign":   "tables of another area named in SQL (reader and table)",
	"upward":    "tables read from below their owner",
	"columns":   "queries that take every column (`*`)",
	"tests":     "lines of tests : lines of code",
	"build":     "processor seconds of a clean build",
	"export":    "processor seconds after a new exported function in mentoring",
	"suite":     "minutes of `make test` on two cores",
}

func measure(t *house.Tree, say io.Writer) (values, error) {
	lines, largest := t.Functions(), t.LargestRules()
	program, tests := t.CodeLines()
	v := values{
		"functions": fmt.Sprintf("%d / %d / %d", lines.At(0.5), lines.At(0.9), lines[len(lines)-1]),
		"rules":     fmt.Sprintf("%s: %d, %d", largest.Package, largest.Files, largest.Lines),
		"columns":   fmt.Sprint(t.EveryColumn()),
		"tests":     fmt.Sprintf("%.2f : 1 (%d : %d)", float64(tests)/float64(program), tests, program),
		"suite":     suite(t.Root),
	}
	if err := v.tables(t, say); err != nil {
		return nil, err
	}
	return v, v.changes(t, say)
}

// tables are the measures of who reads whose tables.
func (v values) tables(t *house.Tree, say io.Writer) error {
	levels, err := t.Levels()
	if err != nil {
		return err
	}
	all, err := t.Owned(house.Owners(t.Root))
	if err != nil {
		return err
	}
	foreign, up := house.Foreign(all), house.Upward(all, levels)
	listed(say, "of another area", foreign)
	listed(say, "upward", up)
	v["foreign"], v["upward"] = fmt.Sprint(len(foreign)), fmt.Sprint(len(up))
	return nil
}

// changes are the measures of what a change touches.
func (v values) changes(t *house.Tree, say io.Writer) error {
	folders, err := t.FoldersOfAField()
	if err != nil {
		return err
	}
	lists, err := t.Lists()
	if err != nil {
		return err
	}
	form, err := t.Example()
	if err != nil {
		return err
	}
	listed(say, "folders of a field", folders)
	listed(say, "lists", lists)
	listed(say, "form", []string{fmt.Sprintf("%+v", form)})
	v["field"], v["lists"], v["form"] = fmt.Sprint(len(folders)), fmt.Sprint(len(lists)), fmt.Sprint(form.Sum())
	return nil
}

func listed(say io.Writer, what string, all []string) {
	_, _ = fmt.Fprintf(say, "%s (%d):\n", what, len(all))
	for _, x := range all {
		_, _ = fmt.Fprintln(say, "  "+x)
	}
}

// suite is how long the last whole run of the tests took, "" when there was none.
func suite(root string) string {
	var took struct {
		Seconds float64 `json:"seconds"`
		Cores   int     `json:"cores"`
	}
	text, err := os.ReadFile(filepath.Join(root, "var/test-took.json"))
	if err != nil || json.Unmarshal(text, &took) != nil {
		return ""
	}
	return fmt.Sprintf("%.0f", took.Seconds/60)
}
