// Package groupweb has the pages of group mentoring: proposals of groups, a group, its times, meetings and end.
package groupweb

import (
	"context"
	"embed"
	"io/fs"
	"slices"

	"talim/internal/access"
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
	mentoring *assembly.Services
}

// New makes the pages.
func New(m *assembly.Services) *Pages { return &Pages{mentoring: m} }

// Routes lists the addresses of group mentoring (R079).
func (p *Pages) Routes() []web.Route {
	take, keep := mentoring.Take, mentoring.Keep
	return slices.Concat(p.groupProposal().Routes(), p.groupTimes().Routes(), p.groupClosing().Routes(), p.groupMeeting().Routes(), p.cancelGroupMeeting().Routes(), []web.Route{
		p.setSecond().Answer(),
		{Pattern: "GET /mentoring/programmes/{id}/groups", Permission: take, Handle: p.groups},
		{Pattern: "POST /mentoring/programmes/{id}/groups", Permission: keep, Handle: web.Act(p.proposeGroups)},
		{Pattern: "POST /mentoring/group-proposals/{id}/send", Permission: keep, Handle: web.Act(p.sendGroups)},
		{Pattern: "GET /mentoring/groups/{id}", Permission: take, Handle: p.group},
		{Pattern: "POST /mentoring/groups/{id}/answer", Permission: take, Handle: web.Act(p.answerGroup)},
		{Pattern: "POST /mentoring/groups/{id}/close", Permission: keep, Handle: web.Act(p.closeGroup)},
	})
}

// actor is who asks.
func actor(ctx context.Context) access.Actor { return access.ActorFrom(ctx) }

// t is a message in the reader's language.
func t(ctx context.Context, key string, args ...any) string { return i18n.T(ctx, key, args...) }
