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

// share divides the line: what is wanted when all fits, otherwise at least the
// longest word of each column and the rest by need.
func share(least, most []float64, line float64) []float64 {
	low, high := total(least), total(most)
	if high <= line || low >= line {
		if low >= line {
			return scaled(least, line)
		}
		return scaled(most, line)
	}
	widths := make([]float64, len(least))
	for c := range widths {
		widths[c] = least[c] + (line-low)*(most[c]-least[c])/(high-low)
	}
	return widths
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
