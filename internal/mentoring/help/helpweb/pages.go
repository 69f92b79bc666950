// Package helpweb has the pages of help to quiet pairs.
package helpweb

import (
	"context"
	"embed"
	"io/fs"

	"talim/internal/access"
	"talim/internal/i18n"
	"talim/internal/mentoring"
	"talim/internal/mentoring/assembly"
	"talim/internal/mentoring/help"
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

// Routes lists the addresses of help to quiet pairs (R089, R091).
func (p *Pages) Routes() []web.Route {
	return append(p.pairHelp().Routes(), []web.Route{
		{Pattern: "GET /mentoring/quiet", Permission: mentoring.Keep, Handle: p.quietPairs},
		{Pattern: "GET /mentoring/units", Permission: help.Lead, Handle: p.unitPairs},
		{Pattern: "POST /mentoring/help/{id}/withdraw", Permission: help.OfferHelpTo, Handle: web.Act(p.withdrawHelp)},
		{Pattern: "GET /mentoring/help/{id}", Permission: mentoring.Take, Handle: p.helpOffer},
		{Pattern: "POST /mentoring/help/{id}", Permission: mentoring.Take, Handle: web.Act(p.answerHelp)},
	}...)
}

// actor is who asks.
func actor(ctx context.Context) access.Actor { return access.ActorFrom(ctx) }

// t is a message in the reader's language.
func t(ctx context.Context, key string, args ...any) string { return i18n.T(ctx, key, args...) }
