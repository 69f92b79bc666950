package document

import (
	"fmt"
	"strings"

	"talim/internal/i18n"
)

const allBorders = `<w:tblBorders><w:top w:val="single" w:sz="4" w:space="0" w:color="464646"/><w:left w:val="single" w:sz="4" w:space="0" w:color="464646"/>` +
	`<w:bottom w:val="single" w:sz="4" w:space="0" w:color="464646"/><w:right w:val="single" w:sz="4" w:space="0" w:color="464646"/>` +
	`<w:insideH w:val="single" w:sz="4" w:space="0" w:color="464646"/><w:insideV w:val="single" w:sz="4" w:space="0" w:color="464646"/></w:tblBorders>`

func (k *docx) table(b Table) {
	widths, err := b.widths(k.sheet.inner())
	if err != nil {
		k.err = err
		return
	}
	if len(widths) == 0 {
		return
	}
	keep := k.keep
	k.keep = false
	k.gap(3, true)
	k.openTable(widths, allBorders)
	if len(b.Head) > 0 {
		k.headRow(b, widths)
	}
	for i, row := range b.Rows {
		k.keep = keep && i == len(b.Rows)-1
		k.row(b, row, widths)
	}
	k.closeTable()
	k.keep = keep
	k.gap(8, keep)
}

func (k *docx) headRow(b Table, widths []float64) {
	k.openRow(`<w:cantSplit/><w:tblHeader/>`)
	for c, w := range widths {
		k.cell(w, `<w:shd w:val="clear" w:color="auto" w:fill="EEF2F1"/><w:vAlign w:val="center"/>`, styleCellHead, "", cell(b.Head, c))
	}
	k.closeRow()
}

// aPage is about the number of letters from which on a row may be divided: one
// that does not fit on a page at all must be.
const aPage = 1200

func (k *docx) row(b Table, row []string, widths []float64) {
	whole := `<w:cantSplit/>`
	for _, text := range row {
		if len(text) > aPage {
			whole = ""
		}
	}
	k.openRow(whole)
	for c, w := range widths {
		extra := ""
		if a := b.align(c); a != Start {
			extra = a.xml()
		}
		k.cell(w, "", styleCell, extra, cell(row, c))
	}
	k.closeRow()
}

// letterhead: a table of the two languages over a thick and a thin rule.
func (k *docx) letterhead(h Letterhead) {
	if h.Empty() {
		return
	}
	half := (k.sheet.inner() - letterheadGap) / 2
	widths := []float64{half, letterheadGap, half}
	k.openTable(widths, `<w:tblBorders><w:bottom w:val="thickThinSmallGap" w:sz="18" w:space="0" w:color="`+ornamentHex+`"/></w:tblBorders>`)
	k.openRow(`<w:cantSplit/>`)
	k.letterheadSide(half, h.Kazakh, i18n.Kazakh)
	k.cell(letterheadGap, "", styleHead, "", "")
	k.letterheadSide(half, h.Russian, i18n.Russian)
	k.closeRow()
	k.closeTable()
	if h.Contacts != "" {
		k.write(styleContacts, "", runXML(clean(h.Contacts), ""))
		return
	}
	k.gap(6, false)
}

func (k *docx) letterheadSide(width float64, lines []string, l i18n.Language) {
	k.openCell(width, `<w:tcMar><w:left w:w="0" w:type="dxa"/><w:bottom w:w="120" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tcMar>`)
	for i, text := range lines {
		s := styleHead
		if i == len(lines)-1 {
			s = styleHeadName
		}
		k.write(s, "", runXML(clean(text), languageXML(l)))
	}
	if len(lines) == 0 {
		k.write(styleHead, "", "")
	}
	k.closeCell()
}

func (k *docx) registration(b Registration) {
	third := k.sheet.inner() / 3
	k.openTable([]float64{third, third, third}, "")
	k.openRow(`<w:cantSplit/>`)
	k.flushCell(third, styleText, Start, b.Date)
	k.flushCell(third, styleText, Center, b.Place)
	k.flushCell(third, styleText, End, b.Number)
	k.closeRow()
	k.closeTable()
	k.gap(8, true)
}

// flushCell has no padding, so that its text ends where the lines of the page end.
func (k *docx) flushCell(width float64, s style, a Align, text string) {
	k.cell(width, `<w:tcMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tcMar>`, s, a.xml(), text)
}

func (k *docx) corner(b Corner) {
	for i, text := range b.Lines {
		properties, after := "", 0
		if i == 0 {
			properties = `<w:b/><w:bCs/>`
		}
		if i == len(b.Lines)-1 {
			after = 280
		}
		extra := fmt.Sprintf(`<w:spacing w:after="%d"/><w:ind w:left="%d"/>`, after, twips(k.sheet.inner()/2+5))
		k.write(styleText, extra, runXML(clean(text), properties))
	}
}

func (k *docx) facts(b Facts) {
	if len(b.Pairs) == 0 {
		return
	}
	inner := k.sheet.inner()
	name := factsWidth(inner)
	line := `<w:bottom w:val="single" w:sz="4" w:space="0" w:color="C8C8C8"/>`
	k.openTable([]float64{name, inner - name}, `<w:tblBorders>`+line+strings.Replace(line, "w:bottom", "w:insideH", 1)+`</w:tblBorders>`)
	margins := `<w:tcMar><w:top w:w="50" w:type="dxa"/><w:left w:w="0" w:type="dxa"/><w:bottom w:w="50" w:type="dxa"/></w:tcMar>`
	for _, pair := range b.Pairs {
		k.openRow("")
		k.openCell(name, margins)
		k.write(styleCell, "", runXML(clean(pair[0]), `<w:color w:val="5A5A5A"/>`))
		k.closeCell()
		k.cell(inner-name, margins, styleCell, "", pair[1])
		k.closeRow()
	}
	k.closeTable()
	k.gap(8, k.keep)
}

const bottomLine = `<w:tcBorders><w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:tcBorders>`

func (k *docx) signature(b Signature) {
	inner := k.sheet.inner()
	role, line := signatureRole*inner, signatureLine*inner
	name := inner - role - line
	k.gap(16, true)
	keep := k.keep
	k.keep = b.Date+b.Seal != ""
	k.openTable([]float64{role, line, name}, "")
	k.openRow(`<w:cantSplit/>`)
	bottom, flush := `<w:vAlign w:val="bottom"/>`, `<w:spacing w:after="0"/>`
	k.cell(role, `<w:tcMar><w:left w:w="0" w:type="dxa"/></w:tcMar>`+bottom, styleText, flush, b.Role)
	k.cell(line, bottomLine+bottom, styleText, flush, "")
	k.cell(name, `<w:tcMar><w:left w:w="227" w:type="dxa"/></w:tcMar>`+bottom, styleText, flush, b.Name)
	k.closeRow()
	k.keep = keep
	if b.Date+b.Seal != "" {
		k.openRow(`<w:cantSplit/>`)
		k.cell(role, `<w:tcMar><w:left w:w="0" w:type="dxa"/></w:tcMar>`, styleNote, Start.xml(), b.Seal)
		k.cell(line, `<w:tcMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tcMar>`, styleNote, "", b.Date)
		k.cell(name, "", styleNote, "", "")
		k.closeRow()
	}
	k.closeTable()
	k.gap(4, keep)
}

func (k *docx) acquainted(b Acquainted) {
	if b.Lead != "" {
		keep := k.keep
		k.keep = true
		k.write(styleText, `<w:spacing w:before="280" w:after="40"/>`, runXML(clean(b.Lead), ""))
		k.keep = keep
	}
	if len(b.Names) == 0 {
		return
	}
	inner := k.sheet.inner()
	widths := []float64{0.24 * inner, 0.03 * inner, 0.36 * inner, 0.37 * inner}
	k.openTable(widths, "")
	keep := k.keep
	for i, who := range b.Names {
		k.keep = i+1 < len(b.Names) && len(b.Names) <= together
		k.openRow(`<w:cantSplit/>`)
		top := `<w:spacing w:before="180"/>`
		k.cell(widths[0], bottomLine, styleCell, top, "")
		k.cell(widths[1], "", styleCell, top, "")
		k.cell(widths[2], "", styleCell, top, who)
		k.cell(widths[3], `<w:tcMar><w:right w:w="0" w:type="dxa"/></w:tcMar>`, styleCell, top+End.xml(), b.Date)
		k.closeRow()
	}
	k.closeTable()
	k.keep = keep
	k.gap(8, k.keep)
}
