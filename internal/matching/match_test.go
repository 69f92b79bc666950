package matching

import (
	"context"
	"encoding/json"
	"reflect"
	"slices"
	"testing"
)

func mustMatch(t testing.TB, in Instance, m Method) Result {
	t.Helper()
	in.Policy.Method = m
	res, err := Match(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	if err := Verify(in, res); err != nil {
		t.Fatalf("%v\ninstance %s", err, asJSON(in))
	}
	return res
}

func asJSON(v any) string {
	b, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// quality of a set of couples, counted apart from everything in the package.
type quality struct{ matched, blocking, net int }

func (q quality) better(p quality, m Method) bool {
	if q.matched != p.matched {
		return q.matched > p.matched
	}
	if m == Stable && q.blocking != p.blocking {
		return q.blocking < p.blocking
	}
	return q.net > p.net
}

// bruteForce tries every assignment; it reads the definitions of issue and docs
// literally and shares no code with the package.
func bruteForce(in Instance, m Method) quality {
	best := quality{matched: -1}
	chosen := map[string]string{}
	keeps := keptByHand(in)
	var try func(k int)
	try = func(k int) {
		if k == len(in.Mentees) {
			if q, ok := judge(in, chosen, keeps); ok && (best.matched < 0 || q.better(best, m)) {
				best = q
			}
			return
		}
		id := in.Mentees[k].ID
		if mentor, kept := keeps[id]; kept {
			chosen[id] = mentor
			try(k + 1)
			return
		}
		chosen[id] = ""
		try(k + 1)
		for _, p := range in.Pairs {
			if p.Mentee == id && !refused(in, id, p.Mentor) {
				chosen[id] = p.Mentor
				try(k + 1)
			}
		}
	}
	try(0)
	return best
}

func keptByHand(in Instance) map[string]string {
	out := map[string]string{}
	for _, c := range in.Current {
		if !refused(in, c.Mentee, c.Mentor) {
			out[c.Mentee] = c.Mentor
		}
	}
	return out
}

func refused(in Instance, mentee, mentor string) bool {
	for _, e := range in.Mentees {
		if e.ID == mentee && slices.Contains(e.Refuses, mentor) {
			return true
		}
	}
	for _, m := range in.Mentors {
		if m.ID == mentor && slices.Contains(m.Refuses, mentee) {
			return true
		}
	}
	return false
}

func judge(in Instance, chosen, keeps map[string]string) (quality, bool) {
	var q quality
	for _, m := range in.Mentors {
		inside, outside, fixed := 0, m.Load, 0
		for _, e := range in.Mentees {
			if chosen[e.ID] == m.ID {
				inside++
				if keeps[e.ID] == m.ID {
					fixed++
				}
			}
		}
		for mentee, mentor := range keeps {
			if _, known := chosen[mentee]; !known && mentor == m.ID {
				outside++
			}
		}
		if inside > fixed && inside+outside > m.Capacity {
			return q, false
		}
		for n := outside + 1; n <= outside+inside; n++ {
			q.net -= in.Policy.penalty(n)
		}
		q.blocking += blocksByHand(in, m, chosen, keeps, m.Capacity-inside-outside)
	}
	for _, e := range in.Mentees {
		if chosen[e.ID] != "" {
			q.matched++
		}
	}
	for _, p := range in.Pairs {
		if chosen[p.Mentee] == p.Mentor {
			q.net += p.Fit
		}
	}
	return q, true
}

func blocksByHand(in Instance, m Mentor, chosen, keeps map[string]string, free int) int {
	rank := func(list []string, id string) int {
		if k := slices.Index(list, id); k >= 0 {
			return k
		}
		return 1000
	}
	n := 0
	for _, e := range in.Mentees {
		admissible := slices.ContainsFunc(in.Pairs, func(p Pair) bool { return p.Mentee == e.ID && p.Mentor == m.ID })
		if _, kept := keeps[e.ID]; kept || !admissible || refused(in, e.ID, m.ID) || !slices.Contains(e.Prefers, m.ID) {
			continue
		}
		if has := chosen[e.ID]; has != "" && rank(e.Prefers, has) <= rank(e.Prefers, m.ID) {
			continue
		}
		wants := free > 0
		for _, other := range in.Mentees {
			if chosen[other.ID] == m.ID && keeps[other.ID] != m.ID && rank(m.Prefers, e.ID) < rank(m.Prefers, other.ID) {
				wants = true
			}
		}
		if wants {
			n++
		}
	}
	return n
}

func TestMatchEqualsBruteForce(t *testing.T) {
	for seed := range uint64(4000) {
		in := small(seed)
		for _, m := range []Method{BestFit, Stable} {
			res := mustMatch(t, in, m)
			got := quality{res.Matched, len(res.BlockingPairs), res.TotalFit - res.LoadPenalty}
			want := bruteForce(in, m)
			if m == BestFit {
				want.blocking = got.blocking // not part of the promise
			}
			if got != want || !res.Certificate.Optimal || !res.Certificate.Checked {
				t.Fatalf("seed %d, %s: got %+v %+v, best is %+v\n%s\n%s", seed, m, got, res.Certificate, want, asJSON(in), asJSON(res))
			}
		}
	}
}

func TestMatchIsIndependentOfOrder(t *testing.T) {
	for seed := range uint64(300) {
		in := small(seed)
		if seed%10 == 0 {
			in = school(seed, 15, 20)
		}
		for _, m := range []Method{BestFit, Stable} {
			if a, b := mustMatch(t, in, m), mustMatch(t, shuffled(in, seed), m); !reflect.DeepEqual(a, b) {
				t.Fatalf("seed %d, %s: the order of the input changed the answer\n%s\n%s", seed, m, asJSON(a), asJSON(b))
			}
		}
	}
}

// complete makes an instance from full preference lists, every pair of equal fit.
func complete(mentees, mentors map[string][]string, capacity int) Instance {
	var in Instance
	for id, list := range mentees {
		in.Mentees = append(in.Mentees, Mentee{ID: id, Prefers: list})
		for _, m := range list {
			in.Pairs = append(in.Pairs, Pair{Mentee: id, Mentor: m, Fit: 500})
		}
	}
	for id, list := range mentors {
		in.Mentors = append(in.Mentors, Mentor{ID: id, Capacity: capacity, Prefers: list})
	}
	return in
}

// The examples of Gale and Shapley, College Admissions and the Stability of
// Marriage (1962).
func TestGaleShapleyExamples(t *testing.T) {
	tests := []struct {
		name             string
		mentees, mentors map[string][]string
		stable           []map[string]string
	}{
		{
			name:    "example 1: three stable sets of marriages out of six",
			mentees: map[string][]string{"α": {"A", "B", "C"}, "β": {"B", "C", "A"}, "γ": {"C", "A", "B"}},
			mentors: map[string][]string{"A": {"β", "γ", "α"}, "B": {"γ", "α", "β"}, "C": {"α", "β", "γ"}},
			stable: []map[string]string{
				{"α": "A", "β": "B", "γ": "C"}, {"α": "C", "β": "A", "γ": "B"}, {"α": "B", "β": "C", "γ": "A"},
			},
		},
		{
			name: "example 2: one stable set of marriages",
			mentees: map[string][]string{
				"α": {"A", "B", "C", "D"}, "β": {"A", "D", "C", "B"}, "γ": {"B", "A", "C", "D"}, "δ": {"D", "B", "C", "A"},
			},
			mentors: map[string][]string{
				"A": {"δ", "γ", "α", "β"}, "B": {"β", "δ", "α", "γ"}, "C": {"δ", "α", "β", "γ"}, "D": {"γ", "β", "α", "δ"},
			},
			stable: []map[string]string{{"α": "C", "β": "D", "γ": "A", "δ": "B"}},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			res := mustMatch(t, complete(tt.mentees, tt.mentors, 1), Stable)
			if len(res.BlockingPairs) != 0 || !res.Certificate.Optimal {
				t.Fatalf("blocking pairs %v, certificate %+v", res.BlockingPairs, res.Certificate)
			}
			if got := res.mentorOf(); !slices.ContainsFunc(tt.stable, func(m map[string]string) bool { return reflect.DeepEqual(m, got) }) {
				t.Errorf("got %v, want one of %v", got, tt.stable)
			}
		})
	}
}

// Hospitals with several places and short lists: the rural hospitals theorem
// says that every stable matching fills the same places.
func TestHospitalsAndResidents(t *testing.T) {
	in := Instance{
		Mentees: []Mentee{
			{ID: "r1", Prefers: []string{"h2", "h1"}},
			{ID: "r2", Prefers: []string{"h1", "h2"}},
			{ID: "r3", Prefers: []string{"h1", "h3"}},
			{ID: "r4", Prefers: []string{"h2", "h3"}},
			{ID: "r5", Prefers: []string{"h2", "h1"}},
			{ID: "r6", Prefers: []string{"h1", "h2"}},
		},
		Mentors: []Mentor{
			{ID: "h1", Capacity: 2, Prefers: []string{"r1", "r3", "r2", "r5", "r6"}},
			{ID: "h2", Capacity: 2, Prefers: []string{"r2", "r6", "r1", "r4", "r5"}},
			{ID: "h3", Capacity: 2, Prefers: []string{"r4", "r3"}},
		},
	}
	for _, e := range in.Mentees {
		for _, h := range e.Prefers {
			in.Pairs = append(in.Pairs, Pair{Mentee: e.ID, Mentor: h, Fit: 100})
		}
	}
	// Every stable matching leaves r5 out, but all six can be served: coverage
	// comes first, and the price is shown as blocking pairs.
	res := mustMatch(t, in, Stable)
	if want := bruteForce(in, Stable); res.Matched != 6 || len(res.BlockingPairs) != want.blocking || want.blocking == 0 {
		t.Errorf("matched %d with %d blocking pairs, best is %+v", res.Matched, len(res.BlockingPairs), want)
	}
}

func TestPolicyOfLoad(t *testing.T) {
	in := Instance{
		Mentees: []Mentee{{ID: "E1"}, {ID: "E2"}},
		Mentors: []Mentor{{ID: "M1", Capacity: 2}, {ID: "M2", Capacity: 2}},
		Pairs:   []Pair{{Mentee: "E1", Mentor: "M1", Fit: 700}, {Mentee: "E2", Mentor: "M1", Fit: 700}, {Mentee: "E2", Mentor: "M2", Fit: 640}},
	}
	tests := []struct {
		name    string
		penalty []int
		load    int
		want    string
	}{
		{"no penalty: the better fit", nil, 0, "M1"},
		{"a second mentee costs more than the fit wins", []int{0, 100}, 0, "M2"},
		{"a second mentee costs less", []int{0, 50}, 0, "M1"},
		{"a mentee from elsewhere takes the first place", []int{0, 0, 100}, 1, "M2"},
	}
	for _, tt := range tests {
		in.Policy.LoadPenalty, in.Mentors[0].Load, in.Mentors[0].Capacity = tt.penalty, tt.load, 2+tt.load
		if got := mustMatch(t, in, BestFit).mentorOf()["E2"]; got != tt.want {
			t.Errorf("%s: E2 has %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestVetoesAndRunningPairs(t *testing.T) {
	in := Instance{
		Mentees: []Mentee{{ID: "E1", Refuses: []string{"M1"}}, {ID: "E2"}, {ID: "E3", Refuses: []string{"M2"}}},
		Mentors: []Mentor{{ID: "M1", Capacity: 2, Refuses: []string{"E2"}}, {ID: "M2", Capacity: 2}},
		Current: []Couple{{"E3", "M2"}},
	}
	for _, e := range in.Mentees {
		for _, m := range in.Mentors {
			in.Pairs = append(in.Pairs, Pair{Mentee: e.ID, Mentor: m.ID, Fit: 500})
		}
	}
	want := map[string]string{"E1": "M2", "E2": "M2", "E3": "M1"} // E3 left a running pair by her veto
	for _, m := range []Method{BestFit, Stable} {
		if got := mustMatch(t, in, m).mentorOf(); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %v, want %v", m, got, want)
		}
	}
}

func TestTamperedResultFails(t *testing.T) {
	in := school(5, 15, 12)
	in.Policy.Method = BestFit
	tamper := map[string]func(r *Result){
		"fit":           func(r *Result) { r.TotalFit++ },
		"matched":       func(r *Result) { r.Matched-- },
		"penalty":       func(r *Result) { r.LoadPenalty++ },
		"price":         func(r *Result) { r.Certificate.Mentees[r.Pairs[0].Mentee]-- },
		"dear price":    func(r *Result) { r.Certificate.Mentors[r.Pairs[0].Mentor] += 5 },
		"unit":          func(r *Result) { r.Certificate.Unit-- },
		"pair left out": func(r *Result) { r.Pairs = r.Pairs[1:] },
		"pair twice":    func(r *Result) { r.Pairs[1] = r.Pairs[0] },
		"blocking":      func(r *Result) { r.BlockingPairs = append(r.BlockingPairs, Blocking{Mentee: "E1", Mentor: "M1"}) },
		"worse pairs":   func(r *Result) { worsen(r) },
	}
	for name, change := range tamper {
		res := mustMatch(t, in, BestFit)
		change(&res)
		if Verify(in, res) == nil {
			t.Errorf("%s: a tampered result passed", name)
		}
	}
}

// worsen drops a pair and counts honestly, but still claims to be optimal.
func worsen(r *Result) {
	r.TotalFit -= r.Pairs[0].Fit
	r.Pairs = r.Pairs[1:]
	r.Matched--
}

func TestBadInstances(t *testing.T) {
	tests := map[string]Instance{
		"mentee twice":      {Mentees: []Mentee{{ID: "E"}, {ID: "E"}}},
		"mentor without id": {Mentors: []Mentor{{Capacity: 1}}},
		"unknown mentor":    {Mentees: []Mentee{{ID: "E"}}, Pairs: []Pair{{Mentee: "E", Mentor: "M"}}},
		"fit too high":      {Mentees: []Mentee{{ID: "E"}}, Mentors: []Mentor{{ID: "M"}}, Pairs: []Pair{{Mentee: "E", Mentor: "M", Fit: 1001}}},
		"pair twice":        {Mentees: []Mentee{{ID: "E"}}, Mentors: []Mentor{{ID: "M"}}, Pairs: []Pair{{Mentee: "E", Mentor: "M"}, {Mentee: "E", Mentor: "M"}}},
		"herself":           {Mentees: []Mentee{{ID: "E"}}, Mentors: []Mentor{{ID: "E"}}, Pairs: []Pair{{Mentee: "E", Mentor: "E"}}},
		"falling penalty":   {Policy: Policy{LoadPenalty: []int{50, 0}}},
		"negative capacity": {Mentors: []Mentor{{ID: "M", Capacity: -1}}},
		"wish twice":        {Mentees: []Mentee{{ID: "E", Prefers: []string{"M", "M"}}}},
		"unknown method":    {Policy: Policy{Method: "guess"}},
		"two running pairs": {Current: []Couple{{"E", "M"}, {"E", "N"}}},
	}
	for name, in := range tests {
		if _, err := Match(context.Background(), in); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestEmptyInstance(t *testing.T) {
	for _, in := range []Instance{{}, {Mentees: []Mentee{{ID: "E"}}}, {Mentors: []Mentor{{ID: "M", Capacity: 1}}}} {
		if res := mustMatch(t, in, Stable); res.Matched != 0 || !res.Certificate.Optimal {
			t.Errorf("got %+v", res)
		}
	}
}

func TestMatchStopsWhenTold(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Match(ctx, school(1, 20, 20)); err == nil {
		t.Error("a cancelled context was not noticed")
	}
}
