package match

import (
	"cmp"
	"encoding/json"
	"slices"

	"talim/internal/matching"
)

// What a change by hand costs is reckoned from the open question alone: who may
// be with whom, the fit, the places. Wishes and vetoes are not in it, so no
// sentence made from it can tell one (docs/decisions/0010-what-a-proposal-tells.md).

// explained is how many of a mentee's best mentors keep their reasons for the pages.
const explained = 6

// Open is the question as those who keep the programme may know it. In a
// re-match only those whom the answer concerns stand in it.
func (in Instance) Open(pairs []matching.Pair, mentee string) matching.Instance {
	chosen := map[string]string{}
	for _, p := range pairs {
		chosen[p.Mentee] = p.Mentor
	}
	moved := func(id string) bool { return chosen[id] != "" }
	out := matching.Instance{Policy: matching.Policy{Method: matching.BestFit, LoadPenalty: in.Policy.LoadPenalty}}
	for _, m := range in.Mentors {
		places := max(0, in.places(m.ID, moved))
		out.Mentors = append(out.Mentors, matching.Mentor{ID: m.ID, Capacity: max(m.Capacity, places), Load: max(0, m.Capacity-places)})
	}
	concerned := func(id string) bool { return mentee == "" || id == mentee || moved(id) }
	for _, m := range in.Mentees {
		if concerned(m.ID) {
			out.Mentees = append(out.Mentees, matching.Mentee{ID: m.ID})
		}
	}
	free := func(p matching.Pair) bool { return mentee == "" || p.Mentee == mentee || chosen[p.Mentee] == p.Mentor }
	for _, p := range in.openly.Pairs {
		if concerned(p.Mentee) && free(p) {
			p.Parts = nil
			out.Pairs = append(out.Pairs, p)
		}
	}
	trim(out.Pairs)
	for _, r := range in.openly.Refused {
		if mentee == "" || r.Mentee == mentee {
			out.Refused = append(out.Refused, matching.Refused{Mentee: r.Mentee, Mentor: r.Mentor, Why: r.Why})
		}
	}
	return out
}

// trim keeps the reasons of each mentee's best pairs only.
func trim(pairs []matching.Pair) {
	byMentee := map[string][]int{}
	for i, p := range pairs {
		byMentee[p.Mentee] = append(byMentee[p.Mentee], i)
	}
	for _, all := range byMentee {
		slices.SortStableFunc(all, func(a, b int) int { return cmp.Compare(pairs[b].Fit, pairs[a].Fit) })
		for _, i := range all[min(explained, len(all)):] {
			pairs[i].Reasons = nil
		}
	}
}

// Draft is a draft with its pairs, to be looked at and changed.
type Draft struct {
	Proposal
	Pairs    []NamedPair
	question matching.Instance
}

// Drafted reads the open question of a proposal; of one that is no draft it is empty.
func (p Proposal) Drafted(pairs []NamedPair) (Draft, error) {
	d := Draft{Proposal: p, Pairs: pairs}
	if p.Choices == "" {
		return d, nil
	}
	return d, json.Unmarshal([]byte(p.Choices), &d.question)
}

func (d Draft) couples() []matching.Couple {
	out := make([]matching.Couple, len(d.Pairs))
	for i, q := range d.Pairs {
		out[i] = matching.Couple{Mentee: q.Mentee, Mentor: q.Mentor}
	}
	return out
}

// MentorOf is the mentor whom a draft gives to a mentee, "" none.
func (d Draft) MentorOf(mentee string) string {
	for _, q := range d.Pairs {
		if q.Mentee == mentee {
			return q.Mentor
		}
	}
	return ""
}

// shown is a total fit as it may be said. What people wish, or would rather not, may have
// stood above a better fit; a rise is therefore not told in figures, for of a change
// of one mentee it would tell that hers was among them.
func (d Draft) shown(fit int) int {
	if d.FitMade >= 0 {
		return min(fit, d.FitMade)
	}
	return fit
}

// Standing is what the draft is worth.
type Standing struct {
	Matched, Mentees int
	Fit              int
	AtLeast          bool // the fit may be higher
	Blocking         int  // -1 where it is not said
}

// enoughToCount is the least number of mentees for which a figure about wishes
// is given: the same five as for every figure of a group (R090).
const enoughToCount = 5

// Standing counts the draft. Pairs who would rather have each other are counted
// as it was made, never again after a change by hand: the difference would tell whose.
func (d Draft) Standing() (Standing, error) {
	review, err := matching.Check(d.question, nil, d.couples())
	fit := review.After.TotalFit - review.After.Penalty
	s := Standing{Matched: len(d.Pairs), Mentees: len(d.question.Mentees), Fit: d.shown(fit), Blocking: d.Blocking}
	s.AtLeast = d.FitMade >= 0 && d.Version > 1 && fit >= d.FitMade
	if s.Mentees < enoughToCount {
		s.Blocking = -1
	}
	return s, err
}

// Free are the mentors who have a place left beside the pairs of the draft.
func (d Draft) Free() []string {
	taken := map[string]int{}
	for _, q := range d.Pairs {
		taken[q.Mentor]++
	}
	var out []string
	for _, m := range d.question.Mentors {
		if taken[m.ID] < m.Capacity-m.Load {
			out = append(out, m.ID)
		}
	}
	return out
}

// Option is one way to give a mentee another mentor by hand.
type Option struct {
	Mentor     string // "" none
	With       string // the mentee who would make room; "" nobody
	WithMentor string // whom she would get
	Why        []matching.Reason
	Costs      []matching.Reason // what it would cost or win
	Worth      [2]int            // served and fit as shown, to sort by
}

// Impossible is a mentor whom a mentee cannot have, and why.
type Impossible struct {
	Mentor string
	Why    matching.Reason
}

// Options are the ways to change a mentee's mentor, the least costly first, and
// the mentors who are not possible.
func (d Draft) Options(mentee string) ([]Option, []Impossible, error) {
	var can []Option
	var cannot []Impossible
	now := d.MentorOf(mentee)
	for _, m := range d.question.Mentors {
		if m.ID == now {
			continue
		}
		if why, refused := matching.WhyNot(d.question, matching.Couple{Mentee: mentee, Mentor: m.ID}); refused {
			cannot = append(cannot, Impossible{m.ID, why})
			continue
		}
		ways := d.ways(mentee, now, m)
		if len(ways) == 0 {
			cannot = append(cannot, Impossible{m.ID, matching.Reason{
				Key: "mentoring.proposal.no_place", Args: matching.Args{"Mentor": m.ID}, Visible: matching.Coordinator,
			}})
		}
		can = append(can, ways...)
	}
	if now != "" {
		can = append(can, Option{})
	}
	q := d.about(mentee)
	for i := range can {
		if err := d.price(q, &can[i], mentee); err != nil {
			return nil, nil, err
		}
	}
	slices.SortStableFunc(can, func(a, b Option) int {
		return cmp.Or(cmp.Compare(b.Worth[0], a.Worth[0]), cmp.Compare(b.Worth[1], a.Worth[1]), cmp.Compare(a.Mentor, b.Mentor), cmp.Compare(a.With, b.With))
	})
	return can, cannot, nil
}

// NextBest is the mentor with a free place who fits a mentee best, beside her own.
func (d Draft) NextBest(mentee string) (Option, bool, error) {
	now, free, best := d.MentorOf(mentee), d.Free(), -1
	for i, p := range d.question.Pairs {
		better := best < 0 || p.Fit > d.question.Pairs[best].Fit
		if better && p.Mentee == mentee && p.Mentor != now && slices.Contains(free, p.Mentor) {
			best = i
		}
	}
	if best < 0 {
		return Option{}, false, nil
	}
	o := Option{Mentor: d.question.Pairs[best].Mentor, Why: d.question.Pairs[best].Reasons}
	return o, true, d.price(d.about(mentee), &o, mentee)
}

// about is the open question as far as a change of one mentee's mentor needs it,
// so that a large school is reckoned as fast as a small one.
func (d Draft) about(mentee string) matching.Instance {
	q, now, has := d.question, d.MentorOf(mentee), map[matching.Couple]bool{}
	for _, c := range d.couples() {
		has[c] = true
	}
	q.Refused, q.Pairs = nil, nil
	for _, p := range d.question.Pairs {
		if p.Mentee == mentee || p.Mentor == now || has[p.Couple()] {
			p.Reasons = nil
			q.Pairs = append(q.Pairs, p)
		}
	}
	return q
}

// ways to get a place with a mentor: a free one, or that of somebody of this
// draft, who then gets the mentor left where the rules allow it.
func (d Draft) ways(mentee, now string, m matching.Mentor) []Option {
	var held []string
	for _, q := range d.Pairs {
		if q.Mentor == m.ID {
			held = append(held, q.Mentee)
		}
	}
	why := d.why(mentee, m.ID)
	if len(held) < m.Capacity-m.Load {
		return []Option{{Mentor: m.ID, Why: why}}
	}
	if d.For != "" { // who runs and is moved keeps her mentor or moves as proposed
		return nil
	}
	out := make([]Option, len(held))
	for i, other := range held {
		out[i] = Option{Mentor: m.ID, With: other, Why: why}
		if _, refused := matching.WhyNot(d.question, matching.Couple{Mentee: other, Mentor: now}); now != "" && !refused {
			out[i].WithMentor = now
		}
	}
	return out
}

func (d Draft) why(mentee, mentor string) []matching.Reason {
	for _, p := range d.question.Pairs {
		if p.Mentee == mentee && p.Mentor == mentor {
			return p.Reasons
		}
	}
	return nil
}

// price says what an option costs beside the draft as it stands.
func (d Draft) price(q matching.Instance, o *Option, mentee string) error {
	to := map[string]string{mentee: o.Mentor}
	if o.With != "" {
		to[o.With] = o.WithMentor
	}
	var after []matching.Couple
	for _, c := range d.couples() {
		if _, moves := to[c.Mentee]; !moves {
			after = append(after, c)
		}
	}
	for id, mentor := range to {
		if mentor != "" {
			after = append(after, matching.Couple{Mentee: id, Mentor: mentor})
		}
	}
	review, err := matching.Check(q, d.couples(), after)
	if err != nil {
		return err
	}
	o.Costs = d.costs(*o, review)
	o.Worth = [2]int{review.After.Matched, d.shown(review.After.TotalFit - review.After.Penalty)}
	return nil
}

// KeyFit is the sentence about the total, which is said as it may be shown.
const KeyFit = "matching.check.fit"

func (d Draft) costs(o Option, review matching.Review) []matching.Reason {
	from := d.shown(review.Before.TotalFit - review.Before.Penalty)
	to := d.shown(review.After.TotalFit - review.After.Penalty)
	first := matching.Reason{Key: "mentoring.proposal.cost_nothing", Visible: matching.Coordinator}
	if to != from {
		first = matching.Reason{Key: KeyFit, Args: matching.Args{"From": from, "To": to}, Against: to < from, Visible: matching.Coordinator}
	}
	out := []matching.Reason{first}
	for _, c := range review.Costs {
		if c.Key != KeyFit {
			out = append(out, c)
		}
	}
	if o.WithMentor != "" {
		out = append(out, matching.Reason{
			Key: "matching.change.moves", Args: matching.Args{"Mentee": o.With, "From": o.Mentor, "To": o.WithMentor},
			Against: true, Visible: matching.Coordinator,
		})
	}
	return out
}
