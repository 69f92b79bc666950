package document

// layout turns blocks into strips.
type layout struct {
	sheet  sheet
	faces  map[string]*face
	framed bool
	strips []strip
	after  float64 // millimetres below the last strip
	points numbering
	err    error
}

func (l *layout) measure(s style) measure { return l.faces[s.face()].measure(s.size) }

// add puts strips below each other with the spaces of the style around them.
func (l *layout) add(s style, strips ...strip) {
	if len(strips) == 0 {
		return
	}
	strips[0].gap += l.after + s.before*millimetresPerPoint
	strips[len(strips)-1].keep = strips[len(strips)-1].keep || s.keep
	l.strips = append(l.strips, strips...)
	l.after = s.after * millimetresPerPoint
}

// lines of a text in a column that begins at x, with a bold or other lead-in on
// the first. At least two lines of a paragraph stand together.
func (l *layout) lines(s style, lead run, text string, x, width float64) []strip {
	first := 0.0
	if s.indent {
		first = indent
	}
	if lead.text != "" {
		lead.width = l.measure(lead.style)(lead.text + "\u00a0")
	}
	wrapped := wrap(text, width, first+lead.width, l.measure(s))
	strips := make([]strip, len(wrapped))
	for i, ln := range wrapped {
		at := lineAt{style: s, line: ln, x: x, width: width}
		if i == 0 {
			at.x, at.width, at.lead = x+first, width-first, lead
		}
		strips[i] = strip{height: s.lineHeight(), draw: at.draw}
	}
	if n := len(strips); n > 1 {
		strips[0].keep, strips[n-2].keep = true, true
	}
	return strips
}

// run is a short text in its own style.
type run struct {
	style style
	text  string
	width float64
}

// lineAt is a line of text at its place on the page.
type lineAt struct {
	style style
	line  line
	lead  run
	x     float64
	width float64
}

// tooThin: a line of fewer words than this share of the width is not stretched,
// or the holes between its words would be larger than the words.
const tooThin = 0.8

func (t lineAt) draw(p *pen, y float64) {
	x, width := t.x, t.width
	if t.lead.text != "" {
		p.text(t.lead.style, t.lead.text, x, y, t.lead.width, Start)
		x, width = x+t.lead.width, width-t.lead.width
	}
	a := t.style.align
	if a == Justify && (t.line.last || p.faces[t.style.face()].measure(t.style.size)(t.line.text) < tooThin*width) {
		a = Start
	}
	p.text(t.style, t.line.text, x, y, width, a)
}

func (l *layout) heading(b Heading) {
	s, text := b.style(l.framed), clean(b.Text)
	strips := l.lines(s, run{}, text, l.sheet.left, l.sheet.inner())
	draw := strips[0].draw
	strips[0].draw = func(p *pen, y float64) {
		p.use(s)
		p.pdf.Bookmark(p.faces[s.face()].shown(text), 0, y)
		draw(p, y)
	}
	for i := range strips {
		strips[i].keep = true
	}
	l.add(s, strips...)
}

func (l *layout) paragraph(b Paragraph) {
	s := b.style(l.framed)
	bold := s
	bold.bold = true
	l.add(s, l.lines(s, run{style: bold, text: clean(b.Lead)}, clean(b.Text), l.sheet.left, l.sheet.inner())...)
}

func (l *layout) list(b List) {
	l.points.begin(b)
	for _, item := range b.Items {
		if b.Ordered {
			l.add(styleItem, l.lines(styleItem, run{style: styleItem, text: l.points.next(b.Level)}, clean(item), l.sheet.left, l.sheet.inner())...)
			continue
		}
		l.bullet(clean(item), indent/2+float64(b.Level)*indent/2)
	}
}

const bulletHang = 5.0 // millimetres from the dash to the text

func (l *layout) bullet(text string, x float64) {
	x += l.sheet.left
	strips := l.lines(styleBullet, run{}, text, x+bulletHang, l.sheet.left+l.sheet.inner()-x-bulletHang)
	draw := strips[0].draw
	strips[0].draw = func(p *pen, y float64) {
		p.text(styleBullet, "–", x, y, bulletHang, Start)
		draw(p, y)
	}
	l.add(styleBullet, strips...)
}

func (l *layout) space() {
	l.add(styleText, strip{height: styleText.lineHeight() * 0.8})
}

func (l *layout) pageBreak() {
	l.after = 0
	l.strips = append(l.strips, strip{fresh: true})
}
