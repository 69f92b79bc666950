package matching

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
)

// running is a small instance in which pairs run, some against all reason.
func running(seed uint64) (Instance, Request) {
	r := rand.New(rand.NewPCG(seed, 99))
	in := small(seed)
	in.Current = slices.DeleteFunc(in.Current, func(c Couple) bool { return c.Mentee == "E0" })
	held := map[string]int{}
	for _, e := range in.Mentees {
		m := in.Mentors[r.IntN(len(in.Mentors))]
		used := held[m.ID] + m.Load + in.outside()[m.ID]
		if r.IntN(4) > 0 && (used < m.Capacity || r.IntN(10) == 0) && !refused(in, e.ID, m.ID) {
			held[m.ID]++
			in.Current = append(in.Current, Couple{e.ID, m.ID})
		}
	}
	if r.IntN(4) == 0 {
		return in, Request{Leaves: in.Mentors[r.IntN(len(in.Mentors))].ID}
	}
	return in, Request{Mentee: in.Mentees[r.IntN(len(in.Mentees))].ID}
}

type moves struct{ served, moved, blocking, net int }

func (m moves) better(o moves, method Method) bool {
	switch {
	case m.served != o.served:
		return m.served > o.served
	case m.moved != o.moved:
		return m.moved < o.moved
	case method == Stable && m.blocking != o.blocking:
		return m.blocking < o.blocking
	}
	return m.net > o.net
}

// rematchByHand tries every state; it reads the promise literally.
func rematchByHand(in Instance, req Request, method Method) moves {
	runs := map[string]string{}
	var outside []Couple
	for _, c := range in.Current {
		if slices.ContainsFunc(in.Mentees, func(m Mentee) bool { return m.ID == c.Mentee }) && !refused(in, c.Mentee, c.Mentor) {
			runs[c.Mentee] = c.Mentor
		} else {
			outside = append(outside, c)
		}
	}
	asks := func(id string) bool { return id == req.Mentee || req.Leaves != "" && runs[id] == req.Leaves }
	world := in
	world.Current, world.Mentees, world.Pairs = outside, nil, nil
	holds := map[string]int{}
	for _, e := range in.Mentees {
		if asks(e.ID) || runs[e.ID] != "" {
			world.Mentees = append(world.Mentees, e)
		}
		if !asks(e.ID) {
			holds[runs[e.ID]]++
		}
		for _, m := range in.Mentors {
			at := slices.IndexFunc(in.Pairs, func(p Pair) bool { return p.Mentee == e.ID && p.Mentor == m.ID })
			stays := runs[e.ID] == m.ID && !asks(e.ID)
			switch {
			case m.ID == req.Leaves && !stays || runs[e.ID] == m.ID && asks(e.ID):
			case at >= 0:
				world.Pairs = append(world.Pairs, in.Pairs[at])
			case stays:
				world.Pairs = append(world.Pairs, Pair{Mentee: e.ID, Mentor: m.ID})
			}
		}
	}
	world.Mentors = slices.Clone(in.Mentors)
	for k, m := range world.Mentors {
		world.Mentors[k].Capacity = max(m.Capacity, m.Load+world.outside()[m.ID]+holds[m.ID])
	}
	best := moves{served: -1}
	chosen := map[string]string{}
	var try func(k int)
	try = func(k int) {
		if k == len(world.Mentees) {
			if q, ok := judge(world, chosen, keptByHand(world)); ok {
				got := moves{served: q.matched, blocking: q.blocking, net: q.net}
				for _, e := range world.Mentees {
					if !asks(e.ID) && chosen[e.ID] != runs[e.ID] {
						got.moved++
					}
				}
				if best.served < 0 || got.better(best, method) {
					best = got
				}
			}
			return
		}
		id := world.Mentees[k].ID
		chosen[id] = ""
		try(k + 1)
		for _, p := range world.Pairs {
			if p.Mentee == id && !refused(in, id, p.Mentor) {
				chosen[id] = p.Mentor
				try(k + 1)
			}
		}
		chosen[id] = ""
	}
	try(0)
	return best
}

func TestRematchEqualsBruteForce(t *testing.T) {
	changed := 0
	for seed := range uint64(4000) {
		in, req := running(seed)
		for _, m := range []Method{BestFit, Stable} {
			in.Policy.Method = m
			got, err := Rematch(context.Background(), in, req)
			if err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			want := rematchByHand(in, req, m)
			is := moves{len(got.Pairs), got.Others, len(got.BlockingPairs), got.TotalFit - got.LoadPenalty}
			if m == BestFit {
				want.blocking = is.blocking
			}
			if is != want || !got.Optimal || !got.Checked {
				t.Fatalf("seed %d, %s: got %+v, best is %+v\n%+v\n%s\n%s", seed, m, is, want, req, asJSON(in), asJSON(got))
			}
			changed += got.Others
		}
	}
	if changed < 100 {
		t.Errorf("only %d others moved in all: the instances ask too little", changed)
	}
}

func TestRematchSaysWhoMoves(t *testing.T) {
	in := Instance{
		Mentees: []Mentee{{ID: "E1"}, {ID: "E2"}, {ID: "E3"}},
		Mentors: []Mentor{{ID: "M1", Capacity: 1}, {ID: "M2", Capacity: 1}, {ID: "M3", Capacity: 1}},
		Pairs: []Pair{
			{Mentee: "E1", Mentor: "M1", Fit: 500},
			{Mentee: "E1", Mentor: "M2", Fit: 500},
			{Mentee: "E2", Mentor: "M2", Fit: 900},
			{Mentee: "E2", Mentor: "M3", Fit: 100},
		},
		Current: []Couple{{"E1", "M1"}, {"E2", "M2"}},
	}
	got, err := Rematch(context.Background(), in, Request{Mentee: "E1"})
	if err != nil || got.Others != 1 || len(got.Changes) != 2 {
		t.Fatalf("%v %s", err, asJSON(got))
	}
	if c := got.Changes[0]; c.Mentee != "E1" || c.To != "M2" || c.Why.Key != keyChangeMoves {
		t.Errorf("%+v", c)
	}
	if c := got.Changes[1]; c.Mentee != "E2" || c.To != "M3" {
		t.Errorf("%+v", c)
	}
	got, err = Rematch(context.Background(), in, Request{Mentee: "E3"})
	if err != nil || got.Others != 0 || got.Changes[0].Why.Key != keyChangeNone {
		t.Errorf("%v %s", err, asJSON(got))
	}
	for _, req := range []Request{{}, {Mentee: "nobody"}, {Leaves: "nobody"}} {
		if _, err := Rematch(context.Background(), in, req); !errors.Is(err, ErrInstance) {
			t.Errorf("%+v: %v", req, err)
		}
	}
}

// A compiled instance answers every request as one that is compiled for it, again
// and again: nothing of a request stays.
func TestStandingAnswersAsRematch(t *testing.T) {
	answered := 0
	for seed := range uint64(1500) {
		in, req := running(seed)
		s, err := Stand(context.Background(), in)
		if err != nil {
			if _, other := Rematch(context.Background(), in, req); other == nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			continue
		}
		requests := []Request{req, {}, {Mentee: "nobody"}, {Leaves: "nobody"}}
		for _, e := range in.Mentees {
			requests = append(requests, Request{Mentee: e.ID})
		}
		for _, m := range in.Mentors {
			requests = append(requests, Request{Leaves: m.ID})
		}
		for _, q := range append(requests, req) {
			got, err := s.Rematch(context.Background(), q)
			want, other := Rematch(context.Background(), in, q)
			if (err == nil) != (other == nil) {
				t.Fatalf("seed %d, %+v: %v and %v", seed, q, err, other)
			}
			if err != nil {
				continue
			}
			answered++
			a := moves{len(got.Pairs), got.Others, len(got.BlockingPairs), got.TotalFit - got.LoadPenalty}
			b := moves{len(want.Pairs), want.Others, len(want.BlockingPairs), want.TotalFit - want.LoadPenalty}
			if a != b || !got.Checked || got.Optimal != want.Optimal || len(got.Changes) != len(want.Changes) {
				t.Fatalf("seed %d, %+v: %+v, compiled for it %+v\n%+v\n%+v", seed, q, a, b, got, want)
			}
		}
	}
	t.Logf("%d requests", answered)
	if answered < 5000 {
		t.Errorf("only %d requests", answered)
	}
}

// In a district the method of the policy may stop before the proof, but who is
// served and that the fewest move is exact in both.
func TestStandingOfADistrict(t *testing.T) {
	for _, k := range kinds {
		in := country(2, 33, k)
		res, err := Match(context.Background(), in)
		if err != nil {
			t.Fatal(err)
		}
		in.Current = res.Couples()[5:]
		s, err := Stand(context.Background(), in)
		if err != nil {
			t.Fatal(err)
		}
		for n := range 30 {
			q := Request{Mentee: in.Mentees[n*13%len(in.Mentees)].ID}
			if n%3 == 0 {
				q = Request{Leaves: in.Mentors[n*11%len(in.Mentors)].ID}
			}
			got, err := s.Rematch(context.Background(), q)
			want, other := Rematch(context.Background(), in, q)
			if err != nil || other != nil || !got.Checked || len(got.Pairs) != len(want.Pairs) || got.Others != want.Others {
				t.Fatalf("%s %+v: %v %v, checked %v; %d pairs, %d others; compiled for it %d, %d",
					k.name, q, err, other, got.Checked, len(got.Pairs), got.Others, len(want.Pairs), want.Others)
			}
			if len(got.BlockingPairs) > len(want.BlockingPairs) {
				t.Errorf("%s %+v: %d block, compiled for it %d", k.name, q, len(got.BlockingPairs), len(want.BlockingPairs))
			}
		}
	}
}
