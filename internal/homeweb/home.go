package homeweb

import (
	"embed"
	"io/fs"
	"time"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/firststep"
	"talim/internal/timetable"
	"talim/internal/web"
	"talim/internal/web/link"
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

// Config is what the pages need.
type Config struct {
	DB        *db.DB
	Now       func() time.Time
	Timetable *timetable.Service
	Areas     []web.Area // what waits in them, the ways in, and who sees what
	Begin     *firststep.Service
	Import    string // address of the import of staff, the first step in an empty school; "" for none

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

// Area is Today, Help and "Who sees what".
func Area(c Config) web.Area {
	today := web.NavItem{Key: "home.title", URL: link.Home(), Permission: MaySeeToday}
	return web.Area{Name: "home", Messages: []fs.FS{Messages()}, Routes: New(c).Routes(), Nav: []web.NavItem{today}}
}

// Routes lists the addresses of the pages.
func (p *Pages) Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET /{$}", Permission: MaySeeToday, Handle: p.today},
		{Pattern: "POST /reminders/{id}/dismiss", Permission: MaySeeToday, Handle: p.dismiss},
		{Pattern: "POST /first-steps/{step}/later", Permission: firststep.MayPutOff, Handle: web.Act(p.putOff)},
		{Pattern: "POST /first-steps/{step}/take-back", Permission: firststep.MayPutOff, Handle: web.Act(p.takeBack)},
		{Pattern: "GET /help", Permission: MaySeeHelp, Handle: p.help},
		{Pattern: "GET /confidence", Permission: MaySeeRules, Handle: p.confidence},
		web.Moved("/mentoring/confidence", MaySeeRules, web.Single(link.Confidence)),
	}
}

// date is the business date; the demo's clock stands in 2013.
func (p *Pages) date() calendar.Date { return calendar.DateOf(p.Now()) }
