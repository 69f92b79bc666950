package scheduling

import (
	"slices"

	"talim/internal/calendar"
)

// Order is all that can be asked at once: what a file of `talim schedule` holds.
type Order struct {
	Grid         Grid
	People       []Colleague
	Holidays     []calendar.Period
	MaxPerDay    int
	Meetings     []Meeting
	Visits       calendar.Period
	MakeUpWeeks  int
	Pairs        []VisitPair
	Year         *Year
	MeetingTimes []Meeting
	Absences     []Absence
	KeepMeetings []Placed
	KeepVisits   []Visit
	KeepDecades  []HeldDecade
}

// Result is the answer to an order; a part that was not asked for is nil.
type Result struct {
	Meetings     *WeekPlan
	Visits       *VisitPlan
	Decades      *YearPlan
	MeetingTimes []MeetingTimePlan
	Absences     []AbsencePlan
}

// MeetingTimePlan are the best hours for a meeting of many.
type MeetingTimePlan struct {
	ID    string
	Hours []MeetingTime
}

// AbsencePlan is the cover for a day of a teacher.
type AbsencePlan struct {
	Absence Absence
	Plan    CoverPlan
}

// bestHours of a meeting are told.
const bestHours = 5

// Plan answers an order. Meetings come first; visits and cover then keep clear of
// them.
func (o Order) Plan() (Result, error) {
	var r Result
	for _, step := range []func(*Result) error{o.planMeetings, o.planVisits, o.planYear, o.planMeetingTimes, o.planAbsences} {
		if err := step(&r); err != nil {
			return Result{}, err
		}
	}
	return r, nil
}

func (o Order) persons() []Person {
	out := make([]Person, len(o.People))
	for k, c := range o.People {
		out[k] = c.Person
	}
	return out
}

func (o Order) planMeetings(r *Result) error {
	if _, err := peopleOf(o.persons()); err != nil || len(o.Meetings) == 0 {
		return err
	}
	plan, err := WeeklyMeetings(Week{Grid: o.Grid, People: o.persons(), Meetings: o.Meetings, MaxPerDay: o.MaxPerDay, Keep: o.KeepMeetings})
	r.Meetings = &plan
	return err
}

// withMeetings are the people with their planned meetings as times they are away.
func (o Order) withMeetings(r *Result) []Colleague {
	out := slices.Clone(o.People)
	if r.Meetings == nil {
		return out
	}
	for k := range out {
		out[k].Away = slices.Clone(out[k].Away)
		for _, p := range r.Meetings.Placed {
			m := o.Meetings[slices.IndexFunc(o.Meetings, func(m Meeting) bool { return m.ID == p.Meeting })]
			if slices.Contains(m.Members, out[k].ID) {
				out[k].Away = append(out[k].Away, p.Slot)
			}
		}
	}
	return out
}

func (o Order) planVisits(r *Result) error {
	if len(o.Pairs) == 0 {
		return nil
	}
	people := Order{People: o.withMeetings(r)}.persons()
	plan, err := Visits(Horizon{
		Grid: o.Grid, People: people, Pairs: o.Pairs, Period: o.Visits, Holidays: o.Holidays, MaxPerDay: o.MaxPerDay,
		MakeUpWeeks: o.MakeUpWeeks, Keep: o.KeepVisits,
	})
	r.Visits = &plan
	return err
}

func (o Order) planYear(r *Result) error {
	if o.Year == nil {
		return nil
	}
	y := *o.Year
	y.Days, y.Holidays, y.Keep = o.Grid.Days, o.Holidays, o.KeepDecades
	plan, err := Decades(y)
	r.Decades = &plan
	return err
}

func (o Order) planMeetingTimes(r *Result) error {
	for _, g := range o.MeetingTimes {
		members := slices.DeleteFunc(o.persons(), func(p Person) bool { return !slices.Contains(g.Members, p.ID) })
		hours, err := FindMeetingTime(o.Grid, members)
		if err != nil {
			return err
		}
		r.MeetingTimes = append(r.MeetingTimes, MeetingTimePlan{g.ID, hours[:min(bestHours, len(hours))]})
	}
	return nil
}

func (o Order) planAbsences(r *Result) error {
	for _, a := range o.Absences {
		a.Grid, a.Colleagues = o.Grid, o.withMeetings(r)
		plan, err := Cover(a)
		if err != nil {
			return err
		}
		r.Absences = append(r.Absences, AbsencePlan{a, plan})
	}
	return nil
}
