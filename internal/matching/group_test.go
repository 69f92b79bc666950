package matching

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func circle(seed uint64, learners, leaders, least, most int) Circle {
	r := rand.New(rand.NewPCG(seed, 5))
	in := Circle{Min: least, Max: most}
	some := func(names ...string) []string {
		var out []string
		for _, n := range names {
			if r.IntN(3) > 0 {
				out = append(out, n)
			}
		}
		return out
	}
	for j := range leaders {
		in.Leaders = append(in.Leaders, Leader{
			ID: fmt.Sprintf("M%d", j), Groups: r.IntN(3), Strengths: some("discipline", "assessment"), Free: some("1-3", "2-5", "4-1"),
		})
	}
	for i := range learners {
		e := Learner{ID: fmt.Sprintf("E%02d", i), Needs: some("discipline", "assessment"), Free: some("1-3", "2-5", "4-1")}
		in.Learners = append(in.Learners, e)
		for _, m := range in.Leaders {
			if r.IntN(5) > 0 {
				in.Pairs = append(in.Pairs, Pair{Mentee: e.ID, Mentor: m.ID, Fit: r.IntN(1001)})
			}
		}
	}
	return in
}

// groupsByHand tries for every learner every group or none.
func groupsByHand(in Circle) (served, fit int) {
	type meeting struct{ leader, need, hour string }
	members, led := map[meeting]int{}, map[string]int{}
	at := map[[2]string]bool{}
	sum, count := 0, 0
	var try func(k int)
	try = func(k int) {
		if k == len(in.Learners) {
			for _, n := range members {
				if n > 0 && n < in.Min {
					return
				}
			}
			if count > served || count == served && sum > fit {
				served, fit = count, sum
			}
			return
		}
		try(k + 1)
		e := in.Learners[k]
		for _, p := range in.Pairs {
			if p.Mentee != e.ID {
				continue
			}
			m := in.Leaders[slices.IndexFunc(in.Leaders, func(m Leader) bool { return m.ID == p.Mentor })]
			for _, need := range m.Strengths {
				for _, hour := range m.Free {
					g := meeting{m.ID, need, hour}
					if !slices.Contains(e.Needs, need) || !slices.Contains(e.Free, hour) || members[g] == in.Max {
						continue
					}
					opens := members[g] == 0
					if opens && (led[m.ID] == m.Groups || at[[2]string{m.ID, hour}]) {
						continue
					}
					if opens {
						led[m.ID]++
						at[[2]string{m.ID, hour}] = true
					}
					members[g]++
					sum, count = sum+p.Fit, count+1
					try(k + 1)
					members[g]--
					sum, count = sum-p.Fit, count-1
					if opens {
						led[m.ID]--
						at[[2]string{m.ID, hour}] = false
					}
				}
			}
		}
	}
	try(0)
	return served, fit
}

func TestGroupsEqualBruteForce(t *testing.T) {
	made := 0
	for seed := range uint64(400) {
		in := circle(seed, 5, 2, 2, 3)
		got, err := Groups(context.Background(), in)
		if err != nil || !got.Optimal {
			t.Fatal(seed, err, got.Optimal)
		}
		if served, fit := groupsByHand(in); got.Served != served || got.TotalFit != fit {
			t.Fatalf("seed %d: served %d, fit %d; best is %d, %d\n%s\n%s", seed, got.Served, got.TotalFit, served, fit, asJSON(in), asJSON(got))
		}
		made += len(got.Groups)
		holds(t, in, got)
	}
	if made < 200 {
		t.Errorf("only %d groups in all", made)
	}
}

// holds checks the rules of groups one by one.
func holds(t *testing.T, in Circle, got Grouped) {
	t.Helper()
	if err := in.Verify(got); err != nil {
		t.Error(err)
	}
	fit := in.fits()
	seen := map[string]bool{}
	for _, g := range got.Groups {
		if len(g.Mentees) < in.Min || len(g.Mentees) > in.Max || len(g.Mentors) < 1 || len(g.Mentors) > 2 {
			t.Errorf("%+v", g)
		}
		for _, id := range g.Mentees {
			for _, m := range g.Mentors {
				if _, may := fit[Couple{id, m}]; !may || seen[id] {
					t.Errorf("%s in %+v", id, g)
				}
			}
			seen[id] = true
		}
	}
	if len(seen) != got.Served || len(seen)+len(got.Left) != len(in.Learners) {
		t.Errorf("%d in groups, %d left, %d served", len(seen), len(got.Left), got.Served)
	}
}

func TestGroupsOfAScarceSchool(t *testing.T) {
	in := circle(5, 40, 6, 0, 0)
	got, err := Groups(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	in.Min, in.Max = 5, 10
	holds(t, in, got)
	slices.Reverse(in.Learners)
	slices.Reverse(in.Leaders)
	slices.Reverse(in.Pairs)
	if again, err := Groups(context.Background(), in); err != nil || !reflect.DeepEqual(got, again) {
		t.Error("the order of the input changed the answer", err)
	}
	if got.Served < 30 {
		t.Errorf("only %d of 40 served", got.Served)
	}
}

func TestBadCircles(t *testing.T) {
	for name, in := range map[string]Circle{
		"nobody known":   {Pairs: []Pair{{Mentee: "E", Mentor: "M"}}},
		"pair twice":     {Learners: []Learner{{ID: "E"}}, Leaders: []Leader{{ID: "M"}}, Pairs: []Pair{{Mentee: "E", Mentor: "M"}, {Mentee: "E", Mentor: "M"}}},
		"learner twice":  {Learners: []Learner{{ID: "E"}, {ID: "E"}}},
		"min over max":   {Min: 8, Max: 7},
		"leader unnamed": {Leaders: []Leader{{}}},
		"fit":            {Learners: []Learner{{ID: "E"}}, Leaders: []Leader{{ID: "M"}}, Pairs: []Pair{{Mentee: "E", Mentor: "M", Fit: 2000}}},
	} {
		if _, err := Groups(context.Background(), in); !errors.Is(err, ErrInstance) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Where the search cannot end, the answer is still one that keeps every rule, and
// it comes after a fixed amount of work.
func TestGroupsOfManyKeepTheRules(t *testing.T) {
	in := circle(7, 150, 20, 0, 0)
	got, err := Groups(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	in.Min, in.Max = smallGroup, largeGroup
	holds(t, in, got)
	if got.Served < 100 {
		t.Errorf("only %d of 150 served", got.Served)
	}
}

func TestTamperedGroupsAreRefused(t *testing.T) {
	in := circle(5, 40, 6, 0, 0)
	for name, spoil := range map[string]func(*Grouped){
		"a mentee twice":      func(g *Grouped) { g.Groups[1].Mentees[0] = g.Groups[0].Mentees[0] },
		"another need":        func(g *Grouped) { g.Groups[0].Need = "unknown" },
		"another hour":        func(g *Grouped) { g.Groups[0].Hour = "unknown" },
		"another mentor":      func(g *Grouped) { g.Groups[0].Mentors[0] = "unknown" },
		"too few":             func(g *Grouped) { g.Groups[0].Mentees = g.Groups[0].Mentees[:4] },
		"a greater fit":       func(g *Grouped) { g.Groups[0].Fit++ },
		"somebody left out":   func(g *Grouped) { g.Left = g.Left[1:] },
		"more said to be in":  func(g *Grouped) { g.Served++ },
		"a group that he has": func(g *Grouped) { g.Groups = append(g.Groups, g.Groups[0]) },
	} {
		got, err := Groups(context.Background(), in)
		if err != nil || in.Verify(got) != nil {
			t.Fatal(err)
		}
		if spoil(&got); in.Verify(got) == nil {
			t.Errorf("%s passed", name)
		}
	}
}

func TestReadCircle(t *testing.T) {
	raw, err := os.ReadFile("../../docs/examples/groups.json")
	if err != nil {
		t.Fatal(err)
	}
	in, err := ReadCircle(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	got, err := Groups(context.Background(), in)
	if err != nil || len(got.Groups) != 3 || !got.Optimal || len(got.Left) == 0 {
		t.Fatalf("%v %+v", err, got)
	}
	var out bytes.Buffer
	if err := got.Write(&out, func(r Reason) string { return r.Key }); err != nil || !json.Valid(out.Bytes()) {
		t.Errorf("%v\n%s", err, out.Bytes())
	}
	for text, want := range map[string]string{
		`{"mentees":[],"mentors":[]}`:                                                    `the circle has no "pairs"`,
		`{"mentees":[],"mentors":[],"pairs":[]} x`:                                       "something follows",
		"{\"mentees\":[],\n\"mentors\":[{\"id\":\"M\",\"power\":1}],\n\"pairs\":[]}":     `a mentor has no field "power"`,
		`{"mentees":[{"id":"E","needs":[]}],"mentors":[],"pairs":[]}`:                    `a mentee has no "free"`,
		`{"mentees":[],"mentors":[],"pairs":[{"mentee":"E","mentor":"M","fit":1}]}`:      "no mentee E",
		`{"mentees":[],"mentors":[],"pairs":[],"min":9,"max":8}`:                         "groups of 9 to 8",
		`{"mentees":[{"id":"E","needs":"all","free":[]}],"mentors":[],"pairs":[]}`:       "expected",
		`{"mentees":[{"id":"E","needs":[],"free":[],"id":"F"}],"mentors":[],"pairs":[]}`: "twice",
	} {
		if _, err := ReadCircle(strings.NewReader(text)); !errors.Is(err, ErrInstance) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func FuzzReadCircle(f *testing.F) {
	raw, err := os.ReadFile("../../docs/examples/groups.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	for seed := range uint64(20) {
		raw, err := json.Marshal(circle(seed, 5, 2, 2, 3))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		in, err := ReadCircle(bytes.NewReader(raw))
		if err != nil || len(in.Learners) > 8 || len(in.Leaders) > 3 {
			return
		}
		got, err := Groups(t.Context(), in)
		if err == nil {
			err = in.Verify(got)
		}
		if err != nil {
			t.Fatalf("%v\n%s", err, raw)
		}
	})
}

func BenchmarkGroups(b *testing.B) {
	for name, in := range map[string]Circle{"20-of-4": circle(5, 20, 4, 0, 0), "40-of-6": circle(5, 40, 6, 0, 0), "150-of-20": circle(5, 150, 20, 0, 0)} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				got, err := Groups(context.Background(), in)
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(got.Served), "served")
			}
		})
	}
}
