package secret

import "testing"

// Batch is how many rows a transaction seals anew.
const Batch = batch

// Bound lets a run do so many batches of a column.
func Bound(t *testing.T, batches int) {
	before := perColumn
	perColumn = batches
	t.Cleanup(func() { perColumn = before })
}

// Share gives the keys of one keeper to another, below its own: as if the line of a
// lost key were written into the file again.
func Share(from, to *Keeper) {
	for _, id := range from.order {
		to.keys[id] = from.keys[id]
		to.order = append([]string{id}, to.order...)
	}
}
