package document

import "slices"

// box is a text in a column, several of which make one strip side by side.
type box struct {
	style style
	lines []line
	x     float64
	width float64
}

func (l *layout) box(s style, text string, x, width float64) box {
	return box{style: s, lines: wrap(clean(text), width, 0, l.measure(s)), x: x, width: width}
}

func (b box) height() float64 { return float64(len(b.lines)) * b.style.lineHeight() }

func (b box) draw(p *pen, y float64) {
	for i, ln := range b.lines {
		p.text(b.style, ln.text, b.x, y+float64(i)*b.style.lineHeight(), b.width, b.style.align)
	}
}

// stack is boxes below each other.
func stackHeight(boxes []box) float64 {
	sum := 0.0
	for _, b := range boxes {
		sum += b.style.before*millimetresPerPoint + b.height()
	}
	return sum
}

func drawStack(p *pen, boxes []box, y float64) {
	for _, b := range boxes {
		y += b.style.before * millimetresPerPoint
		b.draw(p, y)
		y += b.height()
	}
}

const letterheadGap = 12.0 // millimetres between the two languages

// letterhead: both languages side by side over a thick and a thin rule.
func (l *layout) letterhead(h Letterhead) {
	if h.Empty() {
		return
	}
	width := (l.sheet.inner() - letterheadGap) / 2
	left := l.letterheadSide(h.Kazakh, l.sheet.left, width)
	right := l.letterheadSide(h.Russian, l.sheet.left+width+letterheadGap, width)
	text := max(stackHeight(left), stackHeight(right))
	if l.tooHigh(text) {
		l.plainly(slices.Concat(h.Kazakh, h.Russian, []string{h.Contacts})...)
		return
	}
	x1, x2 := l.sheet.left, l.sheet.left+l.sheet.inner()
	l.add(style{after: 4}, strip{height: text + 4, draw: func(p *pen, y float64) {
		drawStack(p, left, y)
		drawStack(p, right, y)
		p.pdf.SetDrawColor(ornament[0], ornament[1], ornament[2])
		p.pdf.SetLineWidth(0.75)
		p.pdf.Line(x1, y+text+2.2, x2, y+text+2.2)
		p.pdf.SetLineWidth(0.2)
		p.pdf.Line(x1, y+text+3.1, x2, y+text+3.1)
	}})
	if h.Contacts != "" {
		l.after = 0
		l.add(styleContacts, l.lines(styleContacts, run{}, clean(h.Contacts), x1, x2-x1)...)
	}
}

func (l *layout) letterheadSide(lines []string, x, width float64) []box {
	boxes := make([]box, len(lines))
	for i, text := range lines {
		s := styleHead
		if i == len(lines)-1 {
			s = styleHeadName
		}
		boxes[i] = l.box(s, text, x, width)
	}
	return boxes
}

// registration: date, place and number on one line.
func (l *layout) registration(b Registration) {
	third := l.sheet.inner() / 3
	boxes := []box{
		l.box(styleText, b.Date, l.sheet.left, third),
		l.box(styleText.aligned(Center), b.Place, l.sheet.left+third, third),
		l.box(styleText.aligned(End), b.Number, l.sheet.left+2*third, third),
	}
	row := sideBySide(boxes)
	if l.tooHigh(row.height) {
		l.plainly(b.Date, b.Place, b.Number)
		return
	}
	l.add(style{before: 2, after: 8}, row)
}

// tooHigh says whether parts that stand side by side would take half a page:
// then they hold something else than meant and are written below each other,
// so that nothing is lost.
func (l *layout) tooHigh(height float64) bool { return height > l.sheet.room()/2 }

func (l *layout) plainly(texts ...string) {
	for _, text := range texts {
		if text != "" {
			l.paragraph(Paragraph{Text: text})
		}
	}
}

// sideBySide is one strip as high as the highest box.
func sideBySide(boxes []box) strip {
	height := 0.0
	for _, b := range boxes {
		height = max(height, b.height())
	}
	return strip{height: height, draw: func(p *pen, y float64) {
		for _, b := range boxes {
			b.draw(p, y)
		}
	}}
}

// corner: the right half of the page.
func (l *layout) corner(b Corner) {
	half := l.sheet.inner() / 2
	x := l.sheet.left + l.sheet.inner() - half + 5
	for i, text := range b.Lines {
		s := style{size: styleText.size, bold: i == 0, keep: true}
		if i == len(b.Lines)-1 {
			s.after = 14
		}
		l.add(s, l.lines(s, run{}, clean(text), x, half-5)...)
	}
}

// facts: names and values in two columns with a hair line under each pair.
func (l *layout) facts(b Facts) {
	x, inner := l.sheet.left, l.sheet.inner()
	name := factsWidth(inner)
	label := styleCell
	label.grey = true
	for i, pair := range b.Pairs {
		boxes := []box{
			l.box(label, pair[0], x, name-4),
			l.box(styleCell, pair[1], x+name, inner-name),
		}
		rows := splitRows(boxes, linesIn(l.sheet.room()-4))
		for r, part := range rows {
			s := style{}
			if i == len(b.Pairs)-1 && r == len(rows)-1 {
				s.after = 8
			}
			l.add(s, underlined(sideBySide(part), x, inner, r == len(rows)-1))
		}
	}
}

// underlined gives a row some air and a hair line below.
func underlined(row strip, x, width float64, line bool) strip {
	height := row.height + 2.4
	return strip{height: height, draw: func(p *pen, y float64) {
		row.draw(p, y+1.2)
		if line {
			p.pdf.SetDrawColor(200, 200, 200)
			p.pdf.SetLineWidth(0.15)
			p.pdf.Line(x, y+height, x+width, y+height)
		}
	}}
}

// factsWidth is the column of the names.
func factsWidth(inner float64) float64 { return min(0.36*inner, 62) }

// The shares of the line that the columns of a signature take.
const (
	signatureRole = 0.46
	signatureLine = 0.24
)

// signature: role, line, name; what is small stands under the line. It stays
// with the strip before it, so that no page holds a signature alone.
func (l *layout) signature(b Signature) {
	if n := len(l.strips); n > 0 {
		l.strips[n-1].keep = true
	}
	x, inner := l.sheet.left, l.sheet.inner()
	role := l.box(styleText, b.Role, x, signatureRole*inner-3)
	lineX, lineEnd := x+signatureRole*inner, x+(signatureRole+signatureLine)*inner
	name := l.box(styleText, b.Name, lineEnd+4, inner-(signatureRole+signatureLine)*inner-4)
	date := l.box(styleNote, b.Date, lineX-8, lineEnd-lineX+16)
	seal := l.box(styleNote.aligned(Start), b.Seal, x, signatureRole*inner)
	text := max(role.height(), name.height())
	height := text
	if b.Date+b.Seal != "" {
		height += 1.5 + styleNote.lineHeight()*float64(max(len(date.lines), len(seal.lines)))
	}
	if l.tooHigh(height) {
		l.plainly(b.Role, b.Name, b.Date, b.Seal)
		return
	}
	l.add(style{before: 16, after: 4}, strip{height: height, draw: func(p *pen, y float64) {
		role.draw(p, y)
		name.draw(p, y+text-name.height())
		p.rule(lineX, y+text-1, lineEnd, y+text-1, 0.25)
		date.draw(p, y+text+0.5)
		seal.draw(p, y+text+0.5)
	}})
}

// together is the number of people up to which their list is not divided.
const together = 12

// acquainted: a line to sign, the name and a blank for the date, for each.
func (l *layout) acquainted(b Acquainted) {
	if b.Lead != "" {
		s := styleText
		s.before, s.after, s.keep = 14, 2, true
		l.add(s, l.lines(s, run{}, clean(b.Lead), l.sheet.left, l.sheet.inner())...)
	}
	x, inner := l.sheet.left, l.sheet.inner()
	for i, who := range b.Names {
		name := l.box(styleCell, who, x+0.27*inner, 0.36*inner)
		date := l.box(styleCell.aligned(End), b.Date, x+0.63*inner, 0.37*inner)
		row := sideBySide([]box{name, date})
		if l.tooHigh(row.height) {
			l.plainly(who, b.Date)
			continue
		}
		inside := row.draw
		row.draw = func(p *pen, y float64) {
			inside(p, y)
			p.rule(x, y+styleCell.lineHeight()-0.6, x+0.24*inner, y+styleCell.lineHeight()-0.6, 0.2)
		}
		row.keep = i+1 < len(b.Names) && len(b.Names) <= together
		l.add(style{before: 9}, row)
	}
	l.after = 8 * millimetresPerPoint
}
