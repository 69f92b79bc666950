package evaluation

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestShown(t *testing.T) {
	for _, c := range []struct {
		mentors, mentees int
		want             []Side
	}{
		{0, 0, nil},
		{4, 0, nil},
		{0, 4, nil},
		{2, 2, nil},
		{4, 1, []Side{Both}},
		{5, 4, []Side{Both}}, // the mentors alone would give the mentees by subtraction
		{1, 40, []Side{Both}},
		{0, 5, []Side{Mentees}},
		{7, 0, []Side{Mentors}},
		{5, 5, []Side{Both, Mentors, Mentees}},
	} {
		if got := shown(c.mentors, c.mentees); !slices.Equal(got, c.want) {
			t.Errorf("%d mentors, %d mentees: %v, want %v", c.mentors, c.mentees, got, c.want)
		}
	}
}

// TestNoFigureOfFewerThanFive makes random surveys and then tries everything that can be
// reckoned from what is published: each figure is the sum over a set of people. Whatever
// is added and subtracted, no set of one to four people may come out.
func TestNoFigureOfFewerThanFive(t *testing.T) {
	asked := make([]Question, len(starters))
	for i, q := range starters {
		q.ID = fmt.Sprintf("q%d", i)
		asked[i] = q
	}
	random := rand.New(rand.NewPCG(84, 90))
	for range 3000 {
		sheets := randomSheets(random, asked)
		for _, r := range resultsOf(asked, sheets) {
			for _, set := range reckoned(membersOf(r, sheets)) {
				if n := count(set); n > 0 && n < Least {
					t.Fatalf("%d people come out of %+v", n, r.Figures)
				}
			}
			if len(r.Texts) > 0 && len(r.Texts) > len(sheets) || len(r.Texts) > 0 && len(sheets) < Least {
				t.Fatalf("words of %d of %d people", len(r.Texts), len(sheets))
			}
		}
	}
}

func randomSheets(random *rand.Rand, asked []Question) []Sheet {
	out := make([]Sheet, random.IntN(14))
	for i := range out {
		s := Sheet{Side: []Side{Mentors, Mentees}[random.IntN(2)], Steps: map[string]int{}, Texts: map[string]string{}}
		for _, q := range asked {
			switch {
			case !q.Asks(s.Side) || random.IntN(4) == 0:
			case q.Kind == Scale:
				s.Steps[q.ID] = 1 + random.IntN(5)
			default:
				s.Texts[q.ID] = fmt.Sprint("text ", i)
			}
		}
		out[i] = s
	}
	return out
}

// membersOf says for each published figure whose answers it sums up, and checks the sum itself.
func membersOf(r Result, sheets []Sheet) [][]int {
	var out [][]int
	for _, f := range r.Figures {
		set, sum := make([]int, len(sheets)), 0
		for i, s := range sheets {
			if step := s.Steps[r.ID]; step != 0 && (f.Group == Both || f.Group == s.Side) {
				set[i], sum = 1, sum+step
			}
		}
		if count(set) != f.N || figure(f.Group, f.N, sum) != f {
			panic(fmt.Sprintf("%+v is not the figure of its group", f))
		}
		out = append(out, set)
	}
	return out
}

// reckoned is every combination of the sets with the factors -2 to 2 that is a set of
// people again: each in it or not.
func reckoned(sets [][]int) [][]int {
	if len(sets) == 0 {
		return nil
	}
	var out [][]int
	factors := make([]int, len(sets))
	var try func(n int)
	try = func(n int) {
		if n == len(sets) {
			if set, ok := combined(sets, factors); ok {
				out = append(out, set)
			}
			return
		}
		for f := -2; f <= 2; f++ {
			factors[n] = f
			try(n + 1)
		}
	}
	try(0)
	return out
}

func combined(sets [][]int, factors []int) ([]int, bool) {
	out := make([]int, len(sets[0]))
	for i := range out {
		for n, set := range sets {
			out[i] += factors[n] * set[i]
		}
	}
	// A multiple of an indicator tells as much as the indicator.
	weight := 0
	for _, v := range out {
		if v != 0 && weight == 0 {
			weight = v
		}
		if v != 0 && v != weight {
			return nil, false
		}
	}
	return out, weight != 0
}

func count(set []int) int {
	n := 0
	for _, v := range set {
		if v != 0 {
			n++
		}
	}
	return n
}

// TestFigureHidesThatAllSaidTheSame compares five who all chose the same with four of them and
// one a step away: what is shown is the same.
func TestFigureHidesThatAllSaidTheSame(t *testing.T) {
	for all, one := range map[int]int{5: 24, 1: 6} {
		if same, other := figure(Both, 5, 5*all), figure(Both, 5, one); same != other || same.Edge == Within {
			t.Errorf("%+v and %+v are told apart", same, other)
		}
	}
	if f := figure(Both, 5, 23); f.Edge != Within || f.Mean != 4.6 {
		t.Errorf("%+v", f)
	}
}

func TestYearsSideBySideOnlyForTheSameQuestion(t *testing.T) {
	q := Question{Topic: "time", Kind: Scale, Side: Both, KK: "а", RU: "б", EN: "c"}
	this := []Figure{figure(Both, 7, 28)}
	old := Result{Question: q, Figures: []Figure{figure(Both, 6, 18)}}
	now := []Result{{Question: q, Figures: this}, {Question: q, Figures: this}}
	now[1].RU = "иначе"
	beside(now, []Result{old})
	if by, ok := now[0].Change(Both); !ok || by != 1 {
		t.Errorf("change %v %v", by, ok)
	}
	if _, ok := now[1].Change(Both); ok {
		t.Error("two different questions are compared")
	}
}
