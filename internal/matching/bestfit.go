package matching

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// solution of a table: who has whom, and the prices.
type solution struct {
	pick   []int32 // by mentee: her edge in the table, or nobody
	u, y   []int64 // prices of mentees and mentors
	unit   int64
	proved bool
	bound  int64 // no matching that serves as many is worth more: fit less penalty of what was open
}

// bestFit finds the largest matching of greatest worth. Where mentees outnumber
// places every place is filled, so the places are brought in one by one, each
// finding the mentee; elsewhere everybody is served, so the mentees are.
func (t *table) bestFit(ctx context.Context, tell func(done, all int)) (*solution, error) {
	n, m := len(t.mentees), len(t.mentors)
	s := &solution{pick: make([]int32, n), u: make([]int64, n), y: make([]int64, m), unit: t.unit(), proved: true}
	for i := range s.pick {
		s.pick[i] = nobody
	}
	for j := range int32(m) {
		s.y[j] = t.idle(j)
	}
	c := t.coverage()
	parts := t.parts(c.apart)
	err := each(ctx, parts, tell, func(p *part) error {
		f := newFlow(p)
		if err := f.solve(ctx, c.dead[p.mentees[0]]); err != nil {
			return err
		}
		s.put(t, f)
		return nil
	})
	s.bound = t.value(s.pick)
	return s, err
}

// idle is the price of a mentor whom nobody asks: what his first place costs.
func (t *table) idle(j int32) int64 {
	if t.free(j) == 0 {
		return 0
	}
	return int64(t.policy.penalty(int(t.used(j)) + 1))
}

// solve from nothing.
func (f *flow) solve(ctx context.Context, fromPlaces bool) error {
	if fromPlaces {
		return f.solvePlaces(ctx)
	}
	for j := range f.mentors {
		f.y[j] = f.place(int32(j), 0)
	}
	for i := range int32(len(f.mentees)) {
		f.forward(i)
		if i%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return nil
}

func (f *flow) solvePlaces(ctx context.Context) error {
	for j := range int32(len(f.mentors)) {
		f.y[j] = f.place(j, f.free[j]-1)
		for _, x := range f.byMentor[f.rstart[j]:f.rstart[j+1]] {
			f.y[j] = max(f.y[j], f.worth(x)-f.u[f.menteeOf[x]])
		}
	}
	for j := range int32(len(f.mentors)) {
		for range f.free[j] {
			f.backward(j, far)
		}
		if j%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return nil
}

// put writes the flow of a part into the solution of the whole; parts share
// nobody, so they may do so at the same time.
func (s *solution) put(t *table, f *flow) {
	for i, at := range f.mentees {
		s.u[at] = f.u[i]
		s.pick[at] = nobody
		if x := f.pick[i]; x != nobody {
			s.pick[at] = t.find(at, f.mentors[f.edges[x].mentor])
		}
	}
	for j, at := range f.mentors {
		s.y[at] = f.y[j]
	}
}

// value of what was open: fit less the penalty of the places taken.
func (t *table) value(pick []int32) int64 {
	var total int64
	count := make([]int32, len(t.mentors))
	for _, x := range pick {
		if x == nobody {
			continue
		}
		j := t.edges[x].mentor
		count[j]++
		total += int64(t.edges[x].fit) - int64(t.policy.penalty(int(t.used(j)+count[j])))
	}
	return total
}

// each does the parts on all processors, the largest first.
func each(ctx context.Context, parts []*part, tell func(done, all int), do func(*part) error) error {
	order := slices.Clone(parts)
	slices.SortStableFunc(order, func(a, b *part) int { return cmp.Compare(len(b.edges), len(a.edges)) })
	var next, done atomic.Int64
	errs := make([]error, runtime.GOMAXPROCS(0))
	var wg sync.WaitGroup
	for w := range min(len(errs), len(order)) {
		wg.Go(func() {
			for {
				k := int(next.Add(1)) - 1
				if k >= len(order) || errs[w] != nil {
					return
				}
				errs[w] = do(order[k])
				if tell != nil {
					tell(int(done.Add(1)), len(order))
				}
			}
		})
	}
	wg.Wait()
	return cmp.Or(append(errs, ctx.Err())...)
}
