package document

import "fmt"

// numbering counts ordered points as Word does: 1., 2., below them 2.1., 2.2.
type numbering struct{ first, second int }

// begin starts again at 1 unless the list goes on.
func (n *numbering) begin(b List) {
	if b.Ordered && b.Level == 0 && !b.Continue {
		*n = numbering{}
	}
}

func (n *numbering) next(level int) string {
	if level > 0 {
		n.second++
		return fmt.Sprintf("%d.%d.", n.first, n.second)
	}
	n.first, n.second = n.first+1, 0
	return fmt.Sprintf("%d.", n.first)
}
