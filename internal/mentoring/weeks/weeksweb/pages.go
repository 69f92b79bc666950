// Package weeksweb has the pages of the plan of the weeks of all pairs, and of the times that a pair is offered.
package weeksweb

import (
	"context"
	"embed"
	"io/fs"

	"talim/internal/access"
	"talim/internal/i18n"
	"talim/internal/mentoring"
	"talim/internal/mentoring/assembly"
	"talim/internal/web"
)

//go:embed messages/*.json
var messages embed.FS

// Messages is the catalogue of these pages.
func Messages() fs.FS { return i18n.Catalogue(messages) }

// Pages holds the handlers.
type Pages struct {
	mentoring *assembly.Services
}

// New makes the pages.
func New(m *assembly.Services) *Pages { return &Pages{mentoring: m} }

// Routes lists the addresses of the pages.
func (p *Pages) Routes() []web.Route {
	take, keep := mentoring.Take, mentoring.Keep
	return []web.Route{
		{Pattern: "GET /mentoring/times/{id}", Permission: take, Handle: p.timeOffer},
		{Pattern: "POST /mentoring/times/{id}", Permission: take, Handle: web.Act(p.answerTimes)},
		{Pattern: "POST /mentoring/bookings/{booking}/ask", Permission: keep, Handle: web.Act(p.askToMove)},
		{Pattern: "GET /mentoring/programmes/{id}/weeks", Permission: keep, Handle: p.weeks},
		{Pattern: "POST /mentoring/programmes/{id}/weeks", Permission: keep, Handle: web.Act(p.sendWeeks)},
	}
}

// actor is who asks.
func actor(ctx context.Context) access.Actor { return access.ActorFrom(ctx) }

// t is a message in the reader's language.
func t(ctx context.Context, key string, args ...any) string { return i18n.T(ctx, key, args...) }
