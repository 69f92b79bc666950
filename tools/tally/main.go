// Tally turns the output of `go test -json` into something to read: one line a
// package, and in full what failed. It counts tests (a test with subtests
// counts through them) and fails when one failed.
//
//	go test -json ./... | tally -out var/test/go.json
//	tally -sum var/test/*.json        # where the time went; N passed, N failed, N skipped
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
)

func main() {
	out := flag.String("out", "", "write the counts to this `file`")
	sum := flag.Bool("sum", false, "say where the time went and add up the counts of the files named")
	flag.Parse()
	counts, err := run(*sum, *out, flag.Args())
	if err != nil {
		fmt.Fprintln(os.Stderr, "tally:", err)
		os.Exit(2)
	}
	if counts.Failed > 0 {
		os.Exit(1)
	}
}

func run(sum bool, out string, files []string) (Counts, error) {
	if sum {
		counts, err := add(files)
		printSpent(os.Stdout, counts.Spent)
		fmt.Println(counts)
		return counts, err
	}
	counts, err := read(os.Stdin, os.Stdout)
	if err != nil || out == "" {
		return counts, err
	}
	data, err := json.Marshal(counts)
	if err != nil {
		return counts, err
	}
	return counts, os.WriteFile(out, data, 0o644)
}

// Counts is how many tests came out how, and what they took.
type Counts struct {
	Passed  int     `json:"passed"`
	Failed  int     `json:"failed"`
	Skipped int     `json:"skipped"`
	Spent   []Spent `json:"spent,omitempty"`
}

func (c Counts) none() bool { return c.Passed+c.Failed+c.Skipped == 0 }

func (c Counts) String() string {
	return fmt.Sprintf("%d passed, %d failed, %d skipped", c.Passed, c.Failed, c.Skipped)
}

// add sums files of counts. A file that is not there is a step that did not
// come to its end, so it counts as a failure.
func add(files []string) (Counts, error) {
	var total Counts
	for _, name := range files {
		var c Counts
		data, err := os.ReadFile(name)
		if err == nil {
			err = json.Unmarshal(data, &c)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, "tally:", err)
			c = Counts{Failed: 1}
		}
		total.Passed += c.Passed
		total.Failed += c.Failed
		total.Skipped += c.Skipped
		total.Spent = append(total.Spent, c.Spent...)
	}
	return total, nil
}

// read follows a test run to its end.
func read(from io.Reader, to io.Writer) (Counts, error) {
	report := newReport(to)
	lines := bufio.NewScanner(from)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var e event
		if json.Unmarshal(lines.Bytes(), &e) != nil || e.Action == "" {
			fmt.Fprintln(to, lines.Text()) // not from the tests: say it as it is
			continue
		}
		report.take(e)
	}
	return report.counts(), lines.Err()
}
