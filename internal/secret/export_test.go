package secret

// Share gives the keys of one keeper to another, below its own: as if the line of a
// lost key were written into the file again.
func Share(from, to *Keeper) {
	for _, id := range from.order {
		to.ciphs[id] = from.ciphs[id]
		to.order = append([]string{id}, to.order...)
	}
}
