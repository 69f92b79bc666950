package scheduling

import (
	"cmp"
	"slices"
)

// Meeting is a talk that its members hold every week: a pair's, a group's.
type Meeting struct {
	ID      string
	Members []string
	PerWeek int // 0 means 1
}

// Week is a week to be planned.
type Week struct {
	Grid     Grid
	People   []Person
	Meetings []Meeting
	// MaxPerDay is how many of the meetings a person may have on one day; 0 means 2.
	MaxPerDay int
	// Keep is the present plan: as few of it as possible moves.
	Keep []Placed
}

// Placed is a meeting that has its time.
type Placed struct {
	Meeting string
	Slot    Slot
	Cost    int // inconvenience of the slot, see Offer
}

// Missed is a meeting that could not be placed (often enough), why, and the
// smallest changes that would make it possible.
type Missed struct {
	Meeting string
	Lacking int // how many times a week
	Why     Reason
	// Collides are the fewest meetings that cannot all be, this one among them,
	// and Rules those at which they collide: without any one of the meetings or of
	// the rules the rest could be.
	Collides []string
	Rules    []Reason
	Changes  []Change
	// Helps are other changes, each of which gives more meetings their time.
	Helps []Reason
}

// Change is a lesson that would have to move, and where it could go.
type Change struct {
	Says   Reason
	Person string
	Lesson Lesson
	To     []Slot // hours of its shift in which its teacher and its class are free
}

// WeekPlan is the answer to a week.
type WeekPlan struct {
	Placed []Placed
	Missed []Missed
	Moved  []MeetingMove // of the plan to keep
	Cost   int
	// Proved: no other plan places more meetings, or as many at less cost.
	Proved bool
}

const maxPeople, maxMeetings = 1000, 500

// costs of a person's second, third meeting on a day.
var meetingsADay = []int{0, 8, 16}

// WeeklyMeetings gives every meeting its time each week: nobody in two places,
// no meeting twice on a day, at most MaxPerDay a day for each person; as many
// meetings as possible, then as convenient as possible (R093, R094, R099).
func WeeklyMeetings(w Week) (WeekPlan, error) {
	persons, err := w.check()
	if err != nil {
		return WeekPlan{}, err
	}
	w.Meetings = slices.SortedFunc(slices.Values(w.Meetings), func(a, b Meeting) int { return cmp.Compare(a.ID, b.ID) })
	tasks, l := w.puzzle(persons)
	return w.plan(tasks, l, persons), nil
}

// puzzle of a week: a task for each time that a meeting is held.
func (w Week) puzzle(persons people) ([]weeklyTask, *ledger) {
	l := newLedger(w.Grid, persons)
	var tasks []weeklyTask
	for k, m := range w.Meetings {
		offers := w.offers(m, persons)
		for range max(1, m.PerWeek) {
			tasks = append(tasks, weeklyTask{m, offers})
			l.puzzle.tasks = append(l.puzzle.tasks, task{k + 1, l.meetingOptions(m, offers, w)})
		}
	}
	return tasks, l
}

type weeklyTask struct {
	meeting Meeting
	offers  []Offer
}

func (w Week) maxPerDay() int { return cmp.Or(w.MaxPerDay, 2) }

// offers in the order of the week, so that tasks of one group go forward in it.
func (w Week) offers(m Meeting, persons people) []Offer {
	offers := Shared(w.Grid, persons.all(m.Members)...)
	slices.SortFunc(offers, func(a, b Offer) int { return compareSlots(a.Slot, b.Slot) })
	return offers
}

func (l *ledger) meetingOptions(m Meeting, offers []Offer, w Week) []option {
	out := make([]option, len(offers))
	for k, o := range offers {
		day := weekdayName(o.Slot.Weekday)
		uses := []int{l.counter(about{rule: keyRuleOnceADay, who: m.ID, day: day}, 1)}
		for _, id := range m.Members {
			uses = append(uses, l.time(id, day, o.Slot)...)
			uses = append(uses, l.counter(about{rule: keyRulePerDay, who: id, day: day}, w.maxPerDay(), meetingsADay...))
		}
		out[k] = option{o.Cost + w.moving(m.ID, o.Slot), uses}
	}
	return out
}

// moving is what it costs to leave the present plan.
func (w Week) moving(meeting string, s Slot) int {
	if len(w.Keep) == 0 || w.holds(meeting, s) {
		return 0
	}
	return costMoved
}

func (w Week) check() (people, error) {
	if len(w.People) > maxPeople || len(w.Meetings) > maxMeetings {
		return nil, errorf("more than %d people or %d meetings", maxPeople, maxMeetings)
	}
	if err := w.Grid.validate(); err != nil {
		return nil, err
	}
	persons, err := peopleOf(w.People)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, m := range w.Meetings {
		if seen[m.ID] || len(m.Members) == 0 || m.PerWeek < 0 || m.PerWeek > 7 || w.MaxPerDay < 0 {
			return nil, errorf("meeting %s stands twice, has no members, or more than 7 times a week", m.ID)
		}
		seen[m.ID] = true
		for k, id := range m.Members {
			if _, known := persons[id]; !known || slices.Contains(m.Members[:k], id) {
				return nil, errorf("meeting %s: %q is unknown or stands twice", m.ID, id)
			}
		}
	}
	for _, p := range w.Keep {
		if err := p.Slot.validate(); err != nil || !seen[p.Meeting] {
			return nil, errorf("the present plan has meeting %q at %v, which is not one", p.Meeting, p.Slot)
		}
	}
	return persons, nil
}

func (w Week) plan(tasks []weeklyTask, l *ledger, persons people) WeekPlan {
	a := l.puzzle.solve()
	plan := WeekPlan{Proved: a.proved, Cost: a.inconvenience()}
	lacking, out := map[string]int{}, map[string]int{}
	for t, pick := range a.pick {
		m := tasks[t].meeting
		if pick == leftOut {
			lacking[m.ID]++
			out[m.ID] = t
			continue
		}
		o := tasks[t].offers[pick]
		plan.Cost -= w.moving(m.ID, o.Slot)
		plan.Placed = append(plan.Placed, Placed{m.ID, o.Slot, o.Cost})
	}
	for _, m := range w.Meetings {
		if n := lacking[m.ID]; n > 0 {
			plan.Missed = append(plan.Missed, w.missed(m, n, out[m.ID], tasks, l, a, plan, persons))
		}
	}
	plan.Moved = w.moves(plan.Placed)
	return plan
}
