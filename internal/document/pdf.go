package document

import (
	"io"
	"strconv"

	"codeberg.org/go-pdf/fpdf"
)

// PDF writes the document as a PDF file with its own font. The layout is done
// here, not by fpdf: every block becomes strips (lines, table rows) of a known
// height, pages are made of strips, and only then is anything drawn. So a
// heading never stands alone at the foot of a page, and a signature always has
// something above it.
func PDF(w io.Writer, d Document) error {
	pages, err := layOut(d)
	if err != nil {
		return err
	}
	p, err := newPen(d)
	if err != nil {
		return err
	}
	p.draw(d, pages)
	return p.pdf.Output(w)
}

// layOut makes the pages of the document.
func layOut(d Document) ([][]placed, error) {
	all, err := faces()
	if err != nil {
		return nil, err
	}
	l := &layout{sheet: d.sheet(), faces: all, framed: d.Framed}
	l.letterhead(d.Letterhead)
	for _, b := range d.Blocks {
		b.into(l)
	}
	return paginate(l.strips, d.sheet().room()), l.err
}

// pen draws on the pages of one file.
type pen struct {
	pdf   *fpdf.Fpdf
	sheet sheet
	faces map[string]*face
	known map[string]bool
}

const family = "talimserif"

func newPen(d Document) (*pen, error) {
	all, err := faces()
	if err != nil {
		return nil, err
	}
	s := d.sheet()
	pdf := fpdf.NewCustom(&fpdf.InitType{
		OrientationStr: "P", UnitStr: "mm",
		Size: fpdf.SizeType{Wd: s.width, Ht: s.height},
	})
	pdf.SetCatalogSort(true) // or the order of fonts in the file would be accidental
	pdf.SetCreationDate(d.moment())
	pdf.SetModificationDate(d.moment())
	pdf.SetTitle(clean(d.Title), true)
	pdf.SetAuthor(clean(d.Author), true)
	pdf.SetCreator("Tälim", true)
	pdf.SetProducer("Tälim", true)
	pdf.SetLang(tag(d.Language))
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetMargins(0, 0, 0)
	pdf.SetCellMargin(0)
	return &pen{pdf: pdf, sheet: s, faces: all, known: map[string]bool{}}, nil
}

func (p *pen) draw(d Document, pages [][]placed) {
	top := p.sheet.top + centred(d, pages)
	for i, page := range pages {
		p.pdf.AddPage()
		if d.Framed {
			p.frame()
		}
		p.footer(clean(d.Footer), i+1)
		for _, s := range page {
			s.draw(p, top+s.y)
		}
	}
}

// centred is how far the text of a framed page moves down to its middle.
func centred(d Document, pages [][]placed) float64 {
	if !d.Framed || len(pages) > 1 {
		return 0
	}
	return max(0, d.sheet().room()-used(pages[0])) / 2
}

// used is the height of what stands on a page.
func used(page []placed) float64 {
	if len(page) == 0 {
		return 0
	}
	last := page[len(page)-1]
	return last.y + last.height
}

// footer has the page's number from the second page on, as official papers do.
func (p *pen) footer(text string, page int) {
	y, inner := p.sheet.height-p.sheet.bottom+7, p.sheet.inner()
	if p.sheet.bottom < 20 {
		y = p.sheet.height - 10
	}
	p.text(styleFooter, text, p.sheet.left, y, inner, Start)
	if page > 1 {
		p.text(styleFooter, strconv.Itoa(page), p.sheet.left, y, inner, Center)
	}
}

// use makes the face and colour of the style current. A face joins the file
// only when something is written in it.
func (p *pen) use(s style) {
	name := s.face()
	if !p.known[name] {
		p.pdf.AddUTF8FontFromBytes(family, name, p.faces[name].data)
		p.known[name] = true
	}
	p.pdf.SetFont(family, name, s.size)
	switch {
	case s.colour:
		p.pdf.SetTextColor(ornament[0], ornament[1], ornament[2])
	case s.grey:
		p.pdf.SetTextColor(90, 90, 90)
	default:
		p.pdf.SetTextColor(0, 0, 0)
	}
}

// text writes one line into a box whose upper left corner is (x, y).
func (p *pen) text(s style, text string, x, y, width float64, a Align) {
	if text == "" {
		return
	}
	p.use(s)
	p.pdf.SetXY(x, y)
	how := map[Align]string{Start: "L", Center: "C", End: "R", Justify: "J"}[a]
	p.pdf.CellFormat(width, s.lineHeight(), p.faces[s.face()].shown(text), "", 0, how, false, 0, "")
}

func (p *pen) rule(x1, y1, x2, y2, thick float64) {
	p.pdf.SetDrawColor(0, 0, 0)
	p.pdf.SetLineWidth(thick)
	p.pdf.Line(x1, y1, x2, y2)
}

// frame of a letter of appreciation: three lines with a small square in each corner.
func (p *pen) frame() {
	s := p.sheet
	p.pdf.SetDrawColor(ornament[0], ornament[1], ornament[2])
	for _, f := range []struct{ inset, thick float64 }{{10, 1.1}, {12.2, 0.3}, {16, 0.3}} {
		p.pdf.SetLineWidth(f.thick)
		p.pdf.Rect(f.inset, f.inset, s.width-2*f.inset, s.height-2*f.inset, "D")
	}
	p.pdf.SetFillColor(ornament[0], ornament[1], ornament[2])
	for _, x := range []float64{14.1, s.width - 14.1} {
		for _, y := range []float64{14.1, s.height - 14.1} {
			const r = 1.5
			p.pdf.Polygon([]fpdf.PointType{{X: x, Y: y - r}, {X: x + r, Y: y}, {X: x, Y: y + r}, {X: x - r, Y: y}}, "F")
		}
	}
}

// ornament is the colour of rules under letterheads and of frames: a teal that
// prints as a clear dark grey.
var ornament = [3]int{11, 102, 96}

const ornamentHex = "0B6660"
