package web

import (
	"io/fs"

	"talim/internal/access"
	"talim/internal/jobs"
	"talim/internal/rule"
	"talim/internal/secret"
	"talim/internal/waiting"
)

// Area is all that the program needs to know of one area of school life. The pages
// of an area make it, app lists it once; what a field does not name, the area has not.
type Area struct {
	Name     string  // "support": the first word of its message keys
	Messages []fs.FS // its catalogues
	Routes   []Route

	// Nav are its entries at the top of every page and, with About, its way in on Today.
	Nav []NavItem
	// Rules are who reads and writes each kind of its records: the page "Who sees
	// what", docs/confidence.md and a test are made from them.
	Rules []access.Rule
	// Sealed are the columns of its private texts, sealed anew after a rotation of keys.
	Sealed []secret.Column
	// DatedRules are its numbers that orders change; one page sets those of all areas.
	DatedRules []rule.Rule
	// Jobs declares what it does in the background; nil: nothing.
	Jobs func(*jobs.Worker)
	// Waiting says what waits for somebody beside the reminders; nil: nothing.
	Waiting waiting.Source
	// Bookings gives the address of a booking by its kind; the week links to it.
	Bookings map[string]func(booking string) string
	// Targets gives the address of a record by its kind; reminders lead to it.
	Targets map[string]func(id string) string
}

// TargetURL is where a reminder leads: the page of the record, or of the booking, by the
// areas that have it; "" where none has.
func TargetURL(areas []Area, kind, id string) string {
	for _, a := range areas {
		if address, has := a.Targets[kind]; has {
			return address(id)
		}
	}
	return BookingURL(areas, kind, id)
}

// BookingURL is the page of a booking, by the areas that make bookings; "" where it
// has none.
func BookingURL(areas []Area, kind, booking string) string {
	for _, a := range areas {
		if address, has := a.Bookings[kind]; has {
			return address(booking)
		}
	}
	return ""
}
