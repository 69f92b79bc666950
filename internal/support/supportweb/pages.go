// Package supportweb has the pages of support: the first day and the words of the
// school, questions and helpers, check-ins, wishes, and what is told in confidence.
// Who may read what is decided in internal/support; every private page says who sees it.
package supportweb

import (
	"context"
	"embed"
	"io/fs"
	"slices"
	"strconv"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/i18n"
	"talim/internal/mentoring"
	"talim/internal/mentoring/assembly"
	"talim/internal/support"
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
	support   *support.Service
	mentoring *assembly.Services
}

// New makes the pages.
func New(d *db.DB, s *support.Service, m *assembly.Services) *Pages {
	return &Pages{db: d, support: s, mentoring: m}
}

// Routes lists the addresses of the pages. The domain asks again with the record at hand.
func (p *Pages) Routes() []web.Route {
	take, keep := support.Take, support.Keep
	return []web.Route{
		{Pattern: "GET /support", Permission: take, Handle: p.home},
		{Pattern: "GET /support/pairings/{id}/first-day", Permission: take, Handle: p.firstDay},
		{Pattern: "GET /support/words", Permission: take, Handle: p.words},
		{Pattern: "GET /support/words/new", Permission: keep, Handle: p.newWord},
		{Pattern: "POST /support/words/new", Permission: keep, Handle: p.saveWord},
		{Pattern: "GET /support/words/{id}", Permission: keep, Handle: p.editWord},
		{Pattern: "POST /support/words/{id}", Permission: keep, Handle: p.saveWord},
		{Pattern: "GET /support/questions", Permission: take, Handle: p.questions},
		{Pattern: "POST /support/questions", Permission: take, Handle: p.ask},
		{Pattern: "GET /support/questions/{id}", Permission: take, Handle: p.question},
		{Pattern: "POST /support/questions/{id}", Permission: take, Handle: p.reply},
		{Pattern: "POST /support/questions/{id}/close", Permission: take, Handle: p.closeQuestion},
		{Pattern: "GET /support/helpers", Permission: take, Handle: p.newHelper},
		{Pattern: "POST /support/helpers", Permission: take, Handle: p.nameHelper},
		{Pattern: "GET /support/helpers/{id}", Permission: take, Handle: p.helper},
		{Pattern: "POST /support/helpers/{id}", Permission: take, Handle: p.answerHelper},
		{Pattern: "POST /support/helpers/{id}/end", Permission: take, Handle: p.endHelper},
		{Pattern: "GET /support/helpers/{id}/check-ins", Permission: take, Handle: p.sharedCheckIns},
		{Pattern: "GET /support/check-in", Permission: take, Handle: p.checkIn},
		{Pattern: "POST /support/check-in", Permission: take, Handle: p.keepCheckIn},
		{Pattern: "GET /support/check-in/viewer", Permission: take, Handle: p.viewer},
		{Pattern: "POST /support/check-in/viewer", Permission: take, Handle: p.chooseViewer},
		{Pattern: "GET /support/pairings/{id}/wish", Permission: take, Handle: p.wish},
		{Pattern: "POST /support/pairings/{id}/wish", Permission: take, Handle: p.sayWish},
		{Pattern: "POST /support/pairings/{id}/wish/seen", Permission: take, Handle: p.seenWish},
		{Pattern: "GET /support/pairings/{id}/report", Permission: take, Handle: p.newReport},
		{Pattern: "POST /support/pairings/{id}/report", Permission: take, Handle: p.report},
		{Pattern: "GET /support/reports/{id}", Permission: take, Handle: p.mismatch},
		{Pattern: "POST /support/reports/{id}", Permission: take, Handle: p.offer},
		{Pattern: "POST /support/reports/{id}/answer", Permission: take, Handle: p.answerOffer},
		{Pattern: "POST /support/reports/{id}/end", Permission: take, Handle: p.endMismatch},
		web.Moved("/support/check-in/seer", take, web.Single(link.CheckInViewer)),
		web.Moved("/support/pairings/{id}/confide", take, link.NewMismatch),
		web.Moved("/support/confided/{id}", take, link.Mismatch),
		{Pattern: "GET /support/programmes/{id}", Permission: take, Handle: p.arrangement},
		{Pattern: "POST /support/programmes/{id}", Permission: keep, Handle: p.nameTrust},
		{Pattern: "POST /support/programmes/{id}/rhythm", Permission: keep, Handle: p.setRhythm},
		{Pattern: "GET /support/trust/{id}", Permission: take, Handle: p.trust},
		{Pattern: "POST /support/trust/{id}", Permission: take, Handle: p.answerTrust},
		{Pattern: "POST /support/trust/{id}/end", Permission: take, Handle: p.endTrust},
	}
}

// actor is who asks.
func actor(ctx context.Context) access.Actor { return access.ActorFrom(ctx) }

// t is a message in the reader's language.
func t(ctx context.Context, key string, args ...any) string { return i18n.T(ctx, key, args...) }

// moment is an instant where the school is.
func moment(ctx context.Context, i calendar.Instant) string {
	return i18n.Moment(ctx, i, web.Zone(ctx))
}

// toSupport is the way up to the first page of the area.
func toSupport(ctx context.Context) web.Link {
	return web.Link{Text: t(ctx, "support.title"), URL: link.Support()}
}

// toPairing is the way up to the page of the pair.
func toPairing(ctx context.Context, id string) web.Link {
	return web.Link{Text: t(ctx, "support.to_pairing"), URL: link.Pairing(id)}
}

// people are members of staff to choose from, after what stands there before anybody chose.
func people(before string, staff []mentoring.Person, without ...string) []component.Choice {
	out := []component.Choice{{Value: "", Label: before}}
	for _, s := range staff {
		out = append(out, component.Choice{Value: s.ID, Label: s.Name(), Off: slices.Contains(without, s.ID)})
	}
	return out
}

// scale are the five steps of a question in words: "support.step.<of>.<n>".
func scale(ctx context.Context, of string) []component.Choice {
	out := make([]component.Choice, support.Steps)
	for i := range out {
		n := strconv.Itoa(i + 1)
		out[i] = component.Choice{Value: n, Label: t(ctx, "support.step."+of+"."+n)}
	}
	return out
}

// stepWord is a step in words; "" without one.
func stepWord(ctx context.Context, of string, n int) string {
	if n < 1 || n > support.Steps {
		return ""
	}
	return t(ctx, "support.step."+of+"."+strconv.Itoa(n))
}
