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
	take := support.Take
	return slices.Concat(
		p.word("/support/words/new").Routes(), p.word("/support/words/{id}").Routes(), p.questions().Routes(), p.question().Routes(),
		p.nameHelper().Routes(), p.checkIn().Routes(), p.viewer().Routes(), p.wish().Routes(), p.report().Routes(), p.mismatch().Routes(),
		[]web.Route{
			{Pattern: "GET /support", Permission: take, Handle: p.home},
			{Pattern: "GET /support/pairings/{id}/first-day", Permission: take, Handle: p.firstDay},
			{Pattern: "GET /support/words", Permission: take, Handle: p.words},
			{Pattern: "POST /support/questions/{id}/close", Permission: take, Handle: web.Act(p.closeQuestion)},
			{Pattern: "GET /support/helpers/{id}", Permission: take, Handle: p.helper},
			{Pattern: "POST /support/helpers/{id}", Permission: take, Handle: web.Act(p.answerHelper)},
			{Pattern: "POST /support/helpers/{id}/end", Permission: take, Handle: web.Act(p.endHelper)},
			{Pattern: "GET /support/helpers/{id}/check-ins", Permission: take, Handle: p.sharedCheckIns},
			{Pattern: "POST /support/pairings/{id}/wish/seen", Permission: take, Handle: web.Act(p.seenWish)},
			{Pattern: "POST /support/reports/{id}/answer", Permission: take, Handle: web.Act(p.answerOffer)},
			{Pattern: "POST /support/reports/{id}/end", Permission: take, Handle: web.Act(p.endMismatch)},
			web.Moved("/support/check-in/seer", take, web.Single(link.CheckInViewer)),
			web.Moved("/support/pairings/{id}/confide", take, link.NewMismatch),
			web.Moved("/support/confided/{id}", take, link.Mismatch),
			{Pattern: "GET /support/programmes/{id}", Permission: take, Handle: p.arrangement().Get}, // more may read than change
			p.arrangement().Answer(),
			p.setRhythm().Answer(),
			{Pattern: "GET /support/trust/{id}", Permission: take, Handle: p.trust},
			{Pattern: "POST /support/trust/{id}", Permission: take, Handle: web.Act(p.answerTrust)},
			{Pattern: "POST /support/trust/{id}/end", Permission: take, Handle: web.Act(p.endTrust)},
		})
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
