package matching

import "context"

// solve chooses pairs by the method of the policy; tell hears of the progress.
func (t *table) solve(ctx context.Context, tell func(done, all int)) (*solution, error) {
	s, err := t.bestFit(ctx, tell)
	if err != nil || t.policy.method() == BestFit {
		return s, err
	}
	return s, t.settle(ctx, s, tell)
}

// settle goes from the best fit to the stable matching, part by part.
func (t *table) settle(ctx context.Context, s *solution, tell func(done, all int)) error {
	parts := t.parts(nil)
	proved := make(map[*part]*bool, len(parts))
	for _, p := range parts {
		proved[p] = new(bool)
	}
	err := each(ctx, parts, tell, func(p *part) error {
		f := newFlow(p)
		f.load(t, s)
		best, sure, err := newSearch(f, len(parts)).run(ctx)
		if err != nil {
			return err
		}
		*proved[p] = sure
		for i, x := range best.pick {
			at := p.mentees[i]
			s.pick[at] = nobody
			if x != nobody {
				s.pick[at] = t.find(at, p.mentors[p.edges[x].mentor])
			}
		}
		return nil
	})
	for _, ok := range proved {
		s.proved = s.proved && *ok
	}
	return err
}
