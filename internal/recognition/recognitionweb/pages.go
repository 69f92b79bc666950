// Package recognitionweb has the pages of recognition: the forum, stories, thanks, nominations
// and certificates, and those on which anybody verifies a certificate. Who may read what is decided
// in internal/recognition.
package recognitionweb

import (
	"context"
	"embed"
	"io/fs"
	"slices"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/i18n"
	"talim/internal/mentoring/assembly"
	"talim/internal/recognition"
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
	db          *db.DB
	recognition *recognition.Service
	mentoring   *assembly.Services
}

// New makes the pages.
func New(d *db.DB, s *recognition.Service, m *assembly.Services) *Pages {
	return &Pages{db: d, recognition: s, mentoring: m}
}

// Routes lists the addresses of the pages. The domain asks again with the record at hand.
func (p *Pages) Routes() []web.Route {
	take, keep, open := recognition.Take, recognition.Keep, recognition.Verify
	return slices.Concat(p.forum().Routes(), p.thank().Routes(), p.revoke().Routes(), p.story().Routes(), p.nominate().Routes(), []web.Route{
		{Pattern: "GET /recognition/programmes/{id}", Permission: take, Handle: p.hub},
		{Pattern: "GET /recognition/programmes/{id}/forum/paper/{format}", Permission: take, Handle: p.forumPaper},
		{Pattern: "POST /recognition/thanks/{id}/withdraw", Permission: take, Handle: web.Act(p.takeBackThanks)},
		{Pattern: "POST /recognition/programmes/{id}/certificates", Permission: keep, Handle: web.Act(p.issue)},
		{Pattern: "GET /recognition/certificates/{id}/paper/{format}", Permission: take, Handle: p.certificatePaper},
		{Pattern: "POST /recognition/pairings/{id}/story/agree", Permission: take, Handle: web.ActOnVersion(p.recognition.AgreeStory, link.Story, "recognition.story.agreed")},
		{Pattern: "POST /recognition/pairings/{id}/story/withdraw", Permission: take, Handle: web.Act(p.takeBackStory)},
		{Pattern: "POST /recognition/pairings/{id}/nomination/withdraw", Permission: take, Handle: web.Act(p.takeBackNomination)},
		{Pattern: "GET /verify", Permission: open, Handle: p.verifying},
		{Pattern: "POST /verify", Permission: open, Handle: p.verify, Upload: true, MaxBody: maxCredential, First: tooManyTries},
		{Pattern: "GET /verify/{code}", Permission: open, Handle: p.verifyCode},
		{Pattern: "GET /badges/schools/{school}", Permission: open, Handle: p.issuer},
		{Pattern: "GET /badges/schools/{school}/keys", Permission: open, Handle: p.keys},
		{Pattern: "GET /badges/schools/{school}/keys/{key}", Permission: open, Handle: p.key},
		{Pattern: "GET /badges/schools/{school}/revoked", Permission: open, Handle: p.revoked},
		{Pattern: "GET /badges/schools/{school}/achievements/{programme}", Permission: open, Handle: p.achievement},
		{Pattern: "GET /badges/credentials/{code}", Permission: open, Handle: p.credential},
	})
}

// actor is who asks.
func actor(ctx context.Context) access.Actor { return access.ActorFrom(ctx) }

// t is a message in the reader's language.
func t(ctx context.Context, key string, args ...any) string { return i18n.T(ctx, key, args...) }

// toHub is the way up to what a programme thanks for.
func toHub(ctx context.Context, programme string) web.Link {
	return web.Link{Text: t(ctx, "recognition.title"), URL: link.Recognition(programme)}
}

// toPairing is the way up to the page of the pair.
func toPairing(ctx context.Context, id string) web.Link {
	return web.Link{Text: t(ctx, "recognition.pair"), URL: link.Pairing(id)}
}

// years are those of a school year: "2013–2014".
func years(p calendar.Period) string {
	from, to := string(p.Starts)[:4], string(p.Ends)[:4]
	if from == to {
		return from
	}
	return from + "–" + to
}
