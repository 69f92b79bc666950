package main

import (
	"cmp"
	_ "embed"
	"encoding/json"
	"errors"
	"os"
	"strings"
)

// The measures of commit 990c45d, by `scripts/house --build 990c45d`; the minutes
// are those of its suite on two idle cores.
//
//go:embed before.json
var beforeText []byte

func read(text []byte) (values, error) {
	var v values
	err := json.Unmarshal(text, &v)
	return v, err
}

// table is Markdown, and readable in a terminal.
func table(before, now values) string {
	var b strings.Builder
	b.WriteString("| measure | 990c45d | now | goal |\n|---|---|---|---|\n")
	for _, r := range rows {
		b.WriteString("| " + strings.Join([]string{names[r.name], cmp.Or(before[r.name], "-"), cmp.Or(now[r.name], "-"), cmp.Or(r.goal, "-")}, " | ") + " |\n")
	}
	return b.String()
}

const (
	begin = "<!-- scripts/house --write: begin -->\n"
	end   = "<!-- end -->"
)

var errNoMarks = errors.New("the marks of the table are not in the document")

// writeInto puts the table between its marks.
func writeInto(path, text string) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	made, err := replaced(string(content), text)
	if err != nil {
		return err
	}
	return os.WriteFile(path, []byte(made), 0o644)
}

func replaced(document, text string) (string, error) {
	head, rest, there := strings.Cut(document, begin)
	_, tail, ends := strings.Cut(rest, end)
	if !there || !ends {
		return "", errNoMarks
	}
	return head + begin + text + end + tail, nil
}
