package matching

import (
	"context"
	"slices"
)

// Result is the answer to an instance, in the order of the mentees' ids.
type Result struct {
	Pairs         []Pair      `json:"pairs"`
	Unmatched     []Unmatched `json:"unmatched"`
	Matched       int         `json:"matched"`
	TotalFit      int         `json:"total_fit"`    // without the penalty
	LoadPenalty   int         `json:"load_penalty"` // of all mentees of the pairs
	BlockingPairs []Blocking  `json:"blocking_pairs"`
	Certificate   Certificate `json:"certificate"`
}

// Unmatched is a mentee left without a mentor, why, and what would help.
type Unmatched struct {
	Mentee string   `json:"mentee"`
	Why    Reason   `json:"why"`
	Helps  []Reason `json:"helps,omitempty"`
}

// Blocking are two who would both rather have each other. Why justifies it.
type Blocking struct {
	Mentee string `json:"mentee"`
	Mentor string `json:"mentor"`
	Why    Reason `json:"why"`
}

// Certificate says what is proved about a result. The prices prove that nobody
// more could be served and bound the fit from above.
type Certificate struct {
	// Optimal: the result is best in the sense of its method.
	Optimal bool `json:"optimal"`
	// Checked: Verify, which shares nothing with the solver, agreed.
	Checked bool `json:"checked"`
	// Unit is the worth of one more mentee served, beside which fit is small.
	Unit int64 `json:"unit"`
	// Bound: no matching that serves as many is worth more, in fit less penalty
	// of the pairs that were not kept. Best fit reaches it.
	Bound   int64            `json:"bound"`
	Mentees map[string]int64 `json:"mentee_prices,omitempty"`
	Mentors map[string]int64 `json:"mentor_prices,omitempty"`
}

// PairOf is the pair of a mentee, if she has one.
func (r Result) PairOf(mentee string) (Pair, bool) {
	for _, p := range r.Pairs {
		if p.Mentee == mentee {
			return p, true
		}
	}
	return Pair{}, false
}

// Couples of the result.
func (r Result) Couples() []Couple {
	out := make([]Couple, len(r.Pairs))
	for i, p := range r.Pairs {
		out[i] = p.Couple()
	}
	return out
}

// Match chooses pairs. It answers with an error wrapping ErrInstance when the
// instance is not valid, or with ctx's error when told to stop.
func Match(ctx context.Context, in Instance) (Result, error) {
	in = in.sorted()
	chosen, err := solveAll(ctx, in)
	if err != nil {
		return Result{}, err
	}
	res := in.result(chosen.couples)
	res.Certificate = chosen.certificate
	res.Unmatched = in.unmatched(res.Couples())
	res.Certificate.Checked = Verify(in, res) == nil
	return res, nil
}

type chosen struct {
	couples     []Couple // kept ones included
	certificate Certificate
}

// solveAll chooses the pairs of a sorted instance.
func solveAll(ctx context.Context, in Instance) (chosen, error) {
	t, err := compile(in)
	if err != nil {
		return chosen{}, err
	}
	s, err := t.solve(ctx, nil)
	if err != nil {
		return chosen{}, err
	}
	out := chosen{certificate: t.certificate(s)}
	for i, id := range t.mentees {
		if mentor, kept := t.keeps[int32(i)]; kept {
			out.couples = append(out.couples, Couple{id, mentor})
		} else if x := s.pick[i]; x != nobody {
			out.couples = append(out.couples, Couple{id, t.mentors[t.edges[x].mentor]})
		}
	}
	return out, nil
}

// certificate writes the prices down by id; those of people about whom nothing
// was to decide are left out.
func (t *table) certificate(s *solution) Certificate {
	c := Certificate{Optimal: s.proved, Unit: s.unit, Bound: s.bound, Mentees: map[string]int64{}, Mentors: map[string]int64{}}
	for i, id := range t.mentees {
		if s.u[i] != 0 {
			c.Mentees[id] = s.u[i]
		}
	}
	for j, id := range t.mentors {
		if s.y[j] != 0 {
			c.Mentors[id] = s.y[j]
		}
	}
	return c
}

func (in Instance) menteeIDs() map[string]bool {
	out := make(map[string]bool, len(in.Mentees))
	for _, m := range in.Mentees {
		out[m.ID] = true
	}
	return out
}

// result counts a set of pairs of a sorted instance: fit, penalty, blocking pairs.
func (in Instance) result(couples []Couple) Result {
	res := Result{Pairs: []Pair{}, BlockingPairs: []Blocking{}, Unmatched: []Unmatched{}}
	pairs := in.pairIndex()
	wishes, returned := in.ranks()
	kept := map[Couple]bool{}
	for _, c := range in.kept() {
		kept[c] = true
	}
	for _, c := range couples {
		p := Pair{Mentee: c.Mentee, Mentor: c.Mentor}
		if k, known := pairs[c]; known {
			p = in.Pairs[k]
		}
		p.Kept = kept[c]
		p.Reasons = append(slices.Clone(p.Reasons), in.outcomeReasons(p, wishes, returned)...)
		res.Pairs = append(res.Pairs, p)
		res.TotalFit += p.Fit
	}
	res.Matched = len(res.Pairs)
	res.LoadPenalty = in.loadPenalty(couples)
	res.BlockingPairs = in.blocking(couples)
	return res
}

func (in Instance) pairIndex() map[Couple]int {
	out := make(map[Couple]int, len(in.Pairs))
	for k, p := range in.Pairs {
		out[p.Couple()] = k
	}
	return out
}

// loadPenalty is what the places used by the couples cost. Places used by
// others (load, running pairs outside the instance) come first and cost nothing here.
func (in Instance) loadPenalty(couples []Couple) int {
	count := map[string]int{}
	for _, c := range couples {
		count[c.Mentor]++
	}
	before := in.outside()
	total := 0
	for _, m := range in.Mentors {
		first := m.Load + before[m.ID]
		for n := first + 1; n <= first+count[m.ID]; n++ {
			total += in.Policy.penalty(n)
		}
	}
	return total
}

// outside counts the running pairs of each mentor whose mentees are not in the instance.
func (in Instance) outside() map[string]int {
	known, out := in.menteeIDs(), map[string]int{}
	for _, c := range in.kept() {
		if !known[c.Mentee] {
			out[c.Mentor]++
		}
	}
	return out
}

// outcomeReasons say what the chosen pair means for the two: wishes met, a pair kept.
func (in Instance) outcomeReasons(p Pair, wishes, returned map[Couple]int) []Reason {
	var out []Reason
	if p.Kept {
		out = append(out, say(keyKept, nil))
	}
	if rank := rankOf(wishes, p.Couple()); rank != unstated {
		out = append(out, wishReason(keyMenteeWish, p.Mentee, Args{"Mentee": p.Mentee, "Rank": rank + 1}, in.Policy))
	}
	if rank := rankOf(returned, p.Couple()); rank != unstated {
		out = append(out, wishReason(keyMentorWish, p.Mentor, Args{"Mentor": p.Mentor, "Rank": rank + 1}, in.Policy))
	}
	return out
}
