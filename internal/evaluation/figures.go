package evaluation

import (
	"crypto/sha256"
	"slices"
)

// Least is the smallest group of which anything is shown.
const Least = 5

// Figure is what a group said to a question: how many and their mean. There is no
// count of each step: a step that one person chose would be a figure of one.
type Figure struct {
	Group Side
	N     int
	Mean  float64
	Edge  Edge // the mean lies at or beyond it
}

// Edge says that a mean is so near an end of the scale that it is not told more exactly:
// a mean of 1 would say that each of the five chose 1.
type Edge int

// The edges, and where they lie: at five answers, one person a single step away from the others
// is already there.
const (
	Within  Edge = 0
	AtMost  Edge = -1
	AtLeast Edge = 1

	low  = 1.2
	high = 4.8
)

// figure is the mean of a group, not told more exactly than the edges allow.
func figure(group Side, n, sum int) Figure {
	f := Figure{Group: group, N: n, Mean: float64(sum) / float64(n)}
	switch {
	case f.Mean <= low:
		f.Mean, f.Edge = low, AtMost
	case f.Mean >= high:
		f.Mean, f.Edge = high, AtLeast
	}
	return f
}

// Result is a question with the figures that may be shown.
type Result struct {
	Question
	Figures []Figure // none: too few
	Last    []Figure // of the year before, where the question was the same
	Texts   []string // answers in own words, in no order that says anything
	Hidden  bool     // there are answers, of a group that is too small
}

// Of is the figure of a group, if it is shown.
func Of(all []Figure, group Side) (Figure, bool) {
	i := slices.IndexFunc(all, func(f Figure) bool { return f.Group == group })
	if i < 0 {
		return Figure{}, false
	}
	return all[i], true
}

// shown are the groups of which something may be shown, from how many answered on each side.
// Both sides apart are shown only when neither of them is between one and four: otherwise one
// side and the total would give the other by subtraction, so there is the total alone, or,
// when that is too small as well, nothing.
func shown(mentors, mentees int) []Side {
	fits := func(n int) bool { return n == 0 || n >= Least }
	total := mentors + mentees
	switch {
	case total < Least:
		return nil
	case !fits(mentors) || !fits(mentees):
		return []Side{Both}
	case mentors == 0:
		return []Side{Mentees}
	case mentees == 0:
		return []Side{Mentors}
	}
	return []Side{Both, Mentors, Mentees}
}

// apart says for the whole survey whether anything is told of one side by itself. Where either
// side is of one to four people, in all or at any question that both were asked, nothing is: a
// question to one side that resembles one to both would give the other side by subtraction.
func apart(asked []Question, sheets []Sheet) bool {
	n := map[Side]int{}
	for _, s := range sheets {
		n[s.Side]++
	}
	fits := func(n int) bool { return n == 0 || n >= Least }
	fit := fits(n[Mentors]) && fits(n[Mentees])
	for _, q := range asked {
		if q.Kind == Scale && q.Side == Both {
			n, _ := summed(q, sheets)
			fit = fit && fits(n[Mentors]) && fits(n[Mentees])
		}
	}
	return fit
}

// resultsOf is everything that is published of closed surveys.
func resultsOf(asked []Question, sheets []Sheet) []Result {
	out := make([]Result, len(asked))
	apart := apart(asked, sheets)
	for i, q := range asked {
		out[i] = Result{Question: q}
		if q.Kind == Text {
			out[i].Texts, out[i].Hidden = wordsOf(q, sheets)
		} else {
			out[i].Figures, out[i].Hidden = figuresOf(q, sheets, apart)
		}
	}
	return out
}

func summed(q Question, sheets []Sheet) (n, sum map[Side]int) {
	n, sum = map[Side]int{}, map[Side]int{}
	for _, s := range sheets {
		if step := s.Steps[q.ID]; step != 0 {
			n[s.Side], sum[s.Side] = n[s.Side]+1, sum[s.Side]+step
			n[Both], sum[Both] = n[Both]+1, sum[Both]+step
		}
	}
	return n, sum
}

func figuresOf(q Question, sheets []Sheet, apart bool) (figures []Figure, hidden bool) {
	n, sum := summed(q, sheets)
	for _, group := range shown(n[Mentors], n[Mentees]) {
		if !apart && (group != Both || q.Side != Both) {
			continue
		}
		figures = append(figures, figure(group, n[group], sum[group]))
	}
	return figures, len(figures) == 0 && n[Both] > 0
}

// wordsOf are the answers in own words of both sides together, when enough people who
// were asked have answered the survey. Their order is that of their hashes: it is the same at every
// look and has nothing to do with who wrote or when.
func wordsOf(q Question, sheets []Sheet) (texts []string, hidden bool) {
	answered := 0
	for _, s := range sheets {
		if q.Asks(s.Side) {
			answered++
		}
		if text := s.Texts[q.ID]; text != "" {
			texts = append(texts, text)
		}
	}
	if answered < Least {
		return nil, len(texts) > 0
	}
	slices.SortFunc(texts, func(a, b string) int {
		x, y := sha256.Sum256([]byte(q.ID+a)), sha256.Sum256([]byte(q.ID+b))
		return slices.Compare(x[:], y[:])
	})
	return texts, false
}

// beside lays last year's figures beside this year's where the question was the same.
func beside(now, last []Result) {
	for i := range now {
		for _, old := range last {
			if now[i].Topic != "" && now[i].Topic == old.Topic && now[i].same(old.Question) {
				now[i].Last = old.Figures
			}
		}
	}
}

// Change is by how much the mean of a group differs from last year's; false where one is not shown.
func (r Result) Change(group Side) (float64, bool) {
	now, a := Of(r.Figures, group)
	last, b := Of(r.Last, group)
	return now.Mean - last.Mean, a && b
}
