package main

import (
	"fmt"
	"io"
	"strings"
)

// event is a line of `go test -json`; see `go doc test2json`.
type event struct {
	Action     string
	Package    string
	ImportPath string // of a build
	Test       string
	Elapsed    float64
	Output     string
}

type report struct {
	to       io.Writer
	output   map[string][]string // of what still runs, by package and test
	results  map[string]string   // leaf or not
	parents  map[string]bool
	packages map[string]Counts
	broken   int // packages that failed without a test that did
	spent    []Spent
}

func newReport(to io.Writer) *report {
	return &report{
		to: to, output: map[string][]string{}, results: map[string]string{},
		parents: map[string]bool{}, packages: map[string]Counts{},
	}
}

func (r *report) take(e event) {
	key := e.Package + " " + e.Test
	switch e.Action {
	case "build-output":
		fmt.Fprint(r.to, e.Output)
	case "output":
		r.output[key] = append(r.output[key], e.Output)
	case "pass", "fail", "skip":
		if e.Test == "" {
			r.finishPackage(e)
		} else {
			r.finishTest(e, key)
		}
		delete(r.output, key)
	}
}

func (r *report) finishTest(e event, key string) {
	r.results[key] = e.Action
	for name := e.Test; strings.Contains(name, "/"); {
		name = name[:strings.LastIndex(name, "/")]
		r.parents[e.Package+" "+name] = true
	}
	if e.Action != "fail" {
		return
	}
	fmt.Fprintf(r.to, "\nFAILED %s %s\n", short(e.Package), e.Test)
	r.show(key)
}

func (r *report) finishPackage(e event) {
	c := r.packageCounts(e.Package)
	r.packages[e.Package] = c
	if e.Elapsed > 0 {
		r.spent = append(r.spent, Spent{"package", short(e.Package), e.Elapsed})
	}
	switch {
	case e.Action == "fail" && c.Failed == 0:
		r.broken++
		fmt.Fprintf(r.to, "\nFAILED %s\n", short(e.Package))
		r.show(e.Package + " ")
	case e.Action == "skip" || c.none():
		// no tests in it
	default:
		fmt.Fprintf(r.to, "%-4s  %-32s %5d tests %7.1fs\n", e.Action, short(e.Package), c.Passed+c.Failed+c.Skipped, e.Elapsed)
	}
}

// show prints what a test said, without the noise of the test tool.
func (r *report) show(key string) {
	for _, line := range r.output[key] {
		if trimmed := strings.TrimSpace(line); strings.HasPrefix(trimmed, "=== ") || strings.HasPrefix(trimmed, "--- ") {
			continue
		}
		fmt.Fprint(r.to, line)
	}
}

func (r *report) packageCounts(pkg string) Counts {
	var c Counts
	for key, result := range r.results {
		of, _, _ := strings.Cut(key, " ")
		if of != pkg || r.parents[key] && result != "fail" {
			continue
		}
		switch result {
		case "pass":
			c.Passed++
		case "fail":
			if !r.failedBelow(key) {
				c.Failed++
			}
		case "skip":
			c.Skipped++
		}
	}
	return c
}

// failedBelow says whether a test failed only because a subtest did.
func (r *report) failedBelow(key string) bool {
	if !r.parents[key] {
		return false
	}
	for other, result := range r.results {
		if result == "fail" && strings.HasPrefix(other, key+"/") {
			return true
		}
	}
	return false
}

func (r *report) counts() Counts {
	total := Counts{Failed: r.broken, Spent: r.spent}
	for _, c := range r.packages {
		total.Passed += c.Passed
		total.Failed += c.Failed
		total.Skipped += c.Skipped
	}
	return total
}

func short(pkg string) string { return strings.TrimPrefix(pkg, "talim/") }
