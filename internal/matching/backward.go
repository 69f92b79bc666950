package matching

// backward fills a place of a mentor along the cheapest way from somebody left
// out or from a place given up. Unless it must be filled, a way that costs at
// least limit is not taken, and the price of the place falls instead.
func (f *flow) backward(j int32, limit int64) bool {
	n := int32(len(f.mentees))
	f.begin()
	f.reach(n+j, 0)
	f.from[j] = nobody
	end, length := int32(nobody), limit
	for _, h := range f.holders(j) {
		f.reach(h, 0)
	}
	f.lookBack(j, 0, &end, &length)
	for len(f.heap) > 0 && f.heap[0].dist < length {
		top := f.heap.pop()
		i := top.node
		if top.dist > f.dist[i] {
			continue
		}
		k := f.edges[f.pick[i]].mentor
		if f.distance(n+k) <= top.dist {
			continue
		}
		f.reach(n+k, top.dist)
		f.from[k] = i                    // the mentee who would leave him
		for _, h := range f.holders(k) { // their prices move with his
			f.reach(h, top.dist)
		}
		f.lookBack(k, top.dist, &end, &length)
	}
	if end == nobody && limit >= far {
		return false
	}
	f.reprice(length, -1)
	if end != nobody {
		f.turnBack(j, end)
	}
	return true
}

// lookBack goes from a mentor to all mentees he may have; one left out, or whose
// place may be given up, may end the way.
func (f *flow) lookBack(j int32, d int64, end *int32, length *int64) {
	d += f.y[j]
	f.work += int64(f.rstart[j+1] - f.rstart[j])
	for _, x := range f.byMentor[f.rstart[j]:f.rstart[j+1]] {
		i := f.menteeOf[x]
		now := f.pick[i]
		to := d + f.u[i] - f.worth(x)
		if x == now || to >= *length || to >= f.distance(i) || f.banned[x] > 0 {
			continue
		}
		f.reach(i, to)
		f.fromM[i] = x // the edge she would get
		if now == nobody {
			*end, *length = i, to
			continue
		}
		if k := f.edges[now].mentor; f.full[k] == 0 {
			if over := f.y[k] - f.place(k, f.count[k]-1); to+over < *length {
				*end, *length = i, to+over
			}
		}
		f.heap.push(item{to, i})
	}
}

// turnBack hands the places on, from the mentor's end, so that nobody comes
// before somebody left.
func (f *flow) turnBack(j, i int32) {
	f.path = append(f.path[:0], i)
	for k := f.edges[f.fromM[i]].mentor; k != j; k = f.edges[f.fromM[i]].mentor {
		i = f.from[k]
		f.path = append(f.path, i)
	}
	for at := len(f.path) - 1; at >= 0; at-- {
		f.assign(f.path[at], f.fromM[f.path[at]])
	}
}
