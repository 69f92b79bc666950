package exchange

import (
	"encoding/xml"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"talim/internal/fault"
	"talim/internal/tabular"
)

// examples are the public examples of FET, of the Debian package fet-data.
const examples = "/usr/share/doc/fet-data/examples"

// oneExample is the longest that one of them may take to read.
const oneExample = 20 * time.Second

// plainFET is what a test reads of a file of FET by itself: its days, and where each
// activity was put.
type plainFET struct {
	Days struct {
		Old []string `xml:"Name"`
		New []struct {
			Name string `xml:"Name"`
			Long string `xml:"Long_Name"`
		} `xml:"Day"`
	} `xml:"Days_List"`
	Placed []struct {
		Day string `xml:"Preferred_Day"`
	} `xml:"Time_Constraints_List>ConstraintActivityPreferredStartingTime"`
}

func (f plainFET) names() []string {
	out := slices.Clone(f.Days.Old)
	for _, d := range f.Days.New {
		out = append(out, d.Name)
	}
	return out
}

// No example is read with a lesson on a day that its file does not name so, none in
// silence on an assumed day, and none ends the program or takes for ever.
func TestExamplesOfFET(t *testing.T) {
	if _, err := os.Stat(examples); err != nil {
		t.Skipf("%s is not there: install the package fet-data to read the examples of FET", examples)
	}
	files, taken := 0, 0
	err := filepath.WalkDir(examples, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".fet") {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files++
		begun := time.Now()
		book, known, err := Read(t.Context(), content)
		name := strings.TrimPrefix(path, examples)
		if took := time.Since(begun); took > oneExample {
			t.Errorf("%s: %v", name, took)
		}
		_, told := fault.As(err)
		switch {
		case err != nil && told:
			return nil
		case err != nil || !known:
			t.Errorf("%s: %v, %v", name, known, err)
			return nil
		}
		taken += len(book.Lessons)
		checkDays(t, name, content, book)
		return nil
	})
	if err != nil || files == 0 {
		t.Errorf("%d files: %v", files, err)
	}
	t.Logf("%d files, %d lessons", files, taken)
}

func checkDays(t *testing.T, name string, content []byte, b Book) {
	t.Helper()
	var plain plainFET
	d := xml.NewDecoder(strings.NewReader(string(content)))
	d.Strict = false
	if err := d.Decode(&plain); err != nil {
		t.Logf("%s: %v", name, err)
		return
	}
	used := map[string]bool{}
	for _, p := range plain.Placed {
		used[strings.TrimSpace(p.Day)] = true
	}
	days := plain.names()
	assumed := slices.ContainsFunc(b.Ignored, func(m fault.Message) bool { return m.Key == "exchange.days.assumed" })
	for _, l := range b.Lessons {
		w, err := strconv.Atoi(l.Day)
		if err != nil {
			continue // the word of the file, which is no day and is refused with its word
		}
		named := func(i int, day string) bool {
			if !used[strings.TrimSpace(day)] {
				return false
			}
			if l.Week > 0 { // "А-Вторник" of two weeks
				letter, rest, _ := strings.Cut(day, "-")
				n, ok := tabular.Weekday(rest)
				return ok && n == w && letter == []string{"", "А", "В"}[l.Week]
			}
			n, ok := tabular.Weekday(day)
			long := ""
			if i < len(plain.Days.New) {
				long = plain.Days.New[i].Long
			}
			m, also := tabular.Weekday(long)
			return ok && n == w || also && m == w || assumed && i == w-1
		}
		is := false
		for i, day := range days {
			is = is || named(i, day)
		}
		if !is {
			t.Errorf("%s: %+v; days %q, assumed %v", name, l, days, assumed)
			return
		}
	}
}
