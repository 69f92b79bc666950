// Package timetableweb has the pages of the timetable: weeks of people, classes
// and rooms, the finder of shared time, the school year, the workload table and
// protected time.
package timetableweb

import (
	"context"
	"embed"
	"io/fs"
	"net/http"
	"slices"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/i18n"
	"talim/internal/timetable"
	"talim/internal/timetable/cover"
	"talim/internal/timetable/workload"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

// Config is what the pages need.
type Config struct {
	DB        *db.DB
	Timetable *timetable.Service
	Cover     *cover.Service

	// BookingURL is the page of a booking that the reader takes part in; nil or "":
	// it has none.
	BookingURL func(e timetable.Entry) string
}

// Pages holds the handlers.
type Pages struct{ Config }

// New makes the pages.
func New(c Config) *Pages {
	if c.BookingURL == nil {
		c.BookingURL = func(timetable.Entry) string { return "" }
	}
	return &Pages{c}
}

// Routes lists the addresses of the pages.
func (p *Pages) Routes() []web.Route {
	return slices.Concat(
		p.newYear().Routes(), p.editYear().Routes(), p.holiday().Routes(), p.bells().Routes(), p.bellText().Routes(), p.absence().Routes(),
		[]web.Route{
			{Pattern: "GET /timetable", Permission: timetable.MaySee, Handle: p.myWeek},
			{Pattern: "GET /timetable/staff/{id}", Permission: timetable.MaySee, Handle: p.staffWeek},
			{Pattern: "GET /timetable/classes/{id}", Permission: timetable.MaySee, Handle: p.classWeek},
			{Pattern: "GET /timetable/room", Permission: timetable.MaySee, Handle: p.roomWeek},
			{Pattern: "GET /timetable/staff/{id}/{file}", Permission: timetable.MaySee, Handle: p.staffFile},
			{Pattern: "GET /timetable/classes/{id}/{file}", Permission: timetable.MaySee, Handle: p.classFile},
			{Pattern: "GET /timetable/room/{file}", Permission: timetable.MaySee, Handle: p.roomFile},
			{Pattern: "GET /timetable/school/{file}", Permission: timetable.MaySee, Handle: p.schoolFile},
			{Pattern: "GET /timetable/whose", Permission: timetable.MaySee, Handle: p.whose},
			{Pattern: "GET /timetable/free", Permission: timetable.MaySee, Handle: p.freeTime},
			{Pattern: "GET /timetable/meeting-time", Permission: timetable.MaySee, Handle: p.meetingTime},
			{Pattern: "GET /timetable/meeting-time/meeting.ics", Permission: timetable.MaySee, Handle: p.meetingTimeFile},
			web.Moved("/timetable/gather", timetable.MaySee, func(string) string { return link.FindMeetingTime("") }),
			{Pattern: "GET /timetable/year", Permission: timetable.MaySee, Handle: p.schoolYear},
			{Pattern: "POST /timetable/years/{id}/confirm", Permission: timetable.MayKeep, Handle: web.Act(p.confirmYear)},
			{Pattern: "POST /timetable/holidays/{id}/remove", Permission: timetable.MayKeep, Handle: web.Act(p.removeHoliday)},
			{Pattern: "GET /timetable/workload", Permission: workload.MaySee, Handle: p.workload},
			{Pattern: "GET /timetable/workload/{paper}", Permission: workload.MaySee, Handle: p.workloadPaper},
			{Pattern: "GET /timetable/cover", Permission: cover.MayCover, Handle: p.cover},
			{Pattern: "POST /timetable/cover", Permission: cover.MayCover, Handle: web.Act(p.giveCover)},
			{Pattern: "POST /timetable/cover/{id}/take-back", Permission: cover.MayCover, Handle: web.Act(p.takeBackCover)},
			{Pattern: "GET /timetable/cover/{paper}", Permission: cover.MayCover, Handle: p.coverPaper},
			{Pattern: "POST /timetable/absences/{id}/end", Permission: cover.MayCover, Handle: web.Act(p.endAbsence)},
			{Pattern: "GET /timetable/protected", Permission: timetable.MaySeeProtection, Handle: p.protected},
		})
}

//go:embed messages/*.json
var messages embed.FS

// Messages is the catalogue of these pages.
func Messages() fs.FS {
	sub, err := fs.Sub(messages, "messages")
	if err != nil { // the folder is embedded above
		return messages
	}
	return sub
}

// mondayAsked is the Monday of the week in the address, or of today; an address
// that somebody mistyped shows this week.
func mondayAsked(r *http.Request, today calendar.Date) calendar.Date {
	return calendar.WeekAsked(today, r.URL.Query().Get("week"))
}

// tabs leads between the views of the timetable that the reader may see.
func tabs(ctx context.Context, current string) []component.Tab {
	actor := access.ActorFrom(ctx)
	all := []struct {
		name, url string
		may       access.Permission
	}{
		{"mine", link.Timetable(""), timetable.MaySee},
		{"whose", link.Whose(), timetable.MaySee},
		{"free", link.FreeTime(""), timetable.MaySee},
		{"meeting_time", link.FindMeetingTime(""), timetable.MaySee},
		{"year", link.SchoolYear(), timetable.MaySee},
		{"cover", link.Cover(""), cover.MayCover},
		{"protected", link.Protected(""), timetable.MaySeeProtection},
		{"workload", link.Workload(), workload.MaySee},
	}
	var out []component.Tab
	for _, t := range all {
		if t.may.Allows(actor) {
			out = append(out, component.Tab{Text: i18n.T(ctx, "timetable.tab."+t.name), URL: t.url, Current: t.name == current})
		}
	}
	return out
}

// nav leads to the weeks before and after.
type nav struct {
	monday  calendar.Date
	current bool // the week of today
	url     func(monday string) string
}

func (p *Pages) navOf(monday calendar.Date, url func(string) string) nav {
	return nav{monday: monday, current: monday == p.Timetable.Today().Monday(), url: url}
}

func (n nav) period() calendar.Period {
	return calendar.Period{Starts: n.monday, Ends: n.monday.AddDays(6)}
}
