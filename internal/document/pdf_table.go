package document

// table: a strip for each row; the head stands again where a page begins with
// a row.
func (l *layout) table(b Table) {
	widths, err := b.widths(l.sheet.inner())
	if err != nil {
		l.err = err
		return
	}
	g := &grid{layout: l, table: b, widths: widths}
	var head *strip
	l.after += 3 * millimetresPerPoint
	if len(b.Head) > 0 {
		head = g.head()
	}
	for _, row := range b.Rows {
		for _, s := range g.row(row, false) {
			s.head = head
			l.add(style{}, s)
		}
	}
	l.after = 8 * millimetresPerPoint
}

// grid is a table on its way to strips.
type grid struct {
	layout *layout
	table  Table
	widths []float64
	above  float64 // height of the head that stands above the rows
}

const rowPadding = 0.9 // millimetres above and below the text of a row

// head adds the head of the table and gives it back for the following pages; a
// head that takes half a page is not repeated, or no row would find room.
func (g *grid) head() *strip {
	rows := g.row(g.table.Head, true)
	h := rows[0]
	if len(rows) > 1 || h.height > g.room()/2 {
		for _, s := range rows {
			g.layout.add(style{}, s)
		}
		return nil
	}
	first := h
	first.keep = true
	g.layout.add(style{}, first)
	g.above = h.height
	return &h
}

// row is one strip, or several for a row that is higher than a page.
func (g *grid) row(texts []string, head bool) []strip {
	boxes := make([]box, len(g.widths))
	x := g.layout.sheet.left
	for c, w := range g.widths {
		s := styleCell.aligned(g.table.align(c))
		if head {
			s = styleCellHead
		}
		boxes[c] = g.layout.box(s, cell(texts, c), x+cellPadding, w-2*cellPadding)
		x += w
	}
	parts := splitRows(boxes, linesIn(g.room()-g.above-2*rowPadding))
	strips := make([]strip, len(parts))
	for i, part := range parts {
		strips[i] = g.strip(part, head)
	}
	return strips
}

func (g *grid) room() float64 { return g.layout.sheet.room() - 4 }

// linesIn is how many lines of table text a height holds.
func linesIn(height float64) int { return max(1, int(height/styleCell.lineHeight())) }

// splitRows divides boxes that stand side by side into rows of so many lines.
func splitRows(boxes []box, lines int) [][]box {
	most := 0
	for _, b := range boxes {
		most = max(most, len(b.lines))
	}
	if most <= lines {
		return [][]box{boxes}
	}
	var rows [][]box
	for from := 0; from < most; from += lines {
		rows = append(rows, part(boxes, from, lines))
	}
	return rows
}

func part(boxes []box, from, count int) []box {
	cut := make([]box, len(boxes))
	for i, b := range boxes {
		start := min(from, len(b.lines))
		b.lines = b.lines[start:min(start+count, len(b.lines))]
		cut[i] = b
	}
	return cut
}

func (g *grid) strip(boxes []box, head bool) strip {
	height := 0.0
	for _, b := range boxes {
		height = max(height, b.height())
	}
	height += 2 * rowPadding
	return strip{height: height, draw: func(p *pen, y float64) {
		g.cells(p, y, height, head)
		for _, b := range boxes {
			top := y + rowPadding
			if head {
				top = y + (height-b.height())/2
			}
			b.draw(p, top)
		}
	}}
}

// cells draws the borders of a row, and the tint of the head.
func (g *grid) cells(p *pen, y, height float64, head bool) {
	how := "D"
	if head {
		how = "DF"
		p.pdf.SetFillColor(238, 242, 241)
	}
	p.pdf.SetDrawColor(70, 70, 70)
	p.pdf.SetLineWidth(0.18)
	x := g.layout.sheet.left
	for _, w := range g.widths {
		p.pdf.Rect(x, y, w, height, how)
		x += w
	}
}
