package scheduling

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"talim/internal/calendar"
)

// ErrInput is wrapped by every fault found in what a caller gave.
var ErrInput = errors.New("scheduling: input")

// Slot is a time of the week.
type Slot struct {
	Weekday calendar.Weekday
	Starts  calendar.Clock
	Ends    calendar.Clock
}

// Overlaps says whether the two share a moment. Clocks are text of fixed width,
// so they compare as they stand; touching ends do not overlap.
func (s Slot) Overlaps(o Slot) bool {
	return s.Weekday == o.Weekday && s.Starts < o.Ends && o.Starts < s.Ends
}

func compareSlots(a, b Slot) int {
	return cmp.Or(cmp.Compare(a.Weekday, b.Weekday), cmp.Compare(a.Starts, b.Starts), cmp.Compare(a.Ends, b.Ends))
}

func (s Slot) validate() error {
	if s.Weekday < calendar.Monday || s.Weekday > calendar.Sunday {
		return fmt.Errorf("%w: weekday %d", ErrInput, s.Weekday)
	}
	for _, c := range []calendar.Clock{s.Starts, s.Ends} {
		if parsed, err := calendar.ParseClock(string(c)); err != nil || parsed != c {
			return fmt.Errorf("%w: %q is not a time of day like 08:30", ErrInput, c)
		}
	}
	if s.Starts >= s.Ends {
		return fmt.Errorf("%w: %s to %s ends before it starts", ErrInput, s.Starts, s.Ends)
	}
	return nil
}

// Lesson is what a person teaches every week, or every other one.
type Lesson struct {
	Slot
	Class   string
	Subject string
	Room    string
	Weeks   []calendar.Date // the Mondays of the weeks in which it is held; nil is every week
}

// HeldOn says whether the lesson is held on the day.
func (l Lesson) HeldOn(date calendar.Date) bool {
	return l.Weekday == date.Weekday() && (l.Weeks == nil || slices.Contains(l.Weeks, date.Monday()))
}

// Dated is a time of one day that is taken: a booking, an absence.
type Dated struct {
	Date   calendar.Date
	Starts calendar.Clock
	Ends   calendar.Clock
}

func (d Dated) slot() Slot { return Slot{d.Date.Weekday(), d.Starts, d.Ends} }

// Person is somebody whose time is planned.
type Person struct {
	ID      string
	Lessons []Lesson
	Away    []Slot  // weekly times she is not to be asked for: study, meetings already held, another school
	Busy    []Dated // single days
}

// FreeAt says whether the person has nothing every week at the slot.
func (p Person) FreeAt(s Slot) bool {
	return !slices.ContainsFunc(p.Lessons, func(l Lesson) bool { return l.Overlaps(s) }) && !p.awayAt(s)
}

// WithPeople adds those who are not in the list: they have neither lesson nor booking.
func WithPeople(list []Person, ids ...string) []Person {
	for _, id := range ids {
		if !slices.ContainsFunc(list, func(p Person) bool { return p.ID == id }) {
			list = append(list, Person{ID: id})
		}
	}
	return list
}

func (p Person) awayAt(s Slot) bool {
	return slices.ContainsFunc(p.Away, s.Overlaps)
}

// FreeOn says whether the person is free at the slot on that very day.
func (p Person) FreeOn(date calendar.Date, s Slot) bool {
	teaches := slices.ContainsFunc(p.Lessons, func(l Lesson) bool { return l.HeldOn(date) && l.Overlaps(s) })
	return !teaches && !p.awayAt(s) && !p.busyOn(date, s)
}

func (p Person) busyOn(date calendar.Date, s Slot) bool {
	return slices.ContainsFunc(p.Busy, func(d Dated) bool { return d.Date == date && d.slot().Overlaps(s) })
}

func (p Person) validate() error {
	if p.ID == "" {
		return fmt.Errorf("%w: a person without id", ErrInput)
	}
	for _, l := range p.Lessons {
		if err := l.validate(); err != nil {
			return fmt.Errorf("%s: %w", p.ID, err)
		}
	}
	for _, s := range p.Away {
		if err := s.validate(); err != nil {
			return fmt.Errorf("%s: %w", p.ID, err)
		}
	}
	for _, d := range p.Busy {
		if !d.Date.Valid() {
			return fmt.Errorf("%w: %s: %q is not a date", ErrInput, p.ID, d.Date)
		}
		if err := d.slot().validate(); err != nil {
			return fmt.Errorf("%s: %w", p.ID, err)
		}
	}
	return nil
}

// Bell is one lesson hour of a shift.
type Bell struct {
	Shift  int
	Number int
	Starts calendar.Clock
	Ends   calendar.Clock
}

// Grid are the hours of a school.
type Grid struct {
	Days  []calendar.Weekday
	Bells []Bell
	// LateAfter is the end after which a meeting counts as late; "" means 18:00.
	LateAfter calendar.Clock
}

// Slots of a week, each once, in order. Shifts may share an hour, as in Audan.
func (g Grid) Slots() []Slot {
	var out []Slot
	for _, d := range g.Days {
		for _, b := range g.Bells {
			out = append(out, Slot{d, b.Starts, b.Ends})
		}
	}
	slices.SortFunc(out, compareSlots)
	return slices.Compact(out)
}

// BellsOf are the bells that a slot stands for; two where shifts share the hour.
func (g Grid) BellsOf(s Slot) []Bell {
	var out []Bell
	for _, b := range g.Bells {
		if b.Starts == s.Starts && b.Ends == s.Ends {
			out = append(out, b)
		}
	}
	return out
}

// shiftsAt are the shifts whose hours the slot touches.
func (g Grid) shiftsAt(s Slot) []int {
	var out []int
	for _, b := range g.Bells {
		if b.Starts < s.Ends && s.Starts < b.Ends && !slices.Contains(out, b.Shift) {
			out = append(out, b.Shift)
		}
	}
	return out
}

func (g Grid) lateAfter() calendar.Clock { return cmp.Or(g.LateAfter, "18:00") }

func (g Grid) validate() error {
	for _, s := range g.Slots() {
		if err := s.validate(); err != nil {
			return fmt.Errorf("hours: %w", err)
		}
	}
	return nil
}

// Free are the slots of the grid in which the person has nothing every week.
func Free(p Person, g Grid) []Slot {
	return slices.DeleteFunc(g.Slots(), func(s Slot) bool { return !p.FreeAt(s) })
}

// Offer is a slot that all have free, and how convenient it is: the lower the
// cost, the better.
type Offer struct {
	Slot    Slot
	Cost    int
	Reasons []Reason
}

// Weigh says how convenient a slot is for all who must come, whether they are
// free or not.
func Weigh(g Grid, s Slot, persons ...Person) Offer {
	cost, reasons := convenience(g, s, persons)
	return Offer{s, cost, reasons}
}

// Waiting is how long people would wait at school for the slot, added up, and
// whether somebody would come for it alone.
func (o Offer) Waiting() (minutes int, trip bool) {
	for _, r := range o.Reasons {
		if n, counted := r.Args["Count"].(int); counted && (r.Key == keyWaits || r.Key == keyWaitsLong) {
			minutes += n
		}
		trip = trip || r.Key == keyExtraTrip
	}
	return minutes, trip
}

// Shared are the slots that all persons have free every week, most convenient
// first (R093, R100, R175). Persons without any are nobody: no persons, no offers.
func Shared(g Grid, persons ...Person) []Offer {
	if len(persons) == 0 {
		return nil
	}
	var out []Offer
	for _, s := range g.Slots() {
		if slices.ContainsFunc(persons, func(p Person) bool { return !p.FreeAt(s) }) {
			continue
		}
		out = append(out, Weigh(g, s, persons...))
	}
	slices.SortStableFunc(out, func(a, b Offer) int { return cmp.Compare(a.Cost, b.Cost) })
	return out
}
