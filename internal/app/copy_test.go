package app_test

import (
	"context"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"talim/internal/app"
	"talim/internal/apptest"
)

const (
	threats    = "../../docs/security.md"
	copyTitle  = "## What a copy of the database tells"
	impersonal = "testdata/impersonal.txt"
)

// What a copy of the database tells of people is said in full: each column is sealed, or
// stands in the table of docs/security.md with the reason why it lies open, or in the list
// of those that say nothing of anybody. Whoever adds a column decides which.
func TestEveryColumnIsClassified(t *testing.T) {
	rows, silent, open := copiedRows(t), silentColumns(t), map[string]bool{}
	for _, row := range rows {
		for _, table := range row.tables {
			for _, column := range row.columns {
				open[table+"."+column] = true
			}
		}
	}
	sealed := map[string]bool{}
	for _, c := range app.Sealed() {
		sealed[c.Table+"."+c.Name] = true
	}
	for _, v := range app.Vouched() {
		sealed[v.Table+"."+v.Name] = true // the sum over a row
	}
	there := map[string]bool{}

	columns, err := apptest.Database(t).Columns(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range columns {
		name := c.Table + "." + c.Name
		there[name] = true
		classes := 0
		for _, class := range []map[string]bool{sealed, open, silent} {
			if class[name] {
				classes++
			}
		}
		if c.Name == "school_id" || c.Name == "id" || c.Name == "version" {
			continue
		}
		if classes != 1 {
			t.Errorf("%s is classified %d times: say what a copy of it tells, and why it is not sealed, in %q of %s; or seal it; or put it into %s where it says nothing of anybody", name, classes, copyTitle, threats, impersonal)
		}
	}
	for name := range silent {
		if !there[name] {
			t.Errorf("%s: there is no column %s", impersonal, name)
		}
	}
	for _, row := range rows {
		for _, column := range row.columns {
			if !slices.ContainsFunc(row.tables, func(table string) bool { return there[table+"."+column] }) {
				t.Errorf("%s: none of %v has a column %s", threats, row.tables, column)
			}
		}
	}
}

// copied is a row of the table of docs/security.md: each of the columns that one of the tables has.
type copied struct{ tables, columns []string }

func copiedRows(t *testing.T) []copied {
	t.Helper()
	text, err := os.ReadFile(threats)
	_, section, found := strings.Cut(string(text), copyTitle+"\n")
	if err != nil || !found {
		t.Fatalf("%s lacks %q (%v)", threats, copyTitle, err)
	}
	section, _, _ = strings.Cut(section, "\n## ")
	name := regexp.MustCompile("[a-z_]+")
	var out []copied
	for line := range strings.Lines(section) {
		cells := strings.Split(line, "|")
		if len(cells) != 6 || !strings.Contains(cells[1], "`") {
			continue
		}
		if strings.TrimSpace(cells[4]) == "" {
			t.Errorf("no reason why these lie open: %s", line)
		}
		out = append(out, copied{tables: name.FindAllString(cells[1], -1), columns: name.FindAllString(cells[2], -1)})
	}
	return out
}

// silentColumns are those that say nothing of anybody: a table a line, its columns after it.
func silentColumns(t *testing.T) map[string]bool {
	t.Helper()
	text, err := os.ReadFile(impersonal)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]bool{}
	for line := range strings.Lines(string(text)) {
		table, columns, _ := strings.Cut(line, ":")
		if strings.HasPrefix(line, "#") {
			continue
		}
		for column := range strings.FieldsSeq(columns) {
			out[table+"."+column] = true
		}
	}
	return out
}
