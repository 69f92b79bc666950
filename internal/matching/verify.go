package matching

import (
	"errors"
	"fmt"
	"slices"
)

// ErrResult is wrapped by every fault that Verify finds.
var ErrResult = errors.New("matching: result")

// Verify checks a result against its instance without trusting the solver: it
// recounts everything from the raw lists and checks the proof by prices. It
// uses no part of the search.
func Verify(in Instance, res Result) error {
	if err := in.Validate(); err != nil {
		return err
	}
	in = in.sorted()
	if err := in.verifyPairs(res); err != nil {
		return err
	}
	recount := in.result(res.Couples())
	if recount.Matched != res.Matched || recount.TotalFit != res.TotalFit || recount.LoadPenalty != res.LoadPenalty {
		return fmt.Errorf("%w: counts are %d, %d, %d and not %d, %d, %d", ErrResult,
			recount.Matched, recount.TotalFit, recount.LoadPenalty, res.Matched, res.TotalFit, res.LoadPenalty)
	}
	same := func(a, b Blocking) bool { return a.Mentee == b.Mentee && a.Mentor == b.Mentor }
	if !slices.EqualFunc(recount.BlockingPairs, res.BlockingPairs, same) {
		return fmt.Errorf("%w: the blocking pairs are %v", ErrResult, recount.BlockingPairs)
	}
	return in.verifyProof(res)
}

// verifyPairs: everybody known, once; admissible or kept; nobody over capacity.
func (in Instance) verifyPairs(res Result) error {
	v := in.view(res.Couples())
	known, seen := in.menteeIDs(), map[string]bool{}
	for _, p := range res.Pairs {
		keeps := v.fixed[p.Mentee]
		switch {
		case !known[p.Mentee] || seen[p.Mentee]:
			return fmt.Errorf("%w: mentee %s is unknown or stands twice", ErrResult, p.Mentee)
		case keeps && v.mentorOf[p.Mentee] != p.Mentor:
			return fmt.Errorf("%w: %s does not keep her mentor", ErrResult, p.Mentee)
		case !keeps && !v.admissible[p.Couple()]:
			return fmt.Errorf("%w: %s and %s are not admissible", ErrResult, p.Mentee, p.Mentor)
		case !keeps && v.free[p.Mentor] < 0:
			return fmt.Errorf("%w: mentor %s has no such place", ErrResult, p.Mentor)
		}
		seen[p.Mentee] = true
	}
	for _, m := range in.Mentees {
		if v.fixed[m.ID] && !seen[m.ID] {
			return fmt.Errorf("%w: %s lost her mentor", ErrResult, m.ID)
		}
	}
	return nil
}

// verifyProof checks the prices: with u of a mentee and y of a mentor, u >= 0
// and u + y >= unit + fit for every admissible pair, no matching is worth more
// than the sum of all u and, over all free places, of what y exceeds their
// cost by (weak duality of the assignment problem).
func (in Instance) verifyProof(res Result) error {
	if !res.Certificate.Optimal {
		return nil // it claims nothing
	}
	p, kept := newProblem(in)
	c := res.Certificate
	if c.Unit != p.unit {
		return fmt.Errorf("%w: the unit is %d", ErrResult, p.unit)
	}
	bound, err := p.bound(c)
	if err != nil {
		return err
	}
	served, worth := in.worth(res, kept)
	value := p.unit*served + worth
	if in.Policy.method() == BestFit && value != bound {
		return fmt.Errorf("%w: worth %d, but the prices allow %d", ErrResult, value, bound)
	}
	if least := p.unit*(served+1) - int64(len(p.mentees))*MaxPenalty; bound >= least {
		return fmt.Errorf("%w: the prices do not prove that nobody more can be served", ErrResult)
	}
	return nil
}

// bound is what no matching exceeds, by the prices.
func (p problem) bound(c Certificate) (int64, error) {
	var sum int64
	for i, id := range p.mentees {
		u := c.Mentees[id]
		if u < 0 {
			return 0, fmt.Errorf("%w: the price of %s is negative", ErrResult, id)
		}
		sum += u
		for _, e := range p.edges[i] {
			if u+c.Mentors[p.mentors[e.mentor].id] < p.unit+e.fit {
				return 0, fmt.Errorf("%w: the prices of %s and %s do not cover their fit", ErrResult, id, p.mentors[e.mentor].id)
			}
		}
	}
	for _, m := range p.mentors {
		for _, cost := range m.costs {
			sum += max(0, c.Mentors[m.id]-cost)
		}
	}
	return sum, nil
}

// worth of the pairs that are not kept: how many, and their fit less what their
// places cost after those of the kept.
func (in Instance) worth(res Result, kept []Couple) (served, worth int64) {
	known := in.menteeIDs()
	old := slices.DeleteFunc(slices.Clone(kept), func(c Couple) bool { return !known[c.Mentee] })
	for _, p := range res.Pairs {
		if !p.Kept {
			served++
			worth += int64(p.Fit)
		}
	}
	return served, worth - int64(res.LoadPenalty-in.loadPenalty(old))
}
