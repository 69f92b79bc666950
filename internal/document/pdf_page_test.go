package document

import (
	"fmt"
	"strings"
	"testing"
)

// a page of 10 holds ten strips of height 1; each strip draws nothing and is
// known by its gap-free number.
func strips(how string) []strip {
	drawn := func(*pen, float64) {}
	head := &strip{height: 1, draw: drawn}
	var all []strip
	for _, c := range how {
		s := strip{height: 1, draw: drawn}
		switch c {
		case 'k':
			s.keep = true
		case 'f':
			s.fresh = true
		case 'h':
			s.head = head
		case 'B':
			s.height = 25
		case 'g':
			s.gap = 2
		}
		all = append(all, s)
	}
	return all
}

func TestPaginate(t *testing.T) {
	for _, c := range []struct{ name, strips, want string }{
		{"one page", "nnnn", "4"},
		{"nothing is a page", "", "0"},
		{"full page", strings.Repeat("n", 10), "10"},
		{"one more", strings.Repeat("n", 11), "10 1"},
		{"heading goes with its text", strings.Repeat("n", 9) + "kn", "9 2"},
		{"a chain of headings too", strings.Repeat("n", 8) + "kkn", "8 3"},
		{"what a page cannot hold together is divided", strings.Repeat("k", 14) + "n", "10 5"},
		{"new page asked for", "nnfnn", "2 3"},
		{"no empty page before the first", "fn", "2"},
		{"head of a table on each page", strings.Repeat("h", 20), "10 10 2"},
		{"higher than a page", "nBn", "1 1 1"},
		{"gap counts", strings.Repeat("n", 8) + "gn", "8 2"},
		{"gap vanishes at the top", strings.Repeat("n", 10) + "g" + strings.Repeat("n", 9), "10 10"},
	} {
		var got []string
		for _, page := range paginate(strips(c.strips), 10) {
			got = append(got, fmt.Sprint(len(page)))
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: %s strips a page, want %s", c.name, s, c.want)
		}
	}
}

func TestSignatureIsNeverAloneOnAPage(t *testing.T) {
	for n := range 120 {
		var blocks []Block
		for range n {
			blocks = append(blocks, Paragraph{Text: "Жол"})
		}
		pages, err := layOut(Document{Blocks: append(blocks, Paragraph{Text: "Соңғы"}, Signature{Role: "Директор", Name: "DIR-A"})})
		if err != nil {
			t.Fatal(err)
		}
		if last := pages[len(pages)-1]; len(last) < 2 {
			t.Fatalf("after %d lines the signature stands alone on page %d", n, len(pages))
		}
	}
}

func TestNoHeadingAtTheFootOfAPage(t *testing.T) {
	for n := range 60 {
		var blocks []Block
		for range n {
			blocks = append(blocks, Paragraph{Text: "Жол"})
		}
		pages, err := layOut(Document{Blocks: append(blocks, Heading{Level: 3, Text: "Тақырып"}, Table{Head: []string{"А"}, Rows: [][]string{{"1"}, {"2"}}})})
		if err != nil {
			t.Fatal(err)
		}
		for i, page := range pages[:len(pages)-1] {
			if page[len(page)-1].keep {
				t.Fatalf("%d lines: page %d ends with what belongs to the next", n, i+1)
			}
		}
	}
}

func TestNothingIsDrawnBelowThePage(t *testing.T) {
	for kind, d := range map[string]Document{"rows": longTable(500), "text": everyBlock(strings.Repeat("Тәлімгер сөзі. ", 40))} {
		pages, err := layOut(d)
		if err != nil {
			t.Fatal(err)
		}
		for i, page := range pages {
			if got := used(page); got > d.sheet().room()+0.1 {
				t.Errorf("%s: page %d is used to %.1f of %.1f mm", kind, i+1, got, d.sheet().room())
			}
		}
	}
}
