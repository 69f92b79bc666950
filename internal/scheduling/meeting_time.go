package scheduling

import (
	"cmp"
	"slices"
)

// MeetingTime is an hour for a meeting of many, as the director's with the deputies
// and heads of units, and whose lessons it would cost.
type MeetingTime struct {
	Offer
	Absent []Absent // none: no member teaches
}

// Absent is a member who could not come.
type Absent struct {
	Person  string
	Lessons []Lesson // none: away
}

// FindMeetingTime ranks the hours of a week for a meeting of many: those at which no
// member teaches first, the most convenient first; then those at which the
// fewest do (R023).
func FindMeetingTime(g Grid, members []Person) ([]MeetingTime, error) {
	persons, err := peopleOf(members)
	if err != nil {
		return nil, err
	}
	if err := g.validate(); err != nil {
		return nil, err
	}
	members = slices.SortedFunc(slices.Values(members), func(a, b Person) int { return cmp.Compare(a.ID, b.ID) })
	var out []MeetingTime
	for _, s := range g.Slots() {
		made := MeetingTime{Offer: Offer{Slot: s}}
		var come []Person
		for _, p := range members {
			if a, missing := persons[p.ID].missing(s); missing {
				made.Absent = append(made.Absent, a)
			} else {
				come = append(come, persons[p.ID])
			}
		}
		made.Cost, made.Reasons = convenience(g, s, come)
		if len(made.Absent) > 0 {
			made.Reasons = append(made.Reasons, Reason{Key: keyTeachThen, Args: Args{"Others": ids(made.Absent), "Count": len(made.Absent)}, Against: true})
		}
		out = append(out, made)
	}
	slices.SortStableFunc(out, func(a, b MeetingTime) int {
		return cmp.Or(cmp.Compare(len(a.Absent), len(b.Absent)), cmp.Compare(a.Cost, b.Cost))
	})
	return out, nil
}

func (p Person) missing(s Slot) (Absent, bool) {
	a := Absent{Person: p.ID}
	for _, l := range p.Lessons {
		if l.Overlaps(s) {
			a.Lessons = append(a.Lessons, l)
		}
	}
	return a, len(a.Lessons) > 0 || p.awayAt(s)
}

func ids(list []Absent) []string {
	var out []string
	for _, a := range list {
		out = append(out, a.Person)
	}
	return out
}
