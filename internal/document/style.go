package document

const (
	millimetresPerPoint = 25.4 / 72
	// single is the height of a line of Times New Roman with single spacing, in
	// sizes of the font; leading is what official papers add to it.
	single  = 1.149
	leading = 1.08
	indent  = 12.5 // millimetres, the first line of a paragraph
)

// style is the look of one kind of text in every format.
type style struct {
	id     string // in DOCX, and the class in HTML
	name   string // as the menus of Word show it
	size   float64
	bold   bool
	italic bool
	align  Align
	indent bool
	before float64 // points above and below
	after  float64
	keep   bool // stays with what follows
	grey   bool
	colour bool // of the ornament
}

var (
	styleText       = style{id: "Normal", name: "Normal", size: 14, after: 3}
	styleBody       = style{id: "Body", name: "Body Text", size: 14, align: Justify, indent: true, after: 3}
	styleTitle      = style{id: "Heading1", name: "heading 1", size: 17, bold: true, align: Center, before: 8, after: 3, keep: true}
	styleSubject    = style{id: "Heading2", name: "heading 2", size: 14, bold: true, align: Center, before: 3, after: 11, keep: true}
	styleSection    = style{id: "Heading3", name: "heading 3", size: 14, bold: true, before: 10, after: 4, keep: true}
	styleSmall      = style{id: "Small", name: "Small", size: 11, after: 3}
	styleItem       = style{id: "Point", name: "Point", size: 14, align: Justify, indent: true, after: 3}
	styleBullet     = style{id: "Bullet", name: "List Bullet", size: 14, after: 2}
	styleCell       = style{id: "Cell", name: "Table Text", size: 12}
	styleCellHead   = style{id: "CellHead", name: "Table Head", size: 12, bold: true, align: Center, keep: true}
	styleHead       = style{id: "Letterhead", name: "Letterhead", size: 11, align: Center}
	styleHeadName   = style{id: "LetterheadName", name: "Letterhead Name", size: 12, bold: true, align: Center, before: 2}
	styleContacts   = style{id: "Contacts", name: "Contacts", size: 9, align: Center, before: 3, after: 6, grey: true}
	styleNote       = style{id: "Note", name: "Note", size: 10, align: Center, grey: true}
	styleFooter     = style{id: "Footer", name: "footer", size: 9, align: Center, grey: true}
	styleFrameTitle = style{id: "FramedTitle", name: "Framed Title", size: 32, bold: true, align: Center, before: 34, after: 14, keep: true, colour: true}
	styleFrameTo    = style{id: "FramedTo", name: "Framed Recipient", size: 19, bold: true, align: Center, before: 2, after: 20, keep: true}
	styleFrameText  = style{id: "FramedText", name: "Framed Text", size: 17, align: Center, after: 8}
)

var styles = []style{
	styleText, styleBody, styleTitle, styleSubject, styleSection, styleSmall, styleItem, styleBullet, styleCell,
	styleCellHead, styleHead, styleHeadName, styleContacts, styleNote, styleFooter, styleFrameTitle,
	styleFrameTo, styleFrameText,
}

// face is the face of the font as fpdf names it.
func (s style) face() string {
	name := ""
	if s.bold {
		name += "B"
	}
	if s.italic {
		name += "I"
	}
	return name
}

// lineHeight in millimetres.
func (s style) lineHeight() float64 {
	return s.size * single * s.leading() * millimetresPerPoint
}

// leading: tables and small print are set tighter than running text.
func (s style) leading() float64 {
	if s.size < styleText.size {
		return 1
	}
	return leading
}

func (s style) aligned(a Align) style {
	s.align = a
	return s
}

// style of the paragraph; in a frame all text is large and centred.
func (b Paragraph) style(framed bool) style {
	s := styleText.aligned(b.Align)
	switch {
	case framed && !b.Small:
		s = styleFrameText
	case b.Small:
		s = styleSmall.aligned(b.Align)
	case b.Align == Justify:
		s = styleBody
	}
	s.bold, s.italic = b.Bold, b.Italic
	s.indent = s.indent || b.Indent
	return s
}

// style of the heading; a framed paper has the large name of an award.
func (b Heading) style(framed bool) style {
	switch {
	case b.Level <= 1 && framed:
		return styleFrameTitle
	case b.Level <= 1:
		return styleTitle
	case b.Level == 2 && framed:
		return styleFrameTo
	case b.Level == 2:
		return styleSubject
	}
	return styleSection
}
