package matching

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
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
		"learner twice":  {Learners: []Learner{{ID: "E"}, {ID: "E"}}},
		"min over max":   {Min: 8, Max: 7},
		"leader unnamed": {Leaders: []Leader{{}}},
		"fit":            {Pairs: []Pair{{Mentee: "E", Mentor: "M", Fit: 2000}}},
	} {
		if _, err := Groups(context.Background(), in); !errors.Is(err, ErrInstance) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
