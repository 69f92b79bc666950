package matching

// item and heap are a plain binary heap by distance, then node.
type item struct {
	dist int64
	node int32
}

type heap []item

func (a item) before(b item) bool {
	return a.dist < b.dist || a.dist == b.dist && a.node < b.node
}

func (h *heap) push(it item) {
	*h = append(*h, it)
	a := *h
	c := len(a) - 1
	for c > 0 {
		up := (c - 1) / 2
		if !it.before(a[up]) {
			break
		}
		a[c] = a[up]
		c = up
	}
	a[c] = it
}

func (h *heap) pop() item {
	a := *h
	top, last := a[0], len(a)-1
	it := a[last]
	a = a[:last]
	*h = a
	if last == 0 {
		return top
	}
	up := 0
	for {
		c := 2*up + 1
		if c >= last {
			break
		}
		if c+1 < last && a[c+1].before(a[c]) {
			c++
		}
		if !a[c].before(it) {
			break
		}
		a[up] = a[c]
		up = c
	}
	a[up] = it
	return top
}
