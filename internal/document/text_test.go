package document

import (
	"strings"
	"testing"
)

func TestClean(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"plain", "Тәлімгер T-A2", "Тәлімгер T-A2"},
		{"line feeds", "a\r\nb\nc\rd", "a\nb\nc d"},
		{"tab", "a\tb", "a b"},
		{"control", "a\x00\x08b\x7f", "ab"},
		{"composed", "и\u0306", "й"},
		{"direction", "a\u202eb\u2066c", "abc"},
		{"broken", "a\xffb", "a\ufffdb"},
		{"soft hyphen", "а\u00adб", "аб"},
		{"not a character", "a\ufffeb\uffff", "ab"},
		{"no-break space", "№\u00a012", "№\u00a012"},
	} {
		if got := clean(c.in); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func letterWide(s string) float64 { return float64(len([]rune(s))) }

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		name   string
		in     string
		indent float64
		want   string
	}{
		{"fits", "бір екі", 0, "бір екі"},
		{"breaks at spaces", "бір екі үш төрт", 0, "бір екі үш|төрт"},
		{"first line narrower", "бір екі үш төрт", 4, "бір|екі үш|төрт"},
		{"line feeds stay", "a\n\nb", 0, "a||b"},
		{"only the first line has the indent", "a\nбір екі үш", 9, "a|бір екі үш"},
		{"long word", "аааааааааааааааааааааааа", 0, "аааааааааа|аааааааааа|аааа"},
		{"long word after a short one", "бір аааааааааааа", 0, "бір|аааааааааа|аа"},
		{"many spaces", "  a   b  ", 0, "a b"},
		{"nothing", "", 0, ""},
		{"no room at all", "абв", 10, "а|бв"},
	} {
		var got []string
		for _, l := range wrap(c.in, 10, c.indent, letterWide) {
			got = append(got, l.text)
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%s: %s, want %s", c.name, strings.Join(got, "|"), c.want)
		}
	}
}

func TestLastLinesAreNotStretched(t *testing.T) {
	lines := wrap("бір екі үш төрт\nбес алты жеті", 10, 0, letterWide)
	want := []bool{false, true, false, true}
	if len(lines) != len(want) {
		t.Fatalf("%d lines", len(lines))
	}
	for i, l := range lines {
		if l.last != want[i] {
			t.Errorf("line %d %q: last is %v", i, l.text, l.last)
		}
	}
}

func TestShare(t *testing.T) {
	for _, c := range []struct {
		name        string
		least, most []float64
		want        []float64
	}{
		{"all fits: as wanted, filling the line", []float64{10, 10}, []float64{20, 30}, []float64{40, 60}},
		{"too much: words fit, the rest by need", []float64{20, 20}, []float64{20, 200}, []float64{20, 80}},
		{"narrow columns keep what they want", []float64{5, 10, 20}, []float64{10, 30, 100}, []float64{10, 30, 60}},
		{"wide ones share by need", []float64{5, 10, 10}, []float64{10, 100, 190}, []float64{10, 33.333, 56.667}},
		{"empty columns", []float64{0, 0}, []float64{0, 0}, []float64{0, 0}},
		{"an empty column beside a wide one", []float64{0, 10}, []float64{0, 300}, []float64{0, 100}},
		{"not even the words fit", []float64{100, 300}, []float64{100, 300}, []float64{25, 75}},
	} {
		got := share(c.least, c.most, 100)
		for i := range got {
			if diff := got[i] - c.want[i]; diff > 0.01 || diff < -0.01 {
				t.Errorf("%s: %v, want %v", c.name, got, c.want)
				break
			}
		}
	}
}
