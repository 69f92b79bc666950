package matching

import (
	"io"
)

// MaxPairs an instance may have when it is read from a file.
const MaxPairs = 50_000_000

// Problem is a valid instance, ready to be solved, in a tenth of the memory of
// an Instance.
type Problem struct{ t *table }

// Prepare makes a problem of an instance in memory.
func Prepare(in Instance) (*Problem, error) {
	t, err := compile(in)
	if err != nil {
		return nil, err
	}
	return &Problem{t}, nil
}

// Read takes an instance as JSON from a file of any size, strictly: a field it
// does not know, a fraction, a person or a pair that stands twice is a fault
// with its place. tell, which may be nil, hears how many bytes were read.
//
//	{"mentees":[{"id":"T1","prefers":["M3"],"refuses":["M9"]}],
//	 "mentors":[{"id":"M1","capacity":2,"load":0,"prefers":["T1"],"refuses":[]}],
//	 "pairs":[{"mentee":"T1","mentor":"M1","fit":743}],
//	 "current":[{"mentee":"T4","mentor":"M2"}],
//	 "policy":{"method":"stable","load_penalty":[0,50,120]}}
func Read(r io.Reader, tell func(bytes int64)) (*Problem, error) {
	f := file{scanner: newScanner(r, tell), b: newBuilder()}
	f.read()
	if f.err == nil && f.peek() != 0 {
		f.fail("something follows the end of the instance")
	}
	if f.err != nil {
		return nil, f.err
	}
	t, err := f.b.table()
	if err != nil {
		return nil, err
	}
	return &Problem{t}, nil
}

// Size of the problem.
func (p *Problem) Size() (mentees, mentors, pairs int) {
	return len(p.t.mentees), len(p.t.mentors), len(p.t.edges)
}

// Use another method than the one of the policy.
func (p *Problem) Use(m Method) { p.t.policy.Method = m }

// file is an instance being read.
type file struct {
	*scanner
	b *builder
}

func (f file) read() {
	f.object("the instance", []string{"mentees", "mentors", "pairs"}, func(name []byte) int {
		switch string(name) {
		case "mentees":
			f.members(&f.b.mentees, &f.b.mentors)
			return 0
		case "mentors":
			f.members(&f.b.mentors, &f.b.mentees)
			return 1
		case "pairs":
			f.pairs()
			return 2
		case "current":
			f.current()
			return 3
		case "policy":
			f.policy()
			return 4
		}
		return -1
	})
}

func (f file) members(r, other *roster) {
	var m member
	need, mentor := []string{"id"}, r == &f.b.mentors
	if mentor {
		need = []string{"id", "capacity"}
	}
	field := func(name []byte) int {
		switch {
		case string(name) == "id":
			m.id = string(f.id())
			return 0
		case string(name) == "capacity" && mentor:
			m.capacity = f.integer()
			return 1
		case string(name) == "load" && mentor:
			m.load = f.integer()
			return 2
		case string(name) == "prefers":
			m.prefers = f.ids(other)
			return 3
		case string(name) == "refuses":
			m.refuses = f.ids(other)
			return 4
		}
		return -1
	}
	f.list(func(n int) {
		m = member{}
		f.object("a "+r.kind, need, field)
		if f.err == nil {
			f.b.declare(r, n, m)
		}
	})
}

func (f file) ids(r *roster) []int32 {
	var out []int32
	f.list(func(int) {
		if id := f.id(); f.err == nil {
			out = append(out, r.numberOf(id))
		}
	})
	return out
}

var pairNeeds = []string{"mentee", "mentor", "fit"}

func (f file) pairs() {
	var p rawPair
	field := f.couple(&p)
	f.list(func(n int) {
		f.object("a pair", pairNeeds, field)
		if n > MaxPairs {
			f.fail("more than %d pairs", MaxPairs)
		}
		if f.err == nil {
			f.b.pairs = append(f.b.pairs, p)
		}
	})
}

func (f file) current() {
	var p rawPair
	field := f.couple(&p)
	f.list(func(int) {
		f.object("a current pair", pairNeeds[:2], field)
		if f.err == nil {
			f.b.current = append(f.b.current, p)
		}
	})
}

// couple reads the fields of a pair.
func (f file) couple(p *rawPair) func(name []byte) int {
	return func(name []byte) int {
		switch string(name) {
		case "mentee":
			p.mentee = f.b.mentees.numberOf(f.id())
			return 0
		case "mentor":
			p.mentor = f.b.mentors.numberOf(f.id())
			return 1
		case "fit":
			p.fit = int32(max(-1, min(f.integer(), MaxFit+1)))
			return 2
		}
		return -1
	}
}

func (f file) policy() {
	f.object("the policy", nil, func(name []byte) int {
		switch string(name) {
		case "method":
			f.b.policy.Method = Method(f.id())
			return 0
		case "load_penalty":
			f.list(func(int) {
				f.b.policy.LoadPenalty = append(f.b.policy.LoadPenalty, f.integer())
			})
			return 1
		}
		return -1
	})
}
