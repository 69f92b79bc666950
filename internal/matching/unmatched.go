package matching

import (
	"cmp"
	"slices"
)

// Left explains everybody whom the couples leave without a mentor, by what stands in this
// instance: asked of one without vetoes it tells nothing of them, whoever made the couples.
func (in Instance) Left(couples []Couple) []Unmatched { return in.sorted().unmatched(couples) }

// unmatched explains everybody who is left without a mentor.
func (in Instance) unmatched(couples []Couple) []Unmatched {
	v := in.view(couples)
	out := []Unmatched{}
	for _, m := range in.Mentees {
		if v.mentorOf[m.ID] != "" {
			continue
		}
		out = append(out, in.explainUnmatched(m.ID, v))
	}
	return out
}

func (in Instance) explainUnmatched(mentee string, v view) Unmatched {
	u := Unmatched{Mentee: mentee}
	mine := in.admissibleOf(mentee, v)
	if len(mine) == 0 {
		u.Why = say(keyNoMentor, Args{"Mentee": mentee})
	} else {
		u.Why = in.placesTaken(mentee, v)
		u.Helps = placeHelps(mine, v)
	}
	u.Helps = append(u.Helps, in.hourHelps(mentee, v)...)
	if len(u.Helps) == 0 {
		u.Helps = []Reason{say(keyHelpMentor, Args{"Mentee": mentee}).to(Coordinator)}
	}
	return u
}

// admissibleOf are the pairs of a mentee, best fit first.
func (in Instance) admissibleOf(mentee string, v view) []Pair {
	var out []Pair
	for _, p := range in.Pairs {
		if p.Mentee == mentee && v.admissible[p.Couple()] {
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(a, b Pair) int { return cmp.Compare(b.Fit, a.Fit) })
	return out
}

// maxHelps of one kind are offered: more is a list, not a help.
const maxHelps = 2

// placeHelps: one more place with any of her mentors serves one more mentee,
// because an augmenting path starts with her and ends there.
func placeHelps(mine []Pair, v view) []Reason {
	var out []Reason
	for _, p := range mine[:min(maxHelps, len(mine))] {
		if v.free[p.Mentor] <= 0 {
			out = append(out, say(keyHelpPlace, Args{"Mentor": p.Mentor}).to(Coordinator))
		}
	}
	return out
}

// hourHelps: more shared time with a mentor who has a free place left. A pair
// with a confidential hindrance is never offered.
func (in Instance) hourHelps(mentee string, v view) []Reason {
	var near []Refused
	for _, r := range in.Refused {
		if r.Mentee == mentee && r.Missing > 0 && !r.Private && v.free[r.Mentor] > 0 {
			near = append(near, r)
		}
	}
	slices.SortStableFunc(near, func(a, b Refused) int { return cmp.Compare(a.Missing, b.Missing) })
	var out []Reason
	for _, r := range near[:min(maxHelps, len(near))] {
		out = append(out, say(keyHelpHours, Args{"Mentee": mentee, "Mentor": r.Mentor, "Count": r.Missing}).to(Coordinator))
	}
	return out
}

// placesTaken is a Hall witness: the mentees who compete, through whatever
// chain, for the same places, and how many places those are (Hall 1935). Where one of
// the places is free, nothing is said of them: whoever chose the couples knew more.
func (in Instance) placesTaken(mentee string, v view) Reason {
	byMentee, byMentor := in.neighbours(v)
	mentees, mentors := map[string]bool{mentee: true}, map[string]bool{}
	for todo := []string{mentee}; len(todo) > 0; {
		next := todo[0]
		todo = todo[1:]
		for _, mentor := range byMentee[next] {
			if mentors[mentor] {
				continue
			}
			mentors[mentor] = true
			if v.free[mentor] > 0 {
				return say(keyNotProposed, Args{"Mentee": mentee})
			}
			for _, held := range byMentor[mentor] {
				if !mentees[held] {
					mentees[held] = true
					todo = append(todo, held)
				}
			}
		}
	}
	return say(keyPlacesTaken, Args{"Mentee": mentee, "Count": len(mentees), "Places": len(mentees) - in.lacking(mentees, v)})
}

// lacking counts those of the mentees who have no mentor.
func (in Instance) lacking(mentees map[string]bool, v view) int {
	n := 0
	for id := range mentees {
		if v.mentorOf[id] == "" {
			n++
		}
	}
	return n
}

func (in Instance) neighbours(v view) (byMentee, byMentor map[string][]string) {
	byMentee, byMentor = map[string][]string{}, map[string][]string{}
	for _, p := range in.Pairs {
		if v.admissible[p.Couple()] {
			byMentee[p.Mentee] = append(byMentee[p.Mentee], p.Mentor)
		}
	}
	for _, m := range in.Mentees {
		if mentor := v.mentorOf[m.ID]; mentor != "" && !v.fixed[m.ID] {
			byMentor[mentor] = append(byMentor[mentor], m.ID)
		}
	}
	return byMentee, byMentor
}
