package main

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

const run1 = `
{"Action":"run","Package":"talim/a","Test":"TestGood"}
{"Action":"pass","Package":"talim/a","Test":"TestGood"}
{"Action":"output","Package":"talim/a","Test":"TestTwo/bad","Output":"    a_test.go:1: not so\n"}
{"Action":"fail","Package":"talim/a","Test":"TestTwo/bad"}
{"Action":"pass","Package":"talim/a","Test":"TestTwo/good"}
{"Action":"output","Package":"talim/a","Test":"TestTwo","Output":"--- FAIL: TestTwo\n"}
{"Action":"fail","Package":"talim/a","Test":"TestTwo"}
{"Action":"skip","Package":"talim/a","Test":"TestNot"}
{"Action":"fail","Package":"talim/a","Elapsed":2.5}
{"ImportPath":"talim/b","Action":"build-output","Output":"b.go:1: undefined: x\n"}
{"Action":"fail","Package":"talim/b"}
{"Action":"skip","Package":"talim/c"}
`

func TestRead(t *testing.T) {
	var said strings.Builder
	counts, err := read(strings.NewReader(strings.TrimSpace(run1)), &said)
	if err != nil {
		t.Fatal(err)
	}
	if want := (Counts{Passed: 2, Failed: 2, Skipped: 1, Spent: []Spent{{"package", "a", 2.5}}}); !reflect.DeepEqual(counts, want) {
		t.Errorf("counts %+v, want %+v", counts, want)
	}
	for _, want := range []string{"FAILED a TestTwo/bad", "a_test.go:1: not so", "b.go:1: undefined: x", "FAILED b"} {
		if !strings.Contains(said.String(), want) {
			t.Errorf("does not say %q:\n%s", want, said.String())
		}
	}
}

func TestAddCountsWhatIsMissingAsFailed(t *testing.T) {
	dir := t.TempDir()
	there := filepath.Join(dir, "go.json")
	if err := os.WriteFile(there, []byte(`{"passed":3,"skipped":1}`), 0o644); err != nil {
		t.Fatal(err)
	}
	counts, err := add([]string{there, filepath.Join(dir, "walks.json")})
	if want := (Counts{Passed: 3, Failed: 1, Skipped: 1}); !reflect.DeepEqual(counts, want) || err != nil {
		t.Errorf("counts %+v, %v, want %+v", counts, err, want)
	}
}

func TestPrintSpentListsTheLongestFirst(t *testing.T) {
	all := []Spent{{"step", "build", 3}, {"package", "short", 1}, {"package", "long", 20}, {"step", "walks", 50}}
	for i := range mostLines {
		all = append(all, Spent{"package", fmt.Sprint("p", i), 2})
	}
	var said strings.Builder
	printSpent(&said, all)
	lines := strings.Split(strings.TrimSpace(said.String()), "\n")
	for i, want := range map[int]string{0: "step", 1: "walks", 2: "build", 3: "package", 4: "long", len(lines) - 1: "2 others"} {
		if !strings.HasPrefix(strings.TrimSpace(lines[i]), want) {
			t.Errorf("line %d is %q, want %q", i, lines[i], want)
		}
	}
	if !strings.HasSuffix(lines[len(lines)-1], "3.0") {
		t.Errorf("the others took %q", lines[len(lines)-1])
	}
}
