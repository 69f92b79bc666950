package pairing

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/observation"
	"talim/internal/scheduling"
	"talim/internal/timetable"
)

// MeetingTime is a time of the week at which both are free (R100), and how
// convenient it is for them.
type MeetingTime struct {
	timetable.WeeklyOption
	Offer scheduling.Offer
}

// rankTimes puts the times first that the people have on most school days, then
// the most convenient ones (docs/scheduling.md).
func rankTimes(options []timetable.WeeklyOption, load map[string][]timetable.WeekSlot, people ...string) []MeetingTime {
	grid := hours(load)
	persons := make([]scheduling.Person, len(people))
	for k, id := range people {
		persons[k].ID = id
		for _, l := range load[id] {
			persons[k].Lessons = append(persons[k].Lessons, scheduling.Lesson{Slot: SlotOf(l)})
		}
	}
	out := make([]MeetingTime, len(options))
	for i, o := range options {
		out[i] = MeetingTime{o, scheduling.Weigh(grid, SlotOf(o.WeekSlot), persons...)}
	}
	slices.SortStableFunc(out, func(a, b MeetingTime) int {
		return cmp.Or(cmp.Compare(b.Free*a.Days, a.Free*b.Days), cmp.Compare(a.Offer.Cost, b.Offer.Cost),
			cmp.Compare(a.Weekday, b.Weekday), cmp.Compare(a.StartsAt, b.StartsAt))
	})
	return out
}

// SlotOf is a time of the week as scheduling takes it.
func SlotOf(w timetable.WeekSlot) scheduling.Slot {
	return scheduling.Slot{Weekday: w.Weekday, Starts: w.StartsAt, Ends: w.EndsAt}
}

// hours at which the school teaches, seen from its lessons.
func hours(load map[string][]timetable.WeekSlot) scheduling.Grid {
	var g scheduling.Grid
	seen := map[scheduling.Bell]bool{}
	for _, lessons := range load {
		for _, l := range lessons {
			seen[scheduling.Bell{Starts: l.StartsAt, Ends: l.EndsAt}] = true
			if !slices.Contains(g.Days, l.Weekday) {
				g.Days = append(g.Days, l.Weekday)
			}
		}
	}
	g.Bells = slices.Collect(maps.Keys(seen))
	return g
}

// MeetingTimes offers weekly times in which both are free, the most convenient first.
func (s *Service) MeetingTimes(ctx context.Context, actor access.Actor, p Pairing) ([]MeetingTime, error) {
	if err := MayOpen(actor, p); err != nil {
		return nil, err
	}
	c := s.Read()
	from := max(p.Starts, s.Today())
	options, err := s.timetable.WeeklyShared(ctx, c, p.School, []string{p.Mentor, p.Mentee}, from, p.Ends)
	if err != nil || len(options) == 0 {
		return nil, err
	}
	load, err := timetable.WeeklyLoad(ctx, c, p.School, from)
	return rankTimes(options, load, p.Mentor, p.Mentee), err
}

// DaysAhead is how far ahead single times are offered, in days.
const DaysAhead = 13

// SharedTimes offers the single times of the next two weeks in which both are
// free and that have not begun.
func (s *Service) SharedTimes(ctx context.Context, actor access.Actor, p Pairing) ([]timetable.Slot, error) {
	if err := MayOpen(actor, p); err != nil {
		return nil, err
	}
	now := s.Now()
	slots, err := s.timetable.SharedSlots(ctx, s.Read(), p.School, []string{p.Mentor, p.Mentee},
		max(p.Starts, calendar.DateOf(now)), min(p.Ends, max(p.Starts, calendar.DateOf(now)).AddDays(DaysAhead)))
	return slices.DeleteFunc(slots, func(t timetable.Slot) bool {
		return t.Date == calendar.DateOf(now) && t.StartsAt <= calendar.ClockOf(now)
	}), err
}

// VisitableLesson is a lesson that one of the two could visit.
type VisitableLesson struct {
	timetable.Entry
	Observer string // who would visit
	Teacher  string
}

// Visitable offers the lessons of a week in which one of the two teaches while the
// other is free, both ways (R093, R094, R109); those that have begun are left out.
func (s *Service) Visitable(ctx context.Context, actor access.Actor, p Pairing, observer string, monday calendar.Date) ([]VisitableLesson, error) {
	if err := MayOpen(actor, p); err != nil {
		return nil, err
	}
	return s.visitable(ctx, s.Read(), p, observer, monday, monday.AddDays(6))
}

func (s *Service) visitable(ctx context.Context, c db.Conn, p Pairing, observer string, from, to calendar.Date) ([]VisitableLesson, error) {
	now := s.Now()
	from, to = max(from, p.Starts, calendar.DateOf(now)), min(to, p.Ends)
	teacher := p.Other(observer)
	entries, err := s.timetable.VisitableLessons(ctx, c, p.School, teacher, observer, from, to)
	var out []VisitableLesson
	for _, e := range entries {
		if e.Date == calendar.DateOf(now) && e.StartsAt <= calendar.ClockOf(now) {
			continue
		}
		out = append(out, VisitableLesson{Entry: e, Observer: observer, Teacher: teacher})
	}
	return out, err
}

// NewVisit is a choice among the lessons offered.
type NewVisit struct {
	Observer string // one of the two
	Lesson   string // lesson id
	Date     calendar.Date
}

// PlanVisit plans a visit to a lesson that the timetable has and the observer is free for.
func (s *Service) PlanVisit(ctx context.Context, actor access.Actor, pairing string, in NewVisit) (observation.Visit, error) {
	var made observation.Visit
	err := s.do(ctx, actor, func(w work) error {
		p, err := Own(w.Work, pairing)
		if err != nil {
			return err
		}
		lesson, err := w.LessonToVisit(w.Work, p, in)
		if err != nil {
			return err
		}
		made, err = w.visits.Plan(w.Work, observation.NewVisit{
			For: VisitPurpose, Teacher: lesson.Teacher, Observer: lesson.Observer, About: p.ID, Lesson: lesson.Entry,
		})
		if err != nil {
			return err
		}
		return w.Record(EventVisitPlanned, p.Ref(), "date", string(made.Date))
	})
	return made, err
}
