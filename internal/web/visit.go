package web

import (
	"context"
	"time"
	_ "time/tzdata" // zones of the schools on machines that have none

	"github.com/a-h/templ"

	"talim/internal/calendar"
	"talim/internal/db"
)

// visit is the request that the site is answering. Each part is written in one
// place: facts when it begins, person when the session is read, form when the body
// is, and the way back when text waits for its author.
type visit struct {
	site   *Site
	facts  facts
	person person
	form   parsed
	back   Return
	proved []string // what was proved in this request, see Try
}

// facts are what the log says of the request.
type facts struct {
	id      string
	began   time.Time
	queries *db.Count
	pattern string // of the route
	status  int    // of the answer; 0 before it began
}

// person is who asks, with what the frame of a page shows of them.
type person struct {
	account string // signed in, or ""
	known   bool   // it was read; else the database did not answer, and somebody may be signed in
	chrome  Chrome
	theme   string
}

// mark says to the script whose the page is, so that it gives what somebody typed to
// nobody else; "" is nobody. An error page that does not know says nothing.
func (p person) mark() templ.Attributes {
	switch {
	case !p.known:
		return nil
	case p.account == "":
		return templ.Attributes{"data-who": ""}
	}
	return templ.Attributes{"data-who": who(p.account)}
}

type visitKey struct{}

// visitOf is never nil: outside a request it is an empty one, so that a page
// can be rendered anywhere.
func visitOf(ctx context.Context) *visit {
	if v, ok := ctx.Value(visitKey{}).(*visit); ok {
		return v
	}
	return &visit{}
}

func siteOf(ctx context.Context) *Site     { return visitOf(ctx).site }
func factsOf(ctx context.Context) *facts   { return &visitOf(ctx).facts }
func personOf(ctx context.Context) *person { return &visitOf(ctx).person }
func bodyOf(ctx context.Context) *parsed   { return &visitOf(ctx).form }

// Zone is the time zone of the school of the person who asks.
func Zone(ctx context.Context) *time.Location {
	zone, err := time.LoadLocation(personOf(ctx).chrome.Zone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// DateOf is the day of an instant where that school is.
func DateOf(ctx context.Context, i calendar.Instant) calendar.Date {
	return calendar.DateOf(i.Time().In(Zone(ctx)))
}
