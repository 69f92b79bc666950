package scheduling

import (
	"cmp"
	"slices"

	"talim/internal/calendar"
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
	Changes []Change
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
	l := newLedger(w.Grid, persons)
	var tasks []weeklyTask
	for k, m := range w.Meetings {
		offers := w.offers(m, persons)
		for range max(1, m.PerWeek) {
			tasks = append(tasks, weeklyTask{m, offers})
			l.puzzle.tasks = append(l.puzzle.tasks, task{k + 1, l.meetingOptions(m, offers, w)})
		}
	}
	return w.plan(tasks, l.puzzle.solve(), persons), nil
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
		uses := []int{l.counter("meeting "+m.ID+" "+day, 1)}
		for _, id := range m.Members {
			uses = append(uses, l.time(id, day, o.Slot)...)
			uses = append(uses, l.counter("day "+id+" "+day, w.maxPerDay(), meetingsADay...))
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

func (w Week) plan(tasks []weeklyTask, a answer, persons people) WeekPlan {
	plan := WeekPlan{Proved: a.proved, Cost: a.cost}
	lacking := map[string]int{}
	for t, pick := range a.pick {
		m := tasks[t].meeting
		if pick == leftOut {
			lacking[m.ID]++
			plan.Cost -= absent
			continue
		}
		o := tasks[t].offers[pick]
		plan.Cost -= w.moving(m.ID, o.Slot)
		plan.Placed = append(plan.Placed, Placed{m.ID, o.Slot, o.Cost})
	}
	for _, m := range w.Meetings {
		if n := lacking[m.ID]; n > 0 {
			why, changes := w.impossible(m, plan, persons)
			plan.Missed = append(plan.Missed, Missed{m.ID, n, why, changes})
		}
	}
	plan.Moved = w.moves(plan.Placed)
	return plan
}

// impossible says why a meeting found no (more) time, and what would help.
func (w Week) impossible(m Meeting, plan WeekPlan, persons people) (Reason, []Change) {
	members := persons.all(m.Members)
	taken := w.takenBy(m, plan)
	changes := w.lessonsToMove(members, persons, taken)
	if offers := Shared(w.Grid, members...); len(offers) > 0 {
		return w.collision(m, offers, plan), changes
	}
	busiest := slices.SortedStableFunc(slices.Values(members), func(a, b Person) int {
		return cmp.Or(cmp.Compare(len(b.Lessons), len(a.Lessons)), cmp.Compare(a.ID, b.ID))
	})
	for _, p := range busiest {
		if w.alone(p, members) {
			return Reason{Key: keyTeachesAlways, Args: Args{"Person": p.ID}, Against: true}, changes
		}
	}
	for _, p := range members {
		if len(p.Away) > 0 && len(changes) == 0 {
			return Reason{Key: keyAway, Args: Args{"Person": p.ID}, Against: true}, nil
		}
	}
	return Reason{Key: keyNoShared, Args: Args{"Members": m.Members}, Against: true}, changes
}

// alone says whether p's lessons, and nothing else, fill every hour that all others share.
func (w Week) alone(p Person, members []Person) bool {
	others := slices.DeleteFunc(slices.Clone(members), func(o Person) bool { return o.ID == p.ID })
	offers := Shared(w.Grid, others...)
	return len(offers) > 0 && !slices.ContainsFunc(offers, func(o Offer) bool { return p.awayAt(o.Slot) })
}

// takenBy are the slots that other meetings of the members hold.
func (w Week) takenBy(m Meeting, plan WeekPlan) []Slot {
	var out []Slot
	for _, p := range plan.Placed {
		if p.Meeting == m.ID || w.shareMember(m, p.Meeting) {
			out = append(out, p.Slot)
		}
	}
	return out
}

func (w Week) shareMember(m Meeting, other string) bool {
	at := slices.IndexFunc(w.Meetings, func(o Meeting) bool { return o.ID == other })
	return slices.ContainsFunc(w.Meetings[at].Members, func(id string) bool { return slices.Contains(m.Members, id) })
}

// collision: there are shared hours, but other meetings hold them or the days are full.
func (w Week) collision(m Meeting, offers []Offer, plan WeekPlan) Reason {
	var others []string
	for _, p := range plan.Placed {
		overlaps := slices.ContainsFunc(offers, func(o Offer) bool { return o.Slot.Overlaps(p.Slot) })
		if p.Meeting != m.ID && overlaps && w.shareMember(m, p.Meeting) && !slices.Contains(others, p.Meeting) {
			others = append(others, p.Meeting)
		}
	}
	if len(others) == 0 {
		return Reason{Key: keyDays, Args: Args{"Members": m.Members, "Count": daysOf(offers)}, Against: true}
	}
	return Reason{Key: keyTaken, Args: Args{"Members": m.Members, "Count": len(offers), "Others": others}, Against: true}
}

func daysOf(offers []Offer) int {
	days := map[calendar.Weekday]bool{}
	for _, o := range offers {
		days[o.Slot.Weekday] = true
	}
	return len(days)
}
