// Package handoverweb has the pages of who leaves and of what is handed on before.
package handoverweb

import (
	"context"
	"embed"
	"io/fs"
	"slices"

	"talim/internal/access"
	"talim/internal/db"
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
	db        *db.DB
	mentoring *assembly.Services
}

// New makes the pages.
func New(d *db.DB, m *assembly.Services) *Pages { return &Pages{db: d, mentoring: m} }

// Routes lists the addresses of leaving and handing on (R120, R121).
func (p *Pages) Routes() []web.Route {
	take, decide := mentoring.Take, mentoring.Decide
	return slices.Concat(p.newHandover().Routes(), p.expectLeave().Routes(), p.handover().Routes(), []web.Route{
		{Pattern: "GET /mentoring/handovers", Permission: take, Handle: p.handovers},
		{Pattern: "POST /mentoring/handovers/leaving/{id}/end", Permission: decide, Handle: web.Act(p.endLeave)},
		{Pattern: "POST /mentoring/handovers/{id}/close", Permission: decide, Handle: web.Act(p.closeHandover)},
		{Pattern: "POST /mentoring/handover-steps/{id}/done", Permission: take, Handle: web.Act(p.finishStep)},
	})
}

// actor is who asks.
func actor(ctx context.Context) access.Actor { return access.ActorFrom(ctx) }

// t is a message in the reader's language.
func t(ctx context.Context, key string, args ...any) string { return i18n.T(ctx, key, args...) }
