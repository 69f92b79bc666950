package weeks

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/i18n"
	"talim/internal/mentoring"
	"talim/internal/mentoring/pairing"
	"talim/internal/scheduling"
	"talim/internal/timetable"
)

// WeekPlan is a proposal for the weeks of all running pairs of a programme: a
// weekly time for each meeting and lessons to visit, all at once, so that nobody is
// in two places and as little as possible moves (docs/scheduling.md). It is not
// booked: it is sent, and each pair decides (R093, R094, R099).
type WeekPlan struct {
	calendar.Period // of the visits; meetings go on to the end of each pairing
	Pairs           []PairWeek
	People          map[string]mentoring.Person
	Subjects        map[string]i18n.Text
	Proved          bool
}

// PairWeek is what the plan has for a pair.
type PairWeek struct {
	pairing.NamedPairing
	Now     []timetable.WeekSlot // present weekly times
	Times   []timetable.WeekSlot // proposed ones
	Visits  []OfferedVisit       // those that are not planned yet
	Planned int                  // visits of the time that stand already
	Missed  *scheduling.Missed   // no weekly time, and what would help
	Without []scheduling.MissedVisits
	Offer   OfferState // of what was last sent, "" nothing
}

// Moves says whether the plan has another weekly time than the pair now.
func (p PairWeek) Moves() bool { return len(p.Times) > 0 && !slices.Equal(p.Now, p.Times) }

// News says whether there is anything to ask the pair.
func (p PairWeek) News() bool { return p.Moves() || len(p.Visits) > 0 }

// News counts the pairs that would be asked.
func (p WeekPlan) News() int {
	n := 0
	for _, x := range p.Pairs {
		if x.News() {
			n++
		}
	}
	return n
}

// Impossible lists the pairs for which something found no time.
func (p WeekPlan) Impossible() []PairWeek {
	return slices.DeleteFunc(slices.Clone(p.Pairs), func(x PairWeek) bool { return x.Missed == nil && len(x.Without) == 0 })
}

// visitWeeks is for how many weeks visits are planned at once: what people can
// oversee. Meetings are weekly and go on.
const visitWeeks = 2

// pairRow is a running pairing with what its rules ask.
type pairRow struct {
	pairing.NamedPairing
	EveryWeeks     int        `db:"every_weeks"`
	PerWeek        int        `db:"meetings_per_week"`
	VisitsByMentor int        `db:"visits_by_mentor"`
	VisitsByMentee int        `db:"visits_by_mentee"`
	Offer          OfferState `db:"offer"`
}

// weekly: pairs that meet every other week or more seldom choose their days themselves.
func (r pairRow) weekly() bool { return r.EveryWeeks <= 1 }

// PlanWeeks computes the plan for the pairs that run, from the next Monday on.
func (s *Service) PlanWeeks(ctx context.Context, actor access.Actor, programme string) (WeekPlan, error) {
	if err := mentoring.MayKeep(actor); err != nil {
		return WeekPlan{}, err
	}
	rows, err := db.All[pairRow](ctx, s.Read(), `SELECT y.every_weeks, y.meetings_per_week, y.visits_by_mentor, y.visits_by_mentee,
		COALESCE((SELECT q.state FROM time_offer q WHERE q.school_id = g.school_id AND q.id =
			(SELECT max(r.id) FROM time_offer r WHERE r.school_id = g.school_id AND r.pairing_id = g.id AND r.kind = 'week')), '') AS offer, `+pairing.NamedQuery+`
		JOIN programme_policy y ON y.school_id = g.school_id AND y.id = g.policy_id
		WHERE g.school_id = $1 AND g.programme_id = $2 AND g.state = 'running' ORDER BY e.sort_key, g.id`, actor.School, programme)
	if err != nil || len(rows) == 0 {
		return WeekPlan{}, err
	}
	first := slices.MinFunc(rows, func(a, b pairRow) int { return cmp.Compare(a.Starts, b.Starts) }).Starts
	from := max(s.Today().AddDays(7), first).Monday() // a programme that has not begun is planned from its first week
	hours, err := s.timetable.HoursOf(ctx, s.Read(), actor.School, from, from.AddDays(visitWeeks*7-1))
	if err != nil {
		return WeekPlan{}, err
	}
	return planWeeks(rows, hours)
}

// planWeeks is pure.
func planWeeks(rows []pairRow, h timetable.Hours) (WeekPlan, error) {
	plan := WeekPlan{Period: h.Period, People: map[string]mentoring.Person{}, Subjects: h.Subjects}
	for _, r := range rows {
		plan.People[r.Mentor], plan.People[r.Mentee] = r.MentorPerson, r.MenteePerson
		plan.Pairs = append(plan.Pairs, PairWeek{NamedPairing: r.NamedPairing, Now: weeklyNow(r.ID, h.Bookings), Offer: r.Offer})
	}
	meetings, err := plan.meetings(rows, h)
	if err != nil {
		return plan, err
	}
	visits, err := plan.visits(rows, h)
	plan.Proved = meetings && visits
	return plan, err
}

// weeklyNow are the weekly times that a pair holds: those at which it is booked
// more than once, or all of them where there is one week only.
func weeklyNow(pairingID string, bookings []timetable.Entry) []timetable.WeekSlot {
	seen := map[timetable.WeekSlot]map[calendar.Date]bool{}
	for _, b := range bookings {
		if b.Kind != pairing.BookingKind || b.About != pairingID {
			continue
		}
		w := timetable.WeekSlot{Weekday: b.Date.Weekday(), StartsAt: b.StartsAt, EndsAt: b.EndsAt}
		if seen[w] == nil {
			seen[w] = map[calendar.Date]bool{}
		}
		seen[w][b.Date] = true
	}
	out := slices.Collect(maps.Keys(seen))
	slices.SortFunc(out, func(a, b timetable.WeekSlot) int {
		return cmp.Or(cmp.Compare(len(seen[b]), len(seen[a])), compareWeekly(a, b))
	})
	out = slices.DeleteFunc(out, func(w timetable.WeekSlot) bool { return len(seen[w]) < visitWeeks && len(seen[out[0]]) >= visitWeeks })
	slices.SortFunc(out, compareWeekly)
	return out
}

func compareWeekly(a, b timetable.WeekSlot) int {
	return cmp.Or(cmp.Compare(a.Weekday, b.Weekday), cmp.Compare(a.StartsAt, b.StartsAt))
}

// meetings gives every pair its weekly times and keeps those that still fit.
func (p *WeekPlan) meetings(rows []pairRow, h timetable.Hours) (bool, error) {
	week := scheduling.Week{Grid: h.Grid, People: h.People(func(timetable.Entry) bool { return false })}
	for i, r := range rows {
		if !r.weekly() || r.PerWeek == 0 {
			continue
		}
		week.People = scheduling.WithPeople(week.People, r.Mentor, r.Mentee)
		week.Meetings = append(week.Meetings, scheduling.Meeting{ID: r.ID, Members: []string{r.Mentor, r.Mentee}, PerWeek: r.PerWeek})
		for _, now := range p.Pairs[i].Now {
			week.Keep = append(week.Keep, scheduling.Placed{Meeting: r.ID, Slot: pairing.SlotOf(now)})
		}
	}
	got, err := scheduling.WeeklyMeetings(week)
	if err != nil {
		return false, err
	}
	for _, m := range got.Placed {
		pair := p.pair(m.Meeting)
		pair.Times = append(pair.Times, timetable.WeekSlot{Weekday: m.Slot.Weekday, StartsAt: m.Slot.Starts, EndsAt: m.Slot.Ends})
	}
	for i := range p.Pairs {
		slices.SortFunc(p.Pairs[i].Times, compareWeekly)
	}
	for _, m := range got.Missed {
		p.pair(m.Meeting).Missed = &m
	}
	return got.Proved, nil
}

func (p *WeekPlan) pair(id string) *PairWeek {
	return &p.Pairs[slices.IndexFunc(p.Pairs, func(x PairWeek) bool { return x.ID == id })]
}

// visits finds lessons to visit beside the meetings; those planned already stay.
func (p *WeekPlan) visits(rows []pairRow, h timetable.Hours) (bool, error) {
	people := h.People(func(e timetable.Entry) bool { return !ofPairs(e) })
	people = p.busyMeeting(people)
	horizon := scheduling.Horizon{Grid: h.Grid, Period: h.Period, Holidays: h.Off()}
	for _, r := range rows {
		if !r.weekly() {
			continue
		}
		people = scheduling.WithPeople(people, r.Mentor, r.Mentee)
		horizon.Pairs = append(horizon.Pairs, scheduling.VisitPair{
			ID: r.ID, Mentor: r.Mentor, Mentee: r.Mentee, MentorPerWeek: r.VisitsByMentor, MenteePerWeek: r.VisitsByMentee,
		})
		horizon.Keep = append(horizon.Keep, plannedVisits(r, h)...)
	}
	horizon.People = people
	got, err := scheduling.Visits(horizon)
	if err != nil {
		return false, err
	}
	for _, v := range got.Visits {
		pair := p.pair(v.Pair)
		if slices.ContainsFunc(horizon.Keep, func(k scheduling.Visit) bool {
			return k.Pair == v.Pair && k.Observer == v.Observer && k.Date == v.Date && k.Lesson.Slot == v.Lesson.Slot
		}) {
			pair.Planned++
			continue
		}
		if lesson, there := h.LessonAt(v.Teacher, v.Date, v.Lesson.Starts); there {
			pair.Visits = append(pair.Visits, OfferedVisit{
				Observer: v.Observer, Lesson: lesson.Lesson, Class: lesson.Class, Date: v.Date, StartsAt: lesson.StartsAt, EndsAt: lesson.EndsAt,
			})
		}
	}
	for _, m := range got.Missed {
		p.pair(m.Pair).Without = append(p.pair(m.Pair).Without, m)
	}
	return got.Proved, nil
}

// ofPairs says whether a booking is a meeting or a visit of a pair.
func ofPairs(e timetable.Entry) bool {
	return e.Kind == pairing.BookingKind || e.Kind == pairing.VisitKind
}

// busyMeeting takes the weekly times of the plan from everybody's time for visits.
func (p *WeekPlan) busyMeeting(people []scheduling.Person) []scheduling.Person {
	for i := range people {
		for _, pair := range p.Pairs {
			if !pair.Has(people[i].ID) {
				continue
			}
			for _, w := range pair.Times {
				people[i].Away = append(slices.Clone(people[i].Away), pairing.SlotOf(w))
			}
		}
	}
	return people
}

// plannedVisits are the visits of a pair that are booked.
func plannedVisits(r pairRow, h timetable.Hours) []scheduling.Visit {
	var out []scheduling.Visit
	for _, b := range h.Bookings {
		if b.Kind == pairing.VisitKind && b.About == r.ID && b.Part == timetable.Observer {
			out = append(out, scheduling.Visit{
				Pair: r.ID, Observer: b.Staff, Teacher: r.Other(b.Staff), Date: b.Date,
				Lesson: scheduling.Lesson{Slot: scheduling.Slot{Weekday: b.Date.Weekday(), Starts: b.StartsAt, Ends: b.EndsAt}},
			})
		}
	}
	return out
}

// NoTime explains why a pair finds no weekly time, and the smallest changes that
// would help; the deputy can make them.
type NoTime struct {
	Missed *scheduling.Missed
	People map[string]mentoring.Person
}

// WhyNoTime asks scheduling about one pair; nothing is missed where it has time.
func (s *Service) WhyNoTime(ctx context.Context, actor access.Actor, g pairing.NamedPairing) (NoTime, error) {
	if err := pairing.MayOpen(actor, g.Pairing); err != nil {
		return NoTime{}, err
	}
	from := max(g.Starts, s.Today()).Monday()
	hours, err := s.timetable.HoursOf(ctx, s.Read(), g.School, from, min(g.Ends, from.AddDays(visitWeeks*7-1)))
	if err != nil {
		return NoTime{}, err
	}
	plan, err := scheduling.WeeklyMeetings(scheduling.Week{
		Grid: hours.Grid, People: scheduling.WithPeople(hours.People(func(timetable.Entry) bool { return false }), g.Mentor, g.Mentee),
		Meetings: []scheduling.Meeting{{ID: g.ID, Members: []string{g.Mentor, g.Mentee}}},
	})
	out := NoTime{People: map[string]mentoring.Person{g.Mentor: g.MentorPerson, g.Mentee: g.MenteePerson}}
	if len(plan.Missed) > 0 {
		out.Missed = &plan.Missed[0]
	}
	return out, err
}

// NoVisits explains why one of the two finds no lesson to visit in a week.
type NoVisits struct {
	Missed  *scheduling.MissedVisits
	People  map[string]mentoring.Person
	Planned int // visits of the observer that stand in that week
}

// WhyNoVisits asks scheduling about one week in one direction.
func (s *Service) WhyNoVisits(ctx context.Context, actor access.Actor, g pairing.NamedPairing, observer string, monday calendar.Date) (NoVisits, error) {
	if err := pairing.MayOpen(actor, g.Pairing); err != nil {
		return NoVisits{}, err
	}
	hours, err := s.timetable.HoursOf(ctx, s.Read(), g.School, monday, monday.AddDays(6))
	if err != nil {
		return NoVisits{}, err
	}
	out := NoVisits{People: map[string]mentoring.Person{g.Mentor: g.MentorPerson, g.Mentee: g.MenteePerson}}
	for _, b := range hours.Bookings {
		if b.Kind == pairing.VisitKind && b.About == g.ID && b.Staff == observer && b.Part == timetable.Observer {
			out.Planned++
		}
	}
	week := calendar.Period{Starts: max(monday, s.Today(), g.Starts), Ends: min(monday.AddDays(6), g.Ends)}
	if !week.Valid() {
		return out, nil
	}
	one := scheduling.VisitPair{ID: g.ID, Mentor: g.Mentor, Mentee: g.Mentee}
	if observer == g.Mentor {
		one.MentorPerWeek = 1
	} else {
		one.MenteePerWeek = 1
	}
	plan, err := scheduling.Visits(scheduling.Horizon{
		Grid: hours.Grid, Period: week, Holidays: hours.Off(), Pairs: []scheduling.VisitPair{one},
		People: scheduling.WithPeople(hours.People(func(timetable.Entry) bool { return true }), g.Mentor, g.Mentee),
	})
	if len(plan.Missed) > 0 {
		out.Missed = &plan.Missed[0]
	}
	return out, err
}
