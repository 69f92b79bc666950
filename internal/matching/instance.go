package matching

import (
	"cmp"
	"errors"
	"slices"
)

// Method names what is best.
type Method string

// The methods; no method means Stable.
const (
	BestFit Method = "best-fit"
	Stable  Method = "stable"
)

// Limits of an instance: within them all sums fit 64 bits.
const (
	MaxFit      = 1000
	MaxPenalty  = 10_000
	MaxCapacity = 1000
	MaxPeople   = 500_000
	MaxID       = 200
)

// ErrInstance is wrapped by every fault found in an instance.
var ErrInstance = errors.New("matching: instance")

// Mentee wants one mentor. Prefers is a strict order of the mentors she stated,
// best first; Refuses are vetoes.
type Mentee struct {
	ID      string   `json:"id"`
	Prefers []string `json:"prefers,omitempty"`
	Refuses []string `json:"refuses,omitempty"`
}

// Mentor has Capacity places. Load of them are taken by mentees outside this
// instance (another programme, another school).
type Mentor struct {
	ID       string   `json:"id"`
	Capacity int      `json:"capacity"`
	Load     int      `json:"load,omitempty"`
	Prefers  []string `json:"prefers,omitempty"`
	Refuses  []string `json:"refuses,omitempty"`
}

// Couple names a mentee and a mentor.
type Couple struct {
	Mentee string `json:"mentee"`
	Mentor string `json:"mentor"`
}

// Pair is an admissible pair and its fit; in a result, a chosen one.
type Pair struct {
	Mentee  string   `json:"mentee"`
	Mentor  string   `json:"mentor"`
	Fit     int      `json:"fit"`
	Parts   []Score  `json:"parts,omitempty"`
	Reasons []Reason `json:"reasons,omitempty"`
	Kept    bool     `json:"kept,omitempty"` // it ran already and stays
}

// Couple of the pair.
func (p Pair) Couple() Couple { return Couple{p.Mentee, p.Mentor} }

// Refused is a pair that the rules exclude, kept to answer "why not".
type Refused struct {
	Mentee string `json:"mentee"`
	Mentor string `json:"mentor"`
	Why    Reason `json:"why"`
	// Missing is how many shared free hours lack, when that is the reason shown.
	Missing int `json:"missing,omitempty"`
	// Private says that something confidential excludes the pair as well: no
	// help is offered for it, and nothing more is ever said.
	Private bool `json:"private,omitempty"`
}

// Policy is what the school decides about matching.
type Policy struct {
	Method Method `json:"method,omitempty"`
	// LoadPenalty[i] is the cost in fit of a mentor's mentee number i+1; the last
	// value holds for all further ones. It must not fall.
	LoadPenalty []int `json:"load_penalty,omitempty"`
	// Weights of the parts of fit; nil means DefaultWeights.
	Weights map[Part]int `json:"weights,omitempty"`
	// MinShared is how many free hours a week a pair must share.
	MinShared int `json:"min_shared,omitempty"`
	// EnoughShared is the number of shared hours beyond which more do not add fit; 0 means 6.
	EnoughShared int `json:"enough_shared,omitempty"`
	// Related are groups of subjects near to one another.
	Related [][]string `json:"related,omitempty"`
	// WishesShown lets the coordinator see who wished whom.
	WishesShown bool `json:"wishes_shown,omitempty"`
}

// penalty is the cost of a mentor's mentee number n (from 1).
func (p Policy) penalty(n int) int {
	if len(p.LoadPenalty) == 0 {
		return 0
	}
	return p.LoadPenalty[min(n, len(p.LoadPenalty))-1]
}

func (p Policy) method() Method {
	if p.Method == "" {
		return Stable
	}
	return p.Method
}

// Instance is one matching to be made. A pair that is not in Pairs is
// inadmissible. Current pairs run already: each takes a place and is kept,
// unless one of the two refuses the other.
type Instance struct {
	Mentees []Mentee  `json:"mentees"`
	Mentors []Mentor  `json:"mentors"`
	Pairs   []Pair    `json:"pairs"`
	Refused []Refused `json:"refused,omitempty"`
	Current []Couple  `json:"current,omitempty"`
	Policy  Policy    `json:"policy"`
}

// Validate says everything that is wrong with the instance.
func (in Instance) Validate() error {
	_, err := compile(in)
	return err
}

type complain func(format string, args ...any)

func (p Policy) validate(bad complain) {
	if m := p.method(); m != BestFit && m != Stable {
		bad("method %q is not known", p.Method)
	}
	last := 0
	for i, cost := range p.LoadPenalty {
		if cost < last || cost > MaxPenalty {
			bad("load penalty %d: %d is outside %d..%d", i+1, cost, last, MaxPenalty)
		}
		last = max(last, cost)
	}
	for part, weight := range p.Weights {
		if weight < 0 || weight > MaxFit {
			bad("weight of %s: %d is outside 0..%d", part, weight, MaxFit)
		}
	}
}

// kept are the running pairs that stay: those whose two do not refuse each other.
func (in Instance) kept() []Couple {
	vetoes := in.vetoes()
	return slices.DeleteFunc(slices.Clone(in.Current), func(c Couple) bool { return vetoes[c] })
}

// vetoes of both sides, as pairs that must not be.
func (in Instance) vetoes() map[Couple]bool {
	out := map[Couple]bool{}
	for _, m := range in.Mentees {
		for _, id := range m.Refuses {
			out[Couple{m.ID, id}] = true
		}
	}
	for _, m := range in.Mentors {
		for _, id := range m.Refuses {
			out[Couple{id, m.ID}] = true
		}
	}
	return out
}

// ranks of stated wishes: of mentees for mentors, and of mentors for mentees.
func (in Instance) ranks() (wishes, returned map[Couple]int) {
	wishes, returned = map[Couple]int{}, map[Couple]int{}
	for _, m := range in.Mentees {
		for rank, id := range m.Prefers {
			wishes[Couple{m.ID, id}] = rank
		}
	}
	for _, m := range in.Mentors {
		for rank, id := range m.Prefers {
			returned[Couple{id, m.ID}] = rank
		}
	}
	return wishes, returned
}

func rankOf(ranks map[Couple]int, c Couple) int {
	if rank, stated := ranks[c]; stated {
		return rank
	}
	return unstated
}

// sorted is the instance in an order of its own, which makes the answer
// independent of the order in which it was written down.
func (in Instance) sorted() Instance {
	in.Mentees = slices.SortedFunc(slices.Values(in.Mentees), func(a, b Mentee) int { return cmp.Compare(a.ID, b.ID) })
	in.Mentors = slices.SortedFunc(slices.Values(in.Mentors), func(a, b Mentor) int { return cmp.Compare(a.ID, b.ID) })
	in.Pairs = slices.SortedFunc(slices.Values(in.Pairs), func(a, b Pair) int { return compareCouples(a.Couple(), b.Couple()) })
	in.Refused = slices.SortedFunc(slices.Values(in.Refused), func(a, b Refused) int {
		return compareCouples(Couple{a.Mentee, a.Mentor}, Couple{b.Mentee, b.Mentor})
	})
	in.Current = slices.SortedFunc(slices.Values(in.Current), compareCouples)
	return in
}

func compareCouples(a, b Couple) int {
	return cmp.Or(cmp.Compare(a.Mentee, b.Mentee), cmp.Compare(a.Mentor, b.Mentor))
}
