package timetable

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/verb"
)

// State of a booking. A released one stays as history and takes no time.
type State string

// The states.
const (
	Booked   State = "booked"
	Released State = "released"
)

// Part is how somebody takes part in a booking.
type Part string

// The parts.
const (
	Member   Part = "member"   // of a meeting: must be free
	Observer Part = "observer" // of a lesson: must be free
	Visited  Part = "teacher"  // of the visited or covered lesson: must have it
	Away     Part = "away"     // of an absence, which a week shows like a booking
)

func (p Part) mustBeFree() bool { return p == Member || p == Observer }

func (p Part) takesTime() bool { return p.mustBeFree() || p == Away }

// Booking takes time of people on one day.
type Booking struct {
	School    string           `db:"school_id"`
	ID        string           `db:"id"`
	Date      calendar.Date    `db:"date"`
	StartsAt  calendar.Clock   `db:"starts_at"`
	EndsAt    calendar.Clock   `db:"ends_at"`
	Kind      string           `db:"kind"`      // "mentoring.meeting"
	About     string           `db:"about"`     // record of the area that booked
	Protected bool             `db:"protected"` // not to be taken for other things (R099)
	State     State            `db:"state"`
	CreatedAt calendar.Instant `db:"created_at"`
}

// Person takes part in a booking.
type Person struct {
	Staff string
	Part  Part
}

// NewBooking is what another area asks for.
type NewBooking struct {
	Date             calendar.Date
	StartsAt, EndsAt calendar.Clock
	Kind             string
	About            string
	Protected        bool
	People           []Person
}

type bookingPerson struct {
	School  string `db:"school_id"`
	Booking string `db:"booking_id"`
	Staff   string `db:"staff_id"`
	Part    Part   `db:"part"`
}

type busyTick struct {
	School  string        `db:"school_id"`
	Staff   string        `db:"staff_id"`
	Date    calendar.Date `db:"date"`
	Tick    int           `db:"tick"`
	Booking string        `db:"booking_id"`
}

// tickMinutes is the step in which the database counts time. Bells and meetings
// stand on five minutes; a time between two steps takes the whole step.
const tickMinutes = 5

func ticks(starts, ends calendar.Clock) (first, last int) {
	return starts.Minutes() / tickMinutes, (ends.Minutes() - 1) / tickMinutes
}

// maxDay is longer than any meeting: a whole working day.
const maxDay = 10 * 60

func (n NewBooking) check() error {
	var faults fault.Fields
	faults.Day("date", n.Date)
	switch {
	case !ValidClock(n.StartsAt):
		faults.Add("starts_at", "timetable.time.needed")
	case !ValidClock(n.EndsAt):
		faults.Add("ends_at", "timetable.time.needed")
	case n.EndsAt <= n.StartsAt:
		faults.Add("ends_at", "timetable.time.order")
	case n.EndsAt.Minutes()-n.StartsAt.Minutes() > maxDay:
		faults.Add("ends_at", "timetable.booking.long")
	}
	faults.When(len(n.People) == 0 || n.twice(), "people", "timetable.booking.people")
	return faults.Err()
}

func (n NewBooking) twice() bool {
	seen := map[string]bool{}
	for _, p := range n.People {
		if seen[p.Staff] || p.Staff == "" {
			return true
		}
		seen[p.Staff] = true
	}
	return false
}

func (n NewBooking) slot() Slot { return Slot{Date: n.Date, StartsAt: n.StartsAt, EndsAt: n.EndsAt} }

func (n NewBooking) staff() []string {
	ids := make([]string, len(n.People))
	for i, p := range n.People {
		ids[i] = p.Staff
	}
	return ids
}

// collision says what is in the way of a booking on its day; nil when nothing is.
func (n NewBooking) collision(p plan) *Collision {
	for _, person := range n.People {
		lesson, teaching := p.lessonAt(person.Staff, n.slot())
		switch {
		case person.Part == Visited && !teaching:
			return &Collision{Date: n.Date, Staff: person.Staff, With: NoLesson}
		case person.Part == Visited && n.Kind != KindCover && p.awayAt(person.Staff, n.slot()):
			return &Collision{Date: n.Date, Staff: person.Staff, With: WithAbsence}
		case person.Part.mustBeFree() && teaching:
			return &Collision{Date: n.Date, Staff: person.Staff, With: WithLesson, StartsAt: lesson.StartsAt, EndsAt: lesson.EndsAt}
		}
		if other, busy := p.bookingAt(person.Staff, n.slot()); busy && person.Part.mustBeFree() {
			return &Collision{Date: n.Date, Staff: person.Staff, With: other.obstacle(), StartsAt: other.StartsAt, EndsAt: other.EndsAt}
		}
	}
	return nil
}

// Obstacle is what keeps a booking from being made.
type Obstacle string

// The obstacles; each has the message "timetable.collision.<obstacle>".
const (
	WithLesson  Obstacle = "lesson"   // the person teaches then
	WithBooking Obstacle = "booking"  // the person is booked then
	NoLesson    Obstacle = "nolesson" // the person to be visited has no lesson then
	WithHoliday Obstacle = "holiday"  // nobody is at school that day (weekly bookings only)
	WithAbsence Obstacle = "absence"  // the person is not at school then
)

// obstacle is what a booking or an absence is to another booking.
func (e Entry) obstacle() Obstacle {
	if e.Part == Away {
		return WithAbsence
	}
	return WithBooking
}

// Collision says why a booking cannot be made. Names are for the page to find.
type Collision struct {
	Date             calendar.Date
	Staff            string // "" for a holiday
	With             Obstacle
	StartsAt, EndsAt calendar.Clock // of what is in the way
}

// Message names the collision without the person.
func (c Collision) Message() fault.Message {
	return fault.Say("timetable.collision."+string(c.With), "Starts", string(c.StartsAt), "Ends", string(c.EndsAt))
}

func (c Collision) fault() error {
	e := fault.Conflict("timetable.collision."+string(c.With), "Starts", string(c.StartsAt), "Ends", string(c.EndsAt))
	return e.Because(&c)
}

// Error makes a collision the cause of a conflict: errors.As finds it there.
func (c *Collision) Error() string {
	return "timetable: " + string(c.With) + " in the way on " + string(c.Date) + " of " + c.Staff
}

// Book takes the time of people, inside the transaction of the area that asks, as
// all verbs of bookings do: that area's verb writes the one journal entry.
// The same booking again (same record, day and time) is the booking that is there
// already, so that a double click books once. A time that somebody does not have is
// a conflict whose cause is a *Collision.
func (s *Service) Book(w verb.Work, in NewBooking) (Booking, error) {
	if err := require(w.Actor, MaySee); err != nil {
		return Booking{}, err
	}
	if err := in.check(); err != nil {
		return Booking{}, err
	}
	same, err := sameBooking(w, in)
	if err == nil || !errors.Is(err, db.ErrNotFound) {
		return same, err
	}
	return s.bookIfFree(w, in)
}

// bookIfFree books what nothing is in the way of.
func (s *Service) bookIfFree(w verb.Work, in NewBooking) (Booking, error) {
	plan, err := s.planOf(w.Ctx, w.Tx, w.Actor.School, in.staff(), in.Date, in.Date)
	if err != nil {
		return Booking{}, err
	}
	if c := in.collision(plan); c != nil {
		return Booking{}, c.fault()
	}
	return insertBooking(w, in)
}

func insertBooking(w verb.Work, in NewBooking) (Booking, error) {
	b := Booking{
		School: w.Actor.School, ID: db.NewID(), Date: in.Date, StartsAt: in.StartsAt, EndsAt: in.EndsAt, Kind: in.Kind, About: in.About,
		Protected: in.Protected, State: Booked, CreatedAt: w.Instant(),
	}
	if err := db.Insert(w.Ctx, w.Tx, "booking", b); err != nil {
		return b, err
	}
	var people []bookingPerson
	var busy []busyTick
	first, last := ticks(in.StartsAt, in.EndsAt)
	for _, p := range in.People {
		people = append(people, bookingPerson{b.School, b.ID, p.Staff, p.Part})
		for tick := first; tick <= last && p.Part.mustBeFree(); tick++ {
			busy = append(busy, busyTick{b.School, p.Staff, in.Date, tick, b.ID})
		}
	}
	if err := db.InsertAll(w.Ctx, w.Tx, "booking_person", people); err != nil {
		return b, err
	}
	err := db.InsertAll(w.Ctx, w.Tx, "busy", busy)
	if errors.Is(err, db.ErrDuplicate) { // somebody booked between our look and our write
		return b, fault.Conflict("timetable.collision.booking", "Starts", string(in.StartsAt), "Ends", string(in.EndsAt)).Because(err)
	}
	return b, err
}

// Release gives the time back; the booking stays as history. Released already:
// nothing happens.
func (s *Service) Release(w verb.Work, id string) error {
	b, err := BookingByID(w.Ctx, w.Tx, w.Actor.School, id)
	if err != nil || b.State == Released {
		return err
	}
	return release(w, b)
}

// release also ends what Today says about the booking.
func release(w verb.Work, b Booking) error {
	b.State = Released
	if err := db.Update(w.Ctx, w.Tx, "booking", b, "school_id", "id"); err != nil {
		return err
	}
	if err := w.CloseReminders(b.ID); err != nil {
		return err
	}
	_, err := db.Exec(w.Ctx, w.Tx, `DELETE FROM busy WHERE school_id = $1 AND booking_id = $2`, b.School, b.ID)
	return err
}

// Move releases a booking and books its people at another time: the new booking,
// with a new id and about the same record, is returned. Where the new time is
// taken, the transaction must fail as a whole and the old booking stays.
func (s *Service) Move(w verb.Work, id string, to Slot) (Booking, error) {
	b, err := BookingByID(w.Ctx, w.Tx, w.Actor.School, id)
	if err != nil {
		return b, err
	}
	if b.State == Released {
		return b, fault.Conflict("timetable.booking.released")
	}
	if b.Date == to.Date && b.StartsAt == to.StartsAt && b.EndsAt == to.EndsAt {
		return b, nil
	}
	people, err := PeopleOf(w.Ctx, w.Tx, w.Actor.School, id)
	if err != nil {
		return b, err
	}
	in := NewBooking{
		Date: to.Date, StartsAt: to.StartsAt, EndsAt: to.EndsAt, Kind: b.Kind, About: b.About, Protected: b.Protected, People: people,
	}
	if err := in.check(); err != nil {
		return b, err
	}
	if err := release(w, b); err != nil {
		return b, err
	}
	return s.bookIfFree(w, in)
}

// sameBooking finds the booking that a second click would repeat.
func sameBooking(w verb.Work, in NewBooking) (Booking, error) {
	if in.About == "" {
		return Booking{}, db.ErrNotFound
	}
	school := w.Actor.School
	found, err := db.All[Booking](w.Ctx, w.Tx, `
SELECT `+db.Columns[Booking]("")+` FROM booking WHERE school_id = $1 AND about = $2 AND kind = $3 AND date = $4 AND starts_at = $5 AND ends_at = $6 AND state = $7`,
		school, in.About, in.Kind, in.Date, in.StartsAt, in.EndsAt, Booked)
	if err != nil {
		return Booking{}, err
	}
	for _, b := range found {
		people, err := PeopleOf(w.Ctx, w.Tx, school, b.ID)
		if err != nil {
			return Booking{}, err
		}
		if len(people) == len(in.People) && !slices.ContainsFunc(in.People, func(p Person) bool { return !slices.Contains(people, p) }) {
			return b, nil
		}
	}
	return Booking{}, db.ErrNotFound
}

// BookingByID reads one booking of the school.
func BookingByID(ctx context.Context, c db.Conn, school, id string) (Booking, error) {
	b, err := db.One[Booking](ctx, c, `SELECT `+db.Columns[Booking]("")+` FROM booking WHERE school_id = $1 AND id = $2`, school, id)
	return b, verb.Missing(err, "timetable.booking.not_found")
}

// BookingsAbout lists the bookings of a record of another area, by their time.
func BookingsAbout(ctx context.Context, c db.Conn, school, about string) ([]Booking, error) {
	return db.All[Booking](ctx, c, `
SELECT `+db.Columns[Booking]("")+` FROM booking WHERE school_id = $1 AND about = $2 ORDER BY date, starts_at, id`, school, about)
}

// PeopleOf lists who takes part in a booking.
func PeopleOf(ctx context.Context, c db.Conn, school, id string) ([]Person, error) {
	rows, err := db.All[bookingPerson](ctx, c, `
SELECT `+db.Columns[bookingPerson]("")+` FROM booking_person WHERE school_id = $1 AND booking_id = $2 ORDER BY part, staff_id`, school, id)
	people := make([]Person, len(rows))
	for i, r := range rows {
		people[i] = Person{r.Staff, r.Part}
	}
	return people, err
}

func count(n int) string { return strconv.Itoa(n) }
