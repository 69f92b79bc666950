// Package agreementweb has the pages of agreements on hours with the director (R117). They stand apart from
// mentoring and read no pair.
package agreementweb

import (
	"context"
	"embed"
	"io/fs"

	"talim/internal/access"
	"talim/internal/i18n"
	"talim/internal/mentoring"
	"talim/internal/mentoring/assembly"
	"talim/internal/web"
	"talim/internal/web/link"
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

// Routes lists the addresses of agreements on hours (R117).
func (p *Pages) Routes() []web.Route {
	take, sign := mentoring.Take, mentoring.Sign
	return append(p.newHours().Routes(), []web.Route{
		{Pattern: "GET /mentoring/hours", Permission: take, Handle: p.hours},
		web.Moved("/mentoring/deals", take, web.Single(link.HoursAgreements)),
		web.Moved("/mentoring/deals/new", sign, web.Single(link.NewHours)),
		{Pattern: "POST /mentoring/hours/{id}/confirm", Permission: take, Handle: web.Act(p.confirmHours)},
		{Pattern: "POST /mentoring/hours/{id}/end", Permission: take, Handle: web.Act(p.endHours)},
	}...)
}

// actor is who asks.
func actor(ctx context.Context) access.Actor { return access.ActorFrom(ctx) }

// t is a message in the reader's language.
func t(ctx context.Context, key string, args ...any) string { return i18n.T(ctx, key, args...) }
