package matching

import (
	"cmp"
	"context"
	"slices"
)

// Alternative is another mentor for a mentee and what giving her that mentor
// would change for all, by solving again with the pair fixed.
type Alternative struct {
	Mentor   string `json:"mentor"`
	Fit      int    `json:"fit"`      // of this pair
	Served   int    `json:"served"`   // change in mentees served
	Blocking int    `json:"blocking"` // change in blocking pairs
	NetFit   int    `json:"net_fit"`  // change in fit less penalty
	Moved    int    `json:"moved"`    // other mentees who would get another mentor, or none
	Why      Reason `json:"why"`
}

// Alternatives are the next-best mentors of a mentee by fit, at most limit.
func Alternatives(ctx context.Context, in Instance, res Result, mentee string, limit int) ([]Alternative, error) {
	if err := in.Validate(); err != nil {
		return nil, err
	}
	in = in.sorted()
	v := in.view(res.Couples())
	if v.fixed[mentee] {
		return nil, nil // she keeps her mentor; nothing else is weighed
	}
	var out []Alternative
	for _, p := range in.admissibleOf(mentee, v) {
		if len(out) == limit {
			break
		}
		if p.Mentor == v.mentorOf[mentee] || !in.hasPlace(p.Mentor, v) {
			continue
		}
		a, err := in.alternative(ctx, res, p)
		if err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, nil
}

// hasPlace says whether the mentor has a place that is not kept by a running pair.
func (in Instance) hasPlace(mentor string, v view) bool {
	return v.free[mentor] > 0 || v.worst[mentor] >= 0
}

func (in Instance) alternative(ctx context.Context, res Result, p Pair) (Alternative, error) {
	fixed := in
	fixed.Current = append(slices.Clone(in.Current), p.Couple())
	fixed = fixed.sorted()
	other, err := solveAll(ctx, fixed)
	if err != nil {
		return Alternative{}, err
	}
	now := in.result(other.couples)
	a := Alternative{
		Mentor: p.Mentor, Fit: p.Fit,
		Served:   now.Matched - res.Matched,
		Blocking: len(now.BlockingPairs) - len(res.BlockingPairs),
		NetFit:   now.net() - res.net(),
		Moved:    moved(res, now, p.Mentee),
	}
	a.Why = a.reason(res, now)
	return a, nil
}

func (r Result) net() int { return r.TotalFit - r.LoadPenalty }

// moved counts the others whose mentor differs.
func moved(before, after Result, except string) int {
	was, is := before.mentorOf(), after.mentorOf()
	n := 0
	for mentee := range was {
		if mentee != except && was[mentee] != is[mentee] {
			n++
		}
	}
	for mentee := range is {
		if _, had := was[mentee]; !had && mentee != except {
			n++
		}
	}
	return n
}

func (r Result) mentorOf() map[string]string {
	out := make(map[string]string, len(r.Pairs))
	for _, p := range r.Pairs {
		out[p.Mentee] = p.Mentor
	}
	return out
}

func (a Alternative) reason(before, after Result) Reason {
	switch {
	case a.Served < 0:
		return sayAgainst(keyAltUnserved, Args{"Mentor": a.Mentor, "Count": -a.Served}).to(Coordinator)
	case a.Blocking > 0:
		return sayAgainst(keyAltBlocking, Args{"Mentor": a.Mentor, "Count": a.Blocking}).to(Coordinator)
	case a.Moved > 0:
		return sayAgainst(keyAltMoved, Args{"Mentor": a.Mentor, "From": before.net(), "To": after.net(), "Count": a.Moved}).to(Coordinator)
	default:
		return sayAgainst(keyAltFit, Args{"Mentor": a.Mentor, "From": before.net(), "To": after.net()}).to(Coordinator)
	}
}

// WhyNot says why two may not be a pair; false when they may. Whatever is
// confidential reads "not possible".
func WhyNot(in Instance, c Couple) (Reason, bool) {
	at := slices.IndexFunc(in.Refused, func(r Refused) bool { return r.Mentee == c.Mentee && r.Mentor == c.Mentor })
	if at >= 0 {
		return in.Refused[at].Why, true
	}
	if in.view(nil).admissible[c] {
		return Reason{}, false
	}
	return sayAgainst(keyRefuseNotPossible, Args{"Mentee": c.Mentee, "Mentor": c.Mentor}), true
}

// Tally is what a set of pairs is worth.
type Tally struct {
	Matched  int `json:"matched"`
	TotalFit int `json:"total_fit"`
	Penalty  int `json:"load_penalty"`
	Blocking int `json:"blocking"`
}

// Review is what can be said of a set of pairs made by hand.
type Review struct {
	Wrong         []Reason   `json:"wrong"` // rules it breaks; empty: it may stand
	Before        Tally      `json:"before"`
	After         Tally      `json:"after"`
	Costs         []Reason   `json:"costs"` // what the change costs or wins
	BlockingPairs []Blocking `json:"blocking_pairs"`
}

// Check holds pairs set by hand against the rules of the instance and says what
// they cost beside those before.
func Check(in Instance, before, after []Couple) (Review, error) {
	if err := in.Validate(); err != nil {
		return Review{}, err
	}
	in = in.sorted()
	was := in.result(slices.SortedFunc(slices.Values(before), compareCouples))
	is := in.result(slices.SortedFunc(slices.Values(after), compareCouples))
	return Review{
		Wrong: in.wrong(is.Couples()), Before: was.tally(), After: is.tally(),
		Costs: in.costs(was, is), BlockingPairs: is.BlockingPairs,
	}, nil
}

func (r Result) tally() Tally {
	return Tally{r.Matched, r.TotalFit, r.LoadPenalty, len(r.BlockingPairs)}
}

// wrong lists every rule that the couples break.
func (in Instance) wrong(couples []Couple) []Reason {
	v := in.view(couples)
	mentees, seen := in.menteeIDs(), map[string]bool{}
	out := []Reason{}
	for _, c := range couples {
		switch {
		case !mentees[c.Mentee]:
			out = append(out, sayAgainst(keyCheckUnknown, Args{"Mentee": c.Mentee, "Mentor": c.Mentor}))
		case seen[c.Mentee]:
			out = append(out, sayAgainst(keyCheckTwice, Args{"Mentee": c.Mentee}))
		case v.fixed[c.Mentee] && v.mentorOf[c.Mentee] != c.Mentor:
			out = append(out, sayAgainst(keyCheckKept, Args{"Mentee": c.Mentee, "Mentor": v.mentorOf[c.Mentee]}))
		case !v.fixed[c.Mentee]:
			if why, refused := WhyNot(in, c); refused {
				out = append(out, why)
			}
		}
		seen[c.Mentee] = true
	}
	for _, m := range in.Mentors {
		if v.free[m.ID] < 0 && v.worst[m.ID] >= 0 {
			out = append(out, sayAgainst(keyCheckCapacity, Args{"Mentor": m.ID, "Count": m.Capacity - v.free[m.ID], "Capacity": m.Capacity}))
		}
	}
	return out
}

// costs of going from one set of pairs to another: the whole first, then who is touched.
func (in Instance) costs(was, is Result) []Reason {
	out := []Reason{}
	if was.net() != is.net() {
		r := say(keyCheckFit, Args{"From": was.net(), "To": is.net()})
		r.Against = is.net() < was.net()
		out = append(out, r.to(Coordinator))
	}
	had, has := was.mentorOf(), is.mentorOf()
	wishes, _ := in.ranks()
	for _, m := range in.Mentees {
		switch {
		case had[m.ID] != "" && has[m.ID] == "":
			out = append(out, sayAgainst(keyCheckWithout, Args{"Mentee": m.ID}).to(Coordinator))
		case had[m.ID] == "" && has[m.ID] != "":
			out = append(out, say(keyCheckServed, Args{"Mentee": m.ID}).to(Coordinator))
		}
		out = append(out, in.wishCost(m.ID, rankOf(wishes, Couple{m.ID, had[m.ID]}), rankOf(wishes, Couple{m.ID, has[m.ID]}))...)
	}
	return append(out, newBlocking(was, is)...)
}

func (in Instance) wishCost(mentee string, had, has int) []Reason {
	switch cmp.Compare(had, has) {
	case -1:
		r := wishReason(keyCheckLosesWish, mentee, Args{"Mentee": mentee, "Rank": had + 1}, in.Policy)
		r.Against = true
		return []Reason{r}
	case 1:
		return []Reason{wishReason(keyCheckGetsWish, mentee, Args{"Mentee": mentee, "Rank": has + 1}, in.Policy)}
	}
	return nil
}

func newBlocking(was, is Result) []Reason {
	old := map[Couple]bool{}
	for _, b := range was.BlockingPairs {
		old[Couple{b.Mentee, b.Mentor}] = true
	}
	var out []Reason
	for _, b := range is.BlockingPairs {
		if !old[Couple{b.Mentee, b.Mentor}] {
			r := b.Why
			r.Against = true
			out = append(out, r)
		}
	}
	return out
}
