// Package matchweb has the pages of proposals of pairs, of what the two answer, and of the orders of the director.
package matchweb

import (
	"context"
	"embed"
	"io/fs"

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

// Routes lists the addresses of the pages.
func (p *Pages) Routes() []web.Route {
	take, keep := mentoring.Take, mentoring.Keep
	return []web.Route{
		{Pattern: "POST /mentoring/programmes/{id}/propose", Permission: keep, Handle: web.Act(p.propose)},
		{Pattern: "GET /mentoring/programmes/{id}/rematch", Permission: keep, Handle: p.rematches},
		{Pattern: "POST /mentoring/programmes/{id}/rematch", Permission: keep, Handle: web.Act(p.rematch)},
		{Pattern: "POST /mentoring/programmes/{id}/ending", Permission: keep, Handle: web.Act(p.prepareEnding)},
		{Pattern: "POST /mentoring/programmes/{id}/order", Permission: keep, Handle: web.Act(p.prepareOrder)},
		{Pattern: "GET /mentoring/proposals/{id}", Permission: keep, Handle: p.proposal},
		{Pattern: "GET /mentoring/proposals/{id}/change", Permission: keep, Handle: p.change},
		{Pattern: "POST /mentoring/proposals/{id}/change", Permission: keep, Handle: p.makeChange},
		{Pattern: "POST /mentoring/proposals/{id}/undo", Permission: keep, Handle: p.undo},
		{Pattern: "POST /mentoring/proposals/{id}/send", Permission: keep, Handle: web.Act(p.send)},
		{Pattern: "GET /mentoring/pairs/{id}", Permission: take, Handle: p.proposedPair},
		{Pattern: "POST /mentoring/pairs/{id}", Permission: take, Handle: web.Act(p.answerPair)},
		{Pattern: "GET /mentoring/orders/{id}", Permission: take, Handle: p.order().Get},
		p.order().Answer(),
		{Pattern: "POST /mentoring/orders/{id}/withdraw", Permission: keep, Handle: web.Act(p.withdrawOrder)},
		{Pattern: "GET /mentoring/orders/{id}/paper/{format}", Permission: take, Handle: p.orderPaper},
	}
}

// actor is who asks.
func actor(ctx context.Context) access.Actor { return access.ActorFrom(ctx) }

// t is a message in the reader's language.
func t(ctx context.Context, key string, args ...any) string { return i18n.T(ctx, key, args...) }
