// Package districtweb has the pages of mentoring across the schools of a district.
package districtweb

import (
	"context"
	"embed"
	"io/fs"

	"talim/internal/access"
	"talim/internal/i18n"
	"talim/internal/mentoring"
	"talim/internal/mentoring/assembly"
	"talim/internal/mentoring/district"
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
	take, keep, sign := mentoring.Take, mentoring.Keep, mentoring.Sign
	return append(append(p.district().Routes(), p.askForm().Routes()...), []web.Route{
		{Pattern: "POST /mentoring/district/asks/{id}", Permission: keep, Handle: web.Act(p.withdrawAsk)},
		{Pattern: "GET /district/asks", Permission: district.AnswerAsks, Handle: p.officeAsks},
		{Pattern: "POST /district/asks/{id}", Permission: district.AnswerAsks, Handle: web.Act(p.answerAsk)},
		{Pattern: "POST /mentoring/district/school", Permission: sign, Handle: web.Act(p.openDistrict)},
		{Pattern: "POST /mentoring/district/requests/{id}", Permission: take, Handle: web.Act(p.answerOutside)},
		{Pattern: "GET /mentoring/district/for/{mentee}", Permission: keep, Handle: p.outside},
		{Pattern: "POST /mentoring/district/for/{mentee}", Permission: keep, Handle: web.Act(p.askOutside)},
	}...)
}

// actor is who asks.
func actor(ctx context.Context) access.Actor { return access.ActorFrom(ctx) }

// t is a message in the reader's language.
func t(ctx context.Context, key string, args ...any) string { return i18n.T(ctx, key, args...) }
