package web

import (
	"encoding/csv"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"talim/internal/fault"
)

// onePerson writes the code of Ахметова, whatever it holds.
type onePerson struct{ code string }

func (c onePerson) Replace(text string, put func(code string) string) string {
	return strings.ReplaceAll(strings.ReplaceAll(text, "Ахметова", put(c.code)), "O'Neil", put(c.code))
}

// A file of text stays a file of its kind, whatever signs a code holds.
func TestCodedKeepsTheFormOfAFile(t *testing.T) {
	evil := onePerson{`T-1","x";<b>\` + "\n2"}
	table, err := coded(evil, "text/csv; charset=utf-8", []byte("name,room\n\"Ахметова\",3\nАхметова,4\n"))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(string(table))).ReadAll()
	if err != nil || len(rows) != 3 || len(rows[1]) != 2 || strings.Contains(string(table), "Ахметова") {
		t.Errorf("%q: %v, %v", table, rows, err)
	}
	page, err := coded(evil, "application/xml", []byte(`<timetable><teacher name="Ахметова">O&#39;Neil</teacher></timetable>`))
	if err != nil {
		t.Fatal(err)
	}
	elements := 0
	for d := xml.NewDecoder(strings.NewReader(string(page))); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%s: %v", page, err)
		}
		if _, is := token.(xml.StartElement); is {
			elements++
		}
	}
	if elements != 2 || strings.Contains(string(page), "Neil") {
		t.Errorf("%s has %d elements", page, elements)
	}
}

// A calendar keeps its lines, each of 75 bytes at most, and no letter is cut in two.
func TestCodedCalendarIsFoldedAnew(t *testing.T) {
	long := "SUMMARY:Ахметова: " + strings.Repeat("өлең ", 40)
	text := "BEGIN:VCALENDAR\r\n" + strings.Join(splitAt(long, 30), "\r\n ") + "\r\nEND:VCALENDAR\r\n"
	got, err := coded(onePerson{`T-1;,\`}, "text/calendar", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.SplitSeq(string(got), "\r\n") {
		if len(line) > longLine || strings.ToValidUTF8(line, "?") != line {
			t.Errorf("a line of %d bytes: %q", len(line), line)
		}
	}
	whole := strings.ReplaceAll(string(got), "\r\n ", "")
	if want := strings.Replace(long, "Ахметова", "T-1  ", 1); !strings.Contains(whole, want) || strings.Count(whole, "\r\n") != 3 {
		t.Errorf("%q does not hold %q", whole, want)
	}
}

// splitAt are pieces of so many letters.
func splitAt(text string, n int) (out []string) {
	for r := []rune(text); len(r) > 0; r = r[min(n, len(r)):] {
		out = append(out, string(r[:min(n, len(r))]))
	}
	return out
}

// What cannot be written with codes is not given: a name would leave in it.
func TestCodedGivesNothingOfAnotherKind(t *testing.T) {
	for _, kind := range []string{"application/pdf", "image/png", "application/octet-stream", "text/plain", "text/html; charset=utf-8", ""} {
		if got, err := coded(onePerson{"T-1"}, kind, []byte("Ахметова")); !fault.Is(err, fault.KindNotFound) || got != nil {
			t.Errorf("%s: %q, %v", kind, got, err)
		}
	}
}

func TestFoldedBreaksBetweenLetters(t *testing.T) {
	for _, line := range []string{"", "short", strings.Repeat("a", longLine), strings.Repeat("a", longLine+1), strings.Repeat("ө", 200), strings.Repeat("a", longLine-1) + "ө"} {
		parts := strings.Split(folded(line), "\r\n ")
		for i, part := range parts {
			room := longLine
			if i > 0 {
				room-- // the space that leads it
			}
			if len(part) > room || i < len(parts)-1 && len(part) < room-3 {
				t.Errorf("part %d of %d bytes has %d", i, len(line), len(part))
			}
		}
		if strings.Join(parts, "") != line {
			t.Errorf("%q is %q", line, parts)
		}
	}
}
