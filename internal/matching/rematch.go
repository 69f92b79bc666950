package matching

import (
	"context"
	"fmt"
	"slices"
)

// Request is one wish for a change while pairs run. Mentee is somebody who needs
// a mentor: newly come, or whose pair does not go well; then she does not get
// the same mentor again. Leaves is a mentor who gives up all his mentees.
type Request struct {
	Mentee string `json:"mentee,omitempty"`
	Leaves string `json:"leaves,omitempty"`
}

// Change is a mentee who gets another mentor; From or To may be empty.
type Change struct {
	Mentee string `json:"mentee"`
	From   string `json:"from,omitempty"`
	To     string `json:"to,omitempty"`
	Why    Reason `json:"why"`
}

// Rematched is the state after a request: of all states that serve as many of
// those concerned, one that moves the fewest others; then by the method of the
// policy. Nobody else loses a mentor.
type Rematched struct {
	Pairs         []Pair     `json:"pairs"`
	Changes       []Change   `json:"changes"` // those who asked first
	Others        int        `json:"others"`  // mentees who did not ask and get another mentor
	TotalFit      int        `json:"total_fit"`
	LoadPenalty   int        `json:"load_penalty"`
	BlockingPairs []Blocking `json:"blocking_pairs"`
	Optimal       bool       `json:"optimal"` // proved best; that the fewest move is always proved
	Checked       bool       `json:"checked"`
}

// maxRematch mentees at once: beyond, the worth of those who stay leaves 64 bits.
const maxRematch = 50_000

// Rematch answers a request. The running pairs are those in Current.
func Rematch(ctx context.Context, in Instance, req Request) (Rematched, error) {
	r, err := newRematch(in, req)
	if err != nil {
		return Rematched{}, err
	}
	t, err := compile(r.in)
	if err != nil {
		return Rematched{}, err
	}
	r.weigh(t)
	s, err := t.solve(ctx, nil)
	if err != nil {
		return Rematched{}, err
	}
	return r.result(t, t.answer(s)), nil
}

// rematch is an instance of those who run or ask, with nothing kept but what
// lies outside.
type rematch struct {
	in      Instance
	running map[string]string // mentee to mentor, both inside
	asks    []string          // in order
}

func newRematch(in Instance, req Request) (*rematch, error) {
	if err := in.accepts(req, in.menteeIDs(), in.mentorIDs()); err != nil {
		return nil, err
	}
	r := in.inside()
	r.ask(req)
	r.narrow(req)
	return r, nil
}

// accepts says what is wrong with a request.
func (in Instance) accepts(req Request, mentees, mentors map[string]bool) error {
	switch {
	case req.Mentee != "" && !mentees[req.Mentee]:
		return fmt.Errorf("%w: no mentee %s", ErrInstance, req.Mentee)
	case req.Leaves != "" && !mentors[req.Leaves]:
		return fmt.Errorf("%w: no mentor %s", ErrInstance, req.Leaves)
	case req == Request{}:
		return fmt.Errorf("%w: nobody asks", ErrInstance)
	case len(in.Mentees) > maxRematch:
		return fmt.Errorf("%w: more than %d mentees", ErrInstance, maxRematch)
	}
	return nil
}

// inside tells the running pairs of which both take part from the others.
func (in Instance) inside() *rematch {
	r := &rematch{in: in, running: map[string]string{}}
	mentees, mentors := in.menteeIDs(), in.mentorIDs()
	r.in.Current = nil
	for _, c := range in.kept() {
		if mentees[c.Mentee] && mentors[c.Mentor] {
			r.running[c.Mentee] = c.Mentor
		} else {
			r.in.Current = append(r.in.Current, c)
		}
	}
	return r
}

func (in Instance) mentorIDs() map[string]bool {
	out := make(map[string]bool, len(in.Mentors))
	for _, m := range in.Mentors {
		out[m.ID] = true
	}
	return out
}

func (r *rematch) ask(req Request) {
	for _, m := range r.in.Mentees {
		if m.ID == req.Mentee || req.Leaves != "" && r.running[m.ID] == req.Leaves {
			r.asks = append(r.asks, m.ID)
		}
	}
	slices.Sort(r.asks)
}

// narrow takes out whoever neither runs nor asks, and the pairs that must not be
// again; running pairs stay possible even where they no longer would be.
func (r *rematch) narrow(req Request) {
	in := r.in
	asks := func(id string) bool { return slices.Contains(r.asks, id) }
	here := map[string]bool{}
	r.in.Mentees = slices.DeleteFunc(slices.Clone(in.Mentees), func(m Mentee) bool {
		here[m.ID] = asks(m.ID) || r.running[m.ID] != ""
		return !here[m.ID]
	})
	listed := map[string]bool{}
	r.in.Pairs = slices.DeleteFunc(slices.Clone(in.Pairs), func(p Pair) bool {
		runs := r.running[p.Mentee] == p.Mentor
		listed[p.Mentee] = listed[p.Mentee] || runs
		return !here[p.Mentee] || p.Mentor == req.Leaves || runs && asks(p.Mentee)
	})
	holds := map[string]int{}
	for _, m := range r.in.Mentees {
		if mentor := r.running[m.ID]; mentor != "" && !asks(m.ID) {
			holds[mentor]++
			if !listed[m.ID] {
				r.in.Pairs = append(r.in.Pairs, Pair{Mentee: m.ID, Mentor: mentor})
			}
		}
	}
	outside := r.in.outside()
	r.in.Mentors = slices.Clone(in.Mentors)
	for k, m := range r.in.Mentors {
		r.in.Mentors[k].Capacity = max(m.Capacity, min(MaxCapacity, m.Load+outside[m.ID]+holds[m.ID]))
	}
}

// weigh makes serving one more worth more than all who stay where they are, and
// each of those more than all fit.
func (r *rematch) weigh(t *table) {
	stays := unitOf(len(t.mentees))
	serves := stays * int64(2*len(t.mentees)+4)
	has := make([]int32, len(t.mentees))
	for i, id := range t.mentees {
		has[i] = nobody
		if j, here := slices.BinarySearch(t.mentors, r.running[id]); here && !slices.Contains(r.asks, id) {
			has[i] = int32(j)
		}
	}
	t.serves = serves
	t.above = func(i, j int32) int64 {
		if has[i] == j {
			return serves + stays
		}
		return serves
	}
}

func (r *rematch) result(t *table, a *Answer) Rematched {
	out := Rematched{
		Pairs: []Pair{}, Changes: []Change{}, BlockingPairs: []Blocking{}, TotalFit: a.TotalFit, LoadPenalty: a.Penalty,
		Optimal: a.Optimal, Checked: a.Checked,
	}
	var others []Change
	pairs := r.in.pairIndex()
	for i, id := range t.mentees {
		to, from := "", r.running[id]
		if e, has := t.chosen(a.s, int32(i)); has && e.mentor != nobody {
			to = t.mentors[e.mentor]
			p := r.in.Pairs[pairs[Couple{id, to}]]
			p.Kept = from == to
			p.Reasons = append(slices.Clone(p.Reasons), t.reasonsOf(int32(i), e)...)
			out.Pairs = append(out.Pairs, p)
		} else if has {
			continue // with a mentor outside
		}
		switch change := changeOf(id, from, to); {
		case slices.Contains(r.asks, id):
			out.Changes = append(out.Changes, change)
		case from != to:
			others = append(others, change)
		}
	}
	out.Others = len(others)
	out.Changes = append(out.Changes, others...)
	for _, b := range a.blocking {
		c := Couple{t.mentees[b[0]], t.mentors[b[1]]}
		out.BlockingPairs = append(out.BlockingPairs, Blocking{c.Mentee, c.Mentor, r.in.blockingReason(c)})
	}
	return out
}

func changeOf(mentee, from, to string) Change {
	c := Change{Mentee: mentee, From: from, To: to}
	switch {
	case to == "":
		c.Why = sayAgainst(keyChangeNone, Args{"Mentee": mentee})
	case from == "":
		c.Why = say(keyChangeGets, Args{"Mentee": mentee, "To": to})
	default:
		c.Why = say(keyChangeMoves, Args{"Mentee": mentee, "From": from, "To": to})
	}
	c.Why = c.Why.to(Coordinator)
	return c
}
