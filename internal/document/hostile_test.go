package document

import (
	"bytes"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"talim/internal/i18n"
)

// writers are all that take a Document.
var writers = map[string]func(io.Writer, Document) error{"docx": DOCX, "pdf": PDF, "html": HTML}

func made(t testing.TB, write func(io.Writer, Document) error, d Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// everyBlock puts the text into each place of a document that takes one.
func everyBlock(text string) Document {
	return Document{
		Language: i18n.Kazakh, Title: text, Author: text, Date: "2013-09-05", Footer: text, Stylesheet: text,
		Letterhead: Letterhead{Kazakh: []string{text, text}, Russian: []string{text}, Contacts: text},
		Blocks: []Block{
			Corner{Lines: []string{text, text}},
			Heading{Level: 1, Text: text},
			Heading{Level: 2, Text: text},
			Heading{Level: 9, Text: text},
			Heading{Level: -1, Text: text},
			Registration{Date: text, Place: text, Number: text},
			Paragraph{Lead: text, Text: text, Align: Justify},
			Paragraph{Text: text, Align: Center, Bold: true, Italic: true},
			Paragraph{Text: text, Small: true, Align: End},
			Points(text, text), SubPoints(text), MorePoints(text), Bullets(text),
			List{Level: 7, Items: []string{text}},
			List{Level: -3, Ordered: true, Items: []string{text}},
			Table{Head: []string{text, text}, Rows: [][]string{{text, text, text}, {text}, {}, nil}, Numbered: true, Aligns: []Align{End}},
			Table{Widths: []float64{0, 0}, Rows: [][]string{{text, text}}},
			Table{},
			Table{Rows: [][]string{{}}},
			Facts{Pairs: [][2]string{{text, text}}},
			Facts{},
			Space{},
			PageBreak{},
			PageBreak{},
			Acquainted{Lead: text, Names: []string{text}, Date: text},
			Acquainted{},
			Signature{Role: text, Name: text, Date: text, Seal: text},
		},
	}
}

var hostile = map[string]string{
	"nothing":       "",
	"spaces":        "   ",
	"markup":        `</w:t></w:r><script>alert("x")</script> & ' " ]]> <!-- \( \) %s %d {{.}}`,
	"control":       "а\x00б\x01в\x0bг\x1bд\u0085е\uFFFEж\uFFFF\u2028з\u202Eи\u200F",
	"broken":        "қ\xff\xfe\xd2 text \xed\xa0\x80",
	"lines":         strings.Repeat("a\n\r\n\n", 200),
	"long word":     strings.Repeat("ұзақсөз", 800),
	"long text":     strings.Repeat("Тәлімгер мен тәлім алушы бірге жұмыс істейді. ", 400),
	"other scripts": "漢字 עברית العربية 🎓👩‍🏫 e\u0301 и\u0306 " + strings.Repeat("\u0301", 50),
	"no-break":      strings.Repeat("№\u00a012\u00a0", 300),
}

func TestHostileTextIsWrittenEverywhere(t *testing.T) {
	for name, text := range hostile {
		for kind, write := range writers {
			t.Run(name+"/"+kind, func(t *testing.T) {
				out := made(t, write, everyBlock(text))
				switch kind {
				case "docx":
					checkParts(t, out)
				case "html":
					checkHTML(t, string(out))
				}
			})
		}
	}
}

func TestWriteEmptyDocument(t *testing.T) {
	for kind, write := range writers {
		if out := made(t, write, Document{}); len(out) < 200 {
			t.Errorf("%s: %d bytes", kind, len(out))
		}
	}
	if got := pdfPages(made(t, PDF, Document{})); got != 1 {
		t.Errorf("%d pages, want one empty one", got)
	}
}

func TestTenThousandRows(t *testing.T) {
	d := longTable(10_000)
	for kind, write := range writers {
		began := time.Now()
		out := made(t, write, d)
		if took := time.Since(began); took > 20*time.Second {
			t.Errorf("%s took %s", kind, took)
		}
		if kind == "docx" {
			checkParts(t, out)
		}
	}
}

func longTable(rows int) Document {
	row := []string{"T-A14", "Математика", "Тәлімгердің сабағына қатысу, сабақтан кейінгі әңгіме", "05.09.2013"}
	all := make([][]string, rows)
	for i := range all {
		all[i] = row
	}
	return Document{Language: i18n.Kazakh, Date: "2013-09-05", Blocks: []Block{
		Heading{Level: 1, Text: "ТІЗІМ"},
		Table{Numbered: true, Head: []string{"Мұғалім", "Пәні", "Жұмысы", "Күні"}, Rows: all},
		Signature{Role: "Директор", Name: "DIR-A"},
	}}
}

func TestSameDocumentSameBytes(t *testing.T) {
	for kind, write := range writers {
		want := made(t, write, sampleOrder(t, i18n.Kazakh))
		var wait sync.WaitGroup
		for range 8 { // at once, too: the faces are shared
			wait.Go(func() {
				var b bytes.Buffer
				if err := write(&b, sampleOrder(t, i18n.Kazakh)); err != nil {
					t.Error(err)
				}
				if !bytes.Equal(b.Bytes(), want) {
					t.Errorf("%s: other bytes for the same document", kind)
				}
			})
		}
		wait.Wait()
	}
}

func TestDateOfTheDocumentIsInTheFile(t *testing.T) {
	d := sampleOrder(t, i18n.Kazakh)
	for kind, write := range map[string]func(io.Writer, Document) error{"docx": DOCX, "pdf": PDF} {
		first := made(t, write, d)
		later := d
		later.Date = "2013-09-06"
		if bytes.Equal(first, made(t, write, later)) {
			t.Errorf("%s: the date changes nothing", kind)
		}
	}
	if !bytes.Contains(made(t, PDF, d), []byte("D:20130905000000")) {
		t.Error("the PDF lacks the date of the document")
	}
}
