package document

import (
	"fmt"
	"strings"
)

// core is docProps/core.xml: what a list of files shows of the document.
func (k *docx) core() string {
	at := k.doc.moment().Format("2006-01-02T15:04:05Z")
	return xmlHead + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" ` +
		`xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" ` +
		`xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
		fmt.Sprintf(`<dc:title>%s</dc:title><dc:creator>%s</dc:creator><dc:language>%s</dc:language>`,
			escape(clean(k.doc.Title)), escape(clean(k.doc.Author)), tag(k.doc.Language)) +
		fmt.Sprintf(`<dcterms:created xsi:type="dcterms:W3CDTF">%s</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">%s</dcterms:modified>`, at, at) +
		`</cp:coreProperties>`
}

// footer: the text of the document, and from the second page on the number.
func (k *docx) footer(number bool) string {
	middle := ""
	if number {
		middle = `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>` +
			`<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`
	}
	text := clean(k.doc.Footer)
	tabs := fmt.Sprintf(`<w:tabs><w:tab w:val="center" w:pos="%d"/></w:tabs><w:jc w:val="left"/>`, twips(k.sheet.inner()/2))
	return xmlHead + `<w:ftr ` + wordSpace + `><w:p><w:pPr><w:pStyle w:val="Footer"/>` + tabs + `</w:pPr>` +
		runXML(text, "") + `<w:r><w:tab/></w:r>` + middle + `</w:p></w:ftr>`
}

// stylesXML is word/styles.xml, made of the table of styles.
func stylesXML(d Document) string {
	var b strings.Builder
	b.WriteString(xmlHead + `<w:styles ` + wordSpace + `><w:docDefaults><w:rPrDefault><w:rPr>` +
		`<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="Times New Roman" w:cs="Times New Roman"/>`)
	fmt.Fprintf(&b, `<w:sz w:val="28"/><w:szCs w:val="28"/><w:lang w:val="%s" w:eastAsia="%s" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>`,
		tag(d.Language), tag(d.Language))
	b.WriteString(`<w:pPrDefault><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>`)
	for _, s := range styles {
		b.WriteString(s.xml())
	}
	b.WriteString(`</w:styles>`)
	return b.String()
}

func (s style) xml() string {
	var b strings.Builder
	standard, based := "", `<w:basedOn w:val="Normal"/>`
	if s.id == styleText.id {
		standard, based = ` w:default="1"`, ""
	}
	fmt.Fprintf(&b, `<w:style w:type="paragraph"%s w:styleId="%s"><w:name w:val="%s"/>%s<w:qFormat/><w:pPr>`, standard, s.id, s.name, based)
	if s.keep {
		b.WriteString(`<w:keepNext/>`)
	}
	fmt.Fprintf(&b, `<w:spacing w:before="%d" w:after="%d" w:line="%d" w:lineRule="auto"/>`,
		points(s.before), points(s.after), int(240*s.leading()+0.5))
	if s.indent {
		fmt.Fprintf(&b, `<w:ind w:firstLine="%d"/>`, twips(indent))
	}
	b.WriteString(s.align.xml())
	if level, ok := outline[s.id]; ok {
		fmt.Fprintf(&b, `<w:outlineLvl w:val="%d"/>`, level)
	}
	b.WriteString(`</w:pPr><w:rPr>` + s.runXML() + `</w:rPr></w:style>`)
	return b.String()
}

// outline is what the navigation pane of Word shows.
var outline = map[string]int{styleTitle.id: 0, styleFrameTitle.id: 0, styleSubject.id: 1, styleSection.id: 2}

func (s style) runXML() string {
	out := ""
	if s.bold {
		out += `<w:b/><w:bCs/>`
	}
	if s.italic {
		out += `<w:i/><w:iCs/>`
	}
	switch {
	case s.colour:
		out += `<w:color w:val="` + ornamentHex + `"/>`
	case s.grey:
		out += `<w:color w:val="5A5A5A"/>`
	}
	half := int(s.size * 2)
	return out + fmt.Sprintf(`<w:sz w:val="%d"/><w:szCs w:val="%d"/>`, half, half)
}

func (a Align) xml() string {
	name := map[Align]string{Start: "left", Center: "center", End: "right", Justify: "both"}[a]
	return `<w:jc w:val="` + name + `"/>`
}

func points(p float64) int { return int(p*20 + 0.5) }

// numberingXML is word/numbering.xml: number 1 is the dash, each ordered list
// has its own number that starts again at 1.
func numberingXML(ordered int) string {
	var b strings.Builder
	b.WriteString(xmlHead + `<w:numbering ` + wordSpace + `>`)
	b.WriteString(`<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/>`)
	for level, text := range []string{"%1.", "%1.%2."} {
		fmt.Fprintf(&b, `<w:lvl w:ilvl="%d"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="space"/><w:lvlText w:val="%s"/>`+
			`<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="%d"/></w:pPr></w:lvl>`, level, text, twips(indent))
	}
	b.WriteString(`</w:abstractNum><w:abstractNum w:abstractNumId="2"><w:multiLevelType w:val="hybridMultilevel"/>`)
	for level := range 2 {
		left := indent/2 + float64(level)*indent/2 + bulletHang
		fmt.Fprintf(&b, `<w:lvl w:ilvl="%d"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="–"/>`+
			`<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="%d" w:hanging="%d"/></w:pPr></w:lvl>`, level, twips(left), twips(bulletHang))
	}
	b.WriteString(`</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="2"/></w:num>`)
	for i := range ordered {
		fmt.Fprintf(&b, `<w:num w:numId="%d"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>`, i+2)
	}
	b.WriteString(`</w:numbering>`)
	return b.String()
}
