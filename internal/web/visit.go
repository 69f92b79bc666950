package web

import (
	"context"
	"time"
	_ "time/tzdata" // zones of the schools on machines that have none

	"talim/internal/db"
)

// visit is what the site knows of the request it is answering.
type visit struct {
	site    *Site
	id      string
	began   time.Time
	queries *db.Count
	account string // signed in, or ""
	chrome  Chrome
	theme   string
	form    parsed
	back    Return
	login   string // tried in this request, see Attempt
	pattern string
	status  int
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

// Zone is the time zone of the school of the person who asks.
func Zone(ctx context.Context) *time.Location {
	zone, err := time.LoadLocation(visitOf(ctx).chrome.Zone)
	if err != nil {
		return time.UTC
	}
	return zone
}
