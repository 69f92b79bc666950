package document

import (
	"archive/zip"
	"bytes"
	"embed"
	"fmt"
	"io"
	"strings"
	"time"
)

//go:embed ooxml/*.xml
var ooxml embed.FS

// DOCX writes the document as Office Open XML, as Word and LibreOffice open it:
// real styles, real numbering and table heads that repeat, so that a secretary
// can go on working with the file.
func DOCX(w io.Writer, d Document) error {
	k, err := newDocx(d)
	if err != nil {
		return err
	}
	for i, b := range d.Blocks {
		k.keep = i+1 < len(d.Blocks) && signs(d.Blocks[i+1])
		b.into(k)
	}
	if k.err != nil {
		return k.err
	}
	return k.pack(w)
}

// signs says whether the block must not stand alone on a page.
func signs(b Block) bool {
	_, ok := b.(Signature)
	return ok
}

// docx collects the body of word/document.xml.
type docx struct {
	doc     Document
	sheet   sheet
	body    bytes.Buffer
	ordered int  // ordered lists so far
	keep    bool // the end of this block stays with the next
	err     error
}

func newDocx(d Document) (*docx, error) {
	k := &docx{doc: d, sheet: d.sheet()}
	if d.Framed {
		if err := k.lower(); err != nil {
			return nil, err
		}
	}
	k.letterhead(d.Letterhead)
	return k, nil
}

// lower puts the text of a framed page into its middle. The layout of the PDF
// says how much room there is: LibreOffice does not know the alignment of a
// page that Word has.
func (k *docx) lower() error {
	pages, err := layOut(k.doc)
	if err != nil {
		return err
	}
	if room := centred(k.doc, pages) - 2; room > 0 {
		k.gap(room/millimetresPerPoint, false)
	}
	return nil
}

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

const wordSpace = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`

// pack writes all parts in a fixed order with the date of the document.
func (k *docx) pack(w io.Writer) error {
	z := zip.NewWriter(w)
	parts := []struct{ name, fixed, made string }{
		{name: "[Content_Types].xml", fixed: "types.xml"},
		{name: "_rels/.rels", fixed: "rels.xml"},
		{name: "docProps/core.xml", made: k.core()},
		{name: "docProps/app.xml", fixed: "app.xml"},
		{name: "word/_rels/document.xml.rels", fixed: "document_rels.xml"},
		{name: "word/styles.xml", made: stylesXML(k.doc)},
		{name: "word/numbering.xml", made: numberingXML(k.ordered)},
		{name: "word/settings.xml", fixed: "settings.xml"},
		{name: "word/fontTable.xml", fixed: "fonts.xml"},
		{name: "word/footer1.xml", made: k.footer(false)},
		{name: "word/footer2.xml", made: k.footer(true)},
	}
	for _, p := range parts {
		content := []byte(p.made)
		if p.fixed != "" {
			var err error
			if content, err = ooxml.ReadFile("ooxml/" + p.fixed); err != nil {
				return err
			}
		}
		if err := addPart(z, p.name, k.doc.moment(), content); err != nil {
			return err
		}
	}
	if err := addPart(z, "word/document.xml", k.doc.moment(), k.document()); err != nil {
		return err
	}
	return z.Close()
}

func addPart(z *zip.Writer, name string, at time.Time, content []byte) error {
	f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: at})
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	return err
}

// document is the whole of word/document.xml.
func (k *docx) document() []byte {
	var b bytes.Buffer
	b.WriteString(xmlHead + `<w:document ` + wordSpace +
		` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>`)
	b.Write(k.body.Bytes())
	b.WriteString(k.section() + `</w:body></w:document>`)
	return b.Bytes()
}

// section: page size, margins, footers; the first page shows no number.
func (k *docx) section() string {
	s := k.sheet
	orient, frame := "", ""
	if k.doc.Landscape {
		orient = ` w:orient="landscape"`
	}
	if k.doc.Framed {
		frame = frameXML()
	}
	foot := twips(max(8, s.bottom/2))
	return fmt.Sprintf(`<w:sectPr><w:footerReference w:type="default" r:id="rId5"/><w:footerReference w:type="first" r:id="rId4"/>`+
		`<w:pgSz w:w="%d" w:h="%d"%s/><w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="567" w:footer="%d" w:gutter="0"/>%s<w:titlePg/></w:sectPr>`,
		twips(s.width), twips(s.height), orient, twips(s.top), twips(s.right), twips(s.bottom), twips(s.left), foot, frame)
}

func frameXML() string {
	var b strings.Builder
	b.WriteString(`<w:pgBorders w:offsetFrom="page">`)
	for _, side := range []string{"top", "left", "bottom", "right"} {
		fmt.Fprintf(&b, `<w:%s w:val="thickThinMediumGap" w:sz="24" w:space="28" w:color="%s"/>`, side, ornamentHex)
	}
	b.WriteString(`</w:pgBorders>`)
	return b.String()
}

// twips are twentieths of a point, the unit of Word.
func twips(millimetres float64) int { return int(millimetres*1440/25.4 + 0.5) }

// escape for XML text and attributes; the text is clean already.
var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#39;").Replace
