package matching

import (
	"cmp"
	"context"
	"slices"
)

// Answer to a problem, by numbers until it is written down.
type Answer struct {
	Tally
	Optimal bool // best in the sense of its method, and proved so
	Checked bool // an independent recount and the prices agree
	Bound   int  // no matching that serves as many has more fit less penalty among what was open

	t        *table
	s        *solution
	blocking [][2]int32
	fault    error // what the check found, if anything
}

// Solve chooses pairs; tell, which may be nil, hears how many parts are done.
func (p *Problem) Solve(ctx context.Context, tell func(done, all int)) (*Answer, error) {
	s, err := p.t.solve(ctx, tell)
	if err != nil {
		return nil, err
	}
	return p.t.answer(s), nil
}

// Fault says what the independent check found wrong; nil is what is to be expected.
func (a *Answer) Fault() error { return a.fault }

// answer counts what the solver chose and has it checked.
func (t *table) answer(s *solution) *Answer {
	a := &Answer{t: t, s: s, Optimal: s.proved, Bound: int(s.bound)}
	held := make([][]edge, len(t.mentors))
	for i := range t.mentees {
		if e, has := t.chosen(s, int32(i)); has {
			a.Matched++
			a.TotalFit += int(e.fit)
			if e.mentor != nobody {
				held[e.mentor] = append(held[e.mentor], e)
			}
		}
	}
	for j, mine := range held {
		for n := range mine {
			a.Penalty += t.policy.penalty(int(t.before[j]) + n + 1)
		}
	}
	a.blocking = t.blockingIn(s)
	a.Blocking = len(a.blocking)
	a.fault = t.check(claim{
		pick: s.pick, matched: a.Matched, totalFit: a.TotalFit, loadPenalty: a.Penalty, blocking: a.blocking,
		optimal: s.proved, unit: s.unit, bound: s.bound, u: s.u, y: s.y,
	})
	a.Checked = a.fault == nil
	return a
}

// chosen is the pair of a mentee, kept or new; its mentor is nobody when he is outside.
func (t *table) chosen(s *solution, i int32) (edge, bool) {
	mentor, kept := t.keeps[i]
	if !kept {
		if s.pick[i] == nobody {
			return edge{}, false
		}
		return t.edges[s.pick[i]], true
	}
	j, here := slices.BinarySearch(t.mentors, mentor)
	if !here {
		return edge{mentor: nobody, wish: unstated, back: unstated}, true
	}
	if x := t.find(i, int32(j)); x != nobody {
		return t.edges[x], true
	}
	return edge{mentor: int32(j), wish: unstated, back: unstated}, true
}

// blockingIn lists the blocking pairs of a solution, seen from the mentors.
func (t *table) blockingIn(s *solution) [][2]int32 {
	least := make([]int32, len(t.mentors)) // what rank a mentor would still take somebody for
	left := make([]int32, len(t.mentors))
	for j := range t.mentors {
		least[j], left[j] = nobody, t.free(int32(j))
	}
	for _, x := range s.pick {
		if x != nobody {
			e := t.edges[x]
			left[e.mentor]--
			least[e.mentor] = max(least[e.mentor], e.back)
		}
	}
	var out [][2]int32
	for i := range t.mentees {
		if _, kept := t.keeps[int32(i)]; kept {
			continue
		}
		for _, e := range t.row(int32(i)) {
			wanted := e.wish != unstated && (s.pick[i] == nobody || e.wish < t.edges[s.pick[i]].wish)
			if wanted && (left[e.mentor] > 0 || e.back < least[e.mentor]) {
				out = append(out, [2]int32{int32(i), e.mentor})
			}
		}
	}
	return out
}

// reasonsOf say what the chosen pair means for the two: wishes met, a pair kept.
func (t *table) reasonsOf(i int32, e edge) []Reason {
	var out []Reason
	if _, kept := t.keeps[i]; kept {
		out = append(out, say(keyKept, nil))
	}
	if e.wish != unstated {
		out = append(out, wishReason(keyMenteeWish, t.mentees[i], Args{"Mentee": t.mentees[i], "Rank": int(e.wish) + 1}, t.policy))
	}
	if e.mentor != nobody && e.back != unstated {
		mentor := t.mentors[e.mentor]
		out = append(out, wishReason(keyMentorWish, mentor, Args{"Mentor": mentor, "Rank": int(e.back) + 1}, t.policy))
	}
	return out
}

// left explains everybody without a mentor. Those who compete, through whatever
// chain, for the same places are counted together (Hall 1935); where the chains
// of two meet, they share one count.
func (t *table) left(s *solution) []Unmatched {
	w := witnesses{t: t, s: s, group: make([]int32, len(t.mentees)), groupMen: make([]int32, len(t.mentors))}
	w.holders = make([][]int32, len(t.mentors))
	for i, x := range s.pick {
		if x != nobody {
			w.holders[t.edges[x].mentor] = append(w.holders[t.edges[x].mentor], int32(i))
		}
	}
	var lacking []int32
	for i := range t.mentees {
		if _, kept := t.keeps[int32(i)]; !kept && s.pick[i] == nobody {
			lacking = append(lacking, int32(i))
			w.spread(int32(i))
		}
	}
	for _, i := range lacking {
		w.lacking[w.find(w.group[i]-1)]++
	}
	out := make([]Unmatched, len(lacking))
	for k, i := range lacking {
		out[k] = t.explainLeft(i, &w)
	}
	return out
}

func (t *table) explainLeft(i int32, w *witnesses) Unmatched {
	id := t.mentees[i]
	row := slices.Clone(t.row(i))
	if len(row) == 0 {
		return Unmatched{id, say(keyNoMentor, Args{"Mentee": id}), []Reason{say(keyHelpMentor, Args{"Mentee": id}).to(Coordinator)}}
	}
	slices.SortStableFunc(row, func(a, b edge) int { return cmp.Compare(b.fit, a.fit) })
	g := w.find(w.group[i] - 1)
	u := Unmatched{Mentee: id, Why: say(keyPlacesTaken, Args{"Mentee": id, "Count": int(w.mentees[g]), "Places": int(w.mentees[g] - w.lacking[g])})}
	for _, e := range row[:min(maxHelps, len(row))] {
		u.Helps = append(u.Helps, say(keyHelpPlace, Args{"Mentor": t.mentors[e.mentor]}).to(Coordinator))
	}
	return u
}

// witnesses are groups of people whom alternating paths from those left out reach.
type witnesses struct {
	t        *table
	s        *solution
	holders  [][]int32
	group    []int32 // by mentee, from 1
	groupMen []int32 // by mentor, from 1
	root     []int32 // groups that met
	mentees  []int32 // by group
	lacking  []int32
	todo     []int32
}

func (w *witnesses) find(g int32) int32 {
	for w.root[g] != g {
		g = w.root[g]
	}
	return g
}

func (w *witnesses) spread(i int32) {
	g := int32(len(w.root))
	w.root, w.mentees, w.lacking = append(w.root, g), append(w.mentees, 1), append(w.lacking, 0)
	w.group[i] = g + 1
	w.todo = append(w.todo[:0], i)
	for len(w.todo) > 0 {
		at := w.todo[len(w.todo)-1]
		w.todo = w.todo[:len(w.todo)-1]
		for _, e := range w.t.row(at) {
			if other := w.groupMen[e.mentor]; other != 0 {
				w.join(g, other-1)
				continue
			}
			w.groupMen[e.mentor] = g + 1
			for _, h := range w.holders[e.mentor] {
				w.group[h] = g + 1
				w.mentees[w.find(g)]++
				w.todo = append(w.todo, h)
			}
		}
	}
}

func (w *witnesses) join(a, b int32) {
	a, b = w.find(a), w.find(b)
	if a == b {
		return
	}
	w.root[b] = a
	w.mentees[a] += w.mentees[b]
	w.mentees[b] = 0
}
