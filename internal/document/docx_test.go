package document

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"talim/internal/i18n"
)

var update = flag.Bool("update", false, "write the golden files anew")

// partsOf reads the files of a DOCX or XLSX.
func partsOf(t testing.TB, file []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		parts[f.Name] = string(body)
	}
	return parts
}

// The order in which the schema of Office Open XML wants the children of an
// element. Word refuses a file that has them in another one.
var schema = map[string][]string{
	"pPr":     {"pStyle", "keepNext", "keepLines", "numPr", "tabs", "spacing", "ind", "jc", "outlineLvl", "rPr"},
	"rPr":     {"rFonts", "b", "bCs", "i", "iCs", "color", "sz", "szCs", "lang"},
	"tblPr":   {"tblW", "tblBorders", "tblLayout", "tblCellMar"},
	"tcPr":    {"tcW", "tcBorders", "shd", "tcMar", "vAlign"},
	"trPr":    {"cantSplit", "tblHeader"},
	"tcMar":   {"top", "left", "bottom", "right"},
	"sectPr":  {"footerReference", "pgSz", "pgMar", "pgBorders", "titlePg"},
	"lvl":     {"start", "numFmt", "suff", "lvlText", "lvlJc", "pPr"},
	"style":   {"name", "basedOn", "qFormat", "pPr", "rPr"},
	"tbl":     {"tblPr", "tblGrid", "tr"},
	"tr":      {"trPr", "tc"},
	"tc":      {"tcPr", "p"},
	"tblGrid": {"gridCol"},
}

// repeated children may stand more than once.
var repeated = []string{"footerReference", "tr", "tc", "gridCol", "p"}

// checkParts: every part is XML, and Word would accept the order of elements.
func checkParts(t *testing.T, file []byte) {
	t.Helper()
	for name, body := range partsOf(t, file) {
		if err := checkOrder(body); err != "" {
			t.Errorf("%s: %s", name, err)
		}
	}
}

func checkOrder(body string) string {
	type open struct {
		name string
		at   int
	}
	stack := []open{{}}
	d := xml.NewDecoder(strings.NewReader(body))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return ""
		}
		if err != nil {
			return err.Error()
		}
		switch e := token.(type) {
		case xml.StartElement:
			parent := &stack[len(stack)-1]
			if want, ok := schema[parent.name]; ok {
				at := slices.Index(want, e.Name.Local)
				if at < 0 || at < parent.at || at == parent.at && parent.at > 0 && !slices.Contains(repeated, e.Name.Local) {
					return "<" + e.Name.Local + "> may not stand there in <" + parent.name + ">"
				}
				parent.at = at
			}
			stack = append(stack, open{name: e.Name.Local})
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		}
	}
}

// outlineOf is the body as text: style of each paragraph and what it says.
func outlineOf(t testing.TB, body string) string {
	t.Helper()
	var out, text strings.Builder
	style := ""
	d := xml.NewDecoder(strings.NewReader(body))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out.String()
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "pStyle":
				style = e.Attr[0].Value
			case "tbl":
				out.WriteString("<table>\n")
			case "tblHeader":
				out.WriteString("<repeated>\n")
			case "numId":
				text.WriteString("[" + e.Attr[0].Value + "] ")
			}
		case xml.CharData:
			text.WriteString(strings.Trim(string(e), "\n"))
		case xml.EndElement:
			switch e.Name.Local {
			case "p":
				if text.Len() > 0 {
					out.WriteString(style + ": " + strings.ReplaceAll(text.String(), "\u00a0", "~") + "\n")
				}
				text.Reset()
			case "tbl":
				out.WriteString("</table>\n")
			}
		}
	}
}

func TestOrderInDOCX(t *testing.T) {
	for _, l := range i18n.Languages {
		file := made(t, DOCX, sampleOrder(t, l))
		checkParts(t, file)
		parts := partsOf(t, file)
		got := outlineOf(t, parts["word/document.xml"])
		golden := filepath.Join("testdata", "order-"+string(l)+".txt")
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s: the body differs from %s (go test -update after a look at it):\n%s", l, golden, got)
		}
		if !strings.Contains(parts["word/styles.xml"], `<w:lang w:val="`+tag(l)+`"`) {
			t.Errorf("%s: spelling in another language", l)
		}
		if !strings.Contains(parts["docProps/core.xml"], "<dc:creator>Ауыл мектебі</dc:creator>") ||
			!strings.Contains(parts["docProps/core.xml"], "2013-09-05T00:00:00Z") {
			t.Errorf("%s: properties: %s", l, parts["docProps/core.xml"])
		}
	}
}

func TestPageOfOfficialPapers(t *testing.T) {
	body := partsOf(t, made(t, DOCX, sampleOrder(t, i18n.Kazakh)))["word/document.xml"]
	for _, want := range []string{
		`<w:pgSz w:w="11906" w:h="16838"/>`, // A4
		`w:top="1134" w:right="850" w:bottom="1134" w:left="1701"`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("lacks %s", want)
		}
	}
	plan := partsOf(t, made(t, DOCX, samplePlan(t, i18n.Kazakh)))["word/document.xml"]
	if !strings.Contains(plan, `<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>`) {
		t.Error("the plan is not landscape")
	}
}

// TestEveryColumnHasItsWidth: Word needs the same widths in the grid and in
// each cell, and together they are the line.
func TestEveryColumnHasItsWidth(t *testing.T) {
	for _, l := range i18n.Languages {
		for _, d := range []Document{sampleOrder(t, l), samplePlan(t, l)} {
			for _, b := range d.Blocks {
				if table, ok := b.(Table); ok {
					widths, err := table.numbered().widths(d.sheet().inner())
					if err != nil {
						t.Fatal(err)
					}
					if sum := total(widths); sum < d.sheet().inner()-0.1 || sum > d.sheet().inner()+0.1 {
						t.Errorf("%v are together %.1f mm, the line has %.1f", widths, sum, d.sheet().inner())
					}
				}
			}
		}
	}
}

func TestNumbersGoOnAfterATable(t *testing.T) {
	d := Document{Blocks: []Block{
		Points("a"), Table{Rows: [][]string{{"x"}}}, MorePoints("b"), SubPoints("c", "d"), MorePoints("e"), SubPoints("f"), Points("g"),
	}}
	text := outlineOf(t, partsOf(t, made(t, DOCX, d))["word/document.xml"])
	for _, want := range []string{"[2] a", "[2] b", "[2] c", "[2] e", "[2] f", "[3] g"} {
		if !strings.Contains(text, want) {
			t.Errorf("lacks %q in\n%s", want, text)
		}
	}
	numbers := joined(pdfText(t, made(t, PDF, d)))
	if want := "1. a x 2. b 2.1. c 2.2. d 3. e 3.1. f 1. g"; numbers != want {
		t.Errorf("PDF: %q, want %q", numbers, want)
	}
}

// TestLibreOfficeOpensIt renders the DOCX with LibreOffice, where it is there,
// and reads the result.
func TestLibreOfficeOpensIt(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		return
	}
	dir := t.TempDir()
	args := []string{"-env:UserInstallation=file://" + dir + "/profile", "--headless", "--convert-to", "pdf", "--outdir", dir}
	for _, l := range i18n.Languages {
		name := filepath.Join(dir, "order-"+string(l)+".docx")
		if err := os.WriteFile(name, made(t, DOCX, sampleOrder(t, l)), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, name)
	}
	if out, err := exec.Command(office, args...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if _, err := exec.LookPath("pdftotext"); err != nil {
		return
	}
	for _, l := range i18n.Languages {
		readBack(t, filepath.Join(dir, "order-"+string(l)+".pdf"), l, 2)
	}
}
