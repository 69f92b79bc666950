package timetable

import (
	"cmp"
	"context"
	"slices"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/people"
	"talim/internal/reminder"
	"talim/internal/verb"
)

// Clash is a booking that can no longer be held: the timetable changed, somebody
// is absent, a day became a holiday, or somebody would be in two places.
type Clash struct {
	Booking          string
	Date             calendar.Date
	StartsAt, EndsAt calendar.Clock
	Kind, About      string
	People           []Person
	Staff            string // for whom it clashes; "" on a holiday
	With             Obstacle
	Other            Entry // what is in the way, where there is something
	// Offer is the nearest other time of the same length that all have, the smallest
	// change there is; nil when the next two weeks have none, or for a visit, which
	// needs another lesson.
	Offer *Slot
}

// clashOf says what keeps a booking from being held; nil when nothing does.
func (p plan) clashOf(e Entry) *Clash {
	c := Clash{Booking: e.Booking, Date: e.Date, StartsAt: e.StartsAt, EndsAt: e.EndsAt, Kind: e.Kind, About: e.About, Staff: e.Staff}
	if !p.days.Teaches(e.Date) {
		c.Staff, c.With = "", WithHoliday
		return &c
	}
	for _, other := range p.on(e.Staff, e.Date) {
		if !e.Slot().Overlaps(other.StartsAt, other.EndsAt) || other.Booking == e.Booking {
			continue
		}
		switch {
		case other.Part == Away:
			c.With = WithAbsence
		case !other.IsBooking() && e.Part.mustBeFree():
			c.With = WithLesson
		case other.IsBooking() && e.Part.mustBeFree() && other.Part.mustBeFree(), other.Kind == KindCover && e.Part == Visited:
			c.With = WithBooking
		default:
			continue
		}
		c.Other = other
		return &c
	}
	if _, teaching := p.lessonAt(e.Staff, e.Slot()); e.Part == Visited && !teaching {
		c.With = NoLesson
		return &c
	}
	return nil
}

// clashes lists the bookings that cannot be held, each once, by their time.
func (p plan) clashes(from calendar.Date) []Clash {
	parts, byPerson := map[string][]Person{}, p.byPerson()
	for _, e := range p.entries {
		if e.IsBooking() {
			parts[e.Booking] = append(parts[e.Booking], Person{e.Staff, e.Part})
		}
	}
	found := map[string]Clash{}
	for _, e := range p.entries {
		if !e.IsBooking() || e.Part == Away || e.Kind == KindCover || e.Date < from {
			continue
		}
		c := byPerson[e.Staff].clashOf(e)
		if old, known := found[e.Booking]; c != nil && (!known || c.Staff < old.Staff) {
			c.People = parts[e.Booking]
			found[e.Booking] = *c
		}
	}
	var out []Clash
	for _, c := range found {
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b Clash) int {
		return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.StartsAt, b.StartsAt), cmp.Compare(a.Booking, b.Booking))
	})
	return out
}

// searched is how far ahead another time is looked for, in days.
const searched = 14

// nearest finds the time of a clash's people that is nearest to the old one: the
// same day first, then the days around it.
func (p plan) nearest(c Clash, today calendar.Date, now calendar.Clock) *Slot {
	var staff []string
	for _, x := range c.People {
		if x.Part == Visited {
			return nil
		}
		staff = append(staff, x.Staff)
	}
	mine := p.only(staff...)
	from := max(today, c.Date.Monday())
	free := mine.shared(staff, from, from.AddDays(searched))
	free = slices.DeleteFunc(free, func(s Slot) bool {
		return s.EndsAt.Minutes()-s.StartsAt.Minutes() < c.EndsAt.Minutes()-c.StartsAt.Minutes() || s.Date == today && s.StartsAt <= now
	})
	if len(free) == 0 {
		return nil
	}
	best := slices.MinFunc(free, func(a, b Slot) int {
		return cmp.Or(cmp.Compare(c.far(a), c.far(b)), cmp.Compare(a.Date, b.Date), cmp.Compare(a.StartsAt, b.StartsAt))
	})
	return &best
}

// far is how far a time is from the old one: days first, then minutes.
func (c Clash) far(s Slot) int {
	days, minutes := c.Date.DaysUntil(s.Date), s.StartsAt.Minutes()-c.StartsAt.Minutes()
	return max(days, -days)*24*60 + max(minutes, -minutes)
}

// ClashesFrom lists what can no longer be held from a day to a day, with the
// nearest time that would do.
func (s *Service) ClashesFrom(ctx context.Context, c db.Conn, school string, from, to calendar.Date) ([]Clash, error) {
	p, err := s.planOfAll(ctx, c, school, from.Monday(), to.AddDays(searched))
	if err != nil {
		return nil, err
	}
	return s.withOffers(p, from, to), nil
}

func (s *Service) withOffers(p plan, from, to calendar.Date) []Clash {
	out := slices.DeleteFunc(p.clashes(from), func(c Clash) bool { return c.Date > to })
	today, now := s.Today(), s.Clock()
	for i, c := range out {
		out[i].Offer = p.nearest(c, today, now)
	}
	return out
}

// ahead is how far the program looks when something changed: a school year.
const ahead = 366

// NotifyClashes puts on the Today of those who take part, and of the deputies, what
// can no longer be held; once for each record, however many of its times clash.
// What clashes no more is closed. Called where a change may bring that about.
func (s *Service) NotifyClashes(w verb.Work) error {
	today := w.Date()
	p, err := s.planOfAll(w.Ctx, w.Tx, w.Actor.School, today, today.AddDays(ahead))
	if err != nil {
		return err
	}
	found := p.clashes(today)
	if err := closeOldClashes(w, found); err != nil {
		return err
	}
	notified := map[string]bool{}
	for _, c := range found {
		if notified[c.About+c.Kind] {
			continue
		}
		notified[c.About+c.Kind] = true
		if err := s.notifyPeople(w, c); err != nil {
			return err
		}
	}
	return notifyDeputies(w, found)
}

// notifyPeople leads those who take part to the page of the area that booked.
func (s *Service) notifyPeople(w verb.Work, c Clash) error {
	page := reminder.Target{Kind: c.Kind, ID: c.Booking}
	if !s.hasPage(c.Kind) {
		page = reminder.Target{Kind: TargetWeek, ID: string(c.Date.Monday())}
	}
	for _, person := range c.People {
		err := w.Notify(reminder.Reminder{
			Staff: person.Staff, Key: remindClash, About: c.Booking, Target: page, DueOn: max(w.Date(), min(c.Date, w.Date().AddDays(7))),
			Args: db.Texts{"Date": string(c.Date), "Starts": string(c.StartsAt)},
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// What reminders lead to, by the Monday of a week.
const (
	TargetWeek      = "timetable.week"
	TargetProtected = "timetable.protected"
)

// What Today says.
const (
	remindClash   = "timetable.remind.clash"
	remindClashes = "timetable.remind.clashes"
	aboutClashes  = "clashes" // one line for a school, however many there are
)

// closeOldClashes ends the lines about bookings that clash no more.
func closeOldClashes(w verb.Work, found []Clash) error {
	open, err := reminder.OpenAbout(w.Ctx, w.Tx, w.Actor.School, remindClash)
	if err != nil {
		return err
	}
	for _, id := range open {
		if slices.ContainsFunc(found, func(c Clash) bool { return c.Booking == id }) {
			continue
		}
		if err := w.CloseReminders(id, remindClash); err != nil {
			return err
		}
	}
	return w.CloseReminders(aboutClashes, remindClashes)
}

func notifyDeputies(w verb.Work, found []Clash) error {
	if len(found) == 0 {
		return nil
	}
	deputies, err := people.IDsWithRole(w.Ctx, w.Tx, w.Actor.School, w.Date(), access.Deputy)
	if err != nil {
		return err
	}
	for _, id := range deputies {
		err := w.Notify(reminder.Reminder{
			Staff: id, Key: remindClashes, About: aboutClashes, Args: db.Texts{"Amount": count(len(found))},
			Target: reminder.Target{Kind: TargetProtected, ID: string(found[0].Date.Monday())},
		})
		if err != nil {
			return err
		}
	}
	return nil
}
