package document

// strip is what cannot be divided: a line of text or a row of a table.
type strip struct {
	height float64
	gap    float64 // above; vanishes at the top of a page
	keep   bool    // on the same page as the next strip
	fresh  bool    // begins a page
	head   *strip  // stands above this one where a page begins with it
	draw   func(p *pen, y float64)
}

// placed is a strip at its height on a page.
type placed struct {
	strip
	y float64
}

// pager fills pages from top to bottom.
type pager struct {
	room  float64
	y     float64
	pages [][]placed
}

// paginate distributes the strips over pages of the given height. There is
// always at least one page.
func paginate(strips []strip, room float64) [][]placed {
	g := &pager{room: room, pages: [][]placed{nil}}
	for i := 0; i < len(strips); {
		end := i + 1
		for end < len(strips) && strips[end-1].keep {
			end++
		}
		g.group(strips[i:end])
		i = end
	}
	return g.pages
}

// group puts strips that belong together on one page, if a page can hold them.
func (g *pager) group(strips []strip) {
	height := 0.0
	for _, s := range strips {
		height += s.gap + s.height
	}
	if strips[0].fresh || g.y+height > g.room {
		g.turn(strips[0])
	}
	for i, s := range strips {
		if i > 0 && (s.fresh || g.y+s.gap+s.height > g.room+0.01) {
			g.turn(s)
		}
		g.place(s)
	}
}

// turn begins a page, unless nothing stands on this one yet.
func (g *pager) turn(next strip) {
	if len(g.pages[len(g.pages)-1]) == 0 {
		return
	}
	g.pages = append(g.pages, nil)
	g.y = 0
	if next.head != nil {
		g.place(*next.head)
	}
}

func (g *pager) place(s strip) {
	last := len(g.pages) - 1
	if len(g.pages[last]) > 0 {
		g.y += s.gap
	}
	if s.draw != nil {
		g.pages[last] = append(g.pages[last], placed{s, g.y})
	}
	g.y += s.height
}
