package homeweb

import (
	"embed"
	"io/fs"
	"time"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/timetable"
	"talim/internal/waiting"
	"talim/internal/web"
)

//go:embed messages/*.json
var messages embed.FS

// Messages is the catalogue of these pages.
func Messages() fs.FS {
	sub, err := fs.Sub(messages, "messages")
	if err != nil { // only for an invalid path
		return messages
	}
	return sub
}

// Source tells what waits for somebody.
type Source = waiting.Source

// Area is a way into one area of the program, shown below the week.
type Area struct {
	Key        string // of its name, as in the navigation
	About      string // key of the line below the name
	URL        string
	Permission access.Permission
}

// Config is what the pages need.
type Config struct {
	DB        *db.DB
	Now       func() time.Time
	Timetable *timetable.Service
	Sources   []Source // of the areas; reminders are asked for in any case
	Areas     []Area
	Rules     []access.Rule // of all areas: who sees and writes what
	Import    string        // address of the import of staff, the first step in an empty school; "" for none

	// BookingURL is the page of a booking of one's own; nil: none has one.
	BookingURL func(e timetable.Entry) string
}

// Pages holds the handlers.
type Pages struct{ Config }

// New makes the pages.
func New(c Config) *Pages { return &Pages{c} }

// What the routes ask for: Today is everybody's own, Help is open, because it
// says how to sign in.
var (
	MaySeeToday = access.Permission{Name: "home.today"}
	MaySeeHelp  = access.Permission{Name: "home.help", Open: true}
	MaySeeRules = access.Permission{Name: "home.confidence"}
)

// Routes lists the addresses of the pages.
func (p *Pages) Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET /{$}", Permission: MaySeeToday, Handle: p.today},
		{Pattern: "POST /reminders/{id}/dismiss", Permission: MaySeeToday, Handle: p.dismiss},
		{Pattern: "GET /help", Permission: MaySeeHelp, Handle: p.help},
		{Pattern: "GET /mentoring/confidence", Permission: MaySeeRules, Handle: p.confidence},
	}
}

// date is the business date; the demo's clock stands in 2013.
func (p *Pages) date() calendar.Date { return calendar.DateOf(p.Now()) }
