package main

import (
	"errors"
	"strings"
	"testing"
)

func TestReplacedKeepsTheDocumentAround(t *testing.T) {
	got, err := replaced("before\n"+begin+"old\n"+end+"\nafter\n", "new\n")
	if want := "before\n" + begin + "new\n" + end + "\nafter\n"; err != nil || got != want {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := replaced("no marks", "new\n"); !errors.Is(err, errNoMarks) {
		t.Errorf("without marks: %v", err)
	}
}

func TestTableHasEveryMeasure(t *testing.T) {
	before, err := read(beforeText)
	if err != nil {
		t.Fatal(err)
	}
	text := table(before, values{"upward": "3"})
	for _, r := range rows {
		if names[r.name] == "" || before[r.name] == "" {
			t.Errorf("%s has no name, or no value of before", r.name)
		}
		if !strings.Contains(text, "| "+names[r.name]+" |") {
			t.Errorf("%s is not in the table", r.name)
		}
	}
	if !strings.Contains(text, " | 3 | 0 |") {
		t.Errorf("the value of now is not in the table:\n%s", text)
	}
}
