// Package groupweb has the pages of group mentoring: proposals of groups, a group, its times, meetings and end.
package groupweb

import (
	"context"
	"embed"
	"io/fs"

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
	return []web.Route{
		{Pattern: "GET /mentoring/programmes/{id}/groups", Permission: take, Handle: p.groups},
		{Pattern: "POST /mentoring/programmes/{id}/groups", Permission: keep, Handle: p.proposeGroups},
		{Pattern: "GET /mentoring/group-proposals/{id}", Permission: keep, Handle: p.groupProposal},
		{Pattern: "POST /mentoring/group-proposals/{id}", Permission: keep, Handle: p.moveToGroup},
		{Pattern: "POST /mentoring/group-proposals/{id}/second", Permission: keep, Handle: p.setSecond},
		{Pattern: "POST /mentoring/group-proposals/{id}/send", Permission: keep, Handle: p.sendGroups},
		{Pattern: "GET /mentoring/groups/{id}", Permission: take, Handle: p.group},
		{Pattern: "POST /mentoring/groups/{id}/answer", Permission: take, Handle: p.answerGroup},
		{Pattern: "GET /mentoring/groups/{id}/times", Permission: take, Handle: p.groupTimes},
		{Pattern: "POST /mentoring/groups/{id}/times", Permission: take, Handle: p.bookGroup},
		{Pattern: "GET /mentoring/groups/{id}/closing", Permission: take, Handle: p.groupClosing},
		{Pattern: "POST /mentoring/groups/{id}/closing", Permission: take, Handle: p.writeClosing},
		{Pattern: "POST /mentoring/groups/{id}/close", Permission: keep, Handle: p.closeGroup},
		{Pattern: "GET /mentoring/group-meetings/{id}", Permission: take, Handle: p.groupMeeting},
		{Pattern: "POST /mentoring/group-meetings/{id}", Permission: take, Handle: p.holdGroupMeeting},
		{Pattern: "GET /mentoring/group-meetings/{id}/cancel", Permission: take, Handle: p.cancelGroupForm},
		{Pattern: "POST /mentoring/group-meetings/{id}/cancel", Permission: take, Handle: p.cancelGroupMeeting},
	}
}

// actor is who asks.
func actor(ctx context.Context) access.Actor { return access.ActorFrom(ctx) }

// t is a message in the reader's language.
func t(ctx context.Context, key string, args ...any) string { return i18n.T(ctx, key, args...) }
