// Package practiceweb has the pages of practice.
package practiceweb

import (
	"context"
	"embed"
	"io/fs"
	"slices"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/i18n"
	"talim/internal/mentoring/assembly"
	"talim/internal/practice"
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

// Pages holds the handlers.
type Pages struct {
	db        *db.DB
	practice  *practice.Service
	mentoring *assembly.Services
}

// New makes the pages.
func New(d *db.DB, s *practice.Service, m *assembly.Services) *Pages {
	return &Pages{db: d, practice: s, mentoring: m}
}

// Routes lists the addresses of the pages.
func (p *Pages) Routes() []web.Route {
	take, keep, reward := practice.Take, practice.Keep, practice.Reward
	return slices.Concat(p.style().Routes(), p.log().Routes(), p.resistance().Routes(), p.editRole().Routes(), []web.Route{
		{Pattern: "GET /mentoring/practice/entries/{id}/erase", Permission: take, Handle: p.erasingLog},
		{Pattern: "POST /mentoring/practice/entries/{id}/erase", Permission: take, Handle: web.Act(p.eraseLog)},
		{Pattern: "GET /mentoring/practice/log/paper/{format}", Permission: take, Handle: p.logPaper},
		{Pattern: "GET /mentoring/pairings/{id}/resistance/{note}/erase", Permission: take, Handle: p.erasingResistance},
		{Pattern: "POST /mentoring/pairings/{id}/resistance/{note}/erase", Permission: take, Handle: web.Act(p.eraseResistance)},
		web.Moved("/mentoring/pairings/{id}/signs", take, link.ResistanceNotes),
		{Pattern: "GET /mentoring/practice", Permission: take, Handle: p.home},
		{Pattern: "GET /mentoring/practice/evidence", Permission: take, Handle: p.evidence},
		{Pattern: "GET /mentoring/practice/evidence/paper/{format}", Permission: take, Handle: p.evidencePaper},
		{Pattern: "GET /mentoring/practice/incentives", Permission: keep, Handle: p.incentives().Get}, // more may read than record
		p.incentives().Answer(),
		{Pattern: "POST /mentoring/practice/incentives/{id}/withdraw", Permission: reward, Handle: web.Act(p.takeBackIncentive)},
		{Pattern: "GET /mentoring/practice/training", Permission: take, Handle: p.training().Get},
		p.training().Answer(),
		{Pattern: "GET /mentoring/practice/training/{id}", Permission: take, Handle: p.course().Get},
		p.course().Answer(),
		p.shared().Answer(),
		{Pattern: "GET /mentoring/practice/role", Permission: take, Handle: p.role},
		{Pattern: "POST /mentoring/practice/role", Permission: take, Handle: web.Act(p.readRole)},
	})
}

// toPractice is the way up to the first page of the own work.
func toPractice(ctx context.Context) web.Link {
	return web.Link{Text: t(ctx, "practice.home.title"), URL: link.Practice()}
}

// actor is who asks.
func actor(ctx context.Context) access.Actor { return access.ActorFrom(ctx) }

// t is a message in the reader's language.
func t(ctx context.Context, key string, args ...any) string { return i18n.T(ctx, key, args...) }

// sayer gives messages without arguments to what makes lists of choices.
func sayer(ctx context.Context) func(key string) string {
	return func(key string) string { return t(ctx, key) }
}

// toPairing is the way up to the page of the pair.
func toPairing(ctx context.Context, id string) web.Link {
	return web.Link{Text: t(ctx, "practice.pairing.back"), URL: link.Pairing(id)}
}
