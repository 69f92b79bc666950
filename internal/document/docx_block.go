package document

import (
	"fmt"
	"strings"

	"talim/internal/i18n"
)

// runXML is a text in the given properties; a line feed becomes a line break.
func runXML(text, properties string) string {
	if text == "" {
		return ""
	}
	if properties != "" {
		properties = `<w:rPr>` + properties + `</w:rPr>`
	}
	inside := `<w:t xml:space="preserve">` + escape(text) + `</w:t>`
	if strings.Contains(text, "\n") {
		inside = strings.ReplaceAll(inside, "\n", `</w:t><w:br/><w:t xml:space="preserve">`)
	}
	return `<w:r>` + properties + inside + `</w:r>`
}

// write puts one paragraph of a style; extra are properties of the paragraph
// that stand after the style and its keepNext.
func (k *docx) write(s style, extra, runs string) {
	k.body.WriteString(`<w:p><w:pPr><w:pStyle w:val="` + s.id + `"/>`)
	if k.keep && !s.keep {
		k.body.WriteString(`<w:keepNext/>`)
	}
	k.body.WriteString(extra + `</w:pPr>` + runs + `</w:p>`)
}

func (k *docx) heading(b Heading) {
	k.write(b.style(k.doc.Framed), "", runXML(clean(b.Text), ""))
}

func (k *docx) paragraph(b Paragraph) {
	s := b.style(k.doc.Framed)
	extra := ""
	if s.indent && s.id != styleBody.id {
		extra = fmt.Sprintf(`<w:ind w:firstLine="%d"/>`, twips(indent))
	}
	if s.id == styleText.id && s.align != Start {
		extra += s.align.xml()
	}
	properties := ""
	if b.Bold {
		properties += `<w:b/><w:bCs/>`
	}
	if b.Italic {
		properties += `<w:i/><w:iCs/>`
	}
	lead := clean(b.Lead)
	if lead != "" {
		lead += "\u00a0"
	}
	k.write(s, extra, runXML(lead, `<w:b/><w:bCs/>`)+runXML(clean(b.Text), properties))
}

func (k *docx) list(b List) {
	s, number := styleBullet, 1
	if b.Ordered {
		if b.Level == 0 && !b.Continue || k.ordered == 0 {
			k.ordered++
		}
		s, number = styleItem, k.ordered+1
	}
	keep := k.keep
	extra := fmt.Sprintf(`<w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr>`, min(max(b.Level, 0), 1), number)
	for i, item := range b.Items {
		k.keep = keep && i == len(b.Items)-1
		k.write(s, extra, runXML(clean(item), ""))
	}
}

func (k *docx) space() { k.write(styleText, "", "") }

func (k *docx) pageBreak() {
	k.body.WriteString(`<w:p><w:pPr><w:pStyle w:val="Normal"/></w:pPr><w:r><w:br w:type="page"/></w:r></w:p>`)
}

// gap is an empty line of exactly so many points. It also keeps two tables
// apart, which Word would join into one.
func (k *docx) gap(height float64, keep bool) {
	keepNext := ""
	if keep {
		keepNext = `<w:keepNext/>`
	}
	fmt.Fprintf(&k.body, `<w:p><w:pPr><w:pStyle w:val="Normal"/>%s<w:spacing w:before="0" w:after="0" w:line="%d" w:lineRule="exact"/></w:pPr></w:p>`,
		keepNext, max(20, points(height)))
}

// openTable begins a table of the given columns in millimetres.
func (k *docx) openTable(widths []float64, borders string) {
	sum := 0
	var grid strings.Builder
	for _, w := range widths {
		sum += twips(w)
		fmt.Fprintf(&grid, `<w:gridCol w:w="%d"/>`, twips(w))
	}
	high, wide := 0, twips(cellPadding)
	if borders == allBorders {
		high = twips(rowPadding)
	}
	fmt.Fprintf(&k.body, `<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/>%s<w:tblLayout w:type="fixed"/><w:tblCellMar>`+
		`<w:top w:w="%d" w:type="dxa"/><w:left w:w="%d" w:type="dxa"/><w:bottom w:w="%d" w:type="dxa"/><w:right w:w="%d" w:type="dxa"/>`+
		`</w:tblCellMar></w:tblPr><w:tblGrid>%s</w:tblGrid>`,
		sum, borders, high, wide, high, wide, grid.String())
}

func (k *docx) openRow(properties string) {
	k.body.WriteString(`<w:tr>` + wrapped("w:trPr", properties))
}

func (k *docx) closeRow() { k.body.WriteString(`</w:tr>`) }

func (k *docx) closeTable() { k.body.WriteString(`</w:tbl>`) }

func wrapped(element, inside string) string {
	if inside == "" {
		return ""
	}
	return `<` + element + `>` + inside + `</` + element + `>`
}

// openCell begins a cell; properties follow its width.
func (k *docx) openCell(width float64, properties string) {
	fmt.Fprintf(&k.body, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>%s</w:tcPr>`, twips(width), properties)
}

func (k *docx) closeCell() { k.body.WriteString(`</w:tc>`) }

// cell with one paragraph.
func (k *docx) cell(width float64, properties string, s style, extra, text string) {
	k.openCell(width, properties)
	k.write(s, extra, runXML(clean(text), ""))
	k.closeCell()
}

// language of a run that is not in the language of the document.
func languageXML(l i18n.Language) string { return `<w:lang w:val="` + tag(l) + `"/>` }
