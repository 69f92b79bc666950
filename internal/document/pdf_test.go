package document

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"

	"talim/internal/i18n"
)

const letters = "АаӘәБбВвГгҒғДдЕеЁёЖжЗзИиЙйКкҚқЛлМмНнҢңОоӨөПпРрСсТтУуҰұҮүФфХхҺһЦцЧчШшЩщЪъЫыІіЬьЭэЮюЯя" +
	"ABCXYZabcxyz0123456789 №«»—–…“”„’ʼ%&@§°×•½−≤≥₸€☐☑✓→ÄäÖöÜüŞşĞğÑñŪūİı\u00a0"

func TestTheFontHasAllLetters(t *testing.T) {
	all, err := faces()
	if err != nil {
		t.Fatal(err)
	}
	for style, f := range all {
		for _, r := range letters {
			if !f.has(r) && r != 'ʼ' {
				t.Errorf("face %q lacks %c (%U)", style, r, r)
			}
		}
		if !f.has('□') {
			t.Errorf("face %q lacks the box that stands for what it lacks", style)
		}
	}
}

func TestUnknownLettersAreShownAsBoxes(t *testing.T) {
	all, err := faces()
	if err != nil {
		t.Fatal(err)
	}
	if got := all[""].shown("қ漢🎓\nә"); got != "қ□□\nә" {
		t.Errorf("got %q", got)
	}
}

var (
	streams = regexp.MustCompile(`(?s)stream\n(.*?)\nendstream`)
	pages   = regexp.MustCompile(`/Type /Page\n`)
)

func pdfPages(file []byte) int { return len(pages.FindAll(file, -1)) }

// pdfText reads the strings of the pages, which are UTF-16.
func pdfText(t testing.TB, file []byte) string {
	t.Helper()
	var out strings.Builder
	for _, m := range streams.FindAllSubmatch(file, -1) {
		z, err := zlib.NewReader(bytes.NewReader(m[1]))
		if err != nil {
			continue
		}
		body, err := io.ReadAll(z)
		if err != nil || !bytes.Contains(body, []byte("BT ")) {
			continue
		}
		shownStrings(&out, body)
	}
	return out.String()
}

func shownStrings(out *strings.Builder, body []byte) {
	var now []byte
	inside := false
	for i := 0; i < len(body); i++ {
		c := body[i]
		switch {
		case !inside && c == '(':
			inside, now = true, nil
		case inside && c == '\\':
			i++
			if c = body[i]; c == 'r' {
				c = '\r'
			}
			now = append(now, c)
		case inside && c == ')':
			inside = false
			out.WriteString(decoded(now))
		case inside:
			now = append(now, c)
		case c == 'T' && i+1 < len(body) && body[i+1] == '\n', c == 'E' && bytes.HasPrefix(body[i:], []byte("ET")):
			out.WriteByte('\n')
		}
	}
}

func decoded(b []byte) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = uint16(b[2*i])<<8 | uint16(b[2*i+1])
	}
	return string(utf16.Decode(units))
}

// joined is a text as one line with single spaces, however it was broken.
func joined(s string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(s, "\u00a0", " ")), " ")
}

// texts of the document that must be found again in every format.
func textsOf(l i18n.Language) []string {
	o := orders[l]
	out := append([]string{o.about, o.why, o.role, o.basis, "DIR-A", "T-A2", "T-A16", "Ауыл, Мектеп көшесі, 1"}, o.points...)
	out = append(out, o.after...)
	return append(append(append(out, o.under...), o.head...), o.acquainted...)
}

func TestOrderInPDF(t *testing.T) {
	for _, l := range i18n.Languages {
		file := made(t, PDF, sampleOrder(t, l))
		text := joined(pdfText(t, file))
		for _, want := range textsOf(l) {
			if !strings.Contains(text, joined(want)) {
				t.Errorf("%s: %q is not on the pages", l, want)
			}
		}
		if got := pdfPages(file); got != 2 {
			t.Errorf("%s: %d pages, want 2", l, got)
		}
		if !bytes.Contains(file, []byte("/Lang ("+tag(l)+")")) {
			t.Errorf("%s: the file does not say its language", l)
		}
	}
}

func TestHeadOfTableStandsOnEveryPage(t *testing.T) {
	file := made(t, PDF, longTable(200))
	text := pdfText(t, file)
	if heads, pages := strings.Count(text, "Мұғалім"), pdfPages(file); pages < 4 || heads != pages {
		t.Errorf("%d heads on %d pages", heads, pages)
	}
	for i := 1; i <= 200; i++ {
		if !strings.Contains(text, fmt.Sprintf("\n%d\n", i)) {
			t.Errorf("row %d is lost", i)
		}
	}
}

func TestPDFSplitsARowHigherThanAPage(t *testing.T) {
	var words []string
	for i := range 3000 {
		words = append(words, fmt.Sprintf("сөз%d", i))
	}
	file := made(t, PDF, Document{Blocks: []Block{
		Table{Head: []string{"Ай", "Мәтін"}, Rows: [][]string{{"Қазан", strings.Join(words, " ")}}},
		Facts{Pairs: [][2]string{{"Мәтін", strings.Join(words, " ")}}},
	}})
	text := joined(pdfText(t, file))
	for _, w := range words {
		if strings.Count(text+" ", w+" ") != 2 {
			t.Fatalf("%s stands %d times", w, strings.Count(text+" ", w+" "))
		}
	}
}

// TestReadByPdftotext reads the PDF with another program, where it is there.
func TestReadByPdftotext(t *testing.T) {
	if _, err := exec.LookPath("pdftotext"); err != nil {
		return
	}
	for _, l := range i18n.Languages {
		file := filepath.Join(t.TempDir(), "order.pdf")
		if err := os.WriteFile(file, made(t, PDF, sampleOrder(t, l)), 0o600); err != nil {
			t.Fatal(err)
		}
		readBack(t, file, l, 2)
	}
}

// readBack checks the texts and the number of pages of a PDF of the order.
func readBack(t *testing.T, file string, l i18n.Language, pages int) {
	t.Helper()
	out, err := exec.Command("pdftotext", "-layout", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(string(out), "\f"); got != pages {
		t.Errorf("%s: %d pages, want %d", l, got, pages)
	}
	text := joined(string(out))
	for _, want := range []string{orders[l].about, "T-A14", "05.09.2013 – 25.05.2014", orders[l].after[0], "DIR-A", orders[l].basis} {
		if !strings.Contains(text, joined(want)) {
			t.Errorf("%s: %q is not in %s", l, want, filepath.Base(file))
		}
	}
}
