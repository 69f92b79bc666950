package document

import "strconv"

// numbered adds the column "№" where it is asked for.
func (b Table) numbered() Table {
	if !b.Numbered {
		return b
	}
	b.Numbered = false
	b.Head = append([]string{"№"}, b.Head...)
	rows := make([][]string, len(b.Rows))
	for i, row := range b.Rows {
		rows[i] = append([]string{strconv.Itoa(i + 1)}, row...)
	}
	b.Rows = rows
	b.Aligns = append([]Align{Center}, b.Aligns...)
	if len(b.Widths) > 0 {
		b.Widths = append([]float64{0.07 * total(b.Widths)}, b.Widths...)
	}
	return b
}

// columns is the number of columns of the widest row.
func (b Table) columns() int {
	n := len(b.Head)
	for _, row := range b.Rows {
		n = max(n, len(row))
	}
	return n
}

func (b Table) align(column int) Align {
	if column < len(b.Aligns) {
		return b.Aligns[column]
	}
	return Start
}

// cell is the text of the column, "" where the row is short.
func cell(row []string, column int) string {
	if column < len(row) {
		return row[column]
	}
	return ""
}

const (
	cellPadding = 1.9  // millimetres left and right of a cell's text
	widest      = 0.6  // no column asks for more than this share of the line
	sampled     = 2000 // rows that are looked at for the widths
)

// widths of the columns in millimetres, filling the line. Every writer uses
// them, so that a table looks the same in each format.
func (b Table) widths(line float64) ([]float64, error) {
	n := b.columns()
	if len(b.Widths) == n && total(b.Widths) > 0 {
		return scaled(b.Widths, line), nil
	}
	all, err := faces()
	if err != nil {
		return nil, err
	}
	least, most := make([]float64, n), make([]float64, n)
	take := func(row []string, m measure) {
		for c := range n {
			text := clean(cell(row, c))
			most[c] = max(most[c], min(m(text)+2*cellPadding+1, widest*line))
			for _, word := range words(text) {
				least[c] = max(least[c], min(m(word)+2*cellPadding+1, widest*line))
			}
		}
	}
	take(b.Head, all["B"].measure(styleCellHead.size))
	for _, row := range b.Rows[:min(len(b.Rows), sampled)] {
		take(row, all[""].measure(styleCell.size))
	}
	return share(least, most, line), nil
}

// share divides the line. When all fits, each column has what it wants and the
// rest of the line by that measure. Otherwise narrow columns keep what they
// want, so that only the wide ones wrap; no column is narrower than its longest
// word unless the line is too short even for the words.
func share(least, most []float64, line float64) []float64 {
	switch low := total(least); {
	case total(most) <= line:
		return scaled(most, line)
	case low >= line:
		return scaled(least, line)
	}
	widths, done := make([]float64, len(least)), make([]bool, len(least))
	rest, low := line, total(least)
	for c := narrow(least, most, done, rest); c >= 0; c = narrow(least, most, done, rest) {
		widths[c], done[c] = most[c], true
		rest, low = rest-most[c], low-least[c]
	}
	need := 0.0
	for c := range widths {
		if !done[c] {
			need += most[c] - least[c]
		}
	}
	for c := range widths {
		if !done[c] {
			widths[c] = least[c] + (rest-low)*(most[c]-least[c])/max(need, 1e-9)
		}
	}
	return widths
}

// narrow is an open column that wants no more than its even share of the rest
// and leaves enough for the words of the others; -1 when there is none. As all
// columns together want more than the line, at least one is left in the end.
func narrow(least, most []float64, done []bool, rest float64) int {
	open, low := 0, 0.0
	for c := range least {
		if !done[c] {
			open, low = open+1, low+least[c]
		}
	}
	for c := range least {
		if !done[c] && most[c] <= rest/float64(open) && rest-most[c] >= low-least[c] {
			return c
		}
	}
	return -1
}

func scaled(shares []float64, line float64) []float64 {
	sum := total(shares)
	widths := make([]float64, len(shares))
	for i, s := range shares {
		if sum > 0 {
			widths[i] = line * s / sum
		}
	}
	return widths
}

func total(list []float64) float64 {
	sum := 0.0
	for _, v := range list {
		sum += v
	}
	return sum
}
