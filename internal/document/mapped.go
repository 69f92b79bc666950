package document

// Mapped is the document with every text written anew, such as with codes in the place
// of names.
func (d Document) Mapped(write func(string) string) Document {
	list := func(texts []string) []string { return mapped(texts, write) }
	d.Title, d.Author, d.Footer = write(d.Title), write(d.Author), write(d.Footer)
	d.Letterhead = Letterhead{Kazakh: list(d.Letterhead.Kazakh), Russian: list(d.Letterhead.Russian), Contacts: write(d.Letterhead.Contacts)}
	d.Blocks = mapped(d.Blocks, func(b Block) Block { return b.mapped(write) })
	return d
}

// Mapped is the file of tables with every text written anew.
func (s Spreadsheet) Mapped(write func(string) string) Spreadsheet {
	s.Title, s.Author = write(s.Title), write(s.Author)
	s.Sheets = mapped(s.Sheets, func(g Grid) Grid {
		g.Name, g.Head = write(g.Name), mapped(g.Head, write)
		g.Rows = mapped(g.Rows, func(row []any) []any {
			return mapped(row, func(cell any) any {
				if text, is := cell.(string); is {
					return write(text)
				}
				return cell
			})
		})
		return g
	})
	return s
}

func mapped[T any](all []T, write func(T) T) []T {
	if all == nil {
		return nil
	}
	out := make([]T, len(all))
	for i, one := range all {
		out[i] = write(one)
	}
	return out
}

func (b Heading) mapped(write func(string) string) Block {
	b.Text = write(b.Text)
	return b
}

func (b Paragraph) mapped(write func(string) string) Block {
	b.Lead, b.Text = write(b.Lead), write(b.Text)
	return b
}

func (b List) mapped(write func(string) string) Block {
	b.Items = mapped(b.Items, write)
	return b
}

func (b Table) mapped(write func(string) string) Block {
	b.Head = mapped(b.Head, write)
	b.Rows = mapped(b.Rows, func(row []string) []string { return mapped(row, write) })
	return b
}

func (b Facts) mapped(write func(string) string) Block {
	b.Pairs = mapped(b.Pairs, func(p [2]string) [2]string { return [2]string{write(p[0]), write(p[1])} })
	return b
}

func (b Registration) mapped(write func(string) string) Block {
	b.Place = write(b.Place)
	return b
}

func (b Corner) mapped(write func(string) string) Block {
	b.Lines = mapped(b.Lines, write)
	return b
}

func (b Signature) mapped(write func(string) string) Block {
	b.Role, b.Name = write(b.Role), write(b.Name)
	return b
}

func (b Acquainted) mapped(write func(string) string) Block {
	b.Lead, b.Names = write(b.Lead), mapped(b.Names, write)
	return b
}

func (b Space) mapped(func(string) string) Block     { return b }
func (b PageBreak) mapped(func(string) string) Block { return b }
