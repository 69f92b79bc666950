package timetable

import (
	"cmp"
	"context"
	"slices"

	"talim/internal/calendar"
	"talim/internal/db"
)

// FreeSlots lists the bells of a week at which a person has neither lesson nor
// booking: the time there is for a meeting.
func (s *Service) FreeSlots(ctx context.Context, c db.Conn, school, staff string, week calendar.Date) ([]Slot, error) {
	return s.SharedSlots(ctx, c, school, []string{staff}, week.Monday(), week.Monday().AddDays(6))
}

// SharedSlots lists the bells at which all of the people are free (R100, R175).
// The bells of all shifts are offered and compared by the clock: two people of
// two shifts may share the last hour of the one and the first of the other.
func (s *Service) SharedSlots(ctx context.Context, c db.Conn, school string, staff []string, from, to calendar.Date) ([]Slot, error) {
	p, err := s.planOf(ctx, c, school, staff, from, to)
	if err != nil {
		return nil, err
	}
	return p.shared(staff, from, to), nil
}

func (p plan) shared(staff []string, from, to calendar.Date) []Slot {
	var out []Slot
	for d := range (calendar.Period{Starts: from, Ends: to}).Days() {
		if !p.days.Teaches(d) {
			continue
		}
		for _, s := range p.days.slots(d) {
			if !slices.ContainsFunc(staff, func(id string) bool { return !p.free(id, s) }) {
				out = append(out, s)
			}
		}
	}
	return out
}

// SharedTime is the time that several people have, and the time that all but one
// of them have: the smallest change that would make it possible (R175).
type SharedTime struct {
	All    []SharedSlot // every hour, free or not
	Free   []Slot
	Nearly []NearlyFree
}

// Counted is how many of the free hours count: see near.go.
func (t SharedTime) Counted() int {
	n := 0
	for _, s := range t.All {
		if s.Count && len(s.Busy) == 0 {
			n++
		}
	}
	return n
}

// NearlyFree is a time at which one person of several is not free.
type NearlyFree struct {
	Slot
	Staff string // who is not
	With  Obstacle
}

// FindTime finds the time that people share from a day to a day.
func (s *Service) FindTime(ctx context.Context, c db.Conn, school string, staff []string, from, to calendar.Date) (SharedTime, Days, error) {
	p, err := s.planOf(ctx, c, school, staff, from, to)
	if err != nil {
		return SharedTime{}, Days{}, err
	}
	near, err := NearMinutesOn(ctx, c, school, from)
	if err != nil {
		return SharedTime{}, Days{}, err
	}
	out := SharedTime{Free: p.shared(staff, from, to), All: p.together(staff, from, to, near)}
	if len(staff) > 1 {
		out.Nearly = p.nearly(staff, from, to)
	}
	return out, p.days, nil
}

func (p plan) nearly(staff []string, from, to calendar.Date) []NearlyFree {
	var out []NearlyFree
	for d := range (calendar.Period{Starts: from, Ends: to}).Days() {
		if !p.days.Teaches(d) {
			continue
		}
		for _, s := range p.days.slots(d) {
			if one, ok := p.onlyObstacle(staff, s); ok {
				out = append(out, one)
			}
		}
	}
	return out
}

func (p plan) onlyObstacle(staff []string, s Slot) (NearlyFree, bool) {
	var found []NearlyFree
	for _, id := range staff {
		if _, teaching := p.lessonAt(id, s); teaching {
			found = append(found, NearlyFree{s, id, WithLesson})
		} else if other, booked := p.bookingAt(id, s); booked {
			found = append(found, NearlyFree{s, id, other.obstacle()})
		}
	}
	if len(found) != 1 {
		return NearlyFree{}, false
	}
	return found[0], true
}

// WeeklyShared lists the weekly times at which all of the people are free on
// every teaching day from a day to a day, with the number of such days: where a
// weekly meeting fits.
func (s *Service) WeeklyShared(ctx context.Context, c db.Conn, school string, staff []string, from, to calendar.Date) ([]WeeklyOption, error) {
	p, err := s.planOf(ctx, c, school, staff, from, to)
	if err != nil {
		return nil, err
	}
	return p.weeklyOptions(staff, from, to), nil
}

// WeeklyOption is a weekly time: on how many of the teaching days of its weekday
// everybody is free.
type WeeklyOption struct {
	WeekSlot
	Free, Days int
}

func (p plan) weeklyOptions(staff []string, from, to calendar.Date) []WeeklyOption {
	options := map[WeekSlot]*WeeklyOption{}
	for d := range (calendar.Period{Starts: from, Ends: to}).Days() {
		if !p.days.Teaches(d) {
			continue
		}
		for _, s := range p.days.slots(d) {
			key := WeekSlot{d.Weekday(), s.StartsAt, s.EndsAt}
			o := options[key]
			if o == nil {
				o = &WeeklyOption{WeekSlot: key}
				options[key] = o
			}
			o.Days++
			if !slices.ContainsFunc(staff, func(id string) bool { return !p.free(id, s) }) {
				o.Free++
			}
		}
	}
	var out []WeeklyOption
	for _, o := range options {
		if o.Free > 0 {
			out = append(out, *o)
		}
	}
	slices.SortFunc(out, func(a, b WeeklyOption) int {
		return cmp.Or(
			cmp.Compare(b.Free*a.Days, a.Free*b.Days), // the share of days, the largest first
			cmp.Compare(a.Weekday, b.Weekday), cmp.Compare(a.StartsAt, b.StartsAt), cmp.Compare(a.EndsAt, b.EndsAt))
	})
	return out
}

// VisitableLessons lists the lessons of a teacher in a span during which the
// observer is free: what may be visited (R093, R094, R100, R109).
func (s *Service) VisitableLessons(ctx context.Context, c db.Conn, school, teacher, observer string, from, to calendar.Date) ([]Entry, error) {
	p, err := s.planOf(ctx, c, school, []string{teacher, observer}, from, to)
	if err != nil {
		return nil, err
	}
	var out []Entry
	for _, e := range p.week(teacher, from, to) {
		if !e.IsBooking() && p.free(observer, e.Slot()) && !p.awayAt(teacher, e.Slot()) {
			out = append(out, e)
		}
	}
	return out, nil
}

// FreeAt says of each time whether a member of staff is free then. It reads the plan of
// the days from the first to the last, in one query.
func (s *Service) FreeAt(ctx context.Context, c db.Conn, school, staff string, at []Slot) ([]bool, error) {
	if len(at) == 0 {
		return nil, nil
	}
	byDate := func(a, b Slot) int { return cmp.Compare(a.Date, b.Date) }
	p, err := s.planOf(ctx, c, school, []string{staff}, slices.MinFunc(at, byDate).Date, slices.MaxFunc(at, byDate).Date)
	if err != nil {
		return nil, err
	}
	free := make([]bool, len(at))
	for i, slot := range at {
		free[i] = p.free(staff, slot)
	}
	return free, nil
}

// Clashes lists the bookings of a school from a day on that lie over a lesson of
// somebody who takes part, once for each such person: a new timetable may bring
// that about. A booking stays until its people move it.
func (s *Service) Clashes(ctx context.Context, c db.Conn, school string, from calendar.Date) ([]Entry, error) {
	staff, err := db.All[string](ctx, c, `
SELECT DISTINCT staff_id FROM busy WHERE school_id = $1 AND date >= $2 ORDER BY staff_id`, school, from)
	if err != nil || len(staff) == 0 {
		return nil, err
	}
	p, err := s.planOf(ctx, c, school, staff, from, from.AddDays(366))
	if err != nil {
		return nil, err
	}
	var out []Entry
	for _, e := range p.entries {
		if !e.IsBooking() || !e.Part.mustBeFree() {
			continue
		}
		if _, teaching := p.lessonAt(e.Staff, e.Slot()); teaching {
			out = append(out, e)
		}
	}
	slices.SortFunc(out, ByTime)
	return out, nil
}

// Protection is one protected hour, for those who plan: who and when, not about
// what (R099).
type Protection struct {
	Booking          string
	Date             calendar.Date
	StartsAt, EndsAt calendar.Clock
	Kind             string
	People           []Person
}

// ProtectedTime lists the protected time of a school in a week, in one query.
func ProtectedTime(ctx context.Context, c db.Conn, school string, week calendar.Date) ([]Protection, error) {
	type row struct {
		Booking  string         `db:"id"`
		Date     calendar.Date  `db:"date"`
		StartsAt calendar.Clock `db:"starts_at"`
		EndsAt   calendar.Clock `db:"ends_at"`
		Kind     string         `db:"kind"`
		Staff    string         `db:"staff_id"`
		Part     Part           `db:"part"`
	}
	monday := week.Monday()
	rows, err := db.All[row](ctx, c, `
SELECT b.id, b.date, b.starts_at, b.ends_at, b.kind, p.staff_id, p.part FROM booking b
JOIN booking_person p ON p.school_id = b.school_id AND p.booking_id = b.id
WHERE b.school_id = $1 AND b.date >= $2 AND b.date <= $3 AND b.state = 'booked' AND b.protected
ORDER BY b.date, b.starts_at, b.id, p.part, p.staff_id`, school, monday, monday.AddDays(6))
	var out []Protection
	for _, r := range rows {
		if len(out) == 0 || out[len(out)-1].Booking != r.Booking {
			out = append(out, Protection{Booking: r.Booking, Date: r.Date, StartsAt: r.StartsAt, EndsAt: r.EndsAt, Kind: r.Kind})
		}
		last := &out[len(out)-1]
		last.People = append(last.People, Person{r.Staff, r.Part})
	}
	return out, err
}
