package web

import (
	"io/fs"

	"talim/internal/access"
	"talim/internal/jobs"
	"talim/internal/rule"
	"talim/internal/secret"
	"talim/internal/story"
	"talim/internal/waiting"
)

// Area is all that the program needs to know of one area of school life. The pages
// of an area make it, app lists it once; what a field does not name, the area has not.
type Area struct {
	Name     string  // "support": that of its rules
	Messages []fs.FS // its catalogues
	Routes   []Route

	// Nav are its entries at the top of every page and, with About, its way in on Today.
	Nav []NavItem
	// Rules are who reads and writes each kind of its records: the page "Who sees
	// what", docs/confidence.md and a test are made from them.
	Rules []access.Rule
	// Sealed are the columns of its private texts, sealed anew after a rotation of keys.
	Sealed []secret.Column
	// Vouched are its tables whose rows say who somebody is, or whose a text is.
	Vouched []secret.Vouched
	// DatedRules are its numbers that orders change; one page sets those of all areas.
	DatedRules []rule.Rule
	// Jobs declares what it does in the background; nil: nothing.
	Jobs func(*jobs.Worker)
	// Waiting is what waits for somebody beside the reminders; its part of one query.
	Waiting waiting.Source
	// FirstSteps are its steps of a school that begins, in the same query; the page of the
	// step "bells" is the address of the kind "first.bells".
	FirstSteps waiting.StepSource
	// Addresses gives the page of a thing by its kind ("support.mismatch") and id: of a
	// record that a reminder leads to, of a booking in the week. Rules know no addresses.
	Addresses map[string]func(id string) string
	// Story is what it tells of the year of the demonstration.
	Story story.Part
}

// AddressOf is the page of a thing of a kind, by the areas; "" where none has one.
func AddressOf(areas []Area, kind, id string) string {
	for _, a := range areas {
		if address, has := a.Addresses[kind]; has {
			return address(id)
		}
	}
	return ""
}

// Single makes the address of a page that stands once, such as a list, one of a kind
// whose things have no id.
func Single(address func() string) func(id string) string {
	return func(string) string { return address() }
}
