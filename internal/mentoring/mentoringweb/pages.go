// Package mentoringweb has the pages of programmes of mentoring: home, roster, profile,
// rules, the policy in words, stages, the talk at the end of the year. The pages of a
// part (pairing, match, group) stand beside its rules. What each reader may see is
// decided there; a page that holds something private says who sees it.
package mentoringweb

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
	"talim/internal/web/component"
)

//go:embed messages/*.json
var messages embed.FS

// Messages is the catalogue of these pages, and of what parts of mentoring say in common.
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
	take := mentoring.Take
	return slices.Concat(
		p.policyRoutes(), p.talkRoutes(), p.stageRoutes(), p.newProgramme().Routes(), p.policy().Routes(), p.roster().Routes(), p.participant().Routes(), []web.Route{
			{Pattern: "GET /mentoring", Permission: take, Handle: p.home},
			{Pattern: "GET /mentoring/programmes/{id}", Permission: take, Handle: p.programme},
			{Pattern: "POST /mentoring/programmes/{id}/roster/{remedy}", Permission: mentoring.Keep, Handle: web.Act(p.remedy)},
			{Pattern: "POST /mentoring/programmes/{id}/remind", Permission: mentoring.Keep, Handle: web.Act(p.remind)},
			{Pattern: "POST /mentoring/participants/{id}/answer", Permission: take, Handle: web.Act(p.answerInvitation)},
		})
}

// actor is who asks.
func actor(ctx context.Context) access.Actor { return access.ActorFrom(ctx) }

// t is a message in the reader's language.
func t(ctx context.Context, key string, args ...any) string { return i18n.T(ctx, key, args...) }

// choicesOf makes choices of codes whose messages stand under a prefix.
func choicesOf(ctx context.Context, prefix string, codes []string) []component.Choice {
	out := make([]component.Choice, len(codes))
	for i, c := range codes {
		out[i] = component.Choice{Value: c, Label: t(ctx, prefix+c)}
	}
	return out
}
