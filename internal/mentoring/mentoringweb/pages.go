// Package mentoringweb has the pages of mentoring, in the order of a pair's
// year: programme, roster, profile, proposal, order, pair, plan, meetings,
// visits, report, letters. What each reader may see is decided in
// internal/mentoring; a page that holds something private says who sees it.
package mentoringweb

import (
	"context"
	"embed"
	"io/fs"
	"slices"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/i18n"
	"talim/internal/mentoring"
	"talim/internal/mentoring/assembly"
	"talim/internal/web"
	"talim/internal/web/component"
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
	mentoring *assembly.Services
}

// New makes the pages.
func New(d *db.DB, m *assembly.Services) *Pages { return &Pages{db: d, mentoring: m} }

// Routes lists the addresses of the pages.
func (p *Pages) Routes() []web.Route {
	take, keep, sign := mentoring.Take, mentoring.Keep, mentoring.Sign
	return slices.Concat(p.policyRoutes(), p.helpRoutes(), p.groupRoutes(), p.talkRoutes(), p.hoursRoutes(), p.handoverRoutes(), p.stageRoutes(), p.extendForm().Routes(), []web.Route{
		{Pattern: "GET /mentoring", Permission: take, Handle: p.home},
		{Pattern: "GET /mentoring/programmes/new", Permission: keep, Handle: p.newProgramme},
		{Pattern: "POST /mentoring/programmes/new", Permission: keep, Handle: p.openProgramme},
		{Pattern: "GET /mentoring/programmes/{id}", Permission: take, Handle: p.programme},
		{Pattern: "GET /mentoring/programmes/{id}/policy", Permission: keep, Handle: p.policy},
		{Pattern: "POST /mentoring/programmes/{id}/policy", Permission: keep, Handle: p.setPolicy},
		{Pattern: "GET /mentoring/programmes/{id}/roster", Permission: keep, Handle: p.roster},
		{Pattern: "POST /mentoring/programmes/{id}/roster", Permission: keep, Handle: p.invite},
		{Pattern: "POST /mentoring/programmes/{id}/propose", Permission: keep, Handle: p.propose},
		{Pattern: "GET /mentoring/programmes/{id}/rematch", Permission: keep, Handle: p.rematches},
		{Pattern: "POST /mentoring/programmes/{id}/rematch", Permission: keep, Handle: p.rematch},
		{Pattern: "POST /mentoring/programmes/{id}/ending", Permission: keep, Handle: p.prepareEnding},
		{Pattern: "POST /mentoring/programmes/{id}/order", Permission: keep, Handle: p.prepareOrder},
		{Pattern: "GET /mentoring/district", Permission: take, Handle: p.district},
		{Pattern: "POST /mentoring/district", Permission: take, Handle: p.offerOutside},
		{Pattern: "POST /mentoring/district/school", Permission: sign, Handle: p.openDistrict},
		{Pattern: "POST /mentoring/district/requests/{id}", Permission: take, Handle: p.answerOutside},
		{Pattern: "GET /mentoring/district/for/{mentee}", Permission: keep, Handle: p.outside},
		{Pattern: "POST /mentoring/district/for/{mentee}", Permission: keep, Handle: p.askOutside},
		{Pattern: "GET /mentoring/participants/{id}", Permission: take, Handle: p.participant},
		{Pattern: "POST /mentoring/participants/{id}", Permission: take, Handle: p.saveProfile},
		{Pattern: "POST /mentoring/participants/{id}/answer", Permission: take, Handle: p.answerInvitation},
		{Pattern: "GET /mentoring/proposals/{id}", Permission: keep, Handle: p.proposal},
		{Pattern: "GET /mentoring/proposals/{id}/change", Permission: keep, Handle: p.change},
		{Pattern: "POST /mentoring/proposals/{id}/change", Permission: keep, Handle: p.makeChange},
		{Pattern: "POST /mentoring/proposals/{id}/undo", Permission: keep, Handle: p.undo},
		{Pattern: "POST /mentoring/proposals/{id}/send", Permission: keep, Handle: p.send},
		{Pattern: "GET /mentoring/pairs/{id}", Permission: take, Handle: p.proposedPair},
		{Pattern: "POST /mentoring/pairs/{id}", Permission: take, Handle: p.answerPair},
		{Pattern: "GET /mentoring/orders/{id}", Permission: take, Handle: p.order},
		{Pattern: "POST /mentoring/orders/{id}", Permission: sign, Handle: p.sign},
		{Pattern: "POST /mentoring/orders/{id}/withdraw", Permission: keep, Handle: p.withdrawOrder},
		{Pattern: "GET /mentoring/orders/{id}/paper/{format}", Permission: take, Handle: p.orderPaper},
	})
}

// actor is who asks.
func actor(ctx context.Context) access.Actor { return access.ActorFrom(ctx) }

// t is a message in the reader's language.
func t(ctx context.Context, key string, args ...any) string { return i18n.T(ctx, key, args...) }

// back is the way up to the area's first page.
func back(ctx context.Context) web.Link {
	return web.Link{Text: t(ctx, "mentoring.nav"), URL: link.Mentoring()}
}

// choicesOf makes choices of codes whose messages stand under a prefix.
func choicesOf(ctx context.Context, prefix string, codes []string) []component.Choice {
	out := make([]component.Choice, len(codes))
	for i, c := range codes {
		out[i] = component.Choice{Value: c, Label: t(ctx, prefix+c)}
	}
	return out
}

// period in the reader's language.
func period(ctx context.Context, p calendar.Period) string { return i18n.Period(ctx, p) }

// list joins names in the reader's language.
func list(words []string) string { return strings.Join(words, ", ") }

// dateOf is the day of an instant, in the zone of the schools.
func dateOf(ctx context.Context, i calendar.Instant) string {
	return i18n.Date(ctx, calendar.DateOf(i.Time().In(web.Zone(ctx))))
}
